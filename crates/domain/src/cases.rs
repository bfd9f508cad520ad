//! What people ask, as one thing whatever the channel: kinds, states, desks, events of a case.

use crate::rights::Right;
use crate::sets::register;

register! {
    /// Kinds of cases.
    CaseKind {
        /// An eligibility rule that only a human may decide, or that the person contests.
        Eligibility = 0 "eligibility",
        /// Two people claim one NIK.
        Identity = 1 "identity",
        /// A lost or changed way to be reached, without the second channel.
        ContactChange = 2 "contact-change",
        /// A value is wrong, and another is only believed with evidence.
        Correction = 3 "correction",
        /// Processing for a purpose is objected to.
        Objection = 4 "objection",
        /// The result of a draw is contested.
        DrawReview = 5 "draw-review",
        /// Processing is to be suspended or restricted.
        Restriction = 6 "restriction",
        /// Data are to be deleted.
        Deletion = 7 "deletion",
        /// Access that the person cannot take by themselves.
        Access = 8 "access",
        /// A complaint about a use that stands in the trail.
        LookComplaint = 9 "look-complaint",
        /// A question.
        Question = 10 "question",
        /// A complaint about anything else.
        Complaint = 11 "complaint",
        /// Somebody wants to act for another person.
        Representation = 12 "representation",
    }
}

register! {
    /// Who works on a kind of case.
    Desk {
        /// Reviewers.
        Review = 0 "review",
        /// Contact agents.
        Contact = 1 "contact",
        /// The data protection officer.
        Protection = 2 "protection",
    }
}

impl CaseKind {
    /// Who works on it.
    pub const fn desk(self) -> Desk {
        match self {
            Self::Eligibility
            | Self::Identity
            | Self::Correction
            | Self::DrawReview
            | Self::Representation => Desk::Review,
            Self::ContactChange | Self::Question | Self::Complaint => Desk::Contact,
            Self::Objection | Self::Restriction | Self::Deletion | Self::Access | Self::LookComplaint => {
                Desk::Protection
            }
        }
    }

    /// The right of the law that it answers, where it is one.
    pub const fn right(self) -> Option<Right> {
        match self {
            Self::Eligibility | Self::Objection | Self::DrawReview => Some(Right::Object),
            Self::Correction => Some(Right::Correct),
            Self::Restriction => Some(Right::Restrict),
            Self::Deletion => Some(Right::Erase),
            Self::Access => Some(Right::Access),
            Self::Identity
            | Self::ContactChange
            | Self::LookComplaint
            | Self::Question
            | Self::Complaint
            | Self::Representation => None,
        }
    }

    /// Whether it ends with a yes or a no; the others end with an answer.
    pub const fn is_decided(self) -> bool {
        !matches!(self, Self::Question | Self::Complaint | Self::LookComplaint)
    }
}

register! {
    /// The life of a case.
    CaseState {
        /// Waits for a member of staff.
        Open = 0 "open",
        /// Decided for the person.
        Granted = 1 "granted",
        /// Decided against, with reasons.
        Refused = 2 "refused",
        /// Waits for the person; the clock is stopped.
        Waiting = 3 "waiting",
        /// A decision is proposed and waits for a second pair of eyes.
        Proposed = 4 "proposed",
        /// A question or complaint was answered.
        Answered = 5 "answered",
        /// The person took it back.
        Withdrawn = 6 "withdrawn",
    }
}

impl CaseState {
    /// Not at its end: somebody still has to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Waiting | Self::Proposed)
    }
}

register! {
    /// By which way something was said.
    CaseChannel {
        /// The person's own pages, signed in.
        Portal = 0 "portal",
        /// The Report Form, without an account.
        Form = 1 "form",
        /// A telephone call.
        Phone = 2 "phone",
        /// WhatsApp.
        WhatsApp = 3 "whatsapp",
        /// E-mail.
        Email = 4 "email",
        /// Live chat.
        Chat = 5 "chat",
        /// The system itself.
        System = 6 "system",
    }
}

register! {
    /// What happened in a case.
    CaseEvent {
        /// It was opened.
        Opened = 0 "opened",
        /// The person said something.
        Said = 1 "said",
        /// Staff said something to the person.
        Replied = 2 "replied",
        /// A note among staff; the person does not see it.
        Note = 3 "note",
        /// Somebody took it.
        Taken = 4 "taken",
        /// It was handed to somebody else.
        HandedOver = 5 "handed-over",
        /// The clock was stopped: the person is asked for something.
        Paused = 6 "paused",
        /// The clock runs again.
        Resumed = 7 "resumed",
        /// The clock was given more hours.
        Extended = 8 "extended",
        /// Half of the time is over.
        HalfTime = 9 "half-time",
        /// Twelve hours are left.
        TwelveHours = 10 "twelve-hours",
        /// The time is over.
        Lapsed = 11 "lapsed",
        /// What happens by itself when the time is over was done; the code says what.
        SafetyDone = 12 "safety-done",
        /// A decision was proposed.
        Proposed = 13 "proposed",
        /// The second pair of eyes sent it back.
        SentBack = 14 "sent-back",
        /// It was decided or answered.
        Decided = 15 "decided",
        /// The person appealed.
        Appealed = 16 "appealed",
        /// The person took it back.
        Withdrawn = 17 "withdrawn",
        /// Something was attached.
        Attached = 18 "attached",
        /// A recipient was told; the code says which class.
        RecipientTold = 19 "recipient-told",
        /// The kind was changed: it went to another desk.
        Sorted = 20 "sorted",
        /// A live chat ended.
        ChatEnded = 21 "chat-ended",
    }
}

register! {
    /// What became of something that was sent by a channel that reports back.
    Fate {
        /// Nothing is known, or nothing was sent.
        None = 0 "none",
        /// Handed over.
        Sent = 1 "sent",
        /// Delivered to the device.
        Delivered = 2 "delivered",
        /// Read.
        Read = 3 "read",
        /// It will not arrive.
        Failed = 4 "failed",
    }
}

register! {
    /// Whose list a case is on.
    Level {
        /// The officers of the desk.
        Officer = 0 "officer",
        /// The lead as well.
        Lead = 1 "lead",
        /// The data protection officer as well.
        Dpo = 2 "dpo",
    }
}

register! {
    /// Of which kind a file is, by its content and not by its name.
    MediaKind {
        /// JPEG picture.
        Jpeg = 0 "jpeg",
        /// PNG picture.
        Png = 1 "png",
        /// WebP picture.
        Webp = 2 "webp",
        /// PDF document.
        Pdf = 3 "pdf",
    }
}

register! {
    /// Where an attachment stands.
    AttachmentState {
        /// To be fetched by a job.
        Awaited = 0 "awaited",
        /// Here, checked and sealed.
        Kept = 1 "kept",
        /// Not taken: of another kind, too large, or not to be had.
        Refused = 2 "refused",
    }
}

register! {
    /// What a ledger entry is to a case.
    EntryTie {
        /// The case is about it.
        About = 0 "about",
        /// It records the answer.
        Answer = 1 "answer",
    }
}

register! {
    /// How somebody stands in for a person (articles 25 and 26).
    Standing {
        /// A parent or guardian of a child.
        Guardian = 0 "guardian",
        /// A helper of a person with a disability.
        Helper = 1 "helper",
    }
}

register! {
    /// How far a representation is.
    StandingState {
        /// Asked for.
        Asked = 0 "asked",
        /// In force.
        Active = 1 "active",
        /// Refused.
        Refused = 2 "refused",
        /// Over.
        Ended = 3 "ended",
    }
}

register! {
    /// Of what recipients are told.
    NoticeKind {
        /// What they received is to go.
        Removal = 0 "removal",
        /// A value that they received was wrong.
        Correction = 1 "correction",
        /// The consent it rested on was withdrawn.
        Withdrawal = 2 "withdrawal",
        /// Processing is restricted.
        Restriction = 3 "restriction",
    }
}
