//! Until when something is kept: the rules as a table of cases, and what must hold of all of them.

use amanah_domain::{Category, LawfulBasis, PurposeId, PurposeSet, Timestamp};
use amanah_policy::document::RetentionEvent;
use amanah_policy::{Length, LifeEvents, Moment, Policy, Unit};
use proptest::prelude::*;

use crate::{in_table, prakerja};

const DAY: i64 = 86_400_000;
/// 1 January 2027.
const THEN: Timestamp = Timestamp::from_millis(1_798_761_600_000);

fn date(time: Timestamp) -> String {
    time.date_at(0).to_string()
}

fn until(policy: &Policy, category: Category, events: &LifeEvents) -> String {
    match policy.kept(category, events).until {
        Moment::Never => "never".to_owned(),
        Moment::Ahead => "ahead".to_owned(),
        Moment::At(until) => date(until),
    }
}

/// A participant whose account was ended, without place, case or letter.
fn ended() -> LifeEvents {
    let at = Moment::At(THEN);
    LifeEvents { collection: at, account_closed: at, session_ended: at, ..LifeEvents::default() }
}

#[test]
fn clause_5_5_an_open_account_keeps_what_enrolment_needs_and_nothing_else() {
    let policy = prakerja();
    let ahead = Moment::Ahead;
    let open = LifeEvents {
        collection: ahead,
        account_closed: ahead,
        session_ended: ahead,
        ..LifeEvents::default()
    };
    for category in [Category::Identity, Category::Numbers, Category::Livelihood, Category::Access] {
        assert_eq!(until(&policy, category, &open), "ahead", "{}", category.name());
    }
    // No consent, no work here: nothing was to be kept, so nothing is.
    assert_eq!(until(&policy, Category::Relations, &open), "never");
    assert!(policy.kept(Category::Relations, &open).is_over(THEN));
}

#[test]
fn clause_5_5_after_the_end_each_category_goes_when_its_last_ground_does() {
    let policy = prakerja();
    // Enrolment holds for a year; sign-in goes sooner by its own rule.
    assert_eq!(until(&policy, Category::Livelihood, &ended()), "2028-01-01");
    assert_eq!(until(&policy, Category::Numbers, &ended()), "2028-01-01");
    assert_eq!(until(&policy, Category::Access, &ended()), "2027-01-31");
    // A letter that was sent is kept for two years, with name and address.
    let written = LifeEvents { letter_sent: Moment::At(THEN), ..ended() };
    assert_eq!(until(&policy, Category::Contact, &written), "2029-01-01");
    assert_eq!(until(&policy, Category::Livelihood, &written), "2028-01-01");
    // A place: ten years for the account, and the number only as long as its category may be kept.
    let place = LifeEvents { benefits_over: Moment::At(THEN), ..ended() };
    assert_eq!(until(&policy, Category::Account, &place), "2037-01-01");
    assert_eq!(until(&policy, Category::Numbers, &place), "2032-01-01");
    assert_eq!(until(&policy, Category::Livelihood, &place), "2029-01-01");
    let capped = policy.kept(Category::Livelihood, &place);
    assert_eq!(
        capped.rule.map(|rule| rule.event),
        Some(RetentionEvent::AccountClosed),
        "the category's rule"
    );
    // A case about the number: fraud keeps five years, a case about something else two.
    let case = LifeEvents { case_decided: Moment::At(THEN), ..ended() };
    assert_eq!(until(&policy, Category::Identity, &case), "2029-01-01");
    let fraud = LifeEvents { fraud_decided: Moment::At(THEN), ..case };
    assert_eq!(until(&policy, Category::Identity, &fraud), "2032-01-01");
    let undecided = LifeEvents { fraud_decided: Moment::Ahead, case_decided: Moment::Ahead, ..ended() };
    assert_eq!(until(&policy, Category::Identity, &undecided), "2032-01-01", "the cap knows no exception");
    assert_eq!(
        until(&policy, Category::Relations, &LifeEvents { staff_left: Moment::At(THEN), ..ended() }),
        "2028-01-01"
    );
}

#[test]
fn clause_7_4_a_ground_on_consent_ends_with_the_consent() {
    let policy = prakerja();
    let open = LifeEvents { account_closed: Moment::Ahead, ..LifeEvents::default() };
    let given = LifeEvents { consents: PurposeSet::of(&[PurposeId::Research]), ..open.clone() };
    let withdrawn = LifeEvents { withdrawn: vec![(PurposeId::Research, THEN)], ..open.clone() };
    assert_eq!(until(&policy, Category::Results, &given), "ahead");
    assert_eq!(until(&policy, Category::Profile, &given), "ahead");
    // `services` holds the profile while the account is open; the category's own rule ends it with the
    // last consent.
    assert_eq!(until(&policy, Category::Profile, &withdrawn), date(THEN));
    let other = LifeEvents { consents: PurposeSet::of(&[PurposeId::Outreach]), ..withdrawn.clone() };
    assert_eq!(until(&policy, Category::Profile, &other), "ahead", "another consent stands");
    // Ninety days after collection, says `improvement`; without the consent not a day.
    let collected = LifeEvents {
        collection: Moment::Ahead,
        withdrawn: vec![(PurposeId::Improvement, THEN)],
        ..LifeEvents::default()
    };
    assert_eq!(until(&policy, Category::Profile, &collected), date(THEN));
}

#[test]
fn clause_5_6_a_stay_lasts_as_long_as_its_purpose_and_no_longer_than_its_category() {
    let policy = prakerja();
    let [benefit, fraud] = policy.stays() else { panic!("the model programme names two stays") };
    assert_eq!(policy.stays_until(benefit, &ended()), None, "nobody who got no place");
    assert_eq!(policy.stays_until(fraud, &ended()), None);
    let place = LifeEvents { benefits_over: Moment::At(THEN), ..ended() };
    let kept = policy.stays_until(benefit, &place).unwrap();
    let dates: Vec<_> = kept
        .iter()
        .map(|(category, kept)| {
            let Moment::At(until) = kept.until else { panic!("{kept:?}") };
            (category.name(), date(until))
        })
        .collect();
    let expected = [("identity", "2032-01-01"), ("unique-numbers", "2032-01-01"), ("accounts", "2037-01-01")];
    assert_eq!(dates, expected.map(|(name, day)| (name, day.to_owned())));
    let case = LifeEvents { fraud_decided: Moment::Ahead, case_decided: Moment::Ahead, ..ended() };
    let kept = policy.stays_until(fraud, &case).unwrap();
    assert!(kept.iter().any(|(one, kept)| *one == Category::Correspondence && kept.until == Moment::Ahead));
}

#[test]
fn the_calendar_counts_months_and_years() {
    let at = |text: &str| {
        let day: jiff::civil::Date = text.parse().unwrap();
        Timestamp::from_millis(day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond())
    };
    let months = |count| Length { count, unit: Unit::Months };
    let years = |count| Length { count, unit: Unit::Years };
    assert_eq!(months(1).after(at("2027-01-31")), at("2027-02-28"));
    assert_eq!(years(1).after(at("2028-02-29")), at("2029-02-28"));
    // Whatever is over at a moment happened at or before what leads there.
    for day in 28..=31 {
        let happened = at(&format!("2027-01-{day}"));
        assert!(happened <= months(1).before(at("2027-02-28")), "{day}");
    }
    assert!(at("2027-02-01") > months(1).before(at("2027-02-28")));
    let end = Timestamp::from_millis(i64::MAX);
    assert_eq!(years(u16::MAX).after(end), end, "the end of time is the end");
}

fn moment() -> impl Strategy<Value = Moment> {
    prop_oneof![
        Just(Moment::Never),
        Just(Moment::Ahead),
        (0i64..8_000).prop_map(|days| Moment::At(Timestamp::from_millis(THEN.millis() + days * DAY))),
    ]
}

prop_compose! {
    fn events()(
        moments in prop::collection::vec(moment(), 11),
        standing in any::<u64>(),
        withdrawn in prop::collection::vec((0usize..PurposeId::ALL.len(), 0i64..8_000), 0..4),
    ) -> LifeEvents {
        let mut moments = moments.into_iter();
        let mut next = || moments.next().unwrap();
        LifeEvents {
            collection: next(),
            form_left: next(),
            account_closed: next(),
            batch_over: next(),
            benefits_over: next(),
            case_decided: next(),
            fraud_decided: next(),
            letter_sent: next(),
            session_ended: next(),
            request_answered: next(),
            staff_left: next(),
            consents: PurposeSet::from_bits(standing),
            withdrawn: withdrawn
                .into_iter()
                .map(|(at, days)| (PurposeId::ALL[at], Timestamp::from_millis(THEN.millis() + days * DAY)))
                .collect(),
        }
    }
}

/// The same events, one of them later.
fn later(events: &LifeEvents, which: usize, days: i64) -> LifeEvents {
    let mut out = events.clone();
    let slot = [
        &mut out.collection,
        &mut out.account_closed,
        &mut out.batch_over,
        &mut out.benefits_over,
        &mut out.case_decided,
        &mut out.fraud_decided,
        &mut out.letter_sent,
        &mut out.session_ended,
        &mut out.staff_left,
    ];
    let count = slot.len();
    for (at, moment) in slot.into_iter().enumerate() {
        if let (true, Moment::At(time)) = (at == which % count, *moment) {
            *moment = Moment::At(Timestamp::from_millis(time.millis() + days * DAY));
        }
    }
    out
}

/// Said again, naively: every ground by itself.
fn grounds(policy: &Policy, category: Category, events: &LifeEvents) -> Vec<Moment> {
    let by_event = |purpose, event| match event {
        RetentionEvent::Collection => events.collection,
        RetentionEvent::FormLeft => events.form_left,
        RetentionEvent::AccountClosed => events.account_closed,
        RetentionEvent::BatchOver => events.batch_over,
        RetentionEvent::BenefitsOver => events.benefits_over,
        RetentionEvent::CaseDecided if purpose == PurposeId::Fraud => events.fraud_decided,
        RetentionEvent::CaseDecided => events.case_decided,
        RetentionEvent::LetterSent => events.letter_sent,
        RetentionEvent::SessionEnded => events.session_ended,
        RetentionEvent::RequestAnswered => events.request_answered,
        RetentionEvent::StaffLeft => events.staff_left,
        _ => Moment::Never,
    };
    let mut out = Vec::new();
    for (id, rule) in &policy.document().purposes {
        let Some(retention) = rule.retention.filter(|_| rule.categories.contains(category)) else { continue };
        let moment = if rule.basis == LawfulBasis::Consent {
            let given = events.consents.contains(*id);
            let ended = events.withdrawn.iter().filter(|(one, _)| one == id).map(|(_, at)| *at).max();
            let then = match retention.event {
                RetentionEvent::ConsentWithdrawn => retention.duration,
                _ => Length { count: 0, unit: Unit::Days },
            };
            if given { Moment::Ahead } else { ended.map_or(Moment::Never, |at| Moment::At(then.after(at))) }
        } else {
            match by_event(*id, retention.event) {
                Moment::At(time) => Moment::At(retention.duration.after(time)),
                other => other,
            }
        };
        out.push(moment);
    }
    out
}

proptest! {
    #[test]
    fn nothing_goes_while_a_ground_holds_unless_its_category_may_be_kept_no_longer(
        events in events(), days in 0i64..16_000
    ) {
        let policy = prakerja();
        let now = Timestamp::from_millis(THEN.millis() + days * DAY);
        for category in Category::ALL {
            let kept = policy.kept(*category, &events);
            let holds = |moment: &Moment| match moment {
                Moment::Never => false,
                Moment::Ahead => true,
                Moment::At(until) => *until > now,
            };
            let held = grounds(&policy, *category, &events).iter().any(holds);
            let capped = policy.document().categories[category].retention == kept.rule;
            if kept.is_over(now) {
                prop_assert!(!held || capped, "{} goes and has a ground", category.name());
            } else {
                prop_assert!(held, "{} stays without a ground", category.name());
            }
        }
    }

    #[test]
    fn what_is_over_stays_over_and_a_later_event_never_ends_anything_sooner(
        events in events(), which in 0usize..9, more in 1i64..2_000, days in 0i64..16_000
    ) {
        let policy = prakerja();
        let now = Timestamp::from_millis(THEN.millis() + days * DAY);
        let over = policy.over(&events, now);
        prop_assert!(policy.over(&events, now.plus_hours(24 * 365)).contains_all(over));
        let delayed = policy.over(&later(&events, which, more), now);
        prop_assert!(over.contains_all(delayed));
    }
}

#[test]
fn a_category_without_a_longest_time_is_kept_by_its_purposes_alone() {
    let kept = "retention = { event = \"account-closed\", duration = \"2 years\", then = \"erase\" }\n";
    let policy = Policy::parse(&in_table("category.livelihood", kept, "")).unwrap();
    let place = LifeEvents { benefits_over: Moment::At(THEN), ..ended() };
    assert_eq!(until(&policy, Category::Livelihood, &place), "2037-01-01");
}
