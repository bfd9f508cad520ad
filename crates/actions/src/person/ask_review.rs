//! A human looks at it: what no rule can decide, or what the person contests (article 10).

use amanah_domain::cases::{CaseChannel, CaseKind};
use amanah_domain::purposes::EditOwn;
use amanah_domain::states::IdentityState;
use amanah_domain::values::Statement;
use amanah_domain::{FieldId, FieldSet, Operation, Source};
use amanah_store::cases::{self, CaseRow};

use crate::access::Want;
use crate::cases::new::{open_own, say_more};
use crate::error::{ActionError, Done, FieldError};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::person::save_identity::NIK_SUBJECT;
use crate::rules::RuleOutcome;
use crate::session::Session;

/// Characters of a statement, at most.
pub const STATEMENT_CHARS_MAX: u32 = 2_000;

impl Office {
    /// Asks a human about one rule, or (`None`) about every rule that is not met or that only a human may
    /// decide. Where a case is open already, the statement is added to it.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `statement`; [`ActionError::NotFound`] for an unknown rule;
    /// [`ActionError::State`] `review-not-needed` where there is nothing to decide.
    pub async fn ask_review(&self, session: &Session, rule: Option<&str>, statement: &str) -> Done<()> {
        let said = Statement::parse(statement, STATEMENT_CHARS_MAX)
            .map_err(|r| ActionError::Input(vec![FieldError::new("statement", r)]))?;
        let who = session.as_person()?;
        let person = session.person;
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), self.now())?;
        let view = self.view_eligibility(session).await?;
        if rule.is_some_and(|id| !view.rules.iter().any(|r| r.id == id)) {
            return Err(ActionError::NotFound);
        }
        let identity = matches!(view.identity, IdentityState::Contested | IdentityState::Mismatch);
        let subjects: Vec<(CaseKind, String)> = view
            .rules
            .iter()
            .filter(|r| rule.is_none_or(|id| r.id == id))
            .filter(|r| matches!(r.outcome, RuleOutcome::NotMet | RuleOutcome::Human))
            .map(|r| match identity && r.fields.contains(FieldId::Nik) {
                true => (CaseKind::Identity, NIK_SUBJECT.to_owned()),
                false => (CaseKind::Eligibility, r.id.clone()),
            })
            .collect();
        if subjects.is_empty() {
            return Err(ActionError::State("review-not-needed"));
        }
        let want =
            Want { note: "review asked", ..Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Statement])) };
        let looked = self.look::<EditOwn>(who, person, want).await?;
        let mut new = Vec::with_capacity(subjects.len());
        for (kind, subject) in &subjects {
            let statement = looked.seal_alone(&said, Source::WebsiteInput)?;
            let case = self.new_case(person, *kind, subject, statement);
            new.push(CaseRow { channel: CaseChannel::Portal, ..case });
        }
        let author = session.author();
        self.store
            .write(move |db| {
                for case in &new {
                    match cases::find_open(db, &person, case.kind, &case.subject)? {
                        Some(open) => {
                            let said = case.statement.clone();
                            say_more(db, &open, CaseChannel::Portal, said, author, case.opened_at)?;
                        }
                        None => open_own(db, case, author).map(drop)?,
                    }
                }
                Ok::<_, ActionError>(())
            })
            .await
    }
}
