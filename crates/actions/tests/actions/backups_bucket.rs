//! Backups and the journal on S3-compatible storage, spoken to as it is spoken to in production.

use std::sync::Arc;

use amanah_actions::ledger_signer;
use amanah_actions::operator::journal::{Journal, JournalLine, read_journal};
use amanah_actions::operator::shelf::{BucketKeys, Shelf, Shelves};
use amanah_domain::states::RemovalAct;
use amanah_domain::{CategorySet, FieldSet, PersonId, RemovalId};
use amanah_store::Engine;
use amanah_testkit::TestOffice;
use amanah_testkit::s3::{ACCESS_KEY, S3Server, SECRET_KEY};

use crate::backup_helpers::{elsewhere, keyring, said};
use crate::on_both;

fn keys(server: &S3Server, secret: &str) -> BucketKeys {
    BucketKeys {
        access_key: ACCESS_KEY.to_owned(),
        secret_key: secret.to_owned(),
        endpoint: Some(server.endpoint().to_owned()),
        ..BucketKeys::default()
    }
}

fn shelves(test: &TestOffice, server: &S3Server, secret: &str) -> Shelves {
    let shelf = |prefix: &str| {
        Shelf::from_address(&format!("s3://house/{prefix}"), Some(&keys(server, secret))).unwrap()
    };
    Shelves {
        folder: test.office.shelves.folder.clone(),
        journal: shelf("journal"),
        data: shelf("copies/data-side"),
        keys: shelf("copies/key-side"),
    }
}

/// The office with its backups in the bucket.
fn move_to(test: &mut TestOffice, shelves: Shelves) {
    let office = Arc::get_mut(&mut test.office).unwrap();
    office.use_shelves(shelves);
}

async fn a_bucket_keeps_backups_and_the_journal(test: &mut TestOffice) {
    let server = S3Server::start().await;
    let moved = shelves(test, &server, SECRET_KEY);
    test.register("Budi Santoso", "budi@surat.example").await;
    move_to(test, moved);
    let made = test.office.create_backup().await.unwrap();
    let bucket = server.bucket();
    assert!(bucket.join(format!("copies/data-side/data/{}.amb", made.name)).exists());
    assert!(bucket.join(format!("copies/key-side/keys/{}.amk", made.name)).exists());
    assert!(bucket.join("journal/00000001").exists());
    assert_eq!(test.office.archive().list().await.unwrap().len(), 1);
    test.office.archive().verify(&made.name, &mut |_, _| {}).await.unwrap();
    let place = elsewhere(test, Engine::Sqlite, "again");
    place.restore(&made.name, None).await.unwrap();

    // Two processes append to one journal: nobody overwrites anybody.
    let signer = || {
        let seed = *keyring(&test.office.shelves.folder).ledger_seed();
        ledger_signer(&test.office.programme.name, &seed).unwrap()
    };
    let vault = || test.office.archive().vault();
    let journal = |head| Journal::new(test.office.shelves.journal.clone(), signer(), vault(), head);
    let (one, two) = (journal(None), journal(None));
    let line = |number: u8| JournalLine {
        removal: RemovalId::from_bytes([number; 16]),
        person: PersonId::from_bytes([number; 16]),
        act: RemovalAct::End,
        categories: CategorySet::EMPTY,
        fields: FieldSet::EMPTY,
        at: test.office.now(),
    };
    for (number, journal) in [&one, &two, &two, &one].into_iter().enumerate() {
        assert_eq!(journal.append(line(number as u8)).await.unwrap(), number as u64 + 2);
    }
    let read = read_journal(&test.office.shelves.journal, signer().verifier(), &vault(), &[]).await;
    assert_eq!(read.unwrap().records.len(), 4);

    // Damaged where it lies.
    let path = bucket.join(format!("copies/data-side/data/{}.amb", made.name));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&path, bytes).unwrap();
    let refused = said(test.office.archive().verify(&made.name, &mut |_, _| {}).await);
    assert!(refused.contains("truncated or altered"), "{refused}");
}

async fn a_bucket_that_fails_says_so_without_its_keys(test: &mut TestOffice) {
    let server = S3Server::start().await;
    let wrong = shelves(test, &server, "another-secret-entirely");
    let right = shelves(test, &server, SECRET_KEY);
    move_to(test, wrong);
    let refused = test.office.back_up().await.err().unwrap();
    let (told, debug) = (refused.to_string(), format!("{refused:?} {:?}", test.office.shelves));
    assert!(told.contains("the keys do not open it"), "{told}");
    for secret in [ACCESS_KEY, SECRET_KEY, "another-secret-entirely"] {
        assert!(!told.contains(secret) && !debug.contains(secret), "{debug}");
    }
    let missing = Shelf::from_address("s3://house", None).unwrap_err();
    assert!(missing.contains("AWS_ACCESS_KEY_ID"), "{missing}");
    let far = BucketKeys { endpoint: Some("http://storage.example".to_owned()), ..keys(&server, SECRET_KEY) };
    assert!(Shelf::from_address("s3://house", Some(&far)).unwrap_err().contains("https://"));
    assert!(Shelf::from_address("ftp://house", None).unwrap_err().contains("s3://bucket/prefix"));

    move_to(test, right);
    let made = test.office.create_backup().await.unwrap();
    server.stop().await;
    let away = said(test.office.archive().verify(&made.name, &mut |_, _| {}).await);
    assert!(away.contains("does not answer"), "{away}");
    let line = test.office.journal().head().await.unwrap_err().to_string();
    assert!(line.contains("does not answer"), "{line}");
}

on_both! {
    a_bucket_keeps_backups_and_the_journal
    a_bucket_that_fails_says_so_without_its_keys
}
