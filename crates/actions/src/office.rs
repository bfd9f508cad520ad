//! What every action is handed: the house, wired once by `cli` (or by the test office).

use std::sync::Arc;

use amanah_domain::{Chance, Clock, Timestamp};
use amanah_ledger::{Signer, Verifier};
use amanah_policy::Policy;
use amanah_store::Store;
use amanah_vault::Vault;

use crate::cases::live::Live;
use crate::epochs::KeyringWatch;
use crate::letters::LetterWords;
use crate::limits::Limits;
use crate::operator::journal::Journal;
use crate::operator::shelf::Shelves;
use crate::passwords::PasswordQueue;
use crate::programme::Programme;
use crate::registry::CivilRegistry;
use crate::removal::desk::RemovalDesk;
use crate::transfer::TransferDesk;

/// How the installation runs.
#[derive(Clone, Debug)]
pub struct Mode {
    /// Demo: letters are readable at `/outbox`, the data are synthetic.
    pub demo: bool,
    /// Where people reach the portal, such as `https://prakerja.example`: in letters, for passkeys.
    pub origin: String,
}

/// The running programme.
pub struct Office {
    /// Sealed rows and records.
    pub store: Store,
    /// Keys, and the only place where values are opened.
    pub vault: Arc<Vault>,
    /// When the keyring was last read again.
    pub(crate) keyring_watch: KeyringWatch,
    /// The policy in force.
    pub policy: Arc<Policy>,
    /// The programme's own data.
    pub programme: Programme,
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
    /// Limits per account and action.
    pub limits: Limits,
    /// The bounded queue before Argon2id.
    pub passwords: PasswordQueue,
    /// The civil registry.
    pub registry: Arc<dyn CivilRegistry>,
    /// Words for letters, handed in because this room knows no page.
    pub letter_words: Arc<dyn LetterWords>,
    /// How letters and messages leave the house.
    pub post: Arc<dyn crate::post::Post>,
    /// Passkeys.
    pub webauthn: webauthn_rs::Webauthn,
    /// The checkpoint kept outside the database, and proofs.
    pub ledger: LedgerKeys,
    /// Demo or not, and under which address.
    pub mode: Mode,
    /// Where backups and the journal lie.
    pub shelves: Shelves,
    pub(crate) journal: Journal,
    /// The ways in that need no browser.
    pub channels: crate::channels::open::Channels,
    /// Removals under way, and where recipients are told.
    pub removals: RemovalDesk,
    /// Other controllers to whom people may have a copy sent.
    pub transfers: TransferDesk,
    /// Who listens to which conversation in this process.
    pub live: Live,
}

/// The ledger's identity, for proofs and checkpoints.
pub struct LedgerKeys {
    /// Name of the key, above the origin lines of all logs (`<name>/log/<n>`).
    pub origin: String,
    /// Signs checkpoints.
    pub signer: Signer,
    /// Checks them; printed for the public.
    pub verifier: Verifier,
    /// The log of this process.
    pub log: amanah_ledger::LogId,
}

impl Office {
    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The journal of removals, outside the database.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }
}
