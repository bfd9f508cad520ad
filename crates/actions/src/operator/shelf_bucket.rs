//! The shelf that is a bucket of an S3-compatible storage.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientOptions, Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload,
    RetryConfig, WriteMultipart,
};

use crate::operator::shelf_item::{BucketKeys, Item, ShelfError};

/// Bytes of a part of an upload: with the 10,000 parts that S3 allows, 160 GB.
const PART_BYTES: usize = 16 << 20;
/// Parts on their way at a time.
const PARTS_AT_ONCE_MAX: usize = 2;
/// Tries of a request, and the seconds after which none is made any more.
const RETRIES_MAX: usize = 3;
const RETRY_SECONDS_MAX: u64 = 20;
const CONNECT_SECONDS_MAX: u64 = 5;
/// Seconds without a byte after which a transfer has failed.
const SILENCE_SECONDS_MAX: u64 = 30;
/// Put twice, to see whether the second one is refused.
const PROBE: &str = "only-if-absent";

type Listing<T> = Pin<Box<dyn Stream<Item = object_store::Result<T>> + Send>>;

async fn next<T>(stream: &mut Listing<T>) -> Option<object_store::Result<T>> {
    std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await
}

/// A bucket, and a prefix in it.
#[derive(Clone)]
pub(crate) struct Bucket {
    store: Arc<AmazonS3>,
    bucket: String,
    prefix: String,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({})", self.describe())
    }
}

pub(crate) fn open(address: &str, keys: Option<&BucketKeys>) -> Result<Bucket, String> {
    let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
    if bucket.is_empty() || !bucket.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)) {
        return Err(
            "a bucket is written as in s3://bucket/prefix, with letters, digits, dots and hyphens".to_owned()
        );
    }
    let keys = keys.ok_or(
        "a bucket needs keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_ENDPOINT_URL for a \
         storage of your own",
    )?;
    let retry = RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: RETRIES_MAX,
        retry_timeout: Duration::from_secs(RETRY_SECONDS_MAX),
    };
    let client = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(CONNECT_SECONDS_MAX))
        .with_read_timeout(Duration::from_secs(SILENCE_SECONDS_MAX))
        .with_timeout_disabled();
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_access_key_id(&keys.access_key)
        .with_secret_access_key(&keys.secret_key)
        .with_region(keys.region.as_deref().unwrap_or("us-east-1"))
        .with_retry(retry);
    let mut plain = false;
    if let Some(endpoint) = &keys.endpoint {
        plain = endpoint.starts_with("http://");
        let host = endpoint.trim_start_matches("http://");
        let host = host.split(['/', ':']).next().unwrap_or_default();
        if plain && !["localhost", "127.0.0.1", "[::1]", "["].contains(&host) {
            return Err(
                "the storage's address must begin with https://: over plain http anybody on the way \
                        could take away or exchange what is sent"
                    .to_owned(),
            );
        }
        builder = builder.with_endpoint(endpoint);
    }
    if let Some(token) = &keys.token {
        builder = builder.with_token(token);
    }
    let built = builder.with_client_options(client.with_allow_http(plain)).with_allow_http(plain).build();
    // The builder's own message may quote what it was given.
    let store = built.map_err(|_| {
        format!("the storage of s3://{bucket} cannot be used: look at AWS_ENDPOINT_URL and AWS_REGION")
    })?;
    Ok(Bucket {
        store: Arc::new(store),
        bucket: bucket.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
    })
}

impl Bucket {
    pub(crate) fn describe(&self) -> String {
        match self.prefix.as_str() {
            "" => format!("s3://{}", self.bucket),
            prefix => format!("s3://{}/{prefix}", self.bucket),
        }
    }

    fn path(&self, name: &str) -> Path {
        // A path drops empty parts.
        Path::from(format!("{}/{name}", self.prefix))
    }

    /// What an error means; its own text is left out, since it may quote an access key.
    fn error(&self, name: &str, error: &Error) -> ShelfError {
        let shelf = self.describe();
        match error {
            Error::NotFound { .. } => ShelfError::Missing { name: name.to_owned(), shelf },
            Error::Unauthenticated { .. } | Error::PermissionDenied { .. } => ShelfError::Refused {
                shelf,
                why: "the keys do not open it; look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and at \
                      what they may do in this bucket",
            },
            other if never_answered(other) => ShelfError::Away { shelf },
            _ => ShelfError::Other {
                shelf,
                why: format!("{name} could not be used: the storage gave an error"),
            },
        }
    }

    pub(crate) async fn put_new(&self, name: &str, bytes: &[u8]) -> Result<bool, ShelfError> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        let payload = PutPayload::from(bytes.to_vec());
        match self.store.put_opts(&self.path(name), payload, options).await {
            Ok(_) => Ok(true),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(false),
            Err(e) => Err(self.error(name, &e)),
        }
    }

    pub(crate) async fn insist_on_new(&self) -> Result<(), ShelfError> {
        self.put_new(PROBE, PROBE.as_bytes()).await?;
        if self.put_new(PROBE, PROBE.as_bytes()).await? {
            return Err(ShelfError::Refused {
                shelf: self.describe(),
                why: "this storage overwrites although it is told not to (If-None-Match), so two processes could \
                      write over each other's journal; take a storage that keeps to it",
            });
        }
        Ok(())
    }

    pub(crate) async fn list(&self, folder: &str, after: Option<&str>) -> Result<Vec<Item>, ShelfError> {
        let path = self.path(folder);
        let prefix = (!path.as_ref().is_empty()).then_some(&path);
        let mut stream: Listing<_> = match after {
            Some(after) => self.store.list_with_offset(prefix, &self.path(after)),
            None => self.store.list(prefix),
        };
        let mut items = Vec::new();
        while let Some(found) = next(&mut stream).await {
            let found = found.map_err(|e| self.error(folder, &e))?;
            let name = found.location.filename().unwrap_or_default();
            let name = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            items.push(Item { name, bytes: found.size });
        }
        Ok(items)
    }

    pub(crate) async fn remove(&self, name: &str) -> Result<(), ShelfError> {
        match self.store.delete(&self.path(name)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(e) => Err(self.error(name, &e)),
        }
    }
}

/// Whether no answer came at all: nobody listens, the name is unknown, the line was silent.
fn never_answered(error: &Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(at) = source {
        if at.is::<object_store::client::HttpError>() || at.is::<std::io::Error>() {
            return true;
        }
        source = at.source();
    }
    false
}

/// An upload that is under way.
pub struct BucketWriter {
    bucket: Bucket,
    name: String,
    upload: WriteMultipart,
}

impl std::fmt::Debug for BucketWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BucketWriter({})", self.name)
    }
}

impl BucketWriter {
    pub(crate) async fn begin(bucket: &Bucket, name: &str) -> Result<Self, ShelfError> {
        let begun = bucket.store.put_multipart(&bucket.path(name)).await;
        let upload = begun.map_err(|e| bucket.error(name, &e))?;
        let upload = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
        Ok(Self { bucket: bucket.clone(), name: name.to_owned(), upload })
    }

    pub(crate) async fn push(&mut self, bytes: &[u8]) -> Result<(), ShelfError> {
        let free = self.upload.wait_for_capacity(PARTS_AT_ONCE_MAX).await;
        free.map_err(|e| self.bucket.error(&self.name, &e))?;
        self.upload.write(bytes);
        Ok(())
    }

    pub(crate) async fn finish(self) -> Result<(), ShelfError> {
        let done = self.upload.finish().await;
        done.map(drop).map_err(|e| self.bucket.error(&self.name, &e))
    }

    pub(crate) async fn abort(self) {
        // Where the storage is away its own rule for unfinished uploads takes them away.
        let _ = self.upload.abort().await;
    }
}

/// A download that is under way.
pub struct BucketReader {
    bucket: Bucket,
    name: String,
    bytes: u64,
    stream: Pin<Box<dyn Stream<Item = object_store::Result<Piece>> + Send>>,
}

/// A piece as the client hands it over.
type Piece = <PutPayload as IntoIterator>::Item;

impl std::fmt::Debug for BucketReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BucketReader({})", self.name)
    }
}

impl BucketReader {
    pub(crate) async fn open(bucket: &Bucket, name: &str) -> Result<Self, ShelfError> {
        let found = bucket.store.get(&bucket.path(name)).await.map_err(|e| bucket.error(name, &e))?;
        let bytes = found.meta.size;
        Ok(Self { bucket: bucket.clone(), name: name.to_owned(), bytes, stream: found.into_stream() })
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>, ShelfError> {
        match next(&mut self.stream).await {
            None => Ok(None),
            Some(Ok(piece)) => Ok(Some(piece.to_vec())),
            Some(Err(e)) => Err(self.bucket.error(&self.name, &e)),
        }
    }
}
