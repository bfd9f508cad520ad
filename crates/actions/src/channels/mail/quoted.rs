//! An answer repeats what it answers, and that again what it answered. What we wrote stands in the case
//! already, so the repetition at the end is left out. Where nothing else is there, all of it stays.

/// The text without the history below it.
pub(super) fn without_history(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let cut = (0..lines.len()).find(|at| begins_history(&lines, *at)).unwrap_or(lines.len());
    let kept = lines.get(..cut).unwrap_or_default().join("\n");
    let kept = kept.trim();
    if kept.is_empty() { text.trim().to_owned() } else { kept.to_owned() }
}

fn begins_history(lines: &[&str], at: usize) -> bool {
    let line = lines.get(at).copied().unwrap_or_default().trim();
    // "On Monday Amanah wrote:", over one line or two, and then nothing but quoted lines to the end.
    if line.ends_with(':') && line.chars().count() > 5 {
        let rest = lines.get(at + 1..).unwrap_or_default();
        return is_all_quoted(rest);
    }
    if line.starts_with('>') {
        return is_all_quoted(lines.get(at..).unwrap_or_default());
    }
    let marks = ["-----original message-----", "-----pesan asli-----", "-------- original message --------"];
    let plain = line.to_lowercase();
    marks.contains(&plain.as_str()) || (plain.len() >= 20 && plain.chars().all(|c| c == '_'))
}

fn is_all_quoted(lines: &[&str]) -> bool {
    let said = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    let mut any = false;
    for line in said {
        if !line.starts_with('>') {
            return false;
        }
        any = true;
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_goes_and_what_was_said_stays() {
        let of = without_history;
        assert_eq!(of("Terima kasih.\n\nPada Senin Amanah menulis:\n> Halo\n>\n> Salam\n"), "Terima kasih.");
        assert_eq!(of("Thanks\n> a\n> b"), "Thanks");
        assert_eq!(of("Ini\n\n-----Original Message-----\nFrom: x\n\nlama"), "Ini");
        assert_eq!(of("Ini\n________________________________\nDari: x"), "Ini");
        // Answered between the lines: nothing is lost.
        let between = "> Berapa?\nTiga.\n> Kapan?\nBesok.";
        assert_eq!(of(between), between);
        let colon = "Yang saya minta:\n- satu\n- dua";
        assert_eq!(of(colon), colon);
        assert_eq!(of("> hanya kutipan"), "> hanya kutipan");
    }
}
