//! Mailboxes on the real mail server that `./test` starts (`scripts/test-mail.sh`): Exim takes mail, Dovecot
//! gives it out. Each test has mailboxes of its own.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a mail server that does not work must stop the test")]

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// Set by `./test`: ports of SMTP, IMAP and IMAP over TLS, and the server's folder.
const SERVER_VARIABLE: &str = "AMANAH_TEST_MAIL";
/// Mailboxes that there are.
const MAILBOXES: u32 = 400;
/// The password of each of them.
pub const PASSWORD: &str = "a-password-of-the-tests";
/// How often it is looked whether mail is there.
const LOOKS_MAX: u32 = 200;

static TAKEN: AtomicU32 = AtomicU32::new(0);

/// The private server.
pub struct MailServer {
    smtp: u16,
    imap: u16,
    imaps: u16,
    home: PathBuf,
}

impl MailServer {
    /// The server that `./test` started. Without one this ends the test: one that did not run must not look
    /// like one that passed.
    ///
    /// # Panics
    /// Without a server.
    pub fn from_env() -> Self {
        #[expect(clippy::disallowed_methods, reason = "./test hands the server's ports to the tests this way")]
        let text = std::env::var(SERVER_VARIABLE).unwrap_or_else(|_| {
            panic!("{SERVER_VARIABLE} is not set, so there is no mail server to test with. Run ./test, which starts one.")
        });
        let mut parts = text.split(',');
        let mut port = || parts.next().unwrap().parse().unwrap();
        let (smtp, imap, imaps) = (port(), port(), port());
        Self { smtp, imap, imaps, home: PathBuf::from(parts.next().unwrap()) }
    }

    /// A mailbox that no other test has: the part of its address before the @.
    pub fn mailbox(&self) -> String {
        let number = std::process::id().wrapping_mul(16) + TAKEN.fetch_add(1, Ordering::Relaxed);
        let name = format!("box{}", number % MAILBOXES);
        let folder = self.home.join("mail").join(&name);
        for part in ["new", "cur"] {
            for entry in std::fs::read_dir(folder.join(part)).unwrap() {
                std::fs::remove_file(entry.unwrap().path()).unwrap();
            }
        }
        name
    }

    /// Where letters are handed over.
    pub fn smtp_url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.smtp)
    }

    /// Where a mailbox is read, without TLS.
    pub fn imap(&self, mailbox: &str) -> String {
        format!("imap://{mailbox}@127.0.0.1:{}/INBOX", self.imap)
    }

    /// The same with TLS, under the certificate of [`MailServer::roots`].
    pub fn imaps(&self, mailbox: &str) -> String {
        format!("imaps://{mailbox}@localhost:{}/INBOX", self.imaps)
    }

    /// The certificate that vouches for the server, as PEM.
    pub fn roots(&self) -> Vec<u8> {
        std::fs::read(self.home.join("cert.pem")).unwrap()
    }

    /// Sends a message as it is, the way a mail program does.
    pub async fn send(&self, from: &str, to: &str, message: &str) {
        let stream = TcpStream::connect(("127.0.0.1", self.smtp)).await.unwrap();
        let mut stream = BufReader::new(stream);
        let body = message.replace("\r\n", "\n").replace('\n', "\r\n").replace("\r\n.", "\r\n..");
        let steps = [
            String::new(),
            "EHLO people.test\r\n".to_owned(),
            format!("MAIL FROM:<{from}>\r\n"),
            format!("RCPT TO:<{to}>\r\n"),
            "DATA\r\n".to_owned(),
            format!("{body}\r\n.\r\n"),
            "QUIT\r\n".to_owned(),
        ];
        for step in steps {
            stream.get_mut().write_all(step.as_bytes()).await.unwrap();
            loop {
                let mut line = String::new();
                stream.read_line(&mut line).await.unwrap();
                assert!(line.starts_with('2') || line.starts_with('3'), "the server says {line}");
                if line.as_bytes().get(3) != Some(&b'-') {
                    break;
                }
            }
        }
    }

    /// Messages in a mailbox, in the order of their coming, once there are so many.
    ///
    /// # Panics
    /// Where they do not come.
    pub async fn wait_for(&self, mailbox: &str, count: usize) -> Vec<String> {
        for _ in 0..LOOKS_MAX {
            let found = self.messages(mailbox);
            if found.len() >= count {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{count} messages did not come to {mailbox}")
    }

    /// Messages in a mailbox.
    pub fn messages(&self, mailbox: &str) -> Vec<String> {
        let folder = self.home.join("mail").join(mailbox);
        let mut files: Vec<_> = ["new", "cur"]
            .iter()
            .flat_map(|part| std::fs::read_dir(folder.join(part)).unwrap())
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort_by_key(|path| path.file_name().unwrap().to_owned());
        files
            .iter()
            .filter_map(|path| std::fs::read(path).ok())
            .map(|raw| String::from_utf8_lossy(&raw).into_owned())
            .collect()
    }

    /// Names of the files in a mailbox: what is known of each is at their end.
    pub fn files(&self, mailbox: &str) -> Vec<String> {
        let folder = self.home.join("mail").join(mailbox).join("cur");
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }
}

/// A header of a message.
pub fn header<'m>(message: &'m str, name: &str) -> &'m str {
    let head = message.split("\r\n\r\n").next().unwrap_or_default().split("\n\n").next().unwrap_or_default();
    let start = format!("{}:", name.to_ascii_lowercase());
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&start));
    line.map_or("", |line| line.get(start.len()..).unwrap_or_default().trim())
}
