//! What stays of a category when something of it is erased: each value is opened and sealed anew under the
//! category's new salt, in one step. The clear value never leaves this file.

use amanah_domain::{FieldSet, Purpose};

use crate::Vault;
use crate::error::{OpenError, PermitError};
use crate::permit::Permit;
use crate::person_keys::PersonKeys;
use crate::row::SealedRow;

impl Vault {
    /// The values of `keep` in a row, sealed under `to`: the same person's keys after
    /// [`PersonKeys::resalt`]. Source and time of each value stay. Everything else in the row is left out.
    ///
    /// # Errors
    /// As [`Vault::open`] and [`Vault::seal`]: the permit must name every field that stays, for a purpose
    /// that may read and write it.
    pub fn reseal<P: Purpose>(
        &self,
        row: &SealedRow,
        keep: FieldSet,
        permit: &Permit<P>,
        to: &PersonKeys,
    ) -> Result<SealedRow, OpenError> {
        if row.person() != permit.person() || to.person() != permit.person() {
            return Err(PermitError::OtherPerson.into());
        }
        let mut out = SealedRow::empty(row.person(), row.category());
        for value in row.raw().iter().filter(|value| keep.contains(value.field)) {
            let field = value.field;
            if !P::reads().contains(field) || !P::writes().contains(field) {
                return Err(PermitError::OtherField(field).into());
            }
            permit.allows_writing(&self.watch, self.clock.now(), field)?;
            let (old, _) = permit.keys().category_key(row.category(), Some(value.generation))?;
            let (new, generation) = to.category_key(row.category(), None)?;
            let clear = old.open(&value.aad(), &value.bytes)?;
            let mut moved = value.clone();
            moved.generation = generation;
            moved.bytes = new.seal(&moved.aad(), &clear, &*self.chance)?;
            out.put_raw(moved);
        }
        Ok(out)
    }

    /// The same for a row that comes out of a backup which is older than the erasure of one of its values:
    /// everything that is left lies under a new salt, in the row and in `keys`. No permit: nothing is shown,
    /// the clear values end here. Only a restore calls it, and the first entry of the restored ledger says so.
    ///
    /// # Errors
    /// [`OpenError::Gone`] where a value lies under another salt than the keys have; [`OpenError::Cipher`].
    pub fn resalt_restored(&self, row: &SealedRow, keys: &mut PersonKeys) -> Result<SealedRow, OpenError> {
        if row.person() != keys.person() {
            return Err(PermitError::OtherPerson.into());
        }
        let category = row.category();
        let mut clear = Vec::new();
        for value in row.raw() {
            let (old, _) = keys.category_key(category, Some(value.generation))?;
            clear.push((value, old.open(&value.aad(), &value.bytes)?));
        }
        keys.resalt(category, &*self.chance)?;
        let (new, generation) = keys.category_key(category, None)?;
        let mut out = SealedRow::empty(row.person(), category);
        for (value, clear) in clear {
            let mut moved = value.clone();
            moved.generation = generation;
            moved.bytes = new.seal(&moved.aad(), &clear, &*self.chance)?;
            out.put_raw(moved);
        }
        Ok(out)
    }
}
