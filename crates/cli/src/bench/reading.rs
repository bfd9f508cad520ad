//! `bench reading`: five fields of a random person, under a permit whose record is durable.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use amanah_actions::Office;
use amanah_domain::{Chance, PersonId};
use amanah_testkit::clock_and_chance::SeededChance;

use crate::args::BenchArgs;
use crate::bench::ceiling::{Bare, BarePostgres, BareSqlite, measure};
use crate::bench::people::{fill, fresh};
use crate::bench::report::{Figure, median, print};
use crate::machine::{cpu_seconds, stopwatch};
use crate::output::note;

const PEOPLE: u64 = 1_000_000;
const ROUNDS: usize = 3;

/// What one round of ours gave.
struct Round {
    per_second: f64,
    cpu_micros: f64,
}

async fn ours(
    office: &Arc<Office>,
    people: &Arc<Vec<PersonId>>,
    clients: usize,
    seconds: u64,
) -> Result<Round, String> {
    let done = Arc::new(AtomicU64::new(0));
    let (watch, cpu) = (stopwatch(), cpu_seconds());
    let until = Duration::from_secs(seconds);
    let mut tasks = Vec::new();
    for client in 0..clients {
        let (office, people, done) = (Arc::clone(office), Arc::clone(people), Arc::clone(&done));
        tasks.push(tokio::spawn(async move {
            let chance = SeededChance::new(client as u64);
            while watch.elapsed() < until {
                let at = usize::try_from(chance.below(people.len() as u64)).unwrap_or_default();
                let Some(person) = people.get(at) else { break };
                std::hint::black_box(office.measure_reading(*person).await.map_err(|e| e.to_string())?);
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, String>(())
        }));
    }
    for task in tasks {
        task.await.map_err(|e| e.to_string())??;
    }
    let count = done.load(Ordering::Relaxed) as f64;
    Ok(Round {
        per_second: count / watch.elapsed().as_secs_f64(),
        cpu_micros: (cpu_seconds() - cpu) * 1e6 / count.max(1.0),
    })
}

/// Runs the bench.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let house = runtime.block_on(fresh(args))?;
    let people = Arc::new(runtime.block_on(fill(&house, args.people.unwrap_or(PEOPLE)))?);
    let (engine, database, url) = (house.engine, house.database(), args.postgres.clone());
    let bytes_each =
        std::fs::metadata(&database).map_or(0.0, |m| m.len() as f64 / people.len().max(1) as f64);
    let open = move || -> Result<Box<dyn Bare>, String> {
        match &url {
            Some(url) => Ok(Box::new(BarePostgres::open(url)?)),
            None => Ok(Box::new(BareSqlite::open(&database)?)),
        }
    };
    let mut figures = Vec::new();
    for clients in &args.clients {
        let (mut rounds, mut bare) = (Vec::new(), Vec::new());
        // In turns, on the same file: whatever else the machine does meets both alike.
        for round in 1..=ROUNDS {
            note(format!("{clients} at a time, round {round} of {ROUNDS}"));
            rounds.push(runtime.block_on(ours(&house.office, &people, *clients, args.seconds))?);
            bare.push(measure(&open, &people, (*clients).min(256), args.seconds)?);
        }
        let rate = median(rounds.iter().map(|r| r.per_second).collect());
        let cpu = median(rounds.iter().map(|r| r.cpu_micros).collect());
        figures.push(Figure::new("reading five fields", engine, *clients, rate, "per s", median(bare)));
        figures.push(Figure::new("reading, processor time each", engine, *clients, cpu, "us", 0.0));
    }
    let folder = house.release()?;
    if bytes_each > 0.0 {
        figures.push(Figure::new("database, bytes a person", engine, 1, bytes_each, "bytes", 0.0));
    }
    print(&figures, args.json);
    drop(folder);
    Ok(())
}
