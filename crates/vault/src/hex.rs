//! Hexadecimal for the keyring and for password hashes. What is read may be a key, so it is wiped;
//! what is written goes into a buffer that the caller made large enough to stay where it is.

use zeroize::Zeroizing;

/// Appends lower-case hexadecimal.
pub(crate) fn push_hex(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for digit in [byte >> 4, byte & 0xf] {
            out.push(char::from_digit(u32::from(digit), 16).unwrap_or_default());
        }
    }
}

/// Reads an even number of hexadecimal digits.
pub(crate) fn read_hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let mut out = Zeroizing::new(Vec::with_capacity(pairs.len()));
    for [high, low] in pairs {
        out.push(digit(*high)? << 4 | digit(*low)?);
    }
    Some(out)
}

/// Reads exactly `N` bytes.
pub(crate) fn read_hex_array<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let bytes = read_hex(text)?;
    let mut out = Zeroizing::new([0; N]);
    if bytes.len() != N {
        return None;
    }
    out.copy_from_slice(&bytes);
    Some(out)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_reads_back_and_nothing_else_does() {
        let mut text = String::new();
        push_hex(&mut text, &[0x00, 0x9f, 0xff]);
        assert_eq!(text, "009fff");
        assert_eq!(**read_hex("009fFF").unwrap(), [0x00, 0x9f, 0xff]);
        assert_eq!(*read_hex_array::<3>("009fff").unwrap(), [0x00, 0x9f, 0xff]);
        for wrong in ["0", "0g", "é", "00 1", "+1"] {
            assert!(read_hex(wrong).is_none(), "{wrong}");
        }
        assert!(read_hex_array::<2>("009fff").is_none());
    }
}
