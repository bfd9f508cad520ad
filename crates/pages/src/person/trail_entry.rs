//! `/me/trail/<id>`: one use in full, its proof, and what to do when something is wrong.

use amanah_domain::LawfulBasis;

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::shown::Shown;

use super::trail_line::TrailLine;

/// One use. The proof is at `/me/trail/<id>/proof`.
#[derive(askama::Template)]
#[template(path = "person/trail_entry.html")]
pub struct TrailEntry<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The use.
    pub line: TrailLine,
    /// The reason that was given, where one was and the person may read it.
    pub reason: Option<Shown<'p>>,
    /// On which ground.
    pub basis: LawfulBasis,
    /// Version of the policy that was in force: `3`.
    pub policy_version: String,
    /// Its hash, in hexadecimal; it is read at `/privacy/<hash>`.
    pub policy_hash: String,
    /// The number that stands for a member of staff, in hexadecimal; empty for jobs and the person.
    pub actor: String,
    /// Whether a proof can be made already (a checkpoint covers the entry).
    pub proof_ready: bool,
}

impl TrailEntry<'_> {
    fn fields(&self) -> Vec<String> {
        self.line.fields.iter().map(|field| self.frame.words.field(field)).collect()
    }
}

page!(TrailEntry: |page| page.frame.t1("entry-title", "at", page.frame.moment_short(&page.line.at)));

#[cfg(test)]
impl crate::sample::Sampled for TrailEntry<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let page = |proof_ready: bool| Self {
            line: super::trail_line::sample(frame.now),
            reason: proof_ready.then(|| crate::sample::shown("Permohonan peninjauan nomor 12.")),
            basis: LawfulBasis::PublicTask,
            policy_version: "3".to_owned(),
            policy_hash: "c0ffee".repeat(10) + "c0ff",
            actor: "a1".repeat(16),
            proof_ready,
            frame: frame.clone(),
        };
        vec![("proof", page(true)), ("soon", page(false))]
    }
}
