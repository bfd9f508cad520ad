//! The processes and files of one browser: started here, ended here, and nobody else's touched.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use super::error::BrowserError;

/// Numbers the profiles of this test program.
static STARTED: AtomicU32 = AtomicU32::new(0);

/// A running chromedriver, which starts the one Chromium that uses `profile`.
#[derive(Debug)]
pub(super) struct Driver {
    process: Child,
    address: String,
    profile: PathBuf,
    /// Held open: chromedriver would be ended by its next line of output otherwise.
    _output: BufReader<ChildStdout>,
}

impl Driver {
    pub(super) async fn start() -> Result<Self, BrowserError> {
        let begun = tokio::task::spawn_blocking(Self::start_blocking).await;
        begun.map_err(|error| BrowserError::new(format!("Starting chromedriver was interrupted: {error}")))?
    }

    fn start_blocking() -> Result<Self, BrowserError> {
        let profile = new_profile()?;
        // Port 0: the kernel picks a free one, and chromedriver says which; nothing to race for.
        let mut process = Command::new("chromedriver")
            .args(["--port=0", "--log-level=SEVERE"])
            // Whatever the two put aside lies in the profile, and goes when it goes.
            .env("TMPDIR", &profile)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| {
                BrowserError::new(format!(
                    "chromedriver could not be started ({error}). Run ./test, which installs the browser, \
                     or install Debian's chromium and chromium-driver."
                ))
            })?;
        let Some(output) = process.stdout.take() else {
            return Err(BrowserError::new("chromedriver has no output to read its port from."));
        };
        let mut output = BufReader::new(output);
        let port = read_port(&mut output);
        let address = format!("http://127.0.0.1:{}", port.unwrap_or_default());
        let driver = Self { process, address, profile, _output: output };
        match port {
            Some(_) => Ok(driver),
            None => Err(BrowserError::new(
                "chromedriver ended before it said its port. Try `chromedriver --port=0` by hand.",
            )),
        }
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    pub(super) fn browser_arguments(&self) -> Vec<String> {
        let fixed = [
            "--headless=new",
            // Tests run as root in CI, where Chromium's sandbox refuses; it only ever sees our pages.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--no-default-browser-check",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-domain-reliability",
            "--disable-sync",
            "--disable-extensions",
            "--mute-audio",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            // A click must not meet a page that is still scrolling.
            "--force-prefers-reduced-motion",
            "--lang=en",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        ];
        let profile = format!("--user-data-dir={}", self.profile.display());
        fixed.into_iter().map(str::to_owned).chain([profile]).collect()
    }

    /// The processes that name this browser's own profile folder, which nobody else can know.
    fn browser_processes(&self) -> Vec<String> {
        let profile = self.profile.display().to_string();
        let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
        processes
            .flatten()
            .filter(|entry| {
                let command_line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
                String::from_utf8_lossy(&command_line).contains(&profile)
            })
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
            .collect()
    }
}

impl Drop for Driver {
    /// Errors are left: a process that is gone already is what was wanted.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        // Asked again until they are gone: a browser that is just starting has children yet to come.
        for _ in 0..40 {
            let left = self.browser_processes();
            if left.is_empty() {
                break;
            }
            let _ = Command::new("sh")
                .args(["-c", "kill -KILL \"$@\"", "sh"])
                .args(left)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        // A dying process may still write a file into the folder while it is being removed.
        for _ in 0..20 {
            if std::fs::remove_dir_all(&self.profile).is_ok() || !self.profile.exists() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

fn read_port(output: &mut impl BufRead) -> Option<u16> {
    let mut line = String::new();
    while output.read_line(&mut line).ok()? > 0 {
        if let Some((_, port)) = line.trim_end().trim_end_matches('.').rsplit_once("successfully on port ") {
            return port.parse().ok();
        }
        line.clear();
    }
    None
}

fn new_profile() -> Result<PathBuf, BrowserError> {
    let number = STARTED.fetch_add(1, Ordering::Relaxed);
    let profile = std::env::temp_dir().join(format!("amanah-browser-{}-{number}", std::process::id()));
    // A folder of this name can only be left over from a killed test program with the same number.
    let _ = std::fs::remove_dir_all(&profile);
    std::fs::create_dir(&profile)
        .map_err(|error| BrowserError::new(format!("{} could not be made: {error}", profile.display())))?;
    Ok(profile)
}

/// Writes a picture below the workspace's `target/screens/`.
pub(super) fn write_screen(name: &str, picture: &[u8]) -> Result<PathBuf, BrowserError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        return Err(BrowserError::new(format!(
            "`{name}` is no name for a picture: use letters, digits, - and _."
        )));
    }
    let failed =
        |error: std::io::Error| BrowserError::new(format!("The picture {name} was not kept: {error}"));
    let folder = workspace()?.join("target").join("screens");
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let path = folder.join(format!("{name}.png"));
    std::fs::write(&path, picture).map_err(failed)?;
    Ok(path)
}

/// Found from where the test runs, not from where it was built.
fn workspace() -> Result<PathBuf, BrowserError> {
    let here = std::env::current_dir()
        .map_err(|error| BrowserError::new(format!("The current folder cannot be read: {error}")))?;
    let root = here.ancestors().find(|folder| folder.join("Cargo.lock").is_file()).map(Path::to_path_buf);
    root.ok_or_else(|| {
        BrowserError::new("Browser tests must run inside the workspace; no Cargo.lock was found above.")
    })
}
