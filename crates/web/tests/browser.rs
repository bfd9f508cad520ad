//! A person, a member of staff and a real browser: the ways through the house as people walk them, on
//! both engines, with the accessibility checker on every page. Pictures lie in `target/screens/`.

// `cfg(test)` on each, for clippy: a whole integration test is not "inside tests" to it otherwise.
#[cfg(test)]
#[path = "browser/chat.rs"]
mod chat;
#[cfg(test)]
#[path = "browser/copies.rs"]
mod copies;
#[cfg(test)]
#[path = "browser/corrections.rs"]
mod corrections;
#[cfg(test)]
#[path = "browser/every_page.rs"]
mod every_page;
#[cfg(test)]
#[path = "browser/gone.rs"]
mod gone;
#[cfg(test)]
#[path = "browser/house.rs"]
mod house;
#[cfg(test)]
#[path = "browser/keyboard.rs"]
mod keyboard;
#[cfg(test)]
#[path = "browser/people.rs"]
mod people;
#[cfg(test)]
#[path = "browser/person.rs"]
mod person;
#[cfg(test)]
#[path = "browser/report.rs"]
mod report;
#[cfg(test)]
#[path = "browser/rights.rs"]
mod rights;
#[cfg(test)]
#[path = "browser/staff.rs"]
mod staff;
#[cfg(test)]
#[path = "browser/staff_keys.rs"]
mod staff_keys;
#[cfg(test)]
#[path = "browser/standing.rs"]
mod standing;
#[cfg(test)]
#[path = "browser/visit.rs"]
mod visit;
#[cfg(test)]
#[path = "browser/without_script.rs"]
mod without_script;
