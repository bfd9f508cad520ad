//! The date that people are told when they are gone: what it counts, what may not move it, what is said
//! when it does not hold; and that no key is destroyed while nothing could be restored without it.

use std::sync::Arc;

use amanah_actions::epochs::CannotDestroy;
use amanah_actions::letters::LetterKind;
use amanah_actions::operator::keys::Changed;
use amanah_actions::post::Fate;
use amanah_actions::removal::RemovalRequest;
use amanah_actions::told::{Told, told};
use amanah_domain::states::EpochState;
use amanah_domain::{Timestamp, Unreadable};
use amanah_store::reports::{self, Report};
use amanah_store::{key_epochs, people, removals};
use amanah_testkit::TestOffice;

use crate::on_both;

const SARI: &str = "sari@surat.example";

on_both! {
    a_letter_that_sees_the_next_epoch_counts
    a_row_left_behind_counts_as_the_newest
    the_stranger_goes_with_the_farewell
    the_stranger_goes_when_the_farewell_is_given_up
    a_told_date_is_moved_only_on_purpose
    a_date_that_passed_is_said
    an_epoch_that_begins_early_takes_the_letters_along
    nothing_is_destroyed_while_backups_fail
    a_backup_of_an_unfinished_rotation_does_not_count
}

async fn told_now(test: &TestOffice, epoch: u32) -> Told {
    let now = test.office.now();
    test.office.store.read(move |db| told(db, epoch, now)).await.unwrap()
}

async fn rotate(test: &TestOffice) -> u32 {
    test.office.rotate_now(false, &mut |_| {}).await.unwrap().epoch
}

async fn key_rows(test: &TestOffice) -> u64 {
    test.office.store.read(people::key_counts).await.unwrap().iter().map(|(_, rows)| rows).sum()
}

/// Removes Sari wholly; the code of her certificate, and what she was told.
async fn leaves(test: &TestOffice) -> (String, Timestamp) {
    let session = test.register("Sari Dewi", SARI).await;
    let plan = test.office.plan_removal(&session, RemovalRequest::DESTROY).await.unwrap();
    let removed = test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    (removed.code, plan.unreadable_at)
}

async fn said(test: &TestOffice, code: &str) -> Unreadable {
    test.office.view_certificate(code).await.unwrap().unreadable.unwrap()
}

async fn a_day(test: &TestOffice) {
    test.office.plan_daily_work().await.unwrap();
    test.advance_hours(24);
    test.run_jobs().await;
}

async fn newest_report(test: &TestOffice) -> Report {
    test.office.store.read(|db| reports::newest(db, "keys")).await.unwrap().unwrap()
}

async fn a_letter_that_sees_the_next_epoch_counts(test: &mut TestOffice) {
    let first = told_now(test, 1).await;
    assert_eq!(first.last_epoch, 1);
    // The next epoch is due in a week; a letter may lie about for a day, and a rotation begin half a day early.
    test.advance_hours(7 * 24 - 39);
    assert_eq!(told_now(test, 1).await, first);
    test.advance_hours(2);
    let late = told_now(test, 1).await;
    assert_eq!(late, Told { last_epoch: 2, by: first.by.plus_hours(7 * 24) });
    // Overdue, it may begin at any moment.
    test.advance_hours(72);
    assert_eq!(told_now(test, 1).await.last_epoch, 2);
    rotate(test).await;
    assert_eq!(told_now(test, 2).await.last_epoch, 2);
    // Begun in the keyring this moment, and not in the table.
    assert_eq!(told_now(test, 3).await.last_epoch, 3);
}

/// A rotation that is unfinished: the person's row is under the epoch before, the backup is not.
async fn a_row_left_behind_counts_as_the_newest(test: &mut TestOffice) {
    let session = test.register("Sari Dewi", SARI).await;
    test.office.vault.begin_epoch().unwrap();
    let now = test.office.now();
    test.office.store.write(move |db| key_epochs::open(db, 2, now)).await.unwrap();
    let person = session.person;
    let row = test.office.store.read(move |db| people::read_key(db, &person)).await.unwrap().unwrap();
    assert_eq!(row.epoch, 1);
    let plan = test.office.plan_removal(&session, RemovalRequest::DESTROY).await.unwrap();
    assert_eq!(plan.unreadable_at, told_now(test, 2).await.by);
    let removed = test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap().removal;
    let stored = test.office.store.read(move |db| removals::read(db, &removed)).await.unwrap().unwrap();
    assert_eq!((stored.last_epoch, stored.unreadable_at), (Some(2), Some(plan.unreadable_at)));
    test.run_jobs().await;
}

async fn the_stranger_goes_with_the_farewell(test: &mut TestOffice) {
    test.register("Budi Santoso", "budi@surat.example").await;
    let others = key_rows(test).await;
    leaves(test).await;
    assert_eq!(key_rows(test).await, others + 1, "the letter's");
    let LetterKind::Removed { .. } = test.newest_letter(SARI).await else { panic!("no farewell") };
    assert_eq!(key_rows(test).await, others, "not a day later");
}

async fn the_stranger_goes_when_the_farewell_is_given_up(test: &mut TestOffice) {
    test.register("Budi Santoso", "budi@surat.example").await;
    let others = key_rows(test).await;
    let session = test.register("Sari Dewi", SARI).await;
    test.post.breaks(Some(Fate::NotNow));
    test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    test.run_jobs().await;
    assert_eq!(key_rows(test).await, others + 1, "tried again later");
    test.post.breaks(Some(Fate::Never));
    test.advance_hours(1);
    test.run_jobs().await;
    assert_eq!(key_rows(test).await, others);
    test.post.breaks(None);
}

async fn a_told_date_is_moved_only_on_purpose(test: &mut TestOffice) {
    let office = Arc::clone(&test.office);
    let (code, told) = leaves(test).await;
    assert_eq!(said(test, &code).await, Unreadable::By(told));
    let plan = office.key_plan().await.unwrap();
    assert_eq!(office.plan_keys(Some(14), None, false).await.unwrap(), Ok(Changed::Moves(1)));
    assert_eq!(office.plan_keys(None, Some(3), false).await.unwrap(), Ok(Changed::Moves(1)));
    assert_eq!(office.add_copy("safe", 30, false).await.unwrap(), Ok(Changed::Moves(1)));
    assert_eq!((office.key_plan().await.unwrap(), said(test, &code).await), (plan, Unreadable::By(told)));
    assert!(office.keys_status().await.unwrap().copies.is_empty());
    // What moves nobody's date needs no word.
    let shorter = office.plan_keys(Some(5), None, false).await.unwrap();
    assert!(matches!(shorter, Ok(Changed::Done(plan, 0)) if plan.every_days == 5), "{shorter:?}");
    assert!(matches!(office.plan_keys(Some(7), None, true).await.unwrap(), Ok(Changed::Done(_, 0))));
    assert_eq!(office.add_copy("safe", 30, true).await.unwrap(), Ok(Changed::Done((), 1)));
    assert_eq!(said(test, &code).await, Unreadable::By(told.plus_hours(30 * 24)));
    let file = office.certificate_file(&code).await.unwrap();
    let file: serde_json::Value = serde_json::from_str(&file).unwrap();
    assert_eq!(file["unreadable"]["state"], "by");
    test.run_jobs().await;
}

/// Weeks pass as they should; then the copy that nobody replaced holds the key beyond the day.
async fn a_date_that_passed_is_said(test: &mut TestOffice) {
    let (code, told) = leaves(test).await;
    assert!(test.office.add_copy("safe", 30, true).await.unwrap().is_ok());
    while test.office.now() <= told {
        a_day(test).await;
    }
    assert_eq!(said(test, &code).await, Unreadable::Late { told });
    let report = newest_report(test).await;
    assert!(!report.fine && report.summary.contains("1 certificates of erasure"), "{report:?}");
    let epochs = test.office.keys_status().await.unwrap().epochs;
    assert_eq!(epochs[0].row.state, EpochState::Destroyed);
    // Replaced, it is over, and stays so.
    let gone_at = test.office.now();
    assert!(test.office.confirm_copy("safe").await.unwrap());
    assert_eq!(said(test, &code).await, Unreadable::Since(gone_at));
    a_day(test).await;
    assert!(test.office.confirm_copy("safe").await.unwrap());
    assert_eq!(said(test, &code).await, Unreadable::Since(gone_at));
    let report = newest_report(test).await;
    assert!(report.fine, "{report:?}");
}

/// The operator rotates while the letter still waits: it may be found in backups of the new epoch.
async fn an_epoch_that_begins_early_takes_the_letters_along(test: &mut TestOffice) {
    let (code, told) = leaves(test).await;
    test.run_jobs().await;
    test.advance_hours(1);
    rotate(test).await;
    test.advance_hours(24 * 8);
    rotate(test).await;
    test.advance_hours(1);
    let destroy = async |epoch| test.office.destroy_epoch_now(epoch, false).await.unwrap();
    assert_eq!(destroy(1).await, Ok(()));
    assert_eq!(said(test, &code).await, Unreadable::By(told), "the second epoch is there");
    assert_eq!(destroy(2).await, Err(CannotDestroy::Kept(2)));
    assert_eq!(test.office.destroy_epoch_now(2, true).await.unwrap(), Ok(()));
    let gone_at = test.office.now();
    assert_eq!(said(test, &code).await, Unreadable::Since(gone_at));
}

async fn nothing_is_destroyed_while_backups_fail(test: &mut TestOffice) {
    let (code, told) = leaves(test).await;
    a_day(test).await;
    test.office.back_up().await.unwrap();
    let backups = test.office.shelves.folder.join("backups");
    // The disk is gone, and a file lies in its place.
    let aside = test.office.shelves.folder.join("aside");
    std::fs::rename(&backups, &aside).unwrap();
    std::fs::write(&backups, b"").unwrap();
    while test.office.now() <= told {
        a_day(test).await;
        assert!(test.office.back_up().await.is_err());
    }
    assert_eq!(test.office.vault.epochs(), [1, 2, 3]);
    assert_eq!(test.office.destroy_epoch_now(1, false).await.unwrap(), Err(CannotDestroy::NoBackup(1)));
    let report = newest_report(test).await;
    assert!(!report.fine && report.summary.contains("no backup that was read back"), "{report:?}");
    assert_eq!(said(test, &code).await, Unreadable::Late { told });
    // Back again: what lies there is older than the key.
    std::fs::remove_file(&backups).unwrap();
    std::fs::rename(&aside, &backups).unwrap();
    assert_eq!(test.office.destroy_epoch_now(1, false).await.unwrap(), Err(CannotDestroy::NoBackup(1)));
    let made = test.office.back_up().await.unwrap();
    assert_eq!((made.epoch, made.least_epoch), (3, Some(3)));
    // Not where its key part was lost again.
    let part = backups.join(format!("keys/{}.amk", made.name));
    std::fs::rename(&part, backups.join("lost")).unwrap();
    assert_eq!(test.office.destroy_epoch_now(1, false).await.unwrap(), Err(CannotDestroy::NoBackup(1)));
    std::fs::rename(backups.join("lost"), &part).unwrap();
    assert_eq!(test.office.destroy_epoch_now(1, false).await.unwrap(), Ok(()));
    assert_eq!(said(test, &code).await, Unreadable::Since(test.office.now()));
    test.may_leave_work();
}

/// Sealed under the new epoch, but with rows that open by the old key alone.
async fn a_backup_of_an_unfinished_rotation_does_not_count(test: &mut TestOffice) {
    test.register("Budi Santoso", "budi@surat.example").await;
    assert!(test.office.plan_keys(None, Some(1), true).await.unwrap().is_ok());
    test.office.vault.begin_epoch().unwrap();
    let now = test.office.now();
    test.office.store.write(move |db| key_epochs::open(db, 2, now)).await.unwrap();
    let half = test.office.back_up().await.unwrap();
    assert_eq!((half.epoch, half.least_epoch), (2, Some(1)));
    assert_eq!(rotate(test).await, 2);
    test.advance_seconds(600);
    assert_eq!(test.office.destroy_epoch_now(1, false).await.unwrap(), Err(CannotDestroy::NoBackup(1)));
    test.office.back_up().await.unwrap();
    assert_eq!(test.office.destroy_epoch_now(1, false).await.unwrap(), Ok(()));
}
