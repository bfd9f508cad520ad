//! The DPO removes for somebody, holds data back, and sees who was told.

use amanah_actions::ActionError;
use amanah_actions::letters::LetterKind;
use amanah_actions::person::view_data::OWN_FIELDS;
use amanah_actions::removal::{RemovalRequest, RuleGround, What};
use amanah_actions::staff::place_hold::HoldInput;
use amanah_actions::staff::record_answer::AnswerInput;
use amanah_actions::staff::remove_for::{RemoveForInput, Whom};
use amanah_domain::states::{HoldGround, NoticeState, NoticeWay, RemovalAct, RemovalGround, RemovalState};
use amanah_domain::{
    Category, FieldId, HoldId, Outcome, PersonId, PurposeId, RecipientClass, RemovalId, Role, Timestamp,
};
use amanah_store::removals;
use amanah_testkit::TestOffice;
use amanah_testkit::registry::Mode;

use crate::on_both;
use crate::people::{eligible, refused, state_key};
use crate::removal_helpers::{LATER_HOURS, categories, fields, gone, places_of, rows_of};
use crate::staff_helpers::{refusal, staff, trail};

fn by_email(email: &str) -> Whom {
    Whom::Key { key: "email".to_owned(), value: email.to_owned() }
}

fn asked(whom: Whom, request: RemovalRequest) -> RemoveForInput {
    let reason = "Asked by letter, identity card attached".to_owned();
    RemoveForInput { whom, request, ground: RemovalGround::Request, reason }
}

fn hold(email: &str, days: i64) -> HoldInput {
    let reason = "Claim 12/2026 before the court of Jakarta".to_owned();
    HoldInput { whom: by_email(email), ground: HoldGround::Dispute, days, reason }
}

async fn the_dpo_removes_for_somebody(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    let session = test.enrol(siti).await;
    let (house, person, email) = (&test.office, session.person, siti.email.as_str());
    test.run_jobs().await;
    let dpo = staff(test, &[Role::Dpo]).await;
    let agent = staff(test, &[Role::ContactAgent]).await;
    let all = asked(by_email(email), RemovalRequest::DESTROY);
    for denied in [house.remove_for(&agent, &all).await, house.remove_for(&session, &all).await] {
        assert!(matches!(denied, Err(ActionError::SignInNeeded)));
    }
    let nobody = asked(by_email("nobody@surat.example"), RemovalRequest::DESTROY);
    assert_eq!(state_key(house.remove_for(&dpo, &nobody).await), "removal-nobody");
    let silent = RemoveForInput { reason: String::new(), ..asked(by_email("siti"), RemovalRequest::DESTROY) };
    let found = refused(house.remove_for(&dpo, &silent).await);
    assert_eq!(found.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["value", "reason"]);
    let single = asked(by_email(email), fields(&[FieldId::Kk]));
    assert_eq!(state_key(house.remove_for(&dpo, &single).await), "removal-whole-only");
    let own = asked(Whom::Person(dpo.person), RemovalRequest::DESTROY);
    assert_eq!(refusal(house.remove_for(&dpo, &own).await), "own-case");

    let birth = asked(by_email(email), categories(&[Category::Birth]));
    let plan = house.plan_removal_for(&dpo, &birth).await.unwrap();
    assert_eq!(plan.goes.iter().map(|line| line.what).collect::<Vec<_>>(), [What::Category(Category::Birth)]);
    let removed = house.remove_for(&dpo, &birth).await.unwrap();
    let certificate = house.view_certificate(&removed.code).await.unwrap();
    assert_eq!((certificate.asked_by, certificate.ground), (Role::Dpo, RemovalGround::Request));
    assert!(!rows_of(test, person).await.contains(&Category::Birth));
    // The person reads who did it and why, and has the code by letter.
    let line = trail(test, &session).await.into_iter().find(|line| line.entry.role == Role::Dpo).unwrap();
    let detail = house.view_trail_entry(&session, line.at).await.unwrap();
    assert!(detail.reason.is_some());
    drop(detail);
    let LetterKind::Removed { act, code } = test.newest_letter(email).await else { panic!("no letter") };
    assert_eq!((act, code), (RemovalAct::Erase.code(), removed.code));

    let removed = house.remove_for(&dpo, &all).await.unwrap();
    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;
    assert_eq!(places_of(test, person).await, []);
    let page = house.list_removals(&dpo, 0).await.unwrap();
    assert_eq!(page.lines.len(), 2);
    assert!(page.lines.iter().any(|line| line.removal == removed.removal));
    assert!(
        page.lines.iter().all(|line| line.state == RemovalState::Confirmed && line.asked_by == Role::Dpo)
    );
    assert!(matches!(house.list_removals(&agent, 0).await, Err(ActionError::SignInNeeded)));
}

async fn lifting_and_removing_takes_two_and_a_fresh_sign_in(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    let session = test.enrol(siti).await;
    let (house, email) = (&test.office, siti.email.as_str());
    test.run_jobs().await;
    let dpo = staff(test, &[Role::Dpo]).await;
    test.staff("Ratna Sari", "ratna@kantor.example", &[Role::Dpo]).await;
    let held = house.place_hold(&dpo, &hold(email, 300)).await.unwrap();
    let all = asked(by_email(email), RemovalRequest::DESTROY);
    test.advance_seconds(16 * 60);
    assert_eq!(state_key(house.lift_hold(&dpo, held, "Withdrawn").await), "stale-sign-in");
    assert_eq!(state_key(house.remove_for(&dpo, &all).await), "stale-sign-in");
    assert!(house.plan_removal_for(&dpo, &all).await.is_ok(), "looking needs none");

    let dpo = dpo_again(test, &dpo).await;
    house.lift_hold(&dpo, held, "Withdrawn").await.unwrap();
    // Not even days later, nor after another hold that lapsed.
    test.advance_hours(48);
    let dpo = dpo_again(test, &dpo).await;
    assert_eq!(state_key(house.remove_for(&dpo, &all).await), "removal-lifted-by-you");
    let uses = house.oversee_trail(&dpo, Role::Dpo, None).await.unwrap();
    let line = uses.iter().find(|line| line.entry.note == "removal: lifted the hold").unwrap();
    assert_eq!(line.entry.outcome, Outcome::Refused);
    assert!(!rows_of(test, session.person).await.is_empty());
    let other = test.sign_in("ratna@kantor.example").await;
    house.remove_for(&other, &all).await.unwrap();
}

async fn removals_have_a_limit_of_their_own(test: &mut TestOffice) {
    test.enrol(&eligible(1)[0]).await;
    let email = eligible(1)[0].email.as_str().to_owned();
    let dpo = staff(test, &[Role::Dpo]).await;
    let end = asked(by_email(&email), RemovalRequest::END);
    for _ in 0..20 {
        assert!(!matches!(test.office.remove_for(&dpo, &end).await, Err(ActionError::Limit { .. })));
        // What is looked up has a limit as well, and a wider one.
        test.advance_seconds(5);
    }
    let refused = test.office.remove_for(&dpo, &end).await;
    assert!(matches!(refused, Err(ActionError::Limit { name: "removals_per_staff_max", .. })));
}

async fn a_hold_keeps_what_it_holds(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    let session = test.enrol(siti).await;
    let (house, person, email) = (&test.office, session.person, siti.email.as_str());
    let dpo = staff(test, &[Role::Dpo]).await;
    assert_eq!(refused(house.place_hold(&dpo, &hold(email, 0)).await), [("days", "hold-days")]);
    assert!(matches!(house.place_hold(&session, &hold(email, 9)).await, Err(ActionError::SignInNeeded)));
    let first = house.place_hold(&dpo, &hold(email, 10)).await.unwrap();
    let second = house.place_hold(&dpo, &hold(email, 20)).await.unwrap();
    let plan = house.plan_removal(&session, RemovalRequest::DESTROY).await.unwrap();
    let blocked = plan.blocked.unwrap();
    assert_eq!((blocked.hold, blocked.ground), (second, HoldGround::Dispute));
    assert_eq!(refusal(house.remove_own(&session, RemovalRequest::DESTROY).await), "legal-hold");
    assert_eq!(refusal(house.remove_own(&session, categories(&[Category::Birth])).await), "legal-hold");
    let rule =
        RuleGround { ground: RemovalGround::TimeOver, rule: "birth/account-closed/5 years".to_owned() };
    let by_rule = house.remove_by_rule(person, categories(&[Category::Birth]), rule.clone()).await;
    assert_eq!(refusal(by_rule), "legal-hold");
    assert_eq!(
        refusal(house.remove_for(&dpo, &asked(by_email(email), RemovalRequest::DESTROY)).await),
        "legal-hold"
    );
    assert_eq!(rows_of(test, person).await.len(), 5);

    let reason = house.oversee_hold(&dpo, second).await.unwrap();
    let read = reason.open().unwrap().unwrap().expose().as_str().to_owned();
    assert_eq!(read, hold(email, 20).reason);
    drop(reason);
    let line = trail(test, &session).await.remove(0);
    assert_eq!(
        (line.entry.role, line.entry.note),
        (Role::Dpo, format!("oversight: hold {}", second.to_hex()))
    );
    let other = HoldId::from_bytes([9; 16]);
    assert!(matches!(house.oversee_hold(&session, second).await, Err(ActionError::SignInNeeded)));
    assert!(matches!(house.oversee_hold(&dpo, other).await, Err(ActionError::NotFound)));
    assert!(matches!(house.lift_hold(&dpo, other, "Withdrawn").await, Err(ActionError::NotFound)));
    assert!(matches!(house.lift_hold(&session, second, "Mine").await, Err(ActionError::SignInNeeded)));
    assert_eq!(refused(house.lift_hold(&dpo, second, "").await), [("reason", "removal-reason")]);
    house.lift_hold(&dpo, second, "The claim was withdrawn").await.unwrap();
    let again = house.lift_hold(&dpo, second, "The claim was withdrawn").await;
    assert!(matches!(again, Err(ActionError::Conflict)));
    assert_eq!(refusal(house.remove_own(&session, RemovalRequest::DESTROY).await), "legal-hold");
    let page = house.list_holds(&dpo, 0).await.unwrap();
    let lines = page.lines;
    assert_eq!((page.total, lines[0].hold), (2, first), "in force first");
    assert!(house.list_holds(&dpo, 1).await.unwrap().lines.is_empty());
    let of = |hold: HoldId| lines.iter().find(|line| line.hold == hold).unwrap();
    assert!(of(second).lifted && of(first).lifted_at.is_none() && of(first).yours);
    // The other lapses by itself.
    house.plan_daily_work().await.unwrap();
    test.advance_hours(24 * 11);
    house.confirm_clock().await.unwrap();
    test.run_jobs().await;
    let lines = house.list_holds(&dpo_again(test, &dpo).await, 0).await.unwrap().lines;
    let lapsed = lines.iter().find(|line| line.hold == first).unwrap();
    assert!(lapsed.lifted_at.is_some() && !lapsed.lifted);
    let removed = house.remove_by_rule(person, categories(&[Category::Birth]), rule).await.unwrap();
    let certificate = house.view_certificate(&removed.code).await.unwrap();
    assert_eq!((certificate.asked_by, certificate.clause), (Role::System, "5.5"));
    assert_eq!(certificate.rule, "birth/account-closed/5 years");
    assert_eq!(gone(&certificate, What::Category(Category::Birth)), Some(1));
    let removed = house.remove_by_rule(
        person,
        RemovalRequest::DESTROY,
        RuleGround { ground: RemovalGround::TimeOver, rule: String::new() },
    );
    removed.await.unwrap();
    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;
    assert_eq!(places_of(test, person).await, [], "its holds went with it");
}

/// A staff session ends after ten hours.
async fn dpo_again(test: &TestOffice, dpo: &amanah_actions::Session) -> amanah_actions::Session {
    let person = dpo.person;
    let looked = test.office.view_own(dpo, &[FieldId::Email]).await.unwrap();
    let email = looked.open::<amanah_domain::values::Email>().unwrap().unwrap().expose().as_str().to_owned();
    drop(looked);
    let again = test.sign_in(&email).await;
    assert_eq!(again.person, person);
    again
}

/// A member of staff is removed when they have left; their name goes from what they granted and decided.
async fn staff_are_forgotten_when_they_have_left(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    test.enrol(siti).await;
    let leaver = staff(test, &[Role::Dpo, Role::Administrator]).await;
    let (house, person): (_, PersonId) = (&test.office, leaver.person);
    house.place_hold(&leaver, &hold(siti.email.as_str(), 10)).await.unwrap();
    let nobody = asked(by_email("nobody@surat.example"), RemovalRequest::DESTROY);
    assert_eq!(state_key(house.remove_for(&leaver, &nobody).await), "removal-nobody");
    let rule = || RuleGround { ground: RemovalGround::PurposeOver, rule: "staff-left".to_owned() };
    let early = house.remove_by_rule(person, RemovalRequest::DESTROY, rule()).await;
    assert_eq!(state_key(early), "removal-staff-in-force");
    house.staff_leaves(&leaver, person).await.unwrap();
    house.remove_by_rule(person, RemovalRequest::DESTROY, rule()).await.unwrap();
    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;
    assert_eq!(places_of(test, person).await, []);
}

/// The registry is told by the reference that it knows, until its signed word is here.
async fn recipients_are_told_until_they_answer(test: &mut TestOffice) {
    let [siti, budi] = &eligible(2)[..] else { panic!("two people") };
    let (session, other) = (test.enrol(siti).await, test.enrol(budi).await);
    test.run_jobs().await;
    let house = &test.office;
    assert_eq!(test.registry.references().len(), 2);
    let state_of = async |code: &str| {
        let certificate = test.office.view_certificate(code).await.unwrap();
        certificate.recipients.into_iter().find(|told| told.class == RecipientClass::Government).unwrap()
    };
    test.registry.set_mode(Mode::Down);
    let removed = house.remove_own(&session, categories(&[Category::Numbers])).await.unwrap();
    test.run_jobs().await;
    let told = state_of(&removed.code).await;
    assert_eq!((told.state, told.told_at), (NoticeState::Waiting, None));
    house.plan_daily_work().await.unwrap();
    test.registry.set_mode(Mode::Garbage);
    test.advance_hours(24);
    test.run_jobs().await;
    let told = state_of(&removed.code).await;
    assert_eq!(told.state, NoticeState::Told, "it has it, and has not said what it did");
    let first = told.told_at.unwrap();
    assert_eq!(test.registry.references().len(), 2);
    // After three days of silence the operator's page says so.
    test.registry.set_mode(Mode::Down);
    test.advance_hours(72);
    test.run_jobs().await;
    let newest = |db: &mut dyn amanah_store::Connection| amanah_store::reports::newest(db, "recipients");
    assert!(!house.store.read(newest).await.unwrap().unwrap().fine);
    let dpo = staff(test, &[Role::Dpo]).await;
    assert!(house.list_removals(&dpo, 0).await.unwrap().lines[0].late);
    test.registry.set_mode(Mode::Up);
    test.advance_hours(24);
    test.run_jobs().await;
    let told = state_of(&removed.code).await;
    assert_eq!((told.state, told.told_at), (NoticeState::Acknowledged, Some(first)));
    assert_eq!((test.registry.references().len(), test.registry.erased()), (1, 1));
    // The other is not concerned.
    let looked = house.view_own(&test.sign_in(budi.email.as_str()).await, OWN_FIELDS).await.unwrap();
    assert!(looked.has::<amanah_domain::values::Nik>());
    drop(looked);
    let rows = house.store.read(|db| removals::list(db, Timestamp::from_millis(0), 0, 9)).await.unwrap();
    assert!(
        rows.len() == 1 && rows[0].person == Some(session.person) && rows[0].person != Some(other.person)
    );
}

/// A mailing house has no address: it is told by letter, and the DPO writes down what it answered.
async fn an_answer_by_hand_stands_in_the_certificate(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    let session = test.enrol(siti).await;
    test.run_jobs().await;
    test.registry.set_mode(Mode::Down);
    let house = &test.office;
    house.plan_daily_work().await.unwrap();
    let removed = house.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    let first = removed.removal;
    test.run_jobs().await;
    let of = async |class| {
        let certificate = test.office.view_certificate(&removed.code).await.unwrap();
        certificate.recipients.into_iter().find(|told| told.class == class).unwrap()
    };
    let (house_of_mail, registry) =
        (of(RecipientClass::MessagingHouses).await, of(RecipientClass::Government).await);
    assert_eq!((house_of_mail.state, house_of_mail.told_at), (NoticeState::Waiting, None));
    // Another removal, three days later: the first is late and stands first all the same.
    test.advance_hours(80);
    let ani = test.register("Ani Lestari", "ani@surat.example").await;
    house.remove_own(&ani, RemovalRequest::DESTROY).await.unwrap();
    let dpo = staff(test, &[Role::Dpo]).await;
    let line = house.list_removals(&dpo, 0).await.unwrap().lines.swap_remove(0);
    assert!(line.removal == first && line.late && line.told == (2, 0));

    let said = |way: &str, day: &str| AnswerInput { way: way.to_owned(), day: day.to_owned() };
    let today = house.now().date_at(house.programme.zone_hours);
    let letter = |day: jiff::civil::Date| said("letter", &day.to_string());
    let notice = house_of_mail.notice;
    let record = async |input: AnswerInput| house.record_answer(&dpo, first, notice, &input).await;
    assert_eq!(refused(record(said("pigeon", "soon")).await), [("way", "choose"), ("day", "notice-day")]);
    for wrong in [today.tomorrow().unwrap(), today.saturating_sub(jiff::Span::new().days(9))] {
        assert_eq!(refused(record(letter(wrong)).await), [("day", "notice-day")]);
    }
    let good = letter(today);
    let agent = staff(test, &[Role::ContactAgent]).await;
    let denied = house.record_answer(&agent, first, notice, &good).await;
    assert!(matches!(denied, Err(ActionError::SignInNeeded)));
    let astray = house.record_answer(&dpo, RemovalId::from_bytes([9; 16]), notice, &good).await;
    assert!(matches!(astray, Err(ActionError::NotFound)));

    record(said("meeting", &today.yesterday().unwrap().to_string())).await.unwrap();
    record(good).await.unwrap();
    let told = of(RecipientClass::MessagingHouses).await;
    let by_hand = told.by_hand.unwrap();
    assert_eq!((told.state, told.answer, by_hand.way), (NoticeState::Recorded, None, NoticeWay::Letter));
    assert_eq!(by_hand.word_at.date_at(house.programme.zone_hours), today);
    let file = house.certificate_file(&removed.code).await.unwrap();
    assert!(file.contains("\"told_by\": \"letter\"") && file.contains("\"state\": \"recorded\""), "{file}");
    let uses = house.oversee_trail(&dpo, Role::Dpo, None).await.unwrap();
    let wanted = format!("notice {} letter", notice.to_hex());
    let entry = uses.iter().find(|line| line.entry.note == wanted).unwrap();
    assert_eq!(entry.entry.recipient, Some(RecipientClass::MessagingHouses));
    assert_eq!((entry.entry.role, entry.entry.purpose), (Role::Dpo, PurposeId::Retention));
    let line = house.list_removals(&dpo, 0).await.unwrap().lines.swap_remove(0);
    assert!(line.told == (2, 1) && line.late, "the registry is late still: {line:?}");

    // The registry answered by letter too; then its signature comes, and counts more.
    house.record_answer(&dpo, first, registry.notice, &letter(today)).await.unwrap();
    assert!(!house.list_removals(&dpo, 0).await.unwrap().lines.iter().any(|line| line.late));
    test.registry.set_mode(Mode::Up);
    test.advance_hours(24);
    test.run_jobs().await;
    let told = of(RecipientClass::Government).await;
    assert!(told.state == NoticeState::Acknowledged && told.answer.is_some() && told.by_hand.is_some());
    let dpo = dpo_again(test, &dpo).await;
    let late = house.record_answer(&dpo, first, registry.notice, &letter(today)).await;
    assert_eq!(state_key(late), "notice-acknowledged");
}

on_both! {
    lifting_and_removing_takes_two_and_a_fresh_sign_in
    removals_have_a_limit_of_their_own
    an_answer_by_hand_stands_in_the_certificate
    the_dpo_removes_for_somebody
    a_hold_keeps_what_it_holds
    staff_are_forgotten_when_they_have_left
    recipients_are_told_until_they_answer
}
