//! Cases: one thing for everything that a person asks, by whichever channel it came.

pub mod attach;
pub mod conversation;
pub mod chat;
pub mod chat_rules;
pub(crate) mod intake;
pub mod live;
pub mod talk;
pub(crate) mod new;
pub(crate) mod effect_correction;
pub(crate) mod effect_rights;
pub(crate) mod effect_standing;
pub(crate) mod effects;
pub(crate) mod safety;
pub(crate) mod tell;
mod extend;
pub(crate) mod hand;
mod hand_over;
mod pause;
mod reply;
mod withdraw;
mod clock;
