//! Looks for a run of bytes in every column of every table: whoever was destroyed must be found nowhere.
//! The statements are made from the declaration in [`crate::schema`], so a new table cannot be forgotten.

use std::sync::LazyLock;

use crate::schema::TABLES;
use crate::{Connection, Query, StoreError, Value};

/// A table with the statement that reads all of it.
struct Reading {
    table: &'static str,
    columns: Vec<&'static str>,
    select: Query,
}

static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(|| {
    let reading = |table: &'static crate::schema::Table| {
        let columns: Vec<&str> = table.columns.iter().map(|(column, _)| *column).collect();
        // Made once and kept for as long as the program runs: a query is a static.
        let name = format!("{}::{}", module_path!(), table.name);
        let sql = format!("select {} from {}", columns.join(", "), table.name);
        let select = Query::new(Box::leak(name.into_boxed_str()), Box::leak(sql.into_boxed_str()));
        Reading { table: table.name, columns, select }
    };
    TABLES.iter().map(reading).collect()
});

/// Table and column of every place that holds `bytes`, as they are or in hexadecimal; each place once.
/// Reads the whole database: for [`crate::Store::scan`].
pub fn find(db: &mut dyn Connection, bytes: &[u8]) -> Result<Vec<(&'static str, &'static str)>, StoreError> {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let holds = |value: &Value| match value {
        Value::Null | Value::Int(_) => false,
        Value::Text(text) => text.contains(&hex),
        Value::Blob(blob) => within(blob, bytes) || within(blob, hex.as_bytes()),
    };
    let mut out = Vec::new();
    for reading in READINGS.iter() {
        db.each(&reading.select, &[], &mut |row| {
            for (position, column) in reading.columns.iter().enumerate() {
                let place = (reading.table, *column);
                if !out.contains(&place) && holds(row.value(position)?) {
                    out.push(place);
                }
            }
            Ok(())
        })?;
    }
    Ok(out)
}

fn within(hay: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && hay.windows(needle.len()).any(|window| window == needle)
}
