//! What stands beside cases: files, who stands in for whom, values that were replaced.

use amanah_domain::cases::{AttachmentState, CaseKind, MediaKind, Standing, StandingState};
use amanah_domain::rights::Right;
use amanah_domain::{AttachmentId, Category, CategorySet, FieldId, FieldSet, SmallSet, StandingId, ValueId};
use amanah_store::attachments::{self, AttachmentRow};
use amanah_store::earlier_values::{self, EarlierRow};
use amanah_store::standings::{self, StandingRow};

use crate::bench::{Bench, add_person, person, read, write};
use crate::case_rows::{case, case_id, open};

stories!(
    a_file_comes_now_or_later,
    a_standing_is_in_force_for_its_time,
    an_earlier_value_is_kept_for_its_time
);

fn a_file_comes_now_or_later(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let file = move |number: u8, state, evidence| AttachmentRow {
        attachment: AttachmentId::from_bytes([number; 16]),
        case: case_id(1),
        event: 2,
        state,
        media: (state == AttachmentState::Kept).then_some(MediaKind::Jpeg),
        evidence,
        bytes: 500,
        failure: String::new(),
        added_at: now.plus_seconds(i64::from(number)),
    };
    let (kept, awaited) = (file(1, AttachmentState::Kept, true), file(2, AttachmentState::Awaited, false));
    let (one, two) = (kept.clone(), awaited.clone());
    write(&store, move |db| {
        open(db, &case(1, 1, CaseKind::Correction, "nik", now))?;
        attachments::add(db, &person(1), &one, Some(b"sealed"))?;
        attachments::add(db, &person(1), &two, None)
    })
    .unwrap();
    assert_eq!(
        read(&store, |db| attachments::of_case(db, &person(1), &case_id(1))),
        [kept.clone(), awaited.clone()]
    );
    assert_eq!(read(&store, |db| attachments::of_person(db, &person(1))).len(), 2);
    assert_eq!(read(&store, |db| attachments::used(db, &person(1))), 1_000);
    let id = kept.attachment;
    assert_eq!(
        read(&store, move |db| attachments::read(db, &person(1), &id)),
        Some((kept, Some(b"sealed".to_vec())))
    );
    assert_eq!(read(&store, move |db| attachments::read(db, &person(2), &id)), None, "of another person");
    let here =
        AttachmentRow { state: AttachmentState::Kept, media: Some(MediaKind::Pdf), bytes: 70, ..awaited };
    let set =
        |row: AttachmentRow| write(&store, move |db| attachments::set(db, &person(1), &row, Some(b"late")));
    assert_eq!((set(here.clone()), set(here)), (Ok(true), Ok(false)));
    assert_eq!(write(&store, |db| attachments::forget_person(db, &person(1), true)), Ok(1));
    assert_eq!(write(&store, |db| attachments::forget_case(db, &person(1), &case_id(1))), Ok(1));
}

fn a_standing_is_in_force_for_its_time(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let asked = StandingRow {
        person: person(1),
        standing: StandingId::from_bytes([1; 16]),
        helper: person(2),
        case: case_id(1),
        kind: Standing::Guardian,
        state: StandingState::Asked,
        rights: SmallSet::of(&[Right::Access, Right::Correct]),
        asked_at: now,
        begins_at: None,
        ends_at: None,
        ended_at: None,
        asker: b"sealed".to_vec(),
    };
    let row = asked.clone();
    write(&store, move |db| standings::add(db, &row)).unwrap();
    assert!(!asked.in_force(now));
    let active = StandingRow {
        state: StandingState::Active,
        begins_at: Some(now),
        ends_at: Some(now.plus_hours(24)),
        ..asked
    };
    let set = |row: StandingRow, from| write(&store, move |db| standings::set(db, &row, from)).unwrap();
    assert!(set(active.clone(), StandingState::Asked));
    assert!(!set(active.clone(), StandingState::Asked), "it is in force already");
    assert_eq!(read(&store, |db| standings::of_person(db, &person(1))), std::slice::from_ref(&active));
    assert_eq!(read(&store, |db| standings::of_helper(db, &person(2))), std::slice::from_ref(&active));
    assert!(active.in_force(now) && !active.in_force(now.plus_hours(24)));
    assert_eq!(write(&store, |db| standings::forget_person(db, &person(2))), Ok(1));
    assert_eq!(read(&store, |db| standings::of_person(db, &person(1))), []);
}

fn an_earlier_value_is_kept_for_its_time(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let value = move |number: u8, field, hours| EarlierRow {
        value: ValueId::from_bytes([number; 16]),
        field,
        replaced_at: now.plus_seconds(i64::from(number)),
        until: now.plus_hours(hours),
        body: b"sealed".to_vec(),
    };
    write(&store, move |db| {
        add_person(db, 1, now)?;
        earlier_values::add(db, &person(1), &value(1, FieldId::Nik, 10))?;
        earlier_values::add(db, &person(1), &value(2, FieldId::Name, 20))?;
        earlier_values::add(db, &person(1), &value(3, FieldId::Email, 20))?;
        earlier_values::add(db, &person(1), &value(4, FieldId::Address, 20))
    })
    .unwrap();
    let left = || read(&store, |db| earlier_values::of_person(db, &person(1)));
    assert_eq!(left()[0], value(4, FieldId::Address, 20));
    assert_eq!(write(&store, move |db| earlier_values::drop_over(db, now.plus_hours(10))), Ok(1));
    assert_eq!(
        left().iter().map(|row| row.field).collect::<Vec<_>>(),
        [FieldId::Address, FieldId::Email, FieldId::Name]
    );
    let forget = |categories, fields| {
        write(&store, move |db| earlier_values::forget_person(db, &person(1), categories, fields)).unwrap()
    };
    let identity = CategorySet::of(&[Category::Identity]);
    assert_eq!(forget(identity, FieldSet::of(&[FieldId::Email])), 2);
    assert_eq!(forget(CategorySet::all(), FieldSet::EMPTY), 1);
}
