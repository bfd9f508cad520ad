//! What a person holds in hand afterwards: what went, what stays and why, who was told, from when on no
//! copy can be opened, and the entries of the ledger that prove it. Whoever holds the code may read it; it
//! names nobody.

use amanah_domain::states::{NoticeState, RemovalAct, RemovalGround, RemovalState};
use amanah_domain::{CategorySet, FieldSet, NoticeId, RecipientClass, RemovalId, Role, Timestamp};
use amanah_ledger::Verifier;
use serde::{Deserialize, Serialize};

use crate::person::view_trail::EntryId;
use crate::removal::{PlanLine, StayLine};

/// An erasure certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Certificate {
    /// The removal.
    pub removal: RemovalId,
    /// Which act.
    pub act: RemovalAct,
    /// The fields and categories that were asked for; all of them for end and destroy.
    pub fields: FieldSet,
    /// As [`Self::fields`].
    pub categories: CategorySet,
    /// Who asked: the person, the DPO for them, the system by a rule.
    pub asked_by: Role,
    /// On which ground.
    pub ground: RemovalGround,
    /// The rule, where a rule removed; empty otherwise.
    pub rule: String,
    /// Clause of the policy: `7.4`.
    pub clause: &'static str,
    /// Article of Law 27/2022: `43`.
    pub article: &'static str,
    /// Gone, or gone and confirmed.
    pub state: RemovalState,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// From when on no copy can be opened, backups included.
    pub unreadable_at: Option<Timestamp>,
    /// Its number in the journal outside the database.
    pub journal: Option<u64>,
    /// What went.
    pub gone: Vec<PlanLine>,
    /// What stays, on which ground, until when.
    pub kept: Vec<StayLine>,
    /// Who was told, and answered.
    pub recipients: Vec<Recipient>,
    /// Entries of the ledger that prove the steps.
    pub proofs: Vec<EntryId>,
}

/// A recipient of the data, and what it said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipient {
    /// The notice.
    pub notice: NoticeId,
    /// Which class of 6.1.
    pub class: RecipientClass,
    /// Where it stands.
    pub state: NoticeState,
    /// When it was told first.
    pub told_at: Option<Timestamp>,
    /// When its signed acknowledgement came.
    pub answered_at: Option<Timestamp>,
    /// The acknowledgement itself, as it was signed.
    pub answer: Option<String>,
}

/// The certificate as a file for machines. Names, times in RFC 3339, proofs as `amanah ledger verify
/// --proof` reads them.
#[derive(Serialize, Deserialize, Debug)]
pub struct CertificateFile {
    /// `amanah erasure certificate v1`.
    pub format: String,
    /// The programme.
    pub programme: String,
    /// The ledger's published key.
    pub ledger_key: String,
    /// The removal's random id; the note of each proven entry names it.
    pub removal: String,
    /// `end`, `erase`, `destroy`.
    pub act: String,
    /// Clause of the policy.
    pub clause: String,
    /// Article of Law 27/2022.
    pub article: String,
    /// The role of whoever asked.
    pub asked_by: String,
    /// On which ground.
    pub ground: String,
    /// The rule, where a rule removed.
    pub rule: String,
    /// `gone` or `confirmed`.
    pub state: String,
    /// When it was asked for.
    pub asked_at: String,
    /// When it was done.
    pub done_at: Option<String>,
    /// From when on no copy can be opened.
    pub unreadable_at: Option<String>,
    /// Its number in the journal.
    pub journal: Option<u64>,
    /// What went.
    pub gone: Vec<GoneInFile>,
    /// What stays.
    pub kept: Vec<KeptInFile>,
    /// Who was told.
    pub recipients: Vec<RecipientInFile>,
    /// A proof file of each entry.
    pub proofs: Vec<String>,
}

/// See [`CertificateFile::gone`].
#[derive(Serialize, Deserialize, Debug)]
pub struct GoneInFile {
    /// `field:email`, `category:address`, `trace:sessions`.
    pub what: String,
    /// How many.
    pub number: u64,
}

/// See [`CertificateFile::kept`].
#[derive(Serialize, Deserialize, Debug)]
pub struct KeptInFile {
    /// `category:accounts`, `once-per-person`, `everything`.
    pub what: String,
    /// For which purpose.
    pub purpose: String,
    /// Article of Law 27/2022.
    pub article: String,
    /// Clause of the policy.
    pub clause: String,
    /// Until when.
    pub until: Option<String>,
}

/// See [`CertificateFile::recipients`].
#[derive(Serialize, Deserialize, Debug)]
pub struct RecipientInFile {
    /// The notice's id.
    pub notice: String,
    /// Class of 6.1.
    pub class: String,
    /// `waiting`, `told`, `acknowledged`.
    pub state: String,
    /// When it was told.
    pub told_at: Option<String>,
    /// When it answered.
    pub answered_at: Option<String>,
    /// Its signed acknowledgement.
    pub answer: Option<String>,
}

/// The first words of a certificate file.
pub const FORMAT: &str = "amanah erasure certificate v1";

impl CertificateFile {
    pub(crate) fn of(
        certificate: &Certificate,
        programme: &str,
        verifier: &Verifier,
        proofs: Vec<String>,
    ) -> Self {
        let time = |at: Timestamp| at.to_jiff().to_string();
        let gone = |line: &PlanLine| GoneInFile { what: line.what.to_text(), number: line.number };
        let kept = |line: &StayLine| KeptInFile {
            what: line.kept.to_text(),
            purpose: line.purpose.name().to_owned(),
            article: line.article.clone(),
            clause: line.clause.clone(),
            until: line.until.map(time),
        };
        let recipient = |told: &Recipient| RecipientInFile {
            notice: told.notice.to_hex(),
            class: told.class.name().to_owned(),
            state: told.state.name().to_owned(),
            told_at: told.told_at.map(time),
            answered_at: told.answered_at.map(time),
            answer: told.answer.clone(),
        };
        Self {
            format: FORMAT.to_owned(),
            programme: programme.to_owned(),
            ledger_key: verifier.to_vkey(),
            removal: certificate.removal.to_hex(),
            act: certificate.act.name().to_owned(),
            clause: certificate.clause.to_owned(),
            article: certificate.article.to_owned(),
            asked_by: certificate.asked_by.name().to_owned(),
            ground: certificate.ground.name().to_owned(),
            rule: certificate.rule.clone(),
            state: certificate.state.name().to_owned(),
            asked_at: time(certificate.asked_at),
            done_at: certificate.done_at.map(time),
            unreadable_at: certificate.unreadable_at.map(time),
            journal: certificate.journal,
            gone: certificate.gone.iter().map(gone).collect(),
            kept: certificate.kept.iter().map(kept).collect(),
            recipients: certificate.recipients.iter().map(recipient).collect(),
            proofs,
        }
    }
}
