//! `cases/<id>.json` with `attachments/`: each case as its person sees it, with everything that was said.
//! Of others stands a role and a pseudonym there, never a name or an id (article 33).

use std::collections::BTreeMap;

use amanah_domain::cases::{CaseEvent, CaseKind, MediaKind};
use amanah_domain::purposes::ViewOwn;
use amanah_domain::values::{Attachment, Evidence};
use amanah_domain::{FieldId, FieldSet, PersonId, Role};
use amanah_store::attachments::{self, AttachmentRow};
use amanah_store::case_events::{self, EventRow};
use amanah_store::case_ties;
use amanah_store::cases::CaseRow;
use amanah_store::{StoreError, people};
use serde_json::{Value, json};

use crate::access::{Looked, key_row};
use crate::archive::form::{pretty, time};
use crate::archive::out::{ArchiveOut, Packed};
use crate::archive::source::{Source, again};
use crate::archive::values::{VALUES, said, value_alone};
use crate::error::{ActionError, Done};
use crate::office::Office;

/// Events that are opened under one permit.
const EVENTS_AT_ONCE: u32 = 200;

/// Pseudonyms of those who acted, by their ids; the ids stay here.
pub(crate) type Authors = BTreeMap<PersonId, String>;

/// Where a case stands in the archive.
pub(crate) fn file_of(row: &CaseRow) -> String {
    format!("cases/{}.json", row.case.to_hex())
}

/// The name of a file that came with a case.
fn name_of(row: &AttachmentRow) -> Option<String> {
    let ending = match row.media? {
        MediaKind::Jpeg => "jpg",
        MediaKind::Png => "png",
        MediaKind::Webp => "webp",
        MediaKind::Pdf => "pdf",
    };
    Some(format!("attachments/{}.{ending}", row.attachment.to_hex()))
}

/// Whether the words of a case are its person's: whoever says that they lost their telephone may be
/// somebody else.
fn is_own(row: &CaseRow) -> bool {
    row.kind != CaseKind::ContactChange
}

fn by(role: Role, author: Option<&PersonId>, authors: &Authors) -> Value {
    let pseudonym = author.and_then(|author| authors.get(author));
    json!({ "role": role.name(), "pseudonym": pseudonym })
}

fn event(looked: &Looked<'_, ViewOwn>, row: &EventRow, own: bool, authors: &Authors) -> Done<Value> {
    let event = &row.event;
    let text = match &event.body {
        Some(body) if own || !event.is_of_person() => said(looked, body)?,
        _ => None,
    };
    Ok(json!({
        "number": row.number, "event": event.kind.name(), "at": time(event.at),
        "said_at": time(event.said_at), "by": by(event.role, event.author.as_ref(), authors),
        "channel": event.channel.name(), "code": event.code, "hours": event.hours,
        "fate": event.fate.name(), "text": text,
    }))
}

fn attachment(row: &AttachmentRow) -> Value {
    json!({
        "id": row.attachment.to_hex(), "event": row.event, "state": row.state.name(),
        "media": row.media.map(|media| media.name()), "evidence": row.evidence, "bytes": row.bytes,
        "failure": row.failure, "added_at": time(row.added_at), "file": name_of(row),
    })
}

impl Office {
    /// One case with its files.
    pub(crate) async fn case_into(
        &self,
        source: &Source,
        row: &CaseRow,
        authors: &mut Authors,
        out: &mut ArchiveOut,
    ) -> Done<()> {
        let (mut events, mut after, mut notes) = (Vec::new(), 0, 0);
        loop {
            let (person, case) = (row.person, row.case);
            let page = self
                .store
                .read(move |db| case_events::list(db, &person, &case, after, EVENTS_AT_ONCE))
                .await?;
            let Some(last) = page.last() else { break };
            after = last.number;
            let unseen = |row: &&EventRow| !row.event.shown || row.event.kind == CaseEvent::Note;
            notes += page.iter().filter(unseen).count();
            self.learn_authors(&page, row, authors).await?;
            let shown: Vec<EventRow> = page.into_iter().filter(|row| !unseen(&row)).collect();
            events.extend(again!(self.events_of(source, row, &shown, authors).await)?);
        }
        let head = again!(self.case_head(source, row, authors).await)?;
        let (person, case) = (row.person, row.case);
        let (ties, files) = self
            .store
            .read(move |db| {
                let ties = case_ties::entries(db, &person, &case)?;
                Ok::<_, StoreError>((ties, attachments::of_case(db, &person, &case)?))
            })
            .await?;
        let Value::Object(mut whole) = head else {
            return Err(ActionError::Internal("a case has no JSON form"));
        };
        let entries: Vec<Value> = ties
            .iter()
            .map(|((log, index), tie)| json!({ "entry": format!("{log}-{index}"), "tie": tie.name() }))
            .collect();
        whole.insert("events".to_owned(), events.into());
        whole.insert("notes_among_staff".to_owned(), notes.into());
        whole.insert("entries".to_owned(), entries.into());
        let listed: Vec<Value> = files.iter().map(attachment).collect();
        whole.insert("attachments".to_owned(), listed.into());
        out.file(&file_of(row), &pretty(&Value::Object(whole))?).await?;
        for file in &files {
            again!(self.attachment_into(source, file, out).await)?;
        }
        Ok(())
    }

    async fn case_head(&self, source: &Source, row: &CaseRow, authors: &Authors) -> Done<Value> {
        let wanted_field = row.fields.iter().find(|field| VALUES.contains(field));
        let mut fields = FieldSet::of(&[FieldId::Statement]);
        if row.wanted.is_some() {
            fields = fields.either(row.fields.both(FieldSet::of(VALUES)));
        }
        let looked = source.look(self, fields).await?;
        let statement = if is_own(row) { said(&looked, &row.statement)? } else { None };
        let answer = row.answer.as_deref().map(|body| said(&looked, body)).transpose()?.flatten();
        let wanted = match (&row.wanted, wanted_field) {
            (Some(body), Some(field)) if !source.without.contains(field) => {
                value_alone(&looked, field, body)?.map(|taken| taken.text)
            }
            _ => None,
        };
        let about = match row.kind {
            CaseKind::Eligibility | CaseKind::DrawReview => Some(row.subject.as_str()),
            _ => None,
        };
        Ok(json!({
            "format": "amanah case v1",
            "id": row.case.to_hex(), "receipt": row.receipt, "kind": row.kind.name(), "about": about,
            "state": row.state.name(), "channel": row.channel.name(), "opened_at": time(row.opened_at),
            "decided_at": row.decided_at.map(time), "due_at": row.clock.due_at().map(time),
            "decided_by": row.decided_by.as_ref().and_then(|by| authors.get(by)),
            "fields": row.fields.iter().map(FieldId::name).collect::<Vec<_>>(),
            "purpose": row.purpose.map(|purpose| purpose.name()),
            "ground": row.ground.map(|ground| ground.article()),
            "appeal_of": row.appeal_of.map(|case| case.to_hex()),
            "statement": statement, "wanted": wanted, "answer": answer,
        }))
    }

    async fn events_of(
        &self,
        source: &Source,
        row: &CaseRow,
        events: &[EventRow],
        authors: &Authors,
    ) -> Done<Vec<Value>> {
        let looked = source.look(self, FieldSet::of(&[FieldId::Statement])).await?;
        events.iter().map(|one| event(&looked, one, is_own(row), authors)).collect()
    }

    async fn attachment_into(&self, source: &Source, row: &AttachmentRow, out: &mut ArchiveOut) -> Done<()> {
        let Some(name) = name_of(row) else { return Ok(()) };
        let field = if row.evidence { FieldId::Evidence } else { FieldId::Attachment };
        let (person, id) = (source.person, row.attachment);
        let body = self.store.read(move |db| attachments::read(db, &person, &id)).await?;
        let Some((_, Some(body))) = body else { return Ok(()) };
        let content = {
            let looked = source.look(self, FieldSet::of(&[field])).await?;
            match row.evidence {
                true => looked.open_alone::<Evidence>(&body)?.map(|file| file.expose().content().to_vec()),
                false => looked.open_alone::<Attachment>(&body)?.map(|file| file.expose().content().to_vec()),
            }
        };
        let Some(content) = content else { return Ok(()) };
        out.begin(&name, Packed::AsItIs)?;
        out.put(&content).await
    }

    /// Pseudonyms of the staff in these events. Somebody whose keys are gone has none any more.
    async fn learn_authors(&self, events: &[EventRow], row: &CaseRow, authors: &mut Authors) -> Done<()> {
        let all = events.iter().filter_map(|row| row.event.author).chain(row.decided_by);
        for author in all.filter(|author| *author != row.person).collect::<Vec<_>>() {
            if authors.contains_key(&author) {
                continue;
            }
            let keys = self.store.read(move |db| people::read_key(db, &author)).await?;
            if let Some(keys) = keys {
                let pseudonym = self.unlock(author, &key_row(keys)?).await?.pseudonym();
                authors.insert(author, pseudonym.to_hex());
            }
        }
        Ok(())
    }
}
