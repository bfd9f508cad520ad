//! From text to a policy that can be asked.

use amanah_domain::purposes::{self, Use};
use amanah_domain::{FieldId, PurposeId, PurposeSet};
use aws_lc_rs::digest;
use jiff::civil::Date;

use crate::document::PurposeRule;
use crate::rules::Rules;
use crate::uses::wider;
use crate::{Closed, Document, PolicyError};

/// Bytes of a policy file, at most: twenty times the model programme's.
pub const POLICY_BYTES_MAX: usize = 1 << 20;

/// A published policy.
#[derive(Clone, Debug)]
pub struct Policy {
    document: Document,
    hash: [u8; 32],
    rules: Rules,
    closed: Vec<Closed>,
}

impl Policy {
    /// Reads a policy file and holds every use of the code's register against it.
    ///
    /// # Errors
    ///
    /// Too long, not TOML, or a key or name that does not exist: with the line, and what exists.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        if text.len() > POLICY_BYTES_MAX {
            return Err(PolicyError::TooLong { bytes: text.len(), max: POLICY_BYTES_MAX });
        }
        let document: Document = toml::from_str(text).map_err(|e| PolicyError::unreadable(text, &e))?;
        let mut hash = [0; 32];
        // SHA-256 yields 32 bytes: the zip covers them all.
        for (to, from) in hash.iter_mut().zip(digest::digest(&digest::SHA256, text.as_bytes()).as_ref()) {
            *to = *from;
        }
        let rules = Rules::compile(&document);
        let closed = wider(&rules, &purposes::register());
        Ok(Self { document, hash, rules, closed })
    }

    /// The uses of `register` that want more than this policy allows, each with what it wants.
    pub fn close_wider_uses(&self, register: &[Use]) -> Vec<Closed> {
        wider(&self.rules, register)
    }

    /// SHA-256 of the exact bytes of the text: the name of this version in every record.
    pub const fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// The number of this version.
    pub const fn version(&self) -> u32 {
        self.document.version
    }

    /// The day from which it applies.
    pub const fn effective(&self) -> Date {
        self.document.effective
    }

    /// Everything it says, as data.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// What it says of one purpose.
    pub fn purpose(&self, id: PurposeId) -> Option<&PurposeRule> {
        self.document.purposes.get(&id)
    }

    /// The uses of the code that are closed because they want more than it allows.
    pub fn closed(&self) -> &[Closed] {
        &self.closed
    }

    /// The purposes that a value of `field` may serve.
    pub fn purposes_of(&self, field: FieldId) -> PurposeSet {
        let serves = |id: &&PurposeId| self.rules.of(**id).is_some_and(|rule| rule.fields.contains(field));
        PurposeId::ALL.iter().filter(serves).fold(PurposeSet::EMPTY, |set, id| set.with(*id))
    }

    pub(crate) const fn rules(&self) -> &Rules {
        &self.rules
    }
}
