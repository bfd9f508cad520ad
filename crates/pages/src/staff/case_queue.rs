//! `/staff/cases?state=…&kind=…&page=…`: what waits for a human, the most urgent first. The clock is
//! the first column. No personal value stands here.

use amanah_domain::Timestamp;
use amanah_domain::cases::{CaseKind, CaseState};

use crate::layout::Frame;
use crate::page::Page;
use crate::paging::numbered;
use crate::parts::{Paging, Tag};
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// Hours before a deadline from which it is shown as urgent.
const URGENT_HOURS: i64 = 12;

/// One case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueuedCase {
    /// Its id, in hexadecimal.
    pub id: String,
    /// Since when it waits.
    pub opened_at: Timestamp,
    /// When it must be decided; `None` where no clock runs.
    pub due_at: Option<Timestamp>,
    /// What kind.
    pub kind: CaseKind,
    /// What it is about, in words: the rule; may be empty.
    pub subject: String,
    /// Open or decided.
    pub state: CaseState,
    /// The reader may not open it: it is their own or of a declared relation.
    pub shut: bool,
}

/// The queue.
#[derive(askama::Template)]
#[template(path = "staff/case_queue.html")]
pub struct CaseQueue<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// Which states are shown; `None` for all.
    pub state: Option<CaseState>,
    /// Which kind is shown; `None` for all.
    pub kind: Option<CaseKind>,
    /// The cases of this page.
    pub cases: Vec<QueuedCase>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page this is, from 1.
    pub page: u32,
    /// How many there are.
    pub pages: u32,
}

pub(crate) fn state_tag(frame: &Frame<'_>, state: CaseState) -> Tag {
    let text = frame.t(&format!("case-state-{}", state.name()));
    match state {
        CaseState::Open => Tag::waiting(text),
        CaseState::Proposed => Tag::waiting(text),
        CaseState::Waiting | CaseState::Withdrawn => Tag::plain(text),
        CaseState::Granted | CaseState::Answered => Tag::done(text),
        CaseState::Refused => Tag::no(text),
    }
}

/// The time left, as a tag: urgent from [`URGENT_HOURS`] on.
pub(crate) fn clock(frame: &Frame<'_>, due: Timestamp) -> Tag {
    let late = due.since(frame.now) < 0;
    if late {
        return Tag::no(frame.t1("case-late", "span", frame.words.span(due, frame.now)));
    }
    let left = frame.t1("case-left", "span", frame.until(&due));
    if due.since(frame.now) < URGENT_HOURS * 3_600_000 { Tag::waiting(left) } else { Tag::plain(left) }
}

impl CaseQueue<'_> {
    fn kind_of(&self, case: &QueuedCase) -> String {
        self.frame.t(&format!("case-kind-{}", case.kind.name()))
    }

    fn tag(&self, case: &QueuedCase) -> Tag {
        state_tag(&self.frame, case.state)
    }

    fn clock(&self, case: &QueuedCase) -> Option<Tag> {
        case.due_at.filter(|_| case.state == CaseState::Open).map(|due| clock(&self.frame, due))
    }

    fn since(&self, case: &QueuedCase) -> String {
        let span = self.frame.words.span(case.opened_at, self.frame.now);
        self.frame.t1("case-since", "span", span)
    }

    /// Address, words, and whether it is the filter in force.
    fn states(&self) -> Vec<(String, String, bool)> {
        let mut ways = vec![(self.way(None, self.kind), self.frame.t("filter-all"), self.state.is_none())];
        ways.extend(CaseState::ALL.iter().map(|state| {
            let text = self.frame.t(&format!("case-state-{}", state.name()));
            (self.way(Some(*state), self.kind), text, self.state == Some(*state))
        }));
        ways
    }

    fn kinds(&self) -> Vec<(String, String, bool)> {
        let mut ways = vec![(self.way(self.state, None), self.frame.t("filter-all"), self.kind.is_none())];
        ways.extend(CaseKind::ALL.iter().map(|kind| {
            let text = self.frame.t(&format!("case-kind-{}", kind.name()));
            (self.way(self.state, Some(*kind)), text, self.kind == Some(*kind))
        }));
        ways
    }

    fn paging(&self) -> Paging {
        numbered(&self.frame, "cases-pages", &self.way(self.state, self.kind), self.page, self.pages)
    }

    fn way(&self, state: Option<CaseState>, kind: Option<CaseKind>) -> String {
        let state = state.map_or("all", CaseState::name);
        let kind = kind.map_or("all", CaseKind::name);
        format!("/staff/cases?state={state}&kind={kind}")
    }
}

desk!(CaseQueue at Some(Door::Cases), |page| page.frame.t("cases-title"));

#[cfg(test)]
impl crate::sample::Sampled for CaseQueue<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::staff::desk::samples;
        let now = frame.now;
        let case = |at: u8, waited: i64, due: Option<i64>, kind, subject: &str| QueuedCase {
            id: format!("{at:02x}").repeat(16),
            opened_at: now.plus_hours(-waited),
            due_at: due.map(|hours| now.plus_hours(hours)),
            kind,
            subject: subject.to_owned(),
            state: CaseState::Open,
            shut: false,
        };
        let work = "Bukan pejabat, ASN, TNI, Polri, atau perangkat desa";
        let cases = vec![
            case(1, 75, Some(-3), CaseKind::Identity, ""),
            case(2, 64, Some(8), CaseKind::Eligibility, work),
            QueuedCase { shut: true, ..case(3, 50, Some(22), CaseKind::Eligibility, work) },
            case(4, 21, Some(51), CaseKind::Eligibility, "Umur 18 sampai 64 tahun"),
            case(5, 2, None, CaseKind::ContactChange, ""),
        ];
        let page = |cases: Vec<QueuedCase>, state, total, pages| Self {
            frame: frame.clone(),
            desk: samples::reviewer(),
            state,
            kind: None,
            cases,
            total,
            page: 1,
            pages,
        };
        let decided: Vec<_> = cases
            .iter()
            .cloned()
            .enumerate()
            .map(|(at, case)| QueuedCase {
                state: if at % 2 == 0 { CaseState::Granted } else { CaseState::Refused },
                ..case
            })
            .collect();
        vec![
            ("open", page(cases, Some(CaseState::Open), 38, 3)),
            ("all", page(decided, None, 5, 1)),
            ("empty", page(Vec::new(), Some(CaseState::Open), 0, 1)),
        ]
    }
}
