//! The nouns of Amanah: ids, parsed values, the register of fields, the register of purposes,
//! and the two things every other room must be handed: [`Clock`] and [`Chance`].
//!
//! Not here: async, I/O, serde for personal values, any decision, any cipher.

pub mod access;
pub mod case_clock;
pub mod cases;
pub mod chance;
pub mod clock;
pub mod entry;
pub mod fields;
pub mod ids;
pub mod purposes;
pub mod regions;
pub mod rights;
pub mod sets;
pub mod states;
pub mod unreadable;
pub mod values;
pub mod vocabulary;

pub use access::{Actor, AgeGroup, CountryClass, Facts, PersonState};
pub use case_clock::{CaseClock, ClockEvent, ClockRun};
pub use chance::Chance;
pub use clock::{Clock, Timestamp};
pub use entry::{Entry, Outcome};
pub use fields::{Category, CategorySet, Field, FieldId, FieldSet, Sensitivity};
pub use ids::{
    AttachmentId, BatchId, CaseId, HoldId, NoticeId, PersonId, Pseudonym, RemovalId, StandingId, TransferId,
    ValueId,
};
pub use purposes::{MayRead, MayWrite, Purpose, PurposeId, PurposeSet};
pub use sets::SmallSet;
pub use unreadable::Unreadable;
pub use values::{PersonalValue, Refused};
pub use vocabulary::{LawfulBasis, Operation, RecipientClass, Role, Source};
