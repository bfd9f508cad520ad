//! What a certificate of erasure says, as data and in words: made once for the page, for the PDF and for
//! the staff console, so that they never say different things. No personal value in it: it is read by
//! whoever has its code, also when the person's account is gone.

use amanah_domain::states::{HoldGround, NoticeState, NoticeWay, RemovalAct, RemovalGround, Trace};
use amanah_domain::{Category, FieldId, PurposeId, RecipientClass, Role, Timestamp, Unreadable};

use crate::layout::Frame;
use crate::parts::Tag;
use crate::words::Lexicon;

/// What was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// All values of a category.
    Category(Category),
    /// One kind of value.
    Field(FieldId),
    /// Something beside the values.
    Trace(Trace),
}

impl What {
    /// In words, as the beginning of a line.
    pub fn say(self, words: Lexicon<'_>) -> String {
        match self {
            Self::Category(category) => words.category(category),
            Self::Field(field) => capital(&words.field(field)),
            Self::Trace(trace) => words.t(&format!("trace-{}", trace.name())),
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// A category, sealed.
    Category(Category),
    /// The keyed tag of the NIK by which nobody is given a benefit twice.
    OncePerPerson,
    /// Everything: processing ends, data stay sealed until their time is over.
    Everything,
}

/// Something that stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptLine {
    /// What.
    pub kept: Kept,
    /// For which purpose.
    pub purpose: PurposeId,
    /// The article of Law 27/2022 that allows it: `15(1)c`; empty where the policy names none.
    pub article: String,
    /// The clause of the policy: `5.6`; empty where the policy names none.
    pub clause: String,
    /// Until when; `None` where the event from which it counts has not come.
    pub until: Option<Timestamp>,
}

/// A legal hold, as the person hears of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HoldNote {
    /// Why.
    pub ground: HoldGround,
    /// Until when at most.
    pub until: Timestamp,
}

impl HoldNote {
    pub(crate) fn say(self, frame: &Frame<'_>) -> String {
        let ground = frame.t(&format!("hold-ground-{}", self.ground.name()));
        let key = if frame.is_staff() { "hold-note-staff" } else { "hold-note" };
        frame.t2(key, "ground", ground, "at", frame.date(&self.until))
    }
}

/// A recipient that was told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoticeLine {
    /// Who.
    pub recipient: RecipientClass,
    /// How far that is.
    pub state: NoticeState,
    /// When it was told.
    pub told_at: Option<Timestamp>,
    /// When its signed answer came.
    pub answered_at: Option<Timestamp>,
    /// How it was told, and the day of its answer, where the data protection officer recorded that.
    pub by_hand: Option<(NoticeWay, Timestamp)>,
}

/// A certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CertificateFacts {
    /// Which act.
    pub act: RemovalAct,
    /// Who asked for it: the person, the DPO for them, the system by a rule.
    pub asked_by: Role,
    /// On which ground.
    pub ground: RemovalGround,
    /// The clause of the policy that it rests on: `7.4`.
    pub clause: String,
    /// The article of Law 27/2022: `43`.
    pub article: String,
    /// When it was done; `None` while it is under way.
    pub done_at: Option<Timestamp>,
    /// Its number in the journal outside the database, once it stands there.
    pub journal: Option<u64>,
    /// What is gone, and how many of it.
    pub gone: Vec<(What, u64)>,
    /// What stays.
    pub kept: Vec<KeptLine>,
    /// Recipients.
    pub notices: Vec<NoticeLine>,
    /// From when on no copy can be opened, backups included; `None` where nothing went.
    pub unreadable: Option<Unreadable>,
    /// Entries of the ledger: `1-48213`.
    pub proofs: Vec<String>,
}

/// A line that stays, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KeptText {
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) until: String,
}

/// A certificate in words.
#[derive(Clone, Debug)]
pub(crate) struct CertificateText {
    pub(crate) title: String,
    /// What was done, when, at whose wish, under which clause and article.
    pub(crate) lead: String,
    /// What the act means.
    pub(crate) meaning: String,
    /// Values that went.
    pub(crate) gone: Vec<String>,
    /// Where else something of the person lay, with counts.
    pub(crate) places: Vec<String>,
    pub(crate) kept: Vec<KeptText>,
    /// Recipient, status, when.
    pub(crate) notices: Vec<(String, Tag, String)>,
    pub(crate) copies: String,
    /// Numbers of entries.
    pub(crate) proofs: Vec<String>,
    /// That it stands in the journal too; empty where it does not yet.
    pub(crate) journal: String,
}

impl KeptLine {
    pub(crate) fn say(&self, frame: &Frame<'_>) -> KeptText {
        let words = frame.words;
        let mut grounds = Vec::new();
        if !self.clause.is_empty() {
            grounds.push(words.clause_in_words(&self.clause));
        }
        if !self.article.is_empty() {
            grounds.push(words.clause_in_words(&format!("law {}", self.article)));
        }
        // Staff read about somebody else.
        let why = match self.kept {
            Kept::Everything => frame.t("kept-everything-why"),
            _ if frame.is_staff() => words.task(self.purpose),
            _ => capital(&words.purpose(self.purpose)),
        };
        let why = match grounds.is_empty() {
            true => frame.t1("kept-why-bare", "why", why),
            false => frame.t2("kept-why", "why", why, "grounds", words.list(&grounds)),
        };
        let what = match self.kept {
            Kept::Category(category) => words.category(category),
            Kept::OncePerPerson => frame.t("kept-once-per-person"),
            Kept::Everything => frame.t("kept-everything"),
        };
        KeptText { what, why, until: until(frame, self.until) }
    }
}

/// Until when something stays.
fn until(frame: &Frame<'_>, until: Option<Timestamp>) -> String {
    match until {
        Some(at) => frame.t1("kept-until", "at", frame.date(&at)),
        None => frame.t("kept-until-open"),
    }
}

/// From when on no copy can be opened, as a sentence.
pub(crate) fn copies(frame: &Frame<'_>, unreadable: Unreadable) -> String {
    let key = match unreadable {
        Unreadable::Since(_) => "copies-gone",
        Unreadable::By(_) => "copies-until",
        Unreadable::Late { .. } => "copies-late",
    };
    frame.t1(key, "at", frame.moment(&unreadable.at()))
}

impl CertificateFacts {
    pub(crate) fn say(&self, frame: &Frame<'_>) -> CertificateText {
        let act = self.act.name();
        let words = frame.words;
        let when = self.done_at.map(|at| frame.moment(&at));
        let who = match self.asked_by {
            Role::Person => frame.t("asked-by-person"),
            Role::Dpo => frame.t("asked-by-dpo"),
            _ => frame.t(&format!("removal-ground-{}", self.ground.name())),
        };
        let lead = frame.tf(
            if when.is_some() { "certificate-lead" } else { "certificate-lead-soon" },
            &[
                ("did", frame.t(&format!("certificate-did-{act}")).into()),
                ("at", when.unwrap_or_default().into()),
                ("who", who.into()),
                ("clause", words.clause_in_words(&self.clause).into()),
                ("article", words.clause_in_words(&format!("law {}", self.article)).into()),
            ],
        );
        let (places, values): (Vec<_>, Vec<_>) =
            self.gone.iter().partition(|(what, _)| matches!(what, What::Trace(_)));
        CertificateText {
            title: frame.t(&format!("certificate-{act}")),
            lead,
            meaning: frame.t(&format!("certificate-means-{act}")),
            gone: values.iter().map(|(what, _)| what.say(words)).collect(),
            places: places.iter().map(|(what, count)| place(frame, *what, *count)).collect(),
            kept: self.kept.iter().map(|line| line.say(frame)).collect(),
            notices: self.notices.iter().map(|line| notice(frame, line)).collect(),
            copies: self.unreadable.map(|unreadable| copies(frame, unreadable)).unwrap_or_default(),
            proofs: self.proofs.clone(),
            journal: self.journal.map(|n| frame.t1("certificate-journal", "n", n)).unwrap_or_default(),
        }
    }
}

fn place(frame: &Frame<'_>, what: What, count: u64) -> String {
    let said = what.say(frame.words);
    if count > 1 { frame.t2("gone-counted", "what", said, "n", count) } else { said }
}

/// How far a recipient is, as a tag.
pub(crate) fn notice_tag(frame: &Frame<'_>, state: NoticeState) -> Tag {
    let text = frame.t(&format!("notice-state-{}", state.name()));
    match state {
        NoticeState::Waiting | NoticeState::Told => Tag::waiting(text),
        NoticeState::Acknowledged => Tag::done(text),
        NoticeState::Recorded => Tag::plain(text),
    }
}

/// Whoever received data only to carry messages to the person.
pub(crate) fn carries(recipient: RecipientClass) -> bool {
    recipient == RecipientClass::MessagingHouses
}

/// What the data protection officer recorded: never that it was signed.
pub(crate) fn by_hand(frame: &Frame<'_>, (way, answered): (NoticeWay, Timestamp)) -> String {
    let told = frame.t(&format!("notice-told-{}", way.name()));
    frame.t2("notice-recorded", "told", told, "at", frame.date(&answered))
}

fn notice(frame: &Frame<'_>, line: &NoticeLine) -> (String, Tag, String) {
    let moment = |at: Option<Timestamp>| at.map(|at| frame.moment(&at)).unwrap_or_default();
    let when = match line.state {
        // Nobody there could answer over the network: they know no more than an address and a letter.
        NoticeState::Waiting if carries(line.recipient) => frame.t("notice-carries"),
        NoticeState::Waiting => String::new(),
        NoticeState::Told => frame.t1("notice-told-at", "at", moment(line.told_at)),
        NoticeState::Acknowledged => frame.t1("notice-answered-at", "at", moment(line.answered_at)),
        NoticeState::Recorded => line.by_hand.map(|word| by_hand(frame, word)).unwrap_or_default(),
    };
    (capital(&frame.words.recipient(line.recipient)), notice_tag(frame, line.state), when)
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    /// Everything is gone but what the law wants kept.
    pub(crate) fn destroyed(now: Timestamp) -> CertificateFacts {
        let categories = [
            Category::Identity,
            Category::Birth,
            Category::Contact,
            Category::Address,
            Category::Numbers,
            Category::Livelihood,
            Category::Account,
            Category::Access,
        ];
        let traces = [
            (Trace::Keys, 1),
            (Trace::Tags, 5),
            (Trace::Sessions, 2),
            (Trace::Letters, 7),
            (Trace::Account, 1),
        ];
        CertificateFacts {
            act: RemovalAct::Destroy,
            asked_by: Role::Person,
            ground: RemovalGround::Request,
            clause: "7.4".to_owned(),
            article: "44".to_owned(),
            done_at: Some(now.plus_hours(-1)),
            journal: Some(318),
            gone: categories
                .into_iter()
                .map(|category| (What::Category(category), 1))
                .chain(traces.map(|(trace, count)| (What::Trace(trace), count)))
                .collect(),
            kept: vec![KeptLine {
                kept: Kept::OncePerPerson,
                purpose: PurposeId::Benefits,
                article: "15(1)c".to_owned(),
                clause: "5.6".to_owned(),
                until: Some(now.plus_hours(24 * 1_826)),
            }],
            notices: vec![
                NoticeLine {
                    recipient: RecipientClass::Government,
                    state: NoticeState::Acknowledged,
                    told_at: Some(now.plus_hours(-1)),
                    answered_at: Some(now),
                    by_hand: None,
                },
                NoticeLine {
                    recipient: RecipientClass::PaymentPartners,
                    state: NoticeState::Told,
                    told_at: Some(now),
                    answered_at: None,
                    by_hand: None,
                },
                NoticeLine {
                    recipient: RecipientClass::ServiceProviders,
                    state: NoticeState::Recorded,
                    told_at: None,
                    answered_at: None,
                    by_hand: Some((NoticeWay::Letter, now)),
                },
                NoticeLine {
                    recipient: RecipientClass::MessagingHouses,
                    state: NoticeState::Waiting,
                    told_at: None,
                    answered_at: None,
                    by_hand: None,
                },
            ],
            unreadable: Some(Unreadable::By(now.plus_hours(24 * 14))),
            proofs: vec!["1-48213".to_owned(), "1-48220".to_owned()],
        }
    }

    /// One value erased; nothing had gone anywhere.
    pub(crate) fn erased(now: Timestamp) -> CertificateFacts {
        CertificateFacts {
            act: RemovalAct::Erase,
            article: "43".to_owned(),
            gone: vec![(What::Field(FieldId::Address), 1)],
            kept: Vec::new(),
            notices: Vec::new(),
            unreadable: Some(Unreadable::Since(now.plus_hours(-2))),
            ..destroyed(now)
        }
    }

    /// Ended; all stays sealed.
    pub(crate) fn ended(now: Timestamp) -> CertificateFacts {
        let stays = KeptLine {
            kept: Kept::Everything,
            purpose: PurposeId::Retention,
            article: String::new(),
            clause: "5.5".to_owned(),
            until: None,
        };
        CertificateFacts {
            act: RemovalAct::End,
            article: "42".to_owned(),
            gone: Vec::new(),
            kept: vec![stays],
            unreadable: None,
            asked_by: Role::Dpo,
            ..destroyed(now)
        }
    }
}
