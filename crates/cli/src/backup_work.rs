//! What `amanah backup create` and `rehearse` do and say, in whichever process has the open house.

use amanah_actions::operator::rehearse::Rehearsed;
use amanah_actions::operator::restore::Stage;

use crate::operator::{House, Tell, Told};
use crate::output::grouped;

/// `amanah backup create`
pub(crate) async fn create(house: &House<'_>, tell: &mut Tell<'_>) -> Result<(), String> {
    tell(Told::Note("making a backup …".to_owned()));
    let made = house.office.back_up().await.map_err(|e| e.to_string())?;
    let shelves = &house.office.shelves;
    tell(Told::Say(format!(
        "Backup {}: {} rows, {} bytes, in {}; its key part in {} opens while epoch {} is kept",
        made.name,
        grouped(made.data.row_count() + made.keys.row_count()),
        grouped(made.data.bytes + made.keys.bytes),
        shelves.data.describe(),
        shelves.keys.describe(),
        made.epoch,
    )));
    Ok(())
}

/// `amanah backup rehearse`
pub(crate) async fn rehearse(house: &House<'_>, tell: &mut Tell<'_>) -> Result<(), String> {
    let mut told = None;
    let mut progress = |stage: Stage, done: u64, total: u64| {
        let step = (stage, (done * 20).checked_div(total));
        if told != Some(step) {
            told = Some(step);
            tell(Told::Far { what: word(stage).to_owned(), done, total });
        }
    };
    let rehearsed = house.office.rehearse_restore(&mut progress).await.map_err(|e| e.to_string())?;
    let Rehearsed { restored, unlocked } = rehearsed;
    tell(Told::Say(format!(
        "The rehearsal went well: backup {} came back with {} rows, {} entries of its ledger verify, {} of its \
         key rows were tried and open",
        restored.data.name,
        grouped(restored.rows),
        grouped(restored.entries),
        unlocked
    )));
    Ok(())
}

/// What a restore is doing, in words.
pub(crate) fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Checking => "checking the backup",
        Stage::Filling => "putting rows back",
        Stage::Finishing => "making indexes, replaying the journal, verifying the ledger",
    }
}
