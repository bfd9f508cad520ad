//! People taken over from a prepared list: the demo's synthetic population, rehearsals, the bench. The
//! same purposes, records, keys and rows as by hand, many at a time; the outside is not asked, so the
//! list says what the civil registry would.

use amanah_domain::purposes::{Admit, RunDraw};
use amanah_domain::states::IdentityState;
use amanah_domain::values::{
    Address, BirthDate, Education, Email, Gender, Kk, Nik, Occupation, PayoutAccount, PersonName, Phone,
};
use amanah_domain::{AgeGroup, FieldId, FieldSet, Operation, PersonId, Purpose, Source};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::batches;
use amanah_store::tags::{self, TagRow};
use amanah_vault::IndexId;

use crate::access::Want;
use crate::contact::Contact;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::person::view_batches::hindrances;

/// People of one call, at most.
pub const ADMITTED_AT_ONCE_MAX: usize = 512;

/// One person of the list.
pub struct Admission {
    /// Full name.
    pub name: PersonName,
    /// Way to be reached.
    pub email: Email,
    /// Mobile number.
    pub phone: Phone,
    /// What the profile holds; without it only the account is made.
    pub profile: Option<Profile>,
    /// What the civil registry said.
    pub identity: IdentityState,
}

/// A filled-in profile.
pub struct Profile {
    /// National identity number.
    pub nik: Nik,
    /// Family card.
    pub kk: Kk,
    /// Birth date.
    pub birth_date: BirthDate,
    /// Gender.
    pub gender: Gender,
    /// Home.
    pub address: Address,
    /// Work.
    pub occupation: Occupation,
    /// Education.
    pub education: Education,
    /// Account for incentives.
    pub account: Option<PayoutAccount>,
}

impl Office {
    /// Admits people. Their eligibility is assessed afterwards, by the rules, like everybody's.
    ///
    /// # Errors
    /// [`ActionError::Conflict`] where an address or NIK is taken: nobody of this call is admitted then.
    pub async fn admit(&self, list: &[Admission]) -> Done<Vec<PersonId>> {
        if list.len() > ADMITTED_AT_ONCE_MAX {
            return Err(ActionError::Internal("too many people in one admission"));
        }
        let contact_only = FieldSet::of(&[FieldId::Name, FieldId::Email, FieldId::Phone]);
        let with_profile: Vec<bool> = list.iter().map(|one| one.profile.is_some()).collect();
        let want = |at: usize| {
            let full = with_profile.get(at).copied().unwrap_or_default();
            let fields = if full { Admit::writes() } else { contact_only };
            Want { note: "admitted from a list", ..Want::of(Operation::Store, fields) }
        };
        let people = self.new_people::<Admit>(AccountKind::Participant, list.len(), want).await?;
        let now = self.now();
        let mut rows = Vec::with_capacity(list.len());
        for ((new, mut looked), one) in people.into_iter().zip(list) {
            let source = Source::Registration;
            looked.put(&one.name, source)?;
            looked.put(&one.email, source)?;
            looked.put(&one.phone, source)?;
            let mut claims = vec![
                self.claim_of(&Contact::Email(one.email.clone())),
                self.claim_of(&Contact::Phone(one.phone.clone())),
            ];
            let mut shared = Vec::new();
            let mut facts = None;
            if let Some(profile) = &one.profile {
                looked.put(&profile.nik, source)?;
                looked.put(&profile.kk, source)?;
                looked.put(&profile.birth_date, source)?;
                looked.put(&profile.gender, source)?;
                looked.put(&profile.address, source)?;
                looked.put(&profile.occupation, source)?;
                looked.put(&profile.education, source)?;
                if let Some(account) = &profile.account {
                    looked.put(account, source)?;
                }
                let nik = self.vault.tag(IndexId::Nik, profile.nik.index_form().as_bytes());
                claims.push((IndexId::Nik.code(), nik.0));
                let kk = self.vault.tag(IndexId::Kk, profile.kk.index_form().as_bytes());
                shared.push(TagRow {
                    index_id: IndexId::Kk.code(),
                    tag: kk.0.to_vec(),
                    person: new.person,
                    state: 0,
                    created_at: now,
                });
                let today = now.date_at(self.programme.zone_hours);
                let age =
                    if profile.birth_date.age_on(today) < 18 { AgeGroup::Child } else { AgeGroup::Adult };
                facts = Some((age, profile.address.province_code().parse::<i64>().unwrap_or_default()));
            }
            claims.sort_unstable();
            rows.push((new, looked.changes(), claims, shared, facts, one.identity));
        }
        let people = rows.iter().map(|(new, ..)| new.person).collect();
        self.store
            .write(move |db| {
                for (new, changes, claims, shared, facts, identity) in &mut rows {
                    new.write(db, 0, now)?;
                    changes.write(db)?;
                    for (index, tag) in claims.iter() {
                        if tags::claim(db, *index, tag, &new.person, now)? != new.person {
                            return Err(ActionError::Conflict);
                        }
                    }
                    tags::put(db, shared)?;
                    if let Some((age, province)) = facts {
                        accounts::set_age(db, &new.person, *age, now)?;
                        accounts::set_province(db, &new.person, *province)?;
                        accounts::set_identity(db, &new.person, *identity, now)?;
                    }
                }
                Ok(())
            })
            .await?;
        Ok(people)
    }

    fn claim_of(&self, contact: &Contact) -> (i64, [u8; 32]) {
        (contact.index().code(), contact.tag(self).0)
    }
}

impl Office {
    /// Lets admitted people join an open batch, under the same conditions as everybody. How many did.
    ///
    /// # Errors
    /// Those of a look; people who may not join are left out.
    pub async fn admit_to_batch(&self, people: &[PersonId], number: i64) -> Done<u64> {
        let row = self.batch_of_number(number).await?;
        let note = format!("batch {number} join");
        let want = Want { note: &note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        let looked = self.look_many::<RunDraw>(people, want).await?;
        let allowed: Vec<PersonId> =
            looked.into_iter().filter_map(|(person, one)| one.is_ok().then_some(person)).collect();
        let (batch, now) = (row.batch, self.now());
        self.store
            .write(move |db| {
                let mut joined = 0;
                for person in &allowed {
                    if hindrances(db, person, &batch)?.is_empty() && batches::join(db, person, &batch, now)? {
                        joined += 1;
                    }
                }
                Ok(joined)
            })
            .await
    }
}
