//! Commands of the operator that need an open house. Each is one function that serves both ways: asked
//! of the running server through its control socket, or done here where nobody serves.
//!
//! A new command: a line in [`OperatorCommand`], an arm in `operator_run`, the function beside
//! `keys_work`, and a call of `operator_ask::ask_or_do` where the arguments are read.

use std::sync::Arc;

use amanah_actions::Office;
use serde::{Deserialize, Serialize};

/// What can be asked of a running server. Nothing secret is in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum OperatorCommand {
    /// `amanah keys status`
    KeysStatus { json: bool },
    /// `amanah keys rotate`
    KeysRotate,
    /// `amanah keys destroy`
    KeysDestroy { epoch: u32, yes: bool },
    /// `amanah keys plan`
    KeysPlan { every_days: Option<i64>, kept: Option<i64>, yes: bool },
    /// `amanah keys escrow add`
    EscrowAdd { name: String, refresh_days: i64, yes: bool },
    /// `amanah keys escrow confirm`
    EscrowConfirm { name: String },
    /// `amanah keys escrow remove`
    EscrowRemove { name: String },
    /// `amanah backup create`
    BackupCreate,
    /// `amanah backup rehearse`
    BackupRehearse,
    /// `amanah retention dry-run`
    RetentionDryRun { on: Option<String>, list: bool, json: bool },
    /// `amanah retention run`
    RetentionRun { afresh: bool, yes: bool, json: bool },
}

/// What a command says on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Told {
    /// For standard output.
    Say(String),
    /// For people: standard error.
    Note(String),
    /// How far long work is.
    Far { what: String, done: u64, total: u64 },
}

/// Who listens to a command.
pub(crate) type Tell<'t> = dyn FnMut(Told) + Send + 't;

/// The open house that a command works in.
pub(crate) struct House<'h> {
    pub(crate) office: &'h Arc<Office>,
    /// No server runs here, so on SQLite nobody else can be at the same work.
    pub(crate) alone: bool,
}
