//! A case for whoever holds its number and its code: how it stands, what was said, and saying more. A
//! number that does not exist and a code that does not fit are one answer.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseState};
use amanah_domain::purposes::AskUs;
use amanah_domain::values::Statement;
use amanah_domain::{CaseId, FieldId, FieldSet, Operation, Refused, Role, Source, Timestamp};
use amanah_store::Connection;
use amanah_store::accounts::{self, AccountKind};
use amanah_store::case_events::{self, NewEvent};
use amanah_store::cases::{self, CaseRow};

use crate::access::{Want, Who};
use crate::cases::attach::{FileInput, check_files};
use crate::cases::conversation::Conversation;
use crate::cases::new::{append_own, as_typed, has_room};
use crate::error::{ActionError, Done, FieldError};
use crate::limits::{CHANGES_PER_PERSON, RECEIPTS_PER_NETWORK, RECEIPTS_PER_NUMBER};
use crate::office::Office;
use crate::public::form_gate::same;
use crate::public::report::REPORT_CHARS_MAX;

/// Letters of a number and of a code.
const NUMBER_LETTERS: usize = 12;
const CODE_LETTERS: usize = 16;
/// Minutes for which the page stays open to whoever showed both.
pub const RECEIPT_MINUTES: i64 = 30;

fn wrong() -> ActionError {
    ActionError::Input(vec![FieldError::new("code", Refused::because("receipt-wrong"))])
}

impl Office {
    /// Opens a case to whoever holds number and code: a pass for a while, for a cookie.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `code`, the same for every way of being wrong; [`ActionError::Limit`].
    pub async fn open_receipt(&self, number: &str, code: &str, network: &[u8]) -> Done<String> {
        let now = self.now();
        self.limits.take(RECEIPTS_PER_NETWORK, network, now)?;
        let number = as_typed(number, NUMBER_LETTERS).ok_or_else(wrong)?;
        self.limits.take(RECEIPTS_PER_NUMBER, number.as_bytes(), now)?;
        let row = self.by_receipt(&number, code).await?.ok_or_else(wrong)?;
        Ok(self.receipt_pass(row.case))
    }

    /// The case of a number, where the code fits. The same work whether there is such a number or not.
    pub(crate) async fn by_receipt(&self, number: &str, code: &str) -> Done<Option<CaseRow>> {
        let (Some(number), Some(code)) = (as_typed(number, NUMBER_LETTERS), as_typed(code, CODE_LETTERS))
        else {
            return Ok(None);
        };
        let tag = hex::encode(self.receipt_tag(&number, &code));
        let found = self.store.read(move |db| cases::read_receipt(db, &number)).await?;
        let kept = found.as_ref().and_then(|row| row.code).unwrap_or_default();
        let fits = same(&tag, &kept);
        Ok(found.filter(|row| fits && row.code.is_some()))
    }

    pub(crate) fn receipt_pass(&self, case: CaseId) -> String {
        let until = self.now().plus_seconds(RECEIPT_MINUTES * 60).millis();
        let said = format!("{}.{until}", case.to_hex());
        let tag = self.vault.token_tag("receipt-pass", said.as_bytes()).0;
        format!("{said}.{}", hex::encode(tag))
    }

    async fn row_of_pass(&self, pass: &str) -> Done<CaseRow> {
        let (said, tag) = pass.rsplit_once('.').ok_or(ActionError::NotFound)?;
        let (case, until) = said.split_once('.').ok_or(ActionError::NotFound)?;
        let until = until.parse::<i64>().map_err(|_| ActionError::NotFound)?;
        let expected = self.vault.token_tag("receipt-pass", said.as_bytes()).0;
        if !same(tag, &expected) || self.now().millis() > until {
            return Err(ActionError::NotFound);
        }
        let case = CaseId::from_hex(case).ok_or(ActionError::NotFound)?;
        let row = self.case_row(case).await?;
        // Only whoever wrote without an account holds a code; an account is seen by signing in.
        if row.code.is_some() { Ok(row) } else { Err(ActionError::NotFound) }
    }

    /// The case of a pass.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for one that is none, or is over.
    pub async fn view_receipt(&self, pass: &str) -> Done<Conversation<'_>> {
        let row = self.row_of_pass(pass).await?;
        self.conversation(Who::person(row.person), row).await
    }

    /// What a form for one more message carries, so that sending it twice says it once.
    pub fn message_key(&self) -> String {
        hex::encode(self.chance.bytes16())
    }

    /// Says more in the case of a pass, and adds files. The same `key` twice is one message.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `said` and `files`; [`ActionError::State`] `case-ended`;
    /// [`ActionError::NotFound`]; [`ActionError::Limit`]; [`ActionError::Conflict`].
    pub async fn say_by_receipt(
        &self,
        pass: &str,
        words: &str,
        files: Vec<FileInput>,
        key: &str,
    ) -> Done<()> {
        let said = Statement::parse(words, REPORT_CHARS_MAX)
            .map_err(|refused| ActionError::Input(vec![FieldError::new("said", refused)]))?;
        let files = check_files(files)?;
        let row = self.row_of_pass(pass).await?;
        if !row.state.is_open() {
            return Err(ActionError::State("case-ended"));
        }
        let now = self.now();
        let (who, person, case) = (Who::person(row.person), row.person, row.case);
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let want = Want {
            note: "message by form",
            ..Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Statement]))
        };
        let looked = self.look::<AskUs>(who, person, want).await?;
        if looked.account.kind != AccountKind::Writer {
            return Err(ActionError::NotFound);
        }
        let event = NewEvent {
            channel: CaseChannel::Form,
            key: Some(self.vault.token_tag("receipt-message", key.as_bytes()).0),
            body: Some(looked.seal_alone(&said, Source::Interaction)?),
            ..NewEvent::new(CaseEvent::Said, Role::Person, None, now)
        };
        let removals = looked.account.removals;
        let files = self.seal_own_files(who, person, files).await?;
        self.store
            .write(move |db| {
                accounts::hold_keys(db, &person, removals)?;
                let Some(number) = say_once(db, &row, &event, now)? else { return Ok(()) };
                files.as_ref().map_or(Ok(()), |files| files.write(db, &case, number))
            })
            .await
            .map_err(ActionError::of_write)?;
        self.live.touched(case);
        Ok(())
    }
}

/// Adds a message with a key to an open case: its number, or `None` where it came in before. A case that waited
/// for its person goes on.
pub(crate) fn say_once(
    db: &mut dyn Connection,
    row: &CaseRow,
    event: &NewEvent,
    now: Timestamp,
) -> Done<Option<u32>> {
    if let Some(key) = &event.key
        && case_events::find(db, &row.person, &row.case, key)?.is_some()
    {
        return Ok(None);
    }
    has_room(row)?;
    if row.state == CaseState::Waiting {
        let after = CaseRow {
            state: CaseState::Open,
            clock: row.clock.resumed(now),
            said_at: Some(now),
            changed_at: now,
            ..row.clone()
        };
        let resumed = NewEvent::new(CaseEvent::Resumed, Role::System, None, now);
        cases::change(db, &after, &[event.clone(), resumed])?;
        return Ok(Some(row.events + 1));
    }
    let number = append_own(db, row.person, row.case, event)?;
    number.map(Some).ok_or(ActionError::State("case-ended"))
}
