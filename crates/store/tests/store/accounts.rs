//! Accounts: strangers who become somebody or go, facts, consents with their history, counts.

use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_domain::{AgeGroup, PersonState, PurposeId, PurposeSet};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::{StoreError, key_epochs, people};

use crate::bench::{Bench, add_person, count_people, person, read, write};

stories!(
    a_stranger_becomes_a_participant,
    facts_change_one_by_one,
    consents_given_at_once_all_count,
    a_withdrawn_consent_keeps_its_history,
    strangers_go_and_others_stay,
    people_are_counted_by_what_is_known,
);

fn a_stranger_becomes_a_participant(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let later = now.plus_seconds(60);
    write(&store, move |db| accounts::add(db, &person(1), AccountKind::Stranger, 1, 0, now)).unwrap();
    let twice = write(&store, move |db| accounts::add(db, &person(1), AccountKind::Staff, 0, 0, now));
    assert!(matches!(twice, Err(StoreError::Unique { .. })), "{twice:?}");
    assert_eq!(read(&store, count_people), 0);
    assert!(!read(&store, accounts::any_staff));

    write(&store, move |db| accounts::set_kind(db, &person(1), AccountKind::Participant, 3, later)).unwrap();
    let account = read(&store, |db| accounts::read(db, &person(1))).unwrap();
    assert_eq!((account.kind, account.language, account.policy_version), (AccountKind::Participant, 1, 3));
    assert_eq!((account.created_at, account.changed_at), (now, later));
    assert_eq!((account.state, account.age), (PersonState::Active, AgeGroup::Unknown));
    assert_eq!((account.consents, account.objections), (PurposeSet::EMPTY, PurposeSet::EMPTY));
    assert_eq!(read(&store, count_people), 1);
    assert_eq!(read(&store, |db| accounts::read(db, &person(2))), None);

    write(&store, move |db| accounts::add(db, &person(2), AccountKind::Staff, 0, 1, now)).unwrap();
    assert!(read(&store, accounts::any_staff));
}

fn facts_change_one_by_one(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let later = now.plus_seconds(1);
    write(&store, move |db| {
        add_person(db, 1, now)?;
        add_person(db, 2, now)?;
        accounts::set_language(db, &person(1), 1)?;
        accounts::set_province(db, &person(1), 32)
    })
    .unwrap();
    // Neither changes what a decision rests on.
    assert_eq!(read(&store, |db| accounts::read(db, &person(1))).unwrap().changed_at, now);
    write(&store, move |db| {
        accounts::set_identity(db, &person(1), IdentityState::Verified, later)?;
        accounts::set_eligibility(db, &person(1), EligibilityState::Review, later)?;
        accounts::set_age(db, &person(1), AgeGroup::Adult, later)
    })
    .unwrap();
    let account = read(&store, |db| accounts::read(db, &person(1))).unwrap();
    assert_eq!((account.language, account.province, account.age), (1, 32, AgeGroup::Adult));
    let province = |n| read(&store, move |db| accounts::province(db, &person(n)));
    assert_eq!((province(1), province(2), province(3)), (32, 0, 0));
    assert_eq!((account.identity, account.eligibility), (IdentityState::Verified, EligibilityState::Review));
    assert_eq!(account.changed_at, later);
    let other = read(&store, |db| accounts::read(db, &person(2))).unwrap();
    assert_eq!((other.identity, other.changed_at), (IdentityState::None, now));
}

fn consents_given_at_once_all_count(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| add_person(db, 1, now)).unwrap();
    let purposes = &PurposeId::ALL[..16];
    std::thread::scope(|scope| {
        for purpose in purposes {
            let store = &store;
            scope.spawn(move || {
                write(store, move |db| accounts::give_consent(db, &person(1), *purpose, 1, 0, now)).unwrap();
            });
        }
    });
    let account = read(&store, |db| accounts::read(db, &person(1))).unwrap();
    assert_eq!(account.consents, PurposeSet::of(purposes));
    assert_eq!(read(&store, |db| accounts::list_consents(db, &person(1))).len(), purposes.len());
    let nobody =
        write(&store, move |db| accounts::give_consent(db, &person(9), PurposeId::Outreach, 1, 0, now));
    assert!(matches!(nobody, Err(StoreError::NoRow { .. })), "{nobody:?}");
    assert_eq!(read(&store, |db| accounts::list_consents(db, &person(9))), []);
}

fn a_withdrawn_consent_keeps_its_history(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let (second, third) = (now.plus_seconds(10), now.plus_seconds(20));
    let highest = PurposeId::OutreachOthers;
    write(&store, move |db| {
        add_person(db, 1, now)?;
        accounts::give_consent(db, &person(1), PurposeId::Outreach, 1, 4, now)?;
        accounts::give_consent(db, &person(1), highest, 1, 4, now)?;
        accounts::withdraw_consent(db, &person(1), PurposeId::Outreach, second)
    })
    .unwrap();
    let account = read(&store, |db| accounts::read(db, &person(1))).unwrap();
    assert_eq!((account.consents, account.changed_at), (PurposeSet::of(&[highest]), second));
    write(&store, move |db| {
        accounts::give_consent(db, &person(1), PurposeId::Outreach, 2, 4, third)?;
        // Somebody presses twice: still one line.
        accounts::give_consent(db, &person(1), PurposeId::Outreach, 2, 4, third)
    })
    .unwrap();
    let history = read(&store, |db| accounts::list_consents(db, &person(1)));
    let told = history.iter().map(|row| (row.purpose, row.given_at, row.policy_version, row.withdrawn_at));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (PurposeId::Outreach, now, 1, Some(second)),
            (highest, now, 1, None),
            (PurposeId::Outreach, third, 2, None)
        ]
    );
    let account = read(&store, |db| accounts::read(db, &person(1))).unwrap();
    assert_eq!(account.consents, PurposeSet::of(&[PurposeId::Outreach, highest]));
    let nobody =
        write(&store, move |db| accounts::withdraw_consent(db, &person(9), PurposeId::Outreach, third));
    assert!(matches!(nobody, Err(StoreError::NoRow { .. })), "{nobody:?}");
}

fn strangers_go_and_others_stay(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let fresh = now.plus_seconds(3_600);
    write(&store, move |db| {
        key_epochs::open(db, 1, now)?;
        for (number, kind, made) in [
            (1, AccountKind::Stranger, now),
            (2, AccountKind::Stranger, now),
            (3, AccountKind::Stranger, fresh),
            (4, AccountKind::Participant, now),
            (5, AccountKind::Stranger, now),
        ] {
            accounts::add(db, &person(number), kind, 0, 0, made)?;
            people::add_key(db, &person(number), 1, b"wrapped")?;
            people::write_sealed(db, &person(number), 1, 0, b"sealed")?;
        }
        // Waits for an answer; somebody who registered does not.
        accounts::keep_stranger(db, &person(5), fresh)?;
        accounts::keep_stranger(db, &person(4), fresh)?;
        // One by one: keys and rows go with the account, and only for a stranger.
        accounts::remove_stranger(db, &person(1))?;
        accounts::remove_stranger(db, &person(4))
    })
    .unwrap();
    assert_eq!(write(&store, move |db| accounts::remove_strangers(db, fresh)), Ok(1));
    for (number, stays) in [(1, false), (2, false), (3, true), (4, true), (5, true)] {
        let found = read(&store, move |db| {
            Ok((
                accounts::read(db, &person(number))?.is_some(),
                people::read_key(db, &person(number))?.is_some(),
                !people::read_sealed_all(db, &person(number))?.is_empty(),
            ))
        });
        assert_eq!(found, (stays, stays, stays), "{number}");
    }
    assert_eq!(read(&store, |db| accounts::read(db, &person(4))).map(|a| a.created_at), Some(now));
}

fn people_are_counted_by_what_is_known(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for number in 0..6 {
            let made = now.plus_seconds(i64::from(number) * 60);
            accounts::add(db, &person(number), AccountKind::Participant, 0, 1, made)?;
            accounts::set_province(db, &person(number), if number < 4 { 31 } else { 0 })?;
        }
        accounts::set_identity(db, &person(0), IdentityState::Verified, now)?;
        accounts::set_eligibility(db, &person(0), EligibilityState::Eligible, now)?;
        accounts::add(db, &person(9), AccountKind::Staff, 0, 1, now)
    })
    .unwrap();
    let mut states = read(&store, accounts::count_states);
    states.sort_unstable();
    assert_eq!(
        states,
        [
            (IdentityState::None, EligibilityState::Open, 5),
            (IdentityState::Verified, EligibilityState::Eligible, 1)
        ]
    );
    assert_eq!(read(&store, accounts::count_provinces), [(0, 2), (31, 4)]);
    // The first moment counts, the last does not.
    let span = move |db: &mut dyn amanah_store::Connection| {
        accounts::count_since(db, now.plus_seconds(60), now.plus_seconds(180))
    };
    assert_eq!(read(&store, span), 2);
}
