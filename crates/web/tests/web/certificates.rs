//! A certificate at the door (issue 3): whoever has no code learns nothing, not even by trying often;
//! what is shown is kept by nobody on the way.

use axum::http::StatusCode;

use crate::house::{Answer, House};

const NONE: &str = "2222-3333-4444-5555-6666-7777";

fn is_private(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert!(answer.header("x-robots-tag").contains("noindex"), "{:?}", answer.headers);
}

#[tokio::test]
async fn a_wrong_code_says_the_same_whatever_it_is() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Dewi", "sari@surat.example").await;
    let mut browser = house.browser();
    let empty = browser.get("/certificate").await;
    assert_eq!(empty.status, StatusCode::OK);
    is_private(&empty);
    let mut said = Vec::new();
    // Of the right length and of none, too long, and nothing that a code can hold.
    for code in [NONE, "7", &"x".repeat(2_000), "<script>alert(1)</script>", ""] {
        let answer = browser.post("/certificate", &[("code", code)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_private(&answer);
        let text = answer.text();
        assert!(!text.contains("<script>alert"), "{text}");
        said.push(text.split("value=\"").next().unwrap().to_owned());
    }
    assert!(said.windows(2).all(|two| two[0] == two[1]), "{said:#?}");
    let page = browser.get(&format!("/certificate/{NONE}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    is_private(&page);
    assert!(page.text().contains("action=\"/certificate\""), "{}", page.text());
    for file in ["certificate.pdf", "certificate.json"] {
        let answer = browser.get(&format!("/certificate/{NONE}/{file}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{file}");
    }
    house.finish().await;
}

#[tokio::test]
async fn trying_codes_ends_at_a_limit() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Dewi", "sari@surat.example").await;
    let mut browser = house.browser();
    let mut tries = 0;
    let refused = loop {
        let answer = browser.get(&format!("/certificate/{NONE}")).await;
        if answer.status != StatusCode::NOT_FOUND {
            break answer;
        }
        tries += 1;
        assert!(tries <= 60, "nothing stops it");
    };
    assert_eq!((refused.status, tries), (StatusCode::TOO_MANY_REQUESTS, 60));
    assert!(!refused.header("retry-after").is_empty());
    assert!(refused.text().contains("certificates_per_network_max"), "{}", refused.text());
    let posted = browser.post("/certificate", &[("code", NONE)]).await;
    assert_eq!(posted.status, StatusCode::TOO_MANY_REQUESTS);
    // The page itself stays open: what is counted is tries.
    assert_eq!(browser.get("/certificate").await.status, StatusCode::OK);
    house.test.advance_seconds(5);
    assert_eq!(browser.get(&format!("/certificate/{NONE}")).await.status, StatusCode::NOT_FOUND);
    house.finish().await;
}

#[tokio::test]
async fn a_removal_needs_the_person_and_their_own_form() {
    let house = House::open().await;
    let mut browser = house.browser();
    for path in ["/me/leave", "/me/leave/parts", "/me/leave/confirm?act=destroy"] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-in"), "{path}");
    }
    let answer = browser.post("/me/leave/confirm", &[("act", "destroy")]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-in"));
    for path in ["/staff/removals", "/staff/removals/for", "/staff/holds", "/staff/operation"] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-in"), "{path}");
    }
    browser.register("Sari Dewi", "sari@surat.example").await;
    let forged = browser.post("/me/leave/confirm", &[("act", "destroy"), ("csrf", "00")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let unknown = browser.get("/me/leave/confirm?act=forget").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/staff/removals").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/me").await.status, StatusCode::OK);
    house.finish().await;
}

/// A sign-in that is too old leads back to the page that asked for a new one; a cookie that somebody wrote
/// leads home.
#[tokio::test]
async fn a_new_sign_in_leads_back_to_our_own_page_alone() {
    let house = House::open().await;
    let mut browser = house.browser();
    let address = "sari@surat.example";
    browser.register("Sari Dewi", address).await;
    let ways = [
        (vec![("act", "destroy")], "/me/leave/confirm?act=destroy"),
        (
            vec![("act", "erase"), ("field-kk", "yes"), ("category-photo", "yes")],
            "/me/leave/confirm?act=erase&field-kk=yes&category-photo=yes",
        ),
        (vec![("act", "https://evil.example")], "/me"),
        (vec![("next", "//evil.example")], "/me"),
    ];
    for (chosen, back) in ways {
        let csrf = browser.session().await.csrf(&house.test.office);
        let fields = [chosen, vec![("csrf", csrf.as_str())]].concat();
        let out = browser.post("/me/leave/sign-in", &fields).await;
        assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/sign-in"));
        browser.post("/sign-in", &[("address", address)]).await;
        let code = house.test.code_from_letter(address).await;
        let signed_in = browser.post("/code", &[("code", &code)]).await;
        assert_eq!((signed_in.status, signed_in.header("location")), (StatusCode::SEE_OTHER, back));
        // Of what is not held the page says so; it is our own in every case.
        let page = browser.get(back).await.status;
        assert!([StatusCode::OK, StatusCode::CONFLICT].contains(&page), "{back}: {page}");
        house.test.advance_seconds(600);
    }
    // Nobody is led back twice, and not by what somebody else wrote.
    for written in ["", "destroy", "https://evil.example.0.0", "//evil.example", "erase.zz.0"] {
        let csrf = browser.session().await.csrf(&house.test.office);
        browser.post("/sign-out", &[("csrf", &csrf)]).await;
        browser.put_cookie("__Host-amanah-back", written);
        browser.post("/sign-in", &[("address", address)]).await;
        let code = house.test.code_from_letter(address).await;
        let signed_in = browser.post("/code", &[("code", &code)]).await;
        assert_eq!(signed_in.header("location"), "/me", "{written}");
        house.test.advance_seconds(600);
    }
    house.finish().await;
}
