//! The doors, asked as a browser asks, and as nobody should.

// `cfg(test)` on each, for clippy: a whole integration test is not "inside tests" to it otherwise.
#[cfg(test)]
#[path = "web/certificates.rs"]
mod certificates;
#[cfg(test)]
#[path = "web/chat.rs"]
mod chat;
#[cfg(test)]
#[path = "web/copies.rs"]
mod copies;
#[cfg(test)]
#[path = "web/house.rs"]
mod house;
#[cfg(test)]
#[path = "web/journeys.rs"]
mod journeys;
#[cfg(test)]
#[path = "web/lost_access.rs"]
mod lost_access;
#[cfg(test)]
#[path = "web/refusals.rs"]
mod refusals;
#[cfg(test)]
#[path = "web/report.rs"]
mod report;
#[cfg(test)]
#[path = "web/rights.rs"]
mod rights;
#[cfg(test)]
#[path = "web/staff.rs"]
mod staff;
#[cfg(test)]
#[path = "web/uploads.rs"]
mod uploads;
#[cfg(test)]
#[path = "web/whatsapp.rs"]
mod whatsapp;
#[cfg(test)]
#[path = "web/words.rs"]
mod words;
#[cfg(test)]
#[path = "web/zones.rs"]
mod zones;
