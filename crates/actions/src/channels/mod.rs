//! The ways in that need no browser: WhatsApp and mail. Each turns what came into an
//! [`Incoming`](crate::cases::intake), and answers for having it only when that is durable.

pub mod mail;
mod not_taken;
pub(crate) mod open;
mod said;
pub mod whatsapp;

pub use open::Channels;
