//! What stood there before a value was replaced is kept sealed, as it was and with the source and time that it
//! had, for as long as the policy says: in case the change was the error. The one place where that is done.

use amanah_domain::{Field, FieldId, MayWrite, Purpose, ValueId};
use amanah_store::accounts::AccountKind;
use amanah_store::earlier_values::EarlierRow;
use amanah_vault::SealedRow;

use super::Looked;
use crate::error::Done;

/// Values whose predecessors are kept: what a person says of themselves. Not ways to sign in, letters, or
/// what waits.
const KEPT: [FieldId; 11] = [
    FieldId::Name,
    FieldId::Email,
    FieldId::Phone,
    FieldId::Nik,
    FieldId::Kk,
    FieldId::BirthDate,
    FieldId::Address,
    FieldId::Occupation,
    FieldId::Education,
    FieldId::PayoutAccount,
    FieldId::Gender,
];

impl<P: Purpose> Looked<'_, P> {
    /// Sets aside the value that is about to be replaced by another.
    pub(super) fn keep_earlier<F: Field>(&mut self, value: &F) -> Done<()>
    where
        P: MayWrite<F>,
    {
        let Some(rule) = self.office.policy.earlier_values() else { return Ok(()) };
        // Twice in one look: what was stored is the first.
        let known = self.touched.earlier.iter().any(|row| row.field == F::ID);
        if known || !KEPT.contains(&F::ID) || self.account.kind != AccountKind::Participant {
            return Ok(());
        }
        let Some(old) = self.rows.iter().find_map(|(row, _)| row.get::<F>()) else { return Ok(()) };
        if !self.office.vault.replaces(&old, value, &self.permit)? {
            return Ok(());
        }
        let mut alone = SealedRow::empty(self.permit.person(), F::ID.category());
        alone.put(old)?;
        let now = self.office.now();
        self.touched.earlier.push(EarlierRow {
            value: ValueId::random(&*self.office.chance),
            field: F::ID,
            replaced_at: now,
            until: rule.keep.after(now),
            body: alone.encode(),
        });
        Ok(())
    }
}
