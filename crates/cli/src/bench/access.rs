//! `bench access`: the archive of one person among many, with ten and with ten thousand entries in their
//! trail: time to the first byte and to the last, against the bare engine reading the same rows of the same
//! database.

use std::path::Path;
use std::sync::Arc;

use amanah_actions::Office;
use amanah_domain::{PersonId, Pseudonym};
use amanah_testkit::clock_and_chance::SeededChance;

use crate::args::BenchArgs;
use crate::bench::people::{BenchHouse, fill, fresh};
use crate::bench::report::{Figure, print};
use crate::machine::stopwatch;
use crate::output::{Progress, note};

const PEOPLE: u64 = 1_000_000;
/// Entries in the trails of those whose archives are taken, and how many archives: each adds an entry of
/// its own, so that of the short trails everyone is somebody else's.
const FEW: (u64, usize) = (10, 200);
const MANY: (u64, usize) = (10_000, 60);
/// Entries of each of the others, so that a trail is found among many.
const ENTRIES_EACH: u64 = 2;
/// Entries written at once.
const AT_ONCE: u64 = 1_024;
/// Rows of one page of a trail.
const PAGE: i64 = 200;

/// What one archive took, in milliseconds.
struct Took {
    first: f64,
    whole: f64,
    bytes: f64,
}

async fn take(office: &Arc<Office>, person: PersonId) -> Result<Took, String> {
    let watch = stopwatch();
    let mut archive = office.measure_archive(person).await.map_err(|e| e.to_string())?;
    let (mut first, mut bytes) = (0.0, 0);
    while let Some(piece) = archive.next().await {
        if bytes == 0 {
            first = watch.elapsed().as_secs_f64() * 1e3;
        }
        bytes += piece.map_err(|e| e.to_string())?.len();
    }
    Ok(Took { first, whole: watch.elapsed().as_secs_f64() * 1e3, bytes: bytes as f64 })
}

/// The value below which this share of them lies.
fn share(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = ((sorted.len() as f64 - 1.0) * share).round() as usize;
    sorted.get(at).copied().unwrap_or_default()
}

/// Whose archives are taken, with what stands for each in the ledger.
type Chosen = Vec<(PersonId, Pseudonym)>;

/// Runs the bench.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let house = runtime.block_on(fresh(args))?;
    let people = runtime.block_on(fill(&house, args.people.unwrap_or(PEOPLE)))?;
    let (few, many) = runtime.block_on(fill_trails(&house, &people))?;
    let sets = [(FEW.0, few), (MANY.0, vec![many; MANY.1])];
    let mut ours = Vec::new();
    for (entries, people) in &sets {
        note(format!("archives with {entries} entries in the trail"));
        let mut took = Vec::with_capacity(people.len());
        for (person, _) in people {
            took.push(runtime.block_on(take(&house.office, *person))?);
        }
        ours.push(took);
    }
    // The task that made the last archive lets go of the house a moment after its last byte.
    for _ in 0..1_000 {
        if Arc::strong_count(&house.office) == 1 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let (engine, database) = (house.engine, house.database());
    let folder = house.release()?;
    let mut figures = Vec::new();
    for ((entries, people), took) in sets.iter().zip(ours) {
        note(format!("the bare engine, {entries} entries"));
        let bare = match &args.postgres {
            None => bare_sqlite(&database, people)?,
            Some(url) => bare_postgres(url, people)?,
        };
        let (firsts, wholes): (Vec<f64>, Vec<f64>) = took.iter().map(|one| (one.first, one.whole)).unzip();
        let name = |what: &str| format!("{what}, {entries} entries");
        for (label, at) in [("p50", 0.5), ("p99", 0.99)] {
            let first = share(&firsts, at);
            figures.push(Figure::new(&name(&format!("first byte {label}")), engine, 1, first, "ms", 0.0));
            let (whole, ceiling) = (share(&wholes, at), share(&bare, at));
            figures.push(Figure::new(&name(&format!("archive {label}")), engine, 1, whole, "ms", ceiling));
        }
        let bytes = share(&took.iter().map(|one| one.bytes).collect::<Vec<_>>(), 0.5);
        figures.push(Figure::new(&name("archive"), engine, 1, bytes, "bytes", 0.0));
    }
    print(&figures, args.json);
    drop(folder);
    Ok(())
}

/// Entries for everybody, in bulk; those of the chosen lie spread among those of all others.
async fn fill_trails(
    house: &BenchHouse,
    people: &[PersonId],
) -> Result<(Chosen, (PersonId, Pseudonym)), String> {
    let office = &house.office;
    let step = people.len() / (FEW.1 + 1);
    let mut chosen: Chosen = Vec::new();
    for person in people.iter().step_by(step.max(1)).take(FEW.1 + 1) {
        chosen.push((*person, office.measure_pseudonym(*person).await.map_err(|e| e.to_string())?));
    }
    let many = chosen.pop().filter(|_| chosen.len() == FEW.1);
    let many = many.ok_or_else(|| format!("too few people: raise --people above {}", FEW.1))?;
    // The first entry of each stands there by now.
    let wanted = chosen.iter().map(|(_, own)| (*own, FEW.0 - 1)).chain([(many.1, MANY.0 - 1)]);
    let mut wanted: Vec<(Pseudonym, u64, u64)> = wanted.map(|(own, count)| (own, count, 0)).collect();
    let others = (people.len() as u64 * ENTRIES_EACH).max(MANY.0);
    let (chance, mut done) = (SeededChance::new(5), 0);
    let mut progress = Progress::begin("filling the ledger", others);
    while done < others {
        let until = (done + AT_ONCE).min(others);
        let mut some: Vec<Pseudonym> = (done..until).map(|_| Pseudonym::random(&chance)).collect();
        for (own, count, written) in &mut wanted {
            let due = until * *count / others;
            some.extend((*written..due).map(|_| *own));
            *written = due;
        }
        for part in some.chunks(AT_ONCE as usize) {
            office.measure_entries(part).await.map_err(|e| e.to_string())?;
        }
        done = until;
        progress.at(done);
    }
    progress.end();
    Ok((chosen, many))
}

const ROWS: [&str; 9] = [
    "select * from account where person_id = $1",
    "select * from key_row where person_id = $1",
    "select * from sealed_row where person_id = $1",
    "select * from consent where person_id = $1",
    "select * from session where person_id = $1",
    "select * from batch_entry where person_id = $1",
    "select * from earlier_value where person_id = $1",
    "select * from case_file where person_id = $1",
    "select * from outbox where person_id = $1",
];
const TRAIL: &str = "select log_id, idx, time_ms, tag0, tag1, body from ledger_entry where tag0 = $1 \
    and (time_ms, log_id, idx) < ($2, $3, $4) order by time_ms desc, log_id desc, idx desc limit $5";

/// Milliseconds of each reading.
fn bare_sqlite(path: &Path, people: &Chosen) -> Result<Vec<f64>, String> {
    let run = || -> rusqlite::Result<Vec<f64>> {
        let db = rusqlite::Connection::open(path)?;
        db.execute_batch("pragma cache_size = -65536;")?;
        let mut out = Vec::with_capacity(people.len());
        for (person, own) in people {
            let tag = own.as_bytes();
            let watch = stopwatch();
            for text in ROWS {
                let mut rows = db.prepare_cached(text)?;
                let mut rows = rows.query([person.as_bytes().as_slice()])?;
                while rows.next()?.is_some() {}
            }
            let mut place = (i64::MAX, i64::MAX, i64::MAX);
            loop {
                let mut page = db.prepare_cached(TRAIL)?;
                let (time, log, index) = place;
                let mut rows = page.query(rusqlite::params![tag.as_slice(), time, log, index, PAGE])?;
                let mut count = 0;
                while let Some(row) = rows.next()? {
                    place = (row.get(2)?, row.get(0)?, row.get(1)?);
                    std::hint::black_box(row.get::<_, Vec<u8>>(5)?);
                    count += 1;
                }
                if count < PAGE {
                    break;
                }
            }
            out.push(watch.elapsed().as_secs_f64() * 1e3);
        }
        Ok(out)
    };
    run().map_err(|e| e.to_string())
}

/// Milliseconds of each reading.
fn bare_postgres(url: &str, people: &Chosen) -> Result<Vec<f64>, String> {
    let run = || -> Result<Vec<f64>, postgres::Error> {
        let mut db = postgres::Client::connect(url, postgres::NoTls)?;
        let rows = ROWS.iter().map(|text| db.prepare(text)).collect::<Result<Vec<_>, _>>()?;
        let trail = db.prepare(TRAIL)?;
        let mut out = Vec::with_capacity(people.len());
        for (person, own) in people {
            let tag = own.as_bytes();
            let watch = stopwatch();
            for statement in &rows {
                std::hint::black_box(db.query(statement, &[&person.as_bytes().as_slice()])?);
            }
            let mut place = (i64::MAX, i64::MAX, i64::MAX);
            loop {
                let (time, log, index) = place;
                let page = db.query(&trail, &[&tag.as_slice(), &time, &log, &index, &PAGE])?;
                if let Some(last) = page.last() {
                    place = (last.get(2), last.get(0), last.get(1));
                }
                if (page.len() as i64) < PAGE {
                    break;
                }
            }
            out.push(watch.elapsed().as_secs_f64() * 1e3);
        }
        Ok(out)
    };
    run().map_err(|e| e.to_string())
}
