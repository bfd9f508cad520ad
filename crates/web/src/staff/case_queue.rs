//! `/staff/cases`: what waits for a human.

use amanah_actions::staff::case_queue::{CaseFilter, CaseLine, PAGE_CASES};
use amanah_domain::cases::{CaseKind, CaseState};
use amanah_pages::staff::{CaseQueue, QueuedCase};
use axum::extract::Query;
use serde::Deserialize;

use crate::failure::Reply;
use crate::staff::desk::desk;
use crate::visitor::Visitor;

/// The filter, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    state: String,
    kind: String,
    page: u32,
}

/// Pages of the queue, at most (`case_pages_max`).
const PAGES_MAX: u32 = 1_000;

impl Asked {
    fn state(&self) -> Option<CaseState> {
        match self.state.as_str() {
            // Without a word, what waits.
            "" => Some(CaseState::Open),
            name => CaseState::from_name(name),
        }
    }

    fn kind(&self) -> Option<CaseKind> {
        CaseKind::from_name(&self.kind)
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

fn line(visitor: &Visitor, line: &CaseLine) -> QueuedCase {
    QueuedCase {
        id: line.case.to_hex(),
        opened_at: line.opened_at,
        due_at: line.due_at.filter(|_| line.state.is_open()),
        kind: line.kind,
        subject: subject(visitor, line.kind, &line.subject),
        state: line.state,
        shut: line.not_yours,
    }
}

pub(crate) async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    // Counted from 1 in the address.
    let here = asked.page.clamp(1, PAGES_MAX);
    let filter = CaseFilter { state: asked.state(), kind: asked.kind(), page: here - 1 };
    let found = visitor.app.office.case_queue(visitor.staff()?, filter).await?;
    let pages = u32::try_from(found.count.div_ceil(u64::from(PAGE_CASES)).max(1)).unwrap_or(PAGES_MAX);
    let page = CaseQueue {
        frame: visitor.frame(),
        desk: desk(&visitor).await?,
        state: asked.state(),
        kind: asked.kind(),
        cases: found.lines.iter().map(|l| line(&visitor, l)).collect(),
        total: found.count,
        page: here,
        pages,
    };
    visitor.page(&page)
}
