//! A policy file is read whole or not at all, and an error says where and what would be right.

use amanah_domain::purposes::{Use, register};
use amanah_domain::{FieldId, FieldSet, PurposeId};
use amanah_policy::{Excess, POLICY_BYTES_MAX, Policy, PolicyError};
use aws_lc_rs::digest;

use crate::{PRAKERJA, changed, in_table, prakerja, without_table};

/// The error of `text`, with the line that it points at.
fn error(text: &str) -> (String, String) {
    let error = Policy::parse(text).expect_err("an error");
    let PolicyError::Unreadable { line, column, ref problem } = error else { panic!("{error}") };
    assert!(column > 0, "{error}");
    assert!(error.to_string().contains(&format!("line {line}, column {column}: {problem}")));
    (text.lines().nth(line - 1).unwrap_or("").to_owned(), problem.clone())
}

#[test]
fn the_hash_is_of_the_exact_text() {
    let expected = digest::digest(&digest::SHA256, PRAKERJA.as_bytes());
    assert_eq!(prakerja().hash(), expected.as_ref());
    assert_ne!(Policy::parse(&format!("{PRAKERJA}\n")).unwrap().hash(), prakerja().hash());
}

#[test]
fn the_version_and_the_day_are_read() {
    let policy = prakerja();
    assert_eq!((policy.version(), policy.effective().to_string().as_str()), (1, "2022-12-12"));
    assert!(policy.document().controller.model, "clause 1.1: the model says that it is one");
    assert_eq!(policy.document().clauses.len(), 47);
}

#[test]
fn clause_4_1_every_use_of_the_code_is_covered() {
    assert_eq!(prakerja().closed(), []);
}

#[test]
fn an_unknown_key_is_an_error_with_its_line_and_what_keys_exist() {
    let (line, problem) = error(&changed("version = 1\n", "version = 1\ncolour = \"green\"\n"));
    assert_eq!(line, "colour = \"green\"");
    assert!(problem.contains("`colour`") && problem.contains("`version`"), "{problem}");

    let (line, problem) = error(&in_table("purpose.terms", "basis", "bases"));
    assert!(line.starts_with("bases"), "{line}");
    assert!(problem.contains("`bases`") && problem.contains("`basis`"), "{problem}");

    let (line, problem) =
        error(&changed("event = \"account-closed\", duration", "event = \"account-closed\", lasts"));
    assert!(line.starts_with("retention"), "{line}");
    assert!(problem.contains("`lasts`") && problem.contains("`duration`"), "{problem}");
}

#[test]
fn an_unknown_name_is_an_error_with_its_line_and_what_names_exist() {
    let (line, problem) = error(&changed("[purpose.terms]", "[purpose.gossip]"));
    assert_eq!(line, "[purpose.gossip]");
    assert!(problem.contains("unknown purpose `gossip`") && problem.contains("due-diligence"), "{problem}");

    let (line, problem) = error(&in_table("purpose.terms", "\"reviewer\"", "\"reviwer\""));
    assert!(line.starts_with("roles"), "{line}");
    assert!(problem.contains("unknown role `reviwer`") && problem.contains("contact-agent"), "{problem}");

    let (_, problem) = error(&in_table("recipient.government", "\"home\"", "\"near\""));
    assert!(problem.contains("unknown country class `near`") && problem.contains("safeguarded"), "{problem}");
}

#[test]
fn what_stands_twice_is_an_error() {
    let (line, problem) = error(&format!("{PRAKERJA}\n[purpose.terms]\nbasis = \"contract\"\n"));
    assert_eq!(line, "[purpose.terms]");
    assert!(problem.contains("duplicate"), "{problem}");

    let (_, problem) = error(&in_table("purpose.terms", "\"reviewer\"", "\"person\""));
    assert!(problem.contains("the role `person` stands here twice"), "{problem}");
}

#[test]
fn values_of_the_wrong_kind_are_errors() {
    for (from, to, says) in [
        ("effective = 2022-12-12", "effective = \"soon\"", "datetime"),
        ("effective = 2022-12-12", "effective = 2022-12-12T00:00:00", "a day is wanted"),
        ("version = 1", "version = -1", "-1"),
        ("\"5 years\"", "\"five years\"", "is not a length of time"),
        ("\"5 years\"", "\"5 moons\"", "is not a length of time"),
        ("clause = \"1.1\"", "clause = \"1.\"", "is not a clause"),
        ("clause = \"1.1\"", "clause = \"4.1 bb\"", "is not a clause"),
        ("model = true", "model = 1", "boolean"),
    ] {
        let (_, problem) = error(&changed(from, to));
        assert!(problem.contains(says), "{to}: {problem}");
    }
    assert!(error("version = \n").1.len() > 3);
    assert!(error("").1.contains("missing field"));
}

#[test]
fn a_file_beyond_the_bound_is_refused_by_the_name_of_the_bound() {
    let long = format!("#{}", " ".repeat(POLICY_BYTES_MAX));
    let error = Policy::parse(&long).expect_err("too long");
    assert!(error.to_string().contains("policy_bytes_max"), "{error}");
}

#[test]
fn a_use_that_wants_more_than_the_policy_allows_is_closed_with_a_reason() {
    let text = in_table("purpose.payment-verification", "\"accounts\", ", "");
    let closed = Policy::parse(&text).unwrap().closed().to_vec();
    assert_eq!(closed.len(), 1);
    assert_eq!((closed[0].name, closed[0].purpose), ("CheckPayout", PurposeId::PaymentVerification));
    assert_eq!(closed[0].excess, Excess::Fields(FieldSet::of(&[FieldId::PayoutAccount])));
    let line = closed[0].to_string();
    assert_eq!(
        line,
        "CheckPayout is closed: the policy does not let purpose payment-verification use payout-account"
    );

    let names = |text: &str| -> Vec<(&str, Excess)> {
        Policy::parse(text).unwrap().closed().iter().map(|one| (one.name, one.excess)).collect()
    };
    assert_eq!(names(&without_table("purpose.fraud")), [("InvestigateFraud", Excess::NoClause)]);
    assert_eq!(
        names(&in_table(
            "purpose.oversight",
            "\"analyse\", \"store\", \"display\"",
            "\"analyse\", \"display\""
        )),
        [],
        "it may still obtain"
    );
    let reads_only = in_table("purpose.oversight", "\"obtain\", \"manage\", \"analyse\", \"store\", ", "");
    assert_eq!(names(&reads_only), [("OverseeUse", Excess::Writing)]);
    let writes_only = in_table(
        "purpose.oversight",
        "[\"obtain\", \"manage\", \"analyse\", \"store\", \"display\"]",
        "[\"store\"]",
    );
    assert_eq!(names(&writes_only), [("OverseeUse", Excess::Reading)]);
    // A field that the policy does not name at all serves nothing.
    let without_device = without_table("field.device");
    let closed: Vec<_> = names(&without_device).iter().map(|(name, _)| *name).collect();
    let touches = |one: &Use| one.reads.either(one.writes).contains(FieldId::Device);
    let expected: Vec<_> = register().iter().filter(|one| touches(one)).map(|one| one.name).collect();
    assert!(!expected.is_empty());
    assert_eq!(closed, expected);
}

#[test]
fn the_purposes_that_a_value_may_serve_are_told() {
    let policy = prakerja();
    assert!(policy.purposes_of(FieldId::Nik).contains(PurposeId::DueDiligence));
    assert!(!policy.purposes_of(FieldId::Nik).contains(PurposeId::Outreach));
    assert!(!policy.purposes_of(FieldId::PasswordHash).contains(PurposeId::Research));
}
