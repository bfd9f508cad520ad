//! Recipients are told of more than removals: that a value was wrong, that a consent was withdrawn, that
//! processing is restricted. Who received something is found in the person's trail; each is told by the
//! reference that it knows, and is to acknowledge within the clock.

use amanah_domain::cases::NoticeKind;
use amanah_domain::states::NoticeState;
use amanah_domain::{Entry, FieldSet, NoticeId, PersonId, PurposeId, RecipientClass, RemovalId, Timestamp};
use amanah_store::notices::{self, NoticeRow};
use amanah_store::{Connection, StoreError, people};

use crate::access::key_row;
use crate::error::{ActionError, Done};
use crate::jobs::task::QueuedJob;
use crate::jobs::tell_recipient::{self, SILENT_HOURS_MAX};
use crate::office::Office;
use crate::removal::reach::{recipients_where, told_of};

/// Notices with the job that tells them, for the transaction that makes them true. None where nobody
/// received anything.
#[derive(Clone)]
pub(crate) struct Notices {
    rows: Vec<NoticeRow>,
    job: Option<QueuedJob>,
}

impl Notices {
    /// Written with what they tell.
    pub(crate) fn write(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        for row in &self.rows {
            notices::add(db, row)?;
        }
        self.job.as_ref().map_or(Ok(()), |job| job.write(db, now))
    }
}

/// Where a notice that belongs to a case stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoticeStatus {
    /// Who is told.
    pub recipient: RecipientClass,
    /// Of what.
    pub kind: NoticeKind,
    /// How far it is.
    pub state: NoticeState,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when it is to be acknowledged.
    pub due_at: Option<Timestamp>,
    /// When it was.
    pub answered_at: Option<Timestamp>,
}

impl NoticeStatus {
    pub(crate) fn of(row: &NoticeRow) -> Self {
        Self {
            recipient: row.recipient,
            kind: row.kind,
            state: row.state,
            created_at: row.created_at,
            due_at: row.due_at,
            answered_at: row.answered_at,
        }
    }
}

impl Office {
    /// Whom to tell: every class that received one of the fields (none named: anything), for the purpose
    /// where one is named. `id` is the case that was decided, or random where there is none.
    pub(crate) async fn notices_for(
        &self,
        person: PersonId,
        kind: NoticeKind,
        fields: FieldSet,
        purpose: Option<PurposeId>,
        id: [u8; 16],
    ) -> Done<Notices> {
        let row = self.store.read(move |db| people::read_key(db, &person)).await?;
        let keys = self.unlock(person, &key_row(row.ok_or(ActionError::NotFound)?)?).await?;
        let pseudonym = keys.pseudonym();
        let meant = move |entry: &Entry| {
            let of_fields = fields.is_empty() || !entry.fields.both(fields).is_empty();
            of_fields && purpose.is_none_or(|purpose| entry.purpose == purpose)
        };
        let classes = self.store.read(move |db| recipients_where(db, &pseudonym, meant)).await?;
        let (now, removal) = (self.now(), RemovalId::from_bytes(id));
        let notice = |recipient| {
            Ok(NoticeRow {
                notice: NoticeId::from_bytes(self.chance.bytes16()),
                kind,
                removal,
                fields,
                purpose,
                recipient,
                reference: self.vault.recipient_reference(&keys, recipient)?,
                state: NoticeState::Waiting,
                attempts: 0,
                created_at: now,
                due_at: Some(now.plus_hours(SILENT_HOURS_MAX)),
                told_at: None,
                answered_at: None,
                answer: None,
                by_hand: None,
            })
        };
        let rows = told_of(classes).iter().map(notice).collect::<Done<Vec<_>>>()?;
        let desk = self.removals.recipients();
        let reached = rows.iter().any(|row| desk.reaches(row.recipient));
        Ok(Notices { rows, job: reached.then(|| tell_recipient::job(removal, now)) })
    }

    /// Where the notices of a case, or of a withdrawal, stand.
    pub(crate) async fn notices_of(&self, id: [u8; 16]) -> Done<Vec<NoticeStatus>> {
        let rows = self.store.read(move |db| notices::of(db, &RemovalId::from_bytes(id))).await?;
        Ok(rows.iter().map(NoticeStatus::of).collect())
    }
}
