//! What happened in a case, as staff read it: what was said on both sides, what the clock did, and notes among
//! staff, visibly apart from what the person sees.

use amanah_domain::cases::{AttachmentState, CaseChannel, CaseEvent, Fate, MediaKind};
use amanah_domain::{Role, Timestamp};
use askama::Template;
use askama::filters::HtmlSafe;

use crate::layout::Frame;
use crate::shown::Shown;

/// One thing that happened.
#[derive(Debug)]
pub struct CaseEventView<'p> {
    /// What.
    pub kind: CaseEvent,
    /// When it was said.
    pub at: Timestamp,
    /// Who, in what capacity.
    pub role: Role,
    /// It was whoever reads this.
    pub by_reader: bool,
    /// By which way.
    pub channel: CaseChannel,
    /// Whether the person sees it.
    pub shown: bool,
    /// A ground, a kind, a template: a code of our own.
    pub code: String,
    /// Hours that were given.
    pub hours: u32,
    /// What became of it where it was sent.
    pub fate: Fate,
    /// What was said.
    pub said: Option<Shown<'p>>,
}

/// A file that was sent. Its name is inside and stays closed here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseFileView {
    /// Its id, in hexadecimal.
    pub id: String,
    /// Of which kind, where it is here.
    pub media: Option<MediaKind>,
    /// Where it stands.
    pub state: AttachmentState,
    /// Kilobytes.
    pub kilobytes: u32,
    /// Whether it is evidence.
    pub evidence: bool,
    /// When it came.
    pub at: Timestamp,
}

struct Line<'v> {
    class: &'static str,
    what: String,
    who: String,
    when: String,
    said: Option<&'v str>,
    fate: Option<String>,
    inside: Option<String>,
}

/// The history, ready to be shown. It borrows what was said from the page.
#[derive(Template)]
#[template(path = "staff/case_history.html")]
pub(crate) struct History<'v> {
    lines: Vec<Line<'v>>,
    cut: Option<String>,
}

impl HtmlSafe for History<'_> {}

impl<'v> History<'v> {
    pub(crate) fn new(frame: &Frame<'_>, events: &'v [CaseEventView<'_>], cut: bool) -> Self {
        let cut = cut.then(|| frame.t("case-history-cut"));
        Self { lines: events.iter().map(|event| line(frame, event)).collect(), cut }
    }
}

fn line<'v>(frame: &Frame<'_>, event: &'v CaseEventView<'_>) -> Line<'v> {
    let of_person = matches!(event.kind, CaseEvent::Said | CaseEvent::Appealed | CaseEvent::Opened);
    let class = match (event.shown, &event.said) {
        (false, Some(_)) => "inside",
        (true, Some(_)) if of_person => "theirs",
        (true, Some(_)) => "ours",
        (_, None) => "happened",
    };
    let mut who = frame.words.staff_role(event.role);
    if event.by_reader {
        who = frame.t1("case-event-you", "who", who);
    }
    let spoken = !matches!(event.channel, CaseChannel::System | CaseChannel::Portal);
    if spoken && (event.shown || event.said.is_some()) {
        who = frame.t2(
            "case-event-by",
            "who",
            who,
            "channel",
            frame.t(&format!("case-channel-{}", event.channel.name())),
        );
    }
    Line {
        class,
        what: what(frame, event),
        who,
        when: frame.moment_short(&event.at),
        said: event.said.as_ref().map(Shown::as_str),
        fate: (event.fate != Fate::None).then(|| frame.t(&format!("case-fate-{}", event.fate.name()))),
        inside: (!event.shown && event.said.is_some()).then(|| frame.t("case-inside")),
    }
}

fn what(frame: &Frame<'_>, event: &CaseEventView<'_>) -> String {
    let key = format!("case-event-{}", event.kind.name());
    match event.kind {
        CaseEvent::Extended => frame.t1("case-event-extended-by", "n", event.hours),
        CaseEvent::Sorted if !event.code.is_empty() => {
            frame.t1("case-event-sorted-as", "kind", frame.t(&format!("case-kind-{}", event.code)))
        }
        CaseEvent::Decided | CaseEvent::Proposed if ground(&event.code) => frame.t2(
            "case-event-on-ground",
            "what",
            frame.t(&key),
            "ground",
            frame.t(&format!("case-ground-{}", event.code)),
        ),
        CaseEvent::Proposed if !event.code.is_empty() => frame.t2(
            "case-event-on-ground",
            "what",
            frame.t(&key),
            "ground",
            frame.t(&format!("case-state-{}", event.code)),
        ),
        CaseEvent::RecipientTold if amanah_domain::RecipientClass::from_name(&event.code).is_some() => frame
            .t2(
                "case-event-on-ground",
                "what",
                frame.t(&key),
                "ground",
                frame.t(&format!("said-recipient-{}", event.code)),
            ),
        _ => frame.t(&key),
    }
}

fn ground(code: &str) -> bool {
    amanah_domain::rights::RefusalGround::from_name(code).is_some()
}
