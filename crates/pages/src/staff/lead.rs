//! `/staff/lead`: how many cases wait and for how long, by kind, by the way they came, by who has them; each with
//! a picture and the table under it. Counts and clear columns alone: nothing was opened.

use amanah_domain::Timestamp;
use amanah_domain::cases::{CaseChannel, CaseKind};

use crate::chart::{Bar, Bars, Caption};
use crate::layout::Frame;
use crate::page::Page;
use crate::parts::Tag;
use crate::shown::Shown;
use crate::staff::case_queue::{QueuedCase, clock, holder};
use crate::staff::desk::{Desk, Door, OnDesk, desk};
use crate::staff::numbers::Compared;

/// What there is of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KindLine {
    /// Which.
    pub kind: CaseKind,
    /// Open: now, and a week ago.
    pub open: Compared,
    /// Of them late.
    pub late: u64,
}

/// Somebody with cases.
#[derive(Debug)]
pub struct HolderLine<'p> {
    /// Their name; `None` for somebody who left.
    pub name: Option<Shown<'p>>,
    /// How many.
    pub all: u64,
    /// Of them late.
    pub late: u64,
}

/// The page.
#[derive(askama::Template)]
#[template(path = "staff/lead.html")]
pub struct Lead<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// When it was counted.
    pub counted_at: Timestamp,
    /// Open: now, and a week ago.
    pub open: Compared,
    /// Came in: in seven days, and in the seven before.
    pub came: Compared,
    /// Came to their end: in seven days, and in the seven before.
    pub ended: Compared,
    /// Of those too late.
    pub ended_late: Compared,
    /// Open by hours left: late, up to 12, 24, 48, more, and those whose clock stands.
    pub ages: [u64; 6],
    /// By kind.
    pub kinds: Vec<KindLine>,
    /// By the way they came: all, and late.
    pub channels: Vec<(CaseChannel, u64, u64)>,
    /// Who has how many, most first.
    pub holders: Vec<HolderLine<'p>>,
    /// What nobody has: all, and late.
    pub nobody: (u64, u64),
    /// What went up, the most urgent first.
    pub raised: Vec<QueuedCase>,
}

struct Card {
    title: String,
    value: String,
    change: String,
}

const AGES: [&str; 6] =
    ["lead-age-late", "lead-age-12", "lead-age-24", "lead-age-48", "lead-age-more", "lead-age-stands"];

impl Lead<'_> {
    fn cards(&self) -> Vec<Card> {
        let cards = [
            ("lead-open", self.open),
            ("lead-came", self.came),
            ("lead-ended", self.ended),
            ("lead-ended-late", self.ended_late),
        ];
        cards
            .into_iter()
            .map(|(key, count)| Card {
                title: self.frame.t(key),
                value: self.frame.number(&count.now),
                change: self.frame.t1("lead-week-before", "n", count.before),
            })
            .collect()
    }

    fn late(&self) -> u64 {
        self.ages.first().copied().unwrap_or(0)
    }

    fn caption(&self, id: &'static str, title: &str, desc: String, legend: bool) -> Caption {
        let legend = if legend { self.frame.t("lead-before-mark") } else { String::new() };
        Caption { id, title: self.frame.t(title), desc, legend }
    }

    fn ages_chart(&self) -> Bars {
        let bars: Vec<_> =
            AGES.iter().zip(self.ages).map(|(key, count)| Bar::new(self.frame.t(key), count)).collect();
        let desc = self.frame.t2("lead-ages-desc", "late", self.late(), "open", self.open.now);
        Bars::new(self.frame.words, self.caption("ages", "lead-ages", desc, false), &bars)
    }

    fn age_rows(&self) -> Vec<(String, String)> {
        AGES.iter()
            .zip(self.ages)
            .map(|(key, count)| (self.frame.t(key), self.frame.number(&count)))
            .collect()
    }

    fn kind(&self, kind: CaseKind) -> String {
        self.frame.t(&format!("case-kind-{}", kind.name()))
    }

    fn kinds_chart(&self) -> Bars {
        let bars: Vec<_> = self
            .kinds
            .iter()
            .map(|line| Bar::new(self.kind(line.kind), line.open.now).before(line.open.before))
            .collect();
        let most = self.kinds.iter().max_by_key(|line| line.open.now);
        let desc = most.map_or_else(String::new, |line| {
            self.frame.t2("lead-kinds-desc", "kind", self.kind(line.kind), "n", line.open.now)
        });
        Bars::new(self.frame.words, self.caption("kinds", "lead-kinds", desc, true), &bars)
    }

    fn kind_rows(&self) -> Vec<(String, String, String, String)> {
        let row = |line: &KindLine| {
            let number = |n: u64| self.frame.number(&n);
            (self.kind(line.kind), number(line.open.now), number(line.late), number(line.open.before))
        };
        self.kinds.iter().map(row).collect()
    }

    fn channel(&self, channel: CaseChannel) -> String {
        self.frame.t(&format!("case-channel-{}", channel.name()))
    }

    fn channels_chart(&self) -> Bars {
        let bars: Vec<_> =
            self.channels.iter().map(|(channel, all, _)| Bar::new(self.channel(*channel), *all)).collect();
        let desc = self.channels.first().map_or_else(String::new, |(channel, all, _)| {
            self.frame.t2("lead-channels-desc", "channel", self.channel(*channel), "n", *all)
        });
        Bars::new(self.frame.words, self.caption("channels", "lead-channels", desc, false), &bars)
    }

    fn channel_rows(&self) -> Vec<(String, String, String)> {
        let row = |(channel, all, late): &(CaseChannel, u64, u64)| {
            (self.channel(*channel), self.frame.number(all), self.frame.number(late))
        };
        self.channels.iter().map(row).collect()
    }

    fn is_nothing(&self) -> bool {
        self.open.now == 0
    }

    fn case_kind(&self, case: &QueuedCase) -> String {
        self.kind(case.kind)
    }

    fn clock(&self, case: &QueuedCase) -> Option<Tag> {
        clock(&self.frame, case.due_at, case.left_ms)
    }

    fn holder(&self, case: &QueuedCase) -> String {
        holder(&self.frame, case.holder)
    }

    fn tick_label(&self, case: &QueuedCase) -> String {
        let number = if case.number.is_empty() { &case.id } else { &case.number };
        self.frame.t1("cases-tick", "number", number)
    }
}

desk!(Lead at Some(Door::Lead), |page| page.frame.t("lead-title"));

#[cfg(test)]
impl crate::sample::Sampled for Lead<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use amanah_domain::cases::{CaseState, Level};

        use crate::staff::case_queue::CaseHolder;
        use crate::staff::desk::samples;
        let count = |now, before| Compared { now, before };
        let kind = |kind, now, before, late| KindLine { kind, open: count(now, before), late };
        let holder = |name, all, late| HolderLine { name: Some(crate::sample::shown(name)), all, late };
        let raised = |at: u8, due: i64, held| QueuedCase {
            id: format!("{at:02x}").repeat(16),
            number: format!("7KQ{at}-M4XP-9DRT"),
            opened_at: frame.now.plus_hours(due - 72),
            due_at: Some(frame.now.plus_hours(due)),
            left_ms: None,
            kind: CaseKind::Question,
            subject: String::new(),
            state: CaseState::Open,
            channel: CaseChannel::Email,
            holder: held,
            level: Level::Lead,
            shut: false,
            other_desk: true,
        };
        let full = Self {
            frame: frame.clone(),
            desk: samples::lead(),
            counted_at: frame.now,
            open: count(1_204, 1_377),
            came: count(2_310, 2_104),
            ended: count(2_483, 2_090),
            ended_late: count(31, 44),
            ages: [12, 85, 240, 402, 390, 75],
            kinds: vec![
                kind(CaseKind::Question, 702, 810, 4),
                kind(CaseKind::Complaint, 204, 199, 3),
                kind(CaseKind::Eligibility, 190, 260, 0),
                kind(CaseKind::Correction, 88, 90, 5),
                kind(CaseKind::Deletion, 20, 18, 0),
            ],
            channels: vec![
                (CaseChannel::WhatsApp, 540, 3),
                (CaseChannel::Portal, 410, 6),
                (CaseChannel::Phone, 204, 3),
                (CaseChannel::Email, 50, 0),
            ],
            holders: vec![
                holder("Budi Santoso", 41, 2),
                holder("Rahma Putri", 38, 0),
                HolderLine { name: None, all: 3, late: 1 },
            ],
            nobody: (1_122, 9),
            raised: vec![raised(1, -3, CaseHolder::Nobody), raised(2, 9, CaseHolder::Colleague)],
        };
        let empty = Self {
            frame: frame.clone(),
            desk: samples::lead(),
            counted_at: frame.now,
            open: Compared::default(),
            came: Compared::default(),
            ended: Compared::default(),
            ended_late: Compared::default(),
            ages: [0; 6],
            kinds: Vec::new(),
            channels: Vec::new(),
            holders: Vec::new(),
            nobody: (0, 0),
            raised: Vec::new(),
        };
        vec![("full", full), ("empty", empty)]
    }
}
