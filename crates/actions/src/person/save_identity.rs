//! NIK, family card, birth date and gender. One NIK, one account: whoever claims it second gets a case
//! and learns nothing about the first. A NIK is only claimed until the civil registry has answered.

use amanah_domain::cases::CaseKind;
use amanah_domain::states::IdentityState;
use amanah_domain::values::{BirthDate, Gender, Kk, Nik};
use amanah_domain::{AgeGroup, Category, FieldId, FieldSet, PersonId, Refused, Source, Timestamp};
use amanah_store::cases::CaseRow;
use amanah_store::tags::{self, TagRow};
use amanah_store::{Connection, accounts};
use amanah_vault::IndexId;

use crate::access::Changes;
use crate::error::{ActionError, Done, FieldError};
use crate::jobs::task::QueuedJob;
use crate::office::Office;
use crate::person::correct::{evidence_needed, needs_evidence};
use crate::session::Session;

/// Subject of a case about a NIK that two people claim.
pub const NIK_SUBJECT: &str = "nik";

/// People of a household who are assessed anew when somebody leaves it, at most.
const HOUSEHOLD_MAX: u32 = 64;

/// What was typed.
pub struct IdentityInput {
    /// National identity number.
    pub nik: String,
    /// Family card number.
    pub kk: String,
    /// Day of birth.
    pub birth_day: String,
    /// Month of birth, as a number.
    pub birth_month: String,
    /// Year of birth, four digits.
    pub birth_year: String,
    /// A name of [`Gender`]; empty where it is not asked or not said.
    pub gender: String,
    /// The person was asked about a birth date that differs from the NIK, and says that it is right.
    pub confirmed_birth_date: bool,
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IdentitySaved {
    /// Stored; the registry is asked.
    Claimed,
    /// Stored, and verified before: number and birth date are the same.
    StillVerified,
    /// Stored; a human will check. That is all the person learns.
    Contested,
    /// Nothing is stored yet: the NIK names another birth date than the person. Ask them (see
    /// [`Office::birth_date_in_nik`]), then come again with `confirmed_birth_date`.
    AskBirthDate,
}

struct Identity {
    nik: Nik,
    kk: Kk,
    born: BirthDate,
    gender: Option<Gender>,
}

/// Everything the transaction writes, prepared before it.
#[derive(Clone)]
struct Claim {
    person: PersonId,
    nik: [u8; 32],
    kk: [u8; 32],
    age: AgeGroup,
    keeps_state: bool,
    changes: Changes,
    verify: QueuedJob,
    assess: QueuedJob,
    case: CaseRow,
    now: Timestamp,
}

impl Office {
    /// The birth that a NIK names, as day, month and year within its century; `None` for no NIK. For the
    /// question that [`IdentitySaved::AskBirthDate`] asks for.
    pub fn birth_date_in_nik(&self, nik: &str) -> Option<(u8, u8, u8)> {
        Nik::parse(nik).ok().map(|nik| nik.birth()).map(|b| (b.day, b.month, b.two_digit_year))
    }

    /// Stores number, family card, birth date and gender.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `nik`, `kk`, `birth-date`, `gender`, `needs-evidence` among it once the
    /// registry has confirmed number and birth date; [`ActionError::Conflict`] where the
    /// same profile is saved elsewhere at this moment.
    pub async fn save_identity(&self, session: &Session, input: &IdentityInput) -> Done<IdentitySaved> {
        let Identity { nik, kk, born, gender } = self.parse_identity(input)?;
        if !nik.agrees_with(&born) && !input.confirmed_birth_date {
            return Ok(IdentitySaved::AskBirthDate);
        }
        let fields = FieldSet::of(&[FieldId::Nik, FieldId::Kk, FieldId::BirthDate, FieldId::Gender]);
        let mut looked = self.profile_step(session, Category::Numbers, fields).await?;
        let same_nik = looked.open::<Nik>()?.is_some_and(|old| *old.expose() == nik);
        let same_birth = looked.open::<BirthDate>()?.is_some_and(|old| *old.expose() == born);
        let changed = [(FieldId::Nik, "nik", same_nik), (FieldId::BirthDate, "birth-date", same_birth)];
        let shown = changed
            .iter()
            .filter(|(field, _, same)| !same && needs_evidence(*field, looked.account.identity));
        let shown: Vec<FieldError> = shown.map(|(_, name, _)| evidence_needed(name)).collect();
        if !shown.is_empty() {
            return Err(ActionError::Input(shown));
        }
        looked.put(&nik, Source::WebsiteInput)?;
        looked.put(&kk, Source::WebsiteInput)?;
        looked.put(&born, Source::WebsiteInput)?;
        if let Some(gender) = gender {
            looked.put(&gender, Source::WebsiteInput)?;
        }
        let person = session.person;
        let keeps_state = same_nik && same_birth && looked.account.identity == IdentityState::Verified;
        let today = self.now().date_at(self.programme.zone_hours);
        let claim = Claim {
            person,
            nik: self.vault.tag(IndexId::Nik, nik.index_form().as_bytes()).0,
            kk: self.vault.tag(IndexId::Kk, kk.index_form().as_bytes()).0,
            age: if born.age_on(today) < 18 { AgeGroup::Child } else { AgeGroup::Adult },
            keeps_state,
            changes: looked.changes(),
            verify: self.verify_later(person),
            assess: self.assess_later(person),
            case: self.new_case(person, CaseKind::Identity, NIK_SUBJECT, Vec::new()),
            now: self.now(),
        };
        let household = self.chance.bytes16();
        let saved = self.store.write(move |db| claim.write(db, &household)).await;
        // Age decides what may be consented to, so permits made before it end.
        self.vault.facts_changed(person);
        saved.map_err(ActionError::of_write)
    }

    fn parse_identity(&self, input: &IdentityInput) -> Done<Identity> {
        let today = self.now().date_at(self.programme.zone_hours);
        let regions = &self.programme.regions;
        let nik = Nik::parse(&input.nik)
            .and_then(|nik| regions.check_nik(&nik).map(|_| nik))
            .map_err(|r| FieldError::new("nik", r));
        let kk = Kk::parse(&input.kk)
            .and_then(|kk| regions.check_kk(&kk).map(|_| kk))
            .map_err(|r| FieldError::new("kk", r));
        let born = BirthDate::parse(&input.birth_day, &input.birth_month, &input.birth_year, today)
            .map_err(|r| FieldError::new("birth-date", r));
        let gender = match input.gender.trim() {
            "" => Ok(None),
            text => Gender::parse(text).map(Some).map_err(|r| FieldError::new("gender", r)),
        };
        let errors = [nik.as_ref().err(), kk.as_ref().err(), born.as_ref().err(), gender.as_ref().err()];
        let mut errors: Vec<FieldError> = errors.into_iter().flatten().copied().collect();
        if let (Ok(nik), Ok(kk)) = (&nik, &kk)
            && nik.as_str() == kk.as_str()
        {
            // The two stand close together on the card, and are taken for each other.
            errors.push(FieldError::new("kk", Refused::because("kk-same-as-nik")));
        }
        match (nik, kk, born, gender) {
            (Ok(nik), Ok(kk), Ok(born), Ok(gender)) if errors.is_empty() => {
                Ok(Identity { nik, kk, born, gender })
            }
            _ => Err(ActionError::Input(errors)),
        }
    }
}

impl Claim {
    fn write(&self, db: &mut dyn Connection, household: &[u8; 16]) -> Done<IdentitySaved> {
        let (person, now) = (&self.person, self.now);
        self.changes.write(db)?;
        self.leave_old(db, household)?;
        let mut new = [self.tag(IndexId::Nik, &self.nik), self.tag(IndexId::Kk, &self.kk)];
        tags::put(db, &mut new)?;
        let holder = tags::claim(db, IndexId::Nik.code(), &self.nik, person, now)?;
        accounts::set_age(db, person, self.age, now)?;
        self.assess.write(db, now)?;
        if holder != *person {
            accounts::set_identity(db, person, IdentityState::Contested, now)?;
            crate::cases::new::ask(db, &self.case)?;
            return Ok(IdentitySaved::Contested);
        }
        if self.keeps_state {
            return Ok(IdentitySaved::StillVerified);
        }
        accounts::set_identity(db, person, IdentityState::Claimed, now)?;
        self.verify.write(db, now)?;
        Ok(IdentitySaved::Claimed)
    }

    fn tag(&self, index: IndexId, tag: &[u8; 32]) -> TagRow {
        let (index_id, tag) = (index.code(), tag.to_vec());
        TagRow { index_id, tag, person: self.person, state: 0, created_at: self.now }
    }

    /// Gives numbers back that the person no longer states: others may claim them, and who comes later in
    /// the household moves up.
    fn leave_old(&self, db: &mut dyn Connection, household: &[u8; 16]) -> Done<()> {
        for old in tags::of_person(db, &self.person)? {
            let nik = old.index_id == IndexId::Nik.code() && old.tag != self.nik;
            let kk = old.index_id == IndexId::Kk.code() && old.tag != self.kk;
            if nik {
                tags::release(db, old.index_id, &old.tag, &self.person)?;
            }
            if nik || kk {
                tags::remove(db, old.index_id, &old.tag, &self.person)?;
            }
            if kk {
                for other in tags::find(db, old.index_id, &old.tag, HOUSEHOLD_MAX)? {
                    self.assess.of_another(other.person, household).write(db, self.now)?;
                }
            }
        }
        Ok(())
    }
}
