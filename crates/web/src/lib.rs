//! Request → action → page. Sessions, cookies, headers, limits; a folder of doors per audience.
//!
//! Not here: SQL, decisions, ciphers, words. A handler reads the request, calls one action, and fills
//! one page.

mod app;
mod batch_number;
mod conversation;
mod cookies;
mod download;
mod events;
mod failure;
mod form;
mod guard;
mod help;
mod language;
mod letters;
mod sealed;
mod state;
mod upload;
mod visitor;

mod person;
mod public;
mod staff;

pub use app::{admin_router, router};
pub use letters::PortalLetters;
pub use sealed::{sealed_admin_router, sealed_router};
pub use state::App;
