//! Somebody can no longer receive codes: the phone is lost, the address gone, and there is no second way
//! in. They say who they are, confirm a *new* address by a code, and a human decides. Every request goes
//! the same steps, whether the NIK has an account or not; it is looked up in a job, behind the answer.

use amanah_domain::purposes::RecoverAccess;
use amanah_domain::values::{BirthDate, Draft, Nik, PersonName, Statement};
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, PersonalValue, Refused, Source};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::tickets::{self, TicketRow};
use amanah_vault::{IndexId, Opened};
use serde::{Deserialize, Serialize};

use crate::access::{Looked, Want, Who};
use crate::contact::Contact;
use crate::correspond::{Check, ContactPoint, LetterSpec};
use crate::error::{ActionError, Done, FieldError};
use crate::jobs::task::QueuedJob;
use crate::letters::{Language, LetterKind};
use crate::limits::{CODES_PER_ADDRESS, CODES_PER_NETWORK, LOST_PER_NETWORK, LOST_PER_NIK};
use crate::office::Office;
use crate::person::confirm_code::spent_code;
use crate::person::ticket::{TicketToken, Waiting, draft_of};

const KIND_LOST: i64 = 5;
/// Kind of the job that looks the account up and opens the case.
pub(crate) const JOB_OPEN: &str = "open-lost-case";
/// Kind of the job that answers where nobody confirmed the request.
pub(crate) const JOB_ANSWER: &str = "answer-lost-access";
/// Hours after which whoever was not confirmed is told so: always then, so that neither the letter nor
/// its time tells whether there is an account. As long as a case may take (clause 7.3).
pub const ANSWER_HOURS: i64 = 72;
/// Characters of what is said, at most.
pub const WHY_CHARS_MAX: u32 = 1_000;

/// What was typed.
pub struct LostAccessInput {
    /// National identity number.
    pub nik: String,
    /// Full name.
    pub name: String,
    /// Day of birth.
    pub birth_day: String,
    /// Month of birth, as a number.
    pub birth_month: String,
    /// Year of birth, four digits.
    pub birth_year: String,
    /// The new e-mail address or mobile number.
    pub contact: String,
    /// What happened.
    pub statement: String,
    /// What was given is true and complete (clause 2.6).
    pub attested: bool,
    /// The page's language.
    pub language: Language,
}

/// What a request is about; sealed under the keys of the stranger who made it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Request {
    /// The new address.
    pub(crate) to: ContactPoint,
    /// Who they say they are; taken away once it has been looked up.
    pub(crate) claim: Option<Claim>,
    /// The case that was opened, in hexadecimal; none where the NIK has no account.
    pub(crate) case: Option<String>,
}

/// Who somebody says they are.
#[derive(Serialize, Deserialize)]
pub(crate) struct Claim {
    pub(crate) nik: String,
    pub(crate) name: String,
    pub(crate) birth_date: String,
    pub(crate) said: String,
}

impl Office {
    /// Begins a request: a code goes to the new address. The answer is the same for every NIK.
    ///
    /// # Errors
    /// [`ActionError::Input`] with every field that cannot be used; [`ActionError::Limit`].
    pub async fn begin_lost_access(&self, input: &LostAccessInput, network: &[u8]) -> Done<TicketToken> {
        let (nik, contact, request) = self.parse_lost_access(input)?;
        let now = self.now();
        self.limits.take(LOST_PER_NETWORK, network, now)?;
        self.limits.take(LOST_PER_NIK, &nik, now)?;
        self.limits.take(CODES_PER_NETWORK, network, now)?;
        self.limits.take(CODES_PER_ADDRESS, &contact.tag(self).0, now)?;
        let want = Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Draft, FieldId::Letter]));
        let (new, looked) = self.new_person::<RecoverAccess>(AccountKind::Stranger, want).await?;
        let raw = self.chance.bytes32();
        let code = self.one_time_code();
        let row = TicketRow {
            person: new.person,
            kind: KIND_LOST,
            code: self.code_tag(&raw, &code),
            tries: 0,
            created_at: now,
            ends_at: now.plus_seconds(self.programme.code_seconds),
            draft: looked.seal_alone(&draft_of(&request)?, Source::WebsiteInput)?,
        };
        let language = input.language.code();
        let letter = looked.letter(self, &self.code_letter(request.to, language, code))?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        self.store
            .write(move |db| {
                new.write(db, language, now)?;
                tickets::add(db, &tag, &row)?;
                letter.write(db, now)
            })
            .await?;
        Ok(TicketToken(hex::encode(raw)))
    }

    /// Where the code of a request went.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a ticket that is none, or was used.
    pub async fn view_lost_access(&self, ticket: &str) -> Done<Waiting> {
        let (_, _, request) = self.open_lost_ticket(ticket).await?;
        Ok(Waiting { channel: request.to.channel(), to: request.to.address, registration: false })
    }

    /// A new code for the same request.
    ///
    /// # Errors
    /// [`ActionError::NotFound`]; [`ActionError::Limit`].
    pub async fn resend_lost_access(&self, ticket: &str, network: &[u8]) -> Done<()> {
        let (raw, row, request) = self.open_lost_ticket(ticket).await?;
        let contact =
            Contact::from_point(&request.to).ok_or(ActionError::Internal("a draft holds no address"))?;
        let now = self.now();
        self.limits.take(CODES_PER_NETWORK, network, now)?;
        self.limits.take(CODES_PER_ADDRESS, &contact.tag(self).0, now)?;
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::Letter]));
        let looked = self.look::<RecoverAccess>(Who::person(row.person), row.person, want).await?;
        let code = self.one_time_code();
        let code_tag = self.code_tag(&raw, &code);
        let language = looked.account.language;
        let letter = looked.letter(self, &self.code_letter(request.to, language, code))?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let ends_at = now.plus_seconds(self.programme.code_seconds);
        self.store
            .write(move |db| {
                tickets::renew(db, &tag, &code_tag, ends_at, &row.draft)?;
                letter.write(db, now)
            })
            .await?;
        Ok(())
    }

    /// The code came back: the request waits for the job that looks the NIK up, and for its answer.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `code`.
    pub async fn confirm_lost_access(&self, ticket: &str, code: &str) -> Done<()> {
        let (raw, row) = self.try_code(ticket, code, KIND_LOST).await?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let stranger = row.person;
        let who = Who::person(stranger);
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Draft]));
        let looked = self.look::<RecoverAccess>(who, stranger, want).await?;
        let request = request_of(looked.open_alone::<Draft>(&row.draft)?)?;
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::Draft]));
        let mut looked = self.look::<RecoverAccess>(who, stranger, want).await?;
        looked.put(&draft_of(&request)?, Source::WebsiteInput)?;
        let (changes, now) = (looked.changes(), self.now());
        let answer_at = now.plus_hours(ANSWER_HOURS);
        let open = QueuedJob::about(self, JOB_OPEN, stranger, 20);
        let answer = QueuedJob::about(self, JOB_ANSWER, stranger, 1_000).due(answer_at);
        self.store
            .write(move |db| {
                if tickets::end(db, &tag)? == 0 {
                    return Err(spent_code());
                }
                accounts::keep_stranger(db, &stranger, answer_at)?;
                changes.write(db)?;
                open.write(db, now)?;
                Ok(answer.write(db, now)?)
            })
            .await
    }

    fn code_letter(&self, to: ContactPoint, language: i64, code: String) -> LetterSpec {
        let kind = LetterKind::ContactChangeNew { code, minutes: self.code_minutes() };
        // Whether the new address has an account is nobody's business here.
        LetterSpec::new(Some(to), language, kind, Check::Nothing)
    }

    async fn open_lost_ticket(&self, ticket: &str) -> Done<([u8; 32], TicketRow, Request)> {
        let raw = <[u8; 32]>::try_from(hex::decode(ticket).unwrap_or_default())
            .map_err(|_| ActionError::NotFound)?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let row = self.store.read(move |db| tickets::read(db, &tag)).await?;
        let row = row.filter(|row| row.kind == KIND_LOST).ok_or(ActionError::NotFound)?;
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Draft]));
        let looked = self.look::<RecoverAccess>(Who::person(row.person), row.person, want).await?;
        let request = request_of(looked.open_alone::<Draft>(&row.draft)?)?;
        Ok((raw, row, request))
    }

    /// The NIK's index form, the new address, and the request.
    fn parse_lost_access(&self, input: &LostAccessInput) -> Done<(Vec<u8>, Contact, Request)> {
        let today = self.now().date_at(self.programme.zone_hours);
        let nik = Nik::parse(&input.nik)
            .and_then(|nik| self.programme.regions.check_nik(&nik).map(|_| nik))
            .map_err(|r| FieldError::new("nik", r));
        let name = PersonName::parse(&input.name).map_err(|r| FieldError::new("name", r));
        let born = BirthDate::parse(&input.birth_day, &input.birth_month, &input.birth_year, today)
            .map_err(|r| FieldError::new("birth-date", r));
        let contact = Contact::parse("address", &input.contact);
        let said =
            Statement::parse(&input.statement, WHY_CHARS_MAX).map_err(|r| FieldError::new("statement", r));
        let attested = match input.attested {
            true => Ok(()),
            false => Err(FieldError::new("attest", Refused::because("attest"))),
        };
        match (nik, name, born, contact, said, attested) {
            (Ok(nik), Ok(name), Ok(born), Ok(contact), Ok(said), Ok(())) => {
                let claim = Claim {
                    nik: nik.as_str().to_owned(),
                    name: name.as_str().to_owned(),
                    birth_date: born.show().to_string(),
                    said: said.as_str().to_owned(),
                };
                let request = Request { to: contact.point(), claim: Some(claim), case: None };
                Ok((self.nik_tag(&nik).to_vec(), contact, request))
            }
            (nik, name, born, contact, said, attested) => {
                let errors = [nik.err(), name.err(), born.err(), contact.err(), said.err(), attested.err()];
                Err(ActionError::Input(errors.into_iter().flatten().collect()))
            }
        }
    }

    pub(crate) fn nik_tag(&self, nik: &Nik) -> [u8; 32] {
        self.vault.tag(IndexId::Nik, nik.index_form().as_bytes()).0
    }

    /// The stranger's request, for the jobs.
    pub(crate) async fn lost_request(&self, stranger: PersonId) -> Done<Request> {
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Draft]));
        let looked: Looked<'_, RecoverAccess> = self.look(Who::system(), stranger, want).await?;
        request_of(looked.open::<Draft>()?)
    }
}

fn request_of(draft: Option<Opened<'_, Draft>>) -> Done<Request> {
    let draft = draft.ok_or(ActionError::NotFound)?;
    serde_json::from_str(draft.expose().as_str())
        .map_err(|_| ActionError::Internal("a draft is not of our form"))
}
