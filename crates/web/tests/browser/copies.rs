//! Somebody takes everything along: reads it on the page, downloads the file for printing and the archive,
//! and has it sent to another controller (clause 7.2; Law 27/2022, articles 7, 13 and 32).

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use amanah_actions::archive::check::check_archive;
use amanah_actions::transfer::{ControllerAddress, Controllers};
use amanah_testkit::Engine;
use amanah_testkit::controller::OtherController;

use crate::house::House;
use crate::people::eligible;
use crate::visit::Visit;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_taken_along_on_sqlite() {
    is_taken_along(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_taken_along_on_postgres() {
    is_taken_along(Engine::Postgres).await;
}

/// A download that is at its end: the browser names it only then.
async fn downloaded(folder: &Path, ending: &str) -> PathBuf {
    for _ in 0..200 {
        let found = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
        if let Some(path) = found.into_iter().find(|path| path.extension().is_some_and(|it| it == ending)) {
            return path;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing that ends in {ending} was downloaded");
}

async fn is_taken_along(engine: Engine) {
    let house = House::open(engine).await;
    let test = &house.test;
    let other = OtherController::trusting(test.office.ledger.verifier.clone()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(Arc::clone(&other).serve(listener));
    let configured = format!("Balai Latihan=http://{address},{}", other.vkey());
    let list = vec![ControllerAddress::parse(&configured).unwrap()];
    test.office.transfers.set_controllers(Controllers::new(list).unwrap());
    let person = eligible(1).remove(0);
    test.enrol(&person).await;
    test.run_jobs().await;

    let folder = test.folder().join("downloads");
    std::fs::create_dir(&folder).unwrap();
    let visit = Visit::begin(&house).await;
    visit.browser.downloads_into(&folder).await.unwrap();
    visit.sign_in(person.email.as_str()).await;
    visit.open("/me/copy").await;
    visit.is_usable().await;
    let page = visit.text("main").await;
    for said in [person.name.as_str(), person.email.as_str()] {
        assert!(page.contains(said), "{said}");
    }
    visit.browser.screenshot("copy-320").await.unwrap();
    visit.desk().await;
    visit.is_usable().await;
    visit.browser.screenshot("copy-1280").await.unwrap();
    visit.phone().await;
    visit.click("a[href='/me/copy/pdf']").await;
    let pdf = std::fs::read(downloaded(&folder, "pdf").await).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    std::fs::remove_file(downloaded(&folder, "pdf").await).unwrap();

    // The archive: a link, once. The page that is shown stays, and the link on it is dead.
    visit.follow("form[action='/me/copy/archive'] button").await;
    visit.is_usable().await;
    visit.browser.screenshot("copy-ready-320").await.unwrap();
    visit.click("main a.button.primary").await;
    let archive = downloaded(&folder, "zip").await;
    let checked = check_archive(File::open(&archive).unwrap(), &test.office.ledger.verifier).unwrap();
    assert_eq!(checked.wrong, Vec::<String>::new());
    std::fs::remove_file(&archive).unwrap();
    let link = visit.browser.attribute("main a.button.primary", "href").await.unwrap().unwrap();
    visit.open(&link).await;
    visit.is_usable().await;
    assert_eq!(visit.browser.attribute("main a.button", "href").await.unwrap().as_deref(), Some("/me/copy"));

    visit.open("/me/copy/send").await;
    visit.is_usable().await;
    visit.browser.screenshot("copy-send-to-320").await.unwrap();
    visit.tick("to", "Balai Latihan").await;
    visit.send().await;
    visit.is_at("/me/copy?sent=yes").await;
    test.run_jobs().await;
    assert_eq!(other.received().len(), 1);
    visit.open("/me/copy").await;
    assert!(visit.text("#others ~ ul").await.contains("Balai Latihan"));
    visit.open("/me/trail").await;
    visit.is_usable().await;
    visit.end().await;
    house.finish().await;
}
