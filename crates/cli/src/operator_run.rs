//! Which function does which command of the operator.

use crate::operator::{House, OperatorCommand, Tell};
use crate::retention_work;
use crate::{backup_work, keys_work};

/// Does a command.
///
/// # Errors
/// One clear sentence.
pub(crate) async fn run(
    house: &House<'_>,
    command: OperatorCommand,
    tell: &mut Tell<'_>,
) -> Result<(), String> {
    use OperatorCommand as C;
    match command {
        C::KeysStatus { json } => keys_work::status(house, json, tell).await,
        C::KeysRotate => keys_work::rotate(house, tell).await,
        C::KeysDestroy { epoch, yes } => keys_work::destroy(house, epoch, yes, tell).await,
        C::KeysPlan { every_days, kept, yes } => keys_work::plan(house, every_days, kept, yes, tell).await,
        C::EscrowAdd { name, refresh_days, yes } => {
            keys_work::add_copy(house, &name, refresh_days, yes, tell).await
        }
        C::EscrowConfirm { name } => keys_work::confirm_copy(house, &name, tell).await,
        C::EscrowRemove { name } => keys_work::remove_copy(house, &name, tell).await,
        C::BackupCreate => backup_work::create(house, tell).await,
        C::BackupRehearse => backup_work::rehearse(house, tell).await,
        C::RetentionDryRun { on, list, json } => {
            retention_work::dry_run(house, on.as_deref(), list, json, tell).await
        }
        C::RetentionRun { afresh, yes, json } => retention_work::run(house, (afresh, yes), json, tell).await,
    }
}
