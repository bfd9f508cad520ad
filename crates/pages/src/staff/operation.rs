//! `/staff/operation`: whether the house looks after itself: keys, backups, rehearsals, retention. What
//! needs somebody stands first. Codes and counts; nothing of a person.

use amanah_domain::Timestamp;
use amanah_domain::states::EpochState;

use crate::layout::Frame;
use crate::page::Page;
use crate::parts::Tag;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// A key epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochLine {
    /// Its number.
    pub epoch: u32,
    /// Where it is in its life.
    pub state: EpochState,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it was closed or, later, destroyed.
    pub ended_at: Option<Timestamp>,
    /// How many people's keys are wrapped by it.
    pub rows: u64,
}

/// A copy of the keyring that lies elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CopyLine {
    /// The operator's word for it.
    pub name: String,
    /// Days within which it is replaced.
    pub refresh_days: u64,
    /// When somebody said last that it was.
    pub confirmed_at: Timestamp,
    /// The newest epoch that it holds.
    pub confirmed_epoch: u32,
    /// It should have been replaced by now.
    pub late: bool,
}

/// A backup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackupLine {
    /// Its name.
    pub name: String,
    /// When it was made; `None` where its manifest cannot be read.
    pub at: Option<Timestamp>,
    /// Bytes of both parts.
    pub bytes: u64,
    /// Both parts are there and the keyring opens them, so that it can be restored.
    pub keys: bool,
}

/// A report of the house's own work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportLine {
    /// Of what: `keys`, `backup`, `rehearsal`, `retention`.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// Everything went as it should.
    pub fine: bool,
    /// Codes and counts, for the operator.
    pub summary: String,
}

/// The page.
#[derive(askama::Template)]
#[template(path = "staff/operation.html")]
pub struct Operation<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The newest report of each kind.
    pub reports: Vec<ReportLine>,
    /// Where the keyring lies, and how it is protected.
    pub keyring: String,
    /// Days of an epoch.
    pub every_days: u64,
    /// When the next rotation is due.
    pub rotates_at: Option<Timestamp>,
    /// Epochs, newest first.
    pub epochs: Vec<EpochLine>,
    /// Copies of the keyring.
    pub copies: Vec<CopyLine>,
    /// The last backups, newest first; `None` where their place cannot be read.
    pub backups: Option<Vec<BackupLine>>,
    /// Lines of the journal of removals; `None` where it cannot be read.
    pub journal: Option<u64>,
}

/// The reports that always have a place, also before the first of them was written.
const KINDS: [&str; 4] = ["keys", "backup", "rehearsal", "retention"];

impl Operation<'_> {
    /// What needs somebody: a run that went wrong, or a copy that was not replaced.
    fn warnings(&self) -> Vec<String> {
        let mut warnings: Vec<String> = self
            .reports
            .iter()
            .filter(|report| !report.fine)
            .map(|report| {
                self.frame.tf(
                    "operation-warning",
                    &[
                        ("what", self.kind(&report.kind).into()),
                        ("at", self.frame.moment(&report.at).into()),
                        ("summary", report.summary.as_str().into()),
                    ],
                )
            })
            .collect();
        if self.backups.is_none() {
            warnings.push(self.frame.t("operation-backups-away"));
        }
        if self.journal.is_none() {
            warnings.push(self.frame.t("operation-journal-away"));
        }
        let late = self.copies.iter().filter(|copy| copy.late);
        warnings.extend(late.map(|copy| self.frame.t1("operation-copy-late", "name", &copy.name)));
        warnings
    }

    fn kind(&self, kind: &str) -> String {
        let key = format!("report-{kind}");
        if self.frame.words.has(&key) { self.frame.t(&key) } else { kind.to_owned() }
    }

    /// Kind, status, when, what it said.
    fn rows(&self) -> Vec<(String, Tag, String, String)> {
        let others = self.reports.iter().map(|r| r.kind.as_str()).filter(|kind| !KINDS.contains(kind));
        let row = |kind: &str| match self.reports.iter().find(|report| report.kind == kind) {
            Some(report) => {
                let tag = match report.fine {
                    true => Tag::done(self.frame.t("report-fine")),
                    false => Tag::no(self.frame.t("report-wrong")),
                };
                (self.kind(kind), tag, self.frame.moment_short(&report.at), report.summary.clone())
            }
            None => (self.kind(kind), Tag::plain(self.frame.t("report-none")), String::new(), String::new()),
        };
        KINDS.into_iter().chain(others).map(row).collect()
    }

    fn epoch_tag(&self, line: &EpochLine) -> Tag {
        let text = self.frame.t(&format!("epoch-{}", line.state.name()));
        match line.state {
            EpochState::Open => Tag::done(text),
            EpochState::Closed => Tag::waiting(text),
            EpochState::Destroyed => Tag::plain(text),
        }
    }

    fn span(&self, line: &EpochLine) -> String {
        let from = self.frame.date(&line.opened_at);
        match line.ended_at {
            Some(at) => self.frame.t2("epoch-span", "from", from, "until", self.frame.date(&at)),
            None => self.frame.t1("epoch-since", "from", from),
        }
    }

    fn next_rotation(&self) -> String {
        match self.rotates_at {
            Some(at) if at <= self.frame.now => self.frame.t("rotation-due"),
            Some(at) => self.frame.t2("rotation-next", "at", self.frame.date(&at), "days", self.every_days),
            None => self.frame.t("rotation-none"),
        }
    }

    fn copy(&self, copy: &CopyLine) -> String {
        self.frame.tf(
            "copy-line",
            &[
                ("at", self.frame.date(&copy.confirmed_at).into()),
                ("epoch", copy.confirmed_epoch.into()),
                ("days", copy.refresh_days.into()),
            ],
        )
    }

    fn copy_tag(&self, copy: &CopyLine) -> Tag {
        match copy.late {
            true => Tag::no(self.frame.t("copy-late")),
            false => Tag::done(self.frame.t("copy-fresh")),
        }
    }

    /// As a person reads it: `1,4 MB`, `12 kB`.
    fn size(&self, backup: &BackupLine) -> String {
        let kilobytes = backup.bytes.div_ceil(1_000);
        if kilobytes < 1_000 {
            format!("{} kB", self.frame.number(&kilobytes))
        } else {
            format!("{} MB", self.frame.number(&kilobytes.div_ceil(1_000)))
        }
    }

    fn made(&self, backup: &BackupLine) -> String {
        backup.at.map_or_else(|| self.frame.t("backup-unread"), |at| self.frame.moment(&at))
    }

    fn backup_tag(&self, backup: &BackupLine) -> Tag {
        match backup.keys {
            true => Tag::done(self.frame.t("backup-whole")),
            false => Tag::plain(self.frame.t("backup-shut")),
        }
    }
}

desk!(Operation at Some(Door::Operation), |page| page.frame.t("operation-title"));

#[cfg(test)]
impl crate::sample::Sampled for Operation<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::staff::desk::samples::administrator;
        let now = frame.now;
        let days = |days: i64| now.plus_hours(24 * days);
        let report = |kind: &str, at, fine, summary: &str| ReportLine {
            kind: kind.to_owned(),
            at,
            fine,
            summary: summary.to_owned(),
        };
        let epoch = |epoch, state, from, ended_at, rows| EpochLine {
            epoch,
            state,
            opened_at: days(from),
            ended_at,
            rows,
        };
        let copy = |name: &str, confirmed, late| CopyLine {
            name: name.to_owned(),
            refresh_days: 30,
            confirmed_at: days(confirmed),
            confirmed_epoch: 11,
            late,
        };
        let backup =
            |name: &str, at, bytes, keys| BackupLine { name: name.to_owned(), at: Some(at), bytes, keys };
        let page = |reports, copies| Self {
            frame: frame.clone(),
            desk: administrator(),
            reports,
            keyring: "sealed file data/keyring".to_owned(),
            every_days: 7,
            rotates_at: Some(days(3)),
            epochs: vec![
                epoch(12, EpochState::Open, -4, None, 1_204_331),
                epoch(11, EpochState::Closed, -11, Some(days(-4)), 0),
                epoch(10, EpochState::Destroyed, -18, Some(days(-4)), 0),
            ],
            copies,
            backups: Some(vec![
                backup("20261122T021500Z-9f3c2a51", now.plus_hours(-8), 734_002_177, true),
                backup("20261108T021500Z-0be1d4c7", days(-14), 712_114_093, false),
            ]),
            journal: Some(318),
        };
        let fine = vec![
            report("backup", now.plus_hours(-8), true, "1204331 people, 734 MB, 41 s"),
            report("keys", now.plus_hours(-8), true, "epoch 12 open, epoch 10 destroyed"),
            report(
                "rehearsal",
                days(-2),
                true,
                "20261120T021500Z-52aa81fe restored, 1204102 people, ledger verified",
            ),
            report("retention", now.plus_hours(-7), true, "412 erased, 3 destroyed, 12 held"),
        ];
        let mut wrong = fine.clone();
        wrong.insert(0, report("anonymise", days(-1), false, "cells below the threshold were left out: 4"));
        let first = Self {
            reports: Vec::new(),
            rotates_at: None,
            journal: None,
            epochs: vec![epoch(1, EpochState::Open, 0, None, 1)],
            copies: Vec::new(),
            backups: None,
            ..page(Vec::new(), Vec::new())
        };
        vec![
            ("fine", page(fine, vec![copy("brankas-bi", -3, false)])),
            ("wrong", page(wrong, vec![copy("brankas-bi", -40, true)])),
            ("first", first),
        ]
    }
}
