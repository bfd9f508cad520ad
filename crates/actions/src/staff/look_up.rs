//! Somebody is looked up, exactly and through blind indexes, with a reason. A look-up without a match
//! is on record like any other; the reason then lies under the keys of whoever looked.

use amanah_domain::purposes::{AnswerQuestion, CheckPayout, InvestigateFraud, ReviewCase};
use amanah_domain::values::{Email, Nik, Phone, Statement};
use amanah_domain::{FieldId, FieldSet, Operation, Outcome, PersonId, Purpose, Refused, Role};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::tags;
use amanah_vault::{IndexId, Tag};

use crate::access::{Want, Who};
use crate::error::{ActionError, Done, FieldError};
use crate::limits::LOOKUPS_PER_STAFF;
use crate::office::Office;
use crate::session::Session;
use crate::staff::open_person::PersonPage;
use crate::staff::purposes_of_role::{StaffPurpose, is_work_of};

/// Characters of a reason, at most: a sentence, not a file.
pub const REASON_CHARS_MAX: u32 = 300;

/// What was typed.
pub struct LookUpInput {
    /// By what: `nik`, `phone` or `email`.
    pub key: String,
    /// The number or address, exact.
    pub value: String,
    /// Why; the person concerned reads it.
    pub reason: String,
}

/// What came of it.
pub enum Found<'o> {
    /// Nobody has it. That somebody asked is on record.
    Nobody,
    /// This person, opened for the purpose in force.
    Person(Box<PersonPage<'o>>),
}

/// A checked key.
#[derive(Clone, Copy)]
pub(crate) struct LookUpKey {
    pub(crate) field: FieldId,
    index: IndexId,
    tag: Tag,
}

impl LookUpKey {
    pub(crate) fn parse(office: &Office, key: &str, value: &str) -> Result<Self, FieldError> {
        let refused = |refused: Refused| FieldError::new("value", refused);
        let (field, index, tag) = match FieldId::from_name(key) {
            Some(FieldId::Nik) => {
                let nik = Nik::parse(value).map_err(refused)?;
                (FieldId::Nik, IndexId::Nik, office.vault.tag(IndexId::Nik, nik.index_form().as_bytes()))
            }
            Some(FieldId::Phone) => {
                let phone = Phone::parse(value).map_err(refused)?;
                (
                    FieldId::Phone,
                    IndexId::Phone,
                    office.vault.tag(IndexId::Phone, phone.index_form().as_bytes()),
                )
            }
            Some(FieldId::Email) => {
                let email = Email::parse(value).map_err(refused)?;
                (
                    FieldId::Email,
                    IndexId::Email,
                    office.vault.tag(IndexId::Email, email.index_form().as_bytes()),
                )
            }
            _ => return Err(FieldError::new("kind", Refused::because("choose"))),
        };
        Ok(Self { field, index, tag })
    }

    /// Whoever holds the key; where nobody does, whoever gave it first. Staff are nobody here but to
    /// themselves: their own accounts are no participant's, and the policy says why one's own is shut.
    pub(crate) async fn holder(&self, office: &Office, asking: PersonId) -> Done<Option<PersonId>> {
        let (index, tag) = (self.index.code(), self.tag.0);
        office
            .store
            .read(move |db| {
                let holder = match tags::holder(db, index, &tag)? {
                    Some(holder) => Some(holder),
                    None => tags::find(db, index, &tag, 1)?.first().map(|row| row.person),
                };
                let Some(holder) = holder else { return Ok(None) };
                let kind = accounts::read(db, &holder)?.map(|account| account.kind);
                Ok((holder == asking || kind == Some(AccountKind::Participant)).then_some(holder))
            })
            .await
    }
}

/// An empty reason asks for one, in words of its own.
pub(crate) fn said(refused: Refused, empty: &'static str) -> Refused {
    if refused.key == "text-empty" { Refused::because(empty) } else { refused }
}

impl Office {
    /// Looks somebody up for a purpose of the role.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `kind`, `value` or `reason`; [`ActionError::Refused`] (recorded) for a
    /// key that the purpose does not use, one's own account, a declared relation, or whatever else the
    /// policy forbids; [`ActionError::Limit`].
    pub async fn look_up(
        &self,
        session: &Session,
        role: Role,
        purpose: StaffPurpose,
        input: LookUpInput,
    ) -> Done<Found<'_>> {
        let who = session.as_staff(role)?;
        // A closed purpose goes on: the policy refuses it, and that is on record.
        if !is_work_of(role, purpose) || !purpose.looks_people_up() {
            return Err(ActionError::NotFound);
        }
        let key = LookUpKey::parse(self, &input.key, &input.value);
        let reason = Statement::parse(&input.reason, REASON_CHARS_MAX);
        let (key, reason) = match (key, reason) {
            (Ok(key), Ok(reason)) => (key, reason),
            (key, reason) => {
                let reason =
                    reason.err().map(|refused| FieldError::new("reason", said(refused, "look-reason")));
                return Err(ActionError::Input([key.err(), reason].into_iter().flatten().collect()));
            }
        };
        self.limits.take(LOOKUPS_PER_STAFF, session.person.as_bytes(), self.now())?;
        let Some(person) = key.holder(self, session.person).await? else {
            self.note_nobody(who, purpose, key.field, &reason).await?;
            return Ok(Found::Nobody);
        };
        let page = self.open_person(who, purpose, person, key.field, &reason).await?;
        Ok(Found::Person(Box::new(page)))
    }

    async fn note_nobody(
        &self,
        who: Who,
        purpose: StaffPurpose,
        key: FieldId,
        reason: &Statement,
    ) -> Done<()> {
        match purpose {
            StaffPurpose::AnswerQuestion => self.nobody::<AnswerQuestion>(who, key, reason).await,
            StaffPurpose::ReviewCase => self.nobody::<ReviewCase>(who, key, reason).await,
            StaffPurpose::CheckPayout => self.nobody::<CheckPayout>(who, key, reason).await,
            StaffPurpose::InvestigateFraud => self.nobody::<InvestigateFraud>(who, key, reason).await,
            StaffPurpose::OverseeUse
            | StaffPurpose::RunStaff
            | StaffPurpose::AssessRights
            | StaffPurpose::LeadCases => Err(ActionError::NotFound),
        }
    }

    async fn nobody<P: Purpose>(&self, who: Who, key: FieldId, reason: &Statement) -> Done<()> {
        let want = Want {
            reason: Some(reason),
            note: "look-up",
            ..Want::of(Operation::Display, FieldSet::of(&[key]))
        };
        self.note::<P>(who, want, Outcome::NoMatch).await.map(drop)
    }
}
