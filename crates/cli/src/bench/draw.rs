//! `bench draw`: entrants ranked and the file written, against sorting as many 32-byte keys.

use std::hint::black_box;
use std::io::BufWriter;

use amanah_actions::draw::{Header, commit_entrants, commit_seed, order, verify, write};
use amanah_domain::{Chance, Pseudonym};
use amanah_testkit::clock_and_chance::SeededChance;

use crate::args::BenchArgs;
use crate::bench::report::{Figure, median, print};
use crate::machine::stopwatch;
use crate::output::note;

const ENTRANTS: u64 = 10_000_000;
const ROUNDS: usize = 3;

/// Runs the bench.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let count = usize::try_from(args.people.unwrap_or(ENTRANTS)).map_err(|_| "too many entrants")?;
    let chance = SeededChance::new(7);
    note(format!("making {count} pseudonyms"));
    let mut entrants: Vec<Pseudonym> = (0..count).map(|_| Pseudonym::random(&chance)).collect();
    let (mut drawn, mut sorted) = (Vec::new(), Vec::new());
    let folder = args.data.clone().unwrap_or_else(std::env::temp_dir);
    let path = folder.join(format!("amanah-bench-draw-{}.txt", std::process::id()));
    for round in 1..=ROUNDS {
        note(format!("round {round} of {ROUNDS}"));
        // The ceiling: sorting as many keys of 32 bytes.
        let mut keys: Vec<[u8; 32]> = (0..count).map(|_| chance.bytes32()).collect();
        let watch = stopwatch();
        keys.sort_unstable();
        sorted.push(watch.elapsed().as_secs_f64());
        black_box(keys.first());
        drop(keys);
        // The draw: commit, rank, order, write the whole file.
        let watch = stopwatch();
        let seed = [9; 32];
        let entrants_commitment = commit_entrants(&mut entrants).map_err(|e| e.to_string())?;
        let lines = order(&entrants, &[], 100_000, &seed, b"7321.45").map_err(|e| e.to_string())?;
        let header = Header {
            batch: "bench 1".to_owned(),
            quota: 100_000,
            entrants: lines.len() as u64,
            seed_commitment: commit_seed(&seed),
            entrants_commitment,
            public_source: "bench".to_owned(),
            public_known_at: "-".to_owned(),
            public_value: "7321.45".to_owned(),
            seed,
        };
        let file =
            std::fs::File::create(&path).map_err(|e| format!("the draw file cannot be written: {e}"))?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        write(&mut out, &header, lines.iter().copied())
            .map_err(|e| format!("the draw file cannot be written: {e}"))?;
        out.into_inner().map_err(|e| e.to_string())?.sync_all().map_err(|e| e.to_string())?;
        drawn.push(watch.elapsed().as_secs_f64());
        if round == ROUNDS {
            let watch = stopwatch();
            let found = verify(&amanah_actions::draw::DrawFile { header, lines }, None);
            if !found.faults.is_empty() {
                return Err("the draw that was measured does not verify".to_owned());
            }
            let figure = Figure::new(
                "draw verified",
                "-",
                1,
                count as f64 / watch.elapsed().as_secs_f64(),
                "per s",
                0.0,
            );
            let rate = |seconds: Vec<f64>| count as f64 / median(seconds);
            let main = Figure::new(
                "draw ranked and written",
                "-",
                1,
                rate(drawn.clone()),
                "per s",
                rate(sorted.clone()),
            );
            let seconds = Figure::new("draw ranked and written", "-", 1, median(drawn.clone()), "s", 0.0);
            print(&[main, seconds, figure], args.json);
        }
    }
    let _ = std::fs::remove_file(&path);
    Ok(())
}
