//! What people and jobs do. Each action owns its transaction: read, record, open, write.
//!
//! Not here: HTTP, SQL, HTML. A folder per audience, a file per thing that somebody can do.

pub mod access;
pub mod admit;
pub mod archive;
pub mod batch;
pub mod cases;
pub mod channels;
pub mod clock_guard;
mod contact;
mod correspond;
pub mod draw;
mod eligibility;
pub mod epochs;
pub mod error;
pub mod files;
pub mod jobs;
mod keyring;
pub mod ledger_reader;
pub mod letters;
pub mod limits;
pub mod measure;
mod measure_chat;
mod measure_copy;
pub mod office;
mod office_open;
pub mod operator;
pub mod passwords;
pub mod person;
pub mod post;
pub mod programme;
pub mod public;
pub mod registry;
pub mod removal;
pub mod retention;
pub mod rules;
pub mod session;
pub mod staff;
pub mod told;
pub mod transfer;

pub use access::{Looked, Who};
pub use amanah_store::batches::BatchRow;
pub use batch::BatchView;
pub use correspond::ContactPoint;
pub use error::{ActionError, Done, FieldError};
pub use office::{LedgerKeys, Mode, Office};
pub use office_open::{OfficeParts, ledger_name, ledger_signer};
pub use session::{NewSession, Session};
