//! The shelf that is a folder. What is being written has a name that nobody reads; it gets its own when
//! it is on the disk, and the folder is synced after it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::operator::shelf_item::{Item, ShelfError};

/// Ends the names of what is being written.
const UNFINISHED: &str = ".unfinished";
/// Bytes read at a time.
const PIECE_BYTES: usize = 1 << 20;

fn error(shelf: &Path, name: &str, error: &io::Error) -> ShelfError {
    use io::ErrorKind::*;
    let shelf = shelf.display().to_string();
    match error.kind() {
        NotFound => ShelfError::Missing { name: name.to_owned(), shelf },
        StorageFull | QuotaExceeded => ShelfError::Full { shelf },
        PermissionDenied => ShelfError::Refused { shelf, why: "this user may not do that there" },
        ReadOnlyFilesystem => ShelfError::Refused { shelf, why: "the disk is mounted read-only" },
        FileTooLarge => {
            ShelfError::Refused { shelf, why: "a file would become larger than this user's files may be" }
        }
        NotADirectory => ShelfError::Refused { shelf, why: "it is a file, where a folder is needed" },
        other => ShelfError::Other { shelf, why: format!("{name} cannot be used ({other})") },
    }
}

/// File work off the async threads.
async fn off<T: Send + 'static>(
    shelf: &Path,
    name: &str,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, ShelfError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(io::Error::other("a thread ended"))).map_err(|e| error(shelf, name, &e))
}

/// Makes the folder above a name, for its owner alone.
fn make_folder(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
    let mut builder = fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(builder.recursive(true), 0o700);
    builder.create(&folder)?;
    Ok(folder)
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn begin(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(UNFINISHED);
    PathBuf::from(name)
}

pub(crate) async fn put_new(shelf: &Path, name: &str, bytes: Vec<u8>) -> Result<bool, ShelfError> {
    let path = shelf.join(name);
    off(shelf, name, move || {
        let folder = make_folder(&path)?;
        if path.exists() {
            return Ok(false);
        }
        // Another process may write the same name; a thread of this one has its own number.
        let mut fresh = path.as_os_str().to_owned();
        fresh.push(format!(".{}-{:?}{UNFINISHED}", std::process::id(), std::thread::current().id()));
        let fresh = PathBuf::from(fresh);
        let _ = fs::remove_file(&fresh);
        let written = begin(&fresh).and_then(|mut file| {
            file.write_all(&bytes)?;
            file.sync_data()?;
            // Unlike a rename, a link never takes the place of what is there.
            match fs::hard_link(&fresh, &path) {
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(false),
                linked => linked.map(|()| true),
            }
        });
        let _ = fs::remove_file(&fresh);
        let written = written?;
        // Also where another one was quicker: what is read next must stay.
        sync_folder(&folder)?;
        Ok(written)
    })
    .await
}

pub(crate) async fn list(shelf: &Path, folder: &str) -> Result<Vec<Item>, ShelfError> {
    let (path, prefix) = (shelf.join(folder), folder.to_owned());
    off(shelf, folder, move || {
        let entries = match fs::read_dir(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut items = Vec::new();
        for entry in entries {
            let entry = entry?;
            let meta = entry.metadata()?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if meta.is_file() && !name.ends_with(UNFINISHED) {
                let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
                items.push(Item { name, bytes: meta.len() });
            }
        }
        Ok(items)
    })
    .await
}

pub(crate) async fn remove(shelf: &Path, name: &str) -> Result<(), ShelfError> {
    let path = shelf.join(name);
    off(shelf, name, move || match fs::remove_file(&path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.and_then(|()| sync_folder(path.parent().unwrap_or(Path::new(".")))),
    })
    .await
}

/// What nobody holds a lock on any more was left by a crash.
pub(crate) async fn clear_leftovers(shelf: &Path, folder: &str) -> Result<u32, ShelfError> {
    let path = shelf.join(folder);
    off(shelf, folder, move || {
        let entries = match fs::read_dir(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(0),
            entries => entries?,
        };
        let mut cleared = 0;
        for entry in entries {
            let path = entry?.path();
            if !path.to_string_lossy().ends_with(UNFINISHED) {
                continue;
            }
            if File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
                fs::remove_file(&path)?;
                cleared += 1;
            }
        }
        Ok(cleared)
    })
    .await
}

/// A file that is being written.
#[derive(Debug)]
pub struct FolderWriter {
    shelf: PathBuf,
    name: String,
    file: Option<File>,
}

impl FolderWriter {
    pub(crate) async fn begin(shelf: &Path, name: &str) -> Result<Self, ShelfError> {
        let path = shelf.join(name);
        let file = off(shelf, name, move || {
            make_folder(&path)?;
            let file = begin(&unfinished(&path))?;
            // Ends with the process, however that ends: what has no lock is a leftover.
            file.lock()?;
            Ok(file)
        });
        Ok(Self { shelf: shelf.to_owned(), name: name.to_owned(), file: Some(file.await?) })
    }

    pub(crate) async fn push(&mut self, bytes: Vec<u8>) -> Result<(), ShelfError> {
        let Some(mut file) = self.file.take() else {
            let why = "the file was given up".to_owned();
            return Err(ShelfError::Other { shelf: self.shelf.display().to_string(), why });
        };
        let file = off(&self.shelf, &self.name, move || file.write_all(&bytes).map(|()| file));
        self.file = Some(file.await?);
        Ok(())
    }

    pub(crate) async fn finish(mut self) -> Result<(), ShelfError> {
        let (path, file) = (self.shelf.join(&self.name), self.file.take());
        off(&self.shelf, &self.name, move || {
            file.ok_or(io::ErrorKind::BrokenPipe)?.sync_all()?;
            fs::rename(unfinished(&path), &path)?;
            sync_folder(path.parent().unwrap_or(Path::new(".")))
        })
        .await
    }

    pub(crate) async fn abort(self) {
        let path = unfinished(&self.shelf.join(&self.name));
        // A leftover that stays is cleared by the next backup.
        let _ = off(&self.shelf, &self.name, move || fs::remove_file(path)).await;
    }
}

/// A file that is being read.
#[derive(Debug)]
pub struct FolderReader {
    shelf: PathBuf,
    name: String,
    bytes: u64,
    file: Option<File>,
}

impl FolderReader {
    pub(crate) async fn open(shelf: &Path, name: &str) -> Result<Self, ShelfError> {
        let path = shelf.join(name);
        let opened = off(shelf, name, move || {
            let file = File::open(path)?;
            let bytes = file.metadata()?.len();
            Ok((file, bytes))
        });
        let (file, bytes) = opened.await?;
        Ok(Self { shelf: shelf.to_owned(), name: name.to_owned(), bytes, file: Some(file) })
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>, ShelfError> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        let read = off(&self.shelf, &self.name, move || {
            let mut piece = Vec::with_capacity(PIECE_BYTES);
            (&mut file).take(PIECE_BYTES as u64).read_to_end(&mut piece)?;
            Ok((file, piece))
        });
        let (file, piece) = read.await?;
        if piece.is_empty() {
            return Ok(None);
        }
        self.file = Some(file);
        Ok(Some(piece))
    }
}
