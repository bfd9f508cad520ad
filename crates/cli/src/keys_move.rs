//! `amanah keys move`: the keyring under another passphrase, into an HSM or out of it.

use std::fs;
use std::os::unix::net::UnixStream;
use std::path::Path;

use amanah_vault::Keyring;

use crate::args::{KeysMove, Unseal};
use crate::house::{check_path, control_path, keyring_path};
use crate::machine::SystemChance;
use crate::output::{say, why};
use crate::unseal::keeper_of;

/// Runs the command. The new keyring is made beside the old one, opened once, and put in its place in one
/// step: whatever ends this in between leaves the old one as it was.
pub(crate) fn run(args: KeysMove) -> Result<(), String> {
    check_path(&args.data)?;
    // A running server would go on with what opened the old one, and fail at its next rotation.
    if UnixStream::connect(control_path(&args.data)).is_ok() {
        return Err(format!("a server runs over {}: end it first", args.data.display()));
    }
    let (path, fresh) = (keyring_path(&args.data), args.data.join("keyring.moving"));
    let from = Unseal {
        passphrase_file: args.from_passphrase_file,
        hsm_module: args.from_hsm_module,
        hsm_token: args.from_hsm_token,
        hsm_pin_file: args.from_hsm_pin_file,
    };
    let from = keeper_of(path.clone(), &from)?;
    let to = keeper_of(fresh.clone(), &args.to)?;
    if !to.is_sealed() {
        return Err(
            "the keyring must stay sealed: say what is to open it from now on, with --passphrase-file or \
                    --hsm-module"
                .to_owned(),
        );
    }
    // Of a move that was ended halfway.
    match fs::remove_file(&fresh) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            return Err(format!("{} cannot be removed: {}", fresh.display(), why(&e)));
        }
        _ => {}
    }
    Keyring::copy(&*from, &*to, &SystemChance).map_err(|e| e.to_string())?;
    put(&fresh, &path)
        .map_err(|e| format!("the keyring {} cannot be replaced: {}", path.display(), why(&e)))?;
    let now = keeper_of(path, &args.to)?.describe();
    say(format!("The keyring moved from {} to {now}", from.describe()));
    say(
        "Older copies, and keys left in an HSM, still open what they opened: run `amanah keys rotate`, destroy \
         them, and destroy the older epochs",
    );
    Ok(())
}

fn put(fresh: &Path, path: &Path) -> std::io::Result<()> {
    fs::rename(fresh, path)?;
    fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}
