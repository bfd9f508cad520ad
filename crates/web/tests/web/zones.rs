//! Jakarta, Makassar, Jayapura: whoever is signed in, or reads a letter, reads the clock of their province. And
//! what a letter about a case shows before it is opened.

use std::sync::Arc;

use amanah_actions::Session;
use amanah_domain::Role;
use amanah_domain::values::AddressInput;
use amanah_testkit::{Engine, TestOffice};
use amanah_web::PortalLetters;
use axum::http::StatusCode;

use crate::house::{House, words};

async fn move_to(test: &TestOffice, session: &Session, district: &str) {
    let street = "Jalan Contoh 5";
    let address =
        AddressInput { street, rt: "3", rw: "", village: "Kampung Baru", district, postcode: "99351" };
    test.office.save_address(session, &address).await.unwrap();
}

#[tokio::test]
async fn pages_tell_times_at_the_clock_of_the_persons_province() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.register("Sari Jauh", "sari.jauh@contoh.example").await;
    let session = browser.session().await;
    let zones = [("31.75.09", "WIB"), ("73.71.01", "WITA"), ("91.03.01", "WIT")];
    let mut times = Vec::new();
    for (district, zone) in zones {
        move_to(&house.test, &session, district).await;
        let answer = browser.get("/me/security").await;
        let text = answer.text();
        assert_eq!(answer.status, StatusCode::OK, "{text}");
        let main = text.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        // "10.31 WIB": the hour stands before the name of the zone, with a space that does not break.
        let told = main.split('\u{a0}').collect::<Vec<_>>();
        let told: Vec<(&str, String)> = told
            .windows(2)
            .filter(|pair| pair[1].starts_with("WI"))
            .map(|pair| {
                let name = pair[1].chars().take_while(|c| c.is_ascii_uppercase()).collect();
                (&pair[0][pair[0].len() - 5..], name)
            })
            .collect();
        assert!(!told.is_empty() && told.iter().all(|(_, name)| name == zone), "{zone}: {told:?}");
        times.push(told[0].0.to_owned());
    }
    let [west, central, east] = &times[..] else { panic!("{times:?}") };
    let hour = |time: &str| time[..2].parse::<u32>().unwrap();
    assert_eq!([(hour(west) + 1) % 24, (hour(central) + 1) % 24], [hour(central), hour(east)], "{times:?}");
    house.finish().await;
}

/// Something private is asked and answered, and nobody decides in time. The letters go to Papua: subject and
/// text message name the number and the kind alone, and the time is that of Jayapura.
#[tokio::test]
async fn a_letter_about_a_case_shows_nothing_before_it_is_opened() {
    let mut test = TestOffice::on(Engine::Sqlite).await;
    let dpo = test.staff("Petugas Kantor", "dpo@kantor.example", &[Role::Dpo]).await;
    let said = "Suami saya memukul saya";
    for contact in ["siti@contoh.example", "+628123456789"] {
        let session = test.register("Siti Aminah", contact).await;
        move_to(&test, &session, "91.03.01").await;
        let case = test.office.ask_restriction(&session, said).await.unwrap();
        test.run_jobs().await;
        let letters = PortalLetters { words: Arc::new(words()), origin: "https://contoh.id".to_owned() };
        let office = Arc::get_mut(&mut test.office).unwrap();
        let plain = std::mem::replace(&mut office.letter_words, Arc::new(letters));
        test.office.reply_case(&dpo, case, &format!("Anda menulis: {said}"), "").await.unwrap();
        test.office.pause_case(&dpo, case, said).await.unwrap();
        test.run_jobs().await;
        test.office.resume_case(&dpo, case).await.unwrap();
        test.advance_hours(72);
        test.run_jobs().await;
        let read: Vec<_> = test.letters_to(contact).into_iter().take(3).collect();
        let text_message = contact.starts_with('+');
        for letter in &read {
            assert!(letter.subject.contains("penundaan pemakaian data\u{a0}"), "{}", letter.subject);
            assert!(!letter.subject.contains("memukul"), "{}", letter.subject);
            assert!(!letter.text.contains("Siti") && !letter.text.contains("Contoh 5"));
            if text_message {
                assert!(letter.text.starts_with(&letter.subject) && !letter.text.contains("memukul"));
            }
        }
        let of = |part: &str| read.iter().filter(|letter| letter.text.contains(part)).count();
        // The reply and what is asked for; the lapse says what happened by itself.
        let expected = if text_message { [0, 0, 0] } else { [2, 1, 1] };
        assert_eq!([of("memukul"), of("\u{a0}WIT."), of("pemakaian data Anda ditunda")], expected);
        Arc::get_mut(&mut test.office).unwrap().letter_words = plain;
    }
    test.finish().await;
}
