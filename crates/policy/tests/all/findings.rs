//! `amanah policy check`: each kind of finding is found where it is, and only there.

use amanah_policy::{Finding, FindingKind as Kind, Policy, Severity, check};

use crate::{changed, in_table, prakerja, without_table};

fn found(text: &str) -> Vec<Finding> {
    check(&Policy::parse(text).unwrap(), &[])
}

/// What is found in `text` and not in the model programme's policy, without notes of no consequence.
fn new(text: &str) -> Vec<(Severity, Kind, String)> {
    let before = check(&prakerja(), &[]);
    let is_new = |finding: &Finding| finding.severity != Severity::Info && !before.contains(finding);
    found(text)
        .into_iter()
        .filter(is_new)
        .map(|finding| (finding.severity, finding.kind, finding.about))
        .collect()
}

fn one(text: &str, severity: Severity, kind: Kind, about: &str) {
    assert_eq!(new(text), [(severity, kind, about.to_owned())]);
}

#[test]
fn the_model_programme_has_neither_errors_nor_warnings() {
    let worst = check(&prakerja(), &[]).into_iter().find(|finding| finding.severity < Severity::Law);
    assert_eq!(worst, None);
}

#[test]
fn clauses_where_policy_and_law_disagree_are_named_and_the_system_follows_the_law() {
    let disagreements: Vec<_> = check(&prakerja(), &[])
        .into_iter()
        .filter(|finding| finding.severity == Severity::Law)
        .map(|finding| {
            (finding.clause.unwrap().to_string(), finding.kind, finding.text.contains("The system"))
        })
        .collect();
    let expected = [
        ("1.3", Kind::LawConsentByUse),
        ("2.4", Kind::LawVisitData),
        ("3.2", Kind::LawVisitData),
        ("3.4", Kind::LawVisitData),
        ("5.5", Kind::LawAnonymised),
        ("7.4", Kind::LawWithdrawalByLeave),
        ("10", Kind::LawConsentByUse),
        ("10", Kind::LawClaimsWaived),
    ];
    assert_eq!(disagreements, expected.map(|(clause, kind)| (clause.to_owned(), kind, true)));
}

#[test]
fn the_disagreements_are_computed_from_what_the_policy_states() {
    let lawful = changed("means = \"agreement\"", "means = \"nothing\"")
        .replace("waived = true", "waived = false")
        .replace("by = \"leave\"", "by = \"word\"")
        .replace("act = \"anonymise\"", "act = \"erase\"")
        .replace("possibly-combined = [\"3.4\"]", "possibly-combined = []");
    assert!(found(&lawful).iter().all(|finding| finding.severity != Severity::Law));
    one(&changed("told = \"before\"", "told = \"after\""), Severity::Law, Kind::LawChangeUntold, "change");
    let machine = in_table("purpose.due-diligence", "to-machines", "not-possible");
    one(&machine, Severity::Law, Kind::LawMachineWithoutObjection, "due-diligence");
    let anonymised = in_table("purpose.benefits", "then = \"erase\"", "then = \"anonymise\"");
    one(&anonymised, Severity::Law, Kind::LawAnonymised, "benefits");
}

#[test]
fn what_is_missing_is_found() {
    let error = Severity::Error;
    one(&without_table("purpose.maintenance"), Severity::Warning, Kind::PurposeMissing, "maintenance");
    one(&in_table("purpose.terms", "clause = \"4.1 c\"\n", ""), error, Kind::PurposeWithoutClause, "terms");
    let lasting = "retention = { event = \"benefits-over\", duration = \"5 years\", then = \"erase\" }\n";
    one(&in_table("purpose.terms", lasting, ""), error, Kind::PurposeWithoutRetention, "terms");
    let kept = "retention = { event = \"account-closed\", duration = \"5 years\", then = \"erase\" }\n";
    one(&in_table("category.address", kept, ""), error, Kind::CategoryWithoutRetention, "address");
    one(&without_table("category.address"), error, Kind::CategoryMissing, "address");
    one(&without_table("source.event"), error, Kind::SourceMissing, "event");
    one(&without_table("recipient.researchers"), error, Kind::RecipientMissing, "researchers");
    one(&changed("\"5.5\", ", ""), error, Kind::ClauseUnknown, "5.5");
}

#[test]
fn a_use_without_its_clause_is_an_error() {
    let kinds: Vec<_> =
        new(&without_table("purpose.oversight")).into_iter().map(|(_, kind, _)| kind).collect();
    assert_eq!(kinds.len(), 3, "the purpose, the use, and the auditor who has nothing left to do");
    assert!(kinds.contains(&Kind::PurposeMissing) && kinds.contains(&Kind::UseClosed));
    assert!(kinds.contains(&Kind::RoleUnused));
    let unnamed = new(&without_table("field.education"));
    assert!(unnamed.contains(&(Severity::Error, Kind::FieldMissing, "education".to_owned())));
}

#[test]
fn what_contradicts_itself_is_found() {
    let error = Severity::Error;
    one(
        &in_table("field.kk", "general", "specific").replacen(
            "[category.unique-numbers]\nclause = \"2.1\"\nsensitivity = \"general\"",
            "[category.unique-numbers]\nclause = \"2.1\"\nsensitivity = \"specific\"",
            1,
        ),
        error,
        Kind::FieldDiffers,
        "kk",
    );
    one(
        &in_table("category.biometrics", "specific", "general"),
        error,
        Kind::CategoryTooMild,
        "face-template",
    );
    one(&in_table("purpose.terms", "20(2)b", "20(2)a"), error, Kind::ArticleDiffers, "terms");
    one(&in_table("purpose.outreach", "to-all", "not-possible"), error, Kind::ObjectionDenied, "outreach");
    let undying = in_table("purpose.outreach", "objection", "when_ended = true\nobjection");
    one(&undying, error, Kind::ConsentAfterEnd, "outreach");
    let nobody =
        in_table("purpose.services", "recipients = [\"training-partners\", \"service-providers\"]\n", "");
    one(&nobody, error, Kind::DisclosureWithoutRecipient, "services");
    let kept = in_table("purpose.backup", "\"transfer\", ", "");
    one(&kept, error, Kind::RecipientWithoutDisclosure, "backup");
    let blind = in_table("purpose.benefits", "\"analyse\", ", "");
    one(&blind, Severity::Warning, Kind::MachineWithoutAnalysis, "benefits");
}

#[test]
fn what_nobody_can_reach_is_found() {
    let warning = Severity::Warning;
    let roleless =
        in_table("purpose.terms", "[\"person\", \"reviewer\", \"administrator\", \"system\"]", "[]");
    one(&roleless, warning, Kind::PurposeUnreachable, "terms");
    let unread = in_table("purpose.research", "\"researchers\", ", "");
    one(&unread, warning, Kind::RecipientUnused, "researchers");
    let abroad = in_table("recipient.service-providers", "signed", "drafted");
    one(&abroad, warning, Kind::RecipientUnreachable, "service-providers");
    let idle = in_table("purpose.research", "\"researcher\", ", "");
    one(&idle, warning, Kind::RoleUnused, "researcher");
    let photoless = crate::PRAKERJA
        .replace("\"photo\", ", "")
        .replace(
            "\"photo\",
",
            "
",
        )
        .replace(", \"photo\"", "");
    one(&photoless, warning, Kind::CategoryUnused, "photo");
}

#[test]
fn what_is_wider_than_the_code_needs_is_told() {
    let wide = in_table("purpose.oversight", "\"correspondence\"", "\"correspondence\", \"accounts\"");
    let told =
        found(&wide).into_iter().find(|f| f.kind == Kind::WiderThanCode && f.about == "oversight").unwrap();
    assert_eq!(told.severity, Severity::Info);
    assert!(told.text.contains("accounts"), "{}", told.text);
}

#[test]
fn the_worst_comes_first() {
    let all = found(&changed("\"5.5\", ", ""));
    assert!(all.is_sorted_by_key(|finding| finding.severity));
}
