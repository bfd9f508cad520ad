//! A complaint about a look, bound to its entry; a consent that is withdrawn, also for what waits and for those
//! who received data; and by which way letters come (Law 27/2022, articles 9, 31, 32 and 40; clauses 7.4, 8).

use amanah_actions::letters::{CaseNews, LetterKind};
use amanah_actions::person::view_trail::{EntryId, TrailFilter};
use amanah_actions::{ActionError, Session};
use amanah_domain::cases::{CaseKind, CaseState, EntryTie, NoticeKind};
use amanah_domain::states::{Channel, NoticeState};
use amanah_domain::{Entry, FieldId, FieldSet, Operation, Outcome, PurposeId, RecipientClass, Role};
use amanah_store::outbox;
use amanah_testkit::TestOffice;
use amanah_vault::draft_of;

use crate::on_both;
use crate::people::eligible;
use crate::rights::{account, case_row, said};
use crate::staff_helpers::{NIK, REVIEWER, give_nik, look_up, staff};

on_both! {
    a_complaint_about_a_look_is_bound_to_it_and_so_is_the_answer
    a_withdrawn_consent_stops_what_waits_and_what_is_under_way
    those_who_received_data_for_it_are_told_and_acknowledge
    letters_come_by_the_way_that_was_chosen
}

/// The newest look by staff.
async fn last_look(test: &TestOffice, session: &Session) -> EntryId {
    let filter = TrailFilter { role: Some(Role::Reviewer), ..TrailFilter::default() };
    test.office.view_trail(session, filter).await.unwrap().lines.first().unwrap().at
}

async fn a_complaint_about_a_look_is_bound_to_it_and_so_is_the_answer(test: &mut TestOffice) {
    let (name, email) = ("Sari Mengeluh", "sari.keluh@contoh.example");
    let session = test.register(name, email).await;
    give_nik(test, &session, name).await;
    test.run_jobs().await;
    let reviewer = staff(test, &[Role::Reviewer]).await;
    drop(look_up(test, &reviewer, REVIEWER, ("nik", NIK)).await.unwrap());
    let at = last_look(test, &session).await;
    let other = test.register("Orang Lain", "orang.lain@contoh.example").await;
    assert!(matches!(test.office.complain_about(&other, at).await, Err(ActionError::NotFound)));

    let case = test.office.complain_about(&session, at).await.unwrap();
    let row = case_row(test, case).await;
    assert_eq!((row.kind, row.subject), (CaseKind::LookComplaint, format!("{}/{}", at.log, at.index)));
    assert_eq!(row.purpose, Some(PurposeId::DueDiligence));
    assert_eq!(test.office.complain_about(&session, at).await.unwrap(), case, "one open complaint an entry");
    assert_eq!(test.office.entries_of_case(&session, case).await.unwrap(), [(at, EntryTie::About)]);
    test.office.say_in_case(&session, case, "I do not know this reviewer").await.unwrap();

    let dpo = staff(test, &[Role::Dpo]).await;
    test.office.decide_case(&dpo, case, said(true)).await.unwrap();
    let LetterKind::Case(letter) = test.newest_letter(email).await else { panic!("no news") };
    assert!(matches!(letter.news, CaseNews::Answered { .. }), "a complaint is answered, not granted");
    let cases = test.office.cases_of_entry(&session, at).await.unwrap();
    let [told] = cases.as_slice() else { panic!("{cases:?}") };
    assert_eq!((told.case, told.tie, told.state), (case, EntryTie::About, CaseState::Answered));
    let [answer] = told.answers.as_slice() else { panic!("the answer is bound to it too: {told:?}") };
    let line = test.office.view_trail_entry(&session, *answer).await.unwrap().line;
    assert_eq!((line.entry.role, line.entry.purpose), (Role::Dpo, PurposeId::Rights));
    assert!(!test.office.prove_entry(&session, *answer).await.unwrap().is_empty(), "with its own proof");
    let bound = test.office.cases_of_entry(&session, *answer).await.unwrap();
    assert_eq!(bound.iter().map(|case| case.tie).collect::<Vec<_>>(), [EntryTie::Answer]);
    assert_ne!(
        test.office.complain_about(&session, at).await.unwrap(),
        case,
        "answered, it may be asked again"
    );
}

fn news() -> LetterKind {
    LetterKind::SignInChanged
}

async fn waiting(test: &TestOffice, session: &Session) -> Vec<(outbox::State, Option<String>)> {
    let person = session.person;
    let all = test.office.store.read(move |db| outbox::of_person(db, &person, 10)).await.unwrap();
    let later = all.into_iter().filter(|message| message.channel == "letter-later");
    later.map(|message| (message.state, message.failure)).collect()
}

async fn a_withdrawn_consent_stops_what_waits_and_what_is_under_way(test: &mut TestOffice) {
    let email = "surat@contoh.example";
    let session = test.register("Penerima Surat", email).await;
    let office = &test.office;
    let before = office.write_for(session.person, PurposeId::Outreach, news()).await;
    assert!(matches!(before, Err(ActionError::Refused(_))), "nothing is queued without a consent");
    office.give_consent(&session, PurposeId::Outreach).await.unwrap();
    office.give_consent(&session, PurposeId::Events).await.unwrap();
    test.run_jobs().await;
    let letters = test.letters_to(email).len();
    for purpose in [PurposeId::Outreach, PurposeId::Outreach, PurposeId::Events] {
        office.write_for(session.person, purpose, news()).await.unwrap();
    }
    office.withdraw_consent(&session, PurposeId::Outreach).await.unwrap();
    let failed = |state: &(outbox::State, Option<String>)| state.1.as_deref() == Some("withdrawn");
    assert_eq!(waiting(test, &session).await.iter().filter(|state| failed(state)).count(), 2);
    test.run_jobs().await;
    assert_eq!(test.letters_to(email).len(), letters + 1, "what rests on another consent leaves");

    // One that slipped in while the consent was withdrawn is asked about at its hand-over.
    office.give_consent(&session, PurposeId::Outreach).await.unwrap();
    office.write_for(session.person, PurposeId::Outreach, news()).await.unwrap();
    let (person, now) = (session.person, office.now());
    let slipped = office
        .store
        .write(move |db| amanah_store::accounts::withdraw_consent(db, &person, PurposeId::Outreach, now));
    slipped.await.unwrap();
    test.run_jobs().await;
    assert_eq!(test.letters_to(email).len(), letters + 1);
    assert_eq!(waiting(test, &session).await.iter().filter(|state| failed(state)).count(), 3);
}

async fn those_who_received_data_for_it_are_told_and_acknowledge(test: &mut TestOffice) {
    let session = test.enrol(&eligible(1).remove(0)).await;
    test.run_jobs().await;
    test.office.give_consent(&session, PurposeId::Research).await.unwrap();
    // Ministries and researchers receive what was consented to; so it stands in the ledger.
    let own = TrailFilter { role: Some(Role::Person), ..TrailFilter::default() };
    let pseudonym = test.office.view_trail(&session, own).await.unwrap().lines.first().unwrap().entry.person;
    let given = |recipient| Entry {
        operation: Operation::Transfer,
        purpose: PurposeId::Research,
        role: Role::System,
        outcome: Outcome::Allowed,
        policy: test.office.policy.hash(),
        actor: Entry::NOBODY,
        person: pseudonym,
        reason: [0; 32],
        fields: FieldSet::of(&[FieldId::Occupation]),
        recipient: Some(recipient),
        note: String::new(),
    };
    let both = [RecipientClass::Government, RecipientClass::Researchers];
    let drafts = both.map(|recipient| draft_of(&given(recipient))).to_vec();
    test.office.store.record(drafts).await.unwrap();

    test.advance_seconds(60);
    let withdrawn_at = test.office.now();
    test.office.withdraw_consent(&session, PurposeId::Research).await.unwrap();
    assert!(!account(test, session.person).await.consents.contains(PurposeId::Research));
    test.run_jobs().await;
    let consents = test.office.view_consents(&session).await.unwrap();
    let research = consents.iter().find(|one| one.row.purpose == PurposeId::Research).unwrap();
    let told: Vec<_> =
        research.told.iter().map(|notice| (notice.recipient, notice.kind, notice.state)).collect();
    assert_eq!(
        told,
        [
            // The one that can be reached has signed for it; the other waits, and is warned of after its clock.
            (RecipientClass::Government, NoticeKind::Withdrawal, NoticeState::Acknowledged),
            (RecipientClass::Researchers, NoticeKind::Withdrawal, NoticeState::Waiting),
        ]
    );
    assert!(research.told.iter().all(|notice| notice.due_at == Some(withdrawn_at.plus_hours(72))));
    // Given and withdrawn again it is another withdrawal: nothing went out in between.
    test.advance_seconds(60);
    test.office.give_consent(&session, PurposeId::Research).await.unwrap();
    let consents = test.office.view_consents(&session).await.unwrap();
    let last = consents.iter().rev().find(|one| one.row.purpose == PurposeId::Research).unwrap();
    assert!(last.row.withdrawn_at.is_none() && last.told.is_empty());
}

async fn letters_come_by_the_way_that_was_chosen(test: &mut TestOffice) {
    let person = eligible(1).remove(0);
    let session = test.enrol(&person).await;
    test.run_jobs().await;
    let view = test.office.view_rights(&session).await.unwrap();
    assert_eq!((view.channel, view.channels), (None, vec![Channel::Email]));
    let none = test.office.choose_letter_channel(&session, Channel::Text).await;
    assert!(matches!(none, Err(ActionError::NotFound)), "there is no number to write to");

    let phone = test.register("Punya Nomor", "+6281234567001").await;
    let view = test.office.view_rights(&phone).await.unwrap();
    assert!(view.channels.contains(&Channel::Text) && !view.channels.contains(&Channel::Email));
    test.office.choose_letter_channel(&phone, Channel::Text).await.unwrap();
    assert_eq!(test.office.view_rights(&phone).await.unwrap().channel, Some(Channel::Text));
    let case = test.office.ask_restriction(&phone, "").await.unwrap();
    let dpo = staff(test, &[Role::Dpo]).await;
    crate::rights::decide(test, &dpo, case, true).await.unwrap();
    test.run_jobs().await;
    let letters = test.letters_to("+6281234567001");
    assert_eq!(letters.first().unwrap().channel, Channel::Text);
}
