//! What the page *Your rights* rests on: each right with its clock by the policy, what is in force for this
//! person, and what they have asked already. No value is opened for it.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::rights::Right;
use amanah_domain::states::Channel;
use amanah_domain::{CaseId, FieldId, PersonState, PurposeSet};
use amanah_store::{account_rights, accounts, cases, people};

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::person::view_home::given_fields;
use crate::programme::Authority;
use crate::session::Session;

/// The clock of something that can be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RightClock {
    /// Which kind of case.
    pub kind: CaseKind,
    /// Hours in which it is answered.
    pub hours: u32,
    /// What happens by itself when nobody is in time: a name of the policy.
    pub on_lapse: &'static str,
    /// Two people decide.
    pub four_eyes: bool,
    /// The article of Law 27/2022 that sets the clock; empty where none does.
    pub article: String,
    /// The clause of the policy.
    pub clause: String,
}

/// What stands of a person's rights.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RightsView {
    /// Processing is restricted.
    pub restricted: bool,
    /// Processing has ended.
    pub ended: bool,
    /// Purposes objected to.
    pub objections: PurposeSet,
    /// Open cases about a right.
    pub open: Vec<(CaseKind, CaseId)>,
    /// All cases.
    pub cases: usize,
    /// By which way letters come; `None`: none was chosen.
    pub channel: Option<Channel>,
    /// Ways that there are for this person.
    pub channels: Vec<Channel>,
    /// Whom people can turn to beside us.
    pub authority: Option<Authority>,
}

impl Office {
    /// The clock of a kind of case; `None` where the policy does not offer it.
    pub fn right_clock(&self, kind: CaseKind) -> Option<RightClock> {
        let rule = self.policy.case(kind)?;
        Some(RightClock {
            kind,
            hours: rule.hours,
            on_lapse: rule.on_lapse.name(),
            four_eyes: rule.four_eyes,
            article: rule.article.clone().unwrap_or_default(),
            clause: rule.clause.map(|clause| clause.to_string()).unwrap_or_default(),
        })
    }

    /// What stands of the person's rights.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn view_rights(&self, session: &Session) -> Done<RightsView> {
        session.as_person()?;
        session.may(Right::Access)?;
        let person = session.person;
        let (account, channel, given, rows) = self
            .store
            .read(move |db| {
                let account = accounts::read(db, &person)?.ok_or(ActionError::NotFound)?;
                let given = given_fields(person, people::read_sealed_all(db, &person)?)?;
                let channel = account_rights::letter_channel(db, &person)?;
                Ok::<_, ActionError>((account, channel, given, cases::of_person(db, &person)?))
            })
            .await?;
        let about_right = |kind: CaseKind| kind.right().is_some_and(|right| right != Right::Information);
        let open = rows.iter().filter(|row| row.state.is_open() && about_right(row.kind));
        let by = |channel: &Channel| match channel {
            Channel::Email => given.contains(FieldId::Email),
            Channel::Text => given.contains(FieldId::Phone),
            Channel::WhatsApp => given.contains(FieldId::Phone) && self.post.reaches(Channel::WhatsApp),
        };
        Ok(RightsView {
            restricted: account.restricted,
            ended: account.state == PersonState::Ended,
            objections: account.objections,
            open: open.map(|row| (row.kind, row.case)).collect(),
            cases: rows.iter().filter(|row| row.state != CaseState::Withdrawn).count(),
            channel,
            channels: Channel::ALL.iter().copied().filter(by).collect(),
            authority: self.programme.authority.clone(),
        })
    }

    /// Chooses by which way letters come.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a way by which the person cannot be reached.
    pub async fn choose_letter_channel(&self, session: &Session, channel: Channel) -> Done<()> {
        session.in_person()?;
        if !self.view_rights(session).await?.channels.contains(&channel) {
            return Err(ActionError::NotFound);
        }
        let person = session.person;
        Ok(self.store.write(move |db| account_rights::set_letter_channel(db, &person, Some(channel))).await?)
    }
}
