//! The manifest of a backup: a signed note that says what its parts must be. It is written last, beside
//! each part; a backup without one was never finished.

use std::collections::BTreeMap;

use amanah_domain::Timestamp;
use amanah_ledger::{Combined, Note, Signer, Verifier};
use serde::{Deserialize, Serialize};

use crate::operator::backup_error::ManifestRefused;
use crate::operator::journal::JournalHead;

const HEADER: &str = "amanah backup ";
/// The form of manifests, and of what they describe.
const FORMAT: u32 = 1;

/// Folders of a shelf and how names end.
pub(crate) const DATA_FOLDER: &str = "data";
pub(crate) const KEYS_FOLDER: &str = "keys";
const MANIFEST: &str = ".manifest";

/// What stands in a manifest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its name: time and chance.
    pub name: String,
    /// Its id, in hexadecimal: both parts are bound to it.
    pub backup: String,
    /// Milliseconds since 1970.
    pub made_at: i64,
    /// The programme.
    pub programme: String,
    /// The engine it was made on; it comes back on any.
    pub engine: String,
    /// Version of the schema.
    pub schema: i64,
    /// The epoch whose key opens the key part.
    pub epoch: u32,
    /// The oldest epoch that wraps a key row of the key part; manifests of before do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_epoch: Option<u32>,
    /// The data part.
    pub data: PartFacts,
    /// The key part.
    pub keys: PartFacts,
    /// The ledger's combined checkpoint at that moment.
    pub ledger: String,
    /// Entries of the journal before that moment.
    pub journal: u64,
    /// The hash of the last of them, in hexadecimal.
    pub journal_hash: String,
}

/// What a part must be.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartFacts {
    /// Bytes as stored.
    pub bytes: u64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
}

impl PartFacts {
    /// All rows.
    pub fn row_count(&self) -> u64 {
        self.rows.values().sum()
    }
}

impl Manifest {
    /// When it was made.
    pub fn made_at(&self) -> Timestamp {
        Timestamp::from_millis(self.made_at)
    }

    /// The id that its parts are bound to.
    pub(crate) fn id(&self) -> Option<[u8; 16]> {
        let mut id = [0; 16];
        hex::decode_to_slice(&self.backup, &mut id).ok()?;
        Some(id)
    }

    /// How far the journal reached.
    pub(crate) fn journal_head(&self) -> Option<JournalHead> {
        let mut hash = [0; 32];
        hex::decode_to_slice(&self.journal_hash, &mut hash).ok()?;
        Some(JournalHead { number: self.journal, hash })
    }

    /// The ledger's heads at that moment.
    pub(crate) fn checkpoint(&self) -> Option<Combined> {
        Combined::from_text(&self.ledger).ok()
    }

    /// The signed note.
    ///
    /// # Errors
    /// [`ManifestRefused::Damaged`] where it cannot be written, which does not happen.
    pub(crate) fn sign(&self, signer: &Signer) -> Result<String, ManifestRefused> {
        let body = serde_json::to_string_pretty(self).map_err(|_| ManifestRefused::Damaged)?;
        let text = format!("{HEADER}{FORMAT}\n{}\n{body}\n", signer.name());
        Ok(Note::sign(&text, &[signer]).map_err(|_| ManifestRefused::Damaged)?.to_string())
    }

    /// Reads and checks [`Manifest::sign`]'s note of the backup `name`.
    ///
    /// # Errors
    /// [`ManifestRefused`].
    pub(crate) fn open(
        note: &[u8],
        name: &str,
        verifier: &Verifier,
        schema_known: i64,
    ) -> Result<Self, ManifestRefused> {
        let note = str::from_utf8(note).map_err(|_| ManifestRefused::Damaged)?;
        let note = Note::parse(note).map_err(|_| ManifestRefused::Damaged)?;
        let text = note.verify(verifier).map_err(|_| ManifestRefused::Signature)?;
        let (head, rest) = text.split_once('\n').ok_or(ManifestRefused::Damaged)?;
        let format: Option<u32> = head.strip_prefix(HEADER).and_then(|number| number.parse().ok());
        match format {
            Some(FORMAT) => {}
            Some(newer) if newer > FORMAT => return Err(ManifestRefused::Newer(newer)),
            _ => return Err(ManifestRefused::Damaged),
        }
        let (origin, body) = rest.split_once('\n').ok_or(ManifestRefused::Damaged)?;
        if origin != verifier.name() {
            return Err(ManifestRefused::Signature);
        }
        let manifest: Self = serde_json::from_str(body).map_err(|_| ManifestRefused::Damaged)?;
        if manifest.name != name {
            return Err(ManifestRefused::Renamed(manifest.name));
        }
        if manifest.schema > schema_known {
            return Err(ManifestRefused::NewerSchema { found: manifest.schema, known: schema_known });
        }
        if manifest.schema < 1
            || manifest.id().is_none()
            || manifest.journal_head().is_none()
            || manifest.checkpoint().is_none()
        {
            return Err(ManifestRefused::Damaged);
        }
        Ok(manifest)
    }
}

/// A new backup's name: the time in UTC, so that names sort by it, and chance.
pub(crate) fn new_name(now: Timestamp, chance: [u8; 16]) -> String {
    let at = now.at(0);
    let [a, b, c, d, ..] = chance;
    format!("{}-{}", at.strftime("%Y%m%d-%H%M%S"), hex::encode([a, b, c, d]))
}

/// Whether this can be the name of a backup: it becomes part of a path.
pub(crate) fn is_name(name: &str) -> bool {
    (8..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

pub(crate) fn data_part(name: &str) -> String {
    format!("{DATA_FOLDER}/{name}.amb")
}

pub(crate) fn key_part(name: &str) -> String {
    format!("{KEYS_FOLDER}/{name}.amk")
}

/// The manifest beside a part.
pub(crate) fn manifest_in(folder: &str, name: &str) -> String {
    format!("{folder}/{name}{MANIFEST}")
}

/// The name of a backup, from that of its manifest.
pub(crate) fn name_of(item: &str, folder: &str) -> Option<String> {
    let name = item.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(MANIFEST)?;
    is_name(name).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(signer: &Signer) -> Manifest {
        Manifest {
            name: new_name(Timestamp::from_millis(1_795_316_400_000), [0xab; 16]),
            backup: "07".repeat(16),
            made_at: 1_795_316_400_000,
            programme: "test".to_owned(),
            engine: "sqlite".to_owned(),
            schema: 3,
            epoch: 2,
            least_epoch: Some(1),
            data: PartFacts { bytes: 10, sha256: "00".repeat(32), rows: BTreeMap::new() },
            keys: PartFacts::default(),
            ledger: Combined::new(signer.name(), Vec::new()).unwrap().text(),
            journal: 4,
            journal_hash: "01".repeat(32),
        }
    }

    #[test]
    fn a_manifest_reads_back_and_nothing_else_does() {
        let signer = Signer::from_seed("amanah/test", &[7; 32]).unwrap();
        let made = manifest(&signer);
        assert_eq!(made.name, "20261122-030000-abababab");
        let note = made.sign(&signer).unwrap();
        let open = |note: &str, known| Manifest::open(note.as_bytes(), &made.name, signer.verifier(), known);
        assert_eq!(open(&note, 3), Ok(made.clone()));
        let before = Manifest { least_epoch: None, ..manifest(&signer) };
        let unsaid = before.sign(&signer).unwrap();
        assert!(!unsaid.contains("least_epoch"), "as they were written before");
        assert_eq!(open(&unsaid, 3), Ok(before));
        assert_eq!(open(&note, 2), Err(ManifestRefused::NewerSchema { found: 3, known: 2 }));
        let other = Signer::from_seed("amanah/test", &[8; 32]).unwrap();
        let foreign = manifest(&other).sign(&other).unwrap();
        assert_eq!(open(&foreign, 3), Err(ManifestRefused::Signature));
        let renamed = Manifest::open(note.as_bytes(), "20261122-030000-00000000", signer.verifier(), 3);
        assert!(matches!(renamed, Err(ManifestRefused::Renamed(_))));
        for at in 0..note.len() {
            let mut altered = note.clone().into_bytes();
            altered[at] ^= 1;
            let refused = Manifest::open(&altered, &made.name, signer.verifier(), 3);
            assert!(refused.is_err(), "byte {at} of\n{note}");
        }
        let later = format!("amanah backup 2\n{}\n{{}}\n", signer.name());
        let later = Note::sign(&later, &[&signer]).unwrap().to_string();
        assert_eq!(open(&later, 3), Err(ManifestRefused::Newer(2)));
    }

    #[test]
    fn names_are_not_paths() {
        assert!(is_name("20261122-100000-abababab"));
        for bad in ["", "../../etc", "a/b/c/d/e/f", "20261122 100000", &"a".repeat(65)] {
            assert!(!is_name(bad), "{bad}");
        }
        assert_eq!(name_of("data/20261122-100000-ab.manifest", "data").unwrap(), "20261122-100000-ab");
        assert_eq!(name_of("data/20261122-100000-ab.amb", "data"), None);
    }
}
