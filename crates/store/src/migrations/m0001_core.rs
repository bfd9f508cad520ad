//! Keys, sealed rows, blind indexes, the ledger, jobs, the outbox, settings.

pub(super) const STATEMENTS: &[&str] = &[
    "create table key_row (
        person_id bytea not null primary key check (length(person_id) = 16),
        epoch bigint not null,
        wrapped bytea not null,
        version bigint not null) {clustered}",
    // Re-wrapping into a new epoch walks the rows of the old one.
    "create index key_row_by_epoch on key_row (epoch, person_id)",
    // Not clustered: bodies are long.
    "create table sealed_row (
        person_id bytea not null,
        category bigint not null,
        version bigint not null,
        body bytea not null,
        primary key (person_id, category))",
    "create table index_tag (
        index_id bigint not null,
        tag bytea not null,
        person_id bytea not null,
        state bigint not null,
        created_at bigint not null,
        primary key (index_id, tag, person_id)) {clustered}",
    "create index index_tag_by_person on index_tag (person_id, index_id)",
    // One holder per tag: what `index_tag` by design allows to be shared (fraud signals need to see
    // duplicates) is unique here.
    "create table index_claim (
        index_id bigint not null,
        tag bytea not null,
        person_id bytea not null,
        claimed_at bigint not null,
        primary key (index_id, tag)) {clustered}",
    "create index index_claim_by_person on index_claim (person_id, index_id)",
    "create table ledger_log (
        log_id bigint not null primary key,
        holder bytea not null,
        lease_until bigint not null,
        size bigint not null,
        checkpoint text) {clustered}",
    "create table ledger_entry (
        log_id bigint not null,
        idx bigint not null,
        time_ms bigint not null,
        tag0 bytea not null,
        tag1 bytea not null,
        body bytea not null,
        primary key (log_id, idx)) {clustered}",
    // A trail is read across logs, newest first.
    "create index ledger_entry_by_tag0 on ledger_entry (tag0, time_ms, log_id, idx)",
    "create index ledger_entry_by_tag1 on ledger_entry (tag1, time_ms, log_id, idx)",
    "create table ledger_tile (
        log_id bigint not null,
        level bigint not null,
        idx bigint not null,
        hashes bytea not null,
        primary key (log_id, level, idx))",
    "create table job (
        job_key bytea not null primary key,
        kind text not null,
        state bigint not null,
        person_id bytea,
        due_at bigint not null,
        attempts bigint not null,
        attempts_max bigint not null,
        lease_holder bytea,
        failure text,
        created_at bigint not null,
        finished_at bigint,
        payload bytea not null)",
    "create index job_by_due on job (state, due_at)",
    "create index job_by_person on job (person_id)",
    "create table outbox (
        person_id bytea not null,
        message_id bytea not null check (length(message_id) = 16),
        channel text not null,
        state bigint not null,
        due_at bigint not null,
        attempts bigint not null,
        repeats bigint not null,
        lease_holder bytea,
        failure text,
        created_at bigint not null,
        handed_at bigint,
        body bytea not null,
        primary key (person_id, message_id))",
    "create index outbox_by_due on outbox (state, due_at)",
    "create table setting (
        name text not null primary key,
        value bytea not null,
        version bigint not null) {clustered}",
];
