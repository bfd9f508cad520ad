//! The shares of the country, as small tables.
//!
//! Source: Badan Pusat Statistik, *Hasil Sensus Penduduk 2020* (official statistics release
//! No. 7/01/Th. XXIV of 21 January 2021): population by province in September 2020, by sex (136.66
//! million men, 133.54 million women), by five-year age group. Rounded to ten thousand people
//! (provinces) and a hundred thousand (ages). The four provinces made out of Papua and Papua Barat
//! in 2022 have shares of the census figure of the two, estimated from their regencies.

/// Province code and population in tens of thousands.
pub(super) const PROVINCES: &[(&str, u32)] = &[
    ("11", 527),
    ("12", 1480),
    ("13", 553),
    ("14", 639),
    ("15", 355),
    ("16", 847),
    ("17", 201),
    ("18", 901),
    ("19", 146),
    ("21", 206),
    ("31", 1056),
    ("32", 4827),
    ("33", 3652),
    ("34", 367),
    ("35", 4067),
    ("36", 1190),
    ("51", 432),
    ("52", 532),
    ("53", 533),
    ("61", 541),
    ("62", 267),
    ("63", 407),
    ("64", 377),
    ("65", 70),
    ("71", 262),
    ("72", 299),
    ("73", 907),
    ("74", 262),
    ("75", 117),
    ("76", 142),
    ("81", 185),
    ("82", 128),
    ("91", 101),
    ("92", 55),
    ("93", 51),
    ("94", 139),
    ("95", 139),
    ("96", 59),
];

/// Women of a thousand people.
pub(super) const WOMEN_PER_MILLE: u32 = 494;

/// First age, number of years, population in hundred thousands; 16 to 70.
pub(super) const AGES: &[((u32, u32), u32)] = &[
    ((16, 4), 178),
    ((20, 5), 225),
    ((25, 5), 223),
    ((30, 5), 218),
    ((35, 5), 206),
    ((40, 5), 196),
    ((45, 5), 178),
    ((50, 5), 156),
    ((55, 5), 131),
    ((60, 5), 104),
    ((65, 5), 74),
    ((70, 1), 10),
];
