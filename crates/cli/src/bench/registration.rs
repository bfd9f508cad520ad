//! `bench registration`: complete registrations (asked for, code read, account made) into a durable
//! store, against the bare engine writing as many rows of the same sizes in batches of the same size.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use amanah_actions::Office;
use amanah_actions::letters::Language;
use amanah_actions::person::begin_registration::RegistrationInput;

use crate::args::BenchArgs;
use crate::bench::people::fresh;
use crate::bench::report::{Figure, median, print};
use crate::machine::{cpu_seconds, stopwatch};
use crate::output::note;

const ROUNDS: usize = 3;

async fn one(office: &Office, number: u64) -> Result<(), String> {
    let input = RegistrationInput {
        name: format!("Orang Contoh {number}")
            .chars()
            .map(|c| if c.is_ascii_digit() { 'a' } else { c })
            .collect(),
        contact: format!("orang{number}@surat.example"),
        consents: Vec::new(),
        accepted: true,
        attested: true,
        language: Language::Id,
    };
    // Each caller comes from a network of its own, as on an opening day.
    let ticket = office.begin_registration(input, &number.to_be_bytes()).await.map_err(|e| e.to_string())?;
    let code = office.measure_code(&ticket.0).await.map_err(|e| e.to_string())?;
    office.confirm_code(&ticket.0, &code, "Chrome, Android").await.map_err(|e| e.to_string())?;
    Ok(())
}

/// Runs the bench.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let house = runtime.block_on(fresh(args))?;
    let next = Arc::new(AtomicU64::new(0));
    let (mut rates, mut cpus) = (HashMap::new(), HashMap::new());
    for clients in &args.clients {
        note(format!("{clients} at a time"));
        let (mut rate, mut cpu) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (done, used, watch) = (Arc::new(AtomicU64::new(0)), cpu_seconds(), stopwatch());
            let until = Duration::from_secs(args.seconds);
            runtime.block_on(async {
                let mut tasks = Vec::new();
                for _ in 0..*clients {
                    let (office, next, done) =
                        (Arc::clone(&house.office), Arc::clone(&next), Arc::clone(&done));
                    tasks.push(tokio::spawn(async move {
                        while watch.elapsed() < until {
                            one(&office, next.fetch_add(1, Ordering::Relaxed)).await?;
                            done.fetch_add(1, Ordering::Relaxed);
                        }
                        Ok::<_, String>(())
                    }));
                }
                for task in tasks {
                    task.await.map_err(|e| e.to_string())??;
                }
                Ok::<_, String>(())
            })?;
            let count = done.load(Ordering::Relaxed) as f64;
            rate.push(count / watch.elapsed().as_secs_f64());
            cpu.push((cpu_seconds() - used) * 1e6 / count.max(1.0));
        }
        rates.insert(*clients, median(rate));
        cpus.insert(*clients, median(cpu));
    }
    let (engine, database) = (house.engine, house.database());
    let folder = house.release()?;
    let mut figures = Vec::new();
    for clients in &args.clients {
        let rate = rates.get(clients).copied().unwrap_or_default();
        let ceiling = match &args.postgres {
            None => {
                note(format!("the bare engine, {clients} at a time"));
                let mut bare = Vec::new();
                for _ in 0..ROUNDS {
                    bare.push(bare_sqlite(&database, (*clients).min(256), args.seconds)?);
                }
                median(bare)
            }
            Some(url) => {
                note(format!("the bare engine, {clients} at a time"));
                let mut bare = Vec::new();
                for _ in 0..ROUNDS {
                    bare.push(bare_postgres(url, *clients, args.seconds)?);
                }
                median(bare)
            }
        };
        figures.push(Figure::new("complete registrations", engine, *clients, rate, "per s", ceiling));
        let cpu = cpus.get(clients).copied().unwrap_or_default();
        figures.push(Figure::new("registration, processor time each", engine, *clients, cpu, "us", 0.0));
    }
    print(&figures, args.json);
    drop(folder);
    Ok(())
}

/// Tables of the ceiling: the same number of rows, keys and bytes as one registration leaves behind
/// (account, keys, two sealed rows, claim, session, letter, ledger entries).
const TABLES: [&str; 6] = [
    "create table if not exists bench_account (person_id bytea primary key, a bigint, b bigint, c bigint, d bigint)",
    "create table if not exists bench_key (person_id bytea primary key, wrapped bytea)",
    "create table if not exists bench_sealed (person_id bytea, category bigint, body bytea, primary key (person_id, category))",
    "create table if not exists bench_claim (tag bytea primary key, person_id bytea)",
    "create table if not exists bench_wide (tag bytea primary key, person_id bytea, body bytea)",
    "create table if not exists bench_entry (idx bigint primary key, tag0 bytea, body bytea)",
];
/// Ledger entries of one complete registration.
const ENTRIES_EACH: i64 = 3;
/// Bytes of a wrapped key row.
const KEY_BYTES: usize = 362;

fn rows_of(number: i64) -> ([u8; 16], [u8; 32]) {
    // Spread like random ids.
    let mixed = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut id = [0; 16];
    let mut tag = [0; 32];
    for (to, from) in id.iter_mut().zip(mixed.to_be_bytes().into_iter().chain(number.to_be_bytes())) {
        *to = from;
    }
    for (to, from) in tag.iter_mut().zip(id.into_iter().chain(id)) {
        *to = from;
    }
    (id, tag)
}

const INSERTS: [&str; 6] = [
    "insert into bench_account (person_id, a, b, c, d) values ($1, 1, 2, 3, 4)",
    "insert into bench_key (person_id, wrapped) values ($1, $2)",
    "insert into bench_sealed (person_id, category, body) values ($1, $2, $3)",
    "insert into bench_claim (tag, person_id) values ($1, $2)",
    "insert into bench_wide (tag, person_id, body) values ($1, $2, $3)",
    "insert into bench_entry (idx, tag0, body) values ($1, $2, $3)",
];

fn bare_sqlite(path: &Path, batch: usize, seconds: u64) -> Result<f64, String> {
    let run = || -> rusqlite::Result<f64> {
        let mut db = rusqlite::Connection::open(path.with_extension("bare"))?;
        db.execute_batch("pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;")?;
        db.execute_batch(&TABLES.join(";"))?;
        let mut number: i64 =
            db.query_row("select coalesce(max(idx), 0) from bench_entry", [], |r| r.get(0))?;
        let [account, key, sealed, claim, wide, entry] = INSERTS;
        let (watch, mut count) = (stopwatch(), 0_u64);
        while watch.elapsed() < Duration::from_secs(seconds) {
            let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            for _ in 0..batch {
                number += ENTRIES_EACH;
                let (id, tag) = rows_of(number);
                let id = id.as_slice();
                tx.prepare_cached(account)?.execute([id])?;
                tx.prepare_cached(key)?.execute(rusqlite::params![id, [5_u8; KEY_BYTES].as_slice()])?;
                for category in [0_i64, 2] {
                    tx.prepare_cached(sealed)?.execute(rusqlite::params![
                        id,
                        category,
                        [5_u8; 70].as_slice()
                    ])?;
                }
                tx.prepare_cached(claim)?.execute(rusqlite::params![tag.as_slice(), id])?;
                for (kind, bytes) in [(1_u8, 80_usize), (2, 330)] {
                    let mut own = tag;
                    if let Some(first) = own.first_mut() {
                        *first ^= kind;
                    }
                    tx.prepare_cached(wide)?.execute(rusqlite::params![
                        own.as_slice(),
                        id,
                        vec![5_u8; bytes]
                    ])?;
                }
                for at in 0..ENTRIES_EACH {
                    tx.prepare_cached(entry)?.execute(rusqlite::params![
                        number - at,
                        id,
                        [7_u8; 113].as_slice()
                    ])?;
                }
            }
            tx.commit()?;
            count += batch as u64;
        }
        Ok(count as f64 / watch.elapsed().as_secs_f64())
    };
    run().map_err(|e| format!("the bare engine: {e}"))
}

fn bare_postgres(url: &str, clients: usize, seconds: u64) -> Result<f64, String> {
    let start = postgres::Client::connect(url, postgres::NoTls)
        .and_then(|mut db| {
            db.batch_execute(&TABLES.join(";"))?;
            db.query_one("select coalesce(max(idx), 0) from bench_entry", &[]).map(|row| row.get::<_, i64>(0))
        })
        .map_err(|e| format!("the bare engine: {e}"))?;
    let number = AtomicU64::new(u64::try_from(start).unwrap_or_default());
    let done = AtomicU64::new(0);
    let watch = stopwatch();
    // The server groups the flushes of eight connections by itself; more only queue.
    let workers = clients.min(8);
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| -> Result<(), postgres::Error> {
                    let mut db = postgres::Client::connect(url, postgres::NoTls)?;
                    let statements =
                        INSERTS.iter().map(|sql| db.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
                    let [account, key, sealed, claim, wide, entry] = statements.as_slice() else {
                        return Ok(());
                    };
                    while watch.elapsed() < Duration::from_secs(seconds) {
                        let at =
                            number.fetch_add(ENTRIES_EACH as u64, Ordering::Relaxed) as i64 + ENTRIES_EACH;
                        let (id, tag) = rows_of(at);
                        let id = id.as_slice();
                        let mut tx = db.transaction()?;
                        tx.execute(account, &[&id])?;
                        tx.execute(key, &[&id, &[5_u8; KEY_BYTES].as_slice()])?;
                        for category in [0_i64, 2] {
                            tx.execute(sealed, &[&id, &category, &[5_u8; 70].as_slice()])?;
                        }
                        tx.execute(claim, &[&tag.as_slice(), &id])?;
                        for (kind, bytes) in [(1_u8, 80_usize), (2, 330)] {
                            let mut own = tag;
                            if let Some(first) = own.first_mut() {
                                *first ^= kind;
                            }
                            tx.execute(wide, &[&own.as_slice(), &id, &vec![5_u8; bytes].as_slice()])?;
                        }
                        for back in 0..ENTRIES_EACH {
                            tx.execute(entry, &[&(at - back), &id, &[7_u8; 113].as_slice()])?;
                        }
                        tx.commit()?;
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        for handle in handles {
            handle
                .join()
                .map_err(|_| "a client of the bare engine ended".to_owned())?
                .map_err(|e| format!("the bare engine: {e}"))?;
        }
        Ok(done.load(Ordering::Relaxed) as f64 / watch.elapsed().as_secs_f64())
    })
}
