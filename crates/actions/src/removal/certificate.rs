//! What a person holds in hand afterwards: what went, what stays and why, who was told, from when on no
//! copy can be opened, and the entries of the ledger that prove it. Whoever holds the code may read it; it
//! names nobody.

use amanah_domain::states::{NoticeState, RemovalAct, RemovalGround, RemovalState};
use amanah_domain::{
    CategorySet, FieldSet, NoticeId, RecipientClass, RemovalId, Role, Timestamp, Unreadable,
};
use amanah_ledger::Verifier;
use amanah_store::notices::ByHand;
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
    /// From when on no copy can be opened, backups included; `None` where nothing went.
    pub unreadable: Option<Unreadable>,
    /// Its number in the journal outside the database.
    pub journal: Option<u64>,
    /// What went.
    pub gone: Vec<PlanLine>,
    /// What stays, on which ground, until when.
    pub kept: Vec<StayLine>,
    /// Who was told, and answered.
    pub recipients: Vec<Recipient>,
    /// The last key epoch by which a copy of it can be opened.
    pub epoch: Option<u32>,
    /// Entries of the ledger that prove the steps: the removal, the tellings, the end of the epoch.
    pub proofs: Vec<EntryId>,
}

/// A recipient of the data, and what it said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipient {
    /// The notice.
    pub notice: NoticeId,
    /// Which class of 6.1.
    pub class: RecipientClass,
    /// The reference by which it was told; it leads nowhere any more.
    pub reference: [u8; 16],
    /// The key by which its acknowledgement was checked when it came.
    pub key: Option<String>,
    /// Where it stands.
    pub state: NoticeState,
    /// When it was told first.
    pub told_at: Option<Timestamp>,
    /// When its signed acknowledgement came.
    pub answered_at: Option<Timestamp>,
    /// The acknowledgement itself, as it was signed.
    pub answer: Option<String>,
    /// Told by another way and answered, as the data protection officer recorded it.
    pub by_hand: Option<ByHand>,
}

/// The certificate as a file for machines. Names, times in RFC 3339, proofs as `amanah ledger verify
/// --proof` reads them. Signed by [`certificate_seal`](super::certificate_seal).
#[derive(Serialize, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
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
    /// Categories that went whole, in the names of the published policy.
    pub categories: Vec<String>,
    /// Single values that went.
    pub fields: Vec<String>,
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
    pub unreadable: Option<UnreadableInFile>,
    /// Its number in the journal.
    pub journal: Option<u64>,
    /// The last key epoch by which a copy can be opened; the end of its keys is proven when it has come.
    pub epoch: Option<u32>,
    /// What went.
    pub gone: Vec<GoneInFile>,
    /// What stays.
    pub kept: Vec<KeptInFile>,
    /// Who was told.
    pub recipients: Vec<RecipientInFile>,
    /// A proof file of each entry.
    pub proofs: Vec<String>,
    /// The ledger's signed note about all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

/// See [`CertificateFile::unreadable`].
#[derive(Serialize, Deserialize, Debug)]
pub struct UnreadableInFile {
    /// `since`; `by`, at the latest; `late`: it should have been so by then, and is not.
    pub state: String,
    /// The moment.
    pub at: String,
}

/// See [`CertificateFile::gone`].
#[derive(Serialize, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct GoneInFile {
    /// `field:email`, `category:address`, `trace:sessions`.
    pub what: String,
    /// How many.
    pub number: u64,
}

/// See [`CertificateFile::kept`].
#[derive(Serialize, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
pub struct RecipientInFile {
    /// The notice's id.
    pub notice: String,
    /// Class of 6.1.
    pub class: String,
    /// The reference by which it was told; `None` once it was taken out, when no copy can be opened.
    pub reference: Option<String>,
    /// The key that its acknowledgement is signed by.
    pub key: Option<String>,
    /// `waiting`, `told`, `acknowledged`; `recorded`: an answer without a signature.
    pub state: String,
    /// When it was told.
    pub told_at: Option<String>,
    /// When it answered.
    pub answered_at: Option<String>,
    /// Its signed acknowledgement.
    pub answer: Option<String>,
    /// What the data protection officer recorded; without a signature.
    pub recorded: Option<RecordedInFile>,
}

/// See [`RecipientInFile::recorded`].
#[derive(Serialize, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct RecordedInFile {
    /// How it was told: `letter`, `meeting`, `contract`.
    pub told_by: String,
    /// The day of its answer: `2026-11-22`.
    pub answered_on: String,
    /// When that was written down.
    pub at: String,
}

/// The first words of a certificate file.
pub const FORMAT: &str = "amanah erasure certificate v1";

impl CertificateFile {
    pub(crate) fn of(
        certificate: &Certificate,
        (programme, zone_hours): (&str, i8),
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
            reference: (told.reference != [0; 16]).then(|| hex::encode(told.reference)),
            key: told.key.clone(),
            state: told.state.name().to_owned(),
            told_at: told.told_at.map(time),
            answered_at: told.answered_at.map(time),
            answer: told.answer.clone(),
            recorded: told.by_hand.map(|by_hand| RecordedInFile {
                told_by: by_hand.way.name().to_owned(),
                answered_on: by_hand.word_at.date_at(zone_hours).to_string(),
                at: time(by_hand.recorded_at),
            }),
        };
        Self {
            format: FORMAT.to_owned(),
            programme: programme.to_owned(),
            ledger_key: verifier.to_vkey(),
            removal: certificate.removal.to_hex(),
            act: certificate.act.name().to_owned(),
            categories: certificate.categories.iter().map(|one| one.name().to_owned()).collect(),
            fields: certificate.fields.iter().map(|one| one.name().to_owned()).collect(),
            clause: certificate.clause.to_owned(),
            article: certificate.article.to_owned(),
            asked_by: certificate.asked_by.name().to_owned(),
            ground: certificate.ground.name().to_owned(),
            rule: certificate.rule.clone(),
            state: certificate.state.name().to_owned(),
            asked_at: time(certificate.asked_at),
            done_at: certificate.done_at.map(time),
            unreadable: certificate.unreadable.map(|unreadable| UnreadableInFile {
                state: unreadable.name().to_owned(),
                at: time(unreadable.at()),
            }),
            journal: certificate.journal,
            epoch: certificate.epoch,
            gone: certificate.gone.iter().map(gone).collect(),
            kept: certificate.kept.iter().map(kept).collect(),
            recipients: certificate.recipients.iter().map(recipient).collect(),
            proofs,
            signature: None,
        }
    }
}
