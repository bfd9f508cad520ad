//! A mother acts for her son (Law 27/2022, article 25): she asks, shows a document, a reviewer grants it, she
//! corrects his address in his place, and he sees in his trail that it was not he, and ends it. SQLite shows it
//! in Indonesian, PostgreSQL in English.

use amanah_domain::Role;
use amanah_testkit::Engine;

use crate::corrections::photo;
use crate::house::House;
use crate::visit::Visit;

const MOTHER: &str = "wulan@surat.example";
const SON: &str = "dimas@surat.example";
const REVIEWER: &str = "budi@kantor.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mother_acts_for_her_son_on_sqlite() {
    a_mother_acts(Engine::Sqlite, "id", "Pendamping").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mother_acts_for_her_son_on_postgres() {
    a_mother_acts(Engine::Postgres, "en", "A helper").await;
}

/// Both screens, checked, with a picture of each.
async fn see(visit: &Visit<'_>, name: &str, lang: &str) {
    visit.desk().await;
    visit.is_usable().await;
    visit.browser.screenshot(&format!("{name}-{lang}-1280")).await.unwrap();
    visit.phone().await;
    visit.is_usable().await;
    visit.browser.screenshot(&format!("{name}-{lang}-320")).await.unwrap();
    assert_eq!(visit.browser.attribute("html", "lang").await.unwrap().as_deref(), Some(lang), "{name}");
}

async fn a_mother_acts(engine: Engine, lang: &str, helper: &str) {
    let house = House::open(engine).await;
    let son = Visit::begin(&house).await;
    son.open(&format!("/?lang={lang}")).await;
    son.register("Dimas Pertiwi", SON).await;
    let mother = Visit::begin(&house).await;
    mother.open(&format!("/?lang={lang}")).await;
    mother.register("Wulan Pertiwi", MOTHER).await;
    asks(&mother, lang).await;
    is_granted(&house, lang).await;
    acts(&mother, lang).await;
    sees_and_ends_it(&son, lang, helper).await;

    // Her next page is her own again.
    mother.open("/me/data").await;
    mother.is_at("/me/data").await;
    assert!(!mother.has("aside.acting").await);
    assert!(!mother.text("main").await.contains("Dimas"));
    mother.open("/me/standings").await;
    assert!(!mother.has("form[action$='/act']").await);
    mother.end().await;
    son.end().await;
    house.finish().await;
}

/// By his e-mail address, with a certificate of birth.
async fn asks(mother: &Visit<'_>, lang: &str) {
    mother.open("/me/rights").await;
    mother.follow("main a[href='/me/standings']").await;
    mother.is_at("/me/standings").await;
    see(mother, "standings-none", lang).await;
    mother.send().await;
    assert!(
        mother.has("#f-statement-error").await
            && mother.has("#f-kind-error").await
            && mother.has("#f-other-error").await
    );
    see(mother, "standings-wrong", lang).await;
    mother.tick("kind", "guardian").await;
    mother.fill("other", SON).await;
    mother.fill("statement", "Saya ibunya, Dimas masih 16 tahun").await;
    mother.send().await;
    let case = mother.path().await;
    assert!(case.starts_with("/me/cases/"), "{case}");
    see(mother, "standing-case", lang).await;
    mother.follow("main a[href$='/files']").await;
    let certificate = mother.house.test.folder().join("akta.png");
    std::fs::write(&certificate, photo()).unwrap();
    mother.browser.choose_file("[name=files]", &certificate).await.unwrap();
    mother.send().await;
    mother.is_at(&case).await;
    assert!(mother.has("main a[href*='/files/']").await, "{}", mother.text("main").await);
    mother.open("/me/standings").await;
    see(mother, "standings-asked", lang).await;
}

async fn is_granted(house: &House, lang: &str) {
    house.test.staff("Budi Penilai", REVIEWER, &[Role::Reviewer]).await;
    let visit = Visit::begin(house).await;
    visit.open(&format!("/?lang={lang}")).await;
    visit.sign_in(REVIEWER).await;
    visit.follow("main form:has([name=purpose][value=due-diligence]) button").await;
    visit.open("/staff/cases").await;
    visit.follow("main a[href^='/staff/cases/']").await;
    assert!(visit.has("main a[href*='/files/']").await, "{}", visit.text("main").await);
    see(&visit, "staff-case-standing", lang).await;
    visit.tick("decision", "grant").await;
    visit.fill("reason", "Akta kelahiran menyebut namanya sebagai ibu").await;
    visit.follow("main form:has([name=decision]) button.primary").await;
    house.test.run_jobs().await;
    visit.end().await;
}

async fn acts(mother: &Visit<'_>, lang: &str) {
    mother.open("/me/standings").await;
    see(mother, "standings-active", lang).await;
    mother.follow("main form[action$='/act'] button").await;
    mother.is_at("/me").await;
    assert!(mother.has("aside.acting").await, "{}", mother.text("body").await);
    see(mother, "standing-acting", lang).await;
    mother.open("/me/data").await;
    assert!(mother.text("main").await.contains("Dimas Pertiwi"));
    mother.open("/me/profile/address?province=31&regency=31.74").await;
    mother.choose("district", "31.74.01").await;
    mother.fill("street", "Jalan Kenanga 12").await;
    mother.fill("rt", "3").await;
    mother.fill("rw", "5").await;
    mother.send().await;
    mother.is_usable().await;
    mother.open("/me/data").await;
    assert!(mother.text("main").await.contains("Jalan Kenanga 12"));
    // What is his alone stays so, and says why.
    mother.open("/me/standings").await;
    assert!(!mother.has("main form").await, "{}", mother.text("main").await);
    mother.is_usable().await;
    mother.browser.screenshot(&format!("standing-not-for-helpers-{lang}-320")).await.unwrap();
    mother.open("/me").await;
}

async fn sees_and_ends_it(son: &Visit<'_>, lang: &str, helper: &str) {
    son.open("/me/trail").await;
    son.is_at("/me/trail").await;
    let trail = son.text("main").await;
    assert!(trail.contains(helper), "{trail}");
    see(son, "trail-of-a-helper", lang).await;
    son.open("/me/data").await;
    assert!(son.text("main").await.contains("Jalan Kenanga 12"));
    son.open("/me/standings").await;
    assert!(son.text("main").await.contains("Wulan Pertiwi"));
    see(son, "standings-for-me", lang).await;
    son.follow("main form[action$='/end'] button").await;
    son.is_at("/me/standings").await;
    assert!(!son.has("main form[action$='/end']").await);
}
