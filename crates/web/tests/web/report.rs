//! The Report Form and its receipt at the door: forms of every bad kind, floods from one address, a receipt
//! that leaves no trace in addresses; and the screen of a call (issue 4).

use std::net::SocketAddr;

use amanah_domain::Role;
use amanah_testkit::TestOffice;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};

use crate::house::{Answer, Browser, House};

const SAID: &str = "Insentif saya belum masuk <b>dua minggu</b>";
const BOUNDARY: &str = "----amanah-test";
const PHONE: &str = "+6281234567890";

/// A form as a browser sends it where it may bring files.
fn multipart(fields: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").bytes(),
        );
        body.extend(*value);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

/// Fields as they are posted.
type Typed<'t> = &'t [(&'t str, &'t [u8])];

async fn post(browser: &mut Browser<'_>, fields: &[(&str, &[u8])]) -> Answer {
    post_to(browser, "/report", fields).await
}

async fn post_to(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &[u8])]) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("content-type", kind.as_str()), ("sec-fetch-site", "same-origin")];
    browser.send(path, &headers, multipart(fields)).await
}

/// What stands in a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// What stands in the big letters of a receipt.
fn big(page: &str) -> Vec<String> {
    page.split("class=\"big\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

async fn ticket(house: &House) -> String {
    let page = house.browser().get("/report?lang=id").await.text();
    house.test.advance_seconds(20);
    hidden(&page, "ticket")
}

fn form<'f>(said: &'f str, ticket: &'f str) -> Vec<(&'f str, &'f [u8])> {
    vec![("kind", b"complaint"), ("said", said.as_bytes()), ("ticket", ticket.as_bytes()), ("proof", b"")]
}

#[tokio::test]
async fn a_form_leads_to_a_receipt_and_the_receipt_to_the_case() {
    let house = House::open().await;
    house.test.secret("dua minggu");
    let ticket = ticket(&house).await;
    let mut browser = house.browser();
    let filed = post(&mut browser, &form(SAID, &ticket)).await;
    assert_eq!(filed.status, StatusCode::OK, "{}", filed.text());
    let receipt = big(&filed.text());
    let [number, code] = &receipt[..] else { panic!("{}", filed.text()) };
    assert!(filed.header("set-cookie").contains("HttpOnly; SameSite=Lax"));
    assert_eq!(filed.header("cache-control"), "no-store");
    // The page is open at once to whoever sent it. Sent again, where the answer was lost, it shows the same; and
    // other words on the same ticket are told so.
    let page = browser.get("/report/receipt").await.text();
    assert!(page.contains(number) && !page.contains(code), "{page}");
    assert!(page.contains("&#60;b&#62;dua minggu") && !page.contains("<b>dua"), "{page}");
    let again = post(&mut browser, &form(SAID, &ticket)).await;
    assert_eq!((again.status, big(&again.text())), (StatusCode::OK, receipt.clone()));
    let again = post(&mut browser, &form("dua minggu lagi", &ticket)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("sudah kami terima") && again.text().contains("dua minggu"));
    assert_ne!(hidden(&again.text(), "ticket"), ticket, "the next one is another form");

    // Another browser needs both; whatever is wrong is one answer.
    let mut other = house.browser();
    let asked = other.get("/report/receipt").await.text();
    assert!(asked.contains("name=\"code\"") && !asked.contains(number), "{asked}");
    let mut told = Vec::new();
    for pair in [(number.as_str(), "2222-2222-2222-2222"), ("2222-2222-2222", code.as_str()), ("", "")] {
        let wrong = other.post("/report/receipt", &[("number", pair.0), ("code", pair.1)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        told.push(wrong.text().replace(pair.0, "").replace(pair.1, "").contains("tidak cocok"));
    }
    assert_eq!(told, [true; 3]);
    let opened = other.post("/report/receipt", &[("number", number), ("code", code)]).await;
    assert_eq!((opened.status, opened.header("location")), (StatusCode::SEE_OTHER, "/report/receipt"));
    let page = other.get("/report/receipt").await.text();
    let key = hidden(&page, "key");
    let say = "/report/receipt/say";
    let empty = post_to(&mut other, say, &[("said", b" "), ("key", key.as_bytes())]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let said = post_to(&mut other, say, &[("said", b"Bank saya BRI"), ("key", key.as_bytes())]).await;
        assert_eq!(said.header("location"), "/report/receipt?sent");
    }
    let page = browser.get("/report/receipt").await.text();
    assert_eq!(page.matches("Bank saya BRI").count(), 1, "{page}");
    let closed = other.post("/report/receipt/close", &[]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert!(!other.get("/report/receipt").await.text().contains("Bank saya BRI"));
    // A cookie that we did not set opens nothing, and is taken away.
    other.put_cookie("__Host-amanah-receipt", "00.1.00");
    let forged = other.get("/report/receipt").await;
    assert!(forged.header("set-cookie").contains("Max-Age=0") && forged.status == StatusCode::OK);
    // Half an hour later the page is shut.
    house.test.advance_seconds(1_801);
    assert!(!browser.get("/report/receipt").await.text().contains("dua minggu"));
    house.test.run_jobs().await;
    house.finish().await;
}

#[tokio::test]
async fn bad_forms_get_a_clear_answer_and_leave_nothing() {
    let house = House::open().await;
    let ticket = ticket(&house).await;
    let mut browser = house.browser();
    let megabyte = "a".repeat(1 << 20);
    let long = "é".repeat(4_001);
    let cases: [(Typed<'_>, StatusCode); 7] = [
        (&form(&megabyte, &ticket), StatusCode::BAD_REQUEST),
        (&form(&long, &ticket), StatusCode::UNPROCESSABLE_ENTITY),
        (
            &[("kind", b"complaint"), ("said", b"\xff\xfe"), ("ticket", ticket.as_bytes())],
            StatusCode::BAD_REQUEST,
        ),
        (&form("a\u{202e}b", &ticket), StatusCode::UNPROCESSABLE_ENTITY),
        (&form("\u{0}", &ticket), StatusCode::UNPROCESSABLE_ENTITY),
        (&form(SAID, "forged"), StatusCode::UNPROCESSABLE_ENTITY),
        (
            &[("kind", b"complaint"), ("said", b"a"), ("proof", b"e30="), ("ticket", b"")],
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ];
    for (at, (fields, status)) in cases.into_iter().enumerate() {
        let answer = post(&mut browser, fields).await;
        assert_eq!(answer.status, status, "{at}: {}", answer.text());
        assert!(!answer.text().contains('⟦'), "{at}: {}", answer.text());
    }
    let forged = [("content-type", "multipart/form-data; boundary=x"), ("sec-fetch-site", "cross-site")];
    assert_eq!(browser.send("/report", &forged, "--x--").await.status, StatusCode::FORBIDDEN);
    let plain = [("content-type", "text/plain"), ("sec-fetch-site", "same-origin")];
    assert_eq!(browser.send("/report", &plain, "said=a").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    // Nothing of these came in: this is the house's first case, and the ticket is still good.
    let filed = post(&mut browser, &form(SAID, &ticket)).await;
    assert_eq!(filed.status, StatusCode::OK, "{}", filed.text());
    house.finish().await;
}

/// A form from a network address.
async fn from(house: &House, address: &str, ticket: &str) -> Answer {
    let address: SocketAddr = address.parse().unwrap();
    let request = Request::post("/report")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header("sec-fetch-site", "same-origin")
        .extension(ConnectInfo(address))
        .body(Body::from(multipart(&form(SAID, ticket))))
        .unwrap();
    house.answer(request).await
}

#[tokio::test]
async fn a_flood_from_one_address_keeps_nobody_else_out() {
    let house = House::open().await;
    let tickets: Vec<String> = (0..40).map(|_| house.test.office.form_ticket()).collect();
    house.test.advance_seconds(20);
    let mut statuses = Vec::new();
    for (at, ticket) in tickets[..30].iter().enumerate() {
        // A household of IPv6 has more addresses than there are forms.
        let answer = from(&house, &format!("[2001:db8:1:2::{at:x}]:4000"), ticket).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            let text = answer.text();
            assert!(!answer.header("retry-after").is_empty() && text.contains("dua minggu"), "{text}");
            assert_eq!(&hidden(&text, "ticket"), ticket, "what was written goes on");
        }
        statuses.push(answer.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 5, "{statuses:?}");
    for (at, ticket) in tickets[30..35].iter().enumerate() {
        let answer = from(&house, &format!("[2001:db8:1:3::1]:{}", 4_000 + at), ticket).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    for (address, ticket) in ["192.0.2.7:1", "192.0.2.8:1", "[2001:db8:2:2::1]:1"].iter().zip(&tickets[35..])
    {
        assert_eq!(from(&house, address, ticket).await.status, StatusCode::OK);
    }
    house.finish().await;
}

#[tokio::test]
async fn the_four_ways_stand_on_every_page() {
    let house = House::open().await;
    let mut browser = house.browser();
    for path in ["/", "/privacy", "/batches", "/register", "/sign-in", "/report", "/nowhere", "/contact"] {
        let page = browser.get(path).await.text();
        let (_, footer) = page.split_once("<footer>").unwrap();
        for way in ["href=\"/report\"", "href=\"tel:", "href=\"https://wa.me/62", "href=\"/chat\""] {
            assert!(footer.contains(way), "{path}: {way}");
        }
        assert!(footer.contains("(situs lain)"), "{path}: the way out is marked");
    }
    let csp = browser.get("/report").await;
    assert!(csp.header("content-security-policy").contains("worker-src 'self'"));
    let challenge = browser.get("/report/challenge").await;
    assert_eq!(challenge.status, StatusCode::OK);
    assert!(challenge.header("content-type").starts_with("application/json"), "{}", challenge.text());
    house.test.register("Sari Dewi", PHONE).await;
    house.finish().await;
}

async fn agent(test: &TestOffice, browser: &mut Browser<'_>) -> String {
    test.staff("Tuti Petugas", "tuti@kantor.example", &[Role::ContactAgent]).await;
    browser.sign_in("tuti@kantor.example").await;
    browser.session().await.csrf(&test.office)
}

#[tokio::test]
async fn a_call_is_one_screen_that_keeps_what_was_typed() {
    let house = House::open().await;
    for secret in ["Telepon dari Sari", "kasus-lain@surat.example"] {
        house.test.secret(secret);
    }
    house.test.register("Sari Dewi", PHONE).await;
    let mut browser = house.browser();
    let csrf = agent(&house.test, &mut browser).await;
    let shut = browser.get("/staff/calls?lang=id").await.text();
    assert!(!shut.contains("name=\"caller\""), "first the purpose: {shut}");
    let choice = [("csrf", csrf.as_str()), ("role", "contact-agent"), ("purpose", "questions")];
    browser.post("/staff/purpose", &choice).await;
    let screen = browser.get("/staff/calls").await.text();
    let key = hidden(&screen, "key");
    let base = [("csrf", csrf.as_str()), ("key", key.as_str()), ("said", "Telepon dari Sari")];
    let with = |more: &[(&'static str, &'static str)]| [base.as_slice(), more].concat();

    let found = browser.post("/staff/calls", &with(&[("caller", "0812 3456 7890"), ("step", "check")])).await;
    let text = found.text();
    assert!(
        text.contains("Ada akun") && text.contains("Telepon dari Sari") && !text.contains("Sari Dewi"),
        "{text}"
    );
    let none = browser.post("/staff/calls", &with(&[("caller", "0813 1111 2222"), ("step", "check")])).await;
    assert!(none.text().contains("Tidak ada akun"), "{}", none.text());
    let wrong =
        browser.post("/staff/calls", &with(&[("caller", "12"), ("nik", "3"), ("step", "check")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("f-nik-error") && wrong.text().contains("Telepon dari Sari"));
    let unasked = browser.post("/staff/calls", &with(&[("step", "note")])).await;
    assert_eq!(unasked.status, StatusCode::UNPROCESSABLE_ENTITY, "no kind was chosen");

    let note = with(&[
        ("caller", "0812 3456 7890"),
        ("kind", "question"),
        ("contact", "kasus-lain@surat.example"),
        ("step", "note"),
    ]);
    let filed = browser.post("/staff/calls", &note).await;
    let receipt = big(&filed.text());
    assert_eq!(receipt.len(), 2, "number and code are read out: {}", filed.text());
    house.test.run_jobs().await;
    let told = house.test.letters_to("kasus-lain@surat.example");
    assert!(told.iter().any(|letter| letter.text.contains(&receipt[0])));

    // Without the token of the session, and for anybody else, there is no such screen.
    let forged = browser.post("/staff/calls", &[("caller", "0812"), ("step", "check")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let mut person = house.browser();
    person.sign_in(PHONE).await;
    assert_eq!(person.get("/staff/calls").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.browser().get("/staff/calls").await.header("location"), "/sign-in");
    house.finish().await;
}
