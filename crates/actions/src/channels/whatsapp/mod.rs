//! WhatsApp, in the shape of its Business Cloud API: what comes in by its webhook, the files that it keeps
//! until they are fetched, and what it reports of messages that were sent (`post/whatsapp.rs`).
//!
//! WhatsApp proves the number from which somebody writes, so a number that an account holds opens the case
//! under that account.

pub(super) mod account;
mod event;
mod fetch;
mod receive;

pub use account::WhatsApp;
pub(crate) use fetch::KIND as FETCH_KIND;
pub use receive::HookAnswer;
