//! The parts of a backup, as streams of frames.

use amanah_vault::{FRAME_BYTES_MAX, Keyring, PART_HEADER_BYTES, Part, PartError};
use proptest::prelude::*;

use crate::house::{Dice, Pocket};

const BACKUP: [u8; 16] = [0xb1; 16];
const FRAME_HEAD_BYTES: usize = 13;
const TAG_BYTES: usize = 16;
/// Of a full frame as it lies in a part.
const FULL: usize = FRAME_HEAD_BYTES + FRAME_BYTES_MAX + TAG_BYTES;

fn ring(seed: u64) -> Keyring {
    Keyring::create(Pocket::default().boxed(), &Dice::new(seed)).unwrap()
}

fn noise(length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    amanah_domain::Chance::fill(&Dice::new(9), &mut out);
    out
}

/// Header and frames, taken in pieces of this size.
fn sealed(ring: &Keyring, part: Part, clear: &[u8], piece: usize) -> Vec<u8> {
    let (mut sealer, header) = ring.seal_part(part, BACKUP, &Dice::new(80)).unwrap();
    let mut out = header.to_vec();
    for piece in clear.chunks(piece) {
        sealer.push(piece, &mut out).unwrap();
    }
    sealer.finish(&mut out).unwrap();
    out
}

fn opened_in(ring: &Keyring, part: Part, bytes: &[u8], piece: usize) -> Result<Vec<u8>, PartError> {
    let (header, frames) = bytes.split_at(bytes.len().min(PART_HEADER_BYTES));
    let mut opener = ring.open_part(part, header, BACKUP)?;
    let mut out = Vec::new();
    for piece in frames.chunks(piece) {
        opener.push(piece, &mut out)?;
    }
    opener.finish().map(|()| out)
}

fn opened(ring: &Keyring, part: Part, bytes: &[u8]) -> Result<Vec<u8>, PartError> {
    opened_in(ring, part, bytes, 77_777)
}

#[test]
fn a_part_of_any_length_opens_as_it_was() {
    let ring = ring(80);
    for part in [Part::Data, Part::Keys] {
        for length in [0, 1, FRAME_BYTES_MAX - 1, FRAME_BYTES_MAX, FRAME_BYTES_MAX + 1, 2 * FRAME_BYTES_MAX] {
            let clear = noise(length);
            let bytes = sealed(&ring, part, &clear, 100_003);
            assert!(opened(&ring, part, &bytes).unwrap() == clear, "{part:?} of {length} bytes");
            let frames = length.div_ceil(FRAME_BYTES_MAX).max(1);
            assert_eq!(bytes.len(), PART_HEADER_BYTES + length + frames * (FRAME_HEAD_BYTES + TAG_BYTES));
        }
    }
}

#[test]
fn equal_contents_are_sealed_differently_each_time() {
    let (ring, chance) = (ring(81), Dice::new(82));
    let part = || {
        let (mut sealer, header) = ring.seal_part(Part::Data, BACKUP, &chance).unwrap();
        let mut out = header.to_vec();
        sealer.push(&noise(64), &mut out).unwrap();
        sealer.finish(&mut out).unwrap();
        out
    };
    let (one, other) = (part(), part());
    assert_ne!(one[PART_HEADER_BYTES..], other[PART_HEADER_BYTES..]);
    let mixed = [&one[..PART_HEADER_BYTES], &other[PART_HEADER_BYTES..]].concat();
    assert_eq!(opened(&ring, Part::Data, &mixed), Err(PartError::Altered), "frames of another part");
}

#[test]
fn a_part_that_was_cut_anywhere_is_found_out() {
    let ring = ring(83);
    let small = sealed(&ring, Part::Keys, &noise(50), 50);
    for length in 0..small.len() {
        assert_eq!(opened(&ring, Part::Keys, &small[..length]), Err(PartError::Truncated), "{length} bytes");
    }
    // At every border of a part of three frames, and on both sides of it.
    let large = sealed(&ring, Part::Data, &noise(2 * FRAME_BYTES_MAX + 10), 1 << 20);
    for border in [0, FULL, 2 * FULL].map(|at| PART_HEADER_BYTES + at) {
        for length in border - 1..=border + FRAME_HEAD_BYTES {
            assert_eq!(opened(&ring, Part::Data, &large[..length]), Err(PartError::Truncated), "{length}");
        }
    }
    assert!(opened(&ring, Part::Data, &large).is_ok());
}

#[test]
fn frames_that_were_moved_are_found_out() {
    let ring = ring(84);
    let bytes = sealed(&ring, Part::Data, &noise(3 * FRAME_BYTES_MAX + 1), 1 << 20);
    let (header, frames) = bytes.split_at(PART_HEADER_BYTES);
    let frames: Vec<&[u8]> = frames.chunks(FULL).collect();
    let [a, b, c, last] = frames[..] else { panic!("four frames") };
    let disordered = |expected, found| Err(PartError::Disordered { expected, found });
    for (moved, found) in [
        (vec![b, a, c, last], disordered(0, 1)),
        (vec![a, c, b, last], disordered(1, 2)),
        (vec![a, c, last], disordered(1, 2)),
        (vec![a, b, last], disordered(2, 3)),
        (vec![a, a, b, c, last], disordered(1, 0)),
        (vec![last], disordered(0, 3)),
        (vec![a, b, c], Err(PartError::Truncated)),
        (vec![a, b, c, last, last], Err(PartError::Overlong)),
        (vec![a, b, c, last, b"x"], Err(PartError::Overlong)),
    ] {
        assert_eq!(opened(&ring, Part::Data, &[header, &moved.concat()].concat()), found);
    }
    // The same with numbers that pretend: what a frame is, is bound to its bytes.
    let mut pretended = [header, b, &bytes[PART_HEADER_BYTES + FULL..]].concat();
    pretended[PART_HEADER_BYTES + 7] = 0;
    assert_eq!(opened(&ring, Part::Data, &pretended), Err(PartError::Altered));
    // A full frame that pretends to be the last.
    let mut ended = [header, a].concat();
    ended[PART_HEADER_BYTES + 8] = 1;
    assert_eq!(opened(&ring, Part::Data, &ended), Err(PartError::Altered));
}

#[test]
fn parts_of_elsewhere_say_what_they_are() {
    let (ring, other) = (ring(85), ring(86));
    let (data, keys) = (sealed(&ring, Part::Data, b"rows", 9), sealed(&ring, Part::Keys, b"keys", 9));
    for (part, bytes) in [(Part::Data, &data), (Part::Keys, &keys)] {
        let header = &bytes[..PART_HEADER_BYTES];
        let wrong = if part == Part::Data { Part::Keys } else { Part::Data };
        assert_eq!(ring.open_part(wrong, header, BACKUP).err(), Some(PartError::OtherPart));
        assert_eq!(ring.open_part(part, header, [0xb2; 16]).err(), Some(PartError::OtherBackup));
        assert_eq!(other.open_part(part, header, BACKUP).err(), Some(PartError::OtherKeyring));
        let mut newer = header.to_vec();
        newer[12] = 2;
        assert_eq!(ring.open_part(part, &newer, BACKUP).err(), Some(PartError::Newer(2)));
        for elsewhere in [&b"PK\x03\x04"[..], &[0; 500], b"amanah keyring 2 plain\n"] {
            assert_eq!(ring.open_part(part, elsewhere, BACKUP).err(), Some(PartError::NotAPart));
        }
        // The mark of the house, the epoch, the wrapped key: each byte of it.
        for place in 14..PART_HEADER_BYTES {
            let mut altered = header.to_vec();
            altered[place] ^= 1;
            let found = ring.open_part(part, &altered, BACKUP).err();
            let expected = match place {
                14..30 => PartError::OtherBackup,
                30..46 => PartError::OtherKeyring,
                46..50 if part == Part::Keys => {
                    PartError::NoEpoch { epoch: u32::from_be_bytes(altered[46..50].try_into().unwrap()) }
                }
                _ => PartError::Altered,
            };
            assert_eq!(found, Some(expected), "byte {place}");
        }
    }
}

#[test]
fn the_key_part_goes_with_its_epoch_and_the_data_part_stays() {
    let (ring, chance) = (ring(87), Dice::new(88));
    let (data, keys) = (sealed(&ring, Part::Data, b"rows", 9), sealed(&ring, Part::Keys, b"keys", 9));
    ring.begin_epoch(&chance).unwrap();
    assert_eq!(opened(&ring, Part::Keys, &keys).unwrap(), b"keys");
    let newer = sealed(&ring, Part::Keys, b"newer keys", 9);
    ring.destroy_epoch(1, &chance).unwrap();
    assert_eq!(opened(&ring, Part::Keys, &keys), Err(PartError::NoEpoch { epoch: 1 }));
    assert_eq!(opened(&ring, Part::Keys, &newer).unwrap(), b"newer keys");
    assert_eq!(opened(&ring, Part::Data, &data).unwrap(), b"rows");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_do_not_matter(length in 0usize..3_000, taken in 1usize..500, given in 1usize..500) {
        let (ring, clear) = (ring(89), noise(length));
        let bytes = sealed(&ring, Part::Keys, &clear, taken);
        prop_assert_eq!(opened_in(&ring, Part::Keys, &bytes, given), Ok(clear));
    }

    /// No byte of a frame can be altered, and nothing of a frame that was altered comes out.
    #[test]
    fn an_altered_byte_is_found_out(length in 0usize..200, at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let ring = ring(90);
        let mut bytes = sealed(&ring, Part::Data, &noise(length), 64);
        let place = PART_HEADER_BYTES + at.index(bytes.len() - PART_HEADER_BYTES);
        bytes[place] ^= 1 << bit;
        let found = opened(&ring, Part::Data, &bytes);
        match place - PART_HEADER_BYTES {
            0..=7 => {
                let disordered = matches!(found, Err(PartError::Disordered { expected: 0, .. }));
                prop_assert!(disordered, "{:?}", found);
            }
            // A longer frame than there are bytes; a shorter one leaves bytes over, but does not open.
            9..=12 => {
                let found_out = matches!(found, Err(PartError::Truncated | PartError::Altered));
                prop_assert!(found_out, "{:?}", found);
            }
            _ => prop_assert_eq!(found, Err(PartError::Altered)),
        }
    }

    #[test]
    fn any_bytes_are_an_error_and_no_more(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let ring = ring(91);
        prop_assert!(opened(&ring, Part::Data, &bytes).is_err());
        let header = sealed(&ring, Part::Data, b"", 1)[..PART_HEADER_BYTES].to_vec();
        prop_assert!(opened(&ring, Part::Data, &[header, bytes].concat()).is_err());
    }
}
