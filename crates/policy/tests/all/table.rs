//! The table that everyone can read, held by a golden file.

use amanah_domain::PurposeId;
use amanah_policy::table;

use crate::prakerja;

#[test]
fn clause_4_1_the_table_is_the_golden_one() {
    let text = table(&prakerja()).to_text();
    let golden = include_str!("../golden/prakerja-table.txt");
    if text != golden {
        let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/prakerja-table.txt");
        std::fs::write(path, &text).unwrap();
        panic!(
            "the table has changed; if that is meant: cp {path} crates/policy/tests/golden/\n{}",
            first_difference(golden, &text)
        );
    }
}

fn first_difference(golden: &str, now: &str) -> String {
    let differs = |(_, (a, b)): &(usize, (&str, &str))| a != b;
    golden.lines().zip(now.lines()).enumerate().find(differs).map_or_else(
        || "one is longer".to_owned(),
        |(at, (was, is))| format!("line {}\n- {was}\n+ {is}", at + 1),
    )
}

#[test]
fn the_rows_stand_in_the_order_of_the_clauses_and_fit_their_columns() {
    let table = table(&prakerja());
    assert_eq!(table.rows.len(), PurposeId::ALL.len());
    assert!(table.rows.is_sorted_by_key(|row| row.clause));
    let text = table.to_text();
    assert!(text.lines().all(|line| line.chars().count() <= 150 && !line.ends_with(' ')));
}
