//! An agent works the queue by keyboard alone: from row to row, takes a case, answers it; and every page of it
//! fits on a phone and on a desk (issue 4; WCAG 2.1.1, 2.1.4).

use amanah_actions::Session;
use amanah_actions::person::view_trail::{EntryId, TrailFilter};
use amanah_actions::staff::look_up::LookUpInput;
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_domain::Role;
use amanah_domain::cases::{CaseKind, CaseState, Level};
use amanah_testkit::Engine;

use crate::house::House;
use crate::visit::Visit;

const AGENT: &str = "tuti@kantor.example";
const LEAD: &str = "lina@kantor.example";
const DPO: &str = "dian@kantor.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_enough_for_the_queue_on_sqlite() {
    works_the_queue(Engine::Sqlite, "id").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_enough_for_the_queue_on_postgres() {
    works_the_queue(Engine::Postgres, "en").await;
}

/// The page on both screens, in light and in dark, with a picture of each.
async fn see(visit: &Visit<'_>, name: &str, lang: &str) {
    visit.phone().await;
    visit.is_usable().await;
    visit.browser.screenshot(&format!("{name}-{lang}-320")).await.unwrap();
    visit.desk().await;
    visit.is_usable().await;
    visit.browser.dark(true).await.unwrap();
    visit.is_usable().await;
    visit.browser.dark(false).await.unwrap();
    visit.browser.screenshot(&format!("{name}-{lang}-1280")).await.unwrap();
}

async fn focused(visit: &Visit<'_>) -> String {
    visit.browser.focused().await.unwrap()
}

async fn press(visit: &Visit<'_>, key: &str) {
    visit.browser.press(key).await.unwrap();
}

async fn works_the_queue(engine: Engine, lang: &'static str) {
    let house = House::open(engine).await;
    let test = &house.test;
    let sari = test.register("Sari Dewi", "sari@surat.example").await;
    let agent = test.staff("Tuti Petugas", AGENT, &[Role::ContactAgent]).await;
    test.staff("Rani Petugas", "rani@kantor.example", &[Role::ContactAgent]).await;
    test.staff("Lina Kepala", LEAD, &[Role::Lead]).await;
    test.staff("Dian Pelindung", DPO, &[Role::Dpo]).await;
    let urgent = test.open_case(sari.person, CaseKind::Question, Level::Lead, 80).await;
    let later = test.open_case(sari.person, CaseKind::Complaint, Level::Officer, 10).await;
    let input = LookUpInput {
        key: "email".to_owned(),
        value: "sari@surat.example".to_owned(),
        reason: "Bertanya lewat telepon".to_owned(),
    };
    let found =
        test.office.look_up(&agent, Role::ContactAgent, StaffPurpose::AnswerQuestion, input).await.unwrap();
    drop(found);
    let trail = test.office.view_trail(&sari, TrailFilter::default()).await.unwrap();
    let look = trail.lines.iter().find(|l| l.entry.role == Role::ContactAgent).unwrap().at;

    let visit = Visit::begin(&house).await;
    visit.desk().await;
    visit.open(&format!("/?lang={lang}")).await;
    visit.sign_in(AGENT).await;
    visit.follow("main form:has([name=purpose][value=questions]) button").await;
    visit.open("/staff/cases").await;
    see(&visit, "queue", lang).await;

    // From row to row, the most urgent first; what has the focus is in sight.
    press(&visit, "j").await;
    assert!(visit.browser.attribute("a:focus", "href").await.unwrap().unwrap().ends_with(&urgent.to_hex()));
    press(&visit, "j").await;
    press(&visit, "j").await;
    assert!(visit.browser.attribute("a:focus", "href").await.unwrap().unwrap().ends_with(&later.to_hex()));
    press(&visit, "x").await;
    assert!(visit.has(&format!("[name=case-{}]:checked", later.to_hex())).await);
    press(&visit, "k").await;
    press(&visit, "/").await;
    assert!(focused(&visit).await.contains("by-state"), "{}", focused(&visit).await);
    press(&visit, "Escape").await;
    press(&visit, "?").await;
    assert!(visit.has(".keys[open]").await);
    see(&visit, "queue-keys", lang).await;

    // Takes the one in focus, not the one that was ticked before; it opens.
    press(&visit, "j").await;
    visit.browser.leave_by("a").await.unwrap();
    assert_eq!(visit.path().await, format!("/staff/cases/{}", urgent.to_hex()));
    assert_eq!(test.case_row(urgent).await.holder, Some(agent.person));
    assert_eq!(test.case_row(later).await.holder, None);
    see(&visit, "case-question", lang).await;

    // A text to begin with, in the person's language, then the answer that closes the case.
    visit.open(&format!("/staff/cases/{}?template=received", urgent.to_hex())).await;
    assert!(visit.value("reply").await.contains("7KQ2-"), "{}", visit.value("reply").await);
    press(&visit, "r").await;
    assert!(focused(&visit).await.contains("f-reply"), "{}", focused(&visit).await);
    // Letters that are typed are letters.
    visit.browser.type_text(" aaa").await.unwrap();
    press(&visit, "Tab").await;
    visit.browser.leave_by("Enter").await.unwrap();
    assert!(visit.text(".history .ours").await.contains("aaa"));
    press(&visit, "i").await;
    assert!(visit.has(".note-form[open]").await);
    visit.fill("note", "Sudah ditelepon").await;
    visit.follow(".note-form button").await;
    assert!(visit.text(".history .inside").await.contains("Sudah ditelepon"));
    visit.open(&format!("/staff/cases/{}", urgent.to_hex())).await;
    visit.send().await;
    assert!(visit.has("#f-reason-error").await);
    see(&visit, "case-question-wrong", lang).await;
    visit.fill("reason", "Pesan terkirim ke nomor lama Anda").await;
    // A colleague is first.
    let rani = test.office.answer_case(&agent, urgent, "Sudah dijawab").await;
    assert!(rani.is_ok(), "{rani:?}");
    visit.send().await;
    assert!(visit.has("main .notice").await && visit.text("main").await.contains("Sudah dijawab"));
    let complaints = visit.browser.console_errors().await.unwrap();
    assert!(complaints.iter().all(|line| line.contains("409") || line.contains("422")), "{complaints:?}");
    see(&visit, "case-colleague-first", lang).await;
    assert_eq!(test.case_row(urgent).await.state, CaseState::Answered);

    // Several at once, with what was not done.
    visit.open("/staff/cases").await;
    visit.click(&format!("[name=case-{}]", later.to_hex())).await;
    visit.follow("#several [value=hand-over]").await;
    see(&visit, "hand-over", lang).await;
    visit.send().await;
    assert!(visit.has("#f-to-error").await);
    visit.tick("to", &agent.person.to_hex()).await;
    visit.send().await;
    assert_eq!(test.case_row(later).await.holder, Some(agent.person));
    visit.open("/staff/cases?who=mine&state=late").await;
    visit.is_usable().await;
    visit.open("/staff/cases?number=7KQ2-ZZZZ-ZZZZ").await;
    see(&visit, "queue-not-found", lang).await;
    visit.sign_out().await;

    leads(&visit, &sari, lang).await;
    hears_a_complaint(&visit, &sari, look, lang).await;
    visit.end().await;
    test.run_jobs().await;
    house.finish().await;
}

async fn leads(visit: &Visit<'_>, sari: &Session, lang: &str) {
    let test = &visit.house.test;
    let raised = test.open_case(sari.person, CaseKind::Deletion, Level::Lead, 70).await;
    visit.sign_in(LEAD).await;
    visit.follow("main form:has([name=purpose]) button").await;
    visit.is_at("/staff/lead").await;
    see(visit, "lead", lang).await;
    visit.click(&format!("[name=case-{}]", raised.to_hex())).await;
    visit.follow("#several button").await;
    assert!(visit.text("main").await.contains("Dian Pelindung"));
    visit.open(&format!("/staff/cases/{}", raised.to_hex())).await;
    assert!(!visit.has("dl.values").await, "whoever leads opens nothing");
    visit.sign_out().await;
}

async fn hears_a_complaint(visit: &Visit<'_>, sari: &Session, look: EntryId, lang: &str) {
    let test = &visit.house.test;
    let case = test.office.complain_about(sari, look).await.unwrap();
    visit.sign_in(DPO).await;
    visit.follow("main form:has([name=purpose][value=rights]) button").await;
    visit.is_at("/staff/cases").await;
    visit.follow(&format!("a[href='/staff/cases/{}']", case.to_hex())).await;
    let page = visit.text("main").await;
    assert!(page.contains("Bertanya lewat telepon"), "the reason of whoever looked: {page}");
    see(visit, "case-look-complaint", lang).await;
    visit.fill("reason", "Petugas menjawab telepon Anda sendiri").await;
    visit.send().await;
    assert_eq!(visit.browser.count(".bound").await.unwrap(), 2, "the use and the answer");
    visit.open("/staff/cases").await;
    visit.follow("main tbody a").await;
    see(visit, "case-deletion", lang).await;
    visit.tick("decision", "refuse").await;
    visit.fill("reason", "Pengadilan memintanya").await;
    visit.send().await;
    assert!(visit.has("#f-ground-error").await);
    visit.tick("ground", "law-enforcement").await;
    visit.send().await;
    see(visit, "case-own-proposal", lang).await;
    visit.sign_out().await;
}
