//! A whole house behind its router, and a browser that keeps cookies.

use std::collections::BTreeMap;
use std::sync::Arc;

use amanah_pages::{Lang, Words};
use amanah_testkit::office::programme_folder;
use amanah_testkit::{Engine, TestOffice};
use amanah_web::{App, router};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt;

pub(crate) struct House {
    pub(crate) test: TestOffice,
    router: Router,
}

/// The portal's words with the model programme's.
pub(crate) fn words() -> Words {
    let mut files = Vec::new();
    for lang in Lang::ALL {
        for file in ["policy.ftl", "programme.ftl", "templates.ftl"] {
            let path = programme_folder().join("words").join(lang.code()).join(file);
            files.push((lang, std::fs::read_to_string(path).unwrap()));
        }
    }
    Words::load(&files).unwrap()
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::with(|_| ()).await
    }

    /// A house whose mode was changed before it opened.
    pub(crate) async fn with(change: impl FnOnce(&mut amanah_actions::Mode)) -> Self {
        let mut test = TestOffice::on(Engine::Sqlite).await;
        change(&mut Arc::get_mut(&mut test.office).unwrap().mode);
        let policy = std::fs::read_to_string(programme_folder().join("policy.toml")).unwrap();
        test.office.remember_policy(&policy).await.unwrap();
        let metrics = || "# nothing\n".to_owned();
        let app =
            App { office: Arc::clone(&test.office), words: Arc::new(words()), metrics: Arc::new(metrics) };
        Self { test, router: router(app) }
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser { house: self, cookies: BTreeMap::new() }
    }

    /// Letters handed over so far: whoever changes nothing causes none.
    pub(crate) fn letters(&self) -> usize {
        self.test.post.begun().len()
    }

    pub(crate) async fn finish(self) {
        let Self { test, router } = self;
        drop(router);
        test.finish().await;
    }

    /// An answer that is read while it comes.
    pub(crate) async fn stream(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = to_bytes(body, 10_000_000).await.unwrap().to_vec();
        Answer { status: head.status, headers: head.headers, body }
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub(crate) struct Browser<'h> {
    house: &'h House,
    cookies: BTreeMap<String, String>,
}

pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}

impl Browser<'_> {
    pub(crate) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        let mut request = Request::builder().method(method).uri(path);
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        request
    }

    async fn answer(&mut self, request: Request<Body>) -> Answer {
        let answer = self.house.answer(request).await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0;") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let request = self.request("GET", path).body(Body::empty()).unwrap();
        self.answer(request).await
    }

    pub(crate) async fn send(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = self.request("POST", path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(request.body(body.into()).unwrap()).await
    }

    /// A form as a page of ours sends it.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers =
            [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send(path, &headers, encoded(fields)).await
    }

    /// A cookie that we did not set.
    pub(crate) fn put_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// The session behind the browser's cookie.
    pub(crate) async fn session(&self) -> amanah_actions::Session {
        self.house.test.office.session(&self.cookies["__Host-amanah-session"]).await.unwrap()
    }

    /// The token of the forms on a page.
    pub(crate) async fn token(&mut self, path: &str) -> String {
        let page = self.get(path).await.text();
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Signs somebody in by code.
    pub(crate) async fn sign_in(&mut self, address: &str) {
        let answer = self.post("/sign-in", &[("address", address)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let code = self.house.test.code_from_letter(address).await;
        let answer = self.post("/code", &[("code", &code)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }

    /// Registers somebody and signs them in.
    pub(crate) async fn register(&mut self, name: &str, address: &str) {
        let fields = [("name", name), ("address", address), ("accept", "yes"), ("attest", "yes")];
        let answer = self.post("/register", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let code = self.house.test.code_from_letter(address).await;
        let answer = self.post("/code", &[("code", &code)]).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::SEE_OTHER, "/me"),
            "{}",
            answer.text()
        );
    }
}
