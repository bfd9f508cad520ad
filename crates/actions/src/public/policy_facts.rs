//! What the policy in force says, in the shapes that pages ask for.

use amanah_domain::purposes;
use amanah_domain::{FieldId, LawfulBasis, PurposeId, RecipientClass, Role, Timestamp};
use amanah_policy::Unit;
use amanah_policy::document::Retention;
use amanah_store::{accounts, settings};

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

/// What the policy says of one field. Who sees it, who receives it and how long it is kept are told of the
/// purposes for which this program uses it; what else the policy would allow stands in its table.
pub struct FieldFacts {
    /// Purposes that may use it, by the policy.
    pub purposes: Vec<PurposeId>,
    /// Purposes that cannot be served without it (clause 2.3).
    pub needed: Vec<PurposeId>,
    /// Staff who may see it.
    pub roles: Vec<Role>,
    /// Who may receive it.
    pub recipients: Vec<RecipientClass>,
    /// How long, by purpose.
    pub retention: Vec<RetentionFact>,
}

/// One retention rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionFact {
    /// Which event starts the clock.
    pub event: &'static str,
    /// How many units.
    pub count: u32,
    /// Of what: `years`, `days`, `hours`…
    pub unit: &'static str,
    /// The same in days, to compare.
    pub days: u64,
    /// What follows: `erase`, `destroy`, `anonymise`.
    pub then: &'static str,
}

fn retention_fact(rule: &Retention) -> RetentionFact {
    let count = u32::from(rule.duration.count);
    let days = match rule.duration.unit {
        Unit::Hours => u64::from(count) / 24,
        Unit::Days => u64::from(count),
        Unit::Months => u64::from(count) * 30,
        Unit::Years => u64::from(count) * 365,
    };
    RetentionFact {
        event: rule.event.name(),
        count,
        unit: rule.duration.unit.name(),
        days,
        then: rule.then.name(),
    }
}

/// Prefix of the settings under which versions are remembered.
const VERSION_PREFIX: &str = "policy/";

impl Office {
    /// What the policy says of a field.
    pub fn field_facts(&self, field: FieldId) -> FieldFacts {
        let rule = self.policy.document().fields.get(field.name());
        let purposes: Vec<PurposeId> = self.policy.purposes_of(field).iter().collect();
        let uses = purposes::register();
        let used = |purpose: &PurposeId| {
            uses.iter().any(|u| u.purpose == *purpose && u.reads.either(u.writes).contains(field))
        };
        let mut facts = FieldFacts {
            needed: rule.map(|rule| rule.needed.iter().collect()).unwrap_or_default(),
            roles: Vec::new(),
            recipients: Vec::new(),
            retention: Vec::new(),
            purposes: Vec::new(),
        };
        for rule in purposes.iter().filter(|p| used(p)).filter_map(|p| self.policy.purpose(*p)) {
            facts.roles.extend(rule.roles.iter().filter(|r| r.is_staff()));
            facts.recipients.extend(rule.recipients.iter());
            facts.retention.extend(rule.retention.as_ref().map(retention_fact));
        }
        facts.purposes = purposes;
        facts.roles.sort_unstable();
        facts.roles.dedup();
        facts.recipients.sort_unstable();
        facts.recipients.dedup();
        facts
    }

    /// The clause of a purpose, such as `4.1 b`.
    pub fn clause_of(&self, purpose: PurposeId) -> String {
        self.policy
            .purpose(purpose)
            .and_then(|rule| rule.clause)
            .map(|clause| clause.to_string())
            .unwrap_or_default()
    }

    /// The lawful basis of a purpose; legal obligation where the policy does not know it.
    pub fn basis_of(&self, purpose: PurposeId) -> LawfulBasis {
        self.policy.purpose(purpose).map_or(LawfulBasis::LegalObligation, |rule| rule.basis)
    }

    /// The number of the policy version with this hash, where it was ever in force here.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn policy_version_of(&self, hash: &[u8; 32]) -> Done<String> {
        if *hash == self.policy.hash() {
            return Ok(self.policy.version().to_string());
        }
        let versions = self.policy_versions().await?;
        let wanted = hex::encode(hash);
        Ok(versions
            .into_iter()
            .find(|v| v.hash == wanted)
            .map_or_else(|| "?".to_owned(), |v| v.version.to_string()))
    }

    /// When the person accepted which version, newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn accepted_policy(&self, session: &Session) -> Done<Vec<(i64, Timestamp)>> {
        let person = session.person;
        let account = self.store.read(move |db| accounts::read(db, &person)).await?;
        let account = account.ok_or(ActionError::NotFound)?;
        Ok(vec![(account.policy_version, account.created_at)])
    }

    /// Every version that was ever in force here, newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn policy_versions(&self) -> Done<Vec<PolicyVersion>> {
        let found = self.store.read(|db| settings::list(db, VERSION_PREFIX, VERSIONS_MAX)).await?;
        let mut out: Vec<PolicyVersion> = found
            .into_iter()
            .filter_map(|(name, setting)| {
                let hash = name.strip_prefix(VERSION_PREFIX)?.to_owned();
                let text = String::from_utf8(setting.value).ok()?;
                let (head, body) = text.split_once('\n')?;
                let (version, since) = head.split_once(' ')?;
                Some(PolicyVersion {
                    hash,
                    version: version.parse().ok()?,
                    since: Timestamp::from_millis(since.parse().ok()?),
                    text: body.to_owned(),
                })
            })
            .collect();
        out.sort_by_key(|v| core::cmp::Reverse((v.version, v.since.millis())));
        Ok(out)
    }

    /// Remembers the version in force, with its exact text, so that every hash in the ledger can be read.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn remember_policy(&self, text: &str) -> Done<()> {
        let name = format!("{VERSION_PREFIX}{}", hex::encode(self.policy.hash()));
        let value = format!("{} {}\n{text}", self.policy.version(), self.now().millis());
        self.store
            .write(move |db| match settings::read(db, &name)? {
                Some(_) => Ok(()),
                None => settings::put(db, &name, value.as_bytes()).map(drop),
            })
            .await?;
        Ok(())
    }
}

/// Versions listed, at most.
const VERSIONS_MAX: u32 = 1_000;

/// A version of the policy that was in force here.
#[derive(Clone, Debug)]
pub struct PolicyVersion {
    /// SHA-256 of the text, in hexadecimal.
    pub hash: String,
    /// Its number.
    pub version: u32,
    /// Since when it was in force here.
    pub since: Timestamp,
    /// The exact text.
    pub text: String,
}
