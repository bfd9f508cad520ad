//! `manifest.json`, the name, length and SHA-256 of every file before it, and `manifest.json.note`, a signed
//! note (C2SP) by the ledger's key over the manifest's own SHA-256. Both are the last files of the archive.

use amanah_ledger::{Note, NoteError, Signer, Verifier};
use aws_lc_rs::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use crate::archive::out::ListedFile;
use crate::error::{ActionError, Done};

/// The first words of a manifest, and of the note about it.
pub(super) const FORMAT: &str = "amanah archive v1";
pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const NOTE: &str = "manifest.json.note";

/// What is in an archive, and what is not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The programme.
    pub programme: String,
    /// When the archive was begun.
    pub made_at: String,
    /// Which copy: the note of the entries that record it.
    pub copy: String,
    /// The reference by which another controller knows the person; none in a copy for themselves.
    pub reference: Option<String>,
    /// The ledger's published key.
    pub ledger_key: String,
    /// Version of the policy in force, and its hash.
    pub policy: (u32, String),
    /// Every file but this one and its note.
    pub files: Vec<ListedFile>,
    /// What is not in it, and why.
    pub left_out: Vec<LeftOut>,
}

/// See [`Manifest::left_out`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

fn statement(manifest: &[u8]) -> String {
    format!("{FORMAT}\nsha256 {}\n", hex::encode(digest(&SHA256, manifest)))
}

/// The note about a manifest.
pub(crate) fn sign(manifest: &[u8], signer: &Signer) -> Done<String> {
    let note = Note::sign(&statement(manifest), &[signer])
        .map_err(|_| ActionError::Internal("an archive cannot be signed"))?;
    Ok(note.to_string())
}

/// Whether the ledger's key signed this manifest.
///
/// # Errors
/// What is wrong, for whoever checks it.
pub(crate) fn check(manifest: &[u8], note: &str, verifier: &Verifier) -> Result<(), String> {
    let note = Note::parse(note).map_err(|_| "its signature is not a signed note")?;
    let said = note.verify(verifier).map_err(|error| match error {
        NoteError::Unsigned => "it was signed by another key than the one that is trusted".to_owned(),
        other => format!("its signature is refused: {other}"),
    })?;
    match said == statement(manifest) {
        true => Ok(()),
        false => Err("its manifest is not what was signed: something in it was changed".to_owned()),
    }
}
