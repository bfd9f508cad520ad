//! `bench backup`: making, verifying and restoring a backup, each beside copying the bytes of the same
//! backup and syncing them, in the same run.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use amanah_actions::operator::backup_archive::{Archive, vault_alone};
use amanah_actions::operator::backup_manifest::Manifest;
use amanah_actions::operator::restore::{RestoreInto, RestoreOrder};
use amanah_actions::operator::shelf::Shelves;
use zeroize::Zeroizing;

use crate::args::BenchArgs;
use crate::bench::people::{BenchHouse, fill, fresh};
use crate::bench::report::{Figure, median, print};
use crate::house::open_keyring;
use crate::machine::{SystemChance, SystemClock, stopwatch};
use crate::output::note;
use crate::unseal::plain_keeper;

const PEOPLE: u64 = 1_000_000;
const ROUNDS: usize = 3;
const MEGABYTE: f64 = 1_000_000.0;

/// Runs the bench.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    runtime.block_on(measure(args))
}

/// Seconds of each step, a round each.
#[derive(Default)]
struct Seconds {
    create: Vec<f64>,
    verify: Vec<f64>,
    restore: Vec<f64>,
    copy: Vec<f64>,
}

async fn measure(args: &BenchArgs) -> Result<(), String> {
    let people = args.people.unwrap_or(PEOPLE);
    let house = fresh(args).await?;
    fill(&house, people).await?;
    let mut seconds = Seconds::default();
    let (mut bytes, mut key_bytes, mut rows) = (0, 0, 0);
    for round in 1..=ROUNDS {
        note(format!("round {round} of {ROUNDS}"));
        let watch = stopwatch();
        let made = house.office.create_backup().await.map_err(|e| e.to_string())?;
        seconds.create.push(watch.elapsed().as_secs_f64());
        (bytes, key_bytes) = (made.data.bytes + made.keys.bytes, made.keys.bytes);
        rows = made.data.row_count() + made.keys.row_count();

        let watch = stopwatch();
        copy(&house, &made)?;
        seconds.copy.push(watch.elapsed().as_secs_f64());

        let watch = stopwatch();
        let verified = house.office.archive().verify(&made.name, &mut |_, _| {}).await;
        verified.map_err(|e| e.to_string())?;
        seconds.verify.push(watch.elapsed().as_secs_f64());

        seconds.restore.push(restore(&house, &made).await?);
        remove(&house, &made)?;
    }
    let megabytes = bytes as f64 / MEGABYTE;
    let rate = |seconds: Vec<f64>| megabytes / median(seconds);
    let ceiling = rate(seconds.copy);
    let restored = median(seconds.restore.clone());
    let engine = house.engine;
    let figures = [
        Figure::new("backup created", engine, 1, rate(seconds.create), "MB/s", ceiling),
        Figure::new("backup verified", engine, 1, rate(seconds.verify), "MB/s", ceiling),
        // Into a file, whatever the engine was.
        Figure::new("backup restored", "sqlite", 1, rate(seconds.restore), "MB/s", ceiling),
        Figure::new("rows restored", "sqlite", 1, rows as f64 / restored, "per s", 0.0),
        Figure::new("backup bytes of a person", engine, 1, bytes as f64 / people as f64, "bytes", 0.0),
        Figure::new("of these in the key part", engine, 1, key_bytes as f64 / people as f64, "bytes", 0.0),
    ];
    print(&figures, args.json);
    Ok(())
}

fn parts(house: &BenchHouse, made: &Manifest) -> Vec<PathBuf> {
    let folder = house.place.data.join("backups");
    let stored = [format!("data/{}.amb", made.name), format!("keys/{}.amk", made.name)];
    stored.iter().map(|name| folder.join(name)).collect()
}

/// The ceiling: the same bytes, read and written and synced.
fn copy(house: &BenchHouse, made: &Manifest) -> Result<(), String> {
    let path = house.place.data.join("copy");
    let copied = || -> std::io::Result<()> {
        let mut to = File::create(&path)?;
        let mut buffer = vec![0; 4 << 20];
        for part in parts(house, made) {
            let mut from = File::open(part)?;
            loop {
                let count = from.read(&mut buffer)?;
                match buffer.get(..count) {
                    Some(piece) if count > 0 => to.write_all(piece)?,
                    _ => break,
                }
            }
        }
        to.sync_all()
    };
    let done = copied();
    let _ = fs::remove_file(&path);
    done.map_err(|e| format!("the copy for comparison failed: {e}"))
}

/// Restores into a folder of its own, with everything that a restore does; how many seconds it took.
async fn restore(house: &BenchHouse, made: &Manifest) -> Result<f64, String> {
    let folder = house.place.data.join("restored");
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let keyring = open_keyring(plain_keeper(&house.place.data))?;
    let seed = Zeroizing::new(*keyring.ledger_seed());
    let vault =
        vault_alone(keyring, Arc::new(SystemClock), Arc::new(SystemChance)).map_err(|e| e.to_string())?;
    let shelves = Shelves { folder: folder.clone(), ..house.office.shelves.clone() };
    let signer = &house.office.ledger.signer;
    let archive = Archive::new(vault, signer, &shelves, Arc::new(SystemClock), Arc::new(SystemChance));
    let order = RestoreOrder {
        name: made.name.clone(),
        keys: None,
        into: RestoreInto::Sqlite(folder.join("amanah.db")),
        policy: house.office.policy.hash(),
    };
    let watch = stopwatch();
    let restored = archive.restore(&order, seed, &mut |_, _, _| {}).await.map_err(|e| e.to_string());
    let seconds = watch.elapsed().as_secs_f64();
    remove_folder(&folder);
    restored.map(|_| seconds)
}

fn remove_folder(folder: &Path) {
    // What stays goes with the bench's own folder.
    let _ = fs::remove_dir_all(folder);
}

fn remove(house: &BenchHouse, made: &Manifest) -> Result<(), String> {
    for part in parts(house, made) {
        fs::remove_file(&part).map_err(|e| format!("{}: {e}", part.display()))?;
    }
    let manifests = ["data", "keys"].map(|folder| format!("backups/{folder}/{}.manifest", made.name));
    for name in manifests {
        let path = house.place.data.join(name);
        fs::remove_file(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(())
}
