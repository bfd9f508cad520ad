//! The `amanah` command as its users meet it: real processes, real sockets, real files, killed and
//! tripped up on purpose. What is not here: single actions (`actions`), pages (`pages`), a browser.
//!
//! Nothing here measures time; waiting is counted in tries.

// `cfg(test)` on each, for clippy: a whole integration test is not "inside tests" to it otherwise.
#[cfg(test)]
#[path = "cli/archives.rs"]
mod archives;
#[cfg(test)]
#[path = "cli/backup.rs"]
mod backup;
#[cfg(test)]
#[path = "cli/channels.rs"]
mod channels;
#[cfg(test)]
#[path = "cli/commands.rs"]
mod commands;
#[cfg(test)]
#[path = "cli/database.rs"]
mod database;
#[cfg(test)]
#[path = "cli/dump.rs"]
mod dump;
#[cfg(test)]
#[path = "cli/folder_refusals.rs"]
mod folder_refusals;
#[cfg(test)]
#[path = "cli/gone.rs"]
mod gone;
#[cfg(test)]
#[path = "cli/http.rs"]
mod http;
#[cfg(test)]
#[path = "cli/keyring.rs"]
mod keyring;
#[cfg(test)]
#[path = "cli/keys.rs"]
mod keys;
#[cfg(test)]
#[path = "cli/killed.rs"]
mod killed;
#[cfg(test)]
#[path = "cli/leak.rs"]
mod leak;
#[cfg(test)]
#[path = "cli/ledger.rs"]
mod ledger;
#[cfg(test)]
#[path = "cli/needles.rs"]
mod needles;
#[cfg(test)]
#[path = "cli/outside.rs"]
mod outside;
#[cfg(test)]
#[path = "cli/people.rs"]
mod people;
#[cfg(test)]
#[path = "cli/program.rs"]
mod program;
#[cfg(test)]
#[path = "cli/programme_refusals.rs"]
mod programme_refusals;
#[cfg(test)]
#[path = "cli/retention.rs"]
mod retention;
#[cfg(test)]
#[path = "cli/serve_refusals.rs"]
mod serve_refusals;
#[cfg(test)]
#[path = "cli/soft_hsm.rs"]
mod soft_hsm;
