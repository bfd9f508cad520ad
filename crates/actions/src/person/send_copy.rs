//! The person orders a copy to be sent to another controller (article 13). Only to one that the operator
//! has configured; the job sends it.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::rights::Right;
use amanah_domain::states::TransferState;
use amanah_domain::{FieldSet, Operation, RecipientClass, TransferId};
use amanah_store::StoreError;
use amanah_store::accounts;
use amanah_store::transfers::{self, TransferRow};

use crate::access::Want;
use crate::archive::values::VALUES;
use crate::error::{ActionError, Done, FieldError};
use crate::jobs::transfer_copy;
use crate::limits::COPIES_PER_PERSON;
use crate::office::Office;
use crate::session::Session;
use crate::transfer::send::note_of;

impl Office {
    /// To whom a copy can be sent; empty where the operator has configured nobody.
    pub fn other_controllers(&self) -> Vec<String> {
        self.transfers.controllers().names()
    }

    /// The person's transfers, the last first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_transfers(&self, session: &Session) -> Done<Vec<TransferRow>> {
        session.as_person()?;
        session.may(Right::Access)?;
        let person = session.person;
        Ok(self.store.read(move |db| transfers::of_person(db, &person)).await?)
    }

    /// Orders a transfer. Values that are disputed stay here until that is settled.
    ///
    /// # Errors
    /// [`ActionError::State`] `stale-sign-in`; [`ActionError::Input`] for a controller that is not on the
    /// list; [`ActionError::State`] `copy-under-way` where one to the same waits.
    pub async fn send_copy(&self, session: &Session, controller: &str) -> Done<TransferId> {
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        self.need_fresh(session)?;
        let controller =
            self.other_controllers().into_iter().find(|name| name == controller).ok_or_else(|| {
                ActionError::Input(vec![FieldError::new("to", amanah_domain::Refused::because("choose"))])
            })?;
        self.limits.take(COPIES_PER_PERSON, person.as_bytes(), now)?;
        let (account, waiting) = self
            .store
            .read(move |db| {
                Ok::<_, StoreError>((accounts::read(db, &person)?, transfers::of_person(db, &person)?))
            })
            .await?;
        let disputed = account.ok_or(ActionError::NotFound)?.disputed;
        let same = |row: &TransferRow| row.controller == controller && row.state == TransferState::Waiting;
        if waiting.iter().any(same) {
            return Err(ActionError::State("copy-under-way"));
        }
        let mut row = TransferRow {
            transfer: TransferId::random(&*self.chance),
            controller,
            state: TransferState::Waiting,
            asked_at: now,
            finished_at: None,
            digest: None,
            bytes: None,
            receipt: None,
            failure: String::new(),
            entry: (0, 0),
        };
        let note = note_of(&row);
        let want = Want {
            note: &note,
            recipient: Some(RecipientClass::OtherController),
            ..Want::of(Operation::Transfer, FieldSet::of(VALUES).without(disputed))
        };
        let looked = self.look::<ViewOwn>(who, person, want).await?;
        let receipt = looked.receipt();
        row.entry = (u64::from(receipt.log().0), receipt.index());
        drop(looked);
        let (transfer, job) = (row.transfer, transfer_copy::job(person, row.transfer, now));
        self.store
            .write(move |db| {
                transfers::add(db, &person, &row)?;
                job.write(db, now)
            })
            .await?;
        Ok(transfer)
    }
}
