//! The published policy in words: clause by clause for the privacy page, row by row for the table. Made
//! from the policy itself and the programme's words; nothing of it is typed into a template.

use amanah_domain::sets::Member;
use amanah_domain::{Category, Operation, PurposeId, RecipientClass, SmallSet};
use amanah_policy::document::{Document, Objection, PurposeRule, Retention};
use amanah_policy::{Clause, Finding, Length, Policy, Severity, check};

use crate::words::Lexicon;

/// One purpose in words. Lists are in the order of the registers; an empty one is said as *nobody* or
/// *nothing* by the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PurposeText {
    /// Which.
    pub id: PurposeId,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub why: String,
    /// Where the policy says so, in words; `None` where there is no clause.
    pub clause: Option<String>,
    /// On which basis, and the article of the law.
    pub basis: String,
    /// With which data.
    pub categories: Vec<String>,
    /// What may be done.
    pub operations: Vec<String>,
    /// Who may do it.
    pub roles: Vec<String>,
    /// To whom data may go.
    pub recipients: Vec<String>,
    /// How long data are kept, as a sentence.
    pub retention: String,
    /// What an objection, a pause or the end change, each a sentence.
    pub conditions: Vec<String>,
}

/// One clause in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SectionText {
    /// As the policy writes it: `4.1 b`.
    pub clause: String,
    /// Its id in the page: `clause-4-1-b`.
    pub anchor: String,
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub text: String,
    /// Where the law says more and the system follows the law.
    pub law: Vec<String>,
    /// What it lists: a name and what it means.
    pub items: Vec<(String, String)>,
    /// Purposes that rest on it.
    pub purposes: Vec<PurposeText>,
}

impl SectionText {
    /// Whether it is a letter of a clause: `4.1 b`.
    pub(crate) fn is_part(&self) -> bool {
        self.clause.contains(' ')
    }
}

/// Every clause of `policy`, in its order, with the places where the law says more.
pub(crate) fn sections(words: Lexicon<'_>, policy: &Policy) -> Vec<SectionText> {
    let document = policy.document();
    let findings: Vec<_> =
        check(policy, &[]).into_iter().filter(|found| found.severity == Severity::Law).collect();
    let section = |clause: &Clause| {
        let stem = clause.word_key();
        SectionText {
            clause: clause.to_string(),
            heading: words.t(&stem),
            text: words.t(&format!("{stem}-text")),
            law: law_notes(words, &findings, *clause),
            items: items(words, document, *clause),
            purposes: purposes_at(words, document, *clause),
            anchor: stem,
        }
    };
    document.clauses.iter().map(section).collect()
}

/// Purposes that rest on an article of the law instead of a clause, and those that rest on nothing.
pub(crate) fn other_purposes(words: Lexicon<'_>, policy: &Policy) -> Vec<PurposeText> {
    let document = policy.document();
    let elsewhere = |rule: &PurposeRule| rule.clause.is_none_or(|clause| !document.clauses.contains(&clause));
    let found = document.purposes.iter().filter(|(_, rule)| elsewhere(rule));
    found.map(|(id, rule)| purpose(words, *id, rule)).collect()
}

/// Every purpose, in the order of the clauses: the table.
pub(crate) fn rows(words: Lexicon<'_>, policy: &Policy) -> Vec<PurposeText> {
    let document = policy.document();
    let order = amanah_policy::table(policy).rows;
    order
        .iter()
        .filter_map(|row| document.purposes.get(&row.purpose).map(|rule| purpose(words, row.purpose, rule)))
        .collect()
}

fn purposes_at(words: Lexicon<'_>, document: &Document, clause: Clause) -> Vec<PurposeText> {
    let here = document.purposes.iter().filter(|(_, rule)| rule.clause == Some(clause));
    here.map(|(id, rule)| purpose(words, *id, rule)).collect()
}

fn purpose(words: Lexicon<'_>, id: PurposeId, rule: &PurposeRule) -> PurposeText {
    let stem = format!("purpose-{}", id.name());
    let basis = words.t(&format!("basis-{}", rule.basis.name()));
    let categories = if rule.categories == SmallSet::all() {
        vec![words.t("policy-all-categories")]
    } else {
        names(words, "category", rule.categories, Category::name)
    };
    PurposeText {
        id,
        title: words.t(&stem),
        why: words.t(&format!("{stem}-why")),
        clause: rule.clause.map(|clause| words.clause_in_words(&clause.to_string())),
        basis: words.t2("policy-basis", "basis", basis, "article", &rule.article),
        categories,
        operations: names(words, "operation", rule.operations, Operation::name),
        // The person concerned is not *you* here: the table speaks about everybody.
        roles: rule.roles.iter().map(|role| words.staff_role(role)).collect(),
        recipients: names(words, "recipient", rule.recipients, RecipientClass::name),
        retention: kept(words, rule),
        conditions: conditions(words, rule),
    }
}

fn names<T: Member>(
    words: Lexicon<'_>,
    stem: &str,
    set: SmallSet<T>,
    name: fn(T) -> &'static str,
) -> Vec<String> {
    set.iter().map(|member| words.t(&format!("{stem}-{}", name(member)))).collect()
}

fn conditions(words: Lexicon<'_>, rule: &PurposeRule) -> Vec<String> {
    let objection = match rule.objection {
        Objection::NotPossible => "policy-objection-not-possible",
        Objection::ToMachines => "policy-objection-to-machines",
        Objection::ToAll => "policy-objection-to-all",
    };
    let said = [
        (rule.automated_decision, "policy-machine"),
        (true, objection),
        (rule.when_restricted, "policy-when-restricted"),
        (rule.when_ended, "policy-when-ended"),
    ];
    said.iter().filter(|(holds, _)| *holds).map(|(_, key)| words.t(key)).collect()
}

/// How long, as a sentence of the programme's words.
fn retention(words: Lexicon<'_>, rule: &Retention) -> String {
    let event = words.t(&format!("retention-event-{}", rule.event.name()));
    let then = words.t(&format!("retention-then-{}", rule.then.name()));
    if rule.duration.count == 0 {
        return words.t2("retention-at-once", "event", event, "then", then);
    }
    let length = length(words, rule.duration);
    words.tf("retention-rule", &[("length", length.into()), ("event", event.into()), ("then", then.into())])
}

fn length(words: Lexicon<'_>, length: Length) -> String {
    words.t1(&format!("length-{}", length.unit.name()), "count", i64::from(length.count))
}

/// A purpose's time to keep, and what of it ends sooner.
fn kept(words: Lexicon<'_>, rule: &PurposeRule) -> String {
    let lasting =
        rule.retention.as_ref().map_or_else(|| words.t("policy-retention-none"), |r| retention(words, r));
    if rule.sooner.is_empty() {
        return lasting;
    }
    let what = words.list(&names(words, "category", rule.sooner, Category::name));
    format!("{lasting}. {}", words.t1("stay-sooner", "what", what))
}

/// What a clause lists beside its text: data and their sources at 2.1, doors at 3.1, recipients at 6.1.
fn items(words: Lexicon<'_>, document: &Document, clause: Clause) -> Vec<(String, String)> {
    let pair =
        |stem: &str, name: &str| (words.t(&format!("{stem}-{name}")), words.t(&format!("{stem}-{name}-why")));
    let mut items = Vec::new();
    for (category, rule) in document.categories.iter().filter(|(_, rule)| rule.clause == clause) {
        let (name, why) = pair("category", category.name());
        let kept = rule.retention.as_ref().map_or_else(String::new, |r| retention(words, r));
        items.push((name, format!("{why} {}", words.t1("policy-kept-at-most", "rule", kept))));
    }
    for (source, _) in document.sources.iter().filter(|(_, rule)| rule.clause == clause) {
        items.push(pair("source", source.name()));
    }
    for (recipient, _) in document.recipients.iter().filter(|(_, rule)| rule.clause == clause) {
        items.push(pair("recipient", recipient.name()));
    }
    items.extend(stays(words, document, clause));
    items
}

/// What stays in spite of a request, for how long and on which article; what is counted of those who go.
fn stays(words: Lexicon<'_>, document: &Document, clause: Clause) -> Vec<(String, String)> {
    let mut items = Vec::new();
    for stay in document.stays.iter().filter(|stay| stay.clause == Some(clause)) {
        let what = words.list(&names(words, "category", stay.categories, Category::name));
        let rule = document.purposes.get(&stay.purpose).and_then(|rule| rule.retention);
        let kept = rule.as_ref().map_or_else(String::new, |rule| retention(words, rule));
        let said = [
            ("what", what.into()),
            ("when", words.t(&format!("stay-when-{}", stay.when.name())).into()),
            ("kept", kept.into()),
            ("article", stay.article.clone().unwrap_or_default().into()),
        ];
        items.push((words.t(&format!("purpose-{}", stay.purpose.name())), words.tf("stay-rule", &said)));
    }
    if let Some(once) = document.once_per_person.as_ref().filter(|once| once.clause == Some(clause)) {
        let length = length(words, once.term);
        items.push((words.t("once-per-person"), words.t1("once-per-person-why", "length", length)));
    }
    if let Some(said) = document.anonymise.filter(|said| said.clause == Some(clause)) {
        let threshold = i64::from(said.threshold);
        items.push((words.t("anonymise"), words.t1("anonymise-why", "threshold", threshold)));
    }
    items
}

fn law_notes(words: Lexicon<'_>, findings: &[Finding], clause: Clause) -> Vec<String> {
    let here = findings.iter().filter(|found| found.clause == Some(clause));
    here.map(|found| words.t1(&found.text_key(), "about", &found.about)).collect()
}

/// The real policy and its words, for samples.
#[cfg(test)]
pub(crate) mod samples {
    use std::sync::LazyLock;

    use super::*;
    use crate::{Frame, Lang, Words, sample};

    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let mut files = sample::programme_words();
        files
            .push((Lang::Id, include_str!("../../../../programmes/prakerja/words/id/policy.ftl").to_owned()));
        files
            .push((Lang::En, include_str!("../../../../programmes/prakerja/words/en/policy.ftl").to_owned()));
        Words::load(&files).expect("the programme's words load")
    });

    /// The model programme's policy.
    pub(crate) fn policy() -> Policy {
        Policy::parse(include_str!("../../../../programmes/prakerja/policy.toml")).expect("a policy")
    }

    /// A frame whose words are the programme's too.
    pub(crate) fn framed(frame: &Frame<'static>) -> Frame<'static> {
        let mut frame = frame.clone();
        frame.words = WORDS.lexicon(frame.lang());
        frame
    }

    #[test]
    fn the_law_is_named_where_it_says_more() {
        let words = WORDS.lexicon(Lang::En);
        let sections = sections(words, &policy());
        let withdrawal = sections.iter().find(|section| section.clause == "7.4").unwrap();
        assert!(!withdrawal.law.is_empty());
        // What stays in spite of a request stands at 5.6, what is counted at 5.5: in words, with article and
        // length.
        let items = |clause: &str| {
            let section = sections.iter().find(|section| section.clause == clause).unwrap();
            section.items.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>().join("\n")
        };
        let (stays, counted) = (items("5.6"), items("5.5"));
        for said in ["15(1)c", "15(1)b", "10 years", "if you were given a place", "keyed mark"] {
            assert!(stays.contains(said), "{said}: {stays}");
        }
        assert!(counted.contains("at least 20 people"), "{counted}");
        let due = rows(words, &policy()).into_iter().find(|row| row.id == PurposeId::DueDiligence).unwrap();
        assert!(due.retention.contains("Sooner: "), "{}", due.retention);
        let total: usize = sections.iter().map(|section| section.purposes.len()).sum();
        assert_eq!(total + other_purposes(words, &policy()).len(), rows(words, &policy()).len());
    }
}
