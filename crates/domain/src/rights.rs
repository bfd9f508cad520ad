//! The rights of Law 27/2022 and the grounds on which each may be refused. What is not listed here cannot
//! be offered as a ground.

use crate::sets::register;

register! {
    /// A right of a person, by its article.
    Right {
        /// Article 5: to be told who asks, for what.
        Information = 0 "information",
        /// Article 6: to complete and correct.
        Correct = 1 "correct",
        /// Article 7: access and a copy.
        Access = 2 "access",
        /// Article 8: end, erase, destroy.
        Erase = 3 "erase",
        /// Article 9: to withdraw a consent.
        Withdraw = 4 "withdraw",
        /// Article 10: to object to automated decisions.
        Object = 5 "object",
        /// Article 11: to suspend or restrict.
        Restrict = 6 "restrict",
        /// Article 12: to sue and be compensated.
        Sue = 7 "sue",
        /// Article 13: to have the data sent to another controller.
        Port = 8 "port",
    }
}

register! {
    /// Why a request is not followed.
    RefusalGround {
        /// Article 15(1)a: national defence and security.
        Defence = 0 "defence",
        /// Article 15(1)b: law enforcement.
        LawEnforcement = 1 "law-enforcement",
        /// Article 15(1)c: the public interest in running the state.
        PublicInterest = 2 "public-interest",
        /// Article 15(1)d: supervision of finance.
        FinanceSupervision = 3 "finance-supervision",
        /// Article 15(1)e: statistics and research.
        Research = 4 "statistics-and-research",
        /// Article 33: it endangers somebody.
        Danger = 5 "danger",
        /// Article 33: it reveals another person's data.
        AnothersData = 6 "anothers-data",
        /// Article 33: it harms defence and security.
        AccessDefence = 7 "access-defence",
        /// No exception: what was said could not be shown to be so (article 29 wants verification).
        NotShown = 8 "not-shown",
    }
}

impl Right {
    /// Its article.
    pub const fn article(self) -> u8 {
        match self {
            Self::Information => 5,
            Self::Correct => 6,
            Self::Access => 7,
            Self::Erase => 8,
            Self::Withdraw => 9,
            Self::Object => 10,
            Self::Restrict => 11,
            Self::Sue => 12,
            Self::Port => 13,
        }
    }

    /// The grounds of the law on which it may be refused: those of article 15 for 8, 9, 10(1), 11 and 13,
    /// those of article 33 for access. Nothing excepts correction, information or suing; a correction can
    /// only fail to be shown.
    pub const fn grounds(self) -> &'static [RefusalGround] {
        use RefusalGround::{
            AccessDefence, AnothersData, Danger, Defence, FinanceSupervision, LawEnforcement, NotShown,
            PublicInterest, Research,
        };
        match self {
            Self::Erase | Self::Withdraw | Self::Object | Self::Restrict | Self::Port => {
                &[Defence, LawEnforcement, PublicInterest, FinanceSupervision, Research]
            }
            Self::Access => &[Danger, AnothersData, AccessDefence],
            Self::Correct => &[NotShown],
            Self::Information | Self::Sue => &[],
        }
    }
}

impl RefusalGround {
    /// The article and letter that it stands in, as it is cited.
    pub const fn article(self) -> &'static str {
        match self {
            Self::Defence => "15(1)a",
            Self::LawEnforcement => "15(1)b",
            Self::PublicInterest => "15(1)c",
            Self::FinanceSupervision => "15(1)d",
            Self::Research => "15(1)e",
            Self::Danger | Self::AnothersData | Self::AccessDefence => "33",
            Self::NotShown => "29",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_exception_of_article_15_reaches_correction_or_access() {
        for right in [Right::Correct, Right::Access, Right::Information, Right::Sue] {
            assert!(
                right.grounds().iter().all(|ground| !ground.article().starts_with("15")),
                "{}",
                right.name()
            );
        }
        for right in [Right::Erase, Right::Withdraw, Right::Object, Right::Restrict, Right::Port] {
            assert!(
                right.grounds().iter().all(|ground| ground.article().starts_with("15")),
                "{}",
                right.name()
            );
        }
    }
}
