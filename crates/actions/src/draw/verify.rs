//! Checks a published draw with nothing but the file.

use amanah_domain::Pseudonym;

use super::arithmetic::{Place, commit_entrants, commit_seed, order};
use super::file::DrawFile;

/// What a check found. An empty list of faults means that the draw is right.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Verdict {
    /// Sentences, each a fault.
    pub faults: Vec<String>,
    /// Selected entrants in the file.
    pub selected: u64,
    /// Where the entrant asked for stands: rank from 1, and the place.
    pub own: Option<(u64, Place)>,
}

/// Recomputes commitments and order. `own` finds one entrant's line.
pub fn verify(file: &DrawFile, own: Option<Pseudonym>) -> Verdict {
    let mut verdict = Verdict::default();
    let header = &file.header;
    if file.lines.len() as u64 != header.entrants {
        verdict.faults.push(format!(
            "the header says {} entrants, the file has {}",
            header.entrants,
            file.lines.len()
        ));
    }
    if commit_seed(&header.seed) != header.seed_commitment {
        verdict.faults.push("the seed is not the one that was committed before the batch opened".to_owned());
    }
    let mut entrants: Vec<Pseudonym> = file.lines.iter().map(|l| l.pseudonym).collect();
    match commit_entrants(&mut entrants) {
        Err(e) => verdict.faults.push(e.to_string()),
        Ok(found) if found != header.entrants_commitment => verdict
            .faults
            .push("the entrants are not those that were committed when the batch closed".to_owned()),
        Ok(_) => {}
    }
    let mut withdrawn: Vec<Pseudonym> =
        file.lines.iter().filter(|l| l.place == Place::Withdrawn).map(|l| l.pseudonym).collect();
    withdrawn.sort_unstable();
    if let Ok(right) =
        order(&entrants, &withdrawn, header.quota, &header.seed, header.public_value.as_bytes())
    {
        let wrong = right.iter().zip(&file.lines).position(|(a, b)| a != b);
        if let Some(at) = wrong {
            verdict.faults.push(format!("line {} is not who the arithmetic puts there", at + 1));
        }
    }
    verdict.selected = file.lines.iter().filter(|l| l.place == Place::Selected).count() as u64;
    verdict.own = own.and_then(|own| {
        file.lines.iter().zip(1_u64..).find(|(l, _)| l.pseudonym == own).map(|(l, rank)| (rank, l.place))
    });
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{DrawError, Header, read, write};

    fn pseudonyms(count: u8) -> Vec<Pseudonym> {
        (0..count).map(|n| Pseudonym::from_bytes([n.wrapping_mul(37); 16])).collect()
    }

    fn drawn(count: u8, quota: u64, withdrawn: &[Pseudonym]) -> DrawFile {
        let mut entrants = pseudonyms(count);
        let entrants_commitment = commit_entrants(&mut entrants).unwrap();
        let seed = [9; 32];
        let lines = order(&entrants, withdrawn, quota, &seed, b"closing value 7321.45").unwrap();
        let header = Header {
            batch: "prakerja 12".into(),
            quota,
            entrants: lines.len() as u64,
            seed_commitment: commit_seed(&seed),
            entrants_commitment,
            public_source: "a market's closing value".into(),
            public_known_at: "2026-11-22T09:30:00Z".into(),
            public_value: "closing value 7321.45".into(),
            seed,
        };
        DrawFile { header, lines }
    }

    #[test]
    fn a_right_draw_verifies_after_a_round_trip() {
        let file = drawn(100, 10, &[]);
        let mut bytes = Vec::new();
        write(&mut bytes, &file.header, file.lines.iter().copied()).unwrap();
        let again = read(&mut bytes.as_slice()).unwrap();
        assert_eq!(again, file);
        let verdict = verify(&again, Some(file.lines[41].pseudonym));
        assert_eq!(verdict.faults, Vec::<String>::new());
        assert_eq!((verdict.selected, verdict.own), (10, Some((42, Place::Waiting))));
    }

    #[test]
    fn a_wrong_seed_a_missing_entrant_and_a_moved_line_are_found() {
        let mut wrong_seed = drawn(20, 3, &[]);
        wrong_seed.header.seed = [8; 32];
        assert!(verify(&wrong_seed, None).faults.iter().any(|f| f.contains("seed")));

        let mut missing = drawn(20, 3, &[]);
        missing.lines.remove(7);
        assert_eq!(verify(&missing, None).faults.len(), 2);

        let mut moved = drawn(20, 3, &[]);
        moved.lines.swap(0, 5);
        assert_eq!(verify(&moved, None).faults, ["line 1 is not who the arithmetic puts there"]);

        let mut other_value = drawn(20, 3, &[]);
        other_value.header.public_value = "7321.46".into();
        assert!(!verify(&other_value, None).faults.is_empty());
    }

    #[test]
    fn a_double_entry_is_refused_before_anything_is_committed() {
        let mut twice = pseudonyms(5);
        twice.push(twice[2]);
        let double = twice[2];
        assert_eq!(commit_entrants(&mut twice), Err(DrawError::Double(double)));
        assert_eq!(order(&twice, &[], 1, &[0; 32], b""), Err(DrawError::Double(double)));
        assert_eq!(commit_entrants(&mut []), Err(DrawError::Empty));
    }

    #[test]
    fn who_withdrew_keeps_the_line_and_frees_the_place() {
        let before = drawn(30, 5, &[]);
        let gone = before.lines[1].pseudonym;
        let after = drawn(30, 5, &[gone]);
        assert_eq!(after.lines[1].place, Place::Withdrawn);
        assert_eq!(after.lines[5].place, Place::Selected, "the next in order moves up");
        assert_eq!(verify(&after, None).faults, Vec::<String>::new());
        assert_eq!(verify(&after, None).selected, 5);
    }

    #[test]
    fn damaged_files_are_named_and_never_panic() {
        let file = drawn(3, 1, &[]);
        let mut bytes = Vec::new();
        write(&mut bytes, &file.header, file.lines.iter().copied()).unwrap();
        for cut in 0..bytes.len() - 1 {
            let result = read(&mut &bytes[..cut]);
            if let Ok(file) = result {
                assert!(!verify(&file, None).faults.is_empty(), "cut at {cut}");
            }
        }
        assert!(read(&mut &b"hello\n"[..]).unwrap_err().contains("no draw file"));
    }
}
