//! Occupation and education: groups that a programme's eligibility rules tell apart, no more.
//!
//! Not here: which groups are eligible (`programmes/<name>/programme.toml`).

use zeroize::Zeroizing;

use super::{PersonalValue, Refused, choices, shy};

choices! {
    /// Occupation group.
    Occupation, "occupation-unknown" {
        /// Looks for work.
        JobSeeker "job-seeker",
        /// Lost work.
        LaidOff "laid-off",
        /// Works for a wage.
        Employee "employee",
        /// Owns a micro or small business.
        SmallBusinessOwner "small-business-owner",
        /// Farms or fishes.
        FarmerFisher "farmer-fisher",
        /// Keeps the house.
        Homemaker "homemaker",
        /// Studies and does not work.
        Student "student",
        /// Civil servant.
        CivilServant "civil-servant",
        /// Member of the armed forces.
        Soldier "soldier",
        /// Member of the police.
        Police "police",
        /// Village head or village official.
        VillageOfficial "village-official",
        /// Head of a region, minister, member of a parliament and the like.
        StateOfficial "state-official",
        /// Director, commissioner or supervisor of a state or regional company.
        StateCompanyDirector "state-company-director",
        /// Something else.
        Other "other",
    }
}

choices! {
    /// Highest level of education completed.
    EducationLevel, "education-level" {
        /// None completed.
        None "none",
        /// Primary school.
        Primary "primary",
        /// Junior high school.
        JuniorHigh "junior-high",
        /// Senior high or vocational school.
        SeniorHigh "senior-high",
        /// Diploma.
        Diploma "diploma",
        /// Bachelor.
        Bachelor "bachelor",
        /// Master.
        Master "master",
        /// Doctor.
        Doctor "doctor",
    }
}

/// Highest education, and whether the person is still in formal education.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Education {
    /// Highest level completed.
    pub level: EducationLevel,
    /// Whether enrolled in a school or university now.
    pub in_formal_education: bool,
}

impl Education {
    /// A level by its name in files.
    ///
    /// # Errors
    /// `education-level`.
    pub fn parse(level: &str, in_formal_education: bool) -> Result<Self, Refused> {
        EducationLevel::parse(level).map(|level| Self { level, in_formal_education })
    }
}

/// `1|level|0` or `1|level|1`.
impl PersonalValue for Education {
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let enrolled = u8::from(self.in_formal_education);
        Zeroizing::new(format!("1|{}|{enrolled}", self.level.name()).into_bytes())
    }
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(bytes).ok()?.strip_prefix("1|")?;
        let (level, enrolled) = text.split_once('|')?;
        let in_formal_education = match enrolled {
            "0" => false,
            "1" => true,
            _ => return None,
        };
        Some(Self { level: EducationLevel::from_name(level)?, in_formal_education })
    }
    /// The level's name in files, with `+enrolled` where the person is still in formal education.
    fn show(&self) -> Zeroizing<String> {
        let enrolled = if self.in_formal_education { "+enrolled" } else { "" };
        Zeroizing::new(format!("{}{enrolled}", self.level.name()))
    }
}

shy!(Education);
