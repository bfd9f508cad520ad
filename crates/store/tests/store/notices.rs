//! Notices that tell of something else than a removal: overdue, acknowledged, and gone with whoever they are
//! about; and the wanted value of a correction.

use amanah_domain::cases::{CaseKind, NoticeKind};
use amanah_domain::states::NoticeState;
use amanah_domain::{CaseId, FieldId, FieldSet, NoticeId, PurposeId, RecipientClass, RemovalId, Timestamp};
use amanah_store::cases::{self, CaseRow};
use amanah_store::notices::{self, NoticeRow};

use crate::bench::{Bench, person, read, write};

stories!(
    what_is_overdue_is_found_and_what_is_answered_goes,
    whoever_is_destroyed_is_told_of_that_alone,
    a_wanted_value_goes_when_it_is_decided,
);

fn notice(number: u8, kind: NoticeKind, reference: u8, now: Timestamp) -> NoticeRow {
    NoticeRow {
        notice: NoticeId::from_bytes([number; 16]),
        kind,
        removal: RemovalId::from_bytes([7; 16]),
        fields: FieldSet::of(&[FieldId::Nik]),
        purpose: (kind == NoticeKind::Withdrawal).then_some(PurposeId::Research),
        recipient: RecipientClass::Government,
        reference: [reference; 16],
        state: NoticeState::Waiting,
        attempts: 0,
        created_at: now,
        due_at: (kind != NoticeKind::Removal).then(|| now.plus_hours(72)),
        told_at: None,
        answered_at: None,
        answer: None,
        by_hand: None,
    }
}

fn what_is_overdue_is_found_and_what_is_answered_goes(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let rows = [
        notice(1, NoticeKind::Correction, 1, now),
        notice(2, NoticeKind::Withdrawal, 1, now.plus_hours(1)),
        notice(3, NoticeKind::Removal, 1, now),
    ];
    let added = rows.clone();
    write(&store, move |db| added.iter().try_for_each(|row| notices::add(db, row))).unwrap();
    assert_eq!(read(&store, |db| notices::of(db, &RemovalId::from_bytes([7; 16]))), rows);
    let overdue = |hours, count| {
        let found = read(&store, move |db| notices::overdue(db, now.plus_hours(hours), count));
        found.iter().map(|row| row.notice).collect::<Vec<_>>()
    };
    assert_eq!(overdue(71, 9), []);
    assert_eq!(overdue(72, 9), [rows[0].notice]);
    assert_eq!(overdue(73, 9), [rows[0].notice, rows[1].notice], "a removal has a bound of its own");
    assert_eq!(overdue(73, 1), [rows[0].notice]);
    let first = rows[0].notice;
    write(&store, move |db| notices::answered(db, &first, "signed", now)).unwrap();
    assert_eq!(overdue(73, 9), [rows[1].notice]);
    let dropped = |at: Timestamp| write(&store, move |db| notices::drop_answered(db, at));
    assert_eq!(dropped(now.plus_seconds(-1)), Ok(0), "it is young");
    assert_eq!(dropped(now.plus_hours(99)), Ok(1));
    assert_eq!(read(&store, move |db| notices::read(db, &first)), None);
}

fn whoever_is_destroyed_is_told_of_that_alone(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        notices::add(db, &notice(1, NoticeKind::Correction, 1, now))?;
        notices::add(db, &notice(2, NoticeKind::Removal, 1, now))?;
        notices::add(db, &notice(3, NoticeKind::Restriction, 2, now))
    })
    .unwrap();
    assert_eq!(write(&store, |db| notices::forget_reference(db, &[1; 16])), Ok(1));
    let left = read(&store, |db| notices::of(db, &RemovalId::from_bytes([7; 16])));
    assert_eq!(
        left.iter().map(|row| row.kind).collect::<Vec<_>>(),
        [NoticeKind::Removal, NoticeKind::Restriction]
    );
}

fn a_wanted_value_goes_when_it_is_decided(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let case = CaseId::from_bytes([1; 16]);
    write(&store, move |db| {
        let row = CaseRow::new(person(1), case, CaseKind::Correction, "nik", now);
        let row = CaseRow { wanted: Some(b"sealed".to_vec()), ..row };
        assert!(cases::add(db, &row, &[])?);
        cases::clear_wanted(db, &person(2), &case)
    })
    .unwrap();
    let wanted = || read(&store, move |db| cases::read(db, &case)).unwrap().wanted;
    assert_eq!(wanted().as_deref(), Some(&b"sealed"[..]), "another person's id does nothing");
    write(&store, move |db| cases::clear_wanted(db, &person(1), &case)).unwrap();
    assert_eq!(wanted(), None);
}
