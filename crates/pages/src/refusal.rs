//! Refusals in words: what it means, and what to do. The names are those of the policy's
//! `RefusalReason`.

use crate::words::Lexicon;

/// A refusal of the policy, as its reader sees it. Never whose data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The reason's stable name: `no-consent`.
    pub reason: String,
    /// The clause or article that forbids it or does not say enough (`4.1 b`, `law 41`); `None` where
    /// there is no clause.
    pub clause: Option<String>,
}

impl Refused {
    /// What it means: *There is no consent to this.*
    pub fn meaning(&self, words: &Lexicon<'_>) -> String {
        words.t(&format!("refusal-{}", self.reason))
    }

    /// What to do now.
    pub fn advice(&self, words: &Lexicon<'_>) -> String {
        words.t(&format!("refusal-{}-do", self.reason))
    }

    /// What it means, said to the person whose data it is about.
    pub fn meaning_to_person(&self, words: &Lexicon<'_>) -> String {
        let own = format!("refusal-{}-you", self.reason);
        if words.has(&own) { words.t(&own) } else { self.meaning(words) }
    }

    /// What that person can do.
    pub fn advice_to_person(&self, words: &Lexicon<'_>) -> String {
        let own = format!("refusal-{}-you-do", self.reason);
        words.t(if words.has(&own) { &own } else { "refusal-you-do" })
    }

    /// Which clause, in words.
    pub fn ground(&self, words: &Lexicon<'_>) -> String {
        match &self.clause {
            Some(clause) => words.clause_in_words(clause),
            None => words.t("refusal-clause-none"),
        }
    }
}

#[cfg(test)]
mod tests {
    use amanah_policy::RefusalReason;

    use crate::{Lang, sample};

    #[test]
    fn every_reason_has_its_words() {
        let mut missing = Vec::new();
        for lang in Lang::ALL {
            let words = sample::words().lexicon(lang);
            for reason in RefusalReason::ALL {
                for key in [format!("refusal-{}", reason.name()), format!("refusal-{}-do", reason.name())] {
                    if !words.has(&key) {
                        missing.push(format!("{}: {key}", lang.code()));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
