//! The published policy for everybody to read: the version in force and every older one, by number or by
//! the hash that stands in the records.

use amanah_policy::Policy;
use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::public::policy_facts::PolicyVersion;

/// A version by its number and the day from which it applies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PolicyDay {
    /// Its number.
    pub version: u32,
    /// From which day on.
    pub effective: Date,
}

/// The only key of an older file that is read where the rest is no longer understood.
#[derive(Deserialize)]
struct Head {
    effective: toml::value::Datetime,
}

fn effective(text: &str) -> Option<Date> {
    let head: Head = toml::from_str(text).ok()?;
    let date = head.effective.date?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
        .ok()
}

impl Office {
    /// Every version but the one in force, newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn older_policies(&self) -> Done<Vec<PolicyDay>> {
        let here = hex::encode(self.policy.hash());
        let older = self.policy_versions().await?.into_iter().filter(|v| v.hash != here);
        Ok(older
            .filter_map(|v| Some(PolicyDay { version: v.version, effective: effective(&v.text)? }))
            .collect())
    }

    /// A version as it can be asked and shown; `None` where today's program no longer understands it (its
    /// text is still there).
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a number that was never in force here.
    pub async fn policy_of_version(&self, number: u32) -> Done<Option<Policy>> {
        if number == self.policy.version() {
            return Ok(Some(Policy::clone(&self.policy)));
        }
        let text = self.policy_text(|v| v.version == number).await?;
        Ok(Policy::parse(&text).ok())
    }

    /// The exact text of a version by its number.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a number that was never in force here.
    pub async fn policy_text_of_version(&self, number: u32) -> Done<String> {
        self.policy_text(|v| v.version == number).await
    }

    /// The exact text of a version by its hash.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a hash that was never in force here.
    pub async fn policy_text_of_hash(&self, hash: &str) -> Done<String> {
        self.policy_text(|v| v.hash == hash).await
    }

    async fn policy_text(&self, wanted: impl Fn(&PolicyVersion) -> bool) -> Done<String> {
        let versions = self.policy_versions().await?;
        versions.into_iter().find(wanted).map(|v| v.text).ok_or(ActionError::NotFound)
    }
}
