//! The rules a second time, written apart from the code: sentences over the TOML as it stands, strings
//! and all. Slow, and plain enough to be read by somebody who does not program.
//!
//! Each sentence has two halves: what must hold of the request and the policy (`when`), and what must
//! hold of the person (`fact`). Where both hold, the answer is no.

use toml::{Table, Value};

/// What is asked, in words.
pub(crate) struct Case<'a> {
    pub(crate) policy: &'a Table,
    pub(crate) purpose: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) role: &'a str,
    pub(crate) field: Option<&'a str>,
    pub(crate) recipient: Option<&'a str>,
}

/// What is known of the person, in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain {
    pub(crate) consented: bool,
    pub(crate) objected: bool,
    pub(crate) restricted: bool,
    pub(crate) age: &'static str,
    pub(crate) field_disputed: bool,
    pub(crate) legal_hold: bool,
    pub(crate) accepted: bool,
    pub(crate) ended: bool,
    pub(crate) is_self: bool,
    pub(crate) related: bool,
}

pub(crate) struct Sentence {
    /// The reason's stable name.
    pub(crate) reason: &'static str,
    pub(crate) when: fn(&Case<'_>) -> bool,
    pub(crate) fact: fn(&Plain) -> bool,
}

impl Case<'_> {
    fn entry(&self, section: &str, name: &str) -> Option<&Table> {
        self.policy.get(section)?.get(name)?.as_table()
    }
    fn rule(&self) -> Option<&Table> {
        self.entry("purpose", self.purpose)
    }
    fn says(&self, key: &str) -> &str {
        self.rule().and_then(|rule| rule.get(key)).and_then(Value::as_str).unwrap_or("")
    }
    fn is(&self, key: &str) -> bool {
        self.rule().and_then(|rule| rule.get(key)).and_then(Value::as_bool) == Some(true)
    }
    fn lists(&self, key: &str, name: &str) -> bool {
        let list = self.rule().and_then(|rule| rule.get(key)).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|one| one.as_str() == Some(name)))
    }
    fn category(&self, field: &str) -> Option<&str> {
        self.entry("field", field)?.get("category")?.as_str()
    }
    fn recipient_says(&self, key: &str) -> &str {
        let rule = self.recipient.and_then(|class| self.entry("recipient", class));
        rule.and_then(|rule| rule.get(key)).and_then(Value::as_str).unwrap_or("")
    }
    fn sends_out(&self) -> bool {
        ["announce", "transfer", "distribute", "disclose"].contains(&self.operation)
    }
    fn is_staff(&self) -> bool {
        !["person", "helper", "system"].contains(&self.role)
    }
    fn rests_on_consent(&self) -> bool {
        self.says("basis") == "consent"
    }
}

const ALWAYS: fn(&Plain) -> bool = |_| true;

pub(crate) const SENTENCES: &[Sentence] = &[
    // What the policy does not name a clause for does not happen.
    Sentence { reason: "no-clause", when: |c| c.says("clause").is_empty(), fact: ALWAYS },
    // Only what the purpose lists is done, only by whom it lists.
    Sentence { reason: "operation-not-listed", when: |c| !c.lists("operations", c.operation), fact: ALWAYS },
    Sentence { reason: "role-not-listed", when: |c| !c.lists("roles", c.role), fact: ALWAYS },
    // A field may serve the purpose when the purpose lists its category.
    Sentence {
        reason: "category-not-listed",
        when: |c| match c.field {
            None => false,
            Some(field) => !c.category(field).is_some_and(|category| c.lists("categories", category)),
        },
        fact: ALWAYS,
    },
    // Whoever sends data out says to whom; whoever does not, names nobody.
    Sentence { reason: "recipient-missing", when: |c| c.sends_out() && c.recipient.is_none(), fact: ALWAYS },
    Sentence {
        reason: "recipient-not-expected",
        when: |c| !c.sends_out() && c.recipient.is_some(),
        fact: ALWAYS,
    },
    // And it goes only to those whom the purpose lists and the policy describes.
    Sentence {
        reason: "recipient-not-listed",
        when: |c| {
            c.recipient.is_some_and(|to| !c.lists("recipients", to) || c.entry("recipient", to).is_none())
        },
        fact: ALWAYS,
    },
    // Abroad under safeguards: only with a signed agreement. Abroad without: only with consent.
    Sentence {
        reason: "no-agreement",
        when: |c| c.recipient_says("country") == "safeguarded" && c.recipient_says("agreement") != "signed",
        fact: ALWAYS,
    },
    Sentence {
        reason: "no-consent-for-country",
        when: |c| c.recipient_says("country") == "other",
        fact: |p| !p.consented,
    },
    // Nobody but the person acts as the person, and as their helper only whoever stands in for them.
    Sentence { reason: "not-self", when: |c| ["person", "helper"].contains(&c.role), fact: |p| !p.is_self },
    // Staff leave their own case and those of their relations to others.
    Sentence { reason: "own-case", when: |c| c.is_staff(), fact: |p| p.is_self },
    Sentence { reason: "related-case", when: |c| c.is_staff(), fact: |p| p.related },
    // After the end, and while restricted, only what says that it goes on.
    Sentence { reason: "ended", when: |c| !c.is("when_ended"), fact: |p| p.ended },
    Sentence { reason: "restricted", when: |c| !c.is("when_restricted"), fact: |p| p.restricted },
    // What rests on an agreement waits until the policy in force is agreed to. Rights and sign-in never wait.
    Sentence {
        reason: "policy-not-accepted",
        when: |c| {
            ["consent", "contract"].contains(&c.says("basis")) && !["rights", "security"].contains(&c.purpose)
        },
        fact: |p| !p.accepted,
    },
    // What a law keeps is not removed.
    Sentence {
        reason: "legal-hold",
        when: |c| c.operation == "delete" || c.operation == "destroy",
        fact: |p| p.legal_hold,
    },
    // Nobody relies on a disputed value or passes it on.
    Sentence {
        reason: "disputed",
        when: |c| c.field.is_some() && (c.operation == "analyse" || c.sends_out()),
        fact: |p| p.field_disputed,
    },
    // Consent is given, and not by a child.
    Sentence { reason: "no-consent", when: |c| c.rests_on_consent(), fact: |p| !p.consented },
    Sentence { reason: "child-consent", when: |c| c.rests_on_consent(), fact: |p| p.age == "child" },
    // An objection stops what rests on consent or interest, and what says so.
    Sentence {
        reason: "objected",
        when: |c| {
            c.rests_on_consent()
                || c.says("basis") == "legitimate-interest"
                || c.says("objection") == "to-all"
        },
        fact: |p| p.objected,
    },
    // Elsewhere it may stop machines that assess.
    Sentence {
        reason: "objected-to-machine",
        when: |c| c.says("objection") == "to-machines" && c.role == "system" && c.operation == "analyse",
        fact: |p| p.objected,
    },
];
