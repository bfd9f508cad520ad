//! Names put together from parts, in the manner of where somebody comes from: a single name, a name
//! of syllables, a father's name, a clan, a birth order. Any likeness to a living person is the
//! chance of common parts; no list of people was used.

use super::lot::Lot;

/// A manner of naming.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Java: syllables grown together; a single name is a full one.
    Javanese,
    /// West Java: a call name and a name that rhymes with it.
    Sundanese,
    /// The coasts of Sumatra and Kalimantan, Betawi, Lampung: a given name and the father's.
    Malay,
    /// North Sumatra: a given name and a clan (marga).
    Batak,
    /// West Sumatra: a given name and a mother's clan (suku).
    Minang,
    /// Aceh: a given name, some with a title.
    Acehnese,
    /// Bali: article, birth order, own name.
    Balinese,
    /// South Sulawesi: a given name, some with a title.
    Bugis,
    /// The Christian east: a given name and a family.
    Eastern,
    /// Papua: a given name and a family.
    Papuan,
}

/// The manners of a province, with their weights.
pub(super) fn manners(province: &str) -> &'static [(Manner, u32)] {
    use Manner::*;
    match province {
        "11" => &[(Acehnese, 9), (Malay, 1)],
        "12" => &[(Batak, 6), (Javanese, 2), (Malay, 2)],
        "13" => &[(Minang, 9), (Malay, 1)],
        "18" => &[(Javanese, 6), (Malay, 3), (Sundanese, 1)],
        "31" => &[(Javanese, 4), (Malay, 3), (Sundanese, 2), (Batak, 1)],
        "32" | "36" => &[(Sundanese, 7), (Javanese, 2), (Malay, 1)],
        "33" | "34" => &[(Javanese, 1)],
        "35" => &[(Javanese, 9), (Malay, 1)],
        "51" => &[(Balinese, 9), (Javanese, 1)],
        "52" => &[(Malay, 8), (Balinese, 2)],
        "53" | "71" | "81" => &[(Eastern, 9), (Bugis, 1)],
        "72" | "73" | "74" | "75" | "76" => &[(Bugis, 8), (Eastern, 1), (Javanese, 1)],
        "82" => &[(Malay, 5), (Eastern, 5)],
        "91" | "92" | "93" | "94" | "95" | "96" => &[(Papuan, 7), (Javanese, 1), (Bugis, 1), (Eastern, 1)],
        "61" | "62" | "64" | "65" => &[(Malay, 6), (Javanese, 2), (Eastern, 1), (Bugis, 1)],
        _ => &[(Malay, 7), (Javanese, 3)],
    }
}

/// A full name. `family` is the same for people of one household.
pub(super) fn full_name(lot: &mut Lot, manner: Manner, woman: bool, family: u64) -> String {
    let pick = |lot: &mut Lot, women: &[&'static str], men: &[&'static str]| {
        lot.pick(if woman { women } else { men })
    };
    let of_family = |list: &[&'static str]| Lot(family).pick(list);
    let muslim = |lot: &mut Lot| pick(lot, GIVEN_W, GIVEN_M);
    let words = match manner {
        Manner::Javanese => {
            let first = format!("{}{}", lot.pick(JAVA_ROOTS), pick(lot, JAVA_ENDS_W, JAVA_ENDS_M));
            match lot.below(10) {
                0..=3 => vec![first],
                4..=5 => vec![pick(lot, JAVA_FORE_W, JAVA_FORE_M).to_owned(), first],
                _ => vec![muslim(lot).to_owned(), first],
            }
        }
        Manner::Sundanese => {
            let call = pick(lot, SUNDA_CALL_W, SUNDA_CALL_M).to_owned();
            vec![call, format!("{}{}", lot.pick(SUNDA_ROOTS), pick(lot, SUNDA_ENDS_W, SUNDA_ENDS_M))]
        }
        Manner::Malay if lot.per_mille(200) => vec![muslim(lot).to_owned()],
        Manner::Malay => vec![muslim(lot).to_owned(), of_family(GIVEN_M).to_owned()],
        Manner::Batak => {
            let given = if lot.per_mille(500) { muslim(lot) } else { pick(lot, CHRISTIAN_W, CHRISTIAN_M) };
            vec![given.to_owned(), of_family(BATAK_CLANS).to_owned()]
        }
        Manner::Minang => vec![
            format!("{}{}", lot.pick(MINANG_ROOTS), pick(lot, MINANG_ENDS_W, MINANG_ENDS_M)),
            of_family(MINANG_CLANS).to_owned(),
        ],
        Manner::Acehnese if lot.per_mille(120) => {
            vec![pick(lot, &["Cut"], &["Teuku"]).to_owned(), muslim(lot).to_owned()]
        }
        Manner::Acehnese => vec![muslim(lot).to_owned(), muslim(lot).to_owned()],
        Manner::Balinese => vec![
            pick(lot, &["Ni"], &["I"]).to_owned(),
            lot.pick(BALI_ORDER).to_owned(),
            format!("{}{}", lot.pick(BALI_ROOTS), pick(lot, BALI_ENDS_W, BALI_ENDS_M)),
        ],
        Manner::Bugis if lot.per_mille(150) => vec!["Andi".to_owned(), muslim(lot).to_owned()],
        Manner::Bugis => vec![muslim(lot).to_owned(), lot.pick(BUGIS_SECOND).to_owned()],
        Manner::Eastern => {
            vec![pick(lot, CHRISTIAN_W, CHRISTIAN_M).to_owned(), of_family(EASTERN_FAMILIES).to_owned()]
        }
        Manner::Papuan => {
            vec![pick(lot, CHRISTIAN_W, CHRISTIAN_M).to_owned(), of_family(PAPUAN_FAMILIES).to_owned()]
        }
    };
    let mut words = words;
    words.dedup();
    words.join(" ")
}

const JAVA_ROOTS: &[&str] = &[
    "Su", "Har", "Pur", "Sar", "Mul", "War", "Kar", "Sri", "Gun", "Tug", "Jum", "Pra", "Bud", "Rus", "Mar",
    "Wah", "Dar", "Sut", "Kus", "Wir",
];
const JAVA_ENDS_M: &[&str] = &[
    "yanto", "tono", "yadi", "santo", "nadi", "iman", "yono", "wanto", "sito", "diyono", "jiman", "tarno",
    "midi", "giyo", "naryo", "gito",
];
const JAVA_ENDS_W: &[&str] = &[
    "yanti", "tini", "yati", "ningsih", "lestari", "iyem", "wati", "sih", "mini", "partini", "rahayu",
    "tinah", "ijah", "astuti", "utami", "narsih",
];
const JAVA_FORE_M: &[&str] =
    &["Eko", "Dwi", "Tri", "Catur", "Agung", "Bayu", "Joko", "Bambang", "Wahyu", "Adi"];
const JAVA_FORE_W: &[&str] =
    &["Eka", "Dwi", "Tri", "Endah", "Sri", "Dyah", "Retno", "Ratna", "Wahyu", "Puji"];

const SUNDA_CALL_M: &[&str] =
    &["Asep", "Dadan", "Cecep", "Ujang", "Deden", "Iwan", "Yayan", "Aep", "Dede", "Entis"];
const SUNDA_CALL_W: &[&str] =
    &["Euis", "Neneng", "Tati", "Imas", "Lilis", "Cucu", "Ai", "Yeni", "Nining", "Iis"];
const SUNDA_ROOTS: &[&str] =
    &["Sut", "Ruk", "Nur", "Sup", "Kos", "Her", "Wah", "Sur", "Kur", "Sob", "Jun", "Dar"];
const SUNDA_ENDS_M: &[&str] =
    &["isna", "mana", "yaman", "riatna", "asih", "iawan", "yudin", "ahman", "nia", "aedi"];
const SUNDA_ENDS_W: &[&str] =
    &["aeni", "iati", "miati", "aliah", "asih", "lina", "yani", "anah", "ika", "aesih"];

/// Given names of Arabic origin, common all over the country.
const GIVEN_M: &[&str] = &[
    "Ahmad", "Muhammad", "Abdul", "Yusuf", "Ibrahim", "Hasan", "Husin", "Ali", "Umar", "Usman", "Ridwan",
    "Fauzi", "Hamzah", "Idris", "Ilyas", "Jamal", "Kamal", "Lukman", "Mahmud", "Nasir", "Rahmat", "Saiful",
    "Syahrul", "Taufik", "Zainal", "Zulkifli", "Arif", "Basri", "Firdaus", "Hidayat", "Iskandar", "Anwar",
    "Rizki", "Fajar",
];
const GIVEN_W: &[&str] = &[
    "Siti",
    "Nur",
    "Fatimah",
    "Aisyah",
    "Aminah",
    "Khadijah",
    "Zainab",
    "Maryam",
    "Halimah",
    "Salamah",
    "Rahmah",
    "Hasanah",
    "Latifah",
    "Munawarah",
    "Nadia",
    "Nurul",
    "Rohani",
    "Safitri",
    "Sakinah",
    "Salma",
    "Syarifah",
    "Wardah",
    "Yasmin",
    "Zahra",
    "Zuhra",
    "Fitri",
    "Hidayah",
    "Indah",
    "Laila",
    "Mawaddah",
    "Rizka",
    "Nabila",
];

const CHRISTIAN_M: &[&str] = &[
    "Yohanes", "Petrus", "Paulus", "Markus", "Lukas", "Matius", "Yakobus", "Andreas", "Filipus", "Tomas",
    "Stefanus", "Daniel", "Samuel", "Yosua", "Elias", "Yeremias", "Natan", "Gabriel", "Mikael", "Benyamin",
    "Ruben", "Simon",
];
const CHRISTIAN_W: &[&str] = &[
    "Maria",
    "Marta",
    "Elisabet",
    "Ester",
    "Rut",
    "Debora",
    "Hana",
    "Sara",
    "Rahel",
    "Lea",
    "Yuliana",
    "Kristina",
    "Agustina",
    "Yosefina",
    "Margareta",
    "Veronika",
    "Katarina",
    "Lidia",
    "Priska",
    "Naomi",
    "Dorkas",
    "Selfina",
];

const BATAK_CLANS: &[&str] = &[
    "Siregar",
    "Nasution",
    "Harahap",
    "Lubis",
    "Simanjuntak",
    "Sinaga",
    "Situmorang",
    "Hutapea",
    "Panjaitan",
    "Manurung",
    "Ginting",
    "Tarigan",
    "Sembiring",
    "Purba",
    "Saragih",
    "Damanik",
    "Hasibuan",
    "Daulay",
    "Pane",
];
const MINANG_CLANS: &[&str] =
    &["Chaniago", "Koto", "Piliang", "Tanjung", "Sikumbang", "Guci", "Jambak", "Melayu", "Bodi", "Pitopang"];
const MINANG_ROOTS: &[&str] =
    &["Zul", "Yus", "Ef", "As", "Mus", "Des", "Rus", "Syaf", "Er", "Nof", "Al", "Wir"];
const MINANG_ENDS_M: &[&str] =
    &["rizal", "fendi", "nedi", "wardi", "ril", "nawir", "mardi", "rinaldi", "man", "hendri"];
const MINANG_ENDS_W: &[&str] =
    &["niwati", "mawati", "neli", "marni", "nita", "maini", "riani", "delita", "wita", "mayeni"];

const BALI_ORDER: &[&str] =
    &["Wayan", "Putu", "Gede", "Made", "Kadek", "Nengah", "Nyoman", "Komang", "Ketut"];
const BALI_ROOTS: &[&str] = &["Su", "Wi", "Ar", "Dar", "Ker", "Nu", "Pur", "Man", "Yud", "Ward"];
const BALI_ENDS_M: &[&str] =
    &["arta", "astawa", "dana", "artika", "diana", "jana", "karya", "weca", "rata", "andika"];
const BALI_ENDS_W: &[&str] =
    &["arini", "astini", "damayanti", "ariani", "dewi", "jayanti", "kerti", "widiani", "rati", "asih"];

const BUGIS_SECOND: &[&str] = &[
    "Tenri", "Sanusi", "Mappa", "Baso", "Rajab", "Palinge", "Lantara", "Paturusi", "Makkulau", "Tajang",
    "Sabbara", "Malewa", "Baharu", "Rewa", "Tappa",
];
const EASTERN_FAMILIES: &[&str] = &[
    "Wowor",
    "Mandagi",
    "Rumambi",
    "Sondakh",
    "Lumenta",
    "Bere",
    "Seran",
    "Nahak",
    "Taneo",
    "Banunaek",
    "Latue",
    "Pattinama",
    "Sahetapy",
    "Lekatompessy",
    "Tuhumury",
    "Ndolu",
    "Lele",
    "Kaka",
    "Djawa",
    "Manafe",
];
const PAPUAN_FAMILIES: &[&str] = &[
    "Wenda", "Kogoya", "Tabuni", "Mandacan", "Rumbiak", "Awom", "Yoku", "Wanimbo", "Murib", "Gobai", "Pigai",
    "Mahuze", "Gebze", "Kambuaya", "Kareth", "Sawaki", "Wonda", "Magai", "Dimara", "Krey",
];
