//! One entry of the journal of removals: a signed note that names the entry before it.
//!
//! ```text
//! amanah journal v1
//! <origin>
//! <number, from 1>
//! <SHA-256 of the entry before it as it was stored, in hexadecimal; zeroes for the first>
//! <milliseconds> <removal> <person> <act> <categories> <fields>     one line a removal
//! ```
//!
//! Ids are random and lead to nobody once the person is gone. Several removals that come at the same
//! moment share an entry.

use amanah_domain::states::RemovalAct;
use amanah_domain::{CategorySet, FieldSet, PersonId, RemovalId, Timestamp};
use amanah_ledger::{Note, NoteError, Signer, Verifier};
use aws_lc_rs::digest;

const HEADER: &str = "amanah journal v1";
/// Removals of one entry, at most: keeps it well below what a note may hold.
pub(crate) const LINES_MAX: usize = 1_024;

/// A removal as the journal keeps it: enough to do it again on a database that has forgotten it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JournalLine {
    /// Which removal.
    pub removal: RemovalId,
    /// Whose data.
    pub person: PersonId,
    /// What was done.
    pub act: RemovalAct,
    /// Whole categories that went.
    pub categories: CategorySet,
    /// Single values that went, whose category stays.
    pub fields: FieldSet,
    /// When.
    pub at: Timestamp,
}

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

/// The entry after `before`, signed, as it is stored.
///
/// # Errors
/// [`EntryError::Note`] where it cannot be signed.
pub(crate) fn write(
    signer: &Signer,
    before: &JournalHead,
    lines: &[JournalLine],
) -> Result<(JournalHead, Vec<u8>), EntryError> {
    let number = before.number + 1;
    let mut text = format!("{HEADER}\n{}\n{number}\n{}\n", signer.name(), hex::encode(before.hash));
    for line in lines {
        text.push_str(&format!(
            "{} {} {} {} {:016x} {:016x}\n",
            line.at.millis(),
            hex::encode(line.removal.as_bytes()),
            hex::encode(line.person.as_bytes()),
            line.act.name(),
            line.categories.bits(),
            line.fields.bits(),
        ));
    }
    let bytes = Note::sign(&text, &[signer])?.to_string().into_bytes();
    Ok((JournalHead { number, hash: hash(&bytes) }, bytes))
}

/// Reads the entry that must follow `before`.
///
/// # Errors
/// [`EntryError`].
pub(crate) fn read(
    verifier: &Verifier,
    before: &JournalHead,
    bytes: &[u8],
) -> Result<(JournalHead, Vec<JournalLine>), EntryError> {
    let (number, follows, lines) = parse(verifier, bytes)?;
    if number != before.number + 1 || follows != before.hash {
        return Err(EntryError::Order);
    }
    Ok((JournalHead { number, hash: hash(bytes) }, lines))
}

/// Number, the hash it follows, and the removals.
fn parse(verifier: &Verifier, bytes: &[u8]) -> Result<(u64, [u8; 32], Vec<JournalLine>), EntryError> {
    let note = Note::parse(str::from_utf8(bytes).map_err(|_| EntryError::Malformed)?)?;
    let text = note.verify(verifier)?;
    let mut lines = text.lines();
    if lines.next() != Some(HEADER) {
        return Err(EntryError::Malformed);
    }
    if lines.next() != Some(verifier.name()) {
        return Err(EntryError::Origin);
    }
    let number = lines.next().and_then(|text| text.parse().ok()).ok_or(EntryError::Malformed)?;
    let follows = lines.next().and_then(read_bytes).ok_or(EntryError::Malformed)?;
    let lines = lines.map(read_line).collect::<Option<Vec<_>>>().ok_or(EntryError::Malformed)?;
    Ok((number, follows, lines))
}

fn read_bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    hex::decode_to_slice(text, &mut out).ok()?;
    Some(out)
}

fn read_line(text: &str) -> Option<JournalLine> {
    let mut words = text.split(' ');
    let line = JournalLine {
        at: Timestamp::from_millis(words.next()?.parse().ok()?),
        removal: RemovalId::from_bytes(read_bytes(words.next()?)?),
        person: PersonId::from_bytes(read_bytes(words.next()?)?),
        act: RemovalAct::from_name(words.next()?)?,
        categories: CategorySet::from_bits(u64::from_str_radix(words.next()?, 16).ok()?),
        fields: FieldSet::from_bits(u64::from_str_radix(words.next()?, 16).ok()?),
    };
    words.next().is_none().then_some(line)
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

    fn line(number: u8) -> JournalLine {
        JournalLine {
            removal: RemovalId::from_bytes([number; 16]),
            person: PersonId::from_bytes([number + 1; 16]),
            act: RemovalAct::Erase,
            categories: CategorySet::from_bits(0b101),
            fields: FieldSet::from_bits(1 << 40),
            at: Timestamp::from_millis(1_795_316_400_000),
        }
    }

    #[test]
    fn entries_read_back_in_order_and_no_other_way() {
        let signer = signer();
        let verifier = signer.verifier().clone();
        let (first, one) = write(&signer, &JournalHead::EMPTY, &[]).unwrap();
        let (second, two) = write(&signer, &first, &[line(1), line(2)]).unwrap();
        assert_eq!(read(&verifier, &JournalHead::EMPTY, &one).unwrap(), (first, vec![]));
        assert_eq!(read(&verifier, &first, &two).unwrap(), (second, vec![line(1), line(2)]));
        assert_eq!(read(&verifier, &JournalHead::EMPTY, &two), Err(EntryError::Order));
        let forked = JournalHead { hash: [9; 32], ..first };
        assert_eq!(read(&verifier, &forked, &two), Err(EntryError::Order));
        let other = Signer::from_seed("amanah/test", &[8; 32]).unwrap();
        assert_eq!(read(other.verifier(), &first, &two), Err(NoteError::Unsigned.into()));
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
