//! Numbers and marks inside a file, wherever it breaks off.

/// Two bytes, the larger first.
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    let two = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u32::from(u16::from_be_bytes(*two)))
}

/// Four bytes, the larger first.
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Where `wanted` next stands, from `at` on.
pub(super) fn find(bytes: &[u8], wanted: &[u8], at: usize) -> Option<usize> {
    memchr::memmem::find(bytes.get(at..)?, wanted).map(|found| at + found)
}
