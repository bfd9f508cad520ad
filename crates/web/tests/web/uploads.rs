//! Files as a browser sends them and takes them out: what is refused with which words, and what an answer with a
//! file carries.

use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use amanah_domain::CaseId;
use amanah_testkit::{Population, SyntheticPerson};
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};

use crate::house::{Answer, Browser, House};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x09\0\0\0\x09\x08\x02\0\0\0....\0\0\0\0IEND....";

/// A form as a browser sends it.
fn form(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    for (name, content) in files {
        let head = format!(
            "--line\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: image/png\r\n\r\n"
        );
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--line--\r\n");
    body
}

async fn send(house: &House, browser: &Browser<'_>, path: &str, body: Vec<u8>) -> Answer {
    let request = browser
        .request("POST", path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    house.answer(request).await
}

/// Somebody whom the registry has confirmed, signed in.
async fn confirmed<'h>(house: &'h House, person: &SyntheticPerson) -> (Browser<'h>, String) {
    let test = &house.test;
    test.enrol(person).await;
    test.run_jobs().await;
    let mut browser = house.browser();
    browser.sign_in(person.email.as_str()).await;
    let csrf = browser.session().await.csrf(&test.office);
    (browser, csrf)
}

fn person() -> SyntheticPerson {
    let today = amanah_testkit::office::OPENED_AT.date_at(7);
    let regions = amanah_testkit::office::regions();
    let population = Population::new(11, 400, &regions, today);
    let fits = |p: &SyntheticPerson| p.citizen && !p.traits.corrected_birth_date && p.traits.household == 1;
    population.iter().find(fits).unwrap()
}

#[tokio::test]
async fn a_form_with_files_is_taken_or_refused_with_words() {
    let house = House::open().await;
    let (mut browser, csrf) = confirmed(&house, &person()).await;
    let token = ("csrf", csrf.as_str());
    let path = "/me/correct/name";
    let refused = async |fields: &[(&str, &str)], files: &[(&str, &[u8])], words: &str| {
        let answer = send(&house, &browser, path, form(fields, files)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
        let text = answer.text();
        assert!(text.contains(words) && !text.contains('⟦'), "{words}: {text}");
    };
    let name = ("name", "Nama Yang Benar");
    refused(&[token, name], &[("ktp.jpg", b"<html>")], "bukan foto").await;
    refused(&[token, name], &[("ktp.zip", b"PK\x03\x04")], "Arsip").await;
    refused(&[token, name], &[("a", PNG), ("b", PNG), ("c", PNG), ("d", PNG)], "terlalu banyak").await;
    refused(&[token, ("name", "")], &[("ktp.png", PNG)], "f-name-error").await;
    let long = "k".repeat(3_000);
    refused(&[token, ("name", "1")], &[(&long, PNG)], "f-name-error").await;

    // What no browser of ours sends, a stranger's form, and a form without files are refused as a whole.
    let answer = send(&house, &browser, path, form(&[("csrf", "forged"), name], &[])).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = send(&house, &browser, path, b"--line\r\nnonsense".to_vec()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("multipart"), "{}", answer.text());
    let answer = send(&house, &browser, path, form(&[token, name], &[(&"k".repeat(1 << 20), PNG)])).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("part_head_bytes_max"), "{}", answer.text());
    let huge = vec![b'x'; 16 << 20];
    let answer = send(&house, &browser, path, form(&[token, name], &[("ktp.png", &huge)])).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("upload_bytes_max"), "{}", answer.text());
    let answer = browser.post(path, &[token, name]).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    // Forms without files take no more than before.
    let many = "x".repeat(70_000);
    let answer = browser.post("/me/data/name", &[token, ("name", &many)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    drop(browser);
    house.finish().await;
}

#[tokio::test]
async fn a_file_is_taken_out_as_a_download_and_nothing_else() {
    let house = House::open().await;
    let (mut browser, csrf) = confirmed(&house, &person()).await;
    let token = ("csrf", csrf.as_str());
    let fields = [token, ("name", "Nama Yang Benar")];
    let answer = send(&house, &browser, "/me/correct/name", form(&fields, &[("ktp \"1\".jpg", PNG)])).await;
    // The quotation mark ends the name: that is how nobody's browser writes it.
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let answer = send(&house, &browser, "/me/correct/name", form(&fields, &[("ktp %22.jpg", PNG)])).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/me/correct"));
    let session = browser.session().await;
    let corrections = house.test.office.list_corrections(&session).await.unwrap();
    let case: CaseId = corrections[0].case;
    let seen = house.test.office.view_own_case(&session, case).await.unwrap();
    let files: Vec<_> = seen.lines.iter().flat_map(|line| line.files.clone()).collect();
    drop(seen);
    let path = format!("/me/cases/{}/files/{}", case.to_hex(), files[0].attachment.to_hex());
    let answer = browser.get(&path).await;
    assert_eq!((answer.status, answer.body.as_slice()), (StatusCode::OK, PNG));
    assert_eq!(answer.header("content-type"), "image/png");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"amanah-"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(answer.header("cache-control"), "no-store");

    // Nobody else's, and none that is not there.
    let other = format!("/me/cases/{}/files/{}", "9".repeat(32), files[0].attachment.to_hex());
    assert_eq!(browser.get(&other).await.status, StatusCode::NOT_FOUND);
    let mut stranger = house.browser();
    assert_eq!(stranger.get(&path).await.header("location"), "/sign-in");
    drop((browser, stranger));
    house.test.run_jobs().await;
    house.finish().await;
}

/// A body of so many bytes at a time, which does not say how many there will be; without end, or waiting for ever.
struct Slow(Option<Bytes>);

impl futures_core::Stream for Slow {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.clone().map_or(Poll::Pending, |bytes| Poll::Ready(Some(Ok(bytes))))
    }
}

fn of_stranger(address: &str, body: impl Into<Body>) -> Request<Body> {
    let address: SocketAddr = address.parse().unwrap();
    Request::post("/report")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .header("sec-fetch-site", "same-origin")
        .extension(ConnectInfo(address))
        .body(body.into())
        .unwrap()
}

#[tokio::test]
async fn what_strangers_upload_is_bounded_before_it_is_read() {
    let house = House::open().await;
    // Two that never end hold the places of their network; the next one there is told to come again, and
    // nobody elsewhere waits.
    let slow = || house.answer(of_stranger("192.0.2.1:1", Body::from_stream(Slow(None))));
    let large = || form(&[("said", "a")], &[("ktp.png", &vec![b'x'; 100_000])]);
    let then = async {
        tokio::task::yield_now().await;
        let refused = house.answer(of_stranger("192.0.2.1:2", large())).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(!refused.text().contains('⟦') && refused.text().contains("<h1"), "{}", refused.text());
        let other = house.answer(of_stranger("192.0.2.2:1", large())).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", other.text());
        // A form without files has nothing to wait for.
        let small = house.answer(of_stranger("192.0.2.1:3", form(&[("said", "a")], &[]))).await;
        assert_eq!(small.status, StatusCode::UNPROCESSABLE_ENTITY);
    };
    tokio::select! {
        biased;
        _ = slow() => panic!("it never ends"),
        _ = slow() => panic!("it never ends"),
        () = then => {}
    }
    // What is too large is not read to its end.
    let endless = Body::from_stream(Slow(Some(Bytes::from(vec![b'x'; 1 << 20]))));
    let refused = house.answer(of_stranger("192.0.2.3:1", endless)).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.text().contains("upload_bytes_max"), "{}", refused.text());
    // Twenty an hour from one network.
    let mut statuses = Vec::new();
    for at in 0..21 {
        statuses.push(house.answer(of_stranger(&format!("192.0.2.4:{at}"), large())).await.status);
    }
    assert_eq!(statuses.pop(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert!(statuses.iter().all(|status| *status == StatusCode::UNPROCESSABLE_ENTITY), "{statuses:?}");
    house.test.register("Sari Dewi", "+6281234567890").await;
    house.finish().await;
}
