//! One PostgreSQL connection: the facade over the synchronous driver, transactions, reconnecting.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use postgres::binary_copy::BinaryCopyInWriter;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::Type;
use postgres::{Client, Config, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::dialect::{self, postgres as pg};
use crate::faults::{Commit, Faults};
use crate::portable::Block;
use crate::query::Load;
use crate::{Connection, Ddl, Engine, Param, Query, Row, StoreError, Value};

/// How often a connection is tried before the caller is told, and the pause between, in milliseconds.
const CONNECT_ATTEMPTS_MAX: u32 = 3;
const CONNECT_PAUSE_MS: u64 = 100;
/// How long one attempt to connect may take, in seconds.
const CONNECT_SECONDS_MAX: u64 = 10;

/// Where to connect, shared by all sessions.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) config: Config,
    /// `None`: in the clear, to this machine or because the URL says `sslmode=disable`.
    pub(crate) tls: Option<MakeRustlsConnect>,
    pub(crate) faults: Option<Arc<dyn Faults>>,
}

impl Address {
    fn connect(&self, short: bool) -> Result<Client, StoreError> {
        let mut config = self.config.clone();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(CONNECT_SECONDS_MAX));
        }
        config.application_name("amanah");
        let opened = match &self.tls {
            Some(tls) => config.connect(tls.clone()),
            None => config.connect(NoTls),
        };
        let describe = |error: postgres::Error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            StoreError::Open(format!("{error}: {cause}"))
        };
        let mut client = opened.map_err(describe)?;
        client.batch_execute(pg::SESSION).map_err(describe)?;
        if short {
            client.batch_execute(pg::SESSION_SHORT).map_err(describe)?;
        }
        Ok(client)
    }
}

/// A connection that is opened when first needed and again after it broke.
pub(crate) struct PgSession {
    address: Address,
    /// Whether statements are cut off after a time.
    short: bool,
    open: Option<Open>,
}

struct Open {
    client: Client,
    /// By address of the query, which is a static.
    statements: HashMap<usize, Statement>,
}

/// Why a transaction did not end well.
pub(crate) enum Failure {
    /// Run it again: it collided, or the connection was lost before the commit was sent.
    Again(StoreError),
    /// The caller is told.
    Final(StoreError),
}

impl PgSession {
    pub(crate) fn new(address: Address, short: bool) -> Self {
        Self { address, short, open: None }
    }

    /// Opens the connection if it is not open.
    pub(crate) fn ready(&mut self) -> Result<(), StoreError> {
        if self.open.as_ref().is_some_and(|open| !open.client.is_closed()) {
            return Ok(());
        }
        self.open = None;
        let mut attempt = 1;
        loop {
            match self.address.connect(self.short) {
                Ok(client) => {
                    self.open = Some(Open { client, statements: HashMap::new() });
                    return Ok(());
                }
                Err(error) if attempt == CONNECT_ATTEMPTS_MAX => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(CONNECT_PAUSE_MS << attempt)),
            }
            attempt += 1;
        }
    }

    /// Runs statements one by one, each with its own snapshot.
    pub(crate) fn read<T>(&mut self, body: impl FnOnce(&mut PgConnection<'_>) -> T) -> Result<T, Failure> {
        self.ready().map_err(Failure::Final)?;
        let open = self.open.as_mut().ok_or(Failure::Final(StoreError::Lost))?;
        let mut db = PgConnection { open, failed: None, again: None };
        let out = body(&mut db);
        match db.again.take() {
            Some(error) => Err(self.again(error)),
            None => Ok(out),
        }
    }

    /// Runs `body` in a transaction begun with `begin` and commits it when `body` says so.
    /// `Ok(None)`: committed, or rolled back as `body` wished. `Ok(Some(error))`: rolled back since a
    /// statement had failed and `body` would have gone on. `what` is `None` where nothing is written.
    pub(crate) fn transaction(
        &mut self,
        begin: &str,
        what: Option<Commit>,
        body: &mut dyn FnMut(&mut PgConnection<'_>) -> bool,
    ) -> Result<Option<StoreError>, Failure> {
        self.ready().map_err(Failure::Final)?;
        let faults = self.address.faults.clone();
        let open = self.open.as_mut().ok_or(Failure::Final(StoreError::Lost))?;
        if let Err(error) = open.client.batch_execute(begin) {
            return Err(self.failure(&error));
        }
        let mut db = PgConnection { open, failed: None, again: None };
        let keep = body(&mut db);
        let PgConnection { open, failed, again } = db;
        if !keep || failed.is_some() {
            if let Err(error) = open.client.batch_execute("rollback") {
                // Without an answer the connection is of no more use; the server rolls back by itself.
                tracing::debug!(%error, "a rollback had no answer");
                self.open = None;
            }
            return match again {
                Some(error) => Err(self.again(error)),
                None => Ok(failed.filter(|_| keep).map(|error| StoreError::Doomed(error.to_string()))),
            };
        }
        let faults = faults.as_deref().zip(what);
        if faults.is_some_and(|(faults, what)| faults.before_commit(what)) {
            drop(open.client.batch_execute("rollback"));
            return Err(Failure::Final(StoreError::CommitFailed("injected".into())));
        }
        if let Err(error) = open.client.batch_execute("commit") {
            return Err(if pg::is_lost(&error) {
                self.open = None;
                Failure::Final(StoreError::CommitUnknown)
            } else if pg::is_collision(&error) {
                Failure::Again(StoreError::Collision { attempts: 1 })
            } else {
                Failure::Final(StoreError::CommitFailed(pg::classify(&error).to_string()))
            });
        }
        if faults.is_some_and(|(faults, what)| faults.after_commit(what)) {
            return Err(Failure::Final(StoreError::CommitUnknown));
        }
        Ok(None)
    }

    fn failure(&mut self, error: &postgres::Error) -> Failure {
        if pg::is_lost(error) || pg::is_collision(error) {
            self.again(pg::classify(error))
        } else {
            Failure::Final(pg::classify(error))
        }
    }

    /// A lost connection is opened anew by the next try.
    fn again(&mut self, error: StoreError) -> Failure {
        if error == StoreError::Lost {
            self.open = None;
        }
        Failure::Again(error)
    }
}

/// A connection for the length of one closure.
pub(crate) struct PgConnection<'s> {
    open: &'s mut Open,
    failed: Option<StoreError>,
    /// Set when running the closure again may help.
    again: Option<StoreError>,
}

impl PgConnection<'_> {
    fn fail(&mut self, error: &postgres::Error) -> StoreError {
        if pg::is_stale_plan(error) {
            self.open.statements.clear();
        }
        let again = pg::is_collision(error) || pg::is_lost(error);
        let error = pg::classify(error);
        if again {
            self.again.get_or_insert_with(|| error.clone());
        }
        self.failed.get_or_insert_with(|| error.clone());
        error
    }

    fn statement(&mut self, query: &'static Query, params: usize) -> Result<Statement, StoreError> {
        if let Some(error) = &self.failed {
            return Err(StoreError::Doomed(error.to_string()));
        }
        let key = std::ptr::from_ref(query).addr();
        let statement = match self.open.statements.get(&key) {
            Some(statement) => statement.clone(),
            None => {
                let statement = self.open.client.prepare(query.sql()).map_err(|e| self.fail(&e))?;
                self.open.statements.insert(key, statement.clone());
                statement
            }
        };
        if statement.params().len() != params {
            return Err(StoreError::Shape {
                query: query.name(),
                position: params,
                wanted: "another number of parameters",
                found: "this one",
            });
        }
        query.mark(Engine::Postgres);
        Ok(statement)
    }

    fn visit(
        &mut self,
        query: &'static Query,
        params: &[Param<'_>],
        visit: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let statement = self.statement(query, params.len())?;
        match stream(&mut self.open.client, &statement, params, &mut |row| visit(read_row(query, row)?)) {
            Ok(visited) => visited,
            Err(error) => Err(self.fail(&error)),
        }
    }
}

/// Outside: what the driver says; inside: what `visit` says.
fn stream(
    client: &mut Client,
    statement: &Statement,
    params: &[Param<'_>],
    visit: &mut dyn FnMut(&postgres::Row) -> Result<(), StoreError>,
) -> Result<Result<(), StoreError>, postgres::Error> {
    let mut rows = client.query_raw(statement, params.iter().copied())?;
    while let Some(row) = rows.next()? {
        if let Err(error) = visit(&row) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

/// Outside: what the driver says; inside: what the rows say. A copy that is given up changes nothing, and
/// the transaction with it.
fn copy(
    client: &mut Client,
    sql: &str,
    types: &[Type],
    rows: &mut Block<'_>,
) -> Result<Result<u64, StoreError>, postgres::Error> {
    let mut writer = BinaryCopyInWriter::new(client.copy_in(sql)?, types);
    loop {
        match rows.next_row() {
            Ok(Some(row)) => writer.write_raw(row.iter().copied())?,
            Ok(None) => return writer.finish().map(Ok),
            Err(error) => return Ok(Err(error)),
        }
    }
}

fn read_row(query: &'static Query, row: &postgres::Row) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(row.len());
    for (position, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(position).map(|v| v.map(Value::Int)),
            Type::INT4 => row.try_get::<_, Option<i32>>(position).map(|v| v.map(|v| Value::Int(v.into()))),
            Type::TEXT | Type::VARCHAR | Type::NAME => {
                row.try_get::<_, Option<String>>(position).map(|v| v.map(Value::Text))
            }
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(position).map(|v| v.map(Value::Blob)),
            _ => {
                return Err(StoreError::Shape {
                    query: query.name(),
                    position,
                    wanted: "BIGINT, TEXT or BYTEA",
                    found: "another type: cast it",
                });
            }
        };
        values.push(value.map_err(|error| pg::classify(&error))?.unwrap_or(Value::Null));
    }
    Ok(Row::new(query, values))
}

impl Connection for PgConnection<'_> {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn query(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        let mut out = Vec::new();
        self.visit(query, params, &mut |row| {
            out.push(row);
            Ok(())
        })?;
        Ok(out)
    }

    fn query_optional(
        &mut self,
        query: &'static Query,
        params: &[Param<'_>],
    ) -> Result<Option<Row>, StoreError> {
        let mut out = None;
        self.visit(query, params, &mut |row| match out.replace(row) {
            None => Ok(()),
            Some(_) => Err(StoreError::ManyRows { query: query.name() }),
        })?;
        Ok(out)
    }

    fn execute(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let statement = self.statement(query, params.len())?;
        let params: Vec<&(dyn postgres::types::ToSql + Sync)> =
            params.iter().map(|param| param as &(dyn postgres::types::ToSql + Sync)).collect();
        match self.open.client.execute(&statement, &params) {
            Ok(changed) => Ok(changed),
            Err(error) => Err(self.fail(&error)),
        }
    }

    fn each(
        &mut self,
        query: &'static Query,
        params: &[Param<'_>],
        visit: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        // The driver reads from the socket only as fast as rows are taken.
        self.visit(query, params, &mut |row| visit(&row))
    }

    fn fill(&mut self, load: &'static Load, rows: &mut Block<'_>) -> Result<u64, StoreError> {
        let statement = self.statement(&load.insert, rows.columns().len())?;
        match copy(&mut self.open.client, &load.copy, statement.params(), rows) {
            Ok(copied) => copied,
            Err(error) => Err(self.fail(&error)),
        }
    }

    fn define(&mut self, ddl: Ddl<'_>) -> Result<(), StoreError> {
        if let Some(error) = &self.failed {
            return Err(StoreError::Doomed(error.to_string()));
        }
        let text = dialect::definition(Engine::Postgres, ddl.0);
        match self.open.client.batch_execute(&text) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.fail(&error)),
        }
    }
}
