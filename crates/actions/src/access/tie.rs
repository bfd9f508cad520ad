//! What binds whoever acts to the person concerned: a relation that keeps staff away, or a standing that lets
//! a guardian or helper act for them (articles 25 and 26).

use amanah_domain::rights::Right;
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, Role, SmallSet, Timestamp};
use amanah_store::{Connection, StoreError, staff, standings};

use super::Who;

/// What binds them.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tie {
    /// A declared relation.
    pub(super) related: bool,
    /// The rights for which they stand in, at this moment.
    stands_for: SmallSet<Right>,
}

impl Tie {
    /// What was read elsewhere of a member of staff. Nobody removes data as somebody else's helper.
    pub(super) fn of_staff(related: bool) -> Self {
        Self { related, ..Self::default() }
    }

    pub(super) fn read(
        db: &mut dyn Connection,
        who: Who,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let Some(actor) = who.id() else { return Ok(Self::default()) };
        let mut tie = Self::default();
        if who.role().is_staff() {
            tie.related = staff::is_related(db, &actor, person)?;
        }
        if who.role() == Role::Helper {
            let standing = standings::of_person(db, person)?;
            let own = standing.iter().filter(|row| row.helper == actor && row.in_force(now));
            tie.stands_for = own.fold(SmallSet::EMPTY, |all, row| all.either(row.rights));
        }
        Ok(tie)
    }

    /// Whether they stand in for what is to be done.
    pub(super) fn stands(self, operation: Operation, fields: FieldSet) -> bool {
        match right_of(operation, fields) {
            Some(right) => self.stands_for.contains(right),
            None => !self.stands_for.is_empty(),
        }
    }
}

/// What is said and shown when something is asked for.
const ASKING: [FieldId; 4] = [FieldId::Statement, FieldId::Attachment, FieldId::Evidence, FieldId::Letter];

/// The right that somebody needs who does this for another person. Asking for something needs any: what is
/// asked for is decided upon by others, and the action says which right it is. Giving a value is correcting.
fn right_of(operation: Operation, fields: FieldSet) -> Option<Right> {
    match operation {
        Operation::Obtain | Operation::Collect if !FieldSet::of(&ASKING).contains_all(fields) => {
            Some(Right::Correct)
        }
        Operation::Display => Some(Right::Access),
        Operation::Store | Operation::Revise | Operation::Update => Some(Right::Correct),
        Operation::Delete | Operation::Destroy => Some(Right::Erase),
        Operation::Transfer | Operation::Distribute | Operation::Disclose | Operation::Announce => {
            Some(Right::Port)
        }
        Operation::Obtain | Operation::Collect | Operation::Manage | Operation::Analyse => None,
    }
}
