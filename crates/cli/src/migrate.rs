//! `amanah migrate`: database and keyring made or brought up to date.

use std::sync::Arc;

use amanah_store::Store;

use crate::args::Migrate;
use crate::house::{check_path, make_keyring, open_keyring, open_store, prepare_folder};
use crate::machine::SystemClock;
use crate::output::say;
use crate::unseal::keeper;

/// Runs the command.
pub(crate) fn run(args: &Migrate) -> Result<(), String> {
    let data = &args.place.data;
    check_path(data)?;
    // The keyring first: without a way to seal it nothing is made.
    let keeper = keeper(data, &args.unseal)?;
    let found = keeper.exists().map_err(|e| e.to_string())?;
    if !found && !keeper.is_sealed() {
        return Err(
            "there is no keyring yet: write a passphrase of at least 15 characters into a file that only \
                    you can read, and name it with --passphrase-file"
                .to_owned(),
        );
    }
    if found {
        let keyring = open_keyring(keeper)?;
        migrate_store(args)?;
        say(format!("The keyring opens: {}", keyring.describe()));
        return Ok(());
    }
    let keyring = make_keyring(data, keeper, &migrate_store(args)?)?;
    say(format!(
        "A keyring was made: {}. Keep a copy of it and its passphrase elsewhere",
        keyring.describe()
    ));
    Ok(())
}

fn migrate_store(args: &Migrate) -> Result<Store, String> {
    prepare_folder(&args.place.data)?;
    let store = open_store(&args.place, Arc::new(SystemClock))?;
    store.migrate_blocking().map_err(|e| e.to_string())?;
    say(format!("The database is at version {}", Store::schema_known()));
    Ok(store)
}
