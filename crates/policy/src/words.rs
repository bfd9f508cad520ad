//! Which words a policy needs. The words themselves are Fluent files of the programme
//! (`programmes/<name>/words/<language>/policy.ftl`), read elsewhere; here they are only keys.
//!
//! | stem | beside it |
//! |---|---|
//! | `clause-4-1-b` | `-text`: what it says, in plain language |
//! | `purpose-<name>` | `-why`: what for; `-to`: an infinitive for the trail ("to check whether…") |
//! | `category-`, `role-`, `basis-`, `recipient-`, `source-`, `operation-`, `sensitivity-`, `statement-` | `-why` |
//! | `field-<name>` | `-why`; `-your`: "your NIK"; `-empty` where a form asks for it: what happens without |
//! | `operation-<name>-did` | past tense with its preposition: "looked at" |
//! | `role-<name>-a` | with article, at the start of a sentence: "A reviewer" |
//! | `recipient-<name>-who` | inside a sentence: "a ministry or government office" |
//! | `record-your` | "your record": the object of a use that touches no field |
//! | `refusal-`, `country-`, `agreement-`, `objection-`, `severity-`, `finding-` | |
//! | `stay-when-<name>`, `stay-rule` (`$what`, `$when`, `$kept`, `$article`), `stay-sooner` (`$what`) | |
//! | `once-per-person`, `-why` (`$length`), `anonymise`, `-why` (`$threshold`) | |
//! | `retention-event-`, `retention-then-`, `length-<unit>` (`$count`), `retention-rule` (`$length`, `$event`, `$then`) | |

use std::collections::BTreeSet;

use amanah_domain::{
    Category, CountryClass, LawfulBasis, Operation, PurposeId, RecipientClass, Role, Sensitivity, Source,
};

use crate::document::{Agreement, AtTheEnd, Objection, RetentionEvent};
use crate::names::Named;
use crate::{FindingKind, Policy, RefusalReason, Severity, StayWhen, Unit};

/// The words of one language: which keys there are.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The language's tag: `id`, `en`.
    pub language: &'a str,
    /// The keys of its file.
    pub keys: &'a BTreeSet<String>,
}

/// The names of the policy's statements about itself, in the order of the file.
pub const STATEMENTS: [&str; 6] =
    ["change", "continued-use", "claims", "withdrawal", "end-of-life", "visit-data"];

const SINGLE: [&str; 16] = [
    "policy-title",
    "policy-intro",
    "policy-model",
    "law-article",
    "law-goes-first",
    "retention-rule",
    "retention-at-once",
    "optional",
    "needed",
    "record-your",
    "stay-rule",
    "stay-sooner",
    "once-per-person",
    "once-per-person-why",
    "anonymise",
    "anonymise-why",
];

/// Every key that the pages may ask of a language for this policy.
pub fn word_keys(policy: &Policy) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = SINGLE.iter().map(|key| (*key).to_owned()).collect();
    for clause in &policy.document().clauses {
        let stem = clause.word_key();
        keys.insert(format!("{stem}-text"));
        keys.insert(stem);
    }
    every::<PurposeId>(&mut keys, "purpose", &["", "-why", "-to"]);
    every::<Category>(&mut keys, "category", &["", "-why"]);
    every::<Operation>(&mut keys, "operation", &["", "-why", "-did"]);
    every::<Role>(&mut keys, "role", &["", "-why", "-a"]);
    every::<LawfulBasis>(&mut keys, "basis", &["", "-why"]);
    every::<RecipientClass>(&mut keys, "recipient", &["", "-why", "-who"]);
    every::<Source>(&mut keys, "source", &["", "-why"]);
    every::<Sensitivity>(&mut keys, "sensitivity", &["", "-why"]);
    every::<CountryClass>(&mut keys, "country", &[""]);
    every::<Agreement>(&mut keys, "agreement", &[""]);
    every::<Objection>(&mut keys, "objection", &[""]);
    every::<RetentionEvent>(&mut keys, "retention-event", &[""]);
    every::<AtTheEnd>(&mut keys, "retention-then", &[""]);
    every::<Unit>(&mut keys, "length", &[""]);
    every::<StayWhen>(&mut keys, "stay-when", &[""]);
    every::<RefusalReason>(&mut keys, "refusal", &[""]);
    every::<Severity>(&mut keys, "severity", &[""]);
    every::<FindingKind>(&mut keys, "finding", &[""]);
    for (name, rule) in &policy.document().fields {
        for suffix in ["", "-why", "-your"] {
            keys.insert(format!("field-{name}{suffix}"));
        }
        if rule.asked {
            keys.insert(format!("field-{name}-empty"));
        }
    }
    for name in STATEMENTS {
        keys.insert(format!("statement-{name}"));
        keys.insert(format!("statement-{name}-why"));
    }
    keys
}

fn every<T: Named>(keys: &mut BTreeSet<String>, stem: &str, suffixes: &[&str]) {
    for one in T::EVERY {
        keys.extend(suffixes.iter().map(|suffix| format!("{stem}-{}{suffix}", one.stable_name())));
    }
}
