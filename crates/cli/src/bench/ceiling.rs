//! The ceiling of the reading bench: the bare engine reading the same rows and durably writing entries
//! of the same size, in batches of the same size. No vault, no policy, no tree, no channel between
//! threads: the price of "written down first" that nobody can undercut.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use amanah_domain::{Chance, PersonId};
use amanah_testkit::clock_and_chance::SeededChance;

use crate::machine::stopwatch;

const READ_ACCOUNT: &str = "select kind, language, created_at, changed_at, consents, objections, restricted, \
    legal_hold, disputed, age, state, policy_version, identity, eligibility, province from account where person_id = $1";
const READ_KEY: &str = "select epoch, wrapped, version from key_row where person_id = $1";
const READ_ROWS: &str = "select category, version, body from sealed_row where person_id = $1 and category in ($2, $3, $4) order by category";
const WRITE: &str =
    "insert into ledger_entry (log_id, idx, time_ms, tag0, tag1, body) values ($1, $2, $3, $4, $5, $6)";
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
            .execute_batch("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma secure_delete = on; \
                 pragma temp_store = memory; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864;")
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
            let kind: i64 = account.query_row([id], |row| {
                (1..15).try_for_each(|at| row.get::<_, i64>(at).map(drop)).and(row.get(0))
            })?;
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
                    insert.execute(rusqlite::params![
                        LOG,
                        at,
                        at,
                        person.as_bytes().as_slice(),
                        [0_u8; 16].as_slice(),
                        BODY.as_slice()
                    ])?;
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
                tx.execute(
                    &statement,
                    &[
                        &LOG,
                        &at,
                        &at,
                        &person.as_bytes().as_slice(),
                        &[0_u8; 16].as_slice(),
                        &BODY.as_slice(),
                    ],
                )?;
            }
            tx.commit()
        };
        write().map_err(|e| e.to_string())
    }

    fn last(&mut self) -> Result<i64, String> {
        self.client.query_one(LAST, &[&LOG]).map(|row| row.get(0)).map_err(|e| e.to_string())
    }
}

/// Reads and durable writes a second, `batch` at a time: one thread writes while others read, as many
/// as serve best (at one at a time the same thread does one after the other, as one caller would).
pub(crate) fn measure(
    open: &(dyn Fn() -> Result<Box<dyn Bare>, String> + Sync),
    people: &[PersonId],
    batch: usize,
    seconds: u64,
) -> Result<f64, String> {
    if batch == 1 {
        return one_by_one(open, people, seconds);
    }
    let mut best: f64 = 0.0;
    for readers in [1, 2] {
        best = best.max(together(open, people, batch, readers, seconds)?);
    }
    Ok(best)
}

fn pick(people: &[PersonId], chance: &SeededChance) -> Result<PersonId, String> {
    let at = usize::try_from(chance.below(people.len() as u64)).unwrap_or_default();
    people.get(at).copied().ok_or_else(|| "nobody to read".to_owned())
}

fn one_by_one(
    open: &(dyn Fn() -> Result<Box<dyn Bare>, String> + Sync),
    people: &[PersonId],
    seconds: u64,
) -> Result<f64, String> {
    let chance = SeededChance::new(99);
    let (mut writer, mut reader) = (open()?, open()?);
    let mut next = writer.last()? + 1;
    let (watch, mut count) = (stopwatch(), 0_u64);
    while watch.elapsed() < Duration::from_secs(seconds) {
        let person = pick(people, &chance)?;
        writer.write(next, &[person])?;
        reader.read(&person)?;
        next += 1;
        count += 1;
    }
    Ok(count as f64 / watch.elapsed().as_secs_f64())
}

fn together(
    open: &(dyn Fn() -> Result<Box<dyn Bare>, String> + Sync),
    people: &[PersonId],
    batch: usize,
    readers: usize,
    seconds: u64,
) -> Result<f64, String> {
    let mut writer = open()?;
    let mut next = writer.last()? + 1;
    let (stop, read, written) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    // Whoever is further ahead than this waits, so that the faster side does not eat the other's core.
    let ahead_max = batch as u64 * 4;
    let write_chance = SeededChance::new(101);
    thread::scope(|scope| {
        let reading: Vec<_> = (0..readers)
            .map(|number| {
                let (stop, read, written) = (&stop, &read, &written);
                scope.spawn(move || -> Result<(), String> {
                    let mut reader = open()?;
                    let chance = SeededChance::new(200 + number as u64);
                    while !stop.load(Ordering::Relaxed) {
                        if read.load(Ordering::Relaxed) > written.load(Ordering::Relaxed) + ahead_max {
                            thread::yield_now();
                            continue;
                        }
                        reader.read(&pick(people, &chance)?)?;
                        read.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        let (watch, mut result) = (stopwatch(), Ok(()));
        while watch.elapsed() < Duration::from_secs(seconds) && result.is_ok() {
            if written.load(Ordering::Relaxed) > read.load(Ordering::Relaxed) + ahead_max {
                thread::yield_now();
                continue;
            }
            let picks: Vec<PersonId> =
                (0..batch).map(|_| pick(people, &write_chance)).collect::<Result<_, _>>()?;
            result = writer.write(next, &picks);
            next += i64::try_from(batch).unwrap_or_default();
            written.fetch_add(batch as u64, Ordering::Relaxed);
        }
        stop.store(true, Ordering::Relaxed);
        let took = watch.elapsed().as_secs_f64();
        for handle in reading {
            handle.join().map_err(|_| "the reader ended".to_owned())??;
        }
        result?;
        Ok(written.load(Ordering::Relaxed).min(read.load(Ordering::Relaxed)) as f64 / took)
    })
}
