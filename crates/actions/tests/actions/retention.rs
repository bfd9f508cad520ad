//! Times to keep: years pass, and what has reached its end goes by itself, on the word of the policy, with a
//! record each; a hold keeps it, a clock that goes back removes nothing.

use amanah_actions::clock_guard::ClockWord;
use amanah_actions::removal::RemovalRequest;
use amanah_actions::retention::{DryLine, RetentionRun};
use amanah_actions::staff::place_hold::HoldInput;
use amanah_actions::staff::remove_for::Whom;
use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::states::{HoldGround, RemovalAct, RemovalState};
use amanah_domain::{
    CaseId, Category, Entry, Operation, Outcome, PersonId, PersonState, PurposeId, Role, Timestamp,
};
use amanah_ledger::LogId;
use amanah_store::accounts::{self, AccountKind};
use amanah_store::cases::{self, CaseRow};
use amanah_store::reports::{self, Report};
use amanah_store::retention::{Counted, releases};
use amanah_store::staff::{self, RoleRow};
use amanah_store::{ledger_rows, outbox, removals, settings};
use amanah_testkit::TestOffice;

use crate::decided;
use crate::on_both;
use crate::people::eligible;
use crate::removal_helpers::{give_place, places_of, rows_of};

on_both! {
    years_pass_and_a_person_goes_piece_by_piece
    a_place_is_accounted_for_and_no_longer
    what_stayed_after_a_request_goes_by_its_rule
    a_hold_keeps_everything_until_it_ends
    a_clock_that_goes_back_removes_nothing
    letters_cases_and_reasons_go_by_their_own_time
    staff_go_after_they_left
    those_who_go_are_counted_once_and_in_no_small_group
    the_nightly_job_does_it_and_reports
    another_policy_looks_at_everybody_again
    certificates_and_tags_go_when_their_time_is_over
}

const DAY: i64 = 24;
const YEAR: i64 = 366 * DAY;
const PASSWORD: &str = "empat kuda makan di sawah";

pub(crate) async fn run(test: &TestOffice) -> RetentionRun {
    // Months go by in these tests without anybody at work.
    test.office.confirm_clock().await.unwrap();
    let run = test.office.run_retention(false, &mut |_| {}).await.unwrap();
    // Whatever follows a removal.
    test.run_jobs().await;
    assert!(run.is_fine(), "{run:?}");
    run
}

async fn beforehand(test: &TestOffice, on: Timestamp) -> (RetentionRun, Vec<DryLine>) {
    let mut lines = Vec::new();
    let run = test.office.dry_run_retention(on, &mut |line| lines.push(line)).await.unwrap();
    (run, lines)
}

/// Somebody who registered, filled in everything, and ended it; their letters are handed over.
pub(crate) async fn ended(test: &TestOffice, at: usize) -> PersonId {
    let people = eligible(at + 1);
    let session = test.enrol(&people[at]).await;
    test.office.set_password(&session, PASSWORD.to_owned()).await.unwrap();
    test.run_jobs().await;
    test.office.remove_own(&session, RemovalRequest::END).await.unwrap();
    test.run_jobs().await;
    session.person
}

pub(crate) async fn is_there(test: &TestOffice, person: PersonId) -> bool {
    test.office.store.read(move |db| accounts::read(db, &person)).await.unwrap().is_some()
}

/// Entries of the ledger for retention: operation and note.
async fn on_record(test: &TestOffice) -> Vec<(Operation, String)> {
    let entries = test.office.store.read(|db| ledger_rows::entries(db, LogId(1), 0, 1_000)).await.unwrap();
    let entries = entries.into_iter().filter_map(|entry| Entry::decode(&entry.body));
    entries
        .filter(|entry| entry.purpose == PurposeId::Retention && entry.outcome == Outcome::Allowed)
        .filter(|entry| entry.role == Role::System && entry.recipient.is_none())
        .filter(|entry| entry.note != "clock confirmed")
        .map(|entry| (entry.operation, entry.note))
        .collect()
}

async fn last_report(test: &TestOffice) -> Report {
    test.office.store.read(|db| reports::newest(db, "retention")).await.unwrap().unwrap()
}

async fn years_pass_and_a_person_goes_piece_by_piece(test: &mut TestOffice) {
    let person = ended(test, 0).await;
    let before = rows_of(test, person).await;
    assert!(before.contains(&Category::Livelihood) && before.contains(&Category::Identity));
    let records = on_record(test).await.len();

    test.advance_hours(29 * DAY);
    assert!(run(test).await.people.is_empty(), "nothing is over yet");
    test.advance_hours(2 * DAY);
    let now = test.office.now();
    let (dry, lines) = beforehand(test, now).await;
    let done = run(test).await;
    assert_eq!(done.people_by(RemovalAct::Erase, Category::Access), 1);
    assert_eq!((done.people.len(), dry.people.clone()), (1, done.people.clone()), "as said beforehand");
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!((line.person, line.act, line.rule.as_str()), (person, "erase", "account-closed/30 days"));
    assert_eq!(line.clause, "5.3", "the category's own rule");
    assert_eq!(run(test).await.people.len(), 0, "once is enough");
    assert_eq!(on_record(test).await.len(), records + 1, "each removal has its entry");

    // After a year only the letters have a ground left: name and address to which they went.
    test.advance_hours(YEAR);
    let done = run(test).await;
    assert_eq!(done.people_by(RemovalAct::Erase, Category::Livelihood), 1);
    assert_eq!(done.people_by(RemovalAct::Erase, Category::Numbers), 1);
    let left = rows_of(test, person).await;
    assert!(left.iter().all(|one| matches!(one, Category::Identity | Category::Contact)), "{left:?}");
    assert!(is_there(test, person).await);

    test.advance_hours(YEAR);
    let done = run(test).await;
    let destroyed: u64 = done.people.iter().filter(|(key, _)| key.act == "destroy").map(|(_, n)| n).sum();
    assert_eq!((destroyed, done.counted, done.not_counted), (1, 0, 1), "one alone is no group");
    assert!(!is_there(test, person).await);
    // What is left says when and by which rule, and leads to nobody.
    test.advance_hours(DAY);
    test.run_jobs().await;
    assert_eq!(places_of(test, person).await, []);
    let removals =
        test.office.store.read(|db| removals::list(db, Timestamp::from_millis(0), 0, 10)).await.unwrap();
    let by_rule: Vec<_> = removals.iter().filter(|row| row.asked_by == Role::System).collect();
    assert!(by_rule.iter().all(|row| row.state == RemovalState::Confirmed && row.person.is_none()));
    let newest = by_rule.iter().find(|row| row.act == RemovalAct::Destroy).unwrap();
    assert_eq!(newest.ground, "time-over letter-sent/2 years");
    assert_eq!(run(test).await.looks, 0, "nobody is looked for among everybody");
}

async fn a_place_is_accounted_for_and_no_longer(test: &mut TestOffice) {
    let people = eligible(1);
    let session = test.enrol(&people[0]).await;
    let person = session.person;
    give_place(test, person).await;
    test.office.remove_own(&session, RemovalRequest::END).await.unwrap();
    test.run_jobs().await;
    test.advance_hours(2 * YEAR + 3 * DAY);
    run(test).await;
    let left = rows_of(test, person).await;
    assert!(left.contains(&Category::Identity) && left.contains(&Category::Numbers), "{left:?}");
    assert!(!left.contains(&Category::Livelihood), "its category's own rule ended it: {left:?}");
    // Five years: the number goes by its category's rule, and with it everything that is there.
    test.advance_hours(3 * YEAR);
    let done = run(test).await;
    assert_eq!(done.people_by(RemovalAct::Erase, Category::Numbers), 1, "{done:?}");
    assert!(is_there(test, person).await, "the payout account, had there been one, stays for ten years");
    assert_eq!(rows_of(test, person).await, []);
    // The number is gone; that a benefit was given is still known, and to nobody but that one check.
    let tags = || async { test.office.store.read(amanah_store::kept_tags::count).await.unwrap() };
    assert_eq!(tags().await, 1);
    test.advance_hours(5 * YEAR);
    run(test).await;
    assert_eq!((is_there(test, person).await, tags().await), (false, 1));
    test.advance_hours(6 * YEAR);
    run(test).await;
    assert_eq!(tags().await, 0);
}

async fn what_stayed_after_a_request_goes_by_its_rule(test: &mut TestOffice) {
    let people = eligible(1);
    let session = test.enrol(&people[0]).await;
    let person = session.person;
    give_place(test, person).await;
    let removed = test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    test.run_jobs().await;
    let certificate = test.office.view_certificate(&removed.code).await.unwrap();
    let told: Vec<Timestamp> = certificate
        .kept
        .iter()
        .filter(|line| matches!(line.kept, amanah_actions::removal::Kept::Category(_)))
        .map(|line| line.until.unwrap())
        .collect();
    assert!(!told.is_empty(), "{certificate:?}");
    let last = *told.iter().max().unwrap();
    let left = rows_of(test, person).await;
    assert!(left.contains(&Category::Identity) && left.contains(&Category::Numbers), "{left:?}");

    // Until the day that the certificate names, and not a day longer.
    test.clock.set(Timestamp::from_millis(last.millis() - 86_400_000));
    run(test).await;
    assert_eq!(rows_of(test, person).await, left, "the day before");
    test.clock.set(last.plus_hours(DAY));
    run(test).await;
    assert_eq!(rows_of(test, person).await, [], "the day after");
}

async fn a_hold_keeps_everything_until_it_ends(test: &mut TestOffice) {
    let person = ended(test, 0).await;
    test.advance_hours(3 * YEAR);
    let dpo = test.staff("Dewi Petugas", "dewi@kantor.example", &[Role::Dpo]).await;
    let input = HoldInput {
        whom: Whom::Person(person),
        ground: HoldGround::Audit,
        days: 90,
        reason: "Pemeriksaan keuangan negara tahun lalu".to_owned(),
    };
    let hold = test.office.place_hold(&dpo, &input).await.unwrap();
    let now = test.office.now();
    let (dry, lines) = beforehand(test, now).await;
    assert_eq!((dry.held, dry.people.len()), (1, 0));
    assert!(lines.iter().all(|line| line.act == "held" && line.person == person), "{lines:?}");
    let letters = letters_of(test, person).await;
    let done = run(test).await;
    assert!(done.held == 1 && done.people.is_empty(), "{done:?}");
    assert_eq!(letters_of(test, person).await, letters, "letters are held as well");
    assert!(is_there(test, person).await && last_report(test).await.summary.contains("held back"));
    test.advance_hours(DAY);
    assert!(run(test).await.people.is_empty(), "passed over, not removed");

    let dpo = test.sign_in("dewi@kantor.example").await;
    test.office.lift_hold(&dpo, hold, "Pemeriksaan selesai").await.unwrap();
    test.advance_hours(DAY);
    let done = run(test).await;
    assert_eq!((done.held, is_there(test, person).await), (0, false), "{done:?}");
}

async fn a_clock_that_goes_back_removes_nothing(test: &mut TestOffice) {
    let person = ended(test, 0).await;
    let start = test.office.now();
    test.advance_hours(20 * DAY);
    run(test).await;
    test.clock.set(start.plus_hours(10 * DAY));
    let done = test.office.run_retention(false, &mut |_| {}).await.unwrap();
    assert!(matches!(done.clock, ClockWord::WentBack(240)) && !done.is_fine() && done.people.is_empty());
    let report = last_report(test).await;
    assert!(!report.fine || report.ran_at > start.plus_hours(10 * DAY), "{report:?}");
    // Where it went on before it went back, what is due waits for the clock to be right again.
    test.clock.set(start.plus_hours(40 * DAY));
    assert_eq!(run(test).await.people_by(RemovalAct::Erase, Category::Access), 1);
    assert!(is_there(test, person).await);
}

async fn letters_of(test: &TestOffice, person: PersonId) -> usize {
    test.office.store.read(move |db| outbox::of_person(db, &person, 50)).await.unwrap().len()
}

async fn letters_cases_and_reasons_go_by_their_own_time(test: &mut TestOffice) {
    let people = eligible(2);
    let session = test.enrol(&people[0]).await;
    let other = test.enrol(&people[1]).await;
    test.run_jobs().await;
    let (person, now) = (session.person, test.office.now());
    let case = move |number: u8, kind| {
        CaseRow::new(person, CaseId::from_bytes([number; 16]), kind, &format!("{number}"), now)
    };
    test.office
        .store
        .write(move |db| {
            for (number, kind) in
                [(1, CaseKind::Eligibility), (2, CaseKind::Identity), (3, CaseKind::ContactChange)]
            {
                decided::open(db, &case(number, kind))?;
                if number != 3 {
                    let by = other.person;
                    let id = CaseId::from_bytes([number; 16]);
                    decided::decide(db, &id, CaseState::Refused, by, now)?;
                }
            }
            Ok::<_, amanah_store::StoreError>(())
        })
        .await
        .unwrap();
    let had = letters_of(test, person).await;
    assert!(had > 0);
    test.advance_hours(2 * YEAR);
    let now = test.office.now();
    let (dry, _) = beforehand(test, now).await;
    let records = on_record(test).await.len();
    let done = run(test).await;
    assert!(done.people.is_empty(), "both accounts are open");
    assert_eq!((done.letters as usize >= had, done.cases), (true, 1), "{done:?}");
    assert_eq!((dry.letters, dry.cases), (2, 1), "two people have letters, one a case");
    assert_eq!(letters_of(test, person).await, 0);
    let kinds = test.office.store.read(move |db| cases::of_person(db, &person)).await.unwrap();
    let mut kinds: Vec<_> = kinds.into_iter().map(|case| case.kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [CaseKind::Identity, CaseKind::ContactChange], "fraud keeps five years; one is open");
    // Each of whom something went has a line in their trail.
    let notes: Vec<String> = on_record(test).await.into_iter().skip(records).map(|(_, note)| note).collect();
    assert_eq!(notes.iter().filter(|note| *note == "letters/letter-sent/2 years").count(), 2, "{notes:?}");
    assert_eq!(notes.iter().filter(|note| *note == "cases/case-decided/2 years").count(), 1, "{notes:?}");
    test.advance_hours(3 * YEAR + 3 * DAY);
    assert_eq!(run(test).await.cases, 1);
    assert!(is_there(test, person).await);
}

async fn staff_go_after_they_left(test: &mut TestOffice) {
    let session = test.register("Agus Pemeriksa", "agus@kantor.example").await;
    let (person, now) = (session.person, test.office.now());
    test.office.set_password(&session, PASSWORD.to_owned()).await.unwrap();
    let role = RoleRow {
        person,
        role: Role::Reviewer,
        granted_by: person,
        granted_at: now,
        approved_by: Some(person),
        approved_at: Some(now),
        ends_at: now.plus_hours(180 * DAY),
        reviewed_at: None,
        ended_at: None,
    };
    test.office
        .store
        .write(move |db| {
            accounts::set_kind(db, &person, AccountKind::Staff, 1, now)?;
            staff::add_role(db, &role)
        })
        .await
        .unwrap();
    test.run_jobs().await;
    test.advance_hours(100 * DAY);
    assert!(run(test).await.people.is_empty());
    let now = test.office.now();
    test.office.store.write(move |db| staff::end_roles(db, &person, now)).await.unwrap();
    test.advance_hours(31 * DAY);
    let done = run(test).await;
    assert_eq!(done.people_by(RemovalAct::Erase, Category::Access), 1, "{done:?}");
    // Their letters outlast the year after which the rest would go.
    test.advance_hours(YEAR);
    run(test).await;
    assert!(is_there(test, person).await);
    test.advance_hours(YEAR);
    let done = run(test).await;
    assert!(!is_there(test, person).await, "{done:?}");
    assert_eq!((done.counted, done.not_counted), (0, 0), "staff are not counted among participants");
}

/// People with an account and nothing else, who ended it; by province.
async fn leavers(test: &TestOffice, of: &[(i64, u32)]) -> Vec<PersonId> {
    let mut all = Vec::new();
    for (province, count) in of {
        for number in 0..*count {
            let contact = format!("p{province}n{number}@example.id");
            let session = test.register("Siti Rahayu", &contact).await;
            let (person, province) = (session.person, *province);
            test.office.store.write(move |db| accounts::set_province(db, &person, province)).await.unwrap();
            test.office.remove_own(&session, RemovalRequest::END).await.unwrap();
            all.push(person);
        }
    }
    test.run_jobs().await;
    all
}

async fn those_who_go_are_counted_once_and_in_no_small_group(test: &mut TestOffice) {
    let all = leavers(test, &[(32, 20), (91, 12), (94, 7), (0, 1)]).await;
    test.advance_hours(3 * YEAR);
    let done = run(test).await;
    assert_eq!((done.groups, done.counted, done.not_counted), (2, 40, 0), "{done:?}");
    for person in all {
        assert!(!is_there(test, person).await);
    }
    let groups = test.office.store.read(|db| releases(db, 10)).await.unwrap();
    let told: Vec<(&str, u64)> = groups.iter().map(|group| (group.cell.as_str(), group.people)).collect();
    assert_eq!(told, [("32/2026/registered", 20), ("all/2026/registered", 20)]);
    assert!(last_report(test).await.summary.contains("40 people in 2 groups, each of at least 20"));

    // Three are no group, not even with those who went before.
    let more = leavers(test, &[(32, 3)]).await;
    test.advance_hours(3 * YEAR);
    let done = run(test).await;
    assert_eq!((done.groups, done.counted, done.not_counted), (0, 0, 3));
    assert!(!is_there(test, more[0]).await, "destroyed all the same");
    let groups: Vec<Counted> = test.office.store.read(|db| releases(db, 10)).await.unwrap();
    assert_eq!(groups.len(), 2);
}

async fn the_nightly_job_does_it_and_reports(test: &mut TestOffice) {
    let person = ended(test, 0).await;
    // Nights go by; of those that were missed one does it all.
    test.advance_hours(3 * YEAR);
    test.office.confirm_clock().await.unwrap();
    test.office.plan_daily_work().await.unwrap();
    test.run_jobs().await;
    assert!(is_there(test, person).await, "it is not night yet");
    test.advance_hours(DAY);
    test.run_jobs().await;
    assert!(!is_there(test, person).await);
    let report = last_report(test).await;
    assert!(report.fine && report.summary.contains("destroy"), "{report:?}");
    test.advance_hours(DAY);
    test.run_jobs().await;
    let second = last_report(test).await;
    assert!(second.ran_at > report.ran_at && second.summary.starts_with("0 looks"), "{second:?}");
}

async fn another_policy_looks_at_everybody_again(test: &mut TestOffice) {
    let person = ended(test, 0).await;
    ended(test, 1).await;
    test.advance_hours(60 * DAY);
    let first = run(test).await;
    assert_eq!(first.people_by(RemovalAct::Erase, Category::Access), 2);
    // Two events each. The last of a page is looked at again: how far it came is remembered by half an id.
    assert_eq!((first.looks, run(test).await.looks), (4, 2));
    // As if what was worked through had been so by another policy. Other settings are not touched.
    let other = "retention0";
    test.office
        .store
        .write(move |db| {
            settings::put(db, other, b"something else")?;
            settings::put(db, "retention-policy", b"another")
        })
        .await
        .unwrap();
    let now = test.office.now();
    let (dry, _) = beforehand(test, now).await;
    assert_eq!(dry.people.len(), 0);
    assert_eq!((run(test).await.looks, run(test).await.looks), (4, 2));
    assert!(test.office.store.read(move |db| settings::read(db, other)).await.unwrap().is_some());
    let afresh = test.office.run_retention(true, &mut |_| {}).await.unwrap();
    assert_eq!((afresh.looks, afresh.people.len()), (4, 0));
    let account = test.office.store.read(move |db| accounts::read(db, &person)).await.unwrap().unwrap();
    assert_eq!((account.state, account.kind), (PersonState::Ended, AccountKind::Participant));
}

async fn certificates_and_tags_go_when_their_time_is_over(test: &mut TestOffice) {
    let people = eligible(1);
    let session = test.enrol(&people[0]).await;
    give_place(test, session.person).await;
    let removed = test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    test.run_jobs().await;
    test.advance_hours(4 * YEAR);
    assert_eq!(run(test).await.removals, 0);
    assert!(test.office.view_certificate(&removed.code).await.is_ok());
    // Five years end the certificate of somebody of whom nothing is left; here something still stays.
    test.advance_hours(YEAR + 3 * DAY);
    assert_eq!(run(test).await.removals, 0);
    assert!(test.office.view_certificate(&removed.code).await.is_ok());
    // The tag stays for ten years after the removal.
    let tags = || async { test.office.store.read(amanah_store::kept_tags::count).await.unwrap() };
    assert_eq!(tags().await, 1);
    test.advance_hours(5 * YEAR);
    let last = run(test).await;
    assert_eq!((last.tags, tags().await), (1, 0));
    assert!(last.removals >= 1, "what told of the person goes with the last of them");
    assert!(test.office.view_certificate(&removed.code).await.is_err());
}
