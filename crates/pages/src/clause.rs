//! Clauses and articles in words.

use crate::words::Lexicon;

impl Lexicon<'_> {
    /// *clause 4.1 b*, or *Law 27/2022, article 41*, from a clause as the policy writes it (`4.1 b`,
    /// `law 41`).
    pub fn clause_in_words(self, clause: &str) -> String {
        match clause.strip_prefix("law ") {
            Some(article) => self.t1("clause-of-law", "number", article),
            None => self.t1("clause-of-policy", "number", clause),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Lang, sample};

    #[test]
    fn law_and_policy_are_told_apart() {
        let words = sample::words().lexicon(Lang::En);
        assert_eq!(words.clause_in_words("4.1 b"), "clause 4.1 b");
        assert_eq!(words.clause_in_words("law 41"), "Law 27/2022, article 41");
    }
}
