//! All the keys of a house, as a keeper loads and stores them: a key for each epoch, the key of the blind
//! indexes, the seed of the ledger's signature, the key of backups. Opaque outside this crate.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use amanah_domain::Chance;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use zeroize::Zeroizing;

use crate::hex::{push_hex, read_hex_array};
use crate::keyring_error::KeyringError;
use crate::suite::derive;

/// The longest line of the body: word, number, 64 digits.
const LINE_BYTES_MAX: usize = 84;

/// Thirty-two secret bytes, wiped when dropped.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// What outlives every epoch.
#[derive(Clone)]
pub(crate) struct HouseKeys {
    pub(crate) index: Secret,
    pub(crate) ledger_seed: Secret,
    pub(crate) backup: Secret,
}

impl HouseKeys {
    fn create(chance: &dyn Chance) -> Self {
        let secret = || Zeroizing::new(chance.bytes32());
        Self { index: secret(), ledger_seed: secret(), backup: secret() }
    }

    /// Of a keyring that was written before there were backups: their key follows from the index key, so
    /// that all processes that read the file find the same one.
    fn without_backup(index: Secret, ledger_seed: Secret) -> Option<Self> {
        let backup = derive(&index, &[b"amanah/backup-key"]).ok()?;
        Some(Self { index, ledger_seed, backup })
    }

    /// Whether both are of one house.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let pairs = [(&self.index, &other.index), (&self.ledger_seed, &other.ledger_seed)];
        pairs
            .into_iter()
            .chain([(&self.backup, &other.backup)])
            .all(|(one, another)| verify_slices_are_equal(one.as_slice(), another.as_slice()).is_ok())
    }
}

/// All the keys of a house. There is always an epoch.
#[derive(Clone)]
pub struct KeySet {
    pub(crate) epochs: BTreeMap<u32, Secret>,
    pub(crate) house: HouseKeys,
}

impl core::fmt::Debug for KeySet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "KeySet(epochs {:?})", self.epochs.keys().collect::<Vec<_>>())
    }
}

impl KeySet {
    /// New keys, with a first epoch.
    pub(crate) fn create(chance: &dyn Chance) -> Self {
        let first = Zeroizing::new(chance.bytes32());
        Self { epochs: BTreeMap::from([(1, first)]), house: HouseKeys::create(chance) }
    }

    pub(crate) fn newest(&self) -> u32 {
        self.epochs.keys().next_back().copied().unwrap_or_default()
    }

    /// Adds the next epoch. Numbers are never used twice: the newest is never destroyed.
    pub(crate) fn begin_epoch(&mut self, chance: &dyn Chance) -> Result<u32, KeyringError> {
        let number = self.newest().checked_add(1).ok_or(KeyringError::Cipher)?;
        self.epochs.insert(number, Zeroizing::new(chance.bytes32()));
        Ok(number)
    }

    /// The keys as text. The buffer never grows: growing would leave keys behind on the heap.
    pub(crate) fn to_text(&self, head: &str) -> Zeroizing<String> {
        let lines = self.epochs.len() + 3;
        let mut out = Zeroizing::new(String::with_capacity(head.len() + lines * LINE_BYTES_MAX));
        out.push_str(head);
        let house = &self.house;
        let rest = [("index", &house.index), ("ledger", &house.ledger_seed), ("backup", &house.backup)];
        let epochs = self.epochs.iter().map(|(number, bytes)| ("epoch", *number, bytes));
        for (word, number, bytes) in epochs.chain(rest.map(|(word, bytes)| (word, 0, bytes))) {
            let _ = write!(out, "{word} {number} ");
            push_hex(&mut out, bytes.as_slice());
            out.push('\n');
        }
        out
    }

    /// Reads [`Self::to_text`] back. A text of version 1 has no key of backups.
    pub(crate) fn from_text(text: &str, version: u32) -> Option<Self> {
        let mut epochs = BTreeMap::new();
        let (mut index, mut ledger_seed, mut backup) = (None, None, None);
        for line in text.lines() {
            let mut words = line.split(' ');
            let (kind, number, key) = (words.next()?, words.next()?.parse::<u32>().ok()?, words.next()?);
            let bytes = read_hex_array(key)?;
            let twice = match kind {
                "epoch" => epochs.insert(number, bytes).is_some(),
                "index" => index.replace(bytes).is_some(),
                "ledger" => ledger_seed.replace(bytes).is_some(),
                "backup" => backup.replace(bytes).is_some(),
                _ => return None,
            };
            if twice || words.next().is_some() {
                return None;
            }
        }
        let (index, ledger_seed) = (index?, ledger_seed?);
        let house = match (version, backup) {
            (1, None) => HouseKeys::without_backup(index, ledger_seed)?,
            (2, Some(backup)) => HouseKeys { index, ledger_seed, backup },
            _ => return None,
        };
        (!epochs.is_empty()).then_some(Self { epochs, house })
    }
}
