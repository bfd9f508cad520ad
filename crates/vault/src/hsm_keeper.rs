//! A keyring whose keys are wrapped by keys that never leave a hardware module: one for the house, one for
//! each epoch. The wrapped keys lie in a file beside the database. Destroying an epoch destroys its key in
//! the token, so every copy of the file, whoever has it, is useless for that epoch from then on.
//!
//! ```text
//! amanah keyring 2 hsm
//! token 0 serial number, hexadecimal
//! id 0 32 digits
//! house 0 wrapped, hexadecimal        index key 32 ‖ ledger seed 32 ‖ backup key 32
//! epoch 1 wrapped, hexadecimal
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use amanah_domain::Chance;
use cryptoki::object::ObjectHandle;
use zeroize::Zeroizing;

use crate::file_keeper::{KeyringFile, Kind, exists, hold, replace};
use crate::hex::{push_hex, read_hex, read_hex_array};
use crate::keeper::{KeyKeeper, KeyringHold};
use crate::key_set::{HouseKeys, KeySet, Secret};
use crate::keyring_error::KeyringError;
use crate::token::{HsmConfig, Keys, Token};

const HEAD: &str = "amanah keyring 2 hsm\n";
/// The number of the key that wraps what outlives the epochs.
const HOUSE: u32 = 0;

/// Keeps the keys with a token of an HSM.
pub struct HsmKeeper {
    config: HsmConfig,
}

impl HsmKeeper {
    /// A keeper with this token. Nothing is asked of it yet.
    pub fn new(config: HsmConfig) -> Self {
        Self { config }
    }

    fn read(&self) -> Result<(KeyringFile, Wrapped), KeyringError> {
        let file = KeyringFile::read(&self.config.path)?;
        let Kind::Hsm = file.kind()? else {
            return Err(KeyringError::Protection(
                "the keyring is a file without an HSM: leave out --hsm-module, or move it as the operator's page says",
            ));
        };
        let wrapped = Wrapped::parse(file.rest()).ok_or_else(|| file.damaged())?;
        Ok((file, wrapped))
    }

    /// The key of the house, without which nothing else is worth looking at.
    fn house_key(
        &self,
        token: &Token<'_>,
        keys: &Keys,
        file: &Wrapped,
    ) -> Result<ObjectHandle, KeyringError> {
        if let Some([key, ..]) = keys.get(&HOUSE).map(Vec::as_slice) {
            return Ok(*key);
        }
        let (label, path) = (&self.config.token_label, self.config.path.display());
        Err(KeyringError::Hsm(if token.serial() == file.serial {
            format!(
                "the HSM token {label} does not hold the keys of the keyring {path}: restore them from the token's \
                 own backup"
            )
        } else {
            format!(
                "the keyring {path} belongs to another HSM token (serial number {}): the one called {label} has the \
                 serial number {} and does not hold its keys. Choose the right one with --hsm-token",
                file.serial,
                token.serial()
            )
        }))
    }
}

impl KeyKeeper for HsmKeeper {
    fn describe(&self) -> String {
        format!("the HSM token {} with the file {}", self.config.token_label, self.config.path.display())
    }

    fn is_sealed(&self) -> bool {
        true
    }

    fn exists(&self) -> Result<bool, KeyringError> {
        exists(&self.config.path)
    }

    fn load(&self) -> Result<KeySet, KeyringError> {
        let (file, wrapped) = self.read()?;
        let token = Token::open(&self.config, false)?;
        let keys = token.keys(&wrapped.id)?;
        let key = self.house_key(&token, &keys, &wrapped)?;
        let house = token.unwrap(key, &wrapped.aad(HOUSE), &wrapped.house)?;
        let house = house.and_then(|bytes| house_from(&bytes)).ok_or_else(|| file.damaged())?;
        let mut epochs = BTreeMap::new();
        for (number, bytes) in &wrapped.epochs {
            // Without a key in the token the epoch was destroyed, and this file is an older copy.
            let Some(found) = keys.get(number) else { continue };
            let mut opened = None;
            for key in found {
                opened = opened.or(token.unwrap(*key, &wrapped.aad(*number), bytes)?);
            }
            let secret = opened.and_then(|bytes| secret_from(&bytes)).ok_or_else(|| file.damaged())?;
            epochs.insert(*number, secret);
        }
        if epochs.is_empty() {
            return Err(KeyringError::Hsm(format!(
                "the HSM token {} holds none of the epochs of {}: it is an old copy. Put the newest one back",
                self.config.token_label,
                self.config.path.display()
            )));
        }
        Ok(KeySet { epochs, house })
    }

    fn store(&self, keys: &KeySet, chance: &dyn Chance) -> Result<(), KeyringError> {
        let old = match self.read() {
            Ok((_, old)) => Some(old),
            Err(KeyringError::Missing(_)) => None,
            Err(other) => return Err(other),
        };
        let token = Token::open(&self.config, true)?;
        let id = old.as_ref().map_or_else(|| chance.bytes16(), |old| old.id);
        let mut there = token.keys(&id)?;
        if let Some(old) = &old {
            self.house_key(&token, &there, old)?;
        }
        // A key that the set does not know yet is of a later epoch: this set is an old one, and sweeping up
        // after it would destroy keys in use.
        let (used, found) = (there.keys().next_back().copied().unwrap_or_default(), keys.newest());
        if used > found {
            return Err(KeyringError::Older { place: self.describe(), found, used });
        }
        let mut new =
            Wrapped { serial: token.serial().to_owned(), id, house: Vec::new(), epochs: BTreeMap::new() };
        for number in [HOUSE].into_iter().chain(keys.epochs.keys().copied()) {
            let key = match there.get(&number).and_then(|found| found.first()) {
                Some(key) => *key,
                None => {
                    let key = token.generate(&id, number, &label(&id, number))?;
                    there.insert(number, vec![key]);
                    key
                }
            };
            let aad = new.aad(number);
            match keys.epochs.get(&number) {
                Some(secret) => {
                    let wrapped = token.wrap(key, &aad, secret.as_slice(), chance)?;
                    new.epochs.insert(number, wrapped);
                }
                None => new.house = token.wrap(key, &aad, &house_bytes(&keys.house), chance)?,
            }
        }
        replace(&self.config.path, new.to_text().as_bytes())?;
        // Only now, when no file that is in use names them. What a crash leaves here, the next call takes.
        for (_, gone) in
            there.iter().filter(|(number, _)| **number != HOUSE && !keys.epochs.contains_key(number))
        {
            for key in gone {
                token.destroy(*key)?;
            }
        }
        let left = token.keys(&id)?.into_keys().find(|n| *n != HOUSE && !keys.epochs.contains_key(n));
        match left {
            Some(epoch) => Err(KeyringError::Hsm(format!(
                "the HSM token {} still holds the key of epoch {epoch} after destroying it",
                self.config.token_label
            ))),
            None => Ok(()),
        }
    }

    fn hold(&self) -> Result<KeyringHold, KeyringError> {
        hold(&self.config.path)
    }
}

/// How a key is called in the token's own tools.
fn label(id: &[u8; 16], number: u32) -> String {
    let mut out = "amanah ".to_owned();
    push_hex(&mut out, id.split_at(4).0);
    if number == HOUSE {
        out.push_str(" house");
    } else {
        let _ = write!(out, " epoch {number}");
    }
    out
}

fn house_bytes(house: &HouseKeys) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(96));
    out.extend([&house.index, &house.ledger_seed, &house.backup].into_iter().flat_map(|key| key.iter()));
    out
}

fn house_from(bytes: &[u8]) -> Option<HouseKeys> {
    let ([index, ledger_seed, backup], []) = bytes.as_chunks::<32>() else { return None };
    let secret = |bytes: &[u8; 32]| Zeroizing::new(*bytes);
    Some(HouseKeys { index: secret(index), ledger_seed: secret(ledger_seed), backup: secret(backup) })
}

fn secret_from(bytes: &[u8]) -> Option<Secret> {
    bytes.as_array().map(|bytes| Zeroizing::new(*bytes))
}

/// What the file holds: nothing that could be read without the token.
struct Wrapped {
    serial: String,
    id: [u8; 16],
    house: Vec<u8>,
    epochs: BTreeMap<u32, Vec<u8>>,
}

impl Wrapped {
    /// Binds keyring and number to what is wrapped.
    fn aad(&self, number: u32) -> Vec<u8> {
        [b"amanah/hsm-key".as_slice(), &self.id, &number.to_be_bytes()].concat()
    }

    fn to_text(&self) -> String {
        let mut out = HEAD.to_owned();
        let epochs = self.epochs.iter().map(|(number, bytes)| (format!("epoch {number}"), bytes.as_slice()));
        let lines = [
            ("token 0".to_owned(), self.serial.as_bytes()),
            ("id 0".to_owned(), &self.id),
            ("house 0".to_owned(), &self.house),
        ];
        for (name, bytes) in lines.into_iter().chain(epochs) {
            out.push_str(&name);
            out.push(' ');
            push_hex(&mut out, bytes);
            out.push('\n');
        }
        out
    }

    fn parse(text: &str) -> Option<Self> {
        let (mut serial, mut id, mut house) = (None, None, None);
        let mut epochs = BTreeMap::new();
        for line in text.lines() {
            let mut words = line.split(' ');
            let (kind, number, bytes) = (words.next()?, words.next()?.parse::<u32>().ok()?, words.next()?);
            let hex = || read_hex(bytes).map(|bytes| bytes.to_vec());
            let twice = match kind {
                "token" => serial.replace(String::from_utf8(hex()?).ok()?).is_some(),
                "id" => id.replace(*read_hex_array(bytes)?).is_some(),
                "house" => house.replace(hex()?).is_some(),
                "epoch" if number != HOUSE => epochs.insert(number, hex()?).is_some(),
                _ => return None,
            };
            if twice || words.next().is_some() {
                return None;
            }
        }
        Some(Self { serial: serial?, id: id?, house: house?, epochs })
    }
}
