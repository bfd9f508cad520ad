//! An S3-compatible server on this machine, for tests: `s3s-fs`, which is not ours, keeps the buckets in a
//! folder, checks signatures, and refuses to overwrite where it is told so.
#![expect(clippy::unwrap_used, reason = "a server that cannot be set up must stop the test")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// The access key that the server knows.
pub const ACCESS_KEY: &str = "AMANAHTESTACCESSKEY";
/// Its secret.
pub const SECRET_KEY: &str = "amanah-test-secret-0123456789";

static MADE: AtomicU32 = AtomicU32::new(0);

/// A server with one empty bucket, `house`; gone when it is dropped.
pub struct S3Server {
    endpoint: String,
    folder: PathBuf,
    served: JoinHandle<()>,
}

impl S3Server {
    /// Starts one on a free port.
    ///
    /// # Panics
    /// Where it cannot be set up.
    pub async fn start() -> Self {
        let made = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("amanah-s3-{}-{made}", std::process::id()));
        std::fs::create_dir_all(folder.join("house")).unwrap();
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(&folder).unwrap());
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let served = tokio::spawn(async move {
            // They end with the server.
            let mut connections = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                connections.spawn(async move {
                    // A client that goes away is no fault of the server's.
                    let _ = Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(socket), service)
                        .await;
                });
            }
        });
        Self { endpoint, folder, served }
    }

    /// Its address.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The folder of the bucket, to look at and to damage what lies in it.
    pub fn bucket(&self) -> PathBuf {
        self.folder.join("house")
    }

    /// Nobody answers any more; what it kept stays until it is dropped.
    pub async fn stop(&self) {
        self.served.abort();
        // Until the port is really closed.
        while !self.served.is_finished() {
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        self.served.abort();
        let _ = std::fs::remove_dir_all(Path::new(&self.folder));
    }
}
