//! `amanah bench`: figures, each beside the ceiling measured in the same run. Machines are shared and
//! noisy: believe medians and ratios.

mod access;
mod backup;
mod ceiling;
mod chat;
mod chat_bare;
mod draw;
mod erasure;
pub(crate) mod people;
mod queue;
mod reading;
mod registration;
mod report;
mod rotation;

use crate::args::Bench;

/// Runs the command.
pub(crate) fn run(command: Bench) -> Result<(), String> {
    match command {
        Bench::Reading(args) => reading::run(&args),
        Bench::Registration(args) => registration::run(&args),
        Bench::Rotation(args) => rotation::run(&args),
        Bench::Access(args) => access::run(&args),
        Bench::Backup(args) => backup::run(&args),
        Bench::Erasure(args) => erasure::run(&args),
        Bench::Draw(args) => draw::run(&args),
        Bench::Queue(args) => queue::run(&args),
        Bench::Chat(args) => chat::run(&args),
    }
}
