//! `/staff/numbers`: one calm screen of counts, each with a picture and the table under it. Counts
//! alone: nothing here was opened.

use amanah_domain::Timestamp;
use jiff::civil::Date;

use crate::chart::{Bar, Bars, Caption, Columns};
use crate::layout::Frame;
use crate::page::Page;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// How many bars the chart of provinces shows.
const PROVINCES_MAX: usize = 10;

/// A count and the same count of the period before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Compared {
    /// Now.
    pub now: u64,
    /// Before.
    pub before: u64,
}

/// Registrations of one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayCount {
    /// The day, at the programme's clock.
    pub day: Date,
    /// On it, and fourteen days earlier.
    pub registered: Compared,
}

/// How far people got: of those who registered in the last fourteen days, and in the fourteen before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Funnel {
    /// Registered.
    pub registered: Compared,
    /// Gave their NIK.
    pub identity_given: Compared,
    /// NIK verified.
    pub verified: Compared,
    /// Eligible.
    pub eligible: Compared,
    /// Joined a batch.
    pub joined: Compared,
}

/// Participants of one province.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProvinceCount {
    /// Its name.
    pub name: String,
    /// How many: now, and fourteen days ago.
    pub people: Compared,
}

/// The page.
#[derive(askama::Template)]
#[template(path = "staff/numbers.html")]
pub struct Numbers<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// When it was counted.
    pub counted_at: Timestamp,
    /// Registered today, and yesterday until the same time.
    pub registered: Compared,
    /// Joined a batch today, and yesterday until the same time.
    pub joined: Compared,
    /// Cases open now, and at this time yesterday.
    pub cases_open: Compared,
    /// Looks at data by staff today, and yesterday until the same time.
    pub looks: Compared,
    /// The last fourteen days, oldest first; the last is today, so far.
    pub days: Vec<DayCount>,
    /// How far people got.
    pub funnel: Funnel,
    /// Every province with participants, most first.
    pub provinces: Vec<ProvinceCount>,
    /// Participants whose province is not known yet.
    pub province_unknown: u64,
}

struct Card {
    title: String,
    value: String,
    change: String,
}

impl Numbers<'_> {
    fn cards(&self) -> Vec<Card> {
        let cards = [
            ("numbers-registered", self.registered),
            ("numbers-joined", self.joined),
            ("numbers-cases", self.cases_open),
            ("numbers-looks", self.looks),
        ];
        cards
            .into_iter()
            .map(|(key, count)| Card {
                title: self.frame.t(key),
                value: self.frame.number(&count.now),
                change: self.change(count),
            })
            .collect()
    }

    fn change(&self, count: Compared) -> String {
        match count.now.cmp(&count.before) {
            core::cmp::Ordering::Greater => {
                self.frame.t1("numbers-more", "n", count.now.saturating_sub(count.before))
            }
            core::cmp::Ordering::Less => {
                self.frame.t1("numbers-fewer", "n", count.before.saturating_sub(count.now))
            }
            core::cmp::Ordering::Equal => self.frame.t("numbers-same"),
        }
    }

    fn short(&self, day: Date) -> String {
        format!("{} {}", day.day(), self.frame.t(&format!("month-short-{}", day.month())))
    }

    fn caption(&self, id: &'static str, title: &str, desc: String) -> Caption {
        Caption { id, title: self.frame.t(title), desc, legend: self.frame.t("numbers-before-mark") }
    }

    fn days_chart(&self) -> Columns {
        let bars: Vec<_> = self
            .days
            .iter()
            .map(|day| Bar::new(self.short(day.day), day.registered.now).before(day.registered.before))
            .collect();
        let highest = self.days.iter().max_by_key(|day| day.registered.now);
        let desc = highest.map_or_else(String::new, |day| {
            self.frame.t2("numbers-days-desc", "day", self.short(day.day), "n", day.registered.now)
        });
        Columns::new(self.frame.words, self.caption("days", "numbers-days", desc), &bars)
    }

    fn days_total(&self) -> (String, String) {
        let sum = |of: fn(&DayCount) -> u64| self.days.iter().map(of).fold(0, u64::saturating_add);
        (
            self.frame.number(&sum(|day| day.registered.now)),
            self.frame.number(&sum(|day| day.registered.before)),
        )
    }

    fn day_rows(&self) -> Vec<(String, String, String)> {
        let row = |day: &DayCount| {
            let count = day.registered;
            (self.short(day.day), self.frame.number(&count.now), self.frame.number(&count.before))
        };
        self.days.iter().rev().map(row).collect()
    }

    fn steps(&self) -> [(&'static str, Compared); 5] {
        let funnel = &self.funnel;
        [
            ("funnel-registered", funnel.registered),
            ("funnel-given", funnel.identity_given),
            ("funnel-verified", funnel.verified),
            ("funnel-eligible", funnel.eligible),
            ("funnel-joined", funnel.joined),
        ]
    }

    fn share(&self, part: u64) -> String {
        let of = u128::from(self.funnel.registered.now.max(1));
        format!("{} %", u128::from(part) * 100 / of)
    }

    fn funnel_chart(&self) -> Bars {
        let bars: Vec<_> = self
            .steps()
            .into_iter()
            .map(|(key, count)| Bar::new(self.frame.t(key), count.now).before(count.before))
            .collect();
        let desc = self.frame.t1("numbers-funnel-desc", "share", self.share(self.funnel.joined.now));
        Bars::new(self.frame.words, self.caption("funnel", "numbers-funnel", desc), &bars)
    }

    fn funnel_rows(&self) -> Vec<(String, String, String, String)> {
        let row = |(key, count): (&str, Compared)| {
            let (now, before) = (self.frame.number(&count.now), self.frame.number(&count.before));
            (self.frame.t(key), now, self.share(count.now), before)
        };
        self.steps().into_iter().map(row).collect()
    }

    fn has_unknown(&self) -> bool {
        self.province_unknown > 0
    }

    fn top(&self) -> impl Iterator<Item = &ProvinceCount> {
        self.provinces.iter().take(PROVINCES_MAX)
    }

    fn provinces_chart(&self) -> Bars {
        let bars: Vec<_> = self
            .top()
            .map(|province| {
                Bar::new(province.name.clone(), province.people.now).before(province.people.before)
            })
            .collect();
        let desc = self.provinces.first().map_or_else(String::new, |most| {
            self.frame.t2("numbers-provinces-desc", "name", &most.name, "n", most.people.now)
        });
        Bars::new(self.frame.words, self.caption("provinces", "numbers-provinces", desc), &bars)
    }

    fn province_rows(&self) -> Vec<(String, String, String)> {
        let row = |name: String, count: Compared| {
            (name, self.frame.number(&count.now), self.frame.number(&count.before))
        };
        let mut rows: Vec<_> =
            self.top().map(|province| row(province.name.clone(), province.people)).collect();
        let rest =
            self.provinces.iter().skip(PROVINCES_MAX).fold(Compared::default(), |sum, province| Compared {
                now: sum.now.saturating_add(province.people.now),
                before: sum.before.saturating_add(province.people.before),
            });
        if rest != Compared::default() {
            let count = self.provinces.len().saturating_sub(PROVINCES_MAX);
            rows.push(row(self.frame.t1("numbers-other-provinces", "n", count), rest));
        }
        rows
    }
}

desk!(Numbers at Some(Door::Numbers), |page| page.frame.t("counts-title"));

#[cfg(test)]
impl crate::sample::Sampled for Numbers<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::staff::desk::samples;
        let count = |now, before| Compared { now, before };
        let today = frame.now.date_at(7);
        let counts = [812, 930, 1_104, 1_240, 1_180, 870, 640, 902, 1_011, 1_322, 1_410, 1_389, 1_120, 431];
        let days = (0_i32..)
            .zip(counts)
            .map(|(at, n)| DayCount {
                day: today.saturating_sub(jiff::Span::new().days(13 - at)),
                registered: count(n, n * 4 / 5 + u64::try_from(at).unwrap() * 11),
            })
            .collect();
        let names = [
            "Jawa Barat",
            "Jawa Timur",
            "Jawa Tengah",
            "Sumatera Utara",
            "Banten",
            "DKI Jakarta",
            "Sulawesi Selatan",
            "Lampung",
            "Sumatera Selatan",
            "Kepulauan Bangka Belitung",
            "Riau",
            "Papua Barat Daya",
        ];
        let province = |(at, name): (u64, &str)| ProvinceCount {
            name: name.to_owned(),
            people: count(48_000 / (at + 1), 45_500 / (at + 1)),
        };
        let full = Self {
            desk: samples::reviewer(),
            counted_at: frame.now,
            registered: count(431, 402),
            joined: count(1_204, 1_377),
            cases_open: count(38, 38),
            looks: count(215, 190),
            days,
            funnel: Funnel {
                registered: count(14_361, 12_870),
                identity_given: count(12_012, 10_904),
                verified: count(10_440, 9_120),
                eligible: count(8_031, 7_377),
                joined: count(5_620, 5_811),
            },
            provinces: (0..).zip(names).map(province).collect(),
            province_unknown: 2_310,
            frame: frame.clone(),
        };
        let empty = Self {
            frame: frame.clone(),
            desk: samples::administrator(),
            counted_at: frame.now,
            registered: Compared::default(),
            joined: Compared::default(),
            cases_open: Compared::default(),
            looks: Compared::default(),
            days: vec![DayCount { day: today, registered: Compared::default() }],
            funnel: Funnel::default(),
            provinces: Vec::new(),
            province_unknown: 0,
        };
        vec![("full", full), ("first-day", empty)]
    }
}
