//! Rows that lie beside the values and have a time of their own: letters, cases, reasons for looks, records
//! of removals, tags that were kept. Each goes when the purpose that it was written for is over, also while
//! the account is open; each person's trail says so.
//!
//! Codes, links, sessions with their devices, strangers and what nobody can read any more go sooner and
//! every few minutes: `jobs::sweep`.

use amanah_domain::cases::CaseKind;
use amanah_domain::purposes::ApplyRetention;
use amanah_domain::{Category, FieldId, FieldSet, Operation, PurposeId, Timestamp};
use amanah_policy::document::RetentionEvent;
use amanah_policy::{Length, Policy};
use amanah_store::retention::{self, OldRows};
use amanah_store::{kept_tags, reports};

use crate::access::Want;
use crate::error::Done;
use crate::office::Office;
use crate::retention::report::RetentionRun;

/// People whose rows are removed together.
const PEOPLE_AT_ONCE: u32 = 200;
/// Tags dropped by one statement.
const TAGS_AT_ONCE: u32 = 1_000;
/// Days for which the house's own reports are kept.
const REPORT_DAYS: i64 = 730;

/// Rows of one sort, and how long after their event they go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RowRule {
    pub(crate) rows: OldRows,
    pub(crate) purpose: PurposeId,
    pub(crate) event: RetentionEvent,
    pub(crate) length: Length,
}

impl RowRule {
    /// As the ledger and the terminal name it: `letters/letter-sent/2 years`.
    pub(crate) fn to_text(self) -> String {
        format!("{}/{}/{}", self.name(), self.event.name(), self.length)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self.rows {
            OldRows::Letters | OldRows::Unsent => "letters",
            OldRows::Cases(..) => "cases",
            OldRows::Reasons => "reasons",
        }
    }

    const fn field(self) -> FieldId {
        match self.rows {
            OldRows::Letters | OldRows::Unsent => FieldId::Letter,
            OldRows::Cases(..) | OldRows::Reasons => FieldId::Statement,
        }
    }
}

/// Every such rule of a policy. A purpose that counts from another event gives none: its rows then go with
/// the person.
pub(crate) fn row_rules(policy: &Policy) -> Vec<RowRule> {
    let (first, rest, last) = (CaseKind::Eligibility, CaseKind::ContactChange, CaseKind::Representation);
    let written_for = [
        (OldRows::Letters, PurposeId::Correspondence, RetentionEvent::LetterSent),
        (OldRows::Unsent, PurposeId::Correspondence, RetentionEvent::LetterSent),
        (OldRows::Cases(first, first), PurposeId::Questions, RetentionEvent::CaseDecided),
        (
            OldRows::Cases(CaseKind::Identity, CaseKind::Identity),
            PurposeId::Fraud,
            RetentionEvent::CaseDecided,
        ),
        (OldRows::Cases(rest, last), PurposeId::Questions, RetentionEvent::CaseDecided),
        (OldRows::Reasons, PurposeId::Oversight, RetentionEvent::Use),
    ];
    let rule = |(rows, purpose, event): (OldRows, PurposeId, RetentionEvent)| {
        let own = policy.purpose(purpose)?.retention.filter(|rule| rule.event == event)?;
        let cap = policy.document().categories.get(&Category::Correspondence).and_then(|one| one.retention);
        let cap = cap.filter(|cap| cap.event == event).map(|cap| cap.duration);
        let zero = Timestamp::from_millis(0);
        let length = cap.filter(|cap| cap.after(zero) < own.duration.after(zero)).unwrap_or(own.duration);
        Some(RowRule { rows, purpose, event, length })
    };
    written_for.into_iter().filter_map(rule).collect()
}

impl Office {
    /// Removes every such row whose time is over.
    pub(crate) async fn drop_old_rows(&self, now: Timestamp, run: &mut RetentionRun) -> Done<()> {
        for rule in row_rules(&self.policy) {
            let number = self.drop_rows(rule, now).await?;
            match rule.rows {
                OldRows::Letters | OldRows::Unsent => run.letters += number,
                OldRows::Cases(..) => run.cases += number,
                OldRows::Reasons => run.reasons += number,
            }
        }
        let certificates = self.policy.purpose(PurposeId::Rights).and_then(|rule| rule.retention);
        let certificates = certificates.filter(|rule| rule.event == RetentionEvent::RequestAnswered);
        if let Some(rule) = certificates {
            let up_to = rule.duration.before(now);
            run.removals += self.store.write(move |db| retention::drop_removals(db, up_to)).await?;
        }
        self.blank_notices(now).await?;
        loop {
            let dropped = self.store.write(move |db| kept_tags::drop_over(db, now, TAGS_AT_ONCE)).await?;
            run.tags += dropped;
            if dropped < u64::from(TAGS_AT_ONCE) {
                break;
            }
        }
        let before = now.plus_hours(-24 * REPORT_DAYS);
        self.store.write(move |db| reports::purge(db, before)).await?;
        Ok(())
    }

    async fn drop_rows(&self, rule: RowRule, now: Timestamp) -> Done<u64> {
        let up_to = rule.length.before(now);
        let mut total = 0;
        loop {
            let people = self
                .store
                .read(move |db| retention::people_with_old(db, rule.rows, up_to, PEOPLE_AT_ONCE))
                .await?;
            let note = rule.to_text();
            let want = Want { note: &note, ..Want::of(Operation::Delete, FieldSet::of(&[rule.field()])) };
            let looked = self.look_many::<ApplyRetention>(&people, want).await?;
            // A hold that was placed at this moment refuses; the next run finds it and leaves them out.
            let allowed: Vec<_> =
                looked.into_iter().filter_map(|(person, one)| one.ok().map(|_| person)).collect();
            let dropped = self
                .store
                .write(move |db| {
                    allowed.iter().try_fold(0, |sum, person| {
                        Ok::<_, amanah_store::StoreError>(
                            sum + retention::drop_old(db, rule.rows, person, up_to)?,
                        )
                    })
                })
                .await?;
            total += dropped;
            if dropped == 0 {
                return Ok(total);
            }
        }
    }
}
