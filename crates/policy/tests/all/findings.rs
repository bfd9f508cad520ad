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
    // Whoever received something is told when it goes, so the class stands there too.
    let unread = in_table("purpose.research", "\"researchers\", ", "").replace("\"researchers\",\n", "\n");
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

#[test]
fn a_time_to_keep_that_cannot_be_applied_is_an_error() {
    let error = Severity::Error;
    let cap = |table: &str, from: &str, to: &str| in_table(table, from, to);
    // A purpose beyond its category's cap says so, or is an error.
    let silent = cap("purpose.benefits", "sooner = [\"test-and-survey-results\"]\n", "");
    one(&silent, error, Kind::KeptLongerThanCap, "benefits");
    let idle = cap("purpose.terms", "objection", "sooner = [\"identity\"]\nobjection");
    one(&idle, error, Kind::SoonerWithoutNeed, "terms");
    let foreign = cap("purpose.benefits", "sooner = [", "sooner = [\"photo\", ");
    one(&foreign, error, Kind::SoonerWithoutNeed, "benefits");
    // Events that cannot come would let a category stay for ever.
    for event in ["staff-left", "epoch-over", "use", "session-ended", "letter-sent", "form-left"] {
        let stuck = cap("category.address", "account-closed", event);
        one(&stuck, error, Kind::EventCannotHappen, "address");
    }
    let unasked = cap("category.accounts", "benefits-over", "consent-withdrawn");
    one(&unasked, error, Kind::EventCannotHappen, "accounts");
    let staff = cap("category.declared-relations", "staff-left", "benefits-over");
    one(&staff, error, Kind::EventCannotHappen, "declared-relations");
    let unconsented = cap("purpose.terms", "benefits-over", "consent-withdrawn");
    one(&unconsented, error, Kind::EventCannotHappen, "terms");
    let epoch = cap("purpose.terms", "benefits-over", "epoch-over");
    one(&epoch, error, Kind::EventCannotHappen, "terms");
    let nobody = cap("purpose.improvement", "collection", "staff-left");
    one(&nobody, error, Kind::EventCannotHappen, "improvement");
}

#[test]
fn clause_5_6_what_stays_in_spite_of_a_request_has_article_clause_and_time() {
    let error = Severity::Error;
    let benefit = "when = \"benefit-given\"\narticle = \"15(1)c\"\nclause = \"5.6\"\n";
    one(
        &changed(benefit, "when = \"benefit-given\"\nclause = \"5.6\"\n"),
        error,
        Kind::StayWithoutGround,
        "benefits",
    );
    let unnamed = changed(benefit, "when = \"benefit-given\"\narticle = \"15(1)c\"\n");
    one(&unnamed, error, Kind::StayWithoutGround, "benefits");
    let wide =
        changed("\"accounts\"]\nwhen = \"benefit-given\"", "\"biometrics\"]\nwhen = \"benefit-given\"");
    one(&wide, error, Kind::StayWithoutGround, "benefits");
    let empty = changed("categories = [\"identity\", \"unique-numbers\", \"accounts\"]", "categories = []");
    one(&empty, error, Kind::StayWithoutGround, "benefits");
    let lasting = "retention = { event = \"case-decided\", duration = \"5 years\", then = \"erase\" }\n";
    let timeless = new(&in_table("purpose.fraud", lasting, ""));
    assert!(timeless.contains(&(error, Kind::StayWithoutGround, "fraud".to_owned())), "{timeless:?}");
    let consented = changed(
        "purpose = \"fraud\"\ncategories = [\"identity\", \"unique-numbers\", \"correspondence\"]",
        "purpose = \"outreach\"\ncategories = [\"identity\"]",
    );
    one(&consented, error, Kind::StayOnConsent, "outreach");
    let unknown = changed("article = \"15(1)b\"\nclause = \"5.6\"", "article = \"15(1)b\"\nclause = \"5.9\"");
    one(&unknown, error, Kind::ClauseUnknown, "5.9");
}

#[test]
fn the_tag_for_once_per_person_has_ground_and_term() {
    let (error, kind) = (Severity::Error, Kind::OncePerPersonWithoutGround);
    let table = "once-per-person";
    one(&in_table(table, "term = \"10 years\"", "term = \"0 days\""), error, kind, "due-diligence");
    one(&in_table(table, "article = \"15(1)c\"\n", ""), error, kind, "due-diligence");
    one(&in_table(table, "clause = \"5.6\"\n", ""), error, kind, "due-diligence");
    one(&in_table(table, "due-diligence", "correspondence"), error, kind, "correspondence");
    one(&in_table(table, "due-diligence", "outreach"), error, kind, "outreach");
    let none = without_table(table);
    assert_eq!(new(&none), [], "a programme may do without it");
    assert!(Policy::parse(&none).unwrap().once_per_person().is_none());
}

#[test]
fn clause_5_5_nothing_is_made_anonymous_without_a_threshold() {
    let error = Severity::Error;
    one(&changed("threshold = 20", "threshold = 9"), error, Kind::AnonymousGroupTooSmall, "anonymise");
    one(
        &in_table("anonymise", "clause = \"5.5\"\n", ""),
        error,
        Kind::AnonymiseWithoutThreshold,
        "anonymise",
    );
    assert_eq!(new(&without_table("anonymise")), [], "nobody is counted then");
    let start = "[anonymise]\nthreshold = 20\nclause = \"5.5\"\n";
    let capped = in_table("category.photo", "then = \"erase\"", "then = \"anonymise\"");
    assert_eq!(new(&capped), []);
    one(&capped.replacen(start, "", 1), error, Kind::AnonymiseWithoutThreshold, "photo");
}

#[test]
fn clauses_7_to_9_every_request_has_a_clock_that_the_law_allows() {
    let error = Severity::Error;
    one(&without_table("case.question"), error, Kind::CaseWithoutClock, "question");
    one(&in_table("case.question", "hours = 72", "hours = 0"), error, Kind::CaseWithoutClock, "question");
    one(&in_table("case.question", "clause = \"9\"\n", ""), error, Kind::CaseWithoutClause, "question");
    one(
        &in_table("case.correction", "hours = 72", "hours = 73"),
        error,
        Kind::ClockLongerThanLaw,
        "correction",
    );
    let longer = in_table("case.access", "wait_days = 30", "wait_days = 30\nextension_hours = 1");
    one(&longer, error, Kind::ClockLongerThanLaw, "access");
    assert_eq!(new(&in_table("case.question", "hours = 72", "hours = 120")), [], "no law sets this clock");
}
