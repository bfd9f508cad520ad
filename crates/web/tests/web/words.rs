//! Every word that the handlers ask for exists, in every language.

use std::collections::BTreeSet;
use std::path::Path;

use amanah_domain::states::IdentityState;
use amanah_domain::{FieldId, PurposeId, Role};
use amanah_pages::{Lang, Words};

use crate::house::words;

fn sources(dir: &Path, out: &mut String) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else {
            out.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

fn code() -> String {
    let mut out = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut out);
    out
}

/// Texts that stand where a key must stand.
fn asked(code: &str, calls: &[&str]) -> BTreeSet<String> {
    let keys =
        calls.iter().flat_map(|call| code.split(call).skip(1)).filter_map(|rest| rest.split('"').next());
    keys.map(str::to_owned).collect()
}

fn missing(words: &Words, keys: impl IntoIterator<Item = String>) -> Vec<String> {
    let lacks = |key: &String| Lang::ALL.into_iter().any(|lang| !words.lexicon(lang).has(key));
    keys.into_iter().filter(lacks).collect()
}

#[test]
fn every_key_of_the_handlers_exists() {
    let code = code();
    let calls = [".t(\"", ".t1(\"", ".t2(\"", ".tf(\""].map(str::to_owned);
    let calls: Vec<&str> = calls.iter().map(String::as_str).collect();
    let mut keys = asked(&code, &calls);
    // Pairs of address and key, and keys that a match chooses.
    keys.extend(
        code.split('"')
            .filter(|text| text.starts_with("rule-fix-") || text.starts_with("hindrance-fix-"))
            .map(str::to_owned),
    );
    assert!(keys.len() > 20, "{keys:?}");
    assert_eq!(missing(&words(), keys), Vec::<String>::new());
}

#[test]
fn every_family_of_the_handlers_is_whole() {
    let mut keys = BTreeSet::new();
    for purpose in PurposeId::ALL {
        keys.extend([format!("purpose-{}", purpose.name()), format!("purpose-{}-why", purpose.name())]);
    }
    for role in Role::ALL {
        keys.insert(format!("role-{}", role.name()));
    }
    for state in IdentityState::ALL {
        keys.insert(format!("identity-{}", state.name()));
    }
    let asked = [
        FieldId::Name,
        FieldId::Email,
        FieldId::Phone,
        FieldId::Nik,
        FieldId::Kk,
        FieldId::BirthDate,
        FieldId::Gender,
        FieldId::Address,
        FieldId::Occupation,
        FieldId::Education,
        FieldId::PayoutAccount,
    ];
    for field in asked {
        keys.extend([format!("field-{}-why", field.name()), format!("field-{}-empty", field.name())]);
    }
    assert_eq!(missing(&words(), keys), Vec::<String>::new());
}

/// `state-<key>` for every `ActionError::State("…")`, and the rules that a request can break.
#[test]
fn every_refusal_has_its_words() {
    let mut actions = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../actions/src"), &mut actions);
    let states = asked(&actions, &["State(\""]).into_iter().map(|key| format!("state-{key}"));
    let joins = actions.split('"').filter(|text| text.starts_with("join-")).map(|key| format!("state-{key}"));
    let hindrances = ["profile-incomplete", "not-eligible", "other-batch", "already-selected"];
    let rules = asked(&code(), &["Failure::Bad(\""])
        .into_iter()
        .map(|key| format!("fault-rule-{}", key.replace('_', "-")));
    let keys: BTreeSet<String> = states
        .chain(joins)
        .chain(rules)
        .chain(hindrances.into_iter().map(|name| format!("hindrance-{name}")))
        .collect();
    assert!(keys.len() > 25, "{keys:?}");
    assert_eq!(missing(&words(), keys), Vec::<String>::new());
}
