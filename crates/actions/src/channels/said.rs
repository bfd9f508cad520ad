//! What somebody wrote outside, as a statement: whatever programs put into texts, and however long they are.

use amanah_domain::values::{PersonName, Statement};

/// What stands for the rest of a text that is too long. Three dots are the same in every language.
const CUT: &str = "\n…";

/// The statement; `None` where nothing that can be read is left.
pub(crate) fn statement(text: &str) -> Option<Statement> {
    let text = text.trim();
    if let Ok(statement) = Statement::parse(text, Statement::BYTES_MAX as u32) {
        return Some(statement);
    }
    // Joiners inside of pictures, marks of direction, and whatever else nobody sees.
    let mut seen = String::with_capacity(text.len().min(Statement::BYTES_MAX));
    for c in text.replace("\r\n", "\n").replace('\r', "\n").chars() {
        if seen.len() + c.len_utf8() + CUT.len() > Statement::BYTES_MAX {
            seen.push_str(CUT);
            break;
        }
        let mut buffer = [0; 4];
        if c.is_whitespace() || Statement::parse(c.encode_utf8(&mut buffer), 1).is_ok() {
            // No space but these: the others are invisible characters of their own.
            seen.push(if c.is_whitespace() && !matches!(c, '\n' | '\t') { ' ' } else { c });
        }
    }
    Statement::parse(&seen, Statement::BYTES_MAX as u32).ok()
}

/// A name as a program shows it; `None` where it is none (a heart, a telephone number).
pub(crate) fn name(shown: &str) -> Option<PersonName> {
    PersonName::parse(shown).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_programs_put_into_texts_becomes_a_statement() {
        let of = |text: &str| statement(text).map(|s| s.as_str().to_owned());
        assert_eq!(of("  Halo,\r\nsaya Sari \u{200b}\u{202e}\u{7}").as_deref(), Some("Halo,\nsaya Sari"));
        assert_eq!(of("👩\u{200d}🌾\u{a0}tani").as_deref(), Some("👩🌾 tani"));
        assert_eq!(of(" \u{200b}\n"), None);
        let long = of(&"ä".repeat(9_000)).unwrap();
        assert!(long.ends_with("ä\n…") && long.len() <= Statement::BYTES_MAX && long.len() > 7_990);
    }
}
