//! Every column of every table, declared. A test compares this with the live schema of both engines and
//! fails on anything undeclared or vanished: nothing is stored in the clear by oversight.

use crate::dialect::{postgres, sqlite};
use crate::{Connection, Engine, StoreError};

/// How a column protects what it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Ciphertext under a person's own keys, or a wrapped key.
    Sealed,
    /// A keyed HMAC of a value, for equality.
    KeyedIndex,
    /// Clear beside a random id, for this reason.
    Clear(&'static str),
}
use Kind::{Clear, KeyedIndex, Sealed};

/// A table and its columns.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Name and kind of each column.
    pub columns: &'static [(&'static str, Kind)],
}

const PERSON: Kind = Clear("random id, never derived from data");
const QUEUE: Kind = Clear("queues are worked by state and time");
const FACT: Kind = Clear("decisions of the policy rest on it, without a key");
const COUNTER: Kind = Clear("a counter of our own");
const CODE: Kind = Clear("a code of our own, never a message that could quote data");

/// The declaration. Verticals add their tables here, in the commit of their migration.
pub const TABLES: &[Table] = &[
    Table {
        name: "schema_version",
        columns: &[("one", COUNTER), ("version", COUNTER), ("changed_at", COUNTER)],
    },
    Table {
        name: "key_row",
        columns: &[
            ("person_id", PERSON),
            ("epoch", Clear("re-wrapping walks the rows of an epoch")),
            ("wrapped", Sealed),
            ("version", COUNTER),
        ],
    },
    Table {
        name: "sealed_row",
        columns: &[
            ("person_id", PERSON),
            ("category", Clear("which row of a person is read")),
            ("version", COUNTER),
            ("body", Sealed),
        ],
    },
    Table {
        name: "index_tag",
        columns: &[
            ("index_id", CODE),
            ("tag", KeyedIndex),
            ("person_id", PERSON),
            ("state", CODE),
            ("created_at", Clear("pending tags lapse")),
        ],
    },
    Table {
        name: "index_claim",
        columns: &[
            ("index_id", CODE),
            ("tag", KeyedIndex),
            ("person_id", PERSON),
            ("claimed_at", Clear("disputes over a claim are settled by time")),
        ],
    },
    Table {
        name: "ledger_log",
        columns: &[
            ("log_id", COUNTER),
            ("holder", Clear("random id of a process")),
            ("lease_until", QUEUE),
            ("size", COUNTER),
            ("checkpoint", Clear("signed and published")),
        ],
    },
    Table {
        name: "ledger_entry",
        columns: &[
            ("log_id", COUNTER),
            ("idx", COUNTER),
            ("time_ms", Clear("part of the public entry")),
            ("tag0", Clear("pseudonym; points to nobody after erasure")),
            ("tag1", Clear("pseudonym; points to nobody after erasure")),
            ("body", Clear("pseudonyms, codes and commitments; no personal data by its fixed layout")),
        ],
    },
    Table {
        name: "ledger_tile",
        columns: &[
            ("log_id", COUNTER),
            ("level", COUNTER),
            ("idx", COUNTER),
            ("hashes", Clear("hashes of public entries")),
        ],
    },
    Table {
        name: "job",
        columns: &[
            ("job_key", Clear("random id, or one made from random ids")),
            ("kind", CODE),
            ("state", QUEUE),
            ("person_id", PERSON),
            ("due_at", QUEUE),
            ("attempts", COUNTER),
            ("attempts_max", COUNTER),
            ("lease_holder", Clear("random id of a worker")),
            ("failure", CODE),
            ("created_at", QUEUE),
            ("finished_at", Clear("done jobs are removed after a term")),
            ("payload", Sealed),
        ],
    },
    Table {
        name: "outbox",
        columns: &[
            ("person_id", PERSON),
            ("message_id", Clear("random id, also the recipient's idempotency key")),
            ("channel", CODE),
            ("state", QUEUE),
            ("due_at", QUEUE),
            ("attempts", COUNTER),
            ("repeats", COUNTER),
            ("lease_holder", Clear("random id of a worker")),
            ("failure", CODE),
            ("created_at", QUEUE),
            ("handed_at", Clear("proof of when it left the house")),
            ("body", Sealed),
        ],
    },
    Table {
        name: "setting",
        columns: &[
            ("name", CODE),
            ("value", Clear("operation of the system; never about a person")),
            ("version", COUNTER),
        ],
    },
    Table {
        name: "account",
        columns: &[
            ("person_id", PERSON),
            ("kind", FACT),
            ("language", FACT),
            ("created_at", FACT),
            ("changed_at", FACT),
            ("consents", FACT),
            ("objections", FACT),
            ("restricted", FACT),
            ("legal_hold", FACT),
            ("disputed", FACT),
            ("age", FACT),
            ("state", FACT),
            ("policy_version", FACT),
            ("identity", FACT),
            ("eligibility", FACT),
            ("province", Clear("region for statistics")),
        ],
    },
    Table {
        name: "consent",
        columns: &[
            ("person_id", PERSON),
            ("purpose", FACT),
            ("given_at", FACT),
            ("policy_version", FACT),
            ("source", FACT),
            ("withdrawn_at", FACT),
        ],
    },
    Table {
        name: "session",
        columns: &[
            ("tag", KeyedIndex),
            ("session_id", Clear("random id, never derived from data")),
            ("person_id", PERSON),
            ("staff", QUEUE),
            ("created_at", QUEUE),
            ("seen_at", QUEUE),
            ("ends_at", QUEUE),
            ("fresh_until", QUEUE),
            ("device", Sealed),
        ],
    },
    Table {
        name: "ticket",
        columns: &[
            ("tag", KeyedIndex),
            ("person_id", PERSON),
            ("kind", QUEUE),
            ("code", KeyedIndex),
            ("tries", COUNTER),
            ("created_at", QUEUE),
            ("ends_at", QUEUE),
            ("draft", Sealed),
        ],
    },
    Table {
        name: "trail_reason",
        columns: &[
            ("commitment", Clear("a salted hash that also stands in the public entry")),
            ("person_id", PERSON),
            ("salt", Clear("without the sealed reason it says nothing")),
            ("body", Sealed),
            ("created_at", QUEUE),
        ],
    },
    Table {
        name: "case_file",
        columns: &[
            ("person_id", PERSON),
            ("case_id", Clear("random id, never derived from data")),
            ("kind", QUEUE),
            ("subject", CODE),
            ("state", QUEUE),
            ("opened_at", QUEUE),
            ("decided_at", QUEUE),
            ("decided_by", PERSON),
            ("statement", Sealed),
            ("answer", Sealed),
        ],
    },
    Table {
        name: "batch",
        columns: &[
            ("batch_id", Clear("random id, never derived from data")),
            ("number", Clear("published with the draw")),
            ("quota", Clear("published with the draw")),
            ("state", QUEUE),
            ("opens_at", QUEUE),
            ("closes_at", QUEUE),
            ("created_at", QUEUE),
            ("seed", Sealed),
            ("seed_commitment", Clear("published with the draw")),
            ("public_source", Clear("published with the draw")),
            ("public_known_at", Clear("published with the draw")),
            ("public_value", Clear("published with the draw")),
            ("entrants", Clear("published with the draw")),
            ("entrants_commitment", Clear("published with the draw")),
            ("closed_at", QUEUE),
            ("drawn_at", QUEUE),
        ],
    },
    Table {
        name: "batch_entry",
        columns: &[
            ("person_id", PERSON),
            ("batch_id", Clear("random id, never derived from data")),
            ("state", QUEUE),
            ("joined_at", QUEUE),
            ("changed_at", QUEUE),
        ],
    },
    Table {
        name: "draw_line",
        columns: &[
            ("batch_id", Clear("random id, never derived from data")),
            ("pseudonym", Clear("made for one draw; leads to nobody without the person's key")),
            ("position", Clear("published with the draw")),
            ("place", Clear("published with the draw")),
        ],
    },
    Table {
        name: "staff_role",
        columns: &[
            ("person_id", PERSON),
            ("role", QUEUE),
            ("granted_by", PERSON),
            ("granted_at", QUEUE),
            ("approved_by", PERSON),
            ("approved_at", QUEUE),
            ("ends_at", QUEUE),
            ("reviewed_at", QUEUE),
            ("ended_at", QUEUE),
        ],
    },
    Table {
        name: "staff_relation",
        columns: &[("person_id", PERSON), ("other_id", PERSON), ("declared_at", QUEUE), ("detail", Sealed)],
    },
];

/// Table and column of everything in the database, sorted: for the test and for `amanah migrate --check`.
pub fn live(db: &mut dyn Connection) -> Result<Vec<(String, String)>, StoreError> {
    let query = match db.engine() {
        Engine::Sqlite => sqlite::live_columns(),
        Engine::Postgres => postgres::live_columns(),
    };
    let rows = db.query(query, &[])?;
    let mut names = rows
        .iter()
        .map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())))
        .collect::<Result<Vec<_>, StoreError>>()?;
    names.sort();
    Ok(names)
}
