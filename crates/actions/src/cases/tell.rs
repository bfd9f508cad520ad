//! What the person is told when something happens in their case, by the way they came or the one they chose.
//!
//! `office.tell(&row, Told) -> Done<Option<QueuedLetter>>`: `row` is the case as it will be written, with
//! `events` still as it was read. The letter goes into the transaction of what it tells
//! (`letter.write(db, now)`). `None`: nobody is left to tell, or they are told in another way:
//! a lost phone or address is answered by `jobs::lost_access`, in the same words as where there is no account.

use amanah_domain::cases::{CaseChannel, CaseKind};
use amanah_domain::rights::RefusalGround;
use amanah_domain::states::Channel;
use amanah_domain::{Category, FieldId, PersonId, Timestamp};
use amanah_policy::RefusalReason;
use amanah_policy::cases::OnLapse;
use amanah_store::accounts::{self, AccountKind};
use amanah_store::cases::CaseRow;
use amanah_store::people;
use amanah_vault::SealedRow;

use crate::correspond::{Check, LetterSpec, QueuedLetter};
use crate::error::{ActionError, Done};
use crate::letters::{CaseLetter, CaseNews, LetterKind};
use crate::office::Office;

/// The clause of a case whose kind the policy does not name: questions and complaints.
const CLAUSE: &str = "4.1 i";

/// What is told.
pub(crate) enum Told {
    /// It was opened; the code where a receipt is held without an account.
    Opened {
        /// The receipt's code.
        code: Option<String>,
    },
    /// Staff said something.
    Replied {
        /// In their words.
        text: String,
    },
    /// Something is missing; the clock stands.
    AskedFor {
        /// What, in their words.
        text: String,
        /// When it goes on without it.
        until: Option<Timestamp>,
    },
    /// The clock runs again because nobody answered.
    GoesOn,
    /// A deletion that was granted meets a legal hold: it is open again.
    Held,
    /// It takes longer.
    Extended {
        /// Why, in their words.
        reason: String,
    },
    /// The clock ran out.
    Lapsed {
        /// What happened by itself.
        safety: OnLapse,
    },
    /// It was decided.
    Decided {
        /// For the person or not.
        granted: bool,
        /// On which ground not.
        ground: Option<RefusalGround>,
        /// The reason in the decider's words.
        reason: String,
    },
    /// A question or complaint was answered.
    Answered {
        /// In their words.
        text: String,
    },
    /// The person took it back.
    Withdrawn,
}

/// What the way in says of the way out.
fn way(channel: CaseChannel, told: &Told) -> Option<Channel> {
    match (channel, told) {
        (CaseChannel::WhatsApp, _) => Some(Channel::WhatsApp),
        (CaseChannel::Email, _) => Some(Channel::Email),
        // Whoever telephones gets the number of their case by text.
        (CaseChannel::Phone, Told::Opened { .. }) => Some(Channel::Text),
        _ => None,
    }
}

fn news(row: &CaseRow, told: Told) -> CaseNews {
    let due_ms = row.clock.due_at().map(Timestamp::millis);
    match told {
        Told::Opened { code } => CaseNews::Opened { code, due_ms },
        Told::Replied { text } => CaseNews::Replied { text },
        Told::AskedFor { text, until } => CaseNews::AskedFor { text, until_ms: until.map(Timestamp::millis) },
        Told::GoesOn => CaseNews::GoesOn { due_ms },
        Told::Held => CaseNews::Held { due_ms },
        Told::Extended { reason } => CaseNews::Extended { reason, due_ms },
        Told::Lapsed { safety } => CaseNews::Lapsed { safety: safety.name().to_owned() },
        Told::Decided { granted, ground, reason } => CaseNews::Decided {
            granted,
            ground: ground.map(RefusalGround::code),
            reason,
            appeal: row.appeal_of.is_some(),
        },
        Told::Answered { text } => CaseNews::Answered { text },
        Told::Withdrawn => CaseNews::Withdrawn,
    }
}

impl Office {
    /// Writes the letter; see above.
    ///
    /// # Errors
    /// Those of access. Whoever ended the processing of their data is not written to any more: `None`.
    pub(crate) async fn tell(&self, row: &CaseRow, told: Told) -> Done<Option<QueuedLetter>> {
        if row.kind == CaseKind::ContactChange {
            return Ok(None);
        }
        let Some(kind) = self.can_be_told(row.person).await? else { return Ok(None) };
        let spec = self.case_spec(row, kind != AccountKind::Writer, told);
        match self.queue_spec(row.person, spec).await {
            Err(ActionError::Refused(refusal)) if refusal.reason == RefusalReason::Ended => Ok(None),
            other => other.map(Some),
        }
    }

    /// What the letter says, and by which way; to be sealed by whoever holds a permit.
    pub(crate) fn case_spec(&self, row: &CaseRow, account: bool, told: Told) -> LetterSpec {
        let clause = self.policy.case(row.kind).and_then(|rule| rule.clause);
        let way = way(row.channel, &told).map(Channel::code);
        let refused = matches!(told, Told::Decided { granted: false, .. });
        let authority = self.programme.authority.as_ref().filter(|_| refused);
        let letter = CaseLetter {
            receipt: row.receipt.clone(),
            kind: row.kind.code(),
            clause: clause.map_or_else(|| CLAUSE.to_owned(), |clause| clause.to_string()),
            account,
            authority: authority.map(|to| (to.name.clone(), to.address.clone())),
            news: news(row, told),
        };
        LetterSpec {
            way,
            about: Some((row.case.to_hex(), row.events + 1)),
            ..LetterSpec::new(None, 0, LetterKind::Case(letter), Check::Nothing)
        }
    }

    /// What they are, where there is an address by which they can be reached at all.
    async fn can_be_told(&self, person: PersonId) -> Done<Option<AccountKind>> {
        let category = Category::Contact;
        let code = i64::from(category.code());
        let (account, rows) = self
            .store
            .read(move |db| {
                let account = accounts::read(db, &person)?;
                Ok::<_, ActionError>((account, people::read_sealed(db, &person, &[code])?))
            })
            .await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let given = SealedRow::decode(person, category, &row.body)?.fields();
        let reached = given.contains(FieldId::Email) || given.contains(FieldId::Phone);
        Ok(account.filter(|_| reached).map(|account| account.kind))
    }
}
