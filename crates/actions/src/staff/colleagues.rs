//! To whom a case can be handed: those who hold the role of its desk, by name. Names of staff are personal data
//! as well: they are opened where somebody is to be picked, and each look stands in the colleague's trail.

use amanah_domain::cases::Level;
use amanah_domain::purposes::RunStaff;
use amanah_domain::{CaseId, FieldId, FieldSet, Operation, PersonId, Role};
use amanah_store::cases::{self, CaseRow};
use amanah_store::staff;

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::{CaseLine, purpose_of_case};

/// Colleagues that are offered, at most (`colleagues_max`).
pub const COLLEAGUES_MAX: usize = 100;
/// Cases that are handed over at once, at most (`cases_at_once_max`).
pub const CASES_AT_ONCE_MAX: usize = 50;

/// Somebody who can have a case.
pub struct Colleague<'o> {
    /// Their random id.
    pub person: PersonId,
    /// Whoever reads this.
    pub is_self: bool,
    /// Opens the name.
    pub looked: Looked<'o, RunStaff>,
}

/// Cases to be handed over, and to whom they can go.
pub struct HandOver<'o> {
    /// The cases, without those that are at their end or not the reader's to hand over.
    pub lines: Vec<CaseLine>,
    /// Whoever can have all of them.
    pub colleagues: Vec<Colleague<'o>>,
}

impl Office {
    /// To whom cases can be handed over: whoever holds the role of every one of them.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] for whoever is no member of staff; [`ActionError::NotFound`] where none of
    /// the cases is open and the reader's to hand over.
    pub async fn hand_over_to(&self, session: &Session, cases: &[CaseId]) -> Done<HandOver<'_>> {
        let (wanted, me, now) = (cases.to_vec(), session.person, self.now());
        let (rows, roles, related) = self
            .store
            .read(move |db| {
                let mut rows = Vec::new();
                for case in wanted.iter().take(CASES_AT_ONCE_MAX) {
                    rows.extend(cases::read(db, case)?);
                }
                let mut related = Vec::new();
                let roles = staff::all_roles(db)?;
                for role in &roles {
                    for row in &rows {
                        if row.person == role.person || staff::is_related(db, &role.person, &row.person)? {
                            related.push(role.person);
                        }
                    }
                }
                Ok::<_, ActionError>((rows, roles, related))
            })
            .await?;
        let mine = |row: &CaseRow| row.state.is_open() && may_hand_over(session, row);
        let rows: Vec<CaseRow> = rows.into_iter().filter(mine).collect();
        if rows.is_empty() {
            return Err(ActionError::NotFound);
        }
        let wanted: Vec<Role> = rows.iter().map(|row| purpose_of_case(row.kind).0).collect();
        let has = |person: PersonId, role: Role| {
            roles.iter().any(|row| row.person == person && row.role == role && row.in_force(now))
        };
        let mut people: Vec<PersonId> = roles
            .iter()
            .map(|row| row.person)
            .filter(|person| wanted.iter().all(|role| has(*person, *role)) && !related.contains(person))
            .collect();
        people.sort_unstable();
        people.dedup();
        people.truncate(COLLEAGUES_MAX);
        let colleagues = self.named(&people, me).await?;
        let lines = rows.iter().map(|row| CaseLine::of(row, me, false)).collect();
        Ok(HandOver { lines, colleagues })
    }

    /// Members of staff by name, for their colleagues: shown by the system, so that the policy's rule for staff
    /// accounts holds and every look is in their trail.
    pub(crate) async fn named(&self, people: &[PersonId], me: PersonId) -> Done<Vec<Colleague<'_>>> {
        let want = Want {
            note: "name for a colleague",
            ..Want::of(Operation::Display, FieldSet::of(&[FieldId::Name]))
        };
        let found = self.look_many::<RunStaff>(people, want).await?;
        let named = found.into_iter().filter_map(|(person, looked)| match looked {
            Ok(looked) => Some(Ok(Colleague { person, is_self: person == me, looked })),
            // Left meanwhile.
            Err(ActionError::NotFound | ActionError::Refused(_)) => None,
            Err(other) => Some(Err(other)),
        });
        named.collect()
    }
}

/// Whoever works at its desk, the lead, and the data protection officer once it is on their list.
fn may_hand_over(session: &Session, row: &CaseRow) -> bool {
    let has = |role: Role| session.as_staff(role).is_ok();
    has(purpose_of_case(row.kind).0) || has(Role::Lead) || row.level == Level::Dpo && has(Role::Dpo)
}
