//! The person's own cases: the list, what can be done with one, and the appeal against a decision, which goes
//! to somebody else. Saying more and taking back stand in `cases/withdraw.rs`.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState};
use amanah_domain::rights::Right;
use amanah_domain::{CaseId, ClockRun, Timestamp};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::person::ask_right::{Asked, said};
use crate::session::Session;

/// A case in the person's list. Nothing of it is opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnCaseLine {
    /// Its id.
    pub case: CaseId,
    /// What kind.
    pub kind: CaseKind,
    /// Where it stands.
    pub state: CaseState,
    /// The number that is quoted.
    pub number: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when it is to be answered, while the clock runs.
    pub due_at: Option<Timestamp>,
    /// Until when it waits for the person, where it does.
    pub waits_until: Option<Timestamp>,
    /// Its time ran out before it was answered.
    pub late: bool,
    /// When it came to its end.
    pub decided_at: Option<Timestamp>,
    /// It appeals against an earlier decision.
    pub is_appeal: bool,
}

/// What the person can do with a case beside reading it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CaseSteps {
    /// Say more.
    pub say: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Appeal against the decision.
    pub appeal: bool,
    /// The appeal that there is.
    pub appealed: Option<CaseId>,
    /// The decision that this one appeals against.
    pub appeal_of: Option<CaseId>,
    /// What happens by itself when nobody is in time: a name of the policy (`escalate`, `restrict`…).
    pub on_lapse: &'static str,
}

fn line(row: &CaseRow) -> OwnCaseLine {
    OwnCaseLine {
        case: row.case,
        kind: row.kind,
        state: row.state,
        number: row.receipt.clone(),
        opened_at: row.opened_at,
        due_at: row.clock.due_at(),
        waits_until: match row.clock.run {
            ClockRun::Standing { until, .. } if row.state == CaseState::Waiting => until,
            _ => None,
        },
        late: row.clock.has_lapsed(),
        decided_at: row.decided_at,
        is_appeal: row.appeal_of.is_some(),
    }
}

/// A lost phone or address is settled by another way: whoever asked may be somebody else than who reads.
const fn is_talked_in(kind: CaseKind) -> bool {
    !matches!(kind, CaseKind::ContactChange)
}

/// What the rules or the registry left open is not the person's to take back.
const fn is_theirs(kind: CaseKind) -> bool {
    !matches!(kind, CaseKind::ContactChange | CaseKind::Eligibility | CaseKind::Identity)
}

fn may_appeal(row: &CaseRow) -> bool {
    row.state == CaseState::Refused && row.kind.is_decided() && is_talked_in(row.kind)
}

impl Office {
    /// The person's cases: those that are open first, then newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_own_cases(&self, session: &Session) -> Done<Vec<OwnCaseLine>> {
        session.as_person()?;
        session.may(Right::Access)?;
        let person = session.person;
        let rows = self.store.read(move |db| cases::of_person(db, &person)).await?;
        let mut lines: Vec<OwnCaseLine> = rows.iter().map(line).collect();
        lines.sort_by_key(|line| (!line.state.is_open(), core::cmp::Reverse(line.opened_at)));
        Ok(lines)
    }

    /// What can be done with one of them.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for one that is not theirs.
    pub async fn case_steps(&self, session: &Session, case: CaseId) -> Done<CaseSteps> {
        session.as_person()?;
        session.may(Right::Access)?;
        let row = self.own_case_row(session.person, case).await?;
        let person = session.person;
        let rows = self.store.read(move |db| cases::of_person(db, &person)).await?;
        let appealed = rows.iter().find(|other| other.appeal_of == Some(case)).map(|other| other.case);
        let open = row.state.is_open();
        Ok(CaseSteps {
            say: open && is_talked_in(row.kind),
            withdraw: open && is_theirs(row.kind) && row.channel != CaseChannel::System,
            appeal: may_appeal(&row) && appealed.is_none(),
            appealed,
            appeal_of: row.appeal_of,
            on_lapse: self.policy.case(row.kind).map_or("escalate", |rule| rule.on_lapse.name()),
        })
    }

    /// Takes a case back; with an objection, the objection itself.
    ///
    /// # Errors
    /// [`ActionError::State`] `case-ended`; otherwise as [`Office::withdraw_case`].
    pub async fn take_back_case(&self, session: &Session, case: CaseId) -> Done<()> {
        if !self.case_steps(session, case).await?.withdraw {
            return Err(ActionError::State("case-ended"));
        }
        let row = self.own_case_row(session.person, case).await?;
        row.kind.right().map_or(Ok(()), |right| session.may(right))?;
        match (row.kind, row.purpose) {
            (CaseKind::Objection, Some(purpose)) => self.end_objection(session, purpose).await,
            _ => self.withdraw_case(session, case).await,
        }
    }

    /// Appeals against a decision: once, to somebody else than whoever decided.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `statement`; [`ActionError::NotFound`]; [`ActionError::State`] `no-appeal`
    /// where it was not refused, or was appealed against already.
    pub async fn appeal(&self, session: &Session, case: CaseId, statement: &str) -> Done<CaseId> {
        let said = said(statement)?;
        if !self.case_steps(session, case).await?.appeal {
            return Err(ActionError::State("no-appeal"));
        }
        let before = self.own_case_row(session.person, case).await?;
        let (now, (role, helper)) = (self.now(), session.author());
        let asked = Asked {
            purpose: before.purpose,
            fields: before.fields,
            appeal_of: Some(before.clone()),
            ..Asked::of(before.kind, &before.subject)
        };
        self.ask_for(session, asked, Some(said), move |db| {
            // Of two appeals at once the second finds that something happened.
            let event = NewEvent {
                channel: CaseChannel::Portal,
                ..NewEvent::new(CaseEvent::Appealed, role, helper, now)
            };
            cases::change(db, &CaseRow { changed_at: now, ..before.clone() }, &[event])
        })
        .await
    }
}
