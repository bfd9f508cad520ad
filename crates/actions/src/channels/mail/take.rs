//! A message of the mailbox becomes part of a case, or is left where it is.

use amanah_domain::cases::{CaseChannel, CaseKind, Fate};
use amanah_domain::values::{Email, Statement};
use amanah_store::{StoreError, case_events, case_ties};

use super::letter::MailLetter;
use super::quoted::without_history;
use super::{MailIn, Verdict};
use crate::cases::intake::{Incoming, IncomingFile};
use crate::channels::said;
use crate::contact::Contact;
use crate::error::{ActionError, Done};
use crate::files::check_file;
use crate::letters::Language;
use crate::limits::MAILS_PER_WRITER;
use crate::office::Office;
use crate::post::OUR_MESSAGE_ID_DIGITS;

impl Office {
    /// # Errors
    /// Those of the store alone: then nothing of the mailbox can be taken now.
    pub(super) async fn take_mail(&self, mail: &MailIn, raw: &[u8]) -> Done<Verdict> {
        let (verdict, outcome) = match MailLetter::read(raw, self.now()) {
            None => (Verdict::Left, "unreadable"),
            Some(letter) if is_own(mail, &letter.from) => (Verdict::Done, "own"),
            Some(letter) if letter.machine.is_some() => {
                self.note_failed(&letter.failed).await?;
                tracing::info!(why = letter.machine, "mail of a machine was filed");
                (Verdict::Done, "machine")
            }
            Some(letter) => match Box::pin(self.take_letter(mail, letter)).await {
                Ok(verdict) => (verdict, if verdict == Verdict::Done { "taken" } else { "left" }),
                Err(error @ ActionError::Store(_)) => return Err(error),
                Err(ActionError::Conflict | ActionError::State(_) | ActionError::Keyring(_)) => {
                    (Verdict::Later, "later")
                }
                // A flood of one writer, or somebody whom the policy lets us take nothing from any more.
                Err(ActionError::Limit { .. } | ActionError::Refused(_)) => (Verdict::Left, "left"),
                Err(error) => {
                    tracing::error!(%error, "a mail could not be taken in and stays in the mailbox");
                    (Verdict::Left, "left")
                }
            },
        };
        metrics::counter!("amanah_mails_total", "outcome" => outcome).increment(1);
        Ok(verdict)
    }

    async fn take_letter(&self, mail: &MailIn, letter: MailLetter) -> Done<Verdict> {
        let known = self.answers_us(&letter.answers).await?;
        // A mail that lies in the mailbox a second time uses up nothing.
        if !self.knows_message(CaseChannel::Email, letter.id.as_bytes()).await? {
            self.limits.take(MAILS_PER_WRITER, letter.from.index_form().as_bytes(), self.now())?;
        }
        let words = if known { without_history(&letter.words) } else { with_subject(&letter) };
        let mut files: Vec<IncomingFile> = letter.files.into_iter().map(looked_at).collect();
        files.extend((0..letter.more_files.min(1)).map(|_| IncomingFile::Refused("file-many")));
        let refused = files.iter().any(|file| matches!(file, IncomingFile::Refused(_)));
        let said = match said::statement(&words).or_else(|| said::statement(&letter.subject)) {
            Some(said) => said,
            None if files.is_empty() => return Ok(Verdict::Left),
            None => Statement::new("[…]").map_err(|_| ActionError::Internal("three dots are too long"))?,
        };
        let answers = letter.answers.iter().flat_map(|id| both_forms(id)).map(String::into_bytes).collect();
        let taken = self
            .take_in(&Incoming {
                channel: CaseChannel::Email,
                from: Some(Contact::Email(letter.from)),
                proven: mail.believes(letter.vouched_by.as_deref()),
                kind: CaseKind::Question,
                apart: false,
                said,
                said_at: letter.at,
                external: Some(letter.id.into_bytes()),
                form: Vec::new(),
                answers,
                language: Language::Id,
                name: said::name(&letter.name),
                files,
            })
            .await?;
        if refused && taken.fresh {
            self.tell_not_taken(taken.person, taken.case).await?;
        }
        Ok(Verdict::Done)
    }

    /// Whether one of the ids is that of a message of a case.
    async fn answers_us(&self, ids: &[String]) -> Done<bool> {
        let tags = self.mail_tags(ids);
        let known = self.store.read(move |db| {
            for tag in &tags {
                if case_ties::find_thread(db, tag)?.is_some() {
                    return Ok(true);
                }
            }
            Ok::<_, StoreError>(false)
        });
        Ok(known.await?)
    }

    /// A server reports that letters of ours will not arrive.
    async fn note_failed(&self, ids: &[String]) -> Done<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let tags = self.mail_tags(ids);
        let noted = self.store.write(move |db| {
            for tag in &tags {
                if let Some(thread) = case_ties::find_thread(db, tag)? {
                    case_events::set_fate(db, &thread.person, &thread.case, thread.event, Fate::Failed)?;
                }
            }
            Ok::<_, StoreError>(())
        });
        Ok(noted.await?)
    }

    fn mail_tags(&self, ids: &[String]) -> Vec<[u8; 32]> {
        let forms = ids.iter().flat_map(|id| both_forms(id));
        forms.map(|id| self.message_tag(CaseChannel::Email, id.as_bytes())).collect()
    }
}

fn is_own(mail: &MailIn, from: &Email) -> bool {
    mail.own.iter().any(|own| from.as_str().eq_ignore_ascii_case(own))
}

/// The id, and what stands before its @ where that may be one of ours: our letters are known by it.
fn both_forms(id: &str) -> Vec<String> {
    let local = id.split('@').next().unwrap_or_default();
    let ours = local.len() == OUR_MESSAGE_ID_DIGITS && local.bytes().all(|b| b.is_ascii_hexdigit());
    let mut forms = vec![id.to_owned()];
    forms.extend(ours.then(|| local.to_ascii_lowercase()));
    forms
}

/// What begins a case says what it is about.
fn with_subject(letter: &MailLetter) -> String {
    match letter.subject.trim() {
        "" => letter.words.clone(),
        subject => format!("{subject}\n\n{}", letter.words),
    }
}

fn looked_at((name, content): (String, Vec<u8>)) -> IncomingFile {
    match check_file(&name, &content) {
        Ok(kind) => IncomingFile::Here(kind, name, content),
        Err(refused) => IncomingFile::Refused(refused.key),
    }
}
