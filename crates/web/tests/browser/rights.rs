//! A complaint about a look, from the tap to the answer, with a data protection officer on the other side; and
//! the other rights without script and by keyboard alone (clauses 7.4 and 8; Law 27/2022, articles 10, 11, 31).

use amanah_domain::Role;
use amanah_testkit::Engine;

use crate::house::House;
use crate::people::eligible;
use crate::visit::Visit;

const REVIEWER: &str = "budi@kantor.example";
const DPO: &str = "dewi@kantor.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_is_complained_about_and_answered_on_sqlite() {
    is_complained_about(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_is_complained_about_and_answered_on_postgres() {
    is_complained_about(Engine::Postgres).await;
}

/// A reviewer looks somebody up by their number.
async fn looks(visit: &Visit<'_>, nik: &str) {
    visit.sign_in(REVIEWER).await;
    visit.follow("main form:has([name=purpose][value=due-diligence]) button").await;
    visit.open("/staff/look-up").await;
    visit.tick("kind", "nik").await;
    visit.fill("value", nik).await;
    visit.fill("reason", "Ingin tahu saja").await;
    visit.send().await;
    visit.sign_out().await;
}

async fn is_complained_about(engine: Engine) {
    let house = House::open(engine).await;
    let test = &house.test;
    let person = eligible(1).remove(0);
    test.enrol(&person).await;
    test.run_jobs().await;
    test.staff("Budi Penilai", REVIEWER, &[Role::Reviewer]).await;
    test.staff("Dewi Pelindung", DPO, &[Role::Dpo]).await;
    let visit = Visit::begin(&house).await;
    looks(&visit, person.nik.as_str()).await;

    // From the line of the trail, one tap; words may follow.
    visit.sign_in(person.email.as_str()).await;
    visit.open("/me/trail?who=reviewer").await;
    visit.follow("main ol.rows a").await;
    let line = visit.path().await;
    assert!(visit.text("main").await.contains("Ingin tahu saja"), "the reason stands in the trail");
    visit.follow("form[action$='/complain'] button").await;
    let case = visit.path().await;
    assert!(case.starts_with("/me/cases/"), "{case}");
    visit.is_usable().await;
    visit.fill("statement", "Saya tidak mengenal petugas ini.").await;
    visit.send().await;
    visit.is_at(&case).await;
    assert!(visit.text("main").await.contains("Saya tidak mengenal petugas ini."));
    assert!(visit.has(&format!("main a[href='{line}']")).await);
    visit.open("/me/cases").await;
    visit.is_at("/me/cases").await;
    assert!(visit.text("main").await.contains("72"), "the clock is seen: {}", visit.text("main").await);
    visit.sign_out().await;

    // The data protection officer sees the entry, and answers.
    visit.desk().await;
    visit.sign_in(DPO).await;
    visit.follow("main form:has([name=purpose][value=rights]) button").await;
    visit.open("/staff/cases").await;
    visit.follow("main tbody a").await;
    visit.is_usable().await;
    let told = visit.text("main").await;
    assert!(told.contains("Saya tidak mengenal petugas ini.") && told.contains("Ingin tahu saja"), "{told}");
    visit.fill("reason", "Petugas itu tidak punya alasan. Kami sudah menegurnya.").await;
    visit.send().await;
    visit.sign_out().await;
    visit.phone().await;
    test.run_jobs().await;

    // The person reads the answer beside the line, and the answer has a proof of its own.
    visit.sign_in(person.email.as_str()).await;
    visit.open(&line).await;
    visit.is_at(&line).await;
    assert!(visit.has(&format!("main a[href='{case}']")).await);
    assert!(visit.browser.count("main a[href$='/proof']").await.unwrap() >= 2, "the line's and the answer's");
    visit.follow(&format!("main a[href='{case}']")).await;
    visit.is_at(&case).await;
    assert!(visit.text("main").await.contains("Kami sudah menegurnya."));
    visit.end().await;
    house.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rights_need_no_script_on_sqlite() {
    need_no_script(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rights_need_no_script_on_postgres() {
    need_no_script(Engine::Postgres).await;
}

async fn need_no_script(engine: Engine) {
    let house = House::open(engine).await;
    let visit = Visit::without_script(&house).await;
    visit.register("Wulan Berhak", "wulan.hak@surat.example").await;
    visit.open("/me").await;
    visit.follow("main a[href='/me/rights']").await;
    visit.follow("main a[href='/me/rights/restrict']").await;
    visit.fill("statement", "Selama saya di rumah sakit.").await;
    visit.send().await;
    let case = visit.path().await;
    assert!(case.starts_with("/me/cases/") && visit.text("main").await.contains("rumah sakit"));
    visit.follow("form[action$='/withdraw'] button").await;
    assert_eq!(visit.path().await, case);
    assert!(!visit.has("form[action$='/withdraw']").await, "it is over");

    visit.open("/me/rights/object").await;
    visit.follow("main a[href='/me/rights/object/due-diligence']").await;
    visit.send().await;
    visit.open("/me/rights/object").await;
    visit.follow("form[action='/me/rights/object/due-diligence/end'] button").await;
    assert!(visit.has("main a[href='/me/rights/object/due-diligence']").await);

    visit.open("/me/rights/delete").await;
    visit.send().await;
    assert!(visit.has("#f-what-error").await, "what is wrong is said without script as well");
    visit.tick("what", "all").await;
    visit.send().await;
    visit.send().await;
    assert!(visit.path().await.starts_with("/me/cases/"), "{}", visit.text("main").await);
    house.test.run_jobs().await;
    visit.end().await;
    house.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rights_need_no_mouse() {
    let house = House::open(Engine::Sqlite).await;
    let visit = Visit::begin(&house).await;
    visit.register("Putri Papan", "putri.papan@surat.example").await;
    visit.open("/me/rights/object").await;
    for path in ["/me/rights", "/me/rights/restrict", "/me/rights/object", "/me/rights/delete"] {
        visit.open(path).await;
        let places = crate::keyboard::order(&visit).await;
        assert!(places.len() > 5 && places.is_sorted(), "{path}: {places:?}");
    }
    visit.open("/me/rights/restrict").await;
    crate::keyboard::tab_to(&visit, "textarea#f-statement").await;
    visit.browser.type_text("Tolong tunda").await.unwrap();
    visit.browser.press("Tab").await.unwrap();
    visit.browser.leave_by("Enter").await.unwrap();
    let case = visit.path().await;
    visit.is_at(&case).await;
    let places = crate::keyboard::order(&visit).await;
    assert!(case.starts_with("/me/cases/") && places.is_sorted(), "{case}: {places:?}");
    visit.end().await;
    house.finish().await;
}
