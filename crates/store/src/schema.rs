//! Every column of every table, declared. A test compares this with the live schema of both engines and
//! fails on anything undeclared or vanished: nothing is stored in the clear by oversight.

pub use crate::live_schema::live;

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

/// In which part of a backup a table travels. Whatever leads from a person to what stands in the public
/// ledger, or opens anything, is in the part that is kept for the last epochs only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Sealed rows and clear status: may be kept for years.
    Data,
    /// Key rows, index tables, and each map from a person to a pseudonym or to an entry.
    Keys,
    /// Not in a backup, for this reason.
    Left(&'static str),
}

/// A table and its columns.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// In which part of a backup it travels.
    pub part: Part,
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
        part: Part::Left("the version stands in the manifest"),
        columns: &[("one", COUNTER), ("version", COUNTER), ("changed_at", COUNTER)],
    },
    Table {
        name: "key_row",
        part: Part::Keys,
        columns: &[
            ("person_id", PERSON),
            ("epoch", Clear("re-wrapping walks the rows of an epoch")),
            ("wrapped", Sealed),
            ("version", COUNTER),
        ],
    },
    Table {
        name: "sealed_row",
        part: Part::Data,
        columns: &[
            ("person_id", PERSON),
            ("category", Clear("which row of a person is read")),
            ("version", COUNTER),
            ("body", Sealed),
        ],
    },
    Table {
        name: "index_tag",
        part: Part::Keys,
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
        part: Part::Keys,
        columns: &[
            ("index_id", CODE),
            ("tag", KeyedIndex),
            ("person_id", PERSON),
            ("claimed_at", Clear("disputes over a claim are settled by time")),
        ],
    },
    Table {
        name: "ledger_log",
        part: Part::Data,
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
        part: Part::Data,
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
        part: Part::Data,
        columns: &[
            ("log_id", COUNTER),
            ("level", COUNTER),
            ("idx", COUNTER),
            ("hashes", Clear("hashes of public entries")),
        ],
    },
    Table {
        name: "job",
        part: Part::Data,
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
        part: Part::Data,
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
        part: Part::Data,
        columns: &[("name", CODE), ("value", Clear("operation; never about a person")), ("version", COUNTER)],
    },
    Table {
        name: "account",
        part: Part::Data,
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
            ("ended_at", Clear("times to keep are counted from it")),
            ("removals", COUNTER),
            ("counted_at", Clear("nobody is counted twice among those who go")),
        ],
    },
    Table {
        name: "consent",
        part: Part::Data,
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
        part: Part::Left("everybody signs in again"),
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
        part: Part::Left("codes and half-filled forms are over"),
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
        part: Part::Keys,
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
        part: Part::Keys,
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
        part: Part::Data,
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
        part: Part::Data,
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
        part: Part::Data,
        columns: &[
            ("batch_id", Clear("random id, never derived from data")),
            ("pseudonym", Clear("made for one draw; leads to nobody without the person's key")),
            ("position", Clear("published with the draw")),
            ("place", Clear("published with the draw")),
        ],
    },
    Table {
        name: "staff_role",
        part: Part::Data,
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
        part: Part::Data,
        columns: &[("person_id", PERSON), ("other_id", PERSON), ("declared_at", QUEUE), ("detail", Sealed)],
    },
    Table {
        name: "key_epoch",
        part: Part::Keys,
        columns: &[
            ("epoch", COUNTER),
            ("state", QUEUE),
            ("opened_at", QUEUE),
            ("closed_at", QUEUE),
            ("destroyed_at", QUEUE),
            ("gone_at", QUEUE),
        ],
    },
    Table {
        name: "escrow_copy",
        part: Part::Keys,
        columns: &[
            ("name", Clear("the operator's own word for a copy of the keyring")),
            ("refresh_days", COUNTER),
            ("added_at", QUEUE),
            ("confirmed_at", QUEUE),
            ("confirmed_epoch", COUNTER),
        ],
    },
    Table {
        name: "removal",
        part: Part::Keys,
        columns: &[
            ("removal_id", Clear("random id, never derived from data")),
            ("person_id", PERSON),
            ("tag", KeyedIndex),
            ("act", CODE),
            ("asked_by", CODE),
            ("ground", CODE),
            ("categories", CODE),
            ("fields", CODE),
            ("state", QUEUE),
            ("journal", COUNTER),
            ("asked_at", QUEUE),
            ("done_at", QUEUE),
            ("unreadable_at", QUEUE),
            ("last_epoch", COUNTER),
        ],
    },
    Table {
        name: "removal_line",
        part: Part::Keys,
        columns: &[
            ("removal_id", Clear("random id, never derived from data")),
            ("line", COUNTER),
            ("kind", CODE),
            ("what", CODE),
            ("number", COUNTER),
            ("ground", CODE),
            ("at_time", QUEUE),
            ("log_id", COUNTER),
            ("idx", COUNTER),
        ],
    },
    Table {
        name: "removal_notice",
        part: Part::Keys,
        columns: &[
            ("notice_id", Clear("random id, never derived from data")),
            ("removal_id", Clear("random id, never derived from data")),
            ("recipient", CODE),
            ("reference", Clear("one recipient's pseudonym; without the person's keys it leads to nobody")),
            ("state", QUEUE),
            ("attempts", COUNTER),
            ("created_at", QUEUE),
            ("told_at", QUEUE),
            ("answered_at", QUEUE),
            ("answer", Clear("the recipient's signed acknowledgement: ids and times")),
            ("way", CODE),
            ("word_at", QUEUE),
            ("recorded_at", QUEUE),
        ],
    },
    Table {
        name: "legal_hold",
        part: Part::Keys,
        columns: &[
            ("person_id", PERSON),
            ("hold_id", Clear("random id, never derived from data")),
            ("ground", CODE),
            ("decided_by", PERSON),
            ("placed_at", QUEUE),
            ("until_at", QUEUE),
            ("lifted_at", QUEUE),
            ("lifted_by", PERSON),
            ("reason", Sealed),
        ],
    },
    Table {
        name: "kept_tag",
        part: Part::Keys,
        columns: &[
            ("index_id", CODE),
            ("tag", KeyedIndex),
            ("ground", CODE),
            ("kept_from", QUEUE),
            ("until_at", QUEUE),
        ],
    },
    Table {
        name: "anonymous_count",
        part: Part::Data,
        columns: &[
            ("release_id", Clear("random id, never derived from data")),
            ("cell", Clear("a group of at least the threshold; no person, no pseudonym")),
            ("people", Clear("a count of at least the threshold")),
            ("released_at", QUEUE),
        ],
    },
    Table {
        name: "run_report",
        part: Part::Data,
        columns: &[
            ("kind", CODE),
            ("ran_at", QUEUE),
            ("fine", QUEUE),
            ("summary", Clear("codes and counts of the house's own work; never about a person")),
        ],
    },
];
