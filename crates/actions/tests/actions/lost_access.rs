//! A lost phone or address (issue 2, way 1; clauses 5.4 and 7.1): a verified case, a delay, a notice to
//! the old address; and nobody learns from any of it who has an account.

use amanah_actions::letters::{Language, LetterKind};
use amanah_actions::person::lost_access::{ANSWER_HOURS, LostAccessInput};
use amanah_actions::staff::case_queue::CaseFilter;
use amanah_actions::staff::decide_case::Decision;
use amanah_actions::staff::lost_claim::{Compared, LostClaim};
use amanah_actions::staff::open_case::OpenedCase;
use amanah_actions::{ActionError, Session};
use amanah_domain::cases::CaseState;
use amanah_domain::states::IdentityState;
use amanah_domain::{CaseId, FieldId, FieldSet, PurposeId, Role};
use amanah_store::{jobs, people};
use amanah_testkit::TestOffice;

use crate::on_both;
use crate::people::{refused, state_key};
use crate::staff_helpers::{AGENT, NIK, first_case, give_nik, staff, trail};

const OLD: &str = "+6281234567890";
const NEW: &str = "sari.baru@surat.example";
const STRANGE: &str = "orang.lain@surat.example";
const WHY: &str = "HP saya hilang di angkot kemarin";
/// Of a right form, and nobody's.
const NO_NIK: &str = "3174015203980002";

fn input(contact: &str) -> LostAccessInput {
    LostAccessInput {
        nik: NIK.to_owned(),
        name: "SARI DEWI".to_owned(),
        birth_day: "12".to_owned(),
        birth_month: "3".to_owned(),
        birth_year: "1998".to_owned(),
        contact: contact.to_owned(),
        statement: WHY.to_owned(),
        attested: true,
        language: Language::Id,
    }
}

/// Somebody with a verified NIK and a phone alone, and somebody who decides.
async fn sari(test: &TestOffice) -> (Session, Session) {
    for secret in [NEW, STRANGE, WHY, NO_NIK] {
        test.secret(secret);
    }
    let sari = test.register("Sari Dewi", OLD).await;
    give_nik(test, &sari, "Sari Dewi").await;
    test.run_jobs().await;
    (sari, staff(test, &[Role::ContactAgent]).await)
}

/// Asks, and confirms the new address.
async fn ask(test: &TestOffice, input: &LostAccessInput) {
    let ticket = test.office.begin_lost_access(input, b"n").await.unwrap();
    let code = test.code_from_letter(&input.contact).await;
    let waiting = test.office.view_lost_access(&ticket.0).await.unwrap();
    assert_eq!((waiting.to.as_str(), waiting.registration), (input.contact.as_str(), false));
    test.office.confirm_lost_access(&ticket.0, &code).await.unwrap();
    assert_eq!(
        refused(test.office.confirm_lost_access(&ticket.0, &code).await),
        [("code", "code-lapsed")],
        "a code is good once"
    );
    test.run_jobs().await;
}

async fn decide(test: &TestOffice, agent: &Session, case: CaseId, granted: bool) -> Result<(), ActionError> {
    let decision = Decision { granted, reason: "Says when they registered".to_owned() };
    test.office.decide_case(agent, case, decision).await.map(drop)
}

async fn cases(test: &TestOffice, agent: &Session) -> u64 {
    let filter = CaseFilter { state: Some(CaseState::Open), ..Default::default() };
    test.office.case_queue(agent, filter).await.unwrap().count
}

fn is_code(kind: &LetterKind) -> bool {
    matches!(kind, LetterKind::ContactChangeNew { .. })
}

async fn a_human_believes_and_the_new_address_counts_after_the_delay(test: &mut TestOffice) {
    let (sari, agent) = sari(test).await;
    ask(test, &input(NEW)).await;

    let case = first_case(&*test, &agent).await;
    let file = test.office.open_case(&agent, AGENT.0, AGENT.1, case).await.unwrap();
    assert_eq!(file.fields, FieldSet::of(&[FieldId::Statement]), "neither NIK nor name nor birth date");
    let claim = LostClaim::read(&file.statement().unwrap().unwrap()).unwrap();
    assert_eq!((claim.said.as_str(), claim.to.address.as_str()), (WHY, NEW));
    assert_eq!((claim.name, claim.birth_date, claim.taken), (Compared::Same, Compared::Same, false));
    let OpenedCase::Question(looked) = &file.opened else { panic!("another purpose") };
    assert_eq!(looked.account.identity, IdentityState::Verified);

    decide(test, &agent, case, true).await.unwrap();
    assert!(matches!(decide(test, &agent, case, false).await, Err(ActionError::Conflict)));
    let LetterKind::ContactChangeOld { at_ms } = test.newest_letter(OLD).await else { panic!("no notice") };
    let hours = test.office.programme.contact_delay_hours;
    assert_eq!(at_ms, test.office.now().plus_hours(hours).millis());
    assert!(test.newest_letter(NEW).await == LetterKind::AccessConfirmed { at_ms });

    test.advance_hours(hours - 1);
    test.office.begin_sign_in(NEW, Language::Id, b"n").await.unwrap();
    assert!(matches!(test.newest_letter(NEW).await, LetterKind::NoAccount), "not before the delay is over");
    test.advance_hours(1);
    test.run_jobs().await;
    assert_eq!(test.sign_in(NEW).await.person, sari.person);
    test.advance_hours(ANSWER_HOURS);
    test.run_jobs().await;
    let told = test.letters_to(NEW).iter().any(|letter| letter.text.contains("AccessNotConfirmed"));
    assert!(!told, "whoever was believed is not refused");

    let lines = trail(&*test, &test.sign_in(NEW).await).await;
    let seen = |role: Role, purpose: PurposeId| {
        lines.iter().any(|l| (l.entry.role, l.entry.purpose) == (role, purpose))
    };
    assert!(seen(Role::System, PurposeId::Security), "the comparison stands in the trail");
    assert!(seen(Role::ContactAgent, PurposeId::Questions), "and so does the look");
}

async fn whoever_still_has_the_old_contact_can_object(test: &mut TestOffice) {
    let (owner, agent) = sari(test).await;
    ask(test, &input(STRANGE)).await;
    let case = first_case(&*test, &agent).await;
    decide(test, &agent, case, true).await.unwrap();
    assert!(matches!(test.newest_letter(OLD).await, LetterKind::ContactChangeOld { .. }));
    let session = test.sign_in(OLD).await;
    test.office.cancel_contact_change(&session).await.unwrap();
    test.advance_hours(test.office.programme.contact_delay_hours);
    test.run_jobs().await;
    test.office.begin_sign_in(STRANGE, Language::Id, b"n").await.unwrap();
    assert!(matches!(test.newest_letter(STRANGE).await, LetterKind::NoAccount));
    assert_eq!(test.sign_in(OLD).await.person, owner.person);
}

/// Refused by a human, or no such account: the same steps, the same letters, at the same times.
async fn an_unknown_nik_and_a_refused_one_look_the_same(test: &mut TestOffice) {
    let (_, agent) = sari(test).await;
    let mut seen = Vec::new();
    for (nik, contact) in [(NIK, NEW), (NO_NIK, STRANGE)] {
        let before = test.office.store.read(|db| people::key_counts(db)).await.unwrap()[0].1;
        let ticket = test
            .office
            .begin_lost_access(&LostAccessInput { nik: nik.to_owned(), ..input(contact) }, b"n")
            .await
            .unwrap();
        let code = test.code_from_letter(contact).await;
        test.office.confirm_lost_access(&ticket.0, &code).await.unwrap();
        let after = test.office.store.read(|db| people::key_counts(db)).await.unwrap()[0].1;
        let waiting = test.office.store.read(|db| jobs::list(db, jobs::State::Open, None, 50)).await.unwrap();
        let mine = waiting.iter().filter(|job| job.kind.contains("lost")).map(|job| job.kind.clone());
        let mut mine: Vec<String> = mine.collect();
        mine.sort();
        seen.push((
            ticket.0.len(),
            after - before,
            mine.iter().filter(|kind| *kind == "open-lost-case").count(),
        ));
        test.run_jobs().await;
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(cases(test, &agent).await, 1, "nobody is asked about nobody");

    let case = first_case(&*test, &agent).await;
    decide(test, &agent, case, false).await.unwrap();
    test.advance_hours(ANSWER_HOURS - 1);
    test.office.sweep().await.unwrap();
    for contact in [NEW, STRANGE] {
        assert!(is_code(&test.newest_letter(contact).await), "no answer before its time");
    }
    test.advance_hours(1);
    let mut letters = Vec::new();
    for contact in [NEW, STRANGE] {
        assert!(test.newest_letter(contact).await == LetterKind::AccessNotConfirmed);
        letters.push(test.letters_to(contact).iter().map(|l| l.at).collect::<Vec<_>>());
    }
    assert_eq!(letters[0], letters[1], "told at the same moments");
    assert!(test.letters_to(OLD).iter().all(|l| !l.text.contains("ContactChangeOld")));
    let keys = test.office.store.read(|db| people::key_counts(db)).await.unwrap()[0].1;
    test.advance_hours(25);
    assert_eq!(test.office.sweep().await.unwrap().strangers, 2, "then both are forgotten");
    assert_eq!(test.office.store.read(|db| people::key_counts(db)).await.unwrap()[0].1, keys - 2);
}

async fn what_differs_is_seen_and_an_address_that_is_taken_is_not_given_away(test: &mut TestOffice) {
    let (_, agent) = sari(test).await;
    test.register("Orang Lain", STRANGE).await;
    let wrong = LostAccessInput {
        name: "Sari Dewi Lestari".to_owned(),
        birth_year: "1997".to_owned(),
        ..input(STRANGE)
    };
    ask(test, &wrong).await;
    let case = first_case(&*test, &agent).await;
    let file = test.office.open_case(&agent, AGENT.0, AGENT.1, case).await.unwrap();
    let claim = LostClaim::read(&file.statement().unwrap().unwrap()).unwrap();
    assert_eq!((claim.name, claim.birth_date, claim.taken), (Compared::Differs, Compared::Differs, true));
    drop(file);
    assert_eq!(state_key(decide(test, &agent, case, true).await), "contact-taken");
    assert_eq!(cases(test, &agent).await, 1, "nothing was decided");
    decide(test, &agent, case, false).await.unwrap();
    let reviewer = staff(&*test, &[Role::Reviewer]).await;
    assert!(matches!(decide(test, &reviewer, case, true).await, Err(ActionError::SignInNeeded)));
}

/// A second request does not change what a human looks at; many gain nothing.
async fn requests_about_one_account_are_bounded(test: &mut TestOffice) {
    let (_, agent) = sari(test).await;
    for number in 0..5 {
        let contact = format!("baru{number}@surat.example");
        test.secret(&contact);
        ask(test, &input(&contact)).await;
        assert_eq!(cases(test, &agent).await, (number + 1).min(3));
    }
    let many = test.office.begin_lost_access(&input(NEW), b"n").await;
    assert!(matches!(many, Err(ActionError::Limit { name: "lost_per_nik_max", .. })));
    let unknown = LostAccessInput { nik: NO_NIK.to_owned(), ..input(NEW) };
    for _ in 0..5 {
        test.office.begin_lost_access(&unknown, b"other").await.unwrap();
    }
    let many = test.office.begin_lost_access(&unknown, b"other").await;
    assert!(
        matches!(many, Err(ActionError::Limit { name: "lost_per_nik_max", .. })),
        "the same for nobody's"
    );
    let bad = LostAccessInput {
        nik: "3174".to_owned(),
        name: "\u{202e}evil".to_owned(),
        birth_year: "98".to_owned(),
        contact: "not an address".to_owned(),
        statement: " ".to_owned(),
        attested: false,
        ..input(NEW)
    };
    let fields: Vec<_> =
        refused(test.office.begin_lost_access(&bad, b"n").await).iter().map(|(f, _)| *f).collect();
    assert_eq!(fields, ["nik", "name", "birth-date", "address", "statement", "attest"]);
    let long = LostAccessInput { statement: "\"𝒳".repeat(501), ..input(NEW) };
    assert_eq!(refused(test.office.begin_lost_access(&long, b"x").await), [("statement", "text-too-long")]);
}

async fn a_new_code_comes_to_the_same_address_and_wrong_ones_are_counted(test: &mut TestOffice) {
    for secret in [NEW, WHY, NIK] {
        test.secret(secret);
    }
    let ticket = test.office.begin_lost_access(&input(NEW), b"n").await.unwrap();
    let first = test.code_from_letter(NEW).await;
    test.office.resend_lost_access(&ticket.0, b"n").await.unwrap();
    let second = test.code_from_letter(NEW).await;
    if first != second {
        assert_eq!(
            refused(test.office.confirm_lost_access(&ticket.0, &first).await),
            [("code", "code-wrong")]
        );
    }
    // Good for this and nothing else.
    assert_eq!(refused(test.office.confirm_code(&ticket.0, &second, "Test").await).len(), 1);
    assert!(matches!(test.office.view_ticket(&ticket.0).await, Err(ActionError::NotFound)));
    test.office.confirm_lost_access(&ticket.0, &second).await.unwrap();
    let none = test.office.view_lost_access(&ticket.0).await;
    assert!(matches!(none, Err(ActionError::NotFound)));
    test.run_jobs().await;
}

on_both! {
    a_human_believes_and_the_new_address_counts_after_the_delay
    whoever_still_has_the_old_contact_can_object
    an_unknown_nik_and_a_refused_one_look_the_same
    what_differs_is_seen_and_an_address_that_is_taken_is_not_given_away
    requests_about_one_account_are_bounded
    a_new_code_comes_to_the_same_address_and_wrong_ones_are_counted
}
