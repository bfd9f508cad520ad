//! Shown in place of a page that could not be: calmly, with what was kept and what to do.

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::refusal::Refused;

/// What went wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// 400: the request cannot be read.
    BadRequest {
        /// The bound that it broke and how much is allowed: `field_count_max`, 64.
        bound: Option<(String, u64)>,
    },
    /// 400: the request breaks a rule that has no measure: `utf8`, `field_twice`.
    Malformed {
        /// The rule's name; the words are `fault-rule-<name>`.
        rule: String,
    },
    /// 403: the form does not carry this session's token.
    Forged,
    /// 403: the policy refuses.
    Refused(Refused),
    /// 404.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 409: things stand otherwise by now.
    State {
        /// What stands in the way; the words are `state-<key>`.
        key: String,
    },
    /// 409: somebody changed the same at this moment.
    Conflict,
    /// 413: too much was sent.
    TooLarge {
        /// The bound's name: `body_bytes_max`.
        bound: String,
        /// How many bytes are allowed.
        bytes_max: u64,
    },
    /// 415: something else than a form.
    MediaType,
    /// 429: too many tries.
    TooMany {
        /// The bound's name: `codes_per_address_max`.
        bound: String,
        /// Seconds after which it works again.
        wait_seconds: u64,
    },
    /// 500.
    Internal,
    /// 503: too much to do at once, or being restarted.
    Unavailable {
        /// Seconds after which to try again.
        wait_seconds: u64,
    },
    /// 503: the keyring is away, so nothing can be opened.
    Sealed {
        /// Seconds after which to try again.
        wait_seconds: u64,
    },
}

impl Fault {
    /// The status of the answer.
    pub const fn status(&self) -> u16 {
        match self {
            Self::BadRequest { .. } | Self::Malformed { .. } => 400,
            Self::Forged | Self::Refused(_) => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::State { .. } | Self::Conflict => 409,
            Self::TooLarge { .. } => 413,
            Self::MediaType => 415,
            Self::TooMany { .. } => 429,
            Self::Internal => 500,
            Self::Unavailable { .. } | Self::Sealed { .. } => 503,
        }
    }

    /// Keys of title, what was kept, what to do.
    const fn keys(&self) -> [&'static str; 3] {
        match self {
            Self::BadRequest { .. } | Self::Malformed { .. } => {
                ["fault-400", "fault-400-kept", "fault-400-do"]
            }
            Self::Forged => ["fault-forged", "fault-forged-kept", "fault-forged-do"],
            Self::Refused(_) => ["fault-403", "fault-403-kept", ""],
            Self::NotFound => ["fault-404", "fault-404-kept", "fault-404-do"],
            Self::MethodNotAllowed => ["fault-405", "fault-405-kept", "fault-405-do"],
            Self::State { .. } => ["fault-state", "fault-state-kept", "fault-state-do"],
            Self::Conflict => ["fault-409", "fault-409-kept", "fault-409-do"],
            Self::MediaType => ["fault-415", "fault-415-kept", "fault-415-do"],
            Self::TooLarge { .. } => ["fault-413", "fault-413-kept", "fault-413-do"],
            Self::TooMany { .. } => ["fault-429", "fault-429-kept", ""],
            Self::Internal => ["fault-500", "fault-500-kept", "fault-500-do"],
            Self::Unavailable { .. } => ["fault-503", "fault-503-kept", ""],
            Self::Sealed { .. } => ["fault-sealed", "fault-sealed-kept", ""],
        }
    }
}

/// The page.
#[derive(askama::Template)]
#[template(path = "public/error_page.html")]
pub struct ErrorPage<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What went wrong.
    pub fault: Fault,
    /// What to name when asking for help: the request's id in the log. Empty where it helps nobody.
    pub reference: String,
}

impl ErrorPage<'_> {
    fn heading(&self) -> String {
        let [heading, ..] = self.fault.keys();
        self.frame.t(heading)
    }

    /// What a refusal means, and the clause it rests on.
    fn meaning(&self) -> Option<(String, String)> {
        let Fault::Refused(refused) = &self.fault else { return None };
        let words = &self.frame.words;
        let meaning =
            if self.frame.is_staff() { refused.meaning(words) } else { refused.meaning_to_person(words) };
        Some((meaning, refused.ground(words)))
    }

    /// The bound that was reached, by name.
    fn bound(&self) -> String {
        match &self.fault {
            Fault::BadRequest { bound: Some((name, max)) } => {
                self.frame.t2("fault-bound", "name", name, "max", *max)
            }
            Fault::TooLarge { bound, bytes_max } => self.frame.t2(
                "fault-bound-bytes",
                "name",
                bound,
                "max",
                self.frame.number(&bytes_max.div_ceil(1_000)),
            ),
            Fault::TooMany { bound, .. } => self.frame.t1("fault-limit", "name", bound),
            Fault::Malformed { rule } => self.frame.t(&format!("fault-rule-{}", rule.replace('_', "-"))),
            Fault::State { key } => self.frame.t(&format!("state-{key}")),
            _ => String::new(),
        }
    }

    fn kept(&self) -> String {
        let [_, kept, _] = self.fault.keys();
        self.frame.t(kept)
    }

    fn advice(&self) -> String {
        match &self.fault {
            Fault::Refused(refused) if self.frame.is_staff() => refused.advice(&self.frame.words),
            Fault::Refused(refused) => refused.advice_to_person(&self.frame.words),
            Fault::TooMany { wait_seconds, .. }
            | Fault::Unavailable { wait_seconds }
            | Fault::Sealed { wait_seconds } => self.frame.t1("fault-wait", "span", self.wait(*wait_seconds)),
            fault => {
                let [_, _, advice] = fault.keys();
                self.frame.t(advice)
            }
        }
    }

    /// Seconds below two minutes, then minutes, rounded up.
    fn wait(&self, seconds: u64) -> String {
        if seconds < 120 {
            self.frame.t1("span-seconds", "n", seconds.max(1))
        } else {
            self.frame.t1("span-minutes", "n", seconds.div_ceil(60))
        }
    }

    fn home(&self) -> &'static str {
        if self.frame.is_staff() {
            "/staff"
        } else if self.frame.is_person() {
            "/me"
        } else {
            "/"
        }
    }
}

page!(ErrorPage: |page| page.heading());

#[cfg(test)]
impl crate::sample::Sampled for ErrorPage<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let page = |fault| Self { frame: frame.clone(), fault, reference: "7f3a-91c2".to_owned() };
        let refused = Refused { reason: "restricted".to_owned(), clause: Some("law 41".to_owned()) };
        vec![
            ("400", page(Fault::BadRequest { bound: Some(("field_count_max".to_owned(), 64)) })),
            ("400-plain", page(Fault::BadRequest { bound: None })),
            ("403-forged", page(Fault::Forged)),
            ("400-rule", page(Fault::Malformed { rule: "field_twice".to_owned() })),
            ("403", page(Fault::Refused(refused))),
            ("409", page(Fault::Conflict)),
            ("409-state", page(Fault::State { key: "batch-not-open".to_owned() })),
            ("415", page(Fault::MediaType)),
            ("404", page(Fault::NotFound)),
            ("405", page(Fault::MethodNotAllowed)),
            ("413", page(Fault::TooLarge { bound: "body_bytes_max".to_owned(), bytes_max: 65_536 })),
            ("429", page(Fault::TooMany { bound: "codes_per_address_max".to_owned(), wait_seconds: 340 })),
            ("500", page(Fault::Internal)),
            ("503", page(Fault::Unavailable { wait_seconds: 30 })),
            ("503-sealed", page(Fault::Sealed { wait_seconds: 60 })),
        ]
    }
}
