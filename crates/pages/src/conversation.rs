//! A case as its person follows it: on the receipt page, and on their own page of it. Where it stands in
//! words, its clock, what was said on both sides.

use amanah_domain::Role;
use amanah_domain::Timestamp;
use amanah_domain::cases::{AttachmentState, CaseChannel, CaseEvent, CaseKind, CaseState, MediaKind};
use askama::Template;
use askama::filters::HtmlSafe;

use crate::layout::Frame;
use crate::parts::Tag;
use crate::shown::Shown;

/// Where a case stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseStanding {
    /// What kind.
    pub kind: CaseKind,
    /// Where it stands.
    pub state: CaseState,
    /// The number that is quoted.
    pub number: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when it is to be answered; `None` while the clock stands or where there is none.
    pub due_at: Option<Timestamp>,
    /// Until when it waits for the person, where it does.
    pub waits_until: Option<Timestamp>,
    /// When it came to its end.
    pub decided_at: Option<Timestamp>,
    /// More happened than the page shows.
    pub cut: bool,
}

/// One thing that happened.
pub struct SaidLine<'p> {
    /// What.
    pub event: CaseEvent,
    /// Who, in what capacity.
    pub role: Role,
    /// By which way.
    pub channel: CaseChannel,
    /// When.
    pub at: Timestamp,
    /// A ground, a reason, a recipient: a code of our own.
    pub code: String,
    /// Hours that were given.
    pub hours: u32,
    /// The words.
    pub said: Option<Shown<'p>>,
    /// Files that came with it.
    pub files: Vec<SaidFile>,
}

/// A file of the conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SaidFile {
    /// Its address, where it may be fetched.
    pub href: Option<String>,
    /// Of which kind, where it is here.
    pub media: Option<MediaKind>,
    /// Where it stands.
    pub state: AttachmentState,
    /// Its size in bytes.
    pub bytes: u32,
}

/// The top of a case, ready to be shown.
#[derive(Template)]
#[template(path = "parts/case_standing.html")]
pub struct StandingView {
    tag: Tag,
    says: String,
    clock: Option<String>,
    rows: Vec<(String, String)>,
}

impl HtmlSafe for StandingView {}

struct LineView<'l> {
    who: String,
    own: bool,
    what: Option<String>,
    at: String,
    said: &'l str,
    files: Vec<(Option<&'l str>, String)>,
}

/// What was said, ready to be shown.
#[derive(Template)]
#[template(path = "parts/conversation.html")]
pub struct ConversationView<'l> {
    title: String,
    lines: Vec<LineView<'l>>,
}

impl HtmlSafe for ConversationView<'_> {}

impl CaseStanding {
    /// Where it stands, in words, with the clock.
    pub fn view(&self, frame: &Frame<'_>) -> StandingView {
        let says = frame.t(&format!("told-says-{}", self.state.name()));
        let text = frame.t(&format!("told-state-{}", self.state.name()));
        let tag = match self.state {
            CaseState::Open | CaseState::Proposed => Tag::plain(text),
            CaseState::Waiting => Tag::waiting(text),
            CaseState::Granted | CaseState::Answered => Tag::done(text),
            CaseState::Refused => Tag::no(text),
            CaseState::Withdrawn => Tag::plain(text),
        };
        let clock = match (self.due_at, self.waits_until) {
            _ if !self.state.is_open() => None,
            (Some(due), _) if due > frame.now => {
                let args = [("span", frame.until(&due).into()), ("at", frame.moment(&due).into())];
                Some(frame.tf("told-clock-left", &args))
            }
            (Some(due), _) => Some(frame.t1("told-clock-late", "at", frame.moment(&due))),
            (None, Some(until)) => Some(frame.t1("told-clock-waits", "at", frame.moment(&until))),
            (None, None) => None,
        };
        let mut rows = vec![
            (frame.t("told-row-number"), self.number.clone()),
            (frame.t("told-row-kind"), frame.t(&format!("case-kind-{}", self.kind.name()))),
            (frame.t("told-row-opened"), frame.moment(&self.opened_at)),
        ];
        rows.retain(|(_, value)| !value.is_empty());
        if let Some(at) = self.decided_at {
            rows.push((frame.t("told-row-ended"), frame.moment(&at)));
        }
        if self.cut {
            rows.push((frame.t("told-row-cut"), frame.t("told-cut")));
        }
        StandingView { tag, says, clock, rows }
    }
}

/// What was said, in order. `title` is the heading's key.
pub fn conversation<'l>(frame: &Frame<'_>, title: &str, lines: &'l [SaidLine<'_>]) -> ConversationView<'l> {
    ConversationView {
        title: frame.t(title),
        lines: lines.iter().map(|line| line_view(frame, line)).collect(),
    }
}

fn line_view<'l>(frame: &Frame<'_>, line: &'l SaidLine<'_>) -> LineView<'l> {
    let by_person = matches!(line.role, Role::Person | Role::Helper);
    let what = match line.event {
        // Their words say it.
        CaseEvent::Said | CaseEvent::Replied => None,
        CaseEvent::Opened if line.said.is_some() => None,
        CaseEvent::Extended => Some(frame.t1("told-event-extended", "hours", line.hours)),
        event => Some(frame.t(&format!("told-event-{}", event.name()))),
    };
    let by = frame.t(&format!("told-by-{}", line.channel.name()));
    LineView {
        who: frame.words.role(line.role),
        own: by_person && matches!(line.event, CaseEvent::Opened | CaseEvent::Said | CaseEvent::Appealed),
        what,
        at: frame.t2("told-line-at", "at", frame.moment(&line.at), "by", by),
        said: line.said.as_ref().map_or("", Shown::as_str),
        files: line.files.iter().map(|file| (file.href.as_deref(), file_words(frame, file))).collect(),
    }
}

fn file_words(frame: &Frame<'_>, file: &SaidFile) -> String {
    let size = u64::from(file.bytes.div_ceil(1_024));
    match (file.state, file.media) {
        (AttachmentState::Kept, Some(media)) => {
            let kind = media.name().to_ascii_uppercase();
            frame.t2("told-file", "kind", kind, "size", frame.number(&size))
        }
        (AttachmentState::Awaited, _) => frame.t("told-file-awaited"),
        _ => frame.t("told-file-refused"),
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;
    use crate::sample::shown;

    pub(crate) fn standing(now: Timestamp) -> CaseStanding {
        CaseStanding {
            kind: CaseKind::Complaint,
            state: CaseState::Open,
            number: "7KQ2-M4XP-9DRT".to_owned(),
            opened_at: now.plus_hours(-20),
            due_at: Some(now.plus_hours(52)),
            waits_until: None,
            decided_at: None,
            cut: false,
        }
    }

    fn line(event: CaseEvent, role: Role, at: Timestamp, said: Option<&'static str>) -> SaidLine<'static> {
        SaidLine {
            event,
            role,
            channel: CaseChannel::Form,
            at,
            code: String::new(),
            hours: 0,
            said: said.map(shown),
            files: Vec::new(),
        }
    }

    /// Every kind of line that a person may see.
    pub(crate) fn lines(now: Timestamp) -> Vec<SaidLine<'static>> {
        let at = |hours| now.plus_hours(hours);
        let mut first = line(
            CaseEvent::Opened,
            Role::Person,
            at(-20),
            Some("Insentif saya belum masuk.\nSudah dua minggu menunggu."),
        );
        first.files = vec![
            SaidFile {
                href: Some("/me/cases/1/files/2".to_owned()),
                media: Some(MediaKind::Jpeg),
                state: AttachmentState::Kept,
                bytes: 231_400,
            },
            SaidFile { href: None, media: None, state: AttachmentState::Refused, bytes: 0 },
        ];
        let mut all = vec![
            first,
            line(CaseEvent::Replied, Role::ContactAgent, at(-18), Some("Boleh tahu bank yang Anda pakai?")),
            line(CaseEvent::Said, Role::Person, at(-17), Some("BRI.")),
        ];
        let plain = CaseEvent::ALL.iter().copied().filter(|event| {
            !matches!(event, CaseEvent::Opened | CaseEvent::Said | CaseEvent::Replied | CaseEvent::Note)
        });
        all.extend(plain.map(|event| SaidLine { hours: 72, ..line(event, Role::System, at(-4), None) }));
        all
    }
}
