//! Two people talk, each with a browser of their own: a visitor without an account and an agent. Each sees each
//! line once, in one order, also when one of them loses the network, loads the page anew, or has no script
//! (issue 4, "Every channel ends in the same case").

use std::time::Duration;

use amanah_domain::Role;
use amanah_testkit::Engine;

use crate::house::House;
use crate::visit::Visit;

const AGENT: &str = "tuti@kantor.example";
const QUESTION: &str = "Kenapa saya belum bisa memilih gelombang?";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_talk_on_sqlite() {
    two_people_talk(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_talk_on_postgres() {
    two_people_talk(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_talk_without_script_on_sqlite() {
    without_script(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_talk_without_script_on_postgres() {
    without_script(Engine::Postgres).await;
}

/// Waits until an element says something.
async fn says(visit: &Visit<'_>, css: &str, wanted: &str) {
    let mut text = String::new();
    for _ in 0..200 {
        // What was found may have been replaced before it is read.
        let found = visit.has(css).await;
        text = if found { visit.browser.text(css).await.unwrap_or_default() } else { String::new() };
        if text.contains(wanted) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{css} does not say {wanted}: {text}\n{}", visit.text("main").await);
}

/// What stands in the conversation, in order.
async fn talk(visit: &Visit<'_>) -> Vec<String> {
    let count = visit.browser.count("#talk li").await.unwrap();
    let mut lines = Vec::new();
    for at in 1..=count {
        lines.push(visit.text(&format!("#talk li:nth-child({at}) .words")).await);
    }
    lines
}

async fn type_and_enter(visit: &Visit<'_>, text: &str) {
    visit.fill("text", text).await;
    visit.browser.press("Enter").await.unwrap();
}

/// Signs the agent in and chooses the task.
async fn at_the_desk(visit: &Visit<'_>) {
    visit.desk().await;
    visit.open("/?lang=id").await;
    visit.house.test.staff("Tuti Petugas", AGENT, &[Role::ContactAgent]).await;
    visit.sign_in(AGENT).await;
    visit.follow("main form:has([name=purpose][value=questions]) button").await;
    visit.open("/staff/chats").await;
}

/// Quiet but for what a lost network makes a browser say.
async fn without_complaints(visit: &Visit<'_>) {
    let complaints = visit.browser.console_errors().await.unwrap();
    let others = complaints.iter().filter(|line| !line.contains("net::ERR_"));
    assert_eq!(others.collect::<Vec<_>>(), [&""; 0]);
}

async fn two_people_talk(engine: Engine) {
    let house = House::open(engine).await;
    let agent = Visit::begin(&house).await;
    at_the_desk(&agent).await;
    agent.is_at("/staff/chats").await;
    let visitor = Visit::begin(&house).await;
    visitor.open("/?lang=id").await;
    visitor.open("/chat").await;
    visitor.is_at("/chat").await;
    house.test.secret(QUESTION);
    visitor.fill("text", QUESTION).await;
    visitor.send().await;
    says(&visitor, "#standing", "Menunggu petugas").await;
    visitor.is_usable().await;

    // The desk is told by itself; nothing of it is read before it is taken.
    says(&agent, "#lists", "Menunggu: 1").await;
    assert!(!agent.text("main").await.contains(QUESTION));
    agent.click("#lists .rows button").await;
    says(&agent, "#talk", QUESTION).await;
    agent.is_usable().await;
    says(&visitor, "#standing", "Petugas ada di sini").await;
    type_and_enter(&agent, "Selamat pagi").await;
    says(&visitor, "#talk", "Selamat pagi").await;
    type_and_enter(&visitor, "Pagi, Bu").await;
    type_and_enter(&visitor, "Saya di Makassar").await;
    says(&agent, "#talk", "Saya di Makassar").await;
    says(&visitor, "#talk", "Saya di Makassar").await;
    assert_eq!(visitor.browser.focused().await.unwrap(), "textarea#f-text", "nobody loses their place");

    // The network is gone on one side; both go on talking.
    visitor.browser.offline(true).await.unwrap();
    type_and_enter(&visitor, "Halo, masih terdengar?").await;
    says(&visitor, "#sending", "Halo, masih terdengar?").await;
    type_and_enter(&agent, "Satu menit").await;
    type_and_enter(&agent, "Sudah saya lihat").await;
    says(&agent, "#talk", "Sudah saya lihat").await;
    assert!(!visitor.text("#talk").await.contains("Satu menit"));
    visitor.browser.offline(false).await.unwrap();
    says(&visitor, "#talk", "Sudah saya lihat").await;
    says(&visitor, "#talk", "Halo, masih terdengar?").await;
    says(&agent, "#talk", "Halo, masih terdengar?").await;

    // The other loads the page anew, and half a sentence is written meanwhile.
    visitor.fill("text", "Baik, sa").await;
    agent.open(&agent.path().await).await;
    type_and_enter(&agent, "Sekarang sudah bisa").await;
    says(&visitor, "#talk", "Sekarang sudah bisa").await;
    assert_eq!(visitor.value("text").await, "Baik, sa");
    type_and_enter(&visitor, "Terima kasih").await;
    says(&agent, "#talk", "Terima kasih").await;
    says(&visitor, "#talk", "Terima kasih").await;
    let said = [
        QUESTION,
        "Selamat pagi",
        "Pagi, Bu",
        "Saya di Makassar",
        "Satu menit",
        "Sudah saya lihat",
        "Halo, masih terdengar?",
        "Sekarang sudah bisa",
        "Terima kasih",
    ];
    let theirs: Vec<String> =
        talk(&visitor).await.into_iter().filter(|line| line != "Petugas bergabung.").collect();
    assert_eq!(theirs, said, "each once");
    assert_eq!(talk(&agent).await, said, "each once, in the same order");
    for visit in [&visitor, &agent] {
        without_complaints(visit).await;
        visit.is_usable().await;
    }
    agent.browser.screenshot("chat-desk-talking").await.unwrap();
    visitor.browser.screenshot("chat-room-talking").await.unwrap();
    ends(&agent, &visitor).await;
    agent.end().await;
    visitor.end().await;
    house.finish().await;
}

/// A note, another chat by keyboard, and the end.
async fn ends(agent: &Visit<'_>, visitor: &Visit<'_>) {
    let house = agent.house;
    agent.fill("text", "Datanya baru hari ini lengkap").await;
    agent.click("button[name=note]").await;
    says(agent, "#talk", "Datanya baru hari ini lengkap").await;
    let other = Visit::begin(house).await;
    other.open("/?lang=id").await;
    other.open("/chat").await;
    other.fill("text", "Pertanyaan orang kedua").await;
    other.send().await;
    says(agent, "#lists", "Menunggu: 1").await;
    agent.fill("text", "belum selesai").await;
    // Chats stand in the order in which they were taken.
    house.test.advance_seconds(1);
    agent.click("#lists .rows button").await;
    says(agent, "#talk", "Pertanyaan orang kedua").await;
    agent.browser.press("Alt+1").await.unwrap();
    says(agent, "#talk", QUESTION).await;
    assert_eq!(agent.value("text").await, "belum selesai", "what is half typed stays with its chat");
    type_and_enter(&other, "Halo?").await;
    says(agent, ".tabs li:nth-child(2)", "2 belum dijawab").await;
    assert!(!agent.text("#talk").await.contains("Halo?"));
    agent.click(".ends details:nth-child(2) summary").await;
    agent.click("button[value=answered]").await;
    says(agent, "#standing", "Obrolan diakhiri oleh petugas").await;
    says(visitor, "#standing", "Obrolan diakhiri oleh petugas").await;
    assert!(!visitor.has("#say").await && !visitor.text("main").await.contains("Datanya baru"));
    visitor.is_usable().await;
    other.end().await;
    house.test.advance_seconds(3_600);
}

async fn without_script(engine: Engine) {
    let house = House::open(engine).await;
    let (agent, visitor) = (Visit::without_script(&house).await, Visit::without_script(&house).await);
    at_the_desk(&agent).await;
    visitor.open("/?lang=id").await;
    visitor.open("/chat").await;
    visitor.send().await;
    assert!(visitor.has("#f-text-error").await);
    visitor.fill("text", QUESTION).await;
    visitor.send().await;
    let room = visitor.path().await;
    agent.open("/staff/chats").await;
    agent.follow("#lists .rows button").await;
    assert_eq!(talk(&agent).await, [QUESTION]);
    agent.fill("text", "Selamat pagi").await;
    agent.send().await;
    visitor.follow("noscript a").await;
    visitor.fill("text", "Pagi").await;
    visitor.send().await;
    // Sent twice by going back: a browser asks, and the page that comes has an id of its own.
    visitor.open(&room).await;
    assert_eq!(talk(&visitor).await, [QUESTION, "Petugas bergabung.", "Selamat pagi", "Pagi"]);
    visitor.open(&format!("{room}?auto=1")).await;
    assert!(visitor.has("meta[http-equiv=refresh]").await && !visitor.has("textarea").await);
    agent.follow("noscript a").await;
    assert_eq!(talk(&agent).await, [QUESTION, "Selamat pagi", "Pagi"]);
    agent.click(".ends details:nth-child(2) summary").await;
    agent.follow("button[value=answered]").await;
    visitor.open(&room).await;
    assert!(visitor.text("#standing").await.contains("Obrolan diakhiri oleh petugas"));
    assert!(!visitor.has("textarea").await);
    agent.end().await;
    visitor.end().await;
    house.test.advance_seconds(3_600);
    house.finish().await;
}
