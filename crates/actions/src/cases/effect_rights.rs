//! What a person asked under their rights is decided: objection, restriction, deletion, a draw looked at
//! again, access, somebody who may act for another. What a lapse did by itself was lifted before this is
//! written (`safety::lift`).
//!
//! A draw is never drawn again: what a granted review does is the human's word on it, in writing. Access and
//! representation have effects of their own elsewhere.

use amanah_domain::cases::{CaseKind, NoticeKind};
use amanah_domain::{FieldSet, PurposeId, PurposeSet, Timestamp};
use amanah_store::cases::CaseRow;
use amanah_store::{Connection, account_rights, outbox_purpose};

use crate::error::{ActionError, Done};
use crate::jobs::grant_deletion;
use crate::jobs::task::QueuedJob;
use crate::office::Office;
use crate::person::ask_right::{deletion, parts_of};
use crate::removal::notices::Notices;

/// What is to be written.
#[derive(Clone)]
pub(crate) enum RightsEffect {
    /// A purpose stops for this person, or machines decide no longer; the rules are asked again.
    Object(PurposeId, QueuedJob),
    /// The objection ends: it was refused on a ground of the law.
    EndObjection(PurposeId, QueuedJob),
    /// Processing is restricted, and whoever received data is told.
    Restrict(Notices),
    /// The removal runs a few minutes later, when the answer has left.
    Delete(QueuedJob),
    /// The answer is all.
    Nothing,
}

/// Opens and prepares; before the transaction.
///
/// # Errors
/// [`ActionError::State`] `deletion-held` under a legal hold, and what a removal of today would answer.
pub(crate) async fn prepare(office: &Office, row: &CaseRow, granted: bool) -> Done<RightsEffect> {
    let assess = office.assess_later(row.person);
    Ok(match (row.kind, row.purpose, granted) {
        (CaseKind::Objection, Some(purpose), true) => RightsEffect::Object(purpose, assess),
        (CaseKind::Objection, Some(purpose), false) => RightsEffect::EndObjection(purpose, assess),
        (CaseKind::Restriction, _, true) => {
            let id = *row.case.as_bytes();
            let kind = NoticeKind::Restriction;
            RightsEffect::Restrict(office.notices_for(row.person, kind, FieldSet::EMPTY, None, id).await?)
        }
        (CaseKind::Deletion, _, true) => {
            may_be_deleted(office, row).await?;
            RightsEffect::Delete(grant_deletion::job(row, office.now()))
        }
        _ => RightsEffect::Nothing,
    })
}

/// Nobody grants what cannot be done.
async fn may_be_deleted(office: &Office, row: &CaseRow) -> Done<()> {
    let reach = office.reach_of(crate::access::Who::system(), row.person).await?;
    let parts = parts_of(row);
    match office.plan_for(&reach, deletion(parts)).await {
        Ok(plan) if plan.blocked.is_some() => Err(ActionError::State("deletion-held")),
        other => other.map(drop),
    }
}

impl RightsEffect {
    /// Writes it, in the transaction of the decision.
    pub(crate) fn write(&self, db: &mut dyn Connection, row: &CaseRow, now: Timestamp) -> Done<()> {
        let person = &row.person;
        match self {
            Self::Object(purpose, assess) => {
                account_rights::object(db, person, PurposeSet::of(&[*purpose]), now)?;
                outbox_purpose::drop_waiting(db, person, *purpose)?;
                assess.write(db, now)?;
            }
            Self::EndObjection(purpose, assess) => {
                account_rights::end_objection(db, person, PurposeSet::of(&[*purpose]), now)?;
                assess.write(db, now)?;
            }
            Self::Restrict(notices) => {
                account_rights::restrict(db, person, true, now)?;
                notices.write(db, now)?;
            }
            Self::Delete(job) => job.write(db, now)?,
            Self::Nothing => {}
        }
        Ok(())
    }
}
