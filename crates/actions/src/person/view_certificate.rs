//! Whoever holds the code of a certificate reads it: the person whose account is gone, and whom they show
//! it to. Nothing of a person is in it, so nothing is opened.

use amanah_domain::states::{RemovalGround, RemovalLine, RemovalState};
use amanah_domain::{PurposeId, Unreadable};
use amanah_store::notices::{self, NoticeRow};
use amanah_store::removals::{self, LineRow, RemovalRow};
use amanah_store::{Connection, StoreError};

use crate::error::{ActionError, Done};
use crate::jobs::tell_recipient::SILENT_HOURS_MAX;
use crate::office::Office;
use crate::person::prove_entry::prove;
use crate::person::view_trail::EntryId;
use crate::removal::certificate::{Certificate, CertificateFile, Recipient};
use crate::removal::certificate_seal::seal;
use crate::removal::farewell::plain_code;
use crate::removal::steps::{epoch_end, key_of, proof_line};
use crate::removal::{Kept, PlanLine, RemovalSummary, StayLine, What, article_of, clause_of};

impl Office {
    /// The certificate of a code.
    ///
    /// # Errors
    /// [`ActionError::NotFound`].
    pub async fn view_certificate(&self, code: &str) -> Done<Certificate> {
        let tag = self.certificate_tag(&plain_code(code));
        let read = move |db: &mut dyn Connection| {
            let Some(row) = removals::read_tag(db, &tag)? else { return Ok(None) };
            let mut lines = removals::lines(db, &row.removal)?;
            // The end of its epoch came later, for everybody at once.
            if let Some(entry) = row.last_epoch.map(|n| epoch_end(db, n)).transpose()?.flatten() {
                lines.push(proof_line("epoch", entry, String::new()));
            }
            let notices = notices::of(db, &row.removal)?;
            Ok::<_, StoreError>(Some((row, lines, notices)))
        };
        let found = self.store.read(read).await?;
        let found = match found {
            // Done by this process a moment ago, or by one that died: confirmed now if it can be.
            Some((row, ..)) if row.state == RemovalState::Gone => {
                if let Err(error) = self.finish_removal(row.removal, None).await {
                    tracing::warn!(%error, "a removal is still not confirmed");
                }
                self.store.read(read).await?
            }
            other => other,
        };
        let (row, lines, notices) = found.ok_or(ActionError::NotFound)?;
        let unreadable = self.unreadable_state(&row).await?;
        Ok(certificate(&row, &lines, notices, unreadable))
    }

    /// The same for machines: JSON with a proof of each entry, which `amanah ledger verify --certificate`
    /// checks with no database.
    ///
    /// # Errors
    /// [`ActionError::NotFound`].
    pub async fn certificate_file(&self, code: &str) -> Done<String> {
        let certificate = self.view_certificate(code).await?;
        let places = certificate.proofs.clone();
        let proofs = self
            .store
            .scan(move |db| places.iter().map(|at| prove(db, *at)).collect::<Done<Vec<String>>>())
            .await?;
        let programme = (self.programme.name.as_str(), self.programme.zone_hours);
        let file = CertificateFile::of(&certificate, programme, &self.ledger.verifier, proofs);
        seal(&file, &self.ledger.signer)
    }
}

/// `request`, or `time-over livelihood/account-closed/2 years`.
pub(crate) fn ground_of(text: &str) -> (RemovalGround, String) {
    let (ground, rule) = text.split_once(' ').unwrap_or((text, ""));
    (RemovalGround::from_name(ground).unwrap_or(RemovalGround::Request), rule.to_owned())
}

pub(crate) fn certificate(
    row: &RemovalRow,
    lines: &[LineRow],
    notices: Vec<NoticeRow>,
    unreadable: Option<Unreadable>,
) -> Certificate {
    let (ground, rule) = ground_of(&row.ground);
    let of_kind = |kind| lines.iter().filter(move |line| line.kind == kind);
    let gone = of_kind(RemovalLine::Gone)
        .filter_map(|line| What::from_text(&line.what).map(|what| PlanLine { what, number: line.number }));
    let recipient = |notice: NoticeRow| Recipient {
        notice: notice.notice,
        class: notice.recipient,
        reference: notice.reference,
        key: key_of(lines, notice.notice),
        state: notice.state,
        told_at: notice.told_at,
        answered_at: notice.answered_at,
        answer: notice.answer,
        by_hand: notice.by_hand,
    };
    let proof = |line: &LineRow| line.entry.map(|(log, index)| EntryId { log, index });
    Certificate {
        removal: row.removal,
        act: row.act,
        fields: row.fields,
        categories: row.categories,
        asked_by: row.asked_by,
        ground,
        rule,
        clause: clause_of(row.asked_by),
        article: article_of(row.act),
        state: row.state,
        asked_at: row.asked_at,
        done_at: row.done_at,
        unreadable,
        journal: row.journal,
        gone: gone.collect(),
        kept: of_kind(RemovalLine::Kept).filter_map(kept).collect(),
        recipients: notices.into_iter().map(recipient).collect(),
        epoch: row.last_epoch,
        proofs: of_kind(RemovalLine::Proof).filter_map(proof).collect(),
    }
}

/// What stays, as `removal::write` stored it.
fn kept(line: &LineRow) -> Option<StayLine> {
    let mut words = line.ground.split(' ').map(|word| if word == "-" { "" } else { word });
    let purpose = PurposeId::from_name(words.next()?)?;
    let mut word = || words.next().unwrap_or_default().replace('_', " ");
    let (article, clause) = (word(), word());
    Some(StayLine { kept: Kept::from_text(&line.what)?, purpose, article, clause, until: line.at })
}

impl RemovalSummary {
    /// A line of a list.
    pub(crate) fn of(db: &mut dyn Connection, row: &RemovalRow, now: amanah_domain::Timestamp) -> Done<Self> {
        let notices = notices::of(db, &row.removal)?;
        let silent_since = now.plus_hours(-SILENT_HOURS_MAX);
        let (ground, rule) = ground_of(&row.ground);
        Ok(Self {
            removal: row.removal,
            act: row.act,
            asked_by: row.asked_by,
            ground,
            rule,
            state: row.state,
            asked_at: row.asked_at,
            done_at: row.done_at,
            unreadable_at: row.unreadable_at,
            told: (
                notices.len() as u64,
                notices.iter().filter(|notice| !notice.state.waits()).count() as u64,
            ),
            late: notices.iter().any(|notice| notice.state.waits() && notice.created_at <= silent_since),
        })
    }
}
