//! NIK, family card, birth date; the civil registry.

use amanah_actions::Session;
use amanah_actions::letters::LetterKind;
use amanah_actions::person::save_identity::{IdentityInput, IdentitySaved};
use amanah_domain::AgeGroup;
use amanah_domain::PersonId;
use amanah_domain::cases::CaseKind;
use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_store::accounts::{self, Account};
use amanah_store::{cases, tags};
use amanah_testkit::TestOffice;
use amanah_testkit::registry::Mode;
use amanah_vault::IndexId;

use crate::on_both;
use crate::people::{eligible, refused};

pub(crate) async fn account(test: &TestOffice, person: PersonId) -> Account {
    test.office.store.read(move |db| accounts::read(db, &person)).await.unwrap().unwrap()
}

async fn identity(test: &TestOffice, session: &Session) -> IdentityState {
    account(test, session.person).await.identity
}

async fn a_claim_is_verified_by_the_registry(test: &mut TestOffice) {
    let person = &eligible(1)[0];
    let session = test.enrol(person).await;
    assert_eq!(identity(test, &session).await, IdentityState::Claimed);
    assert_eq!(account(test, session.person).await.age, AgeGroup::Adult);
    test.run_jobs().await;
    assert_eq!(identity(test, &session).await, IdentityState::Verified);
    assert_eq!(account(test, session.person).await.eligibility, EligibilityState::Eligible);
    assert!(matches!(
        test.newest_letter(person.email.as_str()).await,
        LetterKind::IdentityResult { matched: true }
    ));
    // The same again: still verified, and nobody is asked.
    let asked = test.registry.calls();
    let saved = test.office.save_identity(&session, &test.identity_of(person)).await.unwrap();
    assert_eq!(saved, IdentitySaved::StillVerified);
    test.run_jobs().await;
    assert_eq!(test.registry.calls(), asked);
}

async fn a_birth_date_that_differs_is_asked_about_and_never_rejected(test: &mut TestOffice) {
    let person = &eligible(1)[0];
    let session = test.register(person.name.as_str(), person.email.as_str()).await;
    let born = person.birth_date.date();
    let other = IdentityInput {
        birth_year: format!("{:04}", born.year() - 1),
        confirmed_birth_date: false,
        ..test.identity_of(person)
    };
    let saved = test.office.save_identity(&session, &other).await.unwrap();
    assert_eq!(saved, IdentitySaved::AskBirthDate);
    assert_eq!(identity(test, &session).await, IdentityState::None, "nothing is stored before the answer");
    let in_nik = test.office.birth_date_in_nik(&other.nik).unwrap();
    assert_eq!((in_nik.0 as i8, in_nik.1 as i8), (born.day(), born.month()));
    let confirmed = IdentityInput { confirmed_birth_date: true, ..other };
    let saved = test.office.save_identity(&session, &confirmed).await.unwrap();
    assert_eq!(saved, IdentitySaved::Claimed);
}

async fn every_field_is_checked_at_once(test: &mut TestOffice) {
    let session = test.register("Siti Aminah", "siti@surat.example").await;
    let bad = IdentityInput {
        nik: "9901014105900001".to_owned(),
        kk: "12".to_owned(),
        birth_day: "31".to_owned(),
        birth_month: "2".to_owned(),
        birth_year: "1990".to_owned(),
        gender: "tree".to_owned(),
        confirmed_birth_date: false,
    };
    assert_eq!(
        refused(test.office.save_identity(&session, &bad).await),
        [
            ("nik", "nik-province"),
            ("kk", "kk-length"),
            ("birth-date", "birth-date-invalid"),
            ("gender", "gender-unknown")
        ]
    );
    let number = "3174014105900001".to_owned();
    let twice = IdentityInput {
        nik: number.clone(),
        kk: number,
        birth_day: "1".to_owned(),
        birth_month: "5".to_owned(),
        gender: String::new(),
        ..bad
    };
    // 41 for a woman's first: the same digits are no family card.
    assert_eq!(refused(test.office.save_identity(&session, &twice).await), [("kk", "kk-date")]);
}

async fn of_two_who_claim_one_nik_at_the_same_instant_one_wins(test: &mut TestOffice) {
    let people = eligible(2);
    let first = test.register(people[0].name.as_str(), people[0].email.as_str()).await;
    let second = test.register(people[1].name.as_str(), people[1].email.as_str()).await;
    let input = test.identity_of(&people[0]);
    test.secret(&input.nik);
    let (a, b) =
        tokio::join!(test.office.save_identity(&first, &input), test.office.save_identity(&second, &input));
    let mut saved = [a.unwrap(), b.unwrap()];
    let loser = if saved[0] == IdentitySaved::Contested { first.person } else { second.person };
    saved.sort_by_key(|s| *s == IdentitySaved::Contested);
    assert_eq!(saved, [IdentitySaved::Claimed, IdentitySaved::Contested]);
    let open = test.office.store.read(move |db| cases::of_person(db, &loser)).await.unwrap();
    assert_eq!((open.len(), open[0].kind), (1, CaseKind::Identity));

    // Saying it again opens no second case; going on is possible; the registry is not asked for them.
    let session = if loser == first.person { &first } else { &second };
    assert_eq!(test.office.save_identity(session, &input).await.unwrap(), IdentitySaved::Contested);
    let open = test.office.store.read(move |db| cases::of_person(db, &loser)).await.unwrap();
    assert_eq!(open.len(), 1);
    test.run_jobs().await;
    assert_eq!(account(test, loser).await.identity, IdentityState::Contested);
    assert_eq!(test.registry.calls(), 1, "the winner's question alone");
}

async fn a_changed_nik_is_free_for_its_owner(test: &mut TestOffice) {
    let people = eligible(2);
    let wrong = test.register(people[0].name.as_str(), people[0].email.as_str()).await;
    // Typed somebody else's number by mistake.
    test.office.save_identity(&wrong, &test.identity_of(&people[1])).await.unwrap();
    test.office.save_identity(&wrong, &test.identity_of(&people[0])).await.unwrap();
    let person = wrong.person;
    let own = test.office.store.read(move |db| tags::of_person(db, &person)).await.unwrap();
    let niks = own.iter().filter(|t| t.index_id == IndexId::Nik.code()).count();
    assert_eq!(niks, 1);
    let owner = test.enrol(&people[1]).await;
    assert_eq!(identity(test, &owner).await, IdentityState::Claimed);
}

async fn when_the_registry_is_away_people_go_on_and_the_check_waits(test: &mut TestOffice) {
    let person = &eligible(1)[0];
    test.registry.set_mode(Mode::Down);
    let session = test.enrol(person).await;
    test.run_jobs().await;
    assert_eq!(identity(test, &session).await, IdentityState::Claimed);
    assert_eq!(account(test, session.person).await.eligibility, EligibilityState::Eligible);
    test.registry.set_mode(Mode::Garbage);
    for _ in 0..6 {
        test.advance_hours(7);
        test.run_jobs().await;
        assert_eq!(identity(test, &session).await, IdentityState::Claimed);
    }
    test.registry.set_mode(Mode::Up);
    test.advance_hours(7);
    test.run_jobs().await;
    assert_eq!(identity(test, &session).await, IdentityState::Verified);
    assert_eq!(test.registry.answered(), 1);
}

async fn what_the_registry_contradicts_is_told_and_can_be_mended(test: &mut TestOffice) {
    let person = &eligible(1)[0];
    test.registry.put(person.nik.as_str(), person.kk.as_str(), "Nama Lain", "1980-01-01");
    let session = test.enrol_unknown(person).await;
    test.run_jobs().await;
    assert_eq!(identity(test, &session).await, IdentityState::Mismatch);
    assert_eq!(account(test, session.person).await.eligibility, EligibilityState::NotEligible);
    assert!(matches!(
        test.newest_letter(person.email.as_str()).await,
        LetterKind::IdentityResult { matched: false }
    ));
    test.registry.add(person);
    test.office.save_identity(&session, &test.identity_of(person)).await.unwrap();
    test.run_jobs().await;
    assert_eq!(identity(test, &session).await, IdentityState::Verified);
}

on_both! {
    a_claim_is_verified_by_the_registry
    a_birth_date_that_differs_is_asked_about_and_never_rejected
    every_field_is_checked_at_once
    of_two_who_claim_one_nik_at_the_same_instant_one_wins
    a_changed_nik_is_free_for_its_owner
    when_the_registry_is_away_people_go_on_and_the_check_waits
    what_the_registry_contradicts_is_told_and_can_be_mended
}
