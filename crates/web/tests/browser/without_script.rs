//! Nothing that a person must do needs script, and a slow phone that never gets it is served as well:
//! the whole way in Indonesian, with script switched off (issue 2, "Everything works without script").

use amanah_testkit::{Engine, SyntheticPerson};

use crate::house::House;
use crate::people::{administrator, eligible, plan};
use crate::visit::Visit;

const NAME: &str = "Wulan Rahmawati";
const EMAIL: &str = "wulan@surat.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_way_needs_no_script_on_sqlite() {
    needs_no_script(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_way_needs_no_script_on_postgres() {
    needs_no_script(Engine::Postgres).await;
}

async fn needs_no_script(engine: Engine) {
    let house = House::open(engine).await;
    let test = &house.test;
    let admin = administrator(test).await;
    let batch = plan(test, &admin, 2).await;
    test.advance_hours(1);
    test.run_jobs().await;
    let person = eligible(1).remove(0);
    test.registry.put(person.nik.as_str(), person.kk.as_str(), NAME, &person.birth_date.date().to_string());

    let visit = Visit::without_script(&house).await;
    visit.open("/?lang=id").await;
    assert_eq!(visit.browser.attribute("html", "lang").await.unwrap().as_deref(), Some("id"));
    // What is wrong is said without script as well, and nothing is lost.
    visit.open("/register").await;
    visit.fill("address", EMAIL).await;
    visit.send().await;
    assert!(visit.has("#f-name-error").await && visit.value("address").await == EMAIL);
    visit.register(NAME, EMAIL).await;
    assert_eq!(visit.path().await, "/me");
    fills_in(&visit, &person).await;
    test.run_jobs().await;

    let page = format!("/me/batches/{batch}");
    visit.open(&page).await;
    visit.follow(&format!("form[action='{page}/join'] button")).await;
    visit.follow(&format!("form[action='{page}/leave'] button")).await;
    visit.follow(&format!("form[action='{page}/join'] button")).await;
    assert_eq!(visit.path().await, page);

    visit.open("/me/data").await;
    assert!(visit.text("main").await.contains("Jalan Kenanga 9"));
    visit.open("/me/trail").await;
    visit.follow("main ol.rows a").await;
    assert!(visit.has("main a[href$='/proof']").await);
    visit.open("/me/consents").await;
    visit.follow("form[action='/me/consents/events/give'] button").await;
    assert!(visit.has("form[action='/me/consents/events/withdraw']").await);
    // Passkeys are for script alone: the page says so in place of a button that does nothing.
    visit.open("/me/security").await;
    assert!(visit.has("noscript p").await && visit.has("form[data-passkey][hidden]").await);
    visit.follow("a[href='/me/security/password']").await;
    visit.fill("password", "kopi sungai lampu tujuh").await;
    visit.send().await;
    visit.sign_out().await;
    visit.open("/sign-in/password").await;
    visit.fill("address", EMAIL).await;
    visit.fill("password", "kopi sungai lampu tujuh").await;
    visit.send().await;
    assert_eq!(visit.path().await, "/me", "{}", visit.text("main").await);
    visit.end().await;
    house.finish().await;
}

async fn fills_in(visit: &Visit<'_>, person: &SyntheticPerson) {
    let born = person.birth_date.date();
    visit.follow("main .primary").await;
    visit.fill("nik", person.nik.as_str()).await;
    visit.fill("kk", person.kk.as_str()).await;
    visit.fill("birth-date-day", &born.day().to_string()).await;
    visit.fill("birth-date-month", &born.month().to_string()).await;
    visit.fill("birth-date-year", &born.year().to_string()).await;
    visit.send().await;
    assert_eq!(visit.path().await, "/me", "{}", visit.text("main").await);
    visit.follow("main .primary").await;
    visit.choose("province", person.address.province_code()).await;
    visit.send().await;
    visit.choose("regency", person.address.regency_code()).await;
    visit.send().await;
    visit.choose("district", person.address.district_code()).await;
    visit.fill("street", "Jalan Kenanga 9").await;
    visit.send().await;
    visit.follow("main .primary").await;
    visit.choose("occupation", person.occupation.name()).await;
    visit.choose("education", person.education.level.name()).await;
    visit.tick("enrolled", "no").await;
    visit.send().await;
    assert_eq!(visit.path().await, "/me", "{}", visit.text("main").await);
}
