//! Where the person lives: province, regency, district, street.

use amanah_domain::values::{Address, AddressInput};
use amanah_domain::{Category, FieldId, FieldSet, Refused, Source};
use amanah_store::accounts;

use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;

/// The field of the form that a refusal of an address belongs to.
fn field_of(refused: Refused) -> &'static str {
    match refused.key {
        "address-rt" => "rt",
        "address-rw" => "rw",
        "address-postcode" => "postcode",
        "address-district" => "district",
        key if key.starts_with("address-village") => "village",
        _ => "street",
    }
}

impl Office {
    /// Stores the home address.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `district`, `street`, `rt`, `rw`, `village` or `postcode`.
    pub async fn save_address(&self, session: &Session, input: &AddressInput<'_>) -> Done<()> {
        let address = Address::parse(input)
            .and_then(|a| match self.programme.regions.exists(a.district_code()) {
                true => Ok(a),
                false => Err(Refused::because("address-district")),
            })
            .map_err(|r| {
                // Chosen from a list, so it is missing or forged: said together with what else is wrong.
                let district = Refused::because("address-district");
                let missing = !self.programme.regions.exists(input.district) && r.key != district.key;
                let missing = missing.then(|| FieldError::new("district", district));
                ActionError::Input(missing.into_iter().chain([FieldError::new(field_of(r), r)]).collect())
            })?;
        let fields = FieldSet::of(&[FieldId::Address]);
        let mut looked = self.profile_step(session, Category::Address, fields).await?;
        looked.put(&address, Source::WebsiteInput)?;
        let province = address.province_code().parse::<i64>().unwrap_or(0);
        let (changes, person, now) = (looked.changes(), session.person, self.now());
        let assess = self.assess_later(person);
        self.store
            .write(move |db| {
                changes.write(db)?;
                accounts::set_province(db, &person, province)?;
                assess.write(db, now).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)
    }

    /// Takes the address out again: it is optional.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn clear_address(&self, session: &Session) -> Done<()> {
        let mut looked = self.profile_clear(session, FieldSet::of(&[FieldId::Address])).await?;
        looked.clear::<Address>();
        let (changes, person, now) = (looked.changes(), session.person, self.now());
        let assess = self.assess_later(person);
        self.store
            .write(move |db| {
                changes.write(db)?;
                accounts::set_province(db, &person, 0)?;
                assess.write(db, now).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)
    }
}
