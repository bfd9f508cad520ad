//! What goes wrong on the way to a value.

use amanah_domain::{Category, FieldId, Operation};

/// Why there is no permit, or why it opens nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PermitError {
    /// The grant names another person than the keys.
    #[error("the grant is for another person than the keys")]
    OtherKeys,
    /// The receipt is of another log, or of another entry.
    #[error("the receipt is not the record of this use")]
    NotRecorded,
    /// The value is another person's.
    #[error("the permit is for another person")]
    OtherPerson,
    /// The grant did not name the field.
    #[error("the permit does not name the field {}", .0.name())]
    OtherField(FieldId),
    /// The use is on record as one that writes nothing.
    #[error("the permit is to {}, which writes nothing", .0.name())]
    ReadOnly(Operation),
    /// Its half minute is over.
    #[error("the permit has ended: ask again")]
    Ended,
    /// The policy or the person's facts changed since.
    #[error("the policy or the facts of the person changed: ask again")]
    Changed,
}

/// Why a value stays closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OpenError {
    /// The permit does not fit.
    #[error("the permit does not open this value: {0}")]
    Permit(#[from] PermitError),
    /// The category's salt is gone: the values were erased.
    #[error("the values of this category were erased")]
    Gone {
        /// The category.
        category: Category,
    },
    /// The key of this epoch was destroyed or is not in the keyring.
    #[error("the key of epoch {epoch} is not in the keyring")]
    NoEpoch {
        /// The epoch.
        epoch: u32,
    },
    /// The bytes were altered, or belong to another person, field or key.
    #[error("the sealed bytes do not belong here or were altered")]
    Cipher,
    /// The bytes opened, and are not a value of this field.
    #[error("the sealed bytes hold no value of this field")]
    Malformed,
}
