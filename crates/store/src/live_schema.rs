//! What the database really holds, to be compared with what is declared.

use crate::dialect::{postgres, sqlite};
use crate::{Connection, Engine, StoreError};

/// Table and column of everything in the database, sorted: for the test and for `amanah migrate --check`.
pub fn live(db: &mut dyn Connection) -> Result<Vec<(String, String)>, StoreError> {
    let query = match db.engine() {
        Engine::Sqlite => sqlite::live_columns(),
        Engine::Postgres => postgres::live_columns(),
    };
    let rows = db.query(query, &[])?;
    let mut names = rows
        .iter()
        .map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())))
        .collect::<Result<Vec<_>, StoreError>>()?;
    names.sort();
    Ok(names)
}
