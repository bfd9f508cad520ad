//! A reviewer works a case and cannot look without leaving a line in that person's trail (issue 2, way
//! 8; clauses 4.1 b, 4.1 l, 7.3).

use amanah_actions::Session;
use amanah_actions::person::save_livelihood::LivelihoodInput;
use amanah_actions::staff::case_queue::CaseFilter;
use amanah_domain::{CaseId, Role};
use amanah_testkit::{Engine, SyntheticPerson, TestOffice};

use crate::house::House;
use crate::people::eligible;
use crate::visit::Visit;

const REASON: &str = "Her neighbour says that she is a village official";
const DECISION: &str = "Casual work is allowed in this programme";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reviewer_leaves_a_line_on_sqlite() {
    leaves_a_line(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reviewer_leaves_a_line_on_postgres() {
    leaves_a_line(Engine::Postgres).await;
}

/// Somebody about whose occupation only a human may decide.
async fn enrol_with_question(test: &TestOffice, person: &SyntheticPerson) -> Session {
    let session = test.enrol(person).await;
    let work = LivelihoodInput {
        occupation: "other".to_owned(),
        education: "senior-high".to_owned(),
        enrolled: "no".to_owned(),
    };
    test.office.save_livelihood(&session, &work).await.unwrap();
    test.run_jobs().await;
    session
}

async fn cases(test: &TestOffice, session: &Session) -> Vec<(CaseId, bool)> {
    let page = test.office.case_queue(session, CaseFilter::default()).await.unwrap();
    page.lines.iter().map(|line| (line.case, line.not_yours)).collect()
}

async fn entries(test: &TestOffice) -> u64 {
    test.office.open_ledger().await.unwrap().logs.iter().map(|log| log.size).sum()
}

async fn leaves_a_line(engine: Engine) {
    let house = House::open(engine).await;
    let test = &house.test;
    let people = eligible(2);
    let (person, own) = (&people[0], &people[1]);
    enrol_with_question(test, person).await;
    // The reviewer registered for the programme as well.
    enrol_with_question(test, own).await;
    let reviewer = test.staff(own.name.as_str(), own.email.as_str(), &[Role::Reviewer]).await;
    let visit = Visit::begin(&house).await;
    visit.desk().await;
    visit.sign_in(own.email.as_str()).await;
    visit.is_at("/staff").await;

    // Nothing opens before a purpose is chosen.
    visit.open("/staff/look-up").await;
    visit.is_at("/staff/look-up").await;
    assert!(!visit.has("[name=value]").await && visit.has(".bar-none").await);
    visit.open("/staff").await;
    visit.follow("main form:has([name=purpose][value=due-diligence]) button").await;
    visit.is_at("/staff/look-up").await;
    assert!(!visit.has(".bar-none").await);

    looks_up(&visit, person).await;
    finds_nobody(&visit).await;
    cannot_look_at_oneself(&visit, own).await;
    decides(&visit, &reviewer).await;
    visit.end().await;

    let visit = Visit::begin(&house).await;
    the_person_sees_who_looked(&visit, person).await;
    visit.end().await;
    house.finish().await;
}

async fn ask(visit: &Visit<'_>, nik: &str, reason: &str) {
    visit.tick("kind", "nik").await;
    visit.fill("value", nik).await;
    visit.fill("reason", reason).await;
    visit.send().await;
}

async fn looks_up(visit: &Visit<'_>, person: &SyntheticPerson) {
    let nik = person.nik.as_str();
    // By mail or telephone a reviewer finds nobody: the purpose does not open those.
    assert_eq!(visit.browser.count("[name=kind]").await.unwrap(), 1);
    ask(visit, nik, "").await;
    visit.is_at("/staff/look-up").await;
    assert!(visit.has("#f-reason-error").await && visit.value("value").await == nik);
    ask(visit, nik, REASON).await;
    visit.is_usable().await;
    let page = visit.text("main").await;
    assert!(page.contains(person.name.as_str()) && page.contains(&nik[12..]), "{page}");
    assert!(page.contains(REASON), "{page}");
    // What the purpose does not need is shown as closed, not as missing.
    assert!(!page.contains(person.email.as_str()), "{page}");
    assert!(visit.browser.count("dl.values .shut").await.unwrap() >= 2, "{page}");
}

async fn finds_nobody(visit: &Visit<'_>) {
    let test = &visit.house.test;
    let before = entries(test).await;
    visit.open("/staff/look-up").await;
    ask(visit, "3174015203980001", "A letter with this number came").await;
    visit.is_at("/staff/look-up").await;
    assert!(visit.has("main .notice[role=status]").await);
    assert!(entries(test).await > before, "a look-up without a match is on record too");
}

async fn cannot_look_at_oneself(visit: &Visit<'_>, own: &SyntheticPerson) {
    let test = &visit.house.test;
    visit.open("/staff/look-up").await;
    let before = entries(test).await;
    ask(visit, own.nik.as_str(), "I wonder how far my case is").await;
    let page = visit.text("body").await;
    assert!(!page.contains(&own.nik.as_str()[12..]) && !visit.has("dl.values").await, "{page}");
    assert!(entries(test).await > before, "a refusal is on record");
    let complaints = visit.browser.console_errors().await.unwrap();
    assert!(complaints.iter().all(|line| line.contains("403")), "{complaints:?}");
    visit.is_usable().await;
}

async fn decides(visit: &Visit<'_>, reviewer: &Session) {
    let test = &visit.house.test;
    visit.open("/staff/cases").await;
    visit.is_at("/staff/cases").await;
    let waiting = cases(test, reviewer).await;
    let own: Vec<_> = waiting.iter().filter(|(_, not_yours)| *not_yours).collect();
    assert_eq!((waiting.len(), own.len()), (2, 1));
    // Their own case is listed and leads nowhere; its address, typed by hand, opens nothing.
    assert_eq!(visit.browser.count("main tbody a").await.unwrap(), 1);
    visit.open(&format!("/staff/cases/{}", own[0].0.to_hex())).await;
    visit.is_usable().await;
    assert!(!visit.has("dl.values").await && !visit.has("[name=decision]").await);

    visit.open("/staff/cases").await;
    visit.follow("main tbody a").await;
    visit.is_usable().await;
    let case = visit.path().await;
    visit.fill("reason", DECISION).await;
    visit.send().await;
    assert!(visit.has("#f-decision-error").await && visit.value("reason").await == DECISION);
    visit.tick("decision", "grant").await;
    visit.send().await;
    visit.is_at(&case).await;
    assert!(visit.text("main").await.contains(DECISION) && !visit.has("[name=decision]").await);
}

async fn the_person_sees_who_looked(visit: &Visit<'_>, person: &SyntheticPerson) {
    let test = &visit.house.test;
    test.run_jobs().await;
    let email = person.email.as_str();
    assert!(test.letters_to(email).iter().any(|letter| letter.text.contains(DECISION)), "the person is told");
    visit.sign_in(email).await;
    visit.is_at("/me").await;
    // The home page says at once that somebody looked.
    assert!(visit.has("main .glance a[href='/me/trail']").await);
    visit.open("/me/eligibility").await;
    visit.is_at("/me/eligibility").await;
    assert!(visit.text("main").await.contains(DECISION));

    visit.open("/me/trail?who=reviewer").await;
    visit.is_usable().await;
    let lines = visit.browser.count("main ol.rows > li").await.unwrap();
    assert!(lines >= 2, "the look-up and the case: {}", visit.text("main").await);
    let mut told = false;
    for line in 1..=lines {
        visit.open("/me/trail?who=reviewer").await;
        visit.follow(&format!("main ol.rows > li:nth-child({line}) a")).await;
        visit.is_usable().await;
        told |= visit.text("main").await.contains(REASON);
    }
    assert!(told, "the reason stands beside the look");
}
