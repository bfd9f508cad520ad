//! Opens PostgreSQL: a small pool of blocking threads with a connection each, one for scans, and the
//! appender of the ledger.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use amanah_domain::Clock;
use crossbeam_channel::{Receiver, bounded};
use postgres::Config;
use postgres::config::{Host, SslMode};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::postgres_again::persevere;
use super::postgres_appender::Appender;
use super::postgres_session::{Address, PgSession};
use super::work::{Task, Work};
use super::{Queues, Running, SCANS_WAITING_MAX, WAITING_MAX, spawn};
use crate::faults::Commit;
use crate::{Faults, StoreError};

/// Unique keys and row locks carry the invariants, not the isolation level.
const BEGIN_WRITE: &str = "begin isolation level read committed read write";
const BEGIN_SCAN: &str = "begin isolation level repeatable read read only";

pub(crate) fn open(
    url: &str,
    pool_size: usize,
    tls_roots: Option<&Path>,
    clock: Arc<dyn Clock>,
    faults: Option<Arc<dyn Faults>>,
) -> Result<Running, StoreError> {
    let address = address(url, tls_roots, faults)?;
    let (work, waiting) = bounded(WAITING_MAX);
    let (scan, scan_work) = bounded(SCANS_WAITING_MAX);
    let (ledger, ledger_work) = bounded(WAITING_MAX);
    // One connection is opened here, so that a wrong address is told at start and not to a visitor.
    // On a thread of its own, since the driver blocks and the caller may be an async thread.
    let mut first = PgSession::new(address.clone(), true);
    let first = std::thread::spawn(move || first.ready().map(|()| first));
    let first = first.join().map_err(|_| StoreError::Open("the first connection panicked".into()))??;
    let mut sessions = vec![first];
    sessions.resize_with(pool_size.max(1), || PgSession::new(address.clone(), true));
    let mut threads = Vec::new();
    for (number, session) in sessions.into_iter().enumerate() {
        let waiting = waiting.clone();
        threads.push(spawn(format!("store-pg-{number}"), move || serve(session, &waiting, false))?);
    }
    let session = PgSession::new(address.clone(), false);
    threads.push(spawn("store-pg-scan".into(), move || serve(session, &scan_work, true))?);
    let appender = Appender::new(PgSession::new(address, true), clock);
    threads.push(spawn("store-pg-ledger".into(), move || appender.serve(&ledger_work))?);
    let queues = Queues { read: work.clone(), write: work, scan, ledger };
    Ok(Running { queues, threads, lock: None })
}

/// TLS is used when the URL asks (`sslmode=require`) and whenever the server is not this machine; only
/// `sslmode=disable` sends data in the clear over a network, and says so by its name.
fn address(
    url: &str,
    tls_roots: Option<&Path>,
    faults: Option<Arc<dyn Faults>>,
) -> Result<Address, StoreError> {
    // The driver's message may quote the URL and with it a password, so it is not repeated.
    let mut config =
        Config::from_str(url).map_err(|_| StoreError::Open("the PostgreSQL URL cannot be read".into()))?;
    let local = config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
    });
    let tls = match config.get_ssl_mode() {
        SslMode::Disable => None,
        SslMode::Prefer if local => None,
        _ => Some(connector(tls_roots)?),
    };
    config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
    Ok(Address { config, tls, faults })
}

fn connector(tls_roots: Option<&Path>) -> Result<MakeRustlsConnect, StoreError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let roots = match tls_roots {
        Some(path) => {
            let unreadable = |error: &dyn std::fmt::Display| {
                StoreError::Open(format!("certificates in {}: {error}", path.display()))
            };
            let mut roots = rustls::RootCertStore::empty();
            for certificate in CertificateDer::pem_file_iter(path).map_err(|e| unreadable(&e))? {
                let certificate = certificate.map_err(|e| unreadable(&e))?;
                roots.add(certificate).map_err(|e| unreadable(&e))?;
            }
            roots
        }
        None => {
            // The public roots come with the driver's crate, which wants a default provider for them.
            // Setting it fails when one is set already, which is as good.
            drop(rustls::crypto::CryptoProvider::install_default((*provider).clone()));
            return Ok(MakeRustlsConnect::with_webpki_roots());
        }
    };
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Open(format!("TLS: {error}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn serve(mut session: PgSession, work: &Receiver<Work>, snapshot: bool) {
    while let Ok(work) = work.recv() {
        match work {
            Work::Read(task) if task.is_abandoned() => {}
            Work::Read(mut task) if snapshot => {
                let verdict = transact(&mut session, BEGIN_SCAN, None, task.as_mut());
                task.finish(verdict);
            }
            Work::Read(mut task) => {
                let verdict = persevere(|| session.read(|db| task.run(db))).map(drop);
                task.finish(verdict);
            }
            Work::Write(mut task) => {
                let verdict = transact(&mut session, BEGIN_WRITE, Some(Commit::Work), task.as_mut());
                task.finish(verdict);
            }
            other => other.fail(StoreError::NoLog),
        }
    }
}

fn transact(
    session: &mut PgSession,
    begin: &str,
    what: Option<Commit>,
    task: &mut dyn Task,
) -> Result<(), StoreError> {
    let doomed = persevere(|| session.transaction(begin, what, &mut |db| task.run(db)))?;
    doomed.map_or(Ok(()), Err)
}
