//! `/staff/cases/<id>`: one case: its clock, what was said on both sides, what the purpose opens, and what the
//! reader can do. Everything that was opened stands under one permit.

use amanah_domain::cases::{CaseChannel, CaseKind, CaseState, Level};
use amanah_domain::rights::RefusalGround;
use amanah_domain::{FieldSet, PurposeId, Timestamp};

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::parts::{Notice, Tag, TagKind};
use crate::shown::Shown;
use crate::staff::bound_entry::{Bound, BoundEntryView};
use crate::staff::case_history::{CaseEventView, CaseFileView, History};
use crate::staff::case_queue::{CaseHolder, clock, holder, state_tag};
use crate::staff::desk::{Desk, Door, OnDesk, desk};
use crate::staff::keys::Keys;
use crate::staff::lost_claim::{Compared, LostClaim};
use crate::staff::opened::{Opened, OpenedField};

/// Whether the reader decides.
#[derive(Debug)]
pub enum Standing<'p> {
    /// The reader may decide.
    MayDecide,
    /// It is the reader's own case: a colleague decides.
    Own,
    /// The reader declared a relation to the person: a colleague decides.
    Related,
    /// The role or purpose in force does not decide this: nothing is opened.
    NotForThis,
    /// The reader decided the first time: a colleague decides the appeal.
    DecidedFirst,
    /// A decision is proposed.
    Proposed {
        /// For the person or not.
        granted: bool,
        /// By the reader: somebody else confirms.
        by_reader: bool,
    },
    /// It is decided.
    Decided {
        /// How it ended.
        state: CaseState,
        /// When.
        at: Timestamp,
        /// Why, as the person reads it.
        reason: Shown<'p>,
        /// The reader decided it.
        by_reader: bool,
    },
}

/// A text that staff begin an answer with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReplyTemplate {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
}

/// What is known of a case beside what was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseFacts {
    /// Its id, in hexadecimal.
    pub id: String,
    /// The number that the person quotes; may be empty.
    pub number: String,
    /// What kind.
    pub kind: CaseKind,
    /// What it is about, in words: the rule; may be empty.
    pub subject: String,
    /// Where it stands.
    pub state: CaseState,
    /// By which way it came.
    pub channel: CaseChannel,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it must be decided.
    pub due_at: Option<Timestamp>,
    /// Milliseconds that are left while the clock stands.
    pub left_ms: Option<i64>,
    /// Until when it waits for the person.
    pub waits_until: Option<Timestamp>,
    /// Who has it.
    pub holder: CaseHolder,
    /// Whose list it is on.
    pub level: Level,
    /// Hours by which it may still be made longer.
    pub extension_left: u32,
    /// Whether two people decide it.
    pub four_eyes: bool,
    /// On which ground it was, or is to be, refused.
    pub ground: Option<RefusalGround>,
    /// The grounds on which it may be refused.
    pub grounds: Vec<RefusalGround>,
    /// The case whose decision it appeals against, in hexadecimal.
    pub appeal_of: Option<String>,
    /// Which fields it is about.
    pub about: FieldSet,
    /// Which purpose it is about.
    pub about_purpose: Option<PurposeId>,
    /// What it may be sorted as.
    pub sorts_to: Vec<CaseKind>,
}

/// One case. What it posts under `/staff/cases/<id>/`: `take`, `resume`, `confirm` (nothing more);
/// `reply` (`reply`, `template`), `note` (`note`), `ask` (`ask`), `extend` (`extend-hours`, `extend-why`),
/// `sort` (`sort`), `decide` (`decision`: `grant`, `refuse`, `answer`; `ground`, `reason`), `back` (`back`).
#[derive(askama::Template)]
#[template(path = "staff/open_case.html")]
pub struct OpenCase<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console, with the purpose in force.
    pub desk: Desk,
    /// What was typed into the form that could not be taken.
    pub form: FormView<'p>,
    /// What is known of it.
    pub case: CaseFacts,
    /// A colleague was first: what the reader sent was not taken.
    pub late: bool,
    /// What the person said first; `None` where they said nothing.
    pub statement: Option<Shown<'p>>,
    /// Of a case about a lost phone or address: what was asked for and compared.
    pub claim: Option<LostClaim<'p>>,
    /// What is to stand instead, of a correction.
    pub wanted: Option<Shown<'p>>,
    /// What happened since, in order.
    pub events: Vec<CaseEventView<'p>>,
    /// More happened than stands here.
    pub cut: bool,
    /// Files that were sent.
    pub files: Vec<CaseFileView>,
    /// Entries of the ledger that it is bound to.
    pub bound: Vec<BoundEntryView<'p>>,
    /// Texts to begin an answer with.
    pub templates: Vec<ReplyTemplate>,
    /// What the purpose opens. Empty where the reader may not look.
    pub fields: Vec<OpenedField<'p>>,
    /// What it would open and nobody filled in.
    pub empty: FieldSet,
    /// Whether the reader decides.
    pub standing: Standing<'p>,
}

impl OpenCase<'_> {
    fn kind(&self) -> String {
        self.frame.t(&format!("case-kind-{}", self.case.kind.name()))
    }

    /// What is to be decided, and what each answer does.
    fn question(&self) -> String {
        self.frame.t(&format!("case-question-{}", self.case.kind.name()))
    }

    /// What the case names: fields, a purpose.
    fn names(&self) -> Option<String> {
        let (words, case) = (self.frame.words, &self.case);
        match (case.about.is_empty(), case.about_purpose) {
            (false, _) => Some(self.frame.t1("case-names-fields", "fields", words.fields(case.about))),
            (true, Some(purpose)) => {
                Some(self.frame.t1("case-names-purpose", "purpose", words.task(purpose)))
            }
            (true, None) => None,
        }
    }

    fn answers(&self) -> [Choice; 2] {
        let does = |answer: &str| self.frame.t(&format!("case-{answer}-{}", self.case.kind.name()));
        [
            Choice::new("grant", self.frame.t("case-grant")).hint(does("grant")),
            Choice::new("refuse", self.frame.t("case-refuse")).hint(does("refuse")),
        ]
    }

    fn ground(&self, ground: &RefusalGround) -> String {
        self.frame.t(&format!("case-ground-{}", ground.name()))
    }

    fn grounds(&self) -> Vec<Choice> {
        let choice = |ground: &RefusalGround| {
            let article = self.frame.t1("law-article-of", "article", ground.article());
            Choice::new(ground.name(), self.ground(ground)).hint(article)
        };
        self.case.grounds.iter().map(choice).collect()
    }

    fn sorts(&self) -> Vec<Choice> {
        let choice =
            |kind: &CaseKind| Choice::new(kind.name(), self.frame.t(&format!("case-kind-{}", kind.name())));
        self.case.sorts_to.iter().map(choice).collect()
    }

    fn proposed(&self) -> String {
        let state = match self.standing {
            Standing::Proposed { granted: true, .. } => CaseState::Granted,
            _ => CaseState::Refused,
        };
        self.frame.t1("case-proposed", "what", self.frame.t(&format!("case-state-{}", state.name())))
    }

    fn opened(&self) -> Opened<'_> {
        let closed = self.desk.in_force.as_ref().map_or(FieldSet::EMPTY, |chosen| chosen.closed());
        Opened::new(&self.frame, &self.fields, self.empty, closed)
    }

    fn compared(&self) -> Option<Compared<'_>> {
        self.claim.as_ref().map(|claim| Compared::new(&self.frame, claim))
    }

    fn history(&self) -> History<'_> {
        History::new(&self.frame, &self.events, self.cut)
    }

    fn bound_entries(&self) -> Vec<Bound<'_>> {
        self.bound.iter().map(|entry| Bound::new(&self.frame, entry)).collect()
    }

    fn file_of(&self, file: &CaseFileView) -> String {
        use amanah_domain::cases::AttachmentState;
        let kind = match (file.state, file.media) {
            (AttachmentState::Kept, Some(media)) => self.frame.t(&format!("case-media-{}", media.name())),
            (state, _) => self.frame.t(&format!("case-file-{}", state.name())),
        };
        let key = if file.evidence { "case-file-evidence" } else { "case-file-of" };
        self.frame.tf(
            key,
            &[
                ("kind", kind.into()),
                ("size", file.kilobytes.into()),
                ("at", self.frame.moment_short(&file.at).into()),
            ],
        )
    }

    fn is_here(&self, file: &CaseFileView) -> bool {
        file.state == amanah_domain::cases::AttachmentState::Kept
    }

    /// Whether the person reads the reason.
    fn reason_hint(&self) -> &'static str {
        match self.case.kind {
            CaseKind::ContactChange => "case-reason-hint-contact",
            _ if self.case.four_eyes => "case-reason-hint-four-eyes",
            _ => "case-reason-hint",
        }
    }

    /// Nothing was opened for this page.
    fn is_kept_from(&self) -> bool {
        matches!(self.standing, Standing::Own | Standing::Related | Standing::NotForThis)
    }

    fn is_open(&self) -> bool {
        self.case.state.is_open() && !self.is_kept_from()
    }

    fn may_pause(&self) -> bool {
        self.case.state == CaseState::Open && self.case.due_at.is_some_and(|due| due > self.frame.now)
    }

    /// A clock that has run out is not made longer.
    fn may_extend(&self) -> bool {
        self.case.extension_left > 0 && self.case.due_at.is_none_or(|due| due > self.frame.now)
    }

    fn is_answered(&self) -> bool {
        !self.case.kind.is_decided()
    }

    fn may_reply(&self) -> bool {
        self.is_open() && self.case.kind != CaseKind::ContactChange
    }

    fn tags(&self) -> Vec<Tag> {
        let case = &self.case;
        let mut tags: Vec<Tag> = Vec::new();
        if case.state.is_open() {
            tags.extend(clock(&self.frame, case.due_at, case.left_ms));
        }
        tags.push(state_tag(&self.frame, case.state));
        let level = match case.level {
            Level::Officer => None,
            Level::Lead => Some("case-level-lead"),
            Level::Dpo => Some("case-level-dpo"),
        };
        tags.extend(level.filter(|_| case.state.is_open()).map(|key| Tag::waiting(self.frame.t(key))));
        tags
    }

    fn ended_as(&self, state: &CaseState) -> String {
        self.frame.t(&format!("case-state-{}", state.name()))
    }

    fn holder(&self) -> String {
        holder(&self.frame, self.case.holder)
    }

    fn channel(&self) -> String {
        self.frame.t(&format!("case-channel-{}", self.case.channel.name()))
    }

    /// Said where a colleague was first, with what they did.
    fn first(&self) -> Option<Notice> {
        let state = self.frame.t(&format!("case-state-{}", self.case.state.name()));
        self.late.then(|| Notice::new(TagKind::No, self.frame.t1("case-colleague-first", "state", state)))
    }

    fn way(&self, act: &str) -> String {
        format!("/staff/cases/{}/{act}", self.case.id)
    }

    fn is_wrong(&self, name: &str) -> bool {
        self.form.error_of(name).is_some()
    }

    fn keys_script(&self) -> &'static str {
        crate::assets::keys_path()
    }

    fn keys(&self) -> Keys {
        Keys::of_case(&self.frame)
    }
}

desk!(OpenCase at Some(Door::Cases), |page| if page.form.errors.is_empty() {
    page.kind()
} else {
    page.frame.t1("form-title-wrong", "title", page.kind())
});
