//! Tables for spreadsheets. A cell that a spreadsheet would take for a formula begins with an apostrophe;
//! the JSON files beside have each value as it is.

/// What begins a formula, in the widths that spreadsheets take for the same.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// One row with its end.
pub(crate) fn row<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let mut out = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push('"');
        if cell.trim_start_matches([' ', '\n', '\u{a0}', '\u{feff}']).starts_with(FORMULA) {
            out.push('\'');
        }
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn nothing_in_a_cell_is_a_formula() {
        assert_eq!(row(["a", "b \"c\", d"]), "\"a\",\"b \"\"c\"\", d\"\r\n");
        for sign in super::FORMULA {
            let cell = format!("{sign}HYPERLINK(1)");
            assert!(row([cell.as_str()]).starts_with("\"'"), "{cell:?}");
            let hidden = format!(" \u{a0}{cell}");
            assert!(row([hidden.as_str()]).starts_with("\"'"), "{hidden:?}");
        }
        assert_eq!(row(["+6281212345678"]), "\"'+6281212345678\"\r\n");
        assert_eq!(row(["two\nlines"]), "\"two\nlines\"\r\n");
    }
}
