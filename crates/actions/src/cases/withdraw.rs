//! What the person does in a case of theirs after it was opened.
//!
//! - `office.say_in_case(&session, case, text) -> Done<()>`: a case that waited for them goes on.
//! - `office.withdraw_case(&session, case) -> Done<()>`: they take it back; what a lapse stopped is free again.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseState};
use amanah_domain::purposes::EditOwn;
use amanah_domain::values::Statement;
use amanah_domain::{CaseId, FieldId, FieldSet, Operation, Source};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{accounts, live_chats};

use crate::access::Want;
use crate::cases::new::say_more;
use crate::cases::tell::Told;
use crate::error::{ActionError, Done, FieldError};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::person::ask_review::STATEMENT_CHARS_MAX;
use crate::session::Session;
use crate::staff::open_case::case_note;

impl Office {
    /// Says more in one's own case.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `statement`; [`ActionError::NotFound`] where it is not theirs;
    /// [`ActionError::State`] `case-ended`; [`ActionError::Conflict`] where it waited for them and changed
    /// meanwhile; [`ActionError::Limit`].
    pub async fn say_in_case(&self, session: &Session, case: CaseId, text: &str) -> Done<()> {
        let said = Statement::parse(text, STATEMENT_CHARS_MAX)
            .map_err(|r| ActionError::Input(vec![FieldError::new("statement", r)]))?;
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        let row = self.own_open_row(session, case).await?;
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let note = case_note(case);
        let fields = FieldSet::of(&[FieldId::Statement]);
        let want = Want { note: &note, ..Want::of(Operation::Obtain, fields) };
        let looked = self.look::<EditOwn>(who, person, want).await?;
        let sealed = looked.seal_alone(&said, Source::WebsiteInput)?;
        let (removals, author) = (looked.account.removals, session.author());
        drop(looked);
        let added = self.store.write(move |db| {
            accounts::hold_keys(db, &person, removals)?;
            // As it stands now: staff may have written in it since.
            let row = cases::read(db, &row.case)?.ok_or(ActionError::NotFound)?;
            say_more(db, &row, CaseChannel::Portal, sealed.clone(), author, now)
        });
        added.await.map_err(ActionError::of_write)?;
        self.live.touched(case);
        Ok(())
    }

    /// Takes one's own case back.
    ///
    /// # Errors
    /// [`ActionError::State`] `case-of-the-house` where the house opened it by itself; otherwise as
    /// [`Office::say_in_case`].
    pub async fn withdraw_case(&self, session: &Session, case: CaseId) -> Done<()> {
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        let row = self.own_open_row(session, case).await?;
        if row.channel == CaseChannel::System {
            return Err(ActionError::State("case-of-the-house"));
        }
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let note = case_note(case);
        let want = Want { note: &note, ..Want::of(Operation::Update, FieldSet::EMPTY) };
        self.look::<EditOwn>(who, person, want).await?;
        let after = CaseRow {
            state: CaseState::Withdrawn,
            decided_at: Some(now),
            clock: row.clock.ended(),
            changed_at: now,
            ..row.clone()
        };
        let letter = self.tell(&after, Told::Withdrawn).await?;
        let chat = row.channel == CaseChannel::Chat;
        let (end, before, helper) = (self.case_end(&row), row, session.helper);
        let done = self
            .store
            .write(move |db| {
                let withdrawn = NewEvent {
                    channel: CaseChannel::Portal,
                    ..NewEvent::new(CaseEvent::Withdrawn, who.role(), helper, now)
                };
                cases::change(db, &after, &[withdrawn])?;
                live_chats::end(db, &before.person, &before.case, now)?;
                end.write(db, &before, now)?;
                letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now)).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write);
        // Also where the end of the write was not heard of: it may have happened.
        self.vault.facts_changed(person);
        self.live.touched(case);
        if chat {
            self.live.desk_changed();
        }
        done
    }

    async fn own_open_row(&self, session: &Session, case: CaseId) -> Done<CaseRow> {
        let row = self.case_row(case).await?;
        if row.person != session.person {
            return Err(ActionError::NotFound);
        }
        // Whoever stands in for them does so for some rights alone.
        if let Some(right) = row.kind.right() {
            session.may(right)?;
        }
        if row.state.is_open() { Ok(row) } else { Err(ActionError::State("case-ended")) }
    }
}
