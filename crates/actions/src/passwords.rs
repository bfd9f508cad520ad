//! The bounded queue before Argon2id: at about 70 hashes a second and core, a crowd of passwords must
//! not stand in the way of everybody who signs in by code.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::error::{ActionError, Done};

/// Hashes under way at once: each takes 19 MiB and a core.
const HASHES_AT_ONCE_MAX: usize = 2;
/// Callers that may wait behind them; more are told to sign in by code.
const HASHES_WAITING_MAX: usize = 64;

/// The queue.
#[derive(Clone)]
pub struct PasswordQueue {
    places: Arc<Semaphore>,
    workers: Arc<Semaphore>,
}

impl Default for PasswordQueue {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(HASHES_AT_ONCE_MAX + HASHES_WAITING_MAX)),
            workers: Arc::new(Semaphore::new(HASHES_AT_ONCE_MAX)),
        }
    }
}

impl PasswordQueue {
    /// Runs a hash off the async threads, in turn.
    ///
    /// # Errors
    /// [`ActionError::Limit`] when the queue is full.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Done<T> {
        let Ok(_place) = self.places.clone().try_acquire_owned() else {
            return Err(ActionError::Limit { name: "password_hashes_waiting_max", retry_seconds: 10 });
        };
        let Ok(_worker) = self.workers.clone().acquire_owned().await else {
            return Err(ActionError::Internal("the password queue is closed"));
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| ActionError::Internal("a password hash did not finish"))
    }
}
