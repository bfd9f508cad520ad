//! The policy as a table: who may do what, with which data, for which purpose.
//!
//! The same rows serve the terminal, the golden test and the page for everyone.

use amanah_domain::{Category, LawfulBasis, Operation, PurposeId, RecipientClass, Role, SmallSet};

use crate::document::{Objection, Retention};
use crate::{Clause, Policy};

/// One purpose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TableRow {
    /// For what.
    pub purpose: PurposeId,
    /// Where the policy says so.
    pub clause: Option<Clause>,
    /// On which basis.
    pub basis: LawfulBasis,
    /// Who.
    pub roles: SmallSet<Role>,
    /// Does what.
    pub operations: SmallSet<Operation>,
    /// With which data.
    pub categories: SmallSet<Category>,
    /// To whom they go.
    pub recipients: SmallSet<RecipientClass>,
    /// How long they are kept.
    pub retention: Option<Retention>,
    /// Goes on while restricted.
    pub when_restricted: bool,
    /// Goes on after the end.
    pub when_ended: bool,
    /// A machine may decide.
    pub automated_decision: bool,
    /// What an objection stops.
    pub objection: Objection,
}

/// The whole table, in the order of the clauses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// The programme's key.
    pub programme: String,
    /// The policy's version.
    pub version: u32,
    /// Its hash.
    pub hash: [u8; 32],
    /// A line for each purpose.
    pub rows: Vec<TableRow>,
}

/// The table of `policy`.
pub fn table(policy: &Policy) -> Table {
    let document = policy.document();
    let row = |(id, rule): (&PurposeId, &crate::document::PurposeRule)| TableRow {
        purpose: *id,
        clause: rule.clause,
        basis: rule.basis,
        roles: rule.roles,
        operations: rule.operations,
        categories: rule.categories,
        recipients: rule.recipients,
        retention: rule.retention,
        when_restricted: rule.when_restricted,
        when_ended: rule.when_ended,
        automated_decision: rule.automated_decision,
        objection: rule.objection,
    };
    let mut rows: Vec<_> = document.purposes.iter().map(row).collect();
    rows.sort_by_key(|row| (row.clause.is_none(), row.clause, row.purpose));
    Table { programme: document.programme.clone(), version: document.version, hash: policy.hash(), rows }
}

/// Widths of the columns in characters: clause, purpose, who, does, data, goes to, kept.
const WIDTHS: [usize; 7] = [6, 24, 16, 22, 26, 18, 26];
const HEADS: [&str; 7] = ["clause", "for what", "who may", "do what", "with which data", "given to", "kept"];

impl Table {
    /// As text in aligned columns, with the stable names. The hash is left out, so that the text
    /// changes only when the rules do.
    pub fn to_text(&self) -> String {
        let mut out = format!("Policy {}, version {}\n", self.programme, self.version);
        out.push_str("Who may do what, with which data, for which purpose. What is not here is refused.\n\n");
        line(&mut out, &HEADS.map(str::to_owned));
        line(&mut out, &WIDTHS.map(|width| "-".repeat(width)));
        for (at, row) in self.rows.iter().enumerate() {
            if at > 0 {
                out.push('\n');
            }
            line(&mut out, &cells(row));
        }
        out
    }
}

fn cells(row: &TableRow) -> [String; 7] {
    let mut what = vec![row.purpose.name(), "basis:", row.basis.name()];
    let conditions = [
        (row.when_restricted, "/ even if restricted"),
        (row.when_ended, "/ even if ended"),
        (row.automated_decision, "/ a machine may decide"),
        (row.objection == Objection::ToMachines, "/ objection: a human decides"),
        (row.objection == Objection::ToAll, "/ objection stops it"),
    ];
    what.extend(conditions.iter().filter(|(holds, _)| *holds).map(|(_, text)| *text));
    let kept = row.retention.map_or_else(
        || "?".to_owned(),
        |r| match r.duration.count {
            0 => format!("until {}, then {}", r.event.name(), r.then.name()),
            _ => format!("{} after {}, then {}", r.duration, r.event.name(), r.then.name()),
        },
    );
    [
        row.clause.map_or_else(|| "none".to_owned(), |clause| clause.to_string()),
        what.join(" ").replacen(" basis:", "\nbasis:", 1).replace(" / ", "\n"),
        names(row.roles.iter().map(Role::name)),
        names(row.operations.iter().map(Operation::name)),
        if row.categories == SmallSet::all() {
            "all categories".to_owned()
        } else {
            names(row.categories.iter().map(Category::name))
        },
        names(row.recipients.iter().map(RecipientClass::name)),
        kept,
    ]
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<_> = all.collect();
    if all.is_empty() { "-".to_owned() } else { all.join(", ") }
}

/// One row of the table, its cells wrapped at words.
fn line(out: &mut String, cells: &[String; 7]) {
    let mut columns: Vec<_> =
        cells.iter().zip(WIDTHS).map(|(cell, width)| wrap(cell, width).into_iter()).collect();
    loop {
        let parts: Vec<Option<String>> = columns.iter_mut().map(Iterator::next).collect();
        if parts.iter().all(Option::is_none) {
            return;
        }
        let padded: Vec<_> = parts
            .iter()
            .zip(WIDTHS)
            .map(|(part, width)| format!("{:<width$}", part.as_deref().unwrap_or("")))
            .collect();
        out.push_str(padded.join("  ").trim_end());
        out.push('\n');
    }
}

/// Lines of at most `width` characters; a longer word gets a line of its own.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut current = String::new();
        for word in paragraph.split(' ') {
            let joined = current.chars().count() + 1 + word.chars().count();
            if !current.is_empty() && joined > width {
                lines.push(core::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        lines.push(current);
    }
    lines
}
