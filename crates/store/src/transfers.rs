//! Copies that are sent to another controller at the person's order (article 13): to whom, how far, and
//! the receipt that the other signed. The copy itself is never kept.

use amanah_domain::states::TransferState;
use amanah_domain::{PersonId, Timestamp, TransferId};

use crate::query::queries;
use crate::value::int;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into transfer (person_id, transfer_id, controller, state, asked_at, failure, log_id, idx) \
        values ($1, $2, $3, $4, $5, '', $6, $7)";
    READ = "select transfer_id, controller, state, asked_at, finished_at, digest, bytes, receipt, failure, log_id, idx \
        from transfer where person_id = $1 and transfer_id = $2";
    OF_PERSON = "select transfer_id, controller, state, asked_at, finished_at, digest, bytes, receipt, failure, \
        log_id, idx from transfer where person_id = $1 order by asked_at desc, transfer_id";
    SENT = "update transfer set digest = $1, bytes = $2 where person_id = $3 and transfer_id = $4 and state = 0";
    FINISH = "update transfer set state = $1, finished_at = $2, receipt = $3, failure = $4 \
        where person_id = $5 and transfer_id = $6 and state = 0";
    FORGET_PERSON = "delete from transfer where person_id = $1";
}

/// One transfer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransferRow {
    /// Its id, by which the other controller knows it as well.
    pub transfer: TransferId,
    /// The configured name of the other controller.
    pub controller: String,
    /// How far it is.
    pub state: TransferState,
    /// When it was ordered.
    pub asked_at: Timestamp,
    /// When it came to its end.
    pub finished_at: Option<Timestamp>,
    /// SHA-256 of the copy that was sent last.
    pub digest: Option<[u8; 32]>,
    /// Its length.
    pub bytes: Option<i64>,
    /// What the other controller signed.
    pub receipt: Option<String>,
    /// Why it failed: a code of our own; empty otherwise.
    pub failure: String,
    /// Log and index of the entry that records the order.
    pub entry: (u64, u64),
}

fn parse(row: &Row) -> Result<TransferRow, StoreError> {
    Ok(TransferRow {
        transfer: TransferId::from_bytes(row.bytes(0)?),
        controller: row.text(1)?.to_owned(),
        // What is not known to wait is not sent again.
        state: TransferState::from_code(row.small(2)?).unwrap_or(TransferState::Failed),
        asked_at: row.time(3)?,
        finished_at: row.time_opt(4)?,
        digest: row.bytes_opt(5)?,
        bytes: row.int_opt(6)?,
        receipt: row.text_opt(7)?.map(str::to_owned),
        failure: row.text(8)?.to_owned(),
        entry: (row.count(9)?, row.count(10)?),
    })
}

/// Adds an order that waits.
pub fn add(db: &mut dyn Connection, person: &PersonId, row: &TransferRow) -> Result<(), StoreError> {
    let params = [
        person.into(),
        (&row.transfer).into(),
        (&row.controller).into(),
        i64::from(row.state.code()).into(),
        row.asked_at.into(),
        int(row.entry.0)?.into(),
        int(row.entry.1)?.into(),
    ];
    db.execute(&ADD, &params).map(drop)
}

/// One transfer of a person.
pub fn read(
    db: &mut dyn Connection,
    person: &PersonId,
    transfer: &TransferId,
) -> Result<Option<TransferRow>, StoreError> {
    db.query_optional(&READ, &[person.into(), transfer.into()])?.as_ref().map(parse).transpose()
}

/// A person's transfers, the last first.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<TransferRow>, StoreError> {
    db.query(&OF_PERSON, &[person.into()])?.iter().map(parse).collect()
}

/// Remembers what was handed over, before the other is asked to sign for it; false when the transfer is at
/// its end.
pub fn sent(
    db: &mut dyn Connection,
    person: &PersonId,
    transfer: &TransferId,
    digest: &[u8; 32],
    bytes: u64,
) -> Result<bool, StoreError> {
    let params = [digest.into(), int(bytes)?.into(), person.into(), transfer.into()];
    Ok(db.execute(&SENT, &params)? == 1)
}

/// The end of a transfer: with a receipt, or with the code of a failure. False when it was at its end.
pub fn finish(
    db: &mut dyn Connection,
    person: &PersonId,
    transfer: &TransferId,
    receipt: Result<&str, &str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (state, receipt, failure) = match receipt {
        Ok(receipt) => (TransferState::Received, Some(receipt), ""),
        Err(failure) => (TransferState::Failed, None, failure),
    };
    let params = [
        i64::from(state.code()).into(),
        now.into(),
        receipt.into(),
        failure.into(),
        person.into(),
        transfer.into(),
    ];
    Ok(db.execute(&FINISH, &params)? == 1)
}

/// Removes every transfer of a person. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_PERSON, &[person.into()])
}
