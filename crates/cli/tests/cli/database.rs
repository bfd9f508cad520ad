//! The database behind a server's back, on either engine: to look at rows, and to turn the clock.

use std::path::{Path, PathBuf};
use std::thread;

use amanah_testkit::postgres::{PgDatabase, PgServer};
use postgres::{Client, NoTls};

/// Where a server keeps its rows.
pub(crate) enum Database {
    /// `amanah.db` in a folder.
    Sqlite(PathBuf),
    /// A database of the private server.
    Postgres(PgDatabase),
    /// The same by its address alone: somebody else drops it.
    Named(String),
}

impl Database {
    pub(crate) fn sqlite(data: &Path) -> Self {
        Self::Sqlite(data.join("amanah.db"))
    }

    pub(crate) fn postgres() -> Self {
        let server = PgServer::from_env().unwrap_or_else(|e| panic!("{e}"));
        Self::Postgres(server.fresh_database().unwrap_or_else(|e| panic!("{e}")))
    }

    /// What names it on a command line.
    pub(crate) fn arguments(&self) -> Vec<&str> {
        match self {
            Self::Sqlite(_) => Vec::new(),
            Self::Postgres(_) | Self::Named(_) => vec!["--postgres", self.url()],
        }
    }

    fn url(&self) -> &str {
        match self {
            Self::Sqlite(_) => "",
            Self::Postgres(database) => database.url(),
            Self::Named(url) => url,
        }
    }

    /// Runs statements.
    pub(crate) fn run(&self, sql: &str) {
        match self {
            Self::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
            _ => with(self.url(), |client| client.batch_execute(sql).unwrap()),
        }
    }

    /// A number.
    pub(crate) fn number(&self, sql: &str) -> i64 {
        match self {
            Self::Sqlite(path) => {
                rusqlite::Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
            }
            _ => with(self.url(), |client| client.query_one(sql, &[]).unwrap().get(0)),
        }
    }

    /// A text.
    pub(crate) fn text(&self, sql: &str) -> String {
        match self {
            Self::Sqlite(path) => {
                rusqlite::Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
            }
            _ => with(self.url(), |client| client.query_one(sql, &[]).unwrap().get(0)),
        }
    }
}

/// On a thread of its own: the driver refuses to work on an async one.
fn with<T: Send>(url: &str, work: impl FnOnce(&mut Client) -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(|| work(&mut Client::connect(url, NoTls).unwrap())).join().unwrap())
}
