//! `amanah keys status|rotate|destroy|plan|escrow|move`.

use crate::args::{Escrow, Keys};
use crate::keys_move;
use crate::operator::OperatorCommand as Asked;
use crate::operator_ask::ask_or_do;

/// What is said to whoever ends a command in the middle.
const STOPPED: &str = "stopped here; nothing is half done";
const STOPPED_ROTATING: &str = "stopped here. Every key row is whole and everybody can be read; a server that \
     runs goes on by itself, and so does the next `amanah keys rotate`";

/// Runs the command.
pub(crate) async fn run(command: Keys) -> Result<(), String> {
    let mut stopped = STOPPED;
    let (at, asked) = match command {
        Keys::Status { at, json } => (at, Asked::KeysStatus { json }),
        Keys::Rotate { at } => {
            stopped = STOPPED_ROTATING;
            (at, Asked::KeysRotate)
        }
        Keys::Destroy { at, epoch, yes } => (at, Asked::KeysDestroy { epoch, yes }),
        Keys::Plan { at, every_days, kept, yes } => (at, Asked::KeysPlan { every_days, kept, yes }),
        Keys::Escrow(Escrow::Add { at, name, refresh_days, yes }) => {
            (at, Asked::EscrowAdd { name, refresh_days, yes })
        }
        Keys::Escrow(Escrow::Confirm { at, name }) => (at, Asked::EscrowConfirm { name }),
        Keys::Escrow(Escrow::Remove { at, name }) => (at, Asked::EscrowRemove { name }),
        Keys::Move(args) => return keys_move::run(args),
    };
    ask_or_do(&at.place, &at.unseal, asked, stopped).await
}
