//! Recipients are told that what they received is to go, was wrong, or is not to be used any more, each by the
//! reference that it knows, at once and
//! then every day until a signed acknowledgement is here. One that is silent for three days is warned of.

use amanah_domain::cases::NoticeKind;
use amanah_domain::purposes::TellRecipient;
use amanah_domain::states::NoticeState;
use amanah_domain::{FieldSet, Operation, Outcome, RecipientClass, RemovalId, Timestamp};
use amanah_store::notices::{self, NoticeRow, Unsigned};
use amanah_store::removals::{self, RemovalRow};
use amanah_store::reports::{self, Report};
use amanah_store::{Connection, StoreError, spent_notices};
use aws_lc_rs::digest;

use crate::access::{Want, Who};
use crate::error::{ActionError, Done};
use crate::jobs::daily::Daily;
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;
use crate::removal::recipients::{NoAnswer, RecipientNotice, ToldOf};
use crate::removal::steps::{notice_line, place};

/// Tells the recipients of one removal for the first time.
pub(crate) const KIND: &str = "tell-recipients";
/// Tells those again who have not answered.
pub(crate) const DAILY_KIND: &str = "recipients-daily";
pub(crate) const DAILY: Daily = Daily { kind: DAILY_KIND, every_days: 1, hour: 5 };
/// Hours after which a silent recipient is warned of: as long as the law gives for an answer.
pub const SILENT_HOURS_MAX: i64 = 72;
/// Notices of one step of the daily job.
const STEP_MAX: u32 = 200;
/// Notices of one class in one night, at most; the oldest first.
const NIGHT_MAX: u32 = 20_000;
/// Days for which an acknowledgement that belongs to no removal is kept.
const ANSWERED_KEPT_DAYS: i64 = 90;
/// Kind of the report on the operator's page.
pub const REPORT: &str = "recipients";

/// The first telling.
pub(crate) fn job(removal: RemovalId, now: Timestamp) -> QueuedJob {
    QueuedJob::once(KIND, removal.as_bytes(), now, removal.as_bytes())
}

/// What a night's telling came to.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Told {
    /// Acknowledged.
    pub answered: u64,
    /// Tried, and no acknowledgement that counts.
    pub silent: u64,
    /// Nobody is configured for their class.
    pub no_address: u64,
    /// Longer without an answer than [`SILENT_HOURS_MAX`], whatever the reason.
    pub late: u64,
}

impl Office {
    /// The first telling. What is not acknowledged is the daily job's.
    pub(crate) async fn tell_recipients(&self, task: &Task) -> Done<()> {
        let removal = <[u8; 16]>::try_from(task.job.payload.as_slice())
            .map_err(|_| ActionError::Internal("a job names no removal"))?;
        let removal = RemovalId::from_bytes(removal);
        let rows = self.store.read(move |db| notices::of(db, &removal)).await?;
        for row in rows.iter().filter(|row| row.state != NoticeState::Acknowledged) {
            self.tell_one(row).await?;
        }
        self.nothing_to_do(task).await
    }

    /// Once no copy of what went can be opened, nobody needs the reference by which a recipient that has
    /// answered knew the person: it is taken out, and of the answer, which repeats it, the hash is kept.
    pub(crate) async fn blank_notices(&self, now: Timestamp) -> Done<()> {
        loop {
            let blanked = self
                .store
                .write(move |db| {
                    let spent = spent_notices::list(db, now, STEP_MAX)?;
                    for (notice, answer) in &spent {
                        let kept = answer.as_ref().map(|answer| {
                            let hash = digest::digest(&digest::SHA256, answer.as_bytes());
                            format!("sha256 {}", hex::encode(hash))
                        });
                        spent_notices::blank(db, notice, kept.as_deref())?;
                    }
                    Ok::<_, StoreError>(spent.len() as u64)
                })
                .await?;
            if blanked < u64::from(STEP_MAX) {
                return Ok(());
            }
        }
    }

    /// Every notice without a signed acknowledgement, oldest first.
    pub(crate) async fn recipients_daily(&self, task: &Task) -> Done<()> {
        let told = self.tell_waiting().await?;
        let (now, task) = (self.now(), task.clone());
        let kept_from = now.plus_hours(-24 * ANSWERED_KEPT_DAYS);
        self.store.write(move |db| notices::drop_answered(db, kept_from)).await?;
        let summary = format!(
            "answered {}, silent {}, no address {}, late {}",
            told.answered, told.silent, told.no_address, told.late
        );
        let report = Report { kind: REPORT.to_owned(), ran_at: now, fine: told.late == 0, summary };
        if told.late > 0 {
            tracing::warn!(
                told.late,
                told.no_address,
                "recipients have not acknowledged what they were told in time"
            );
        }
        self.store
            .write(move |db| {
                reports::add(db, &report)?;
                DAILY.done(db, &task, now)
            })
            .await?;
        Ok(())
    }

    async fn tell_waiting(&self) -> Done<Told> {
        let (now, mut told, desk) = (self.now(), Told::default(), self.removals.recipients());
        for class in RecipientClass::ALL.iter().copied().filter(|class| desk.reaches(*class)) {
            // What was recorded by hand is asked for last: it lacks the signature alone.
            let mut left = NIGHT_MAX;
            for which in [Unsigned::Waiting, Unsigned::Recorded] {
                let mut after = None;
                while left > 0 {
                    let step =
                        move |db: &mut dyn Connection| notices::unsigned(db, which, class, after, STEP_MAX);
                    let rows = self.store.read(step).await?;
                    let Some(last) = rows.last() else { break };
                    after = Some((last.created_at, last.notice));
                    left = left.saturating_sub(STEP_MAX);
                    for row in rows.iter().filter(|row| !row.is_spent()) {
                        match self.tell_one(row).await? {
                            true => told.answered += 1,
                            false => told.silent += u64::from(row.state.waits()),
                        }
                    }
                }
            }
        }
        let late_before = now.plus_hours(-SILENT_HOURS_MAX);
        let (late, waiting) = self
            .store
            .read(move |db| {
                Ok::<_, StoreError>((
                    notices::count_waiting(db, late_before)?,
                    notices::count_waiting(db, now)?,
                ))
            })
            .await?;
        told.late = late.iter().map(|(_, count)| count).sum();
        told.no_address = waiting.iter().filter(|(class, _)| !desk.reaches(*class)).map(|(_, n)| n).sum();
        Ok(told)
    }

    /// Tells one recipient; whether its acknowledgement is here. That it is told is on record before.
    async fn tell_one(&self, row: &NoticeRow) -> Done<bool> {
        let desk = self.removals.recipients();
        if !desk.reaches(row.recipient) {
            return Ok(false);
        }
        let removal = row.removal;
        let is_removal = row.kind == NoticeKind::Removal;
        let question = if is_removal {
            let Some(about) = self.store.read(move |db| removals::read(db, &removal)).await? else {
                return Err(ActionError::Internal("a notice belongs to no removal"));
            };
            erasure(row, &about)
        } else {
            other(row)
        };
        let note = format!("notice {}", row.notice.to_hex());
        let want = Want {
            note: &note,
            recipient: Some(row.recipient),
            ..Want::of(Operation::Disclose, FieldSet::EMPTY)
        };
        let entry = place(&self.note::<TellRecipient>(Who::system(), want, Outcome::Allowed).await?);
        let answer = desk.tell(&question).await;
        let (now, notice) = (self.now(), row.notice);
        let outcome = match &answer {
            Ok(_) => "acknowledged",
            Err(NoAnswer::NoAddress) => "no-address",
            Err(NoAnswer::NotTold(why)) => {
                tracing::warn!(why, recipient = row.recipient.name(), "a recipient was not told");
                "not-told"
            }
            Err(NoAnswer::NotAcknowledged(why)) => {
                tracing::warn!(
                    why,
                    recipient = row.recipient.name(),
                    "a recipient did not acknowledge what it was told"
                );
                "not-acknowledged"
            }
        };
        metrics::counter!("amanah_erasure_notices_total", "outcome" => outcome).increment(1);
        let answered = answer.is_ok();
        let key = if answered { desk.key(row.recipient) } else { None };
        // The certificate proves the telling that was heard first, and the one that was answered.
        let first = row.told_at.is_none();
        let line = notice_line(row.notice, entry, key);
        self.store
            .write(move |db| {
                let heard = match &answer {
                    Ok(text) => notices::answered(db, &notice, text, now)?,
                    Err(NoAnswer::NotAcknowledged(_)) => notices::told(db, &notice, now)? && first,
                    Err(NoAnswer::NoAddress | NoAnswer::NotTold(_)) => {
                        notices::tried(db, &notice)?;
                        false
                    }
                };
                // What is told beside a removal stands in the case, and in the ledger.
                if heard && is_removal {
                    let next = removals::next_line(db, &removal)?;
                    removals::add_lines(db, &removal, next, std::slice::from_ref(&line))?;
                }
                Ok(())
            })
            .await
            .map_err(|e: StoreError| ActionError::from(e))?;
        Ok(answered)
    }
}

fn erasure(row: &NoticeRow, about: &RemovalRow) -> RecipientNotice {
    use crate::removal::scope::categories_of;
    let categories = about.categories.either(categories_of(about.fields));
    let categories = categories.iter().map(|category| category.name()).collect();
    let what = ToldOf::Erasure { act: about.act.name(), categories };
    RecipientNotice { class: row.recipient, notice: row.notice, reference: row.reference, what }
}

fn other(row: &NoticeRow) -> RecipientNotice {
    let due = row.due_at.unwrap_or_else(|| row.created_at.plus_hours(SILENT_HOURS_MAX));
    let what = ToldOf::Other {
        kind: row.kind,
        fields: row.fields.iter().map(|field| field.name()).collect(),
        purpose: row.purpose.map(|purpose| purpose.name()),
        due: due.to_jiff().to_string(),
    };
    RecipientNotice { class: row.recipient, notice: row.notice, reference: row.reference, what }
}
