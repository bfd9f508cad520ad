//! Every row of every table, streamed for backups in blocks that both engines read, and put back.
//!
//! Which part of a backup a table travels in stands in [`crate::schema`]. Statements are made from that
//! declaration, so a new table cannot be forgotten here.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use amanah_domain::PersonId;

use crate::migrate::unlimited;
use crate::portable::{Block, BlockWriter};
use crate::query::{Load, queries};
use crate::schema::{Part, TABLES, Table};
use crate::{Connection, Query, StoreError};

queries! {
    READ_VERSION = "select version from schema_version where one = 1";
    // What a newer key part has beyond the data: whoever registered after them.
    DROP_KEYS_WITHOUT_ACCOUNT = "delete from key_row where not exists \
        (select 1 from account where account.person_id = key_row.person_id)";
    FORGET_REMOVED = "update removal set person_id = null where person_id is not null and not exists \
        (select 1 from key_row where key_row.person_id = removal.person_id)";
    // A log that was put back never grows again: its holder is nobody, for ever.
    END_LOGS = "update ledger_log set holder = $1, lease_until = $2";
    BEGIN_LOG = "insert into ledger_log (log_id, holder, lease_until, size, checkpoint) \
        select case when coalesce(max(log_id), 0) >= $1 then max(log_id) + 1 else $1 end, $2, 0, 0, null \
        from ledger_log";
    RELEASE_JOBS = "update job set lease_holder = null, due_at = $1 where state = 0 and lease_holder is not null";
    RELEASE_LETTERS = "update outbox set lease_holder = null where lease_holder is not null";
}

/// Statements made from the declaration of a table.
struct OfTable {
    table: &'static Table,
    select: Query,
    /// Only where rows belong to a person.
    person: Option<OfPerson>,
}

struct OfPerson {
    remove: Query,
    drop_orphans: Query,
}

/// Made once, kept for as long as the program runs: a query is a static.
fn query(name: String, sql: String) -> Query {
    Query::new(Box::leak(name.into_boxed_str()), Box::leak(sql.into_boxed_str()))
}

static BY_TABLE: LazyLock<Vec<OfTable>> = LazyLock::new(|| {
    let travels = TABLES.iter().filter(|table| !matches!(table.part, Part::Left(_)));
    travels
        .map(|table| {
            let name = table.name;
            let columns: Vec<&str> = table.columns.iter().map(|(column, _)| *column).collect();
            let select = query(format!("{}::SELECT_{name}", module_path!()), select(name, &columns));
            // Jobs may be about nobody, and what a removal did stays when the person is gone.
            let person = columns.contains(&"person_id") && name != "removal";
            let person = person.then(|| OfPerson {
                remove: query(
                    format!("{}::REMOVE_{name}", module_path!()),
                    format!("delete from {name} where person_id = $1"),
                ),
                drop_orphans: query(
                    format!("{}::DROP_ORPHANS_{name}", module_path!()),
                    format!(
                        "delete from {name} where person_id is not null and not exists \
                         (select 1 from key_row k where k.person_id = {name}.person_id)"
                    ),
                ),
            });
            OfTable { table, select, person }
        })
        .collect()
});

/// By their text: a dump of an older schema has fewer columns, so there may be several of a table.
static LOADS: Mutex<BTreeMap<String, &'static Load>> = Mutex::new(BTreeMap::new());

fn select(table: &str, columns: &[&str]) -> String {
    format!("select {} from {table}", columns.join(", "))
}

/// Every query that is made from the declaration of tables.
pub(crate) fn made() -> impl Iterator<Item = &'static Query> {
    BY_TABLE.iter().flat_map(|of| {
        let person = of.person.iter().flat_map(|person| [&person.remove, &person.drop_orphans]);
        std::iter::once(&of.select).chain(person)
    })
}

/// How many rows of a table a part has.
pub type RowCounts = BTreeMap<String, u64>;

/// The version of the schema as it stands.
pub fn schema_version(db: &mut dyn Connection) -> Result<i64, StoreError> {
    db.query_one(&READ_VERSION, &[])?.int(0)
}

/// Hands over all rows of a part in blocks, in bounded memory. Use it inside [`crate::Store::scan`], where
/// all tables of both parts are of one moment.
pub fn dump(
    db: &mut dyn Connection,
    part: Part,
    give: &mut dyn FnMut(Vec<u8>) -> Result<(), StoreError>,
) -> Result<RowCounts, StoreError> {
    let mut counts = RowCounts::new();
    for of in BY_TABLE.iter().filter(|of| of.table.part == part) {
        let columns: Vec<&str> = of.table.columns.iter().map(|(column, _)| *column).collect();
        let (mut writer, mut count) = (BlockWriter::new(of.table.name, &columns), 0);
        db.each(&of.select, &[], &mut |row| {
            writer.push(row.values());
            count += 1;
            if writer.is_full() { writer.take().map_or(Ok(()), &mut *give) } else { Ok(()) }
        })?;
        writer.take().map_or(Ok(()), &mut *give)?;
        counts.insert(of.table.name.to_owned(), count);
    }
    Ok(counts)
}

/// Says whether a block is one that this program can put back, and of the part that it came in.
pub fn check_block(block: &Block<'_>, part: Part) -> Result<(), StoreError> {
    let unknown = || StoreError::Engine(format!("a backup holds the unknown table {}", block.table()));
    let of = BY_TABLE.iter().find(|of| of.table.name == block.table()).ok_or_else(unknown)?;
    let known = |column: &&str| of.table.columns.iter().any(|(name, _)| name == column);
    if of.table.part != part || !block.columns().iter().all(known) || block.columns().is_empty() {
        return Err(unknown());
    }
    Ok(())
}

/// Puts the rows of a block back. Check it first.
pub fn load(db: &mut dyn Connection, bytes: &[u8]) -> Result<u64, StoreError> {
    let mut block = Block::read(bytes)?;
    let load = load_of(block.table(), block.columns());
    db.fill(load, &mut block)
}

fn load_of(table: &str, columns: &[&str]) -> &'static Load {
    let list = columns.join(", ");
    let values = (1..=columns.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    let sql = format!("insert into {table} ({list}) values ({values})");
    let mut loads = LOADS.lock().unwrap_or_else(PoisonError::into_inner);
    loads.entry(sql.clone()).or_insert_with(|| {
        let name = format!("{}::LOAD_{table}", module_path!());
        let copy = format!("copy {table} ({list}) from stdin binary");
        Box::leak(Box::new(Load { insert: query(name, sql), copy }))
    })
}

/// Removes everybody without a key row, and key rows without an account: what is left after a data part
/// met a key part of another time. How many rows.
pub fn drop_orphans(db: &mut dyn Connection) -> Result<u64, StoreError> {
    unlimited(db)?;
    let mut dropped = db.execute(&DROP_KEYS_WITHOUT_ACCOUNT, &[])?;
    for person in BY_TABLE.iter().filter_map(|of| of.person.as_ref()) {
        dropped += db.execute(&person.drop_orphans, &[])?;
    }
    db.execute(&FORGET_REMOVED, &[])?;
    Ok(dropped)
}

/// Removes every row of a person. How many.
pub fn remove_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    let mut removed = 0;
    for of in BY_TABLE.iter().filter_map(|of| of.person.as_ref()) {
        removed += db.execute(&of.remove, &[person.into()])?;
    }
    Ok(removed)
}

/// Ends every log that was put back and begins one above all of them, at `first` or higher, so that no
/// entry that was lost can stand beside a new one of the same place.
pub fn end_logs(db: &mut dyn Connection, first: u32) -> Result<(), StoreError> {
    db.execute(&END_LOGS, &[(&[][..]).into(), i64::MAX.into()])?;
    db.execute(&BEGIN_LOG, &[first.into(), (&[0; 16]).into()]).map(drop)
}

/// Lets go of work that was under way when the backup was made.
pub fn release_leases(db: &mut dyn Connection, now: amanah_domain::Timestamp) -> Result<(), StoreError> {
    db.execute(&RELEASE_JOBS, &[now.into()])?;
    db.execute(&RELEASE_LETTERS, &[]).map(drop)
}
