//! Jakarta, Makassar, Jayapura: whoever is signed in, or reads a letter, reads the clock of their province. And
//! what a letter about a case shows before it is opened.

use std::sync::Arc;

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind};
use amanah_domain::{CaseClock, CaseId, PersonId, Role};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Engine, accounts};
use amanah_testkit::TestOffice;
use amanah_web::PortalLetters;
use axum::http::StatusCode;

use crate::house::{House, words};

async fn move_to(test: &TestOffice, person: PersonId, province: i64) {
    test.office.store.write(move |db| accounts::set_province(db, &person, province)).await.unwrap();
}

#[tokio::test]
async fn pages_tell_times_at_the_clock_of_the_persons_province() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Jauh", "sari.jauh@contoh.example").await;
    let person = browser.session().await.person;
    let mut pages = Vec::new();
    for (province, zone, others) in
        [(31, "WIB", ["WITA", "WIT<"]), (73, "WITA", ["WIB", "WIT<"]), (91, "WIT", ["WIB", "WITA"])]
    {
        move_to(&house.test, person, province).await;
        let answer = browser.get("/me/trail").await;
        let text = answer.text();
        assert_eq!(answer.status, StatusCode::OK, "{text}");
        let main = text.split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_owned();
        assert!(main.contains(&format!("\u{a0}{zone}")), "{zone}: {main}");
        for other in others {
            assert!(!main.contains(&format!("\u{a0}{other}")), "{zone} beside {other}: {main}");
        }
        pages.push(main);
    }
    assert_ne!(pages[0].replace("WIB", "WITA"), pages[1], "the hour differs, not only its name");
    house.finish().await;
}

/// Nobody answers a question about something private. The letter that says so goes to Papua: its subject and
/// its text message name the number alone, and the time is that of Jayapura.
#[tokio::test]
async fn a_letter_about_a_case_shows_nothing_before_it_is_opened() {
    let mut test = TestOffice::on(Engine::Sqlite).await;
    let said = "Suami saya memukul saya";
    for contact in ["siti@contoh.example", "+628123456789"] {
        let session = test.register("Siti Aminah", contact).await;
        move_to(&test, session.person, 91).await;
        let (now, case) = (test.office.now(), CaseId::random(&*test.office.chance));
        let row = CaseRow {
            channel: CaseChannel::Portal,
            receipt: "7KQ2-M4XP-9DRT".to_owned(),
            clock: CaseClock::starting(now, 72),
            ..CaseRow::new(session.person, case, CaseKind::Complaint, &case.to_hex(), now)
        };
        let opened = NewEvent::new(CaseEvent::Opened, Role::Person, None, now);
        let added = test.office.store.write(move |db| cases::add(db, &row, std::slice::from_ref(&opened)));
        assert!(added.await.unwrap());
        let agent = format!("agen{}@kantor.example", contact.len());
        let agent = test.staff("Petugas Kantor", &agent, &[Role::ContactAgent]).await;
        test.run_jobs().await;
        let letters = PortalLetters { words: Arc::new(words()), origin: "https://contoh.id".to_owned() };
        let plain = std::mem::replace(
            &mut Arc::get_mut(&mut test.office).unwrap().letter_words,
            Arc::new(letters),
        );
        test.office.reply_case(&agent, case, &format!("Anda menulis: {said}"), "").await.unwrap();
        test.office.extend_case(&agent, case, 24, said).await.unwrap();
        test.office.pause_case(&agent, case, said).await.unwrap();
        test.run_jobs().await;
        let read = test.letters_to(contact);
        let news: Vec<_> = read.iter().filter(|letter| letter.subject.contains("7KQ2")).collect();
        assert_eq!(news.len(), 3, "{contact}");
        let text_message = contact.starts_with('+');
        for letter in &news {
            assert!(!letter.subject.contains("memukul"), "{}", letter.subject);
            assert_eq!(letter.text.contains("memukul"), !text_message, "a text message is a preview");
            assert!(!letter.text.contains("Siti"));
        }
        let told_time = news.iter().any(|letter| letter.text.contains("\u{a0}WIT."));
        assert_eq!(told_time, !text_message);
        Arc::get_mut(&mut test.office).unwrap().letter_words = plain;
    }
    test.finish().await;
}
