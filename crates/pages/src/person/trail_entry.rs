//! `/me/trail/<id>`: one use in full, its proof, and what to do when something is wrong.

use amanah_domain::LawfulBasis;
use amanah_domain::cases::CaseState;

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::{PostButton, Tag};
use crate::shown::Shown;

use super::trail_line::TrailLine;

/// A case that is tied to an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryCase {
    /// Its id.
    pub id: String,
    /// The entry records its answer; else the case is about the entry.
    pub is_answer: bool,
    /// Where it stands.
    pub state: CaseState,
    /// Ids of the entries that record its answer.
    pub answers: Vec<String>,
}

/// One use. It is complained about by a post to `/me/trail/<id>/complain`. The proof is at `/me/trail/<id>/proof`.
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
    /// Cases that are tied to it.
    pub cases: Vec<EntryCase>,
}

impl TrailEntry<'_> {
    fn fields(&self) -> Vec<String> {
        self.line.fields.iter().map(|field| self.frame.words.field(field)).collect()
    }

    /// Complaints about it.
    fn complaints(&self) -> impl Iterator<Item = &EntryCase> {
        self.cases.iter().filter(|case| !case.is_answer)
    }

    /// Cases whose answer it records.
    fn answered(&self) -> impl Iterator<Item = &EntryCase> {
        self.cases.iter().filter(|case| case.is_answer)
    }

    /// One tap, as long as no complaint about it is open.
    fn complain(&self) -> Option<PostButton> {
        let open = self.complaints().any(|case| case.state.is_open());
        let path = format!("/me/trail/{}/complain", self.line.id);
        (!open).then(|| self.frame.button(path, "entry-complain"))
    }

    fn state_tag(&self, case: &EntryCase) -> Tag {
        super::my_cases::tag(&self.frame, case.state)
    }
}

page!(TrailEntry: |page| page.frame.t1("entry-title", "at", page.frame.moment_short(&page.line.at)));

#[cfg(test)]
impl crate::sample::Sampled for TrailEntry<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let page = |proof_ready: bool, cases: Vec<EntryCase>| Self {
            line: super::trail_line::sample(frame.now),
            reason: proof_ready.then(|| crate::sample::shown("Permohonan peninjauan nomor 12.")),
            basis: LawfulBasis::PublicTask,
            policy_version: "3".to_owned(),
            policy_hash: "c0ffee".repeat(10) + "c0ff",
            actor: "a1".repeat(16),
            proof_ready,
            cases,
            frame: frame.clone(),
        };
        let case = |is_answer, state: CaseState| EntryCase {
            id: "0a".to_owned(),
            is_answer,
            state,
            answers: if state.is_open() { Vec::new() } else { vec!["1-48300".to_owned()] },
        };
        let told = vec![case(false, CaseState::Open), case(false, CaseState::Answered)];
        let answer = vec![case(true, CaseState::Answered)];
        vec![
            ("proof", page(true, Vec::new())),
            ("soon", page(false, Vec::new())),
            ("complained", page(true, told)),
            ("answer", page(true, answer)),
        ]
    }
}
