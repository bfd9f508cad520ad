//! Counting those who go. Pure: who is in a release, and which groups it names.
//!
//! Why this is anonymous: a group is named only with at least `threshold` people in it; a person is
//! counted once in their life, in one release and in one group of it, so no two counts overlap and none
//! can be taken from another; a count holds no id, no pseudonym and no time but the release's own; and
//! those who were counted are destroyed, so there is nothing left to join it to. Whoever is in no group
//! that is large enough is not counted at all.

use std::collections::BTreeMap;

use amanah_domain::Timestamp;
use amanah_store::retention::Life;

/// What became of somebody.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Outcome {
    /// Registered, and joined no batch.
    Registered,
    /// Joined a batch, and got no place.
    Joined,
    /// Got a place.
    Place,
}

impl Outcome {
    const fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Joined => "joined",
            Self::Place => "place",
        }
    }
}

/// What is counted of one person: facts that stood in the clear beside their random id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Leaver {
    /// Province code; 0: the whole country, or not given.
    pub(crate) province: i64,
    /// Year of registration.
    pub(crate) year: i16,
    /// What became of them.
    pub(crate) outcome: Outcome,
}

/// Hours east of UTC by which a year is told: the capital's.
const OFFICE_OFFSET_HOURS: i8 = 7;

impl Leaver {
    pub(crate) fn of(life: &Life) -> Self {
        let outcome = match life.batches.as_slice() {
            [] => Outcome::Registered,
            batches if batches.iter().any(|(_, place)| *place) => Outcome::Place,
            _ => Outcome::Joined,
        };
        Self { province: life.province, year: year_of(life.created_at), outcome }
    }

    /// The group's name: `32/2026/place`, or `all/2026/place` for what is left of the whole country.
    fn cell(self) -> String {
        let (year, outcome) = (self.year, self.outcome.name());
        match self.province {
            0 => format!("all/{year}/{outcome}"),
            province => format!("{province}/{year}/{outcome}"),
        }
    }
}

fn year_of(time: Timestamp) -> i16 {
    time.date_at(OFFICE_OFFSET_HOURS).year()
}

/// The groups of one release with their counts, none below `threshold`; and how many people are in none.
pub(crate) fn groups(leavers: &[Leaver], threshold: u32) -> (BTreeMap<String, u64>, u64) {
    // At least one: a threshold of nothing would name nobody's group.
    let threshold = u64::from(threshold).max(1);
    let mut count: BTreeMap<Leaver, u64> = BTreeMap::new();
    for leaver in leavers {
        *count.entry(*leaver).or_default() += 1;
    }
    let (mut groups, mut country) = (BTreeMap::new(), BTreeMap::<Leaver, u64>::new());
    for (leaver, people) in count {
        if people >= threshold && leaver.province != 0 {
            groups.insert(leaver.cell(), people);
        } else {
            // Provinces with too few are taken together, across the country.
            *country.entry(Leaver { province: 0, ..leaver }).or_default() += people;
        }
    }
    let mut left_out = 0;
    for (leaver, people) in country {
        if people >= threshold {
            groups.insert(leaver.cell(), people);
        } else {
            left_out += people;
        }
    }
    (groups, left_out)
}

/// Whether somebody was counted in one of these groups.
pub(crate) fn in_group(leaver: &Leaver, groups: &BTreeMap<String, u64>) -> bool {
    groups.contains_key(&leaver.cell()) || groups.contains_key(&Leaver { province: 0, ..*leaver }.cell())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn leavers() -> impl Strategy<Value = Vec<Leaver>> {
        let outcome = prop_oneof![Just(Outcome::Registered), Just(Outcome::Joined), Just(Outcome::Place)];
        let one = (0i64..5, 2024i16..2027, outcome).prop_map(|(province, year, outcome)| Leaver {
            province,
            year,
            outcome,
        });
        prop::collection::vec(one, 0..400)
    }

    proptest! {
        #[test]
        fn no_group_is_below_the_threshold_and_everybody_is_in_one_or_in_none(
            all in leavers(), threshold in 1u32..60
        ) {
            let (groups, left_out) = groups(&all, threshold);
            prop_assert!(groups.values().all(|people| *people >= u64::from(threshold)));
            prop_assert_eq!(groups.values().sum::<u64>() + left_out, all.len() as u64);
            let counted = all.iter().filter(|one| in_group(one, &groups)).count() as u64;
            prop_assert_eq!(counted, groups.values().sum::<u64>(), "who is marked is who is counted");
            // A province's own group is exactly its people: nobody is in two.
            for leaver in &all {
                if let Some(people) = groups.get(&leaver.cell()).filter(|_| leaver.province != 0) {
                    prop_assert_eq!(*people, all.iter().filter(|one| *one == leaver).count() as u64);
                }
            }
        }

        /// Whatever one subtracts from what: a group of one release and a group of another hold different
        /// people, so their difference is nobody's count.
        #[test]
        fn releases_share_nobody(
            all in leavers(), cut in 0usize..400, threshold in 1u32..60
        ) {
            let (first, second) = all.split_at(cut.min(all.len()));
            let (one, out_one) = groups(first, threshold);
            let (two, out_two) = groups(second, threshold);
            let counted: u64 = one.values().chain(two.values()).sum();
            prop_assert_eq!(counted + out_one + out_two, all.len() as u64);
            prop_assert!(one.values().chain(two.values()).all(|people| *people >= u64::from(threshold)));
        }
    }

    #[test]
    fn a_small_province_is_counted_with_the_country_and_a_small_rest_not_at_all() {
        let of = |province, outcome, count: usize| vec![Leaver { province, year: 2026, outcome }; count];
        let all = [
            of(32, Outcome::Place, 25),
            of(91, Outcome::Place, 12),
            of(94, Outcome::Place, 9),
            of(91, Outcome::Joined, 19),
        ]
        .concat();
        let (groups, left_out) = groups(&all, 20);
        let expected = [("32/2026/place".to_owned(), 25), ("all/2026/place".to_owned(), 21)];
        assert_eq!(groups.into_iter().collect::<Vec<_>>(), expected);
        assert_eq!(left_out, 19);
    }
}
