//! Every key has words in both languages, every word belongs to a key, and nothing is left half-done.

use std::collections::{BTreeMap, BTreeSet};

use amanah_policy::{FindingKind, Words, check, word_keys};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::prakerja;

const INDONESIAN: &str = include_str!("../../../../programmes/prakerja/words/id/policy.ftl");
const ENGLISH: &str = include_str!("../../../../programmes/prakerja/words/en/policy.ftl");

/// What a message holds: its text, and the variables and messages that it refers to.
#[derive(Default)]
struct Said {
    text: String,
    variables: BTreeSet<String>,
    messages: BTreeSet<String>,
}

fn read(source: &str) -> BTreeMap<String, Said> {
    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let mut all = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut said = Said::default();
        gather(&message.value.unwrap_or_else(|| panic!("{} is empty", message.id.name)), &mut said);
        assert!(all.insert(message.id.name.to_owned(), said).is_none(), "{} stands twice", message.id.name);
    }
    all
}

fn gather(pattern: &Pattern<&str>, said: &mut Said) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => said.text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => refer(inline, said),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                refer(selector, said);
                variants.iter().for_each(|variant| gather(&variant.value, said));
            }
        }
    }
}

fn refer(inline: &InlineExpression<&str>, said: &mut Said) {
    match inline {
        InlineExpression::VariableReference { id } => said.variables.insert(id.name.to_owned()),
        InlineExpression::MessageReference { id, .. } => said.messages.insert(id.name.to_owned()),
        other => panic!("not used in these files: {other:?}"),
    };
}

#[test]
fn both_languages_have_every_key_and_no_other() {
    let wanted = word_keys(&prakerja());
    for (language, source) in [("id", INDONESIAN), ("en", ENGLISH)] {
        let keys: BTreeSet<String> = read(source).into_keys().collect();
        assert_eq!(
            wanted.difference(&keys).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "missing in {language}"
        );
        assert_eq!(
            keys.difference(&wanted).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "unknown in {language}"
        );
        let found = check(&prakerja(), &[Words { language, keys: &keys }]);
        assert!(found.iter().all(|finding| finding.kind != FindingKind::WordsMissing));
    }
}

#[test]
fn both_languages_take_the_same_variables_and_refer_to_what_exists() {
    let (indonesian, english) = (read(INDONESIAN), read(ENGLISH));
    for (key, said) in &indonesian {
        assert_eq!(said.variables, english[key].variables, "{key}");
        assert!(said.messages.iter().all(|other| indonesian.contains_key(other)), "{key}");
        assert!(english[key].messages.iter().all(|other| english.contains_key(other)), "{key}");
    }
}

/// The pieces are put into sentences, so their edges matter.
#[test]
fn the_pieces_fit_into_a_sentence() {
    for (key, said) in read(ENGLISH).iter().chain(&read(INDONESIAN)) {
        let text = said.text.trim();
        assert!(!text.is_empty() || !said.messages.is_empty(), "{key}");
        let small = text.chars().next().is_none_or(|c| c.is_lowercase() || text.starts_with("NIK"));
        if key.ends_with("-to") || key.ends_with("-did") {
            assert!(small && !text.ends_with('.'), "{key}: {text}");
        }
        if key.ends_with("-why") || key.ends_with("-text") || key.ends_with("-empty") {
            assert!(text.is_empty() || text.ends_with(['.', '?']), "{key}: {text}");
        }
        if key.ends_with("-your") {
            assert!(!text.ends_with('.'), "{key}: {text}");
        }
        if key.starts_with("role-") && key.ends_with("-a") {
            assert!(!small, "{key}: {text}");
        }
    }
    for (key, said) in read(ENGLISH) {
        if key.starts_with("purpose-") && key.ends_with("-to") {
            assert!(said.text.starts_with("to "), "{key}: {}", said.text);
        }
    }
    for (key, said) in read(INDONESIAN) {
        if key.starts_with("purpose-") && key.ends_with("-to") {
            assert!(said.text.starts_with("untuk "), "{key}: {}", said.text);
        }
    }
}

#[test]
fn a_missing_word_is_found_with_its_language() {
    let mut keys: BTreeSet<String> = read(ENGLISH).into_keys().collect();
    keys.remove("purpose-terms-why");
    let found = check(&prakerja(), &[Words { language: "en", keys: &keys }]);
    let missing: Vec<_> = found.iter().filter(|finding| finding.kind == FindingKind::WordsMissing).collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(
        (missing[0].about.as_str(), missing[0].language.as_deref()),
        ("purpose-terms-why", Some("en"))
    );
}
