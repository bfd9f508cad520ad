//! One entry of the journal of removals: a signed note that names the entry before it.
//!
//! ```text
//! amanah journal v1
//! <origin>
//! <number, from 1>
//! <SHA-256 of the entry before it as it was stored, in hexadecimal; zeroes for the first>
//! <how many removals>
//! <what they are, sealed, in base64; only where there are any>
//! ```
//!
//! The chain is checked by whoever has the key that signs, for ever. What the removals were is sealed for the
//! epochs of that moment (`vault/src/epoch_sealed.rs`): it would otherwise lead from a person to a ledger
//! note for ever. Several removals that come at the same moment share an entry.

use amanah_ledger::{Note, NoteError, Signer, Verifier};
use amanah_vault::{OpenError, Vault};
use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::operator::journal_record::{self as record, JournalRecord};

const HEADER: &str = "amanah journal v1";
/// What binds the sealed lines to a journal, and to one place in it.
const LABEL: &str = "amanah/journal";
/// Removals of one entry, at most: keeps it below what a note may hold.
pub(crate) const LINES_MAX: usize = 128;

/// How far a journal reaches: its length and the hash of its last entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JournalHead {
    /// Entries in it.
    pub number: u64,
    /// SHA-256 of the last one as it is stored; zeroes for none.
    pub hash: [u8; 32],
}

impl JournalHead {
    /// A journal without entries.
    pub const EMPTY: Self = Self { number: 0, hash: [0; 32] };
}

/// Why an entry is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EntryError {
    /// Not signed by this installation, or altered.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Not an entry, or one of another form.
    #[error("it is not an entry of a journal that this program knows")]
    Malformed,
    /// Of another installation.
    #[error("it belongs to another installation")]
    Origin,
    /// Not the one that follows.
    #[error("it does not follow the entry before it")]
    Order,
    /// Its lines.
    #[error("its lines do not open: {0}")]
    Sealed(#[from] OpenError),
}

/// An entry that was checked, with its lines still sealed.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The journal as far as this entry.
    pub(crate) head: JournalHead,
    /// How many removals it holds.
    pub(crate) count: u64,
    before: [u8; 32],
    sealed: Vec<u8>,
}

impl Entry {
    /// Its removals.
    ///
    /// # Errors
    /// [`EntryError::Sealed`], [`EntryError::Malformed`].
    pub(crate) fn open(&self, vault: &Vault) -> Result<Vec<JournalRecord>, EntryError> {
        if self.count == 0 {
            return Ok(Vec::new());
        }
        let clear = vault.open_for_epochs(LABEL, &about(self.head.number, &self.before), &self.sealed)?;
        let records = record::decode(&clear).ok_or(EntryError::Malformed)?;
        if records.len() as u64 == self.count { Ok(records) } else { Err(EntryError::Malformed) }
    }
}

/// The place in the chain, bound to what is sealed there.
fn about(number: u64, before: &[u8; 32]) -> Vec<u8> {
    [&number.to_be_bytes()[..], before].concat()
}

/// The stored name of an entry.
pub(crate) fn name(number: u64) -> String {
    format!("{number:08}")
}

/// The number of a stored name.
pub(crate) fn number(name: &str) -> Option<u64> {
    let digits = name.len() >= 8 && name.bytes().all(|b| b.is_ascii_digit());
    if digits { name.parse().ok() } else { None }
}

pub(crate) fn hash(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.iter_mut().zip(digest::digest(&digest::SHA256, bytes).as_ref()).for_each(|(to, from)| *to = *from);
    out
}

/// The entry after `before`, sealed and signed, as it is stored.
///
/// # Errors
/// [`EntryError::Note`], [`EntryError::Sealed`] where it cannot be signed or sealed.
pub(crate) fn write(
    signer: &Signer,
    vault: &Vault,
    before: &JournalHead,
    records: &[JournalRecord],
) -> Result<(JournalHead, Vec<u8>), EntryError> {
    let number = before.number + 1;
    let (name, count) = (signer.name(), records.len());
    let mut text = format!("{HEADER}\n{name}\n{number}\n{}\n{count}\n", hex::encode(before.hash));
    if !records.is_empty() {
        let clear = record::encode(records).ok_or(EntryError::Malformed)?;
        let sealed = vault.seal_for_epochs(LABEL, &about(number, &before.hash), &clear)?;
        text.push_str(&STANDARD.encode(sealed));
        text.push('\n');
    }
    let bytes = Note::sign(&text, &[signer])?.to_string().into_bytes();
    Ok((JournalHead { number, hash: hash(&bytes) }, bytes))
}

/// Reads the entry that must follow `before`. Its lines stay sealed.
///
/// # Errors
/// [`EntryError`].
pub(crate) fn read(verifier: &Verifier, before: &JournalHead, bytes: &[u8]) -> Result<Entry, EntryError> {
    let note = Note::parse(str::from_utf8(bytes).map_err(|_| EntryError::Malformed)?)?;
    let mut lines = note.verify(verifier)?.lines();
    if lines.next() != Some(HEADER) {
        return Err(EntryError::Malformed);
    }
    if lines.next() != Some(verifier.name()) {
        return Err(EntryError::Origin);
    }
    let number: u64 = lines.next().and_then(|text| text.parse().ok()).ok_or(EntryError::Malformed)?;
    let follows: [u8; 32] = lines.next().and_then(read_bytes).ok_or(EntryError::Malformed)?;
    let count = lines.next().and_then(|text| text.parse().ok()).ok_or(EntryError::Malformed)?;
    let sealed = match count {
        0 => Vec::new(),
        _ => lines.next().and_then(|text| STANDARD.decode(text).ok()).ok_or(EntryError::Malformed)?,
    };
    if lines.next().is_some() {
        return Err(EntryError::Malformed);
    }
    if number != before.number + 1 || follows != before.hash {
        return Err(EntryError::Order);
    }
    Ok(Entry { head: JournalHead { number, hash: hash(bytes) }, count, before: follows, sealed })
}

fn read_bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    hex::decode_to_slice(text, &mut out).ok()?;
    Some(out)
}

const HEAD_HEADER: &str = "amanah journal head v1";

/// How far the journal reached, signed, to be kept beside the checkpoint.
pub(crate) fn write_head(signer: &Signer, head: &JournalHead) -> Result<String, EntryError> {
    let text = format!("{HEAD_HEADER}\n{}\n{}\n{}\n", signer.name(), head.number, hex::encode(head.hash));
    Ok(Note::sign(&text, &[signer])?.to_string())
}

/// Reads [`write_head`] back.
///
/// # Errors
/// [`EntryError`].
pub(crate) fn read_head(verifier: &Verifier, text: &str) -> Result<JournalHead, EntryError> {
    let note = Note::parse(text)?;
    let mut lines = note.verify(verifier)?.lines();
    if lines.next() != Some(HEAD_HEADER) {
        return Err(EntryError::Malformed);
    }
    if lines.next() != Some(verifier.name()) {
        return Err(EntryError::Origin);
    }
    let number = lines.next().and_then(|text| text.parse().ok()).ok_or(EntryError::Malformed)?;
    let hash = lines.next().and_then(read_bytes).ok_or(EntryError::Malformed)?;
    Ok(JournalHead { number, hash })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::from_seed("amanah/test", &[7; 32]).unwrap()
    }

    #[test]
    fn entries_read_back_in_order_and_no_other_way() {
        let (signer, vault) = (signer(), record::tests::vault());
        let verifier = signer.verifier().clone();
        let (first, one) = write(&signer, &vault, &JournalHead::EMPTY, &[]).unwrap();
        let records = [record::tests::record(1), record::tests::record(2)];
        let (second, two) = write(&signer, &vault, &first, &records).unwrap();
        let empty = read(&verifier, &JournalHead::EMPTY, &one).unwrap();
        assert_eq!((empty.head, empty.open(&vault)), (first, Ok(vec![])));
        let entry = read(&verifier, &first, &two).unwrap();
        assert_eq!((entry.head, entry.count), (second, 2));
        assert_eq!(entry.open(&vault), Ok(records.to_vec()));
        let another = record::tests::vault();
        assert_eq!(entry.open(&another), Err(OpenError::Cipher.into()), "epoch 1 of another house");
        let moved = Entry { before: [9; 32], ..entry };
        assert_eq!(moved.open(&vault), Err(OpenError::Cipher.into()), "at another place of the chain");
        assert!(matches!(read(&verifier, &JournalHead::EMPTY, &two), Err(EntryError::Order)));
        let forked = JournalHead { hash: [9; 32], ..first };
        assert!(matches!(read(&verifier, &forked, &two), Err(EntryError::Order)));
        let other = Signer::from_seed("amanah/test", &[8; 32]).unwrap();
        assert_eq!(read(other.verifier(), &first, &two).unwrap_err(), NoteError::Unsigned.into());
        for at in 0..two.len() {
            let mut altered = two.clone();
            altered[at] ^= 1;
            assert!(read(&verifier, &first, &altered).is_err(), "byte {at}");
            assert!(read(&verifier, &first, &two[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn the_head_reads_back() {
        let signer = signer();
        let head = JournalHead { number: 12, hash: [3; 32] };
        let text = write_head(&signer, &head).unwrap();
        assert_eq!(read_head(signer.verifier(), &text), Ok(head));
        assert!(read_head(signer.verifier(), &text.replace("12", "11")).is_err());
    }

    #[test]
    fn names_sort_as_numbers_do() {
        assert_eq!(name(7), "00000007");
        assert_eq!(number(&name(7)), Some(7));
        assert_eq!(number("7"), None);
        assert_eq!(number("notes.txt"), None);
    }
}
