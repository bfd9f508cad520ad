//! The copy on screen, for printing and as an archive: whose it is, how often its link works, what uses it
//! up and what does not.

use std::io::Cursor;

use amanah_actions::archive::check::check_archive;
use axum::body::Body;
use axum::http::StatusCode;

use crate::house::{Browser, House};

const EMAIL: &str = "dewi@contoh.example";

/// The address of a link that is ready.
async fn link(browser: &mut Browser<'_>) -> String {
    let csrf = browser.token("/me/copy").await;
    let answer = browser.post("/me/copy/archive", &[("csrf", &csrf)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let ready = browser.get(answer.header("location")).await;
    assert_eq!(ready.status, StatusCode::OK);
    let page = ready.text();
    let (_, rest) = page.split_once("href=\"/me/copy/archive/").unwrap();
    format!("/me/copy/archive/{}", rest.split('"').next().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_on_screen_for_printing_and_as_an_archive() {
    let house = House::open().await;
    let mut browser = house.browser();
    assert_eq!(browser.get("/me/copy").await.header("location"), "/sign-in");
    browser.register("Dewi Lestari", EMAIL).await;
    let page = browser.get("/me/copy").await.text();
    for said in ["Dewi Lestari", EMAIL, "/me/copy/pdf", "/me/trail"] {
        assert!(page.contains(said), "{said}");
    }
    let pdf = browser.get("/me/copy/pdf").await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(pdf.body.starts_with(b"%PDF-") && pdf.header("content-disposition").starts_with("attachment"));
    let address = link(&mut browser).await;
    let archive = browser.get(&address).await;
    assert_eq!((archive.status, archive.header("content-type")), (StatusCode::OK, "application/zip"));
    assert!(archive.header("content-disposition").starts_with("attachment; filename=\"amanah-copy-2026"));
    assert_eq!((archive.header("cache-control"), archive.header("content-encoding")), ("no-store", ""));
    let checked = check_archive(Cursor::new(&archive.body), &house.test.office.ledger.verifier).unwrap();
    assert_eq!(checked.wrong, Vec::<String>::new());
    // Once: then the page says so, and how to go on.
    let again = browser.get(&address).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.text().contains("href=\"/me/copy\""));
    // The form of the file, for everybody.
    let schema = house.browser().get("/schemas/person-1.json").await;
    assert_eq!(schema.header("content-type"), "application/schema+json");
    assert!(serde_json::from_slice::<serde_json::Value>(&schema.body).is_ok());
    house.test.run_jobs().await;
    house.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_ahead_uses_no_link_up_and_nobody_else_can_use_it() {
    let house = House::open().await;
    let (mut browser, mut other) = (house.browser(), house.browser());
    browser.register("Dewi Lestari", EMAIL).await;
    other.register("Rudi Hartono", "rudi@contoh.example").await;
    let address = link(&mut browser).await;
    let token = browser.token("/me/copy").await;
    assert_eq!(other.post("/me/copy/archive", &[("csrf", &token)]).await.status, StatusCode::FORBIDDEN);
    let letters = house.letters();
    for (method, header) in [
        ("HEAD", ("accept", "*/*")),
        ("GET", ("sec-purpose", "prefetch;prerender")),
        ("GET", ("purpose", "prefetch")),
        ("GET", ("x-moz", "prefetch")),
    ] {
        let request = browser.request(method, &address).header(header.0, header.1);
        let answer = house.answer(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.body.len()), (StatusCode::NO_CONTENT, 0), "{method} {header:?}");
    }
    assert_eq!(other.get(&address).await.status, StatusCode::GONE);
    assert_eq!(house.browser().get(&address).await.header("location"), "/sign-in");
    assert_eq!(other.get("/me/copy/ready/0000").await.status, StatusCode::GONE);
    house.test.run_jobs().await;
    assert_eq!(house.letters(), letters, "nobody has taken anything");
    assert_eq!(browser.get(&address).await.status, StatusCode::OK);
    house.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_sign_in_comes_back_fresh() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Dewi Lestari", EMAIL).await;
    house.test.advance_seconds(16 * 60);
    let page = browser.get("/me/copy").await.text();
    assert!(page.contains("action=\"/me/copy/sign-in\"") && !page.contains("action=\"/me/copy/archive\""));
    let csrf = browser.token("/me/copy").await;
    let refused = browser.post("/me/copy/archive", &[("csrf", &csrf)]).await;
    assert_eq!((refused.status, refused.header("location")), (StatusCode::SEE_OTHER, "/me/copy"));
    let out = browser.post("/me/copy/sign-in", &[("csrf", &csrf)]).await;
    assert_eq!(out.header("location"), "/sign-in");
    let answer = browser.post("/sign-in", &[("address", EMAIL)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let code = house.test.code_from_letter(EMAIL).await;
    let back = browser.post("/code", &[("code", &code)]).await;
    assert_eq!(back.header("location"), "/me/copy");
    let address = link(&mut browser).await;
    assert_eq!(browser.get(&address).await.status, StatusCode::OK);
    // Nobody is configured to send it to: the page says so, and takes nothing.
    let csrf = browser.token("/me/copy").await;
    let nobody = browser.post("/me/copy/send", &[("csrf", &csrf), ("to", "https://evil.example")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.get("/me/copy/send").await.status, StatusCode::OK);
    house.finish().await;
}
