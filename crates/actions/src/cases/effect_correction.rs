//! A correction is decided (article 30). Granted, the wanted value takes the place of the old one, which is
//! kept sealed for a while; the civil registry is asked about it; whoever had received the wrong one is told.
//! That the value is no longer disputed is done by `safety::lift` already, and the rules are asked again.

use amanah_domain::cases::NoticeKind;
use amanah_domain::purposes::ApplyCorrection;
use amanah_domain::states::IdentityState;
use amanah_domain::values::{BirthDate, Nik, PersonName};
use amanah_domain::{AgeGroup, Field, FieldId, MayRead, MayWrite, Operation, PersonId, Source, Timestamp};
use amanah_store::cases::{self, CaseRow};
use amanah_store::tags::{self, TagRow};
use amanah_store::{Connection, accounts};
use amanah_vault::IndexId;

use crate::access::{Changes, Looked, Want, Who};
use crate::error::{ActionError, Done};
use crate::jobs::task::QueuedJob;
use crate::office::Office;
use crate::removal::notices::Notices;
use crate::staff::open_case::case_note;

/// What is to be written.
#[derive(Clone)]
pub(crate) struct CorrectionEffect {
    applied: Option<Applied>,
    /// The registry is asked about what stands there now.
    verify: QueuedJob,
}

/// A value that takes the place of another.
#[derive(Clone)]
struct Applied {
    changes: Changes,
    nik: Option<[u8; 32]>,
    age: Option<AgeGroup>,
    notices: Notices,
}

/// Opens and prepares; before the transaction.
///
/// # Errors
/// [`ActionError::State`] `correction-gone` where the wanted value was erased meanwhile.
pub(crate) async fn prepare(office: &Office, row: &CaseRow, granted: bool) -> Done<CorrectionEffect> {
    let applied = if granted { Some(apply(office, row).await?) } else { None };
    Ok(CorrectionEffect { applied, verify: office.verify_later(row.person) })
}

async fn apply(office: &Office, row: &CaseRow) -> Done<Applied> {
    let gone = ActionError::State("correction-gone");
    let (Some(wanted), Some(field)) = (&row.wanted, row.fields.iter().next()) else { return Err(gone) };
    let note = case_note(row.case);
    let want = Want { note: &note, ..Want::of(Operation::Revise, row.fields) };
    let mut looked = office.look::<ApplyCorrection>(Who::system(), row.person, want).await?;
    let (mut nik, mut age) = (None, None);
    match field {
        FieldId::Name => replace::<PersonName>(&mut looked, wanted, |_| {})?,
        FieldId::Nik => replace::<Nik>(&mut looked, wanted, |number| {
            nik = Some(office.vault.tag(IndexId::Nik, number.index_form().as_bytes()).0);
        })?,
        FieldId::BirthDate => replace::<BirthDate>(&mut looked, wanted, |born| {
            let today = office.now().date_at(office.programme.zone_hours);
            age = Some(if born.age_on(today) < 18 { AgeGroup::Child } else { AgeGroup::Adult });
        })?,
        _ => return Err(gone),
    }
    let changes = looked.changes();
    drop(looked);
    let id = *row.case.as_bytes();
    let notices = office.notices_for(row.person, NoticeKind::Correction, row.fields, None, id).await?;
    Ok(Applied { changes, nik, age, notices })
}

fn replace<F: Field + Clone>(
    looked: &mut Looked<'_, ApplyCorrection>,
    wanted: &[u8],
    see: impl FnOnce(&F),
) -> Done<()>
where
    ApplyCorrection: MayRead<F> + MayWrite<F>,
{
    let value = match looked.open_alone::<F>(wanted)? {
        Some(opened) => opened.expose().clone(),
        None => return Err(ActionError::State("correction-gone")),
    };
    see(&value);
    looked.put(&value, Source::WebsiteInput)
}

impl CorrectionEffect {
    /// Writes it, in the transaction of the decision.
    ///
    /// # Errors
    /// [`ActionError::State`] `correction-nik-taken` where somebody else holds the number.
    pub(crate) fn write(&self, db: &mut dyn Connection, row: &CaseRow, now: Timestamp) -> Done<()> {
        let person = &row.person;
        // Where it is refused, whatever waited for it goes on with the end of the case (`effects::CaseEnd`).
        let Some(applied) = &self.applied else { return Ok(()) };
        applied.write(db, person, now)?;
        accounts::set_identity(db, person, IdentityState::Claimed, now)?;
        // It has taken its place. A refused one is needed still: the person may appeal.
        cases::clear_wanted(db, person, &row.case)?;
        Ok(self.verify.write(db, now)?)
    }
}

impl Applied {
    fn write(&self, db: &mut dyn Connection, person: &PersonId, now: Timestamp) -> Done<()> {
        self.changes.write(db)?;
        if let Some(tag) = &self.nik {
            claim(db, person, tag, now)?;
        }
        if let Some(age) = self.age {
            accounts::set_age(db, person, age, now)?;
        }
        Ok(self.notices.write(db, now)?)
    }
}

/// The old number is free for its owner, and the new one is this person's.
fn claim(db: &mut dyn Connection, person: &PersonId, tag: &[u8; 32], now: Timestamp) -> Done<()> {
    let index = IndexId::Nik.code();
    for old in tags::of_person(db, person)? {
        if old.index_id == index && old.tag != *tag {
            tags::release(db, index, &old.tag, person)?;
            tags::remove(db, index, &old.tag, person)?;
        }
    }
    let new = TagRow { index_id: index, tag: tag.to_vec(), person: *person, state: 0, created_at: now };
    tags::put(db, &mut [new])?;
    if tags::claim(db, index, tag, person, now)? != *person {
        return Err(ActionError::State("correction-nik-taken"));
    }
    Ok(())
}
