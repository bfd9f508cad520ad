//! What the rules are worked out from, and how a human's decision goes before a rule. Shared by the job
//! that assesses and by the page on which people see their own rules.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::states::EligibilityState;
use amanah_domain::values::{BirthDate, Education, Occupation};
use amanah_domain::{FieldId, FieldSet, MayRead, PersonId, Purpose, Timestamp};
use amanah_store::cases::CaseRow;
use amanah_store::{Connection, StoreError, kept_tags, tags};
use amanah_vault::{IndexId, Vault};

use crate::access::Looked;
use crate::error::Done;
use crate::office::Office;
use crate::rules::WHOLE;
use crate::rules::{RuleOutcome, RuleValues, overall};

/// People of one family card who are counted, at most; who comes later is later than any programme allows.
const HOUSEHOLD_MAX: u32 = 64;

/// The person's place among those who gave the same family card, from 1, by the time they gave it.
/// Found by their tag: the number itself stays closed.
fn household_place(db: &mut dyn Connection, person: &PersonId) -> Result<Option<i64>, StoreError> {
    let index = IndexId::Kk.code();
    let Some(own) = tags::of_person(db, person)?.into_iter().find(|tag| tag.index_id == index) else {
        return Ok(None);
    };
    let holders = tags::find(db, index, &own.tag, HOUSEHOLD_MAX)?;
    let place = holders.iter().zip(1_i64..).find(|(tag, _)| tag.person == *person).map(|(_, place)| place);
    Ok(Some(place.unwrap_or(i64::from(HOUSEHOLD_MAX) + 1)))
}

/// Whether somebody with this person's NIK had the benefit before and was destroyed since; `None` without
/// a NIK. Found by a tag that serves this question alone: the number itself stays closed.
fn had_benefit_before(
    db: &mut dyn Connection,
    vault: &Vault,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<bool>, StoreError> {
    let nik = IndexId::Nik.code();
    let Some(own) = tags::of_person(db, person)?.into_iter().find(|tag| tag.index_id == nik) else {
        let claims = tags::claims_of_person(db, person)?;
        return match claims.into_iter().find(|(index, _)| *index == nik) {
            Some((_, tag)) => kept(db, vault, &tag, now).map(Some),
            None => Ok(None),
        };
    };
    kept(db, vault, &own.tag, now).map(Some)
}

fn kept(db: &mut dyn Connection, vault: &Vault, nik_tag: &[u8], now: Timestamp) -> Result<bool, StoreError> {
    let tag = once_tag(vault, nik_tag);
    Ok(kept_tags::find(db, IndexId::OncePerPerson.code(), &tag, now)?.is_some())
}

/// The tag that stays of a NIK: made from its tag, so that nothing is opened for it, and of no use for
/// finding anybody.
pub(crate) fn once_tag(vault: &Vault, nik_tag: &[u8]) -> [u8; 32] {
    vault.tag(IndexId::OncePerPerson, nik_tag).0
}

/// What the rules know by tags alone.
#[derive(Clone, Copy)]
pub(crate) struct ByTags {
    household_place: Option<i64>,
    had_benefit_before: Option<bool>,
}

impl ByTags {
    pub(crate) fn read(
        db: &mut dyn Connection,
        vault: &Vault,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            household_place: household_place(db, person)?,
            had_benefit_before: had_benefit_before(db, vault, person, now)?,
        })
    }
}

impl Office {
    /// Opens what the rules look at, and no more.
    pub(crate) fn rule_values<P>(&self, looked: &Looked<'_, P>, tags: ByTags) -> Done<RuleValues>
    where
        P: Purpose + MayRead<BirthDate> + MayRead<Occupation> + MayRead<Education>,
    {
        let fields = self.programme.rules.fields();
        let today = self.now().date_at(self.programme.zone_hours);
        let age = match fields.contains(FieldId::BirthDate) {
            true => looked.open::<BirthDate>()?.map(|b| i64::from(b.expose().age_on(today))),
            false => None,
        };
        let occupation = match fields.contains(FieldId::Occupation) {
            true => looked.open::<Occupation>()?.map(|o| o.expose().name()),
            false => None,
        };
        let education = match fields.contains(FieldId::Education) {
            true => {
                looked.open::<Education>()?.map(|e| (e.expose().level.name(), e.expose().in_formal_education))
            }
            false => None,
        };
        Ok(RuleValues {
            age,
            occupation,
            education: education.map(|(level, _)| level),
            in_formal_education: education.map(|(_, enrolled)| enrolled),
            household_place: tags.household_place,
            had_benefit_before: tags.had_benefit_before,
            kk_people_max: i64::from(self.programme.kk_people_max),
            identity: looked.account.identity,
        })
    }

    /// Each rule in order, a human's decision before the expression.
    pub(crate) fn outcomes<P: Purpose>(
        &self,
        looked: &Looked<'_, P>,
        values: &RuleValues,
        cases: &[CaseRow],
    ) -> Vec<(&crate::rules::Rule, RuleOutcome)> {
        let judge = |rule| {
            let outcome = crate::rules::Rule::evaluate(rule, values);
            let decided = match outcome {
                RuleOutcome::Human | RuleOutcome::NotMet => decision(looked, rule.id(), rule.fields(), cases),
                RuleOutcome::Met | RuleOutcome::Missing(_) => None,
            };
            (rule, decided.unwrap_or(outcome))
        };
        self.programme.rules.iter().map(judge).collect()
    }
}

/// The last decision about a subject, as long as none of its fields has got another value since: a human
/// decided on what lay before them.
fn decision<P: Purpose>(
    looked: &Looked<'_, P>,
    subject: &str,
    fields: FieldSet,
    cases: &[CaseRow],
) -> Option<RuleOutcome> {
    let decided =
        |c: &&CaseRow| c.kind == CaseKind::Eligibility && c.subject == subject && !c.state.is_open();
    let case = cases.iter().filter(decided).max_by_key(|c| c.decided_at)?;
    let at = case.decided_at?;
    let changed = fields.iter().filter_map(|f| looked.origin(f)).any(|(_, collected)| collected > at);
    match (changed, case.state) {
        (true, _) => None,
        (false, CaseState::Granted) => Some(RuleOutcome::Met),
        (false, CaseState::Refused) => Some(RuleOutcome::NotMet),
        (false, _) => None,
    }
}

/// What all rules say, after a decision about the assessment as a whole, where there is one.
pub(crate) fn state_of<P: Purpose>(
    looked: &Looked<'_, P>,
    fields: FieldSet,
    outcomes: &[RuleOutcome],
    cases: &[CaseRow],
) -> EligibilityState {
    match decision(looked, WHOLE, fields, cases) {
        Some(RuleOutcome::Met) => EligibilityState::Eligible,
        Some(_) => EligibilityState::NotEligible,
        None => overall(outcomes.iter().copied()),
    }
}
