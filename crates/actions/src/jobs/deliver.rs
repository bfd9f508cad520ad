//! Letters leave the house. Each is marked as under way before anybody outside is spoken to; one whose
//! fate nobody knows afterwards is repeated once, under the same message id, and never a third time.

use amanah_domain::purposes::SendLetter;
use amanah_domain::states::Channel;
use amanah_domain::values::{Email, Letter, Phone};
use amanah_domain::{Category, FieldId, FieldSet, Operation, PersonId, RecipientClass};
use amanah_store::outbox::{self, TakenMessage};
use amanah_store::{StoreError, accounts, people, tags};
use amanah_vault::SealedRow;

use crate::access::{Want, Who};
use crate::contact::Contact;
use crate::correspond::{Check, ContactPoint, LATER_CHANNEL, LetterSpec, OUTBOX_CHANNEL};
use crate::error::{ActionError, Done};
use crate::letters::{Language, LetterKind};
use crate::office::Office;
use crate::post::{Fate, Outgoing, PostError};

/// Seconds after which a hand-over without an end counts as lost.
const LOST_SECONDS: i64 = 300;
/// Tries of a letter that is certainly not handed over.
const ATTEMPTS_MAX: u32 = 20;
/// The first pause between tries; doubled each time.
const PAUSE_SECONDS: i64 = 30;
/// The longest pause.
const PAUSE_SECONDS_MAX: i64 = 3_600;

/// What stops a letter.
enum Stop {
    /// For good, for this reason (a code of our own).
    Failed(&'static str),
    /// Try again later.
    Later(&'static str),
    /// Its outcome is unknown: left as it is.
    Unknown,
}

impl From<ActionError> for Stop {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::NotFound => Self::Failed("person-gone"),
            ActionError::Refused(_) => Self::Failed("refused"),
            ActionError::Open(_) | ActionError::Row(_) => Self::Failed("unreadable"),
            ActionError::Internal(what) => {
                tracing::error!(what, "a letter cannot be written");
                Self::Failed("internal")
            }
            _ => Self::Later("busy"),
        }
    }
}

impl Office {
    /// Takes due letters, those that somebody waits for first.
    pub(crate) async fn take_letters(&self, holder: [u8; 16], count_max: u32) -> Done<Vec<TakenMessage>> {
        let now = self.now();
        let lost_at = now.plus_seconds(LOST_SECONDS);
        let taken = self.store.write(move |db| {
            let taken = outbox::take(db, OUTBOX_CHANNEL, &holder, now, lost_at, count_max)?;
            if taken.is_empty() {
                outbox::take(db, LATER_CHANNEL, &holder, now, lost_at, count_max)
            } else {
                Ok(taken)
            }
        });
        Ok(taken.await?)
    }

    /// Hands one letter over, and writes down what became of it.
    pub(crate) async fn deliver(&self, message: TakenMessage, holder: [u8; 16]) -> Done<()> {
        let mut farewell = false;
        let done = self.hand_over(&message, &mut farewell).await;
        let now = self.now();
        let pause = PAUSE_SECONDS.saturating_mul(1 << message.attempt.saturating_sub(1).min(20));
        let again = now.plus_seconds(pause.min(PAUSE_SECONDS_MAX));
        let outcome = match &done {
            Ok(()) => "handed-over",
            Err(Stop::Failed(_)) => "failed",
            Err(Stop::Later(_)) => "later",
            Err(Stop::Unknown) => "unknown",
        };
        metrics::counter!("amanah_letters_total", "outcome" => outcome).increment(1);
        let written = self.store.write(move |db| {
            match &done {
                Ok(()) => outbox::handed_over(db, &message, &holder, now)?,
                Err(Stop::Failed(code)) => outbox::fail(db, &message, &holder, code)?,
                Err(Stop::Later(code)) if message.attempt >= ATTEMPTS_MAX => {
                    outbox::fail(db, &message, &holder, code)?;
                }
                Err(Stop::Later(code)) => return outbox::put_back(db, &message, &holder, again, code),
                Err(Stop::Unknown) => return Ok(()),
            }
            // The stranger that it was sealed for is of no more use, and holds the address of one who is gone.
            if farewell { accounts::remove_stranger(db, &message.person) } else { Ok(()) }
        });
        match written.await {
            // Another worker took it for lost: what it wrote counts.
            Err(StoreError::Stale { .. }) => Ok(()),
            other => Ok(other?),
        }
    }

    async fn hand_over(&self, message: &TakenMessage, farewell: &mut bool) -> Result<(), Stop> {
        let outgoing = self.compose(message, farewell).await?;
        if !self.post.reaches(outgoing.channel) {
            return Err(Stop::Failed("no-way-out"));
        }
        self.post.hand_over(&outgoing, self.now()).await.map_err(|PostError(why, fate)| {
            tracing::warn!(why, "a letter was not handed over");
            match fate {
                Fate::NotNow => Stop::Later("not-handed-over"),
                Fate::Never => Stop::Failed("refused-outside"),
                Fate::Unknown => Stop::Unknown,
            }
        })
    }

    async fn compose(&self, message: &TakenMessage, farewell: &mut bool) -> Result<Outgoing, Stop> {
        let person = message.person;
        let want = disclose(FieldSet::of(&[FieldId::Letter]));
        let looked = self.look::<SendLetter>(Who::system(), person, want).await?;
        let spec: LetterSpec = match looked.open_alone::<Letter>(&message.body)? {
            Some(letter) => {
                serde_json::from_str(letter.expose().as_str()).map_err(|_| Stop::Failed("unreadable"))?
            }
            None => return Err(Stop::Failed("unreadable")),
        };
        drop(looked);
        *farewell = matches!(spec.kind, LetterKind::Removed { .. });
        let to = match spec.to {
            Some(to) => to,
            None => self.reach(person).await?.ok_or(Stop::Failed("no-address"))?,
        };
        let kind = self.checked(spec.kind, spec.check, &to).await?;
        let text = self.letter_words.write(Language::from_code(spec.language), &kind);
        let channel = to.channel();
        Ok(Outgoing {
            channel,
            to: to.address,
            subject: text.subject,
            text: if channel == Channel::Text { text.short } else { text.text },
            html: text.html,
            message_id: hex::encode(message.message_id),
        })
    }

    /// Where a person is reached: by e-mail, else by phone. Only that one address is opened.
    async fn reach(&self, person: PersonId) -> Done<Option<ContactPoint>> {
        let category = Category::Contact;
        let code = i64::from(category.code());
        let row = self.store.read(move |db| people::read_sealed(db, &person, &[code])).await?;
        let Some(row) = row.first() else { return Ok(None) };
        let given = SealedRow::decode(person, category, &row.body)?.fields();
        let field = match (given.contains(FieldId::Email), given.contains(FieldId::Phone)) {
            (true, _) => FieldId::Email,
            (false, true) => FieldId::Phone,
            (false, false) => return Ok(None),
        };
        let looked = self.look::<SendLetter>(Who::system(), person, disclose(FieldSet::of(&[field]))).await?;
        let point = if field == FieldId::Email {
            looked.open::<Email>()?.map(|e| Contact::Email(e.expose().clone()).point())
        } else {
            looked.open::<Phone>()?.map(|p| Contact::Phone(p.expose().clone()).point())
        };
        Ok(point)
    }

    /// What a code letter really says, by whether the address has an account at this moment.
    async fn checked(&self, kind: LetterKind, check: Check, to: &ContactPoint) -> Result<LetterKind, Stop> {
        if check == Check::Nothing {
            return Ok(kind);
        }
        let contact = Contact::from_point(to).ok_or(Stop::Failed("unreadable"))?;
        let (index, tag) = (contact.index().code(), contact.tag(self).0);
        let holder =
            self.store.read(move |db| tags::holder(db, index, &tag)).await.map_err(ActionError::from)?;
        Ok(match (check, holder, kind) {
            (Check::Registration, Some(_), LetterKind::Code { code, minutes }) => {
                LetterKind::AlreadyAccount { code, minutes }
            }
            (Check::SignIn, None, LetterKind::Code { .. }) => LetterKind::NoAccount,
            (_, _, kind) => kind,
        })
    }
}

fn disclose(fields: FieldSet) -> Want<'static> {
    Want {
        recipient: Some(RecipientClass::MessagingHouses),
        note: "letter",
        ..Want::of(Operation::Disclose, fields)
    }
}
