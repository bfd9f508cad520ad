//! Bounds are told in clear sentences, and an address gives nothing away.

use std::sync::{Arc, Condvar, Mutex};

use amanah_store::{Store, StoreConfig, StoreError};

use crate::bench::{Bench, write};

stories!(a_full_queue_says_so);

fn a_full_queue_says_so(bench: &Bench) {
    let store = bench.open();
    let gate = Arc::new((Mutex::new(false), Condvar::new()));
    let blocked = (0..4).map(|_| {
        let (store, gate) = (store.clone(), Arc::clone(&gate));
        std::thread::spawn(move || {
            write(&store, move |_| {
                let (open, changed) = &*gate;
                drop(changed.wait_while(open.lock().unwrap(), |open| !*open).unwrap());
                Ok(())
            })
        })
    });
    let blocked = blocked.collect::<Vec<_>>();
    std::thread::sleep(std::time::Duration::from_millis(200));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let outcomes = runtime.block_on(async {
        let mut callers = tokio::task::JoinSet::new();
        for _ in 0..9_000 {
            let store = store.clone();
            callers.spawn(async move { store.write(|_| Ok::<_, StoreError>(())).await });
        }
        // Only those that were refused come back before the gate opens.
        let first = callers.join_next().await.unwrap().unwrap();
        *gate.0.lock().unwrap() = true;
        gate.1.notify_all();
        let mut outcomes = callers.join_all().await;
        outcomes.push(first);
        outcomes
    });
    let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect::<Vec<_>>();
    assert!(!refused.is_empty() && refused.len() < 1_000, "{} refused", refused.len());
    assert!(refused.iter().all(|error| matches!(error, StoreError::Busy { queue: "write", .. })));
    assert!(refused[0].is_temporary());
    assert!(refused[0].to_string().starts_with("the write queue is full"));
    assert!(blocked.into_iter().all(|thread| thread.join().unwrap().is_ok()));
}

#[test]
fn an_address_gives_no_password_away() {
    let bench = Bench::sqlite();
    for url in
        ["postgres://me:secret@127.0.0.1:1/x", "postgres://me:secret@[", "postgres://me:secret@db.invalid/x"]
    {
        let config = StoreConfig::Postgres { url: url.into(), pool_size: 1, tls_roots: None };
        let refused = Store::open(&config, bench.clock.clone()).unwrap_err();
        assert!(matches!(refused, StoreError::Open(_)), "{refused:?}");
        assert!(!format!("{refused:?} {refused} {config:?}").contains("secret"));
    }
}

/// Asking for TLS gets TLS or nothing. The test server has none.
#[test]
fn tls_is_never_silently_left_out() {
    let bench = Bench::postgres();
    let StoreConfig::Postgres { url, pool_size, .. } = &bench.config else { panic!("not PostgreSQL") };
    let config = StoreConfig::Postgres {
        url: format!("{url}?sslmode=require"),
        pool_size: *pool_size,
        tls_roots: None,
    };
    assert!(matches!(Store::open(&config, bench.clock.clone()), Err(StoreError::Open(_))));
}

/// What somebody reads who starts it in a wrong place.
#[test]
fn a_wrong_place_is_named_and_says_what_helps() {
    let bench = Bench::sqlite();
    let StoreConfig::Sqlite { path } = &bench.config else { panic!("not SQLite") };
    let said = |path: std::path::PathBuf| {
        Store::open(&StoreConfig::Sqlite { path }, bench.clock.clone()).unwrap_err().to_string()
    };
    let folder = path.parent().unwrap();
    let missing = said(folder.join("missing").join("amanah.db"));
    assert!(
        missing.contains("missing") && missing.ends_with("there is no such folder; make it first"),
        "{missing}"
    );
    std::fs::write(folder.join("file"), "not a database, but long enough to be taken for one").unwrap();
    let through_a_file = said(folder.join("file").join("amanah.db"));
    assert!(through_a_file.ends_with("this leads through a file, not a folder"), "{through_a_file}");
    let other = said(folder.join("file"));
    assert!(other.ends_with("file: this file is not a SQLite database"), "{other}");
    std::fs::create_dir(folder.join("folder")).unwrap();
    let not_a_file = said(folder.join("folder"));
    assert!(not_a_file.ends_with("folder: this is a folder, where a file is needed"), "{not_a_file}");
}
