//! A backup that comes back forgets again: who was removed after it stands in the journal, and without
//! the whole journal nothing comes back.

use amanah_actions::epochs::CannotDestroy;
use amanah_actions::ledger_signer;
use amanah_actions::operator::journal::{Journal, JournalLine, read_journal};
use amanah_actions::removal::RemovalRequest;
use amanah_domain::states::{NoticeState, RemovalAct, RemovalLine, RemovalState};
use amanah_domain::{Category, CategorySet, FieldId, FieldSet, PersonId, RemovalId};
use amanah_store::tags::TagRow;
use amanah_store::{Engine, accounts, batches, kept_tags, notices, people, removals, tags};
use amanah_testkit::TestOffice;
use amanah_vault::{IndexId, KeyRow, SealedRow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::backup_helpers::{Elsewhere, accounts as key_rows, elsewhere, elsewhere_with, keyring, said};
use crate::on_both;
use crate::people::eligible;
use crate::removal_helpers::{categories, fields, give_place, remove};

async fn fields_of(place: &Elsewhere, store: &amanah_store::Store, person: PersonId) -> FieldSet {
    let mut found = FieldSet::EMPTY;
    for row in place.rows(store, person).await {
        let category = Category::from_code(row.category as u8).unwrap();
        found = found.either(SealedRow::decode(person, category, &row.body).unwrap().fields());
    }
    found
}

/// Both parts of before: everything that went since is in them, and the journal takes it out again.
async fn whoever_was_removed_after_the_backup_stays_removed(test: &mut TestOffice) {
    let people = eligible(4);
    let mut sessions = Vec::new();
    for person in &people {
        sessions.push(test.enrol(person).await);
    }
    test.run_jobs().await;
    let before = test.office.create_backup().await.unwrap();
    test.advance_seconds(60);
    let gone = remove(test, &sessions[0], RemovalRequest::DESTROY).await;
    let erasure = remove(test, &sessions[1], categories(&[Category::Livelihood])).await;
    remove(test, &sessions[2], fields(&[FieldId::Kk])).await;
    remove(test, &sessions[3], RemovalRequest::END).await;

    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = elsewhere(test, engine, "again");
        let restored = place.restore(&before.name, Some(&before.name)).await.unwrap();
        assert_eq!(restored.replayed.removals, 4);
        assert_eq!(restored.replayed.resealed, 1, "the one single value");
        let store = place.open().await;
        let [destroyed, erased, single, ended] = [0, 1, 2, 3].map(|at: usize| sessions[at].person);
        assert!(!place.has_keys(&store, destroyed).await);
        assert!(place.rows(&store, destroyed).await.is_empty());
        assert!(store.read(move |db| accounts::read(db, &destroyed)).await.unwrap().is_none());
        assert!(store.read(move |db| tags::claims_of_person(db, &destroyed)).await.unwrap().is_empty());

        let left = fields_of(&place, &store, erased).await;
        assert!(!left.contains(FieldId::Occupation) && left.contains(FieldId::Nik), "{left:?}");
        // The older data part is of no use with the keys of this place: the salt is another one.
        let row = store.read(move |db| amanah_store::people::read_key(db, &erased)).await.unwrap().unwrap();
        let keys =
            place.vault.unlock(erased, &KeyRow { epoch: row.epoch as u32, wrapped: row.wrapped }).unwrap();
        assert!(row.version > 1 && keys.has(Category::Livelihood));

        let left = fields_of(&place, &store, single).await;
        assert!(!left.contains(FieldId::Kk) && left.contains(FieldId::Nik), "{left:?}");
        let kk = store.read(move |db| tags::of_person(db, &single)).await.unwrap();
        assert!(kk.iter().all(|tag| tag.index_id != amanah_vault::IndexId::Kk.code()));
        // What is left of its category lies under a new salt, and opens; what the backup has does not.
        let row = store.read(move |db| amanah_store::people::read_key(db, &single)).await.unwrap().unwrap();
        let keys =
            place.vault.unlock(single, &KeyRow { epoch: row.epoch as u32, wrapped: row.wrapped }).unwrap();
        for stored in place.rows(&store, single).await {
            let category = Category::from_code(stored.category as u8).unwrap();
            let mut row = SealedRow::decode(single, category, &stored.body).unwrap();
            assert!(row.drop_unreadable(&keys).is_empty());
        }

        // Each certificate is found again, and who was told is told again.
        let codes: Vec<_> = [&gone, &erasure].into_iter().map(|removed| removed.removal).collect();
        for removal in codes {
            let row = store.read(move |db| removals::read(db, &removal)).await.unwrap().unwrap();
            assert_eq!(row.state, RemovalState::Confirmed);
            assert!(row.journal.is_some() && row.unreadable_at.is_some());
            let (lines, live) = (store.read(move |db| removals::lines(db, &removal)), &test.office.store);
            let lines = lines.await.unwrap();
            assert!(lines.iter().any(|line| line.kind == RemovalLine::Gone), "{lines:?}");
            let tag = store.read(move |db| removals::tag(db, &removal)).await.unwrap();
            assert_eq!(tag, live.read(move |db| removals::tag(db, &removal)).await.unwrap());
            let again = store.read(move |db| notices::of(db, &removal)).await.unwrap();
            let told = live.read(move |db| notices::of(db, &removal)).await.unwrap();
            assert!(!told.is_empty());
            let of = |rows: &[notices::NoticeRow]| -> Vec<_> {
                rows.iter().map(|row| (row.notice, row.recipient, row.reference)).collect()
            };
            assert_eq!(of(&again), of(&told));
            assert!(again.iter().all(|notice| notice.state == NoticeState::Waiting));
        }

        let account = store.read(move |db| accounts::read(db, &ended)).await.unwrap().unwrap();
        assert_eq!(account.state, amanah_domain::PersonState::Ended);
        assert!(place.has_keys(&store, ended).await, "ended, not erased");
        drop(store);
        drop(place);
        std::fs::remove_dir_all(test.office.shelves.folder.join("again")).unwrap();
    }
}

/// The normal way: data of before with the newest keys. Who was destroyed has no keys there, and what was
/// erased lies under another salt.
async fn old_data_and_the_newest_keys_come_together(test: &mut TestOffice) {
    let people = eligible(3);
    let mut sessions = Vec::new();
    for person in &people {
        sessions.push(test.enrol(person).await);
    }
    test.run_jobs().await;
    let before = test.office.create_backup().await.unwrap();
    test.advance_seconds(60);
    remove(test, &sessions[0], RemovalRequest::DESTROY).await;
    remove(test, &sessions[1], categories(&[Category::Livelihood])).await;
    remove(test, &sessions[2], fields(&[FieldId::Kk])).await;
    let late = test.register("Tono Hartono", "tono@surat.example").await;
    let after = test.office.create_backup().await.unwrap();

    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = elsewhere(test, engine, "again");
        let restored = place.restore(&before.name, None).await.unwrap();
        assert_eq!((restored.data.name.as_str(), restored.keys.name.as_str()), (&*before.name, &*after.name));
        assert!(restored.dropped > 0);
        assert_eq!(restored.replayed.resealed, 0, "the newest keys know of every removal");
        let store = place.open().await;
        let [destroyed, erased, single] = [0, 1, 2].map(|at: usize| sessions[at].person);
        assert!(!place.has_keys(&store, destroyed).await);
        assert!(place.rows(&store, destroyed).await.is_empty());
        assert!(!place.has_keys(&store, late.person).await, "who came after the data is not there");
        assert_eq!(key_rows(&store).await, 2);
        let left = fields_of(&place, &store, erased).await;
        assert!(!left.contains(FieldId::Occupation) && left.contains(FieldId::Nik), "{left:?}");
        // What stayed of that category lies under a salt that these data are older than: it is in newer
        // data parts alone, and was dropped here.
        let left = fields_of(&place, &store, single).await;
        assert!(!left.contains(FieldId::Kk) && left.contains(FieldId::Name), "{left:?}");
        drop(store);
        drop(place);
        std::fs::remove_dir_all(test.office.shelves.folder.join("again")).unwrap();
    }
}

/// What a person gave again after erasing it is theirs to keep.
async fn what_was_given_again_stays(test: &mut TestOffice) {
    let session = test.enrol(&eligible(1)[0]).await;
    test.run_jobs().await;
    remove(test, &session, categories(&[Category::Livelihood])).await;
    test.advance_seconds(60);
    let work = amanah_actions::person::save_livelihood::LivelihoodInput {
        occupation: "trader".to_owned(),
        education: "bachelor".to_owned(),
        enrolled: "no".to_owned(),
    };
    let saved = test.office.save_livelihood(&session, &work).await;
    test.run_jobs().await;
    let made = test.office.create_backup().await.unwrap();
    let place = elsewhere(test, Engine::Sqlite, "again");
    let restored = place.restore(&made.name, None).await.unwrap();
    assert_eq!(restored.replayed.removals, 0, "the rows know of it");
    let store = place.open().await;
    let left = fields_of(&place, &store, session.person).await;
    assert_eq!(left.contains(FieldId::Occupation), saved.is_ok(), "{saved:?}");
    assert!(left.contains(FieldId::Name) && left.contains(FieldId::Nik));
}

/// Missing, with a gap, altered, too short, exchanged: nothing comes back.
async fn without_the_whole_journal_nothing_comes_back(test: &mut TestOffice) {
    let person = test.register("Budi Santoso", "budi@surat.example").await.person;
    let line = |number: u8| JournalLine {
        removal: RemovalId::from_bytes([number; 16]),
        person,
        act: RemovalAct::Erase,
        categories: CategorySet::EMPTY,
        fields: FieldSet::of(&[FieldId::Kk]),
        at: test.office.now(),
    };
    let made = test.office.create_backup().await.unwrap();
    assert_eq!(made.journal, 1, "the first backup begins the journal");
    for number in 1..=4 {
        assert_eq!(test.office.journal().append(line(number)).await.unwrap(), u64::from(number) + 1);
    }
    let journal = test.office.shelves.journal.as_folder().unwrap().to_owned();
    let entry = |number: u32| journal.join(format!("{number:08}"));
    let place = elsewhere(test, Engine::Sqlite, "again");
    let refuse = async || said(place.restore(&made.name, None).await);

    let third = std::fs::read(entry(3)).unwrap();
    std::fs::remove_file(entry(3)).unwrap();
    assert!(refuse().await.contains("has a gap: entry 3"), "{}", refuse().await);
    let mut altered = third.clone();
    altered[60] ^= 1;
    std::fs::write(entry(3), &altered).unwrap();
    assert!(refuse().await.contains("was altered or is not this installation's, at entry 3"));
    std::fs::copy(entry(4), entry(3)).unwrap();
    assert!(refuse().await.contains("does not follow the entry before it"));
    std::fs::write(entry(3), &third).unwrap();

    // Cut off at its end: only what is kept beside the checkpoint knows.
    let fifth = std::fs::read(entry(5)).unwrap();
    std::fs::remove_file(entry(5)).unwrap();
    // It is kept a moment after the removal is confirmed.
    let kept = test.office.shelves.head_file();
    while !std::fs::read_to_string(&kept).is_ok_and(|text| text.contains("\n5\n")) {
        tokio::task::yield_now().await;
    }
    std::fs::copy(&kept, place.shelves.head_file()).unwrap();
    let told = refuse().await;
    assert!(told.contains("ends at entry 4") && told.contains("reached 5"), "{told}");
    std::fs::write(entry(5), &fifth).unwrap();

    // Another journal of the same house, from its beginning.
    let aside = test.office.shelves.folder.join("aside");
    std::fs::rename(&journal, &aside).unwrap();
    assert!(refuse().await.contains("there is no journal"));
    std::fs::create_dir_all(&journal).unwrap();
    std::fs::copy(aside.join("00000001"), entry(1)).unwrap();
    assert!(refuse().await.contains("ends at entry 1"));
    std::fs::remove_dir_all(&journal).unwrap();
    std::fs::rename(&aside, &journal).unwrap();
    assert_eq!(place.restore(&made.name, None).await.unwrap().journal.number, 5);
}

/// Many at the same moment share entries, each knows its number, and another process finds the end.
async fn removals_at_the_same_moment_share_entries(test: &mut TestOffice) {
    test.register("Budi Santoso", "budi@surat.example").await;
    let now = test.office.now();
    let line = move |number: u8| JournalLine {
        removal: RemovalId::from_bytes([number; 16]),
        person: PersonId::from_bytes([number; 16]),
        act: RemovalAct::Destroy,
        categories: CategorySet::all(),
        fields: FieldSet::EMPTY,
        at: now,
    };
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..200 {
        let journal = test.office.journal().clone();
        tasks.spawn(async move { journal.append(line(number)).await.unwrap() });
    }
    let numbers = tasks.join_all().await;
    let last = *numbers.iter().max().unwrap();
    assert!(last < 200, "each had an entry of its own: {last}");
    let elsewhere = elsewhere(test, Engine::Sqlite, "again");
    let other = Journal::new(
        test.office.shelves.journal.clone(),
        ledger_signer(&test.office.programme.name, keyring(&test.office.shelves.folder).ledger_seed())
            .unwrap(),
        test.office.archive().vault(),
        None,
    );
    assert_eq!(other.head().await.unwrap().number, last);
    assert_eq!(other.append(line(201)).await.unwrap(), last + 1);
    assert_eq!(test.office.journal().append(line(202)).await.unwrap(), last + 2);
    let (shelf, verifier) = (&test.office.shelves.journal, elsewhere.signer.verifier());
    let read = read_journal(shelf, verifier, &elsewhere.vault, &[]).await.unwrap();
    assert_eq!((read.head.number, read.records.len(), read.past), (last + 2, 202, 0));
}

/// The house goes on to epoch 3, and the keys before it are destroyed: oldest first.
async fn forget_epochs(test: &TestOffice) {
    while test.office.archive().vault().newest_epoch() < 3 {
        test.office.rotate_now(false, &mut |_| {}).await.unwrap();
        test.run_jobs().await;
        test.advance_seconds(660);
    }
    let later = test.office.destroy_epoch_now(2, true).await.unwrap();
    assert_eq!(later, Err(CannotDestroy::OutOfTurn { older: 1 }));
    for epoch in [1, 2] {
        test.office.destroy_epoch_now(epoch, true).await.unwrap().unwrap();
    }
}

/// While an epoch of a removal's time lives, its line opens, also with an older copy of the keyring; once all
/// are destroyed, no byte of the journal leads to the person or to the note in the ledger. Whoever was erased
/// stays so: the old data part with the newest key part has no key for them.
async fn the_journal_forgets_with_the_epochs(test: &mut TestOffice) {
    let people = eligible(2);
    let (budi, siti) = (test.enrol(&people[0]).await, test.enrol(&people[1]).await);
    test.run_jobs().await;
    let before = test.office.create_backup().await.unwrap();
    let old_copy = keyring(&test.office.shelves.folder);
    test.office.rotate_now(false, &mut |_| {}).await.unwrap();
    test.run_jobs().await;
    let gone = remove(test, &budi, RemovalRequest::DESTROY).await;
    remove(test, &siti, categories(&[Category::Livelihood])).await;

    // A copy of the keyring from before the rotation opens the line, and the old key part.
    let place = elsewhere_with(test, Engine::Sqlite, "again", old_copy);
    let restored = place.restore(&before.name, Some(&before.name)).await.unwrap();
    assert_eq!((restored.replayed.removals, restored.replayed.past), (2, 0));
    drop(place);
    std::fs::remove_dir_all(test.office.shelves.folder.join("again")).unwrap();

    let words = [budi.person.as_bytes(), gone.removal.as_bytes()].map(|id| (id.to_vec(), hex::encode(id)));
    let says = |text: &[u8]| {
        let inside = |word: &[u8]| text.windows(word.len()).any(|part| part == word);
        words.iter().any(|(raw, hex)| inside(raw) || inside(hex.as_bytes()))
    };
    let house = &test.office;
    let folder = house.shelves.journal.as_folder().unwrap().to_owned();
    let read = async || {
        let (shelf, verifier) = (&house.shelves.journal, &house.ledger.verifier);
        read_journal(shelf, verifier, &house.archive().vault(), &[]).await.unwrap()
    };
    let open = read().await;
    assert!(open.records.iter().any(|(_, record)| record.line.person == budi.person), "it opens now");
    test.advance_seconds(660);
    forget_epochs(test).await;
    let closed = read().await;
    assert_eq!((closed.head, closed.past), (open.head, open.records.len() as u64), "the chain verifies");
    assert!(closed.records.is_empty());
    for entry in std::fs::read_dir(&folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!says(&bytes));
        for line in str::from_utf8(&bytes).unwrap().lines() {
            assert!(!STANDARD.decode(line).is_ok_and(|sealed| says(&sealed)), "in the clear in base64");
        }
    }

    let after = test.office.create_backup().await.unwrap();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = elsewhere(test, engine, "again");
        let restored = place.restore(&before.name, None).await.unwrap();
        assert_eq!(restored.keys.name, after.name);
        assert_eq!(restored.replayed.past, 2);
        let store = place.open().await;
        assert!(!place.has_keys(&store, budi.person).await);
        assert!(place.rows(&store, budi.person).await.is_empty());
        let left = fields_of(&place, &store, siti.person).await;
        assert!(!left.contains(FieldId::Occupation) && left.contains(FieldId::Nik), "{left:?}");
        drop(store);
        drop(place);
        std::fs::remove_dir_all(test.office.shelves.folder.join("again")).unwrap();
    }
}

/// A keyring that is older than everything the journal was sealed for brings nobody back.
async fn a_keyring_older_than_the_journal_is_refused(test: &mut TestOffice) {
    let before = test.office.create_backup().await.unwrap();
    let old_copy = keyring(&test.office.shelves.folder);
    test.advance_seconds(660);
    forget_epochs(test).await;
    let session = test.register("Budi Santoso", "budi@surat.example").await;
    remove(test, &session, RemovalRequest::DESTROY).await;
    let place = elsewhere_with(test, Engine::Sqlite, "again", old_copy);
    let told = said(place.restore(&before.name, Some(&before.name)).await);
    assert!(told.contains("was written under key epoch 3") && told.contains("epochs 1 to 1"), "{told}");
}

/// A removal that came back from the journal is known: at the next restore it takes nothing that was given
/// again since, and the certificate's code and the kept tag are there both times.
async fn restored_twice_it_takes_nothing_that_was_given_again(test: &mut TestOffice) {
    let session = test.enrol(&eligible(1)[0]).await;
    test.run_jobs().await;
    let before = test.office.create_backup().await.unwrap();
    test.advance_seconds(60);
    let removed = remove(test, &session, categories(&[Category::Numbers])).await;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = elsewhere(test, engine, "again");
        let restored = place.restore(&before.name, Some(&before.name)).await.unwrap();
        assert_eq!(restored.replayed.removals, 1);
        let store = place.open().await;
        let row = store.read(move |db| removals::read(db, &removed.removal)).await.unwrap().unwrap();
        assert_eq!((row.state, row.person), (RemovalState::Confirmed, Some(session.person)));
        let person = session.person;
        let now = test.office.now().plus_hours(1);
        // As if the number was given again: a value that was collected later.
        let mut tags_again =
            [TagRow { index_id: IndexId::Nik.code(), tag: vec![7; 32], person, state: 0, created_at: now }];
        store.write(move |db| tags::put(db, &mut tags_again)).await.unwrap();
        let version = store.read(move |db| people::read_key(db, &person)).await.unwrap().unwrap().version;
        let (archive, text) = (place.archive(), place.seed());
        let declared = archive.declare_restored(&store, text, place.policy()).await.unwrap();
        assert_eq!((declared.replayed.removals, declared.replayed.resealed), (0, 0), "the rows know of it");
        let after = store.read(move |db| people::read_key(db, &person)).await.unwrap().unwrap().version;
        assert_eq!(after, version, "no salt changed");
        let left = store.read(move |db| tags::of_person(db, &person)).await.unwrap();
        assert!(left.iter().any(|tag| tag.tag == [7; 32]));
        drop(store);
        drop(place);
        std::fs::remove_dir_all(test.office.shelves.folder.join("again")).unwrap();
    }
}

/// Ending and destroying with something that stays take all that the removal itself took: also from data
/// that are older than the keys, which know of it.
async fn what_lay_beside_goes_again(test: &mut TestOffice) {
    let people = eligible(2);
    let (ended, partly) = (test.enrol(&people[0]).await, test.enrol(&people[1]).await);
    test.run_jobs().await;
    give_place(test, partly.person).await;
    let before = test.office.create_backup().await.unwrap();
    test.advance_seconds(60);
    remove(test, &ended, RemovalRequest::END).await;
    remove(test, &partly, RemovalRequest::DESTROY).await;
    let kept = accounts_of(&test.office.store, partly.person).await;
    assert!(kept.is_some(), "something stays of them");
    assert_eq!(test.office.store.read(kept_tags::count).await.unwrap(), 1, "a benefit was given");
    let after = test.office.create_backup().await.unwrap();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for keys in [&before.name, &after.name] {
            let place = elsewhere(test, engine, "again");
            place.restore(&before.name, Some(keys)).await.unwrap();
            let store = place.open().await;
            assert_eq!(store.read(kept_tags::count).await.unwrap(), 1, "nobody takes it twice");
            for person in [ended.person, partly.person] {
                let account = accounts_of(&store, person).await.unwrap();
                assert_eq!(account.state, amanah_domain::PersonState::Ended);
            }
            let person = partly.person;
            let consents = store.read(move |db| accounts::list_consents(db, &person)).await.unwrap();
            assert!(consents.is_empty(), "{consents:?}");
            let (live, there) = (&test.office.store, store.clone());
            let entries = there.read(move |db| batches::entries(db, &person)).await.unwrap();
            assert_eq!(entries, live.read(move |db| batches::entries(db, &person)).await.unwrap());
            drop((store, there));
            drop(place);
            std::fs::remove_dir_all(test.office.shelves.folder.join("again")).unwrap();
        }
    }
}

async fn accounts_of(store: &amanah_store::Store, person: PersonId) -> Option<accounts::Account> {
    store.read(move |db| accounts::read(db, &person)).await.unwrap()
}

on_both! {
    whoever_was_removed_after_the_backup_stays_removed
    old_data_and_the_newest_keys_come_together
    what_was_given_again_stays
    without_the_whole_journal_nothing_comes_back
    removals_at_the_same_moment_share_entries
    restored_twice_it_takes_nothing_that_was_given_again
    what_lay_beside_goes_again
    the_journal_forgets_with_the_epochs
    a_keyring_older_than_the_journal_is_refused
}
