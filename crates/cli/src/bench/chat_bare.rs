//! The ceiling of `bench chat`: the same two statements a line, with rows of the same sizes, and nothing else.
//! SQLite in batches of as many lines as there are clients, as the house writes them; PostgreSQL a transaction
//! a line on as many connections as the server flushes together.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::machine::stopwatch;

const TABLES: [&str; 2] = [
    "create table if not exists bench_chat (case_id bigint primary key, events bigint, changed_at bigint)",
    "create table if not exists bench_line (case_id bigint, number bigint, kind bigint, at_time bigint, \
     tag bytea, body bytea, primary key (case_id, number))",
];
const BEGIN: &str =
    "insert into bench_chat (case_id, events, changed_at) values ($1, 0, 0) on conflict do nothing";
const NEXT: &str =
    "update bench_chat set events = events + 1, changed_at = $1 where case_id = $2 returning events";
const LINE: &str =
    "insert into bench_line (case_id, number, kind, at_time, tag, body) values ($1, $2, 1, $3, $4, $5)";
/// Bytes of a sealed line of the bench.
const BODY_BYTES: usize = 170;

/// Lines a second by the bare engine.
///
/// # Errors
/// A sentence that names the engine.
pub(crate) fn bare(
    postgres: Option<&str>,
    database: &Path,
    chats: usize,
    clients: usize,
    seconds: u64,
) -> Result<f64, String> {
    match postgres {
        None => sqlite(database, chats as i64, clients.min(256), seconds),
        Some(url) => server(url, chats as i64, clients.min(8), seconds),
    }
    .map_err(|e| format!("the bare engine: {e}"))
}

fn sqlite(path: &Path, chats: i64, batch: usize, seconds: u64) -> Result<f64, String> {
    let run = || -> rusqlite::Result<f64> {
        let mut db = rusqlite::Connection::open(path.with_extension("bare"))?;
        db.execute_batch("pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;")?;
        db.execute_batch(&TABLES.join(";"))?;
        for chat in 0..chats {
            db.execute(BEGIN, [chat])?;
        }
        let (watch, mut count) = (stopwatch(), 0_i64);
        while watch.elapsed() < Duration::from_secs(seconds) {
            let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            for _ in 0..batch {
                let chat = count % chats;
                let number: i64 =
                    tx.prepare_cached(NEXT)?.query_row(rusqlite::params![count, chat], |row| row.get(0))?;
                tx.prepare_cached(LINE)?.execute(rusqlite::params![
                    chat,
                    number,
                    count,
                    [5_u8; 32].as_slice(),
                    [7_u8; BODY_BYTES].as_slice()
                ])?;
                count += 1;
            }
            tx.commit()?;
        }
        Ok(count as f64 / watch.elapsed().as_secs_f64())
    };
    run().map_err(|e| e.to_string())
}

fn server(url: &str, chats: i64, workers: usize, seconds: u64) -> Result<f64, String> {
    let mut db = postgres::Client::connect(url, postgres::NoTls).map_err(|e| e.to_string())?;
    db.batch_execute(&TABLES.join(";")).map_err(|e| e.to_string())?;
    for chat in 0..chats {
        db.execute(BEGIN, &[&chat]).map_err(|e| e.to_string())?;
    }
    let next = AtomicU64::new(0);
    let watch = stopwatch();
    std::thread::scope(|scope| {
        let work = || -> Result<(), postgres::Error> {
            let mut db = postgres::Client::connect(url, postgres::NoTls)?;
            let (take, line) = (db.prepare(NEXT)?, db.prepare(LINE)?);
            while watch.elapsed() < Duration::from_secs(seconds) {
                let count = next.fetch_add(1, Ordering::Relaxed) as i64;
                let chat = count % chats;
                let mut tx = db.transaction()?;
                let number: i64 = tx.query_one(&take, &[&count, &chat])?.get(0);
                let (tag, body) = ([5_u8; 32], [7_u8; BODY_BYTES]);
                tx.execute(&line, &[&chat, &number, &count, &tag.as_slice(), &body.as_slice()])?;
                tx.commit()?;
            }
            Ok(())
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        for handle in handles {
            handle.join().map_err(|_| "a client ended".to_owned())?.map_err(|e| e.to_string())?;
        }
        Ok(next.load(Ordering::Relaxed) as f64 / watch.elapsed().as_secs_f64())
    })
}
