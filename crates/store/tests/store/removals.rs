//! Removals: of two at once one comes first; what went, what stays, who was told; and that nobody is left
//! anywhere, in whatever table.

use amanah_domain::cases::NoticeKind;
use amanah_domain::cases::{
    AttachmentState, CaseKind, CaseState, EntryTie, MediaKind, Standing, StandingState,
};
use amanah_domain::states::{EntryState, NoticeState, NoticeWay, RemovalAct, RemovalLine, RemovalState};
use amanah_domain::{
    AttachmentId, BatchId, Category, CategorySet, FieldId, FieldSet, HoldId, NoticeId, PersonId, PersonState,
    PurposeId, RecipientClass, RemovalId, Role, SmallSet, StandingId, Timestamp, ValueId,
};
use amanah_store::attachments::{self, AttachmentRow};
use amanah_store::case_ties::{self, Thread};
use amanah_store::cases::CaseRow;
use amanah_store::earlier_values::{self, EarlierRow};
use amanah_store::holds::HoldRow;
use amanah_store::jobs::NewJob;
use amanah_store::notices::{self, ByHand, NoticeRow, Unsigned};
use amanah_store::outbox::NewMessage;
use amanah_store::removals::{self, LineRow, RemovalRow};
use amanah_store::sessions::SessionRow;
use amanah_store::staff::RoleRow;
use amanah_store::standings::{self, StandingRow};
use amanah_store::tags::TagRow;
use amanah_store::tickets::TicketRow;
use amanah_store::trail::ReasonRow;
use amanah_store::{
    Connection, StoreError, accounts, batches, case_events, cases, holds, jobs, live_chats, mentions, outbox,
    people, schema, sessions, spent_notices, staff, tags, tickets, trail,
};

use crate::bench::{Bench, add_person, person, read, write};
use crate::case_rows;

stories!(
    a_removal_is_written_down_and_confirmed_once,
    of_two_at_once_one_comes_first,
    notices_wait_until_they_are_answered,
    an_answer_by_hand_counts_until_a_signed_one,
    a_reference_is_blank_once_nobody_needs_it,
    whoever_is_destroyed_is_nowhere,
);

fn id(number: u8) -> RemovalId {
    RemovalId::from_bytes([number; 16])
}

fn removal(number: u8, whose: Option<PersonId>, now: Timestamp) -> RemovalRow {
    RemovalRow {
        removal: id(number),
        person: whose,
        act: RemovalAct::Erase,
        asked_by: Role::Person,
        ground: "request".to_owned(),
        categories: CategorySet::of(&[Category::Address]),
        fields: FieldSet::EMPTY,
        state: RemovalState::Gone,
        journal: None,
        asked_at: now,
        done_at: Some(now.plus_seconds(1)),
        unreadable_at: Some(now.plus_hours(24 * 14)),
        last_epoch: Some(2),
    }
}

fn line(kind: RemovalLine, what: &str) -> LineRow {
    LineRow { kind, what: what.to_owned(), number: 2, ground: String::new(), at: None, entry: None }
}

fn a_removal_is_written_down_and_confirmed_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let row = removal(1, Some(person(1)), now);
    let kept = LineRow { at: Some(now.plus_hours(9)), ..line(RemovalLine::Kept, "category:accounts") };
    let lines = [line(RemovalLine::Gone, "category:address"), kept];
    let (added, written) = (row.clone(), lines.clone());
    write(&store, move |db| {
        removals::add(db, &[1; 32], &added)?;
        removals::add_lines(db, &id(1), 1, &written)
    })
    .unwrap();
    assert_eq!(read(&store, |db| removals::read(db, &id(1))), Some(row.clone()));
    assert_eq!(read(&store, |db| removals::read_tag(db, &[1; 32])), Some(row.clone()));
    assert_eq!(read(&store, |db| removals::read_tag(db, &[2; 32])), None);
    let confirmed = write(&store, |db| {
        let first = removals::confirm(db, &id(1), 7)?;
        let next = removals::next_line(db, &id(1))?;
        let proof = LineRow { entry: Some((2, 900)), ..line(RemovalLine::Proof, "entry") };
        removals::add_lines(db, &id(1), next, &[proof])?;
        Ok::<_, StoreError>((first, removals::confirm(db, &id(1), 8)?))
    });
    assert_eq!(confirmed, Ok((true, false)));
    let found = read(&store, |db| removals::lines(db, &id(1)));
    assert_eq!(found[..2], lines);
    assert_eq!(found[2].entry, Some((2, 900)));
    let row = RemovalRow { state: RemovalState::Confirmed, journal: Some(7), ..row };
    assert_eq!(read(&store, |db| removals::of_person(db, &person(1))), [row]);
    write(&store, move |db| removals::add(db, &[3; 32], &removal(3, None, now.plus_seconds(5)))).unwrap();
    assert_eq!(
        read(&store, removals::counts),
        [(RemovalAct::Erase, RemovalState::Gone, 1), (RemovalAct::Erase, RemovalState::Confirmed, 1)]
    );
    let listed = |skip| read(&store, move |db| removals::list(db, now, skip, 1)).pop().unwrap().removal;
    assert_eq!((listed(0), listed(1)), (id(3), id(1)));
    // Two certificates never share a code.
    let again = write(&store, move |db| removals::add(db, &[3; 32], &removal(4, None, now)));
    assert!(matches!(again, Err(StoreError::Unique { .. })), "{again:?}");
    assert_eq!(write(&store, |db| removals::forget_person(db, &person(1))), Ok(1));
    assert_eq!(read(&store, |db| removals::of_person(db, &person(1))), []);
}

fn a_reference_is_blank_once_nobody_needs_it(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let notice = move |number: u8| NoticeRow {
        notice: NoticeId::from_bytes([number; 16]),
        kind: NoticeKind::Removal,
        removal: id(1),
        fields: FieldSet::EMPTY,
        purpose: None,
        recipient: RecipientClass::Government,
        reference: [number; 16],
        state: NoticeState::Waiting,
        attempts: 0,
        created_at: now,
        due_at: None,
        told_at: None,
        answered_at: None,
        answer: None,
        by_hand: None,
    };
    write(&store, move |db| {
        removals::add(db, &[1; 32], &removal(1, None, now))?;
        notices::add(db, &notice(1))?;
        notices::add(db, &notice(2))?;
        notices::answered(db, &notice(1).notice, "signed", now).map(drop)
    })
    .unwrap();
    assert_eq!(read(&store, |db| removals::tag(db, &id(1))), Some([1; 32]));
    assert_eq!(read(&store, |db| removals::tag(db, &id(2))), None);
    let unreadable = now.plus_hours(24 * 14);
    let spent = |at: Timestamp| read(&store, move |db| spent_notices::list(db, at, 10));
    assert_eq!(spent(unreadable.plus_seconds(-1)), []);
    assert_eq!(spent(unreadable), [(notice(1).notice, Some("signed".to_owned()))], "one has not answered");
    write(&store, move |db| spent_notices::blank(db, &notice(1).notice, Some("sha256 00"))).unwrap();
    assert_eq!(spent(unreadable), []);
    let row = read(&store, move |db| notices::read(db, &notice(1).notice)).unwrap();
    assert_eq!(
        (row.reference, row.answer.as_deref(), row.state),
        ([0; 16], Some("sha256 00"), NoticeState::Acknowledged)
    );
    let row = read(&store, move |db| notices::read(db, &notice(2).notice)).unwrap();
    assert_eq!(row.reference, [2; 16]);
}

fn of_two_at_once_one_comes_first(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| add_person(db, 1, now)).unwrap();
    let removals_of =
        |db: &mut dyn Connection| Ok::<_, StoreError>(accounts::read(db, &person(1))?.unwrap().removals);
    assert_eq!(read(&store, removals_of), 0);
    let won = std::thread::scope(|scope| {
        let asked = (0..8).map(|_| {
            let store = &store;
            scope.spawn(move || write(store, move |db| accounts::begin_removal(db, &person(1), 0, now)))
        });
        let asked = asked.collect::<Vec<_>>();
        asked.into_iter().map(|one| one.join().unwrap()).filter(Result::is_ok).count()
    });
    assert_eq!((won, read(&store, removals_of)), (1, 1));
    // Whoever read the keys before comes too late; whoever read them since does not.
    let late = write(&store, |db| accounts::hold_keys(db, &person(1), 0));
    assert_eq!(late, Err(StoreError::Stale { table: "account" }));
    assert_eq!(write(&store, |db| accounts::hold_keys(db, &person(1), 1)), Ok(()));
    let nobody = write(&store, |db| accounts::hold_keys(db, &person(2), 0));
    assert_eq!(nobody, Err(StoreError::Stale { table: "account" }));

    write(&store, move |db| {
        accounts::give_consent(db, &person(1), PurposeId::Outreach, 1, 0, now)?;
        accounts::give_consent(db, &person(1), PurposeId::Research, 1, 0, now)
    })
    .unwrap();
    assert_eq!(write(&store, move |db| accounts::end(db, &person(1), now)), Ok(2));
    let account = read(&store, |db| accounts::read(db, &person(1))).unwrap();
    assert_eq!((account.state, account.consents.is_empty()), (PersonState::Ended, true));
    let history = read(&store, |db| accounts::list_consents(db, &person(1)));
    assert!(history.iter().all(|row| row.withdrawn_at == Some(now)) && history.len() == 2);
}

fn notice(number: u8, removal: RemovalId, class: RecipientClass, now: Timestamp) -> NoticeRow {
    NoticeRow {
        notice: NoticeId::from_bytes([number; 16]),
        kind: NoticeKind::Removal,
        removal,
        fields: FieldSet::EMPTY,
        purpose: None,
        recipient: class,
        reference: [9; 16],
        state: NoticeState::Waiting,
        attempts: 0,
        created_at: now,
        due_at: None,
        told_at: None,
        answered_at: None,
        answer: None,
        by_hand: None,
    }
}

fn notices_wait_until_they_are_answered(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    use RecipientClass::{Government, Researchers};
    write(&store, move |db| {
        for (number, class) in [(1, Government), (2, Government), (3, Researchers), (4, Government)] {
            let made = now.plus_seconds(i64::from(number / 2));
            notices::add(db, &notice(number, id(1), class, made))?;
            // Added once, whoever runs again.
            notices::add(db, &notice(number, id(1), class, made))?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    let waiting = |class, after: Option<&NoticeRow>, count| {
        let after = after.map(|row| (row.created_at, row.notice));
        read(&store, move |db| notices::unsigned(db, Unsigned::Waiting, class, after, count))
    };
    let first = waiting(Government, None, 2);
    assert_eq!(first.iter().map(|row| row.notice.as_bytes()[0]).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(waiting(Government, first.last(), 2).len(), 1);
    assert_eq!(waiting(Researchers, None, 2).len(), 1);
    let counted = |seconds| read(&store, move |db| notices::count_waiting(db, now.plus_seconds(seconds)));
    assert_eq!(counted(9), [(Government, 3), (Researchers, 1)]);
    assert_eq!(counted(0), [(Government, 1)]);

    let of = |number: u8| NoticeId::from_bytes([number; 16]);
    let (one, two) = (of(1), of(2));
    assert_eq!(write(&store, move |db| notices::tried(db, &one)), Ok(true));
    assert_eq!(write(&store, move |db| notices::told(db, &one, now.plus_seconds(60))), Ok(true));
    assert_eq!(write(&store, move |db| notices::told(db, &one, now.plus_seconds(90))), Ok(true));
    let told = read(&store, move |db| notices::read(db, &one)).unwrap();
    assert_eq!((told.state, told.attempts, told.told_at), (NoticeState::Told, 3, Some(now.plus_seconds(60))));
    let answered = move |notice: NoticeId| {
        move |db: &mut dyn Connection| notices::answered(db, &notice, "signed", now.plus_seconds(120))
    };
    assert_eq!(write(&store, answered(one)), Ok(true));
    assert_eq!(write(&store, answered(one)), Ok(false), "one answer");
    assert_eq!(write(&store, move |db| notices::told(db, &one, now)), Ok(false));
    assert_eq!(write(&store, answered(two)), Ok(true));
    let rows = read(&store, |db| notices::of(db, &id(1)));
    let row = rows.iter().find(|row| row.notice == two).unwrap();
    assert_eq!((row.told_at, row.answer.as_deref()), (Some(now.plus_seconds(120)), Some("signed")));
    assert_eq!(counted(9), [(Government, 1), (Researchers, 1)]);
}

fn an_answer_by_hand_counts_until_a_signed_one(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    use RecipientClass::MessagingHouses;
    let of = |number: u8| NoticeId::from_bytes([number; 16]);
    write(&store, move |db| {
        for number in [1, 2, 3] {
            let asked = now.plus_hours(i64::from(number));
            removals::add(db, &[number; 32], &removal(number, None, asked))?;
            notices::add(db, &notice(number, id(number), MessagingHouses, asked))?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    // Those that are late come first, whatever page they would stand on.
    let listed = |late: i64, skip| {
        let rows = read(&store, move |db| removals::list(db, now.plus_hours(late), skip, 2));
        rows.iter().map(|row| row.removal.as_bytes()[0]).collect::<Vec<_>>()
    };
    assert_eq!((listed(0, 0), listed(0, 2)), (vec![3, 2], vec![1]));
    assert_eq!((listed(1, 0), listed(1, 2)), (vec![1, 3], vec![2]));
    let word = |way, hours| ByHand { way, word_at: now.plus_hours(hours), recorded_at: now.plus_hours(9) };
    let record = |number: u8, word: ByHand| {
        write(&store, move |db| notices::record(db, &NoticeId::from_bytes([number; 16]), &word))
    };
    assert_eq!(record(1, word(NoticeWay::Meeting, 5)), Ok(true));
    assert_eq!(record(1, word(NoticeWay::Letter, 6)), Ok(true), "what was typed wrong is corrected");
    assert_eq!(record(9, word(NoticeWay::Letter, 6)), Ok(false), "there is no such notice");
    let found = |number: u8| read(&store, move |db| notices::read(db, &of(number))).unwrap();
    assert_eq!((found(1).state, found(1).by_hand), (NoticeState::Recorded, Some(word(NoticeWay::Letter, 6))));
    assert_eq!(found(2).by_hand, None);
    assert_eq!(listed(1, 0), [3, 2], "it is late no more");
    assert_eq!(read(&store, move |db| notices::count_waiting(db, now.plus_hours(9))), [(MessagingHouses, 2)]);
    let unsigned = |which| {
        let rows = read(&store, move |db| notices::unsigned(db, which, MessagingHouses, None, 9));
        rows.iter().map(|row| row.notice).collect::<Vec<_>>()
    };
    assert_eq!(unsigned(Unsigned::Waiting), [of(2), of(3)]);
    assert_eq!(unsigned(Unsigned::Recorded), [of(1)]);
    // It can still be told, and tried; what counts more is its signature.
    assert_eq!(write(&store, move |db| notices::tried(db, &of(1))), Ok(true));
    assert_eq!(write(&store, move |db| notices::told(db, &of(1), now)), Ok(true));
    assert_eq!((found(1).state, found(1).told_at), (NoticeState::Recorded, Some(now)));
    assert_eq!(write(&store, move |db| notices::answered(db, &of(1), "signed", now)), Ok(true));
    assert_eq!(found(1).state, NoticeState::Acknowledged);
    assert_eq!(found(1).by_hand, Some(word(NoticeWay::Letter, 6)));
    assert_eq!(record(1, word(NoticeWay::Meeting, 7)), Ok(false));
    assert_eq!(unsigned(Unsigned::Recorded), []);
}

/// Puts a person into every table that can hold one.
fn everywhere(
    db: &mut dyn Connection,
    whose: PersonId,
    other: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    accounts::add(db, &whose, accounts::AccountKind::Staff, 0, 1, now)?;
    people::add_key(db, &whose, 1, b"wrapped")?;
    people::write_sealed(db, &whose, 2, 0, b"sealed")?;
    let tag = TagRow { index_id: 1, tag: vec![1; 32], person: whose, state: 0, created_at: now };
    tags::put(db, &mut [tag])?;
    tags::claim(db, 1, &[1; 32], &whose, now)?;
    let key = [b"job/", whose.as_bytes().as_slice()].concat();
    let job =
        NewJob { key: &key, kind: "k", person: Some(whose), due_at: now, attempts_max: 1, payload: b"" };
    jobs::add(db, &job, now)?;
    let message =
        NewMessage { person: whose, message_id: [1; 16], channel: "letter", due_at: now, body: b"x" };
    outbox::add(db, &message, now)?;
    accounts::give_consent(db, &whose, PurposeId::Outreach, 1, 0, now)?;
    let session = SessionRow {
        session_id: [1; 16],
        person: whose,
        staff: false,
        created_at: now,
        seen_at: now,
        ends_at: now,
        fresh_until: now,
        device: vec![1],
        stands_for: None,
    };
    sessions::add(db, &[1; 32], &session)?;
    let ticket = TicketRow {
        person: whose,
        kind: 1,
        code: vec![],
        tries: 0,
        created_at: now,
        ends_at: now,
        draft: vec![],
    };
    tickets::add(db, &[1; 32], &ticket)?;
    trail::add_reason(db, &[1; 32], &ReasonRow { person: whose, salt: [1; 16], body: vec![1] }, now)?;
    for (number, whose, kind) in [(1, whose, CaseKind::Eligibility), (2, other, CaseKind::Identity)] {
        let case =
            CaseRow { holder: Some(other), ..CaseRow::new(whose, case_rows::case_id(number), kind, "", now) };
        case_rows::open(db, &case)?;
    }
    case_rows::decide(db, 2, CaseState::Granted, whose, now)?;
    let (case, entry) = (case_rows::case_id(1), (1, 7));
    // A chat of theirs, and one that they have as an agent.
    live_chats::add(db, &whose, &case, now)?;
    live_chats::add(db, &other, &case_rows::case_id(2), now)?;
    live_chats::take(db, &other, &case_rows::case_id(2), &whose, now)?;
    live_chats::be_there(db, &whose, now)?;
    case_ties::add_entry(db, &whose, &case, entry, EntryTie::About)?;
    case_ties::add_thread(db, &[1; 32], &Thread { person: whose, case, event: 1 }, now)?;
    let file = AttachmentRow {
        attachment: AttachmentId::from_bytes([1; 16]),
        case,
        event: 1,
        state: AttachmentState::Kept,
        media: Some(MediaKind::Png),
        evidence: true,
        bytes: 1,
        failure: String::new(),
        added_at: now,
    };
    attachments::add(db, &whose, &file, Some(b"sealed"))?;
    for (number, person, helper) in [(1, whose, other), (2, other, whose)] {
        let standing = StandingRow {
            person,
            standing: StandingId::from_bytes([number; 16]),
            helper,
            case,
            kind: Standing::Helper,
            state: StandingState::Active,
            rights: SmallSet::EMPTY,
            asked_at: now,
            begins_at: Some(now),
            ends_at: Some(now),
            ended_at: None,
            asker: vec![1],
        };
        standings::add(db, &standing)?;
    }
    let earlier = EarlierRow {
        value: ValueId::from_bytes([1; 16]),
        field: FieldId::Nik,
        replaced_at: now,
        until: now,
        body: vec![1],
    };
    earlier_values::add(db, &whose, &earlier)?;
    amanah_store::transfers::add(db, &whose, &crate::transfers::ordered(1))?;
    batches::join(db, &whose, &BatchId::from_bytes([1; 16]), now)?;
    batches::join(db, &whose, &BatchId::from_bytes([2; 16]), now)?;
    let (joined, selected) = (EntryState::Joined, EntryState::Selected);
    batches::set_entry(db, &whose, &BatchId::from_bytes([2; 16]), joined, selected, now)?;
    for (holder, granted_by, approved_by) in [(whose, whose, other), (other, whose, whose)] {
        let role = RoleRow {
            person: holder,
            role: Role::Dpo,
            granted_by,
            granted_at: now,
            approved_by: Some(approved_by),
            approved_at: Some(now),
            ends_at: now.plus_hours(1),
            reviewed_at: None,
            ended_at: None,
        };
        staff::add_role(db, &role)?;
    }
    staff::add_relation(db, &whose, &other, b"x", now)?;
    staff::add_relation(db, &other, &whose, b"x", now)?;
    removals::add(db, &[9; 32], &removal(9, Some(whose), now))?;
    for (number, held) in [(1, whose), (2, other)] {
        let hold = HoldRow {
            person: held,
            hold: HoldId::from_bytes([number; 16]),
            ground: "audit".to_owned(),
            decided_by: whose,
            placed_at: now,
            until: now.plus_hours(1),
            lifted_at: None,
            lifted_by: None,
            reason: vec![1],
        };
        holds::place(db, &hold)?;
    }
    holds::lift(db, &other, &HoldId::from_bytes([2; 16]), Some(&whose), now)?;
    Ok(())
}

fn whoever_is_destroyed_is_nowhere(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let (whose, other) = (person(0x00dead01), person(2));
    write(&store, move |db| {
        add_person(db, 2, now)?;
        everywhere(db, whose, other, now)
    })
    .unwrap();
    let found = |whom: PersonId| read(&store, move |db| mentions::find(db, whom.as_bytes()));
    // Every column that is declared to hold a person's id does so now: a new one must be filled above, and
    // removed below.
    let holds_people = |column: &str| {
        ["person_id", "other_id", "granted_by", "approved_by", "decided_by", "lifted_by", "agent"]
            .contains(&column)
    };
    let declared: Vec<(&str, &str)> = schema::TABLES
        .iter()
        .flat_map(|table| table.columns.iter().map(|(column, _)| (table.name, *column)))
        .filter(|(_, column)| holds_people(column))
        .collect();
    let before = found(whose);
    for place in &declared {
        assert!(before.contains(place), "{place:?} holds nobody in this story");
    }
    assert_eq!(read(&store, |db| tags::claims_of_person(db, &person(0x00dead01))), [(1, vec![1; 32])]);
    write(&store, move |db| {
        accounts::begin_removal(db, &whose, 0, now)?;
        people::delete_key(db, &whose)?;
        people::delete_sealed_all(db, &whose)?;
        tags::forget_person(db, &whose)?;
        assert_eq!(jobs::forget_person(db, &whose)?, 1);
        assert_eq!(outbox::forget_person(db, &whose)?, 1);
        assert_eq!(accounts::forget_consents(db, &whose)?, 1);
        assert_eq!(sessions::end_all(db, &whose)?, 1);
        assert_eq!(tickets::forget_person(db, &whose)?, 1);
        assert_eq!(trail::forget_person(db, &whose)?, 1);
        // A kind that has a ground to stay, and then none.
        assert_eq!(case_events::forget_person(db, &whose, None)?, 1);
        assert_eq!(case_ties::forget_person(db, &whose, None)?, 2);
        assert_eq!(attachments::forget_person(db, &whose, true)?, 1);
        assert_eq!(standings::forget_person(db, &whose)?, 2);
        assert_eq!(earlier_values::forget_person(db, &whose, CategorySet::all(), FieldSet::EMPTY)?, 1);
        assert_eq!(amanah_store::transfers::forget_person(db, &whose)?, 1);
        assert_eq!(live_chats::forget_person(db, &whose)?, 1);
        live_chats::forget_agent(db, &whose)?;
        assert_eq!(cases::forget_person(db, &whose, Some(CaseKind::Eligibility))?, 0);
        assert_eq!(cases::forget_person(db, &whose, None)?, 1);
        assert_eq!(cases::forget_staff(db, &whose)?, 1);
        case_events::forget_author(db, &whose)?;
        // A place that was drawn, and then none.
        assert_eq!(batches::forget_person(db, &whose, true)?, 1);
        assert_eq!(batches::forget_person(db, &whose, false)?, 1);
        assert_eq!(staff::forget_person(db, &whose)?, 1);
        assert_eq!(staff::forget_relations(db, &whose)?, 2);
        assert_eq!(holds::forget_person(db, &whose)?, 1);
        assert_eq!(holds::forget_decider(db, &whose)?, 1);
        assert_eq!(removals::forget_person(db, &whose)?, 1);
        assert!(accounts::forget_person(db, &whose)?);
        Ok::<_, StoreError>(())
    })
    .unwrap();
    assert_eq!(found(whose), []);
    assert!(!found(other).is_empty(), "others stay");
    let role = read(&store, move |db| staff::roles_of(db, &other)).pop().unwrap();
    assert_eq!((role.granted_by, role.approved_by), (staff::NOBODY, Some(staff::NOBODY)));
    assert!(role.in_force(now), "what was granted by somebody who is gone holds on");
}
