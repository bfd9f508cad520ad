//! As much of IMAP (RFC 3501) as a mailbox that is only emptied needs: sign in, select, search, fetch, store.
//! Every line and every literal is bounded, and every call has its time.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use zeroize::Zeroizing;

use amanah_store::settings;

use super::{ImapPlace, MAIL_BYTES_MAX, MESSAGES_AT_ONCE_MAX, MailIn, MailboxFault, Verdict};
use crate::error::Done;
use crate::office::Office;

/// Seconds for one command with its answer.
const COMMAND_SECONDS_MAX: u64 = 60;
/// Bytes of a line, at most: a search over a large mailbox is one line.
const LINE_BYTES_MAX: u64 = 1_048_576;
/// Answers to one command, at most.
const RESPONSES_MAX: usize = 10_000;

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

type Fallible<T> = Result<T, MailboxFault>;

fn fault(text: &str) -> MailboxFault {
    MailboxFault(format!("the mail server {text}"))
}

/// One answer: its text, and the last literal in it.
struct Response {
    text: String,
    literal: Option<Vec<u8>>,
}

/// A connection that has selected the mailbox.
struct Session {
    stream: BufReader<Box<dyn Duplex>>,
    number: u32,
    validity: u32,
}

impl Session {
    async fn open(place: &ImapPlace) -> Fallible<Self> {
        let opened =
            tokio::time::timeout(Duration::from_secs(COMMAND_SECONDS_MAX), Self::connect(place)).await;
        let mut session = opened.map_err(|_| fault("did not answer in time"))??;
        let said = session.response().await?;
        if !said.text.starts_with("* OK") {
            return Err(fault("does not greet"));
        }
        // Nothing in it has to be quoted.
        let plain = Zeroizing::new(format!("\0{}\0{}", place.user, place.password.as_str()));
        let plain = Zeroizing::new(STANDARD.encode(plain.as_bytes()));
        session.command("AUTHENTICATE PLAIN", Some(&plain)).await.map_err(|_| fault("does not let us in"))?;
        let selected = session.command(&format!("SELECT \"{}\"", place.folder), None).await?;
        let validity = selected.iter().find_map(|said| number_after(&said.text, "[UIDVALIDITY "));
        session.validity = validity.ok_or_else(|| fault("does not number its messages"))?;
        Ok(session)
    }

    async fn connect(place: &ImapPlace) -> Fallible<Self> {
        let connected = TcpStream::connect((place.host.as_str(), place.port)).await;
        let stream = connected.map_err(|_| fault("could not be reached"))?;
        let stream: Box<dyn Duplex> = match &place.tls {
            None => Box::new(stream),
            Some((config, name)) => {
                let connector = TlsConnector::from(std::sync::Arc::clone(config));
                let secured = connector.connect(name.clone(), stream).await;
                Box::new(secured.map_err(|_| fault("has no certificate that we trust"))?)
            }
        };
        Ok(Self { stream: BufReader::new(stream), number: 0, validity: 0 })
    }

    /// Sends a command and reads until it is answered. `more` goes out when the server asks for it.
    async fn command(&mut self, command: &str, more: Option<&str>) -> Fallible<Vec<Response>> {
        let done = self.exchange(command, more);
        tokio::time::timeout(Duration::from_secs(COMMAND_SECONDS_MAX), done)
            .await
            .map_err(|_| fault("did not answer in time"))?
    }

    async fn exchange(&mut self, command: &str, more: Option<&str>) -> Fallible<Vec<Response>> {
        self.number += 1;
        let tag = format!("a{}", self.number);
        self.send(&format!("{tag} {command}\r\n")).await?;
        let mut said = Vec::new();
        let mut more = more;
        loop {
            let response = self.response().await?;
            if let Some(end) = response.text.strip_prefix(&tag).and_then(|rest| rest.strip_prefix(' ')) {
                let good = end.get(..2).is_some_and(|word| word.eq_ignore_ascii_case("OK"));
                // Its own words could quote somebody.
                return if good { Ok(said) } else { Err(fault("refused a command")) };
            }
            if response.text.starts_with('+') {
                let Some(line) = more.take() else { return Err(fault("asks for something")) };
                let line = Zeroizing::new(format!("{line}\r\n"));
                self.send(&line).await?;
                continue;
            }
            if response.text.starts_with("* BYE") {
                return Err(fault("ended the connection"));
            }
            said.push(response);
            if said.len() > RESPONSES_MAX {
                return Err(fault("says too much"));
            }
        }
    }

    async fn send(&mut self, text: &str) -> Fallible<()> {
        let sent = async {
            self.stream.get_mut().write_all(text.as_bytes()).await?;
            self.stream.get_mut().flush().await
        };
        sent.await.map_err(|_| fault("broke off"))
    }

    /// One answer, whose lines may be joined by literals: `{n}`, then n bytes of anything.
    async fn response(&mut self) -> Fallible<Response> {
        let (mut text, mut literal) = (String::new(), None);
        loop {
            let mut line = Vec::new();
            let read = (&mut self.stream).take(LINE_BYTES_MAX).read_until(b'\n', &mut line).await;
            read.map_err(|_| fault("broke off"))?;
            if line.pop() != Some(b'\n') {
                return Err(fault("broke off"));
            }
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches('\r');
            text.push_str(line);
            if text.len() > LINE_BYTES_MAX as usize {
                return Err(fault("says too much"));
            }
            let Some(length) = literal_length(line) else { return Ok(Response { text, literal }) };
            if length > MAIL_BYTES_MAX {
                return Err(fault("sends a message that is too long"));
            }
            let mut bytes = vec![0; length];
            self.stream.read_exact(&mut bytes).await.map_err(|_| fault("broke off"))?;
            literal = Some(bytes);
        }
    }

    /// Numbers of messages from one on, in order.
    async fn search(&mut self, from: u32) -> Fallible<Vec<u32>> {
        let said = self.command(&format!("UID SEARCH UID {from}:*"), None).await?;
        let lists = said.iter().filter_map(|said| said.text.strip_prefix("* SEARCH"));
        let mut uids: Vec<u32> =
            lists.flat_map(str::split_whitespace).filter_map(|uid| uid.parse().ok()).collect();
        // `n:*` names the last message also where that is before n.
        uids.retain(|uid| *uid >= from);
        uids.sort_unstable();
        uids.truncate(MESSAGES_AT_ONCE_MAX);
        Ok(uids)
    }

    /// A message; `None` where it is too long, or gone.
    async fn fetch(&mut self, uid: u32) -> Fallible<Option<Vec<u8>>> {
        let said = self.command(&format!("UID FETCH {uid} (RFC822.SIZE)"), None).await?;
        let size = said.iter().find_map(|said| number_after(&said.text, "RFC822.SIZE "));
        // The server counts line ends as it likes.
        if size.is_none_or(|size| size as usize > MAIL_BYTES_MAX - 65_536) {
            return Ok(None);
        }
        let said = self.command(&format!("UID FETCH {uid} (BODY.PEEK[])"), None).await?;
        Ok(said.into_iter().find_map(|said| said.literal))
    }

    async fn flag(&mut self, uid: u32, flag: &str) -> Fallible<()> {
        self.command(&format!("UID STORE {uid} +FLAGS.SILENT ({flag})"), None).await.map(drop)
    }
}

fn number_after(text: &str, mark: &str) -> Option<u32> {
    let (_, rest) = text.split_once(mark)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn literal_length(line: &str) -> Option<usize> {
    let (_, length) = line.strip_suffix('}')?.rsplit_once('{')?;
    length.parse().ok()
}

/// How far the mailbox was read: its own numbering, and the last message that is dealt with.
fn cursor(value: &[u8]) -> Option<(u32, u32)> {
    let (validity, rest) = value.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*validity), u32::from_be_bytes(*rest.first_chunk::<4>()?)))
}

impl Office {
    pub(super) async fn empty_mailbox(&self, mail: &MailIn, place: &ImapPlace) -> Done<Fallible<usize>> {
        let mut session = match Session::open(place).await {
            Ok(session) => session,
            Err(fault) => return Ok(Err(fault)),
        };
        let name = place.cursor_name();
        let kept = self.store.read({
            let name = name.clone();
            move |db| settings::read(db, &name)
        });
        let kept = kept.await?.and_then(|setting| cursor(&setting.value));
        // A mailbox that was numbered anew is read from its beginning; what came already is known.
        let mut done = kept.filter(|(validity, _)| *validity == session.validity).map_or(0, |(_, uid)| uid);
        let uids = match session.search(done.saturating_add(1)).await {
            Ok(uids) => uids,
            Err(fault) => return Ok(Err(fault)),
        };
        let (mut count, mut held_up) = (0, false);
        for uid in uids {
            let raw = match session.fetch(uid).await {
                Ok(raw) => raw,
                Err(fault) => return Ok(Err(fault)),
            };
            let verdict = match raw {
                Some(raw) => self.take_mail(mail, &raw).await?,
                None => Verdict::Left,
            };
            let flag = match verdict {
                Verdict::Done => "\\Seen",
                Verdict::Left => "\\Flagged",
                Verdict::Later => {
                    held_up = true;
                    continue;
                }
            };
            if let Err(fault) = session.flag(uid, flag).await {
                return Ok(Err(fault));
            }
            count += 1;
            // Whatever waits is looked at again, and what is behind it with it: it is known by then.
            if !held_up {
                done = uid;
                let (name, value) =
                    (name.clone(), [session.validity.to_be_bytes(), done.to_be_bytes()].concat());
                self.store.write(move |db| settings::put(db, &name, &value).map(drop)).await?;
            }
        }
        // Politeness alone: everything is done.
        drop(session.command("LOGOUT", None).await);
        Ok(Ok(count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn told(bytes: &'static [u8]) -> Fallible<Response> {
        let (ours, mut theirs) = tokio::io::duplex(1 << 16);
        tokio::spawn(async move { theirs.write_all(bytes).await });
        let stream: Box<dyn Duplex> = Box::new(ours);
        Session { stream: BufReader::new(stream), number: 0, validity: 0 }.response().await
    }

    #[tokio::test]
    async fn answers_are_read_with_their_literals_and_within_bounds() {
        let said = told(b"* 1 FETCH (UID 7 BODY[] {5}\r\nab\r\nc FLAGS ())\r\n").await.unwrap();
        assert_eq!(said.literal.as_deref(), Some(&b"ab\r\nc"[..]));
        assert_eq!(said.text, "* 1 FETCH (UID 7 BODY[] {5} FLAGS ())");
        for bad in [&b"* OK no end"[..], b"", b"* 1 FETCH {9}\r\nabc", b"* 1 FETCH {999999999999}\r\n"] {
            assert!(told(bad).await.is_err(), "{}", String::from_utf8_lossy(bad));
        }
        assert_eq!(number_after("* OK [UIDVALIDITY 17] x", "[UIDVALIDITY "), Some(17));
        assert_eq!((cursor(&[0, 0, 0, 3, 0, 0, 1, 0]), cursor(b"x")), (Some((3, 256)), None));
    }
}
