//! An archive held against the ledger's published key, with no database: its signature, every file against
//! the manifest, and every line of its trail against the signed checkpoints. Believes nothing that the file
//! says of itself: lengths are bounded while it is read.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use amanah_ledger::Verifier;
use aws_lc_rs::digest::{Context, SHA256};
use zip::ZipArchive;

use crate::archive::check_trail::Trail;
use crate::archive::faults::Wrong;
use crate::archive::out::ListedFile;
use crate::archive::seal::{self, FORMAT, MANIFEST, Manifest, NOTE};

/// Files of an archive, at most.
const FILES_MAX: usize = 1_000_000;
/// Bytes of a manifest, at most.
const MANIFEST_BYTES_MAX: u64 = 256 << 20;
/// Bytes of a signed note or a checkpoint, at most.
const NOTE_BYTES_MAX: u64 = 64 << 10;
/// Bytes that are read at once.
const PIECE_BYTES: usize = 64 << 10;

/// What came of it.
#[derive(Debug)]
pub struct ArchiveChecked {
    /// The manifest, as it reads.
    pub manifest: Manifest,
    /// SHA-256 of the whole archive is the receiver's business; these are its files.
    pub files: usize,
    /// Lines of the trail that are proven.
    pub proven: u64,
    /// What is wrong; nothing: the archive is what it says.
    pub wrong: Vec<String>,
}

/// Checks an archive.
///
/// # Errors
/// A sentence where it is none, or cannot be read to its end.
pub fn check_archive<R: Read + Seek>(from: R, verifier: &Verifier) -> Result<ArchiveChecked, String> {
    let mut zip = ZipArchive::new(from).map_err(|_| {
        "it is no whole archive: the download may have broken off; ask for a new link and take it again"
            .to_owned()
    })?;
    if zip.len() > FILES_MAX {
        return Err("it has more files than any archive of ours".to_owned());
    }
    let manifest_bytes = whole(&mut zip, MANIFEST, MANIFEST_BYTES_MAX)?;
    let note = text(whole(&mut zip, NOTE, NOTE_BYTES_MAX)?, NOTE)?;
    let mut wrong = Wrong::default();
    if let Err(why) = seal::check(&manifest_bytes, &note, verifier) {
        wrong.add(why);
    }
    let manifest: Manifest = serde_json::from_slice(&manifest_bytes)
        .map_err(|_| format!("its {MANIFEST} is not of a form that this program knows"))?;
    if manifest.format != FORMAT {
        return Err(format!("it has another form than {FORMAT}"));
    }
    if manifest.ledger_key != verifier.to_vkey() {
        wrong.add("it names another key of the ledger than the one that is trusted".to_owned());
    }
    let mut listed: BTreeMap<&str, &ListedFile> = BTreeMap::new();
    for file in &manifest.files {
        if listed.insert(&file.name, file).is_some() {
            wrong.add(format!("{}: it is listed twice", file.name));
        }
    }
    let names =
        zip.file_names().map(|name| name.map(|name| name.into_owned())).collect::<Result<Vec<_>, _>>();
    let names = names.map_err(|_| "it names a file in a way that ours never do".to_owned())?;
    for name in names.iter().filter(|name| ![MANIFEST, NOTE].contains(&name.as_str())) {
        if !listed.contains_key(name.as_str()) {
            wrong.add(format!("{name}: it is in the archive and not in its manifest"));
        }
    }
    // The checkpoints and the proofs stand behind the trail and are wanted before it.
    let mut trail = Trail::default();
    for name in names.iter().filter(|name| name.starts_with("checkpoints/")) {
        let note = text(whole(&mut zip, name, NOTE_BYTES_MAX)?, name)?;
        trail.checkpoint(name, &note, verifier, &mut wrong);
    }
    for file in &manifest.files {
        let taken = read(&mut zip, file, &mut |piece| match file.name.as_str() {
            "trail.jsonl" => trail.line_bytes(piece),
            "proofs.jsonl" => trail.proof_bytes(piece),
            _ => Ok(()),
        });
        if let Err(why) = taken {
            wrong.add(format!("{}: {why}", file.name));
        }
    }
    let proven = trail.finish(&mut wrong);
    Ok(ArchiveChecked { files: manifest.files.len(), manifest, proven, wrong: wrong.all() })
}

fn text(bytes: Vec<u8>, name: &str) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| format!("its {name} is no text"))
}

/// A small file as a whole.
fn whole<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &str, bytes_max: u64) -> Result<Vec<u8>, String> {
    let missing = |_| format!("it has no {name} that can be read: it is no copy of ours, or not a whole one");
    let file = zip.by_name(name).map_err(missing)?;
    let mut out = Vec::new();
    file.take(bytes_max + 1)
        .read_to_end(&mut out)
        .map_err(|_| format!("its {name} cannot be read: it was changed, or not written to its end"))?;
    if out.len() as u64 > bytes_max {
        return Err(format!("its {name} is longer than any of ours"));
    }
    Ok(out)
}

/// Reads a file to the end that its manifest names, and holds it against it.
fn read<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    listed: &ListedFile,
    each: &mut dyn FnMut(&[u8]) -> Result<(), String>,
) -> Result<(), String> {
    let mut file = zip.by_name(&listed.name).map_err(|_| "it is listed and not in the archive")?;
    let (mut digest, mut length, mut piece) = (Context::new(&SHA256), 0, vec![0; PIECE_BYTES]);
    loop {
        let taken = file.read(&mut piece).map_err(|_| "it cannot be read: it was changed")?;
        let Some(bytes) = piece.get(..taken).filter(|bytes| !bytes.is_empty()) else { break };
        length += taken as u64;
        if length > listed.bytes {
            return Err("it is longer than its manifest says".to_owned());
        }
        digest.update(bytes);
        each(bytes)?;
    }
    if length != listed.bytes || hex::encode(digest.finish()) != listed.sha256 {
        return Err("it is not what its manifest says: it was changed".to_owned());
    }
    Ok(())
}
