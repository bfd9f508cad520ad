//! The relations that somebody declared, for their own eyes.

use amanah_domain::purposes::RunStaff;
use amanah_domain::values::Relation;
use amanah_domain::{FieldId, FieldSet, Operation, Timestamp};
use amanah_store::staff;
use amanah_vault::Opened;

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

/// What one has declared.
pub struct OwnRelations<'o> {
    looked: Looked<'o, RunStaff>,
    rows: Vec<(Timestamp, Vec<u8>)>,
}

impl OwnRelations<'_> {
    /// Each relation with the time of its declaration, newest first.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn each(&self) -> Done<Vec<(Timestamp, Opened<'_, Relation>)>> {
        let mut out = Vec::with_capacity(self.rows.len());
        for (at, body) in &self.rows {
            if let Some(relation) = self.looked.open_alone::<Relation>(body)? {
                out.push((*at, relation));
            }
        }
        Ok(out)
    }
}

impl Office {
    /// Lists what a member of staff has declared.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] for whoever is no member of staff.
    pub async fn list_relations(&self, session: &Session) -> Done<OwnRelations<'_>> {
        if !session.staff {
            return Err(ActionError::SignInNeeded);
        }
        let me = session.person;
        let want = Want {
            note: "own relations",
            ..Want::of(Operation::Display, FieldSet::of(&[FieldId::Relation]))
        };
        let looked = self.look::<RunStaff>(session.as_self(), me, want).await?;
        let rows = self.store.read(move |db| staff::relations_of(db, &me)).await?;
        Ok(OwnRelations { looked, rows: rows.into_iter().map(|(_, at, body)| (at, body)).collect() })
    }
}
