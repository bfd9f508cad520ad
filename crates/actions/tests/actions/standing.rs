//! Articles 25 and 26: a guardian or helper acts for another person, for the rights and the time that were
//! given, visibly, and never as that person.

use amanah_actions::letters::{Language, LetterKind};
use amanah_actions::person::view_trail::TrailFilter;
use amanah_actions::{ActionError, Session};
use amanah_domain::cases::{CaseEvent, Standing, StandingState};
use amanah_domain::values::AddressInput;
use amanah_domain::{FieldId, PurposeId, Role, StandingId};
use amanah_store::case_events;
use amanah_testkit::TestOffice;

use crate::on_both;
use crate::people::{refused, state_key};

on_both!(
    the_person_agrees_and_sees_what_is_done
    nobody_stands_in_longer_or_further_than_given
    nobody_learns_who_has_an_account
    what_a_helper_says_in_a_case_is_theirs
);

const MOTHER: &str = "wulan@contoh.id";
const CHILD: &str = "dimas@contoh.id";

/// Signs in and keeps the token: what a session may do is asked anew with each request.
async fn token(test: &TestOffice, contact: &str) -> String {
    let ticket = test.office.begin_sign_in(contact, Language::Id, b"test").await.unwrap();
    let code = test.code_from_letter(contact).await;
    test.office.confirm_code(&ticket.0, &code, "Test").await.unwrap().token
}

async fn asked(test: &TestOffice) -> (Session, Session, StandingId) {
    let mother = test.register("Wulan Pertiwi", MOTHER).await;
    let child = test.register("Dimas Pertiwi", CHILD).await;
    test.office.ask_standing(&mother, Standing::Guardian, CHILD, "Saya ibunya").await.unwrap();
    assert!(test.newest_letter(CHILD).await == LetterKind::StandingAsked);
    let view = test.office.view_standings(&child).await.unwrap();
    let [line] = &view.for_me[..] else { panic!("{} ask", view.for_me.len()) };
    assert_eq!((line.kind, line.state, line.in_force), (Standing::Guardian, StandingState::Asked, false));
    assert_eq!(view.asker(line).unwrap().unwrap().expose().as_str(), "Wulan Pertiwi");
    let standing = line.standing;
    drop(view);
    (mother, child, standing)
}

async fn the_person_agrees_and_sees_what_is_done(test: &mut TestOffice) {
    let (mother, child, standing) = asked(test).await;
    // Before that nothing opens.
    assert!(matches!(test.office.begin_acting(&mother, standing).await, Err(ActionError::NotFound)));
    // And nobody agrees in the place of the person.
    assert!(matches!(test.office.answer_standing(&mother, standing, true).await, Err(ActionError::NotFound)));
    test.office.answer_standing(&child, standing, true).await.unwrap();
    assert!(test.newest_letter(MOTHER).await == LetterKind::StandingBegan);

    let token = token(test, MOTHER).await;
    let own = test.office.session(&token).await.unwrap();
    test.office.begin_acting(&own, standing).await.unwrap();
    let acting = test.office.session(&token).await.unwrap();
    assert_eq!((acting.person, acting.helper), (child.person, Some(mother.person)));
    // What is hers to do is done, and stands in his trail as a helper's.
    test.office.view_own(&acting, &[FieldId::Name]).await.unwrap();
    let address = AddressInput { street: "Jalan Melati 5", district: "31.75.09", ..AddressInput::default() };
    test.office.save_address(&acting, &address).await.unwrap();
    let trail = test.office.view_trail(&child, TrailFilter::default()).await.unwrap();
    let by_helper: Vec<_> = trail.lines.iter().filter(|line| line.entry.role == Role::Helper).collect();
    assert!(by_helper.len() >= 2, "{} lines", by_helper.len());
    assert!(by_helper.iter().all(|line| *line.entry.actor.as_bytes() != [0; 16]), "by a pseudonym of hers");
    // Her own trail holds nothing of his.
    let hers = test.office.view_trail(&mother, TrailFilter::default()).await.unwrap();
    assert!(hers.lines.iter().all(|line| line.entry.role != Role::Helper));

    test.office.stop_acting(&acting).await.unwrap();
    let own = test.office.session(&token).await.unwrap();
    assert_eq!((own.person, own.helper), (mother.person, None));
}

async fn nobody_stands_in_longer_or_further_than_given(test: &mut TestOffice) {
    let (_, child, standing) = asked(test).await;
    test.office.answer_standing(&child, standing, true).await.unwrap();
    let token = token(test, MOTHER).await;
    let own = test.office.session(&token).await.unwrap();
    test.office.begin_acting(&own, standing).await.unwrap();
    let acting = test.office.session(&token).await.unwrap();
    // Not the account, not the ways to sign in, not the person's word.
    let contact = test.office.view_security(&acting).await.err().expect("ways to sign in stay his own");
    assert!(matches!(contact, ActionError::Refused(_)), "{contact}");
    assert_eq!(state_key(test.office.end_other_sessions(&acting).await), "not-for-helpers");
    assert_eq!(state_key(test.office.give_consent(&acting, PurposeId::Outreach).await), "not-for-helpers");
    assert_eq!(
        state_key(test.office.withdraw_consent(&acting, PurposeId::Outreach).await),
        "not-for-helpers"
    );
    assert_eq!(state_key(test.office.view_standings(&acting).await), "not-for-helpers");
    // He ends it: her very next request opens her own pages.
    test.office.end_standing(&child, standing).await.unwrap();
    assert!(
        matches!(test.office.view_own(&acting, &[FieldId::Name]).await, Err(ActionError::Refused(_))),
        "also a request under way"
    );
    let after = test.office.session(&token).await.unwrap();
    assert_eq!(after.helper, None);
    assert!(test.newest_letter(MOTHER).await == LetterKind::StandingOver);
    assert!(matches!(test.office.end_standing(&child, standing).await, Err(ActionError::Conflict)));

    // Another, which ends by its term.
    test.advance_seconds(60);
    test.office.ask_standing(&after, Standing::Helper, CHILD, "Membantu mengisi").await.unwrap();
    let again = test.office.view_standings(&child).await.unwrap().for_me[0].standing;
    test.office.answer_standing(&child, again, true).await.unwrap();
    test.office.begin_acting(&after, again).await.unwrap();
    assert!(test.office.session(&token).await.unwrap().helper.is_some());
    test.advance_hours(24 * 400);
    // What the clocks of the open cases have to say comes first.
    test.run_jobs().await;
    let late = self::token(test, MOTHER).await;
    let late = test.office.session(&late).await.unwrap();
    assert!(matches!(test.office.begin_acting(&late, again).await, Err(ActionError::NotFound)));
}

async fn nobody_learns_who_has_an_account(test: &mut TestOffice) {
    let mother = test.register("Wulan Pertiwi", MOTHER).await;
    // The same answer, and a case that a human looks at; nobody is told anything.
    test.office
        .ask_standing(&mother, Standing::Helper, "tidak.ada@contoh.id", "Saya tetangganya")
        .await
        .unwrap();
    test.office
        .ask_standing(&mother, Standing::Helper, "3174015203980001", "Saya tetangganya")
        .await
        .unwrap();
    assert!(test.office.view_standings(&mother).await.unwrap().by_me.is_empty());
    let own = test.office.ask_standing(&mother, Standing::Helper, MOTHER, "Saya sendiri").await;
    assert_eq!(refused(own), [("other", "standing-own")]);
    let wrong = test.office.ask_standing(&mother, Standing::Helper, "siapa", "x").await;
    assert_eq!(refused(wrong)[0].0, "other");
}

async fn what_a_helper_says_in_a_case_is_theirs(test: &mut TestOffice) {
    let (mother, child, standing) = asked(test).await;
    test.office.answer_standing(&child, standing, true).await.unwrap();
    let token = token(test, MOTHER).await;
    let own = test.office.session(&token).await.unwrap();
    test.office.begin_acting(&own, standing).await.unwrap();
    let acting = test.office.session(&token).await.unwrap();
    let case = test.office.ask_restriction(&acting, "Mohon dihentikan dulu").await.unwrap();
    test.office.say_in_case(&acting, case, "Dia masih di bawah umur").await.unwrap();
    // About the same again: added to the same case.
    assert_eq!(test.office.ask_restriction(&acting, "Tolong segera").await.unwrap(), case);
    test.office.say_in_case(&child, case, "Saya setuju").await.unwrap();
    test.office.withdraw_case(&acting, case).await.unwrap();
    let person = child.person;
    let events = test.office.store.read(move |db| case_events::list(db, &person, &case, 0, 99)).await;
    let events: Vec<_> = events.unwrap().into_iter().map(|row| row.event).collect();
    let by =
        |role, author| move |event: &&case_events::NewEvent| (event.role, event.author) == (role, author);
    let by_helper: Vec<_> =
        events.iter().filter(by(Role::Helper, Some(mother.person))).map(|e| e.kind).collect();
    assert_eq!(by_helper, [CaseEvent::Opened, CaseEvent::Said, CaseEvent::Said, CaseEvent::Withdrawn]);
    let by_child: Vec<_> = events.iter().filter(by(Role::Person, None)).map(|e| e.kind).collect();
    assert_eq!(by_child, [CaseEvent::Said]);
    test.run_jobs().await;
}
