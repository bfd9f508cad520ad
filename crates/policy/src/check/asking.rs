//! Whether people can ask what the law lets them ask, and in the hours that it sets.

use amanah_domain::cases::CaseKind;

use crate::Policy;
use crate::finding::{FindingKind as Kind, Findings, Severity};

/// Three times 24 hours: articles 30, 32, 40 and 41.
pub const LAW_HOURS: u32 = 72;

pub(super) fn check(policy: &Policy, found: &mut Findings) {
    for kind in CaseKind::ALL {
        let name = kind.name();
        let Some(rule) = policy.case(*kind) else {
            let text = format!("nobody is told in how many hours a case of kind {name} is answered");
            found.add(Severity::Error, Kind::CaseWithoutClock, None, name, text);
            continue;
        };
        if rule.clause.is_none() {
            let text = format!("the clock of cases of kind {name} rests on no clause");
            found.add(Severity::Error, Kind::CaseWithoutClause, None, name, text);
        }
        if rule.hours == 0 || rule.wait_days == 0 {
            let text = format!("a case of kind {name} has no hours to be answered in, or no days to wait");
            found.add(Severity::Error, Kind::CaseWithoutClock, rule.clause, name, text);
        }
        let by_law = matches!(kind, CaseKind::Correction | CaseKind::Access | CaseKind::Restriction);
        if by_law && rule.hours.saturating_add(rule.extension_hours) > LAW_HOURS {
            let text = format!(
                "a case of kind {name} may take {} hours; the law sets {LAW_HOURS} and knows no extension",
                rule.hours.saturating_add(rule.extension_hours)
            );
            found.add(Severity::Error, Kind::ClockLongerThanLaw, rule.clause, name, text);
        }
    }
}
