//! Somebody telephones. They are found by the number that calls, by the NIK they say or by a receipt number,
//! and held against the account by what they answer: the agent hears *verified* or *not verified*, never
//! which answer it was, and no value is shown. Only from a number of the account is anybody verified at all.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::purposes::VerifyCaller;
use amanah_domain::values::{BirthDate, PersonName};
use amanah_domain::{CaseId, FieldId, FieldSet, Operation, Outcome, PersonId, Refused, Role, Timestamp};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::cases::{self, CaseRow};

use crate::access::{Want, Who};
use crate::error::{ActionError, Done, FieldError};
use crate::limits::{CALL_CHECKS_PER_PERSON, CALL_CHECKS_PER_STAFF, LOOKUPS_PER_STAFF};
use crate::office::Office;
use crate::public::form_gate::same;
use crate::session::Session;
use crate::staff::look_up::LookUpKey;

/// Minutes for which somebody counts as verified: one call.
const VERIFIED_MINUTES: i64 = 30;
/// Letters of a receipt number.
const NUMBER_LETTERS: usize = 12;

/// What the agent types while somebody speaks. Everything may be empty.
#[derive(Clone, Default)]
pub struct CallInput {
    /// The number that calls.
    pub caller: String,
    /// The NIK that they say.
    pub nik: String,
    /// The receipt number that they say.
    pub number: String,
    /// The name that they say.
    pub name: String,
    /// Day of birth.
    pub birth_day: String,
    /// Month of birth.
    pub birth_month: String,
    /// Year of birth.
    pub birth_year: String,
    /// Who was verified in this call already: what [`Call::verified`] said.
    pub verified: String,
}

/// How far it is with whoever calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caller {
    /// Nothing was asked yet.
    Unasked,
    /// Nobody was found.
    None,
    /// An account was found; who calls is not known.
    Found,
    /// What was answered does not verify them.
    NotVerified,
    /// It is they.
    Verified,
}

/// An open case of a verified caller: nothing of what was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallCase {
    /// Its id.
    pub case: CaseId,
    /// The number that is quoted.
    pub number: String,
    /// What kind.
    pub kind: CaseKind,
    /// Where it stands.
    pub state: CaseState,
    /// Until when it is to be answered.
    pub due_at: Option<Timestamp>,
}

/// A call so far.
pub struct Call {
    /// How far it is with whoever calls.
    pub caller: Caller,
    /// Goes into the next input of the same call; empty while nobody is verified.
    pub verified: String,
    /// Open cases of a verified caller, newest first.
    pub cases: Vec<CallCase>,
    pub(crate) person: Option<PersonId>,
}

/// What was answered, as it is held against the account.
struct Answers {
    name: PersonName,
    born: BirthDate,
}

impl CallInput {
    fn asks(&self) -> bool {
        [&self.caller, &self.nik, &self.number].iter().any(|typed| !typed.trim().is_empty())
    }

    fn answers(&self) -> bool {
        [&self.name, &self.birth_day, &self.birth_month, &self.birth_year]
            .iter()
            .any(|typed| !typed.trim().is_empty())
    }
}

impl From<&CaseRow> for CallCase {
    fn from(row: &CaseRow) -> Self {
        Self {
            case: row.case,
            number: row.receipt.clone(),
            kind: row.kind,
            state: row.state,
            due_at: row.clock.due_at(),
        }
    }
}

impl Office {
    /// Finds whoever calls, and verifies them where they answered.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `caller`, `nik`, `number`, `name`, `birth-date`; [`ActionError::Refused`]
    /// (recorded) for one's own account or a declared relation's; [`ActionError::Limit`];
    /// [`ActionError::SignInNeeded`] for anybody but a contact agent.
    pub async fn take_call(&self, session: &Session, input: &CallInput) -> Done<Call> {
        let who = session.as_staff(Role::ContactAgent)?;
        let nobody =
            Call { caller: Caller::Unasked, verified: String::new(), cases: Vec::new(), person: None };
        if !input.asks() {
            if input.answers() {
                let refused = Refused::because("call-find-first");
                return Err(ActionError::Input(vec![FieldError::new("caller", refused)]));
            }
            return Ok(nobody);
        }
        let caller = filled(&input.caller, |typed| LookUpKey::parse(self, "phone", typed), "caller");
        let nik = filled(&input.nik, |typed| LookUpKey::parse(self, "nik", typed), "nik");
        let number = filled(&input.number, number, "number");
        let answers = self.answers(input);
        let (caller, nik, number, answers) = match (caller, nik, number, answers) {
            (Ok(caller), Ok(nik), Ok(number), Ok(answers)) => (caller, nik, number, answers),
            (caller, nik, number, answers) => {
                let mut errors: Vec<_> =
                    [caller.err(), nik.err(), number.err()].into_iter().flatten().collect();
                errors.extend(answers.err().into_iter().flatten());
                return Err(ActionError::Input(errors));
            }
        };
        let now = self.now();
        self.limits.take(LOOKUPS_PER_STAFF, session.person.as_bytes(), now)?;
        let me = session.person;
        let calling = match &caller {
            Some(key) => key.holder(self, me).await?,
            None => None,
        };
        let person = match (&nik, &number) {
            (Some(key), _) => key.holder(self, me).await?,
            (None, Some(number)) => self.holder_of_number(number).await?,
            (None, None) => calling,
        };
        let Some(person) = person else {
            let want = Want { note: "call", ..Want::of(Operation::Analyse, FieldSet::EMPTY) };
            self.note::<VerifyCaller>(who, want, Outcome::NoMatch).await?;
            return Ok(Call { caller: Caller::None, ..nobody });
        };
        let found = Call { caller: Caller::Found, person: Some(person), ..nobody };
        if self.is_verified(session, person, &input.verified) {
            return self.verified_call(found, input.verified.clone()).await;
        }
        let Some(answers) = answers else {
            // That there is an account is a use of it: on record, and refused where it is not theirs to ask.
            let want = Want { note: "call", ..Want::of(Operation::Analyse, FieldSet::EMPTY) };
            self.look::<VerifyCaller>(who, person, want).await?;
            return Ok(found);
        };
        self.limits.take(CALL_CHECKS_PER_STAFF, me.as_bytes(), now)?;
        self.limits.take(CALL_CHECKS_PER_PERSON, person.as_bytes(), now)?;
        if self.answers_fit(who, person, &answers).await? && calling == Some(person) {
            let verified = self.verified_mark(session, person);
            return self.verified_call(found, verified).await;
        }
        Ok(Call { caller: Caller::NotVerified, ..found })
    }

    /// Both values are held against the account whatever the first says: one answer, one time.
    async fn answers_fit(&self, who: Who, person: PersonId, answers: &Answers) -> Done<bool> {
        let fields = FieldSet::of(&[FieldId::Name, FieldId::BirthDate]);
        let want = Want { note: "call", ..Want::of(Operation::Analyse, fields) };
        let looked = self.look::<VerifyCaller>(who, person, want).await?;
        let name = looked.open::<PersonName>()?.is_some_and(|name| {
            name.expose().as_str().to_lowercase() == answers.name.as_str().to_lowercase()
        });
        let born = looked.open::<BirthDate>()?.is_some_and(|born| *born.expose() == answers.born);
        Ok(name & born)
    }

    fn answers(&self, input: &CallInput) -> Result<Option<Answers>, Vec<FieldError>> {
        if !input.answers() {
            return Ok(None);
        }
        let today = self.now().date_at(self.programme.zone_hours);
        let name = PersonName::parse(&input.name).map_err(|r| FieldError::new("name", r));
        let born = BirthDate::parse(&input.birth_day, &input.birth_month, &input.birth_year, today)
            .map_err(|r| FieldError::new("birth-date", r));
        match (name, born) {
            (Ok(name), Ok(born)) => Ok(Some(Answers { name, born })),
            (name, born) => Err([name.err(), born.err()].into_iter().flatten().collect()),
        }
    }

    async fn verified_call(&self, found: Call, verified: String) -> Done<Call> {
        let Some(person) = found.person else { return Ok(found) };
        let rows = self.store.read(move |db| cases::of_person(db, &person)).await?;
        let open = rows.iter().filter(|row| row.state.is_open() && !row.receipt.is_empty());
        Ok(Call { caller: Caller::Verified, verified, cases: open.map(CallCase::from).collect(), ..found })
    }

    async fn holder_of_number(&self, number: &str) -> Done<Option<PersonId>> {
        let number = number.to_owned();
        let found = self.store.read(move |db| {
            let Some(row) = cases::read_receipt(db, &number)? else { return Ok(None) };
            let kind = accounts::read(db, &row.person)?.map(|account| account.kind);
            Ok::<_, ActionError>((kind == Some(AccountKind::Participant)).then_some(row.person))
        });
        found.await
    }

    fn verified_tag(&self, session: &Session, person: PersonId, until: i64) -> [u8; 32] {
        let bound = [session.person.as_bytes().as_slice(), person.as_bytes(), &until.to_be_bytes()].concat();
        self.vault.token_tag("call-verified", &bound).0
    }

    fn verified_mark(&self, session: &Session, person: PersonId) -> String {
        let until = self.now().plus_seconds(VERIFIED_MINUTES * 60).millis();
        format!("{until}.{}", hex::encode(self.verified_tag(session, person, until)))
    }

    pub(crate) fn is_verified(&self, session: &Session, person: PersonId, mark: &str) -> bool {
        let Some((until, tag)) = mark.split_once('.') else { return false };
        let Ok(until) = until.parse::<i64>() else { return false };
        self.now().millis() <= until && same(tag, &self.verified_tag(session, person, until))
    }
}

fn number(typed: &str) -> Result<String, FieldError> {
    crate::cases::new::as_typed(typed, NUMBER_LETTERS)
        .ok_or(FieldError::new("number", Refused::because("receipt-number")))
}

/// What was typed, if anything was; the error stands at its own input.
fn filled<T>(
    typed: &str,
    parse: impl FnOnce(&str) -> Result<T, FieldError>,
    input: &'static str,
) -> Result<Option<T>, FieldError> {
    match typed.trim() {
        "" => Ok(None),
        typed => parse(typed).map(Some).map_err(|error| FieldError { field: input, ..error }),
    }
}
