//! The shares, the uniqueness, and that a seed gives the same people.

use std::collections::{HashMap, HashSet};

use amanah_domain::PersonalValue;
use amanah_domain::regions::RegionMatch;

use super::*;

const TODAY: Date = date(2026, 11, 20);

fn regions() -> Regions {
    Regions::parse(
        include_str!("../../../../programmes/prakerja/regions/provinces.csv"),
        include_str!("../../../../programmes/prakerja/regions/regencies.csv"),
        include_str!("../../../../programmes/prakerja/regions/districts.csv"),
    )
    .unwrap()
}

fn line(person: &SyntheticPerson) -> String {
    let account = person.account.as_ref().map(|a| a.show()).unwrap_or_default();
    let parts = [
        person.name.show(),
        person.gender.show(),
        person.birth_date.show(),
        person.nik.show(),
        person.kk.show(),
        person.email.show(),
        person.phone.show(),
        person.address.show(),
        person.occupation.show(),
        person.education.show(),
        account,
    ];
    parts.iter().map(|p| p.as_str()).collect::<Vec<_>>().join(";")
}

#[test]
fn a_seed_gives_the_same_people_in_any_order() {
    let regions = regions();
    let population = Population::new(1, 500, &regions, TODAY);
    let once: Vec<_> = population.iter().map(|p| line(&p)).collect();
    let again: Vec<_> = population.clone().into_iter().map(|p| line(&p)).collect();
    assert_eq!(once, again);
    assert_eq!(line(&population.person(321)), once[321]);
    assert_ne!(line(&Population::new(2, 500, &regions, TODAY).person(321)), once[321]);
    assert_eq!(population.iter().len(), 500);
    for tiny in [0, 1, 2, 3] {
        assert_eq!(Population::new(1, tiny, &regions, TODAY).into_iter().count(), tiny as usize);
    }
}

#[test]
fn the_shares_are_those_of_the_country_and_every_number_is_unique() {
    let regions = regions();
    let size = 40_000;
    let (mut niks, mut emails, mut phones) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut cards: HashMap<String, (u32, u8, String)> = HashMap::new();
    let mut count: HashMap<&str, u32> = HashMap::new();
    for person in Population::new(7, size, &regions, TODAY) {
        let traits = person.traits;
        let mut note = |what, is: bool| *count.entry(what).or_default() += u32::from(is);
        note("women", person.gender == Gender::Female);
        note("west java", person.address.province_code() == "32");
        note("moved", traits.moved);
        note("old", traits.old_region_code);
        note("corrected", traits.corrected_birth_date);
        note("excluded", traits.excluded_occupation);
        note("students", person.occupation == Occupation::Student);
        note("young", person.birth_date.age_on(TODAY) < 18);
        note("single names", !person.name.as_str().contains(' '));
        note("foreign", !person.citizen);
        note("accounts", person.account.is_some());

        assert!(niks.insert(person.nik.as_str().to_owned()), "a NIK twice");
        assert!(emails.insert(person.email.index_form().to_string()), "an e-mail twice");
        assert!(phones.insert(person.phone.as_str().to_owned()), "a phone twice");
        assert!(person.phone.as_str().starts_with("+6284") && person.email.as_str().ends_with(".example"));
        assert!(person.nik.serial() >= "2000" && person.kk.serial() >= "2000");
        let age = person.birth_date.age_on(TODAY);
        assert!((15..=72).contains(&age), "{age}");
        assert_eq!(person.nik.agrees_with(&person.birth_date), !traits.corrected_birth_date);
        assert!(person.nik.suggested_gender() == person.gender);
        let known = if traits.old_region_code { RegionMatch::Old } else { RegionMatch::Known };
        assert_eq!(regions.check_nik(&person.nik), Ok(known));
        assert_eq!(regions.check_kk(&person.kk), Ok(RegionMatch::Known));
        assert!(regions.exists(person.address.district_code()));
        if !traits.old_region_code {
            assert_eq!(person.nik.district_code() != person.address.district_code(), traits.moved);
        }
        let home = (0, traits.household, person.address.show().to_string());
        let card = cards.entry(person.kk.as_str().to_owned()).or_insert(home.clone());
        assert!((card.1, &card.2) == (home.1, &home.2), "two households on one KK");
        card.0 += 1;
    }
    assert!(cards.values().all(|(people, household, _)| *people == u32::from(*household)));
    let large = cards.values().filter(|(people, ..)| *people >= 3).count();
    assert!(large * 1_000 / cards.len() > 80, "few households of three and more: {large}");
    for (what, least, most) in [
        ("women", 480, 508),
        ("west java", 165, 192),
        ("moved", 70, 90),
        ("old", 25, 35),
        ("corrected", 16, 24),
        ("excluded", 50, 70),
        ("students", 32, 48),
        ("young", 30, 65),
        ("single names", 80, 260),
        ("foreign", 1, 5),
        ("accounts", 925, 955),
    ] {
        let share = count[what] * 1_000 / size;
        assert!((least..=most).contains(&share), "{what}: {share} of a thousand");
    }
}

/// Ten million are too many for a test: the numbers that make them unique are looked at where they
/// come closest, at both ends and in every group of serials.
#[test]
fn ten_million_can_be_made_one_by_one() {
    let regions = regions();
    let population = Population::new(3, 10_000_000, &regions, TODAY);
    let back =
        |wanted: u64| (0..population.size).find(|i| u64::from(*i) * population.stride % 10_000_000 == wanted);
    assert!(back(9_999_999).is_some(), "the stride reaches everybody");
    let mut niks = HashSet::new();
    for index in (0..10_000_000).step_by(499) {
        let person = population.person(index);
        assert!(niks.insert(person.nik.as_str().to_owned()));
        assert!((14..=73).contains(&person.birth_date.age_on(TODAY)));
    }
    // The same serial in all groups: no two may have the same day.
    let mut days = HashSet::new();
    for group in 0..10_000_000 / SERIALS {
        let at = group * SERIALS + 17;
        let mut lot = Lot::of(3, PERSON, at);
        let day = population.birthday(&mut lot);
        assert!(days.insert(population.unique_date(
            day,
            at,
            population.born_first(),
            population.born_last()
        )));
    }
}
