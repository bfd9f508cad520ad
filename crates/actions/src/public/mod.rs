//! What everybody may know, without signing in.

pub mod batch_list;
pub mod draw_facts;
pub mod draw_file;
pub mod form_gate;
pub mod health;
pub mod open_ledger;
pub mod policy_facts;
pub mod policy_text;
pub mod receipt;
pub mod report;

pub use policy_facts::{FieldFacts, RetentionFact};
