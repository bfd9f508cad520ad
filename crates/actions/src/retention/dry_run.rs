//! What a run would do on a day: who and what, beforehand. Reads, and changes nothing.

use amanah_domain::states::RemovalAct;
use amanah_domain::{PersonId, Timestamp};
use amanah_store::retention::{self, Cursor, OldRows};

use crate::error::Done;
use crate::office::Office;
use crate::retention::anonymise::groups;
use crate::retention::due::Due;
use crate::retention::report::RetentionRun;
use crate::retention::rows::row_rules;
use crate::retention::survey::PEOPLE_AT_ONCE;
use crate::retention::windows::{is_of_policy, windows};

/// People whose old letters, cases or reasons are told of, at most, a sort.
const PEOPLE_WITH_OLD_MAX: u32 = 10_000;
/// People who go that are held in memory to tell the groups.
const LEAVERS_MAX: usize = 1_000_000;

/// One line of a dry run that names whom it is about, by random id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DryLine {
    /// Whose.
    pub person: PersonId,
    /// `erase`, `destroy`, `held`.
    pub act: &'static str,
    /// Which category; for destroy the one that was kept longest.
    pub category: &'static str,
    /// The rule: `account-closed/2 years`.
    pub rule: String,
    /// Its clause.
    pub clause: String,
}

/// Hours east of UTC in which a day of a dry run is meant: the capital's.
const OFFICE_OFFSET_HOURS: i8 = 7;

/// The end of a day in Jakarta, written `2027-11-22`.
pub fn end_of_day(text: &str) -> Option<Timestamp> {
    let day: jiff::civil::Date = text.parse().ok()?;
    let midnight = day.tomorrow().ok()?.at(0, 0, 0, 0);
    let zone = jiff::tz::Offset::from_hours(OFFICE_OFFSET_HOURS).ok()?;
    Some(Timestamp::from_millis(zone.to_timestamp(midnight).ok()?.as_millisecond() - 1))
}

impl Office {
    /// What a run at `on` would do if nothing else happens until then. Each person is told to `each`.
    ///
    /// Letters, cases and reasons are counted by the people who have some.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn dry_run_retention(
        &self,
        on: Timestamp,
        each: &mut (dyn FnMut(DryLine) + Send),
    ) -> Done<RetentionRun> {
        let threshold = self.policy.anonymise().map_or(0, |said| said.threshold);
        let mut run = RetentionRun { threshold, ..RetentionRun::default() };
        let mut leavers = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        let hash = self.policy.hash();
        let goes_on = self.store.read(move |db| is_of_policy(db, &hash)).await?;
        for window in windows(&self.policy) {
            let up_to = window.length.before(on);
            let mut cursor = Cursor::START;
            if goes_on {
                cursor = self.store.read(move |db| window.cursor(db)).await?;
            }
            loop {
                let (people, next) = self
                    .store
                    .read(move |db| retention::page(db, window.source, cursor, up_to, PEOPLE_AT_ONCE))
                    .await?;
                if people.is_empty() {
                    break;
                }
                cursor = next;
                for found in self.survey(people, on).await? {
                    let (act, over) = match found.due {
                        Due::Nothing => continue,
                        Due::Erase(over) => (RemovalAct::Erase, over),
                        Due::Destroy(due) => (RemovalAct::Destroy, vec![due]),
                    };
                    // Found again by another event.
                    if !seen.insert(found.person) {
                        continue;
                    }
                    run.held += u64::from(found.held);
                    for due in over {
                        let clause = due.clause(&self.policy);
                        each(DryLine {
                            person: found.person,
                            act: if found.held { "held" } else { act.name() },
                            category: due.category.name(),
                            rule: due.rule_text(),
                            clause: clause.clone(),
                        });
                        if !found.held {
                            run.add(act, &due, clause);
                        }
                    }
                    let counts = act == RemovalAct::Destroy && !found.held && leavers.len() < LEAVERS_MAX;
                    leavers.extend(found.leaver.filter(|_| counts));
                }
            }
        }
        run.looks = seen.len() as u64;
        if threshold > 0 {
            let (groups, left_out) = groups(&leavers, threshold);
            run.groups = groups.len() as u64;
            run.counted = groups.values().sum();
            run.not_counted = left_out;
        }
        for rule in row_rules(&self.policy) {
            let up_to = rule.length.before(on);
            let people = self
                .store
                .read(move |db| retention::people_with_old(db, rule.rows, up_to, PEOPLE_WITH_OLD_MAX))
                .await?
                .len() as u64;
            match rule.rows {
                OldRows::Letters | OldRows::Unsent => run.letters += people,
                OldRows::Cases(..) => run.cases += people,
                OldRows::Reasons => run.reasons += people,
            }
        }
        Ok(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_in_jakarta() {
        let end = end_of_day("2026-11-22").unwrap();
        assert_eq!(end.at(7).to_string(), "2026-11-22T23:59:59.999");
        for wrong in ["", "2026-13-01", "22-11-2026", "2026-02-29", "yesterday", "9999-12-31"] {
            assert_eq!(end_of_day(wrong), None, "{wrong}");
        }
    }
}
