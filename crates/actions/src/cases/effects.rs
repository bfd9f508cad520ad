//! What a decision does, by kind, written in the transaction of the decision, so that nothing decided is
//! forgotten.
//!
//! ```text
//! let effects = office.effects(&row, granted).await?;          // before: opens and prepares
//! store.write(|db| { cases::change(db, &after, …)?; effects.write(db, &row, now) })   // `row` as it was read
//! office.effects_done(&row);                                   // after: ends permits that rest on old facts
//! ```
//!
//! What each kind does stands in files of its own: corrections in `effect_correction`, rights in
//! `effect_rights`.

use std::sync::Arc;

use amanah_domain::cases::CaseKind;
use amanah_domain::states::IdentityState;
use amanah_domain::{PersonId, Timestamp};
use amanah_policy::Policy;
use amanah_store::accounts::{self, AccountKind};
use amanah_store::cases::CaseRow;
use amanah_store::{Connection, tags};
use amanah_vault::IndexId;

use crate::cases::effect_correction::{self, CorrectionEffect};
use crate::cases::effect_rights::{self, RightsEffect};
use crate::cases::effect_standing::{self, StandingEffect};
use crate::cases::safety;
use crate::correspond::QueuedLetter;
use crate::error::{ActionError, Done};
use crate::jobs::task::QueuedJob;
use crate::office::Office;
use crate::person::change_contact::QueuedChange;
use crate::staff::open_case::case_note;

/// What is to be written with a decision.
#[derive(Clone)]
pub(crate) struct Effects {
    end: CaseEnd,
    does: Does,
}

/// What every end of a case does, whether it was decided, answered or taken back.
#[derive(Clone)]
pub(crate) struct CaseEnd {
    policy: Arc<Policy>,
    assess: QueuedJob,
    verify: QueuedJob,
}

impl CaseEnd {
    /// What a lapse did by itself goes, and whatever waited for that is done. `row` as it was read.
    pub(crate) fn write(&self, db: &mut dyn Connection, row: &CaseRow, now: Timestamp) -> Done<()> {
        let free = safety::lift(db, &self.policy, row, now)?;
        let account = accounts::read(db, &row.person)?;
        let Some(account) = account.filter(|_| free) else { return Ok(()) };
        if account.kind == AccountKind::Participant {
            self.assess.write(db, now)?;
        }
        // A question to the civil registry waited for the end of the dispute.
        if row.kind == CaseKind::Correction && account.identity == IdentityState::Claimed {
            self.verify.write(db, now)?;
        }
        Ok(())
    }
}

#[derive(Clone)]
enum Does {
    /// The rules are asked again: they find the decision in the case.
    Eligibility(QueuedJob),
    /// The NIK is this person's, or it is not.
    Identity { granted: bool, verify: QueuedJob, assess: QueuedJob, seed: [u8; 16] },
    /// The change waits with its notices; the word to the new address.
    Contact(Box<QueuedChange>, QueuedLetter),
    /// A value that was wrong.
    Correction(Box<CorrectionEffect>),
    /// A right of articles 7 to 11, a draw that is looked at again, somebody who may act for another.
    Rights(Box<RightsEffect>),
    /// Somebody who may act for another.
    Standing(Box<StandingEffect>),
    /// The answer is all.
    Nothing,
}

impl Office {
    /// Prepares what follows from a decision.
    ///
    /// # Errors
    /// [`ActionError::State`] where it cannot be done as things stand; those of access.
    pub(crate) async fn effects(&self, row: &CaseRow, granted: bool) -> Done<Effects> {
        let does = match row.kind {
            CaseKind::Eligibility => Does::Eligibility(self.assess_later(row.person)),
            CaseKind::Identity => Does::Identity {
                granted,
                verify: self.verify_later(row.person),
                assess: self.assess_later(row.person),
                seed: self.chance.bytes16(),
            },
            CaseKind::ContactChange if granted => {
                let (change, letter) = self.granted_access(row, &case_note(row.case)).await?;
                Does::Contact(Box::new(change), letter)
            }
            // Answered at its own time, in the same words as one about no account (`jobs::lost_access`).
            CaseKind::ContactChange => Does::Nothing,
            CaseKind::Correction => {
                Does::Correction(Box::new(effect_correction::prepare(self, row, granted).await?))
            }
            CaseKind::Objection
            | CaseKind::DrawReview
            | CaseKind::Restriction
            | CaseKind::Deletion
            | CaseKind::Access => Does::Rights(Box::new(effect_rights::prepare(self, row, granted).await?)),
            CaseKind::Representation => {
                Does::Standing(Box::new(effect_standing::prepare(self, row, granted).await?))
            }
            CaseKind::LookComplaint | CaseKind::Question | CaseKind::Complaint => Does::Nothing,
        };
        Ok(Effects { end: self.case_end(row), does })
    }

    /// What the end of a case does that nobody decided.
    pub(crate) fn case_end(&self, row: &CaseRow) -> CaseEnd {
        CaseEnd {
            policy: Arc::clone(&self.policy),
            assess: self.assess_later(row.person),
            verify: self.verify_later(row.person),
        }
    }

    /// After the transaction: what was allowed on the old facts is allowed no longer.
    pub(crate) fn effects_done(&self, row: &CaseRow) {
        self.vault.facts_changed(row.person);
    }
}

impl Effects {
    /// Writes it. `row` as it was read.
    ///
    /// # Errors
    /// [`ActionError::Conflict`] where somebody else changed the same; those of the store.
    pub(crate) fn write(&self, db: &mut dyn Connection, row: &CaseRow, now: Timestamp) -> Done<()> {
        // First what a lapse did by itself goes; then what was decided takes its place.
        self.end.write(db, row, now)?;
        match &self.does {
            Does::Eligibility(assess) => Ok(assess.write(db, now)?),
            Does::Identity { granted, verify, assess, seed } => {
                if *granted {
                    take_over(db, row.person, (assess, seed), now)?;
                    verify.write(db, now)?;
                } else {
                    accounts::set_identity(db, &row.person, IdentityState::Mismatch, now)?;
                }
                Ok(assess.write(db, now)?)
            }
            Does::Contact(change, word) => {
                change.write(db, now)?;
                Ok(word.write(db, now)?)
            }
            Does::Correction(effect) => effect.write(db, row, now),
            Does::Rights(effect) => effect.write(db, row, now),
            Does::Standing(effect) => effect.write(db, now),
            Does::Nothing => Ok(()),
        }
    }
}

/// The NIK is this person's. Whoever held it is contested from now on, and the registry is asked before
/// anybody counts as verified.
fn take_over(
    db: &mut dyn Connection,
    person: PersonId,
    (assess, seed): (&QueuedJob, &[u8; 16]),
    now: Timestamp,
) -> Done<()> {
    let nik = IndexId::Nik.code();
    let tag = tags::of_person(db, &person)?.into_iter().find(|tag| tag.index_id == nik);
    // Taken out of the profile meanwhile: then there is nothing to hold.
    let Some(tag) = tag else { return Err(ActionError::State("case-nik-gone")) };
    if let Some(other) = tags::holder(db, nik, &tag.tag)?
        && other != person
    {
        tags::release(db, nik, &tag.tag, &other)?;
        accounts::set_identity(db, &other, IdentityState::Contested, now)?;
        assess.of_another(other, seed).write(db, now)?;
    }
    if tags::claim(db, nik, &tag.tag, &person, now)? != person {
        return Err(ActionError::Conflict);
    }
    Ok(accounts::set_identity(db, &person, IdentityState::Claimed, now)?)
}
