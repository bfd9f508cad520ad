//! The queue of cases: every filter gives what is asked for, in order, page by page; each is read from an
//! index of its own; counts agree with the rows.

use amanah_domain::cases::{CaseChannel, CaseKind, CaseState, Desk, Level};
use amanah_domain::{CaseClock, CaseId, Timestamp};
use amanah_store::case_queue::{self, HolderFilter, QueueFilter, QueueRow};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Store, StoreConfig, case_numbers, queries};

use crate::bench::{Bench, person, read, write};
use crate::case_rows::{case, case_id, decide, open};

stories!(
    every_filter_gives_what_is_asked_for,
    desks_are_read_as_one_queue,
    a_filter_that_fits_few_goes_on_where_it_stopped,
    counts_agree_with_the_rows,
    every_filter_is_read_from_its_index,
);

const KINDS: [CaseKind; 4] =
    [CaseKind::Question, CaseKind::Complaint, CaseKind::Deletion, CaseKind::Correction];
const CHANNELS: [CaseChannel; 3] = [CaseChannel::Portal, CaseChannel::Phone, CaseChannel::Email];
const STATES: [CaseState; 3] = [CaseState::Open, CaseState::Waiting, CaseState::Proposed];
const LEVELS: [Level; 3] = [Level::Officer, Level::Lead, Level::Dpo];

fn pick<T: Copy, const N: usize>(of: [T; N], number: u32, every: u32) -> T {
    of[(number / every) as usize % N]
}

/// Cases of every sort; a third is nobody's, some clocks ran out, some stand.
fn fill(store: &Store, count: u32, now: Timestamp) -> Vec<CaseRow> {
    let rows: Vec<CaseRow> = (1..=count)
        .map(|number| {
            let begun = now.plus_hours(-i64::from(number * 7 % 100));
            let mut row = case(number, number, pick(KINDS, number, 1), "", begun);
            row.subject = number.to_string();
            row.channel = pick(CHANNELS, number, 2);
            row.state = pick(STATES, number, 3);
            row.level = pick(LEVELS, number, 5);
            if number % 11 == 0 {
                row.clock = row.clock.paused(begun, None);
            }
            row
        })
        .collect();
    let kept = rows.clone();
    write(store, move |db| {
        for (number, row) in (1..).zip(&rows) {
            open(db, row)?;
            if number % 3 != 0 {
                let row = cases::read(db, &row.case)?.unwrap();
                cases::change(db, &CaseRow { holder: Some(person(900 + number % 2)), ..row }, &[])?;
            }
        }
        Ok(())
    })
    .unwrap();
    kept
}

fn all(store: &Store, filters: &[QueueFilter], size: u32) -> Vec<QueueRow> {
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let filters = filters.to_vec();
        let page = read(store, move |db| case_queue::page(db, &filters, after, size));
        assert!(page.rows.len() <= size as usize);
        seen.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

fn every_filter_gives_what_is_asked_for(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let rows = fill(&store, 120, now);
    let desk = QueueFilter::of(Desk::Contact);
    let filters = [
        desk,
        QueueFilter { kind: Some(CaseKind::Complaint), ..desk },
        QueueFilter { channel: Some(CaseChannel::Phone), ..desk },
        QueueFilter { level: Level::Lead, ..desk },
        QueueFilter { level: Level::Dpo, ..desk },
        QueueFilter { state: Some(CaseState::Open), ..desk },
        QueueFilter { state: Some(CaseState::Waiting), ..desk },
        QueueFilter { holder: HolderFilter::Nobody, ..desk },
        QueueFilter { holder: HolderFilter::Of(person(901)), ..desk },
        QueueFilter { late_by: Some(now), ..desk },
        QueueFilter {
            kind: Some(CaseKind::Question),
            channel: Some(CaseChannel::Email),
            level: Level::Lead,
            late_by: Some(now.plus_hours(20)),
            ..desk
        },
        QueueFilter { holder: HolderFilter::Nobody, state: Some(CaseState::Proposed), ..desk },
    ];
    for filter in filters {
        let holder = |row: &CaseRow| match row.case.to_hex().parse_number() {
            number if number % 3 == 0 => None,
            number => Some(person(900 + number % 2)),
        };
        let wanted = |row: &&CaseRow| {
            row.desk() == filter.desk
                && filter.kind.is_none_or(|kind| kind == row.kind)
                && filter.channel.is_none_or(|channel| channel == row.channel)
                && row.level.code() >= filter.level.code()
                && filter.state.is_none_or(|state| state == row.state)
                && filter.late_by.is_none_or(|by| row.clock.due_at().is_some_and(|due| due <= by))
                && match filter.holder {
                    HolderFilter::All => true,
                    HolderFilter::Nobody => holder(row).is_none(),
                    HolderFilter::Of(person) => holder(row) == Some(person),
                }
        };
        let mut naive: Vec<_> = rows
            .iter()
            .filter(wanted)
            .map(|row| (row.clock.due_at().map_or(i64::MAX, Timestamp::millis), row.case))
            .collect();
        naive.sort();
        let found: Vec<CaseId> = all(&store, &[filter], 7).iter().map(|row| row.case).collect();
        assert_eq!(found, naive.into_iter().map(|(_, case)| case).collect::<Vec<_>>(), "{filter:?}");
        assert!(!found.is_empty(), "{filter:?} says nothing");
    }
}

trait Number {
    fn parse_number(&self) -> u32;
}

impl Number for String {
    fn parse_number(&self) -> u32 {
        u32::from_str_radix(&self[24..], 16).unwrap()
    }
}

fn desks_are_read_as_one_queue(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let rows = fill(&store, 60, now);
    let desks = [Desk::Contact, Desk::Review, Desk::Protection].map(QueueFilter::of);
    let mut naive: Vec<_> =
        rows.iter().map(|row| (row.clock.due_at().map_or(i64::MAX, Timestamp::millis), row.case)).collect();
    naive.sort();
    let found = all(&store, &desks, 9);
    assert_eq!(
        found.iter().map(|row| row.case).collect::<Vec<_>>(),
        naive.iter().map(|n| n.1).collect::<Vec<_>>()
    );
    for size in 1..4 {
        assert_eq!(all(&store, &desks, size), found, "whatever the size of a page");
    }
    write(&store, move |db| {
        decide(db, 4, CaseState::Answered, person(90), now.plus_seconds(7))?;
        decide(db, 8, CaseState::Answered, person(90), now.plus_seconds(9))?;
        decide(db, 6, CaseState::Granted, person(90), now.plus_seconds(8))
    })
    .unwrap();
    let (mut after, mut ended) = (None, Vec::new());
    loop {
        let page = read(&store, move |db| case_queue::ended_page(db, &desks, after, 1));
        ended.extend(page.rows.iter().map(|row| row.case));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(ended, [8, 6, 4].map(case_id), "the last first, on all desks");
}

/// Of a long queue a combination that no index has is looked for in steps of a bounded size.
fn a_filter_that_fits_few_goes_on_where_it_stopped(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    const COUNT: u32 = 6_000;
    write(&store, move |db| {
        for number in 1..=COUNT {
            let mut row = case(number, number, CaseKind::Question, "a", now.plus_seconds(i64::from(number)));
            row.channel = if number == COUNT { CaseChannel::Phone } else { CaseChannel::Portal };
            open(db, &row)?;
        }
        Ok(())
    })
    .unwrap();
    let few = QueueFilter {
        kind: Some(CaseKind::Question),
        channel: Some(CaseChannel::Phone),
        ..QueueFilter::of(Desk::Contact)
    };
    let first = read(&store, move |db| case_queue::page(db, &[few], None, 5));
    assert!(first.rows.is_empty() && first.next.is_some(), "the page ends before all was looked at");
    assert_eq!(all(&store, &[few], 5).iter().map(|row| row.case).collect::<Vec<_>>(), [case_id(COUNT)]);
}

fn counts_agree_with_the_rows(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let rows = fill(&store, 120, now);
    let bounds = [0, 12, 24, 36, 48].map(|hours| now.plus_hours(hours));
    let ages = read(&store, move |db| case_numbers::ages_by_kind(db, bounds));
    assert_eq!(ages.len(), KINDS.len());
    for (kind, counted) in ages {
        let mut naive = [0; case_numbers::AGES];
        for row in rows.iter().filter(|row| row.kind == kind) {
            let due = row.clock.due_at();
            let age = bounds.iter().position(|bound| due.is_some_and(|due| due <= *bound));
            naive[age.unwrap_or(bounds.len())] += 1;
        }
        assert_eq!(counted, naive, "{kind:?}");
    }
    let late = |row: &&CaseRow| row.clock.due_at().is_some_and(|due| due <= now);
    for (channel, count) in read(&store, move |db| case_numbers::by_channel(db, Desk::Contact, now)) {
        let of = || rows.iter().filter(|row| row.channel == channel && row.desk() == Desk::Contact);
        assert_eq!((count.all, count.late), (of().count() as u64, of().filter(late).count() as u64));
    }
    let holders = read(&store, move |db| case_numbers::by_holder(db, now));
    assert_eq!(holders.len(), 3, "two people and nobody");
    assert_eq!(holders.iter().map(|(_, count)| count.all).sum::<u64>(), 120);
    assert_eq!(holders.iter().find(|(who, _)| who.is_none()).unwrap().1.all, 40);

    let opened = read(&store, move |db| case_numbers::opened(db, now.plus_hours(-24), now));
    let naive = rows.iter().filter(|row| row.opened_at > now.plus_hours(-24)).count() as u64;
    assert_eq!(opened.iter().map(|(_, count)| count).sum::<u64>(), naive);
    write(&store, move |db| {
        let row = cases::read(db, &case_id(4))?.unwrap();
        // It had run out.
        let (_, clock) = CaseClock::starting(now.plus_hours(-100), 72).step(now).unwrap();
        let (_, clock) = clock.step(now).unwrap();
        let (_, clock) = clock.step(now).unwrap();
        cases::change(db, &CaseRow { clock, ..row }, &[])?;
        decide(db, 4, CaseState::Answered, person(90), now.plus_seconds(5))?;
        decide(db, 8, CaseState::Answered, person(90), now.plus_seconds(6))
    })
    .unwrap();
    let ended = read(&store, move |db| case_numbers::ended(db, Desk::Contact, now, now.plus_hours(1)));
    assert_eq!(ended.len(), 1);
    assert_eq!((ended[0].0, ended[0].1.all, ended[0].1.late), (CaseKind::Question, 2, 1));
}

/// Which index each query is to be read from.
const INDEXES: [(&str, &str); 13] = [
    ("case_queue::BY_URGENCY", "case_by_urgency"),
    ("case_queue::BY_KIND", "case_by_kind"),
    ("case_queue::BY_CHANNEL", "case_by_channel"),
    ("case_queue::BY_LEVEL", "case_by_level"),
    ("case_queue::BY_STATE", "case_by_state"),
    ("case_queue::BY_HOLDER", "case_by_holder"),
    ("case_queue::BY_NOBODY", "case_by_nobody|case_by_holder"),
    ("case_queue::ENDED", "case_by_end"),
    ("case_numbers::AGES_BY_KIND", "case_by_kind"),
    ("case_numbers::AGES_BY_CHANNEL", "case_by_channel"),
    ("case_numbers::BY_HOLDER", "case_by_holder"),
    ("case_numbers::OPENED", "case_by_opening"),
    ("case_numbers::ENDED", "case_by_end"),
];

fn every_filter_is_read_from_its_index(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    fill(&store, 3_000, now);
    for (name, index) in INDEXES {
        let query = queries::all().find(|query| query.name().ends_with(name)).unwrap();
        let plan = plan(bench, query.sql());
        assert!(
            index.split('|').any(|index| plan.contains(index)),
            "{name} is not read from {index}:\n{plan}"
        );
        let page = name.starts_with("case_queue");
        assert!(
            !page || !plan.to_lowercase().contains("sort") && !plan.contains("TEMP B-TREE"),
            "{name}:\n{plan}"
        );
        // Counts look at no row.
        let covered = plan.contains("COVERING INDEX") || plan.contains("Index Only Scan");
        assert!(page || covered, "{name} reads rows:\n{plan}");
    }
}

/// How an engine would run a query on the rows that are there.
fn plan(bench: &Bench, sql: &str) -> String {
    match &bench.config {
        StoreConfig::Sqlite { path } => {
            let db = rusqlite::Connection::open(path).unwrap();
            let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
            let nulls = vec![rusqlite::types::Null; explain.parameter_count()];
            let lines =
                explain.query_map(rusqlite::params_from_iter(nulls), |row| row.get::<_, String>(3)).unwrap();
            lines.map(Result::unwrap).collect::<Vec<_>>().join("\n")
        }
        StoreConfig::Postgres { url, .. } => {
            let mut db = postgres::Client::connect(url, postgres::NoTls).unwrap();
            db.batch_execute("vacuum analyze case_file").unwrap();
            // Of a small table all rows are read sooner than an index.
            db.batch_execute("set enable_seqscan = off; set enable_bitmapscan = off").unwrap();
            let count = (1..20).take_while(|number| sql.contains(&format!("${number}"))).count();
            let nulls = vec!["null"; count].join(", ");
            db.batch_execute(&format!("set plan_cache_mode = force_generic_plan; prepare asked as {sql}"))
                .unwrap();
            let lines = db.query(&format!("explain execute asked({nulls})"), &[]).unwrap();
            lines.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>().join("\n")
        }
    }
}
