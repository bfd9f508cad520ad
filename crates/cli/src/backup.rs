//! `amanah backup create|list|verify|restore|rehearse|declare`. What needs no open house is done here, with
//! the keyring alone.

use std::sync::Arc;

use amanah_actions::ledger_signer;
use amanah_actions::operator::backup_archive::{Archive, vault_alone};
use amanah_actions::operator::backup_list::Listed;
use amanah_actions::operator::restore::{RestoreInto, RestoreOrder, Restored, Stage};
use amanah_actions::operator::shelf::Shelves;
use amanah_domain::Timestamp;
use amanah_ledger::Signer;
use amanah_vault::Vault;
use serde_json::json;
use zeroize::Zeroizing;

use crate::args::{Backup, OpenPlace};
use crate::backup_work::word;
use crate::checkpoint;
use crate::house::{
    check_path, checkpoint_path, database_path, keyring_path, open_existing_store, open_keyring,
    prepare_folder, shelves, store_config,
};
use crate::machine::{SystemChance, SystemClock};
use crate::operator::OperatorCommand as Asked;
use crate::operator_ask::ask_or_do;
use crate::output::{Progress, grouped, note, say};
use crate::programme_files::ProgrammeFiles;
use crate::unseal::keeper;

const STOPPED_CREATING: &str = "stopped here; what was begun is no backup, and the next one clears it away";
const STOPPED_REHEARSING: &str = "stopped here; the next rehearsal clears away what was begun";

/// Runs the command.
pub(crate) async fn run(command: Backup) -> Result<(), String> {
    match command {
        Backup::Create { at } => {
            ask_or_do(&at.place, &at.unseal, Asked::BackupCreate, STOPPED_CREATING).await
        }
        Backup::Rehearse { at } => {
            ask_or_do(&at.place, &at.unseal, Asked::BackupRehearse, STOPPED_REHEARSING).await
        }
        Backup::List { at, json } => list(&at, json).await,
        Backup::Verify { at, name } => verify(&at, name).await,
        Backup::Restore { at, name, keys } => restore(&at, name, keys).await,
        Backup::Declare { at } => declare(&at).await,
    }
}

/// Backups seen with the keyring alone.
struct Desk {
    shelves: Shelves,
    vault: Arc<Vault>,
    signer: Signer,
    seed: Zeroizing<[u8; 32]>,
    policy: [u8; 32],
}

impl Desk {
    fn open(at: &OpenPlace) -> Result<Self, String> {
        check_path(&at.place.data)?;
        let files = ProgrammeFiles::load(at.place.programme.as_deref())?;
        let shelves = shelves(&at.place)?;
        let path = keyring_path(&at.place.data);
        if !path.exists() {
            return Err(format!(
                "there is no keyring at {}: put the escrow copy of the keyring there first",
                path.display()
            ));
        }
        let keyring = open_keyring(keeper(&at.place.data, &at.unseal)?)?;
        let seed = Zeroizing::new(*keyring.ledger_seed());
        let signer = ledger_signer(&files.programme()?.name, &seed)?;
        let vault = vault_alone(keyring, Arc::new(SystemClock), Arc::new(SystemChance));
        let policy = files.policy()?.hash();
        Ok(Self { shelves, vault: vault.map_err(|e| e.to_string())?, signer, seed, policy })
    }

    fn archive(&self) -> Archive<'_> {
        let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
        Archive::new(Arc::clone(&self.vault), &self.signer, &self.shelves, clock, chance)
    }

    async fn name_or_newest(&self, name: Option<String>) -> Result<String, String> {
        match name {
            Some(name) => Ok(name),
            None => self.archive().newest().await.map_err(|e| e.to_string()),
        }
    }
}

fn time(at: i64) -> String {
    Timestamp::from_millis(at).to_jiff().strftime("%Y-%m-%d %H:%M").to_string()
}

async fn list(at: &OpenPlace, as_json: bool) -> Result<(), String> {
    let desk = Desk::open(at)?;
    let found = desk.archive().list().await.map_err(|e| e.to_string())?;
    if as_json {
        let lines: Vec<_> = found.iter().map(listed_json).collect();
        say(json!({ "backups": lines, "data": desk.shelves.data.describe(), "keys": desk.shelves.keys.describe() }).to_string());
        return Ok(());
    }
    if found.is_empty() {
        say(format!("There is no backup in {}", desk.shelves.data.describe()));
        return Ok(());
    }
    say(format!("{:<24}  {:<16}  {:>14}  {:>16}  key part", "name", "made (UTC)", "rows", "bytes"));
    for listed in &found {
        say(listed_line(listed));
    }
    Ok(())
}

fn listed_line(listed: &Listed) -> String {
    let manifest = match &listed.manifest {
        Ok(manifest) => manifest,
        Err(why) => return format!("{:<24}  REFUSED: {why}", listed.name),
    };
    let keys = match (listed.data, listed.keys, listed.opens) {
        (false, ..) => "only the key part is here".to_owned(),
        (_, false, _) => "gone for its age: it comes back with a newer one".to_owned(),
        (_, _, false) => format!("its epoch {} is destroyed: it comes back with a newer one", manifest.epoch),
        _ => format!("opens, epoch {}", manifest.epoch),
    };
    format!(
        "{:<24}  {:<16}  {:>14}  {:>16}  {keys}",
        listed.name,
        time(manifest.made_at),
        grouped(manifest.data.row_count() + manifest.keys.row_count()),
        grouped(manifest.data.bytes + manifest.keys.bytes),
    )
}

fn listed_json(listed: &Listed) -> serde_json::Value {
    match &listed.manifest {
        Ok(manifest) => json!({
            "name": listed.name,
            "made_at": manifest.made_at,
            "engine": manifest.engine,
            "schema": manifest.schema,
            "epoch": manifest.epoch,
            "rows": manifest.data.row_count() + manifest.keys.row_count(),
            "bytes": manifest.data.bytes + manifest.keys.bytes,
            "journal": manifest.journal,
            "data_part": listed.data,
            "key_part": listed.keys,
            "key_part_opens": listed.opens,
        }),
        Err(why) => json!({ "name": listed.name, "refused": why }),
    }
}

async fn verify(at: &OpenPlace, name: Option<String>) -> Result<(), String> {
    let desk = Desk::open(at)?;
    let name = desk.name_or_newest(name).await?;
    let mut progress = Progress::begin(word(Stage::Checking), 0);
    let verified = desk.archive().verify(&name, &mut |done, _| progress.at(done)).await;
    progress.end();
    let verified = verified.map_err(|e| e.to_string())?;
    let manifest = &verified.manifest;
    say(format!(
        "RIGHT  backup {name} of {} UTC: {} rows, every byte is what was written{}",
        time(manifest.made_at),
        grouped(manifest.data.row_count() + manifest.keys.row_count()),
        if verified.keys { "" } else { " (its key part is gone for its age)" }
    ));
    Ok(())
}

/// Shows stages one after the other.
#[derive(Default)]
struct Stages(Option<(Stage, Progress)>);

impl Stages {
    fn hear(&mut self, stage: Stage, done: u64, total: u64) {
        if self.0.as_ref().is_none_or(|(before, _)| *before != stage) {
            self.end();
            self.0 = Some((stage, Progress::begin(word(stage), total)));
        }
        if let Some((_, progress)) = &mut self.0 {
            progress.at(done);
        }
    }

    fn end(&mut self) {
        if let Some((_, progress)) = self.0.take() {
            progress.end();
        }
    }
}

async fn restore(at: &OpenPlace, name: Option<String>, keys: Option<String>) -> Result<(), String> {
    let place = &at.place;
    let desk = Desk::open(at)?;
    prepare_folder(&place.data)?;
    let into = match &place.postgres {
        Some(_) => RestoreInto::Postgres(store_config(place)),
        None => RestoreInto::Sqlite(database_path(&place.data)),
    };
    let name = desk.name_or_newest(name).await?;
    let order = RestoreOrder { name, keys, into, policy: desk.policy };
    let mut stages = Stages::default();
    let seed = desk.seed.clone();
    let restored =
        desk.archive().restore(&order, seed, &mut |s, done, total| stages.hear(s, done, total)).await;
    stages.end();
    let restored = restored.map_err(|e| e.to_string())?;
    tell_restored(&restored, &place.data.display().to_string());
    Ok(())
}

fn tell_restored(restored: &Restored, data: &str) {
    let Restored { data: of, keys, rows, dropped, replayed, journal, entries } = restored;
    say(format!(
        "Backup {} of {} UTC is back in {data}: {} rows; {} entries of its ledger verify, and the ledger says that \
         it was restored",
        of.name,
        time(of.made_at),
        grouped(*rows),
        grouped(*entries)
    ));
    if of.name != keys.name {
        say(format!(
            "Keys were taken from {}: {} rows and values that nothing opens any more were dropped",
            keys.name,
            grouped(*dropped)
        ));
    }
    say(format!(
        "The journal has {} entries; {} removals were done again",
        grouped(journal.number),
        grouped(replayed.removals)
    ));
    if replayed.resealed > 0 {
        say(format!(
            "{} categories of which single values had been erased lie under new keys",
            grouped(replayed.resealed)
        ));
    }
    if replayed.past > 0 {
        note(format!(
            "{} removals of the journal are past: no key part as old as they are can be opened",
            grouped(replayed.past)
        ));
    }
    note(
        "Sessions are over, everybody signs in again; letters that were sent after the backup may be sent twice",
    );
}

async fn declare(at: &OpenPlace) -> Result<(), String> {
    let desk = Desk::open(at)?;
    let store = open_existing_store(&at.place, Arc::new(SystemClock))?;
    store.check_schema().await.map_err(|e| e.to_string())?;
    let kept = checkpoint_path(&at.place.data);
    let compared = tokio::task::block_in_place(|| checkpoint::compare(&store, &kept, desk.signer.verifier()));
    if compared.is_ok() && kept.exists() {
        return Err(format!(
            "the database is not behind the checkpoint in {}: nothing is to be declared",
            at.place.data.display()
        ));
    }
    let declared = desk.archive().declare_restored(&store, desk.seed.clone(), desk.policy).await;
    let declared = declared.map_err(|e| e.to_string())?;
    say(format!(
        "Declared: the database was put back to an earlier moment. {} entries of its ledger verify; the journal has \
         {} entries, {} removals were done again",
        grouped(declared.entries),
        grouped(declared.journal.number),
        grouped(declared.replayed.removals)
    ));
    Ok(())
}
