//! The process cannot be dumped. What is checked: the hard and soft limit of core files is 0; files of
//! `/proc/PID` belong to root although the process belongs to somebody else, which is how Linux shows a
//! process that is not dumpable (`PR_SET_DUMPABLE`); its memory and environment cannot be opened by
//! another process of the same user, as a debugger would; and no core file appears where one dies by a
//! signal that makes one. A sleeping process of the same user shows that the checks can see.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::program::{AMANAH, Folder, clean, run, set_mode, start, wait_for};

/// Debian's `nobody`.
pub(crate) const NOBODY: u32 = 65_534;

/// Root runs the program as an ordinary user: everything belongs to root where root runs it.
pub(crate) fn as_ordinary_user(command: &mut Command) {
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
}

/// The program where any user can run it.
pub(crate) fn program_for_all(folder: &Folder) -> Command {
    let copy = folder.join("amanah");
    std::fs::copy(AMANAH, &copy).unwrap();
    set_mode(&copy, 0o755);
    set_mode(folder.path(), 0o777);
    let mut command = Command::new(copy);
    as_ordinary_user(&mut command);
    command
}

fn owner(pid: u32) -> u32 {
    std::fs::metadata(format!("/proc/{pid}/stat")).unwrap().uid()
}

/// Whether an ordinary user's process can read a file of another's memory image.
fn can_open(path: &str) -> bool {
    let mut command = clean(Command::new("head"), &["-c", "0", path]);
    as_ordinary_user(&mut command);
    run(command).status.success()
}

#[test]
fn the_process_cannot_be_dumped() {
    let folder = Folder::new();
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--people", "10", "--data", "data"];
    let mut command = clean(program_for_all(&folder), &arguments);
    command.current_dir(folder.path());
    let running = start(command, folder.path(), "demo");
    let pid = running.pid();

    let mut other = Command::new("sleep");
    as_ordinary_user(&mut other);
    let mut other = other.arg("600").stdin(Stdio::null()).spawn().unwrap();
    wait_for("sleep to begin", || {
        let name = std::fs::read_to_string(format!("/proc/{}/comm", other.id())).unwrap();
        (name.trim() == "sleep").then_some(())
    });
    let sees = owner(other.id()) != 0 && can_open(&format!("/proc/{}/environ", other.id()));
    other.kill().unwrap();
    other.wait().unwrap();
    assert!(sees, "the checks cannot see a process that may be dumped");

    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    assert_eq!(owner(pid), 0, "files of /proc/{pid} belong to the user: the process is dumpable");
    for file in ["mem", "environ", "auxv"] {
        assert!(!can_open(&format!("/proc/{pid}/{file}")), "{file} of the process can be opened");
    }

    kill_process(Pid::from_raw(i32::try_from(pid).unwrap()).unwrap(), Signal::ABORT).unwrap();
    let status = running.ended();
    assert_eq!((status.signal(), status.core_dumped()), (Some(6), false));
    assert!(no_core_in(folder.path()) && no_core_in(&folder.join("data")));
}

fn no_core_in(folder: &Path) -> bool {
    let names = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name());
    !names.into_iter().any(|name| name.to_string_lossy().starts_with("core"))
}
