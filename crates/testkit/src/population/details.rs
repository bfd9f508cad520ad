//! Numbers, e-mail, phone and address of somebody: where each is kept apart from everything real.

use amanah_domain::values::{Address, AddressInput};
use jiff::civil::Date;

use super::lot::Lot;
use super::sure::sure;

/// The first serial of a NIK or KK: more than any district gives out for one day.
const SERIAL_FIRST: u32 = 2_000;
/// Serials from there to 9999.
pub(super) const SERIALS: u32 = 8_000;

/// `PPRRDD ddmmyy nnnn`.
pub(super) fn number(region: &str, day: Date, woman: bool, at: u32) -> String {
    let region = region.replace('.', "");
    let in_month = day.day() + if woman { 40 } else { 0 };
    let (month, year) = (day.month(), day.year().rem_euclid(100));
    format!("{region}{in_month:02}{month:02}{year:02}{:04}", SERIAL_FIRST + at % SERIALS)
}

/// `084` and nine digits, another for every index.
pub(super) fn phone_number(at: u32, seed: u64) -> String {
    // 387,420,489 = 3^18 shares no factor with 10^9.
    let digits = (u64::from(at) * 387_420_489 + seed % 1_000_000_000) % 1_000_000_000;
    format!("084{digits:09}")
}

pub(super) fn email(lot: &mut Lot, name: &str, at: u32) -> String {
    let words: Vec<_> = name.split(' ').map(str::to_lowercase).collect();
    let domain = lot.pick(&["surat.example", "kotak.example", "pos.example", "warta.example"]);
    format!("{}.{at}@{domain}", words.join(if lot.per_mille(500) { "." } else { "" }))
}

pub(super) fn address(lot: &mut Lot, district: &str) -> Address {
    let street = format!(
        "{} {} No. {}",
        lot.pick(&["Jl.", "Jl.", "Jl.", "Gg.", "Dusun", "Kp."]),
        lot.pick(&[
            "Melati",
            "Kenanga",
            "Cempaka",
            "Flamboyan",
            "Durian",
            "Rambutan",
            "Merpati",
            "Elang",
            "Pelita",
            "Damai"
        ]),
        lot.within(1, 199)
    );
    let village = format!(
        "{}{}",
        lot.pick(&[
            "Suka", "Karang", "Marga", "Tanjung ", "Bumi ", "Sumber", "Kebon", "Rawa ", "Muara ", "Tirto"
        ]),
        lot.pick(&["jaya", "mulya", "sari", "rejo", "asih", "agung", "makmur", "indah", "baru", "wangi"])
    );
    let (rt, rw) = (lot.within(1, 12).to_string(), lot.within(1, 15).to_string());
    let postcode = lot.within(10_110, 99_974).to_string();
    let postcode = if lot.per_mille(300) { "" } else { postcode.as_str() };
    sure(Address::parse(&AddressInput {
        street: &street,
        rt: &rt,
        rw: &rw,
        village: &village,
        district,
        postcode,
    }))
}
