//! Removal at the same moment as other work, and over a storage that fails: of two one loses cleanly, and
//! what a crash left half done is finished.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use amanah_actions::operator::journal::{self, JournalRecord};
use amanah_actions::person::view_data::OWN_FIELDS;
use amanah_actions::removal::{RemovalRequest, Removed};
use amanah_actions::{ActionError, Done, Session};
use amanah_domain::states::RemovalState;
use amanah_domain::values::{Kk, Nik};
use amanah_domain::{Category, FieldId, PersonId, Timestamp};
use amanah_store::removals;
use amanah_store::{Commit, Engine, Faults};
use amanah_testkit::TestOffice;
use amanah_testkit::registry::Mode;

use crate::identity::account;
use crate::on_both;
use crate::people::eligible;
use crate::removal_helpers::{LATER_HOURS, categories, fields, places_of};

/// What the journal says, in order.
async fn journal_of(test: &TestOffice) -> Vec<JournalRecord> {
    let house = &test.office;
    house.journal().head().await.unwrap();
    let (shelf, verifier) = (house.journal().shelf(), &house.ledger.verifier);
    let read = journal::read_journal(shelf, verifier, &house.archive().vault(), &[]).await.unwrap();
    read.records.into_iter().map(|(_, record)| record).collect()
}

/// Whether the last word of the journal about a removal of this person is that it happened.
fn happened(journal: &[JournalRecord], person: PersonId) -> bool {
    let of_person = journal.iter().filter(|record| record.line.person == person);
    of_person.map(|record| record.line.removal).any(|removal| {
        let last = journal.iter().map(|record| &record.line).rfind(|line| line.removal == removal).unwrap();
        !last.categories.is_empty() || !last.fields.is_empty()
    })
}

/// Two removals, a save and a join at once: each either happens before or is refused, and at the end
/// nothing names the person.
async fn everything_at_once_and_then_nothing(test: &mut TestOffice) {
    for siti in &eligible(6) {
        let session = test.enrol(siti).await;
        let house = &test.office;
        let identity = test.identity_of(siti);
        let (one, two, saved, looked, signed) = tokio::join!(
            house.remove_own(&session, RemovalRequest::DESTROY),
            house.remove_own(&session, RemovalRequest::DESTROY),
            house.save_identity(&session, &identity),
            house.view_own(&session, OWN_FIELDS),
            house.run_jobs_once(),
        );
        let done: Vec<Removed> = [one, two].into_iter().filter_map(Result::ok).collect();
        assert_eq!(done.len(), 1, "one of two removals");
        assert!(matches!(saved, Ok(_) | Err(ActionError::NotFound | ActionError::Conflict)), "{saved:?}");
        drop(looked);
        signed.unwrap();
        test.run_jobs().await;
        test.advance_hours(LATER_HOURS);
        test.run_jobs().await;
        assert_eq!(places_of(test, session.person).await, []);
        assert!(happened(&journal_of(test).await, session.person));
    }
}

/// A category is erased while a form fills it in: whatever is there afterwards can be read.
async fn what_is_saved_meanwhile_can_be_read(test: &mut TestOffice) {
    for siti in &eligible(6) {
        let session = test.enrol(siti).await;
        let (house, identity) = (&test.office, test.identity_of(siti));
        let (erased, saved) = tokio::join!(
            house.remove_own(&session, categories(&[Category::Numbers, Category::Birth])),
            house.save_identity(&session, &identity),
        );
        assert!(matches!(erased, Ok(_) | Err(ActionError::Conflict)), "{erased:?}");
        assert!(matches!(saved, Ok(_) | Err(ActionError::Conflict)), "{saved:?}");
        readable(test, &session).await;
        // And into a category that is empty.
        if erased.is_ok() {
            let again = categories(&[Category::Numbers]);
            let (_, saved) =
                tokio::join!(house.remove_own(&session, again), house.save_identity(&session, &identity));
            assert!(matches!(saved, Ok(_) | Err(ActionError::Conflict)), "{saved:?}");
            readable(test, &session).await;
        }
        let (one, two) = tokio::join!(
            house.remove_own(&session, fields(&[FieldId::Kk])),
            house.remove_own(&session, fields(&[FieldId::Nik])),
        );
        for done in [one, two] {
            let fine =
                matches!(done, Ok(_) | Err(ActionError::State("removal-nothing") | ActionError::Conflict));
            assert!(fine, "{done:?}");
        }
        readable(test, &session).await;
        test.run_jobs().await;
    }
}

async fn readable(test: &TestOffice, session: &Session) {
    let looked = test.office.view_own(session, OWN_FIELDS).await.unwrap();
    if let Some(nik) = looked.open::<Nik>().unwrap() {
        assert_eq!(nik.expose().as_str().len(), 16);
    }
    if let Some(kk) = looked.open::<Kk>().unwrap() {
        assert_eq!(kk.expose().as_str().len(), 16);
    }
}

/// The registry is asked and answers when nobody is left: the answer is about nobody.
async fn an_answer_about_nobody_changes_nothing(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    let session = test.enrol(siti).await;
    test.registry.set_mode(Mode::Slow(400));
    let house = Arc::clone(&test.office);
    let checking = tokio::spawn(async move { house.run_jobs_once().await });
    while test.registry.calls() == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let removed = test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    checking.await.unwrap().unwrap();
    test.registry.set_mode(Mode::Up);
    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;
    assert_eq!(places_of(test, session.person).await, []);
    let certificate = test.office.view_certificate(&removed.code).await.unwrap();
    assert!(!certificate.recipients.is_empty(), "it was asked before, so it is told");

    // Ending: what was under way ends without an answer as well.
    let budi = &eligible(2)[1];
    let session = test.enrol(budi).await;
    test.registry.set_mode(Mode::Slow(400));
    let (house, asked) = (Arc::clone(&test.office), test.registry.calls());
    let checking = tokio::spawn(async move { house.run_jobs_once().await });
    while test.registry.calls() == asked {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    test.office.remove_own(&session, RemovalRequest::END).await.unwrap();
    checking.await.unwrap().unwrap();
    let left = account(test, session.person).await;
    assert_eq!(left.identity, amanah_domain::states::IdentityState::Claimed);
    test.registry.set_mode(Mode::Up);
}

/// Fails one commit, before or after it is made, so many commits from when it was armed.
#[derive(Default)]
struct FailOnce {
    before: AtomicI64,
    after: AtomicI64,
}

impl FailOnce {
    fn due(counter: &AtomicI64) -> bool {
        counter.fetch_sub(1, Ordering::SeqCst) == 1
    }

    fn disarm(&self) {
        self.before.store(0, Ordering::SeqCst);
        self.after.store(0, Ordering::SeqCst);
    }
}

impl Faults for FailOnce {
    fn before_commit(&self, _: Commit) -> bool {
        Self::due(&self.before)
    }

    fn after_commit(&self, _: Commit) -> bool {
        Self::due(&self.after)
    }
}

/// Each commit of a removal fails in turn, before or after it is made. Whatever the person is told: in the
/// end they are gone wholly, or there as before, and the journal says the same.
async fn storms(engine: Engine) {
    let faults = Arc::new(FailOnce::default());
    let test = TestOffice::with_faults(engine, Arc::clone(&faults) as Arc<dyn Faults>).await;
    let (mut told_done, mut told_not) = (0, 0);
    for step in 1..=6 {
        for after in [false, true] {
            let email = format!("siti{step}{after}@surat.example");
            let session = test.register("Siti Aminah", &email).await;
            let counter = if after { &faults.after } else { &faults.before };
            counter.store(step, Ordering::SeqCst);
            let done: Done<Removed> = test.office.remove_own(&session, RemovalRequest::DESTROY).await;
            faults.disarm();
            let row = test
                .office
                .store
                .read(|db| removals::list(db, Timestamp::from_millis(0), 0, 1))
                .await
                .unwrap()
                .pop();
            let gone = matches!(test.office.view_own(&session, OWN_FIELDS).await, Err(ActionError::NotFound));
            match &done {
                Ok(removed) => {
                    told_done += 1;
                    assert!(gone, "told that it is done");
                    assert_eq!(row.map(|row| row.removal), Some(removed.removal));
                    let certificate = test.office.view_certificate(&removed.code).await.unwrap();
                    assert_eq!(certificate.state, RemovalState::Confirmed);
                    assert_eq!(certificate.proofs.len(), 1);
                }
                Err(_) => told_not += 1,
            }
            test.advance_hours(LATER_HOURS);
            test.run_jobs().await;
            let places = places_of(&test, session.person).await;
            assert_eq!(places.is_empty(), gone, "step {step}, after {after}: {places:?}");
            assert_eq!(
                happened(&journal_of(&test).await, session.person),
                gone,
                "step {step}, after {after}"
            );
        }
    }
    assert!(told_done > 0 && told_not > 0, "{told_done} done, {told_not} failed: the storm hit nothing");
    let unfinished = test.office.store.read(removals::counts).await.unwrap();
    assert!(unfinished.iter().all(|(_, state, _)| *state == RemovalState::Confirmed), "{unfinished:?}");
    test.finish().await;
}

/// The journal cannot be written: nobody is told that it is done, and it is confirmed when it can.
async fn without_a_journal_nothing_is_confirmed(test: &mut TestOffice) {
    let session = test.register("Siti Aminah", "siti@surat.example").await;
    let folder = test.folder().join("journal");
    let aside = test.folder().join("journal-aside");
    test.office.journal().head().await.unwrap();
    std::fs::rename(&folder, &aside).unwrap();
    std::fs::write(&folder, b"not a folder").unwrap();
    let done = test.office.remove_own(&session, RemovalRequest::DESTROY).await;
    assert!(matches!(done, Err(ActionError::State("removal-unconfirmed"))), "{done:?}");
    let row = test
        .office
        .store
        .read(|db| removals::list(db, Timestamp::from_millis(0), 0, 1))
        .await
        .unwrap()
        .pop()
        .unwrap();
    assert_eq!((row.state, row.journal), (RemovalState::Gone, None));
    std::fs::remove_file(&folder).unwrap();
    std::fs::rename(&aside, &folder).unwrap();
    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;
    let row = test
        .office
        .store
        .read(|db| removals::list(db, Timestamp::from_millis(0), 0, 1))
        .await
        .unwrap()
        .pop()
        .unwrap();
    assert_eq!(row.state, RemovalState::Confirmed);
    assert!(happened(&journal_of(test).await, session.person));
    assert_eq!(places_of(test, session.person).await, []);
}

/// Neither database nor journal take the removal; whether its line arrived nobody knows. It is taken back as
/// soon as the journal can be written, by a job.
async fn what_did_not_happen_is_taken_back_later(engine: Engine) {
    let faults = Arc::new(FailOnce::default());
    let test = TestOffice::with_faults(engine, Arc::clone(&faults) as Arc<dyn Faults>).await;
    let mut late = 0;
    for step in 1..=6 {
        let email = format!("siti{step}@surat.example");
        let session = test.register("Siti Aminah", &email).await;
        let before = journal_of(&test).await.len();
        let (folder, aside) = (test.folder().join("journal"), test.folder().join("journal-aside"));
        std::fs::rename(&folder, &aside).unwrap();
        std::fs::write(&folder, b"not a folder").unwrap();
        faults.before.store(step, Ordering::SeqCst);
        let done = test.office.remove_own(&session, RemovalRequest::DESTROY).await;
        faults.disarm();
        assert!(done.is_err());
        let gone = matches!(test.office.view_own(&session, OWN_FIELDS).await, Err(ActionError::NotFound));
        std::fs::remove_file(&folder).unwrap();
        std::fs::rename(&aside, &folder).unwrap();
        test.advance_hours(LATER_HOURS);
        test.run_jobs().await;
        let journal = journal_of(&test).await;
        assert_eq!(happened(&journal, session.person), gone, "step {step}");
        if !gone && journal.len() > before {
            let last = &journal.last().unwrap().line;
            assert!(last.categories.is_empty() && last.fields.is_empty(), "{last:?}");
            late += 1;
        }
    }
    assert!(late > 0, "no removal failed with its journal");
    test.finish().await;
}

mod taken_back {
    use amanah_store::Engine;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        super::what_did_not_happen_is_taken_back_later(Engine::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        super::what_did_not_happen_is_taken_back_later(Engine::Postgres).await;
    }
}

mod storms {
    use amanah_store::Engine;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        super::storms(Engine::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        super::storms(Engine::Postgres).await;
    }
}

on_both! {
    everything_at_once_and_then_nothing
    what_is_saved_meanwhile_can_be_read
    an_answer_about_nobody_changes_nothing
    without_a_journal_nothing_is_confirmed
}
