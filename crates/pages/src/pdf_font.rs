//! The standard fonts that every PDF reader has: how wide their characters are (Adobe's metrics, in
//! thousandths of the size) and how a text becomes their bytes (WinAnsi, which holds both languages).

/// One of the fonts that need not be embedded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Font {
    /// Helvetica.
    Regular,
    /// Helvetica bold.
    Bold,
    /// Courier, for codes and hashes.
    Code,
}

/// Widths of the characters 32 to 126.
type Widths = [u16; 95];

#[rustfmt::skip]
const REGULAR: Widths = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

#[rustfmt::skip]
const BOLD: Widths = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// What a character that is not in the tables is taken to need: as much as the widest common one, so
/// that a line is rather broken early than cut off.
const OTHER: u16 = 667;

impl Font {
    /// How it is called in a page's resources.
    pub(crate) const fn name(self) -> &'static [u8] {
        match self {
            Self::Regular => b"F1",
            Self::Bold => b"F2",
            Self::Code => b"F3",
        }
    }

    /// What the standard calls it.
    pub(crate) const fn base(self) -> &'static [u8] {
        match self {
            Self::Regular => b"Helvetica",
            Self::Bold => b"Helvetica-Bold",
            Self::Code => b"Courier",
        }
    }

    fn of_byte(self, byte: u8) -> u16 {
        let table = match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
            Self::Code => return 600,
        };
        let known = usize::from(byte).checked_sub(32).and_then(|at| table.get(at)).copied();
        match byte {
            // A space that does not break, a bullet, a dash.
            0xa0 => 278,
            0x95 => 350,
            0x96 => 556,
            _ => known.unwrap_or(OTHER),
        }
    }

    /// How wide a text is at a size.
    pub(crate) fn width(self, text: &[u8], size: f32) -> f32 {
        let thousandths: u32 = text.iter().map(|byte| u32::from(self.of_byte(*byte))).sum();
        // A line has some hundred characters: far below what a float holds exactly.
        thousandths as f32 * size / 1_000.0
    }
}

/// A text in WinAnsi. What it does not hold becomes a question mark; neither language needs that.
pub(crate) fn encode(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '\u{20}'..='\u{7e}' => u8::try_from(c).unwrap_or(b'?'),
            '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(c)).unwrap_or(b'?'),
            '…' => 0x85,
            '‘' => 0x91,
            '’' => 0x92,
            '“' => 0x93,
            '”' => 0x94,
            '•' => 0x95,
            '–' => 0x96,
            '—' => 0x97,
            '\n' | '\t' => b' ',
            // A minus sign, an arrow's shaft: what is read is the same.
            '−' => b'-',
            _ => b'?',
        })
        .collect()
}

/// Lines no wider than `width`: broken at spaces, and inside a word where it is longer than a line.
pub(crate) fn lines(font: Font, size: f32, text: &str, width: f32) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut line: Vec<u8> = Vec::new();
    for word in encode(text).split(|byte| *byte == b' ').filter(|word| !word.is_empty()) {
        let space = if line.is_empty() { 0.0 } else { font.width(b" ", size) };
        if !line.is_empty() && font.width(&line, size) + space + font.width(word, size) > width {
            lines.push(core::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(b' ');
        }
        for byte in word {
            if font.width(&line, size) + font.width(&[*byte], size) > width {
                lines.push(core::mem::take(&mut line));
            }
            line.push(*byte);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_within_their_width_and_lose_nothing() {
        let text = "Data yang dihapus tidak dapat dibuka lagi oleh siapa pun. ".repeat(5);
        for font in [Font::Regular, Font::Bold, Font::Code] {
            let lines = lines(font, 11.0, &text, 200.0);
            assert!(lines.len() > 3);
            assert!(lines.iter().all(|line| font.width(line, 11.0) <= 200.0));
            assert_eq!(lines.join(&b' '), encode(text.trim()));
        }
        let hash = "9f".repeat(64);
        let lines = lines(Font::Code, 9.0, &hash, 200.0);
        assert_eq!(lines.concat(), hash.as_bytes());
    }

    #[test]
    fn both_languages_fit_in_the_encoding() {
        for (_, files) in crate::words::PORTAL {
            for file in *files {
                // Arrows and check marks stand on pages alone.
                let lost = |c: &char| encode(&c.to_string()) == b"?" && !matches!(c, '?' | '→' | '←' | '✓');
                let lost: String = file.chars().filter(lost).collect();
                assert_eq!(lost, "", "not in WinAnsi");
            }
        }
    }
}
