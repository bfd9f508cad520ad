//! Every query runs on both engines, and its parameters mean the same on both.

use amanah_store::{Engine, Param, StoreError, queries};

use crate::bench::{Bench, write};
use crate::{
    account_rights, accounts, batches, case_beside, case_queue, cases, commits, crash, dump, facade, holds,
    job_stories, kept_tags, key_epochs, ledger, limits, live_chats, notices, numbers, outbox_stories,
    people_stories, removals, reports, retention, schema, sessions, staff, tickets, trail, transfers,
};

#[test]
fn every_query_runs_on_both_engines() {
    let stories = [
        account_rights::STORIES,
        accounts::STORIES,
        batches::STORIES,
        case_beside::STORIES,
        case_queue::STORIES,
        cases::STORIES,
        commits::STORIES,
        crash::STORIES,
        dump::STORIES,
        facade::STORIES,
        job_stories::STORIES,
        key_epochs::STORIES,
        ledger::STORIES,
        removals::STORIES,
        kept_tags::STORIES,
        holds::STORIES,
        limits::STORIES,
        live_chats::STORIES,
        notices::STORIES,
        numbers::STORIES,
        outbox_stories::STORIES,
        people_stories::STORIES,
        reports::STORIES,
        retention::STORIES,
        schema::STORIES,
        sessions::STORIES,
        staff::STORIES,
        tickets::STORIES,
        trail::STORIES,
        transfers::STORIES,
    ];
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for story in stories.iter().copied().flatten() {
            story(&Bench::on(engine));
        }
        let missed = queries::all().filter(|query| !query.ran_on(engine)).map(|query| query.name());
        assert_eq!(missed.collect::<Vec<_>>(), [""; 0], "no story runs these on {engine:?}");
    }
}

/// Prepares every query without running it: tables and columns exist, types fit.
#[test]
fn every_query_is_understood_by_both_engines() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let bench = Bench::on(engine);
        let store = bench.open();
        for query in queries::all() {
            // More parameters than any query has: refused after preparing, before running.
            let asked = write(&store, |db| db.query(query, &[Param::Null; 200]).map(drop));
            let understood = matches!(asked, Err(StoreError::Shape { .. }));
            assert!(understood, "{} on {engine:?}: {asked:?}", query.name());
        }
    }
}

/// SQLite numbers named parameters by first appearance, PostgreSQL by their digits.
#[test]
fn parameters_are_numbered_in_order_of_first_appearance() {
    for query in queries::all() {
        let mut highest = 0;
        for piece in query.sql().split('$').skip(1) {
            let digits = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
            let number = piece[..digits].parse::<u32>().unwrap();
            assert!(number <= highest + 1, "{}: ${number} comes too early", query.name());
            highest = highest.max(number);
        }
    }
}

#[test]
fn names_are_unique() {
    let mut names = queries::all().map(|query| query.name()).collect::<Vec<_>>();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
