//! The facade over rusqlite. Statements are prepared once per connection; parameters are borrowed.

use rusqlite::types::ValueRef;

use crate::dialect::{self, sqlite};
use crate::portable::Block;
use crate::query::Load;
use crate::{Connection, Ddl, Engine, Param, Query, Row, StoreError, Value};

/// Runs a statement without parameters or answer.
pub(crate) fn run(raw: &rusqlite::Connection, sql: &str) -> Result<(), StoreError> {
    raw.prepare_cached(sql)
        .and_then(|mut statement| statement.raw_execute())
        .map(drop)
        .map_err(|e| sqlite::classify(&e))
}

/// A connection for the length of one closure.
pub(crate) struct SqliteConnection<'c> {
    raw: &'c rusqlite::Connection,
    failed: Option<StoreError>,
}

impl<'c> SqliteConnection<'c> {
    pub(crate) fn new(raw: &'c rusqlite::Connection) -> Self {
        Self { raw, failed: None }
    }

    /// The first statement that failed, if any.
    pub(crate) fn failed(self) -> Option<StoreError> {
        self.failed
    }

    fn fail(&mut self, error: &rusqlite::Error) -> StoreError {
        let error = sqlite::classify(error);
        self.failed.get_or_insert_with(|| error.clone());
        error
    }

    fn statement(
        &mut self,
        query: &'static Query,
        params: &[Param<'_>],
    ) -> Result<rusqlite::CachedStatement<'c>, StoreError> {
        if let Some(error) = &self.failed {
            return Err(StoreError::Doomed(error.to_string()));
        }
        let raw = self.raw;
        let mut statement = raw.prepare_cached(query.sql()).map_err(|e| self.fail(&e))?;
        if statement.parameter_count() != params.len() {
            // SQLite would take the missing ones as NULL.
            return Err(StoreError::Shape {
                query: query.name(),
                position: params.len(),
                wanted: "another number of parameters",
                found: "this one",
            });
        }
        query.mark(Engine::Sqlite);
        for (position, param) in (1usize..).zip(params) {
            statement.raw_bind_parameter(position, param).map_err(|e| self.fail(&e))?;
        }
        Ok(statement)
    }
}

/// Reads a row into `out`. The memory of bytes that lie there already is used again: whoever walks over a
/// table asks for none after the first row.
fn read_row(
    query: &'static Query,
    row: &rusqlite::Row<'_>,
    columns: usize,
    out: &mut Vec<Value>,
) -> Result<(), StoreError> {
    out.resize(columns, Value::Null);
    for (position, place) in out.iter_mut().enumerate() {
        let shape = |found| StoreError::Shape { query: query.name(), position, wanted: "a value", found };
        match (row.get_ref(position).map_err(|e| sqlite::classify(&e))?, place) {
            (ValueRef::Blob(value), Value::Blob(bytes)) => {
                bytes.clear();
                bytes.extend_from_slice(value);
            }
            (ValueRef::Blob(value), place) => *place = Value::Blob(value.to_vec()),
            (ValueRef::Null, place) => *place = Value::Null,
            (ValueRef::Integer(value), place) => *place = Value::Int(value),
            (ValueRef::Text(value), place) => {
                let text = str::from_utf8(value).map_err(|_| shape("text that is not UTF-8"))?;
                *place = Value::Text(text.to_owned());
            }
            (ValueRef::Real(_), _) => return Err(shape("a float")),
        }
    }
    Ok(())
}

impl Connection for SqliteConnection<'_> {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn query(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.statement(query, params)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        while let Some(row) = rows.next().map_err(|e| self.fail(&e))? {
            let mut values = Vec::with_capacity(columns);
            read_row(query, row, columns, &mut values)?;
            out.push(Row::new(query, values));
        }
        Ok(out)
    }

    fn query_optional(
        &mut self,
        query: &'static Query,
        params: &[Param<'_>],
    ) -> Result<Option<Row>, StoreError> {
        let mut statement = self.statement(query, params)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let Some(row) = rows.next().map_err(|e| self.fail(&e))? else {
            return Ok(None);
        };
        let mut values = Vec::with_capacity(columns);
        read_row(query, row, columns, &mut values)?;
        if rows.next().map_err(|e| self.fail(&e))?.is_some() {
            return Err(StoreError::ManyRows { query: query.name() });
        }
        Ok(Some(Row::new(query, values)))
    }

    fn execute(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let mut statement = self.statement(query, params)?;
        let changed = statement.raw_execute().map_err(|e| self.fail(&e))?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn each(
        &mut self,
        query: &'static Query,
        params: &[Param<'_>],
        visit: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.statement(query, params)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut out = Row::new(query, Vec::with_capacity(columns));
        while let Some(row) = rows.next().map_err(|e| self.fail(&e))? {
            read_row(query, row, columns, out.values_mut())?;
            visit(&out)?;
        }
        Ok(())
    }

    fn fill(&mut self, load: &'static Load, rows: &mut Block<'_>) -> Result<u64, StoreError> {
        if let Some(error) = &self.failed {
            return Err(StoreError::Doomed(error.to_string()));
        }
        let raw = self.raw;
        let mut statement = raw.prepare_cached(load.insert.sql()).map_err(|e| self.fail(&e))?;
        load.insert.mark(Engine::Sqlite);
        let mut added = 0;
        while let Some(row) = rows.next_row()? {
            for (position, param) in (1usize..).zip(row) {
                statement.raw_bind_parameter(position, param).map_err(|e| self.fail(&e))?;
            }
            statement.raw_execute().map_err(|e| self.fail(&e))?;
            added += 1;
        }
        Ok(added)
    }

    fn define(&mut self, ddl: Ddl<'_>) -> Result<(), StoreError> {
        if let Some(error) = &self.failed {
            return Err(StoreError::Doomed(error.to_string()));
        }
        let text = dialect::definition(Engine::Sqlite, ddl.0);
        self.raw.execute_batch(&text).map_err(|e| self.fail(&e))
    }
}
