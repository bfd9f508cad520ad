//! From a life to what is due: the model programme's policy, and lives as the database tells them.

use amanah_domain::cases::CaseKind;
use amanah_domain::states::RemovalGround;
use amanah_domain::{Category, CategorySet, PersonState, PurposeId, Timestamp};
use amanah_policy::{Moment, Policy};
use amanah_store::accounts::{AccountKind, ConsentRow};
use amanah_store::retention::{CasesOfKind, Life};
use proptest::prelude::*;

use crate::retention::due::{Due, due};
use crate::retention::life::{events, is_passing};

const DAY: i64 = 24;
const THEN: Timestamp = Timestamp::from_millis(1_795_316_400_000);

fn policy() -> Policy {
    Policy::parse(include_str!("../../../../programmes/prakerja/policy.toml")).unwrap()
}

fn after(days: i64) -> Timestamp {
    THEN.plus_hours(DAY * days)
}

fn open() -> Life {
    Life {
        kind: AccountKind::Participant,
        created_at: THEN,
        state: PersonState::Active,
        ended_at: None,
        legal_hold: false,
        province: 32,
        counted_at: None,
        categories: CategorySet::of(&[
            Category::Identity,
            Category::Contact,
            Category::Livelihood,
            Category::Access,
            Category::Account,
        ]),
        consents: Vec::new(),
        cases: Vec::new(),
        batches: Vec::new(),
        letters_wait: false,
        letter_over_at: None,
        session_ends_at: None,
        roles_end_at: None,
    }
}

fn ended() -> Life {
    Life { state: PersonState::Ended, ended_at: Some(THEN), ..open() }
}

fn at(life: &Life, days: i64) -> Due {
    let now = after(days);
    due(&policy(), &events(life, now), life.categories, now)
}

fn erased(due: &Due) -> Vec<(&'static str, String)> {
    let Due::Erase(over) = due else { return Vec::new() };
    over.iter().map(|one| (one.category.name(), one.rule_text())).collect()
}

#[test]
fn nothing_of_an_open_account_is_due_however_long_it_lasts() {
    let mut life = open();
    life.letter_over_at = Some(THEN);
    life.batches = vec![(Some(THEN), true), (None, false)];
    life.session_ends_at = Some(THEN);
    life.cases = vec![CasesOfKind { kind: CaseKind::Identity, open: false, decided_at: Some(THEN) }];
    assert_eq!(at(&life, 365 * 30), Due::Nothing);
}

#[test]
fn clause_5_5_after_the_end_one_category_after_another_goes_and_then_the_person() {
    let life = ended();
    assert_eq!(at(&life, 29), Due::Nothing);
    assert_eq!(erased(&at(&life, 30)), [("sign-in", "account-closed/30 days".to_owned())]);
    let Due::Destroy(last) = at(&life, 365) else { panic!("everything is over") };
    assert_eq!(
        (last.rule_text(), last.clause(&policy())),
        ("account-closed/1 year".to_owned(), "4.1".to_owned())
    );
    assert_eq!(last.ground(&policy()), RemovalGround::TimeOver);

    // With a place: livelihood after two years, the number after five by its category's rule, the payout
    // account after ten, and the person with it.
    let place = Life { batches: vec![(Some(THEN), true)], ..ended() };
    let livelihood = at(&place, 731);
    assert!(
        erased(&livelihood).contains(&("livelihood", "account-closed/2 years".to_owned())),
        "{livelihood:?}"
    );
    assert!(erased(&at(&place, 365 * 5 + 2)).contains(&("identity", "account-closed/5 years".to_owned())));
    assert!(matches!(at(&place, 365 * 10 + 3), Due::Destroy(_)));
    assert!(!matches!(at(&place, 365 * 10 - 3), Due::Destroy(_)));
    // A batch without a place is no benefit.
    let joined = Life { batches: vec![(Some(THEN), false)], ..ended() };
    assert!(matches!(at(&joined, 365), Due::Destroy(_)));
}

#[test]
fn letters_cases_and_sessions_keep_what_belongs_to_them() {
    let written = Life { letter_over_at: Some(after(300)), ..ended() };
    let due = at(&written, 366);
    let names: Vec<_> = erased(&due).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["livelihood", "accounts", "sign-in"], "name and address stay with the letter");
    assert!(matches!(at(&written, 300 + 732), Due::Destroy(_)));

    let waiting = Life { letters_wait: true, ..ended() };
    assert!(!matches!(at(&waiting, 366), Due::Destroy(_)) && is_passing(&waiting, after(366)));
    let signed_in = Life { session_ends_at: Some(after(400)), ..ended() };
    assert!(!matches!(at(&signed_in, 399), Due::Destroy(_)) && is_passing(&signed_in, after(399)));
    assert!(matches!(at(&signed_in, 401), Due::Destroy(_)) && !is_passing(&signed_in, after(401)));

    let case = |open, decided_at| Life {
        cases: vec![CasesOfKind { kind: CaseKind::Identity, open, decided_at }],
        ..ended()
    };
    assert!(!matches!(at(&case(true, None), 366), Due::Destroy(_)));
    assert!(!matches!(at(&case(false, Some(THEN)), 365 * 4), Due::Destroy(_)), "fraud keeps five years");
    assert!(matches!(at(&case(false, Some(THEN)), 365 * 5 + 2), Due::Destroy(_)));
}

#[test]
fn clause_7_4_a_withdrawn_consent_ends_what_rested_on_it_though_the_account_is_open() {
    let consent = |withdrawn_at| ConsentRow {
        purpose: PurposeId::Research,
        given_at: THEN,
        policy_version: 1,
        source: 0,
        withdrawn_at,
    };
    let profile = CategorySet::of(&[Category::Profile, Category::Identity]);
    let life = |withdrawn_at| Life { categories: profile, consents: vec![consent(withdrawn_at)], ..open() };
    assert_eq!(at(&life(None), 900), Due::Nothing);
    let Due::Erase(over) = at(&life(Some(THEN)), 1) else { panic!("the consent is gone") };
    let [only] = over.as_slice() else { panic!("{over:?}") };
    assert_eq!((only.category, only.ground(&policy())), (Category::Profile, RemovalGround::ConsentWithdrawn));
    assert_eq!(only.clause(&policy()), "2.1", "the category's own rule");
    // What lies there without ever having had a ground goes as well.
    assert_eq!(erased(&at(&Life { categories: profile, ..open() }, 1)), []);
    let relations = Life { categories: CategorySet::of(&[Category::Relations]), ..open() };
    assert_eq!(erased(&at(&relations, 1)), [("declared-relations", "no-ground".to_owned())]);
}

#[test]
fn staff_go_a_year_after_they_left() {
    let staff = |roles_end_at| Life {
        kind: AccountKind::Staff,
        roles_end_at,
        categories: CategorySet::of(&[Category::Identity, Category::Relations, Category::Access]),
        ..open()
    };
    assert_eq!(at(&staff(None), 900), Due::Nothing, "invited, no role yet");
    assert_eq!(at(&staff(Some(after(1_000))), 900), Due::Nothing);
    let left = staff(Some(THEN));
    assert_eq!(at(&left, 29), Due::Nothing);
    assert_eq!(erased(&at(&left, 31)), [("sign-in", "session-ended/30 days".to_owned())]);
    assert!(matches!(at(&left, 366), Due::Destroy(_)));
}

fn lives() -> impl Strategy<Value = Life> {
    let day = || prop::option::of(0i64..4_000);
    let kind = prop_oneof![Just(AccountKind::Participant), Just(AccountKind::Staff)];
    let case = (any::<bool>(), day());
    (
        kind,
        day(),
        day(),
        day(),
        day(),
        prop::option::of(case),
        prop::collection::vec((day(), any::<bool>()), 0..3),
    )
        .prop_map(|(kind, end, letter, session, role, case, batches)| Life {
            kind,
            state: if end.is_some() { PersonState::Ended } else { PersonState::Active },
            ended_at: end.map(after),
            letter_over_at: letter.map(after),
            session_ends_at: session.map(after),
            roles_end_at: role.map(after),
            cases: case
                .map(|(open, decided)| CasesOfKind {
                    kind: CaseKind::Identity,
                    open: open || decided.is_none(),
                    decided_at: decided.map(after),
                })
                .into_iter()
                .collect(),
            batches: batches.into_iter().map(|(over, place)| (over.map(after), place)).collect(),
            ..open()
        })
}

proptest! {
    /// Once nobody has a ground, nobody gets one by waiting.
    #[test]
    fn whoever_is_to_go_is_to_go_later_as_well(life in lives(), days in 0i64..9_000, more in 1i64..3_000) {
        if matches!(at(&life, days), Due::Destroy(_)) {
            prop_assert!(matches!(at(&life, days + more), Due::Destroy(_)));
        }
    }

    /// Nobody is destroyed whose account is open, and nothing is due of which a purpose says otherwise.
    #[test]
    fn nobody_with_an_open_account_goes(life in lives(), days in 0i64..9_000) {
        let (now, policy) = (after(days), policy());
        let known = events(&life, now);
        let open = life.kind == AccountKind::Participant && life.ended_at.is_none();
        match due(&policy, &known, life.categories, now) {
            Due::Nothing => {}
            Due::Destroy(_) => prop_assert!(!open),
            Due::Erase(over) => for one in over {
                prop_assert!(policy.kept(one.category, &known).until != Moment::Ahead);
                prop_assert!(one.since.is_none_or(|since| since <= now));
                prop_assert!(life.categories.contains(one.category));
            },
        }
    }
}
