//! Where backups and the journal lie outside the database: a folder, or a bucket of an S3-compatible
//! storage. Names are our own (`data/20261123-…`), never made from what people wrote.
//!
//! Whatever is acknowledged is durable: folders are synced, buckets answer after their own commit. An
//! error is a sentence for the operator; what a storage answers is never quoted, since it may hold
//! parts of a credential.

use std::path::{Path, PathBuf};

use crate::operator::shelf_bucket::{Bucket, BucketReader, BucketWriter};
use crate::operator::shelf_folder::{FolderReader, FolderWriter};
use crate::operator::{shelf_bucket, shelf_folder};

pub use crate::operator::shelf_item::{BucketKeys, Item, ShelfError};

/// The longest thing that [`Shelf::read`] takes, in bytes: manifests and journal entries.
pub const READ_BYTES_MAX: u64 = 4 << 20;

/// A place outside the database.
#[derive(Clone, Debug)]
pub struct Shelf(Place);

#[derive(Clone, Debug)]
enum Place {
    Folder(PathBuf),
    Bucket(Bucket),
}

impl Shelf {
    /// A folder; it is made when something is first put there.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self(Place::Folder(path.into()))
    }

    /// A folder's path, or `s3://bucket/prefix`.
    ///
    /// # Errors
    /// A sentence where the address cannot be one, or the keys of a bucket are missing.
    pub fn from_address(address: &str, keys: Option<&BucketKeys>) -> Result<Self, String> {
        match address.strip_prefix("s3://") {
            Some(rest) => Ok(Self(Place::Bucket(shelf_bucket::open(rest, keys)?))),
            None if address.contains("://") => Err(format!(
                "{address} is no place for backups: give a folder, or a bucket as in s3://bucket/prefix"
            )),
            None if address.is_empty() => Err("the place for backups has no name".to_owned()),
            None => Ok(Self::folder(address)),
        }
    }

    /// For people, without secrets.
    pub fn describe(&self) -> String {
        match &self.0 {
            Place::Folder(path) => path.display().to_string(),
            Place::Bucket(bucket) => bucket.describe(),
        }
    }

    /// The folder, where it is one.
    pub fn as_folder(&self) -> Option<&Path> {
        match &self.0 {
            Place::Folder(path) => Some(path),
            Place::Bucket(_) => None,
        }
    }

    /// Puts a small thing under a name that is free; false where there is one already. Of several at the
    /// same moment one succeeds.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn put_new(&self, name: &str, bytes: &[u8]) -> Result<bool, ShelfError> {
        match &self.0 {
            Place::Folder(path) => shelf_folder::put_new(path, name, bytes.to_vec()).await,
            Place::Bucket(bucket) => bucket.put_new(name, bytes).await,
        }
    }

    /// Refuses a storage that would overwrite what [`Shelf::put_new`] must not.
    ///
    /// # Errors
    /// [`ShelfError::Refused`].
    pub async fn insist_on_new(&self) -> Result<(), ShelfError> {
        match &self.0 {
            Place::Folder(_) => Ok(()),
            Place::Bucket(bucket) => bucket.insist_on_new().await,
        }
    }

    /// Begins something long; it is there only after [`ShelfWriter::finish`].
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn write(&self, name: &str) -> Result<ShelfWriter, ShelfError> {
        match &self.0 {
            Place::Folder(path) => FolderWriter::begin(path, name).await.map(ShelfWriter::Folder),
            Place::Bucket(bucket) => BucketWriter::begin(bucket, name).await.map(ShelfWriter::Bucket),
        }
    }

    /// Reads something small.
    ///
    /// # Errors
    /// [`ShelfError::Missing`], and where it is longer than [`READ_BYTES_MAX`].
    pub async fn read(&self, name: &str) -> Result<Vec<u8>, ShelfError> {
        let mut reader = self.open(name).await?;
        if reader.bytes() > READ_BYTES_MAX {
            let why = format!("{name} is longer than anything of its kind: it is damaged or foreign");
            return Err(ShelfError::Other { shelf: self.describe(), why });
        }
        let mut all = Vec::new();
        while let Some(chunk) = reader.next().await? {
            all.extend(chunk);
        }
        Ok(all)
    }

    /// Reads something long, piece by piece.
    ///
    /// # Errors
    /// [`ShelfError::Missing`].
    pub async fn open(&self, name: &str) -> Result<ShelfReader, ShelfError> {
        match &self.0 {
            Place::Folder(path) => FolderReader::open(path, name).await.map(ShelfReader::Folder),
            Place::Bucket(bucket) => BucketReader::open(bucket, name).await.map(ShelfReader::Bucket),
        }
    }

    /// What lies in a folder of the shelf ("": at its top), by name; from behind `after` on, where one is named.
    ///
    /// # Errors
    /// [`ShelfError`]. An empty or missing folder is an empty list.
    pub async fn list(&self, folder: &str, after: Option<&str>) -> Result<Vec<Item>, ShelfError> {
        let mut items = match &self.0 {
            Place::Folder(path) => shelf_folder::list(path, folder).await?,
            Place::Bucket(bucket) => bucket.list(folder, after).await?,
        };
        items.retain(|item| after.is_none_or(|after| item.name.as_str() > after));
        items.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(items)
    }

    /// Takes something away; it may be gone already.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn remove(&self, name: &str) -> Result<(), ShelfError> {
        match &self.0 {
            Place::Folder(path) => shelf_folder::remove(path, name).await,
            Place::Bucket(bucket) => bucket.remove(name).await,
        }
    }

    /// Takes away what a crash left half-written, where such a thing can be seen.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn clear_leftovers(&self, folder: &str) -> Result<u32, ShelfError> {
        match &self.0 {
            Place::Folder(path) => shelf_folder::clear_leftovers(path, folder).await,
            // A bucket shows nothing that was not completed.
            Place::Bucket(_) => Ok(0),
        }
    }
}

/// The places outside the database that one house uses.
#[derive(Clone, Debug)]
pub struct Shelves {
    /// The house's own folder, where the checkpoint lies: the journal's head is kept there, and rehearsals
    /// are made in it.
    pub folder: PathBuf,
    /// The journal of removals.
    pub journal: Shelf,
    /// Data parts of backups.
    pub data: Shelf,
    /// Key parts of backups.
    pub keys: Shelf,
}

impl Shelves {
    /// Everything in the house's own folder, unless the operator says otherwise.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        let backups = Shelf::folder(folder.join("backups"));
        Self { journal: Shelf::folder(folder.join("journal")), data: backups.clone(), keys: backups, folder }
    }

    /// Whether the operator said where backups go.
    pub(crate) fn backups_given(&self) -> bool {
        self.data.describe() != Self::in_folder(&self.folder).data.describe()
    }

    /// Where the journal's head is kept.
    pub fn head_file(&self) -> PathBuf {
        self.folder.join("journal-head")
    }
}

/// Something long that is being written.
#[derive(Debug)]
pub enum ShelfWriter {
    /// Into a folder.
    Folder(FolderWriter),
    /// Into a bucket.
    Bucket(BucketWriter),
}

impl ShelfWriter {
    /// Adds bytes.
    ///
    /// # Errors
    /// [`ShelfError`]; what was written is taken away by [`ShelfWriter::abort`].
    pub async fn push(&mut self, bytes: Vec<u8>) -> Result<(), ShelfError> {
        match self {
            Self::Folder(writer) => writer.push(bytes).await,
            Self::Bucket(writer) => writer.push(&bytes).await,
        }
    }

    /// Makes it durable under its name.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn finish(self) -> Result<(), ShelfError> {
        match self {
            Self::Folder(writer) => writer.finish().await,
            Self::Bucket(writer) => writer.finish().await,
        }
    }

    /// Gives it up.
    pub async fn abort(self) {
        match self {
            Self::Folder(writer) => writer.abort().await,
            Self::Bucket(writer) => writer.abort().await,
        }
    }
}

/// Something long that is being read.
pub enum ShelfReader {
    /// From a folder.
    Folder(FolderReader),
    /// From a bucket.
    Bucket(BucketReader),
}

impl ShelfReader {
    /// How long it is.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Folder(reader) => reader.bytes(),
            Self::Bucket(reader) => reader.bytes(),
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ShelfError> {
        match self {
            Self::Folder(reader) => reader.next().await,
            Self::Bucket(reader) => reader.next().await,
        }
    }
}
