//! `amanah draw verify`: anyone, offline, with nothing but the published file.

use std::fs::File;
use std::io::BufReader;

use amanah_actions::draw::{Place, read, verify};
use amanah_domain::Pseudonym;
use serde_json::json;

use crate::args::Draw;
use crate::output::{say, why};

/// Runs the command.
pub(crate) fn run(command: Draw) -> Result<(), String> {
    let Draw::Verify { file, own, json } = command;
    let own = match own {
        None => None,
        Some(text) => Some(
            Pseudonym::from_hex(&text).ok_or("--own takes 32 hexadecimal digits, as on your batch page")?,
        ),
    };
    let open = File::open(&file).map_err(|e| format!("{} cannot be read: {}", file.display(), why(&e)))?;
    let drawn =
        read(&mut BufReader::with_capacity(1 << 20, open)).map_err(|e| format!("{}: {e}", file.display()))?;
    let verdict = verify(&drawn, own);
    let place = |place: Place| match place {
        Place::Selected => "selected",
        Place::Waiting => "waiting",
        Place::Withdrawn => "withdrawn",
    };
    if json {
        let found = verdict.own.map(|(rank, at)| json!({ "rank": rank, "place": place(at) }));
        say(json!({
            "batch": drawn.header.batch, "entrants": drawn.lines.len(), "quota": drawn.header.quota,
            "selected": verdict.selected, "own": found, "faults": verdict.faults,
        })
        .to_string());
    } else {
        say(format!(
            "Draw {}: {} entrants, {} places, {} selected",
            drawn.header.batch,
            drawn.lines.len(),
            drawn.header.quota,
            verdict.selected
        ));
        match (own, verdict.own) {
            (Some(_), Some((rank, at))) => say(format!("Your line: rank {rank}, {}", place(at))),
            (Some(_), None) => say("Your line is not in this file"),
            _ => {}
        }
        for fault in &verdict.faults {
            say(format!("WRONG: {fault}"));
        }
        if verdict.faults.is_empty() {
            say("RIGHT: seed, entrants and order are what was committed and what the arithmetic gives");
        }
    }
    if verdict.faults.is_empty() { Ok(()) } else { Err("the draw does not verify".to_owned()) }
}
