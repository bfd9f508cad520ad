//! How an archive is made: part after part, each opened under its own record, while the reader reads.

use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use amanah_store::accounts;
use tokio::sync::mpsc;

use crate::archive::case_file::Authors;
use crate::archive::contents::{Content, LEFT_INSIDE, TABLES};
use crate::archive::form::time;
use crate::archive::out::{ArchiveOut, Chunk};
use crate::archive::person_file::SCHEMA;
use crate::archive::seal::{self, FORMAT, LeftOut, MANIFEST, Manifest, NOTE};
use crate::archive::source::{Source, again};
use crate::error::{ActionError, Done};
use crate::office::Office;

/// What a person reads first.
const README_ID: &str = include_str!("README.id.md");
const README_EN: &str = include_str!("README.en.md");
/// Seconds for which a reader that takes nothing is waited for, to tell it that there is no more.
const LAST_WORD_SECONDS: u64 = 5;
/// The end of an archive whose reader went away, or takes nothing any more.
const BROKEN_OFF: &str = "copy-broken-off";

/// An archive on its way. It ends with an error where it is not whole.
pub struct Archive {
    reference: Arc<OnceLock<[u8; 16]>>,
    first: Option<Vec<u8>>,
    rest: mpsc::Receiver<Chunk>,
}

impl Archive {
    /// What stands for the person towards the other controller; none in a copy for themselves.
    pub(crate) fn reference(&self) -> Option<[u8; 16]> {
        self.reference.get().copied()
    }

    /// An archive whose first bytes are here.
    pub(crate) async fn begun(
        reference: Arc<OnceLock<[u8; 16]>>,
        mut rest: mpsc::Receiver<Chunk>,
    ) -> Done<Self> {
        match rest.recv().await {
            Some(first) => Ok(Self { reference, first: Some(first?), rest }),
            None => Err(ActionError::Internal("an archive had no beginning")),
        }
    }

    /// The next bytes.
    pub async fn next(&mut self) -> Option<Done<Vec<u8>>> {
        match self.first.take() {
            Some(first) => Some(Ok(first)),
            None => self.rest.recv().await,
        }
    }

    /// The same for whoever makes a stream of it.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Done<Vec<u8>>>> {
        match self.first.take() {
            Some(first) => Poll::Ready(Some(Ok(first))),
            None => self.rest.poll_recv(context),
        }
    }
}

impl Office {
    /// Begins an archive; what stands in the way is known before its first byte leaves.
    pub(crate) async fn begin_archive(self: &Arc<Self>, source: Source) -> Done<Archive> {
        let (out, rest) = ArchiveOut::new();
        let (office, reference) = (Arc::clone(self), Arc::new(OnceLock::new()));
        let told = Arc::clone(&reference);
        tokio::spawn(async move { office.produce(&source, &told, out).await });
        Archive::begun(reference, rest).await
    }

    /// Makes an archive while somebody reads at its other end.
    pub(crate) async fn produce(&self, source: &Source, reference: &OnceLock<[u8; 16]>, out: ArchiveOut) {
        let sender = out.sender();
        let Err(error) = self.make_archive(source, reference, out).await else { return };
        let outcome = if matches!(error, ActionError::State(BROKEN_OFF)) { "left" } else { "failed" };
        metrics::counter!("amanah_copies_total", "outcome" => outcome).increment(1);
        if outcome == "failed" {
            tracing::warn!(%error, "a copy broke off");
        }
        // A reader that is gone needs to be told nothing.
        let _ = tokio::time::timeout(Duration::from_secs(LAST_WORD_SECONDS), sender.send(Err(error))).await;
    }

    async fn make_archive(
        &self,
        source: &Source,
        reference: &OnceLock<[u8; 16]>,
        mut out: ArchiveOut,
    ) -> Done<()> {
        let made_at = time(self.now());
        let files = again!(self.person_files(source).await)?;
        if let Some(made) = files.reference {
            // It is the same whenever it is made.
            reference.get_or_init(|| made);
        }
        out.file("README.id.md", README_ID.as_bytes()).await?;
        out.file("README.en.md", README_EN.as_bytes()).await?;
        out.file("person.json", &files.person).await?;
        out.file("person.schema.json", SCHEMA.as_bytes()).await?;
        out.file("values.csv", files.values.as_bytes()).await?;
        out.file("consents.json", &files.consents).await?;
        out.file("consents.csv", files.consents_table.as_bytes()).await?;
        // The next file's beginning ends the last one; what is packed by then is the first to arrive.
        out.begin("policy.toml", crate::archive::out::Packed::Smaller)?;
        out.send().await?;
        out.put(self.policy_in_force().await?.as_bytes()).await?;
        let mut authors = Authors::new();
        for case in &files.cases {
            self.case_into(source, case, &mut authors, &mut out).await?;
        }
        self.letters_into(source, &mut out).await?;
        self.trail_into(source, files.pseudonym, &mut out).await?;
        self.nothing_removed_since(source, files.removals).await?;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            programme: self.programme.name.clone(),
            made_at,
            copy: source.note.clone(),
            reference: files.reference.map(hex::encode),
            ledger_key: self.ledger.verifier.to_vkey(),
            policy: (self.policy.version(), hex::encode(self.policy.hash())),
            files: out.listed().to_vec(),
            left_out: left_out(source),
        };
        let mut bytes = serde_json::to_vec_pretty(&manifest)
            .map_err(|_| ActionError::Internal("a manifest has no JSON form"))?;
        bytes.push(b'\n');
        out.file(MANIFEST, &bytes).await?;
        out.file(NOTE, seal::sign(&bytes, &self.ledger.signer)?.as_bytes()).await?;
        out.finish().await?;
        metrics::counter!("amanah_copies_total", "outcome" => "whole").increment(1);
        Ok(())
    }

    /// What was removed while the archive was made is missing in it: then it has no end, and nobody takes it
    /// for the whole.
    async fn nothing_removed_since(&self, source: &Source, removals: i64) -> Done<()> {
        let person = source.person;
        let account = self.store.read(move |db| accounts::read(db, &person)).await?;
        match account.ok_or(ActionError::NotFound)?.removals == removals {
            true => Ok(()),
            false => Err(ActionError::Conflict),
        }
    }

    /// The policy's text; empty in a house that never published one.
    async fn policy_in_force(&self) -> Done<String> {
        match self.policy_text_of_version(self.policy.version()).await {
            Err(ActionError::NotFound) => Ok(String::new()),
            other => other,
        }
    }
}

fn left_out(source: &Source) -> Vec<LeftOut> {
    let line = |what: &str, why: &str| LeftOut { what: what.to_owned(), why: why.to_owned() };
    let tables = TABLES.iter().filter_map(|(table, content)| match content {
        Content::Left(why) => Some(line(table, why)),
        Content::In(_) => None,
    });
    let inside = LEFT_INSIDE.iter().map(|(what, why)| line(what, why));
    let disputed = source.without.iter().map(|field| {
        line(field.name(), "disputed: not handed to others before it is settled (Law 27/2022, article 30)")
    });
    disputed.chain(inside).chain(tables).collect()
}
