//! Stand-ins for the outside world of `amanah serve`: a mail server that counts, and testkit's registry.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use amanah_testkit::registry::Registry;

use crate::people::code_in;
use crate::program::{Folder, amanah, run};

/// A letter that arrived whole.
#[derive(Clone)]
pub(crate) struct Mail {
    pub(crate) message_id: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// A stand-in for a mail server: as much SMTP as our own client speaks. A letter counts as arrived
/// before the answer that says so is sent, and that answer takes its time, so that a sender can be
/// killed in between.
pub(crate) struct MailServer {
    address: SocketAddr,
    letters: Arc<Mutex<Vec<Mail>>>,
}

impl MailServer {
    pub(crate) fn open(pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let letters = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&letters);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                // A client that was killed breaks off: that is what the stand-in is for.
                thread::spawn(move || drop(serve(stream, pause, &kept)));
            }
        });
        Self { address, letters }
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Everything that arrived, in order, repeats included.
    pub(crate) fn letters(&self) -> Vec<Mail> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The newest code sent to an address.
    pub(crate) fn code_for(&self, address: &str) -> Option<String> {
        let letters = self.letters();
        letters.iter().rev().filter(|mail| mail.to == address).find_map(|mail| code_in(&mail.text))
    }

    /// How often each message id arrived.
    pub(crate) fn arrivals(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for mail in self.letters() {
            *counts.entry(mail.message_id).or_default() += 1;
        }
        counts
    }

    /// The message ids of letters about one thing to one address.
    pub(crate) fn ids_about(&self, subject: &str, to: &str) -> BTreeSet<String> {
        let about = |mail: &Mail| mail.to == to && mail.subject == subject;
        self.letters().into_iter().filter(about).map(|mail| mail.message_id).collect()
    }
}

fn serve(stream: TcpStream, pause: Duration, kept: &Mutex<Vec<Mail>>) -> io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    out.write_all(b"220 stand-in\r\n")?;
    let mut to = String::new();
    while let Some(line) = lines.next() {
        let line = line?;
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => out.write_all(b"250-stand-in\r\n250 8BITMIME\r\n")?,
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                out.write_all(b"250 ok\r\n")?;
            }
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                let mut text = String::new();
                loop {
                    let line = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                let header = |name: &str| {
                    let line = text.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default().trim().to_owned()
                };
                let mail = Mail {
                    message_id: header("Message-ID:"),
                    subject: header("Subject:"),
                    to: to.clone(),
                    text: text.replace("=\n", ""),
                };
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
                thread::sleep(pause);
                out.write_all(b"250 taken\r\n")?;
            }
            "QUIT" => return out.write_all(b"221 bye\r\n"),
            _ => out.write_all(b"250 ok\r\n")?,
        }
    }
    Ok(())
}

/// The registry's stand-in on a thread of its own: where it listens.
pub(crate) fn open_registry(registry: Arc<Registry>) -> String {
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            registry.serve(listener).await
        })
    });
    format!("http://{}", told.recv().unwrap())
}

/// The passphrase of every keyring here.
pub(crate) const PASSPHRASE: &str = "kunci rumah di bawah pot bunga";

/// A house for real: a sealed keyring and a migrated database.
pub(crate) struct House {
    pub(crate) folder: Folder,
    pub(crate) passphrase: PathBuf,
    database: Vec<String>,
}

impl House {
    /// Founds one, with `amanah migrate`, on SQLite or on the database named by these arguments.
    pub(crate) fn founded(database: &[&str]) -> Self {
        let folder = Folder::new();
        let passphrase = folder.secret("passphrase", &format!("{PASSPHRASE}\n"));
        let database = database.iter().map(|&part| part.to_owned()).collect();
        let house = Self { folder, passphrase, database };
        let told = run(house.command(&["migrate"]));
        assert!(told.status.success(), "{}", told.err);
        house
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// A command on this house.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        on(arguments, &self.data(), &self.passphrase, &self.database)
    }

    /// `amanah serve`, with these ways out.
    pub(crate) fn serve(&self, smtp: &str, registry: &str) -> Command {
        self.command(&serving(smtp, registry))
    }
}

/// The arguments of `amanah serve` on any free port.
pub(crate) fn serving<'a>(smtp: &'a str, registry: &'a str) -> Vec<&'a str> {
    let doors = ["serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
    let outside = ["--origin", "http://localhost", "--smtp-url", smtp, "--registry-url", registry];
    [&doors[..], &outside[..]].concat()
}

/// A command on a folder with a passphrase.
pub(crate) fn on(arguments: &[&str], data: &Path, passphrase: &Path, database: &[String]) -> Command {
    let mut command = amanah(arguments);
    command.arg("--data").arg(data).arg("--passphrase-file").arg(passphrase).args(database);
    command
}
