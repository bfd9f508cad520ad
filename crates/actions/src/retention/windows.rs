//! Who is to be looked at: whoever something happened to so long ago as a rule says. A person's time is
//! over exactly one rule's length after one of these events, so nobody is looked for among everybody.

use amanah_domain::LawfulBasis;
use amanah_policy::document::RetentionEvent;
use amanah_policy::{Length, Policy, Unit};
use amanah_store::retention::{Cursor, Source};
use amanah_store::{Connection, StoreError, settings};

/// An event, and how long after it people are looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Window {
    pub(crate) source: Source,
    pub(crate) length: Length,
}

const AT_ONCE: Length = Length { count: 0, unit: Unit::Days };

/// Every window of a policy.
pub(crate) fn windows(policy: &Policy) -> Vec<Window> {
    let document = policy.document();
    let terms = document.purposes.values().filter_map(|rule| rule.retention);
    let caps = document.categories.values().filter_map(|rule| rule.retention);
    let mut all: Vec<Window> = terms
        .chain(caps)
        .flat_map(|rule| {
            sources(rule.event).iter().map(move |source| Window { source: *source, length: rule.duration })
        })
        .collect();
    // What ends with a consent ends at once, whatever its own rule counts from; so does a hold.
    let consent = document.purposes.values().any(|rule| rule.basis == LawfulBasis::Consent);
    all.extend(consent.then_some(Window { source: Source::Withdrawn, length: AT_ONCE }));
    all.push(Window { source: Source::HoldEnded, length: AT_ONCE });
    all.push(Window { source: Source::Ended, length: AT_ONCE });
    all.sort_unstable();
    all.dedup();
    all
}

/// Where an event of the policy shows in the database.
const fn sources(event: RetentionEvent) -> &'static [Source] {
    match event {
        RetentionEvent::AccountClosed | RetentionEvent::BenefitsOver => &[Source::Ended],
        RetentionEvent::Collection | RetentionEvent::SessionEnded => &[Source::Ended, Source::StaffLeft],
        RetentionEvent::BatchOver => &[Source::BatchOver],
        RetentionEvent::CaseDecided => &[Source::Decided],
        RetentionEvent::ConsentWithdrawn => &[Source::Withdrawn],
        RetentionEvent::LetterSent => &[Source::Handed, Source::GivenUp],
        RetentionEvent::StaffLeft => &[Source::StaffLeft],
        // Swept with the strangers; of copies; of requests that are not kept yet; of the trail.
        RetentionEvent::FormLeft
        | RetentionEvent::EpochOver
        | RetentionEvent::RequestAnswered
        | RetentionEvent::Use => &[],
    }
}

/// Prefix of the settings that remember how far a window was worked through.
const DONE_PREFIX: &str = "retention/";
/// The policy by which that was done.
const POLICY: &str = "retention-policy";
/// Windows that are forgotten at once; there are fewer.
const WINDOWS_MAX: u32 = 1_000;

impl Window {
    fn setting(self) -> String {
        let (count, unit) = (self.length.count, self.length.unit.name());
        format!("{DONE_PREFIX}{}/{count}-{unit}", self.source.name())
    }

    pub(crate) fn cursor(self, db: &mut dyn Connection) -> Result<Cursor, StoreError> {
        let found = settings::read(db, &self.setting())?;
        Ok(found.map_or(Cursor::START, |setting| Cursor::from_bytes(&setting.value)))
    }

    pub(crate) fn remember(self, db: &mut dyn Connection, cursor: Cursor) -> Result<(), StoreError> {
        settings::put(db, &self.setting(), &cursor.to_bytes()).map(drop)
    }
}

/// Whether what was worked through was so by this policy. By another one what was kept then may be over
/// now, so everybody is looked at again.
pub(crate) fn is_of_policy(db: &mut dyn Connection, hash: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(settings::read(db, POLICY)?.is_some_and(|setting| setting.value == hash))
}

/// Begins a run: by another policy than the last one, or when told so, from the beginning.
pub(crate) fn begin(db: &mut dyn Connection, hash: &[u8; 32], afresh: bool) -> Result<(), StoreError> {
    if afresh || !is_of_policy(db, hash)? {
        // The list goes on behind the prefix.
        let done = settings::list(db, DONE_PREFIX, WINDOWS_MAX)?;
        for (name, _) in done.iter().filter(|(name, _)| name.starts_with(DONE_PREFIX)) {
            settings::remove(db, name)?;
        }
        settings::put(db, POLICY, hash)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRAKERJA: &str = include_str!("../../../../programmes/prakerja/policy.toml");

    #[test]
    fn every_rule_of_the_policy_has_its_window() {
        let all = windows(&Policy::parse(PRAKERJA).unwrap());
        let has = |source, count, unit| all.contains(&Window { source, length: Length { count, unit } });
        assert!(has(Source::Ended, 1, Unit::Years), "enrolment");
        assert!(has(Source::Ended, 30, Unit::Days), "sign-in");
        assert!(has(Source::Ended, 10, Unit::Years), "benefits");
        assert!(has(Source::Handed, 2, Unit::Years) && has(Source::GivenUp, 2, Unit::Years), "letters");
        assert!(has(Source::Decided, 5, Unit::Years), "fraud");
        assert!(has(Source::Withdrawn, 30, Unit::Days), "events");
        assert!(has(Source::Withdrawn, 0, Unit::Days), "improvement, by consent");
        assert!(has(Source::StaffLeft, 1, Unit::Years) && has(Source::StaffLeft, 30, Unit::Days));
        assert!(has(Source::HoldEnded, 0, Unit::Days));
        assert!(all.is_sorted());
        let names: std::collections::BTreeSet<String> = all.iter().map(|one| one.setting()).collect();
        assert_eq!(names.len(), all.len(), "each remembers its own way");
    }
}
