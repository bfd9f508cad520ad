//! `letters.jsonl`: letters that are kept, a line each. Of one that holds a code the words are left out: a
//! code lets somebody sign in.

use amanah_domain::values::Letter;
use amanah_domain::{FieldId, FieldSet};
use amanah_store::StoreError;
use amanah_store::outbox::{self, MessageStatus, State};
use serde_json::{Value, json};

use crate::archive::form::time;
use crate::archive::out::{ArchiveOut, Packed};
use crate::archive::source::{Source, again};
use crate::correspond::LetterSpec;
use crate::error::{ActionError, Done};
use crate::letters::{CaseLetter, CaseNews, Language, LetterKind};
use crate::office::Office;

/// Letters that are opened under one permit.
const LETTERS_AT_ONCE: usize = 50;
/// Letters of one person, at most; handed ones are swept after weeks, so there are never so many.
const LETTERS_MAX: u32 = 100_000;

/// Whether whoever has the words could sign in with them.
fn holds_code(kind: &LetterKind) -> bool {
    matches!(
        kind,
        LetterKind::Code { .. }
            | LetterKind::AlreadyAccount { .. }
            | LetterKind::ContactChangeNew { .. }
            | LetterKind::StaffInvitation { .. }
            | LetterKind::Case(CaseLetter { news: CaseNews::Opened { code: Some(_), .. }, .. })
    )
}

fn name(kind: &LetterKind) -> String {
    match serde_json::to_value(kind) {
        Ok(Value::String(name)) => name,
        Ok(Value::Object(fields)) => fields.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

const fn state(state: State) -> &'static str {
    match state {
        State::Queued => "queued",
        State::HandingOver => "handing-over",
        State::HandedOver => "handed-over",
        State::Failed => "failed",
    }
}

impl Office {
    /// All letters.
    pub(crate) async fn letters_into(&self, source: &Source, out: &mut ArchiveOut) -> Done<()> {
        out.begin("letters.jsonl", Packed::Smaller)?;
        let person = source.person;
        let all = self.store.read(move |db| outbox::of_person(db, &person, LETTERS_MAX)).await?;
        for some in all.chunks(LETTERS_AT_ONCE) {
            let lines = again!(self.letter_lines(source, some).await)?;
            out.put(lines.as_bytes()).await?;
        }
        Ok(())
    }

    async fn letter_lines(&self, source: &Source, some: &[MessageStatus]) -> Done<String> {
        let (person, ids) = (source.person, some.iter().map(|one| one.message_id).collect::<Vec<_>>());
        let bodies = self
            .store
            .read(move |db| {
                ids.iter().map(|id| outbox::body(db, &person, id)).collect::<Result<Vec<_>, StoreError>>()
            })
            .await?;
        let looked = source.look(self, FieldSet::of(&[FieldId::Letter])).await?;
        let mut lines = String::new();
        for (status, body) in some.iter().zip(bodies) {
            let opened = body.as_deref().map(|body| looked.open_alone::<Letter>(body)).transpose()?.flatten();
            let spec = opened
                .map(|letter| serde_json::from_str::<LetterSpec>(letter.expose().as_str()))
                .transpose()
                .map_err(|_| ActionError::Internal("a kept letter is not of our form"))?;
            let mut line = json!({
                "queued_at": time(status.created_at), "handed_over_at": status.handed_at.map(time),
                "state": state(status.state), "failure": status.failure,
            });
            if let (Some(spec), Some(fields)) = (spec, line.as_object_mut()) {
                let zone_hours = self.zone_hours_of(looked.account.province);
                let language = Language::from_code(spec.language);
                let text = self.letter_words.write(language, zone_hours, &spec.kind);
                fields.insert("kind".to_owned(), name(&spec.kind).into());
                fields.insert("subject".to_owned(), text.subject.into());
                fields.insert("to".to_owned(), spec.to.map(|to| to.address).into());
                let words = (!holds_code(&spec.kind)).then_some(text.text);
                fields.insert("text".to_owned(), words.into());
            }
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
        Ok(lines)
    }
}
