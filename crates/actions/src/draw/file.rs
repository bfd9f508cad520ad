//! The published draw file: a header of `name: value` lines, an empty line, then one line an
//! entrant in order of rank: the pseudonym in hexadecimal and `s`, `w` or `x` (selected, waiting,
//! withdrawn). Written and read as a stream; 35 bytes an entrant.

use std::io::{self, BufRead, Write};

use amanah_domain::Pseudonym;

use super::arithmetic::{Line, Place};

const MAGIC: &str = "amanah draw 1";
const HEADER_LINES_MAX: usize = 32;
const HEADER_BYTES_MAX: u64 = 16_384;

/// What was committed and what was revealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header {
    /// Programme and number of the batch, such as `prakerja 12`.
    pub batch: String,
    /// Places.
    pub quota: u64,
    /// Entrants in the file.
    pub entrants: u64,
    /// SHA-256 of the seed, in the ledger since before the batch opened.
    pub seed_commitment: [u8; 32],
    /// SHA-256 over the sorted pseudonyms, in the ledger since the batch closed.
    pub entrants_commitment: [u8; 32],
    /// Where the public value comes from, committed with the entrants.
    pub public_source: String,
    /// When it would be known (RFC 3339), committed with the entrants.
    pub public_known_at: String,
    /// The public value as text.
    pub public_value: String,
    /// The seed.
    pub seed: [u8; 32],
}

/// A file read whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DrawFile {
    /// The header.
    pub header: Header,
    /// The lines as they stand.
    pub lines: Vec<Line>,
}

/// Writes the file.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, header: &Header, lines: impl Iterator<Item = Line>) -> io::Result<()> {
    writeln!(out, "{MAGIC}")?;
    writeln!(out, "batch: {}", one_line(&header.batch))?;
    writeln!(out, "quota: {}", header.quota)?;
    writeln!(out, "entrants: {}", header.entrants)?;
    writeln!(out, "seed-commitment: {}", hex::encode(header.seed_commitment))?;
    writeln!(out, "entrants-commitment: {}", hex::encode(header.entrants_commitment))?;
    writeln!(out, "public-source: {}", one_line(&header.public_source))?;
    writeln!(out, "public-known-at: {}", one_line(&header.public_known_at))?;
    writeln!(out, "public-value: {}", one_line(&header.public_value))?;
    writeln!(out, "seed: {}", hex::encode(header.seed))?;
    writeln!(out)?;
    for line in lines {
        write_line(out, &line)?;
    }
    Ok(())
}

/// Writes one entrant's line, for whoever has them one at a time.
///
/// # Errors
/// Those of `out`.
pub fn write_line(out: &mut impl Write, line: &Line) -> io::Result<()> {
    let mut text = [b'\n'; 35];
    if let Some((digits, rest)) = text.split_at_mut_checked(32) {
        hex::encode_to_slice(line.pseudonym.as_bytes(), digits).map_err(io::Error::other)?;
        if let [space, mark, _] = rest {
            *space = b' ';
            *mark = match line.place {
                Place::Selected => b's',
                Place::Waiting => b'w',
                Place::Withdrawn => b'x',
            };
        }
    }
    out.write_all(&text)
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::InvalidData => format!("this is no draw file: it must begin with \"{MAGIC}\""),
        io::ErrorKind::IsADirectory => "this is a folder, not a draw file".to_owned(),
        _ => format!("the file cannot be read: {error}"),
    }
}

/// Reads a file. `Err` says in words what is wrong and where.
///
/// # Errors
/// A sentence for the reader of the command's output.
pub fn read(input: &mut impl BufRead) -> Result<DrawFile, String> {
    let mut fields = Vec::new();
    let mut line = String::new();
    let mut bytes = 0;
    loop {
        line.clear();
        let read =
            io::Read::take(&mut *input, HEADER_BYTES_MAX).read_line(&mut line).map_err(|e| unreadable(&e))?;
        bytes += read as u64;
        if read == 0 || fields.len() > HEADER_LINES_MAX || bytes > HEADER_BYTES_MAX {
            return Err("this is no draw file: its header does not end".to_owned());
        }
        match line.trim_end() {
            "" => break,
            text if fields.is_empty() => {
                if text != MAGIC {
                    return Err(format!("this is no draw file: it must begin with \"{MAGIC}\""));
                }
                fields.push((MAGIC.to_owned(), String::new()));
            }
            text => {
                let (name, value) = text.split_once(": ").ok_or_else(|| {
                    format!("line {} of the header is not \"name: value\"", fields.len() + 1)
                })?;
                fields.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    let header = Header {
        batch: field(&fields, "batch")?,
        quota: number(&fields, "quota")?,
        entrants: number(&fields, "entrants")?,
        seed_commitment: bytes32(&fields, "seed-commitment")?,
        entrants_commitment: bytes32(&fields, "entrants-commitment")?,
        public_source: field(&fields, "public-source")?,
        public_known_at: field(&fields, "public-known-at")?,
        public_value: field(&fields, "public-value")?,
        seed: bytes32(&fields, "seed")?,
    };
    let mut lines = Vec::new();
    let mut raw = [0; 35];
    loop {
        match read_line(input, &mut raw).map_err(|e| unreadable(&e))? {
            0 => return Ok(DrawFile { header, lines }),
            35 => lines.push(
                parse_line(&raw).ok_or_else(|| format!("entrant line {} is damaged", lines.len() + 1))?,
            ),
            _ => return Err(format!("entrant line {} is cut short", lines.len() + 1)),
        }
    }
}

fn read_line(input: &mut impl BufRead, raw: &mut [u8; 35]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = raw.get_mut(filled..).filter(|r| !r.is_empty()) {
        match io::Read::read(input, rest)? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

fn parse_line(raw: &[u8; 35]) -> Option<Line> {
    let (digits, rest) = raw.split_first_chunk::<32>()?;
    let mut id = [0; 16];
    hex::decode_to_slice(digits, &mut id).ok()?;
    let place = match rest {
        b" s\n" => Place::Selected,
        b" w\n" => Place::Waiting,
        b" x\n" => Place::Withdrawn,
        _ => return None,
    };
    Some(Line { pseudonym: Pseudonym::from_bytes(id), place })
}

fn field(fields: &[(String, String)], name: &str) -> Result<String, String> {
    let mut found = fields.iter().filter(|(n, _)| n == name);
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Ok(value.clone()),
        (None, _) => Err(format!("the header has no line \"{name}: …\"")),
        _ => Err(format!("the header says \"{name}\" twice")),
    }
}

fn number(fields: &[(String, String)], name: &str) -> Result<u64, String> {
    field(fields, name)?.parse().map_err(|_| format!("\"{name}\" in the header is not a number"))
}

fn bytes32(fields: &[(String, String)], name: &str) -> Result<[u8; 32], String> {
    let mut out = [0; 32];
    hex::decode_to_slice(field(fields, name)?, &mut out)
        .map_err(|_| format!("\"{name}\" in the header is not 64 hexadecimal digits"))?;
    Ok(out)
}
