//! A certificate's file held against the ledger's published key, with no database: its signature, each
//! proof, what each proven entry says against what the file says, and each recipient's own signature.

use amanah_domain::states::{NoticeState, RemovalAct};
use amanah_domain::{
    Category, CategorySet, Entry, FieldId, FieldSet, NoticeId, Operation, Outcome, PurposeId, Role, Timestamp,
};
use amanah_ledger::{Proof, Verifier};

use crate::removal::What;
use crate::removal::certificate::{CertificateFile, FORMAT, RecipientInFile};
use crate::removal::certificate_seal::check_seal;
use crate::removal::recipients::check_acknowledgement;
use crate::removal::scope::fields_in;

/// Minutes that an entry may be older than what the file says, at most: it is written while the removal is
/// under way.
const APART_MINUTES: i64 = 10;

/// What came of it.
#[derive(Debug)]
pub struct Checked {
    /// The certificate, as it reads.
    pub certificate: CertificateFile,
    /// Proven entries.
    pub proofs: usize,
    /// What is wrong; nothing: the certificate proves what it says.
    pub wrong: Vec<String>,
}

/// An entry that is in the ledger.
struct Proven {
    entry: Entry,
    at: Timestamp,
}

/// Checks a file.
///
/// # Errors
/// A sentence where it is no certificate.
pub fn check_certificate(text: &str, verifier: &Verifier) -> Result<Checked, String> {
    let certificate: CertificateFile = serde_json::from_str(text).map_err(|_| {
        "it is no erasure certificate, or one that was changed: download it as a file from its page"
            .to_owned()
    })?;
    if certificate.format != FORMAT {
        return Err(format!("it has another form than {FORMAT}"));
    }
    let mut wrong = Vec::new();
    wrong.extend(check_seal(text, &certificate, verifier).err());
    if certificate.ledger_key != verifier.to_vkey() {
        wrong.push("it names another key of the ledger than the one that is trusted".to_owned());
    }
    let mut proven = Vec::new();
    for (number, proof) in (1..).zip(&certificate.proofs) {
        match prove(proof, verifier) {
            Ok(one) => proven.push(one),
            Err(why) => wrong.push(format!("proof {number}: {why}")),
        }
    }
    wrong.extend(check_entries(&certificate, &proven).err());
    for told in &certificate.recipients {
        if let Err(why) = check_recipient(told, &certificate, &proven) {
            wrong.push(format!("recipient {}: {why}", told.class));
        }
    }
    Ok(Checked { proofs: proven.len(), certificate, wrong })
}

fn prove(proof: &str, verifier: &Verifier) -> Result<Proven, String> {
    let proved = Proof::parse(proof).and_then(|proof| proof.verify(verifier)).map_err(|e| e.to_string())?;
    let entry = Entry::decode(&proved.body).ok_or("the entry has an unknown form")?;
    if entry.outcome != Outcome::Allowed {
        return Err("the entry records something that did not happen".to_owned());
    }
    Ok(Proven { entry, at: Timestamp::from_millis(proved.time_ms) })
}

/// The entries of the removal and of its epoch, and that there are no others.
fn check_entries(file: &CertificateFile, proven: &[Proven]) -> Result<(), String> {
    let own = format!("removal {}", file.removal);
    let ended = file.epoch.map(|epoch| format!("epoch {epoch} destroyed"));
    let mut removed = false;
    for one in proven {
        let note = one.entry.note.as_str();
        if note == own {
            check_removal(file, one)?;
            removed = true;
        } else if Some(note) == ended.as_deref() {
            if one.entry.purpose != PurposeId::Rotation || one.at < time(file.done_at.as_deref())? {
                return Err("the end of its epoch is not one that came afterwards".to_owned());
            }
        } else if !file.recipients.iter().any(|told| is_about(note, told)) {
            return Err("it holds a proof of something else".to_owned());
        }
    }
    match removed {
        true => Ok(()),
        false => Err("no proof is of the removal itself; one that is confirmed has it".to_owned()),
    }
}

fn check_removal(file: &CertificateFile, proven: &Proven) -> Result<(), String> {
    let entry = &proven.entry;
    let act = RemovalAct::from_name(&file.act).ok_or("it names no act")?;
    let wanted = match act {
        RemovalAct::End => Operation::Manage,
        RemovalAct::Erase => Operation::Delete,
        RemovalAct::Destroy => Operation::Destroy,
    };
    if entry.operation != wanted {
        return Err(format!("the ledger records another act: {}", entry.operation.name()));
    }
    let asked_by = Role::from_name(&file.asked_by).ok_or("it names no role of whoever asked")?;
    // What a crash left out is made up for by the house itself, and later.
    let made_up = entry.role == Role::System;
    let purpose = if entry.role == Role::Person { PurposeId::Rights } else { PurposeId::Retention };
    if !(made_up || entry.role == asked_by) || entry.purpose != purpose {
        return Err(format!("the ledger records that somebody else asked: {}", entry.role.name()));
    }
    let fields = match act {
        RemovalAct::End => FieldSet::EMPTY,
        RemovalAct::Erase | RemovalAct::Destroy => said_fields(file)?,
    };
    if entry.fields != fields {
        return Err("the ledger records other fields than it names".to_owned());
    }
    for line in &file.gone {
        let inside = match What::from_text(&line.what).ok_or("it names something unknown as gone")? {
            What::Field(field) => fields.contains(field),
            What::Category(category) => file.categories.iter().any(|name| name == category.name()),
            What::Trace(_) => true,
        };
        if !inside {
            return Err(format!("it says that {} is gone, which the ledger does not record", line.what));
        }
    }
    let (asked, done) = (time(Some(&file.asked_at))?, time(file.done_at.as_deref())?);
    // Later it may be: a ledger's time never goes back, even where the clock does.
    if asked > done || proven.at < minutes(done, -APART_MINUTES) {
        return Err("the ledger records another time than it says".to_owned());
    }
    Ok(())
}

fn said_fields(file: &CertificateFile) -> Result<FieldSet, String> {
    let mut categories = CategorySet::EMPTY;
    for name in &file.categories {
        categories = categories.with(Category::from_name(name).ok_or("it names an unknown category")?);
    }
    let mut fields = fields_in(categories);
    for name in &file.fields {
        fields = fields.with(FieldId::from_name(name).ok_or("it names an unknown field")?);
    }
    Ok(fields)
}

/// Whether an entry is about a telling: `notice <id>`, or with a word about how it was told by hand.
fn is_about(note: &str, told: &RecipientInFile) -> bool {
    let rest = note.strip_prefix("notice ").and_then(|rest| rest.strip_prefix(told.notice.as_str()));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn check_recipient(told: &RecipientInFile, file: &CertificateFile, proven: &[Proven]) -> Result<(), String> {
    let state = NoticeState::from_name(&told.state).ok_or("it stands in an unknown state")?;
    let notice = NoticeId::from_hex(&told.notice).ok_or("its notice has no id")?;
    let entries: Vec<&Proven> = proven.iter().filter(|one| is_about(&one.entry.note, told)).collect();
    for one in &entries {
        let said = (one.entry.operation, one.entry.purpose, one.entry.recipient.map(|class| class.name()));
        if said != (Operation::Disclose, PurposeId::Retention, Some(told.class.as_str())) {
            return Err("the ledger records that somebody else was told".to_owned());
        }
        if one.at < minutes(time(Some(&file.asked_at))?, -APART_MINUTES) {
            return Err("the ledger records that it was told before anybody asked".to_owned());
        }
    }
    if told.told_at.is_some() && entries.is_empty() {
        return Err("no proof is of its telling".to_owned());
    }
    if state == NoticeState::Recorded {
        let way = told.recorded.as_ref().ok_or("nothing says how it was told by hand")?;
        if !entries.iter().any(|one| one.entry.note.ends_with(&format!(" {}", way.told_by))) {
            return Err("no proof is of how it was told by hand".to_owned());
        }
    }
    match (state == NoticeState::Acknowledged, &told.answer) {
        (false, None) => Ok(()),
        // Taken out when nobody needed it any more: the house vouches for what it checked when it came.
        (true, _) if told.reference.is_none() => Ok(()),
        (true, Some(answer)) => {
            let key = told.key.as_deref().ok_or("the key of its acknowledgement is missing")?;
            let key = Verifier::from_vkey(key).map_err(|_| "the key of its acknowledgement is none")?;
            let reference = hex::decode(told.reference.as_deref().unwrap_or_default())
                .ok()
                .and_then(|id| <[u8; 16]>::try_from(id).ok());
            let reference = reference.ok_or("its reference has another form")?;
            check_acknowledgement(answer, &key, notice, &reference).map_err(str::to_owned)
        }
        (true, None) => Err("it is said to have acknowledged, and its acknowledgement is missing".to_owned()),
        (false, Some(_)) => Err("it holds an acknowledgement, and is said not to have answered".to_owned()),
    }
}

fn time(text: Option<&str>) -> Result<Timestamp, String> {
    let read = text.and_then(|text| text.parse::<jiff::Timestamp>().ok());
    read.map(|at| Timestamp::from_millis(at.as_millisecond())).ok_or_else(|| "a time is missing".to_owned())
}

fn minutes(at: Timestamp, minutes: i64) -> Timestamp {
    at.plus_seconds(60 * minutes)
}
