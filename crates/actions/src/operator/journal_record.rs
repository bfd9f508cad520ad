//! One removal as the journal keeps it: enough to do it again on a database that has forgotten it, and to
//! say again what the person and the recipients were told.

use amanah_domain::states::{RemovalAct, RemovalLine};
use amanah_domain::{CategorySet, FieldSet, NoticeId, PersonId, RecipientClass, RemovalId, Role, Timestamp};
use amanah_store::removals::LineRow;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What was done, and to whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JournalLine {
    /// Which removal.
    pub removal: RemovalId,
    /// Whose data.
    pub person: PersonId,
    /// What was done.
    pub act: RemovalAct,
    /// Whole categories that went.
    pub categories: CategorySet,
    /// Single values that went, whose category stays.
    pub fields: FieldSet,
    /// When: no value that went was collected later.
    pub at: Timestamp,
}

/// A removal with everything that a restore puts back of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JournalRecord {
    /// What was done.
    pub line: JournalLine,
    /// What was told of it; `None` where the removal did not happen after all.
    pub facts: Option<RemovalFacts>,
}

impl From<JournalLine> for JournalRecord {
    fn from(line: JournalLine) -> Self {
        Self { line, facts: None }
    }
}

/// What the certificate and the recipients are told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemovalFacts {
    /// The tag of the certificate's code.
    pub tag: [u8; 32],
    /// Who asked.
    pub asked_by: Role,
    /// On which ground.
    pub ground: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// From when on no copy can be opened.
    pub unreadable_at: Option<Timestamp>,
    /// The last epoch whose key opens a copy.
    pub last_epoch: Option<u32>,
    /// What the certificate lists, as far as it was known before.
    pub lines: Vec<LineRow>,
    /// The tag that stays so that nobody is given a benefit twice.
    pub once: Option<OnceTag>,
    /// Who is told, by which notice and reference.
    pub notices: Vec<(NoticeId, RecipientClass, [u8; 16])>,
}

/// A tag that stays, on which ground and until when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OnceTag {
    /// The tag.
    pub tag: [u8; 32],
    /// The purpose.
    pub ground: String,
    /// Until when.
    pub until: Timestamp,
}

/// As it is stored, before it is sealed.
#[derive(Serialize, Deserialize)]
struct Stored {
    removal: String,
    person: String,
    act: String,
    categories: u64,
    fields: u64,
    at: i64,
    facts: Option<StoredFacts>,
}

#[derive(Serialize, Deserialize)]
struct StoredFacts {
    tag: String,
    asked_by: u32,
    ground: String,
    asked_at: i64,
    unreadable_at: Option<i64>,
    last_epoch: Option<u32>,
    lines: Vec<(u32, String, u64, String, Option<i64>)>,
    once: Option<(String, String, i64)>,
    notices: Vec<(String, u32, String)>,
}

/// The bytes of many.
pub(crate) fn encode(records: &[JournalRecord]) -> Option<Zeroizing<Vec<u8>>> {
    let stored: Vec<Stored> = records.iter().map(store).collect();
    serde_json::to_vec(&stored).ok().map(Zeroizing::new)
}

/// Reads [`encode`] back.
pub(crate) fn decode(bytes: &[u8]) -> Option<Vec<JournalRecord>> {
    let stored: Vec<Stored> = serde_json::from_slice(bytes).ok()?;
    stored.into_iter().map(restore).collect()
}

fn store(record: &JournalRecord) -> Stored {
    let line = &record.line;
    Stored {
        removal: hex::encode(line.removal.as_bytes()),
        person: hex::encode(line.person.as_bytes()),
        act: line.act.name().to_owned(),
        categories: line.categories.bits(),
        fields: line.fields.bits(),
        at: line.at.millis(),
        facts: record.facts.as_ref().map(store_facts),
    }
}

fn store_facts(facts: &RemovalFacts) -> StoredFacts {
    let line = |line: &LineRow| {
        let (kind, at) = (line.kind.code().into(), line.at.map(Timestamp::millis));
        (kind, line.what.clone(), line.number, line.ground.clone(), at)
    };
    let notice = |(notice, class, reference): &(NoticeId, RecipientClass, [u8; 16])| {
        (hex::encode(notice.as_bytes()), class.code().into(), hex::encode(reference))
    };
    StoredFacts {
        tag: hex::encode(facts.tag),
        asked_by: facts.asked_by.code().into(),
        ground: facts.ground.clone(),
        asked_at: facts.asked_at.millis(),
        unreadable_at: facts.unreadable_at.map(Timestamp::millis),
        last_epoch: facts.last_epoch,
        lines: facts.lines.iter().map(line).collect(),
        once: facts.once.as_ref().map(|once| {
            let tag = hex::encode(once.tag);
            (tag, once.ground.clone(), once.until.millis())
        }),
        notices: facts.notices.iter().map(notice).collect(),
    }
}

fn restore(stored: Stored) -> Option<JournalRecord> {
    let line = JournalLine {
        removal: RemovalId::from_bytes(bytes(&stored.removal)?),
        person: PersonId::from_bytes(bytes(&stored.person)?),
        act: RemovalAct::from_name(&stored.act)?,
        categories: CategorySet::from_bits(stored.categories),
        fields: FieldSet::from_bits(stored.fields),
        at: Timestamp::from_millis(stored.at),
    };
    let facts = match stored.facts {
        Some(facts) => Some(restore_facts(facts)?),
        None => None,
    };
    Some(JournalRecord { line, facts })
}

fn restore_facts(stored: StoredFacts) -> Option<RemovalFacts> {
    let line = |(kind, what, number, ground, at): (u32, String, u64, String, Option<i64>)| {
        let kind = RemovalLine::from_code(u8::try_from(kind).ok()?)?;
        Some(LineRow { kind, what, number, ground, at: at.map(Timestamp::from_millis), entry: None })
    };
    let notice = |(notice, class, reference): (String, u32, String)| {
        let class = RecipientClass::from_code(u8::try_from(class).ok()?)?;
        Some((NoticeId::from_bytes(bytes(&notice)?), class, bytes(&reference)?))
    };
    let once = |(tag, ground, until): (String, String, i64)| {
        Some(OnceTag { tag: bytes(&tag)?, ground, until: Timestamp::from_millis(until) })
    };
    Some(RemovalFacts {
        tag: bytes(&stored.tag)?,
        asked_by: Role::from_code(u8::try_from(stored.asked_by).ok()?)?,
        ground: stored.ground,
        asked_at: Timestamp::from_millis(stored.asked_at),
        unreadable_at: stored.unreadable_at.map(Timestamp::from_millis),
        last_epoch: stored.last_epoch,
        lines: stored.lines.into_iter().map(line).collect::<Option<_>>()?,
        once: match stored.once {
            Some(stored) => Some(once(stored)?),
            None => None,
        },
        notices: stored.notices.into_iter().map(notice).collect::<Option<_>>()?,
    })
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    hex::decode_to_slice(text, &mut out).ok()?;
    Some(out)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use amanah_testkit::{FixedClock, SeededChance};
    use amanah_vault::{FileKeeper, Keyring, Protection, Vault};

    use super::*;
    use crate::operator::backup_archive::vault_alone;

    /// A vault whose keyring is nobody else's.
    pub(crate) fn vault() -> Arc<Vault> {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("amanah-journal-{}-{number}", std::process::id());
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target").join(name);
        let chance = SeededChance::new(u64::from(std::process::id()) + number);
        let keeper = FileKeeper::new(path.clone(), Protection::Plain);
        let keyring = Keyring::create(Box::new(keeper), &chance).unwrap();
        std::fs::remove_file(path).unwrap();
        vault_alone(
            keyring,
            Arc::new(FixedClock::at(Timestamp::from_millis(1_795_316_400_000))),
            Arc::new(chance),
        )
        .unwrap()
    }

    pub(crate) fn record(number: u8) -> JournalRecord {
        let at = Timestamp::from_millis(1_795_316_400_000);
        let line = JournalLine {
            removal: RemovalId::from_bytes([number; 16]),
            person: PersonId::from_bytes([number + 1; 16]),
            act: RemovalAct::Erase,
            categories: CategorySet::from_bits(0b101),
            fields: FieldSet::from_bits(1 << 40),
            at,
        };
        let kept = LineRow {
            kind: RemovalLine::Kept,
            what: "category:address".to_owned(),
            number: 0,
            ground: "fraud 15(1)c 5.6".to_owned(),
            at: Some(at),
            entry: None,
        };
        let facts = RemovalFacts {
            tag: [3; 32],
            asked_by: Role::Person,
            ground: "request".to_owned(),
            asked_at: at,
            unreadable_at: Some(at.plus_hours(400)),
            last_epoch: Some(3),
            lines: vec![kept],
            once: Some(OnceTag { tag: [4; 32], ground: "fraud".to_owned(), until: at.plus_hours(9_000) }),
            notices: vec![(NoticeId::from_bytes([5; 16]), RecipientClass::Government, [6; 16])],
        };
        JournalRecord { line, facts: Some(facts) }
    }

    #[test]
    fn records_read_back() {
        let records = [record(1), JournalRecord { facts: None, ..record(2) }];
        assert_eq!(decode(&encode(&records).unwrap()).unwrap(), records);
        assert_eq!(decode(b"[{}]"), None);
    }
}
