//! Whether the house looks after itself: keys, backups, the journal, reports of its own work. For
//! administrators and the DPO; and one removal for the DPO, as its certificate says it. Codes and counts:
//! nothing of a person is opened, so nothing is recorded.

use amanah_domain::states::EpochState;
use amanah_domain::{RemovalId, Role, Timestamp};
use amanah_store::{StoreError, notices, removals, reports};

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::operator::backup_list::Listed;
use crate::operator::keys::{CopyStatus, EpochStatus};
use crate::person::view_certificate::certificate;
use crate::removal::certificate::Certificate;
use crate::session::Session;

/// Epochs that are shown: the last ones.
const EPOCHS_MAX: usize = 12;
/// Backups that are shown: the last ones.
const BACKUPS_MAX: usize = 10;

/// A key epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochLine {
    /// Its number.
    pub epoch: u32,
    /// Where it is in its life.
    pub state: EpochState,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// How many people's keys are under it.
    pub rows: u64,
}

/// A copy of the keyring elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CopyLine {
    /// The operator's word for it.
    pub name: String,
    /// Days within which it is replaced.
    pub refresh_days: i64,
    /// When it was replaced last.
    pub confirmed_at: Timestamp,
    /// The newest epoch it holds.
    pub confirmed_epoch: u32,
    /// It should have been replaced by now.
    pub late: bool,
}

/// A backup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackupLine {
    /// Its name.
    pub name: String,
    /// When it was made; `None` where its manifest cannot be read.
    pub at: Option<Timestamp>,
    /// Bytes of both parts.
    pub bytes: u64,
    /// Both parts are there and the keyring opens them.
    pub opens: bool,
}

/// A report of the house's own work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportLine {
    /// Of what.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// Everything went as it should.
    pub fine: bool,
    /// Codes and counts.
    pub summary: String,
}

/// How things stand.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where the keyring lies, and how it is protected.
    pub keyring: String,
    /// Days of an epoch.
    pub every_days: i64,
    /// When the next one begins.
    pub rotates_at: Option<Timestamp>,
    /// The last epochs, newest first.
    pub epochs: Vec<EpochLine>,
    /// Copies of the keyring.
    pub copies: Vec<CopyLine>,
    /// The last backups, newest first; `None` where their place cannot be read.
    pub backups: Option<Vec<BackupLine>>,
    /// Lines of the journal; `None` where it cannot be read.
    pub journal: Option<u64>,
    /// The newest report of each kind.
    pub reports: Vec<ReportLine>,
}

fn epoch(status: &EpochStatus) -> EpochLine {
    EpochLine {
        epoch: status.row.epoch,
        state: status.row.state,
        opened_at: status.row.opened_at,
        closed_at: status.row.closed_at,
        rows: status.rows,
    }
}

fn copy(status: &CopyStatus, now: Timestamp) -> CopyLine {
    CopyLine {
        name: status.copy.name.clone(),
        refresh_days: status.copy.refresh_days,
        confirmed_at: status.copy.confirmed_at,
        confirmed_epoch: status.copy.confirmed_epoch,
        late: status.refresh_at < now,
    }
}

fn backup(listed: &Listed) -> BackupLine {
    let manifest = listed.manifest.as_ref().ok();
    BackupLine {
        name: listed.name.clone(),
        at: manifest.map(|manifest| Timestamp::from_millis(manifest.made_at)),
        bytes: manifest.map_or(0, |m| m.data.bytes.saturating_add(m.keys.bytes)),
        opens: listed.data && listed.opens,
    }
}

impl Office {
    /// How things stand.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] for anybody but administrators and the DPO.
    pub async fn view_operation(&self, session: &Session) -> Done<Operation> {
        session.as_staff(Role::Administrator).or_else(|_| session.as_staff(Role::Dpo))?;
        let keys = self.keys_status().await?;
        let now = self.now();
        let reports = self.store.read(reports::newest_of_all).await?;
        // A shelf that cannot be reached is told on the page; the rest of it is still worth reading.
        let listed = self.archive().list().await;
        if let Err(error) = &listed {
            tracing::warn!(%error, "the backups cannot be listed");
        }
        let journal = self.journal().head().await.inspect_err(|error| {
            tracing::warn!(%error, "the journal cannot be read");
        });
        Ok(Operation {
            keyring: keys.keyring,
            every_days: keys.plan.every_days,
            rotates_at: keys.next_rotation_at,
            epochs: keys.epochs.iter().rev().take(EPOCHS_MAX).map(epoch).collect(),
            copies: keys.copies.iter().map(|status| copy(status, now)).collect(),
            backups: listed.ok().map(|list| list.iter().rev().take(BACKUPS_MAX).map(backup).collect()),
            journal: journal.ok().map(|head| head.number),
            reports: reports
                .into_iter()
                .map(|r| ReportLine { kind: r.kind, at: r.ran_at, fine: r.fine, summary: r.summary })
                .collect(),
        })
    }

    /// A removal as its certificate says it, without its code.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] for anybody but the DPO; [`ActionError::NotFound`].
    pub async fn view_removal(&self, session: &Session, removal: RemovalId) -> Done<Certificate> {
        session.as_staff(Role::Dpo)?;
        let found = self
            .store
            .read(move |db| {
                let Some(row) = removals::read(db, &removal)? else { return Ok(None) };
                let lines = removals::lines(db, &removal)?;
                let notices = notices::of(db, &removal)?;
                Ok::<_, StoreError>(Some((row, lines, notices)))
            })
            .await?;
        let (row, lines, notices) = found.ok_or(ActionError::NotFound)?;
        let unreadable = self.unreadable_state(&row).await?;
        Ok(certificate(&row, &lines, notices, unreadable))
    }
}
