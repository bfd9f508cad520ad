//! Rules good and bad.

use super::*;

fn rule(id: &str, fields: &[&str], met: &str, human: Option<&str>) -> RuleData {
    RuleData {
        id: id.to_owned(),
        fields: fields.iter().map(|f| (*f).to_owned()).collect(),
        met: met.to_owned(),
        human: human.map(str::to_owned),
    }
}

fn values() -> RuleValues {
    RuleValues {
        age: Some(30),
        occupation: Some("employee"),
        education: Some("senior-high"),
        in_formal_education: Some(false),
        household_place: Some(2),
        kk_people_max: 2,
        identity: IdentityState::Claimed,
        had_benefit_before: Some(false),
    }
}

fn refused(data: RuleData) -> String {
    Rules::compile(&[data]).map(|_| ()).unwrap_err()
}

#[test]
fn the_models_rules_compile_and_judge() {
    #[derive(Deserialize)]
    struct Data {
        rule: Vec<RuleData>,
    }
    let text = include_str!("../../../../programmes/prakerja/programme.toml");
    let data: Data = toml::from_str(text).unwrap();
    let rules = Rules::compile(&data.rule).unwrap();
    let judge =
        |values: &RuleValues| -> Vec<RuleOutcome> { rules.iter().map(|r| r.evaluate(values)).collect() };
    use RuleOutcome::{Human, Met, Missing, NotMet};
    assert_eq!(judge(&values()), [Met; 6]);
    assert_eq!(overall(judge(&values())), EligibilityState::Eligible);

    for (age, outcome) in [(17, NotMet), (18, Met), (64, Met), (65, NotMet)] {
        assert_eq!(judge(&RuleValues { age: Some(age), ..values() })[0], outcome, "{age}");
    }
    let student = RuleValues { in_formal_education: Some(true), ..values() };
    assert_eq!(judge(&student)[1], NotMet);
    let soldier = RuleValues { occupation: Some("soldier"), ..values() };
    assert_eq!((judge(&soldier)[2], overall(judge(&soldier))), (NotMet, EligibilityState::NotEligible));
    let other = RuleValues { occupation: Some("other"), ..values() };
    assert_eq!((judge(&other)[2], overall(judge(&other))), (Human, EligibilityState::Review));
    let third = RuleValues { household_place: Some(3), ..values() };
    assert_eq!(judge(&third)[3], NotMet);
    let contested = RuleValues { identity: IdentityState::Contested, ..values() };
    assert_eq!(judge(&contested)[4], Human);
    let again = RuleValues { had_benefit_before: Some(true), ..values() };
    assert_eq!((judge(&again)[5], overall(judge(&again))), (NotMet, EligibilityState::NotEligible));
    let empty = RuleValues { age: None, identity: IdentityState::None, had_benefit_before: None, ..values() };
    assert_eq!(judge(&empty)[0], Missing(FieldSet::of(&[FieldId::BirthDate])));
    assert_eq!(judge(&empty)[4], Missing(FieldSet::of(&[FieldId::Nik])));
    assert_eq!(overall(judge(&empty)), EligibilityState::Open);
}

#[test]
fn what_is_wrong_with_a_rule_is_said_with_its_name() {
    let cases = [
        (rule("a", &["birth-date"], "age >=", None), "rule \"a\": \"met\" is not an expression"),
        (rule("a", &["birth-date"], "agee >= 18", None), "speaks of \"agee\", which does not exist"),
        (rule("a", &[], "age >= 18", None), "\"birth-date\" must stand among its fields"),
        (rule("a", &["birthday"], "true", None), "there is no field \"birthday\""),
        (rule("a", &["payout-account"], "true", None), "may not look at the field \"payout-account\""),
        (rule("A b", &[], "true", None), "its id must be"),
        (rule("all", &[], "true", None), "its id must be"),
        (rule("a", &["nik"], "true", Some("identity ==")), "\"human\" is not an expression"),
        (rule("a", &[], &"(".repeat(48), None), "is not an expression"),
        (rule("a", &[], &"!".repeat(48), None), "is not an expression"),
        (rule("a", &[], &"(".repeat(1_500), None), "expression_levels_max"),
        (rule("a", &["kk"], "[1].exists(n, n == household_place)", None), "speaks of \"n\""),
        (rule("a", &["birth-date"], "older(age)", None), "calls \"older\", which does not exist"),
        (rule("a", &[], &" ".repeat(3_000), None), "expression_bytes_max"),
    ];
    for (data, says) in cases {
        let said = refused(data);
        assert!(said.contains(says), "{said}");
    }
    let twice = [rule("a", &[], "true", None), rule("a", &[], "true", None)];
    assert!(Rules::compile(&twice).map(|_| ()).unwrap_err().contains("two rules"));
}

#[test]
fn what_cannot_be_worked_out_is_a_humans_question() {
    let bad = [
        ("age / 0 == 1", None),
        ("age", None),
        ("occupation > 3", None),
        ("true", Some("household_place")),
        ("age + 9223372036854775807 > 0", None),
        ("occupation.matches('(')", None),
    ];
    let fields = ["birth-date", "occupation", "kk"];
    for (met, human) in bad {
        let rules = Rules::compile(&[rule("r", &fields, met, human)]).unwrap();
        assert_eq!(rules.get("r").unwrap().evaluate(&values()), RuleOutcome::Human, "{met}");
    }
    let few = rule("r", &fields, "size([age, household_place]) == 2 && !('x' in [occupation])", None);
    assert_eq!(Rules::compile(&[few]).unwrap().get("r").unwrap().evaluate(&values()), RuleOutcome::Met);
}
