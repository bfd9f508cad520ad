//! Times to keep (clauses 5.5 and 5.6, articles 43 and 44): what has reached its end goes by itself.
//!
//! `life` says from what the database knows which events have come for a person; the policy says until
//! when each category is kept; `due` says what is over; `windows` says who is worth looking at; `run` does
//! it, through the same removal as a person's own; `rows` are letters, cases and reasons; `anonymise` counts
//! those who go; `dry_run` says all of it beforehand. `docs/decisions/0020-retention.md` is the long form.

mod anonymise;
mod dry_run;
mod due;
pub(crate) mod life;
mod report;
mod rows;
mod run;
mod survey;
#[cfg(test)]
mod tests;
mod windows;

pub use dry_run::{DryLine, end_of_day};
pub use report::{RetentionRun, RuleKey};
