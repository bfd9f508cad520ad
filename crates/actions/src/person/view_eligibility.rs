//! The person's own page of the rules: which they meet, which not, and why. Worked out live from their
//! own values, shown to nobody else, so it rests on their right to see (clause 7.2) and decides nothing.

use std::sync::Arc;

use amanah_domain::cases::CaseKind;
use amanah_domain::purposes::ViewOwn;
use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_domain::values::Statement;
use amanah_domain::{FieldId, FieldSet, Operation, Timestamp};
use amanah_store::cases::{self, CaseRow};
use amanah_vault::Opened;

use crate::access::{Looked, Want};
use crate::eligibility::ByTags;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::rules::RuleOutcome;
use crate::session::Session;

/// Hours in which a human answers (law article 30 and clause 7.3 give the measure).
pub const REVIEW_HOURS: i64 = 72;

/// One rule and its answer.
pub struct RuleView {
    /// Its id: the words are `rule-<id>`.
    pub id: String,
    /// What it says.
    pub outcome: RuleOutcome,
    /// The fields it looks at.
    pub fields: FieldSet,
    /// What it was worked out from: names of variables with the person's values (numbers, names in
    /// files, `true` or `false`), for the words `rule-<id>-why`.
    pub why: Vec<(&'static str, String)>,
}

/// The page.
pub struct EligibilityView<'o> {
    /// Opens what was said in the cases.
    pub looked: Looked<'o, ViewOwn>,
    /// What counts now: the last assessment.
    pub state: EligibilityState,
    /// How far the NIK is believed.
    pub identity: IdentityState,
    /// Rule by rule, live.
    pub rules: Vec<RuleView>,
    /// Cases about eligibility and identity, newest first.
    pub cases: Vec<CaseRow>,
    /// When a fact of the account last changed, the assessment among them.
    pub assessed_at: Timestamp,
}

impl EligibilityView<'_> {
    /// Whether the person may ask a human: some rule is not met or waits for one.
    pub fn may_ask(&self) -> bool {
        self.rules.iter().any(|r| matches!(r.outcome, RuleOutcome::NotMet | RuleOutcome::Human))
    }

    /// What the decider answered in a case.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn answer(&self, case: &CaseRow) -> Done<Option<Opened<'_, Statement>>> {
        case.answer.as_deref().filter(|a| !a.is_empty()).map_or(Ok(None), |body| self.looked.open_alone(body))
    }
}

impl Office {
    /// Works the rules out for the person's own eyes.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn view_eligibility(&self, session: &Session) -> Done<EligibilityView<'_>> {
        let who = session.as_person()?;
        let person = session.person;
        let fields = self.programme.rules.fields().with(FieldId::Statement);
        let want = Want { note: "own eligibility", ..Want::of(Operation::Display, fields) };
        let looked = self.look::<ViewOwn>(who, person, want).await?;
        let (vault, now) = (Arc::clone(&self.vault), self.now());
        let (tags, cases) = self
            .store
            .read(move |db| {
                let tags = ByTags::read(db, &vault, &person, now)?;
                Ok::<_, ActionError>((tags, cases::of_person(db, &person)?))
            })
            .await?;
        let values = self.rule_values(&looked, tags)?;
        let rules = self.outcomes(&looked, &values, &cases);
        // Whoever has typed somebody else's family card must not read here who of it has registered.
        let verified = looked.account.identity == IdentityState::Verified;
        let told = |variable: &str| verified || variable != "household_place";
        let rules = rules
            .into_iter()
            .map(|(rule, outcome)| RuleView {
                id: rule.id().to_owned(),
                outcome,
                fields: rule.fields(),
                why: if rule.variables().iter().all(|v| told(v)) {
                    rule.variables().iter().filter_map(|v| Some((*v, values.shown(v)?))).collect()
                } else {
                    Vec::new()
                },
            })
            .collect();
        let about = |c: &CaseRow| matches!(c.kind, CaseKind::Eligibility | CaseKind::Identity);
        let cases = cases.into_iter().filter(about).collect();
        let account = &looked.account;
        let (state, identity, assessed_at) = (account.eligibility, account.identity, account.changed_at);
        Ok(EligibilityView { looked, state, identity, rules, cases, assessed_at })
    }
}
