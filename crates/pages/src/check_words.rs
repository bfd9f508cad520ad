//! Every key that templates and code use exists in every language, and the languages say the same keys.

use std::collections::BTreeSet;
use std::path::Path;

use fluent_syntax::ast::Entry;
use fluent_syntax::parser::parse;

use crate::words::{PORTAL, PROGRAMME_KEYS};
use crate::{Lang, sample};

/// Keys whose last part is made while the program runs; the enumerations behind them are checked below.
const FAMILIES: &[&str] = &[
    "said-field-",
    "category-",
    "sensitivity-",
    "said-role-",
    "for-",
    "said-operation-",
    "said-basis-",
    "said-recipient-",
    "said-source-",
    "identity-",
    "eligibility-",
    "batch-state-",
    "entry-",
    "case-kind-",
    "case-state-",
    "several-",
    "case-level-",
    "case-file-",
    "case-media-",
    "case-fate-",
    "case-ground-",
    "case-channel-",
    "case-event-",
    "case-refuse-",
    "case-grant-",
    "case-question-",
    "channel-",
    "gender-",
    "occupation-",
    "education-",
    "month-",
    "refused-",
    "refusal-",
    "staff-",
    "task-",
    "next-",
    "trail-span-",
    "copy-",
    "letter-",
    "fault-rule-",
    "state-",
    "hindrance-",
    "act-",
    "certificate-",
    "confirm-",
    "ground-",
    "hold-ground-",
    "staff-hold-",
    "notice-state-",
    "notice-told-",
    "notice-way-",
    "removal-ground-",
    "removal-state-",
    "report-",
    "epoch-",
    "trace-",
    "rights-",
    "ask-",
    "weekday-",
    "told-",
    "standing-kind-",
    "standing-may-",
    "standing-state-",
];

fn keys(lang: Lang) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (_, files) in PORTAL.iter().filter(|(of, _)| *of == lang) {
        for file in *files {
            for entry in parse(*file).expect("Fluent").body {
                if let Entry::Message(message) = entry {
                    assert!(keys.insert(message.id.name.to_owned()), "{} stands twice", message.id.name);
                }
            }
        }
    }
    keys
}

/// Texts in quotes that look like keys, in code (without its tests) and templates.
fn used() -> BTreeSet<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = String::new();
    gather(&here.join("templates"), &mut texts);
    gather(&here.join("src"), &mut texts);
    // The sentences of `web.ftl` are made by the handlers.
    gather(&here.join("../web/src"), &mut texts);
    texts
        .split('"')
        .filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        .map(str::to_owned)
        .collect()
}

fn gather(dir: &Path, texts: &mut String) {
    for entry in std::fs::read_dir(dir).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            gather(&path, texts);
        } else {
            texts.push_str(&std::fs::read_to_string(&path).expect("UTF-8"));
            texts.push('"');
        }
    }
}

/// Keys that stand where a key must stand: `t("…")`, `label("…")` and their like.
fn asked() -> BTreeSet<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = String::new();
    gather(&here.join("templates"), &mut texts);
    let calls = [".t(\"", ".t1(\"", ".t2(\"", ".tf(\"", ".label(\"", ".hint(\"", ".heading(\"", ".title(\""];
    let mut out = BTreeSet::new();
    for call in calls {
        for rest in texts.split(call).skip(1) {
            out.extend(rest.split('"').next().map(str::to_owned));
        }
    }
    out
}

#[test]
fn the_languages_say_the_same() {
    let (id, en) = (keys(Lang::Id), keys(Lang::En));
    let apart: Vec<_> = id.symmetric_difference(&en).collect();
    assert!(apart.is_empty(), "only in one language: {apart:?}");
}

#[test]
fn every_key_in_a_template_exists() {
    let keys = keys(Lang::Id);
    let missing: Vec<_> = asked()
        .into_iter()
        .filter(|key| !keys.contains(key) && !PROGRAMME_KEYS.contains(&key.as_str()))
        .collect();
    assert!(missing.is_empty(), "no such words: {missing:?}");
}

#[test]
fn every_word_is_used() {
    let used = used();
    let idle: Vec<_> = keys(Lang::Id)
        .into_iter()
        .filter(|key| !used.contains(key) && !FAMILIES.iter().any(|family| key.starts_with(family)))
        .collect();
    assert!(idle.is_empty(), "words that nothing uses: {idle:?}");
}

macro_rules! registers {
    ($($prefix:literal of $register:ty;)*) => {
        #[test]
        fn every_register_has_its_words() {
            let mut missing = Vec::new();
            for lang in Lang::ALL {
                let words = sample::words().lexicon(lang);
                $(for member in <$register>::ALL {
                    let key = format!(concat!($prefix, "{}"), member.name());
                    if !words.has(&key) {
                        missing.push(format!("{}: {key}", lang.code()));
                    }
                })*
                for key in amanah_domain::values::REFUSAL_KEYS.iter().chain(crate::form::FORM_KEYS).chain(crate::staff::STAFF_FORM_KEYS) {
                    if !words.has(&format!("refused-{key}")) {
                        missing.push(format!("{}: refused-{key}", lang.code()));
                    }
                }
            }
            assert!(missing.is_empty(), "{missing:#?}");
        }
    };
}

registers! {
    "said-field-" of amanah_domain::FieldId;
    "category-" of amanah_domain::Category;
    "sensitivity-" of amanah_domain::Sensitivity;
    "said-role-" of amanah_domain::Role;
    "for-" of amanah_domain::PurposeId;
    "said-operation-" of amanah_domain::Operation;
    "said-basis-" of amanah_domain::LawfulBasis;
    "said-recipient-" of amanah_domain::RecipientClass;
    "said-source-" of amanah_domain::Source;
    "identity-" of amanah_domain::states::IdentityState;
    "eligibility-" of amanah_domain::states::EligibilityState;
    "batch-state-" of amanah_domain::states::BatchState;
    "entry-" of amanah_domain::states::EntryState;
    "case-kind-" of amanah_domain::cases::CaseKind;
    "case-state-" of amanah_domain::cases::CaseState;
    "case-question-" of amanah_domain::cases::CaseKind;
    "case-grant-" of amanah_domain::cases::CaseKind;
    "case-refuse-" of amanah_domain::cases::CaseKind;
    "case-event-" of amanah_domain::cases::CaseEvent;
    "case-channel-" of amanah_domain::cases::CaseChannel;
    "case-fate-" of amanah_domain::cases::Fate;
    "case-media-" of amanah_domain::cases::MediaKind;
    "case-file-" of amanah_domain::cases::AttachmentState;
    "case-level-" of amanah_domain::cases::Level;
    "case-ground-" of amanah_domain::rights::RefusalGround;
    "standing-kind-" of amanah_domain::cases::Standing;
    "standing-state-" of amanah_domain::cases::StandingState;
    "standing-may-" of amanah_domain::rights::Right;
    "channel-" of amanah_domain::states::Channel;
    "staff-role-" of amanah_domain::Role;
    "task-" of amanah_domain::PurposeId;
    "staff-source-" of amanah_domain::Source;
    "staff-identity-" of amanah_domain::states::IdentityState;
    "staff-eligibility-" of amanah_domain::states::EligibilityState;
    "staff-entry-" of amanah_domain::states::EntryState;
    "act-" of amanah_domain::states::RemovalAct;
    "certificate-" of amanah_domain::states::RemovalAct;
    "certificate-did-" of amanah_domain::states::RemovalAct;
    "certificate-means-" of amanah_domain::states::RemovalAct;
    "confirm-" of amanah_domain::states::RemovalAct;
    "confirm-do-" of amanah_domain::states::RemovalAct;
    "confirm-lead-" of amanah_domain::states::RemovalAct;
    "epoch-" of amanah_domain::states::EpochState;
    "ground-" of amanah_domain::states::RemovalGround;
    "hold-ground-" of amanah_domain::states::HoldGround;
    "notice-state-" of amanah_domain::states::NoticeState;
    "notice-told-" of amanah_domain::states::NoticeWay;
    "notice-way-" of amanah_domain::states::NoticeWay;
    "removal-ground-" of amanah_domain::states::RemovalGround;
    "removal-state-" of amanah_domain::states::RemovalState;
    "staff-hold-" of amanah_domain::states::HoldGround;
    "trace-" of amanah_domain::states::Trace;
    "gender-" of amanah_domain::values::Gender;
    "occupation-" of amanah_domain::values::Occupation;
    "education-" of amanah_domain::values::EducationLevel;
    "told-state-" of amanah_domain::cases::CaseState;
    "told-says-" of amanah_domain::cases::CaseState;
    "told-event-" of amanah_domain::cases::CaseEvent;
    "told-by-" of amanah_domain::cases::CaseChannel;
}
