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
    /// Kinds of cases.
    CaseKind {
        /// An eligibility rule that only a human may decide.
        Eligibility = 0 "eligibility",
        /// Two people claim one NIK.
        Identity = 1 "identity",
        /// A lost or changed way to be reached, without the second channel.
        ContactChange = 2 "contact-change",
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
    }
}

register! {
    /// How somebody is reached.
    Channel {
        /// E-mail.
        Email = 0 "email",
        /// Text message.
        Text = 1 "text",
    }
}
