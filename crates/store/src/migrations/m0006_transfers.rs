//! Copies that are sent to another controller at the person's order.

pub(super) const STATEMENTS: &[&str] = &["create table transfer (
        person_id bytea not null,
        transfer_id bytea not null,
        controller text not null,
        state bigint not null,
        asked_at bigint not null,
        finished_at bigint,
        digest bytea,
        bytes bigint,
        receipt text,
        failure text not null,
        log_id bigint not null,
        idx bigint not null,
        primary key (person_id, transfer_id))"];
