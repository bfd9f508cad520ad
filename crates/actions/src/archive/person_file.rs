//! `person.json` and the tables beside it: the values with source and time, what stood there before,
//! consents, sign-ins, batches, standings, and what was asked. Its form is published
//! (`person.schema.json`); a field that is new here is new there.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::values::Device;
use amanah_domain::{FieldId, FieldSet, PersonId, Pseudonym, Timestamp};
use amanah_store::accounts::{self, Account, ConsentRow};
use amanah_store::cases::{self, CaseRow};
use amanah_store::earlier_values::{self, EarlierRow};
use amanah_store::sessions::{self, SessionRow};
use amanah_store::transfers::{self, TransferRow};
use amanah_store::{Connection, batches, holds, people, removals, standings};
use serde_json::{Value, json};

use crate::access::Looked;
use crate::archive::case_file::file_of;
use crate::archive::csv;
use crate::archive::form::{pretty, time, time_opt};
use crate::archive::source::Source;
use crate::archive::values::{VALUES, origin_alone, value, value_alone};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::person::view_home::given_fields;

/// The first words of the file.
pub const FORMAT: &str = "amanah person v1";
/// The published form of `person.json`.
pub const SCHEMA: &str = include_str!("person.schema.json");

/// The files of this part.
pub(crate) struct PersonFiles {
    pub(crate) person: Vec<u8>,
    pub(crate) values: String,
    pub(crate) consents: Vec<u8>,
    pub(crate) consents_table: String,
    /// The cases that have files of their own.
    pub(crate) cases: Vec<CaseRow>,
    /// How often something was removed of the person until now.
    pub(crate) removals: i64,
    /// What stands for the person in the ledger.
    pub(crate) pseudonym: Pseudonym,
    /// What stands for them towards another controller.
    pub(crate) reference: Option<[u8; 16]>,
}

/// What lies of a person in the clear, in one reading.
struct Clear {
    account: Account,
    consents: Vec<ConsentRow>,
    earlier: Vec<EarlierRow>,
    sessions: Vec<SessionRow>,
    given: FieldSet,
    batches: Vec<Value>,
    standings: Vec<Value>,
    holds: Vec<Value>,
    removals: Vec<Value>,
    transfers: Vec<Value>,
    cases: Vec<CaseRow>,
}

impl Clear {
    fn load(db: &mut dyn Connection, person: &PersonId, now: Timestamp) -> Done<Self> {
        let mut entries = Vec::new();
        for entry in batches::entries(db, person)? {
            let number = batches::read(db, &entry.batch)?.map(|batch| batch.number);
            entries.push(json!({
                "batch": number, "state": entry.state.name(), "joined_at": time(entry.joined_at),
                "changed_at": time(entry.changed_at),
            }));
        }
        let standing = |row: &standings::StandingRow, as_helper: bool| {
            json!({
                "kind": row.kind.name(), "as": if as_helper { "helper" } else { "person" },
                "state": row.state.name(),
                "rights": row.rights.iter().map(|right| right.name()).collect::<Vec<_>>(),
                "asked_at": time(row.asked_at), "begins_at": time_opt(row.begins_at),
                "ends_at": time_opt(row.ends_at), "ended_at": time_opt(row.ended_at),
            })
        };
        let mut all: Vec<_> =
            standings::of_person(db, person)?.iter().map(|row| standing(row, false)).collect();
        all.extend(standings::of_helper(db, person)?.iter().map(|row| standing(row, true)));
        Ok(Self {
            account: accounts::read(db, person)?.ok_or(ActionError::NotFound)?,
            consents: accounts::list_consents(db, person)?,
            earlier: earlier_values::of_person(db, person)?,
            sessions: sessions::list(db, person, now)?,
            given: given_fields(*person, people::read_sealed_all(db, person)?)?,
            batches: entries,
            standings: all,
            holds: holds::of_person(db, person)?
                .iter()
                .map(|row| {
                    json!({
                        "ground": row.ground, "placed_at": time(row.placed_at), "until": time(row.until),
                        "lifted_at": time_opt(row.lifted_at),
                    })
                })
                .collect(),
            removals: removals::of_person(db, person)?
                .iter()
                .map(|row| {
                    json!({
                        "id": row.removal.to_hex(), "act": row.act.name(), "state": row.state.name(),
                        "asked_at": time(row.asked_at), "done_at": time_opt(row.done_at),
                    })
                })
                .collect(),
            transfers: transfers::of_person(db, person)?.iter().map(transfer).collect(),
            cases: cases::of_person(db, person)?,
        })
    }
}

fn transfer(row: &TransferRow) -> Value {
    json!({
        "id": row.transfer.to_hex(), "controller": row.controller, "state": row.state.name(),
        "asked_at": time(row.asked_at), "finished_at": time_opt(row.finished_at),
        "sha256": row.digest.map(hex::encode), "bytes": row.bytes, "receipt": row.receipt,
    })
}

fn account(clear: &Clear, source: &Source) -> Value {
    let account = &clear.account;
    json!({
        "kind": match account.kind {
            accounts::AccountKind::Participant => "participant",
            accounts::AccountKind::Staff => "staff",
            accounts::AccountKind::Writer => "writer",
            accounts::AccountKind::Stranger => "stranger",
        },
        "language": if account.language == 1 { "en" } else { "id" },
        "created_at": time(account.created_at),
        "changed_at": time(account.changed_at),
        "restricted": account.restricted,
        "legal_hold": account.legal_hold,
        "disputed": account.disputed.iter().map(FieldId::name).collect::<Vec<_>>(),
        "objections": account.objections.iter().map(|purpose| purpose.name()).collect::<Vec<_>>(),
        "age": account.age.name(),
        "state": account.state.name(),
        "policy_version": account.policy_version,
        "identity": account.identity.name(),
        "eligibility": account.eligibility.name(),
        "province": format!("{:02}", account.province),
        "removals": account.removals,
        "sign_in": {
            "passkeys": clear.given.contains(FieldId::Passkeys),
            "password": clear.given.contains(FieldId::PasswordHash),
        },
        "left_out": source.without.iter().map(FieldId::name).collect::<Vec<_>>(),
    })
}

/// A line of the table of values.
fn line(value: &Value, until: &str) -> String {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let disputed = if value.get("disputed") == Some(&Value::Bool(true)) { "yes" } else { "no" };
    csv::row([
        text("field"),
        text("category"),
        text("value"),
        text("source"),
        text("collected_at"),
        disputed,
        text("replaced_at"),
        until,
    ])
}

fn values(looked: &Looked<'_, ViewOwn>, source: &Source) -> Done<Vec<Value>> {
    let mut out = Vec::new();
    for field in VALUES.iter().copied().filter(|field| !source.without.contains(*field)) {
        let (Some(taken), Some((from, at))) = (value(looked, field)?, looked.origin(field)) else { continue };
        out.push(json!({
            "field": field.name(), "category": field.category().name(), "value": taken.text,
            "parts": taken.parts, "source": from.name(), "collected_at": time(at),
            "disputed": looked.account.disputed.contains(field),
        }));
    }
    Ok(out)
}

fn earlier(looked: &Looked<'_, ViewOwn>, rows: &[EarlierRow], source: &Source) -> Done<Vec<Value>> {
    let mut out = Vec::new();
    for row in rows.iter().filter(|row| !source.without.contains(row.field)) {
        let Some(taken) = value_alone(looked, row.field, &row.body)? else { continue };
        let origin = origin_alone(looked.person(), row.field, &row.body)?;
        out.push(json!({
            "field": row.field.name(), "category": row.field.category().name(), "value": taken.text,
            "parts": taken.parts, "source": origin.map(|(from, _)| from.name()),
            "collected_at": origin.map(|(_, at)| time(at)), "replaced_at": time(row.replaced_at),
            "kept_until": time(row.until),
        }));
    }
    Ok(out)
}

impl Office {
    /// One look opens all of this part.
    pub(crate) async fn person_files(&self, source: &Source) -> Done<PersonFiles> {
        let fields = FieldSet::of(VALUES).with(FieldId::Device);
        let looked = source.look(self, fields).await?;
        let (person, now) = (source.person, self.now());
        let clear = self.store.read(move |db| Clear::load(db, &person, now)).await?;
        let mut sessions = Vec::new();
        for row in &clear.sessions {
            let device =
                looked.open_alone::<Device>(&row.device)?.map(|opened| opened.expose().as_str().to_owned());
            sessions.push(json!({
                "device": device, "created_at": time(row.created_at), "seen_at": time(row.seen_at),
                "ends_at": time(row.ends_at),
            }));
        }
        let (values, earlier) = (values(&looked, source)?, earlier(&looked, &clear.earlier, source)?);
        let consents: Vec<Value> = clear.consents.iter().map(|row| self.consent(row)).collect();
        let cases: Vec<Value> = clear
            .cases
            .iter()
            .map(|row| json!({ "kind": row.kind.name(), "state": row.state.name(), "file": file_of(row) }))
            .collect();
        let file = json!({
            "format": FORMAT,
            "programme": self.programme.name,
            "controller": self.policy.document().controller.name,
            "made_at": time(now),
            "account": account(&clear, source),
            "values": values,
            "earlier_values": earlier,
            "sign_ins": sessions,
            "batches": clear.batches,
            "standings": clear.standings,
            "cases": cases,
            "legal_holds": clear.holds,
            "removals": clear.removals,
            "transfers": clear.transfers,
        });
        let mut table = csv::row([
            "field",
            "category",
            "value",
            "source",
            "collected_at",
            "disputed",
            "replaced_at",
            "kept_until",
        ]);
        values.iter().for_each(|value| table.push_str(&line(value, "")));
        for value in &earlier {
            let until = value.get("kept_until").and_then(Value::as_str).unwrap_or_default();
            table.push_str(&line(value, until));
        }
        Ok(PersonFiles {
            person: pretty(&file)?,
            values: table,
            consents_table: consents_table(&consents),
            consents: pretty(&json!({ "format": "amanah consents v1", "consents": consents }))?,
            cases: clear.cases,
            removals: looked.account.removals,
            pseudonym: looked.pseudonym(),
            reference: source.recipient.map(|class| looked.recipient_reference(class)).transpose()?,
        })
    }

    fn consent(&self, row: &ConsentRow) -> Value {
        let source = u8::try_from(row.source).ok().and_then(amanah_domain::Source::from_code);
        json!({
            "purpose": row.purpose.name(), "clause": self.clause_of(row.purpose),
            "given_at": time(row.given_at), "policy_version": row.policy_version,
            "source": source.map(|source| source.name()), "withdrawn_at": time_opt(row.withdrawn_at),
        })
    }
}

fn consents_table(consents: &[Value]) -> String {
    let names = ["purpose", "clause", "given_at", "policy_version", "source", "withdrawn_at"];
    let mut table = csv::row(names);
    for consent in consents {
        let cells: Vec<String> = names
            .iter()
            .map(|name| match consent.get(*name) {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Null) | None => String::new(),
                Some(other) => other.to_string(),
            })
            .collect();
        table.push_str(&csv::row(cells.iter().map(String::as_str)));
    }
    table
}
