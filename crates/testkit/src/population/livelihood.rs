//! What people live from and have learnt, by rough shares of our own: enough of each group that every
//! rule of a programme meets somebody.

use amanah_domain::values::{BANKS, Education, EducationLevel, Occupation, WALLETS};

use super::lot::Lot;

/// Aged 16 to 22 and a student: 240 of a thousand of them are about 40 of a thousand of all.
const STUDENTS_PER_MILLE: u32 = 240;
/// Aged 21 and more and in an occupation that the model programme excludes: about 60 of a thousand of all.
const EXCLUDED_PER_MILLE: u32 = 70;
/// Others who learn beside their work.
const LEARNERS_PER_MILLE: u32 = 8;

const EXCLUDED: &[(Occupation, u32)] = &[
    (Occupation::CivilServant, 45),
    (Occupation::Soldier, 12),
    (Occupation::Police, 10),
    (Occupation::VillageOfficial, 22),
    (Occupation::StateOfficial, 4),
    (Occupation::StateCompanyDirector, 7),
];

const OTHERS: &[(Occupation, u32)] = &[
    (Occupation::JobSeeker, 320),
    (Occupation::LaidOff, 140),
    (Occupation::Employee, 270),
    (Occupation::SmallBusinessOwner, 120),
    (Occupation::FarmerFisher, 90),
    (Occupation::Other, 60),
];

const LEVELS: &[(EducationLevel, u32)] = &[
    (EducationLevel::None, 30),
    (EducationLevel::Primary, 170),
    (EducationLevel::JuniorHigh, 190),
    (EducationLevel::SeniorHigh, 430),
    (EducationLevel::Diploma, 50),
    (EducationLevel::Bachelor, 115),
    (EducationLevel::Master, 13),
    (EducationLevel::Doctor, 2),
];

/// Whether the model programme excludes the occupation.
pub(super) fn is_excluded(occupation: Occupation) -> bool {
    EXCLUDED.iter().any(|(excluded, _)| *excluded == occupation)
}

pub(super) fn livelihood(lot: &mut Lot, age: i32, woman: bool) -> (Occupation, Education) {
    let level = lot.weigh(LEVELS).copied().unwrap_or(EducationLevel::SeniorHigh);
    // Nobody has a degree before they can have one.
    let level = level.min(match age {
        ..18 => EducationLevel::JuniorHigh,
        18..22 => EducationLevel::SeniorHigh,
        22..26 => EducationLevel::Bachelor,
        _ => EducationLevel::Doctor,
    });
    if age <= 22 && lot.per_mille(STUDENTS_PER_MILLE) {
        return (Occupation::Student, Education { level, in_formal_education: true });
    }
    if age >= 21 && lot.per_mille(EXCLUDED_PER_MILLE) {
        let occupation = lot.weigh(EXCLUDED).copied().unwrap_or(Occupation::CivilServant);
        let level = level.max(EducationLevel::SeniorHigh);
        return (occupation, Education { level, in_formal_education: false });
    }
    let occupation = match lot.per_mille(if woman { 190 } else { 5 }) {
        true => Occupation::Homemaker,
        false => lot.weigh(OTHERS).copied().unwrap_or(Occupation::Other),
    };
    (occupation, Education { level, in_formal_education: lot.per_mille(LEARNERS_PER_MILLE) })
}

/// Provider and number; three quarters prefer an e-wallet, whose number is their phone. Bank numbers
/// begin with zeros, which name no branch.
pub(super) fn account(lot: &mut Lot, phone: &str) -> Option<(&'static str, String)> {
    if lot.per_mille(60) {
        return None;
    }
    if lot.per_mille(750) {
        let at = lot.below(u32::try_from(WALLETS.len()).unwrap_or(0)) as usize;
        return WALLETS.get(at).map(|wallet| (wallet.key, phone.to_owned()));
    }
    // The first eight banks of the table hold most accounts.
    let bank = BANKS.get(lot.below(8) as usize)?;
    Some((bank.code, format!("{:0width$}", lot.below(99_999), width = bank.digits_min as usize)))
}
