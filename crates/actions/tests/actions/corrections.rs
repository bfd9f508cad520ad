//! A value that is wrong: changed at once, or with evidence; disputed until it is decided; whoever had received
//! it is told (Law 27/2022, articles 6 and 30; clause 7.3).

use amanah_actions::Session;
use amanah_actions::person::correct::{CorrectionInput, needs_evidence};
use amanah_actions::person::save_livelihood::LivelihoodInput;
use amanah_actions::person::view_data::OWN_FIELDS;
use amanah_actions::staff::decide_case::Decision;
use amanah_actions::staff::open_case::OpenedCase;
use amanah_domain::cases::{CaseEvent, CaseState};
use amanah_domain::rights::RefusalGround;
use amanah_domain::states::{EligibilityState, IdentityState, NoticeState};
use amanah_domain::values::{Nik, Occupation, PersonName};
use amanah_domain::{CaseId, Category, ClockRun, FieldId, FieldSet, Role};
use amanah_store::case_events;
use amanah_testkit::{SyntheticPerson, TestOffice};

use crate::correction_helpers::{card, case_row, files_of, name_input, nik_input};
use crate::identity::account;
use crate::on_both;
use crate::people::{eligible, refused, state_key};
use crate::removal_helpers::{categories, fields};
use crate::staff_helpers::{REVIEWER, staff};

/// Somebody whom the registry has confirmed, and who should have another's number: the registry knows both.
async fn confirmed(test: &TestOffice) -> (Session, SyntheticPerson, SyntheticPerson) {
    let [person, other] = <[SyntheticPerson; 2]>::try_from(eligible(2)).unwrap();
    let session = test.enrol(&person).await;
    test.run_jobs().await;
    assert_eq!(account(test, session.person).await.identity, IdentityState::Verified);
    let born = person.birth_date.date().to_string();
    test.registry.put(other.nik.as_str(), person.kk.as_str(), person.name.as_str(), &born);
    test.secret(other.nik.as_str());
    (session, person, other)
}

async fn decide(test: &TestOffice, case: CaseId, granted: bool) -> Session {
    let reviewer = staff(test, &[Role::Reviewer]).await;
    let decision = Decision { granted, reason: "The card shows it".to_owned() };
    let ground = (!granted).then_some(RefusalGround::NotShown);
    test.office.decide_case_on(&reviewer, case, decision, ground).await.unwrap();
    reviewer
}

async fn a_confirmed_value_is_corrected_with_evidence(test: &mut TestOffice) {
    let (session, person, other) = confirmed(test).await;
    let office = &test.office;
    let case =
        office.ask_correction(&session, FieldId::Nik, &nik_input(other.nik.as_str()), vec![card()]).await;
    let case = case.unwrap();
    test.run_jobs().await;

    // Disputed from that moment, and nothing automatic rests on it.
    let nik = FieldSet::of(&[FieldId::Nik]);
    let now = account(test, session.person).await;
    assert_eq!((now.disputed, now.eligibility), (nik, EligibilityState::Review));
    let row = case_row(test, case).await;
    assert_eq!((row.state, row.fields), (CaseState::Open, nik));
    assert_eq!(row.clock.due_at(), Some(row.opened_at.plus_hours(72)));

    // The officer sees what it is, what is wanted, and the evidence; each is a look.
    let reviewer = staff(test, &[Role::Reviewer]).await;
    let opened = office.open_case(&reviewer, REVIEWER.0, REVIEWER.1, case).await.unwrap();
    let OpenedCase::Review(looked) = &opened.opened else { panic!("another purpose") };
    assert_eq!(looked.open::<Nik>().unwrap().unwrap().expose().as_str(), person.nik.as_str());
    let wanted = looked.open_alone::<Nik>(opened.wanted.as_deref().unwrap()).unwrap().unwrap();
    assert_eq!(wanted.expose().as_str(), other.nik.as_str());
    drop(wanted);
    drop(opened);
    let [evidence] = &files_of(test, &session, case).await[..] else { panic!("one file") };
    let (role, purpose) = REVIEWER;
    let taken = office.open_case_file(&reviewer, role, purpose, case, evidence.attachment).await.unwrap();
    assert_eq!((taken.name.as_str(), taken.content == card().content), ("ktp.png", true));

    decide(test, case, true).await;
    test.run_jobs().await;
    let now = account(test, session.person).await;
    assert_eq!((now.disputed, now.identity), (FieldSet::EMPTY, IdentityState::Verified));
    assert_eq!(now.eligibility, EligibilityState::Eligible, "the rules were asked again");
    let looked = office.view_own(&session, OWN_FIELDS).await.unwrap();
    assert_eq!(looked.open::<Nik>().unwrap().unwrap().expose().as_str(), other.nik.as_str());
    let earlier = office.earlier_values(&session).await.unwrap();
    let [before] = &earlier[..] else { panic!("{} earlier values", earlier.len()) };
    assert_eq!(before.field(), FieldId::Nik);
    assert_eq!(before.open::<Nik>(&looked).unwrap().unwrap().expose().as_str(), person.nik.as_str());
    drop(looked);

    // The registry had received the wrong one: it was told, and has acknowledged.
    let corrections = office.list_corrections(&session).await.unwrap();
    let [one] = &corrections[..] else { panic!("one correction") };
    assert_eq!((one.state, one.field, one.told.len()), (CaseState::Granted, FieldId::Nik, 1));
    assert_eq!(one.told[0].state, NoticeState::Acknowledged);
    assert_eq!(test.registry.told(), ["correction nik"]);
    assert_eq!(case_row(test, case).await.wanted, None);
    // The old number is free for whoever has it.
    let owner = test.register(other.name.as_str(), other.email.as_str()).await;
    let saved = office.save_identity(&owner, &test.identity_of(&person)).await.unwrap();
    assert_eq!(saved, amanah_actions::person::save_identity::IdentitySaved::Claimed);
}

async fn the_clock_begins_with_the_evidence(test: &mut TestOffice) {
    let (session, person, _) = confirmed(test).await;
    let office = &test.office;
    let wanted = name_input("Nama Yang Benar");
    let case = office.ask_correction(&session, FieldId::Name, &wanted, Vec::new()).await.unwrap();
    let row = case_row(test, case).await;
    assert_eq!(row.state, CaseState::Waiting);
    assert!(matches!(row.clock.run, ClockRun::Standing { .. }), "72 hours of sufficient information");
    assert!(account(test, session.person).await.disputed.contains(FieldId::Name));
    // One at a time about one value; the pages that change at once say so too.
    let again = office.ask_correction(&session, FieldId::Name, &wanted, Vec::new()).await;
    assert_eq!(state_key(again), "correction-open");
    assert_eq!(refused(office.save_name(&session, "Lain Lagi").await), [("name", "needs-evidence")]);

    test.advance_hours(30);
    let sent = office.now();
    office.attach(&session, case, vec![card()]).await.unwrap();
    let row = case_row(test, case).await;
    assert_eq!((row.state, row.clock.due_at()), (CaseState::Open, Some(sent.plus_hours(72))));
    let person_id = session.person;
    let events = office.store.read(move |db| case_events::list(db, &person_id, &case, 0, 99)).await.unwrap();
    let kinds: Vec<_> = events.iter().map(|row| row.event.kind).collect();
    assert_eq!(kinds, [CaseEvent::Opened, CaseEvent::Attached, CaseEvent::Resumed]);
    assert_eq!(files_of(test, &session, case).await[0].event, 2);

    // Refused: no longer disputed, and everything stands as it was.
    decide(test, case, false).await;
    test.run_jobs().await;
    let now = account(test, session.person).await;
    assert_eq!((now.disputed, now.identity), (FieldSet::EMPTY, IdentityState::Verified));
    assert_eq!(case_row(test, case).await.ground, Some(RefusalGround::NotShown));
    let looked = office.view_own(&session, OWN_FIELDS).await.unwrap();
    assert_eq!(looked.open::<PersonName>().unwrap().unwrap().expose().as_str(), person.name.as_str());
    assert!(test.registry.told().is_empty());
}

async fn the_registry_is_asked_once_nothing_is_disputed_any_more(test: &mut TestOffice) {
    let (session, person, other) = confirmed(test).await;
    let office = &test.office;
    let born = person.birth_date.date().to_string();
    let name = "Nama Yang Benar";
    test.registry.put(person.nik.as_str(), person.kk.as_str(), name, &born);
    let nik = nik_input(other.nik.as_str());
    let about_nik = office.ask_correction(&session, FieldId::Nik, &nik, vec![card()]).await.unwrap();
    let wanted = name_input(name);
    let about_name = office.ask_correction(&session, FieldId::Name, &wanted, vec![card()]).await.unwrap();
    decide(test, about_name, true).await;
    test.run_jobs().await;
    let now = account(test, session.person).await;
    assert_eq!(now.disputed, FieldSet::EMPTY.with(FieldId::Nik));
    assert_eq!(now.identity, IdentityState::Claimed, "the question waits for the number");
    assert_eq!(now.eligibility, EligibilityState::Review);
    // Settled, and asked at once.
    decide(test, about_nik, false).await;
    test.run_jobs().await;
    let now = account(test, session.person).await;
    assert_eq!((now.identity, now.eligibility), (IdentityState::Verified, EligibilityState::Eligible));
}

async fn the_registry_is_asked_at_once_when_a_correction_is_taken_back(test: &mut TestOffice) {
    let (session, person, other) = confirmed(test).await;
    let office = &test.office;
    let (name, born) = ("Nama Yang Benar", person.birth_date.date().to_string());
    test.registry.put(person.nik.as_str(), person.kk.as_str(), name, &born);
    let nik = nik_input(other.nik.as_str());
    let about_nik = office.ask_correction(&session, FieldId::Nik, &nik, vec![card()]).await.unwrap();
    let about_name =
        office.ask_correction(&session, FieldId::Name, &name_input(name), vec![card()]).await.unwrap();
    decide(test, about_name, true).await;
    test.run_jobs().await;
    assert_eq!(account(test, session.person).await.identity, IdentityState::Claimed);
    office.withdraw_case(&session, about_nik).await.unwrap();
    test.run_jobs().await;
    let now = account(test, session.person).await;
    assert_eq!((now.disputed, now.identity), (FieldSet::EMPTY, IdentityState::Verified));
}

async fn one_rule_says_what_needs_evidence(test: &mut TestOffice) {
    let [person, other] = <[SyntheticPerson; 2]>::try_from(eligible(2)).unwrap();
    let office = &test.office;
    let session = test.enrol(&person).await;
    // Before the registry has answered everything is simply changed.
    office.save_name(&session, "Nama Lain").await.unwrap();
    office.save_name(&session, person.name.as_str()).await.unwrap();
    let early = office.ask_correction(&session, FieldId::Name, &name_input("Nama Lain"), vec![card()]).await;
    assert_eq!(state_key(early), "correct-at-once");
    test.run_jobs().await;
    assert!(needs_evidence(FieldId::Nik, account(test, session.person).await.identity));
    let changed = office.save_identity(&session, &test.identity_of(&other)).await;
    let wrong = refused(changed);
    assert!(wrong.contains(&("nik", "needs-evidence")), "{wrong:?}");
    // What is not among the three stays with the person.
    let kk = amanah_actions::person::save_identity::IdentityInput {
        kk: other.kk.as_str().to_owned(),
        ..test.identity_of(&person)
    };
    office.save_identity(&session, &kk).await.unwrap();
    for (field, input, why) in [
        (FieldId::Name, name_input(person.name.as_str()), ("name", "same-value")),
        (FieldId::Name, name_input(""), ("name", "name-empty")),
        (FieldId::Nik, nik_input("12"), ("nik", "nik-length")),
        (FieldId::BirthDate, CorrectionInput::default(), ("birth-date", "birth-date-empty")),
    ] {
        let done = office.ask_correction(&session, field, &input, Vec::new()).await;
        assert_eq!(refused(done), [why]);
    }
    let none = CorrectionInput::default();
    let done = office.ask_correction(&session, FieldId::Address, &none, Vec::new()).await;
    assert_eq!(state_key(done), "correct-at-once");
    assert_eq!(account(test, session.person).await.disputed, FieldSet::EMPTY);
}

async fn a_number_that_somebody_holds_is_not_given_twice(test: &mut TestOffice) {
    let (session, _, other) = confirmed(test).await;
    let holder = test.register(other.name.as_str(), other.email.as_str()).await;
    test.office.save_identity(&holder, &test.identity_of(&other)).await.unwrap();
    let wanted = nik_input(other.nik.as_str());
    let asked = test.office.ask_correction(&session, FieldId::Nik, &wanted, vec![card()]).await;
    let case = asked.unwrap();
    let reviewer = staff(test, &[Role::Reviewer]).await;
    let granted = Decision { granted: true, reason: "The card shows it".to_owned() };
    let done = test.office.decide_case(&reviewer, case, granted).await;
    assert_eq!(state_key(done), "correction-nik-taken");
    // Nothing of it happened, and it can still be refused.
    assert_eq!(case_row(test, case).await.state, CaseState::Open);
    decide(test, case, false).await;
    assert_eq!(account(test, session.person).await.identity, IdentityState::Verified);
}

async fn what_was_replaced_is_kept_for_its_time_and_goes_with_its_category(test: &mut TestOffice) {
    let person = &eligible(1)[0];
    let session = test.enrol(person).await;
    let office = &test.office;
    let others = Occupation::ALL.iter().filter(|one| **one != person.occupation).take(2);
    let others: Vec<&str> = others.map(|one| one.name()).collect();
    // Saving a form again replaces nothing, nor does the education that stayed as it was.
    for (occupation, replaced) in [(others[0], 1), (others[1], 2), (others[1], 2)] {
        let work = LivelihoodInput {
            occupation: occupation.to_owned(),
            education: person.education.level.name().to_owned(),
            enrolled: if person.education.in_formal_education { "yes" } else { "no" }.to_owned(),
        };
        office.save_livelihood(&session, &work).await.unwrap();
        assert_eq!(office.earlier_values(&session).await.unwrap().len(), replaced);
    }
    let kept = office.earlier_values(&session).await.unwrap();
    assert_eq!(kept[0].until.since(kept[0].replaced_at), 90 * 86_400_000);
    office.save_name(&session, "Nama Lain").await.unwrap();

    // What the person takes out takes what stood there before with it.
    office.remove_own(&session, categories(&[Category::Livelihood])).await.unwrap();
    let left = office.earlier_values(&session).await.unwrap();
    assert_eq!(left.iter().map(|row| row.field()).collect::<Vec<_>>(), [FieldId::Name]);
    test.run_jobs().await;
    test.advance_hours(24 * 89);
    crate::retention::run(test).await;
    assert_eq!(office.earlier_values(&session).await.unwrap().len(), 1);
    test.advance_hours(24 * 2);
    crate::retention::run(test).await;
    assert!(office.earlier_values(&session).await.unwrap().is_empty(), "its time is over");
}

async fn somebody_erases_the_value_while_it_is_corrected(test: &mut TestOffice) {
    let (session, _, other) = confirmed(test).await;
    let office = &test.office;
    let wanted = nik_input(other.nik.as_str());
    let case = office.ask_correction(&session, FieldId::Nik, &wanted, vec![card()]).await.unwrap();
    office.remove_own(&session, fields(&[FieldId::Nik])).await.unwrap();
    let row = case_row(test, case).await;
    assert_eq!((row.state, row.wanted), (CaseState::Withdrawn, None));
    assert!(account(test, session.person).await.disputed.is_empty());
    let reviewer = staff(test, &[Role::Reviewer]).await;
    let opened = office.open_case(&reviewer, REVIEWER.0, REVIEWER.1, case).await.unwrap();
    assert!(opened.wanted.is_none());
    drop(opened);
    // The evidence is of another category: it goes when the person takes that out.
    assert_eq!(files_of(test, &session, case).await.len(), 1);
    office.remove_own(&session, categories(&[Category::Documents])).await.unwrap();
    assert!(files_of(test, &session, case).await.is_empty());
    test.run_jobs().await;
}

async fn somebody_is_destroyed_in_the_middle_of_their_case(test: &mut TestOffice) {
    let (session, _, other) = confirmed(test).await;
    let office = &test.office;
    let wanted = nik_input(other.nik.as_str());
    let case = office.ask_correction(&session, FieldId::Nik, &wanted, vec![card()]).await.unwrap();
    let [evidence] = &files_of(test, &session, case).await[..] else { panic!("one file") };
    let reviewer = staff(test, &[Role::Reviewer]).await;
    let destroy = amanah_actions::removal::RemovalRequest::DESTROY;
    let removed = office.remove_own(&session, destroy).await.unwrap();
    test.run_jobs().await;
    let (role, purpose) = REVIEWER;
    let gone = office.open_case(&reviewer, role, purpose, case).await;
    assert!(matches!(gone, Err(amanah_actions::ActionError::NotFound)));
    let gone = office.open_case_file(&reviewer, role, purpose, case, evidence.attachment).await;
    assert!(matches!(gone, Err(amanah_actions::ActionError::NotFound)));
    let decision = Decision { granted: true, reason: "The card shows it".to_owned() };
    let gone = office.decide_case(&reviewer, case, decision).await;
    assert!(matches!(gone, Err(amanah_actions::ActionError::NotFound)));
    assert!(files_of(test, &session, case).await.is_empty());
    let certificate = office.view_certificate(&removed.code).await.unwrap();
    let files = certificate.gone.iter().any(|line| line.what.to_text().contains("files"));
    assert!(files, "the certificate names the files");
}

on_both! {
    a_confirmed_value_is_corrected_with_evidence
    the_clock_begins_with_the_evidence
    the_registry_is_asked_once_nothing_is_disputed_any_more
    the_registry_is_asked_at_once_when_a_correction_is_taken_back
    one_rule_says_what_needs_evidence
    a_number_that_somebody_holds_is_not_given_twice
    what_was_replaced_is_kept_for_its_time_and_goes_with_its_category
    somebody_erases_the_value_while_it_is_corrected
    somebody_is_destroyed_in_the_middle_of_their_case
}
