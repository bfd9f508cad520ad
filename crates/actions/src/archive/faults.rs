//! What is wrong with an archive, for whoever checks it.

/// Faults that are told one by one.
const TOLD_MAX: usize = 50;

/// Faults, told one by one up to a bound, and then counted.
#[derive(Default)]
pub(crate) struct Wrong {
    told: Vec<String>,
    more: usize,
}

impl Wrong {
    pub(crate) fn add(&mut self, what: String) {
        if self.told.len() < TOLD_MAX { self.told.push(what) } else { self.more += 1 }
    }

    pub(crate) fn all(mut self) -> Vec<String> {
        if self.more > 0 {
            self.told.push(format!("and {} more like these", self.more));
        }
        self.told
    }
}
