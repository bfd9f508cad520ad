//! The policy as a table: who may do what, with which data, for which purpose.
//!
//! The same rows serve the terminal, the golden test and the page for everyone.

use amanah_domain::{Category, LawfulBasis, Operation, PurposeId, RecipientClass, Role, SmallSet};

use crate::document::{Objection, Retention};
use crate::stays::{Anonymise, OncePerPerson, Stay};
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
    /// Of these, what its category's own rule ends sooner.
    pub sooner: SmallSet<Category>,
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
    /// The longest that anything of a category is kept.
    pub caps: Vec<(Category, Clause, Option<Retention>)>,
    /// What stays in spite of a request.
    pub stays: Vec<Stay>,
    /// The tag that stays so that a benefit is given once.
    pub once_per_person: Option<OncePerPerson>,
    /// What is counted of those who go.
    pub anonymise: Option<Anonymise>,
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
        sooner: rule.sooner,
        when_restricted: rule.when_restricted,
        when_ended: rule.when_ended,
        automated_decision: rule.automated_decision,
        objection: rule.objection,
    };
    let mut rows: Vec<_> = document.purposes.iter().map(row).collect();
    rows.sort_by_key(|row| (row.clause.is_none(), row.clause, row.purpose));
    Table {
        programme: document.programme.clone(),
        version: document.version,
        hash: policy.hash(),
        rows,
        caps: document.categories.iter().map(|(id, rule)| (*id, rule.clause, rule.retention)).collect(),
        stays: document.stays.clone(),
        once_per_person: document.once_per_person.clone(),
        anonymise: document.anonymise,
    }
}

/// Widths of the columns in characters: clause, purpose, who, does, data, goes to, kept.
const WIDTHS: [usize; 7] = [6, 24, 16, 22, 26, 18, 26];
/// Width of the lines below the table.
const KEEPING_WIDTH: usize = 140;
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
        self.keeping(&mut out);
        out
    }

    /// What is kept at the longest, what stays in spite of a request, what is counted.
    fn keeping(&self, out: &mut String) {
        let mut say = |text: String| {
            for part in wrap(&text, KEEPING_WIDTH) {
                out.push_str(part.trim_end());
                out.push('\n');
            }
        };
        say("\nAt the longest, whatever the purpose:".to_owned());
        for (category, clause, retention) in &self.caps {
            say(format!("{clause}: {}: {}", category.name(), retention.map_or_else(|| "?".to_owned(), kept)));
        }
        say("\nWhat stays in spite of a request to erase or destroy, never longer than above. What is not here goes.".to_owned());
        for stay in &self.stays {
            let retention =
                self.rows.iter().find(|row| row.purpose == stay.purpose).and_then(|row| row.retention);
            say(format!(
                "{}: {}, for {} ({}): {}; law 27/2022, article {}",
                stay.clause.map_or_else(|| "none".to_owned(), |clause| clause.to_string()),
                names(stay.categories.iter().map(Category::name)),
                stay.purpose.name(),
                stay.when.name(),
                retention.map_or_else(|| "?".to_owned(), kept),
                stay.article.as_deref().unwrap_or("?"),
            ));
        }
        if let Some(once) = &self.once_per_person {
            say(format!(
                "{}: a keyed tag of the number, for {} (once per person): {} after the removal; law 27/2022, article {}",
                once.clause.map_or_else(|| "none".to_owned(), |clause| clause.to_string()),
                once.ground.name(),
                once.term,
                once.article.as_deref().unwrap_or("?"),
            ));
        }
        if let Some(said) = &self.anonymise {
            say(format!(
                "\n{}: those whose last ground is gone are counted in groups of at least {}, then destroyed",
                said.clause.map_or_else(|| "none".to_owned(), |clause| clause.to_string()),
                said.threshold,
            ));
        }
    }
}

/// A time to keep as a piece of a sentence.
fn kept(retention: Retention) -> String {
    let (event, then) = (retention.event.name(), retention.then.name());
    match retention.duration.count {
        0 => format!("until {event}, then {then}"),
        _ => format!("{} after {event}, then {then}", retention.duration),
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
    let mut lasting = row.retention.map_or_else(|| "?".to_owned(), kept);
    if !row.sooner.is_empty() {
        lasting = format!("{lasting}\nsooner: {}", names(row.sooner.iter().map(Category::name)));
    }
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
        lasting,
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
