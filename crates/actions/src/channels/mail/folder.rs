//! A mailbox as a folder, in the form of Maildir: each message is a file in `new`, and moves to `cur` when it
//! is dealt with. Moving is one step of the file system.

use std::path::{Path, PathBuf};

use super::{MAIL_BYTES_MAX, MESSAGES_AT_ONCE_MAX, MailIn, MailboxFault, Verdict};
use crate::error::Done;
use crate::office::Office;

impl Office {
    pub(super) async fn empty_folder(
        &self,
        mail: &MailIn,
        folder: &Path,
    ) -> Done<Result<usize, MailboxFault>> {
        let files = match waiting(folder).await {
            Ok(files) => files,
            Err(fault) => return Ok(Err(fault)),
        };
        let mut count = 0;
        for path in files {
            let verdict = match bounded(&path).await {
                Ok(Some(raw)) => self.take_mail(mail, &raw).await?,
                Ok(None) => Verdict::Left,
                // Moved away meanwhile by somebody else.
                Err(_) => continue,
            };
            let flags = match verdict {
                Verdict::Done => "S",
                Verdict::Left => "F",
                Verdict::Later => continue,
            };
            if let Err(e) = moved(folder, &path, flags).await {
                return Ok(Err(MailboxFault(format!(
                    "a message in the mail folder cannot be moved: {}",
                    e.kind()
                ))));
            }
            count += 1;
        }
        Ok(Ok(count))
    }
}

async fn waiting(folder: &Path) -> Result<Vec<PathBuf>, MailboxFault> {
    let cannot = |e: std::io::Error| MailboxFault(format!("the mail folder cannot be read: {}", e.kind()));
    let mut entries = tokio::fs::read_dir(folder.join("new")).await.map_err(cannot)?;
    let mut files = Vec::new();
    while let Some(entry) = entries.next_entry().await.map_err(cannot)? {
        if entry.file_type().await.is_ok_and(|kind| kind.is_file()) {
            files.push(entry.path());
        }
    }
    // Names begin with the time.
    files.sort();
    files.truncate(MESSAGES_AT_ONCE_MAX);
    Ok(files)
}

/// `None` for one that is too long.
async fn bounded(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    if tokio::fs::metadata(path).await?.len() > MAIL_BYTES_MAX as u64 {
        return Ok(None);
    }
    tokio::fs::read(path).await.map(Some)
}

async fn moved(folder: &Path, path: &Path, flags: &str) -> std::io::Result<()> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("message");
    let bare = name.split(":2,").next().unwrap_or(name);
    let current = folder.join("cur");
    tokio::fs::create_dir_all(&current).await?;
    tokio::fs::rename(path, current.join(format!("{bare}:2,{flags}"))).await
}
