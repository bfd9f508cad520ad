//! Ids of lines: what was sent twice is one.

use amanah_domain::{CaseId, PersonId};

use crate::office::Office;

/// Bytes of a line's id, at most.
const LINE_ID_BYTES_MAX: usize = 64;

impl Office {
    /// An id for the next line, for a form that carries it.
    pub fn new_line_id(&self) -> String {
        hex::encode(self.chance.bytes16())
    }

    /// The tag of a line's id: within its case and on its side, so that nobody meets another's.
    pub(crate) fn line_tag(&self, case: CaseId, who: Option<PersonId>, line_id: &str) -> [u8; 32] {
        let id = line_id.get(..LINE_ID_BYTES_MAX).unwrap_or(line_id);
        let side = who.map_or([0; 16], |agent| *agent.as_bytes());
        let own = self.chance.bytes16();
        // Sent by nobody's page: a line of its own.
        let id = if id.is_empty() { own.as_slice() } else { id.as_bytes() };
        self.vault.token_tag("chat-line", &[case.as_bytes().as_slice(), &side, id].concat()).0
    }
}
