//! `/staff/cases`: what waits for a human, and where a receipt number leads.

use amanah_actions::staff::case_queue::{CaseFilter, CaseLine, Cursor, Holder, Whose, kinds_of};
use amanah_domain::Role;
use amanah_domain::cases::{CaseChannel, CaseKind, CaseState, Level};
use amanah_pages::staff::{CaseFilters, CaseHolder, CaseQueue, QueuedCase};
use axum::extract::Query;
use serde::Deserialize;

use crate::failure::Reply;
use crate::staff::desk::desk;
use crate::visitor::Visitor;

/// Letters of a receipt number that are put back into its field, at most.
const NUMBER_CHARS_MAX: usize = 40;

/// The filter, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    state: String,
    kind: String,
    channel: String,
    who: String,
    list: String,
    after: String,
    number: String,
}

impl Asked {
    fn filter(&self) -> CaseFilter {
        CaseFilter {
            state: CaseState::from_name(&self.state),
            kind: CaseKind::from_name(&self.kind),
            channel: CaseChannel::from_name(&self.channel),
            whose: match self.who.as_str() {
                "mine" => Whose::Mine,
                "nobody" => Whose::Nobody,
                _ => Whose::All,
            },
            level: Level::from_name(&self.list),
            late: self.state == "late",
            ended: self.state == "ended",
            after: Cursor::from_text(&self.after),
        }
    }

    /// What is known of it: anything else in the address is left out.
    fn known(&self) -> CaseFilters {
        let filter = self.filter();
        let who = match filter.whose {
            Whose::Mine => "mine",
            Whose::Nobody => "nobody",
            Whose::All => "",
        };
        let state = match filter.state {
            Some(state) => state.name(),
            None if filter.late => "late",
            None if filter.ended => "ended",
            None => "",
        };
        CaseFilters {
            state: state.to_owned(),
            kind: filter.kind.map_or("", CaseKind::name).to_owned(),
            channel: filter.channel.map_or("", CaseChannel::name).to_owned(),
            who: who.to_owned(),
            list: filter.level.filter(|level| *level != Level::Officer).map_or("", Level::name).to_owned(),
        }
    }
}

/// What a case is about, in words: the title of its rule.
pub(crate) fn subject(visitor: &Visitor, kind: CaseKind, subject: &str) -> String {
    let known = visitor.app.office.programme.rules.get(subject).is_some();
    if kind == CaseKind::Eligibility && known {
        visitor.frame().t(&format!("rule-{subject}"))
    } else {
        String::new()
    }
}

pub(crate) fn holder(holder: Holder) -> CaseHolder {
    match holder {
        Holder::Nobody => CaseHolder::Nobody,
        Holder::Me => CaseHolder::Me,
        Holder::Colleague => CaseHolder::Colleague,
    }
}

pub(crate) fn line(visitor: &Visitor, line: &CaseLine) -> QueuedCase {
    QueuedCase {
        id: line.case.to_hex(),
        number: line.receipt.clone(),
        opened_at: line.opened_at,
        due_at: line.due_at.filter(|_| line.state.is_open()),
        left_ms: line.left_ms,
        kind: line.kind,
        subject: subject(visitor, line.kind, &line.subject),
        state: line.state,
        channel: line.channel,
        holder: holder(line.holder),
        level: line.level,
        shut: line.not_yours,
        other_desk: line.other_desk,
    }
}

pub(crate) async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    let (office, session) = (&visitor.app.office, visitor.staff()?);
    let mut not_found = None;
    if !asked.number.trim().is_empty() {
        if let Some(case) = office.find_case(session, &asked.number).await? {
            return visitor.to(&format!("/staff/cases/{}", case.to_hex()));
        }
        not_found = Some(asked.number.chars().take(NUMBER_CHARS_MAX).collect());
    }
    let filter = asked.filter();
    let found = office.case_queue(session, filter).await?;
    let dpo = session.roles().contains(&Role::Dpo);
    let page = CaseQueue {
        frame: visitor.frame(),
        desk: desk(&visitor).await?,
        filters: asked.known(),
        // What went up stands on the data protection officer's list whatever the desk.
        kinds: if dpo { CaseKind::ALL.to_vec() } else { kinds_of(session.roles()) },
        cases: found.lines.iter().map(|l| line(&visitor, l)).collect(),
        total: found.count,
        counted: found.counted,
        next: found.next.map(Cursor::to_text),
        first: filter.after.is_none(),
        not_found,
    };
    visitor.page(&page)
}
