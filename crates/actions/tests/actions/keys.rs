//! Key epochs: everybody moves into a new one while people go on, old keys go for good, and nothing that
//! happens on the way loses anybody.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use amanah_actions::Session;
use amanah_actions::epochs::{CannotDestroy, KeyPlan};
use amanah_actions::operator::keys::{Changed, KeysStatus};
use amanah_domain::states::EpochState;
use amanah_domain::{Entry, FieldId, PurposeId, Timestamp};
use amanah_ledger::{LogId, Signer};
use amanah_store::reports::{self, Report};
use amanah_store::{
    Commit, Engine, Faults, LogKeys, LogSettings, Store, StoreConfig, key_epochs, ledger_rows, people,
};
use amanah_testkit::TestOffice;
use amanah_vault::{FileKeeper, KeyRow, Keyring, Protection, Vault};

use crate::on_both;

async fn status(test: &TestOffice) -> KeysStatus {
    test.office.keys_status().await.unwrap()
}

/// Number, state and people of each epoch.
async fn epochs(test: &TestOffice) -> Vec<(u32, EpochState, u64)> {
    status(test).await.epochs.iter().map(|epoch| (epoch.row.epoch, epoch.row.state, epoch.rows)).collect()
}

async fn rotate(test: &TestOffice) -> u32 {
    test.office.rotate_now(false, &mut |_| {}).await.unwrap().epoch
}

/// Notes of the entries about keys, oldest first.
async fn on_record(test: &TestOffice) -> Vec<String> {
    let entries = test.office.store.read(|db| ledger_rows::entries(db, LogId(1), 0, 1_000)).await.unwrap();
    let entries = entries.into_iter().filter_map(|entry| Entry::decode(&entry.body));
    entries.filter(|entry| entry.purpose == PurposeId::Rotation).map(|entry| entry.note).collect()
}

async fn last_report(test: &TestOffice, kind: &'static str) -> Report {
    test.office.store.read(move |db| reports::newest(db, kind)).await.unwrap().unwrap()
}

/// Whether a person's data open as before.
async fn reads(test: &TestOffice, session: &Session, name: &str) {
    let looked = test.office.view_own(session, &[FieldId::Name]).await.unwrap();
    let opened = looked.open::<amanah_domain::values::PersonName>().unwrap().unwrap();
    assert_eq!(opened.expose().as_str(), name);
}

on_both! {
    everybody_moves_into_the_new_epoch
    the_weeks_go_by_without_anybody
    what_may_not_go_stays
    a_clock_that_went_back_moves_nothing
    another_process_rotates
    somebody_else_at_the_same_rotation
    copies_of_the_keyring_count
    a_damaged_row_keeps_its_epoch
    the_table_is_brought_in_step
}

async fn everybody_moves_into_the_new_epoch(test: &mut TestOffice) {
    let sari = test.register("Sari Dewi", "sari@surat.example").await;
    let budi = test.register("Budi Santoso", "budi@surat.example").await;
    let people = status(test).await.epochs[0].rows;
    assert!(people >= 2, "{people}");
    let mut told = Vec::new();
    let done = test.office.rotate_now(false, &mut |rotation| told.push(rotation)).await.unwrap();
    assert_eq!((done.epoch, done.done, done.total), (2, people, people));
    assert_eq!(told.first().map(|far| (far.done, far.total)), Some((0, people)));
    assert_eq!(epochs(test).await, [(1, EpochState::Closed, 0), (2, EpochState::Open, people)]);
    reads(test, &sari, "Sari Dewi").await;
    reads(test, &budi, "Budi Santoso").await;
    // Who comes now comes in under the new one.
    let tini = test.register("Tini Wahyuni", "tini@surat.example").await;
    reads(test, &tini, "Tini Wahyuni").await;
    assert_eq!(status(test).await.epochs[0].rows, 0);
    assert_eq!(on_record(test).await, ["epoch 2 opened"]);
    let report = last_report(test, "rotation").await;
    assert!(report.fine && report.summary.contains(&format!("{people} key rows")), "{report:?}");
    // And once more, with the old key destroyed: nobody is under it.
    assert_eq!(rotate(test).await, 3);
    test.advance_seconds(600);
    assert_eq!(test.office.destroy_epoch_now(1, false).await.unwrap(), Ok(()));
    assert_eq!(test.office.vault.epochs(), [2, 3]);
    reads(test, &sari, "Sari Dewi").await;
    assert_eq!(on_record(test).await, ["epoch 2 opened", "epoch 3 opened", "epoch 1 destroyed"]);
}

/// Days pass; the house does what is to be done, and says so.
async fn the_weeks_go_by_without_anybody(test: &mut TestOffice) {
    test.register("Sari Dewi", "sari@surat.example").await;
    let erased_at = test.office.now();
    let told = test.office.unreadable_after(1, erased_at).await.unwrap();
    let mut gone_at = None;
    for day in 1..=24 {
        test.office.plan_daily_work().await.unwrap();
        test.advance_hours(24);
        test.run_jobs().await;
        let rows = status(test).await.epochs;
        if gone_at.is_none() && rows[0].row.state == EpochState::Destroyed {
            gone_at = Some((day, test.office.now()));
        }
        let report = last_report(test, "keys").await;
        assert!(report.fine, "day {day}: {report:?}");
    }
    // Opened on day 0; the second epoch a week later, the third two weeks later, and the first is gone.
    let (day, gone_at) = gone_at.unwrap();
    assert!((14..=16).contains(&day), "gone on day {day}");
    assert!(gone_at <= told, "gone {} hours after the told date", gone_at.since(told) / 3_600_000);
    let newest = epochs(test).await.last().copied().unwrap();
    assert_eq!((newest.0, newest.1), (4, EpochState::Open));
    assert_eq!(test.office.vault.epochs(), [3, 4]);
    let notes = on_record(test).await;
    assert_eq!(
        notes,
        ["epoch 2 opened", "epoch 3 opened", "epoch 1 destroyed", "epoch 4 opened", "epoch 2 destroyed"]
    );
    let sari = test.sign_in("sari@surat.example").await;
    reads(test, &sari, "Sari Dewi").await;
}

async fn what_may_not_go_stays(test: &mut TestOffice) {
    test.register("Sari Dewi", "sari@surat.example").await;
    let destroy = async |epoch, kept_too| test.office.destroy_epoch_now(epoch, kept_too).await.unwrap();
    assert_eq!(destroy(7, true).await, Err(CannotDestroy::Unknown(7)));
    assert_eq!(destroy(1, true).await, Err(CannotDestroy::Open(1)));
    rotate(test).await;
    assert_eq!(destroy(1, true).await, Err(CannotDestroy::TooSoon { epoch: 1, minutes: 10 }));
    test.advance_seconds(9 * 60);
    assert_eq!(destroy(1, true).await, Err(CannotDestroy::TooSoon { epoch: 1, minutes: 1 }));
    // A clock that went back makes nobody wait for years, and nothing too early.
    test.advance_hours(-24 * 365);
    assert_eq!(destroy(1, true).await, Err(CannotDestroy::TooSoon { epoch: 1, minutes: 10 }));
    test.advance_hours(24 * 365);
    test.advance_seconds(60);
    assert_eq!(destroy(1, false).await, Err(CannotDestroy::Kept(1)));
    assert_eq!(destroy(1, true).await, Ok(()));
    assert_eq!(destroy(1, true).await, Err(CannotDestroy::Destroyed(1)));
    assert_eq!(destroy(2, true).await, Err(CannotDestroy::Open(2)));
    assert_eq!(test.office.vault.epochs(), [2]);
}

/// A row that cannot be unwrapped is nobody's reason to stop, and nobody's to destroy what it is under.
async fn a_damaged_row_keeps_its_epoch(test: &mut TestOffice) {
    let sari = test.register("Sari Dewi", "sari@surat.example").await;
    let damaged = amanah_domain::PersonId::random(&*test.office.chance);
    let add = test.office.store.write(move |db| people::add_key(db, &damaged, 1, b"damaged"));
    add.await.unwrap();
    assert_eq!(rotate(test).await, 2);
    assert_eq!(epochs(test).await[0], (1, EpochState::Closed, 1));
    let report = last_report(test, "rotation").await;
    assert!(!report.fine && report.summary.ends_with("1 cannot be unwrapped"), "{report:?}");
    reads(test, &sari, "Sari Dewi").await;
    test.advance_seconds(600);
    let refused = test.office.destroy_epoch_now(1, true).await.unwrap();
    assert_eq!(refused, Err(CannotDestroy::InUse { epoch: 1, rows: 1 }));
    // It is taken up again instead of beginning another epoch, and told each day.
    assert_eq!(rotate(test).await, 2);
    test.office.plan_daily_work().await.unwrap();
    test.advance_hours(48);
    test.run_jobs().await;
    let reports = test.office.store.read(|db| reports::list(db, "keys", 10)).await.unwrap();
    assert!(reports.iter().any(|r| !r.fine && r.summary.contains("epoch 2 is unfinished")), "{reports:?}");
    // The person is erased: the row goes, and with it the reason.
    let gone = test.office.store.write(move |db| people::delete_key(db, &damaged)).await;
    assert_eq!(gone, Ok(true));
    assert_eq!(test.office.destroy_epoch_now(1, true).await.unwrap(), Ok(()));
}

async fn a_clock_that_went_back_moves_nothing(test: &mut TestOffice) {
    test.register("Sari Dewi", "sari@surat.example").await;
    rotate(test).await;
    test.advance_hours(-24 * 30);
    test.office.plan_daily_work().await.unwrap();
    test.advance_hours(24);
    test.run_jobs().await;
    // The newest report is of the time before the clock went back, so the one looked for is older.
    let reports = test.office.store.read(|db| reports::list(db, "keys", 10)).await.unwrap();
    let told = reports.iter().find(|report| report.summary.starts_with("the clock went back"));
    assert!(told.is_some_and(|report| !report.fine), "{reports:?}");
    assert_eq!(epochs(test).await.len(), 2);
    // Right again: as if nothing had been.
    test.advance_hours(24 * 29);
    test.office.plan_daily_work().await.unwrap();
    test.advance_hours(8 * 24);
    test.run_jobs().await;
    assert_eq!(epochs(test).await.last().map(|epoch| epoch.0), Some(3));
}

/// A vault of another process over the same keyring.
async fn another_vault(test: &TestOffice, name: &str) -> Vault {
    let path = test.folder().join(name);
    let (clock, chance) = (Arc::clone(&test.office.clock), Arc::clone(&test.office.chance));
    let opened = Arc::clone(&clock);
    let opening = tokio::task::spawn_blocking(move || {
        let store = Store::open(&StoreConfig::Sqlite { path }, opened).unwrap();
        store.migrate_blocking().unwrap();
        let keys = |_: LogId| LogKeys {
            origin: "other/log/1".to_owned(),
            signer: Signer::from_seed("other/log", &[7; 32]).unwrap(),
            receipt_key: [9; 32],
        };
        store.attach_log_blocking(LogSettings { holder: [3; 16], keys: Box::new(keys) }).unwrap().checker
    });
    let keeper = FileKeeper::new(test.folder().join("keyring"), Protection::Plain);
    let keyring = Keyring::open(Box::new(keeper)).unwrap();
    Vault::unseal(keyring, opening.await.unwrap(), clock, chance)
}

/// On PostgreSQL several processes serve one programme. One rotates; the others find out when they meet
/// the new epoch, or when their own has ended.
async fn another_process_rotates(test: &mut TestOffice) {
    let sari = test.register("Sari Dewi", "sari@surat.example").await;
    let other = another_vault(test, "other.db").await;
    assert_eq!(other.begin_epoch().unwrap(), 2);
    // Begun there and not in the table yet: it may wrap keys already.
    let rewrapped = {
        let person = sari.person;
        let row = test.office.store.read(move |db| people::read_key(db, &person)).await.unwrap().unwrap();
        let wrapped = KeyRow { epoch: row.epoch.try_into().unwrap(), wrapped: row.wrapped };
        (row.version, other.rewrap(person, &wrapped).unwrap())
    };
    let (person, now) = (sari.person, test.office.now());
    let (version, row) = rewrapped;
    let change = test.office.store.write(move |db| {
        people::change_key(db, &person, version, i64::from(row.epoch), &row.wrapped)?;
        key_epochs::open(db, 2, now)
    });
    change.await.unwrap();
    assert_eq!(test.office.vault.newest_epoch(), 1, "it has heard of nothing");
    // Her row is under an epoch that this process does not know.
    reads(test, &sari, "Sari Dewi").await;
    assert_eq!(test.office.vault.newest_epoch(), 2);
    // Once more; now somebody comes, whose keys this process wraps by an epoch that has ended.
    assert_eq!(other.begin_epoch().unwrap(), 3);
    test.office.store.write(move |db| key_epochs::open(db, 3, now)).await.unwrap();
    let tini = test.register("Tini Wahyuni", "tini@surat.example").await;
    reads(test, &tini, "Tini Wahyuni").await;
    let row = test.office.store.read(move |db| people::read_key(db, &tini.person)).await.unwrap().unwrap();
    assert_eq!(row.epoch, 3);
    // And what was destroyed there is forgotten here.
    rotate(test).await;
    test.advance_seconds(600);
    other.reload_keys().unwrap();
    other.destroy_epoch(1).unwrap();
    let now = test.office.now();
    assert_eq!(test.office.store.write(move |db| key_epochs::destroy(db, 1, now)).await, Ok(true));
    test.office.keep_up_with_epochs().await.unwrap();
    assert!(!test.office.vault.epochs().contains(&1));
    reads(test, &sari, "Sari Dewi").await;
}

/// Two operators at once: one does it, the other follows, and there is one new epoch.
async fn somebody_else_at_the_same_rotation(test: &mut TestOffice) {
    test.register("Sari Dewi", "sari@surat.example").await;
    let (mut silent, mut too) = (|_| {}, |_| {});
    let (one, other) =
        tokio::join!(test.office.rotate_now(false, &mut silent), test.office.rotate_now(false, &mut too));
    // Whoever asks when the first is through gets the next one: that is what was asked for.
    let newest = one.unwrap().epoch.max(other.unwrap().epoch);
    let all = epochs(test).await;
    assert_eq!(all.last().map(|epoch| (epoch.0, epoch.1)), Some((newest, EpochState::Open)));
    assert!(newest <= 3 && all[..all.len() - 1].iter().all(|epoch| epoch.2 == 0), "{all:?}");
}

async fn copies_of_the_keyring_count(test: &mut TestOffice) {
    let office = Arc::clone(&test.office);
    let told = async |epoch| office.unreadable_after(epoch, office.now()).await.unwrap();
    let days = |from: Timestamp, to: Timestamp| to.since(from) / 86_400_000;
    let start = office.now();
    // Two weeks and two days of grace, to the end of the day.
    assert_eq!(days(start, told(1).await), 16);
    assert_eq!(told(1).await.at(7).to_string(), "2026-12-09T00:00:00");
    for (name, refresh) in [("", 30), ("a name", 30), (&"x".repeat(41), 30), ("safe", 0), ("safe", 366)] {
        assert!(office.add_copy(name, refresh, false).await.unwrap().is_err(), "{name} {refresh}");
    }
    assert_eq!(office.add_copy("safe", 30, false).await.unwrap(), Ok(Changed::Done((), 0)));
    assert_eq!(office.add_copy("notary", 90, false).await.unwrap(), Ok(Changed::Done((), 0)));
    assert!(office.add_copy("safe", 30, false).await.unwrap().is_err());
    assert_eq!(days(start, told(1).await), 16 + 90, "the slowest of them");
    // The plan counts too.
    assert!(office.plan_keys(Some(0), None, false).await.unwrap().is_err());
    assert!(office.plan_keys(None, Some(53), false).await.unwrap().is_err());
    let plan = KeyPlan { every_days: 10, key_parts_kept: 3 };
    assert_eq!(office.plan_keys(Some(10), Some(3), false).await.unwrap(), Ok(Changed::Done(plan, 0)));
    assert_eq!(days(start, told(1).await), 30 + 2 + 90);
    let planned = office.plan_keys(Some(7), Some(2), false).await.unwrap();
    assert_eq!(planned, Ok(Changed::Done(office.key_plan().await.unwrap(), 0)));
    // A row that is left under the one before: backups made now are sealed under the newest all the same.
    rotate(test).await;
    assert_eq!(days(start, told(2).await), 16 + 90);
    assert_eq!(days(start, told(1).await), 16 + 90);
    // A copy holds an epoch until it was replaced after its end.
    test.advance_seconds(600);
    office.destroy_epoch_now(1, true).await.unwrap().unwrap();
    let held = async || status(test).await.epochs[0].held_by.clone();
    assert_eq!(held().await, ["notary", "safe"]);
    assert!(!status(test).await.epochs[0].gone_everywhere());
    test.advance_seconds(1);
    assert!(office.confirm_copy("safe").await.unwrap());
    assert!(!office.confirm_copy("nowhere").await.unwrap());
    assert_eq!(held().await, ["notary"]);
    let copies = status(test).await.copies;
    assert_eq!((copies[0].holds.as_slice(), copies[1].holds.as_slice()), (&[1][..], &[2][..]));
    assert!(office.remove_copy("notary").await.unwrap());
    assert!(!office.remove_copy("notary").await.unwrap());
    assert!(status(test).await.epochs[0].gone_everywhere());
    // One that nobody refreshes is told.
    office.plan_daily_work().await.unwrap();
    test.advance_hours(24 * 31);
    test.run_jobs().await;
    let reports = office.store.read(|db| reports::list(db, "keys", 10)).await.unwrap();
    assert!(reports.iter().any(|r| !r.fine && r.summary.contains("1 copies of the keyring")), "{reports:?}");
}

/// What a crash between keyring and table leaves is put right when the house opens: here by hand what a
/// new process does at its start.
async fn the_table_is_brought_in_step(test: &mut TestOffice) {
    let sari = test.register("Sari Dewi", "sari@surat.example").await;
    // Begun, and the process died.
    test.office.vault.begin_epoch().unwrap();
    assert_eq!(epochs(test).await.len(), 1);
    reads(test, &sari, "Sari Dewi").await;
    // People come in meanwhile, under an epoch that the table does not know.
    let tini = test.register("Tini Wahyuni", "tini@surat.example").await;
    reads(test, &tini, "Tini Wahyuni").await;
    // The next rotation begins with what there is.
    assert_eq!(rotate(test).await, 2);
    let people = status(test).await.epochs[1].rows;
    assert_eq!(epochs(test).await, [(1, EpochState::Closed, 0), (2, EpochState::Open, people)]);
    assert_eq!(on_record(test).await, ["epoch 2 opened"]);
    // Destroyed in the keyring, and the process died: doing it again finishes it.
    test.advance_seconds(600);
    test.office.vault.destroy_epoch(1).unwrap();
    assert_eq!(test.office.destroy_epoch_now(1, true).await.unwrap(), Ok(()));
    assert_eq!(epochs(test).await[0].1, EpochState::Destroyed);
}

/// Fails each commit in turn, before or after it happened.
#[derive(Default)]
struct Saboteur {
    /// How many commits go well; 0 means all do.
    spare: AtomicU32,
    after: std::sync::atomic::AtomicBool,
}

impl Saboteur {
    fn strikes(&self) -> bool {
        let counted = self.spare.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        counted == Ok(1)
    }
}

impl Faults for Saboteur {
    fn before_commit(&self, _: Commit) -> bool {
        !self.after.load(Ordering::SeqCst) && self.strikes()
    }
    fn after_commit(&self, _: Commit) -> bool {
        self.after.load(Ordering::SeqCst) && self.strikes()
    }
}

/// Cut off at every commit of a rotation and of a destruction, also where it had happened and nobody heard
/// of it: asked again, it is finished, and everybody is there.
async fn cut_off_at_every_commit(engine: Engine) {
    let saboteur = Arc::new(Saboteur::default());
    let test = TestOffice::with_faults(engine, Arc::clone(&saboteur) as _).await;
    let sari = test.register("Sari Dewi", "sari@surat.example").await;
    let people = status(&test).await.epochs[0].rows;
    let mut struck = 0;
    for after in [false, true] {
        for spare in 1..20 {
            let before = test.office.vault.newest_epoch();
            saboteur.after.store(after, Ordering::SeqCst);
            saboteur.spare.store(spare, Ordering::SeqCst);
            let cut = test.office.rotate_now(false, &mut |_| {}).await;
            let done = saboteur.spare.swap(0, Ordering::SeqCst) > 0;
            struck += u32::from(!done);
            assert!(cut.is_ok() || !done, "{cut:?}");
            // What was leased is free again after a while.
            test.advance_seconds(600);
            test.office.rotate_now(false, &mut |_| {}).await.unwrap();
            let all = epochs(&test).await;
            let (last, older) = all.split_last().unwrap();
            assert!(last.0 > before && last.0 <= before + 2, "{before} {all:?}");
            assert_eq!((last.1, last.2), (EpochState::Open, people), "{all:?}");
            assert!(older.iter().all(|epoch| epoch.2 == 0 && epoch.1 != EpochState::Open), "{all:?}");
            test.advance_seconds(600);
            // The same with the one before; what a rotation too many left goes first.
            let old = last.0 - 1;
            for epoch in older.iter().filter(|epoch| epoch.0 < old && epoch.1 == EpochState::Closed) {
                assert_eq!(test.office.destroy_epoch_now(epoch.0, true).await.unwrap(), Ok(()));
            }
            saboteur.spare.store(spare, Ordering::SeqCst);
            let cut = test.office.destroy_epoch_now(old, true).await;
            struck += u32::from(saboteur.spare.swap(0, Ordering::SeqCst) == 0);
            match test.office.destroy_epoch_now(old, true).await.unwrap() {
                Ok(()) => assert!(cut.is_err() || matches!(cut, Ok(Err(_))), "{cut:?}"),
                Err(refused) => assert_eq!(refused, CannotDestroy::Destroyed(old), "{cut:?}"),
            }
            assert!(!test.office.vault.epochs().contains(&old));
            reads(&test, &sari, "Sari Dewi").await;
        }
    }
    assert!(struck > 12, "only {struck} commits were cut off");
    test.office.store.read(ledger_rows::heads).await.unwrap();
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_at_every_commit_on_sqlite() {
    cut_off_at_every_commit(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_at_every_commit_on_postgres() {
    cut_off_at_every_commit(Engine::Postgres).await;
}
