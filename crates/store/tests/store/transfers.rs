//! Transfers: ordered, handed over, signed for or given up, each end once.

use amanah_domain::states::TransferState;
use amanah_domain::{Timestamp, TransferId};
use amanah_store::StoreError;
use amanah_store::transfers::{self, TransferRow};

use crate::bench::{Bench, person, write};

stories!(a_transfer_has_one_end);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1_000)
}

pub(crate) fn ordered(number: u8) -> TransferRow {
    TransferRow {
        transfer: TransferId::from_bytes([number; 16]),
        controller: "pelatihan".to_owned(),
        state: TransferState::Waiting,
        asked_at: at(i64::from(number)),
        finished_at: None,
        digest: None,
        bytes: None,
        receipt: None,
        failure: String::new(),
        entry: (1, 7),
    }
}

fn a_transfer_has_one_end(bench: &Bench) {
    let store = bench.open();
    let (one, other) = (ordered(1), ordered(2));
    let story = write(&store, move |db| {
        let who = person(1);
        transfers::add(db, &who, &one)?;
        transfers::add(db, &who, &other)?;
        assert_eq!(transfers::read(db, &who, &one.transfer)?, Some(one.clone()));
        assert_eq!(transfers::read(db, &person(2), &one.transfer)?, None, "somebody else's");
        assert!(transfers::sent(db, &who, &one.transfer, &[9; 32], 1_234)?);
        assert!(transfers::finish(db, &who, &one.transfer, Ok("signed"), at(5))?);
        assert!(!transfers::finish(db, &who, &one.transfer, Err("late"), at(6))?, "it is at its end");
        assert!(!transfers::sent(db, &who, &one.transfer, &[8; 32], 1)?, "it is at its end");
        assert!(transfers::finish(db, &who, &other.transfer, Err("not-told"), at(6))?);
        let all = transfers::of_person(db, &who)?;
        let states: Vec<_> = all.iter().map(|row| (row.state, row.failure.as_str())).collect();
        assert_eq!(states, [(TransferState::Failed, "not-told"), (TransferState::Received, "")]);
        assert_eq!(all[1].digest, Some([9; 32]));
        assert_eq!((all[1].bytes, all[1].receipt.as_deref()), (Some(1_234), Some("signed")));
        assert_eq!(transfers::forget_person(db, &who)?, 2);
        assert_eq!(transfers::of_person(db, &who)?, []);
        Ok::<_, StoreError>(())
    });
    assert_eq!(story, Ok(()));
}
