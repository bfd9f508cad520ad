//! Rows go out in one snapshot and come back on either engine; a database that is being put back is marked.

use std::sync::{Arc, Mutex};

use amanah_domain::{Category, Timestamp};
use amanah_store::dump::{self, RowCounts};
use amanah_store::portable::Block;
use amanah_store::schema::Part;
use amanah_store::{
    Connection, Engine, Store, StoreError, jobs, ledger_rows, people, refill, settings, tags,
};

use crate::bench::{Bench, add_person, count_people, draft, person, read, write};

stories!(
    every_row_comes_back_on_the_other_engine,
    a_dump_is_of_one_moment,
    a_refill_is_marked_until_it_is_whole,
    a_database_in_use_is_not_refilled,
    an_older_schema_comes_back,
    parts_of_two_moments_are_brought_together,
    ended_logs_never_grow_again,
    a_damaged_block_changes_nothing
);

/// Blocks of a part, and how many rows of each table.
fn dumped(store: &Store, part: Part) -> (Vec<Vec<u8>>, RowCounts) {
    let blocks = Arc::new(Mutex::new(Vec::new()));
    let give = Arc::clone(&blocks);
    let counts = store
        .scan_blocking(move |db| {
            dump::dump(db, part, &mut |block| {
                give.lock().unwrap().push(block);
                Ok(())
            })
        })
        .unwrap();
    let blocks = blocks.lock().unwrap().clone();
    (blocks, counts)
}

fn load(store: &Store, blocks: &[Vec<u8>]) -> u64 {
    let blocks = blocks.to_vec();
    write(store, move |db| blocks.iter().try_fold(0, |rows, block| Ok(rows + dump::load(db, block)?)))
        .unwrap()
}

/// A few rows of every kind that a part holds.
fn fill(bench: &Bench, store: &Store, people: u32) {
    let now = bench.now();
    write(store, move |db| {
        for number in 0..people {
            let who = person(number);
            add_person(db, number, now)?;
            people::add_key(db, &who, 1, &[number as u8; 60])?;
            people::write_sealed(db, &who, i64::from(Category::Contact.code()), 0, &vec![7; 300])?;
            tags::claim(db, 1, &number.to_be_bytes().repeat(8), &who, now)?;
            add_job(db, number, now)?;
        }
        settings::put(db, "demonstration", b"yes")?;
        Ok(())
    })
    .unwrap();
    bench.attach(store, 1);
    store.record_blocking((0..300).map(|number| draft(number as u8, "looked")).collect()).unwrap();
}

fn add_job(db: &mut dyn Connection, number: u32, now: Timestamp) -> Result<(), StoreError> {
    let (key, person) = (number.to_be_bytes(), Some(person(number)));
    let job = jobs::NewJob { key: &key, kind: "assess", person, due_at: now, attempts_max: 3, payload: &[] };
    jobs::add(db, &job, now).map(drop)
}

fn other(engine: Engine) -> Engine {
    if engine == Engine::Sqlite { Engine::Postgres } else { Engine::Sqlite }
}

fn every_row_comes_back_on_the_other_engine(bench: &Bench) {
    let store = bench.open();
    fill(bench, &store, 3_000);
    let (data, data_rows) = dumped(&store, Part::Data);
    let (keys, key_rows) = dumped(&store, Part::Keys);
    assert_eq!(
        (data_rows["account"], data_rows["sealed_row"], data_rows["ledger_entry"]),
        (3_000, 3_000, 300)
    );
    assert_eq!((key_rows["key_row"], key_rows["index_claim"]), (3_000, 3_000));
    assert!(!data_rows.contains_key("session") && !data_rows.contains_key("key_row"), "{data_rows:?}");
    assert!(data.len() > 3 && data.iter().all(|block| block.len() < 512 << 10), "bounded blocks");
    for engine in [store.engine(), other(store.engine())] {
        let bench = Bench::on(engine);
        let fresh = bench.try_open().unwrap();
        let version = read(&store, dump::schema_version);
        let refill = fresh.begin_refill_blocking(version).unwrap();
        assert_eq!(load(&fresh, &data), data_rows.values().sum::<u64>());
        assert_eq!(load(&fresh, &keys), key_rows.values().sum::<u64>());
        fresh.end_refill_blocking(refill).unwrap();
        fresh.unmark_blocking().unwrap();
        assert_eq!(sorted(&dumped(&fresh, Part::Data).0), sorted(&data), "{engine:?}");
        assert_eq!(sorted(&dumped(&fresh, Part::Keys).0), sorted(&keys), "{engine:?}");
        let other = Bench::on(engine);
        assert_eq!(indexes(&fresh), indexes(&other.open()), "every index is there again");
    }
}

/// Rows of each table, whatever their order and their blocks.
fn sorted(blocks: &[Vec<u8>]) -> Vec<String> {
    let mut rows = Vec::new();
    for bytes in blocks {
        let mut block = Block::read(bytes).unwrap();
        let table = block.table();
        while let Some(row) = block.next_row().unwrap() {
            let mut text = table.to_owned();
            for param in row {
                match param {
                    amanah_store::Param::Null => text.push_str(" -"),
                    amanah_store::Param::Int(number) => text.push_str(&format!(" {number}")),
                    amanah_store::Param::Text(said) => text.push_str(&format!(" {said:?}")),
                    amanah_store::Param::Blob(bytes) => text.push_str(&format!(" {bytes:?}")),
                }
            }
            rows.push(text);
        }
    }
    rows.sort();
    rows
}

fn indexes(store: &Store) -> usize {
    read(store, refill::index_count)
}

fn a_dump_is_of_one_moment(bench: &Bench) {
    let store = bench.open();
    fill(bench, &store, 2_000);
    let (writer, now) = (store.clone(), bench.now());
    let counts = Arc::new(Mutex::new(Vec::new()));
    let out = Arc::clone(&counts);
    store
        .scan_blocking(move |db| {
            let mut added = false;
            let data = dump::dump(db, Part::Data, &mut |_| {
                if !std::mem::replace(&mut added, true) {
                    // Somebody registers while the backup is made.
                    let done = writer.write_blocking(move |db| {
                        add_person(db, 9_999, now)?;
                        people::add_key(db, &person(9_999), 1, &[1; 60])
                    });
                    done.unwrap();
                }
                Ok(())
            })?;
            let keys = dump::dump(db, Part::Keys, &mut |_| Ok(()))?;
            out.lock().unwrap().push((data["account"], keys["key_row"]));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(*counts.lock().unwrap(), [(2_000, 2_000)]);
    assert_eq!(read(&store, count_people), 2_001);
}

fn a_refill_is_marked_until_it_is_whole(bench: &Bench) {
    let store = bench.open();
    let version = read(&store, dump::schema_version);
    let refill = store.begin_refill_blocking(version).unwrap();
    drop(store);
    let store = bench.try_open().unwrap();
    assert_eq!(store.migrate_blocking(), Err(StoreError::HalfRestored));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(store.check_schema()), Err(StoreError::HalfRestored));
    // It was cut off: the next one begins anew.
    write(&store, |db| add_person(db, 1, Timestamp::from_millis(0))).unwrap();
    drop(refill);
    let refill = store.begin_refill_blocking(version).unwrap();
    assert_eq!(read(&store, count_people), 0);
    store.end_refill_blocking(refill).unwrap();
    assert_eq!(store.migrate_blocking(), Err(StoreError::HalfRestored));
    store.unmark_blocking().unwrap();
    assert_eq!(store.migrate_blocking(), Ok(0));
}

fn a_database_in_use_is_not_refilled(bench: &Bench) {
    let store = bench.open();
    let now = bench.now();
    write(&store, move |db| add_person(db, 1, now)).unwrap();
    assert_eq!(store.begin_refill_blocking(3).err(), Some(StoreError::NotEmpty));
    assert_eq!(read(&store, count_people), 1);
}

fn an_older_schema_comes_back(bench: &Bench) {
    let store = bench.try_open().unwrap();
    let refill = store.begin_refill_blocking(2).unwrap();
    let live = read(&store, amanah_store::schema::live);
    assert!(!live.iter().any(|(table, _)| table == "removal"), "a later step's table");
    store.end_refill_blocking(refill).unwrap();
    store.unmark_blocking().unwrap();
    let other = Bench::on(store.engine());
    let fresh = other.open();
    assert_eq!(read(&store, amanah_store::schema::live), read(&fresh, amanah_store::schema::live));
    assert_eq!(read(&store, dump::schema_version), read(&fresh, dump::schema_version));
}

fn parts_of_two_moments_are_brought_together(bench: &Bench) {
    let store = bench.open();
    fill(bench, &store, 5);
    let now = bench.now();
    write(&store, move |db| {
        // 1 was destroyed since: no key. 9 came since: a key, and no account.
        people::delete_key(db, &person(1))?;
        people::add_key(db, &person(9), 1, &[1; 60])?;
        tags::claim(db, 1, &[99; 32], &person(9), now).map(drop)
    })
    .unwrap();
    // Of 1: account, sealed row, claim and job; of 9: key and claim.
    assert_eq!(write(&store, dump::drop_orphans).unwrap(), 6);
    assert_eq!(read(&store, count_people), 4);
    assert_eq!(write(&store, dump::drop_orphans).unwrap(), 0);
    assert_eq!(write(&store, |db| dump::remove_person(db, &person(2))).unwrap(), 5);
    assert_eq!(read(&store, |db| people::read_key(db, &person(2))), None);
}

fn ended_logs_never_grow_again(bench: &Bench) {
    let store = bench.open();
    let before = bench.attach(&store, 1).id;
    store.record_blocking(vec![draft(1, "before")]).unwrap();
    drop(store);
    let store = bench.open();
    let now = bench.now();
    write(&store, |db| dump::end_logs(db, 1_000)).unwrap();
    write(&store, |db| dump::end_logs(db, 1_000)).unwrap();
    write(&store, move |db| dump::release_leases(db, now)).unwrap();
    bench.clock.pass_seconds(10_000);
    let after = bench.attach(&store, 2).id;
    assert_eq!((before.0, after.0), (1, 1_001));
    store.record_blocking(vec![draft(1, "after")]).unwrap();
    let heads = read(&store, ledger_rows::heads);
    assert_eq!(heads.iter().find(|head| head.log == before).unwrap().size, 1);
}

fn a_damaged_block_changes_nothing(bench: &Bench) {
    let store = bench.open();
    fill(bench, &store, 20);
    let (blocks, _) = dumped(&store, Part::Data);
    let fresh_bench = Bench::on(store.engine());
    let fresh = fresh_bench.open();
    let accounts =
        blocks.iter().find(|block| Block::read(block).unwrap().table() == "account").unwrap().clone();
    let mut cut = accounts.clone();
    cut.truncate(cut.len() - 1);
    assert!(matches!(write(&fresh, move |db| dump::load(db, &cut)), Err(StoreError::Engine(_))));
    assert_eq!(read(&fresh, count_people), 0, "no row of a block that is not whole");
    let block = Block::read(&accounts).unwrap();
    assert!(dump::check_block(&block, Part::Data).is_ok());
    assert!(dump::check_block(&block, Part::Keys).is_err(), "it came in the wrong part");
    let renamed = accounts.iter().map(|byte| if *byte == b'_' { b'-' } else { *byte }).collect::<Vec<_>>();
    assert!(dump::check_block(&Block::read(&renamed).unwrap(), Part::Data).is_err(), "unknown columns");
}
