//! A stand-in for the civil registry, over HTTP: it knows the people it was given and answers match or
//! no match per field. The contract is `docs/contracts/civil-registry.md`; production speaks the same.
//!
//! It can also be slow, away, or talk nonsense, as the real one was on opening days. Not here: TLS and
//! client certificates.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use amanah_domain::PersonalValue;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde::{Deserialize, Serialize};

use crate::erasures::Erasures;
use crate::population::SyntheticPerson;

/// How the registry behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Answers at once.
    Up,
    /// Answers after so many milliseconds.
    Slow(u64),
    /// Answers 503 to everything.
    Down,
    /// Answers 200 with something that is no answer, another kind each time.
    Garbage,
}

/// What is asked.
#[derive(Deserialize, Serialize, Clone, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The asker's own id of this question: the same id with the same question gives the same answer.
    pub request_id: String,
    /// What the asker calls the person towards the registry; kept, so that an erasure can name them.
    pub reference: String,
    /// Sixteen digits.
    pub nik: String,
    /// Sixteen digits.
    pub kk: String,
    /// Full name.
    pub name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
}

/// What is answered, field by field.
#[derive(Deserialize, Serialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// That of the question.
    pub request_id: String,
    /// Whether there is such a number: `Match` or `Unknown`; `NoMatch` for one that was ended.
    pub nik: Verdict,
    /// Against the record of the NIK.
    pub kk: Verdict,
    /// Against the record of the NIK; case, accents of punctuation and spaces do not count.
    pub name: Verdict,
    /// Against the record of the NIK.
    pub birth_date: Verdict,
}

/// The answer for one field.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The same as on record.
    Match,
    /// Another on record.
    NoMatch,
    /// Nothing on record to compare with.
    Unknown,
}

/// Answers remembered for repeated questions, at most; the oldest are forgotten first.
const ANSWERS_MAX: usize = 100_000;
/// Bytes of a question, at most.
const BODY_BYTES_MAX: usize = 4_096;
/// Bytes of a request id, at most.
const REQUEST_ID_BYTES_MAX: usize = 64;

struct Record {
    kk: String,
    name: String,
    birth_date: String,
    ended: bool,
}

#[derive(Default)]
struct Answers {
    by_id: HashMap<String, (Question, Answer)>,
    order: VecDeque<String>,
}

/// The registry. Share it in an [`Arc`]: the router answers, the test looks on.
pub struct Registry {
    records: Mutex<HashMap<String, Record>>,
    answers: Mutex<Answers>,
    mode: Mutex<Mode>,
    calls: AtomicU64,
    answered: AtomicU64,
    erasures: Erasures,
}

impl Default for Registry {
    fn default() -> Self {
        Self {
            records: Mutex::default(),
            answers: Mutex::default(),
            mode: Mutex::new(Mode::Up),
            calls: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            erasures: Erasures::new(),
        }
    }
}

impl Registry {
    /// A registry that is up and knows nobody.
    pub fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// Puts a person on record, in place of an earlier record of the same NIK.
    pub fn add(&self, person: &SyntheticPerson) {
        self.put(person.nik.as_str(), person.kk.as_str(), person.name.as_str(), &person.birth_date.show());
    }

    /// Puts a record of one's own making on record.
    pub fn put(&self, nik: &str, kk: &str, name: &str, birth_date: &str) {
        let record =
            Record { kk: kk.to_owned(), name: folded(name), birth_date: birth_date.to_owned(), ended: false };
        held(&self.records).insert(nik.to_owned(), record);
    }

    /// Ends a number: its holder died or it was given twice.
    pub fn end(&self, nik: &str) {
        if let Some(record) = held(&self.records).get_mut(nik) {
            record.ended = true;
        }
    }

    /// People on record.
    pub fn len(&self) -> usize {
        held(&self.records).len()
    }

    /// Whether nobody is on record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Changes how it behaves from the next call on.
    pub fn set_mode(&self, mode: Mode) {
        *held(&self.mode) = mode;
    }

    /// Calls that came in, whatever became of them.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    /// Questions answered for the first time; a repeated request id does not count.
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::SeqCst)
    }

    /// Its key, as those who trust its acknowledgements are told it.
    pub fn vkey(&self) -> String {
        self.erasures.vkey()
    }

    /// References of people it was asked about and was not told to forget.
    pub fn references(&self) -> Vec<String> {
        self.erasures.references()
    }

    /// Notices of erasure that came in, repeated ones not counted.
    pub fn erased(&self) -> usize {
        self.erasures.count()
    }

    /// What it was told beside erasures: kind and fields of each notice, repeated ones not counted.
    pub fn told(&self) -> Vec<String> {
        self.erasures.told()
    }

    /// The service, to be mounted or served.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/v1/verify", post(verify))
            .route("/v1/erasures", post(erase))
            .route("/v1/notices", post(notice))
            .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
            .with_state(Arc::clone(self))
    }

    /// Serves on `listener` until the task is dropped or the runtime ends.
    ///
    /// # Errors
    /// Those of the listener.
    pub async fn serve(self: Arc<Self>, listener: tokio::net::TcpListener) -> std::io::Result<()> {
        axum::serve(listener, self.router()).await
    }

    /// What the records say, without HTTP, mode or memory.
    pub fn answer(&self, question: &Question) -> Answer {
        let verdict = |same: bool| if same { Verdict::Match } else { Verdict::NoMatch };
        let records = held(&self.records);
        let (nik, kk, name, birth_date) = match records.get(&question.nik) {
            None => (Verdict::Unknown, Verdict::Unknown, Verdict::Unknown, Verdict::Unknown),
            Some(record) => (
                verdict(!record.ended),
                verdict(record.kk == question.kk),
                verdict(record.name == folded(&question.name)),
                verdict(record.birth_date == question.birth_date),
            ),
        };
        Answer { request_id: question.request_id.clone(), nik, kk, name, birth_date }
    }

    /// The remembered answer to the same question, or a new one; `None` where the request id was used
    /// for another question.
    fn answer_once(&self, question: Question) -> Option<Answer> {
        let mut answers = held(&self.answers);
        if let Some((asked, answer)) = answers.by_id.get(&question.request_id) {
            return (*asked == question).then(|| answer.clone());
        }
        let answer = self.answer(&question);
        self.answered.fetch_add(1, Ordering::SeqCst);
        self.erasures.know(&question.reference);
        if answers.order.len() >= ANSWERS_MAX
            && let Some(oldest) = answers.order.pop_front()
        {
            answers.by_id.remove(&oldest);
        }
        answers.order.push_back(question.request_id.clone());
        answers.by_id.insert(question.request_id.clone(), (question, answer.clone()));
        Some(answer)
    }
}

async fn verify(State(registry): State<Arc<Registry>>, body: Bytes) -> Response {
    let call = registry.calls.fetch_add(1, Ordering::SeqCst);
    let mode = *held(&registry.mode);
    match mode {
        Mode::Up => {}
        Mode::Slow(milliseconds) => tokio::time::sleep(std::time::Duration::from_millis(milliseconds)).await,
        Mode::Down => return refusal(StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        Mode::Garbage => return nonsense(call),
    }
    let Ok(question) = serde_json::from_slice::<Question>(&body) else {
        return refusal(StatusCode::BAD_REQUEST, "malformed");
    };
    let digits = |text: &str| text.len() == 16 && text.bytes().all(|b| b.is_ascii_digit());
    if !(1..=REQUEST_ID_BYTES_MAX).contains(&question.request_id.len())
        || !digits(&question.nik)
        || !digits(&question.kk)
    {
        return refusal(StatusCode::BAD_REQUEST, "malformed");
    }
    match registry.answer_once(question) {
        Some(answer) => json(StatusCode::OK, &answer),
        None => refusal(StatusCode::CONFLICT, "request-id-reused"),
    }
}

async fn erase(State(registry): State<Arc<Registry>>, body: Bytes) -> Response {
    acknowledge(&registry, || registry.erasures.acknowledge(&body)).await
}

async fn notice(State(registry): State<Arc<Registry>>, body: Bytes) -> Response {
    acknowledge(&registry, || registry.erasures.acknowledge_other(&body)).await
}

async fn acknowledge(registry: &Registry, answer: impl FnOnce() -> Option<String>) -> Response {
    registry.calls.fetch_add(1, Ordering::SeqCst);
    let mode = *held(&registry.mode);
    match mode {
        Mode::Up => {}
        Mode::Slow(milliseconds) => tokio::time::sleep(std::time::Duration::from_millis(milliseconds)).await,
        Mode::Down => return refusal(StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        Mode::Garbage => return (StatusCode::OK, "amanah erasure acknowledgement v1\n").into_response(),
    }
    match answer() {
        Some(note) => {
            (StatusCode::OK, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], note).into_response()
        }
        None => refusal(StatusCode::BAD_REQUEST, "malformed"),
    }
}

fn refusal(status: StatusCode, error: &'static str) -> Response {
    json(status, &serde_json::json!({ "error": error }))
}

fn json<T: Serialize>(status: StatusCode, body: &T) -> Response {
    (status, axum::Json(body)).into_response()
}

/// Six kinds of wrong answer, in turn.
fn nonsense(call: u64) -> Response {
    let body: &'static [u8] = match call % 6 {
        0 => b"<html><body>502 Bad Gateway</body></html>",
        1 => b"{\"request_id\":\"",
        2 => b"{}",
        3 => b"{\"request_id\":\"another\",\"nik\":\"match\",\"kk\":\"match\",\"name\":\"match\",\"birth_date\":\"match\"}",
        4 => b"\xff\xfe\x00",
        _ => b"",
    };
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A name as registries compare it: letters alone, in lower case.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A lock that a panic elsewhere in a test does not take away from the others.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// One request over a real connection: status and body.
    async fn ask(address: std::net::SocketAddr, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /v1/verify HTTP/1.1\r\nHost: r\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let status = String::from_utf8_lossy(&answer[9..12]).parse().unwrap();
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        (status, answer[end + 4..].to_vec())
    }

    fn question(id: &str, nik: &str, name: &str) -> Vec<u8> {
        serde_json::to_vec(&Question {
            request_id: id.into(),
            reference: "00ff".into(),
            nik: nik.into(),
            kk: "3174010105202000".into(),
            name: name.into(),
            birth_date: "1990-05-01".into(),
        })
        .unwrap()
    }

    #[tokio::test]
    async fn it_answers_field_by_field_once_and_can_be_away() {
        let registry = Registry::new();
        let known = "3174014105902000";
        registry.put(known, "3174010105202000", "Siti Aminah", "1990-05-01");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = tokio::spawn(Arc::clone(&registry).serve(listener));
        let verdicts = |body: &[u8]| {
            let a: Answer = serde_json::from_slice(body).unwrap();
            (a.nik, a.kk, a.name, a.birth_date)
        };
        use Verdict::*;

        let (status, body) = ask(address, &question("a", known, "SITI  AMINAH.")).await;
        assert_eq!((status, verdicts(&body)), (200, (Match, Match, Match, Match)));
        let (_, body) = ask(address, &question("b", known, "Siti Aminan")).await;
        assert_eq!(verdicts(&body), (Match, Match, NoMatch, Match));
        let (_, body) = ask(address, &question("c", "3174014105909999", "Siti Aminah")).await;
        assert_eq!(verdicts(&body), (Unknown, Unknown, Unknown, Unknown));

        // The same id: the same answer, although the record has changed; another question: refused.
        registry.end(known);
        let (_, body) = ask(address, &question("a", known, "SITI  AMINAH.")).await;
        assert_eq!(verdicts(&body).0, Match);
        assert_eq!(ask(address, &question("a", known, "Another")).await.0, 409);
        let (_, body) = ask(address, &question("d", known, "Siti Aminah")).await;
        assert_eq!(verdicts(&body).0, NoMatch);
        assert_eq!((registry.calls(), registry.answered()), (6, 4));

        for bad in [&b"{"[..], b"", b"{\"nik\":\"1\"}", &question("", known, "x"), &question("e", "12", "x")]
        {
            assert_eq!(ask(address, bad).await.0, 400);
        }
        assert_eq!(ask(address, &vec![b' '; BODY_BYTES_MAX + 1]).await.0, 413);

        registry.set_mode(Mode::Down);
        assert_eq!(ask(address, &question("f", known, "x")).await.0, 503);
        registry.set_mode(Mode::Garbage);
        for _ in 0..6 {
            let (status, body) = ask(address, &question("f", known, "x")).await;
            let trusted = serde_json::from_slice::<Answer>(&body).is_ok_and(|a| a.request_id == "f");
            assert!(status == 200 && !trusted);
        }
        registry.set_mode(Mode::Slow(5));
        assert_eq!(ask(address, &question("f", known, "x")).await.0, 200);
        served.abort();
    }
}
