//! A backup that comes back forgets again: who was removed after it stands in the journal, and without
//! the whole journal nothing comes back.

use amanah_actions::ledger_signer;
use amanah_actions::operator::journal::{Journal, JournalLine, read_journal};
use amanah_actions::removal::RemovalRequest;
use amanah_domain::states::RemovalAct;
use amanah_domain::{Category, CategorySet, FieldId, FieldSet, PersonId, RemovalId};
use amanah_store::{Engine, accounts, tags};
use amanah_testkit::TestOffice;
use amanah_vault::{KeyRow, SealedRow};

use crate::backup_helpers::{Elsewhere, accounts as key_rows, elsewhere, keyring, said};
use crate::on_both;
use crate::people::eligible;
use crate::removal_helpers::{categories, fields, remove};

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
    remove(test, &sessions[0], RemovalRequest::DESTROY).await;
    remove(test, &sessions[1], categories(&[Category::Livelihood])).await;
    remove(test, &sessions[2], fields(&[FieldId::Kk])).await;
    remove(test, &sessions[3], RemovalRequest::END).await;

    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = elsewhere(test, engine, "again");
        let restored = place.restore(&before.name, Some(&before.name)).await.unwrap();
        assert_eq!(restored.replayed.removals, 4);
        assert_eq!(restored.replayed.salts_kept, 1, "the one single value");
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
        assert_eq!(restored.replayed.salts_kept, 0, "the newest keys know of every removal");
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
        None,
    );
    assert_eq!(other.head().await.unwrap().number, last);
    assert_eq!(other.append(line(201)).await.unwrap(), last + 1);
    assert_eq!(test.office.journal().append(line(202)).await.unwrap(), last + 2);
    let read = read_journal(&test.office.shelves.journal, elsewhere.signer.verifier(), &[]).await;
    let (head, lines) = read.unwrap();
    assert_eq!((head.number, lines.len()), (last + 2, 202));
}

on_both! {
    whoever_was_removed_after_the_backup_stays_removed
    old_data_and_the_newest_keys_come_together
    what_was_given_again_stays
    without_the_whole_journal_nothing_comes_back
    removals_at_the_same_moment_share_entries
}
