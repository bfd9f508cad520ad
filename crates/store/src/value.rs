//! The few kinds of value that both engines share. No floats: money is counted in whole rupiah, time in
//! milliseconds.
//!
//! `Debug` never prints contents, only kinds and lengths: values end in logs.

use std::fmt;

use amanah_domain::{
    AttachmentId, BatchId, CaseId, HoldId, NoticeId, PersonId, Pseudonym, RemovalId, StandingId, Timestamp,
    TransferId, ValueId,
};

use crate::{Query, StoreError};

/// A parameter, borrowed for the call.
#[derive(Clone, Copy)]
pub enum Param<'a> {
    /// SQL NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(&'a str),
    /// BYTEA.
    Blob(&'a [u8]),
}

/// A value of a row.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// SQL NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(String),
    /// BYTEA.
    Blob(Vec<u8>),
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "a number",
            Self::Text(_) => "text",
            Self::Blob(_) => "bytes",
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null | Self::Int(_) => f.write_str(self.kind()),
            Self::Text(text) => write!(f, "text({} bytes)", text.len()),
            Self::Blob(bytes) => write!(f, "bytes({})", bytes.len()),
        }
    }
}

impl fmt::Debug for Param<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Int(_) => f.write_str("a number"),
            Self::Text(text) => write!(f, "text({} bytes)", text.len()),
            Self::Blob(bytes) => write!(f, "bytes({})", bytes.len()),
        }
    }
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<u32> for Param<'_> {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}
impl From<bool> for Param<'_> {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}
impl From<Timestamp> for Param<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Int(value.millis())
    }
}
impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}
impl<'a> From<&'a Vec<u8>> for Param<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Blob(value)
    }
}
impl<'a, const N: usize> From<&'a [u8; N]> for Param<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Blob(value)
    }
}
impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! ids {
    ($($id:ty),*) => {$(
        impl<'a> From<&'a $id> for Param<'a> {
            fn from(value: &'a $id) -> Self {
                Self::Blob(value.as_bytes())
            }
        }
    )*};
}
ids!(
    PersonId,
    BatchId,
    CaseId,
    Pseudonym,
    RemovalId,
    HoldId,
    NoticeId,
    AttachmentId,
    StandingId,
    ValueId,
    TransferId
);

/// A number for the database. Fails above `i64::MAX`, which no index or size of ours reaches.
pub(crate) fn int(value: u64) -> Result<i64, StoreError> {
    i64::try_from(value).map_err(|_| StoreError::Engine("a number is too large for BIGINT".into()))
}

/// One row of an answer. Columns are read by position, from 0.
#[derive(Clone, Debug)]
pub struct Row {
    query: &'static Query,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(query: &'static Query, values: Vec<Value>) -> Self {
        Self { query, values }
    }

    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    pub(crate) fn values_mut(&mut self) -> &mut Vec<Value> {
        &mut self.values
    }

    /// The value at `position`; an error when there are fewer columns.
    pub fn value(&self, position: usize) -> Result<&Value, StoreError> {
        self.values.get(position).ok_or_else(|| self.shape(position, "a column", "nothing"))
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no columns.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether the value at `position` is NULL.
    pub fn is_null(&self, position: usize) -> Result<bool, StoreError> {
        Ok(matches!(self.value(position)?, Value::Null))
    }

    /// A BIGINT.
    pub fn int(&self, position: usize) -> Result<i64, StoreError> {
        match self.value(position)? {
            Value::Int(value) => Ok(*value),
            other => Err(self.shape(position, "a number", other.kind())),
        }
    }

    /// A BIGINT or NULL.
    pub fn int_opt(&self, position: usize) -> Result<Option<i64>, StoreError> {
        if self.is_null(position)? { Ok(None) } else { self.int(position).map(Some) }
    }

    /// A BIGINT that is never negative: a count, an index.
    pub fn count(&self, position: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(position)?).map_err(|_| self.shape(position, "a count", "a negative number"))
    }

    /// A BIGINT that fits `T` (a small code, a version).
    pub fn small<T: TryFrom<i64>>(&self, position: usize) -> Result<T, StoreError> {
        T::try_from(self.int(position)?)
            .map_err(|_| self.shape(position, "a smaller number", "one out of range"))
    }

    /// A moment, stored as BIGINT milliseconds.
    pub fn time(&self, position: usize) -> Result<Timestamp, StoreError> {
        self.int(position).map(Timestamp::from_millis)
    }

    /// A moment or NULL.
    pub fn time_opt(&self, position: usize) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.int_opt(position)?.map(Timestamp::from_millis))
    }

    /// A TEXT.
    pub fn text(&self, position: usize) -> Result<&str, StoreError> {
        match self.value(position)? {
            Value::Text(value) => Ok(value),
            other => Err(self.shape(position, "text", other.kind())),
        }
    }

    /// A TEXT or NULL.
    pub fn text_opt(&self, position: usize) -> Result<Option<&str>, StoreError> {
        if self.is_null(position)? { Ok(None) } else { self.text(position).map(Some) }
    }

    /// A BYTEA.
    pub fn blob(&self, position: usize) -> Result<&[u8], StoreError> {
        match self.value(position)? {
            Value::Blob(value) => Ok(value),
            other => Err(self.shape(position, "bytes", other.kind())),
        }
    }

    /// A BYTEA or NULL.
    pub fn blob_opt(&self, position: usize) -> Result<Option<&[u8]>, StoreError> {
        if self.is_null(position)? { Ok(None) } else { self.blob(position).map(Some) }
    }

    /// A BYTEA moved out of the row (which then holds NULL there), so that large bodies are not copied.
    pub fn take_blob(&mut self, position: usize) -> Result<Vec<u8>, StoreError> {
        let found = match self.values.get_mut(position) {
            Some(Value::Blob(value)) => return Ok(std::mem::take(value)),
            Some(other) => other.kind(),
            None => "nothing",
        };
        Err(self.shape(position, "bytes", found))
    }

    /// A BYTEA of exactly `N` bytes.
    pub fn bytes<const N: usize>(&self, position: usize) -> Result<[u8; N], StoreError> {
        self.blob(position)?
            .try_into()
            .map_err(|_| self.shape(position, "bytes of a fixed length", "another length"))
    }

    /// A BYTEA of exactly `N` bytes, or NULL.
    pub fn bytes_opt<const N: usize>(&self, position: usize) -> Result<Option<[u8; N]>, StoreError> {
        if self.is_null(position)? { Ok(None) } else { self.bytes(position).map(Some) }
    }

    /// A person's id.
    pub fn person(&self, position: usize) -> Result<PersonId, StoreError> {
        self.bytes(position).map(PersonId::from_bytes)
    }

    fn shape(&self, position: usize, wanted: &'static str, found: &'static str) -> StoreError {
        StoreError::Shape { query: self.query.name(), position, wanted, found }
    }
}
