//! The policy as a decision table: one line of bit sets for each purpose.

use amanah_domain::{
    Category, CountryClass, FieldId, FieldSet, LawfulBasis, Operation, PurposeId, RecipientClass, Role,
    SmallSet,
};

use crate::Clause;
use crate::document::{Agreement, Document, Objection, PurposeRule};

/// What may be done for one purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) clause: Clause,
    pub(crate) operations: SmallSet<Operation>,
    pub(crate) roles: SmallSet<Role>,
    pub(crate) fields: FieldSet,
    pub(crate) recipients: SmallSet<RecipientClass>,
    pub(crate) basis: LawfulBasis,
    pub(crate) objection: Objection,
    pub(crate) when_restricted: bool,
    pub(crate) when_ended: bool,
    pub(crate) waits_for_acceptance: bool,
}

/// What a recipient's country asks for (article 56).
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Abroad {
    /// Under safeguards, and no agreement is in force.
    pub(crate) without_agreement: SmallSet<RecipientClass>,
    /// Without protection: only with consent.
    pub(crate) with_consent: SmallSet<RecipientClass>,
}

const PURPOSES: usize = PurposeId::ALL.len();

/// The whole table.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    purposes: [Option<Rule>; PURPOSES],
    pub(crate) abroad: Abroad,
}

impl Rules {
    pub(crate) fn compile(document: &Document) -> Self {
        let mut purposes = [None; PURPOSES];
        for (slot, id) in purposes.iter_mut().zip(PurposeId::ALL) {
            *slot = document.purposes.get(id).and_then(|rule| compile(*id, rule, document));
        }
        let mut abroad = Abroad::default();
        for (class, rule) in &document.recipients {
            match rule.country {
                CountryClass::Home | CountryClass::Adequate => {}
                CountryClass::Safeguarded if rule.agreement == Agreement::Signed => {}
                CountryClass::Safeguarded => abroad.without_agreement = abroad.without_agreement.with(*class),
                CountryClass::Other => abroad.with_consent = abroad.with_consent.with(*class),
            }
        }
        Self { purposes, abroad }
    }

    /// The line of a purpose; `None` where the policy has no clause for it.
    #[inline]
    pub(crate) fn of(&self, purpose: PurposeId) -> Option<&Rule> {
        self.purposes.get(usize::from(purpose.code())).and_then(Option::as_ref)
    }
}

fn compile(id: PurposeId, rule: &PurposeRule, document: &Document) -> Option<Rule> {
    // A recipient that the policy does not describe is nobody: there is no country to judge by.
    let described = |class: &RecipientClass| document.recipients.contains_key(class);
    let known: Vec<_> = rule.recipients.iter().filter(described).collect();
    Some(Rule {
        clause: rule.clause?,
        operations: rule.operations,
        roles: rule.roles,
        fields: fields_of(rule.categories, document),
        recipients: SmallSet::of(&known),
        basis: rule.basis,
        objection: rule.objection,
        when_restricted: rule.when_restricted,
        when_ended: rule.when_ended,
        waits_for_acceptance: matches!(rule.basis, LawfulBasis::Consent | LawfulBasis::Contract)
            && !matches!(id, PurposeId::Rights | PurposeId::Security),
    })
}

/// The fields that the policy itself puts into one of `categories`. A field that the policy does not
/// name belongs to no category, so no purpose may use it.
fn fields_of(categories: SmallSet<Category>, document: &Document) -> FieldSet {
    let named = FieldId::ALL.iter().filter(|field| {
        document.fields.get(field.name()).is_some_and(|rule| categories.contains(rule.category))
    });
    named.fold(FieldSet::EMPTY, |set, field| set.with(*field))
}
