//! The twin of each misuse: as close to it as it can be, and it compiles, since it is part of this
//! program. So a misuse fails for what it does wrong and not for a name that has changed.

#![expect(dead_code, reason = "these are compiled and never run")]

mod clones_opened;
mod clones_person_keys;
mod declares_field;
mod declares_purpose;
mod forges_grant;
mod forges_opened;
mod forges_permit;
mod forges_receipt;
mod invents_purpose;
mod keeps_reference;
mod keeps_what_was_lent;
mod looks_up_draw_pseudonym;
mod opens_without_permit;
mod outlives_permit;
mod prints_opened;
mod prints_opened_for_debugging;
mod reaches_into_sealed;
mod reads_undeclared_field;
mod serializes_bare_value;
mod serializes_opened;
mod uses_grant_twice;
mod uses_no_receipt;
mod uses_receipt_twice;
mod uses_unrecorded_grant;
mod widens_purpose;
mod writes_undeclared_field;
