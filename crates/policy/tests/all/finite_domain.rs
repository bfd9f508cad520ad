//! The whole finite domain of the decision against the naive formulation: every purpose × operation ×
//! role × (no field, or a field of each category that the code holds) × (no recipient, or each) ×
//! every combination of facts. Some 580 million decisions: the answer and the reason must agree.
//!
//! Facts that name sets are tried as "just this one" and "all but this one": a decision that looked at
//! the wrong member would answer wrongly for one of the two.

use amanah_domain::{
    AgeGroup, Category, Facts, FieldId, FieldSet, Operation, PersonState, PurposeId, PurposeSet,
    RecipientClass, Role,
};
use amanah_policy::{Ask, Policy, RefusalReason};

use crate::naive::{Case, Plain, SENTENCES};
use crate::{PRAKERJA, changed};

/// Every combination of what can be known of a person.
fn people() -> Vec<Plain> {
    let mut all = Vec::new();
    for bits in 0..512_u16 {
        let bit = |at: u16| bits >> at & 1 == 1;
        for age in ["unknown", "child", "adult"] {
            all.push(Plain {
                consented: bit(0),
                objected: bit(1),
                restricted: bit(2),
                age,
                field_disputed: bit(3),
                legal_hold: bit(4),
                accepted: bit(5),
                ended: bit(6),
                is_self: bit(7),
                related: bit(8),
            });
        }
    }
    all
}

fn facts(plain: &Plain, purpose: PurposeId, fields: FieldSet) -> Facts {
    let these = PurposeSet::of(&[purpose]);
    let pick = |yes| if yes { these } else { PurposeSet::all().without(these) };
    Facts {
        consents: pick(plain.consented),
        objections: pick(plain.objected),
        restricted: plain.restricted,
        age: AgeGroup::from_name(plain.age).unwrap(),
        disputed: if plain.field_disputed { fields } else { FieldSet::all().without(fields) },
        legal_hold: plain.legal_hold,
        policy_accepted: plain.accepted,
        state: if plain.ended { PersonState::Ended } else { PersonState::Active },
        is_self: plain.is_self,
        related: plain.related,
    }
}

/// No field, and the first field of each category that has one.
fn one_of_each_category() -> Vec<Option<FieldId>> {
    let first =
        |category: &Category| FieldId::ALL.iter().copied().find(|field| field.category() == *category);
    core::iter::once(None).chain(Category::ALL.iter().filter_map(first).map(Some)).collect()
}

/// The people to whom the fact half of each sentence applies, a bit each.
struct Masks(Vec<Vec<u64>>);

impl Masks {
    fn of(people: &[Plain]) -> Self {
        let mask = |fact: fn(&Plain) -> bool| {
            people
                .chunks(64)
                .map(|some| some.iter().rev().fold(0, |word, p| word << 1 | u64::from(fact(p))))
                .collect()
        };
        Self(SENTENCES.iter().map(|sentence| mask(sentence.fact)).collect())
    }
    fn has(&self, sentence: usize, person: usize) -> bool {
        self.0[sentence][person / 64] >> (person % 64) & 1 == 1
    }
}

/// Compares for the given purposes; yields how many decisions were compared and how many were grants.
fn compare(text: &str, purposes: &[PurposeId], fields: &[Option<FieldId>]) -> (u64, u64) {
    let policy = Policy::parse(text).unwrap();
    let plain: toml::Table = text.parse().unwrap();
    let people = people();
    let masks = Masks::of(&people);
    let sentence_of: Vec<Option<usize>> = RefusalReason::ALL
        .iter()
        .map(|reason| SENTENCES.iter().position(|sentence| sentence.reason == reason.name()))
        .collect();
    let recipients: Vec<_> =
        core::iter::once(None).chain(RecipientClass::ALL.iter().copied().map(Some)).collect();
    let (mut compared, mut granted) = (0, 0);
    for purpose in purposes {
        for field in fields {
            let asked = field.map_or(FieldSet::EMPTY, |field| FieldSet::of(&[field]));
            let known: Vec<_> = people.iter().map(|p| facts(p, *purpose, asked)).collect();
            for operation in Operation::ALL {
                for role in Role::ALL {
                    for recipient in &recipients {
                        let case = Case {
                            policy: &plain,
                            purpose: purpose.name(),
                            operation: operation.name(),
                            role: role.name(),
                            field: field.map(FieldId::name),
                            recipient: recipient.map(RecipientClass::name),
                        };
                        let applies: Vec<bool> = SENTENCES.iter().map(|s| (s.when)(&case)).collect();
                        let mut forbidden = vec![0; people.len().div_ceil(64)];
                        for (mask, _) in masks.0.iter().zip(&applies).filter(|(_, applies)| **applies) {
                            forbidden.iter_mut().zip(mask).for_each(|(all, some)| *all |= some);
                        }
                        let ask = Ask { operation: *operation, fields: asked, recipient: *recipient };
                        for (at, one) in known.iter().enumerate() {
                            let answer = policy.decide_id(*purpose, *role, &ask, one);
                            let expected = forbidden[at / 64] >> (at % 64) & 1 == 0;
                            let agrees = match answer {
                                Ok(()) => expected,
                                Err(refusal) => sentence_of[refusal.reason as usize]
                                    .is_some_and(|s| applies[s] && masks.has(s, at)),
                            };
                            assert!(agrees, "{ask:?} {purpose:?} {role:?} {:?}: {answer:?}", people[at]);
                            compared += 1;
                            granted += u64::from(expected);
                        }
                    }
                }
            }
        }
    }
    (compared, granted)
}

/// The purposes dealt out over two threads.
fn compare_all(text: &str, fields: &[Option<FieldId>]) -> (u64, u64) {
    let halves: [Vec<PurposeId>; 2] =
        [0, 1].map(|half| PurposeId::ALL.iter().copied().filter(|id| id.code() % 2 == half).collect());
    std::thread::scope(|scope| {
        let running = halves.each_ref().map(|half| scope.spawn(|| compare(text, half, fields)));
        running
            .map(|thread| thread.join().unwrap())
            .iter()
            .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    })
}

#[test]
fn clause_4_1_the_whole_finite_domain_agrees_with_the_naive_rules() {
    let fields = one_of_each_category();
    let (compared, granted) = compare_all(PRAKERJA, &fields);
    let all = PurposeId::ALL.len() * Operation::ALL.len() * Role::ALL.len() * fields.len();
    let all = all * (RecipientClass::ALL.len() + 1) * people().len();
    assert_eq!(compared, all as u64);
    assert!(granted > 100_000, "only {granted} of {compared} were grants: the comparison shows little");
}

/// What the model programme does not use: other countries, missing clauses, other extents of objection,
/// a field in another category, a purpose and a recipient that are not there.
#[test]
fn a_policy_with_everything_unusual_agrees_with_the_naive_rules_too() {
    let mut text =
        changed("[purpose.oversight]", "[purpose.nobody]").replace("[purpose.nobody]", "[purpose.oversight]");
    for (section, from, to) in [
        ("recipient.training-partners", "country = \"home\"", "country = \"other\""),
        ("recipient.service-providers", "agreement = \"signed\"", "agreement = \"drafted\""),
        ("recipient.government", "country = \"home\"", "country = \"adequate\""),
        ("recipient.messaging-houses", "country = \"home\"", "country = \"safeguarded\""),
        ("purpose.benefits", "to-machines", "to-all"),
        ("purpose.terms", "clause = \"4.1 c\"\n", ""),
        ("purpose.rights", "basis = \"legal-obligation\"", "basis = \"contract\""),
        ("purpose.questions", "basis = \"public-task\"", "basis = \"legitimate-interest\""),
        ("purpose.events", "objection = ", "when_restricted = true\nwhen_ended = true\nobjection = "),
        ("field.birth-date", "category = \"birth\"", "category = \"profile\""),
    ] {
        let start = text.find(&format!("[{section}]\n")).expect(section);
        let at = start + text[start..].find(from).expect(from);
        text.replace_range(at..at + from.len(), to);
    }
    for section in ["purpose.maintenance", "recipient.advisers"] {
        let start = text.find(&format!("[{section}]\n")).expect(section);
        let end = start + 1 + text[start + 1..].find("\n[").expect("a table after it");
        text.replace_range(start..=end, "");
    }
    let fields = [None, Some(FieldId::BirthDate), Some(FieldId::Email)];
    let (_, granted) = compare_all(&text, &fields);
    assert!(granted > 50_000, "only {granted} grants");
}
