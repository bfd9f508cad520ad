//! The two parts of a backup, sealed as streams of frames in bounded memory. The data part may be kept for
//! years, so its key hangs on the house's long-lived key of backups; the key part hangs on the newest epoch,
//! and nobody opens it once that is destroyed. Works from a [`Keyring`] alone: a restore has nothing else.
//!
//! ```text
//! header: "amanah part\n" 12 ‖ version 1 ‖ part 1 ‖ backup 16 ‖ house 16 ‖ epoch 4 ‖ wrapped key 60
//! frame:  number 8 ‖ last 1 ‖ length 4 ‖ ciphertext ‖ tag 16
//! ```
//!
//! Each part has a random key of its own, wrapped with all of the header before it as associated data. A
//! frame's nonce is made of its number and whether it is the last, its associated data are its head: frames
//! cannot be left out, put in, swapped or brought from elsewhere, and the last one is known (the STREAM
//! construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).

use amanah_domain::Chance;
use zeroize::Zeroizing;

use crate::error::OpenError;
use crate::keyring::Keyring;
use crate::suite::{Key, NONCE_BYTES, OVERHEAD_BYTES, StreamKey, TAG_BYTES, derive};

const MAGIC: &[u8; 12] = b"amanah part\n";
const VERSION: u8 = 1;
const HOUSE_BYTES: usize = 16;
/// Everything before the wrapped key.
const HEAD_BYTES: usize = MAGIC.len() + 2 + 16 + HOUSE_BYTES + 4;
/// Bytes of a part's header, of either part.
pub const PART_HEADER_BYTES: usize = HEAD_BYTES + 32 + OVERHEAD_BYTES;
/// The largest frame, in clear bytes.
pub const FRAME_BYTES_MAX: usize = 1 << 20;
const FRAME_HEAD_BYTES: usize = 13;

/// Which part of a backup.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    /// Sealed rows and clear status.
    Data = 1,
    /// Key rows, index tables, and what leads from a person to a pseudonym.
    Keys = 2,
}

/// Why a part of a backup does not open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PartError {
    /// Another kind of file.
    #[error("this is no part of a backup")]
    NotAPart,
    /// A later programme wrote it.
    #[error("the part was written by a newer amanah (format {0}): restore it with that one")]
    Newer(u8),
    /// The other part of a backup.
    #[error("this is the other part of the backup: data and keys were mixed up")]
    OtherPart,
    /// A part of another backup.
    #[error("this part belongs to another backup")]
    OtherBackup,
    /// A backup of another installation.
    #[error("this backup was made with the keyring of another installation")]
    OtherKeyring,
    /// The key of the epoch was destroyed or is not in the keyring.
    #[error("the key of epoch {epoch}, under which this part was sealed, is not in the keyring")]
    NoEpoch {
        /// The epoch.
        epoch: u32,
    },
    /// Bytes are missing at the end.
    #[error("the part ends too early: bytes at its end are missing")]
    Truncated,
    /// Frames are missing, repeated or swapped.
    #[error("the part's frames do not follow each other: expected {expected}, found {found}")]
    Disordered {
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The bytes are not those that were written.
    #[error("the part was altered")]
    Altered,
    /// There are more bytes than were written.
    #[error("bytes follow the part's end")]
    Overlong,
}

impl Keyring {
    /// Begins a part of the backup of this id. The header goes first; then come the frames that the sealer
    /// makes.
    ///
    /// # Errors
    /// [`OpenError::Cipher`], [`OpenError::NoEpoch`], which do not happen on sound memory.
    pub fn seal_part(
        &self,
        part: Part,
        backup: [u8; 16],
        chance: &dyn Chance,
    ) -> Result<(PartSealer, [u8; PART_HEADER_BYTES]), OpenError> {
        let secret = Zeroizing::new(chance.bytes32());
        let head =
            |epoch| Ok::<_, OpenError>(Head { part, backup, house: self.house_mark()?, epoch }.encode());
        let (head, wrapped) = match part {
            Part::Data => {
                let head = head(0)?;
                (head, self.data_key()?.seal(&head, &*secret, chance)?)
            }
            Part::Keys => self.with_newest(&backup, |epoch, key| {
                let head = head(epoch)?;
                Ok((head, key.seal(&head, &*secret, chance)?))
            })?,
        };
        let mut header = [0; PART_HEADER_BYTES];
        header.iter_mut().zip(head.iter().chain(&wrapped)).for_each(|(to, from)| *to = *from);
        let buffer = Zeroizing::new(Vec::with_capacity(FRAME_BYTES_MAX));
        Ok((PartSealer { key: StreamKey::new(&secret)?, number: 0, buffer }, header))
    }

    /// Begins to read a part of the backup of this id from its header.
    ///
    /// # Errors
    /// [`PartError`].
    pub fn open_part(&self, part: Part, header: &[u8], backup: [u8; 16]) -> Result<PartOpener, PartError> {
        let (bytes, wrapped) = header.split_first_chunk::<HEAD_BYTES>().ok_or_else(|| {
            if MAGIC.starts_with(header) || header.starts_with(MAGIC) {
                PartError::Truncated
            } else {
                PartError::NotAPart
            }
        })?;
        let head = Head::decode(bytes)?;
        if head.part != part {
            return Err(PartError::OtherPart);
        }
        if head.backup != backup {
            return Err(PartError::OtherBackup);
        }
        if head.house != self.house_mark().map_err(|_| PartError::Altered)? {
            return Err(PartError::OtherKeyring);
        }
        if wrapped.len() < 32 + OVERHEAD_BYTES {
            return Err(PartError::Truncated);
        }
        let opened = match part {
            Part::Data => self.data_key().and_then(|key| key.open(bytes, wrapped)),
            Part::Keys => self.with_epoch(&backup, head.epoch, |key| key.open(bytes, wrapped)),
        };
        let secret = opened.map_err(|e| match e {
            OpenError::NoEpoch { epoch } => PartError::NoEpoch { epoch },
            _ => PartError::Altered,
        })?;
        let key = secret.as_array().and_then(|secret| StreamKey::new(secret).ok());
        Ok(PartOpener {
            key: key.ok_or(PartError::Altered)?,
            number: 0,
            ended: false,
            buffer: Zeroizing::new(Vec::with_capacity(FRAME_HEAD_BYTES + FRAME_BYTES_MAX + TAG_BYTES)),
        })
    }

    fn data_key(&self) -> Result<Key, OpenError> {
        Key::new(&*derive(self.backup_key(), &[b"amanah/backup-data"])?)
    }

    /// Tells houses apart before anything is opened. Says nothing of the key from which it is derived.
    fn house_mark(&self) -> Result<[u8; HOUSE_BYTES], OpenError> {
        let bytes = derive(self.backup_key(), &[b"amanah/backup-house"])?;
        bytes.first_chunk().copied().ok_or(OpenError::Cipher)
    }
}

struct Head {
    part: Part,
    backup: [u8; 16],
    house: [u8; HOUSE_BYTES],
    /// Zero in the data part.
    epoch: u32,
}

impl Head {
    fn encode(&self) -> [u8; HEAD_BYTES] {
        let mut out = [0; HEAD_BYTES];
        let parts: [&[u8]; 5] =
            [MAGIC, &[VERSION, self.part as u8], &self.backup, &self.house, &self.epoch.to_be_bytes()];
        out.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
        out
    }

    fn decode(bytes: &[u8; HEAD_BYTES]) -> Result<Self, PartError> {
        let (magic, rest) = bytes.split_first_chunk().ok_or(PartError::NotAPart)?;
        let (&[version, part], rest) = rest.split_first_chunk().ok_or(PartError::NotAPart)?;
        let (backup, rest) = rest.split_first_chunk().ok_or(PartError::NotAPart)?;
        let (house, epoch) = rest.split_first_chunk().ok_or(PartError::NotAPart)?;
        let epoch = u32::from_be_bytes(*epoch.as_array().ok_or(PartError::NotAPart)?);
        let part = match (magic == MAGIC, version, part) {
            (false, ..) => return Err(PartError::NotAPart),
            (true, newer, _) if newer > VERSION => return Err(PartError::Newer(newer)),
            (true, VERSION, 1) => Part::Data,
            (true, VERSION, 2) => Part::Keys,
            _ => return Err(PartError::Altered),
        };
        Ok(Self { part, backup: *backup, house: *house, epoch })
    }
}

fn frame_head(number: u64, last: bool, length: u32) -> [u8; FRAME_HEAD_BYTES] {
    let mut out = [0; FRAME_HEAD_BYTES];
    let bytes = number.to_be_bytes().into_iter().chain([u8::from(last)]).chain(length.to_be_bytes());
    out.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    out
}

fn nonce(number: u64, last: bool) -> [u8; NONCE_BYTES] {
    let mut out = [0; NONCE_BYTES];
    let bytes = [u8::from(last), 0, 0, 0].into_iter().chain(number.to_be_bytes());
    out.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    out
}

/// Seals one part of a backup, frame by frame. One that is dropped before [`PartSealer::finish`] leaves a
/// part that is found to be truncated.
pub struct PartSealer {
    key: StreamKey,
    number: u64,
    buffer: Zeroizing<Vec<u8>>,
}

impl PartSealer {
    /// Takes clear bytes, and appends the frames that became full to `out`.
    ///
    /// # Errors
    /// [`OpenError::Cipher`], which does not happen on sound memory.
    pub fn push(&mut self, mut clear: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError> {
        while !clear.is_empty() {
            // A full frame waits for the byte behind it: it might be the last.
            if self.buffer.len() == FRAME_BYTES_MAX {
                self.seal(false, out)?;
            }
            let (now, later) = clear.split_at(clear.len().min(FRAME_BYTES_MAX - self.buffer.len()));
            self.buffer.extend(now);
            clear = later;
        }
        Ok(())
    }

    /// Appends the last frame.
    ///
    /// # Errors
    /// [`OpenError::Cipher`], which does not happen on sound memory.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), OpenError> {
        self.seal(true, out)
    }

    fn seal(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), OpenError> {
        let length = u32::try_from(self.buffer.len()).map_err(|_| OpenError::Cipher)?;
        let head = frame_head(self.number, last, length);
        let tag = self.key.seal(nonce(self.number, last), &head, &mut self.buffer)?;
        out.reserve(FRAME_HEAD_BYTES + self.buffer.len() + TAG_BYTES);
        out.extend(head);
        out.extend(&**self.buffer);
        out.extend(tag);
        self.buffer.clear();
        self.number = self.number.checked_add(1).ok_or(OpenError::Cipher)?;
        Ok(())
    }
}

/// Opens one part of a backup, frame by frame. What it yields is what was written, up to there; that it is
/// all of it, [`PartOpener::finish`] says.
pub struct PartOpener {
    key: StreamKey,
    number: u64,
    ended: bool,
    buffer: Zeroizing<Vec<u8>>,
}

impl PartOpener {
    /// Takes sealed bytes in pieces of any size, and appends the clear bytes of the frames that became whole
    /// to `out`. After an error nothing more comes.
    ///
    /// # Errors
    /// [`PartError`].
    pub fn push(&mut self, mut sealed: &[u8], out: &mut Vec<u8>) -> Result<(), PartError> {
        while !sealed.is_empty() {
            if self.ended {
                return Err(PartError::Overlong);
            }
            let wanted = self.frame_bytes()?;
            let (now, later) = sealed.split_at(sealed.len().min(wanted - self.buffer.len()));
            self.buffer.extend(now);
            sealed = later;
            // The head says how much follows.
            if self.buffer.len() >= FRAME_HEAD_BYTES && self.buffer.len() == self.frame_bytes()? {
                self.open(out)?;
            }
        }
        Ok(())
    }

    /// Whether everything came.
    ///
    /// # Errors
    /// [`PartError::Truncated`].
    pub fn finish(self) -> Result<(), PartError> {
        if self.ended { Ok(()) } else { Err(PartError::Truncated) }
    }

    /// Bytes of the frame at hand, or of its head while that is not whole. Never less than lie in the
    /// buffer.
    fn frame_bytes(&self) -> Result<usize, PartError> {
        let Some((head, _)) = self.buffer.split_first_chunk::<FRAME_HEAD_BYTES>() else {
            return Ok(FRAME_HEAD_BYTES);
        };
        let (number, rest) = head.split_first_chunk().ok_or(PartError::Altered)?;
        let (&[last], length) = rest.split_first_chunk().ok_or(PartError::Altered)?;
        let length = length.as_array().map(|length| u32::from_be_bytes(*length) as usize);
        let found = u64::from_be_bytes(*number);
        if found != self.number {
            return Err(PartError::Disordered { expected: self.number, found });
        }
        match length {
            // Only the last frame may be less than full.
            Some(FRAME_BYTES_MAX) if last == 0 => Ok(FRAME_HEAD_BYTES + FRAME_BYTES_MAX + TAG_BYTES),
            Some(length @ ..=FRAME_BYTES_MAX) if last == 1 => Ok(FRAME_HEAD_BYTES + length + TAG_BYTES),
            _ => Err(PartError::Altered),
        }
    }

    fn open(&mut self, out: &mut Vec<u8>) -> Result<(), PartError> {
        let (head, body) =
            self.buffer.split_first_chunk_mut::<FRAME_HEAD_BYTES>().ok_or(PartError::Altered)?;
        let last = head.get(8) == Some(&1);
        let clear = self.key.open(nonce(self.number, last), head, body).map_err(|_| PartError::Altered)?;
        out.extend(clear);
        self.buffer.clear();
        self.number = self.number.checked_add(1).ok_or(PartError::Altered)?;
        self.ended = last;
        Ok(())
    }
}
