//! The DPO removes for somebody who asked by another way (by letter, at the counter, through a court). The
//! person is found by number or address, or through their case; the reason lies sealed in their trail.

use amanah_domain::purposes::RemoveForPerson;
use amanah_domain::states::{RemovalAct, RemovalGround};
use amanah_domain::values::Statement;
use amanah_domain::{CaseId, FieldSet, Operation, Outcome, PersonId, Role};
use amanah_store::cases;

use crate::access::{Want, Who};
use crate::error::{ActionError, Done, FieldError};
use crate::limits::{LOOKUPS_PER_STAFF, REMOVALS_PER_STAFF};
use crate::office::Office;
use crate::removal::perform::Asked;
use crate::removal::{RemovalPlan, RemovalRequest, Removed, RuleGround};
use crate::session::Session;
use crate::staff::look_up::{LookUpKey, REASON_CHARS_MAX, said};

/// Whom the DPO means.
pub enum Whom {
    /// By what they are known: `nik`, `phone` or `email`, and the number or address, exact.
    Key {
        /// `nik`, `phone` or `email`.
        key: String,
        /// Exact.
        value: String,
    },
    /// Whoever a case is about.
    Case(CaseId),
    /// Somebody who was found before (a hold in the list).
    Person(PersonId),
}

/// What was filled in.
pub struct RemoveForInput {
    /// Whom.
    pub whom: Whom,
    /// What: end, whole categories, or destroy. Single values only the person themselves can erase, because
    /// the rest of the category is opened for it.
    pub request: RemovalRequest,
    /// On which ground.
    pub ground: RemovalGround,
    /// Why, and how it was asked for; the person reads it as long as they can.
    pub reason: String,
}

impl Office {
    /// What a removal would do to somebody. That the DPO looked is in their trail.
    ///
    /// # Errors
    /// As [`Office::remove_for`].
    pub async fn plan_removal_for(&self, session: &Session, input: &RemoveForInput) -> Done<RemovalPlan> {
        let (who, person, reason) = self.found_by_dpo(session, &input.whom, &input.reason).await?;
        let want = Want {
            note: "removal planned",
            reason: Some(&reason),
            ..Want::of(Operation::Manage, FieldSet::EMPTY)
        };
        self.look::<RemoveForPerson>(who, person, want).await?;
        let reach = self.reach_of(who, person).await?;
        self.plan_for(&reach, input.request).await
    }

    /// Removes for somebody.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `kind`, `value`, `reason`; [`ActionError::State`] `removal-nobody` where
    /// nobody is found (on record), `removal-lifted-by-you` for whoever lifted a hold of the same person
    /// (on record), and those of [`Office::remove_own`]; [`ActionError::Limit`]; [`ActionError::Refused`]
    /// (recorded) under a hold, for one's own account or a declared relation's.
    pub async fn remove_for(&self, session: &Session, input: &RemoveForInput) -> Done<Removed> {
        if input.request.act == RemovalAct::Erase && !input.request.fields.is_empty() {
            return Err(ActionError::State("removal-whole-only"));
        }
        session.as_staff(Role::Dpo)?;
        self.need_fresh(session)?;
        let (who, person, reason) = self.found_by_dpo(session, &input.whom, &input.reason).await?;
        self.limits.take(REMOVALS_PER_STAFF, session.person.as_bytes(), self.now())?;
        let asked = Asked { who, ground: input.ground, rule: "", reason: Some(&reason) };
        self.remove::<RemoveForPerson>(asked, person, input.request).await
    }

    /// Removes by a rule of the policy: for the daily job of retention.
    ///
    /// # Errors
    /// As [`Office::remove_own`]; [`ActionError::NotFound`] for somebody who is gone.
    pub async fn remove_by_rule(
        &self,
        person: PersonId,
        request: RemovalRequest,
        ground: RuleGround,
    ) -> Done<Removed> {
        use amanah_domain::purposes::ApplyRetention;
        let asked = Asked { who: Who::system(), ground: ground.ground, rule: &ground.rule, reason: None };
        self.remove::<ApplyRetention>(asked, person, request).await
    }

    /// The DPO, the person they mean, and the reason they gave.
    pub(crate) async fn found_by_dpo(
        &self,
        session: &Session,
        whom: &Whom,
        reason: &str,
    ) -> Done<(Who, PersonId, Statement)> {
        let who = session.as_staff(Role::Dpo)?;
        let key = match whom {
            Whom::Key { key, value } => Some(LookUpKey::parse(self, key, value)).transpose(),
            Whom::Case(_) | Whom::Person(_) => Ok(None),
        };
        let reason = Statement::parse(reason, REASON_CHARS_MAX)
            .map_err(|refused| FieldError::new("reason", said(refused, "removal-reason")));
        let (key, reason) = match (key, reason) {
            (Ok(key), Ok(reason)) => (key, reason),
            (key, reason) => {
                return Err(ActionError::Input([key.err(), reason.err()].into_iter().flatten().collect()));
            }
        };
        self.limits.take(LOOKUPS_PER_STAFF, session.person.as_bytes(), self.now())?;
        let person = match (key, whom) {
            (Some(key), _) => key.holder(self, session.person).await?,
            (None, Whom::Case(case)) => {
                let case = *case;
                self.store.read(move |db| cases::read(db, &case)).await?.map(|row| row.person)
            }
            (None, Whom::Person(person)) => Some(*person),
            (None, Whom::Key { .. }) => None,
        };
        let Some(person) = person else {
            let want = Want {
                reason: Some(&reason),
                note: "removal: nobody",
                ..Want::of(Operation::Manage, FieldSet::EMPTY)
            };
            self.note::<RemoveForPerson>(who, want, Outcome::NoMatch).await?;
            return Err(ActionError::State("removal-nobody"));
        };
        Ok((who, person, reason))
    }
}
