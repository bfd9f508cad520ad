//! Where the policy says what Law 27 of 2022 does not allow. Computed from what the policy states of
//! itself; in each of these the system follows the law, and the finding says how.

use crate::document::{AtTheEnd, Objection, Told, UseMeans, WithdrawalBy};
use crate::finding::{FindingKind as Kind, Findings, Severity};
use crate::{Clause, Policy};

pub(super) fn check(policy: &Policy, found: &mut Findings) {
    let said = &policy.document().statements;
    if said.continued_use.means == UseMeans::Agreement {
        let says = "going on using the site counts as agreement; articles 20 to 24 want consent that is given \
                    for a purpose, in writing or on record. The system asks, and takes silence as no";
        each(found, Kind::LawConsentByUse, "continued-use", &said.continued_use.clauses, says);
    }
    if said.change.told == Told::After {
        let says = "people are not told before a change; article 21 wants them told before. The system tells \
                    them before the version takes effect";
        each(found, Kind::LawChangeUntold, "change", &said.change.clauses, says);
    }
    if said.claims.waived {
        let says = "claims are said to be waived; article 12 gives the right to sue and be compensated, which \
                    a policy cannot take. The system records no waiver";
        each(found, Kind::LawClaimsWaived, "claims", &said.claims.clauses, says);
    }
    if said.withdrawal.by == WithdrawalBy::Leave {
        let says = "a withdrawal is assessed and may be refused; articles 9 and 40 let a person withdraw and \
                    stop processing within 3 x 24 hours. The system lets a withdrawn consent end at once";
        each(found, Kind::LawWithdrawalByLeave, "withdrawal", &said.withdrawal.clauses, says);
    }
    if said.end_of_life.act == AtTheEnd::Anonymise {
        let says = "data are anonymised at the end; articles 43 and 44 say erase and destroy. The system erases \
                    or destroys";
        each(found, Kind::LawAnonymised, "end-of-life", &said.end_of_life.clauses, says);
    }
    let (never, perhaps) = (&said.visit_data.never_combined, &said.visit_data.possibly_combined);
    if !never.is_empty() && !perhaps.is_empty() {
        let says = "visit data are said never to be combined with personal data, and possibly to be; article 16 \
                    wants it limited, specific and transparent. The system keeps no identifier with visits, and \
                    combines nothing without a separate consent";
        let both: Vec<Clause> = never.iter().chain(perhaps).copied().collect();
        each(found, Kind::LawVisitData, "visit-data", &both, says);
    }
    purposes(policy, found);
}

fn purposes(policy: &Policy, found: &mut Findings) {
    for (id, rule) in &policy.document().purposes {
        let name = id.name();
        if rule.automated_decision && rule.objection == Objection::NotPossible {
            let text = format!(
                "purpose {name} lets a machine decide and no objection help; article 10 gives the right to object"
            );
            found.add(Severity::Law, Kind::LawMachineWithoutObjection, rule.clause, name, text);
        }
        if rule.retention.is_some_and(|retention| retention.then == AtTheEnd::Anonymise) {
            let text =
                format!("purpose {name} ends in anonymising; articles 43 and 44 say erase and destroy");
            found.add(Severity::Law, Kind::LawAnonymised, rule.clause, name, text);
        }
    }
}

/// One finding for each clause that says so.
fn each(found: &mut Findings, kind: Kind, about: &str, clauses: &[Clause], says: &str) {
    for clause in clauses {
        found.add(Severity::Law, kind, Some(*clause), about, says.to_owned());
    }
}
