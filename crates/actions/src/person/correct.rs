//! The person says that a value is wrong (article 6 and 30; clause 7.3). What they may change is changed at once
//! by the pages of the profile. What the civil registry has confirmed needs evidence: a case that is decided
//! within 72 hours of sufficient information. Until then the value is disputed, and nothing automatic rests on
//! it.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState};
use amanah_domain::purposes::EditOwn;
use amanah_domain::rights::RefusalGround;
use amanah_domain::states::IdentityState;
use amanah_domain::values::{BirthDate, Nik, PersonName, Statement};
use amanah_domain::{
    CaseId, ClockRun, Field, FieldId, FieldSet, MayRead, MayWrite, Operation, Refused, Source, Timestamp,
};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::CaseRow;
use amanah_store::{StoreError, account_rights, accounts, attachments, cases};

use crate::access::{Looked, Want};
use crate::cases::attach::{FileInput, check_files};
use crate::cases::new::opened;
use crate::cases::tell::Told;
use crate::error::{ActionError, Done, FieldError};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::removal::notices::NoticeStatus;
use crate::session::Session;
use crate::staff::open_case::case_note;

/// Values that the civil registry confirms.
pub const CONFIRMED: [FieldId; 3] = [FieldId::Name, FieldId::Nik, FieldId::BirthDate];
/// Characters of what is said with a correction, at most.
pub const SAID_CHARS_MAX: u32 = 1_000;

/// Whether a value is only believed with evidence: what the registry has confirmed. Before that it is simply
/// changed, and the registry is asked anew.
pub fn needs_evidence(field: FieldId, identity: IdentityState) -> bool {
    identity == IdentityState::Verified && CONFIRMED.contains(&field)
}

/// The error at a field that is only changed with evidence.
pub(crate) fn evidence_needed(field: &'static str) -> FieldError {
    FieldError::new(field, Refused::because("needs-evidence"))
}

/// What was typed. Of the fields only those of the value at hand count.
#[derive(Default)]
pub struct CorrectionInput {
    /// A name.
    pub name: String,
    /// A NIK.
    pub nik: String,
    /// Day, month and year of birth.
    pub birth: (String, String, String),
    /// What the person adds in their own words; may be empty.
    pub said: String,
}

/// One of [`CONFIRMED`], parsed.
enum Wanted {
    Name(PersonName),
    Nik(Nik),
    Born(BirthDate),
}

/// A correction as its person sees it.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The case.
    pub case: CaseId,
    /// The number that is quoted.
    pub number: String,
    /// Which value.
    pub field: FieldId,
    /// Where it stands.
    pub state: CaseState,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when it is decided; `None` while the clock stands.
    pub due_at: Option<Timestamp>,
    /// Until when evidence is awaited.
    pub waits_until: Option<Timestamp>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// On which ground it was refused.
    pub ground: Option<RefusalGround>,
    /// Files that are there.
    pub files: u32,
    /// Who had received the wrong value, and whether they have acknowledged that it was.
    pub told: Vec<NoticeStatus>,
}

impl Office {
    /// Says that a confirmed value is wrong. Without files the case waits for them, and its clock with it.
    ///
    /// # Errors
    /// [`ActionError::State`] `correct-at-once` for a value that is simply changed, `correction-open` where one
    /// about it is open; [`ActionError::Input`] on the value, `said`, `files`.
    pub async fn ask_correction(
        &self,
        session: &Session,
        field: FieldId,
        input: &CorrectionInput,
        files: Vec<FileInput>,
    ) -> Done<CaseId> {
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let account = self.store.read(move |db| accounts::read(db, &person)).await?;
        if !account.is_some_and(|account| needs_evidence(field, account.identity)) {
            return Err(ActionError::State("correct-at-once"));
        }
        let (wanted, said, files) = self.parse_correction(field, input, files)?;
        let mut row = self.new_case(person, CaseKind::Correction, field.name(), Vec::new());
        row.channel = CaseChannel::Portal;
        row.fields = FieldSet::of(&[field]);
        let note = case_note(row.case);
        let fields = row.fields.either(FieldSet::of(&[FieldId::Statement, FieldId::Evidence]));
        let looked =
            self.look::<EditOwn>(who, person, Want { note: &note, ..Want::of(Operation::Update, fields) });
        let looked = looked.await?;
        row.wanted = Some(match &wanted {
            Wanted::Name(name) => seal_other(&looked, "name", name)?,
            Wanted::Nik(nik) => seal_other(&looked, "nik", nik)?,
            Wanted::Born(born) => seal_other(&looked, "birth-date", born)?,
        });
        if let Some(said) = &said {
            row.statement = looked.seal_alone(said, Source::WebsiteInput)?;
            row.said_at = Some(now);
        }
        let removals = looked.account.removals;
        let files = looked.seal_files(self, files, true)?;
        drop(looked);
        if files.is_empty() {
            row = self.waiting(row);
        }
        let (case, assess) = (row.case, self.assess_later(person));
        let letter = self.tell(&row, Told::Opened { code: None }).await?;
        let (role, helper) = session.author();
        self.store
            .write(move |db| {
                accounts::hold_keys(db, &person, removals)?;
                let mut events = vec![opened(&row, role, helper)];
                if !files.is_empty() {
                    let attached = NewEvent::new(CaseEvent::Attached, role, helper, now);
                    events.push(NewEvent { channel: CaseChannel::Portal, ..attached });
                }
                if !cases::add(db, &row, &events)? {
                    return Err(ActionError::State("correction-open"));
                }
                files.write(db, &row.case, events.len() as u32)?;
                account_rights::dispute(db, &person, row.fields, now)?;
                // What was decided by rules that look at it no longer counts.
                assess.write(db, now)?;
                letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now)).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)?;
        self.vault.facts_changed(person);
        Ok(case)
    }

    fn parse_correction(
        &self,
        field: FieldId,
        input: &CorrectionInput,
        files: Vec<FileInput>,
    ) -> Done<(Wanted, Option<Statement>, Vec<crate::cases::attach::CheckedFile>)> {
        let mut errors = Vec::new();
        let wanted = match field {
            FieldId::Name => {
                PersonName::parse(&input.name).map(Wanted::Name).map_err(|r| FieldError::new("name", r))
            }
            FieldId::Nik => {
                let nik = Nik::parse(&input.nik);
                let known = nik.and_then(|nik| self.programme.regions.check_nik(&nik).map(|_| nik));
                known.map(Wanted::Nik).map_err(|r| FieldError::new("nik", r))
            }
            FieldId::BirthDate => {
                let today = self.now().date_at(self.programme.zone_hours);
                let (day, month, year) = &input.birth;
                let born = BirthDate::parse(day, month, year, today);
                born.map(Wanted::Born).map_err(|r| FieldError::new("birth-date", r))
            }
            _ => return Err(ActionError::State("correct-at-once")),
        };
        let said = match input.said.trim() {
            "" => Ok(None),
            text => Statement::parse(text, SAID_CHARS_MAX).map(Some).map_err(|r| FieldError::new("said", r)),
        };
        let files = match check_files(files) {
            Ok(files) => Some(files),
            Err(ActionError::Input(wrong)) => {
                errors.extend(wrong);
                None
            }
            Err(other) => return Err(other),
        };
        match (wanted, said, files) {
            (Ok(wanted), Ok(said), Some(files)) => Ok((wanted, said, files)),
            (wanted, said, _) => {
                let mut all: Vec<FieldError> = [wanted.err(), said.err()].into_iter().flatten().collect();
                all.extend(errors);
                Err(ActionError::Input(all))
            }
        }
    }

    /// The person's corrections, newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_corrections(&self, session: &Session) -> Done<Vec<Correction>> {
        session.as_person()?;
        let person = session.person;
        let found = self.store.read(move |db| {
            let rows = cases::of_person(db, &person)?;
            let rows = rows.into_iter().filter(|row| row.kind == CaseKind::Correction);
            rows.map(|row| {
                let files = attachments::of_case(db, &person, &row.case)?.len() as u32;
                Ok((row, files))
            })
            .collect::<Result<Vec<_>, StoreError>>()
        });
        let mut out = Vec::new();
        for (row, files) in found.await? {
            let Some(field) = row.fields.iter().next() else { continue };
            let told = self.notices_of(*row.case.as_bytes()).await?;
            out.push(correction(&row, field, files, told));
        }
        Ok(out)
    }
}

fn correction(row: &CaseRow, field: FieldId, files: u32, told: Vec<NoticeStatus>) -> Correction {
    Correction {
        case: row.case,
        number: row.receipt.clone(),
        field,
        state: row.state,
        opened_at: row.opened_at,
        due_at: row.clock.due_at(),
        waits_until: match row.clock.run {
            ClockRun::Standing { until, .. } if row.state == CaseState::Waiting => until,
            _ => None,
        },
        decided_at: row.decided_at,
        ground: row.ground,
        files,
        told,
    }
}

/// The value that is wanted, sealed alone; refused where it is what stands there.
fn seal_other<F: Field + PartialEq>(
    looked: &Looked<'_, EditOwn>,
    field: &'static str,
    value: &F,
) -> Done<Vec<u8>>
where
    EditOwn: MayRead<F> + MayWrite<F>,
{
    if looked.open::<F>()?.is_some_and(|old| old.expose() == value) {
        return Err(ActionError::Input(vec![FieldError::new(field, Refused::because("same-value"))]));
    }
    looked.seal_alone(value, Source::WebsiteInput)
}
