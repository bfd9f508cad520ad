//! What an action writes of what it looked at, and whether that still holds.

use amanah_domain::PersonId;
use amanah_store::earlier_values::{self, EarlierRow};
use amanah_store::{Connection, StoreError, accounts, people};

/// Sealed rows to be written in the action's own transaction; fails there if somebody wrote meanwhile.
#[derive(Clone)]
pub(crate) struct Changes {
    pub(super) person: PersonId,
    /// What had been removed of the person when the keys were read under which these rows are sealed.
    pub(super) removals: i64,
    pub(super) rows: Vec<(i64, i64, Vec<u8>)>,
    /// What stood there before and is kept for a while.
    pub(super) earlier: Vec<EarlierRow>,
}

impl Changes {
    /// [`StoreError::Stale`] where somebody wrote meanwhile, or removed what the values are sealed under.
    pub(crate) fn write(&self, db: &mut dyn Connection) -> Result<(), StoreError> {
        if !self.rows.is_empty() {
            accounts::hold_keys(db, &self.person, self.removals)?;
        }
        for (category, version, body) in &self.rows {
            people::write_sealed(db, &self.person, *category, *version, body)?;
        }
        for row in &self.earlier {
            earlier_values::add(db, &self.person, row)?;
        }
        Ok(())
    }
}

/// Versions of the rows that something was worked out from.
#[derive(Clone)]
pub(crate) struct Unchanged {
    pub(super) person: PersonId,
    pub(super) rows: Vec<(i64, i64)>,
}

impl Unchanged {
    /// [`StoreError::Stale`] where one of the rows was changed since.
    pub(crate) fn check(&self, db: &mut dyn Connection) -> Result<(), StoreError> {
        let now = people::sealed_versions(db, &self.person)?;
        let same = self.rows.iter().all(|row| now.contains(row));
        if same { Ok(()) } else { Err(StoreError::Stale { table: "sealed_row" }) }
    }
}
