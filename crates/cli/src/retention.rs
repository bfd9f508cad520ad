//! `amanah retention dry-run|run`.

use crate::args::Retention;
use crate::operator::OperatorCommand as Asked;
use crate::operator_ask::ask_or_do;

/// What is said to whoever ends a command in the middle.
const STOPPED: &str = "stopped here; nothing was changed";
const STOPPED_REMOVING: &str = "stopped here. What was removed until now is removed, with its records; the next run \
     goes on from there";

/// Runs the command.
pub(crate) async fn run(command: Retention) -> Result<(), String> {
    let (at, asked, stopped) = match command {
        Retention::DryRun { at, on, list, json } => (at, Asked::RetentionDryRun { on, list, json }, STOPPED),
        Retention::Run { at, afresh, yes, json } => {
            (at, Asked::RetentionRun { afresh, yes, json }, STOPPED_REMOVING)
        }
    };
    ask_or_do(&at.place, &at.unseal, asked, stopped).await
}
