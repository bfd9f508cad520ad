//! The house is opened: store, keyring, policy and the rest are wired once, by `cli` or by the test office.

use std::sync::Arc;

use amanah_domain::{Chance, Clock};
use amanah_ledger::{LogId, Signer};
use amanah_policy::Policy;
use amanah_store::{LogKeys, LogSettings, Store};
use amanah_vault::{Keyring, Vault};
use webauthn_rs::WebauthnBuilder;
use webauthn_rs::prelude::Url;
use zeroize::Zeroizing;

use crate::cases::live::Live;
use crate::epochs::KeyringWatch;
use crate::letters::LetterWords;
use crate::limits::Limits;
use crate::office::{LedgerKeys, Mode, Office};
use crate::operator::journal::Journal;
use crate::operator::shelf::Shelves;
use crate::passwords::PasswordQueue;
use crate::post::Post;
use crate::programme::Programme;
use crate::registry::CivilRegistry;
use crate::removal::desk::RemovalDesk;
use crate::transfer::TransferDesk;

/// What the house is made of.
pub struct OfficeParts {
    /// Open and migrated.
    pub store: Store,
    /// Unsealed.
    pub keyring: Keyring,
    /// In force.
    pub policy: Arc<Policy>,
    /// The programme's data.
    pub programme: Programme,
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
    /// The civil registry.
    pub registry: Arc<dyn CivilRegistry>,
    /// Words for letters.
    pub letter_words: Arc<dyn LetterWords>,
    /// The way out.
    pub post: Arc<dyn Post>,
    /// Demo or not, and under which address.
    pub mode: Mode,
    /// Where backups and the journal lie.
    pub shelves: Shelves,
}

impl Office {
    /// Wires the house, and takes over a log of the ledger.
    ///
    /// # Errors
    /// A sentence that says what to mend.
    pub async fn open(parts: OfficeParts) -> Result<Self, String> {
        let OfficeParts {
            store,
            keyring,
            policy,
            programme,
            clock,
            chance,
            registry,
            letter_words,
            post,
            mode,
            shelves,
        } = parts;
        for closed in policy.closed() {
            tracing::warn!(%closed, "a use of data is closed");
        }
        let origin: Url = mode
            .origin
            .parse()
            .map_err(|_| format!("the address {} is not one of a web site", mode.origin))?;
        let host = origin.host_str().ok_or_else(|| format!("the address {} names no host", mode.origin))?;
        let webauthn = WebauthnBuilder::new(host, &origin)
            .and_then(|builder| builder.rp_name(&programme.name).build())
            .map_err(|e| format!("passkeys cannot be used under {}: {e}", mode.origin))?;
        let key_name = ledger_name(&programme.name);
        let seed = Zeroizing::new(*keyring.ledger_seed());
        let signer = ledger_signer(&programme.name, &seed)?;
        let journal_signer = same_signer(&key_name, &seed);
        let settings = log_settings(&key_name, seed, &*chance);
        let taken =
            store.attach_log(settings).await.map_err(|e| format!("the ledger cannot be opened: {e}"))?;
        let verifier = signer.verifier().clone();
        let vault = Vault::unseal(keyring, taken.checker, Arc::clone(&clock), Arc::clone(&chance));
        let vault = Arc::new(vault);
        let head_file = Some(shelves.head_file());
        let journal = Journal::new(shelves.journal.clone(), journal_signer, Arc::clone(&vault), head_file);
        let office = Self {
            store,
            vault,
            keyring_watch: KeyringWatch::default(),
            policy,
            programme,
            clock,
            chance,
            limits: Limits::default(),
            passwords: PasswordQueue::default(),
            registry,
            letter_words,
            post,
            webauthn,
            ledger: LedgerKeys { origin: key_name, signer, verifier, log: taken.id },
            mode,
            shelves,
            journal,
            channels: crate::channels::open::Channels::default(),
            removals: RemovalDesk::default(),
            transfers: TransferDesk::default(),
            live: Live::default(),
        };
        let clock = office.begin_clock_mark().await;
        clock.map_err(|e| format!("the house's own clock mark cannot be read: {e}"))?;
        office.reconcile_epochs().await?;
        Ok(office)
    }
}

impl Office {
    /// Keeps backups and the journal elsewhere from now on. For whoever sets a house up.
    pub fn use_shelves(&mut self, shelves: Shelves) {
        self.journal = self.journal.on(shelves.journal.clone(), Some(shelves.head_file()));
        self.shelves = shelves;
    }
}

/// The name of the ledger's key, under which all logs of an installation lie.
pub fn ledger_name(programme: &str) -> String {
    format!("amanah/{programme}")
}

/// The ledger's signer: one key for every log of the installation.
///
/// # Errors
/// A sentence where the programme's name cannot be part of a key's name.
pub fn ledger_signer(programme: &str, seed: &[u8; 32]) -> Result<Signer, String> {
    Signer::from_seed(&ledger_name(programme), seed)
        .map_err(|e| format!("the programme's name {programme} cannot sign: {e}"))
}

/// How a log is taken over. Receipts live as long as this process.
pub(crate) fn log_settings(key_name: &str, seed: Zeroizing<[u8; 32]>, chance: &dyn Chance) -> LogSettings {
    let (name, receipt_key) = (key_name.to_owned(), chance.bytes32());
    LogSettings {
        holder: chance.bytes16(),
        keys: Box::new(move |log| LogKeys {
            origin: origin_of(&name, log),
            signer: same_signer(&name, &seed),
            receipt_key,
        }),
    }
}

/// The origin line of a log: below the key's name, so that one published key speaks for all logs.
pub(crate) fn origin_of(key_name: &str, log: LogId) -> String {
    format!("{key_name}/log/{}", log.0)
}

#[expect(clippy::unwrap_used, reason = "the same name and seed made a signer a moment ago")]
fn same_signer(name: &str, seed: &[u8; 32]) -> Signer {
    Signer::from_seed(name, seed).unwrap()
}
