//! Two faces to each error: what the person may know and can do about it (a word key, kept by
//! `pages`), and what the operator needs (`Display`). Neither carries personal data.

use amanah_domain::Refused;
use amanah_policy::Refusal;
use amanah_store::StoreError;
use amanah_vault::{KeyringError, OpenError, PermitError, RowError};

/// One field of a form that was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// Name of the field in the form.
    pub field: &'static str,
    /// Why.
    pub refused: Refused,
}

impl FieldError {
    /// A refusal of a field.
    pub const fn new(field: &'static str, refused: Refused) -> Self {
        Self { field, refused }
    }
}

/// Why an action did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// The policy refused; this is on record.
    #[error("the policy refused: {0}")]
    Refused(Refusal),
    /// What was typed cannot be used; nothing was changed.
    #[error("input refused in {} fields", .0.len())]
    Input(Vec<FieldError>),
    /// Not (or no longer) signed in.
    #[error("not signed in")]
    SignInNeeded,
    /// There is no such thing, or it is not this person's.
    #[error("not found")]
    NotFound,
    /// The state of things does not allow it; the key says why (`state-<key>`).
    #[error("not possible now: {0}")]
    State(&'static str),
    /// Too many tries; the person may try again after so many seconds.
    #[error("limit reached: {name}")]
    Limit {
        /// The bound's name.
        name: &'static str,
        /// When to come back.
        retry_seconds: u32,
    },
    /// Somebody else changed the same thing meanwhile; trying again is right.
    #[error("changed meanwhile by somebody else")]
    Conflict,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault.
    #[error(transparent)]
    Open(OpenError),
    /// The keyring: away, damaged, not to be written.
    #[error(transparent)]
    Keyring(KeyringError),
    /// The joint of policy and ledger.
    #[error(transparent)]
    Permit(PermitError),
    /// A sealed row that is none.
    #[error(transparent)]
    Row(#[from] RowError),
    /// A broken promise of our own code; the text is for the operator.
    #[error("internal: {0}")]
    Internal(&'static str),
}

impl ActionError {
    /// For writes that rest on what was read before: somebody else's change is a conflict, not a fault.
    pub(crate) fn of_write(self) -> Self {
        match self {
            Self::Store(StoreError::Stale { .. }) => Self::Conflict,
            other => other,
        }
    }
}

/// A permit that ended because the person's facts changed meanwhile (the registry answered, a consent was
/// withdrawn) is nobody's fault: asking again is right.
impl From<OpenError> for ActionError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Permit(PermitError::Changed) => Self::Conflict,
            // A value was read a moment before it was erased, and its keys a moment after: rows and salts
            // go in one transaction.
            OpenError::Gone { .. } => Self::Conflict,
            other => Self::Open(other),
        }
    }
}

impl From<PermitError> for ActionError {
    fn from(error: PermitError) -> Self {
        match error {
            PermitError::Changed => Self::Conflict,
            other => Self::Permit(other),
        }
    }
}

impl From<Refusal> for ActionError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What an action returns.
pub type Done<T> = Result<T, ActionError>;
