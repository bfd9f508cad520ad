//! What stands in an account because of a right.

use amanah_domain::states::Channel;
use amanah_domain::{FieldId, FieldSet, PurposeId, PurposeSet};
use amanah_store::outbox::{self, NewMessage, State};
use amanah_store::{account_rights, accounts, outbox_purpose};

use crate::bench::{Bench, add_person, person, read, write};

stories!(rights_change_what_decisions_rest_on, what_waits_for_a_withdrawn_purpose_stays);

fn rights_change_what_decisions_rest_on(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let later = now.plus_seconds(9);
    let purposes = |all: &[PurposeId]| PurposeSet::of(all);
    write(&store, move |db| {
        add_person(db, 1, now)?;
        add_person(db, 2, now)
    })
    .unwrap();
    let changed = write(&store, move |db| {
        let first = account_rights::restrict(db, &person(1), true, later)?;
        let again = account_rights::restrict(db, &person(1), true, later)?;
        account_rights::object(db, &person(1), purposes(&[PurposeId::Research]), later)?;
        account_rights::object(db, &person(1), purposes(&[PurposeId::Benefits, PurposeId::Events]), later)?;
        account_rights::end_objection(db, &person(1), purposes(&[PurposeId::Events]), later)?;
        account_rights::dispute(db, &person(1), FieldSet::of(&[FieldId::Nik, FieldId::Name]), later)?;
        account_rights::end_dispute(db, &person(1), FieldSet::of(&[FieldId::Name]), later)?;
        account_rights::set_letter_channel(db, &person(1), Some(Channel::WhatsApp))?;
        Ok((first, again))
    })
    .unwrap();
    assert_eq!(changed, (true, false));
    let account = read(&store, |db| accounts::read(db, &person(1))).unwrap();
    assert!(account.restricted);
    assert_eq!(account.objections, purposes(&[PurposeId::Benefits, PurposeId::Research]));
    assert_eq!(account.disputed, FieldSet::of(&[FieldId::Nik]));
    assert_eq!(account.changed_at, later);
    assert_eq!(read(&store, |db| account_rights::letter_channel(db, &person(1))), Some(Channel::WhatsApp));
    let other = read(&store, |db| accounts::read(db, &person(2))).unwrap();
    assert!(!other.restricted && other.objections == PurposeSet::EMPTY && other.disputed == FieldSet::EMPTY);
    assert_eq!(read(&store, |db| account_rights::letter_channel(db, &person(2))), None);

    let lifted = write(&store, move |db| {
        account_rights::set_letter_channel(db, &person(1), None)?;
        account_rights::restrict(db, &person(1), false, later)
    });
    assert!(lifted.unwrap());
    assert_eq!(read(&store, |db| account_rights::letter_channel(db, &person(1))), None);
    assert_eq!(read(&store, |db| account_rights::letter_channel(db, &person(9))), None);
}

fn what_waits_for_a_withdrawn_purpose_stays(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let lost = now.plus_seconds(300);
    let purposes = [None, Some(PurposeId::Outreach), Some(PurposeId::Events), Some(PurposeId::Outreach)];
    write(&store, move |db| {
        add_person(db, 1, now)?;
        for (id, purpose) in (1..).zip(purposes) {
            let message_id = [id; 16];
            let due_at = now.plus_seconds(i64::from(id));
            let message = NewMessage { person: person(1), message_id, channel: "letter", due_at, body: b"x" };
            outbox::add(db, &message, now)?;
            if let Some(purpose) = purpose {
                outbox_purpose::set(db, &person(1), &message_id, purpose)?;
            }
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(read(&store, |db| outbox_purpose::read(db, &person(1), &[1; 16])), None);
    assert_eq!(read(&store, |db| outbox_purpose::read(db, &person(1), &[3; 16])), Some(PurposeId::Events));
    // The second is under way already: whoever hands it over asks.
    let at = now.plus_seconds(2);
    let taken = write(&store, move |db| outbox::take(db, "letter", &[7; 16], at, lost, 9)).unwrap();
    assert_eq!(taken.len(), 2);
    let dropped =
        write(&store, move |db| outbox_purpose::drop_waiting(db, &person(1), PurposeId::Outreach)).unwrap();
    assert_eq!(dropped, 1);
    let states = [State::HandingOver, State::HandingOver, State::Queued, State::Failed];
    for (id, state) in (1_u8..).zip(states) {
        let status = read(&store, move |db| outbox::read(db, &person(1), &[id; 16])).unwrap();
        assert_eq!(status.state, state, "{id}");
        assert_eq!(status.failure.as_deref(), (id == 4).then_some("withdrawn"), "{id}");
    }
}
