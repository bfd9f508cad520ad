//! The DPO records that a recipient without an address of its own was told by another way and answered: by
//! letter, in a meeting, by its contract. The certificate says so, and never that the answer was signed.
//! A signed acknowledgement that comes later counts more.

use amanah_domain::cases::NoticeKind;
use amanah_domain::purposes::TellRecipient;
use amanah_domain::states::{NoticeState, NoticeWay};
use amanah_domain::{FieldSet, NoticeId, Operation, Outcome, Refused, RemovalId, Role, Timestamp};
use amanah_store::StoreError;
use amanah_store::notices::{self, ByHand};
use amanah_store::removals;

use crate::access::Want;
use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::removal::steps::{notice_line, place};
use crate::session::Session;

/// What was filled in.
pub struct AnswerInput {
    /// `letter`, `meeting`, `contract`.
    pub way: String,
    /// The day of the answer, as `2026-11-22` at the programme's clock.
    pub day: String,
}

impl Office {
    /// Records it. Recorded anew it is corrected; the ledger keeps both.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `way`, `day`; [`ActionError::State`] `notice-acknowledged` where a signed
    /// acknowledgement is here; [`ActionError::NotFound`] for a notice that is not of this removal;
    /// [`ActionError::SignInNeeded`] for anybody but the DPO.
    pub async fn record_answer(
        &self,
        session: &Session,
        removal: RemovalId,
        notice: NoticeId,
        input: &AnswerInput,
    ) -> Done<()> {
        let who = session.as_staff(Role::Dpo)?;
        let row = self.store.read(move |db| notices::read(db, &notice)).await?;
        let row = row.filter(|row| row.removal == removal).ok_or(ActionError::NotFound)?;
        if row.state == NoticeState::Acknowledged {
            return Err(ActionError::State("notice-acknowledged"));
        }
        let way = NoticeWay::from_name(&input.way)
            .ok_or_else(|| FieldError::new("way", Refused::because("choose")));
        let day = self
            .day_between(row.created_at, &input.day)
            .ok_or_else(|| FieldError::new("day", Refused::because("notice-day")));
        let (way, word_at) = match (way, day) {
            (Ok(way), Ok(day)) => (way, day),
            (way, day) => {
                return Err(ActionError::Input([way.err(), day.err()].into_iter().flatten().collect()));
            }
        };
        let note = format!("notice {} {}", notice.to_hex(), way.name());
        let want = Want {
            note: &note,
            recipient: Some(row.recipient),
            ..Want::of(Operation::Disclose, FieldSet::EMPTY)
        };
        let entry = place(&self.note::<TellRecipient>(who, want, Outcome::Allowed).await?);
        let of_removal = row.kind == NoticeKind::Removal;
        let by_hand = ByHand { way, word_at, recorded_at: self.now() };
        let line = notice_line(notice, entry, None);
        let recorded = self.store.write(move |db| {
            let recorded = notices::record(db, &notice, &by_hand)?;
            if recorded && of_removal {
                let next = removals::next_line(db, &removal)?;
                removals::add_lines(db, &removal, next, std::slice::from_ref(&line))?;
            }
            Ok::<_, StoreError>(recorded)
        });
        match recorded.await? {
            true => Ok(()),
            // It came while the form was filled in.
            false => Err(ActionError::State("notice-acknowledged")),
        }
    }

    /// A day as a browser's field gives it, not before `first` and not after today: its noon at the
    /// programme's clock.
    fn day_between(&self, first: Timestamp, text: &str) -> Option<Timestamp> {
        let zone = self.programme.zone_hours;
        let day: jiff::civil::Date = text.trim().parse().ok()?;
        if day < first.date_at(zone) || day > self.now().date_at(zone) {
            return None;
        }
        let offset = jiff::tz::Offset::from_hours(zone).ok()?;
        Some(Timestamp::from_millis(offset.to_timestamp(day.at(12, 0, 0, 0)).ok()?.as_millisecond()))
    }
}
