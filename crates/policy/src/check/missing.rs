//! What is not there.

use amanah_domain::{Category, FieldId, PurposeId, RecipientClass, Source, purposes};

use crate::finding::{Finding, FindingKind as Kind, Findings, Severity};
use crate::{Clause, Policy, Words, word_keys};

pub(super) fn check(policy: &Policy, words: &[Words<'_>], found: &mut Findings) {
    registers(policy, found);
    purposes(policy, found);
    categories(policy, found);
    clauses(policy, found);
    for closed in policy.closed() {
        let clause = policy.purpose(closed.purpose).and_then(|rule| rule.clause);
        found.add(Severity::Error, Kind::UseClosed, clause, closed.name, closed.to_string());
    }
    let wanted = word_keys(policy);
    for language in words {
        for key in wanted.difference(language.keys) {
            found.0.push(Finding {
                severity: Severity::Error,
                kind: Kind::WordsMissing,
                clause: None,
                about: key.clone(),
                language: Some(language.language.to_owned()),
                text: format!("no words for `{key}` in language {}", language.language),
            });
        }
    }
}

/// Every name of the code's registers has its entry.
fn registers(policy: &Policy, found: &mut Findings) {
    let document = policy.document();
    for field in FieldId::ALL.iter().filter(|field| !document.fields.contains_key(field.name())) {
        let text = format!("field {} is held by the code and not named by the policy", field.name());
        found.add(Severity::Error, Kind::FieldMissing, Some(Clause::of(2, 1)), field.name(), text);
    }
    for source in Source::ALL.iter().filter(|source| !document.sources.contains_key(source)) {
        let text = format!("source {} is not described", source.name());
        found.add(Severity::Error, Kind::SourceMissing, Some(Clause::of(3, 1)), source.name(), text);
    }
    for class in RecipientClass::ALL.iter().filter(|class| !document.recipients.contains_key(class)) {
        let text = format!("recipient class {} is not described; nothing can go to it", class.name());
        found.add(Severity::Error, Kind::RecipientMissing, Some(Clause::of(6, 1)), class.name(), text);
    }
}

fn purposes(policy: &Policy, found: &mut Findings) {
    let register = purposes::register();
    for id in PurposeId::ALL {
        let name = id.name();
        let Some(rule) = policy.purpose(*id) else {
            let used = register.iter().any(|one| one.purpose == *id);
            let severity = if used { Severity::Error } else { Severity::Warning };
            let text = format!("purpose {name} is in the code's register and not in the policy");
            found.add(severity, Kind::PurposeMissing, None, name, text);
            continue;
        };
        if rule.clause.is_none() {
            let text = format!("purpose {name} rests on no clause; everything for it is refused");
            found.add(Severity::Error, Kind::PurposeWithoutClause, None, name, text);
        }
        if rule.retention.is_none() {
            let text = format!("purpose {name} does not say how long data are kept for it");
            found.add(Severity::Error, Kind::PurposeWithoutRetention, rule.clause, name, text);
        }
    }
}

fn categories(policy: &Policy, found: &mut Findings) {
    for category in Category::ALL {
        let name = category.name();
        match policy.document().categories.get(category) {
            None => {
                let text = format!("category {name} has no rule");
                found.add(Severity::Error, Kind::CategoryMissing, Some(Clause::of(2, 1)), name, text);
            }
            Some(rule) if rule.retention.is_none() => {
                let text = format!("category {name} does not say how long it is kept at the longest");
                found.add(Severity::Error, Kind::CategoryWithoutRetention, Some(rule.clause), name, text);
            }
            Some(_) => {}
        }
    }
}

/// Every clause that is cited is in the list.
fn clauses(policy: &Policy, found: &mut Findings) {
    let document = policy.document();
    let statements = &document.statements;
    let mut cited: Vec<Clause> = vec![document.controller.clause];
    cited.extend(document.legal_grounds.iter().map(|ground| ground.clause));
    cited.extend(document.categories.values().map(|rule| rule.clause));
    cited.extend(document.sources.values().map(|rule| rule.clause));
    cited.extend(document.recipients.values().map(|rule| rule.clause));
    cited.extend(document.purposes.values().filter_map(|rule| rule.clause));
    cited.extend(document.stays.iter().filter_map(|stay| stay.clause));
    cited.extend(document.once_per_person.iter().filter_map(|once| once.clause));
    cited.extend(document.anonymise.and_then(|said| said.clause));
    cited.extend(document.cases.values().filter_map(|rule| rule.clause));
    cited.extend(document.earlier_values.and_then(|said| said.clause));
    cited.extend(document.standing.iter().filter_map(|said| said.clause));
    for list in [
        &statements.change.clauses,
        &statements.continued_use.clauses,
        &statements.claims.clauses,
        &statements.withdrawal.clauses,
        &statements.end_of_life.clauses,
        &statements.visit_data.never_combined,
        &statements.visit_data.possibly_combined,
    ] {
        cited.extend(list);
    }
    cited.sort_unstable();
    cited.dedup();
    for clause in cited {
        if matches!(clause, Clause::Policy { .. }) && !document.clauses.contains(&clause) {
            let text = format!("clause {clause} is cited and not in the list of clauses");
            found.add(Severity::Error, Kind::ClauseUnknown, Some(clause), &clause.to_string(), text);
        }
    }
}
