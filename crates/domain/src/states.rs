//! States that stand in the clear beside a random id, so that queues and counts need no key.

use crate::sets::register;

register! {
    /// How far a NIK is believed. Only verified people enter a draw.
    IdentityState {
        /// No NIK given.
        None = 0 "none",
        /// Given, the registry has not answered yet.
        Claimed = 1 "claimed",
        /// The registry answered: match.
        Verified = 2 "verified",
        /// The registry answered: no match; the person is asked to check.
        Mismatch = 3 "mismatch",
        /// Somebody else holds the NIK; a human looks at it.
        Contested = 4 "contested",
    }
}

register! {
    /// What the eligibility rules say of a person.
    EligibilityState {
        /// Not assessed: something is missing.
        Open = 0 "open",
        /// All rules are met.
        Eligible = 1 "eligible",
        /// A rule is not met.
        NotEligible = 2 "not-eligible",
        /// A human decides.
        Review = 3 "review",
    }
}

register! {
    /// The life of a batch. There is no way back.
    BatchState {
        /// Prepared: the seed is committed, joining has not begun.
        Planned = 0 "planned",
        /// People join and leave.
        Open = 1 "open",
        /// Closed: the entrants are committed.
        Closed = 2 "closed",
        /// The reveal was made and the ranks are published.
        Drawn = 3 "drawn",
        /// The reveal did not come in time; this is published and the batch is not redrawn.
        Failed = 4 "failed",
    }
}

register! {
    /// Where an entrant stands in a batch.
    EntryState {
        /// Joined.
        Joined = 0 "joined",
        /// Left again while the batch was open.
        Left = 1 "left",
        /// Committed as an entrant when the batch closed.
        Entered = 2 "entered",
        /// Joined, but not verified and eligible when the batch closed.
        NotEntered = 3 "not-entered",
        /// Drawn.
        Selected = 4 "selected",
        /// Waiting, in order.
        Waiting = 5 "waiting",
        /// Withdrew after the entrants were committed: keeps the line, loses the place.
        Withdrawn = 6 "withdrawn",
    }
}

register! {
    /// How somebody is reached.
    Channel {
        /// E-mail.
        Email = 0 "email",
        /// Text message.
        Text = 1 "text",
        /// WhatsApp message.
        WhatsApp = 2 "whatsapp",
    }
}

register! {
    /// The three acts by which data go (Law 27/2022).
    RemovalAct {
        /// Article 42: processing ends, data stay sealed.
        End = 0 "end",
        /// Article 43: values or categories become unreadable for good.
        Erase = 1 "erase",
        /// Article 44: so does everything that has no ground to stay.
        Destroy = 2 "destroy",
    }
}

register! {
    /// How far a removal is. Each step is done once and can be taken up again after a crash.
    RemovalState {
        /// Written down; nothing is gone yet.
        Asked = 0 "asked",
        /// Gone from the database; the journal may lack its line still.
        Gone = 1 "gone",
        /// Gone, recorded and in the journal: what a person is told rests on this.
        Confirmed = 2 "confirmed",
    }
}

register! {
    /// What a line of a removal says.
    RemovalLine {
        /// Something that is gone.
        Gone = 0 "gone",
        /// Something that stays, on a ground, until a time.
        Kept = 1 "kept",
        /// An entry of the ledger that proves a step.
        Proof = 2 "proof",
    }
}

register! {
    /// Where a recipient's answer stands.
    NoticeState {
        /// Not handed over yet.
        Waiting = 0 "waiting",
        /// Handed over; no signed acknowledgement yet.
        Told = 1 "told",
        /// The signed acknowledgement is here and was checked.
        Acknowledged = 2 "acknowledged",
        /// Told by another way, and answered: the data protection officer wrote it down. No signature.
        Recorded = 3 "recorded",
    }
}

impl NoticeState {
    /// No answer of any kind is here.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Waiting | Self::Told)
    }
}

register! {
    /// How a recipient was told that has no address of its own.
    NoticeWay {
        /// By letter.
        Letter = 0 "letter",
        /// In a meeting.
        Meeting = 1 "meeting",
        /// By the contract under which it works.
        Contract = 2 "contract",
    }
}

register! {
    /// The life of a key epoch.
    EpochState {
        /// New keys are wrapped by it.
        Open = 0 "open",
        /// What it wraps is being wrapped anew.
        Closed = 1 "closed",
        /// Its key is gone, with everything that was still under it.
        Destroyed = 2 "destroyed",
    }
}

register! {
    /// On which ground data go (Law 27/2022, articles 42(1), 43(1), 44(1)).
    RemovalGround {
        /// The person asks for it.
        Request = 0 "request",
        /// The time to keep is over.
        TimeOver = 1 "time-over",
        /// The purpose is reached: nothing needs them any more.
        PurposeOver = 2 "purpose-over",
        /// The consent they rested on was withdrawn.
        ConsentWithdrawn = 3 "consent-withdrawn",
        /// They were obtained or used unlawfully.
        Unlawful = 4 "unlawful",
    }
}

register! {
    /// Why data are held back from removal (article 15, and 44(1)c: what a legal process needs).
    HoldGround {
        /// A dispute before a court, or about to be.
        Dispute = 0 "dispute",
        /// An investigation by those whom a law gives it to.
        Investigation = 1 "investigation",
        /// An audit of public money.
        Audit = 2 "audit",
        /// A written order of an authority.
        Order = 3 "order",
    }
}

register! {
    /// How far a copy is that goes to another controller.
    TransferState {
        /// Ordered; a job sends it.
        Waiting = 0 "waiting",
        /// The other controller has signed for it.
        Received = 1 "received",
        /// Given up.
        Failed = 2 "failed",
    }
}

register! {
    /// What is removed of a person beside the values themselves: a line of the certificate each.
    Trace {
        /// The keys: without them nothing sealed can be opened.
        Keys = 0 "keys",
        /// Blind indexes by which the person was found.
        Tags = 1 "tags",
        /// Letters and messages that waited or were kept.
        Letters = 2 "letters",
        /// Work that waited to be done about the person.
        Jobs = 3 "jobs",
        /// Codes, links and half-filled forms.
        Tickets = 4 "tickets",
        /// Sessions and the devices they were begun on.
        Sessions = 5 "sessions",
        /// Consents.
        Consents = 6 "consents",
        /// Cases: what was said and what was answered.
        Cases = 7 "cases",
        /// Reasons why somebody looked.
        Reasons = 8 "reasons",
        /// Places in batches.
        Batches = 9 "batches",
        /// Roles as a member of staff.
        Roles = 10 "roles",
        /// Declared relations, in both directions.
        Relations = 11 "relations",
        /// Legal holds that were over.
        Holds = 12 "holds",
        /// The account itself.
        Account = 13 "account",
        /// Files that were sent.
        Files = 14 "files",
    }
}
