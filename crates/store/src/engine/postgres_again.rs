//! Running a transaction again where that may help: it collided, or the connection was lost in time.

use std::time::Duration;

use super::postgres_session::Failure;
use crate::StoreError;

/// How often a closure is run before the caller is told of the collisions.
const ATTEMPTS_MAX: u32 = 6;
/// Pause after the first collision, in milliseconds; doubled each time.
const COLLISION_PAUSE_MS: u64 = 4;

/// Pauses longer from time to time, so that colliding transactions drift apart.
fn pause(attempt: u32) {
    std::thread::sleep(Duration::from_millis(COLLISION_PAUSE_MS << attempt.min(6)));
}

/// Runs `attempt` until it says something final, at most [`ATTEMPTS_MAX`] times.
pub(crate) fn persevere<T>(mut attempt: impl FnMut() -> Result<T, Failure>) -> Result<T, StoreError> {
    let mut attempts = 1;
    loop {
        match attempt() {
            Ok(done) => return Ok(done),
            Err(Failure::Final(error)) => return Err(error),
            Err(Failure::Again(error)) if attempts == ATTEMPTS_MAX => {
                return Err(match error {
                    StoreError::Collision { .. } => StoreError::Collision { attempts },
                    other => other,
                });
            }
            Err(Failure::Again(_)) => pause(attempts),
        }
        attempts += 1;
    }
}
