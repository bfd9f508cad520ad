//! The `amanah` command: configuration, wiring, and nothing else. The only `main`, and through
//! `machine` the only reader of clock, chance and environment.

mod archive;
mod args;
mod args_channels;
mod args_keys;
mod args_place;
mod backup;
mod backup_work;
mod bench;
mod certificate;
mod channels;
mod checkpoint;
mod control;
mod demo;
mod draw;
mod ending;
mod house;
mod keys;
mod keys_move;
mod keys_work;
mod ledger;
mod lock_down;
mod machine;
mod manual;
mod migrate;
mod operator;
mod operator_ask;
mod operator_run;
mod output;
mod policy;
mod programme_files;
mod retention;
mod retention_work;
mod sealed;
mod serve;
mod staff;
mod unseal;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use tracing_subscriber::EnvFilter;

use crate::args::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            output::note(format!("amanah: {sentence}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), String> {
    // Before anything secret is read.
    lock_down::lock_down()?;
    let filter = machine::environment("AMANAH_LOG").unwrap_or_else(|| "warn".to_owned());
    let filter = EnvFilter::try_new(&filter).map_err(|e| format!("AMANAH_LOG: {e}"))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    match command {
        Command::Serve(args) => on_runtime(serve::run(*args)),
        Command::Demo(args) => on_runtime(demo::run(args)),
        Command::Migrate(args) => migrate::run(&args),
        Command::Policy(command) => policy::run(command),
        Command::Ledger(command) => ledger::run(command),
        Command::Draw(command) => draw::run(command),
        Command::Staff(command) => on_runtime(staff::run(command)),
        Command::Keys(command) => on_runtime(keys::run(command)),
        Command::Backup(command) => on_runtime(backup::run(command)),
        Command::Retention(command) => on_runtime(retention::run(command)),
        Command::Bench(command) => bench::run(command),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "amanah", &mut out);
            output::print(&String::from_utf8_lossy(&out));
            Ok(())
        }
        Command::Man => {
            output::print(&manual::page()?);
            Ok(())
        }
    }
}

fn on_runtime(work: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("the runtime cannot be started: {e}"))?
        .block_on(work)
}
