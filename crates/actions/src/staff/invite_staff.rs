//! Somebody is invited to work here. The invited person has keys of their own from this moment; the
//! link proves once, within its hours, that the address is theirs. The first administrator is invited
//! from the command line, which works only while no administrator is in force.

use amanah_domain::purposes::RunStaff;
use amanah_domain::values::{Email, PersonName};
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, Refused, Role, Source, Timestamp};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::staff::{self, RoleRow};
use amanah_store::tickets::{self, TicketRow};
use amanah_store::{Connection, tags};
use amanah_vault::IndexId;

use crate::access::{Want, Who};
use crate::correspond::ContactPoint;
use crate::error::{ActionError, Done, FieldError};
use crate::letters::LetterKind;
use crate::office::Office;
use crate::session::Session;

/// Hours in which an invitation can be accepted.
pub const INVITATION_HOURS: u32 = 72;

/// A ticket that makes a member of staff.
pub(crate) const KIND_INVITATION: i64 = 20;
/// A ticket that makes the first administrator.
pub(crate) const KIND_FIRST_ADMINISTRATOR: i64 = 21;

/// Who is invited.
pub struct InvitationInput {
    /// Full name.
    pub name: String,
    /// E-mail address; not that of a participant's account.
    pub email: String,
    /// Roles to be granted at once, or none; each waits for another administrator's approval.
    pub roles: Vec<Role>,
}

/// An invitation under way. Holds the link: for the command line that asked for it, never for a page.
pub struct Invitation {
    /// Good once.
    pub link: String,
    /// Until when.
    pub ends_at: Timestamp,
}

struct Invited {
    name: PersonName,
    email: Email,
}

impl Invited {
    fn parse(input: &InvitationInput) -> Done<Self> {
        let name = PersonName::parse(&input.name).map_err(|r| FieldError::new("name", r));
        let email = Email::parse(&input.email).map_err(|r| FieldError::new("email", r));
        let mut errors: Vec<FieldError> =
            [name.as_ref().err(), email.as_ref().err()].into_iter().flatten().copied().collect();
        if input.roles.iter().any(|role| !role.is_staff()) {
            errors.push(FieldError::new("roles", Refused::because("choose")));
        }
        match (name, email) {
            (Ok(name), Ok(email)) if errors.is_empty() => Ok(Self { name, email }),
            _ => Err(ActionError::Input(errors)),
        }
    }
}

impl Office {
    /// Invites the first administrator, for the command line.
    ///
    /// # Errors
    /// [`ActionError::State`] `staff-admin-exists` while an administrator is in force; as
    /// [`Office::invite_staff`].
    pub async fn invite_first_administrator(&self, name: &str, email: &str) -> Done<Invitation> {
        let now = self.now();
        if self.store.read(move |db| staff::count_role(db, Role::Administrator, now)).await? > 0 {
            return Err(ActionError::State("staff-admin-exists"));
        }
        let input = InvitationInput {
            name: name.to_owned(),
            email: email.to_owned(),
            roles: vec![Role::Administrator],
        };
        let invited = Invited::parse(&input)?;
        // The role itself is written when the link comes back: nobody is in force by being invited.
        self.invite(&invited, Who::system(), None, Vec::new(), KIND_FIRST_ADMINISTRATOR).await
    }

    /// Invites somebody for roles that then wait for approval by another administrator.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `name`, `email` (also where a participant has the address), `roles`.
    pub async fn invite_staff(&self, session: &Session, input: InvitationInput) -> Done<Invitation> {
        let who = session.as_staff(Role::Administrator)?;
        let invited = Invited::parse(&input)?;
        self.invite(&invited, who, Some(session.person), input.roles, KIND_INVITATION).await
    }

    async fn invite(
        &self,
        invited: &Invited,
        who: Who,
        granter: Option<PersonId>,
        roles: Vec<Role>,
        kind: i64,
    ) -> Done<Invitation> {
        let index = IndexId::Email.code();
        let tag = self.vault.tag(IndexId::Email, invited.email.index_form().as_bytes()).0;
        let known = self
            .store
            .read(move |db| {
                let Some(holder) = tags::holder(db, index, &tag)? else { return Ok(None) };
                let kind = accounts::read(db, &holder)?.map(|account| account.kind);
                Ok::<_, ActionError>(Some((holder, kind)))
            })
            .await?;
        let person = match known {
            None => self.new_staff(invited, index, tag).await?,
            // Invited before, or a member of staff who gets another role.
            Some((holder, Some(AccountKind::Staff))) => holder,
            // A participant is not made staff: whoever works here has another address for that.
            Some(_) => {
                let taken = FieldError::new("email", Refused::because("member-known"));
                return Err(ActionError::Input(vec![taken]));
            }
        };
        let want = Want { note: "staff invited", ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        self.look::<RunStaff>(who, person, want).await?;
        let (now, raw) = (self.now(), self.chance.bytes32());
        let ends_at = now.plus_hours(i64::from(INVITATION_HOURS));
        let link = format!("{}/invitation/{}", self.mode.origin, hex::encode(raw));
        let to = ContactPoint { channel: "email".to_owned(), address: invited.email.as_str().to_owned() };
        let spec = LetterKind::StaffInvitation { link: link.clone(), hours: INVITATION_HOURS };
        let letter = self.queue_letter_to(person, Some(to), spec).await?;
        let ticket_tag = self.vault.token_tag("ticket", &raw).0;
        let role_ends = now.plus_hours(self.programme.role_days * 24);
        let row = TicketRow {
            person,
            kind,
            code: Vec::new(),
            tries: 0,
            created_at: now,
            ends_at,
            // Name and address lie in the person's own rows.
            draft: Vec::new(),
        };
        self.store
            .write(move |db| {
                if let Some(granter) = granter {
                    for role in &roles {
                        grant(db, person, *role, granter, role_ends, now)?;
                    }
                }
                tickets::add(db, &ticket_tag, &row)?;
                letter.write(db, now).map_err(ActionError::from)
            })
            .await?;
        Ok(Invitation { link, ends_at })
    }

    /// A person with keys of their own. A transaction by itself: letters are sealed under keys that
    /// exist. Whoever is invited again after a crash in between is found by the address.
    async fn new_staff(&self, invited: &Invited, index: i64, tag: [u8; 32]) -> Done<PersonId> {
        let fields = FieldSet::of(&[FieldId::Name, FieldId::Email]);
        let want = Want { note: "staff invited", ..Want::of(Operation::Obtain, fields) };
        let (new, mut looked) = self.new_person::<RunStaff>(AccountKind::Staff, want).await?;
        looked.put(&invited.name, Source::Interaction)?;
        looked.put(&invited.email, Source::Interaction)?;
        let (changes, now, person) = (looked.changes(), self.now(), new.person);
        self.store
            .write(move |db| {
                if tags::claim(db, index, &tag, &person, now)? != person {
                    return Err(ActionError::Conflict);
                }
                new.write(db, 0, now)?;
                changes.write(db).map_err(ActionError::from)
            })
            .await?;
        Ok(person)
    }
}

/// Grants a role that waits for its approval; nothing where the person holds it.
pub(crate) fn grant(
    db: &mut dyn Connection,
    person: PersonId,
    role: Role,
    granted_by: PersonId,
    ends_at: Timestamp,
    now: Timestamp,
) -> Done<bool> {
    let row = RoleRow {
        person,
        role,
        granted_by,
        granted_at: now,
        approved_by: None,
        approved_at: None,
        ends_at,
        reviewed_at: None,
        ended_at: None,
    };
    Ok(staff::add_role(db, &row)?)
}
