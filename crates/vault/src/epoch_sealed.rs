//! What must be unreadable as soon as the key parts of backups of its time are: sealed under a key of its
//! own, which is wrapped by every epoch that the house holds at that moment.
//!
//! ```text
//! version = 1, count 2, then per epoch: number 4 ‖ wrapped key 60; then nonce ‖ ciphertext ‖ tag
//! ```
//!
//! Epochs are destroyed oldest first, so it opens until the newest of them is destroyed, as the newest key
//! part of that time does; and an older copy of the keyring, which holds one of the others, opens it too.

use amanah_domain::Chance;
use zeroize::Zeroizing;

use crate::Vault;
use crate::error::OpenError;
use crate::suite::{Key, OVERHEAD_BYTES};

const VERSION: u8 = 1;
const WRAPPED_BYTES: usize = 32 + OVERHEAD_BYTES;
const ENTRY_BYTES: usize = 4 + WRAPPED_BYTES;

/// What lies in the sealed bytes.
struct Parts<'b> {
    wraps: &'b [[u8; ENTRY_BYTES]],
    body: &'b [u8],
}

fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let (&[VERSION, high, low], rest) = bytes.split_first_chunk::<3>()? else { return None };
    let length = usize::from(u16::from_be_bytes([high, low])) * ENTRY_BYTES;
    let (wraps, body) = rest.split_at_checked(length)?;
    Some(Parts { wraps: wraps.as_chunks().0, body })
}

fn split([a, b, c, d, wrapped @ ..]: &[u8; ENTRY_BYTES]) -> (u32, &[u8; WRAPPED_BYTES]) {
    (u32::from_be_bytes([*a, *b, *c, *d]), wrapped)
}

fn aad(label: &str, about: &[u8], epoch: u32) -> Vec<u8> {
    [label.as_bytes(), about, &epoch.to_be_bytes()].concat()
}

impl Vault {
    /// Seals something until the newest epoch is destroyed. `about` is bound to it.
    ///
    /// # Errors
    /// [`OpenError::Cipher`], which does not happen on sound memory.
    pub fn seal_for_epochs(
        &self,
        label: &'static str,
        about: &[u8],
        clear: &[u8],
    ) -> Result<Vec<u8>, OpenError> {
        let chance: &dyn Chance = &*self.chance;
        let secret = Zeroizing::new(chance.bytes32());
        let (mut wraps, mut count) = (Vec::new(), 0_u16);
        for epoch in self.keyring.epochs() {
            let wrapped = self
                .keyring
                .with_epoch(&[0; 16], epoch, |key| key.seal(&aad(label, about, epoch), &*secret, chance));
            match wrapped {
                Ok(wrapped) => {
                    wraps.extend(epoch.to_be_bytes());
                    wraps.extend(wrapped);
                    count = count.checked_add(1).ok_or(OpenError::Cipher)?;
                }
                // Destroyed at this moment.
                Err(OpenError::NoEpoch { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let body = Key::new(&secret)?.seal(&aad(label, about, 0), clear, chance)?;
        Ok([&[VERSION][..], &count.to_be_bytes(), &wraps, &body].concat())
    }

    /// Opens it, by whichever of its epochs is in this keyring.
    ///
    /// # Errors
    /// [`OpenError::NoEpoch`] with the newest of its epochs where none is there; [`OpenError::Cipher`] where
    /// it was altered or is about something else.
    pub fn open_for_epochs(
        &self,
        label: &'static str,
        about: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let Parts { wraps, body } = parts(sealed).ok_or(OpenError::Cipher)?;
        let mut newest = 0;
        for (epoch, wrapped) in wraps.iter().map(split) {
            newest = newest.max(epoch);
            let secret =
                self.keyring.with_epoch(&[0; 16], epoch, |key| key.open(&aad(label, about, epoch), wrapped));
            match secret {
                Ok(secret) => {
                    let secret = secret.as_array().ok_or(OpenError::Cipher)?;
                    return Key::new(secret)?.open(&aad(label, about, 0), body);
                }
                Err(OpenError::NoEpoch { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(OpenError::NoEpoch { epoch: newest })
    }
}
