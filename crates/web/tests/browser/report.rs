//! The Report Form in a real browser, with script and without, from the form to the answer on the receipt page;
//! and an agent who takes a call by keyboard alone (issue 4, "Every channel ends in the same case").

use amanah_actions::staff::case_queue::CaseFilter;
use amanah_domain::{CaseId, Role};
use amanah_testkit::{Engine, TestOffice};

use crate::house::House;
use crate::visit::Visit;

const SAID: &str = "Insentif saya belum masuk, sudah dua minggu.";
const MAIL: &str = "wulan.penulis@surat.example";
const ANSWER: &str = "Rekening Anda sudah kami periksa, uangnya masuk besok.";
const AGENT: &str = "tuti@kantor.example";
const PHONE: &str = "+6281234567890";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_answered_on_sqlite() {
    is_answered(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_answered_on_postgres() {
    is_answered(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_needs_no_script_on_sqlite() {
    needs_no_script(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_needs_no_script_on_postgres() {
    needs_no_script(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_needs_no_mouse_on_sqlite() {
    needs_no_mouse(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_needs_no_mouse_on_postgres() {
    needs_no_mouse(Engine::Postgres).await;
}

/// The only case that waits for agents.
async fn only_case(test: &TestOffice, agent: &amanah_actions::Session) -> CaseId {
    let page = test.office.case_queue(agent, CaseFilter::default()).await.unwrap();
    assert_eq!(page.lines.len(), 1);
    page.lines[0].case
}

async fn answer(test: &TestOffice) {
    let agent = test.staff("Tuti Petugas", AGENT, &[Role::ContactAgent]).await;
    let case = only_case(test, &agent).await;
    test.office.reply_case(&agent, case, ANSWER, "").await.unwrap();
    test.run_jobs().await;
}

/// Number and code, as they stand on the page.
async fn receipt(visit: &Visit<'_>) -> (String, String) {
    (visit.text(".receipt dd:nth-of-type(1)").await, visit.text(".receipt dd:nth-of-type(2)").await)
}

async fn open_receipt(visit: &Visit<'_>, receipt: &(String, String)) {
    visit.open("/report/receipt").await;
    visit.fill("number", &receipt.0).await;
    visit.fill("code", &receipt.1).await;
    visit.send().await;
    assert_eq!(visit.path().await, "/report/receipt", "{}", visit.text("main").await);
}

async fn is_answered(engine: Engine) {
    let house = House::open(engine).await;
    for secret in [SAID, MAIL, ANSWER] {
        house.test.secret(secret);
    }
    let visit = Visit::begin(&house).await;
    visit.open("/?lang=id").await;
    // By the menu that stands on every page.
    visit.follow("footer .ways a[href='/report']").await;
    visit.is_at("/report").await;
    visit.send().await;
    visit.is_at("/report").await;
    assert!(visit.has("#f-said-error").await && visit.has("#f-kind-error").await);
    visit.tick("kind", "complaint").await;
    visit.fill("said", SAID).await;
    visit.fill("contact", MAIL).await;
    // No waiting: the browser has done its work, and the form goes by itself.
    visit.send().await;
    visit.is_usable().await;
    let held = receipt(&visit).await;
    assert_eq!((held.0.len(), held.1.len()), (14, 19), "{held:?}");
    house.test.secret(&held.1);
    house.test.run_jobs().await;
    let letters = house.test.letters_to(MAIL);
    assert!(
        letters.iter().any(|letter| letter.text.contains(&held.0) && !letter.text.contains("dua minggu"))
    );

    visit.follow("main a[href='/report/receipt']").await;
    visit.is_at("/report/receipt").await;
    assert!(visit.text("main").await.contains(SAID));
    answer(&house.test).await;
    visit.open("/report/receipt").await;
    assert!(visit.text("main").await.contains(ANSWER), "{}", visit.text("main").await);
    visit.fill("said", "Terima kasih!").await;
    visit.send().await;
    visit.is_usable().await;
    visit.follow("form[action='/report/receipt/close'] button").await;
    assert!(!visit.text("main").await.contains(SAID));
    open_receipt(&visit, &held).await;
    let page = visit.text("main").await;
    assert!(page.contains(ANSWER) && page.contains("Terima kasih!"), "{page}");
    visit.is_usable().await;
    assert!(!visit.path().await.contains(&held.0), "nothing of it stands in an address");
    visit.end().await;
    house.finish().await;
}

async fn needs_no_script(engine: Engine) {
    let house = House::open(engine).await;
    for secret in [SAID, ANSWER] {
        house.test.secret(secret);
    }
    let visit = Visit::without_script(&house).await;
    visit.open("/report?lang=id").await;
    assert!(visit.has("noscript p").await, "the page says how long it takes without script");
    visit.tick("kind", "question").await;
    visit.fill("said", SAID).await;
    // The clock of the house stands: too early, and everything is kept.
    visit.send().await;
    assert!(visit.text("main").await.contains("Tunggu 20 detik"), "{}", visit.text("main").await);
    assert_eq!(visit.value("said").await, SAID);
    house.test.advance_seconds(20);
    visit.send().await;
    let held = receipt(&visit).await;
    answer(&house.test).await;
    visit.browser.forget_cookies().await.unwrap();
    open_receipt(&visit, &held).await;
    assert!(visit.text("main").await.contains(ANSWER), "{}", visit.text("main").await);
    visit.fill("said", "Terima kasih!").await;
    visit.send().await;
    assert!(visit.text("main").await.contains("Terima kasih!"));
    visit.end().await;
    house.finish().await;
}

/// Presses Tab until this has the focus.
async fn tab_to(visit: &Visit<'_>, wanted: &str) {
    let mut met = Vec::new();
    for _ in 0..60 {
        let here = visit.browser.focused().await.unwrap();
        if here == wanted {
            return;
        }
        met.push(here);
        visit.browser.press("Tab").await.unwrap();
    }
    panic!("{wanted} is not reached by Tab: {met:?}");
}

async fn type_into(visit: &Visit<'_>, field: &str, text: &str) {
    tab_to(visit, field).await;
    visit.browser.type_text(text).await.unwrap();
}

async fn needs_no_mouse(engine: Engine) {
    let house = House::open(engine).await;
    let person = crate::people::eligible(1).remove(0);
    let born = person.birth_date.date();
    let name = person.name.as_str().to_owned();
    let sari = house.test.register(&name, PHONE).await;
    house.test.office.save_identity(&sari, &house.test.identity_of(&person)).await.unwrap();
    house.test.run_jobs().await;
    house.test.secret("Menelepon tentang insentif");
    house.test.staff("Tuti Petugas", AGENT, &[Role::ContactAgent]).await;
    let visit = Visit::begin(&house).await;
    visit.open("/?lang=en").await;
    visit.sign_in(AGENT).await;
    visit.follow("main form:has([name=purpose]) button").await;
    visit.desk().await;
    visit.open("/staff/calls").await;
    visit.is_usable().await;
    assert_eq!(visit.browser.focused().await.unwrap(), "input#f-caller", "the hands begin here");
    visit.browser.type_text("0812 3456 7890").await.unwrap();
    visit.browser.leave_by("Enter").await.unwrap();
    assert!(visit.browser.title().await.unwrap().starts_with("An account was found."));
    assert!(!visit.text("main").await.contains(&name));
    assert_eq!(visit.browser.focused().await.unwrap(), "input#f-name");
    type_into(&visit, "input#f-name", &name).await;
    type_into(&visit, "input#f-birth-date", &born.day().to_string()).await;
    type_into(&visit, "input#f-birth-date-month", &born.month().to_string()).await;
    type_into(&visit, "input#f-birth-date-year", &born.year().to_string()).await;
    visit.browser.leave_by("Enter").await.unwrap();
    assert!(visit.browser.title().await.unwrap().starts_with("Verified."), "{}", visit.text("main").await);
    visit.is_usable().await;
    assert_eq!(visit.browser.focused().await.unwrap(), "textarea#f-said");
    visit.browser.type_text("Menelepon tentang insentif").await.unwrap();
    visit.browser.press("Shift+Tab").await.unwrap();
    assert_eq!(visit.browser.focused().await.unwrap(), "select#f-kind");
    visit.browser.press("ArrowDown").await.unwrap();
    tab_to(&visit, "button[name=step]").await;
    visit.browser.leave_by("Enter").await.unwrap();
    visit.is_usable().await;
    let number = visit.text(".receipt dd").await;
    assert_eq!(number.len(), 14, "{number}");
    house.test.run_jobs().await;
    assert!(house.test.letters_to(PHONE).iter().any(|letter| letter.text.contains(&number)));
    visit.end().await;
    house.finish().await;
}
