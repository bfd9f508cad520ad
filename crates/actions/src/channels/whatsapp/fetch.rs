//! Files that people sent on WhatsApp are fetched by a job: where it lies, then what it is; looked at, and
//! kept under the person's keys. What cannot be had stays visible in the case as not taken.

use amanah_domain::cases::AttachmentState;
use amanah_domain::purposes::AskUs;
use amanah_domain::values::{Attachment, Statement};
use amanah_domain::{AttachmentId, CaseId, FieldId, FieldSet, Operation, PersonId, Source};
use amanah_store::attachments::{self, AttachmentRow};
use amanah_store::{StoreError, accounts};
use serde::{Deserialize, Serialize};

use crate::access::{Want, Who};
use crate::cases::intake::TakenIn;
use crate::error::{ActionError, Done};
use crate::files::{CASE_FILES_MAX, FILE_BYTES_MAX, PERSON_FILES_BYTES_MAX, check_file};
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;
use crate::post::MediaFault;

pub(crate) const KIND: &str = "fetch-media";
/// Tries. WhatsApp keeps a file for thirty days.
const ATTEMPTS_MAX: u32 = 30;

/// What lies sealed in the job: the id by which WhatsApp knows the file, and the name it was sent under.
#[derive(Serialize, Deserialize)]
struct Place {
    media: String,
    name: String,
}

impl Office {
    /// Queues the job for the file of a message; the same message again queues nothing more.
    pub(super) async fn fetch_later(&self, taken: &TakenIn, media: &str, name: &str) -> Done<()> {
        let (person, case, event) = (taken.person, taken.case, taken.event);
        let files = self.store.read(move |db| attachments::of_case(db, &person, &case)).await?;
        let waits = |row: &&AttachmentRow| row.event == event && row.state == AttachmentState::Awaited;
        let Some(row) = files.iter().find(waits) else { return Ok(()) };
        let place =
            Place { media: media.chars().take(200).collect(), name: name.chars().take(120).collect() };
        let text =
            serde_json::to_string(&place).map_err(|_| ActionError::Internal("a place has no JSON form"))?;
        let place = Statement::new(text).map_err(|_| ActionError::Internal("a place is too long"))?;
        let want =
            Want { note: "media id", ..Want::of(Operation::Store, FieldSet::of(&[FieldId::Statement])) };
        let looked = self.look::<AskUs>(Who::person(person), person, want).await?;
        let sealed = looked.seal_alone(&place, Source::Interaction)?;
        let removals = looked.account.removals;
        let id = row.attachment;
        let payload = [id.as_bytes().as_slice(), case.as_bytes().as_slice(), &sealed].concat();
        let now = self.now();
        let job = QueuedJob::once(KIND, id.as_bytes(), now, &payload).concerning(person, ATTEMPTS_MAX);
        let written = self.store.write(move |db| {
            accounts::hold_keys(db, &person, removals)?;
            job.write(db, now)
        });
        written.await.map_err(|e: StoreError| ActionError::from(e).of_write())
    }

    pub(crate) async fn fetch_media(&self, task: &Task, person: PersonId) -> Done<()> {
        let Some((attachment, case, sealed)) = parts(&task.job.payload) else {
            return Err(ActionError::Internal("a job to fetch a file has no payload"));
        };
        let found = self.store.read(move |db| {
            let row = attachments::read(db, &person, &attachment)?.map(|(row, _)| row);
            let files = attachments::of_case(db, &person, &case)?;
            let here = files.iter().filter(|file| file.state == AttachmentState::Kept).count();
            Ok::<_, StoreError>((row, here, attachments::used(db, &person)?))
        });
        let (row, here, used) = found.await?;
        let Some(row) = row.filter(|row| row.state == AttachmentState::Awaited) else {
            return self.nothing_to_do(task).await;
        };
        let whatsapp = self.channels.whatsapp().ok_or(ActionError::State("whatsapp-not-set-up"))?;
        let want = Want {
            note: "media by whatsapp",
            ..Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Statement, FieldId::Attachment]))
        };
        let looked = self.look::<AskUs>(Who::person(person), person, want).await?;
        let place: Place = match looked.open_alone::<Statement>(sealed)? {
            Some(text) => serde_json::from_str(text.expose().as_str())
                .map_err(|_| ActionError::Internal("the place of a file is unreadable"))?,
            None => return Err(ActionError::Internal("the place of a file is missing")),
        };
        drop(looked);
        let fetched = if here >= CASE_FILES_MAX {
            Err("file-case-full")
        } else if used >= PERSON_FILES_BYTES_MAX {
            Err("file-person-full")
        } else {
            match whatsapp.api.media(&place.media, FILE_BYTES_MAX).await {
                Ok(bytes) => check_file(&place.name, &bytes).map(|kind| (kind, bytes)).map_err(|no| no.key),
                Err(MediaFault::Large) => Err("file-large"),
                Err(MediaFault::Gone) => Err("file-gone"),
                Err(MediaFault::NotNow) if task.job.attempt >= task.job.attempts_max => Err("file-gone"),
                Err(MediaFault::NotNow) => return Err(ActionError::State("whatsapp-away")),
            }
        };
        let kept = fetched.and_then(|(kind, bytes)| {
            Attachment::new(kind, &place.name, bytes).map_err(|refused| refused.key)
        });
        self.keep_media(task, row, kept).await
    }

    async fn keep_media(&self, task: &Task, row: AttachmentRow, kept: Result<Attachment, &str>) -> Done<()> {
        let person = task.job.person.ok_or(ActionError::Internal("a job names no person"))?;
        // A permit is short, and a file may have taken long.
        let want = Want {
            note: "media by whatsapp",
            ..Want::of(Operation::Store, FieldSet::of(&[FieldId::Attachment]))
        };
        let looked = self.look::<AskUs>(Who::person(person), person, want).await?;
        let (mut after, mut body) = (row.clone(), None);
        match &kept {
            Ok(file) => {
                after.state = AttachmentState::Kept;
                after.media = Some(file.kind());
                after.bytes = file.content().len() as u32;
                body = Some(looked.seal_alone(file, Source::Interaction)?);
            }
            Err(code) => {
                after.state = AttachmentState::Refused;
                (*code).clone_into(&mut after.failure);
            }
        }
        let (removals, now, task, refused) =
            (looked.account.removals, self.now(), task.clone(), kept.is_err());
        drop(looked);
        let case = row.case;
        let written = self.store.write(move |db| {
            accounts::hold_keys(db, &person, removals)?;
            attachments::set(db, &person, &after, body.as_deref())?;
            task.done(db, now)
        });
        written.await.map_err(|e: StoreError| ActionError::from(e).of_write())?;
        if refused { self.tell_not_taken(person, case).await } else { Ok(()) }
    }
}

/// Attachment, case, sealed place.
fn parts(payload: &[u8]) -> Option<(AttachmentId, CaseId, &[u8])> {
    let (attachment, rest) = payload.split_first_chunk::<16>()?;
    let (case, sealed) = rest.split_first_chunk::<16>()?;
    Some((AttachmentId::from_bytes(*attachment), CaseId::from_bytes(*case), sealed))
}
