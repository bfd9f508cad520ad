//! The webhook of WhatsApp as other machines call it: without a browser, believed by its signature alone.

use amanah_testkit::whatsapp::{NUMBER_ID, VERIFY_TOKEN, WhatsAppStandIn, sign};
use axum::http::StatusCode;

use crate::house::{Answer, House};

const HOOK: &str = "/hooks/whatsapp";
const JSON: (&str, &str) = ("content-type", "application/json");

async fn call(house: &House, signature: &str, body: &[u8]) -> Answer {
    let mut caller = house.browser();
    caller.send(HOOK, &[JSON, ("x-hub-signature-256", signature)], body.to_vec()).await
}

#[tokio::test]
async fn the_word_is_repeated_to_whoever_knows_ours() {
    let house = House::open().await;
    let mut caller = house.browser();
    let asked =
        |token: &str| format!("{HOOK}?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=1158201444");
    assert_eq!(caller.get(&asked(VERIFY_TOKEN)).await.status, StatusCode::NOT_FOUND, "not set up");
    let (api, _) = WhatsAppStandIn::start(std::sync::Arc::clone(&house.test.clock)).await.unwrap();
    api.join(&house.test).unwrap();
    let answer = caller.get(&asked(VERIFY_TOKEN)).await;
    assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, "1158201444"));
    assert!(answer.header("content-type").starts_with("text/plain"));
    for token in ["", "a-word-of-our-own-32-letters-or-sO", "x"] {
        let answer = caller.get(&asked(token)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(!answer.text().contains("1158201444"));
    }
    let crooked = asked(VERIFY_TOKEN).replace("1158201444", "%3Cscript%3E");
    assert_eq!(caller.get(&crooked).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(caller.get(HOOK).await.status, StatusCode::UNAUTHORIZED);
    house.test.register("Sari Dewi", "sari@contoh.example").await;
    house.finish().await;
}

#[tokio::test]
async fn signed_calls_are_taken_and_forged_ones_leave_no_trace() {
    let house = House::open().await;
    let (api, _) = WhatsAppStandIn::start(std::sync::Arc::clone(&house.test.clock)).await.unwrap();
    api.join(&house.test).unwrap();
    let said = "Tolong hapus data saya";
    house.test.secret(said);
    let at = house.test.office.now().millis() / 1_000;
    let (signature, body) = api.notification(&[api.text("6281234567890", "wamid.1", at, said)]);
    for wrong in ["", "sha256=", "sha256=00", &sign(b"another body"), &signature[1..]] {
        let answer = call(&house, wrong, &body).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.is_empty(), "{}", answer.text());
    }
    house.test.run_jobs().await;
    assert!(api.sent().is_empty(), "nobody was written to");

    // Twice, and both times taken: it came once.
    for _ in 0..2 {
        assert_eq!(call(&house, &signature, &body).await.status, StatusCode::OK);
    }
    house.test.run_jobs().await;
    assert_eq!(api.sent().len(), 1);

    // Signed and of no use: said so, whatever it is.
    for odd in [&b"{"[..], b"[]", b"{\"object\":\"page\"}"] {
        assert_eq!(call(&house, &sign(odd), odd).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let long = vec![b' '; 3 * 1_024 * 1_024 + 1];
    assert_eq!(call(&house, &sign(&long), &long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // More than a form may have, as the API may well send.
    let filler = "x".repeat(200_000);
    let body = format!(
        "{{\"object\":\"whatsapp_business_account\",\"filler\":\"{filler}\",\"entry\":[{{\"changes\":[{{\"field\":\
         \"messages\",\"value\":{{\"metadata\":{{\"phone_number_id\":\"{NUMBER_ID}\"}}}}}}]}}]}}"
    );
    assert_eq!(call(&house, &sign(body.as_bytes()), body.as_bytes()).await.status, StatusCode::OK);

    // One number that writes without end is told to wait, and nothing that it wrote is lost to the API.
    let mut last = StatusCode::OK;
    for number in 0..70 {
        let text = api.text("6281234567890", &format!("wamid.f{number}"), at, "lagi");
        let (signature, body) = api.notification(&[text]);
        last = call(&house, &signature, &body).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    house.finish().await;
}
