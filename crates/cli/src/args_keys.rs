//! The arguments of `amanah keys`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::args_place::{OpenPlace, Unseal};

#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Print epochs, copies of the keyring, reports, and from when on what somebody erases today is
    /// unreadable everywhere
    Status {
        #[command(flatten)]
        at: OpenPlace,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Begin a new epoch and wrap everybody's keys by it, while people work; takes up a rotation that was
    /// cut off
    Rotate {
        #[command(flatten)]
        at: OpenPlace,
    },
    /// Destroy the key of an epoch that wraps nobody's keys any more: cannot be undone
    Destroy {
        #[command(flatten)]
        at: OpenPlace,
        /// The epoch, as `amanah keys status` numbers it
        epoch: u32,
        /// Also an epoch that the plan still keeps, or without which no backup opens: key parts made under it
        /// never open again
        #[arg(long)]
        yes: bool,
    },
    /// Print or change how often keys are rotated, and for how many epochs their keys are kept
    Plan {
        #[command(flatten)]
        at: OpenPlace,
        /// A new epoch every so many days
        #[arg(long, value_name = "DAYS")]
        every_days: Option<i64>,
        /// The last so many epochs keep their keys, and key parts of backups made under them open
        #[arg(long, value_name = "EPOCHS")]
        kept: Option<i64>,
        /// Also where dates that were told to people do not hold then
        #[arg(long)]
        yes: bool,
    },
    /// List copies of the keyring that lie elsewhere: every date told to a person counts the slowest
    #[command(subcommand)]
    Escrow(Escrow),
    /// Move the keyring from a passphrase to an HSM, back, or to another passphrase, while no server runs
    Move(KeysMove),
}

#[derive(Args)]
pub(crate) struct KeysMove {
    /// Folder of the keyring
    #[arg(long, value_name = "FOLDER", default_value = "data")]
    pub(crate) data: PathBuf,
    /// What is to open it from now on
    #[command(flatten)]
    pub(crate) to: Unseal,
    /// File with the passphrase that opens it now (--passphrase-file is what opens it from now on)
    #[arg(long, value_name = "FILE", conflicts_with = "from_hsm_module")]
    pub(crate) from_passphrase_file: Option<PathBuf>,
    /// PKCS#11 library of the HSM that opens it now
    #[arg(long, value_name = "FILE", requires = "from_hsm_pin_file")]
    pub(crate) from_hsm_module: Option<PathBuf>,
    /// Label of that HSM's token
    #[arg(long, value_name = "LABEL", default_value = "amanah")]
    pub(crate) from_hsm_token: String,
    /// File with the PIN of that token's user
    #[arg(long, value_name = "FILE")]
    pub(crate) from_hsm_pin_file: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum Escrow {
    /// List a copy that was made just now
    Add {
        #[command(flatten)]
        at: OpenPlace,
        /// A word of yours for it, as in bank-safe
        name: String,
        /// Days within which you replace it by a fresh one
        #[arg(long, value_name = "DAYS")]
        refresh_days: i64,
        /// Also where dates that were told to people do not hold then
        #[arg(long)]
        yes: bool,
    },
    /// Say that a copy was replaced just now by a fresh one
    Confirm {
        #[command(flatten)]
        at: OpenPlace,
        /// Its name, as `amanah keys status` lists it
        name: String,
    },
    /// Say that a copy was destroyed
    Remove {
        #[command(flatten)]
        at: OpenPlace,
        /// Its name, as `amanah keys status` lists it
        name: String,
    },
}
