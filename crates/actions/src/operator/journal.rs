//! The journal of removals, outside the database: before a removal is confirmed it stands here, so that
//! a restored backup forgets again whoever was to be forgotten. A chain of signed entries, one object
//! each, that several processes append to.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use amanah_ledger::{Signer, Verifier};
use amanah_vault::{OpenError, Vault};
use tokio::sync::oneshot;

use crate::error::{ActionError, Done};
use crate::operator::journal_entry::{self as entry, Entry, LINES_MAX};
use crate::operator::shelf::{Shelf, ShelfError};

pub use crate::operator::journal_entry::{EntryError, JournalHead};
pub use crate::operator::journal_error::JournalError;
pub use crate::operator::journal_record::{JournalLine, JournalRecord, OnceTag, RemovalFacts};

/// Tries for a free number while other processes append as well.
const TRIES_MAX: u32 = 1_000;

/// A length that is known from elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// How far the journal reached.
    pub head: JournalHead,
    /// Who says so, in words.
    pub told_by: &'static str,
}

/// The journal of a running house.
#[derive(Clone)]
pub struct Journal(Arc<Inner>);

struct Inner {
    shelf: Shelf,
    signer: Arc<Signer>,
    vault: Arc<Vault>,
    head_file: Option<PathBuf>,
    waiting: Mutex<Vec<Waiting>>,
    /// Held while an entry is written: the last known head.
    turn: tokio::sync::Mutex<Option<JournalHead>>,
    /// The number that stands in the head file.
    kept: Mutex<u64>,
    /// Held while the head file is written: one at a time, in order.
    keeping: tokio::sync::Mutex<()>,
}

struct Waiting {
    record: JournalRecord,
    tell: oneshot::Sender<Result<u64, JournalError>>,
}

impl Journal {
    /// The journal on a shelf, signed by the ledger's key; its lines are sealed by the vault. How far it
    /// reaches is also kept in `head_file`, beside the checkpoint. Nothing is read or written before it is
    /// used.
    pub fn new(shelf: Shelf, signer: Signer, vault: Arc<Vault>, head_file: Option<PathBuf>) -> Self {
        Self::with(shelf, Arc::new(signer), vault, head_file)
    }

    /// The same house's journal on another shelf.
    pub(crate) fn on(&self, shelf: Shelf, head_file: Option<PathBuf>) -> Self {
        Self::with(shelf, Arc::clone(&self.0.signer), Arc::clone(&self.0.vault), head_file)
    }

    fn with(shelf: Shelf, signer: Arc<Signer>, vault: Arc<Vault>, head_file: Option<PathBuf>) -> Self {
        let (waiting, turn, kept) = (Mutex::default(), tokio::sync::Mutex::default(), Mutex::default());
        Self(Arc::new(Inner {
            shelf,
            signer,
            vault,
            head_file,
            waiting,
            turn,
            kept,
            keeping: tokio::sync::Mutex::default(),
        }))
    }

    /// Where it lies.
    pub fn shelf(&self) -> &Shelf {
        &self.0.shelf
    }

    /// Appends a removal and returns the number of its entry once that is durable; removals that come at
    /// the same moment share one. Appending the same removal twice does no harm.
    ///
    /// # Errors
    /// [`ActionError::Internal`]: the removal must not be confirmed, and is to be appended again later.
    pub async fn append(&self, record: impl Into<JournalRecord>) -> Done<u64> {
        self.try_append(record.into()).await.map_err(|error| {
            tracing::error!(%error, "a removal could not be written into the journal; it is not confirmed");
            ActionError::Internal("the journal of removals cannot be written")
        })
    }

    async fn try_append(&self, record: JournalRecord) -> Result<u64, JournalError> {
        let (tell, told) = oneshot::channel();
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(Waiting { record, tell });
        // A task of its own: a visitor who goes away must not take others' entry with them.
        tokio::spawn(Arc::clone(&self.0).take_turn());
        told.await.unwrap_or(Err(JournalError::Stuck("the house is closing")))
    }

    /// How far it reaches now. Begins the journal where there is none, so that from the first backup on
    /// a missing journal is noticed.
    ///
    /// # Errors
    /// [`JournalError`].
    pub async fn head(&self) -> Result<JournalHead, JournalError> {
        let mut turn = self.0.turn.lock().await;
        self.0.catch_up(&mut turn).await?;
        let head = match *turn {
            Some(head) if head.number > 0 => head,
            _ => self.0.put(&mut turn, &[]).await?,
        };
        drop(turn);
        self.0.keep_head(head).await;
        Ok(head)
    }
}

impl Inner {
    async fn take_turn(self: Arc<Self>) {
        let mut turn = self.turn.lock().await;
        let mut batch = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let count = waiting.len().min(LINES_MAX);
            waiting.drain(..count).collect::<Vec<_>>()
        };
        if batch.is_empty() {
            return;
        }
        let records: Vec<JournalRecord> = batch.iter().map(|waiting| waiting.record.clone()).collect();
        let put = match self.ready(&mut turn).await {
            Ok(()) => self.put(&mut turn, &records).await,
            Err(error) => Err(error),
        };
        drop(turn);
        for Waiting { tell, .. } in batch.drain(..) {
            // Whoever asked may be gone; the removal stands.
            let _ = tell.send(put.as_ref().map(|head| head.number).map_err(Clone::clone));
        }
        if let Ok(head) = put {
            self.keep_head(head).await;
        }
    }

    /// Finds the head when this process first needs it.
    async fn ready(&self, turn: &mut Option<JournalHead>) -> Result<(), JournalError> {
        if turn.is_none() {
            self.shelf.insist_on_new().await?;
            *turn = Some(self.find_head().await?);
        }
        Ok(())
    }

    /// Reads what other processes appended.
    async fn catch_up(&self, turn: &mut Option<JournalHead>) -> Result<(), JournalError> {
        self.ready(turn).await?;
        while let Some(head) = *turn {
            match self.shelf.read(&entry::name(head.number + 1)).await {
                Ok(bytes) => *turn = Some(self.follow(&head, &bytes)?),
                Err(ShelfError::Missing { .. }) => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn follow(&self, head: &JournalHead, bytes: &[u8]) -> Result<JournalHead, JournalError> {
        let read = entry::read(self.signer.verifier(), head, bytes);
        read.map(|entry| entry.head).map_err(|why| JournalError::Entry {
            shelf: self.shelf.describe(),
            number: head.number + 1,
            why,
        })
    }

    async fn put(
        &self,
        turn: &mut Option<JournalHead>,
        records: &[JournalRecord],
    ) -> Result<JournalHead, JournalError> {
        let mut head = turn.unwrap_or(JournalHead::EMPTY);
        for _ in 0..TRIES_MAX {
            let written = entry::write(&self.signer, &self.vault, &head, records);
            let (next, bytes) =
                written.map_err(|_| JournalError::Stuck("it could not be sealed and signed"))?;
            let name = entry::name(next.number);
            if !self.shelf.put_new(&name, &bytes).await? {
                let there = self.shelf.read(&name).await?;
                // Ours, where a try before had no answer and yet arrived.
                if there != bytes {
                    head = self.follow(&head, &there)?;
                    *turn = Some(head);
                    continue;
                }
            }
            *turn = Some(next);
            return Ok(next);
        }
        Err(JournalError::Stuck("others took every number that was tried"))
    }

    /// The last entry: from the one that the head file knows of on, everything is read and checked.
    async fn find_head(&self) -> Result<JournalHead, JournalError> {
        let verifier = self.signer.verifier();
        let known = match &self.head_file {
            Some(path) => kept_head(path, verifier).unwrap_or_else(|error| {
                tracing::warn!(%error, "the kept head of the journal is not used");
                None
            }),
            None => None,
        };
        let start = match known {
            Some(known) if known.head.number > 0 => {
                let name = entry::name(known.head.number);
                let bytes = match self.shelf.read(&name).await {
                    Err(ShelfError::Missing { .. }) => {
                        let walked = walk(&self.shelf, verifier, &mut |_| Ok(())).await?;
                        return Err(short(&self.shelf, &walked, &known));
                    }
                    read => read?,
                };
                if entry::hash(&bytes) != known.head.hash {
                    return Err(exchanged(&self.shelf, &known));
                }
                known.head
            }
            _ => JournalHead::EMPTY,
        };
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = start.number;
        walk_from(&self.shelf, verifier, start, &mut |_| Ok(())).await
    }

    /// Keeps the head in its file, unless a later one is there. A file that cannot be written weakens the
    /// next start's check and stops nobody.
    async fn keep_head(&self, head: JournalHead) {
        let Some(path) = self.head_file.clone() else { return };
        let _one = self.keeping.lock().await;
        {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if *kept >= head.number {
                return;
            }
            *kept = head.number;
        }
        let text = entry::write_head(&self.signer, &head);
        let written = match text {
            Ok(text) => tokio::task::spawn_blocking(move || swap_file(&path, &text)).await,
            Err(_) => return,
        };
        if !matches!(written, Ok(Ok(()))) {
            tracing::warn!("how far the journal reaches could not be kept beside the checkpoint");
        }
    }
}

fn short(shelf: &Shelf, found: &JournalHead, known: &Known) -> JournalError {
    JournalError::Short {
        shelf: shelf.describe(),
        found: found.number,
        wanted: known.head.number,
        told_by: known.told_by,
    }
}

fn exchanged(shelf: &Shelf, known: &Known) -> JournalError {
    JournalError::Exchanged { shelf: shelf.describe(), number: known.head.number, told_by: known.told_by }
}

/// Writes beside the file and renames, without waiting for the disk: after a power cut the head that is
/// kept may be an older one, which checks less and refuses nobody. Waiting would cost each removal twice.
fn swap_file(path: &Path, text: &str) -> std::io::Result<()> {
    let fresh = path.with_extension("new");
    std::fs::write(&fresh, text)?;
    std::fs::rename(&fresh, path)
}

/// Writes beside the file and renames.
pub(crate) fn write_file(path: &Path, text: &str) -> std::io::Result<()> {
    let fresh = path.with_extension("new");
    std::fs::write(&fresh, text)?;
    std::fs::File::open(&fresh)?.sync_all()?;
    std::fs::rename(&fresh, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Writes how far a journal reaches into the file beside the checkpoint.
pub(crate) fn write_head_file(path: &Path, signer: &Signer, head: &JournalHead) -> Result<(), String> {
    let text = entry::write_head(signer, head).map_err(|e| e.to_string())?;
    write_file(path, &text).map_err(|e| format!("{} cannot be written: {e}", path.display()))
}

/// What stands in a head file; `None` where there is no such file.
///
/// # Errors
/// A sentence where it is there and cannot be believed.
pub fn kept_head(path: &Path, verifier: &Verifier) -> Result<Option<Known>, String> {
    let text = match std::fs::read_to_string(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(format!("{} cannot be read: {e}", path.display())),
        Ok(text) => text,
    };
    match entry::read_head(verifier, &text) {
        Ok(head) => Ok(Some(Known { head, told_by: "the file journal-head in the data folder" })),
        Err(e) => Err(format!("{} is forged or damaged: {e}", path.display())),
    }
}

/// Told each entry.
type Visit<'v> = dyn FnMut(Entry) -> Result<(), JournalError> + Send + 'v;

/// Reads the whole journal, checks every link, hands over each entry.
///
/// # Errors
/// [`JournalError`] at the first thing that is wrong.
pub(crate) async fn walk(
    shelf: &Shelf,
    verifier: &Verifier,
    visit: &mut Visit<'_>,
) -> Result<JournalHead, JournalError> {
    walk_from(shelf, verifier, JournalHead::EMPTY, visit).await
}

async fn walk_from(
    shelf: &Shelf,
    verifier: &Verifier,
    start: JournalHead,
    visit: &mut Visit<'_>,
) -> Result<JournalHead, JournalError> {
    let after = (start.number > 0).then(|| entry::name(start.number));
    let items = shelf.list("", after.as_deref()).await?;
    let mut numbers: Vec<u64> = items.iter().filter_map(|item| entry::number(&item.name)).collect();
    numbers.sort_unstable();
    let mut head = start;
    for number in numbers {
        if number != head.number + 1 {
            return Err(JournalError::Gap { shelf: shelf.describe(), number: head.number + 1 });
        }
        let bytes = shelf.read(&entry::name(number)).await?;
        let read = entry::read(verifier, &head, &bytes);
        let entry = read.map_err(|why| JournalError::Entry { shelf: shelf.describe(), number, why })?;
        head = entry.head;
        visit(entry)?;
    }
    Ok(head)
}

/// What a journal says.
#[derive(Clone, Debug)]
pub struct JournalRead {
    /// How far it reaches.
    pub head: JournalHead,
    /// Removals that can be read, each with the number of its entry.
    pub records: Vec<(u64, JournalRecord)>,
    /// Removals that nobody reads any more: every epoch of their time is destroyed, and with it every key
    /// part in which their people could come back.
    pub past: u64,
}

/// Reads a journal that must be there, and must reach as far as each of `known` says.
///
/// # Errors
/// [`JournalError`].
pub async fn read_journal(
    shelf: &Shelf,
    verifier: &Verifier,
    vault: &Vault,
    known: &[Known],
) -> Result<JournalRead, JournalError> {
    let (mut records, mut past) = (Vec::new(), 0);
    let held = vault.epochs();
    let mut visit = |entry: Entry| {
        let number = entry.head.number;
        let bad = |why| JournalError::Entry { shelf: shelf.describe(), number, why };
        match entry.open(vault) {
            Ok(found) => records.extend(found.into_iter().map(|record| (number, record))),
            // Oldest first: all that is there came later.
            Err(EntryError::Sealed(OpenError::NoEpoch { epoch })) if held.first() > Some(&epoch) => {
                past += entry.count;
            }
            Err(EntryError::Sealed(OpenError::NoEpoch { epoch })) => {
                let held = match (held.first(), held.last()) {
                    (Some(first), Some(last)) => format!("epochs {first} to {last}"),
                    _ => "none".to_owned(),
                };
                return Err(JournalError::Epoch { shelf: shelf.describe(), number, epoch, held });
            }
            Err(why) => return Err(bad(why)),
        }
        Ok(())
    };
    let head = walk(shelf, verifier, &mut visit).await?;
    if head.number == 0 {
        return Err(JournalError::Missing { shelf: shelf.describe() });
    }
    for known in known.iter().filter(|known| known.head.number > 0) {
        if known.head.number > head.number {
            return Err(short(shelf, &head, known));
        }
        let bytes = shelf.read(&entry::name(known.head.number)).await?;
        if entry::hash(&bytes) != known.head.hash {
            return Err(exchanged(shelf, known));
        }
    }
    Ok(JournalRead { head, records, past })
}
