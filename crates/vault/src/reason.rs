//! The reason of a use: a commitment for the ledger, the words sealed.

use amanah_domain::values::Statement;
use amanah_domain::{Field, Source};
use aws_lc_rs::digest;

use crate::Vault;
use crate::error::OpenError;
use crate::person_keys::PersonKeys;
use crate::row::SealedRow;

/// SHA-256(salt ‖ reason): says nothing by itself, and cannot be denied once the reason is shown.
pub fn commit_reason(salt: &[u8; 16], reason: &str) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(salt);
    context.update(reason.as_bytes());
    let mut out = [0; 32];
    out.iter_mut().zip(context.finish().as_ref()).for_each(|(to, from)| *to = *from);
    out
}

impl Vault {
    /// The commitment to a reason and the salt to keep beside it.
    pub fn salt_reason(&self, reason: &str) -> ([u8; 32], [u8; 16]) {
        let salt = self.chance.bytes16();
        (commit_reason(&salt, reason), salt)
    }

    /// Seals the reason for a use: under the keys of the person concerned, who can read it and takes it
    /// along when they are erased; or, where nobody matched, under the keys of whoever looked. Sealing
    /// opens nothing, so it needs no permit.
    ///
    /// # Errors
    /// [`OpenError::Gone`] where the correspondence of that person was erased.
    pub fn seal_reason(&self, keys: &PersonKeys, reason: &Statement) -> Result<SealedRow, OpenError> {
        let mut row = SealedRow::empty(keys.person(), Statement::ID.category());
        row.put(self.seal_value(keys, reason, Source::ServiceUse)?).map_err(|_| OpenError::Malformed)?;
        Ok(row)
    }
}
