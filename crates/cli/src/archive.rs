//! `amanah ledger verify --archive FILE`: a person's copy held against the ledger's key, with no database.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use amanah_actions::archive::check::check_archive;
use amanah_ledger::Verifier;
use serde_json::json;

use crate::output::{say, why};

/// Checks the whole: signature, every file, every line of the trail.
pub(crate) fn verify(file: &Path, verifier: &Verifier, as_json: bool) -> Result<(), String> {
    let open = File::open(file).map_err(|e| format!("{} cannot be read: {}", file.display(), why(&e)))?;
    let checked =
        check_archive(BufReader::new(open), verifier).map_err(|why| format!("{}: {why}", file.display()))?;
    let (files, proven, wrong) = (checked.files, checked.proven, &checked.wrong);
    let made_at = &checked.manifest.made_at;
    if as_json {
        say(json!({ "made_at": made_at, "files": files, "entries": proven, "wrong": wrong }).to_string());
    } else {
        wrong.iter().for_each(|line| say(format!("WRONG  {line}")));
        if wrong.is_empty() {
            say(format!(
                "RIGHT  copy of {made_at}: signed by the ledger's key, {files} files unchanged, {proven} entries \
                 proven to be in the ledger"
            ));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err("the archive is not what was handed out".to_owned()) }
}
