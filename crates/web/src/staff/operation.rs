//! `/staff/operation`.

use amanah_actions::staff::view_operation as shown;
use amanah_pages::staff::{BackupLine, CopyLine, EpochLine, Operation, ReportLine};

use crate::failure::Reply;
use crate::staff::desk::desk;
use crate::visitor::Visitor;

fn epoch(line: &shown::EpochLine) -> EpochLine {
    EpochLine {
        epoch: line.epoch,
        state: line.state,
        opened_at: line.opened_at,
        ended_at: line.closed_at,
        rows: line.rows,
    }
}

fn days(days: i64) -> u64 {
    u64::try_from(days).unwrap_or_default()
}

fn copy(line: &shown::CopyLine) -> CopyLine {
    CopyLine {
        name: line.name.clone(),
        refresh_days: days(line.refresh_days),
        confirmed_at: line.confirmed_at,
        confirmed_epoch: line.confirmed_epoch,
        late: line.late,
    }
}

fn backup(line: &shown::BackupLine) -> BackupLine {
    BackupLine { name: line.name.clone(), at: line.at, bytes: line.bytes, keys: line.opens }
}

pub(crate) async fn operation(visitor: Visitor) -> Reply {
    let found = visitor.app.office.view_operation(visitor.staff()?).await?;
    let page = Operation {
        frame: visitor.frame(),
        desk: desk(&visitor).await?,
        reports: found
            .reports
            .iter()
            .map(|report| ReportLine {
                kind: report.kind.clone(),
                at: report.at,
                fine: report.fine,
                summary: report.summary.clone(),
            })
            .collect(),
        keyring: found.keyring.clone(),
        every_days: days(found.every_days),
        rotates_at: found.rotates_at,
        epochs: found.epochs.iter().map(epoch).collect(),
        copies: found.copies.iter().map(copy).collect(),
        backups: found.backups.as_ref().map(|backups| backups.iter().map(backup).collect()),
        journal: found.journal,
    };
    visitor.page(&page)
}
