//! What every handler is handed, and the bounds that several of them name.

use std::sync::Arc;

use amanah_actions::Office;
use amanah_actions::files::{FILE_BYTES_MAX, FORM_FILES_MAX};
use amanah_pages::Words;

/// Bytes of a request's body, at most (`body_bytes_max`).
pub(crate) const BODY_BYTES_MAX: usize = 65_536;
/// Bytes of a form with files, at most (`upload_bytes_max`): as many files as it may have, and its fields.
pub(crate) const UPLOAD_BYTES_MAX: usize = FORM_FILES_MAX * FILE_BYTES_MAX + BODY_BYTES_MAX;

/// What every handler is handed.
#[derive(Clone)]
pub struct App {
    /// The house.
    pub office: Arc<Office>,
    /// The words of the portal and the programme.
    pub words: Arc<Words>,
    /// Renders the metrics page of the admin port.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}
