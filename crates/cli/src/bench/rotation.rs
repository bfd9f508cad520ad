//! `bench rotation`: everybody's keys wrapped by a new epoch, against the bare engine changing as many rows
//! of the same bytes in the same order and transactions, without any cipher.

use std::path::Path;
use std::sync::Arc;

use amanah_actions::Office;
use amanah_domain::PersonId;
use amanah_store::{StoreError, people};

use crate::args::BenchArgs;
use crate::bench::people::fresh;
use crate::bench::report::{Figure, median, print};
use crate::machine::{SystemChance, cpu_seconds, stopwatch};
use crate::output::{Progress, note};

const PEOPLE: u64 = 1_000_000;
const ROUNDS: usize = 3;
/// Key rows of one transaction: as many as a rotation changes at once.
const BATCH: usize = 1_024;
/// Transactions under way while the database is filled.
const FILLING: usize = 4;

/// Runs the bench.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let house = runtime.block_on(fresh(args))?;
    let count = args.people.unwrap_or(PEOPLE);
    runtime.block_on(fill(&house.office, count))?;
    let (mut rates, mut cpus) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut progress = None;
        let (used, watch) = (cpu_seconds(), stopwatch());
        let mut far = |rotation: amanah_actions::jobs::rotate_keys::Rotation| {
            progress.get_or_insert_with(|| Progress::begin("rotating", rotation.total)).at(rotation.done);
        };
        let done = runtime.block_on(house.office.rotate_now(true, &mut far)).map_err(|e| e.to_string())?;
        let seconds = watch.elapsed().as_secs_f64();
        if done.done != count {
            return Err(format!("{} key rows were wrapped anew, not {count}", done.done));
        }
        rates.push(count as f64 / seconds);
        cpus.push((cpu_seconds() - used) * 1e6 / count as f64);
        if let Some(progress) = progress.take() {
            progress.end();
        }
    }
    let newest = i64::from(house.office.vault.newest_epoch());
    let (engine, database) = (house.engine, house.database());
    let folder = house.release()?;
    note("the bare engine");
    let mut bare = Vec::new();
    for round in 0..ROUNDS {
        let epoch = newest + i64::try_from(round).unwrap_or_default();
        let seconds = match &args.postgres {
            None => bare_sqlite(&database, epoch)?,
            Some(url) => bare_postgres(url, epoch)?,
        };
        bare.push(count as f64 / seconds);
    }
    let ceiling = median(bare);
    let figures = [
        Figure::new("key rows wrapped anew", engine, 1, median(rates), "per s", ceiling),
        Figure::new("rotation, processor time each", engine, 1, median(cpus), "us", 0.0),
    ];
    print(&figures, args.json);
    drop(folder);
    Ok(())
}

/// Real keys of people who have nothing else: rotation looks at nothing else.
async fn fill(office: &Arc<Office>, count: u64) -> Result<(), String> {
    let mut progress = Progress::begin("making keys", count);
    let mut under_way = tokio::task::JoinSet::new();
    let (mut begun, mut done) = (0, 0);
    while done < count {
        while begun < count && under_way.len() < FILLING {
            let size = (count - begun).min(BATCH as u64);
            under_way.spawn(add(Arc::clone(office), size));
            begun += size;
        }
        let added = under_way.join_next().await.ok_or("nobody fills the database")?;
        done += added.map_err(|e| e.to_string())??;
        progress.at(done);
    }
    progress.end();
    Ok(())
}

async fn add(office: Arc<Office>, size: u64) -> Result<u64, String> {
    let vault = Arc::clone(&office.vault);
    let made = tokio::task::spawn_blocking(move || {
        (0..size)
            .map(|_| {
                let person = PersonId::random(&SystemChance);
                vault.new_person(person).map(|(_, row)| (person, row))
            })
            .collect::<Result<Vec<_>, _>>()
    });
    let rows = made.await.map_err(|e| e.to_string())?.map_err(|e| e.to_string())?;
    let written = office.store.write(move |db| {
        rows.iter()
            .try_for_each(|(person, row)| people::add_key(db, person, i64::from(row.epoch), &row.wrapped))
    });
    written.await.map(|()| size).map_err(|e: StoreError| e.to_string())
}

const READ: &str = "select person_id, wrapped, version from key_row \
    where epoch = $1 and person_id > $2 order by person_id limit $3";
const CHANGE: &str = "update key_row set epoch = $1, wrapped = $2, version = version + 1 \
    where person_id = $3 and version = $4";
/// What PostgreSQL does quickest with many rows.
const CHANGE_MANY: &str = "update key_row set epoch = $1, wrapped = v.wrapped, version = key_row.version + 1 \
    from unnest($2::bytea[], $3::bytea[], $4::bigint[]) as v(person_id, wrapped, version) \
    where key_row.person_id = v.person_id and key_row.version = v.version";

/// Seconds that the engine takes alone.
fn bare_sqlite(path: &Path, epoch: i64) -> Result<f64, String> {
    let run = || -> rusqlite::Result<f64> {
        let mut db = rusqlite::Connection::open(path)?;
        db.execute_batch("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma secure_delete = on; \
             pragma temp_store = memory; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864;")?;
        let watch = stopwatch();
        let mut after = Vec::new();
        loop {
            let rows: Vec<(Vec<u8>, Vec<u8>, i64)> = {
                let mut read = db.prepare_cached(READ)?;
                let found = read.query_map(rusqlite::params![epoch, after, BATCH as i64], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
                found.collect::<rusqlite::Result<_>>()?
            };
            let Some((last, ..)) = rows.last() else { return Ok(watch.elapsed().as_secs_f64()) };
            after.clone_from(last);
            let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            {
                let mut change = tx.prepare_cached(CHANGE)?;
                for (person, wrapped, version) in &rows {
                    change.execute(rusqlite::params![epoch + 1, wrapped, person, version])?;
                }
            }
            tx.commit()?;
        }
    };
    run().map_err(|e| format!("the bare engine: {e}"))
}

fn bare_postgres(url: &str, epoch: i64) -> Result<f64, String> {
    let run = || -> Result<f64, postgres::Error> {
        let mut db = postgres::Client::connect(url, postgres::NoTls)?;
        let (read, change) = (db.prepare(READ)?, db.prepare(CHANGE_MANY)?);
        let watch = stopwatch();
        let mut after: Vec<u8> = Vec::new();
        loop {
            let rows = db.query(&read, &[&epoch, &after, &(BATCH as i64)])?;
            let Some(last) = rows.last() else { return Ok(watch.elapsed().as_secs_f64()) };
            after = last.get(0);
            let people: Vec<&[u8]> = rows.iter().map(|row| row.get(0)).collect();
            let wrapped: Vec<&[u8]> = rows.iter().map(|row| row.get(1)).collect();
            let versions: Vec<i64> = rows.iter().map(|row| row.get(2)).collect();
            let mut tx = db.transaction()?;
            tx.execute(&change, &[&(epoch + 1), &people, &wrapped, &versions])?;
            tx.commit()?;
        }
    };
    run().map_err(|e| format!("the bare engine: {e}"))
}
