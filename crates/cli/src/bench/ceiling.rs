//! The ceiling of the reading bench: the bare engine reading the same rows and durably writing entries
//! of the same size, in batches of the same size. No vault, no policy, no tree, no channel between
//! threads: the price of "written down first" that nobody can undercut.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use amanah_domain::PersonId;
use amanah_testkit::clock_and_chance::SeededChance;

use crate::machine::stopwatch;

const READ_ACCOUNT: &str = "select kind, language, created_at, changed_at, consents, objections, restricted, \
    legal_hold, disputed, age, state, policy_version, identity, eligibility, province from account where person_id = $1";
const READ_KEY: &str = "select epoch, wrapped, version from key_row where person_id = $1";
const READ_ROWS: &str =
    "select category, version, body from sealed_row where person_id = $1 and category in ($2, $3, $4) order by category";
const WRITE: &str = "insert into ledger_entry (log_id, idx, time_ms, tag0, tag1, body) values ($1, $2, $3, $4, $5, $6)";
const LAST: &str = "select coalesce(max(idx), 0) from ledger_entry where log_id = $1";
const CATEGORIES: [i64; 3] = [1, 4, 5];
/// Bytes of an entry of this use.
const BODY: [u8; 113] = [7; 113];
/// A log of the ceiling's own.
const LOG: i64 = 1_000_000;

/// An engine, bare.
pub(crate) trait Bare: Send {
    fn read(&mut self, person: &PersonId) -> Result<usize, String>;
    fn write(&mut self, first: i64, people: &[PersonId]) -> Result<(), String>;
    fn last(&mut self) -> Result<i64, String>;
}

pub(crate) struct BareSqlite(rusqlite::Connection);

impl BareSqlite {
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let connection = rusqlite::Connection::open(path).map_err(|e| e.to_string())?;
        connection
            .execute_batch("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma secure_delete = on;")
            .map_err(|e| e.to_string())?;
        connection.busy_timeout(Duration::from_secs(10)).map_err(|e| e.to_string())?;
        Ok(Self(connection))
    }
}

impl Bare for BareSqlite {
    fn read(&mut self, person: &PersonId) -> Result<usize, String> {
        let id = person.as_bytes().as_slice();
        let read = || -> rusqlite::Result<usize> {
            let mut account = self.0.prepare_cached(READ_ACCOUNT)?;
            let kind: i64 = account.query_row([id], |row| (1..15).try_for_each(|at| row.get::<_, i64>(at).map(drop)).and(row.get(0)))?;
            let mut key = self.0.prepare_cached(READ_KEY)?;
            let wrapped: Vec<u8> = key.query_row([id], |row| row.get(1))?;
            let mut sealed = self.0.prepare_cached(READ_ROWS)?;
            let [a, b, c] = CATEGORIES;
            let mut rows = sealed.query(rusqlite::params![id, a, b, c])?;
            let mut bytes = wrapped.len() + usize::try_from(kind).unwrap_or_default();
            while let Some(row) = rows.next()? {
                bytes += row.get::<_, Vec<u8>>(2)?.len();
            }
            Ok(bytes)
        };
        read().map_err(|e| e.to_string())
    }

    fn write(&mut self, first: i64, people: &[PersonId]) -> Result<(), String> {
        let mut write = || -> rusqlite::Result<()> {
            let tx = self.0.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            {
                let mut insert = tx.prepare_cached(WRITE)?;
                for (at, person) in (first..).zip(people) {
                    insert.execute(rusqlite::params![LOG, at, at, person.as_bytes().as_slice(), [0_u8; 16].as_slice(), BODY.as_slice()])?;
                }
            }
            tx.commit()
        };
        write().map_err(|e| e.to_string())
    }

    fn last(&mut self) -> Result<i64, String> {
        self.0.query_row(LAST, [LOG], |row| row.get(0)).map_err(|e| e.to_string())
    }
}

pub(crate) struct BarePostgres {
    client: postgres::Client,
    read: [postgres::Statement; 3],
    write: postgres::Statement,
}

impl BarePostgres {
    pub(crate) fn open(url: &str) -> Result<Self, String> {
        let open = || -> Result<Self, postgres::Error> {
            let mut client = postgres::Client::connect(url, postgres::NoTls)?;
            let read = [client.prepare(READ_ACCOUNT)?, client.prepare(READ_KEY)?, client.prepare(READ_ROWS)?];
            let write = client.prepare(WRITE)?;
            Ok(Self { client, read, write })
        };
        open().map_err(|e| e.to_string())
    }
}

impl Bare for BarePostgres {
    fn read(&mut self, person: &PersonId) -> Result<usize, String> {
        let id = person.as_bytes().as_slice();
        let [account, key, rows] = &self.read;
        let [a, b, c] = CATEGORIES;
        let client = &mut self.client;
        let mut read = || -> Result<usize, postgres::Error> {
            client.query_one(account, &[&id])?;
            let wrapped: Vec<u8> = client.query_one(key, &[&id])?.get(1);
            let rows = client.query(rows, &[&id, &a, &b, &c])?;
            Ok(wrapped.len() + rows.iter().map(|r| r.get::<_, Vec<u8>>(2).len()).sum::<usize>())
        };
        read().map_err(|e| e.to_string())
    }

    fn write(&mut self, first: i64, people: &[PersonId]) -> Result<(), String> {
        let statement = self.write.clone();
        let mut write = || -> Result<(), postgres::Error> {
            let mut tx = self.client.transaction()?;
            for (at, person) in (first..).zip(people) {
                tx.execute(&statement, &[&LOG, &at, &at, &person.as_bytes().as_slice(), &[0_u8; 16].as_slice(), &BODY.as_slice()])?;
            }
            tx.commit()
        };
        write().map_err(|e| e.to_string())
    }

    fn last(&mut self) -> Result<i64, String> {
        self.client.query_one(LAST, &[&LOG]).map(|row| row.get(0)).map_err(|e| e.to_string())
    }
}

/// Reads and durable writes a second, `batch` at a time: one thread reads, one writes (at one at a time
/// the same thread does one after the other, as one caller would).
pub(crate) fn measure(
    open: &(dyn Fn() -> Result<Box<dyn Bare>, String> + Sync),
    people: &[PersonId],
    batch: usize,
    seconds: u64,
) -> Result<f64, String> {
    use amanah_domain::Chance;
    let chance = Arc::new(SeededChance::new(99));
    let pick = |chance: &SeededChance| {
        let at = usize::try_from(chance.below(people.len() as u64)).unwrap_or_default();
        people.get(at).copied().ok_or("nobody to read")
    };
    let mut writer = open()?;
    let mut next = writer.last()? + 1;
    if batch == 1 {
        let mut reader = open()?;
        let watch = stopwatch();
        let mut count = 0_u64;
        while watch.elapsed() < Duration::from_secs(seconds) {
            let person = pick(&chance)?;
            writer.write(next, &[person])?;
            reader.read(&person)?;
            next += 1;
            count += 1;
        }
        return Ok(count as f64 / watch.elapsed().as_secs_f64());
    }
    let (stop, read) = (AtomicBool::new(false), AtomicU64::new(0));
    let picks: Vec<PersonId> = (0..batch).map(|_| pick(&chance)).collect::<Result<_, _>>()?;
    thread::scope(|scope| {
        let reading = scope.spawn(|| -> Result<(), String> {
            let mut reader = open()?;
            let chance = SeededChance::new(100);
            while !stop.load(Ordering::Relaxed) {
                reader.read(&pick(&chance)?)?;
                read.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        });
        let watch = stopwatch();
        let mut written = 0_u64;
        let mut result = Ok(());
        while watch.elapsed() < Duration::from_secs(seconds) && result.is_ok() {
            result = writer.write(next, &picks);
            next += i64::try_from(batch).unwrap_or_default();
            written += batch as u64;
        }
        stop.store(true, Ordering::Relaxed);
        let took = watch.elapsed().as_secs_f64();
        reading.join().map_err(|_| "the reader ended".to_owned())??;
        result?;
        Ok((written.min(read.load(Ordering::Relaxed))) as f64 / took)
    })
}
