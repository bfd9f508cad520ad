//! C2SP tlog-tiles: the addresses of tiles and entry bundles, and the form of a bundle. Only full
//! tiles are stored; `Hashes` computes the partial ones.

use std::fmt;

/// The hashes in a full tile (height 8).
pub const TILE_WIDTH: usize = 256;

/// A full tile as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tile {
    /// 0 for leaf hashes; each level up stands for 256 times as many entries.
    pub level: u8,
    /// Its place within the level, from 0.
    pub index: u64,
    /// 256 hashes one after the other: 8192 bytes.
    pub bytes: Vec<u8>,
}

/// What a tiled log serves beside its checkpoint. `Display` writes the path (`tile/0/x001/067`,
/// `tile/entries/000.p/7`) and [`Resource::parse`] reads it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resource {
    /// `tile/<level>/<index>[.p/<width>]`: hashes.
    Hashes {
        /// 0 to 63.
        level: u8,
        /// Place within the level.
        index: u64,
        /// 1 to 256; less than 256 for a partial tile.
        width: u16,
    },
    /// `tile/entries/<index>[.p/<width>]`: an entry bundle.
    Entries {
        /// Place among the bundles.
        index: u64,
        /// 1 to 256; less than 256 for a partial bundle.
        width: u16,
    },
}

/// The path is none of a tile or an entry bundle.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is not the path of a tile or an entry bundle")]
pub struct PathError;

impl Resource {
    /// Reads a path. Only the one canonical form is taken, so that caches hold each tile once.
    ///
    /// # Errors
    /// [`PathError`] for any other form.
    pub fn parse(path: &str) -> Result<Self, PathError> {
        let (kind, rest) = path.strip_prefix("tile/").and_then(|p| p.split_once('/')).ok_or(PathError)?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse::<u16>().map_err(|_| PathError)?),
            None => (rest, 256),
        };
        let mut index = 0_u64;
        for part in number.split('/') {
            let digits = part.strip_prefix('x').unwrap_or(part);
            if digits.len() != 3 {
                return Err(PathError);
            }
            let thousand = digits.parse::<u16>().map_err(|_| PathError)?;
            index =
                index.checked_mul(1000).and_then(|n| n.checked_add(u64::from(thousand))).ok_or(PathError)?;
        }
        let resource = if kind == "entries" {
            Self::Entries { index, width }
        } else {
            Self::Hashes { level: kind.parse().map_err(|_| PathError)?, index, width }
        };
        let level_fits = !matches!(resource, Self::Hashes { level: 64.., .. });
        if (1..=256).contains(&width) && level_fits && resource.to_string() == path {
            Ok(resource)
        } else {
            Err(PathError)
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (index, width) = match self {
            Self::Hashes { level, index, width } => {
                write!(f, "tile/{level}/")?;
                (*index, *width)
            }
            Self::Entries { index, width } => {
                f.write_str("tile/entries/")?;
                (*index, *width)
            }
        };
        let mut thousands = vec![index % 1000];
        let mut rest = index / 1000;
        while rest > 0 {
            thousands.push(rest % 1000);
            rest /= 1000;
        }
        while let Some(part) = thousands.pop() {
            if thousands.is_empty() {
                write!(f, "{part:03}")?;
            } else {
                write!(f, "x{part:03}/")?;
            }
        }
        if width == 256 { Ok(()) } else { write!(f, ".p/{width}") }
    }
}

/// Writes an entry bundle: each entry after its length (2 bytes big endian). `None` when an entry is
/// longer than 65,535 bytes.
#[must_use]
pub fn write_bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut bundle = Vec::new();
    for entry in entries {
        bundle.extend_from_slice(&u16::try_from(entry.len()).ok()?.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Some(bundle)
}

/// Reads an entry bundle. `None` when it is cut short or has more than 256 entries.
#[must_use]
pub fn read_bundle(mut bundle: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::new();
    while !bundle.is_empty() {
        let (length, rest) = bundle.split_first_chunk::<2>()?;
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(entry);
        bundle = rest;
    }
    (entries.len() <= TILE_WIDTH).then_some(entries)
}
