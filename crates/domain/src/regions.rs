//! Provinces, regencies and cities, districts: codes and names, from the extract under
//! `programmes/<name>/regions/`. Public geography, no personal data.
//!
//! Not here: villages (84,000 names for a field that people fill in themselves), files (the texts
//! are handed in).

use crate::values::{Kk, Nik, Refused};

/// Province codes that are no longer given out, but stand in old numbers. Papua needs no line: what
/// was 91 (Papua) and 92 (Papua Barat) before the divisions of 2022 are provinces still, so the old
/// numbers of their regencies are found as [`RegionMatch::Old`]; so are those of other provinces that
/// were divided (Banten from 32, Kepulauan Bangka Belitung from 16, Gorontalo from 71, Maluku Utara
/// from 81, Kepulauan Riau from 14, Sulawesi Barat from 73, Kalimantan Utara from 64).
pub const FORMER_PROVINCES: &[&str] = &[
    // Timor Timur, until 1999.
    "54",
];

/// Hours east of UTC of a province, by its code: western, central or eastern time (Keppres 41/1987; the
/// provinces of Papua that were divided keep the time of what they were part of). `None` for what is no
/// province. None of them keeps daylight-saving time.
pub const fn zone_hours(province: i64) -> Option<i8> {
    match province {
        11..=19 | 21 | 31..=36 | 61 | 62 => Some(7),
        51..=53 | 63..=65 | 71..=76 => Some(8),
        81 | 82 | 91..=97 => Some(9),
        _ => None,
    }
}

/// What the region part of a NIK or KK tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegionMatch {
    /// A district of today.
    Known,
    /// No district of today, but of a province of today or of a former one: most likely the numbering
    /// of an earlier day. A question at most, never a rejection.
    Old,
    /// Not even the province exists.
    UnknownProvince,
}

/// One region.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Region<'a> {
    code: u32,
    level: u8,
    /// Name, such as "Kabupaten Aceh Selatan".
    pub name: &'a str,
}

impl Region<'_> {
    /// `PP`, `PP.RR` or `PP.RR.DD`.
    pub fn code(&self) -> String {
        let (a, b, c) = (self.code / 10_000 % 100, self.code / 100 % 100, self.code % 100);
        match self.level {
            0 => format!("{c:02}"),
            1 => format!("{b:02}.{c:02}"),
            _ => format!("{a:02}.{b:02}.{c:02}"),
        }
    }
}

/// Why region data were not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegionsError {
    /// Which file: `provinces`, `regencies`, `districts`.
    pub file: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: &'static str,
}

impl core::fmt::Display for RegionsError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}.csv, line {}: {}", self.file, self.line, self.what)
    }
}
impl core::error::Error for RegionsError {}

/// The region data, about 250 kB: per level the codes in order and one text of all names.
#[derive(Clone, Debug)]
pub struct Regions {
    provinces: Level,
    regencies: Level,
    districts: Level,
}

impl Regions {
    /// Each text has a header line `code,name` and a line for each region, in order of code. A name
    /// with a comma or a quotation mark stands in quotation marks (RFC 4180).
    ///
    /// # Errors
    /// The first line that is malformed, out of order, or whose parent is missing.
    pub fn parse(provinces: &str, regencies: &str, districts: &str) -> Result<Self, RegionsError> {
        let provinces = Level::parse("provinces", 0, provinces, None)?;
        let regencies = Level::parse("regencies", 1, regencies, Some(&provinces))?;
        let districts = Level::parse("districts", 2, districts, Some(&regencies))?;
        Ok(Self { provinces, regencies, districts })
    }

    /// Every province, in order of code.
    pub fn provinces(&self) -> impl ExactSizeIterator<Item = Region<'_>> {
        self.provinces.within(0, u32::MAX)
    }

    /// Regencies and cities of the province `PP`; none where there is no such province.
    pub fn regencies<'a>(&'a self, province: &str) -> impl ExactSizeIterator<Item = Region<'a>> + use<'a> {
        self.regencies.children(number(province, 0))
    }

    /// Districts of the regency `PP.RR`; none where there is no such regency.
    pub fn districts<'a>(&'a self, regency: &str) -> impl ExactSizeIterator<Item = Region<'a>> + use<'a> {
        self.districts.children(number(regency, 1))
    }

    /// The name of a code of any level.
    pub fn name(&self, code: &str) -> Option<&str> {
        let level = match code.len() {
            2 => &self.provinces,
            5 => &self.regencies,
            _ => &self.districts,
        };
        level.name(number(code, level.level)?)
    }

    /// Whether a code of any level is one of today.
    pub fn exists(&self, code: &str) -> bool {
        self.name(code).is_some()
    }

    /// District, regency and province on one line: "Bakongan, Kabupaten Aceh Selatan, Aceh".
    pub fn line(&self, district: &str) -> Option<String> {
        let name = self.name(district)?;
        let regency = self.name(district.get(..5)?)?;
        let province = self.name(district.get(..2)?)?;
        Some(format!("{name}, {regency}, {province}"))
    }

    /// What `PP.RR.DD` of a NIK or KK tells.
    pub fn matches(&self, district: &str) -> RegionMatch {
        let province = district.get(..2).unwrap_or_default();
        if district.len() == 8 && self.exists(district) {
            RegionMatch::Known
        } else if self.exists(province) || FORMER_PROVINCES.contains(&province) {
            RegionMatch::Old
        } else {
            RegionMatch::UnknownProvince
        }
    }

    /// Holds a NIK's region against the data.
    ///
    /// # Errors
    /// `nik-province`: there is and was no such province.
    pub fn check_nik(&self, nik: &Nik) -> Result<RegionMatch, Refused> {
        self.check(&nik.district_code(), "nik-province")
    }

    /// Holds a KK's region against the data.
    ///
    /// # Errors
    /// `kk-province`: there is and was no such province.
    pub fn check_kk(&self, kk: &Kk) -> Result<RegionMatch, Refused> {
        self.check(&kk.district_code(), "kk-province")
    }

    fn check(&self, district: &str, key: &'static str) -> Result<RegionMatch, Refused> {
        match self.matches(district) {
            RegionMatch::UnknownProvince => Err(Refused::because(key)),
            found => Ok(found),
        }
    }
}

/// One level: codes as numbers, in order, and where each one's name ends in the text.
#[derive(Clone, Debug)]
struct Level {
    level: u8,
    codes: Box<[u32]>,
    ends: Box<[u32]>,
    names: Box<str>,
}

impl Level {
    const NAME_BYTES_MAX: usize = 120;

    fn parse(file: &'static str, level: u8, csv: &str, parents: Option<&Self>) -> Result<Self, RegionsError> {
        let (mut codes, mut ends, mut names) = (Vec::new(), Vec::new(), String::new());
        for (at, line) in csv.lines().enumerate() {
            let wrong = |what| RegionsError { file, line: at + 1, what };
            if at == 0 {
                if line.trim_start_matches('\u{feff}') != "code,name" {
                    return Err(wrong("the header is not `code,name`"));
                }
                continue;
            }
            if line.is_empty() {
                continue;
            }
            let (code, name) = line.split_once(',').ok_or_else(|| wrong("no comma"))?;
            let code = number(code, level).ok_or_else(|| wrong("not a code of this level"))?;
            if codes.last().is_some_and(|last| *last >= code) {
                return Err(wrong("out of order"));
            }
            if parents.is_some_and(|p| p.codes.binary_search(&(code / 100)).is_err()) {
                return Err(wrong("its parent is missing"));
            }
            let name = unquoted(name).ok_or_else(|| wrong("quotation marks do not match"))?;
            if name.is_empty() || name.len() > Self::NAME_BYTES_MAX || name.chars().any(char::is_control) {
                return Err(wrong("no name, or a name that is too long"));
            }
            codes.push(code);
            names.push_str(&name);
            ends.push(u32::try_from(names.len()).map_err(|_| wrong("too much text"))?);
        }
        if codes.is_empty() {
            return Err(RegionsError { file, line: 1, what: "no region" });
        }
        Ok(Self { level, codes: codes.into(), ends: ends.into(), names: names.into() })
    }

    fn name(&self, code: u32) -> Option<&str> {
        self.codes.binary_search(&code).ok().and_then(|at| self.name_at(at))
    }

    fn name_at(&self, at: usize) -> Option<&str> {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.names.get(start as usize..*self.ends.get(at)? as usize)
    }

    fn children(&self, parent: Option<u32>) -> impl ExactSizeIterator<Item = Region<'_>> {
        let first = parent.map_or(u32::MAX, |p| p * 100);
        self.within(first, first.saturating_add(100))
    }

    fn within(&self, first: u32, end: u32) -> impl ExactSizeIterator<Item = Region<'_>> {
        let from = self.codes.partition_point(|c| *c < first);
        let to = self.codes.partition_point(|c| *c < end);
        (from..to.max(from)).map(|at| Region {
            code: self.codes.get(at).copied().unwrap_or_default(),
            level: self.level,
            name: self.name_at(at).unwrap_or_default(),
        })
    }
}

/// `PP`, `PP.RR`, `PP.RR.DD` as a number of two digits a level (level 0, 1, 2).
fn number(code: &str, level: u8) -> Option<u32> {
    if code.len() != 2 + 3 * usize::from(level) {
        return None;
    }
    code.split('.')
        .try_fold((0_u32, 0_u8), |(sum, parts), part| {
            let fits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) && parts <= level;
            fits.then(|| part.parse::<u32>().ok()).flatten().map(|n| (sum * 100 + n, parts + 1))
        })
        .map(|(sum, _)| sum)
}

fn unquoted(name: &str) -> Option<String> {
    match name.strip_prefix('"') {
        None => (!name.contains(['"', ','])).then(|| name.to_owned()),
        Some(rest) => {
            let inner = rest.strip_suffix('"')?;
            let plain = inner.replace("\"\"", "\u{0}");
            (!plain.contains('"')).then(|| plain.replace('\u{0}', "\""))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn regions() -> Regions {
        Regions::parse(
            include_str!("../../../programmes/prakerja/regions/provinces.csv"),
            include_str!("../../../programmes/prakerja/regions/regencies.csv"),
            include_str!("../../../programmes/prakerja/regions/districts.csv"),
        )
        .unwrap()
    }

    #[test]
    fn the_country_is_complete() {
        let regions = regions();
        assert_eq!(regions.provinces().len(), 38);
        let regencies: usize = regions.provinces().map(|p| regions.regencies(&p.code()).len()).sum();
        assert_eq!(regencies, 514);
        for province in regions.provinces() {
            for regency in regions.regencies(&province.code()) {
                assert!(regions.districts(&regency.code()).len() > 0, "{} has no district", regency.code());
            }
        }
        assert_eq!(regions.name("31"), Some("DKI Jakarta"));
        assert_eq!(regions.name("34"), Some("DI Yogyakarta"));
        assert_eq!(regions.name("11.01"), Some("Kabupaten Aceh Selatan"));
        assert_eq!(regions.line("11.01.01").as_deref(), Some("Bakongan, Kabupaten Aceh Selatan, Aceh"));
    }

    #[test]
    fn numbers_of_earlier_days_pass_and_invented_provinces_do_not() {
        let regions = regions();
        let matches = |nik: &str| regions.check_nik(&Nik::parse(nik).unwrap());
        assert_eq!(matches("3174014105900001"), Ok(RegionMatch::Known));
        assert_eq!(matches("3174994105900001"), Ok(RegionMatch::Old));
        assert_eq!(matches("3299014105900001"), Ok(RegionMatch::Old));
        assert_eq!(matches("5401014105700001"), Ok(RegionMatch::Old));
        assert_eq!(matches("9999014105900001"), Err(Refused::because("nik-province")));
        assert_eq!(
            regions.check_kk(&Kk::parse("4101010105200001").unwrap()),
            Err(Refused::because("kk-province"))
        );
    }

    #[test]
    fn damaged_data_name_their_line() {
        let at = |p: &str, r: &str, d: &str| Regions::parse(p, r, d).map(|_| ()).map_err(|e| e.to_string());
        let (p, r, d) = ("code,name\n11,A\n", "code,name\n11.01,B\n", "code,name\n11.01.01,C\n");
        assert_eq!(at(p, r, d), Ok(()));
        assert_eq!(at("", r, d), Err("provinces.csv, line 1: no region".into()));
        assert_eq!(at("name\n", r, d), Err("provinces.csv, line 1: the header is not `code,name`".into()));
        assert_eq!(
            at(p, "code,name\n12.01,B\n", d),
            Err("regencies.csv, line 2: its parent is missing".into())
        );
        assert_eq!(
            at(p, r, "code,name\n11.01,C"),
            Err("districts.csv, line 2: not a code of this level".into())
        );
        assert_eq!(at("code,name\n12,A\n11,B", r, d), Err("provinces.csv, line 3: out of order".into()));
        assert_eq!(
            at("code,name\n11,A,B", r, d),
            Err("provinces.csv, line 2: quotation marks do not match".into())
        );
        assert_eq!(at("code,name\n11,\"A, \"\"B\"\"\"", r, d), Ok(()));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(a in any::<String>(), b in any::<String>(), code in "[0-9.]{0,10}") {
            let _ = Regions::parse(&a, &b, &a);
            let _ = Regions::parse("code,name\n11,A", &format!("code,name\n{b}"), &a);
            let small = Regions::parse("code,name\n11,A", "code,name\n11.01,B", "code,name\n11.01.01,C").unwrap();
            for text in [&a, &code] {
                let _ = (small.name(text), small.matches(text), small.line(text));
                let _ = (small.regencies(text).len(), small.districts(text).len());
            }
        }
    }
}
