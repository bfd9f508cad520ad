//! What people ask: cases, their events and files, who stands in for whom, values that were replaced.

use super::kinds::{CODE, COUNTER, Clear, FACT, KeyedIndex, PERSON, Part, QUEUE, Sealed, Table};

pub(super) const CASE_FILE: Table = Table {
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
        ("channel", QUEUE),
        ("desk", QUEUE),
        ("receipt", Clear("a random number that the person quotes; without its code it shows nothing")),
        ("code", KeyedIndex),
        ("holder", PERSON),
        ("fields", CODE),
        ("purpose", CODE),
        ("appeal_of", Clear("random id, never derived from data")),
        ("due_at", QUEUE),
        ("left_ms", QUEUE),
        ("total_ms", QUEUE),
        ("next_at", QUEUE),
        ("urgency", QUEUE),
        ("stage", QUEUE),
        ("level", QUEUE),
        ("proposal", CODE),
        ("proposed_by", PERSON),
        ("ground", CODE),
        ("wanted", Sealed),
        ("events", COUNTER),
        ("changed_at", QUEUE),
        ("said_at", QUEUE),
    ],
};

pub(super) const CASE_EVENT: Table = Table {
    name: "case_event",
    part: Part::Keys,
    columns: &[
        ("person_id", PERSON),
        ("case_id", Clear("random id, never derived from data")),
        ("number", COUNTER),
        ("kind", CODE),
        ("at_time", QUEUE),
        ("said_at", QUEUE),
        ("author", PERSON),
        ("role", CODE),
        ("channel", CODE),
        ("shown", CODE),
        ("code", CODE),
        ("hours", COUNTER),
        ("fate", QUEUE),
        ("key", KeyedIndex),
        ("body", Sealed),
    ],
};

pub(super) const CASE_ENTRY: Table = Table {
    name: "case_entry",
    part: Part::Keys,
    columns: &[
        ("person_id", PERSON),
        ("case_id", Clear("random id, never derived from data")),
        ("log_id", COUNTER),
        ("idx", COUNTER),
        ("tie", CODE),
    ],
};

pub(super) const ATTACHMENT: Table = Table {
    name: "attachment",
    part: Part::Data,
    columns: &[
        ("person_id", PERSON),
        ("attachment_id", Clear("random id, never derived from data")),
        ("case_id", Clear("random id, never derived from data")),
        ("event", COUNTER),
        ("state", QUEUE),
        ("media", CODE),
        ("evidence", CODE),
        ("bytes", COUNTER),
        ("failure", CODE),
        ("added_at", QUEUE),
        ("body", Sealed),
    ],
};

pub(super) const CASE_THREAD: Table = Table {
    name: "case_thread",
    part: Part::Keys,
    columns: &[
        ("tag", KeyedIndex),
        ("person_id", PERSON),
        ("case_id", Clear("random id, never derived from data")),
        ("event", COUNTER),
        ("created_at", QUEUE),
        // The id itself, for the header of the answer.
        ("outside", Sealed),
    ],
};

pub(super) const STANDING: Table = Table {
    name: "standing",
    part: Part::Keys,
    columns: &[
        ("person_id", PERSON),
        ("standing_id", Clear("random id, never derived from data")),
        ("helper_id", PERSON),
        ("case_id", Clear("random id, never derived from data")),
        ("kind", FACT),
        ("state", FACT),
        ("rights", FACT),
        ("asked_at", QUEUE),
        ("begins_at", FACT),
        ("ends_at", FACT),
        ("ended_at", FACT),
        ("asker", Sealed),
    ],
};

pub(super) const EARLIER_VALUE: Table = Table {
    name: "earlier_value",
    part: Part::Data,
    columns: &[
        ("person_id", PERSON),
        ("value_id", Clear("random id, never derived from data")),
        ("field", CODE),
        ("replaced_at", QUEUE),
        ("until_at", QUEUE),
        ("body", Sealed),
    ],
};
