//! A population that does not exist: names, addresses and numbers with the structure of real ones,
//! over real region codes, in the shares of the country. The same for a seed on every machine, and
//! each person can be made alone, so ten million need no memory.
//!
//! **Nobody real is in it.** Serials of NIK and KK begin at 2000, which no district reaches on one
//! day; phones begin with 084, which the numbering plan (KM 28/2004) sets aside for mobile networks
//! and no operator was given; e-mail domains end in `.example` (RFC 2606); bank numbers begin with
//! zeros. Postcodes, villages and streets are invented and do not fit their district.
//!
//! Not here: the registry that knows these people (`crate::registry`), any rule of a programme.

mod country;
mod details;
mod livelihood;
mod lot;
mod names;
mod sure;

use amanah_domain::regions::Regions;
use amanah_domain::states::Channel;
use amanah_domain::values::{
    Address, BirthDate, Education, Email, Gender, Kk, Nik, Occupation, PayoutAccount, PersonName, Phone,
};
use details::SERIALS;
use jiff::civil::{Date, date};
use lot::Lot;
use sure::sure;

/// One who does not exist.
#[derive(Clone, Debug)]
pub struct SyntheticPerson {
    /// Full name, as the registry has it.
    pub name: PersonName,
    /// As the registry has it; agrees with the NIK.
    pub gender: Gender,
    /// As the registry has it now; see [`Traits::corrected_birth_date`].
    pub birth_date: BirthDate,
    /// Unique in the population.
    pub nik: Nik,
    /// The same for everybody of one household, and for nobody else.
    pub kk: Kk,
    /// Unique in the population.
    pub email: Email,
    /// Unique in the population.
    pub phone: Phone,
    /// The channel by which they register.
    pub channel: Channel,
    /// The same district and street for everybody of one household.
    pub address: Address,
    /// Occupation group.
    pub occupation: Occupation,
    /// Education.
    pub education: Education,
    /// Where incentives go; a few have none.
    pub account: Option<PayoutAccount>,
    /// Whether an Indonesian citizen; foreign residents hold a NIK as well.
    pub citizen: bool,
    /// What is unusual about them.
    pub traits: Traits,
}

/// What a test may look for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Traits {
    /// Lives elsewhere than where the NIK was given (about 80 of a thousand).
    pub moved: bool,
    /// The NIK's district is none of today (about 30 of a thousand).
    pub old_region_code: bool,
    /// The birth date was corrected after the NIK was given, so the two differ (about 20 of a thousand).
    pub corrected_birth_date: bool,
    /// In an occupation that the model programme excludes (about 60 of a thousand).
    pub excluded_occupation: bool,
    /// People of this population on the same KK, this one among them: 1 to 5.
    pub household: u8,
}

/// People made on demand.
#[derive(Clone)]
pub struct Population {
    seed: u64,
    size: u32,
    /// A number coprime to `size`: spreads households, so that neighbours do not register in a row.
    stride: u64,
    today: Date,
    /// District codes of today by province, with the province's weight.
    provinces: Vec<(Vec<String>, u32)>,
}

/// Subjects of lots, so that no two draw the same.
const PERSON: u64 = 1;
const HOUSEHOLD: u64 = 2;
const BLOCK: u64 = 3;

/// People in a block that is divided into households.
const BLOCK_PEOPLE: u32 = 12;
/// Household sizes among people who register, by weight.
const HOUSEHOLDS: &[(u32, u32)] = &[(1, 620), (2, 240), (3, 85), (4, 38), (5, 17)];
const AGE_MAX: i16 = 70;
const AGE_MIN: i16 = 16;

struct Household {
    /// The index of its first member: its own number.
    first: u32,
    size: u32,
    lot: Lot,
    family: u64,
}

impl Population {
    /// People, at most. With more, birth dates could no longer be spread so that each NIK is unique.
    pub const SIZE_MAX: u32 = 20_000_000;

    /// The population of `seed`. `today` is the day on which ages are counted. A larger `size` than
    /// [`Self::SIZE_MAX`] is cut to it; another size is another population.
    pub fn new(seed: u64, size: u32, regions: &Regions, today: Date) -> Self {
        let size = size.min(Self::SIZE_MAX);
        let provinces = regions
            .provinces()
            .map(|province| {
                let code = province.code();
                let districts =
                    regions.regencies(&code).flat_map(|r| regions.districts(&r.code()).map(|d| d.code()));
                let weight =
                    country::PROVINCES.iter().find(|(known, _)| *known == code).map_or(1, |(_, n)| *n);
                (districts.collect::<Vec<_>>(), weight)
            })
            .filter(|(districts, _)| !districts.is_empty())
            .collect();
        Self { seed, size, stride: coprime(u64::from(size)), today, provinces }
    }

    /// How many people there are.
    pub fn len(&self) -> u32 {
        self.size
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Everybody, in order of index.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = SyntheticPerson> + '_ {
        (0..self.size as usize).map(|index| self.person(index as u32))
    }

    /// The person of an index below [`Self::len`]; a larger one wraps around.
    pub fn person(&self, index: u32) -> SyntheticPerson {
        let size = u64::from(self.size.max(1));
        let at = (u64::from(index) % size * self.stride % size) as u32;
        let mut home = self.household(at);
        let mut lot = Lot::of(self.seed, PERSON, at);
        let woman = lot.per_mille(country::WOMEN_PER_MILLE);

        let district = self.district(&mut home.lot).to_owned();
        let moved = lot.per_mille(80);
        let origin = if moved { self.elsewhere(&mut lot, &district) } else { district.clone() };
        let moved = moved && origin != district;
        let old_region_code = lot.per_mille(30);
        let nik_region = if old_region_code { self.former(&mut lot, &origin) } else { origin.clone() };

        let nik_date = self.unique_date(self.birthday(&mut lot), at, self.born_first(), self.born_last());
        let corrected_birth_date = lot.per_mille(20);
        let born = if corrected_birth_date { self.corrected(&mut lot, nik_date) } else { nik_date };
        let birth_date = sure(BirthDate::new(born, self.today));
        let age = birth_date.age_on(self.today);

        let manner = lot.weigh(names::manners(origin.get(..2).unwrap_or_default()));
        let manner = manner.copied().unwrap_or(names::Manner::Malay);
        let name = names::full_name(&mut lot, manner, woman, home.family);
        let phone = details::phone_number(at, self.seed);
        let (occupation, education) = livelihood::livelihood(&mut lot, age, woman);
        SyntheticPerson {
            email: sure(Email::parse(&details::email(&mut lot, &name, at))),
            name: sure(PersonName::parse(&name)),
            gender: if woman { Gender::Female } else { Gender::Male },
            birth_date,
            nik: sure(Nik::parse(&details::number(&nik_region, nik_date, woman, at))),
            kk: sure(Kk::parse(&self.kk(&mut home, &district))),
            channel: if lot.per_mille(550) { Channel::Email } else { Channel::Text },
            address: details::address(&mut home.lot, &district),
            occupation,
            education,
            account: livelihood::account(&mut lot, &phone)
                .map(|(at, number)| sure(PayoutAccount::parse(at, &number))),
            phone: sure(Phone::parse(&phone)),
            citizen: !lot.per_mille(3),
            traits: Traits {
                moved,
                old_region_code,
                corrected_birth_date,
                excluded_occupation: livelihood::is_excluded(occupation),
                household: home.size as u8,
            },
        }
    }

    fn household(&self, at: u32) -> Household {
        let block = at / BLOCK_PEOPLE;
        let end = (block.saturating_mul(BLOCK_PEOPLE).saturating_add(BLOCK_PEOPLE)).min(self.size);
        let mut sizes = Lot::of(self.seed, BLOCK, block);
        let mut first = block * BLOCK_PEOPLE;
        loop {
            let size = sizes.weigh(HOUSEHOLDS).copied().unwrap_or(1).min(end.saturating_sub(first)).max(1);
            if at < first + size {
                let mut lot = Lot::of(self.seed, HOUSEHOLD, first);
                let family = lot.word();
                return Household { first, size, lot, family };
            }
            first += size;
        }
    }

    fn district(&self, lot: &mut Lot) -> &str {
        let total = self.provinces.iter().map(|(_, weight)| weight).sum();
        let mut left = lot.below(total);
        for (districts, weight) in &self.provinces {
            if left < *weight {
                let at = lot.below(u32::try_from(districts.len()).unwrap_or(u32::MAX)) as usize;
                return districts.get(at).map_or("", String::as_str);
            }
            left -= weight;
        }
        ""
    }

    /// Another district, most often of the same province.
    fn elsewhere(&self, lot: &mut Lot, district: &str) -> String {
        let province = district.get(..2).unwrap_or_default();
        let same = self
            .provinces
            .iter()
            .map(|(districts, _)| districts)
            .find(|d| d.first().and_then(|code| code.get(..2)) == Some(province));
        match same {
            Some(districts) if lot.per_mille(600) => {
                let at = lot.below(u32::try_from(districts.len()).unwrap_or(u32::MAX)) as usize;
                districts.get(at).cloned().unwrap_or_default()
            }
            _ => self.district(lot).to_owned(),
        }
    }

    /// A number of another day in the same regency.
    fn former(&self, lot: &mut Lot, district: &str) -> String {
        let regency = district.get(..6).unwrap_or_default();
        let known =
            |code: &String| self.provinces.iter().any(|(districts, _)| districts.binary_search(code).is_ok());
        let start = lot.below(30);
        (0..30)
            .map(|step| format!("{regency}{:02}", 70 + (start + step) % 30))
            .find(|code| !known(code))
            .unwrap_or_else(|| format!("{regency}99"))
    }

    fn born_first(&self) -> Date {
        self.years_ago(AGE_MAX + 1, 1)
    }

    fn born_last(&self) -> Date {
        self.years_ago(AGE_MIN, 0)
    }

    /// The day of `today` so many years ago, plus `days`.
    fn years_ago(&self, years: i16, days: i64) -> Date {
        let day = self.today.saturating_sub(jiff::Span::new().years(years));
        day.saturating_add(jiff::Span::new().days(days))
    }

    fn birthday(&self, lot: &mut Lot) -> Date {
        let (first, years) = lot.weigh(country::AGES).copied().unwrap_or((30, 1));
        let age = first + lot.below(years);
        self.years_ago(i16::try_from(age).unwrap_or(30), -i64::from(lot.below(365)))
    }

    /// The nearest earlier day (or, at the edge, a later one) that nobody with the same serial has:
    /// people who share a serial differ in `at / SERIALS`, and so in the remainder of their day.
    fn unique_date(&self, day: Date, at: u32, first: Date, last: Date) -> Date {
        let groups = i64::from(self.size.div_ceil(SERIALS).max(1));
        let wanted = i64::from(at / SERIALS);
        let day = day.clamp(first, last);
        let back = (days(day) - wanted).rem_euclid(groups);
        let found = day.saturating_sub(jiff::Span::new().days(back));
        if found < first { found.saturating_add(jiff::Span::new().days(groups)) } else { found }
    }

    /// A birth date as a registrar corrects it: some days, or a year or two.
    fn corrected(&self, lot: &mut Lot, wrong: Date) -> Date {
        let by = if lot.per_mille(500) { lot.within(1, 27) } else { lot.within(360, 740) };
        let later = wrong.saturating_add(jiff::Span::new().days(i64::from(by)));
        if later <= self.born_last() {
            later
        } else {
            wrong.saturating_sub(jiff::Span::new().days(i64::from(by)))
        }
    }

    fn kk(&self, home: &mut Household, district: &str) -> String {
        let (first, last) = (date(2006, 1, 1), self.today);
        let issued = last.saturating_sub(jiff::Span::new().days(i64::from(home.lot.below(6_500))));
        details::number(district, self.unique_date(issued, home.first, first, last), false, home.first)
    }
}

impl IntoIterator for Population {
    type Item = SyntheticPerson;
    type IntoIter = People;
    fn into_iter(self) -> People {
        People { population: self, next: 0 }
    }
}

/// Everybody of a population, one after the other.
pub struct People {
    population: Population,
    next: u32,
}

impl Iterator for People {
    type Item = SyntheticPerson;
    fn next(&mut self) -> Option<SyntheticPerson> {
        let index = self.next;
        (index < self.population.size).then(|| {
            self.next += 1;
            self.population.person(index)
        })
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.population.size - self.next) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for People {}

/// Days since some day long ago.
fn days(day: Date) -> i64 {
    day.since(date(1900, 1, 1)).map_or(0, |span| i64::from(span.get_days()))
}

/// A number below `size` that shares no factor with it, far enough from 1 to spread neighbours.
fn coprime(size: u64) -> u64 {
    let gcd = |mut a: u64, mut b: u64| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (size * 618 / 1_000 + 1..=size).find(|n| gcd(*n, size) == 1).unwrap_or(1)
}

#[cfg(test)]
mod tests;
