//! The keys of one person: a secret, a pseudonym for the ledger, and a salt per category. The key of
//! a category is derived from secret and salt; when the salt goes, the category is gone for good.
//!
//! ```text
//! version = 1, secret 32, pseudonym 16, then per category:
//! category 1 ‖ generation 2 ‖ salt 16
//! ```

use amanah_domain::{Category, Chance, PersonId, Pseudonym, RecipientClass};
use zeroize::Zeroizing;

use crate::error::OpenError;
use crate::suite::{Key, derive};

const SECRET_BYTES: usize = 32;
const PSEUDONYM_BYTES: usize = 16;
const HEAD_BYTES: usize = 1 + SECRET_BYTES + PSEUDONYM_BYTES;
const SALT_BYTES: usize = 16;
const ENTRY_BYTES: usize = 3 + SALT_BYTES;

/// The generation of a category that was never salted anew. It counts up with each new salt and is
/// part of every sealed value's associated data.
const FIRST_GENERATION: u16 = 1;

/// A person's keys as the store keeps them: readable only with the key of the epoch.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// The epoch whose key wraps them.
    pub epoch: u32,
    /// nonce ‖ ciphertext ‖ tag.
    pub wrapped: Vec<u8>,
}

impl core::fmt::Debug for KeyRow {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "KeyRow(epoch {}, {} bytes)", self.epoch, self.wrapped.len())
    }
}

/// A person's keys, unwrapped. Wiped when dropped; shows and clones nothing.
pub struct PersonKeys {
    person: PersonId,
    pseudonym: Pseudonym,
    /// The clear bytes of the key row, where they were decrypted: on the heap, so that whoever moves
    /// these keys moves a pointer and leaves no copy of the secret behind.
    clear: Zeroizing<Vec<u8>>,
}

impl core::fmt::Debug for PersonKeys {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PersonKeys(…)")
    }
}

/// What lies in the clear bytes.
struct Parts<'k> {
    secret: &'k [u8; SECRET_BYTES],
    pseudonym: &'k [u8; PSEUDONYM_BYTES],
    salts: &'k [[u8; ENTRY_BYTES]],
}

fn parts(clear: &[u8]) -> Option<Parts<'_>> {
    let (&[1], rest) = clear.split_first_chunk::<1>()? else { return None };
    let (secret, rest) = rest.split_first_chunk()?;
    let (pseudonym, rest) = rest.split_first_chunk()?;
    let (salts, []) = rest.as_chunks() else { return None };
    Some(Parts { secret, pseudonym, salts })
}

impl PersonKeys {
    pub(crate) fn create(person: PersonId, chance: &dyn Chance) -> Result<Self, OpenError> {
        let mut clear = Zeroizing::new(vec![0; HEAD_BYTES + Category::ALL.len() * ENTRY_BYTES]);
        chance.fill(&mut clear);
        let (head, entries) = clear.split_first_chunk_mut::<HEAD_BYTES>().ok_or(OpenError::Cipher)?;
        head[0] = 1;
        for (entry, category) in entries.as_chunks_mut::<ENTRY_BYTES>().0.iter_mut().zip(Category::ALL) {
            let [code, high, low, ..] = entry;
            *code = category.code();
            [*high, *low] = FIRST_GENERATION.to_be_bytes();
        }
        Self::from_clear(person, clear)
    }

    fn from_clear(person: PersonId, clear: Zeroizing<Vec<u8>>) -> Result<Self, OpenError> {
        let pseudonym = Pseudonym::from_bytes(*parts(&clear).ok_or(OpenError::Cipher)?.pseudonym);
        Ok(Self { person, pseudonym, clear })
    }

    fn parts(&self) -> Result<Parts<'_>, OpenError> {
        parts(&self.clear).ok_or(OpenError::Cipher)
    }

    /// Whose keys they are.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// What stands for this person in the ledger.
    pub fn pseudonym(&self) -> Pseudonym {
        self.pseudonym
    }

    /// What stands for this person in one draw, and leads nowhere else: derived from the secret and
    /// the batch, so that it can be found again by whoever has the person's keys and by nobody else.
    pub(crate) fn draw_pseudonym(&self, batch: &[u8; 16]) -> Result<Pseudonym, OpenError> {
        let bytes = derive(self.parts()?.secret, &[b"amanah/draw", batch])?;
        let (head, _) = bytes.split_first_chunk::<16>().ok_or(OpenError::Cipher)?;
        Ok(Pseudonym::from_bytes(*head))
    }

    /// Whether values of the category can still be opened.
    pub fn has(&self, category: Category) -> bool {
        self.parts().is_ok_and(|p| p.salts.iter().any(|[code, ..]| *code == category.code()))
    }

    /// Forgets the salt of a category: every value under it is unreadable once the row is stored.
    pub fn drop_category(&mut self, category: Category) {
        let keeps = |[code, ..]: &&[u8; ENTRY_BYTES]| *code != category.code();
        let Ok(Parts { salts, .. }) = self.parts() else { return };
        let kept = salts.iter().filter(keeps).count();
        let mut shorter = Zeroizing::new(Vec::with_capacity(HEAD_BYTES + kept * ENTRY_BYTES));
        shorter.extend(self.clear.iter().take(HEAD_BYTES));
        shorter.extend(salts.iter().filter(keeps).flatten());
        self.clear = shorter;
    }

    /// Gives a category a new salt: what lies under the old one is unreadable once the row is stored, and
    /// new values can be sealed. Returns the new generation.
    ///
    /// # Errors
    /// [`OpenError::Gone`] where the salt was dropped: such a category takes no values any more.
    pub fn resalt(&mut self, category: Category, chance: &dyn Chance) -> Result<u16, OpenError> {
        let (_, entries) = self.clear.split_at_mut_checked(HEAD_BYTES).ok_or(OpenError::Cipher)?;
        for [code, high, low, salt @ ..] in entries.as_chunks_mut::<ENTRY_BYTES>().0 {
            if *code == category.code() {
                let next = u16::from_be_bytes([*high, *low]).checked_add(1).ok_or(OpenError::Cipher)?;
                [*high, *low] = next.to_be_bytes();
                chance.fill(salt);
                return Ok(next);
            }
        }
        Err(OpenError::Gone { category })
    }

    /// What stands for this person towards one class of recipients, and leads nowhere else: they can find
    /// it again in what they were told, and nobody can without the person's keys.
    pub(crate) fn recipient_reference(&self, class: RecipientClass) -> Result<[u8; 16], OpenError> {
        let bytes = derive(self.parts()?.secret, &[b"amanah/recipient", &[class.code()]])?;
        let (head, _) = bytes.split_first_chunk::<16>().ok_or(OpenError::Cipher)?;
        Ok(*head)
    }

    /// How often a category was salted; `None` where its salt is gone.
    pub(crate) fn generation(&self, category: Category) -> Option<u16> {
        let salts = self.parts().ok()?.salts;
        let found = salts.iter().find(|[code, ..]| *code == category.code());
        found.map(|[_, high, low, ..]| u16::from_be_bytes([*high, *low]))
    }

    /// The key of a category, and its generation: the wanted one, or the one there is.
    pub(crate) fn category_key(
        &self,
        category: Category,
        generation: Option<u16>,
    ) -> Result<(Key, u16), OpenError> {
        let Parts { secret, salts, .. } = self.parts()?;
        for [code, high, low, salt @ ..] in salts {
            let found = u16::from_be_bytes([*high, *low]);
            if *code == category.code() && generation.is_none_or(|wanted| wanted == found) {
                let bytes = derive(secret, &[b"amanah/category", &[*code], salt])?;
                return Ok((Key::new(&bytes)?, found));
            }
        }
        Err(OpenError::Gone { category })
    }

    pub(crate) fn wrap(&self, epoch: u32, key: &Key, chance: &dyn Chance) -> Result<KeyRow, OpenError> {
        Ok(KeyRow { epoch, wrapped: key.seal(&aad(self.person, epoch), &self.clear, chance)? })
    }

    pub(crate) fn unwrap(person: PersonId, row: &KeyRow, key: &Key) -> Result<Self, OpenError> {
        Self::from_clear(person, key.open(&aad(person, row.epoch), &row.wrapped)?)
    }
}

const AAD_LABEL: &[u8; 14] = b"amanah/key-row";

/// Binds person and epoch to the wrapped keys. A fixed array: it is made for every read.
fn aad(person: PersonId, epoch: u32) -> [u8; 34] {
    let mut out = [0; 34];
    let parts = AAD_LABEL.iter().chain(person.as_bytes()).copied().chain(epoch.to_be_bytes());
    out.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
    out
}
