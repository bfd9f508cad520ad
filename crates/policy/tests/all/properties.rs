//! What holds of every decision, whatever is asked.

use amanah_domain::{
    AgeGroup, Facts, FieldId, FieldSet, Operation, PersonState, PurposeId, PurposeSet, RecipientClass, Role,
};
use amanah_policy::{Ask, Clause, Policy};
use proptest::prelude::*;
use proptest::sample::select;

use crate::prakerja;

fn fields() -> impl Strategy<Value = FieldSet> {
    proptest::sample::subsequence(FieldId::ALL, 0..=FieldId::ALL.len()).prop_map(|some| FieldSet::of(&some))
}

fn purposes() -> impl Strategy<Value = PurposeSet> {
    proptest::sample::subsequence(PurposeId::ALL, 0..=PurposeId::ALL.len())
        .prop_map(|some| PurposeSet::of(&some))
}

prop_compose! {
    fn anybody()(
        consents in purposes(), objections in purposes(), restricted: bool, age in select(AgeGroup::ALL),
        disputed in fields(), legal_hold: bool, policy_accepted: bool, state in select(PersonState::ALL),
        is_self: bool, related: bool,
    ) -> Facts {
        Facts { consents, objections, restricted, age, disputed, legal_hold, policy_accepted, state, is_self, related }
    }
}

prop_compose! {
    fn anything()(
        operation in select(Operation::ALL), fields in fields(),
        recipient in proptest::option::of(select(RecipientClass::ALL)),
    ) -> Ask {
        Ask { operation, fields, recipient }
    }
}

/// The same person with one more thing that may speak against a use. Being oneself speaks against
/// staff and for the person, so it is not among them.
fn worse(facts: Facts, purpose: PurposeId, field: FieldId) -> Vec<Facts> {
    vec![
        Facts { consents: facts.consents.without(PurposeSet::of(&[purpose])), ..facts },
        Facts { objections: facts.objections.with(purpose), ..facts },
        Facts { restricted: true, ..facts },
        Facts { age: AgeGroup::Child, ..facts },
        Facts { disputed: facts.disputed.with(field), ..facts },
        Facts { legal_hold: true, ..facts },
        Facts { policy_accepted: false, ..facts },
        Facts { state: PersonState::Ended, ..facts },
        Facts { related: true, ..facts },
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn a_fact_that_speaks_against_never_turns_a_refusal_into_a_grant(
        purpose in select(PurposeId::ALL), role in select(Role::ALL), ask in anything(), facts in anybody(),
        changed in select(PurposeId::ALL), field in select(FieldId::ALL),
    ) {
        let policy = policy();
        let before = policy.decide_id(purpose, role, &ask, &facts);
        for worse in worse(facts, changed, field) {
            prop_assert!(before.is_ok() || policy.decide_id(purpose, role, &ask, &worse).is_err());
        }
    }

    #[test]
    fn asking_for_more_fields_never_turns_a_refusal_into_a_grant_and_none_is_granted_unless_each_is(
        purpose in select(PurposeId::ALL), role in select(Role::ALL), ask in anything(), facts in anybody(),
    ) {
        let policy = policy();
        let one_by_one = ask.fields.iter().map(|field| Ask { fields: FieldSet::of(&[field]), ..ask });
        let none = Ask { fields: FieldSet::EMPTY, ..ask };
        let each = core::iter::once(none).chain(one_by_one).all(|ask| policy.decide_id(purpose, role, &ask, &facts).is_ok());
        prop_assert_eq!(policy.decide_id(purpose, role, &ask, &facts).is_ok(), each);
    }

    #[test]
    fn other_purposes_consents_and_objections_change_nothing(
        purpose in select(PurposeId::ALL), role in select(Role::ALL), ask in anything(), facts in anybody(),
        consents in purposes(), objections in purposes(),
    ) {
        let policy = policy();
        let own = PurposeSet::of(&[purpose]);
        let mix = |kept: PurposeSet, other: PurposeSet| kept.both(own).either(other.without(own));
        let other = Facts {
            consents: mix(facts.consents, consents), objections: mix(facts.objections, objections), ..facts
        };
        prop_assert_eq!(
            policy.decide_id(purpose, role, &ask, &facts), policy.decide_id(purpose, role, &ask, &other)
        );
    }

    #[test]
    fn a_refusal_without_a_clause_is_a_purpose_without_a_clause(
        purpose in select(PurposeId::ALL), role in select(Role::ALL), ask in anything(), facts in anybody(),
    ) {
        if let Err(refusal) = policy().decide_id(purpose, role, &ask, &facts) {
            prop_assert!(refusal.clause.is_some());
        }
    }

    #[test]
    fn a_clause_reads_back(section in 1..200_u8, part in 0..200_u8, letter in proptest::option::of(b'a'..=b'z')) {
        let clause = Clause::Policy { section, part, letter: letter.unwrap_or(0) };
        prop_assert_eq!(Clause::parse(&clause.to_string()), Some(clause));
        prop_assert_eq!(Clause::parse(&Clause::Law(section).to_string()), Some(Clause::Law(section)));
    }

    #[test]
    fn any_text_is_a_policy_or_an_error(text in ".{0,200}") {
        prop_assert!(Policy::parse(&text).is_err());
    }
}

fn policy() -> &'static Policy {
    static POLICY: std::sync::OnceLock<Policy> = std::sync::OnceLock::new();
    POLICY.get_or_init(prakerja)
}
