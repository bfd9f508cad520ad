//! An address typed by a person: e-mail or mobile number in one field.

use amanah_domain::Refused;
use amanah_domain::values::{Email, Phone};
use amanah_vault::{IndexId, Tag};

use crate::correspond::ContactPoint;
use crate::error::FieldError;
use crate::office::Office;

/// A checked address.
#[derive(Clone)]
pub(crate) enum Contact {
    Email(Email),
    Phone(Phone),
}

impl Contact {
    /// Whatever looks like a number is a phone; all else must be an e-mail address.
    pub(crate) fn parse(field: &'static str, input: &str) -> Result<Self, FieldError> {
        let typed = input.trim();
        if typed.is_empty() {
            let empty = match field {
                "email" => "email-empty",
                "phone" => "phone-empty",
                _ => "contact-form",
            };
            return Err(FieldError::new(field, Refused::because(empty)));
        }
        let number = typed.chars().all(|c| c.is_ascii_digit() || "+-.() ".contains(c));
        let parsed =
            if number { Phone::parse(typed).map(Self::Phone) } else { Email::parse(typed).map(Self::Email) };
        parsed.map_err(|refused| FieldError::new(field, refused))
    }

    pub(crate) fn from_point(point: &ContactPoint) -> Option<Self> {
        match point.channel.as_str() {
            "text" => Phone::parse(&point.address).ok().map(Self::Phone),
            _ => Email::parse(&point.address).ok().map(Self::Email),
        }
    }

    pub(crate) fn point(&self) -> ContactPoint {
        match self {
            Self::Email(email) => {
                ContactPoint { channel: "email".to_owned(), address: email.as_str().to_owned() }
            }
            Self::Phone(phone) => {
                ContactPoint { channel: "text".to_owned(), address: phone.as_str().to_owned() }
            }
        }
    }

    pub(crate) fn index(&self) -> IndexId {
        match self {
            Self::Email(_) => IndexId::Email,
            Self::Phone(_) => IndexId::Phone,
        }
    }

    pub(crate) fn tag(&self, office: &Office) -> Tag {
        let form = match self {
            Self::Email(email) => email.index_form(),
            Self::Phone(phone) => phone.index_form(),
        };
        office.vault.tag(self.index(), form.as_bytes())
    }
}
