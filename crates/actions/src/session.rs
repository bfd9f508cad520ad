//! Sessions. A token is 32 random bytes in a cookie; the store keeps its tag. Checking one opens no
//! personal value.

use amanah_domain::rights::Right;
use amanah_domain::values::Device;
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, Role, SmallSet, Source, Timestamp};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::sessions::{self, SessionRow};
use amanah_store::{Connection, staff, standings};

use crate::access::{Want, Who};
use crate::error::{ActionError, Done};
use crate::office::Office;

/// Minutes after a sign-in in which it counts as fresh: changes of ways to sign in ask for that.
const FRESH_MINUTES: i64 = 15;
/// How often a session's last use is written down: once in five minutes is enough for its list.
const SEEN_EVERY_MS: i64 = 300_000;

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose pages it opens: their own, or those of whoever they stand in for.
    pub person: PersonId,
    /// Who signed in, where they stand in for somebody else (articles 25 and 26).
    pub helper: Option<PersonId>,
    /// Its id on the sessions page.
    pub session_id: [u8; 16],
    /// Whether it is a staff session.
    pub staff: bool,
    /// Until when the sign-in counts as fresh.
    pub fresh_until: Timestamp,
    /// Hours east of UTC in which times are told to them.
    pub zone_hours: i8,
    /// For which rights they stand in.
    rights: SmallSet<Right>,
    tag: [u8; 32],
    roles: Vec<Role>,
}

impl Session {
    /// The person acting for themselves; never a staff session.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] for staff: a member of staff has another account as a person.
    pub(crate) fn as_person(&self) -> Done<Who> {
        if self.staff { Err(ActionError::SignInNeeded) } else { Ok(self.as_self()) }
    }

    /// The same where nobody may stand in: consents, the account itself, ways to sign in.
    ///
    /// # Errors
    /// [`ActionError::State`] `not-for-helpers`; [`ActionError::SignInNeeded`] for staff.
    pub(crate) fn in_person(&self) -> Done<Who> {
        self.in_person_or_staff()?;
        self.as_person()
    }

    /// Whether a right may be used: one's own always, another's where they stand in for it.
    ///
    /// # Errors
    /// [`ActionError::State`] `not-for-helpers`.
    pub(crate) fn may(&self, right: Right) -> Done<()> {
        if self.helper.is_none() || self.rights.contains(right) {
            Ok(())
        } else {
            Err(ActionError::State("not-for-helpers"))
        }
    }

    fn in_person_or_staff(&self) -> Done<()> {
        if self.helper.is_some() { Err(ActionError::State("not-for-helpers")) } else { Ok(()) }
    }

    /// Has the session stand in for somebody, or for nobody any more.
    pub(crate) fn stand_for(&self, db: &mut dyn Connection, other: Option<&PersonId>) -> Done<()> {
        Ok(sessions::stand_for(db, &self.tag, other)?)
    }

    /// Whose words and steps they are in a case: in what capacity, and who it was where somebody stands in.
    pub(crate) fn author(&self) -> (Role, Option<PersonId>) {
        (self.as_self().role(), self.helper)
    }

    /// Whoever it is, for their own account: sessions, passkeys, password.
    pub(crate) fn as_self(&self) -> Who {
        self.helper.map_or_else(|| Who::person(self.person), Who::helper)
    }

    /// The member of staff in a role that is in force now.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] where the role is not (or no longer) theirs.
    pub fn as_staff(&self, role: Role) -> Done<Who> {
        if self.staff && self.roles.contains(&role) {
            Ok(Who::staff(self.person, role))
        } else {
            Err(ActionError::SignInNeeded)
        }
    }

    /// Roles in force.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Whether the sign-in is fresh enough to change ways to sign in.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.fresh_until > now
    }

    /// What forms of this session carry against forgery: derived from the token's tag.
    pub fn csrf(&self, office: &Office) -> String {
        // Also from whose pages they were opened: a form of one person is never filed for another.
        let mut bound = self.tag.to_vec();
        bound.extend(self.person.as_bytes());
        hex::encode(office.vault.token_tag("csrf", &bound).0)
    }
}

/// A new session's token, for the cookie alone.
pub struct NewSession {
    /// 64 hexadecimal digits.
    pub token: String,
    pub(crate) tag: [u8; 32],
    pub(crate) row: SessionRow,
}

impl Office {
    /// The session of a token.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] where there is none.
    pub async fn session(&self, token: &str) -> Done<Session> {
        let Ok(raw) = <[u8; 32]>::try_from(hex::decode(token).unwrap_or_default()) else {
            return Err(ActionError::SignInNeeded);
        };
        let tag = self.vault.token_tag("session", &raw).0;
        let now = self.now();
        let found = self
            .store
            .read(move |db| {
                let Some(row) = sessions::read(db, &tag, now)? else { return Ok(None) };
                let roles = if row.staff { staff::roles_of(db, &row.person)? } else { Vec::new() };
                // Asked anew each time: a standing that ended ends at once.
                let stood_for = match row.stands_for {
                    Some(other) if !row.staff => {
                        let all = standings::of_person(db, &other)?;
                        let own = all.iter().find(|one| one.helper == row.person && one.in_force(now));
                        own.map(|one| (other, one.rights))
                    }
                    _ => None,
                };
                // Staff read the clock of the house.
                let province = if row.staff { 0 } else { accounts::province(db, &row.person)? };
                Ok::<_, ActionError>(Some((row, roles, stood_for, province)))
            })
            .await?;
        let Some((row, roles, stood_for, province)) = found else { return Err(ActionError::SignInNeeded) };
        if now.since(row.seen_at) > SEEN_EVERY_MS {
            self.store.write(move |db| sessions::see(db, &tag, now)).await?;
        }
        Ok(Session {
            person: stood_for.map_or(row.person, |(other, _)| other),
            helper: stood_for.map(|_| row.person),
            rights: stood_for.map_or(SmallSet::EMPTY, |(_, rights)| rights),
            zone_hours: self.zone_hours_of(province),
            session_id: row.session_id,
            staff: row.staff,
            fresh_until: row.fresh_until,
            tag,
            roles: roles.iter().filter(|r| r.in_force(now)).map(|r| r.role).collect(),
        })
    }

    /// Prepares a session for a person who has proved who they are; the caller writes its row.
    pub(crate) async fn new_session(
        &self,
        person: PersonId,
        kind: AccountKind,
        device: &str,
    ) -> Done<NewSession> {
        use amanah_domain::purposes::SignIn;
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::Device]));
        let looked = self.look::<SignIn>(Who::person(person), person, want).await?;
        let sealed = looked.seal_alone(&device_value(device), Source::UsageRecord)?;
        Ok(self.session_row(person, kind, sealed))
    }

    /// The same where the device is sealed already.
    pub(crate) fn session_row(&self, person: PersonId, kind: AccountKind, device: Vec<u8>) -> NewSession {
        let now = self.now();
        let raw = self.chance.bytes32();
        let staff = kind == AccountKind::Staff;
        let hours = if staff { self.programme.staff_session_hours } else { self.programme.session_days * 24 };
        let row = SessionRow {
            session_id: self.chance.bytes16(),
            person,
            staff,
            created_at: now,
            seen_at: now,
            ends_at: now.plus_hours(hours),
            fresh_until: now.plus_seconds(FRESH_MINUTES * 60),
            device,
            stands_for: None,
        };
        NewSession { token: hex::encode(raw), tag: self.vault.token_tag("session", &raw).0, row }
    }

    /// Ends the session of a token.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn sign_out(&self, session: &Session) -> Done<()> {
        let tag = session.tag;
        self.store.write(move |db| sessions::end_tag(db, &tag)).await?;
        Ok(())
    }

    /// Ends one of the person's sessions, by its id on the sessions page.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where it is not theirs or has ended.
    pub async fn end_session(&self, session: &Session, session_id: [u8; 16]) -> Done<()> {
        session.in_person_or_staff()?;
        let person = session.person;
        match self.store.write(move |db| sessions::end(db, &person, &session_id)).await? {
            0 => Err(ActionError::NotFound),
            _ => Ok(()),
        }
    }

    /// Ends every session of the person but this one.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn end_other_sessions(&self, session: &Session) -> Done<u64> {
        session.in_person_or_staff()?;
        let (person, keep) = (session.person, session.session_id);
        Ok(self.store.write(move |db| sessions::end_others(db, &person, &keep)).await?)
    }
}

/// What a browser says of itself, cut to what a person recognises.
pub(crate) fn device_value(text: &str) -> Device {
    let clean: String = text.chars().filter(|c| !amanah_domain::values::is_invisible(*c)).take(90).collect();
    Device::new(clean).unwrap_or_else(|_| fallback_device())
}

#[expect(clippy::unwrap_used, reason = "an empty text is within every bound")]
fn fallback_device() -> Device {
    Device::new(String::new()).unwrap()
}
