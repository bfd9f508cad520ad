//! Where each table with rows of a person is found in their archive, or why it is not. A test holds this
//! against the declared tables: nothing of a person is left out by oversight.

/// What becomes of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Content {
    /// It stands in this file, or below this folder.
    In(&'static str),
    /// It is left out, for this reason; stands in the manifest.
    Left(&'static str),
}
use Content::{In, Left};

/// Every table that has a column with a person's id.
pub const TABLES: &[(&str, Content)] = &[
    ("account", In("person.json")),
    ("sealed_row", In("person.json")),
    ("earlier_value", In("person.json")),
    ("session", In("person.json")),
    ("batch_entry", In("person.json")),
    ("standing", In("person.json")),
    ("legal_hold", In("person.json")),
    ("removal", In("person.json")),
    ("transfer", In("person.json")),
    ("consent", In("consents.json")),
    ("case_file", In("cases/")),
    ("case_event", In("cases/")),
    ("case_entry", In("cases/")),
    ("attachment", In("attachments/")),
    ("outbox", In("letters.jsonl")),
    ("trail_reason", In("trail.jsonl")),
    ("live_chat", Left("which chat goes on at this moment; what was said stands in cases/")),
    ("desk_presence", Left("which agents are at their desk is no data of a participant")),
    ("key_row", Left("keys, not data: whoever had them could open what is kept sealed")),
    ("index_tag", Left("keyed fingerprints of values that stand in person.json; they say nothing else")),
    ("index_claim", Left("keyed fingerprints of values that stand in person.json; they say nothing else")),
    ("ticket", Left("codes and links that wait to be used; they are gone within minutes")),
    ("job", Left("work that waits to be done, named by random ids; what it did stands in the trail")),
    ("case_thread", Left("keyed fingerprints of message ids; the messages stand in cases/")),
    ("staff_role", Left("roles at work are no data of a participant")),
    ("staff_relation", Left("what a member of staff declared about themselves is theirs")),
];

/// What is left out of the files that are there.
pub const LEFT_INSIDE: &[(&str, &str)] = &[
    (
        "passkeys, password",
        "whether they are there stands in person.json; what they are lets somebody sign in",
    ),
    ("codes in letters", "a code lets somebody sign in; the letter is named, its words are left out"),
    ("notes among staff", "they are not shown to the person; that there are some stands in the case"),
    ("names of staff", "another person's data (Law 27/2022, article 33): a role and a pseudonym stand there"),
    (
        "what was said in a request about a lost phone or address",
        "somebody else may have said it (Law 27/2022, article 33)",
    ),
    ("people one stands in for, or is helped by", "another person's data (Law 27/2022, article 33)"),
    ("reasons of a legal hold", "they may say something of others (Law 27/2022, article 33)"),
];
