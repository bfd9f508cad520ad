//! `amanah migrate`: database and keyring made or brought up to date.

use std::sync::Arc;

use amanah_vault::Protection;

use crate::args::Migrate;
use crate::house::{
    check_path, find_keyring, keyring_path, make_keyring, open_store, passphrase, prepare_folder,
};
use crate::machine::SystemClock;
use crate::output::say;

/// Runs the command.
pub(crate) fn run(args: &Migrate) -> Result<(), String> {
    let data = &args.place.data;
    check_path(data)?;
    // The keyring first: without a way to seal it nothing is made.
    let path = keyring_path(data);
    let protection = passphrase(&args.unseal)?;
    let found = match &protection {
        Some(protection) => find_keyring(data, protection)?,
        None => find_keyring(data, &Protection::Plain)?,
    };
    if found.is_none() && protection.is_none() {
        return Err(
            "there is no keyring yet: write a passphrase of at least 15 characters into a file that only \
                    you can read, and name it with --passphrase-file"
                .to_owned(),
        );
    }
    prepare_folder(data)?;
    let store = open_store(&args.place, Arc::new(SystemClock))?;
    let version = store.migrate_blocking().map_err(|e| e.to_string())?;
    say(format!("The database is at version {version}"));
    match (found, protection) {
        (None, Some(protection)) => {
            make_keyring(data, &protection, &store)?;
            say(format!(
                "A sealed keyring was made: {}. Keep a copy of it and its passphrase elsewhere",
                path.display()
            ));
        }
        _ => say(format!("The keyring {} opens", path.display())),
    }
    Ok(())
}
