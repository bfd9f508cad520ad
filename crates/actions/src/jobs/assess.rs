//! The eligibility rules are asked about a person: after every change of what they look at, and at once
//! where an action needs the answer.

use std::sync::Arc;

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::purposes::AssessEligibility;
use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_domain::{FieldId, Operation, PersonId};
use amanah_policy::RefusalReason;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{StoreError, accounts};

use crate::access::{Unchanged, Want, Who};
use crate::cases::new::ask;
use crate::eligibility::{ByTags, state_of};
use crate::error::{ActionError, Done};
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;
use crate::rules::{RuleOutcome, WHOLE};

pub(crate) const KIND: &str = "assess";
/// Tries before a human looks at it.
const ATTEMPTS_MAX: u32 = 20;

/// What an assessment found.
struct Assessment {
    state: EligibilityState,
    /// What only a human may decide.
    questions: Vec<String>,
    unchanged: Option<Unchanged>,
}

impl Office {
    /// The job that asks the rules anew, for the transaction that changes what they look at.
    pub(crate) fn assess_later(&self, person: PersonId) -> QueuedJob {
        QueuedJob::about(self, KIND, person, ATTEMPTS_MAX)
    }

    /// Asks the rules now.
    ///
    /// # Errors
    /// [`ActionError::Conflict`] where the person's values change at this moment.
    pub async fn assess_person(&self, person: PersonId) -> Done<EligibilityState> {
        self.assess(person, None).await
    }

    /// As [`Office::assess_person`]; completes the job with it.
    pub(crate) async fn assess(&self, person: PersonId, task: Option<Task>) -> Done<EligibilityState> {
        let found = match self.work_out(person).await {
            Ok(found) => found,
            // A machine may not decide: a human does.
            Err(ActionError::Refused(refusal)) if refusal.reason == RefusalReason::ObjectedToMachine => {
                self.left_to_humans(person).await?
            }
            // It waits for whoever decides the correction; the end of that case asks the rules again.
            Err(ActionError::Refused(refusal)) if refusal.reason == RefusalReason::Disputed => {
                Assessment { state: EligibilityState::Review, questions: Vec::new(), unchanged: None }
            }
            // Nothing may be decided now; what was decided no longer counts.
            Err(ActionError::Refused(_)) => {
                Assessment { state: EligibilityState::Open, questions: Vec::new(), unchanged: None }
            }
            Err(e) => return Err(e),
        };
        let (state, now) = (found.state, self.now());
        let new: Vec<CaseRow> =
            found.questions.iter().map(|subject| self.question(person, subject)).collect();
        let unchanged = found.unchanged;
        self.store
            .write(move |db| {
                if let Some(unchanged) = &unchanged {
                    unchanged.check(db)?;
                }
                for case in &new {
                    ask(db, case)?;
                }
                accounts::set_eligibility(db, &person, state, now)?;
                task.as_ref().map_or(Ok(()), |task| task.done(db, now))
            })
            .await
            .map_err(|e: StoreError| ActionError::from(e).of_write())?;
        metrics::counter!("amanah_assessments_total").increment(1);
        Ok(state)
    }

    async fn work_out(&self, person: PersonId) -> Done<Assessment> {
        let fields = self.programme.rules.fields();
        let want = Want { note: "rules", ..Want::of(Operation::Analyse, fields) };
        let looked = self.look::<AssessEligibility>(Who::system(), person, want).await?;
        let (vault, now) = (Arc::clone(&self.vault), self.now());
        let (tags, cases) = self
            .store
            .read(move |db| {
                let tags = ByTags::read(db, &vault, &person, now)?;
                Ok::<_, ActionError>((tags, cases::of_person(db, &person)?))
            })
            .await?;
        let values = self.rule_values(&looked, tags)?;
        let outcomes = self.outcomes(&looked, &values, &cases);
        // A contested NIK has a case of its own kind.
        let contested = looked.account.identity == IdentityState::Contested;
        let human = |(rule, outcome): &(&crate::rules::Rule, RuleOutcome)| {
            let asked = contested && rule.fields().contains(FieldId::Nik);
            (*outcome == RuleOutcome::Human && !asked).then(|| rule.id().to_owned())
        };
        let questions: Vec<String> = outcomes.iter().filter_map(human).collect();
        let judged: Vec<RuleOutcome> = outcomes.iter().map(|(_, outcome)| *outcome).collect();
        let state = state_of(&looked, fields, &judged, &cases);
        // Who is out by another rule, or has not given everything, needs no human yet.
        let questions = if state == EligibilityState::Review { questions } else { Vec::new() };
        Ok(Assessment { state, questions, unchanged: Some(looked.unchanged()) })
    }

    /// What a human decided about the whole holds; else they are asked.
    async fn left_to_humans(&self, person: PersonId) -> Done<Assessment> {
        let cases = self.store.read(move |db| cases::of_person(db, &person)).await?;
        let whole = |c: &&CaseRow| c.kind == CaseKind::Eligibility && c.subject == WHOLE;
        let last = cases.iter().filter(whole).max_by_key(|c| c.opened_at).map(|c| c.state);
        let (state, ask) = match last {
            Some(CaseState::Granted) => (EligibilityState::Eligible, false),
            Some(CaseState::Refused) => (EligibilityState::NotEligible, false),
            Some(state) if state.is_open() => (EligibilityState::Review, false),
            Some(_) | None => (EligibilityState::Review, true),
        };
        let questions = if ask { vec![WHOLE.to_owned()] } else { Vec::new() };
        Ok(Assessment { state, questions, unchanged: None })
    }

    /// A case that the house itself opens: nobody has said anything yet.
    pub(crate) fn question(&self, person: PersonId, subject: &str) -> CaseRow {
        self.new_case(person, CaseKind::Eligibility, subject, Vec::new())
    }
}
