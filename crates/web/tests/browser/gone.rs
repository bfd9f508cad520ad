//! Gone means gone, as people meet it (issue 3; clauses 5.5 and 7.4; Law 27/2022, articles 42 to 45): a
//! person deletes one value, then everything, and holds the certificate in hand when the account is no
//! more; the DPO holds somebody's data, lifts the hold, and removes for somebody who asked by letter.
//! Every page on the way is looked at on a phone and on a desk. SQLite speaks Indonesian, PostgreSQL
//! English.

use amanah_actions::Session;
use amanah_domain::Role;
use amanah_domain::values::AddressInput;
use amanah_testkit::{Engine, SyntheticPerson, TestOffice};
use serde_json::Value;

use crate::house::House;
use crate::people::{administrator, eligible};
use crate::visit::Visit;

const DPO: &str = "dewi@kantor.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_is_gone_and_can_prove_it_on_sqlite() {
    is_gone_and_can_prove_it(Engine::Sqlite, "id").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_is_gone_and_can_prove_it_on_postgres() {
    is_gone_and_can_prove_it(Engine::Postgres, "en").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn going_needs_no_script_on_sqlite() {
    needs_no_script(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn going_needs_no_script_on_postgres() {
    needs_no_script(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_dpo_holds_lifts_and_removes_on_sqlite() {
    holds_lifts_and_removes(Engine::Sqlite, "id").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_dpo_holds_lifts_and_removes_on_postgres() {
    holds_lifts_and_removes(Engine::Postgres, "en").await;
}

/// Somebody with an address and an account for money, whose NIK the civil registry has checked.
async fn settled(test: &TestOffice, person: &SyntheticPerson) -> Session {
    let session = test.enrol(person).await;
    let home = AddressInput {
        street: "Jalan Melati 5",
        rt: "4",
        rw: "2",
        village: "",
        district: person.address.district_code(),
        postcode: "12730",
    };
    test.office.save_address(&session, &home).await.unwrap();
    test.office.save_payout(&session, "002", "033901020304567").await.unwrap();
    test.run_jobs().await;
    session
}

/// Looks at the page on both screens, in light and dark, and keeps pictures.
async fn see(visit: &Visit<'_>, lang: &str, name: &str) {
    visit.phone().await;
    visit.is_usable().await;
    visit.browser.screenshot(&format!("{name}-{lang}-320")).await.unwrap();
    visit.desk().await;
    visit.browser.screenshot(&format!("{name}-{lang}-1280")).await.unwrap();
    visit.browser.dark(true).await.unwrap();
    visit.is_usable().await;
    visit.browser.dark(false).await.unwrap();
    visit.phone().await;
    assert_eq!(visit.browser.attribute("html", "lang").await.unwrap().as_deref(), Some(lang), "{name}");
}

async fn is_gone_and_can_prove_it(engine: Engine, lang: &str) {
    let house = House::open(engine).await;
    let test = &house.test;
    let person = eligible(1).remove(0);
    settled(test, &person).await;
    let visit = Visit::begin(&house).await;
    visit.open(&format!("/?lang={lang}")).await;
    visit.sign_in(person.email.as_str()).await;

    chooses_a_way(&visit, lang).await;
    deletes_one_value(&visit, lang).await;
    deletes_parts(&visit, lang).await;
    let code = destroys_everything(&visit, lang, &person).await;
    reads_the_certificate(&visit, lang, &code).await;
    takes_the_files(&visit, &code).await;
    signs_in_no_more(&visit, &person).await;
    visit.end().await;
    house.finish().await;
}

/// The whole way out, with script switched off: one value, then to end, then everything.
async fn needs_no_script(engine: Engine) {
    let house = House::open(engine).await;
    let test = &house.test;
    let person = eligible(1).remove(0);
    settled(test, &person).await;
    let visit = Visit::without_script(&house).await;
    visit.sign_in(person.email.as_str()).await;
    visit.open("/me/leave/parts").await;
    visit.tick("field-address", "yes").await;
    visit.send().await;
    visit.send().await;
    assert!(visit.path().await.starts_with("/certificate/"), "{}", visit.text("main").await);
    visit.open("/me/leave").await;
    visit.tick("way", "end").await;
    visit.send().await;
    visit.send().await;
    assert!(visit.path().await.starts_with("/certificate/"), "{}", visit.text("main").await);
    // Ended, and still able to see what is there and to let it be destroyed.
    visit.open("/me").await;
    assert_eq!(visit.browser.attribute("main a.primary", "href").await.unwrap().as_deref(), Some("/me/data"));
    visit.open("/me/leave").await;
    assert!(visit.has("main .notice").await && !visit.has("[name=way][value=end]").await);
    visit.open("/me/data").await;
    assert!(visit.text("main").await.contains(person.name.as_str()));
    visit.open("/me/leave").await;
    visit.tick("way", "all").await;
    visit.send().await;
    visit.send().await;
    assert!(visit.path().await.starts_with("/certificate/"), "{}", visit.text("main").await);
    visit.follow("header a[href='/sign-in']").await;
    assert_eq!(visit.path().await, "/sign-in");
    visit.end().await;
    house.finish().await;
}

/// The page with three ways; none chosen is said, and nothing happens.
async fn chooses_a_way(visit: &Visit<'_>, lang: &str) {
    visit.open("/me").await;
    visit.follow("main a[href='/me/leave']").await;
    visit.is_at("/me/leave").await;
    see(visit, lang, "leave").await;
    visit.send().await;
    assert!(visit.has("#summary").await && visit.has("#f-way-error").await);
    see(visit, lang, "leave-wrong").await;
    visit.tick("way", "end").await;
    visit.send().await;
    visit.is_at("/me/leave/confirm?act=end").await;
    see(visit, lang, "leave-end").await;
}

/// Beside the value stands its own way out; the value is gone, its neighbour is not.
async fn deletes_one_value(visit: &Visit<'_>, lang: &str) {
    visit.open("/me/data").await;
    see(visit, lang, "data-removable").await;
    assert!(visit.text("main").await.contains("Jalan Melati 5"));
    visit.follow("main a[href='/me/leave/confirm?act=erase&field-address=yes']").await;
    see(visit, lang, "leave-one").await;
    assert!(visit.has("main button.primary").await);
    visit.send().await;
    let path = visit.path().await;
    assert!(path.starts_with("/certificate/") && path.ends_with("?new"), "{path}");
    see(visit, lang, "certificate-one").await;
    visit.follow("main a.back").await;
    visit.is_at("/me/data").await;
    let page = visit.text("main").await;
    assert!(!page.contains("Jalan Melati 5") && page.contains("033901020304567"), "{page}");
    assert!(!visit.has("main a[href*='field-address']").await);
    // Once it is gone there is nothing left to do.
    visit.open("/me/leave/confirm?act=erase&field-address=yes").await;
    assert!(!visit.has("main button.primary").await);
    visit.is_usable().await;
}

async fn deletes_parts(visit: &Visit<'_>, lang: &str) {
    visit.open("/me/leave").await;
    visit.tick("way", "parts").await;
    visit.send().await;
    visit.is_at("/me/leave/parts").await;
    visit.send().await;
    assert!(visit.has("#summary").await, "{}", visit.text("main").await);
    see(visit, lang, "leave-parts-wrong").await;
    assert!(!visit.has("[name=field-address]").await && !visit.has("[name=field-name]").await);
    visit.tick("field-payout-account", "yes").await;
    visit.tick("field-occupation", "yes").await;
    see(visit, lang, "leave-parts").await;
    visit.send().await;
    see(visit, lang, "leave-parts-confirm").await;
    visit.send().await;
    visit.open("/me/data").await;
    let page = visit.text("main").await;
    assert!(!page.contains("033901020304567"), "{page}");
}

/// A sign-in that is too old is asked for anew; then all is gone at once. Returns the certificate's code.
async fn destroys_everything(visit: &Visit<'_>, lang: &str, person: &SyntheticPerson) -> String {
    visit.house.test.advance_seconds(16 * 60);
    visit.open("/me/leave/confirm?act=destroy").await;
    see(visit, lang, "leave-all-stale").await;
    assert!(!visit.has("form[action='/me/leave/confirm']").await);
    visit.follow("form[action='/me/leave/sign-in'] button").await;
    visit.is_at("/sign-in").await;
    // And then the person is back where they were.
    visit.sign_in(person.email.as_str()).await;
    visit.is_at("/me/leave/confirm?act=destroy").await;
    see(visit, lang, "leave-all").await;
    visit.send().await;
    let path = visit.path().await;
    let code = path.strip_prefix("/certificate/").and_then(|rest| rest.strip_suffix("?new")).unwrap();
    see(visit, lang, "certificate-new").await;
    // The account is closed: every door of it leads to the sign-in.
    assert!(visit.has("header a[href='/sign-in']").await);
    code.to_owned()
}

/// With its code alone, by whoever has it; a wrong code is told from none by nothing.
async fn reads_the_certificate(visit: &Visit<'_>, lang: &str, code: &str) {
    visit.house.test.advance_seconds(60);
    visit.house.test.run_jobs().await;
    visit.browser.forget_cookies().await.unwrap();
    visit.open(&format!("/certificate?lang={lang}")).await;
    see(visit, lang, "certificate-find").await;
    visit.fill("code", "abcd-efgh").await;
    visit.send().await;
    assert!(visit.has("#f-code-error").await);
    see(visit, lang, "certificate-find-wrong").await;
    // Typed from paper: capitals, no hyphens.
    visit.fill("code", &code.replace('-', " ").to_uppercase()).await;
    visit.send().await;
    visit.is_at(&format!("/certificate/{code}")).await;
    see(visit, lang, "certificate").await;
    // Whoever had checked the NIK was told, and has answered.
    assert!(visit.has("main .tag-done").await, "{}", visit.text("main").await);
    assert!(visit.has("meta[name=robots][content=noindex]").await);
    visit.open("/certificate/2222-2222-2222-2222-2222-2222").await;
    assert!(visit.has("#f-code-error").await && visit.has("form[action='/certificate']").await);
    visit.is_usable().await;
}

/// Fetches a file as the page's link does: status, type, bytes as Latin-1 text.
const FETCH: &str = r#"
const [path, done] = arguments;
fetch(path).then(async answer => {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  const head = name => answer.headers.get(name);
  done([answer.status, head("content-type"), head("cache-control"), head("x-robots-tag"), text]);
}, error => done([0, String(error), "", "", ""]));
"#;

async fn fetched(visit: &Visit<'_>, path: &str) -> (u64, Vec<String>) {
    let answer = visit.browser.client().execute_async(FETCH, vec![Value::from(path)]).await.unwrap();
    let parts = answer.as_array().unwrap();
    let texts = parts[1..].iter().map(|part| part.as_str().unwrap_or_default().to_owned()).collect();
    (parts[0].as_u64().unwrap(), texts)
}

async fn takes_the_files(visit: &Visit<'_>, code: &str) {
    visit.open(&format!("/certificate/{code}")).await;
    let pdf = visit.browser.attribute("main a.primary", "href").await.unwrap().unwrap();
    let (status, said) = fetched(visit, &pdf).await;
    assert_eq!((status, said[0].as_str(), said[1].as_str()), (200, "application/pdf", "no-store"));
    assert!(said[2].contains("noindex"));
    assert!(said[3].starts_with("%PDF-1.7") && said[3].contains(code) && said[3].len() < 100_000);

    let file = visit.browser.attribute("main a[href$='.json']", "href").await.unwrap().unwrap();
    let (status, said) = fetched(visit, &file).await;
    assert_eq!((status, said[0].as_str(), said[1].as_str()), (200, "application/json", "no-store"));
    let certificate: Value = serde_json::from_str(&said[3]).unwrap();
    assert_eq!(certificate["act"], "destroy");
    assert_eq!((certificate["clause"].as_str(), certificate["article"].as_str()), (Some("7.4"), Some("44")));
    assert!(!certificate["proofs"].as_array().unwrap().is_empty(), "{certificate}");
    assert_eq!(certificate["recipients"][0]["state"], "acknowledged");
    let (status, _) = fetched(visit, "/certificate/2222-2222/certificate.json").await;
    assert_eq!(status, 404);
    // The browser says aloud that this one was not there.
    visit.browser.console_errors().await.unwrap();
}

async fn signs_in_no_more(visit: &Visit<'_>, person: &SyntheticPerson) {
    let test = &visit.house.test;
    let email = person.email.as_str();
    visit.open("/sign-in").await;
    visit.fill("address", email).await;
    visit.send().await;
    assert_eq!(visit.path().await, "/code", "the same steps for every address");
    test.run_jobs().await;
    let newest = test.letters_to(email).remove(0).text;
    let code = newest.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 6);
    assert!(!code, "an address without an account gets no code: {newest}");
    visit.open("/me").await;
    assert_eq!(visit.path().await, "/sign-in");
}

async fn holds_lifts_and_removes(engine: Engine, lang: &str) {
    let house = House::open(engine).await;
    let test = &house.test;
    let person = eligible(1).remove(0);
    settled(test, &person).await;
    administrator(test).await;
    test.staff("Dewi Pelindung", DPO, &[Role::Dpo]).await;
    test.staff("Rini Pelindung", "rini@kantor.example", &[Role::Dpo]).await;

    let desk = Visit::begin(&house).await;
    desk.open(&format!("/?lang={lang}")).await;
    desk.sign_in(DPO).await;
    desk.is_at("/staff").await;
    places_a_hold(&desk, lang, &person).await;

    let visit = Visit::begin(&house).await;
    visit.open(&format!("/?lang={lang}")).await;
    visit.sign_in(person.email.as_str()).await;
    visit.open("/me/leave/confirm?act=destroy").await;
    see(&visit, lang, "leave-held").await;
    // The ground stands there, and a way on in place of the button.
    assert!(visit.has("main .notice a[href='/contact']").await);
    assert!(!visit.has("main button.primary").await, "{}", visit.text("main").await);

    lifts_it(&desk, lang).await;
    visit.open("/me/leave/confirm?act=destroy").await;
    assert!(visit.has("main button.primary").await, "{}", visit.text("main").await);
    visit.end().await;

    // Whoever lifted the hold leaves the removal to somebody else.
    desk.sign_out().await;
    desk.sign_in("rini@kantor.example").await;
    removes_for(&desk, lang, &person).await;
    desk.sign_out().await;
    looks_after_the_house(&desk, lang).await;
    desk.end().await;
    house.finish().await;
}

async fn find(visit: &Visit<'_>, nik: &str, reason: &str) {
    visit.tick("kind", "nik").await;
    visit.fill("value", nik).await;
    visit.fill("reason", reason).await;
}

async fn places_a_hold(desk: &Visit<'_>, lang: &str, person: &SyntheticPerson) {
    desk.open("/staff/removals").await;
    desk.is_at("/staff/removals").await;
    see(desk, lang, "dpo-removals-none").await;
    desk.follow("main a[href='/staff/holds']").await;
    see(desk, lang, "dpo-holds-none").await;
    desk.send().await;
    assert!(desk.has("#summary").await);
    see(desk, lang, "dpo-holds-wrong").await;
    find(desk, "3174015203980001", "Perkara 12/Pdt.G/2026").await;
    desk.tick("ground", "dispute").await;
    desk.fill("days", "30").await;
    desk.send().await;
    assert!(desk.has("main .notice[role=status]").await, "{}", desk.text("main").await);
    see(desk, lang, "dpo-holds-nobody").await;
    desk.fill("value", person.nik.as_str()).await;
    desk.send().await;
    desk.is_at("/staff/holds").await;
    see(desk, lang, "dpo-holds").await;
    assert!(desk.has("main form[action*='/lift']").await, "{}", desk.text("main").await);
    let page = desk.text("main").await;
    assert!(!page.contains(person.name.as_str()), "a hold opens nothing: {page}");
    // What is held cannot be removed for somebody either, and the page says why.
    desk.open("/staff/removals/for").await;
    find(desk, person.nik.as_str(), "Surat dari yang bersangkutan").await;
    desk.tick("act", "destroy").await;
    desk.send().await;
    see(desk, lang, "dpo-remove-held").await;
    assert!(desk.has("main .notice-waiting").await && !desk.has("[name=confirmed]").await);
}

async fn lifts_it(desk: &Visit<'_>, lang: &str) {
    desk.open("/staff/holds").await;
    assert!(!desk.text("main").await.contains("12/Pdt.G/2026"), "a reason lies sealed until it is asked for");
    desk.follow("main form[action*='/reason'] button").await;
    assert!(desk.text("main").await.contains("12/Pdt.G/2026"));
    see(desk, lang, "dpo-hold-reason").await;
    desk.open("/staff/holds").await;
    desk.click("main details summary").await;
    desk.follow("main form[action*='/lift'] button").await;
    assert!(desk.has("main form[action*='/lift'] .error").await, "{}", desk.text("main").await);
    see(desk, lang, "dpo-hold-unsaid").await;
    desk.browser.fill("main form[action*='/lift'] input[name^=lift]", "Perkara sudah diputus").await.unwrap();
    desk.follow("main form[action*='/lift'] button").await;
    desk.is_at("/staff/holds").await;
    assert!(!desk.has("main form[action*='/lift']").await);
}

async fn removes_for(desk: &Visit<'_>, lang: &str, person: &SyntheticPerson) {
    desk.open("/staff/removals/for").await;
    see(desk, lang, "dpo-remove").await;
    desk.send().await;
    assert!(desk.has("#f-act-error").await);
    see(desk, lang, "dpo-remove-wrong").await;
    find(desk, person.nik.as_str(), "Surat tertanggal kemarin; KTP dicocokkan di loket").await;
    desk.tick("act", "destroy").await;
    desk.send().await;
    see(desk, lang, "dpo-remove-confirm").await;
    let page = desk.text("main").await;
    assert!(!page.contains(person.name.as_str()), "nothing is opened for it: {page}");
    desk.send().await;
    see(desk, lang, "dpo-removed").await;
    let address = desk.text("main .mono").await;
    desk.house.test.advance_seconds(60);
    desk.house.test.run_jobs().await;
    desk.open("/staff/removals").await;
    see(desk, lang, "dpo-removals").await;
    assert_eq!(desk.browser.count("main tbody tr").await.unwrap(), 1);
    desk.follow("main tbody a").await;
    see(desk, lang, "dpo-removal").await;
    writes_down_an_answer(desk, lang).await;
    let code = address.rsplit('/').next().unwrap();
    assert!(!desk.text("body").await.contains(code), "the code is the person's");
    desk.browser.goto(&address).await.unwrap();
    see(desk, lang, "certificate-by-hand").await;
    // The registry signed; whoever carried the letters was told by letter, and that is what it says.
    assert!(desk.has("main .tag-done").await && desk.has("main .tag-plain").await);
    desk.open("/staff/operation").await;
    see(desk, lang, "dpo-operation").await;
}

const FORM: &str = "main form[action*='/answers/']";

/// Whoever carried the letters has no address: it was told by letter, and answered today.
async fn writes_down_an_answer(desk: &Visit<'_>, lang: &str) {
    assert_eq!(desk.browser.count(FORM).await.unwrap(), 1, "{}", desk.text("main").await);
    desk.click("main details summary").await;
    desk.follow(&format!("{FORM} button")).await;
    assert_eq!(desk.browser.count(&format!("{FORM} .error")).await.unwrap(), 2);
    see(desk, lang, "dpo-answer-wrong").await;
    desk.click(&format!("{FORM} input[value=letter]")).await;
    // A browser writes a day in its own language; the form sends it in this one.
    let today = desk.house.test.office.now().date_at(7).to_string();
    let set = "document.querySelector('main input[type=date]').value = arguments[0]";
    desk.browser.client().execute(set, vec![Value::from(today)]).await.unwrap();
    desk.follow(&format!("{FORM} button")).await;
    assert!(desk.path().await.starts_with("/staff/removals/") && !desk.has("#summary").await);
    assert!(desk.has("main .tag-plain").await, "{}", desk.text("main").await);
    see(desk, lang, "dpo-answer").await;
}

/// An administrator sees how the house looks after itself, and no removals.
async fn looks_after_the_house(desk: &Visit<'_>, lang: &str) {
    desk.sign_in("ratna@kantor.example").await;
    desk.open("/staff/operation").await;
    desk.is_at("/staff/operation").await;
    see(desk, lang, "admin-operation").await;
    desk.open("/staff/removals").await;
    assert!(!desk.has("main table").await, "{}", desk.text("main").await);
    desk.browser.console_errors().await.unwrap();
}
