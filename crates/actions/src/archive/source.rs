//! For whom an archive is made, and under which record its parts are opened. Each part is a look of its
//! own: an entry of the ledger, and a permit that is over before the next part begins.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::{FieldSet, Operation, PersonId, RecipientClass};

use crate::access::{Looked, Want, Who};
use crate::error::Done;

use crate::office::Office;

/// Tries of one part: facts of a person may change while it is opened, and it is then opened anew.
pub(crate) const TRIES_MAX: u32 = 3;

/// Does one part again where what it rests on changed meanwhile.
macro_rules! again {
    ($part:expr) => {{
        let mut tries = 1;
        loop {
            match $part {
                Err($crate::error::ActionError::Conflict) if tries < $crate::archive::source::TRIES_MAX => {
                    tries += 1;
                }
                done => break done,
            }
        }
    }};
}
pub(crate) use again;

/// Who takes a copy of whose data, and by which act.
#[derive(Clone)]
pub(crate) struct Source {
    /// The person themselves, or the system at their order.
    pub(crate) who: Who,
    /// Whose data.
    pub(crate) person: PersonId,
    /// `Display` for the person, `Transfer` for another controller.
    pub(crate) operation: Operation,
    /// The other controller.
    pub(crate) recipient: Option<RecipientClass>,
    /// The note of every entry: which copy.
    pub(crate) note: String,
    /// What is left out: values that are disputed do not go to others.
    pub(crate) without: FieldSet,
}

impl Source {
    /// Fields of a part that may be in it.
    pub(crate) fn allowed(&self, fields: FieldSet) -> FieldSet {
        fields.without(self.without)
    }

    /// On record, then the permit.
    pub(crate) async fn look<'o>(&self, office: &'o Office, fields: FieldSet) -> Done<Looked<'o, ViewOwn>> {
        let want = Want {
            note: &self.note,
            recipient: self.recipient,
            ..Want::of(self.operation, self.allowed(fields))
        };
        office.look::<ViewOwn>(self.who, self.person, want).await
    }
}
