//! `bench erasure`: a person destroys everything of theirs (decided, on record, keys and rows gone, in the
//! journal, certificate written), against the bare engine deleting as many rows of other people of the same
//! database in one durable commit, as many at a time.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use amanah_actions::removal::RemovalRequest;
use amanah_actions::{Office, Session};
use amanah_domain::PersonId;

use crate::args::BenchArgs;
use crate::bench::people::{fill, fresh};
use crate::bench::report::{Figure, median, print};
use crate::machine::{cpu_seconds, stopwatch};
use crate::output::note;

const PEOPLE: u64 = 1_000_000;
const ROUNDS: usize = 3;
/// People erased in one round by one client; of many clients fewer each, so that a round takes seconds.
const ERASED_EACH: usize = 300;
const ERASED_MAX: usize = 4_800;

/// The rows that an admitted person has, and where.
const DELETES: [&str; 6] = [
    "delete from account where person_id = $1",
    "delete from key_row where person_id = $1",
    "delete from sealed_row where person_id = $1",
    "delete from index_tag where person_id = $1",
    "delete from index_claim where person_id = $1",
    "delete from session where person_id = $1",
];

/// Takes people from the end of the list, each once.
struct People(Vec<PersonId>);

impl People {
    fn take(&mut self, count: usize) -> Result<Vec<PersonId>, String> {
        let from = self.0.len().checked_sub(count);
        let from = from.ok_or("too few people: raise --people, or lower --clients")?;
        Ok(self.0.split_off(from))
    }
}

fn at_once(clients: usize) -> usize {
    (ERASED_EACH * clients).clamp(ERASED_EACH, ERASED_MAX)
}

/// Runs the bench.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let house = runtime.block_on(fresh(args))?;
    let mut people = People(runtime.block_on(fill(&house, args.people.unwrap_or(PEOPLE)))?);
    let mut erased = Vec::new();
    for clients in &args.clients {
        note(format!("{clients} at a time"));
        let (mut each, mut cpu) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let whom = people.take(at_once(*clients))?;
            let sessions = runtime.block_on(sign_in(&house.office, &whom))?;
            let count = sessions.len() as f64;
            let (used, watch) = (cpu_seconds(), stopwatch());
            runtime.block_on(erase(&house.office, sessions, *clients))?;
            each.push(watch.elapsed().as_secs_f64() * 1e6 / count);
            cpu.push((cpu_seconds() - used) * 1e6 / count);
            runtime.block_on(house.office.confirm_removals()).map_err(|e| e.to_string())?;
        }
        erased.push((*clients, median(each), median(cpu)));
    }
    let (engine, database) = (house.engine, house.database());
    // The bare engine deletes the same rows: a session each among them.
    let mut left = Vec::new();
    for clients in &args.clients {
        for _ in 0..ROUNDS {
            let whom = people.take(at_once(*clients))?;
            runtime.block_on(sign_in(&house.office, &whom))?;
            left.push(whom);
        }
    }
    let folder = house.release()?;
    let (mut left, mut figures) = (left.into_iter(), Vec::new());
    for (clients, each, cpu) in erased {
        note(format!("the bare engine, {clients} at a time"));
        let mut bare = Vec::new();
        for whom in left.by_ref().take(ROUNDS) {
            let seconds = match &args.postgres {
                None => bare_sqlite(&database, &whom, clients)?,
                Some(url) => bare_postgres(url, &whom, clients)?,
            };
            bare.push(seconds * 1e6 / whom.len() as f64);
        }
        figures.push(Figure::new("a person erased", engine, clients, each, "us each", median(bare)));
        figures.push(Figure::new("erasure, processor time each", engine, clients, cpu, "us", 0.0));
    }
    print(&figures, args.json);
    drop(folder);
    Ok(())
}

/// Sessions, and the page on which people read what will happen before they say yes.
async fn sign_in(office: &Office, people: &[PersonId]) -> Result<Vec<Session>, String> {
    let mut out = Vec::with_capacity(people.len());
    for person in people {
        let session = office.measure_session(*person).await.map_err(|e| e.to_string())?;
        office.plan_removal(&session, RemovalRequest::DESTROY).await.map_err(|e| e.to_string())?;
        out.push(session);
    }
    Ok(out)
}

async fn erase(office: &Arc<Office>, sessions: Vec<Session>, clients: usize) -> Result<(), String> {
    let (sessions, next) = (Arc::new(sessions), Arc::new(AtomicUsize::new(0)));
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (office, sessions, next) = (Arc::clone(office), Arc::clone(&sessions), Arc::clone(&next));
        tasks.push(tokio::spawn(async move {
            while let Some(session) = sessions.get(next.fetch_add(1, Ordering::Relaxed)) {
                let done = office.remove_own(session, RemovalRequest::DESTROY).await;
                done.map_err(|e| e.to_string())?;
            }
            Ok::<_, String>(())
        }));
    }
    for task in tasks {
        task.await.map_err(|e| e.to_string())??;
    }
    Ok(())
}

/// Seconds for all of them, `batch` people a commit.
fn bare_sqlite(path: &Path, people: &[PersonId], batch: usize) -> Result<f64, String> {
    let run = || -> rusqlite::Result<f64> {
        let mut db = rusqlite::Connection::open(path)?;
        db.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; \
             pragma secure_delete = on; pragma temp_store = memory; pragma wal_autocheckpoint = 4000; \
             pragma journal_size_limit = 67108864;",
        )?;
        let watch = stopwatch();
        for group in people.chunks(batch) {
            let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            for person in group {
                for delete in DELETES {
                    tx.prepare_cached(delete)?.execute([person.as_bytes().as_slice()])?;
                }
            }
            tx.commit()?;
        }
        Ok(watch.elapsed().as_secs_f64())
    };
    run().map_err(|e| e.to_string())
}

/// Seconds for all of them by as many connections, a person a commit.
fn bare_postgres(url: &str, people: &[PersonId], connections: usize) -> Result<f64, String> {
    let next = AtomicUsize::new(0);
    let delete = || -> Result<(), postgres::Error> {
        let mut client = postgres::Client::connect(url, postgres::NoTls)?;
        let statements =
            DELETES.iter().map(|delete| client.prepare(delete)).collect::<Result<Vec<_>, _>>()?;
        while let Some(person) = people.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut tx = client.transaction()?;
            for statement in &statements {
                tx.execute(statement, &[&person.as_bytes().as_slice()])?;
            }
            tx.commit()?;
        }
        Ok(())
    };
    let watch = stopwatch();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..connections.min(64)).map(|_| scope.spawn(delete)).collect();
        for worker in workers {
            worker
                .join()
                .map_err(|_| "a connection's thread ended".to_owned())?
                .map_err(|e| e.to_string())?;
        }
        Ok::<_, String>(())
    })?;
    Ok(watch.elapsed().as_secs_f64())
}
