//! What a closure sees of a database: the same five calls on both engines.

use crate::portable::Block;
use crate::query::Load;
use crate::{Engine, Param, Query, Row, StoreError};

/// Definition of tables: made from text only inside this crate, so that no other room brings SQL.
#[derive(Clone, Copy, Debug)]
pub struct Ddl<'a>(pub(crate) &'a str);

/// A connection inside `read` or `write`.
///
/// After a statement has failed the transaction is over on both engines: later statements return
/// [`StoreError::Doomed`], and a `write` closure that returns `Ok` regardless is rolled back with that
/// error.
pub trait Connection {
    /// The engine, for the rare text that must differ (`dialect`).
    fn engine(&self) -> Engine;

    /// All rows. For answers of bounded length; `each` is for long ones.
    fn query(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError>;

    /// At most one row; [`StoreError::ManyRows`] when there are more.
    fn query_optional(
        &mut self,
        query: &'static Query,
        params: &[Param<'_>],
    ) -> Result<Option<Row>, StoreError>;

    /// Exactly one row; [`StoreError::NoRow`] when there is none.
    fn query_one(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<Row, StoreError> {
        self.query_optional(query, params)?.ok_or(StoreError::NoRow { query: query.name() })
    }

    /// Runs a statement without an answer; how many rows it changed.
    fn execute(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<u64, StoreError>;

    /// Hands over row by row in bounded memory; stops at the first error of `visit`. For long scans
    /// use it inside [`crate::Store::scan`], so that short reads do not wait behind it.
    fn each(
        &mut self,
        query: &'static Query,
        params: &[Param<'_>],
        visit: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Adds all rows of a block. Only backups are put back like this.
    fn fill(&mut self, load: &'static Load, rows: &mut Block<'_>) -> Result<u64, StoreError>;

    /// Runs table definitions. Only migrations and tests of this crate can make a [`Ddl`].
    fn define(&mut self, ddl: Ddl<'_>) -> Result<(), StoreError>;
}
