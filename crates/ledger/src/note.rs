//! C2SP signed-note: a text and the signatures under it, Ed25519 (type 0x01) alone. Signatures by
//! keys that one does not know are ignored, which is how keys rotate and witnesses cosign.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// The longest note read, in bytes.
const NOTE_BYTES_MAX: usize = 1 << 20;
/// The most signatures read; the specification asks for at least 16.
const SIGNATURES_MAX: usize = 64;
/// The signature type of plain Ed25519 (C2SP signed-note).
const TYPE_ED25519: u8 = 1;

/// Why a note, or a key, is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoteError {
    /// Not of the form of a signed note, or longer than we read.
    #[error("this is not a signed note")]
    Malformed,
    /// A name that is empty or holds a space or a plus sign, or key bytes that are no key.
    #[error("this is not the name or the key of a signer")]
    Key,
    /// No signature by the key that was asked for.
    #[error("the note is not signed by the key that is trusted")]
    Unsigned,
    /// A signature by that key that does not fit the text.
    #[error("the signature does not fit the text: it was forged or the text was changed")]
    Forged,
    /// The cryptographic library refused to sign.
    #[error("the note could not be signed")]
    Sign,
}

/// An Ed25519 key with its name. It prints its name alone.
pub struct Signer {
    verifier: Verifier,
    pair: Ed25519KeyPair,
}

impl Signer {
    /// The signer `name` with the private key `seed` (RFC 8032).
    ///
    /// # Errors
    /// [`NoteError::Key`] for a name that notes cannot carry.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| NoteError::Key)?;
        let mut key = [0; 32];
        key.copy_from_slice(pair.public_key().as_ref());
        Ok(Self { verifier: Verifier::new(name, key)?, pair })
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// The name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    fn sign(&self, text: &str) -> Result<Signature, NoteError> {
        let bytes = self.pair.try_sign(text.as_bytes()).map_err(|_| NoteError::Sign)?.as_ref().to_vec();
        Ok(Signature { name: self.name().to_owned(), key_id: self.verifier.key_id, bytes })
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.name())
    }
}

/// The public half of a [`Signer`]. `Display` writes it as a C2SP verifier key
/// (`name+0123abcd+base64`) and [`Verifier::from_vkey`] reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verifier {
    name: String,
    key_id: u32,
    key: [u8; 32],
}

impl Verifier {
    /// The verifier `name` with an Ed25519 public key (RFC 8032).
    ///
    /// # Errors
    /// [`NoteError::Key`] for a name that notes cannot carry.
    pub fn new(name: &str, key: [u8; 32]) -> Result<Self, NoteError> {
        let barred = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if name.is_empty() || name.contains(barred) {
            return Err(NoteError::Key);
        }
        let hashed = [name.as_bytes(), &[b'\n', TYPE_ED25519], &key].concat();
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &hashed);
        let id = hash.as_ref().first_chunk::<4>().ok_or(NoteError::Key)?;
        Ok(Self { name: name.to_owned(), key_id: u32::from_be_bytes(*id), key })
    }

    /// Reads a C2SP verifier key of type Ed25519.
    ///
    /// # Errors
    /// [`NoteError::Key`] when it is none, or when its key id is not that of its name and key.
    pub fn from_vkey(vkey: &str) -> Result<Self, NoteError> {
        // The base64 part may hold plus signs of its own.
        let mut parts = vkey.splitn(3, '+');
        let (name, id, key) =
            (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let bytes = BASE64_STANDARD.decode(key).map_err(|_| NoteError::Key)?;
        let Some((&TYPE_ED25519, key)) = bytes.split_first() else { return Err(NoteError::Key) };
        let verifier = Self::new(name, key.try_into().map_err(|_| NoteError::Key)?)?;
        if id == format!("{:08x}", verifier.key_id) { Ok(verifier) } else { Err(NoteError::Key) }
    }

    /// Writes the C2SP verifier key, to be published.
    #[must_use]
    pub fn to_vkey(&self) -> String {
        let bytes = [[TYPE_ED25519].as_slice(), &self.key].concat();
        format!("{}+{:08x}+{}", self.name, self.key_id, BASE64_STANDARD.encode(bytes))
    }

    /// The name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key id: the first 4 bytes of SHA-256(name || newline || 0x01 || key).
    #[must_use]
    pub fn key_id(&self) -> u32 {
        self.key_id
    }

    /// Whether this key may speak for a log of this origin: its own name, or a path below it. So one
    /// published key serves all logs of an installation, and no log of another.
    #[must_use]
    pub fn speaks_for(&self, origin: &str) -> bool {
        origin.strip_prefix(&self.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn check(&self, text: &str, signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.key).verify(text.as_bytes(), signature).is_ok()
    }
}

impl std::fmt::Display for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_vkey())
    }
}

/// One signature under a note; not verified by being here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The name of the key that claims to have signed.
    pub name: String,
    /// Its key id.
    pub key_id: u32,
    /// The signature itself.
    pub bytes: Vec<u8>,
}

/// A text with signatures. The text must not be believed before [`Note::verify`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// A new note over `text`, which ends with a newline, signed by each signer in turn.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] for a text that no note can carry, [`NoteError::Sign`] when the
    /// library fails.
    pub fn sign(text: &str, signers: &[&Signer]) -> Result<Self, NoteError> {
        if !fits(text) || !text.ends_with('\n') {
            return Err(NoteError::Malformed);
        }
        let signatures = signers.iter().map(|signer| signer.sign(text)).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// Reads a note. Nothing is verified yet.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] when it is none.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if !fits(note) {
            return Err(NoteError::Malformed);
        }
        let split = note.rfind("\n\n").ok_or(NoteError::Malformed)?;
        let (text, lines) = note.split_at_checked(split + 1).ok_or(NoteError::Malformed)?;
        let lines =
            lines.strip_prefix('\n').and_then(|l| l.strip_suffix('\n')).ok_or(NoteError::Malformed)?;
        let mut signatures = Vec::new();
        for line in lines.split('\n') {
            if signatures.len() == SIGNATURES_MAX {
                return Err(NoteError::Malformed);
            }
            signatures.push(read_signature(line).ok_or(NoteError::Malformed)?);
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The text if it is signed by this key.
    ///
    /// # Errors
    /// [`NoteError::Unsigned`] without a signature of this key, [`NoteError::Forged`] when one of its
    /// signatures does not fit.
    pub fn verify(&self, verifier: &Verifier) -> Result<&str, NoteError> {
        let mut signed = false;
        for signature in &self.signatures {
            if signature.key_id == verifier.key_id && signature.name == verifier.name {
                if !verifier.check(&self.text, &signature.bytes) {
                    return Err(NoteError::Forged);
                }
                signed = true;
            }
        }
        if signed { Ok(&self.text) } else { Err(NoteError::Unsigned) }
    }

    /// Adds a signature, as a witness does.
    ///
    /// # Errors
    /// [`NoteError::Sign`] when the library fails.
    pub fn cosign(&mut self, signer: &Signer) -> Result<(), NoteError> {
        self.signatures.push(signer.sign(&self.text)?);
        Ok(())
    }

    /// The text, unverified: only to say what a note that fails claims.
    #[must_use]
    pub fn unverified_text(&self) -> &str {
        &self.text
    }

    /// The signatures, unverified.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.text)?;
        for Signature { name, key_id, bytes } in &self.signatures {
            let blob = [key_id.to_be_bytes().as_slice(), bytes].concat();
            writeln!(f, "— {name} {}", BASE64_STANDARD.encode(blob))?;
        }
        Ok(())
    }
}

fn fits(text: &str) -> bool {
    text.len() <= NOTE_BYTES_MAX && !text.bytes().any(|b| b < 0x20 && b != b'\n')
}

fn read_signature(line: &str) -> Option<Signature> {
    let (name, blob) = line.strip_prefix("— ")?.split_once(' ')?;
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c == '+') {
        return None;
    }
    let blob = BASE64_STANDARD.decode(blob).ok()?;
    let (id, bytes) = blob.split_first_chunk::<4>()?;
    if bytes.is_empty() {
        return None;
    }
    Some(Signature { name: name.to_owned(), key_id: u32::from_be_bytes(*id), bytes: bytes.to_vec() })
}
