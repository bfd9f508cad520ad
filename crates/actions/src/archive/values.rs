//! Values as they stand in a file for machines: the value itself, and its parts where it has some.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::values::{
    Address, BirthDate, Education, Email, Gender, Kk, Nik, Occupation, PayoutAccount, PendingContact,
    PersonName, Phone, Statement,
};
use amanah_domain::{Field, FieldId, MayRead, PersonId, PersonalValue, Source, Timestamp};
use amanah_vault::SealedRow;
use serde_json::{Value, json};

use crate::access::Looked;
use crate::error::Done;

/// The values of a person, in the order of the file.
pub(crate) const VALUES: &[FieldId] = &[
    FieldId::Name,
    FieldId::Gender,
    FieldId::BirthDate,
    FieldId::Email,
    FieldId::Phone,
    FieldId::PendingContact,
    FieldId::Address,
    FieldId::Nik,
    FieldId::Kk,
    FieldId::Occupation,
    FieldId::Education,
    FieldId::PayoutAccount,
];

/// A value as a file has it.
pub(crate) trait InFile: PersonalValue {
    /// As one text.
    fn text(&self) -> String {
        self.show().to_string()
    }

    /// In its parts, where it has some.
    fn parts(&self) -> Value {
        Value::Null
    }
}

macro_rules! whole {
    ($($value:ty),*) => {$(impl InFile for $value {})*};
}
whole!(PersonName, Gender, Occupation, PendingContact, Statement);

macro_rules! as_kept {
    ($($value:ty),*) => {$(impl InFile for $value {
        fn text(&self) -> String {
            self.as_str().to_owned()
        }
    })*};
}
as_kept!(Email, Phone, Nik, Kk);

impl InFile for BirthDate {
    fn text(&self) -> String {
        self.date().to_string()
    }
}

impl InFile for Address {
    fn parts(&self) -> Value {
        json!({
            "street": self.street(),
            "rt": self.rt(),
            "rw": self.rw(),
            "village": self.village(),
            "district": self.district_code(),
            "regency": self.regency_code(),
            "province": self.province_code(),
            "postcode": self.postcode(),
        })
    }
}

impl InFile for Education {
    fn parts(&self) -> Value {
        json!({ "level": self.level.name(), "in_formal_education": self.in_formal_education })
    }
}

impl InFile for PayoutAccount {
    fn text(&self) -> String {
        format!("{} {}", self.provider_name(), self.number())
    }

    fn parts(&self) -> Value {
        json!({ "provider": self.provider(), "provider_name": self.provider_name(), "number": self.number() })
    }
}

/// A value in text and parts.
pub(crate) struct Taken {
    pub(crate) text: String,
    pub(crate) parts: Value,
}

fn taken<F: Field + InFile>(value: &F) -> Taken {
    Taken { text: value.text(), parts: value.parts() }
}

fn of_rows<F: Field + InFile>(looked: &Looked<'_, ViewOwn>) -> Done<Option<Taken>>
where
    ViewOwn: MayRead<F>,
{
    Ok(looked.open::<F>()?.map(|opened| taken(opened.expose())))
}

fn of_body<F: Field + InFile>(looked: &Looked<'_, ViewOwn>, body: &[u8]) -> Done<Option<Taken>>
where
    ViewOwn: MayRead<F>,
{
    Ok(looked.open_alone::<F>(body)?.map(|opened| taken(opened.expose())))
}

macro_rules! by_field {
    ($field:expr, $read:ident, $($argument:expr),*) => {
        match $field {
            FieldId::Name => $read::<PersonName>($($argument),*),
            FieldId::Gender => $read::<Gender>($($argument),*),
            FieldId::BirthDate => $read::<BirthDate>($($argument),*),
            FieldId::Email => $read::<Email>($($argument),*),
            FieldId::Phone => $read::<Phone>($($argument),*),
            FieldId::PendingContact => $read::<PendingContact>($($argument),*),
            FieldId::Address => $read::<Address>($($argument),*),
            FieldId::Nik => $read::<Nik>($($argument),*),
            FieldId::Kk => $read::<Kk>($($argument),*),
            FieldId::Occupation => $read::<Occupation>($($argument),*),
            FieldId::Education => $read::<Education>($($argument),*),
            FieldId::PayoutAccount => $read::<PayoutAccount>($($argument),*),
            FieldId::Statement => $read::<Statement>($($argument),*),
            _ => Ok(None),
        }
    };
}

/// A value of the person's rows.
pub(crate) fn value(looked: &Looked<'_, ViewOwn>, field: FieldId) -> Done<Option<Taken>> {
    by_field!(field, of_rows, looked)
}

/// A value that lies alone.
pub(crate) fn value_alone(looked: &Looked<'_, ViewOwn>, field: FieldId, body: &[u8]) -> Done<Option<Taken>> {
    by_field!(field, of_body, looked, body)
}

/// Source and time of a value that lies alone.
pub(crate) fn origin_alone(
    person: PersonId,
    field: FieldId,
    body: &[u8],
) -> Done<Option<(Source, Timestamp)>> {
    Ok(SealedRow::decode(person, field.category(), body)?.origin(field))
}

/// What was said, where something was.
pub(crate) fn said(looked: &Looked<'_, ViewOwn>, body: &[u8]) -> Done<Option<String>> {
    if body.is_empty() {
        return Ok(None);
    }
    Ok(of_body::<Statement>(looked, body)?.map(|taken| taken.text))
}
