//! The copy of a person's data goes to another controller at the person's own order (article 13): whom
//! they may choose, and what is said over the wire (`docs/contracts/transfer.md`).

use std::sync::{Arc, PoisonError, RwLock};

pub mod controllers;
pub mod notes;
pub(crate) mod send;

pub use controllers::{ControllerAddress, Controllers};

/// Where copies may be sent.
#[derive(Default)]
pub struct TransferDesk {
    controllers: RwLock<Arc<Controllers>>,
}

impl TransferDesk {
    /// Says to whom copies may be sent. Before the house serves; again when it changes.
    pub fn set_controllers(&self, controllers: Controllers) {
        *self.controllers.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(controllers);
    }

    /// To whom copies may be sent.
    pub(crate) fn controllers(&self) -> Arc<Controllers> {
        Arc::clone(&self.controllers.read().unwrap_or_else(PoisonError::into_inner))
    }
}
