//! Migrations, and the declaration of every column.

use amanah_store::{StoreError, schema, settings};

use crate::bench::{Bench, read, write};

stories!(
    migrating_twice_changes_nothing,
    several_processes_migrate_at_once,
    a_newer_schema_is_refused,
    every_column_is_declared
);

fn migrating_twice_changes_nothing(bench: &Bench) {
    let store = bench.try_open().unwrap();
    let unmigrated = store.read_blocking(|db| settings::read(db, "x").map(drop));
    assert!(matches!(unmigrated, Err(StoreError::Engine(_))));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert!(matches!(runtime.block_on(store.check_schema()), Err(StoreError::SchemaOlder { found: 0, .. })));
    assert!(store.migrate_blocking().unwrap() >= 1);
    assert_eq!(store.migrate_blocking(), Ok(0));
    assert_eq!(runtime.block_on(store.check_schema()), Ok(()));
    drop(store);
    assert_eq!(bench.try_open().unwrap().migrate_blocking(), Ok(0));
}

fn several_processes_migrate_at_once(bench: &Bench) {
    let first = bench.try_open().unwrap();
    // On SQLite there is only ever one process; its callers stand for them.
    let stores = match &bench.config {
        amanah_store::StoreConfig::Sqlite { .. } => vec![first.clone(), first.clone(), first],
        amanah_store::StoreConfig::Postgres { .. } => {
            vec![first, bench.try_open().unwrap(), bench.try_open().unwrap()]
        }
    };
    let made = std::thread::scope(|scope| {
        let threads = stores.iter().map(|store| scope.spawn(|| store.migrate_blocking().unwrap()));
        let threads = threads.collect::<Vec<_>>();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum::<u32>()
    });
    let alone = Bench::sqlite().try_open().unwrap().migrate_blocking().unwrap();
    assert_eq!(made, alone, "each step is made once");
}

fn a_newer_schema_is_refused(bench: &Bench) {
    let store = bench.open();
    let set = amanah_store::queries::all().find(|q| q.name().ends_with("migrate::SET_VERSION")).unwrap();
    write(&store, |db| db.execute(set, &[9_999i64.into(), 0i64.into()])).unwrap();
    let refused = store.migrate_blocking();
    assert!(matches!(refused, Err(StoreError::SchemaNewer { found: 9_999, .. })), "{refused:?}");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert!(matches!(runtime.block_on(store.check_schema()), Err(StoreError::SchemaNewer { .. })));
}

fn every_column_is_declared(bench: &Bench) {
    let live = read(&bench.open(), schema::live);
    let mut declared = schema::TABLES
        .iter()
        .flat_map(|table| {
            table.columns.iter().map(|(column, _)| (table.name.to_owned(), (*column).to_owned()))
        })
        .collect::<Vec<_>>();
    declared.sort();
    let undeclared = live.iter().filter(|column| !declared.contains(column)).collect::<Vec<_>>();
    let vanished = declared.iter().filter(|column| !live.contains(column)).collect::<Vec<_>>();
    assert!(undeclared.is_empty(), "declare in schema.rs how they are protected: {undeclared:?}");
    assert!(vanished.is_empty(), "declared in schema.rs, but not in the database: {vanished:?}");
    assert_eq!(live, declared, "a column is declared twice");
}

#[test]
fn a_clear_column_has_a_reason() {
    for table in schema::TABLES {
        for (column, kind) in table.columns {
            if let schema::Kind::Clear(reason) = kind {
                assert!(reason.len() > 5, "{}.{column}", table.name);
            }
        }
    }
}
