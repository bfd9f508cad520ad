//! What contradicts itself, what nobody can reach, and what is wider than the code needs.

use amanah_domain::{
    Category, FieldId, FieldSet, LawfulBasis, Operation, PurposeId, RecipientClass, Role, Sensitivity,
    SmallSet, purposes,
};

use crate::Policy;
use crate::document::{Objection, PurposeRule};
use crate::finding::{FindingKind as Kind, Findings, Severity};

pub(super) fn check(policy: &Policy, found: &mut Findings) {
    fields(policy, found);
    for (id, rule) in &policy.document().purposes {
        purpose(*id, rule, found);
        wider(*id, rule, found);
    }
    unused(policy, found);
}

fn fields(policy: &Policy, found: &mut Findings) {
    let document = policy.document();
    for field in FieldId::ALL {
        let Some(rule) = document.fields.get(field.name()) else { continue };
        if (rule.category, rule.sensitivity) != (field.category(), field.sensitivity()) {
            let text = format!(
                "field {} is {} ({}) in the policy and {} ({}) in the code",
                field.name(),
                rule.category.name(),
                rule.sensitivity.name(),
                field.category().name(),
                field.sensitivity().name(),
            );
            found.add(Severity::Error, Kind::FieldDiffers, None, field.name(), text);
        }
    }
    for (name, field) in &document.fields {
        let Some(category) = document.categories.get(&field.category) else { continue };
        if field.sensitivity == Sensitivity::Specific && category.sensitivity == Sensitivity::General {
            let text = format!("field {name} is specific, its category {} is not", field.category.name());
            found.add(Severity::Error, Kind::CategoryTooMild, Some(category.clause), name, text);
        }
    }
}

/// The article of a basis.
const fn article(basis: LawfulBasis) -> &'static str {
    match basis {
        LawfulBasis::Consent => "20(2)a",
        LawfulBasis::Contract => "20(2)b",
        LawfulBasis::LegalObligation => "20(2)c",
        LawfulBasis::VitalInterest => "20(2)d",
        LawfulBasis::PublicTask => "20(2)e",
        LawfulBasis::LegitimateInterest => "20(2)f",
    }
}

fn purpose(id: PurposeId, rule: &PurposeRule, found: &mut Findings) {
    let name = id.name();
    let mut add = |severity, kind, text| found.add(severity, kind, rule.clause, name, text);
    if !rule.article.starts_with(article(rule.basis)) {
        let (basis, right) = (rule.basis.name(), article(rule.basis));
        let text = format!("purpose {name} cites article {} for {basis}, which is {right}", rule.article);
        add(Severity::Error, Kind::ArticleDiffers, text);
    }
    let may_object = matches!(rule.basis, LawfulBasis::Consent | LawfulBasis::LegitimateInterest);
    if may_object && rule.objection != Objection::ToAll {
        let text = format!("purpose {name} rests on {}, so an objection stops it all", rule.basis.name());
        add(Severity::Error, Kind::ObjectionDenied, text);
    }
    if rule.basis == LawfulBasis::Consent && rule.when_ended {
        let text = format!("purpose {name} rests on consent and would go on after the end");
        add(Severity::Error, Kind::ConsentAfterEnd, text);
    }
    let discloses = rule.operations.iter().any(Operation::is_disclosure);
    if discloses && rule.recipients.is_empty() {
        let text = format!("purpose {name} lists operations that disclose and nobody to disclose to");
        add(Severity::Error, Kind::DisclosureWithoutRecipient, text);
    }
    if !discloses && !rule.recipients.is_empty() {
        let text = format!("purpose {name} lists recipients and no operation that discloses");
        add(Severity::Error, Kind::RecipientWithoutDisclosure, text);
    }
    let analysed_by_system =
        rule.roles.contains(Role::System) && rule.operations.contains(Operation::Analyse);
    if rule.automated_decision && !analysed_by_system {
        let text = format!("purpose {name} lets a machine decide and no machine analyse");
        add(Severity::Warning, Kind::MachineWithoutAnalysis, text);
    }
    if rule.roles.is_empty() || rule.operations.is_empty() {
        let text = format!("purpose {name} lists no role or no operation: nobody can use it");
        add(Severity::Warning, Kind::PurposeUnreachable, text);
    }
}

/// What the published text allows and no line of code wants: the policy could say less.
fn wider(id: PurposeId, rule: &PurposeRule, found: &mut Findings) {
    let name = id.name();
    let register = purposes::register();
    let mut uses = register.iter().filter(|one| one.purpose == id).peekable();
    if uses.peek().is_none() {
        let text = format!("purpose {name} is not used by the code yet");
        found.add(Severity::Info, Kind::PurposeWithoutUse, rule.clause, name, text);
        return;
    }
    let touched = uses.fold(FieldSet::EMPTY, |all, one| all.either(one.reads).either(one.writes));
    let needed: Vec<Category> = touched.iter().map(FieldId::category).collect();
    let beyond = rule.categories.without(SmallSet::of(&needed));
    if !beyond.is_empty() {
        let names: Vec<_> = beyond.iter().map(Category::name).collect();
        let text = format!("purpose {name} allows {}, which the code does not use for it", names.join(", "));
        found.add(Severity::Info, Kind::WiderThanCode, rule.clause, name, text);
    }
}

/// What no purpose mentions.
fn unused(policy: &Policy, found: &mut Findings) {
    let document = policy.document();
    let rules = || document.purposes.values();
    for (category, rule) in &document.categories {
        if !rules().any(|purpose| purpose.categories.contains(*category)) {
            let text = format!("category {} is used by no purpose", category.name());
            found.add(Severity::Warning, Kind::CategoryUnused, Some(rule.clause), category.name(), text);
        }
    }
    let abroad = policy.rules().abroad;
    for class in RecipientClass::ALL {
        let Some(rule) = document.recipients.get(class) else { continue };
        if !rules().any(|purpose| purpose.recipients.contains(*class)) {
            let text = format!("recipient class {} receives nothing for any purpose", class.name());
            found.add(Severity::Warning, Kind::RecipientUnused, Some(rule.clause), class.name(), text);
        }
        if abroad.without_agreement.contains(*class) {
            let text = format!("recipient class {} sits abroad and no agreement is in force", class.name());
            found.add(Severity::Warning, Kind::RecipientUnreachable, Some(rule.clause), class.name(), text);
        }
    }
    for role in Role::ALL {
        if !rules().any(|purpose| purpose.roles.contains(*role)) {
            let text = format!("role {} has no purpose", role.name());
            found.add(Severity::Warning, Kind::RoleUnused, None, role.name(), text);
        }
    }
}
