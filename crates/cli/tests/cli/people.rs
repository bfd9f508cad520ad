//! The ways of people through the portal, as far as these tests go them.

use std::io;
use std::net::SocketAddr;

use amanah_domain::states::Channel;
use amanah_domain::{PersonalValue, Timestamp};
use amanah_testkit::office::regions;
use amanah_testkit::population::{Population, SyntheticPerson};

use crate::http::{Browser, between};
use crate::program::wait_for;

/// 22 November 2026: the day on which ages of a population of our own are counted.
const SOME_DAY: Timestamp = Timestamp::from_millis(1_795_316_400_000);

/// People of our own, as many as wanted, whose birth date and NIK agree: no question on the way.
pub(crate) fn population(seed: u64, count: usize) -> Vec<SyntheticPerson> {
    let all = Population::new(seed, 2 * count as u32 + 50, &regions(), SOME_DAY.date_at(7));
    all.into_iter().filter(|p| !p.traits.corrected_birth_date).take(count).collect()
}

/// The people of a demonstration that was begun at `begun`, and the spare ones after them.
pub(crate) fn of_demonstration(begun: Timestamp, people: u32) -> Vec<SyntheticPerson> {
    Population::new(1, people + 50, &regions(), begun.date_at(7)).iter().collect()
}

/// Where somebody registers with.
pub(crate) fn contact(person: &SyntheticPerson) -> &str {
    match person.channel {
        Channel::Email => person.email.as_str(),
        Channel::Text | Channel::WhatsApp => person.phone.as_str(),
    }
}

/// Asks for a registration. `Ok` when the house has answered that a code is on its way.
pub(crate) fn register(browser: &mut Browser, person: &SyntheticPerson, contact: &str) -> io::Result<()> {
    let fields = [("address", contact), ("name", person.name.as_str()), ("attest", "yes"), ("accept", "yes")];
    assert_eq!(browser.post("/register", &fields)?.leads_to(), "/code");
    Ok(())
}

/// Gives the code back. `Ok` when the house has answered that there is an account.
pub(crate) fn confirm(browser: &mut Browser, code: &str) -> io::Result<String> {
    Ok(browser.post("/code", &[("code", code)])?.leads_to().to_owned())
}

/// Saves a step of the profile. The house may ask to do it again, where a job changed what is known of
/// the person at the same moment; it never says that anything is wrong.
fn save(browser: &mut Browser, page: &str, fields: &[(&str, &str)]) -> io::Result<()> {
    for _ in 0..5 {
        let answer = browser.fill(page, page, fields)?;
        if answer.status != 409 {
            assert_eq!(answer.leads_to(), "/me");
            return Ok(());
        }
    }
    panic!("{page} is never saved");
}

/// Saves NIK, KK and birth date.
pub(crate) fn save_numbers(browser: &mut Browser, person: &SyntheticPerson) -> io::Result<()> {
    let born = person.birth_date.show().to_string();
    let parts: Vec<&str> = born.split('-').collect();
    let [year, month, day] = parts[..] else { panic!("{born}") };
    let fields = [
        ("nik", person.nik.as_str()),
        ("kk", person.kk.as_str()),
        ("birth-date-day", day),
        ("birth-date-month", month),
        ("birth-date-year", year),
    ];
    save(browser, "/me/profile/numbers", &fields)
}

/// Saves the address.
pub(crate) fn save_address(browser: &mut Browser, person: &SyntheticPerson) -> io::Result<()> {
    let address = &person.address;
    let district = address.district_code();
    let page = format!("/me/profile/address?province={}&regency={}", &district[..2], &district[..5]);
    let fields = [("district", district), ("street", address.street()), ("rt", "001"), ("rw", "002")];
    save(browser, &page, &fields)
}

/// Saves occupation and education.
pub(crate) fn save_work(browser: &mut Browser, person: &SyntheticPerson) -> io::Result<()> {
    let fields = [
        ("occupation", person.occupation.name()),
        ("education", person.education.level.name()),
        ("enrolled", "no"),
    ];
    save(browser, "/me/profile/work", &fields)
}

/// The newest code that the demonstration's outbox shows for an address.
pub(crate) fn code_in_outbox(browser: &mut Browser, to: &str) -> String {
    wait_for("a letter with a code", || {
        let page = browser.get("/outbox").unwrap().page();
        // The number of a letter stands before its address.
        let (before, _) = page.split_once(&format!(", {to},"))?;
        let number = before.rsplit_once("/outbox/")?.1.split('"').next()?;
        let letter = browser.get(&format!("/outbox/{number}")).unwrap().page();
        code_in(between(&letter, "<p class=\"big\">", "</p>")?)
    })
}

/// A line of six digits.
pub(crate) fn code_in(text: &str) -> Option<String> {
    let digits = |line: &str| line.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_code = |line: &&str| digits(line).len() == 6 && !line.contains(char::is_alphabetic);
    text.lines().find(is_code).map(digits)
}

/// A person of the demonstration who has registered and filled the whole profile.
pub(crate) fn registered(address: SocketAddr, person: &SyntheticPerson) -> Browser {
    let mut browser = Browser::at(address);
    let contact = contact(person);
    register(&mut browser, person, contact).unwrap();
    let code = code_in_outbox(&mut browser, contact);
    assert_eq!(confirm(&mut browser, &code).unwrap(), "/me");
    save_numbers(&mut browser, person).unwrap();
    save_address(&mut browser, person).unwrap();
    save_work(&mut browser, person).unwrap();
    browser
}

/// A member of the demonstration's staff, signed in by code.
pub(crate) fn staff(address: SocketAddr, email: &str) -> Browser {
    let mut browser = Browser::at(address);
    assert_eq!(browser.post("/sign-in", &[("address", email)]).unwrap().leads_to(), "/code");
    let code = code_in_outbox(&mut browser, email);
    assert_eq!(confirm(&mut browser, &code).unwrap(), "/staff");
    browser
}

/// Looks somebody up for a purpose of a role; the page.
pub(crate) fn look_up(staff: &mut Browser, (role, purpose): (&str, &str), kind: &str, value: &str) -> String {
    let chosen = staff.fill("/staff", "/staff/purpose", &[("role", role), ("purpose", purpose)]).unwrap();
    assert_eq!(chosen.leads_to(), "/staff/look-up");
    let in_force = format!("{role}.{purpose}");
    let fields = [("purpose", in_force.as_str()), ("kind", kind), ("value", value), ("reason", REASON)];
    staff.fill("/staff/look-up", "/staff/look-up", &fields).unwrap().page()
}

/// Why the tests look: itself something that must not lie about.
pub(crate) const REASON: &str = "Penelepon menanyakan rekening kakaknya";
