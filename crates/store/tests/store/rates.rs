//! How fast it is. Not a test: `cargo test -p amanah-store --release -- --ignored --nocapture rates`.

use std::sync::Arc;
use std::time::Instant;

use amanah_store::{Engine, Store, StoreError, people};

use crate::bench::{Bench, add_person, draft, person, read};

#[test]
#[ignore = "measures; run it alone and in release"]
fn rates() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        measure(&Bench::on(engine), engine);
    }
}

#[expect(clippy::print_stdout, reason = "this is its product")]
#[expect(clippy::disallowed_methods, reason = "measuring needs the real time")]
fn measure(bench: &Bench, engine: Engine) {
    let (store, now) = (bench.open(), bench.now());
    bench.attach(&store, 1);
    store
        .write_blocking(move |db| {
            for number in 0..10_000 {
                add_person(db, number, now)?;
                people::write_sealed(db, &person(number), 1, 0, &[7; 200])?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let rate = |what: &str, count: u32, begun: Instant| {
        println!("{engine:?} {what}: {:.0}/s", f64::from(count) / begun.elapsed().as_secs_f64());
    };

    let begun = Instant::now();
    let count = 200_000;
    read(&store, move |db| {
        for number in 0..count {
            let found = people::read_sealed(db, &person(number * 7919 % 10_000), &[1])?;
            assert_eq!(found[0].body, [7; 200]);
        }
        Ok(())
    });
    rate("point reads in one closure", count, begun);

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let store = Arc::new(store);
    let callers = 64;
    let each = |count: u32, what: &str, body: fn(Arc<Store>, u32) -> BoxFuture| {
        let begun = Instant::now();
        runtime.block_on(async {
            let tasks = (0..callers).map(|caller| {
                let store = Arc::clone(&store);
                tokio::spawn(async move {
                    for round in 0..count / callers {
                        body(Arc::clone(&store), caller * (count / callers) + round).await;
                    }
                })
            });
            for task in tasks.collect::<Vec<_>>() {
                task.await.unwrap();
            }
        });
        rate(what, count, begun);
    };
    each(64_000, "reads of 64 callers", |store, number| {
        Box::pin(async move {
            let read = move |db: &mut dyn amanah_store::Connection| {
                people::read_sealed(db, &person(number * 7919 % 10_000), &[1])
            };
            assert_eq!(store.read(read).await.unwrap().len(), 1);
        })
    });
    each(12_800, "writes of 64 callers", |store, number| {
        Box::pin(async move {
            let write = move |db: &mut dyn amanah_store::Connection| {
                people::write_sealed(db, &person(number), 2, 0, &[7; 200])
            };
            store.write(write).await.unwrap();
        })
    });
    each(12_800, "records of 64 callers", |store, _| {
        Box::pin(async move {
            assert_eq!(store.record(vec![draft(1, &"x".repeat(180))]).await.unwrap().len(), 1);
        })
    });
}

type BoxFuture = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;
