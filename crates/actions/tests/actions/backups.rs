//! Backups come back: on either engine, whole, verified, on record, and without whoever came later.

use amanah_actions::operator::backup_error::BackupError;
use amanah_domain::{Entry, PurposeId};
use amanah_store::{Engine, StoreError, accounts, ledger_rows, reports, sessions, tags};
use amanah_testkit::TestOffice;
use amanah_vault::{FileKeeper, Keyring, Protection};

use crate::backup_helpers::{accounts as key_rows, elsewhere, elsewhere_with, file, keyring, said};
use crate::on_both;
use crate::people::eligible;

async fn a_backup_comes_back_on_either_engine(test: &mut TestOffice) {
    let siti = test.enrol(&eligible(1)[0]).await;
    let budi = test.register("Budi Santoso", "budi@surat.example").await;
    test.run_jobs().await;
    let made = test.office.create_backup().await.unwrap();
    assert!(made.journal >= 1 && made.keys.rows["key_row"] >= 2 && made.data.rows["sealed_row"] >= 2);
    let late = test.register("Tono Hartono", "tono@surat.example").await;

    let mut told = 0;
    let verified = test.office.archive().verify(&made.name, &mut |done, _| told = done).await.unwrap();
    assert!(verified.keys && told > 0);
    assert_eq!(verified.manifest, made);
    let listed = test.office.archive().list().await.unwrap();
    assert_eq!(listed.len(), 1);
    assert!(listed[0].data && listed[0].keys && listed[0].opens);

    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = elsewhere(test, engine, "again");
        let restored = place.restore(&made.name, None).await.unwrap();
        assert_eq!(restored.rows, made.data.row_count() + made.keys.row_count());
        assert_eq!((restored.dropped, restored.replayed.removals), (0, 0));
        let store = place.open().await;
        for person in [siti.person, budi.person] {
            assert!(place.has_keys(&store, person).await);
            let mut old = test
                .office
                .store
                .read(move |db| amanah_store::people::read_sealed_all(db, &person))
                .await
                .unwrap();
            old.retain(|row| row.category != 12);
            let mut new = place.rows(&store, person).await;
            new.retain(|row| row.category != 12);
            assert_eq!(new, old, "sealed rows are byte for byte what they were");
        }
        assert!(!place.has_keys(&store, late.person).await, "who came later is not there");
        let late = late.person;
        let there = store.read(move |db| accounts::read(db, &late)).await.unwrap();
        assert!(there.is_none());
        let claims = store.read(move |db| tags::claims_of_person(db, &siti.person)).await.unwrap();
        assert!(!claims.is_empty());
        let long_ago = amanah_domain::Timestamp::from_millis(0);
        assert_eq!(
            store.read(move |db| sessions::count(db, long_ago)).await.unwrap(),
            0,
            "everybody signs in again"
        );

        // The restored logs are ended, and a new one begins with the declaration.
        let heads = store.read(ledger_rows::heads).await.unwrap();
        let first = heads.last().unwrap().log;
        assert!(heads.len() >= 2 && first.0 > 1_000_000, "{heads:?}");
        let entries = store.read(move |db| ledger_rows::entries(db, first, 0, 10)).await.unwrap();
        let entry = Entry::decode(&entries[0].body).unwrap();
        assert_eq!(entry.purpose, PurposeId::Backup);
        assert_eq!(entry.note, format!("restored {}", made.name));
        assert!(place.files().contains(&"checkpoint".to_owned()));
        drop(store);

        // A second one finds the place taken.
        let again = place.restore(&made.name, None).await;
        assert!(matches!(again, Err(BackupError::Store(StoreError::NotEmpty))), "{again:?}");
        if engine == Engine::Sqlite {
            assert!(place.files().iter().all(|name| !name.contains("restoring")), "{:?}", place.files());
        }
        drop(place);
        std::fs::remove_dir_all(test.office.shelves.folder.join("again")).unwrap();
    }
}

/// Whatever byte of whatever file is altered, nothing of it is taken.
async fn an_altered_backup_is_refused(test: &mut TestOffice) {
    test.register("Budi Santoso", "budi@surat.example").await;
    let made = test.office.create_backup().await.unwrap();
    let name = &made.name;
    let place = elsewhere(test, Engine::Sqlite, "again");
    for stored in [format!("data/{name}.amb"), format!("keys/{name}.amk"), format!("data/{name}.manifest")] {
        let path = file(test, &stored);
        let whole = std::fs::read(&path).unwrap();
        let step = (whole.len() / 23).max(1);
        for at in (0..whole.len()).step_by(step).chain([12, 13, 14, 30, 46, 50, 60, whole.len() - 1]) {
            let mut altered = whole.clone();
            altered[at] ^= 0x41;
            std::fs::write(&path, &altered).unwrap();
            let verified = test.office.archive().verify(name, &mut |_, _| {}).await;
            assert!(verified.is_err(), "{stored}: byte {at} of {}", whole.len());
        }
        for cut in [0, 1, 11, 50, 113, 114, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&path, &whole[..cut]).unwrap();
            assert!(
                test.office.archive().verify(name, &mut |_, _| {}).await.is_err(),
                "{stored} cut at {cut}"
            );
            assert!(place.restore(name, None).await.is_err(), "{stored} cut at {cut}");
        }
        let longer = [whole.as_slice(), b"x"].concat();
        std::fs::write(&path, &longer).unwrap();
        assert!(place.restore(name, None).await.is_err(), "{stored} with a byte more");
        std::fs::write(&path, &whole).unwrap();
    }
    // Nothing was begun that would stand in the way.
    place.restore(name, None).await.unwrap();
}

/// Another backup's part under this one's name.
async fn mixed_up_parts_are_refused(test: &mut TestOffice) {
    let one = test.office.create_backup().await.unwrap();
    test.advance_seconds(2);
    let two = test.office.create_backup().await.unwrap();
    let (first, second) =
        (file(test, &format!("data/{}.amb", one.name)), file(test, &format!("data/{}.amb", two.name)));
    let whole = std::fs::read(&first).unwrap();
    std::fs::copy(&second, &first).unwrap();
    let refused = said(test.office.archive().verify(&one.name, &mut |_, _| {}).await);
    assert!(refused.contains("another backup") || refused.contains("bytes"), "{refused}");
    std::fs::write(&first, &whole).unwrap();
    // A manifest under another name.
    let (from, to) = (
        file(test, &format!("data/{}.manifest", one.name)),
        file(test, &format!("data/{}.manifest", two.name)),
    );
    std::fs::copy(&from, &to).unwrap();
    let refused = said(test.office.archive().verify(&two.name, &mut |_, _| {}).await);
    assert!(refused.contains("under another name"), "{refused}");
    let unknown = said(test.office.archive().verify("20200101-000000-00000000", &mut |_, _| {}).await);
    assert!(unknown.contains("amanah backup list"), "{unknown}");
    let path = said(test.office.archive().verify("../../../../etc/passwd", &mut |_, _| {}).await);
    assert!(path.contains("there is no backup"), "{path}");
}

/// What a crash leaves is no backup, and goes away with the next one.
async fn leftovers_are_no_backups(test: &mut TestOffice) {
    let made = test.office.create_backup().await.unwrap();
    let unfinished = file(test, "data/20260101-000000-00000000.amb.unfinished");
    std::fs::write(&unfinished, b"half a part").unwrap();
    std::fs::write(file(test, "data/20260102-000000-00000000.amb"), b"a part without its manifest").unwrap();
    let listed = test.office.archive().list().await.unwrap();
    assert_eq!(listed.iter().map(|listed| &listed.name).collect::<Vec<_>>(), [&made.name]);
    assert_eq!(test.office.archive().newest().await.unwrap(), made.name);
    test.advance_seconds(2);
    test.office.create_backup().await.unwrap();
    assert!(!unfinished.exists());
}

async fn a_rehearsal_says_how_it_went(test: &mut TestOffice) {
    let none = said(test.office.rehearse_restore(&mut |_, _, _| {}).await);
    assert!(none.contains("no finished backup"), "{none}");
    test.register("Budi Santoso", "budi@surat.example").await;
    test.advance_seconds(2);
    let made = test.office.back_up().await.unwrap();
    test.advance_seconds(2);
    let rehearsed = test.office.rehearse_restore(&mut |_, _, _| {}).await.unwrap();
    assert_eq!(rehearsed.restored.data.name, made.name);
    assert!(rehearsed.unlocked >= 1);
    assert!(!test.office.shelves.folder.join("rehearsal").exists(), "nothing of it is left");
    let list = test.office.store.read(|db| reports::list(db, "rehearsal", 10)).await.unwrap();
    assert_eq!(list.iter().map(|report| report.fine).collect::<Vec<_>>(), [true, false]);
    let summary: serde_json::Value = serde_json::from_str(&list[0].summary).unwrap();
    assert_eq!((summary["backup"].as_str(), summary["failure"].is_null()), (Some(made.name.as_str()), true));
    let failed: serde_json::Value = serde_json::from_str(&list[1].summary).unwrap();
    assert_eq!(failed["failure"], "no-backup");
    // One whose key part is damaged.
    let path = file(test, &format!("keys/{}.amk", made.name));
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    test.advance_seconds(2);
    assert!(test.office.rehearse_restore(&mut |_, _, _| {}).await.is_err());
    let newest = test.office.store.read(|db| reports::newest(db, "rehearsal")).await.unwrap().unwrap();
    assert!(!newest.fine && newest.summary.contains("\"part\""), "{}", newest.summary);
    let backup = test.office.store.read(|db| reports::newest(db, "backup")).await.unwrap().unwrap();
    assert!(backup.fine && backup.summary.contains(&made.name));
}

/// Only the key parts of the last epochs stay; data parts stay for good.
async fn old_key_parts_go(test: &mut TestOffice) {
    test.register("Budi Santoso", "budi@surat.example").await;
    let first = test.office.back_up().await.unwrap();
    let mut names = vec![first.name.clone()];
    for _ in 0..2 {
        test.advance_hours(1);
        test.office.rotate_now(true, &mut |_| {}).await.unwrap();
        names.push(test.office.back_up().await.unwrap().name);
    }
    let listed = test.office.archive().list().await.unwrap();
    let with_keys: Vec<bool> = listed.iter().map(|listed| listed.keys).collect();
    assert_eq!((listed.len(), with_keys), (3, vec![false, true, true]));
    assert!(!file(test, &format!("keys/{}.amk", first.name)).exists());
    // Its data part is checked alone, and comes back with the newest keys.
    assert!(!test.office.archive().verify(&first.name, &mut |_, _| {}).await.unwrap().keys);
    let place = elsewhere(test, Engine::Sqlite, "again");
    let restored = place.restore(&first.name, None).await.unwrap();
    assert_eq!(restored.keys.name, names[2]);
    let store = place.open().await;
    assert_eq!(key_rows(&store).await, 1);
}

/// The keyring of another house opens nothing here, and its signature counts for nothing.
async fn another_installations_keyring_opens_nothing(test: &mut TestOffice) {
    test.register("Budi Santoso", "budi@surat.example").await;
    let made = test.office.create_backup().await.unwrap();
    let keeper = FileKeeper::new(test.office.shelves.folder.join("foreign"), Protection::Plain);
    let foreign = Keyring::create(Box::new(keeper), &*test.office.chance).unwrap();
    let place = elsewhere_with(test, Engine::Sqlite, "again", foreign);
    let refused = said(place.restore(&made.name, None).await);
    assert!(refused.contains("not signed by this installation"), "{refused}");
    assert!(said(place.archive().verify(&made.name, &mut |_, _| {}).await).contains("not signed by"));
    let listed = place.archive().list().await.unwrap();
    assert!(listed[0].manifest.as_ref().unwrap_err().contains("not signed by"));
    // The own keyring without the epoch of the key part: an escrow copy that is too old, or too new.
    let own = keyring(&test.office.shelves.folder);
    own.begin_epoch(&*test.office.chance).unwrap();
    own.destroy_epoch(made.epoch, &*test.office.chance).unwrap();
    drop(own);
    let place = elsewhere(test, Engine::Sqlite, "again");
    let refused = said(place.restore(&made.name, None).await);
    assert!(refused.contains("no key part") && refused.contains("--keys"), "{refused}");
    let refused = said(place.restore(&made.name, Some(&made.name)).await);
    assert!(refused.contains("key of epoch 1"), "{refused}");
    test.may_leave_work();
}

/// Later forms are told as such, by whoever signed them.
async fn a_newer_backup_says_which_amanah_it_wants(test: &mut TestOffice) {
    test.register("Budi Santoso", "budi@surat.example").await;
    let made = test.office.create_backup().await.unwrap();
    let path = file(test, &format!("data/{}.manifest", made.name));
    let note = std::fs::read_to_string(&path).unwrap();
    let (text, _) = note.split_once("\n\n").unwrap();
    let place = elsewhere(test, Engine::Sqlite, "again");
    let resign = |text: &str| {
        let note = amanah_ledger::Note::sign(&format!("{text}\n"), &[&place.signer]).unwrap();
        std::fs::write(&path, note.to_string()).unwrap();
    };
    resign(&text.replacen("amanah backup 1", "amanah backup 2", 1));
    let refused = said(place.restore(&made.name, None).await);
    assert!(refused.contains("newer amanah (format 2)"), "{refused}");
    resign(&text.replacen("\"schema\": ", "\"schema\": 99", 1));
    let refused = said(place.restore(&made.name, None).await);
    assert!(refused.contains("schema version 99") && refused.contains("newer"), "{refused}");
    resign(&text.replacen("\"programme\": \"", "\"programme\": \"other-", 1));
    let refused = said(place.restore(&made.name, None).await);
    assert!(refused.contains("backup of the programme other-"), "{refused}");
    resign(&text.replacen("\"account\": ", "\"account\": 9", 1));
    let refused = said(place.restore(&made.name, None).await);
    assert!(refused.contains("table account has") && refused.contains("the manifest says 9"), "{refused}");
    resign(text);
    place.restore(&made.name, None).await.unwrap();
}

on_both! {
    another_installations_keyring_opens_nothing
    a_newer_backup_says_which_amanah_it_wants
    a_backup_comes_back_on_either_engine
    an_altered_backup_is_refused
    mixed_up_parts_are_refused
    leftovers_are_no_backups
    a_rehearsal_says_how_it_went
    old_key_parts_go
}
