//! The person objects (article 10): what the policy lets them stop stops at once. Where machines may no longer
//! decide, a human is asked, with what the person said, and answers with reasons.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::purposes::EditOwn;
use amanah_domain::rights::Right;
use amanah_domain::{CaseId, FieldSet, LawfulBasis, Operation, PurposeId, PurposeSet};
use amanah_policy::document::Objection;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{account_rights, outbox_purpose};

use crate::access::Want;
use crate::error::{ActionError, Done};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::person::ask_right::{Asked, said_or_not, withdrawn};
use crate::rules::WHOLE;
use crate::session::Session;

/// A purpose that can be objected to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Objectable {
    /// Which.
    pub purpose: PurposeId,
    /// An objection stops it as a whole; else it stops machines from deciding alone, and a human goes on.
    pub stops_all: bool,
}

impl Office {
    /// The purposes that the policy lets be objected to and that use data. Those that rest on consent are
    /// not here: their consent is withdrawn.
    pub fn objectable(&self) -> Vec<Objectable> {
        let purposes = self.policy.document().purposes.iter();
        purposes
            .filter(|(_, rule)| rule.basis != LawfulBasis::Consent && !rule.categories.is_empty())
            .filter_map(|(purpose, rule)| match rule.objection {
                Objection::NotPossible => None,
                Objection::ToMachines => Some(Objectable { purpose: *purpose, stops_all: false }),
                Objection::ToAll => Some(Objectable { purpose: *purpose, stops_all: true }),
            })
            .collect()
    }

    /// Objects to a purpose: it holds from this moment. The case in which a human answers, where one does.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a purpose that cannot be objected to; [`ActionError::Input`] on
    /// `statement`.
    pub async fn object(
        &self,
        session: &Session,
        purpose: PurposeId,
        statement: &str,
    ) -> Done<Option<CaseId>> {
        let found = self.objectable().into_iter().find(|one| one.purpose == purpose);
        let found = found.ok_or(ActionError::NotFound)?;
        let said = said_or_not(statement)?;
        session.may(Right::Object)?;
        let (person, now) = (session.person, self.now());
        let asked = match (found.stops_all, purpose) {
            (true, _) => {
                self.stop_purpose(session, purpose).await?;
                return Ok(None);
            }
            // The rules are then asked of a human, once for all of them.
            (false, PurposeId::DueDiligence) => Asked::of(CaseKind::Eligibility, WHOLE),
            (false, _) => Asked { purpose: Some(purpose), ..Asked::of(CaseKind::Objection, purpose.name()) },
        };
        let assess = self.assess_later(person);
        let case = self.ask_for(session, asked, said, move |db| {
            account_rights::object(db, &person, PurposeSet::of(&[purpose]), now)?;
            assess.write(db, now)
        });
        let case = case.await?;
        self.vault.facts_changed(person);
        Ok(Some(case))
    }

    async fn stop_purpose(&self, session: &Session, purpose: PurposeId) -> Done<()> {
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let note = format!("object {}", purpose.name());
        let want = Want { note: &note, ..Want::of(Operation::Update, FieldSet::EMPTY) };
        self.look::<EditOwn>(who, person, want).await?;
        self.store
            .write(move |db| {
                account_rights::object(db, &person, PurposeSet::of(&[purpose]), now)?;
                outbox_purpose::drop_waiting(db, &person, purpose).map(drop)
            })
            .await?;
        self.vault.facts_changed(person);
        Ok(())
    }

    /// Objects no longer. A case about it that is still open is taken back with it.
    ///
    /// # Errors
    /// [`ActionError::State`] `objected-not`.
    pub async fn end_objection(&self, session: &Session, purpose: PurposeId) -> Done<()> {
        session.may(Right::Object)?;
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let note = format!("object no more {}", purpose.name());
        let want = Want { note: &note, ..Want::of(Operation::Update, FieldSet::EMPTY) };
        let looked = self.look::<EditOwn>(who, person, want).await?;
        if !looked.account.objections.contains(purpose) {
            return Err(ActionError::State("objected-not"));
        }
        let (assess, author) = (self.assess_later(person), session.author());
        let ended = self.store.write(move |db| {
            account_rights::end_objection(db, &person, PurposeSet::of(&[purpose]), now)?;
            let (kind, subject) = match purpose {
                PurposeId::DueDiligence => (CaseKind::Eligibility, WHOLE),
                other => (CaseKind::Objection, other.name()),
            };
            let about = |row: &CaseRow| row.kind == kind && row.subject == subject;
            // What was decided about the rules stays; what was granted of the objection is taken back.
            let holds = |row: &CaseRow| {
                row.state.is_open() || (row.state == CaseState::Granted && kind == CaseKind::Objection)
            };
            for row in cases::of_person(db, &person)?.iter().filter(|row| about(row) && holds(row)) {
                let (after, event) = withdrawn(row, author, now);
                let after = CaseRow { decided_at: row.decided_at.or(after.decided_at), ..after };
                cases::change(db, &after, &[event])?;
            }
            Ok::<_, ActionError>(assess.write(db, now)?)
        });
        ended.await.map_err(ActionError::of_write)?;
        self.vault.facts_changed(person);
        Ok(())
    }
}
