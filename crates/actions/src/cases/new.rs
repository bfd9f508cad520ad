//! A new case: its clock by the policy, and what the person holds of it.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState};
use amanah_domain::{CaseClock, CaseId, PersonId, Role, Timestamp};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::CaseRow;
use amanah_store::{Connection, StoreError, cases};

use crate::error::{ActionError, Done};
use crate::office::Office;

/// Letters and digits of a receipt number and its code: none that is taken for another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Letters of a receipt number: a billion times as many as there will ever be cases.
const NUMBER_LETTERS: usize = 12;
/// Letters of a code: nobody guesses eighty bits.
const CODE_LETTERS: usize = 16;
/// Letters between two dashes.
const GROUP: usize = 4;

/// Events of a case after which its person adds no more (`case_events_max`): what comes later begins another.
/// Staff still answer, and all of it is read at once.
pub(crate) const CASE_EVENTS_MAX: u32 = 900;

/// What somebody without an account holds of their case. The code is shown once and is not kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The number, for telephone and letters: `7KQ2-M4XP-9DRT`.
    pub number: String,
    /// The code that shows the state of the case to whoever holds both.
    pub code: String,
}

/// As typed: in any case, with or without dashes and spaces; `None` where it cannot be one.
pub(crate) fn as_typed(input: &str, letters: usize) -> Option<String> {
    let plain: String =
        input.chars().filter(|c| !matches!(c, '-' | ' ')).map(|c| c.to_ascii_uppercase()).collect();
    let fits = plain.len() == letters && plain.bytes().all(|b| ALPHABET.contains(&b));
    fits.then(|| grouped(plain.as_bytes()))
}

fn grouped(letters: &[u8]) -> String {
    let groups: Vec<_> = letters.chunks(GROUP).map(|group| String::from_utf8_lossy(group)).collect();
    groups.join("-")
}

impl Office {
    /// A case that begins now. Its clock is that of the policy; a kind that the policy does not name has
    /// none. What was said is sealed by the caller; empty where nothing was.
    pub(crate) fn new_case(
        &self,
        person: PersonId,
        kind: CaseKind,
        subject: &str,
        statement: Vec<u8>,
    ) -> CaseRow {
        let now = self.now();
        let mut row = CaseRow::new(person, CaseId::random(&*self.chance), kind, subject, now);
        // What may be asked more than once at a time is about itself.
        if subject.is_empty() {
            row.subject = row.case.to_hex();
        }
        row.clock =
            self.policy.case(kind).map_or(CaseClock::OFF, |rule| CaseClock::starting(now, rule.hours));
        row.said_at = (!statement.is_empty()).then_some(now);
        row.statement = statement;
        row.receipt = self.letters(NUMBER_LETTERS);
        row
    }

    /// The same for something that lacks what it takes to decide it: the clock stands until the person adds
    /// it, and goes on by itself when they do not.
    pub(crate) fn waiting(&self, mut row: CaseRow) -> CaseRow {
        if let Some(rule) = self.policy.case(row.kind) {
            let until = self.now().plus_hours(24 * i64::from(rule.wait_days));
            row.clock = CaseClock::standing(rule.hours, Some(until));
            row.state = CaseState::Waiting;
        }
        row
    }

    /// Gives a code to the number of a case: for those who have no account to see it with.
    pub(crate) fn give_code(&self, row: &mut CaseRow) -> Receipt {
        self.put_code(row, self.letters(CODE_LETTERS))
    }

    /// The same with the code that a form has by its content, so that the same form sent again shows it again.
    pub(crate) fn give_code_of(&self, row: &mut CaseRow, form: &[u8]) -> Receipt {
        self.put_code(row, self.code_of(form))
    }

    fn put_code(&self, row: &mut CaseRow, code: String) -> Receipt {
        let receipt = Receipt { number: row.receipt.clone(), code };
        row.code = Some(self.receipt_tag(&receipt.number, &receipt.code));
        receipt
    }

    /// What whoever sent a form holds of the case that it began; `None` for another form.
    pub(crate) fn receipt_of(&self, row: &CaseRow, form: &[u8]) -> Option<Receipt> {
        let receipt = Receipt { number: row.receipt.clone(), code: self.code_of(form) };
        let fits = row.code == Some(self.receipt_tag(&receipt.number, &receipt.code));
        fits.then_some(receipt)
    }

    fn code_of(&self, form: &[u8]) -> String {
        lettered(&self.vault.token_tag("form-code", form).0, CODE_LETTERS)
    }

    /// What is kept of a code: a keyed tag of it together with its number.
    pub(crate) fn receipt_tag(&self, number: &str, code: &str) -> [u8; 32] {
        self.vault.token_tag("case-code", format!("{number} {code}").as_bytes()).0
    }

    fn letters(&self, count: usize) -> String {
        lettered(&self.chance.bytes32(), count)
    }
}

fn lettered(bytes: &[u8; 32], count: usize) -> String {
    // 256 is a multiple of 32: every letter is as likely as any other.
    let picked: Vec<u8> =
        bytes.iter().take(count).filter_map(|b| ALPHABET.get(usize::from(b % 32)).copied()).collect();
    grouped(&picked)
}

/// The first event of a case.
pub(crate) fn opened(row: &CaseRow, role: Role, author: Option<PersonId>) -> NewEvent {
    NewEvent { channel: row.channel, ..NewEvent::new(CaseEvent::Opened, role, author, row.opened_at) }
}

/// Opens a case that its person opened, or whoever stands in for them; false where one about the same is open.
pub(crate) fn open_own(
    db: &mut dyn Connection,
    row: &CaseRow,
    (role, helper): (Role, Option<PersonId>),
) -> Result<bool, StoreError> {
    cases::add(db, row, &[opened(row, role, helper)])
}

/// Opens a case that the house itself found, unless one about the same is open.
pub(crate) fn ask(db: &mut dyn Connection, row: &CaseRow) -> Result<(), StoreError> {
    let first = NewEvent { channel: CaseChannel::System, ..opened(row, Role::System, None) };
    cases::add(db, row, &[first]).map(drop)
}

/// The person says more about an open case, whoever else writes to it at the same moment: an event like any
/// other, for whoever opens it next. A case that waited for them goes on. `row` as it is in this transaction.
///
/// # Errors
/// [`ActionError::State`] `case-ended` or `case-full`; [`ActionError::Conflict`] where a case that waited changed
/// meanwhile.
pub(crate) fn say_more(
    db: &mut dyn Connection,
    row: &CaseRow,
    channel: CaseChannel,
    said: Vec<u8>,
    (role, helper): (Role, Option<PersonId>),
    now: Timestamp,
) -> Done<()> {
    let event = NewEvent { channel, body: Some(said), ..NewEvent::new(CaseEvent::Said, role, helper, now) };
    has_room(row)?;
    if row.state == CaseState::Waiting {
        return Ok(say(db, row, event)?);
    }
    let number = append_own(db, row.person, row.case, &event)?;
    number.map(drop).ok_or(ActionError::State("case-ended"))
}

/// Whether its person may add to a case.
///
/// # Errors
/// [`ActionError::State`] `case-full`.
pub(crate) fn has_room(row: &CaseRow) -> Done<()> {
    if row.events < CASE_EVENTS_MAX { Ok(()) } else { Err(ActionError::State("case-full")) }
}

/// Adds what the person said; `None` for a case that has ended. What came before has the number it got then.
///
/// # Errors
/// [`ActionError::State`] `case-full`: then nothing of the transaction stays.
pub(crate) fn append_own(
    db: &mut dyn Connection,
    person: PersonId,
    case: CaseId,
    event: &NewEvent,
) -> Done<Option<u32>> {
    match cases::append(db, &person, &case, event)? {
        Some(number) if number > CASE_EVENTS_MAX => Err(ActionError::State("case-full")),
        number => Ok(number),
    }
}

/// The same for a message that came by a channel, with its own time and the id by which it comes in once.
pub(crate) fn say(db: &mut dyn Connection, row: &CaseRow, said: NewEvent) -> Result<(), StoreError> {
    let now = said.at;
    let mut after = CaseRow { said_at: Some(said.said_at), changed_at: now, ..row.clone() };
    let mut events = vec![said];
    if row.state == CaseState::Waiting {
        after.state = CaseState::Open;
        after.clock = row.clock.resumed(now);
        events.push(NewEvent::new(CaseEvent::Resumed, Role::System, None, now));
    }
    cases::change(db, &after, &events)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        assert_eq!(as_typed("7kq2 m4xp 9drt", 12).as_deref(), Some("7KQ2-M4XP-9DRT"));
        assert_eq!(as_typed("7KQ2-M4XP-9DRT", 12).as_deref(), Some("7KQ2-M4XP-9DRT"));
        assert_eq!(as_typed("7KQ2-M4XP-9DR0", 12), None, "zero is no letter of ours");
        assert_eq!(as_typed("", 12), None);
    }
}
