//! Starts, watches and ends `amanah` processes, each on a folder of its own.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// The program under test.
pub(crate) const AMANAH: &str = env!("CARGO_BIN_EXE_amanah");

/// Looks, 50 ms apart, before a wait is given up: three minutes of a machine that does nothing else.
const LOOKS_MAX: u32 = 3_600;

static MADE: AtomicU32 = AtomicU32::new(0);

/// Looks until `look` sees something.
pub(crate) fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..LOOKS_MAX {
        if let Some(seen) = look() {
            return seen;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("waited in vain for {what}");
}

/// A folder that goes away with the test, if the test went well.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("amanah-cli-{}-{number}", std::process::id()));
        // Another test program with this process id may have been killed.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A file of this content, readable by its owner alone.
    pub(crate) fn secret(&self, name: &str, text: &str) -> PathBuf {
        let path = self.join(name);
        fs::write(&path, text).unwrap();
        set_mode(&path, 0o600);
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A copy of a folder's files.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Name and content of every file in a folder: to see that nothing changed.
pub(crate) fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .map(Result::unwrap)
        .filter(|e| e.file_type().unwrap().is_file())
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).unwrap()))
        .collect();
    found.sort();
    found
}

/// A command line of `amanah`, free of what the caller's environment says.
pub(crate) fn amanah(arguments: &[&str]) -> Command {
    clean(Command::new(AMANAH), arguments)
}

pub(crate) fn clean(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").stdin(Stdio::null());
    command
}

/// `amanah demo` over a folder, on any free port.
pub(crate) fn demo(data: &Path, people: u32) -> Command {
    let mut command = amanah(&["demo", "--listen", "127.0.0.1:0", "--people", &people.to_string()]);
    command.arg("--data").arg(data);
    command
}

/// A demonstration filled and ended.
pub(crate) fn filled(data: &Path, people: u32) {
    let mut command = demo(data, people);
    command.arg("--fill-only");
    let told = run(command);
    assert!(told.status.success(), "{}", told.err);
}

/// What a command that ended had to say.
pub(crate) struct Told {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command that is expected to end by itself.
pub(crate) fn run(mut command: Command) -> Told {
    let folder = Folder::new();
    let (out, err) = (folder.join("out"), folder.join("err"));
    command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap());
    let mut child = command.spawn().unwrap();
    for _ in 0..LOOKS_MAX {
        if let Some(status) = child.try_wait().unwrap() {
            let read = |path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
            return Told { status, out: read(out), err: read(err) };
        }
        sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("{command:?} did not end");
}

/// Runs a command that must refuse with one clear sentence that has `words` in it; the sentence.
pub(crate) fn refused(command: Command, words: &str) -> String {
    let line = format!("{command:?}");
    let told = run(command);
    assert_eq!(told.status.code(), Some(1), "{line}\n{}\n{}", told.out, told.err);
    let last = told.err.lines().last().unwrap_or_default().to_owned();
    let sentence = last.strip_prefix("amanah: ").unwrap_or_else(|| panic!("{line} said {}", told.err));
    assert!(sentence.contains(words), "{line} said {sentence:?}, not {words:?}");
    // Numbers of the system, and the names of our own types, help nobody.
    for noise in ["os error", "Error(", "panicked", "Err(", "RUST_BACKTRACE"] {
        assert!(!told.err.contains(noise), "{line} said {:?}", told.err);
    }
    sentence.to_owned()
}

/// A server that runs, with what it says in files.
pub(crate) struct Running {
    child: Child,
    out: PathBuf,
    err: PathBuf,
    pub(crate) address: SocketAddr,
}

/// Starts a server, and waits until it says where it listens. Its words go to `<name>.out` and
/// `<name>.err` in `words`.
pub(crate) fn start(mut command: Command, words: &Path, name: &str) -> Running {
    let (out, err) = (words.join(format!("{name}.out")), words.join(format!("{name}.err")));
    command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap());
    let mut child = command.spawn().unwrap();
    let address = wait_for("the server's address", || {
        if let Some(status) = child.try_wait().unwrap() {
            panic!("{command:?} ended with {status}: {}", fs::read_to_string(&err).unwrap_or_default());
        }
        listening(&fs::read_to_string(&out).unwrap_or_default())
    });
    Running { child, out, err, address }
}

/// The address in "portal http://127.0.0.1:1/", in "Serving prakerja on 127.0.0.1:1" or in "Answering 503 on
/// 127.0.0.1:1 until then".
fn listening(told: &str) -> Option<SocketAddr> {
    if let Some(sealed) = told.lines().find_map(|line| line.strip_prefix("Answering 503 on ")) {
        return sealed.split(' ').next()?.parse().ok();
    }
    let line = told.lines().find(|line| line.contains("  portal ") || line.starts_with("Serving "))?;
    let word = line.split_whitespace().next_back()?;
    word.trim_start_matches("http://").trim_end_matches('/').parse().ok()
}

impl Running {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.out).unwrap()
    }

    pub(crate) fn complained(&self) -> String {
        fs::read_to_string(&self.err).unwrap()
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// How it ended.
    pub(crate) fn ended(mut self) -> ExitStatus {
        wait_for("the server's end", || self.child.try_wait().unwrap())
    }

    /// Asks it to end, and sees that it ends well.
    pub(crate) fn stop(mut self) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).unwrap();
        let status = wait_for("the server's end", || self.child.try_wait().unwrap());
        assert!(status.success(), "{status}: {}", self.complained());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
