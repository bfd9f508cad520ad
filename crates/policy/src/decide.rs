//! The decision: pure, total, and by default no.
//!
//! The order of the questions is part of the contract (a refusal names the first that fails): what
//! the published policy says of the purpose, then where the data would go, then who asks, then what is
//! known of the person. The first group looks at no fact of any person.

use amanah_domain::{
    Actor, AgeGroup, Facts, FieldSet, LawfulBasis, Operation, PersonId, PersonState, Purpose, PurposeId,
    Role, Timestamp,
};

use crate::document::Objection;
use crate::refusal::RefusalReason as Reason;
use crate::rules::Rule;
use crate::{Ask, Grant, Policy, Refusal};

impl Policy {
    /// Whether `actor` may do what `ask` says for purpose `P` with the data of `person`.
    ///
    /// `person` is `None` for a look-up that may match nobody; `facts` are then those of a stranger.
    /// For operations that write (obtain, collect, store, revise, update, delete, destroy) the fields
    /// must be among `P::writes()`, for the others among `P::reads()`.
    ///
    /// # Errors
    ///
    /// The first rule that says no, with its clause.
    #[inline]
    pub fn decide<P: Purpose>(
        &self,
        actor: &Actor,
        person: Option<PersonId>,
        ask: &Ask,
        facts: &Facts,
        now: Timestamp,
    ) -> Result<Grant<P>, Refusal> {
        match self.typed::<P>(actor, person, ask, facts) {
            Ok(()) => Ok(Grant::new(*ask, *actor, person, self.hash(), now)),
            Err(reason) => Err(self.refusal(P::ID, reason)),
        }
    }

    /// The same judgement without a type and without identities: for tables and explanations. It
    /// makes no grant.
    ///
    /// # Errors
    ///
    /// The first rule that says no, with its clause.
    #[inline]
    pub fn decide_id(&self, purpose: PurposeId, role: Role, ask: &Ask, facts: &Facts) -> Result<(), Refusal> {
        let judged = self.line(purpose).and_then(|rule| self.judge(purpose, rule, role, ask, facts));
        judged.map_err(|reason| self.refusal(purpose, reason))
    }

    fn typed<P: Purpose>(
        &self,
        actor: &Actor,
        person: Option<PersonId>,
        ask: &Ask,
        facts: &Facts,
    ) -> Result<(), Reason> {
        let rule = self.line(P::ID)?;
        let (reads, written) = (P::reads(), P::writes());
        if crate::uses::excess(rule, reads, written).is_some() {
            return Err(Reason::Closed);
        }
        let declared = if ask.operation.is_writing() { written } else { reads };
        if !declared.contains_all(ask.fields) {
            return Err(Reason::FieldNotDeclared);
        }
        self.judge(P::ID, rule, actor.role, ask, facts)?;
        identity(actor, person)
    }

    fn line(&self, purpose: PurposeId) -> Result<&Rule, Reason> {
        self.rules().of(purpose).ok_or(Reason::NoClause)
    }

    #[inline]
    fn judge(
        &self,
        purpose: PurposeId,
        rule: &Rule,
        role: Role,
        ask: &Ask,
        facts: &Facts,
    ) -> Result<(), Reason> {
        published(rule, role, ask)?;
        self.country(purpose, ask, facts)?;
        relation(role, facts)?;
        standing(rule, ask, facts)?;
        basis(purpose, rule, role, ask, facts)
    }

    /// Article 56: where the recipient sits.
    #[inline]
    fn country(&self, purpose: PurposeId, ask: &Ask, facts: &Facts) -> Result<(), Reason> {
        let Some(class) = ask.recipient else { return Ok(()) };
        let abroad = &self.rules().abroad;
        if abroad.without_agreement.contains(class) {
            return Err(Reason::NoAgreement);
        }
        if abroad.with_consent.contains(class) && !facts.consents.contains(purpose) {
            return Err(Reason::NoConsentForCountry);
        }
        Ok(())
    }

    #[cold]
    fn refusal(&self, purpose: PurposeId, reason: Reason) -> Refusal {
        let own = || self.rules().of(purpose).map(|rule| rule.clause);
        Refusal { reason, purpose, clause: reason.forbidding().or_else(own) }
    }
}

/// What the policy publishes of the purpose. No facts here: the table that everyone reads is this.
#[inline]
fn published(rule: &Rule, role: Role, ask: &Ask) -> Result<(), Reason> {
    if !rule.operations.contains(ask.operation) {
        return Err(Reason::OperationNotListed);
    }
    if !rule.roles.contains(role) {
        return Err(Reason::RoleNotListed);
    }
    if !rule.fields.contains_all(ask.fields) {
        return Err(Reason::CategoryNotListed);
    }
    match (ask.operation.is_disclosure(), ask.recipient) {
        (true, None) => Err(Reason::RecipientMissing),
        (false, Some(_)) => Err(Reason::RecipientNotExpected),
        (true, Some(class)) if !rule.recipients.contains(class) => Err(Reason::RecipientNotListed),
        _ => Ok(()),
    }
}

/// Who the actor is to the person. Jobs are nobody's relation.
#[inline]
fn relation(role: Role, facts: &Facts) -> Result<(), Reason> {
    match role {
        Role::System => Ok(()),
        Role::Person | Role::Helper if facts.is_self => Ok(()),
        Role::Person | Role::Helper => Err(Reason::NotSelf),
        _ if facts.is_self => Err(Reason::OwnCase),
        _ if facts.related => Err(Reason::RelatedCase),
        _ => Ok(()),
    }
}

/// What the ids say where they are known, whatever the facts say: the facts are gathered elsewhere,
/// and a slip there must not let somebody into their own case or into another's account.
fn identity(actor: &Actor, person: Option<PersonId>) -> Result<(), Reason> {
    let same = match (actor.person, person) {
        (Some(actor), Some(person)) => Some(actor == person),
        _ => None,
    };
    match actor.role {
        Role::System => Ok(()),
        Role::Person if same == Some(false) => Err(Reason::NotSelf),
        Role::Person => Ok(()),
        // Somebody else, and known: the facts say that they stand in for this very person.
        Role::Helper if same == Some(false) => Ok(()),
        Role::Helper => Err(Reason::NotSelf),
        _ if actor.person.is_none() => Err(Reason::ActorUnknown),
        _ if same == Some(true) => Err(Reason::OwnCase),
        _ => Ok(()),
    }
}

/// What stands in the way whatever the lawful basis.
#[inline]
fn standing(rule: &Rule, ask: &Ask, facts: &Facts) -> Result<(), Reason> {
    if facts.state == PersonState::Ended && !rule.when_ended {
        return Err(Reason::Ended);
    }
    if facts.restricted && !rule.when_restricted {
        return Err(Reason::Restricted);
    }
    if !facts.policy_accepted && rule.waits_for_acceptance {
        return Err(Reason::PolicyNotAccepted);
    }
    if facts.legal_hold && matches!(ask.operation, Operation::Delete | Operation::Destroy) {
        return Err(Reason::LegalHold);
    }
    let relies = ask.operation == Operation::Analyse || ask.operation.is_disclosure();
    if relies && ask.fields.both(facts.disputed) != FieldSet::EMPTY {
        return Err(Reason::Disputed);
    }
    Ok(())
}

/// The lawful basis and what the person said about it.
#[inline]
fn basis(purpose: PurposeId, rule: &Rule, role: Role, ask: &Ask, facts: &Facts) -> Result<(), Reason> {
    if rule.basis == LawfulBasis::Consent {
        if !facts.consents.contains(purpose) {
            return Err(Reason::NoConsent);
        }
        if facts.age == AgeGroup::Child {
            return Err(Reason::ChildConsent);
        }
    }
    if !facts.objections.contains(purpose) {
        return Ok(());
    }
    match (rule.basis, rule.objection) {
        (LawfulBasis::Consent | LawfulBasis::LegitimateInterest, _) | (_, Objection::ToAll) => {
            Err(Reason::Objected)
        }
        (_, Objection::ToMachines) if role == Role::System && ask.operation == Operation::Analyse => {
            Err(Reason::ObjectedToMachine)
        }
        _ => Ok(()),
    }
}
