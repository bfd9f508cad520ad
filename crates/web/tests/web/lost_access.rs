//! A lost phone or address, from the page to the decision (clauses 5.4 and 7.1): what a browser sees is
//! the same for a NIK that has an account and one that has none.

use amanah_actions::letters::LetterKind;
use amanah_domain::Role;
use amanah_testkit::office::regions;
use amanah_testkit::{Population, SyntheticPerson};
use axum::http::StatusCode;

use crate::house::{Answer, Browser, House};

const NEW: &str = "kontak.baru@contoh.example";
const OTHER: &str = "kontak.lain@contoh.example";

fn form(person: &SyntheticPerson, address: &str) -> Vec<(&'static str, String)> {
    let born = person.birth_date.date();
    vec![
        ("nik", person.nik.as_str().to_owned()),
        ("name", person.name.as_str().to_owned()),
        ("birth-date-day", born.day().to_string()),
        ("birth-date-month", born.month().to_string()),
        ("birth-date-year", born.year().to_string()),
        ("address", address.to_owned()),
        ("statement", "HP saya <b>hilang</b>".to_owned()),
        ("attest", "yes".to_owned()),
    ]
}

async fn post(browser: &mut Browser<'_>, path: &str, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(path, &fields).await
}

fn to(answer: &Answer) -> (StatusCode, &str) {
    (answer.status, answer.header("location"))
}

fn whole(answer: &Answer) -> String {
    let text = answer.text();
    assert_eq!(answer.status, StatusCode::OK, "{text}");
    assert!(!text.contains('⟦'), "{text}");
    text
}

/// Asks, and confirms the address; every page on the way, without what was typed.
async fn ask(house: &House, person: &SyntheticPerson, address: &str) -> Vec<String> {
    let mut browser = house.browser();
    let sent = post(&mut browser, "/lost-access", &form(person, address)).await;
    assert_eq!(to(&sent), (StatusCode::SEE_OTHER, "/lost-access/code"), "{}", sent.text());
    let mut pages = vec![whole(&browser.get("/lost-access/code?lang=id").await).replace(address, "")];
    assert!(pages[0].contains("action=\"/lost-access/code/resend\""), "{}", pages[0]);
    let wrong = browser.post("/lost-access/code", &[("code", "12")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = house.test.code_from_letter(address).await;
    let right = browser.post("/lost-access/code", &[("code", &code)]).await;
    assert_eq!(to(&right), (StatusCode::SEE_OTHER, "/lost-access/sent"), "{}", right.text());
    pages.push(whole(&browser.get("/lost-access/sent").await));
    // The ticket is used: the way begins anew.
    assert_eq!(to(&browser.get("/lost-access/code").await), (StatusCode::SEE_OTHER, "/lost-access"));
    house.test.run_jobs().await;
    pages
}

#[tokio::test]
async fn whoever_lost_every_way_in_is_heard_by_a_human() {
    let house = House::open().await;
    let population = Population::new(1, 200, &regions(), house.test.office.now().date_at(7));
    let mut people = population.iter().filter(|p| p.citizen && !p.traits.corrected_birth_date);
    let (known, unknown) = (people.next().unwrap(), people.next().unwrap());
    house.test.enrol(&known).await;
    house.test.run_jobs().await;
    for secret in [NEW, OTHER, unknown.nik.as_str()] {
        house.test.secret(secret);
    }

    let mut browser = house.browser();
    let sign_in = whole(&browser.get("/sign-in").await);
    assert!(sign_in.contains("href=\"/lost-access\""), "{sign_in}");
    let page = whole(&browser.get("/lost-access").await);
    let (first, second) = (page.find("href=\"/sign-in\"").unwrap(), page.find("name=\"nik\"").unwrap());
    assert!(first < second, "the other channel comes first");
    // What was typed stays; what is missing is said.
    let mut unsigned = form(&known, NEW);
    unsigned.pop();
    let answer = post(&mut browser, "/lost-access", &unsigned).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(
        text.contains(known.nik.as_str())
            && text.contains("&#60;b&#62;hilang")
            && !text.contains("<b>hilang"),
        "{text}"
    );

    assert_eq!(ask(&house, &known, NEW).await, ask(&house, &unknown, OTHER).await, "the same pages");

    let mut agent = house.browser();
    house.test.staff("Budi Petugas", "budi@kantor.example", &[Role::ContactAgent]).await;
    agent.sign_in("budi@kantor.example").await;
    let csrf = agent.session().await.csrf(&house.test.office);
    let choice = [("csrf", csrf.as_str()), ("role", "contact-agent"), ("purpose", "questions")];
    assert_eq!(agent.post("/staff/purpose", &choice).await.status, StatusCode::SEE_OTHER);
    let queue = whole(&agent.get("/staff/cases").await);
    let cases: Vec<&str> =
        queue.split("href=\"/staff/cases/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let [case] = cases[..] else { panic!("one case waits: {queue}") };
    let path = format!("/staff/cases/{case}");
    let opened = whole(&agent.get(&path).await);
    assert!(
        opened.contains(NEW) && opened.contains("hilang") && opened.matches("Cocok").count() >= 2,
        "{opened}"
    );
    for raw in [known.nik.as_str(), known.name.as_str(), known.email.as_str()] {
        assert!(!opened.contains(raw), "{raw} is in {opened}");
    }
    let decision = [("csrf", csrf.as_str()), ("decision", "grant"), ("reason", "Ceritanya cocok")];
    let answer = agent.post(&format!("{path}/decide"), &decision).await;
    assert_eq!(to(&answer), (StatusCode::SEE_OTHER, path.as_str()), "{}", answer.text());
    assert!(whole(&agent.get(&path).await).contains("Ceritanya cocok"));
    assert!(matches!(
        house.test.newest_letter(known.email.as_str()).await,
        LetterKind::ContactChangeOld { .. }
    ));
    assert!(matches!(house.test.newest_letter(NEW).await, LetterKind::AccessConfirmed { .. }));

    // Clause 7.1: in force after the delay; and the other hears the one answer there is.
    house.test.advance_hours(72);
    house.test.run_jobs().await;
    let mut browser = house.browser();
    browser.sign_in(NEW).await;
    assert!(whole(&browser.get("/me/security").await).contains(NEW));
    assert!(house.test.newest_letter(OTHER).await == LetterKind::AccessNotConfirmed);
    house.finish().await;
}
