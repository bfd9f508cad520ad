//! `bench queue`: the first page of the staff queue with a thousand open cases and with a million, plain and by
//! each filter, against the bare engine reading the same rows by the same statement.

use std::sync::Arc;
use std::time::Duration;

use amanah_actions::Office;
use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState, Desk, Level};
use amanah_domain::{CaseClock, CaseId, Chance, PersonId, Role, Timestamp};
use amanah_store::case_events::NewEvent;
use amanah_store::case_queue::{self, HolderFilter, QueueFilter};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{StoreError, queries};
use amanah_testkit::clock_and_chance::SeededChance;

use crate::args::BenchArgs;
use crate::bench::people::fresh;
use crate::bench::report::{Figure, print};
use crate::machine::stopwatch;
use crate::output::{Progress, note};

const FEW: u64 = 1_000;
const MANY: u64 = 1_000_000;
/// Cases of one transaction while the queue is filled.
const BATCH: u64 = 2_000;
/// Rows of a page.
const PAGE: u32 = 50;
/// Pages read of each, at most.
const READS_MAX: usize = 2_000;
/// Officers who share what was taken.
const OFFICERS: u64 = 200;

/// What is asked for: its name, the filter, the store's query behind it, and the numbers that stand before the
/// position in that query.
struct Asked {
    name: &'static str,
    filter: QueueFilter,
    query: &'static str,
    keys: Vec<Key>,
}

/// What an index is looked up by.
enum Key {
    Number(i64),
    Person(PersonId),
}

fn officer(number: u64) -> PersonId {
    let mut bytes = [0; 16];
    let (_, last) = bytes.split_at_mut(8);
    last.copy_from_slice(&(number % OFFICERS + 1).to_be_bytes());
    PersonId::from_bytes(bytes)
}

fn asked(now: Timestamp) -> Vec<Asked> {
    let of = QueueFilter::of(Desk::Contact);
    let desk = || Key::Number(i64::from(Desk::Contact.code()));
    let number = |code: u8| Key::Number(i64::from(code));
    let me = officer(7);
    let one = |name, filter, query, keys| Asked { name, filter, query, keys };
    vec![
        one("all", of, "BY_URGENCY", vec![desk()]),
        one("late", QueueFilter { late_by: Some(now), ..of }, "BY_URGENCY", vec![desk()]),
        one(
            "one kind",
            QueueFilter { kind: Some(CaseKind::Complaint), ..of },
            "BY_KIND",
            vec![number(CaseKind::Complaint.code())],
        ),
        one(
            "one channel",
            QueueFilter { channel: Some(CaseChannel::Phone), ..of },
            "BY_CHANNEL",
            vec![desk(), number(CaseChannel::Phone.code())],
        ),
        one(
            "one state",
            QueueFilter { state: Some(CaseState::Proposed), ..of },
            "BY_STATE",
            vec![desk(), number(CaseState::Proposed.code())],
        ),
        one(
            "raised",
            QueueFilter { level: Level::Dpo, ..of },
            "BY_LEVEL",
            vec![desk(), number(Level::Dpo.code())],
        ),
        one(
            "mine",
            QueueFilter { holder: HolderFilter::Of(me), ..of },
            "BY_HOLDER",
            vec![Key::Person(me), desk()],
        ),
        one("nobody's", QueueFilter { holder: HolderFilter::Nobody, ..of }, "BY_NOBODY", vec![desk()]),
    ]
}

/// Runs the bench.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let house = runtime.block_on(fresh(args))?;
    let (office, engine, database) = (Arc::clone(&house.office), house.engine, house.database());
    let many = args.people.unwrap_or(MANY);
    let mut figures = Vec::new();
    let mut filled = 0;
    for count in [FEW.min(many), many] {
        runtime.block_on(fill(&office, filled, count))?;
        filled = count;
        let mut bare = Bare::open(args.postgres.as_deref(), &database)?;
        if args.postgres.is_some() {
            bare.analyze()?;
        }
        for asked in asked(office.now()) {
            note(format!("{count} cases, {}", asked.name));
            let until = Duration::from_secs(args.seconds);
            let (ours, theirs) = runtime.block_on(measure(&office, &asked, &mut bare, until))?;
            for (name, share) in [("p50", 50), ("p99", 99)] {
                let name = format!("queue of {count}, {}, {name}", asked.name);
                let (value, ceiling) = (percentile(&ours, share), percentile(&theirs, share));
                figures.push(Figure::new(&name, engine, 1, value, "ms", ceiling));
            }
        }
    }
    drop(office);
    let folder = house.release()?;
    print(&figures, args.json);
    drop(folder);
    Ok(())
}

fn percentile(sorted: &[f64], share: usize) -> f64 {
    let at = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or_default()
}

/// In turns, so that whatever else the machine does meets both alike. Milliseconds, sorted.
async fn measure(
    office: &Office,
    asked: &Asked,
    bare: &mut Bare,
    until: Duration,
) -> Result<(Vec<f64>, Vec<f64>), String> {
    let query = queries::all()
        .find(|query| query.name().ends_with(&format!("case_queue::{}", asked.query)))
        .ok_or("the store has no such query")?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let watch = stopwatch();
    while ours.len() < READS_MAX && watch.elapsed() < until {
        let filter = asked.filter;
        let each = stopwatch();
        let read = office.store.read(move |db| case_queue::open(db, &filter, None, PAGE));
        let rows = read.await.map_err(|e: StoreError| e.to_string())?;
        ours.push(each.elapsed().as_secs_f64() * 1e3);
        let each = stopwatch();
        let count = bare.read(query.sql(), &asked.keys)?;
        theirs.push(each.elapsed().as_secs_f64() * 1e3);
        // Of those that are late the bare engine reads as many rows as there are on a page.
        if asked.filter.late_by.is_none() && count != rows.len() {
            return Err(format!("{} rows against {count}", rows.len()));
        }
    }
    ours.sort_by(f64::total_cmp);
    theirs.sort_by(f64::total_cmp);
    Ok((ours, theirs))
}

/// Open cases of every sort, straight into the store: the queue looks at clear columns alone.
async fn fill(office: &Office, from: u64, count: u64) -> Result<(), String> {
    let mut progress = Progress::begin("opening cases", count);
    let mut at = from;
    while at < count {
        let to = (at + BATCH).min(count);
        let now = office.now();
        let rows: Vec<CaseRow> = (at..to).map(|number| case(number, now)).collect();
        let written = office.store.write(move |db| {
            for row in &rows {
                let first = NewEvent::new(CaseEvent::Opened, Role::Person, None, row.opened_at);
                cases::add(db, &CaseRow { holder: None, ..row.clone() }, core::slice::from_ref(&first))?;
                if row.holder.is_some() {
                    cases::change(db, row, &[])?;
                }
            }
            Ok(())
        });
        written.await.map_err(|e: StoreError| e.to_string())?;
        at = to;
        progress.at(at);
    }
    progress.end();
    Ok(())
}

fn pick<T: Copy>(chance: &SeededChance, from: &[T], otherwise: T) -> T {
    let at = usize::try_from(chance.below(from.len() as u64)).unwrap_or_default();
    from.get(at).copied().unwrap_or(otherwise)
}

fn case(number: u64, now: Timestamp) -> CaseRow {
    let chance = SeededChance::new(number);
    let opened = now.plus_hours(-i64::try_from(chance.below(80)).unwrap_or_default());
    let opened = opened.plus_seconds(-i64::try_from(chance.below(3_600)).unwrap_or_default());
    let kind = pick(&chance, CaseKind::ALL, CaseKind::Question);
    let case = CaseId::random(&chance);
    let mut row = CaseRow::new(PersonId::random(&chance), case, kind, "bench", opened);
    row.clock = CaseClock::starting(opened, 72);
    row.channel = pick(&chance, CaseChannel::ALL, CaseChannel::Portal);
    row.receipt = case.to_hex();
    // What was said, as long as a short message is when it is sealed.
    row.statement = vec![7; 300];
    row.events = 1;
    match chance.below(100) {
        0..15 => {
            row.state = CaseState::Waiting;
            row.clock = row.clock.paused(opened, Some(now.plus_hours(200)));
        }
        15..20 => row.state = CaseState::Proposed,
        _ => {}
    }
    row.level = match chance.below(100) {
        0..2 => Level::Dpo,
        2..10 => Level::Lead,
        _ => Level::Officer,
    };
    row.holder = (chance.below(2) == 0).then(|| officer(chance.below(OFFICERS)));
    row
}

/// The engine alone: the same statement, prepared once.
enum Bare {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

impl Bare {
    fn open(url: Option<&str>, path: &std::path::Path) -> Result<Self, String> {
        match url {
            None => rusqlite::Connection::open(path).map(Self::Sqlite).map_err(|e| e.to_string()),
            Some(url) => {
                let client = tokio::task::block_in_place(|| postgres::Client::connect(url, postgres::NoTls));
                client.map(|client| Self::Postgres(Box::new(client))).map_err(|e| e.to_string())
            }
        }
    }

    /// As autovacuum would have done by then.
    fn analyze(&mut self) -> Result<(), String> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(client) => {
                client.batch_execute("vacuum analyze case_file").map_err(|e| e.to_string())
            }
        }
    }

    /// How many rows it read.
    fn read(&mut self, sql: &str, keys: &[Key]) -> Result<usize, String> {
        let first = [0_u8; 16];
        match self {
            Self::Sqlite(db) => {
                let run = || -> rusqlite::Result<usize> {
                    let mut read = db.prepare_cached(sql)?;
                    let mut at = 0;
                    for key in keys {
                        at += 1;
                        match key {
                            Key::Number(number) => read.raw_bind_parameter(at, number)?,
                            Key::Person(person) => {
                                read.raw_bind_parameter(at, person.as_bytes().as_slice())?
                            }
                        }
                    }
                    read.raw_bind_parameter(at + 1, i64::MIN)?;
                    read.raw_bind_parameter(at + 2, first.as_slice())?;
                    read.raw_bind_parameter(at + 3, i64::from(PAGE))?;
                    let mut rows = read.raw_query();
                    let mut count = 0;
                    while let Some(row) = rows.next()? {
                        std::hint::black_box(row.get_ref(1)?);
                        count += 1;
                    }
                    Ok(count)
                };
                run().map_err(|e| format!("the bare engine: {e}"))
            }
            Self::Postgres(client) => {
                let people: Vec<Option<&[u8]>> = keys
                    .iter()
                    .map(|key| match key {
                        Key::Person(person) => Some(person.as_bytes().as_slice()),
                        Key::Number(_) => None,
                    })
                    .collect();
                let (first, least, page) = (first.as_slice(), i64::MIN, i64::from(PAGE));
                let mut params: Vec<&(dyn postgres::types::ToSql + Sync)> = Vec::new();
                for (key, person) in keys.iter().zip(&people) {
                    match (key, person) {
                        (Key::Number(number), _) => params.push(number),
                        (Key::Person(_), person) => params.push(person),
                    }
                }
                params.extend::<[&(dyn postgres::types::ToSql + Sync); 3]>([&least, &first, &page]);
                let rows = client.query(sql, &params).map_err(|e| format!("the bare engine: {e}"))?;
                Ok(rows.len())
            }
        }
    }
}
