//! Letters about a case: what they answer, what WhatsApp lets through, and by which id their answer comes
//! back.

use amanah_domain::cases::{CaseChannel, Fate};
use amanah_domain::purposes::SendLetter;
use amanah_domain::states::Channel;
use amanah_domain::values::Letter;
use amanah_domain::{CaseId, PersonId, Timestamp};
use amanah_store::case_ties::{self, Thread};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError, case_events};

use crate::access::Looked;
use crate::error::Done;
use crate::letters::Language;
use crate::office::Office;
use crate::post::{Handed, Outgoing, Template};

/// Milliseconds after somebody's last message in which they may be written to freely on WhatsApp: a day, less
/// what a message may be under way.
const WINDOW_MS: i64 = 24 * 3_600_000 - 300_000;

/// The case that a letter is about.
#[derive(Clone)]
pub(super) struct AtHand {
    row: CaseRow,
    event: u32,
    /// The id of the message that it answers, where the channel has such ids.
    answers: Option<String>,
}

/// What is written down when a letter about a case was taken.
#[derive(Clone)]
pub(super) struct Carried {
    thread: Thread,
    tags: Vec<[u8; 32]>,
}

impl Carried {
    /// The letter's ids and its fate, unless the case is gone since.
    pub(super) fn write(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        let Thread { person, case, event } = self.thread;
        if cases::read(db, &case)?.is_none() {
            return Ok(());
        }
        for tag in &self.tags {
            case_ties::add_thread(db, tag, &self.thread, now)?;
        }
        case_events::set_fate(db, &person, &case, event, Fate::Sent).map(drop)
    }
}

impl Office {
    /// The case that a letter says it is about; `None` where it is gone, or another's.
    pub(super) async fn case_at_hand(
        &self,
        looked: &Looked<'_, SendLetter>,
        about: Option<&(String, u32)>,
    ) -> Done<Option<AtHand>> {
        let person = looked.person();
        let Some((case, event)) = about.and_then(|(hex, event)| Some((CaseId::from_hex(hex)?, *event)))
        else {
            return Ok(None);
        };
        let found = self.store.read(move |db| {
            let row = cases::read(db, &case)?.filter(|row| row.person == person);
            let outside = case_ties::newest_outside(db, &person, &case)?;
            Ok::<_, StoreError>(row.map(|row| (row, outside)))
        });
        let Some((row, outside)) = found.await? else { return Ok(None) };
        let answers = match outside {
            Some(sealed) => looked.open_alone::<Letter>(&sealed)?.map(|id| id.expose().as_str().to_owned()),
            None => None,
        };
        Ok(Some(AtHand { row, event, answers }))
    }

    /// Dresses a letter for its channel: an answer in its thread, a template where no free text may go.
    pub(super) fn dress(&self, mut letter: Outgoing, language: Language, about: Option<&AtHand>) -> Outgoing {
        match letter.channel {
            Channel::Email => letter.answers = about.and_then(|about| about.answers.clone()),
            Channel::WhatsApp => {
                letter.in_window = about.is_some_and(|about| self.in_window(&about.row));
                letter.template = self.template(language, about);
            }
            Channel::Text => {}
        }
        letter
    }

    fn in_window(&self, row: &CaseRow) -> bool {
        let said_at = row.said_at.filter(|_| row.channel == CaseChannel::WhatsApp);
        said_at.is_some_and(|at| self.now().millis() - at.millis() < WINDOW_MS)
    }

    fn template(&self, language: Language, about: Option<&AtHand>) -> Option<Template> {
        let approved = self.programme.whatsapp.as_ref()?;
        let receipt = about.map(|about| about.row.receipt.clone()).filter(|receipt| !receipt.is_empty());
        let name = if receipt.is_some() { &approved.case_template } else { &approved.notice_template };
        let language = match language {
            Language::Id => &approved.language_id,
            Language::En => &approved.language_en,
        };
        let parameters = receipt.into_iter().collect();
        Some(Template { name: name.clone(), language: language.clone(), parameters })
    }

    /// Before anybody outside is spoken to: an answer, or a report, may come back before we know that the
    /// letter was taken.
    pub(super) async fn await_answers(
        &self,
        letter: &Outgoing,
        about: &AtHand,
        person: PersonId,
    ) -> Done<()> {
        let carried = self.carried(letter, about, person, &Handed::default());
        let now = self.now();
        let written = self.store.write(move |db| {
            if cases::read(db, &carried.thread.case)?.is_some() {
                for tag in &carried.tags {
                    case_ties::add_thread(db, tag, &carried.thread, now)?;
                }
            }
            Ok::<_, StoreError>(())
        });
        Ok(written.await?)
    }

    /// The ids by which a letter is known outside: ours, and the one that its carrier gave it.
    pub(super) fn carried(
        &self,
        letter: &Outgoing,
        about: &AtHand,
        person: PersonId,
        handed: &Handed,
    ) -> Carried {
        let channel = match letter.channel {
            Channel::WhatsApp => CaseChannel::WhatsApp,
            Channel::Email | Channel::Text => CaseChannel::Email,
        };
        let ids = [Some(&letter.message_id), handed.id.as_ref()];
        let tags = ids.into_iter().flatten().map(|id| self.message_tag(channel, id.as_bytes())).collect();
        Carried { thread: Thread { person, case: about.row.case, event: about.event }, tags }
    }
}
