//! Batches, draws, and those who work here.

use super::kinds::{Clear, PERSON, Part, QUEUE, Sealed, Table};

pub(super) const BATCH: Table = Table {
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
};

pub(super) const BATCH_ENTRY: Table = Table {
    name: "batch_entry",
    part: Part::Data,
    columns: &[
        ("person_id", PERSON),
        ("batch_id", Clear("random id, never derived from data")),
        ("state", QUEUE),
        ("joined_at", QUEUE),
        ("changed_at", QUEUE),
    ],
};

pub(super) const DRAW_LINE: Table = Table {
    name: "draw_line",
    part: Part::Data,
    columns: &[
        ("batch_id", Clear("random id, never derived from data")),
        ("pseudonym", Clear("made for one draw; leads to nobody without the person's key")),
        ("position", Clear("published with the draw")),
        ("place", Clear("published with the draw")),
    ],
};

pub(super) const STAFF_ROLE: Table = Table {
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
};

pub(super) const STAFF_RELATION: Table = Table {
    name: "staff_relation",
    part: Part::Data,
    columns: &[("person_id", PERSON), ("other_id", PERSON), ("declared_at", QUEUE), ("detail", Sealed)],
};
