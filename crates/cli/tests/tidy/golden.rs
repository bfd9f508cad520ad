//! Golden lists: places that are allowed because somebody gave a reason in review.
//!
//! A list is a text file in this folder, one line a place: `path | what | reason`. Lines that start
//! with `#` explain. What the code has and the list has not fails, and the other way round.

use std::collections::BTreeMap;

use crate::tree;

/// A shorter reason is none.
const REASON_CHARACTERS_MIN: usize = 15;

/// What the code has: (path, what) with lines to look at.
pub(crate) type Places = BTreeMap<(String, String), Vec<usize>>;

/// The lines of a list that is kept in `crates/cli/tests/tidy/`.
fn listed(text: &str) -> Result<BTreeMap<(String, String), String>, Vec<String>> {
    let mut found = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.splitn(3, '|').map(str::trim).collect();
        match parts[..] {
            [path, what, reason] if reason.chars().count() >= REASON_CHARACTERS_MIN => {
                if found.insert((path.to_owned(), what.to_owned()), reason.to_owned()).is_some() {
                    wrong.push(format!("twice in the list: {line}"));
                }
            }
            _ => wrong.push(format!("not `path | what | reason`, or hardly a reason: {line}")),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// The differences between code and list, as lines to add and lines to remove.
pub(crate) fn differences(text: &str, places: &Places) -> Vec<String> {
    let list = match listed(text) {
        Ok(list) => list,
        Err(wrong) => return wrong,
    };
    let mut found = Vec::new();
    for ((path, what), lines) in places.iter().filter(|(place, _)| !list.contains_key(*place)) {
        let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
        found.push(format!("+ {path} | {what} | WHY?   (line {})", lines.join(", ")));
    }
    for ((path, what), reason) in list.iter().filter(|(place, _)| !places.contains_key(*place)) {
        found.push(format!("- {path} | {what} | {reason}"));
    }
    found
}

/// Compares, and says how to mend the list.
#[track_caller]
pub(crate) fn check(name: &str, places: &Places, about: &str) {
    let path = format!("crates/cli/tests/tidy/{name}");
    let text = tree::read(&path).unwrap_or_default();
    let advice = format!(
        "{about}\nIf each place below is meant, bring {path} in line: add the lines with + (the reason in \
         place of WHY?, without the line numbers), remove those with -."
    );
    tree::report(&differences(&text, places), &advice);
}

#[test]
fn a_list_and_the_code_are_compared_both_ways() {
    let places: Places = [(("a.rs".to_owned(), "1".to_owned()), vec![7])].into();
    let good = "# why\na.rs | 1 | because of the thing it does\n";
    assert_eq!(differences(good, &places), Vec::<String>::new());
    assert_eq!(differences("", &places), ["+ a.rs | 1 | WHY?   (line 7)"]);
    assert_eq!(differences("a.rs | 2 | because of the thing it does", &places).len(), 2);
    assert_eq!(differences("a.rs | 1 | WHY?", &places).len(), 1);
    assert_eq!(differences("a.rs | 1", &places).len(), 1);
}
