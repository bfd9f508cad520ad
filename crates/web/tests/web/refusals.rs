//! What every answer carries, and what is turned away: with a page that names the bound, and nothing
//! changed.

use axum::http::StatusCode;

use crate::house::{Answer, House, encoded};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn dressed(answer: &Answer, status: StatusCode, says: &str) {
    let text = answer.text();
    assert_eq!(answer.status, status, "{text}");
    assert!(text.starts_with("<!DOCTYPE html>") || text.starts_with("<!doctype html>"), "{text}");
    assert!(text.contains(says), "{says} is not in {text}");
    assert!(!text.contains('⟦'), "{text}");
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let house = House::with(|mode| mode.origin = "https://amanah.example".to_owned()).await;
    let mut browser = house.browser();
    browser.register("Sari Dewi Lestari", "sari@contoh.example").await;
    let mut answers = Vec::new();
    let style = amanah_pages::assets()[0].path.clone();
    for path in ["/", "/privacy", "/nowhere", "/me", "/ledger/checkpoint", "/privacy/zz", &style, "/staff"] {
        answers.push((path.to_owned(), browser.get(path).await));
    }
    answers.push((
        "forged".to_owned(),
        browser.send("/sign-in", &[FORM, ("sec-fetch-site", "cross-site")], "").await,
    ));
    answers.push(("method".to_owned(), browser.send("/privacy", &[FORM], "").await));
    for (path, answer) in answers {
        let csp = answer.header("content-security-policy");
        assert!(csp.starts_with("default-src 'none';") && !csp.contains("unsafe"), "{path}: {csp}");
        assert!(csp.contains("frame-ancestors 'none'") && csp.contains("base-uri 'none'"), "{path}: {csp}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert!(answer.header("strict-transport-security").starts_with("max-age=63072000"), "{path}");
        let cached = path.starts_with("/assets/") || path.starts_with("/ledger/");
        assert!(cached || answer.header("cache-control") == "no-store", "{path}");
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(
                cookie.starts_with("__Host-") && cookie.contains("Secure; HttpOnly; SameSite=Lax"),
                "{cookie}"
            );
        }
        assert!(!answer.text().contains("<script>") && !answer.text().contains(" style="), "{path}");
    }
    house.finish().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_changes_nothing() {
    let house = House::open().await;
    let mut browser = house.browser();
    let good = encoded(&[
        ("name", "Sari Dewi"),
        ("address", "sari@contoh.example"),
        ("accept", "yes"),
        ("attest", "yes"),
    ]);

    dressed(&browser.get("/nowhere").await, StatusCode::NOT_FOUND, "/contact");
    dressed(&browser.send("/privacy", &[FORM], "").await, StatusCode::METHOD_NOT_ALLOWED, "/contact");
    let answer = browser.send("/register", &[("content-type", "text/plain")], good.clone()).await;
    dressed(&answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "application/x-www-form-urlencoded");
    let answer = browser.send("/register", &[], good.clone()).await;
    dressed(&answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "application/x-www-form-urlencoded");
    let answer = browser.send("/register", &[FORM], format!("{good}&x={}", "x".repeat(70_000))).await;
    dressed(&answer, StatusCode::PAYLOAD_TOO_LARGE, "body_bytes_max");
    let answer = browser.send("/register", &[FORM], format!("{good}&x={}", "x".repeat(20_000))).await;
    dressed(&answer, StatusCode::BAD_REQUEST, "field_bytes_max");
    let answer = browser.send("/register", &[FORM], format!("{good}&x=%ff%fe")).await;
    dressed(&answer, StatusCode::BAD_REQUEST, "utf8");
    let answer = browser.send("/register", &[FORM], format!("{good}&name=Budi")).await;
    dressed(&answer, StatusCode::BAD_REQUEST, "field_twice");
    let many: String = (0..101).map(|n| format!("&f{n}=1")).collect();
    let answer = browser.send("/register", &[FORM], format!("{good}{many}")).await;
    dressed(&answer, StatusCode::BAD_REQUEST, "form_fields_max");
    // A library's own words never reach the reader.
    dressed(&browser.get("/outbox?page=x").await, StatusCode::BAD_REQUEST, "/contact");

    house.test.run_jobs().await;
    assert_eq!(house.letters(), 0, "a request that was turned away caused a letter");
    // The same form once more as it should be, so that the above was turned away for its one fault.
    let answer = browser.send("/register", &[FORM], good).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    house.test.run_jobs().await;
    assert_eq!(house.letters(), 1);
    house.finish().await;
}

#[tokio::test]
async fn forged_forms_are_turned_away() {
    let house = House::open().await;
    let mut browser = house.browser();
    let fields = encoded(&[("address", "sari@contoh.example")]);
    let cross = [FORM, ("sec-fetch-site", "cross-site")];
    dressed(&browser.send("/sign-in", &cross, fields.clone()).await, StatusCode::FORBIDDEN, "/contact");
    let other = [FORM, ("host", "amanah.example"), ("origin", "https://evil.example")];
    dressed(&browser.send("/sign-in", &other, fields).await, StatusCode::FORBIDDEN, "/contact");
    house.test.run_jobs().await;
    assert_eq!(house.letters(), 0);

    browser.register("Sari Dewi Lestari", "sari@contoh.example").await;
    let token = browser.token("/me/data/name").await;
    for forged in ["", "0000", &token[1..]] {
        let answer = browser.post("/me/data/name", &[("csrf", forged), ("name", "Orang Lain Sekali")]).await;
        dressed(&answer, StatusCode::FORBIDDEN, "/contact");
    }
    for path in [
        "/me/profile/numbers",
        "/me/profile/work",
        "/me/eligibility/review",
        "/me/batches/1/join",
        "/sign-out",
    ] {
        dressed(&browser.post(path, &[("csrf", "0000")]).await, StatusCode::FORBIDDEN, "/contact");
    }
    assert!(browser.get("/me/data").await.text().contains("Sari Dewi Lestari"));

    // Another person's token is as good as none.
    let mut other = house.browser();
    other.register("Budi Santoso", "budi@contoh.example").await;
    let answer = other.post("/me/data/name", &[("csrf", &token), ("name", "Orang Lain Sekali")]).await;
    dressed(&answer, StatusCode::FORBIDDEN, "/contact");
    house.finish().await;
}

#[tokio::test]
async fn paths_lead_nowhere_else() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Dewi Lestari", "sari@contoh.example").await;
    for path in [
        "/assets/../Cargo.toml",
        "/assets/%2e%2e/Cargo.toml",
        "/assets/..%2f..%2fetc%2fpasswd",
        "/assets/style.css",
        "/batches/01",
        "/batches/-1",
        "/batches/+1",
        "/batches/1",
        "/batches/99999999999999999999",
        "/batches/1/draw.txt",
        "/me/batches/0x1",
        "/me/data/password-hash",
        "/me/data/nik",
        "/me/data/..",
        "/me/trail/1-99999999",
        "/me/trail/1-1/proof/..",
        "/me/security/fax",
        "/privacy/..%2fpolicy.toml",
        "/privacy/versions/0",
        "/privacy/versions/999",
        "/privacy/versions/1e0/policy.toml",
        "/ledger/9/checkpoint",
        "/ledger/-1/checkpoint",
        "/ledger/1/tile/entries/000",
        "/ledger/1/tile/entries/000.p/1",
        "/ledger/1/tile/0/000",
        "/ledger/1/tile/0/../0/000.p/1",
        "/ledger/1/tile/0/000.p/0",
        "/ledger/1/tile/64/000",
        "/outbox/0",
        "/outbox/../me",
        "//me",
        "/me/",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text());
        assert!(!answer.text().contains('⟦'), "{path}");
    }
    let checkpoint = browser.get("/ledger/1/checkpoint").await;
    assert_eq!(checkpoint.status, StatusCode::OK);
    assert!(checkpoint.text().starts_with("amanah/prakerja/log/1\n"), "{}", checkpoint.text());
    let tile = browser.get("/ledger/1/tile/0/000.p/1").await;
    assert_eq!((tile.status, tile.body.len()), (StatusCode::OK, 32));
    house.finish().await;
}

#[tokio::test]
async fn there_is_no_outbox_outside_the_demo() {
    let demo = House::open().await;
    assert_eq!(demo.browser().get("/outbox").await.status, StatusCode::OK);
    demo.browser().get("/").await;
    let house = House::with(|mode| mode.demo = false).await;
    let mut browser = house.browser();
    browser.register("Sari Dewi Lestari", "sari@contoh.example").await;
    for path in ["/outbox", "/outbox/1"] {
        dressed(&browser.get(path).await, StatusCode::NOT_FOUND, "/contact");
    }
    assert!(!browser.get("/").await.text().contains("/outbox"));
    house.finish().await;
    demo.browser().register("Budi Santoso", "budi@contoh.example").await;
    demo.finish().await;
}

/// Status, headers but cookies and length of nothing, body.
fn face(answer: &Answer) -> (StatusCode, Vec<(String, String)>, Vec<u8>) {
    let mut headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .filter(|(name, _)| *name != "set-cookie")
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (answer.status, headers, answer.body.clone())
}

#[tokio::test]
async fn a_known_and_an_unknown_address_get_the_same_answer() {
    let house = House::open().await;
    house.browser().register("Sari Dewi Lestari", "sari@contoh.example").await;
    for path in ["/sign-in", "/register"] {
        let mut faces = Vec::new();
        for address in ["sari@contoh.example", "budi@contoh.example"] {
            let mut browser = house.browser();
            let fields =
                [("name", "Seseorang Baru"), ("address", address), ("accept", "yes"), ("attest", "yes")];
            let answer = browser.post(path, &fields).await;
            assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 1);
            let page = browser.get("/code").await;
            let shown = page.text().replace(address, "");
            let wrong = browser.post("/code", &[("code", "000000")]).await;
            let after = wrong.text().replace(address, "");
            faces.push((face(&answer), page.status, shown, wrong.status, after));
        }
        assert_eq!(faces[0], faces[1], "{path}");
    }
    let mut faces = Vec::new();
    for address in ["sari@contoh.example", "budi@contoh.example"] {
        let fields = [("address", address), ("password", "correct horse battery")];
        let answer = house.browser().post("/sign-in/password", &fields).await;
        faces.push((answer.status, answer.text().replace(address, "")));
    }
    assert_eq!(faces[0], faces[1]);
    house.finish().await;
}

#[tokio::test]
async fn nobody_reaches_what_belongs_to_somebody() {
    let house = House::open().await;
    let mut sari = house.browser();
    sari.register("Sari Dewi Lestari", "sari@contoh.example").await;
    for path in ["/me", "/me/data", "/me/data/name", "/me/trail", "/me/profile/numbers", "/me/eligibility"] {
        let answer = house.browser().get(path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-in"), "{path}");
    }
    // A staff page does not exist for a person.
    assert_eq!(sari.get("/staff").await.status, StatusCode::NOT_FOUND);
    // An entry of somebody else's trail does not exist either.
    let mut budi = house.browser();
    budi.register("Budi Santoso", "budi@contoh.example").await;
    let page = sari.get("/me/trail?who=person").await.text();
    let entry = page
        .split("/me/trail/")
        .filter_map(|rest| rest.split('"').next())
        .find(|id| id.contains('-'))
        .unwrap();
    assert_eq!(sari.get(&format!("/me/trail/{entry}")).await.status, StatusCode::OK, "{entry}");
    assert_eq!(budi.get(&format!("/me/trail/{entry}")).await.status, StatusCode::NOT_FOUND, "{entry}");
    assert_eq!(budi.get(&format!("/me/trail/{entry}/proof")).await.status, StatusCode::NOT_FOUND, "{entry}");
    house.finish().await;
}
