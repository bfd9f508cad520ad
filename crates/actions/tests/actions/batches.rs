//! Batches and draws.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use amanah_actions::draw::{self, Place};
use amanah_actions::letters::LetterKind;
use amanah_actions::person::view_batches::Hindrance;
use amanah_actions::staff::plan_batch::BatchInput;
use amanah_actions::{ActionError, Session};
use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{Entry, Pseudonym, PurposeId};
use amanah_store::{Commit, Engine, Faults, StoreError, batches, ledger_rows};
use amanah_testkit::{SyntheticPerson, TestOffice};

use crate::on_both;
use crate::people::{administrator, eligible, refused, state_key};

/// Opens in an hour, closes a day later, the public value is known half a day after that.
pub(crate) fn plan(test: &TestOffice, quota: u32) -> BatchInput {
    let at = |hours: i64| test.office.now().plus_hours(hours).at(7).strftime("%Y-%m-%dT%H:%M").to_string();
    BatchInput {
        quota: quota.to_string(),
        opens: at(1),
        closes: at(25),
        public_source: "Penutupan IHSG".to_owned(),
        public_known_at: at(37),
    }
}

/// A batch that is open, and people who are verified and eligible.
pub(crate) async fn open_with(
    test: &TestOffice,
    admin: &Session,
    quota: u32,
    count: usize,
) -> (i64, Vec<(SyntheticPerson, Session)>) {
    let number = test.office.plan_batch(admin, &plan(test, quota)).await.unwrap().number;
    let mut people = Vec::new();
    for person in eligible(count) {
        let session = test.enrol(&person).await;
        people.push((person, session));
    }
    test.advance_hours(1);
    test.run_jobs().await;
    (number, people)
}

async fn state_of(test: &TestOffice, session: &Session, number: i64) -> (BatchState, Option<EntryState>) {
    let own = test.office.view_batch(session, number).await.unwrap();
    (own.batch.state, own.mine)
}

/// What the ledger says of a batch: note → commitment.
async fn notes(test: &TestOffice) -> BTreeMap<String, [u8; 32]> {
    let entries = test.office.store.scan(|db| {
        let mut out = Vec::new();
        for head in ledger_rows::heads(db)? {
            out.extend(ledger_rows::entries(db, head.log, 0, 1_000_000)?);
        }
        Ok::<_, StoreError>(out)
    });
    let entries = entries.await.unwrap();
    let decoded = entries.iter().map(|e| Entry::decode(&e.body).unwrap());
    let about = decoded.filter(|e| e.purpose == PurposeId::Benefits && e.person == Entry::NOBODY);
    about.map(|e| (e.note, e.reason)).collect()
}

pub(crate) async fn the_file(test: &TestOffice, number: i64) -> draw::DrawFile {
    let mut chunks = test.office.draw_file(number).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.recv().await {
        bytes.extend(chunk);
    }
    draw::read(&mut bytes.as_slice()).unwrap()
}

async fn joining_and_leaving_while_it_is_open(test: &mut TestOffice) {
    let admin = administrator(test).await;
    let number = test.office.plan_batch(&admin, &plan(test, 5)).await.unwrap().number;
    let person = &eligible(1)[0];
    let session = test.enrol(person).await;
    assert!(test.office.view_batches(&session).await.unwrap().is_empty(), "planned ones are not shown");
    assert_eq!(state_key(test.office.join_batch(&session, number).await), "batch-not-open");
    test.advance_hours(1);
    test.run_jobs().await;
    assert_eq!(state_of(test, &session, number).await, (BatchState::Open, None));
    test.office.join_batch(&session, number).await.unwrap();
    test.office.join_batch(&session, number).await.unwrap();
    let own = test.office.view_batch(&session, number).await.unwrap();
    assert_eq!((own.batch.joined, own.mine), (1, Some(EntryState::Joined)));
    test.office.leave_batch(&session, number).await.unwrap();
    assert_eq!(state_key(test.office.leave_batch(&session, number).await), "batch-not-joined");
    assert_eq!(test.office.view_batch(&session, number).await.unwrap().batch.joined, 0);
    test.office.join_batch(&session, number).await.unwrap();

    let stranger = test.register("Wati Baru", "wati@surat.example").await;
    assert_eq!(state_key(test.office.join_batch(&stranger, number).await), "join-profile-incomplete");
    let own = test.office.view_batch(&stranger, number).await.unwrap();
    assert_eq!(own.hindrances, [Hindrance::ProfileIncomplete]);
    assert!(matches!(test.office.join_batch(&stranger, 99).await, Err(ActionError::NotFound)));
    assert!(matches!(test.office.join_batch(&admin, number).await, Err(ActionError::SignInNeeded)));
    assert!(matches!(test.office.open_batch(&session, number).await, Err(ActionError::SignInNeeded)));

    // A second batch beside the first.
    test.office.plan_batch(&admin, &plan(test, 5)).await.unwrap();
    test.office.open_batch(&admin, number + 1).await.unwrap();
    assert_eq!(state_key(test.office.join_batch(&session, number + 1).await), "join-other-batch");

    // By the clock: nobody joins or leaves after the last moment, also before the entrants are counted.
    test.advance_hours(24);
    assert_eq!(state_key(test.office.join_batch(&session, number).await), "batch-not-open");
    assert_eq!(state_key(test.office.leave_batch(&session, number).await), "batch-not-open");
}

async fn a_plan_that_cannot_be_is_refused(test: &mut TestOffice) {
    let admin = administrator(test).await;
    let good = plan(test, 5);
    let bad = BatchInput {
        quota: "0".to_owned(),
        opens: good.closes.clone(),
        closes: good.opens.clone(),
        public_source: "a\u{202e}b".to_owned(),
        public_known_at: "tomorrow".to_owned(),
    };
    let errors = refused(test.office.plan_batch(&admin, &bad).await);
    let fields: Vec<_> = errors.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["public-known-at", "quota", "public-source", "closes"]);
    let (a, b) = tokio::join!(test.office.plan_batch(&admin, &good), test.office.plan_batch(&admin, &good));
    let numbers: Vec<i64> = [a, b].into_iter().flatten().map(|b| b.number).collect();
    // Each number has one batch and one seed, whoever was quicker.
    let seeds = notes(test).await.keys().filter(|n| n.ends_with(" seed")).count();
    assert_eq!(seeds, numbers.len());
}

async fn a_whole_draw_with_somebody_who_withdrew(test: &mut TestOffice) {
    let admin = administrator(test).await;
    let (number, people) = open_with(test, &admin, 3, 8).await;
    for (_, session) in &people {
        test.office.join_batch(session, number).await.unwrap();
    }
    // One is not verified when it closes.
    let late = eligible(9).pop().unwrap();
    let unverified = test.enrol_unknown(&late).await;
    test.office.join_batch(&unverified, number).await.unwrap();
    test.run_jobs().await;
    assert_eq!(state_key(test.office.withdraw_entry(&people[0].1, number).await), "batch-not-closed");
    assert_eq!(state_key(test.office.reveal_draw(&admin, number, "7321.45").await), "batch-not-closed");
    test.office.close_batch(&admin, number).await.unwrap();
    assert_eq!(state_key(test.office.join_batch(&unverified, number).await), "batch-not-open");
    test.advance_seconds(11);
    test.run_jobs().await;
    assert_eq!(state_of(test, &people[0].1, number).await, (BatchState::Closed, Some(EntryState::Entered)));
    assert_eq!(state_of(test, &unverified, number).await.1, Some(EntryState::NotEntered));
    let (view, _) = test.office.staff_batch(&admin, number).await.unwrap();
    assert_eq!((view.entrants, view.public_value), (Some(8), None));

    test.office.withdraw_entry(&people[0].1, number).await.unwrap();
    assert_eq!(state_key(test.office.withdraw_entry(&people[0].1, number).await), "batch-not-entered");
    assert_eq!(state_key(test.office.reveal_draw(&admin, number, "7321.45").await), "batch-not-known-yet");
    assert!(matches!(test.office.draw_file(number).await, Err(ActionError::State("batch-not-drawn"))));
    test.advance_hours(37);
    test.office.reveal_draw(&admin, number, "7321.45").await.unwrap();
    // Once and for all.
    assert_eq!(state_key(test.office.reveal_draw(&admin, number, "7321.46").await), "batch-revealed");
    test.office.reveal_draw(&admin, number, "7321.45").await.unwrap();
    assert_eq!(state_key(test.office.fail_reveal(&admin, number).await), "batch-revealed");
    assert_eq!(state_key(test.office.withdraw_entry(&people[1].1, number).await), "batch-not-closed");
    test.advance_seconds(11);
    test.run_jobs().await;

    // Anybody can check it with nothing but the file.
    let file = the_file(test, number).await;
    let verdict = draw::verify(&file, None);
    assert_eq!((verdict.faults, verdict.selected), (Vec::new(), 3));
    assert_eq!((file.lines.len(), file.header.public_value.as_str()), (8, "7321.45"));
    // What the file says was committed stands in the ledger, from before.
    let notes = notes(test).await;
    let note = |what: &str| notes[&format!("batch {number} {what}")];
    assert_eq!(note("seed"), file.header.seed_commitment);
    assert_eq!(note("opens, seed"), file.header.seed_commitment);
    assert_eq!(note("entrants 8"), file.header.entrants_commitment);
    assert!(notes.keys().any(|n| n.starts_with(&format!("batch {number} source, known 2026-"))));

    // Each entrant finds their own line, and it is what they were told.
    let mut selected = 0;
    for (at, (person, session)) in people.iter().enumerate() {
        let own = test.office.view_batch(session, number).await.unwrap();
        let line = own.line.unwrap();
        let (rank, place) = line.drawn.unwrap();
        let found = draw::verify(&file, Some(line.pseudonym)).own.unwrap();
        assert_eq!(found, (rank, place));
        let expected = match place {
            Place::Selected => EntryState::Selected,
            Place::Waiting => EntryState::Waiting,
            Place::Withdrawn => EntryState::Withdrawn,
        };
        assert_eq!(own.mine, Some(expected));
        assert_eq!(place == Place::Withdrawn, at == 0);
        selected += usize::from(place == Place::Selected);
        let letters = test.letters_to(person.email.as_str());
        let results: Vec<_> = letters.iter().filter(|l| l.text.contains("DrawResult")).collect();
        match place {
            Place::Withdrawn => assert!(results.is_empty()),
            _ => {
                let kind: LetterKind = serde_json::from_str(&results[0].text).unwrap();
                assert_eq!(results.len(), 1);
                assert!(
                    kind == LetterKind::DrawResult {
                        batch: number,
                        selected: place == Place::Selected,
                        rank
                    }
                );
            }
        }
    }
    assert_eq!(selected, 3);
    assert!(test.office.view_batch(&unverified, number).await.unwrap().line.is_none());

    // Never again: neither by hand nor by the clock.
    assert_eq!(state_key(test.office.reveal_draw(&admin, number, "9").await), "batch-not-closed");
    test.advance_hours(24 * 30);
    test.run_jobs().await;
    assert_eq!(the_file(test, number).await, file);
    // Who was selected joins no other.
    let winner = people.iter().find(|(p, _)| {
        test.letters_to(p.email.as_str()).iter().any(|l| l.text.contains("\"selected\":true"))
    });
    test.office.plan_batch(&admin, &plan(test, 5)).await.unwrap();
    test.office.open_batch(&admin, number + 1).await.unwrap();
    assert_eq!(
        state_key(test.office.join_batch(&winner.unwrap().1, number + 1).await),
        "join-already-selected"
    );
}

async fn a_reveal_that_does_not_come_is_published(test: &mut TestOffice) {
    let admin = administrator(test).await;
    let (number, people) = open_with(test, &admin, 1, 2).await;
    for (_, session) in &people {
        test.office.join_batch(session, number).await.unwrap();
    }
    test.advance_hours(25);
    test.run_jobs().await;
    assert_eq!(state_of(test, &people[0].1, number).await.0, BatchState::Closed);
    test.advance_hours(12 + 70);
    assert_eq!(state_key(test.office.fail_reveal(&admin, number).await), "batch-reveal-may-come");
    test.run_jobs().await;
    assert_eq!(state_of(test, &people[0].1, number).await.0, BatchState::Closed);
    test.advance_hours(2);
    test.run_jobs().await;
    assert_eq!(state_of(test, &people[0].1, number).await, (BatchState::Failed, Some(EntryState::Entered)));
    assert!(notes(test).await.contains_key(&format!("batch {number} failed: no reveal came")));
    assert_eq!(state_key(test.office.reveal_draw(&admin, number, "7321.45").await), "batch-not-closed");
    // They may join the next.
    test.office.plan_batch(&admin, &plan(test, 5)).await.unwrap();
    test.office.open_batch(&admin, number + 1).await.unwrap();
    test.office.join_batch(&people[0].1, number + 1).await.unwrap();
}

async fn a_batch_that_nobody_entered_closes_all_the_same(test: &mut TestOffice) {
    let admin = administrator(test).await;
    let (number, _) = open_with(test, &admin, 1, 0).await;
    test.advance_hours(25);
    test.run_jobs().await;
    test.advance_hours(13);
    test.office.reveal_draw(&admin, number, "7321.45").await.unwrap();
    test.advance_seconds(11);
    test.run_jobs().await;
    let (view, ready) = test.office.staff_batch(&admin, number).await.unwrap();
    assert_eq!((view.state, view.entrants, ready), (BatchState::Drawn, Some(0), Some(0)));
    assert!(matches!(test.office.draw_file(number).await, Err(ActionError::State("batch-nobody-entered"))));
}

/// A list of entrants that is no longer the committed one is never drawn.
async fn a_tampered_list_is_not_drawn(test: &mut TestOffice) {
    let admin = administrator(test).await;
    let (number, people) = open_with(test, &admin, 1, 2).await;
    for (_, session) in &people {
        test.office.join_batch(session, number).await.unwrap();
    }
    test.advance_hours(38);
    test.run_jobs().await;
    let batch = test.office.view_batch(&people[0].1, number).await.unwrap().batch.batch;
    let intruder = Pseudonym::from_bytes([7; 16]);
    test.office.store.write(move |db| batches::add_line(db, &batch, &intruder, 0, 0)).await.unwrap();
    test.office.reveal_draw(&admin, number, "7321.45").await.unwrap();
    test.advance_seconds(11);
    test.run_jobs().await;
    let own = test.office.view_batch(&people[0].1, number).await.unwrap();
    assert_eq!((own.batch.state, own.mine), (BatchState::Closed, Some(EntryState::Entered)));
    assert!(own.line.unwrap().drawn.is_none());
    // The queue keeps the job that a human has to look at.
    test.may_leave_work();
}

/// Fails a third of the commits, and half of those only after they happened.
#[derive(Default)]
struct Saboteur {
    armed: AtomicBool,
    commits: AtomicU32,
}

impl Faults for Saboteur {
    fn before_commit(&self, commit: Commit) -> bool {
        let armed = self.armed.load(Ordering::SeqCst) && commit == Commit::Work;
        armed && self.commits.fetch_add(1, Ordering::SeqCst) % 6 == 2
    }
    fn after_commit(&self, commit: Commit) -> bool {
        let armed = self.armed.load(Ordering::SeqCst) && commit == Commit::Work;
        armed && self.commits.load(Ordering::SeqCst) % 6 == 5
    }
}

/// Closing, drawing and telling are cut off at every step, also where the step was persisted and nobody
/// heard of it; in the end each thing has happened once.
async fn cut_off_at_every_step(engine: Engine) {
    let saboteur = Arc::new(Saboteur::default());
    let office = TestOffice::with_faults(engine, Arc::clone(&saboteur) as _).await;
    let test = &office;
    let admin = administrator(test).await;
    let (number, people) = open_with(test, &admin, 4, 10).await;
    for (_, session) in &people {
        test.office.join_batch(session, number).await.unwrap();
    }
    let work = async |done: &dyn Fn(&amanah_actions::BatchView) -> bool, hours: i64| {
        saboteur.armed.store(true, Ordering::SeqCst);
        for _ in 0..200 {
            let _ = test.office.run_jobs_once().await;
            let batches = test.office.staff_batches(&admin).await.unwrap();
            if done(&batches[0]) {
                break;
            }
            test.advance_hours(hours);
        }
        saboteur.armed.store(false, Ordering::SeqCst);
    };
    test.advance_hours(25);
    work(&|batch| batch.state == BatchState::Closed, 1).await;
    test.advance_hours(13);
    test.office.reveal_draw(&admin, number, "7321.45").await.unwrap();
    let letters = || people.iter().map(|(p, _)| test.letters_to(p.email.as_str())).collect::<Vec<_>>();
    let results = || -> Vec<usize> {
        let told = |l: &Vec<amanah_actions::post::DemoLetter>| {
            l.iter().filter(|l| l.text.contains("DrawResult")).count()
        };
        letters().iter().map(told).collect()
    };
    work(&|batch| batch.state == BatchState::Drawn && results().iter().all(|n| *n > 0), 7).await;
    assert!(saboteur.commits.load(Ordering::SeqCst) > 30);
    for _ in 0..3 {
        test.run_jobs().await;
        test.advance_hours(7);
    }
    let file = the_file(test, number).await;
    let verdict = draw::verify(&file, None);
    assert_eq!((verdict.faults, verdict.selected, file.lines.len()), (Vec::new(), 4, 10));
    assert_eq!(results(), [1; 10]);
    let (view, _) = test.office.staff_batch(&admin, number).await.unwrap();
    assert_eq!((view.joined, view.entrants), (10, Some(10)));
    drop(people);
    office.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draw_that_is_cut_off_at_every_step_happens_once_sqlite() {
    cut_off_at_every_step(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draw_that_is_cut_off_at_every_step_happens_once_postgres() {
    cut_off_at_every_step(Engine::Postgres).await;
}

on_both! {
    joining_and_leaving_while_it_is_open
    a_plan_that_cannot_be_is_refused
    a_whole_draw_with_somebody_who_withdrew
    a_reveal_that_does_not_come_is_published
    a_batch_that_nobody_entered_closes_all_the_same
    a_tampered_list_is_not_drawn
}
