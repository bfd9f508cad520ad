//! The place that a restore fills: kept from others while it is filled, under another name until it is
//! whole (SQLite), and cleared of what was cut off.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use amanah_store::StoreError;

use crate::operator::backup_error::BackupError;

/// Ends the name of a SQLite file that is being put back.
const UNFINISHED: &str = ".restoring";

/// SQLite has many words for a disk that takes no more.
pub(crate) fn told(error: BackupError, path: &Path) -> BackupError {
    let written = match &error {
        BackupError::Store(StoreError::CommitUnknown | StoreError::CommitFailed(_)) => false,
        BackupError::Store(StoreError::Engine(why)) => !why.contains("disk I/O"),
        _ => true,
    };
    if written {
        return error;
    }
    let why = "what came back could not be written: is the disk full? Nothing is there that would be taken for a \
               database; make room and run the same command again";
    BackupError::File { path: path.display().to_string(), why: why.to_owned() }
}

pub(crate) fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(UNFINISHED);
    PathBuf::from(name)
}

fn file_error(path: &Path, error: &std::io::Error) -> BackupError {
    use std::io::ErrorKind::*;
    let why = match error.kind() {
        StorageFull | QuotaExceeded => return BackupError::Store(StoreError::DiskFull),
        PermissionDenied => "this user may not write there".to_owned(),
        NotFound => "there is no such folder; make it first".to_owned(),
        _ => error.to_string(),
    };
    BackupError::File { path: path.display().to_string(), why }
}

/// Keeps others from restoring into the same place, for as long as the file is open.
pub(crate) fn alone(lock: &Path) -> Result<File, BackupError> {
    let file = File::options().create(true).truncate(false).write(true).open(lock);
    let file = file.map_err(|e| file_error(lock, &e))?;
    file.try_lock().map_err(|_| BackupError::UnderWay)?;
    Ok(file)
}

/// Removes a SQLite file with what lies beside it.
pub(crate) fn clear(path: &Path) -> Result<(), BackupError> {
    for end in ["", "-wal", "-shm", "-journal", ".lock"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match fs::remove_file(&name) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(file_error(Path::new(&name), &e));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The last step on SQLite: the finished file gets its name.
pub(crate) fn give_name(path: &Path) -> Result<(), BackupError> {
    let (from, folder) = (unfinished(path), path.parent().unwrap_or(Path::new(".")));
    let named = File::open(&from)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&from, path))
        .and_then(|()| File::open(folder)?.sync_all());
    named.map_err(|e| file_error(path, &e))?;
    clear(&from)?;
    Ok(())
}
