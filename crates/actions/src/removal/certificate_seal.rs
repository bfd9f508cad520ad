//! The certificate's file, signed: JSON whose last member is a signed note over the SHA-256 of the lines
//! before it. `sed '/^  "signature": /,$d' FILE | sha256sum` gives what the note says, so whoever checks it
//! needs no JSON of one particular form (`docs/contracts/erasure-certificate.md`).

use amanah_ledger::{Note, NoteError, Signer, Verifier};
use aws_lc_rs::digest::{SHA256, digest};

use crate::error::{ActionError, Done};
use crate::removal::certificate::{CertificateFile, FORMAT};

/// How the line of the signature begins. Deeper members are indented further, and no string of JSON holds
/// a line's end, so there is one.
const SIGNATURE: &str = "\n  \"signature\": ";

/// The file as it is handed out.
pub(crate) fn seal(file: &CertificateFile, signer: &Signer) -> Done<String> {
    let bare = serde_json::to_string_pretty(file)
        .map_err(|_| ActionError::Internal("a certificate has no JSON form"))?;
    let lines = bare.strip_suffix("\n}").ok_or(ActionError::Internal("a certificate is no JSON object"))?;
    let signed = format!("{lines},\n");
    let note = Note::sign(&statement(&file.removal, &signed), &[signer])
        .map_err(|_| ActionError::Internal("a certificate cannot be signed"))?;
    let signature = serde_json::Value::from(note.to_string());
    Ok(format!("{lines},{SIGNATURE}{signature}\n}}\n"))
}

/// Whether the ledger's key signed this text.
///
/// # Errors
/// What is wrong, for whoever checks it.
pub(crate) fn check_seal(text: &str, file: &CertificateFile, verifier: &Verifier) -> Result<(), String> {
    let at = text.find(SIGNATURE).ok_or("it is not signed")?;
    let signed = text.get(..=at).ok_or("it is not signed")?;
    let note = Note::parse(file.signature.as_deref().ok_or("it is not signed")?)
        .map_err(|_| "its signature is not a signed note")?;
    let said = note.verify(verifier).map_err(|error| match error {
        NoteError::Unsigned => "it was signed by another key than the one that is trusted".to_owned(),
        other => format!("its signature is refused: {other}"),
    })?;
    match said == statement(&file.removal, signed) {
        true => Ok(()),
        false => Err("it is not what was signed: something in it was changed".to_owned()),
    }
}

fn statement(removal: &str, signed: &str) -> String {
    let hash = digest(&SHA256, signed.as_bytes());
    format!("{FORMAT}\nremoval {removal}\nsha256 {}\n", hex::encode(hash))
}
