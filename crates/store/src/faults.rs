//! Storage that fails on purpose. Production passes `None`; a commit asks nothing then.

/// What is about to be committed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Commit {
    /// People's work: one closure on PostgreSQL, a group on SQLite.
    Work,
    /// A batch of ledger entries (on SQLite together with the group's closures).
    Ledger,
}

/// Tells the store when to fail.
pub trait Faults: Send + Sync {
    /// `true`: the commit does not happen and is reported as failed.
    fn before_commit(&self, commit: Commit) -> bool {
        let _ = commit;
        false
    }

    /// `true`: the commit has happened, and is reported as failed ("failed, yet persisted").
    fn after_commit(&self, commit: Commit) -> bool {
        let _ = commit;
        false
    }
}
