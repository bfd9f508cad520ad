//! Letters leave the house. Each is marked as under way before anybody outside is spoken to; one whose
//! fate nobody knows afterwards is repeated once, under the same message id, and never a third time.

use amanah_domain::purposes::SendLetter;
use amanah_domain::regions::zone_hours;
use amanah_domain::states::Channel;
use amanah_domain::values::{Email, Letter, Phone};
use amanah_domain::{Category, FieldId, FieldSet, Operation, PersonId, RecipientClass};
use amanah_store::outbox::{self, TakenMessage};
use amanah_store::{StoreError, account_rights, accounts, outbox_purpose, people, tags};
use amanah_vault::SealedRow;

use crate::access::{Want, Who};
use crate::contact::Contact;
use crate::correspond::{Check, ContactPoint, LATER_CHANNEL, LetterSpec, OUTBOX_CHANNEL};
use crate::error::{ActionError, Done};
use crate::jobs::deliver_case::{AtHand, Carried};
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
            Ok(_) => "handed-over",
            Err(Stop::Failed(_)) => "failed",
            Err(Stop::Later(_)) => "later",
            Err(Stop::Unknown) => "unknown",
        };
        metrics::counter!("amanah_letters_total", "outcome" => outcome).increment(1);
        let written = self.store.write(move |db| {
            match &done {
                Ok(carried) => {
                    outbox::handed_over(db, &message, &holder, now)?;
                    carried.as_ref().map_or(Ok(()), |carried| carried.write(db, now))?;
                }
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

    async fn hand_over(&self, message: &TakenMessage, farewell: &mut bool) -> Result<Option<Carried>, Stop> {
        let (mut outgoing, about) = self.compose(message, farewell).await?;
        if !self.post.reaches(outgoing.channel) {
            return Err(Stop::Failed("no-way-out"));
        }
        if let Some(about) = &about {
            self.await_answers(&outgoing, about, message.person).await?;
        }
        let mut handed = self.post.hand_over(&outgoing, self.now()).await;
        if matches!(handed, Err(PostError(_, Fate::NeedsTemplate))) && outgoing.in_window {
            outgoing.in_window = false;
            handed = self.post.hand_over(&outgoing, self.now()).await;
        }
        let handed = handed.map_err(|PostError(why, fate)| {
            tracing::warn!(why, "a letter was not handed over");
            match fate {
                Fate::NotNow => Stop::Later("not-handed-over"),
                Fate::Never | Fate::NeedsTemplate => Stop::Failed("refused-outside"),
                Fate::Unknown => Stop::Unknown,
            }
        })?;
        Ok(about.map(|about| self.carried(&outgoing, &about, message.person, &handed)))
    }

    async fn compose(
        &self,
        message: &TakenMessage,
        farewell: &mut bool,
    ) -> Result<(Outgoing, Option<AtHand>), Stop> {
        let person = message.person;
        self.may_still_leave(message).await?;
        let want = disclose(FieldSet::of(&[FieldId::Letter]));
        let looked = self.look::<SendLetter>(Who::system(), person, want).await?;
        let spec: LetterSpec = match looked.open_alone::<Letter>(&message.body)? {
            Some(letter) => {
                serde_json::from_str(letter.expose().as_str()).map_err(|_| Stop::Failed("unreadable"))?
            }
            None => return Err(Stop::Failed("unreadable")),
        };
        let zone_hours = self.zone_hours_of(looked.account.province);
        let about = self.case_at_hand(&looked, spec.about.as_ref()).await?;
        drop(looked);
        *farewell = matches!(spec.kind, LetterKind::Removed { .. });
        let to = match spec.to {
            Some(to) => to,
            None => {
                let way = spec.way.and_then(Channel::from_code);
                self.reach(person, way).await?.ok_or(Stop::Failed("no-address"))?
            }
        };
        let kind = self.checked(spec.kind, spec.check, &to).await?;
        let language = Language::from_code(spec.language);
        let text = self.letter_words.write(language, zone_hours, &kind);
        let channel = to.channel();
        let outgoing = Outgoing {
            channel,
            to: to.address,
            subject: text.subject,
            text: if channel == Channel::Text { text.short } else { text.text },
            html: text.html,
            message_id: hex::encode(message.message_id),
            answers: None,
            template: None,
            in_window: false,
        };
        Ok((self.dress(outgoing, language, about.as_ref()), about))
    }

    /// What serves a purpose that the person has said no to since does not leave, and is not opened.
    async fn may_still_leave(&self, message: &TakenMessage) -> Result<(), Stop> {
        // The lane of those that somebody waits for has none of them.
        if message.channel != LATER_CHANNEL {
            return Ok(());
        }
        let (person, id) = (message.person, message.message_id);
        let purpose = self.store.read(move |db| outbox_purpose::read(db, &person, &id)).await;
        let Some(purpose) = purpose.map_err(ActionError::from)? else { return Ok(()) };
        match self.may_not_send(person, purpose).await? {
            None => Ok(()),
            Some(_) => Err(Stop::Failed("withdrawn")),
        }
    }

    /// Where a person is reached: by the way that is wanted, else by the one they chose, else by e-mail, else
    /// by phone. Only that one address is opened.
    async fn reach(&self, person: PersonId, wanted: Option<Channel>) -> Done<Option<ContactPoint>> {
        let category = Category::Contact;
        let code = i64::from(category.code());
        let (row, chosen) = self
            .store
            .read(move |db| {
                let row = people::read_sealed(db, &person, &[code])?;
                Ok::<_, StoreError>((row, account_rights::letter_channel(db, &person)?))
            })
            .await?;
        let Some(row) = row.first() else { return Ok(None) };
        let given = SealedRow::decode(person, category, &row.body)?.fields();
        let ways = [wanted, chosen, Some(Channel::Email), Some(Channel::Text)];
        // Mail and text are tried in any event, so that their absence is seen as a failure.
        let goes = |way: &Channel| matches!(way, Channel::Email | Channel::Text) || self.post.reaches(*way);
        let mut ways = ways.into_iter().flatten();
        let Some(way) = ways.find(|way| given.contains(field_of(*way)) && goes(way)) else { return Ok(None) };
        let want = disclose(FieldSet::of(&[field_of(way)]));
        let looked = self.look::<SendLetter>(Who::system(), person, want).await?;
        let mut point = match way {
            Channel::Email => looked.open::<Email>()?.map(|e| Contact::Email(e.expose().clone()).point()),
            Channel::Text | Channel::WhatsApp => {
                looked.open::<Phone>()?.map(|p| Contact::Phone(p.expose().clone()).point())
            }
        };
        if let (Channel::WhatsApp, Some(point)) = (way, &mut point) {
            "whatsapp".clone_into(&mut point.channel);
        }
        Ok(point)
    }

    /// Hours east of UTC in which times are told to somebody of a province; the programme's where it is not
    /// known.
    pub(crate) fn zone_hours_of(&self, province: i64) -> i8 {
        zone_hours(province).unwrap_or(self.programme.zone_hours)
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

/// By which value a way reaches somebody.
const fn field_of(way: Channel) -> FieldId {
    match way {
        Channel::Email => FieldId::Email,
        Channel::Text | Channel::WhatsApp => FieldId::Phone,
    }
}

fn disclose(fields: FieldSet) -> Want<'static> {
    Want {
        recipient: Some(RecipientClass::MessagingHouses),
        note: "letter",
        ..Want::of(Operation::Disclose, fields)
    }
}
