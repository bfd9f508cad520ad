//! Rows as both engines can read them: blocks of one table each, which say by themselves what they hold.
//!
//! ```text
//! block: table ‖ columns 1 ‖ column … ‖ rows 4 ‖ value …        names: length 1 ‖ bytes
//! value: 0 (null) | 1 ‖ number | 2 ‖ length ‖ text | 3 ‖ length ‖ bytes
//! ```
//!
//! Numbers are zigzag varints, lengths plain ones: most are short.

use crate::{Param, StoreError, Value};

/// Bytes after which a block is full. A longer row makes a longer block.
pub const BLOCK_BYTES: usize = 256 << 10;
/// The longest block that is read.
pub const BLOCK_BYTES_MAX: usize = 64 << 20;
const COLUMNS_MAX: usize = 64;

fn damaged() -> StoreError {
    StoreError::Engine("a block of rows is damaged".into())
}

/// A block that is being filled.
pub(crate) struct BlockWriter {
    head: Vec<u8>,
    body: Vec<u8>,
    rows: u32,
}

impl BlockWriter {
    pub(crate) fn new(table: &str, columns: &[&str]) -> Self {
        let mut head = Vec::new();
        push_name(&mut head, table);
        head.push(columns.len() as u8);
        columns.iter().for_each(|column| push_name(&mut head, column));
        Self { head, body: Vec::with_capacity(BLOCK_BYTES + 4_096), rows: 0 }
    }

    pub(crate) fn push(&mut self, row: &[Value]) {
        for value in row {
            match value {
                Value::Null => self.body.push(0),
                Value::Int(number) => {
                    self.body.push(1);
                    push_varint(&mut self.body, ((number << 1) ^ (number >> 63)) as u64);
                }
                Value::Text(text) => {
                    self.body.push(2);
                    push_varint(&mut self.body, text.len() as u64);
                    self.body.extend(text.as_bytes());
                }
                Value::Blob(bytes) => {
                    self.body.push(3);
                    push_varint(&mut self.body, bytes.len() as u64);
                    self.body.extend(bytes);
                }
            }
        }
        self.rows += 1;
    }

    pub(crate) fn is_full(&self) -> bool {
        self.body.len() >= BLOCK_BYTES
    }

    /// The block so far; `None` while it is empty. The next one begins.
    pub(crate) fn take(&mut self) -> Option<Vec<u8>> {
        if self.rows == 0 {
            return None;
        }
        let block = [self.head.as_slice(), &self.rows.to_be_bytes(), &self.body].concat();
        self.body.clear();
        self.rows = 0;
        Some(block)
    }
}

fn push_name(out: &mut Vec<u8>, name: &str) {
    out.push(name.len() as u8);
    out.extend(name.as_bytes());
}

fn push_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A block as it was read, and the rows in it that were not taken yet.
#[derive(Clone)]
pub struct Block<'b> {
    table: &'b str,
    columns: Vec<&'b str>,
    rows: u32,
    rest: &'b [u8],
    params: Vec<Param<'b>>,
}

impl std::fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Block({}, {} rows)", self.table, self.rows)
    }
}

impl<'b> Block<'b> {
    /// Reads the head of a block.
    ///
    /// # Errors
    /// [`StoreError::Engine`] for bytes that are none.
    pub fn read(bytes: &'b [u8]) -> Result<Self, StoreError> {
        let mut rest = bytes;
        let table = take_name(&mut rest)?;
        let count = usize::from(take::<1>(&mut rest)?[0]);
        if count > COLUMNS_MAX || bytes.len() > BLOCK_BYTES_MAX {
            return Err(damaged());
        }
        let columns = (0..count).map(|_| take_name(&mut rest)).collect::<Result<Vec<_>, _>>()?;
        let rows = u32::from_be_bytes(take(&mut rest)?);
        Ok(Self { table, columns, rows, rest, params: Vec::with_capacity(count) })
    }

    /// Whose rows they are.
    pub fn table(&self) -> &'b str {
        self.table
    }

    /// Its columns, in the order of the values.
    pub fn columns(&self) -> &[&'b str] {
        &self.columns
    }

    /// Rows that were not taken yet.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The next row; `None` after the last.
    ///
    /// # Errors
    /// [`StoreError::Engine`] where the bytes are no row, or bytes follow the last one.
    pub fn next_row(&mut self) -> Result<Option<&[Param<'b>]>, StoreError> {
        if self.rows == 0 {
            return if self.rest.is_empty() { Ok(None) } else { Err(damaged()) };
        }
        self.rows -= 1;
        self.params.clear();
        for _ in 0..self.columns.len() {
            self.params.push(match take::<1>(&mut self.rest)? {
                [0] => Param::Null,
                [1] => {
                    let number = take_varint(&mut self.rest)?;
                    Param::Int((number >> 1) as i64 ^ -((number & 1) as i64))
                }
                [2] => Param::Text(str::from_utf8(take_bytes(&mut self.rest)?).map_err(|_| damaged())?),
                [3] => Param::Blob(take_bytes(&mut self.rest)?),
                _ => return Err(damaged()),
            });
        }
        Ok(Some(&self.params))
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], StoreError> {
    let (head, tail) = rest.split_first_chunk::<N>().ok_or_else(damaged)?;
    *rest = tail;
    Ok(*head)
}

fn take_name<'b>(rest: &mut &'b [u8]) -> Result<&'b str, StoreError> {
    let [length] = take::<1>(rest)?;
    let (name, tail) = rest.split_at_checked(usize::from(length)).ok_or_else(damaged)?;
    *rest = tail;
    str::from_utf8(name).map_err(|_| damaged())
}

fn take_varint(rest: &mut &[u8]) -> Result<u64, StoreError> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let [byte] = take::<1>(rest)?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(damaged())
}

fn take_bytes<'b>(rest: &mut &'b [u8]) -> Result<&'b [u8], StoreError> {
    let length = usize::try_from(take_varint(rest)?).map_err(|_| damaged())?;
    let (bytes, tail) = rest.split_at_checked(length).ok_or_else(damaged)?;
    *rest = tail;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_read_back_and_no_byte_less_does() {
        let numbers = [0, 1, -1, 63, 64, -64, -65, i64::MAX, i64::MIN, 1_795_316_400_000];
        let mut writer = BlockWriter::new("account", &["a", "b", "c", "d"]);
        assert_eq!(writer.take(), None);
        let row = |number: i64| {
            [
                Value::Int(number),
                Value::Null,
                Value::Text("ketujuh é".repeat(usize::from(number == 64) * 40)),
                Value::Blob(number.to_be_bytes().to_vec()),
            ]
        };
        numbers.iter().for_each(|number| writer.push(&row(*number)));
        let bytes = writer.take().unwrap();
        let mut block = Block::read(&bytes).unwrap();
        assert_eq!(
            (block.table(), block.columns(), block.rows()),
            ("account", &["a", "b", "c", "d"][..], 10)
        );
        for number in numbers {
            let [a, b, c, d] = row(number);
            let found = block.next_row().unwrap().unwrap().to_vec();
            let Value::Text(c) = c else { panic!() };
            let Value::Blob(d) = d else { panic!() };
            assert_eq!((a, b), (Value::Int(number), Value::Null));
            assert!(matches!(found[..], [Param::Int(n), Param::Null, Param::Text(text), Param::Blob(bytes)]
                if n == number && text == c && bytes == d));
        }
        assert!(block.next_row().unwrap().is_none());
        for cut in 0..bytes.len() {
            assert!(all_rows(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        assert!(all_rows(&[bytes.as_slice(), &[0]].concat()).is_err(), "a byte too many");
    }

    fn all_rows(bytes: &[u8]) -> Result<u32, StoreError> {
        let mut block = Block::read(bytes)?;
        let mut count = 0;
        while block.next_row()?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}
