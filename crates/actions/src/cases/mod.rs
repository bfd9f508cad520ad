//! Cases: one thing for everything that a person asks, by whichever channel it came.

pub mod attach;
pub mod chat;
pub mod chat_rules;
mod clock;
pub mod conversation;
pub(crate) mod effect_correction;
pub(crate) mod effect_rights;
pub(crate) mod effect_standing;
pub(crate) mod effects;
mod extend;
pub(crate) mod hand;
mod hand_over;
pub(crate) mod intake;
mod line_id;
pub mod live;
pub(crate) mod new;
mod pause;
mod reply;
pub(crate) mod safety;
pub mod talk;
pub(crate) mod tell;
mod withdraw;
