//! `amanah migrate`: database and keyring made or brought up to date.

use std::sync::Arc;

use amanah_vault::Protection;

use crate::args::Migrate;
use crate::house::{keyring_path, open_keyring, open_store, passphrase, prepare_folder};
use crate::machine::SystemClock;
use crate::output::say;

/// Runs the command.
pub(crate) fn run(args: &Migrate) -> Result<(), String> {
    prepare_folder(&args.place.data)?;
    let store = open_store(&args.place, Arc::new(SystemClock))?;
    let version = store.migrate_blocking().map_err(|e| e.to_string())?;
    say(format!("The database is at version {version}"));
    let path = keyring_path(&args.place.data);
    if path.exists() {
        let protection = passphrase(&args.unseal)?.unwrap_or(Protection::Plain);
        open_keyring(&args.place.data, &protection, false)?;
        say(format!("The keyring {} opens", path.display()));
        return Ok(());
    }
    let Some(protection) = passphrase(&args.unseal)? else {
        return Err("there is no keyring yet: write a passphrase of at least 15 characters into a file that only \
                    you can read, and name it with --passphrase-file"
            .to_owned());
    };
    open_keyring(&args.place.data, &protection, true)?;
    say(format!("A sealed keyring was made: {}. Keep a copy of it and its passphrase elsewhere", path.display()));
    Ok(())
}
