//! An empty PostgreSQL database for each test, on the private server that `./test` starts.
//!
//! What is not here: the server itself (see `scripts/test-services.sh`) and any table of ours.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use postgres::{Client, NoTls};

/// Set by `./test` to an address like `postgres://amanah@127.0.0.1:PORT/postgres`.
const SERVER_VARIABLE: &str = "AMANAH_TEST_POSTGRES";

/// Numbers the databases of this test program; the process id keeps programs apart.
static MADE: AtomicU32 = AtomicU32::new(0);

/// What went wrong, as a sentence for the person who reads the test's output.
#[derive(Debug)]
pub struct PgError(String);

impl fmt::Display for PgError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PgError {}

/// The private test server.
#[derive(Clone, Debug)]
pub struct PgServer {
    address: String,
}

impl PgServer {
    /// The server that `./test` started. Without one this is an error and never a skipped test: a
    /// test that did not run must not look like one that passed.
    pub fn from_env() -> Result<Self, PgError> {
        #[expect(clippy::disallowed_methods, reason = "./test hands the server's address to the tests this way")]
        let address = std::env::var(SERVER_VARIABLE).map_err(|_| {
            PgError(format!(
                "{SERVER_VARIABLE} is not set, so there is no PostgreSQL to test on. Run ./test, which starts \
                 one, or set it to the address of a server that may be filled with test databases."
            ))
        })?;
        Ok(Self { address })
    }

    /// Makes an empty database that is dropped with the returned value.
    pub fn fresh_database(&self) -> Result<PgDatabase, PgError> {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("amanah_test_{}_{number}", std::process::id());
        let url = with_database(&self.address, &name)
            .ok_or_else(|| PgError(format!("{SERVER_VARIABLE} is no address with a database at its end.")))?;
        // Another program with this process id may have been killed before it cleaned up.
        let statements = [drop_statement(&name), format!("create database {name} template template0")];
        run(&self.address, statements.to_vec())?;
        Ok(PgDatabase { server: self.clone(), name, url })
    }
}

/// A database of its own, dropped with this value even while connections to it are open.
#[derive(Debug)]
pub struct PgDatabase {
    server: PgServer,
    name: String,
    url: String,
}

impl PgDatabase {
    /// The address to connect to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for PgDatabase {
    /// An error is left: the whole server goes away at the end of `./test`, and a failing test must
    /// not fail a second time here.
    fn drop(&mut self) {
        let _ = run(&self.server.address, vec![drop_statement(&self.name)]);
    }
}

fn drop_statement(name: &str) -> String {
    format!("drop database if exists {name} with (force)")
}

/// Runs statements on a thread of its own: the synchronous driver refuses to work on an async one,
/// and tests call this from both.
fn run(address: &str, statements: Vec<String>) -> Result<(), PgError> {
    let server = address.to_owned();
    let work = move || -> Result<(), postgres::Error> {
        let mut client = Client::connect(&server, NoTls)?;
        for statement in &statements {
            client.batch_execute(statement)?;
        }
        Ok(())
    };
    match thread::spawn(work).join() {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(PgError(format!("PostgreSQL at {address} refused: {}", reason(&error)))),
        Err(_) => Err(PgError(format!("The connection to PostgreSQL at {address} broke down."))),
    }
}

/// The driver's own text says only `db error`; the cause is one level below.
fn reason(error: &postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// The same server with another database: replaces the last part of the path, keeps parameters.
fn with_database(address: &str, name: &str) -> Option<String> {
    let (path, parameters) = match address.split_once('?') {
        Some((path, parameters)) => (path, format!("?{parameters}")),
        None => (address, String::new()),
    };
    let (server, _) = path.rsplit_once('/')?;
    if server.ends_with('/') {
        return None;
    }
    Some(format!("{server}/{name}{parameters}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_replaced_and_parameters_stay() {
        assert_eq!(with_database("postgres://a@h:1/postgres", "x").as_deref(), Some("postgres://a@h:1/x"));
        assert_eq!(with_database("postgres://a@h/p?t=1", "x").as_deref(), Some("postgres://a@h/x?t=1"));
        assert_eq!(with_database("postgres://h", "x"), None);
    }
}
