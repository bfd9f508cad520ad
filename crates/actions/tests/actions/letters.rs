//! Hand-over to the outside: at most one repeat, under the same id.

use amanah_actions::letters::Language;
use amanah_actions::post::Fate;
use amanah_store::outbox::{self, State};
use amanah_testkit::TestOffice;

use crate::on_both;

const SITI: &str = "siti@surat.example";

async fn states(test: &TestOffice) -> Vec<(State, u64)> {
    let counts = test.office.store.read(|db| outbox::counts(db)).await.unwrap();
    counts.into_iter().map(|c| (c.state, c.count)).collect()
}

/// The post office took the letter and its sender died: the letter is handed over once more under the
/// same id, and never again, however often that happens.
async fn an_unknown_outcome_is_repeated_once(test: &mut TestOffice) {
    test.secret(SITI);
    test.post.breaks(Some(Fate::Unknown));
    test.office.begin_sign_in(SITI, Language::Id, b"n").await.unwrap();
    for _ in 0..6 {
        test.run_jobs().await;
        test.advance_seconds(301);
    }
    let begun = test.post.begun();
    assert_eq!(begun.len(), 2);
    assert_eq!(begun[0], begun[1]);
    assert_eq!(test.letters_to(SITI).len(), 1, "the other side knows the id");
    assert_eq!(states(test).await, [(State::Failed, 1)]);
}

async fn what_was_certainly_not_taken_is_tried_again_until_it_is(test: &mut TestOffice) {
    test.secret(SITI);
    test.post.breaks(Some(Fate::NotNow));
    test.office.begin_sign_in(SITI, Language::Id, b"n").await.unwrap();
    test.run_jobs().await;
    test.run_jobs().await;
    assert_eq!(test.post.begun().len(), 1, "not before the pause is over");
    test.advance_hours(1);
    test.run_jobs().await;
    assert_eq!(test.post.begun().len(), 2);
    test.post.breaks(None);
    test.advance_hours(1);
    test.run_jobs().await;
    assert_eq!(states(test).await, [(State::HandedOver, 1)]);
    let begun = test.post.begun();
    assert!(begun.iter().all(|id| *id == begun[0]));
}

async fn what_is_refused_for_good_is_not_tried_again(test: &mut TestOffice) {
    test.post.breaks(Some(Fate::Never));
    test.office.begin_sign_in(SITI, Language::Id, b"n").await.unwrap();
    test.run_jobs().await;
    test.advance_hours(48);
    test.run_jobs().await;
    assert_eq!(test.post.begun().len(), 1);
    assert_eq!(states(test).await, [(State::Failed, 1)]);
}

/// The worker of `serve`: several lanes at once, and an orderly end.
async fn the_worker_works_until_it_is_told_to_stop(test: &mut TestOffice) {
    test.secret(SITI);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(std::sync::Arc::clone(&test.office).run_jobs_until(stopped));
    test.office.begin_sign_in(SITI, Language::Id, b"n").await.unwrap();
    for _ in 0..400 {
        if !test.letters_to(SITI).is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    stop.send(true).unwrap();
    worker.await.unwrap();
    assert_eq!(states(test).await, [(State::HandedOver, 1)]);
}

on_both! {
    the_worker_works_until_it_is_told_to_stop
    an_unknown_outcome_is_repeated_once
    what_was_certainly_not_taken_is_tried_again_until_it_is
    what_is_refused_for_good_is_not_tried_again
}
