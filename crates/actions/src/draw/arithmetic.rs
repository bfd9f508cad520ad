//! Commitments, ranks and the order.

use std::thread;

use amanah_domain::Pseudonym;
use aws_lc_rs::{digest, hmac};

/// What is wrong with a list of entrants.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DrawError {
    /// A pseudonym stands twice.
    #[error("the entrant {0:?} stands in the list twice")]
    Double(Pseudonym),
    /// Nobody entered.
    #[error("the list of entrants is empty")]
    Empty,
}

/// Where an entrant stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Among the lowest `quota`.
    Selected,
    /// Waits, in order.
    Waiting,
    /// Withdrew after the entrants were committed.
    Withdrawn,
}

/// One line of the published order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// Who, under the name made for this batch.
    pub pseudonym: Pseudonym,
    /// Where they stand.
    pub place: Place,
}

/// The commitment to the secret seed: SHA-256 of its 32 bytes.
pub fn commit_seed(seed: &[u8; 32]) -> [u8; 32] {
    sha256(&[seed])
}

/// The commitment to the entrants: SHA-256 over all pseudonyms, sorted, one after the other.
///
/// # Errors
/// [`DrawError`] for an empty list or a double entry; the list is left sorted.
pub fn commit_entrants(entrants: &mut [Pseudonym]) -> Result<[u8; 32], DrawError> {
    entrants.sort_unstable();
    if entrants.is_empty() {
        return Err(DrawError::Empty);
    }
    if let Some([first, _]) = entrants.array_windows().find(|[a, b]| a == b) {
        return Err(DrawError::Double(*first));
    }
    let mut context = digest::Context::new(&digest::SHA256);
    for entrant in &*entrants {
        context.update(entrant.as_bytes());
    }
    Ok(to_array(context.finish().as_ref()))
}

/// Ranks every entrant. `withdrawn` must be sorted.
///
/// # Errors
/// [`DrawError`] for an empty list or a double entry.
pub fn order(
    entrants: &[Pseudonym],
    withdrawn: &[Pseudonym],
    quota: u64,
    seed: &[u8; 32],
    public_value: &[u8],
) -> Result<Vec<Line>, DrawError> {
    if entrants.is_empty() {
        return Err(DrawError::Empty);
    }
    let key = rank_key(seed, public_value);
    let mut ranked = rank_all(&key, entrants);
    // The first eight bytes of a rank decide all but never; the full rank is computed again only to
    // break such a tie, which keeps the sort to 24 bytes an entrant.
    ranked.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| rank(&key, &a.1).cmp(&rank(&key, &b.1))).then_with(|| a.1.cmp(&b.1))
    });
    if let Some([first, _]) = ranked.array_windows().find(|[a, b]| a.1 == b.1) {
        return Err(DrawError::Double(first.1));
    }
    let mut free = quota;
    let lines = ranked.into_iter().map(|(_, pseudonym)| {
        let place = if withdrawn.binary_search(&pseudonym).is_ok() {
            Place::Withdrawn
        } else if free > 0 {
            free -= 1;
            Place::Selected
        } else {
            Place::Waiting
        };
        Line { pseudonym, place }
    });
    Ok(lines.collect())
}

/// Half of the machine's threads would idle otherwise: ranks are independent of each other.
fn rank_all(key: &hmac::Key, entrants: &[Pseudonym]) -> Vec<(u64, Pseudonym)> {
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(16);
    let chunk = entrants.len().div_ceil(workers).max(1_024);
    let mut out = Vec::with_capacity(entrants.len());
    thread::scope(|scope| {
        let handles: Vec<_> = entrants
            .chunks(chunk)
            .map(|part| {
                scope.spawn(move || part.iter().map(|p| (head(&rank(key, p)), *p)).collect::<Vec<_>>())
            })
            .collect();
        for handle in handles {
            // A worker can only fail by running out of memory, which ends the process anyway.
            out.extend(handle.join().unwrap_or_default());
        }
    });
    out
}

pub(super) fn rank_key(seed: &[u8; 32], public_value: &[u8]) -> hmac::Key {
    let mut bytes = seed.to_vec();
    bytes.extend(public_value);
    hmac::Key::new(hmac::HMAC_SHA256, &bytes)
}

/// The rank of one entrant.
pub(super) fn rank(key: &hmac::Key, entrant: &Pseudonym) -> [u8; 32] {
    to_array(hmac::sign(key, entrant.as_bytes()).as_ref())
}

fn head(rank: &[u8; 32]) -> u64 {
    rank.first_chunk::<8>().map_or(0, |b| u64::from_be_bytes(*b))
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    to_array(context.finish().as_ref())
}

fn to_array(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(bytes) {
        *to = *from;
    }
    out
}
