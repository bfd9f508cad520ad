//! A correction with evidence, from request to told result: a confirmed NIK that is wrong, a photograph of the
//! card, a reviewer, and a registry that is told (clause 7.3; Law 27/2022, articles 6 and 30).

use std::path::{Path, PathBuf};

use amanah_domain::Role;
use amanah_testkit::{Engine, SyntheticPerson};

use crate::house::House;
use crate::people::eligible;
use crate::visit::Visit;

const REVIEWER: &str = "budi@kantor.example";
const REASON: &str = "Kartu menunjukkan nomor ini";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_nik_is_corrected_on_sqlite() {
    is_corrected(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_nik_is_corrected_on_postgres() {
    is_corrected(Engine::Postgres).await;
}

/// A picture by its header, as large as a telephone's.
pub(crate) fn photo() -> Vec<u8> {
    let chunk =
        |name: &[u8], body: &[u8]| [&(body.len() as u32).to_be_bytes()[..], name, body, &[0; 4]].concat();
    let header = [&4_000_u32.to_be_bytes()[..], &3_000_u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let coded = chunk(b"IDAT", &vec![7; 2_000_000]);
    let mark = b"\x89PNG\r\n\x1a\n";
    [&mark[..], &chunk(b"IHDR", &header), &coded, &chunk(b"IEND", b"")].concat()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

async fn choose_file(visit: &Visit<'_>, path: &Path) {
    visit.browser.choose_file("[name=files]", path).await.unwrap();
}

async fn is_corrected(engine: Engine) {
    let house = House::open(engine).await;
    let test = &house.test;
    let [person, other] = <[SyntheticPerson; 2]>::try_from(eligible(2)).unwrap();
    test.enrol(&person).await;
    test.run_jobs().await;
    let born = person.birth_date.date().to_string();
    test.registry.put(other.nik.as_str(), person.kk.as_str(), person.name.as_str(), &born);
    test.secret(other.nik.as_str());
    test.staff("Budi Penilai", REVIEWER, &[Role::Reviewer]).await;

    let visit = Visit::begin(&house).await;
    visit.sign_in(person.email.as_str()).await;
    asks(&visit, &other).await;
    visit.end().await;
    test.run_jobs().await;

    let visit = Visit::begin(&house).await;
    visit.desk().await;
    decides(&visit, &person, &other).await;
    visit.end().await;
    test.run_jobs().await;

    let letters = test.letters_to(person.email.as_str());
    assert!(letters.iter().any(|letter| letter.text.contains(REASON)), "the result was told");
    let nik = other.nik.as_str();
    assert!(letters.iter().all(|letter| !letter.text.contains(nik) && !letter.subject.contains(nik)));
    assert_eq!(test.registry.told(), ["correction nik"]);

    let visit = Visit::begin(&house).await;
    visit.sign_in(person.email.as_str()).await;
    sees_the_result(&visit, &person, &other).await;
    visit.end().await;
    house.finish().await;
}

async fn asks(visit: &Visit<'_>, other: &SyntheticPerson) {
    let folder = visit.house.test.folder();
    visit.open("/me/data").await;
    visit.follow("main a[href='/me/correct']").await;
    visit.is_at("/me/correct").await;
    visit.browser.screenshot("correct-320").await.unwrap();
    visit.follow("main a[href='/me/correct/nik']").await;
    visit.is_at("/me/correct/nik").await;

    // A page that calls itself a photograph, and a number that is none.
    visit.fill("nik", "12").await;
    choose_file(visit, &write(folder, "ktp.jpg", b"<html><script>alert(1)</script>")).await;
    visit.send().await;
    visit.is_at("/me/correct/nik").await;
    assert!(visit.has("#f-nik-error").await && visit.has("#f-files-error").await);
    assert_eq!(visit.value("nik").await, "12");
    visit.browser.screenshot("correct-nik-wrong-320").await.unwrap();

    visit.fill("nik", other.nik.as_str()).await;
    visit.fill("said", "Dua angka tertukar waktu saya mendaftar").await;
    visit.send().await;
    visit.is_at("/me/correct").await;
    // No file came along: it waits, and the clock with it.
    assert!(visit.has("main .tag-waiting").await);
    visit.follow("main a[href$='/files']").await;
    let files = visit.path().await;
    visit.is_at(&files).await;
    visit.browser.screenshot("add-files-320").await.unwrap();
    choose_file(visit, &write(folder, "kartu.png", &photo())).await;
    visit.send().await;
    let case = files.trim_end_matches("/files").to_owned();
    visit.is_at(&case).await;
    visit.open("/me/data").await;
    visit.is_at("/me/data").await;
    assert!(visit.has("main .tag-no").await, "disputed: {}", visit.text("main").await);
}

async fn decides(visit: &Visit<'_>, person: &SyntheticPerson, other: &SyntheticPerson) {
    visit.sign_in(REVIEWER).await;
    visit.follow("main form:has([name=purpose][value=due-diligence]) button").await;
    visit.open("/staff/cases").await;
    visit.follow("main a[href^='/staff/cases/']").await;
    let case = visit.path().await;
    visit.is_at(&case).await;
    let page = visit.text("main").await;
    for nik in [person.nik.as_str(), other.nik.as_str()] {
        assert!(page.contains(&nik[12..]), "{page}");
    }
    visit.browser.screenshot("correction-case-1280").await.unwrap();
    assert!(visit.has(&format!("main a[href^='{case}/files/']")).await, "{page}");
    visit.tick("decision", "grant").await;
    visit.fill("reason", REASON).await;
    visit.follow("main form:has([name=decision]) button.primary").await;
    visit.open(&case).await;
    visit.is_at(&case).await;
}

async fn sees_the_result(visit: &Visit<'_>, person: &SyntheticPerson, other: &SyntheticPerson) {
    visit.open("/me/correct").await;
    visit.is_at("/me/correct").await;
    assert!(visit.has("main .tag-done").await && !visit.has("main .tag-no").await);
    visit.browser.screenshot("corrected-320").await.unwrap();
    visit.open("/me/data").await;
    visit.is_at("/me/data").await;
    assert!(!visit.has("main .tag-no").await);
    let page = visit.text("main").await;
    assert!(page.contains(&other.nik.as_str()[12..]), "{page}");
    // What stood there before is kept for a while, and shown on demand.
    visit.click("details:has(.unseen) summary").await;
    let page = visit.text("main").await;
    assert!(page.contains(&person.nik.as_str()[12..]), "{page}");
    visit.is_at("/me/data").await;
    visit.browser.screenshot("data-earlier-320").await.unwrap();
}
