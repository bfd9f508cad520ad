//! The harness itself, on pages made for it: what it reports is there, and what is not it does not.

use std::net::SocketAddr;

use amanah_testkit::browser::Browser;
use amanah_testkit::postgres::PgServer;
use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, SET_COOKIE};
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;

const POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'self'; form-action 'self'; frame-ancestors 'none'";

const GOOD: &str = r#"<!doctype html><html lang="en"><head><title>Good</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
<body><main><h1>Good page</h1><form action="/hello"><p><label for="name">Name</label> <input id="name" name="name">
</p><p><label for="size">Size</label> <select id="size" name="size"><option value="s">Small</option>
<option value="l">Large</option></select></p><button>Send</button></form></main></body></html>"#;

/// No language, no label, an image without words, and far wider than any phone.
const BAD: &str = r#"<!doctype html><html><head><title>Bad</title><meta name="viewport" content="width=device-width">
</head><body><main><h1>Bad page</h1><input name="x"><p><img src="/none.png"></p><pre>0123456789012345678901234567890123
456789012345678901234567890123456789012345678901234567890123456789</pre></main></body></html>"#;

/// Tells by its title whether script ran; the policy of this page allows it.
const SCRIPTED: &str = r#"<!doctype html><html lang="en"><head><title>without script</title></head><body><main>
<h1>Script</h1><noscript><p id="no">No script here.</p></noscript></main>
<script>document.title = "with script";</script></body></html>"#;

/// Makes a passkey with the least options there are.
const PASSKEY: &str = r#"<!doctype html><html lang="en"><head><title>Passkey</title></head><body><main><h1>Passkey</h1>
<button>Make</button></main><script>document.querySelector("button").onclick = async () => {
const bytes = new Uint8Array(16);
await navigator.credentials.create({ publicKey: { challenge: bytes, rp: { name: "x", id: "localhost" },
user: { id: bytes, name: "x", displayName: "x" }, pubKeyCredParams: [{ type: "public-key", alg: -7 }],
authenticatorSelection: { residentKey: "required", userVerification: "required" } } });
document.title = "made"; };</script></body></html>"#;

async fn serve() -> std::io::Result<SocketAddr> {
    let strict =
        |page: &'static str| get(move || async move { ([(CONTENT_SECURITY_POLICY, POLICY)], Html(page)) });
    let cookie = || async { ([(SET_COOKIE, "__Host-seen=yes; Secure; HttpOnly; Path=/")], Html(GOOD)) };
    let hello = |headers: axum::http::HeaderMap, query: axum::extract::RawQuery| async move {
        let seen = headers
            .get("cookie")
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .unwrap_or_default();
        Html(format!(
            "<!doctype html><title>Hello</title><p id=query>{}</p><p id=cookie>{seen}</p>",
            query.0.unwrap_or_default()
        ))
    };
    let router = Router::new()
        .route("/good", strict(GOOD))
        .route("/bad", strict(BAD))
        .route("/script", get(|| async { Html(SCRIPTED) }))
        .route("/passkey", get(|| async { Html(PASSKEY) }))
        .route("/cookie", get(cookie))
        .route("/hello", get(hello));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

#[tokio::test]
async fn the_checker_finds_what_is_wrong_and_nothing_else() {
    let site = serve().await.unwrap();
    let browser = Browser::start().await.unwrap();
    browser.size(320, 800).await.unwrap();

    browser.goto(&format!("http://{site}/good")).await.unwrap();
    assert_eq!(browser.axe().await.unwrap(), Vec::<String>::new());
    assert_eq!(browser.console_errors().await.unwrap(), Vec::<String>::new());
    assert_eq!(browser.content_size().await.unwrap().0, 320);

    browser.goto(&format!("http://{site}/bad")).await.unwrap();
    let found = browser.axe().await.unwrap().join("\n");
    for rule in ["html-has-lang", "label", "image-alt"] {
        assert!(found.contains(&format!("{rule} (")), "{rule} is missing in:\n{found}");
    }
    let complaints = browser.console_errors().await.unwrap().join("\n");
    assert!(complaints.contains("Content Security Policy"), "{complaints}");
    assert!(browser.content_size().await.unwrap().0 > 320);
    browser.close().await.unwrap();
}

#[tokio::test]
async fn a_form_is_filled_by_mouse_and_by_keyboard() {
    let site = serve().await.unwrap();
    let browser = Browser::start().await.unwrap();
    let good = format!("http://{site}/good");

    browser.goto(&good).await.unwrap();
    browser.fill("#name", "Siti").await.unwrap();
    browser.choose("#size", "l").await.unwrap();
    assert_eq!(browser.value("#name").await.unwrap(), "Siti");
    browser.submit("form").await.unwrap();
    assert_eq!(browser.text("#query").await.unwrap(), "name=Siti&size=l");

    browser.goto(&good).await.unwrap();
    browser.press("Tab").await.unwrap();
    assert_eq!(browser.focused().await.unwrap(), "input#name");
    browser.type_text("Budi").await.unwrap();
    browser.press("Tab").await.unwrap();
    browser.press("Shift+Tab").await.unwrap();
    browser.press("Enter").await.unwrap();
    assert_eq!(browser.text("#query").await.unwrap(), "name=Budi&size=s");

    let error = browser.click("#nowhere").await.unwrap_err().to_string();
    assert!(error.contains("`#nowhere`") && error.contains("name=Budi"), "{error}");
}

#[tokio::test]
async fn a_picture_shows_the_whole_page() {
    let site = serve().await.unwrap();
    let browser = Browser::start().await.unwrap();
    browser.size(320, 800).await.unwrap();
    browser.goto(&format!("http://{site}/good")).await.unwrap();
    let path = browser.screenshot("harness-good-320").await.unwrap();
    let picture = std::fs::read(path).unwrap();
    assert_eq!(picture.get(..8).unwrap(), b"\x89PNG\r\n\x1a\n");
    // Width and height stand at bytes 16 and 20 of every PNG.
    assert_eq!(picture.get(16..24).unwrap(), [0, 0, 1, 64, 0, 0, 3, 32]);
    assert!(browser.screenshot("../elsewhere").await.is_err());
}

#[tokio::test]
async fn script_can_be_switched_off() {
    let site = serve().await.unwrap();
    let address = format!("http://{site}/script");
    let with = Browser::start().await.unwrap();
    with.goto(&address).await.unwrap();
    assert_eq!(with.title().await.unwrap(), "with script");

    let without = Browser::start_without_script().await.unwrap();
    without.goto(&address).await.unwrap();
    assert_eq!(without.title().await.unwrap(), "without script");
    assert_eq!(without.text("#no").await.unwrap(), "No script here.");
    without.goto(&format!("http://{site}/good")).await.unwrap();
    without.fill("#name", "Siti").await.unwrap();
    without.press("Enter").await.unwrap();
    assert_eq!(without.text("#query").await.unwrap(), "name=Siti&size=s");
    without.size(320, 800).await.unwrap();
    assert!(without.screenshot("harness-without-script-320").await.unwrap().is_file());
}

#[tokio::test]
async fn passkeys_and_host_cookies_work_on_localhost() {
    let port = serve().await.unwrap().port();
    let browser = Browser::start().await.unwrap();
    let device = browser.add_passkey_device().await.unwrap();
    browser.goto(&format!("http://localhost:{port}/passkey")).await.unwrap();
    browser.click("button").await.unwrap();
    for _ in 0..50 {
        if browser.title().await.unwrap() == "made" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(device.passkeys().await.unwrap(), 1, "{:?}", browser.console_errors().await);
    device.remove().await.unwrap();

    for host in ["localhost", "127.0.0.1"] {
        browser.goto(&format!("http://{host}:{port}/cookie")).await.unwrap();
        browser.submit("form").await.unwrap();
        assert_eq!(browser.text("#cookie").await.unwrap(), "__Host-seen=yes", "{host}");
    }
    browser.forget_cookies().await.unwrap();
    browser.goto(&format!("http://127.0.0.1:{port}/hello?x")).await.unwrap();
    assert_eq!(browser.text("#cookie").await.unwrap(), "");
}

#[tokio::test]
async fn a_dropped_browser_leaves_no_process() {
    let names = |part: &str| {
        let listed = std::fs::read_dir("/proc").unwrap().flatten();
        listed
            .filter(|entry| {
                let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
                String::from_utf8_lossy(&line).contains(part)
            })
            .count()
    };
    let browser = Browser::start().await.unwrap();
    let capabilities = browser.client().capabilities().unwrap();
    let profile = capabilities["chrome"]["userDataDir"].as_str().unwrap().to_owned();
    assert!(names(&profile) > 0);
    drop(browser);
    assert_eq!(names(&profile), 0);
    assert!(!std::path::Path::new(&profile).exists());
}

#[test]
fn a_database_is_fresh_and_goes_away() {
    let server = PgServer::from_env().unwrap();
    let first = server.fresh_database().unwrap();
    let second = server.fresh_database().unwrap();
    assert_ne!(first.url(), second.url());
    let mut open = postgres::Client::connect(first.url(), postgres::NoTls).unwrap();
    open.batch_execute("create table t (a bigint)").unwrap();
    let url = first.url().to_owned();
    drop(first);
    assert!(postgres::Client::connect(&url, postgres::NoTls).is_err());
    postgres::Client::connect(second.url(), postgres::NoTls).unwrap();
}

#[tokio::test]
async fn a_database_is_made_inside_an_async_test_too() {
    let database = PgServer::from_env().unwrap().fresh_database().unwrap();
    assert!(database.url().contains("amanah_test_"));
}
