//! `/staff/cases?…`: what waits for a human, the most urgent first. The clock is the first column, the filters
//! stand in the address. No personal value stands here.

use amanah_domain::Timestamp;
use amanah_domain::cases::{CaseChannel, CaseKind, CaseState, Level};

use crate::layout::Frame;
use crate::page::Page;
use crate::parts::{Paging, Tag};
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// Hours before a deadline from which it is shown as urgent.
const URGENT_HOURS: i64 = 12;
const HOUR_MS: i64 = 3_600_000;

/// Who has a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CaseHolder {
    /// Nobody.
    #[default]
    Nobody,
    /// The reader.
    Me,
    /// Somebody else.
    Colleague,
}

/// One case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueuedCase {
    /// Its id, in hexadecimal.
    pub id: String,
    /// The number that the person quotes; may be empty.
    pub number: String,
    /// Since when it waits.
    pub opened_at: Timestamp,
    /// When it must be decided; `None` where no clock runs.
    pub due_at: Option<Timestamp>,
    /// Milliseconds that are left while the clock stands.
    pub left_ms: Option<i64>,
    /// What kind.
    pub kind: CaseKind,
    /// What it is about, in words: the rule; may be empty.
    pub subject: String,
    /// Open or decided.
    pub state: CaseState,
    /// By which way it came.
    pub channel: CaseChannel,
    /// Who has it.
    pub holder: CaseHolder,
    /// Whose list it is on.
    pub level: Level,
    /// The reader may not open it: it is their own or of a declared relation.
    pub shut: bool,
    /// It is worked on at another desk: the reader sees that it is there.
    pub other_desk: bool,
}

/// What is shown, as it stands in the address.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseFilters {
    /// A state, `late`, `ended`, or empty for whatever is open.
    pub state: String,
    /// A kind, or empty.
    pub kind: String,
    /// A channel, or empty.
    pub channel: String,
    /// `mine`, `nobody`, or empty.
    pub who: String,
    /// `lead` or `dpo`, or empty.
    pub list: String,
}

impl CaseFilters {
    /// The address of the queue with these filters.
    pub fn way(&self) -> String {
        let parts = [
            ("state", &self.state),
            ("kind", &self.kind),
            ("channel", &self.channel),
            ("who", &self.who),
            ("list", &self.list),
        ];
        let set: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if set.is_empty() { "/staff/cases".to_owned() } else { format!("/staff/cases?{}", set.join("&")) }
    }
}

/// The queue. Posts ticked boxes `case-<id>` with `do` (`take`, `hand-over`, `note`) and `note` to
/// `/staff/cases/several`.
#[derive(askama::Template)]
#[template(path = "staff/case_queue.html")]
pub struct CaseQueue<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// What is shown.
    pub filters: CaseFilters,
    /// The kinds that the reader can choose from.
    pub kinds: Vec<CaseKind>,
    /// The cases of this page.
    pub cases: Vec<QueuedCase>,
    /// How many there are: of what is shown, or of all that waits.
    pub total: u64,
    /// Whether `total` is of what is shown.
    pub counted: bool,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Whether this is the first page.
    pub first: bool,
    /// A receipt number that was looked for and not found.
    pub not_found: Option<String>,
}

pub(crate) fn state_tag(frame: &Frame<'_>, state: CaseState) -> Tag {
    let text = frame.t(&format!("case-state-{}", state.name()));
    match state {
        CaseState::Open | CaseState::Proposed => Tag::waiting(text),
        CaseState::Waiting | CaseState::Withdrawn => Tag::plain(text),
        CaseState::Granted | CaseState::Answered => Tag::done(text),
        CaseState::Refused => Tag::no(text),
    }
}

/// Clock hours in words: *71 hours*; minutes in the last two hours.
pub(crate) fn hours(frame: &Frame<'_>, ms: i64) -> String {
    match ms / HOUR_MS {
        hours @ 2.. => frame.t1("span-hours", "n", hours),
        _ => frame.t1("span-minutes", "n", ms.max(0) / 60_000),
    }
}

/// The time left, as a tag: urgent from [`URGENT_HOURS`] on, late, or standing.
pub(crate) fn clock(frame: &Frame<'_>, due_at: Option<Timestamp>, left_ms: Option<i64>) -> Option<Tag> {
    let Some(due) = due_at else {
        return left_ms.map(|left| Tag::plain(frame.t1("case-paused", "span", hours(frame, left))));
    };
    let left_ms = due.since(frame.now);
    Some(match left_ms {
        ..0 => Tag::no(frame.t1("case-late", "span", hours(frame, -left_ms))),
        _ => {
            let left = frame.t1("case-left", "span", hours(frame, left_ms));
            if left_ms < URGENT_HOURS * HOUR_MS { Tag::waiting(left) } else { Tag::plain(left) }
        }
    })
}

pub(crate) fn holder(frame: &Frame<'_>, holder: CaseHolder) -> String {
    frame.t(match holder {
        CaseHolder::Nobody => "case-holder-nobody",
        CaseHolder::Me => "case-holder-me",
        CaseHolder::Colleague => "case-holder-colleague",
    })
}

/// A choice of a filter: value, words, whether it is in force.
type Option3 = (String, String, bool);

impl CaseQueue<'_> {
    fn kind_of(&self, case: &QueuedCase) -> String {
        self.frame.t(&format!("case-kind-{}", case.kind.name()))
    }

    fn channel_of(&self, case: &QueuedCase) -> String {
        self.frame.t(&format!("case-channel-{}", case.channel.name()))
    }

    fn holder_of(&self, case: &QueuedCase) -> String {
        holder(&self.frame, case.holder)
    }

    fn level_of(&self, case: &QueuedCase) -> Option<Tag> {
        let key = match case.level {
            Level::Officer => return None,
            Level::Lead => "case-level-lead",
            Level::Dpo => "case-level-dpo",
        };
        case.state.is_open().then(|| Tag::waiting(self.frame.t(key)))
    }

    fn tag(&self, case: &QueuedCase) -> Tag {
        state_tag(&self.frame, case.state)
    }

    fn clock(&self, case: &QueuedCase) -> Option<Tag> {
        if !case.state.is_open() {
            return None;
        }
        clock(&self.frame, case.due_at, case.left_ms)
    }

    fn since(&self, case: &QueuedCase) -> String {
        let span = self.frame.words.span(case.opened_at, self.frame.now);
        self.frame.t1("case-since", "span", span)
    }

    fn is_openable(&self, case: &QueuedCase) -> bool {
        !case.shut && !case.other_desk
    }

    fn shut_why(&self, case: &QueuedCase) -> String {
        self.frame.t(if case.shut { "cases-shut" } else { "cases-other-desk" })
    }

    fn options(&self, chosen: &str, all: Vec<(String, String)>) -> Vec<Option3> {
        let any = (String::new(), self.frame.t("filter-all"));
        core::iter::once(any)
            .chain(all)
            .map(|(value, text)| {
                let here = value == chosen;
                (value, text, here)
            })
            .collect()
    }

    fn named(&self, prefix: &str, names: &[&str]) -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), self.frame.t(&format!("{prefix}{name}")))).collect()
    }

    /// Name, label and choices of each filter.
    fn selects(&self) -> Vec<(&'static str, String, Vec<Option3>)> {
        let filters = &self.filters;
        let mut states = vec![("late".to_owned(), self.frame.t("cases-late"))];
        states.extend(self.named("case-state-", &["open", "waiting", "proposed"]));
        states.push(("ended".to_owned(), self.frame.t("cases-ended")));
        states.extend(self.named("case-state-", &["granted", "refused", "answered", "withdrawn"]));
        let mut state = self.options(&filters.state, states);
        if let Some((_, text, _)) = state.first_mut() {
            *text = self.frame.t("cases-all-open");
        }
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.name()).collect();
        let channels: Vec<&str> = CaseChannel::ALL.iter().map(|channel| channel.name()).collect();
        let who = vec![
            ("mine".to_owned(), self.frame.t("case-holder-me")),
            ("nobody".to_owned(), self.frame.t("case-holder-nobody")),
        ];
        let mut out = vec![
            ("state", self.frame.t("cases-state"), state),
            (
                "kind",
                self.frame.t("cases-kind"),
                self.options(&filters.kind, self.named("case-kind-", &kinds)),
            ),
            ("who", self.frame.t("cases-holder"), self.options(&filters.who, who)),
            (
                "channel",
                self.frame.t("cases-channel"),
                self.options(&filters.channel, self.named("case-channel-", &channels)),
            ),
        ];
        let lists = self.named("case-level-", &["lead", "dpo"]);
        out.push(("list", self.frame.t("cases-list"), self.options(&filters.list, lists)));
        out
    }

    fn is_filtered(&self) -> bool {
        self.filters != CaseFilters::default()
    }

    fn caption(&self) -> String {
        if self.counted {
            return self.frame.t1("cases-total", "n", self.total);
        }
        self.frame.t1(if self.is_filtered() { "cases-of" } else { "cases-total" }, "n", self.total)
    }

    /// There is something that the reader can do with several at once.
    fn can_tick(&self) -> bool {
        self.cases.iter().any(|case| self.is_openable(case) && case.state.is_open())
    }

    fn tick_label(&self, case: &QueuedCase) -> String {
        let number = if case.number.is_empty() { &case.id } else { &case.number };
        self.frame.t1("cases-tick", "number", number)
    }

    fn paging(&self) -> Paging {
        let way = self.filters.way();
        let mark = if way.contains('?') { '&' } else { '?' };
        Paging {
            label: self.frame.t("cases-pages"),
            before: (!self.first).then(|| (way.clone(), self.frame.t("cases-first"))),
            after: self
                .next
                .as_ref()
                .map(|next| (format!("{way}{mark}after={next}"), self.frame.t("paging-next"))),
            here: String::new(),
        }
    }

    fn keys_script(&self) -> &'static str {
        crate::assets::keys_path()
    }

    fn keys(&self) -> crate::staff::keys::Keys {
        crate::staff::keys::Keys::of_queue(&self.frame)
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
            number: format!("7KQ{at}-M4XP-9DRT"),
            opened_at: now.plus_hours(-waited),
            due_at: due.map(|hours| now.plus_hours(hours)),
            left_ms: due.is_none().then_some(40 * HOUR_MS),
            kind,
            subject: subject.to_owned(),
            state: if due.is_none() { CaseState::Waiting } else { CaseState::Open },
            channel: CaseChannel::ALL.get(usize::from(at) % 6).copied().unwrap_or(CaseChannel::Portal),
            holder: CaseHolder::Nobody,
            level: Level::Officer,
            shut: false,
            other_desk: false,
        };
        let work = "Bukan pejabat, ASN, TNI, Polri, atau perangkat desa";
        let cases = vec![
            QueuedCase { level: Level::Dpo, ..case(1, 75, Some(-3), CaseKind::Identity, "") },
            QueuedCase { holder: CaseHolder::Me, ..case(2, 64, Some(8), CaseKind::Eligibility, work) },
            QueuedCase { shut: true, ..case(3, 50, Some(22), CaseKind::Eligibility, work) },
            QueuedCase {
                other_desk: true,
                holder: CaseHolder::Colleague,
                level: Level::Dpo,
                ..case(6, 50, Some(23), CaseKind::Question, "")
            },
            case(4, 21, Some(51), CaseKind::Eligibility, "Umur 18 sampai 64 tahun"),
            case(5, 2, None, CaseKind::ContactChange, ""),
        ];
        let page = |cases: Vec<QueuedCase>, filters: CaseFilters, total| Self {
            frame: frame.clone(),
            desk: samples::reviewer(),
            filters,
            kinds: vec![CaseKind::Eligibility, CaseKind::Identity, CaseKind::Correction],
            cases,
            total,
            counted: false,
            next: None,
            first: true,
            not_found: None,
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
        let ended = CaseFilters { state: "ended".to_owned(), ..CaseFilters::default() };
        let mine =
            CaseFilters { who: "mine".to_owned(), kind: "identity".to_owned(), ..CaseFilters::default() };
        vec![
            ("open", Self { next: Some("1.02".to_owned()), ..page(cases, CaseFilters::default(), 38) }),
            ("ended", Self { first: false, ..page(decided, ended, 5) }),
            ("empty", Self { counted: true, ..page(Vec::new(), mine, 0) }),
            (
                "not-found",
                Self {
                    not_found: Some("7KQ2-M4XP-9DRT".to_owned()),
                    ..page(Vec::new(), CaseFilters::default(), 0)
                },
            ),
        ]
    }
}
