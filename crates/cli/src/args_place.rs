//! Arguments that many commands share: where the data lie, what opens the keyring.

use std::path::PathBuf;

use clap::Args;

/// Where the data lie and which programme it is.
#[derive(Args, Clone)]
pub(crate) struct Place {
    /// Folder of the database, the keyring and the checkpoint
    #[arg(long, value_name = "FOLDER", default_value = "data")]
    pub(crate) data: PathBuf,
    /// PostgreSQL instead of SQLite, as in postgres://user@host/database
    #[arg(long, value_name = "URL", env = "AMANAH_POSTGRES", hide_env_values = true)]
    pub(crate) postgres: Option<String>,
    /// Folder of another programme than the built-in model
    #[arg(long, value_name = "FOLDER")]
    pub(crate) programme: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) shelving: Shelving,
}

/// Where backups and the journal of removals lie: folders, or buckets as in s3://bucket/prefix with their
/// keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_ENDPOINT_URL for a storage of one's own.
#[derive(Args, Clone, Default)]
pub(crate) struct Shelving {
    /// Place of the backups: a folder or s3://bucket/prefix [default: backups in the data folder]
    #[arg(long, help_heading = "Outside the database", value_name = "PLACE", env = "AMANAH_BACKUP_TO")]
    pub(crate) backup_to: Option<String>,
    /// Another place for the key parts of the backups [default: the same]
    #[arg(long, help_heading = "Outside the database", value_name = "PLACE", env = "AMANAH_BACKUP_KEYS_TO")]
    pub(crate) backup_keys_to: Option<String>,
    /// Place of the journal of removals [default: journal in the data folder]
    #[arg(long, help_heading = "Outside the database", value_name = "PLACE", env = "AMANAH_JOURNAL")]
    pub(crate) journal: Option<String>,
}

/// How the keyring is unsealed.
#[derive(Args, Clone)]
pub(crate) struct Unseal {
    /// File with the passphrase of the keyring; without one the systemd credential
    /// `keyring-passphrase` is looked for
    #[arg(long, value_name = "FILE", env = "AMANAH_KEYRING_PASSPHRASE_FILE", conflicts_with = "hsm_module")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// PKCS#11 library of an HSM that keeps the keyring's keys, in place of a passphrase (then
    /// AMANAH_KEYRING_PASSPHRASE_FILE must not be set)
    #[arg(long, value_name = "FILE", env = "AMANAH_HSM_MODULE")]
    pub(crate) hsm_module: Option<PathBuf>,
    /// Label of the HSM's token
    #[arg(long, value_name = "LABEL", env = "AMANAH_HSM_TOKEN", default_value = "amanah")]
    pub(crate) hsm_token: String,
    /// File with the PIN of the token's user; without one the systemd credential `hsm-pin` is looked for
    #[arg(long, value_name = "FILE", env = "AMANAH_HSM_PIN_FILE", requires = "hsm_module")]
    pub(crate) hsm_pin_file: Option<PathBuf>,
}

/// A place and how its keyring is unsealed. Where a server runs over the place, it is asked.
#[derive(Args)]
pub(crate) struct OpenPlace {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) unseal: Unseal,
}
