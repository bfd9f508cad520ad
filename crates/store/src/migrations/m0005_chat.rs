//! Live chat: which conversations are going on, who has them, and which agents are there.

pub(super) const STATEMENTS: &[&str] = &[
    // A row a chat that goes on, and for some minutes after its end: the table stays small however many chats
    // there ever were. What was said stands in the case.
    "create table live_chat (
        person_id bytea not null,
        case_id bytea not null,
        state bigint not null,
        since bigint not null,
        agent bytea,
        primary key (person_id, case_id))",
    "create index live_chat_by_state on live_chat (state, since)",
    "create index live_chat_by_agent on live_chat (agent) where agent is not null",
    "create table desk_presence (
        person_id bytea not null primary key,
        seen_at bigint not null)",
];
