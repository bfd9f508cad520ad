//! What opens the keyring of a place: a passphrase, or a token of an HSM and its PIN. Secrets come from
//! files that not everybody can read, or from systemd; never from the command line.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use amanah_vault::{FileKeeper, HsmConfig, HsmKeeper, KeyKeeper, Protection};
use zeroize::Zeroizing;

use crate::args::Unseal;
use crate::house::keyring_path;
use crate::machine::environment;
use crate::output::why;

/// Bytes of a secret's file, at most.
const SECRET_BYTES_MAX: u64 = 4_096;

/// Where the keys of this place lie and what opens them. Nothing is asked of them yet. Where nothing was
/// named the keyring may only be a plain one: [`KeyKeeper::is_sealed`] tells.
///
/// # Errors
/// One clear sentence.
pub(crate) fn keeper(data: &Path, unseal: &Unseal) -> Result<Box<dyn KeyKeeper>, String> {
    keeper_of(keyring_path(data), unseal)
}

/// The same for a keyring's file of any name.
///
/// # Errors
/// One clear sentence.
pub(crate) fn keeper_of(path: PathBuf, unseal: &Unseal) -> Result<Box<dyn KeyKeeper>, String> {
    if let Some(module) = &unseal.hsm_module {
        let Some(file) = unseal.hsm_pin_file.clone().or_else(|| credential("hsm-pin")) else {
            return Err(
                "the HSM token's PIN is missing: write it into a file that only you can read, and name \
                        it with --hsm-pin-file, or hand it over as the systemd credential hsm-pin"
                    .to_owned(),
            );
        };
        let (module, token_label) = (module.clone(), unseal.hsm_token.clone());
        let pin = secret(&file, "PIN file")?;
        return Ok(Box::new(HsmKeeper::new(HsmConfig { module, token_label, pin, path })));
    }
    let protection = passphrase(unseal)?.map_or(Protection::Plain, Protection::Passphrase);
    Ok(Box::new(FileKeeper::new(path, protection)))
}

/// The keeper of the demonstration and of benches: a plain file.
pub(crate) fn plain_keeper(data: &Path) -> Box<dyn KeyKeeper> {
    Box::new(FileKeeper::new(keyring_path(data), Protection::Plain))
}

fn passphrase(unseal: &Unseal) -> Result<Option<Zeroizing<String>>, String> {
    let Some(path) = unseal.passphrase_file.clone().or_else(|| credential("keyring-passphrase")) else {
        return Ok(None);
    };
    let text = secret(&path, "passphrase file")?;
    if text.chars().count() < 15 {
        return Err(
            "the passphrase of the keyring has fewer than 15 characters: take a longer one".to_owned()
        );
    }
    Ok(Some(text))
}

pub(crate) fn credential(name: &str) -> Option<PathBuf> {
    environment("CREDENTIALS_DIRECTORY").map(|d| Path::new(&d).join(name)).filter(|path| path.exists())
}

pub(crate) fn secret(path: &Path, what: &str) -> Result<Zeroizing<String>, String> {
    let name = path.display();
    let cannot = |e: std::io::Error| format!("the {what} {name} cannot be read: {}", why(&e));
    let file = std::fs::File::open(path).map_err(cannot)?;
    // The group may read: systemd hands credentials over with an access list, which shows there.
    let mode = file.metadata().map_err(cannot)?.permissions().mode() & 0o777;
    if mode & 0o007 != 0 {
        return Err(format!(
            "the {what} {name} can be read by everybody (mode {mode:o}): run `chmod 600` on it"
        ));
    }
    let mut text = Zeroizing::new(String::new());
    file.take(SECRET_BYTES_MAX).read_to_string(&mut text).map_err(cannot)?;
    Ok(Zeroizing::new(text.trim_end_matches(['\n', '\r']).to_owned()))
}
