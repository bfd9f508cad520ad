//! Keys and their epochs, removals, holds, and reports of the house's own work.

use super::kinds::{CODE, COUNTER, Clear, KeyedIndex, PERSON, Part, QUEUE, Sealed, Table};

pub(super) const KEY_EPOCH: Table = Table {
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
};

pub(super) const ESCROW_COPY: Table = Table {
    name: "escrow_copy",
    part: Part::Keys,
    columns: &[
        ("name", Clear("the operator's own word for a copy of the keyring")),
        ("refresh_days", COUNTER),
        ("added_at", QUEUE),
        ("confirmed_at", QUEUE),
        ("confirmed_epoch", COUNTER),
    ],
};

pub(super) const REMOVAL: Table = Table {
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
};

pub(super) const REMOVAL_LINE: Table = Table {
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
};

pub(super) const REMOVAL_NOTICE: Table = Table {
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
        ("kind", CODE),
        ("fields", CODE),
        ("purpose", CODE),
        ("due_at", QUEUE),
    ],
};

pub(super) const LEGAL_HOLD: Table = Table {
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
};

pub(super) const KEPT_TAG: Table = Table {
    name: "kept_tag",
    part: Part::Keys,
    columns: &[
        ("index_id", CODE),
        ("tag", KeyedIndex),
        ("ground", CODE),
        ("kept_from", QUEUE),
        ("until_at", QUEUE),
    ],
};

pub(super) const ANONYMOUS_COUNT: Table = Table {
    name: "anonymous_count",
    part: Part::Data,
    columns: &[
        ("release_id", Clear("random id, never derived from data")),
        ("cell", Clear("a group of at least the threshold; no person, no pseudonym")),
        ("people", Clear("a count of at least the threshold")),
        ("released_at", QUEUE),
    ],
};

pub(super) const RUN_REPORT: Table = Table {
    name: "run_report",
    part: Part::Data,
    columns: &[
        ("kind", CODE),
        ("ran_at", QUEUE),
        ("fine", QUEUE),
        ("summary", Clear("codes and counts of the house's own work; never about a person")),
    ],
};
