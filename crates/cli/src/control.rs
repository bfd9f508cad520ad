//! The control socket: `data/control`, for its owner alone. A command that needs the open house asks the
//! server that has it. One line of JSON in, lines of JSON out: what the command says, then how it ended.

use std::fs::Permissions;
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use amanah_actions::Office;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinHandle;

use crate::operator::{House, OperatorCommand, Tell, Told};
use crate::operator_run::run;
use crate::output::why;

/// Bytes of a request, at most.
const REQUEST_BYTES_MAX: u64 = 64 << 10;
/// Seconds within which whoever connects says what they want.
const REQUEST_SECONDS_MAX: u64 = 10;
/// Commands at a time.
const COMMANDS_AT_ONCE_MAX: usize = 8;

/// A line of an answer.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    Told(Told),
    Done,
    Failed(String),
}

/// The socket of a running server; gone when dropped.
pub(crate) struct Control {
    path: PathBuf,
    serving: JoinHandle<()>,
}

impl Drop for Control {
    fn drop(&mut self) {
        self.serving.abort();
        // A file that stays is found to be nobody's by whoever asks next.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Listens at `path`. `None`, with a line in the log, where it cannot be: commands then say that the
/// place is in use.
pub(crate) async fn listen(path: &Path, office: Arc<Office>) -> Option<Control> {
    match bind(path).await {
        Ok(listener) => {
            let serving = tokio::spawn(serve(listener, office));
            Some(Control { path: path.to_owned(), serving })
        }
        Err(error) => {
            let path = path.display();
            tracing::warn!(%path, error = why(&error), "no control socket: commands cannot reach this server");
            None
        }
    }
}

async fn bind(path: &Path) -> io::Result<UnixListener> {
    if UnixStream::connect(path).await.is_ok() {
        return Err(io::Error::new(ErrorKind::AddrInUse, "another server listens there"));
    }
    // Nobody answers: what lies there was left by a server that was killed.
    let fresh = path.with_extension("new");
    for left in [path, &fresh] {
        match std::fs::remove_file(left) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    // Reachable under its name only once nobody else can use it.
    let listener = UnixListener::bind(&fresh)?;
    std::fs::set_permissions(&fresh, Permissions::from_mode(0o600))?;
    std::fs::rename(&fresh, path)?;
    Ok(listener)
}

async fn serve(listener: UnixListener, office: Arc<Office>) {
    let places = Arc::new(Semaphore::new(COMMANDS_AT_ONCE_MAX));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let office = Arc::clone(&office);
                tokio::spawn(async move {
                    if let Err(error) = answer(stream, office, place).await {
                        tracing::debug!(error = why(&error), "whoever asked has gone");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(error = why(&error), "the control socket cannot be listened on");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn answer(stream: UnixStream, office: Arc<Office>, place: OwnedSemaphorePermit) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut asked = String::new();
    let mut bounded = BufReader::new(read.take(REQUEST_BYTES_MAX));
    let reading = bounded.read_line(&mut asked);
    let read = tokio::time::timeout(Duration::from_secs(REQUEST_SECONDS_MAX), reading).await;
    read.map_err(|_| io::Error::from(ErrorKind::TimedOut))??;
    let command = match serde_json::from_str::<OperatorCommand>(&asked) {
        Ok(command) => command,
        Err(_) => {
            let other = "the server that runs here is another version of amanah: use that one's command line, \
                         or end it first";
            return send(&mut write, &Line::Failed(other.to_owned())).await;
        }
    };
    // A command says few lines; those of its progress are a hundred at most.
    let (lines, mut heard) = mpsc::unbounded_channel();
    // It is finished also when whoever asked goes away.
    tokio::spawn(async move {
        let telling = lines.clone();
        let mut tell = |told| {
            // Nobody listens any more: it goes on all the same.
            let _ = telling.send(Line::Told(told));
        };
        let done = run(&House { office: &office, alone: false }, command, &mut tell).await;
        let _ = lines.send(done.map_or_else(Line::Failed, |()| Line::Done));
        drop(place);
    });
    while let Some(line) = heard.recv().await {
        send(&mut write, &line).await?;
    }
    Ok(())
}

async fn send(write: &mut (impl AsyncWriteExt + Unpin), line: &Line) -> io::Result<()> {
    let mut text = serde_json::to_string(line).map_err(io::Error::other)?;
    text.push('\n');
    write.write_all(text.as_bytes()).await
}

/// Asks the server at `path`. `None` where nobody answers; else how the command ended there.
///
/// # Errors
/// One clear sentence where somebody may be there and cannot be asked.
pub(crate) async fn ask(
    path: &Path,
    command: &OperatorCommand,
    tell: &mut Tell<'_>,
) -> Result<Option<Result<(), String>>, String> {
    let stream = match UnixStream::connect(path).await {
        Ok(stream) => stream,
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => return Ok(None),
        Err(e) if e.kind() == ErrorKind::PermissionDenied => {
            return Err(format!(
                "the server's control socket {} belongs to another user: run this command as the user that the \
                 server runs as",
                path.display()
            ));
        }
        // Too long a path for a socket, for one: then no server listens there either.
        Err(e) if e.kind() == ErrorKind::InvalidInput => return Ok(None),
        Err(e) => return Err(format!("the server cannot be asked at {}: {}", path.display(), why(&e))),
    };
    talk(stream, command, tell).await.map(Some).map_err(|e| {
        format!("the server ended before the command did ({}): look at its log, then try again", why(&e))
    })
}

async fn talk(
    stream: UnixStream,
    command: &OperatorCommand,
    tell: &mut Tell<'_>,
) -> io::Result<Result<(), String>> {
    let (read, mut write) = stream.into_split();
    let mut text = serde_json::to_string(command).map_err(io::Error::other)?;
    text.push('\n');
    write.write_all(text.as_bytes()).await?;
    let mut lines = BufReader::new(read).lines();
    while let Some(line) = lines.next_line().await? {
        match serde_json::from_str(&line).map_err(io::Error::other)? {
            Line::Told(told) => tell(told),
            Line::Done => return Ok(Ok(())),
            Line::Failed(sentence) => return Ok(Err(sentence)),
        }
    }
    Err(io::Error::new(ErrorKind::UnexpectedEof, "no last line"))
}
