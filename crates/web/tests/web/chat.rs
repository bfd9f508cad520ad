//! Live chat over the real router: streams that go on where they were, lines that come once, and nothing for
//! whoever it is not of.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use amanah_actions::Session;
use amanah_actions::letters::Language;
use amanah_actions::removal::RemovalRequest;
use amanah_actions::staff::chats::ChatOutcome;
use amanah_domain::{CaseId, Role};
use axum::body::{Body, BodyDataStream};
use axum::http::StatusCode;

use crate::house::{Browser, House};

/// Somebody who reads a stream.
struct Reader {
    body: BodyDataStream,
    text: String,
}

async fn next(body: &mut BodyDataStream) -> Option<Vec<u8>> {
    use futures_core::Stream as _;
    let frame = std::future::poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await;
    frame.map(|bytes| bytes.unwrap().to_vec())
}

impl Reader {
    async fn open(house: &House, browser: &Browser<'_>, path: &str, last: Option<u32>) -> (StatusCode, Self) {
        let mut request = browser.request("GET", path).header("accept", "text/event-stream");
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let response = house.stream(request.body(Body::empty()).unwrap()).await;
        let status = response.status();
        if status == StatusCode::OK {
            assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
            assert!(response.headers().get("content-encoding").is_none(), "a stream is not compressed");
            assert_eq!(response.headers()["cache-control"], "no-store");
        }
        (status, Self { body: response.into_body().into_data_stream(), text: String::new() })
    }

    /// Reads until something came.
    async fn until(&mut self, wanted: &str) -> &str {
        let reading = async {
            while !self.text.contains(wanted) {
                let Some(bytes) = next(&mut self.body).await else { panic!("no {wanted}: {}", self.text) };
                self.text.push_str(&String::from_utf8(bytes).unwrap());
            }
        };
        let done = tokio::time::timeout(Duration::from_secs(10), reading).await;
        assert!(done.is_ok(), "no {wanted} in time: {}", self.text);
        &self.text
    }

    /// Reads until the stream is over.
    async fn until_the_end(mut self) -> String {
        let reading = async {
            while let Some(bytes) = next(&mut self.body).await {
                self.text.push_str(&String::from_utf8(bytes).unwrap());
            }
        };
        let done = tokio::time::timeout(Duration::from_secs(10), reading).await;
        assert!(done.is_ok(), "it goes on: {}", self.text);
        self.text
    }

    /// The numbers of the lines, in the order in which they came.
    fn numbers(&self) -> Vec<u32> {
        let parts = self.text.split("data-n=\"").skip(1);
        parts.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
    }
}

async fn agent(house: &House) -> Session {
    let agent = house.test.staff("Tuti Petugas", "tuti@kantor.example", &[Role::ContactAgent]).await;
    house.test.office.at_desk(&agent, true).await.unwrap();
    agent
}

/// Begins a chat as a visitor does; its id.
async fn begin(browser: &mut Browser<'_>, text: &str) -> String {
    let page = browser.get("/chat?lang=en").await;
    assert_eq!(page.status, StatusCode::OK);
    let answer = browser.post("/chat", &[("text", text), ("line", "first"), ("name", "")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").strip_prefix("/chat/").unwrap().to_owned()
}

async fn say(browser: &mut Browser<'_>, id: &str, text: &str, line: &str) -> crate::house::Answer {
    browser.post(&format!("/chat/{id}/say"), &[("text", text), ("line", line), ("script", "1")]).await
}

fn case(id: &str) -> CaseId {
    CaseId::from_hex(id).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_goes_on_where_it_was() {
    let house = House::open().await;
    let agent = agent(&house).await;
    let office = &house.test.office;
    let mut visitor = house.browser();
    let id = begin(&mut visitor, "Why can I not <b>join</b>?").await;
    // Pressed twice: the chat that goes on.
    let again = visitor.post("/chat", &[("text", "Twice"), ("line", "x")]).await;
    assert_eq!(again.header("location"), format!("/chat/{id}"));
    let room = visitor.get(&format!("/chat/{id}")).await.text();
    assert!(room.contains("Why can I not &#60;b&#62;join") && !room.contains('⟦'), "{room}");
    let events = format!("/chat/{id}/events");
    let (_, mut first) = Reader::open(&house, &visitor, &events, None).await;
    first.until("Waiting for an agent").await;
    office.take_chat(&agent, case(&id)).await.unwrap();
    first.until("An agent joined").await;
    first.until("The agent is here").await;
    office.reply_in_chat(&agent, case(&id), "Good morning\nI look", "a1", false).await.unwrap();
    first.until("I look").await;
    office.reply_in_chat(&agent, case(&id), "A note inside", "a2", true).await.unwrap();
    assert_eq!(say(&mut visitor, &id, "Thank you", "v1").await.status, StatusCode::NO_CONTENT);
    first.until("Thank you").await;
    assert_eq!(first.numbers(), [2, 3, 4, 6], "the note has a number and is not shown");
    assert!(!first.text.contains("A note inside"));
    // The connection breaks. Meanwhile more is said, and a line is sent again.
    drop(first);
    assert_eq!(say(&mut visitor, &id, "Thank you", "v1").await.status, StatusCode::NO_CONTENT);
    office.reply_in_chat(&agent, case(&id), "Here is your answer", "a3", false).await.unwrap();
    let (_, mut second) = Reader::open(&house, &visitor, &format!("{events}?after=2"), Some(4)).await;
    second.until("Here is your answer").await;
    assert_eq!(second.numbers(), [6, 7], "what its browser had does not come twice, and nothing is left out");
    assert!(second.text.contains("id: 7\n"));
    // It is over: the stream ends by itself.
    office.end_chat(&agent, case(&id), ChatOutcome::Answered).await.unwrap();
    let text = second.until_the_end().await;
    assert!(text.contains("event: over\n") && text.contains("The agent ended the chat"), "{text}");
    assert_eq!(say(&mut visitor, &id, "One more", "v2").await.status, StatusCode::CONFLICT);
    assert_eq!(office.live.listeners(), 0);
    house.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_lines_at_once_come_once_and_in_order() {
    let house = House::open().await;
    let agent = agent(&house).await;
    let office = &house.test.office;
    let mut visitor = house.browser();
    let id = begin(&mut visitor, "Start").await;
    office.take_chat(&agent, case(&id)).await.unwrap();
    let (_, mut reader) = Reader::open(&house, &visitor, &format!("/chat/{id}/events"), None).await;
    let mut tasks = Vec::new();
    let code = code(&mut visitor, &id).await;
    let access = office.chat_access(None, Some(&code), case(&id)).await.unwrap();
    for number in 0..50_u32 {
        let (office, agent) = (std::sync::Arc::clone(office), agent.clone());
        let (access, id) = (access.clone(), case(&id));
        tasks.push(tokio::spawn(async move {
            let text = format!("number {number}.");
            match number % 2 {
                0 => office.say_in_chat(&access, &text, &text).await,
                _ => office.reply_in_chat(&agent, id, &text, &text, false).await,
            }
            .unwrap()
        }));
    }
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.push(task.await.unwrap());
    }
    numbers.sort_unstable();
    for number in 0..50 {
        reader.until(&format!("number {number}.")).await;
    }
    let came: Vec<u32> = reader.numbers().into_iter().filter(|number| *number > 3).collect();
    assert_eq!(came, numbers, "each once, in order");
    drop(reader);
    house.test.advance_seconds(120);
    house.finish().await;
}

/// The code on a visitor's page.
async fn code(browser: &mut Browser<'_>, id: &str) -> String {
    let page = browser.get(&format!("/chat/{id}")).await.text();
    page.split("class=\"mono\">").nth(2).unwrap().split('<').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_cannot_be_taken_is_refused_clearly() {
    let house = House::open().await;
    agent(&house).await;
    let mut visitor = house.browser();
    let id = begin(&mut visitor, "Start").await;
    let megabyte = "x".repeat(1_000_000);
    let answer = say(&mut visitor, &id, &megabyte, "v1").await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Without a length, it is read no further than the bound.
    let body = Body::from_stream(Endless(0));
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let answer = visitor.send(&format!("/chat/{id}/say"), &headers, body).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = say(&mut visitor, &id, &"x".repeat(2_001), "v1").await;
    assert_eq!(
        (answer.status, answer.text().contains("at most 2000 characters")),
        (StatusCode::UNPROCESSABLE_ENTITY, true)
    );
    let answer = say(&mut visitor, &id, "one\u{202e}two", "v1").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The same without script: the page comes back with what was typed.
    let answer = visitor.post(&format!("/chat/{id}/say"), &[("text", "   "), ("line", "v1")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Write the message first"), "{}", answer.text());
    let empty = house.browser().post("/chat", &[("text", ""), ("name", "<x>")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = visitor.post(&format!("/chat/{id}/say"), &[("text", "By form"), ("line", "v2")]).await;
    assert_eq!(answer.header("location"), format!("/chat/{id}#say"));
    assert!(visitor.get(&format!("/chat/{id}")).await.text().contains("By form"));
    house.test.advance_seconds(600);
    house.finish().await;
}

/// A body that never ends.
struct Endless(usize);

impl futures_core::Stream for Endless {
    type Item = Result<Vec<u8>, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0 += 1;
        assert!(self.0 < 100, "it is read on and on");
        Poll::Ready(Some(Ok(vec![b'x'; 8_192])))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_sees_anything() {
    let house = House::open().await;
    let agent = agent(&house).await;
    let office = &house.test.office;
    let mut visitor = house.browser();
    let id = begin(&mut visitor, "A question of mine").await;
    let mut other = house.browser();
    other.register("Orang Lain", "lain@surat.example").await;
    let mut third = house.browser();
    let theirs = begin(&mut third, "Another question").await;
    let csrf = other.session().await.csrf(office);
    for path in [format!("/chat/{id}"), format!("/chat/{id}/events")] {
        assert_eq!(house.browser().get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(third.get(&path).await.status, StatusCode::NOT_FOUND);
        let mut forged = house.browser();
        forged.put_cookie("__Host-amanah-chat", &format!("{id}.2222-2222-2222-2222"));
        assert_eq!(forged.get(&path).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(say(&mut third, &id, "Let me in", "1").await.status, StatusCode::NOT_FOUND);
    let fields = [("text", "Let me in"), ("line", "1"), ("csrf", csrf.as_str())];
    assert_eq!(other.post(&format!("/chat/{id}/say"), &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(third.get(&format!("/chat/{theirs}")).await.status, StatusCode::OK);
    for path in ["/staff/chats", "/staff/chats/events"] {
        assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(third.get(path).await.status, StatusCode::SEE_OTHER);
    }
    let code = code(&mut visitor, &id).await;
    let access = office.chat_access(None, Some(&code), case(&id)).await.unwrap();
    office.leave_chat(&access).await.unwrap();
    assert!(office.take_chat(&agent, case(&id)).await.is_err());
    house.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_ends_with_its_session_and_its_person() {
    let house = House::open().await;
    let agent = agent(&house).await;
    let office = &house.test.office;
    let mut sari = house.browser();
    sari.register("Sari Dewi", "sari@surat.example").await;
    let session = sari.session().await;
    let input = amanah_actions::cases::chat::BeginChat {
        name: String::new(),
        text: "Please delete my data".to_owned(),
        line_id: "1".to_owned(),
        language: Language::En,
    };
    let begun = office.begin_chat(Some(&session), b"n", &input).await.unwrap();
    let id = begun.case.to_hex();
    assert_eq!(sari.get("/chat").await.header("location"), format!("/chat/{id}"));
    office.take_chat(&agent, begun.case).await.unwrap();
    let events = format!("/chat/{id}/events");
    let (_, mut signed_out) = Reader::open(&house, &sari, &events, None).await;
    signed_out.until("Please delete").await;
    // Signed out elsewhere: not one line more.
    office.sign_out(&session).await.unwrap();
    office.reply_in_chat(&agent, begun.case, "For Sari alone", "1", false).await.unwrap();
    let text = signed_out.until_the_end().await;
    assert!(text.contains("event: gone\n") && !text.contains("For Sari alone"), "{text}");
    assert_eq!(sari.get(&events).await.status, StatusCode::NOT_FOUND);
    sari.sign_in("sari@surat.example").await;
    let (_, mut erased) = Reader::open(&house, &sari, &events, None).await;
    erased.until("For Sari alone").await;
    office.remove_own(&sari.session().await, RemovalRequest::DESTROY).await.unwrap();
    office.live.touched(begun.case);
    let text = erased.until_the_end().await;
    assert!(text.ends_with("event: gone\ndata: \n\n"), "{text}");
    house.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_listens_to_all_of_theirs() {
    let house = House::open().await;
    let mut agent = house.browser();
    house.test.staff("Tuti Petugas", "tuti@kantor.example", &[Role::ContactAgent]).await;
    agent.sign_in("tuti@kantor.example").await;
    let session = agent.session().await;
    let office = &house.test.office;
    let csrf = session.csrf(office);
    // Without the purpose nothing is listed and nothing is heard.
    let page = agent.get("/staff/chats?lang=en").await;
    assert!(page.text().contains("Choose the task") && !page.text().contains('⟦'), "{}", page.text());
    assert_eq!(agent.get("/staff/chats/events").await.status, StatusCode::NOT_FOUND);
    let choice = [("csrf", csrf.as_str()), ("role", "contact-agent"), ("purpose", "questions")];
    agent.post("/staff/purpose", &choice).await;
    assert_eq!(agent.get("/staff/chats").await.status, StatusCode::OK);
    let (mut one, mut two) = (house.browser(), house.browser());
    let first = begin(&mut one, "First question").await;
    let (_, mut desk) = Reader::open(&house, &agent, "/staff/chats/events", None).await;
    desk.until("Waiting: 1").await;
    let second = begin(&mut two, "Second question").await;
    desk.until("Waiting: 2").await;
    assert!(!desk.text.contains("First question"), "nothing is opened before it is taken");
    let token = [("csrf", csrf.as_str())];
    for id in [&first, &second] {
        let taken = agent.post(&format!("/staff/chats/{id}/take"), &token).await;
        assert_eq!(taken.header("location"), format!("/staff/chats?case={id}"), "{}", taken.text());
    }
    drop(desk);
    let page = agent.get(&format!("/staff/chats?case={first}")).await.text();
    assert!(page.contains("First question") && !page.contains("Second question"), "{page}");
    let path = format!("/staff/chats/events?case={first}&after=3");
    let (_, mut desk) = Reader::open(&house, &agent, &path, None).await;
    desk.until("Waiting: 0").await;
    say(&mut two, &second, "Are you there?", "1").await;
    desk.until("2 unanswered").await;
    say(&mut one, &first, "I am here", "1").await;
    desk.until("I am here").await;
    assert!(!desk.text.contains("Are you there?"), "of the others only that something was said");
    let said = [("csrf", csrf.as_str()), ("text", "Good morning"), ("line", "a1")];
    let answer = agent.post(&format!("/staff/chats/{first}/say"), &said).await;
    assert_eq!(answer.header("location"), format!("/staff/chats?case={first}#say"));
    desk.until("Good morning").await;
    let end = [("csrf", csrf.as_str()), ("outcome", "open")];
    agent.post(&format!("/staff/chats/{first}/end"), &end).await;
    desk.until("event: over").await;
    // The role ends, and the stream with it.
    let admin = house.test.staff("Ratna Kepala", "ratna@kantor.example", &[Role::Administrator]).await;
    office.end_role(&admin, session.person, Role::ContactAgent).await.unwrap();
    office.live.desk_changed();
    assert!(desk.until_the_end().await.ends_with("event: gone\ndata: \n\n"));
    house.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_other_times_it_says_so_and_the_house_closes_its_streams() {
    let house = House::open().await;
    let mut visitor = house.browser();
    let page = visitor.get("/chat?lang=en").await.text();
    assert!(page.contains("No chat agent is there"), "{page}");
    let id = begin(&mut visitor, "Anybody?").await;
    let room = visitor.get(&format!("/chat/{id}")).await.text();
    assert!(room.contains("kept as case number") && !room.contains("<textarea"), "{room}");
    let (_, over) = Reader::open(&house, &visitor, &format!("/chat/{id}/events"), None).await;
    assert!(over.until_the_end().await.contains("event: over\n"));
    agent(&house).await;
    let mut other = house.browser();
    let id = begin(&mut other, "Somebody?").await;
    let (_, mut reader) = Reader::open(&house, &other, &format!("/chat/{id}/events"), None).await;
    reader.until("Waiting for an agent").await;
    // One browser has so many streams.
    let mut held = Vec::new();
    for _ in 1..6 {
        let (status, reader) = Reader::open(&house, &other, &format!("/chat/{id}/events"), None).await;
        assert_eq!(status, StatusCode::OK);
        held.push(reader);
    }
    let (status, _) = Reader::open(&house, &other, &format!("/chat/{id}/events"), None).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    house.test.office.live.close();
    reader.until_the_end().await;
    drop(held);
    house.test.advance_seconds(600);
    house.finish().await;
}
