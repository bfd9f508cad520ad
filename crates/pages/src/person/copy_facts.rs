//! What a copy says, as lines under headings: the page and the file for printing say the same.

use amanah_domain::cases::{CaseKind, CaseState, Standing, StandingState};
use amanah_domain::states::{EntryState, TransferState};
use amanah_domain::{FieldId, PurposeId, RecipientClass, Role, Timestamp};

use crate::layout::Frame;
use crate::person::DataItem;
use crate::shown::Shown;

/// A case, and what was said in it where that is shown.
#[derive(Debug)]
pub struct CopyCase<'p> {
    /// Where it is seen.
    pub address: String,
    /// What kind.
    pub kind: CaseKind,
    /// Where it stands.
    pub state: CaseState,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When, in what capacity, what.
    pub said: Vec<(Timestamp, Role, Shown<'p>)>,
}

/// Everything about a person. Pairs of lines and a number: some of them, and how many there are.
#[derive(Debug)]
pub struct CopyFacts<'p> {
    /// Values with what stood there before.
    pub values: Vec<DataItem<'p>>,
    /// Purpose, given, withdrawn.
    pub consents: Vec<(PurposeId, Timestamp, Option<Timestamp>)>,
    /// Cases, newest first.
    pub cases: (Vec<CopyCase<'p>>, usize),
    /// As what, how far, until when.
    pub standings: Vec<(Standing, StandingState, Option<Timestamp>)>,
    /// Number, state, since when.
    pub batches: Vec<(i64, EntryState, Timestamp)>,
    /// When, and the subject, in which nothing personal stands.
    pub letters: (Vec<(Timestamp, String)>, usize),
    /// Who received something.
    pub recipients: Vec<RecipientClass>,
    /// Browser and system, last used.
    pub devices: (Vec<(Shown<'p>, Timestamp)>, usize),
    /// To whom, how far, since when, and the hash of the copy where it was signed for.
    pub transfers: Vec<(String, TransferState, Timestamp, Option<String>)>,
    /// Entries of the trail.
    pub uses: u64,
}

/// A line: what it is, what it says, what is said of it, and where more stands.
pub(crate) struct CopyLine {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) note: String,
    pub(crate) address: String,
}

impl CopyLine {
    fn new(name: String, text: String, note: String) -> Self {
        Self { name, text, note, address: String::new() }
    }
}

/// Lines under a heading. `more` says how many are not shown.
pub(crate) struct CopySection {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    pub(crate) lines: Vec<CopyLine>,
    pub(crate) more: String,
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn field(frame: &Frame<'_>, field: FieldId) -> String {
    capital(&frame.words.field(field))
}

impl CopyFacts<'_> {
    fn values(&self, frame: &Frame<'_>) -> Vec<CopyLine> {
        let mut out = Vec::new();
        for item in &self.values {
            if let Some(held) = &item.held {
                let source = frame.words.source(held.source);
                let since = frame.t2("data-since", "source", source, "at", frame.date(&held.at));
                let text = frame.words.value(item.field, held.value.as_str());
                let note = match &held.tag {
                    Some(tag) => format!("{since}. {}", tag.text),
                    None => since,
                };
                out.push(CopyLine::new(field(frame, item.field), text, note));
            }
            for before in &item.earlier {
                let name = frame.t1("copy-before", "field", field(frame, item.field));
                let text = frame.words.value(item.field, before.value.as_str());
                let (at, until) = (frame.date(&before.replaced_at), frame.date(&before.until));
                out.push(CopyLine::new(name, text, frame.t2("copy-replaced", "at", at, "until", until)));
            }
        }
        out
    }

    fn consents(&self, frame: &Frame<'_>) -> Vec<CopyLine> {
        let line = |(purpose, given, withdrawn): &(PurposeId, Timestamp, Option<Timestamp>)| {
            let note = match withdrawn {
                Some(at) => frame.t1("copy-withdrawn", "at", frame.moment(at)),
                None => String::new(),
            };
            let given = frame.t1("copy-given", "at", frame.moment(given));
            CopyLine::new(capital(&frame.words.purpose(purpose)), given, note)
        };
        self.consents.iter().map(line).collect()
    }

    fn cases(&self, frame: &Frame<'_>) -> Vec<CopyLine> {
        let mut out = Vec::new();
        for case in &self.cases.0 {
            let kind = frame.t(&format!("case-kind-{}", case.kind.name()));
            let state = frame.t(&format!("case-state-{}", case.state.name()));
            let opened = frame.t1("copy-opened", "at", frame.moment(&case.opened_at));
            out.push(CopyLine { address: case.address.clone(), ..CopyLine::new(kind, state, opened) });
            for (at, role, text) in &case.said {
                let who = capital(&frame.words.role(*role));
                out.push(CopyLine::new(who, text.as_str().to_owned(), frame.moment(at)));
            }
        }
        out
    }

    fn others(&self, frame: &Frame<'_>) -> Vec<CopyLine> {
        let mut out: Vec<CopyLine> = self
            .recipients
            .iter()
            .map(|class| CopyLine::new(capital(&frame.words.recipient(class)), String::new(), String::new()))
            .collect();
        for (to, state, at, receipt) in &self.transfers {
            let text = frame.t(&format!("copy-transfer-{}", state.name()));
            let note = match receipt {
                Some(hash) => format!("{}. {}", frame.moment(at), frame.t1("copy-receipt", "hash", hash)),
                None => frame.moment(at),
            };
            out.push(CopyLine::new(to.clone(), text, note));
        }
        out
    }

    /// Everything in words; headings without lines are left out.
    pub(crate) fn say(&self, frame: &Frame<'_>, in_file: bool) -> Vec<CopySection> {
        let beside = |shown: usize, all: usize| match all.saturating_sub(shown) {
            0 => String::new(),
            more if in_file => frame.t1("copy-more-archive", "n", more),
            more => frame.t1("copy-more", "n", more),
        };
        let none = String::new;
        let batches = self.batches.iter().map(|(number, state, at)| {
            let name = frame.t1("copy-batch", "n", number);
            CopyLine::new(name, frame.t(&format!("entry-{}", state.name())), frame.moment(at))
        });
        let standings = self.standings.iter().map(|(kind, state, until)| {
            let name = frame.t(&format!("standing-kind-{}", kind.name()));
            let note = until.map(|at| frame.t1("copy-until", "at", frame.date(&at))).unwrap_or_default();
            CopyLine::new(name, frame.t(&format!("standing-state-{}", state.name())), note)
        });
        let letters = self
            .letters
            .0
            .iter()
            .map(|(at, subject)| CopyLine::new(frame.moment_short(at), subject.clone(), String::new()));
        let devices = self.devices.0.iter().map(|(device, at)| {
            let used = frame.t1("copy-used", "at", frame.moment(at));
            CopyLine::new(device.as_str().to_owned(), used, String::new())
        });
        let sections = [
            ("values", self.values(frame), none()),
            ("consents", self.consents(frame), none()),
            ("cases", self.cases(frame), beside(self.cases.0.len(), self.cases.1)),
            ("standings", standings.collect(), none()),
            ("batches", batches.collect(), none()),
            ("others", self.others(frame), none()),
            ("letters", letters.collect(), beside(self.letters.0.len(), self.letters.1)),
            ("devices", devices.collect(), beside(self.devices.0.len(), self.devices.1)),
        ];
        sections
            .into_iter()
            .filter(|(_, lines, _)| !lines.is_empty())
            .map(|(id, lines, more)| CopySection { id, title: frame.t(&format!("copy-{id}")), lines, more })
            .collect()
    }
}

#[cfg(test)]
pub(crate) fn sample(now: Timestamp, full: bool) -> CopyFacts<'static> {
    use amanah_domain::Source;

    use crate::parts::Tag;
    use crate::person::{Earlier, Held};
    use crate::sample::shown;

    let at = now.plus_hours(-100);
    let item = |field, text: &'static str, tag, earlier| DataItem {
        field,
        held: Some(Held { value: shown(text), source: Source::WebsiteInput, at, purposes: Vec::new(), tag }),
        evidence: false,
        earlier,
    };
    let before = Earlier { value: shown("Siti Aminnah"), replaced_at: at, until: now.plus_hours(2_000) };
    let mut values = vec![
        item(FieldId::Name, "Siti Aminah", None, vec![before]),
        item(FieldId::Gender, "female", None, Vec::new()),
        item(FieldId::Nik, "3174 0141 0590 2000", Some(Tag::done("Cocok")), Vec::new()),
        item(FieldId::Email, "siti@contoh.example", None, Vec::new()),
    ];
    if !full {
        values.truncate(1);
    }
    let case = CopyCase {
        address: "/me/cases/00".to_owned(),
        kind: CaseKind::Restriction,
        state: CaseState::Open,
        opened_at: at,
        said: vec![
            (at, Role::Person, shown("Tolong hentikan dulu.\nSaya sedang memeriksa data saya.")),
            (now, Role::Dpo, shown("Kami periksa hari ini.")),
        ],
    };
    CopyFacts {
        values,
        consents: vec![(PurposeId::Outreach, at, Some(now)), (PurposeId::Research, at, None)],
        cases: if full { (vec![case], 14) } else { (Vec::new(), 0) },
        standings: vec![(Standing::Helper, StandingState::Active, Some(now.plus_hours(5_000)))],
        batches: vec![(71, EntryState::Waiting, at)],
        letters: (vec![(at, "Hasil undian Prakerja (model)".to_owned())], 1),
        recipients: vec![RecipientClass::Government],
        devices: (vec![(shown("Chrome, Android"), at)], 1),
        transfers: vec![
            ("Balai Latihan".to_owned(), TransferState::Received, at, Some("a1b2".to_owned())),
            ("Bursa Kerja".to_owned(), TransferState::Waiting, now, None),
        ],
        uses: if full { 10_412 } else { 3 },
    }
}
