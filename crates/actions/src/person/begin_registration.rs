//! Somebody registers: name, one way to be reached, what they agree to, and that it is true (2.6).
//! No password. Nothing becomes an account before the code came back.

use amanah_domain::values::PersonName;
use amanah_domain::{LawfulBasis, PurposeId, Refused};

use crate::contact::Contact;
use crate::correspond::Check;
use crate::error::{ActionError, Done, FieldError};
use crate::letters::Language;
use crate::office::Office;
use crate::person::ticket::{Pending, Registration, TicketToken};

/// What was typed.
pub struct RegistrationInput {
    /// Full name.
    pub name: String,
    /// E-mail address or mobile number.
    pub contact: String,
    /// Purposes whose box was ticked.
    pub consents: Vec<PurposeId>,
    /// Privacy policy and terms are accepted.
    pub accepted: bool,
    /// What was given is true and complete (clause 2.6).
    pub attested: bool,
    /// The page's language.
    pub language: Language,
}

impl Office {
    /// Purposes that rest on consent and are offered at registration, each by itself.
    pub fn consent_purposes(&self) -> Vec<PurposeId> {
        PurposeId::ALL
            .iter()
            .copied()
            .filter(|id| self.policy.purpose(*id).is_some_and(|p| p.basis == LawfulBasis::Consent))
            .collect()
    }

    /// Begins a registration; the answer is the same for a known and an unknown address.
    ///
    /// # Errors
    /// [`ActionError::Input`] with every field that cannot be used; [`ActionError::Limit`].
    pub async fn begin_registration(&self, input: RegistrationInput, network: &[u8]) -> Done<TicketToken> {
        let name = PersonName::parse(&input.name).map_err(|r| FieldError::new("name", r));
        let contact = Contact::parse("address", &input.contact);
        let mut errors: Vec<FieldError> =
            [name.as_ref().err(), contact.as_ref().err()].into_iter().flatten().copied().collect();
        if !input.accepted {
            errors.push(FieldError::new("accept", Refused::because("accept-terms")));
        }
        if !input.attested {
            errors.push(FieldError::new("attest", Refused::because("attest")));
        }
        let (Ok(_), Ok(contact), true) = (name, contact, errors.is_empty()) else {
            return Err(ActionError::Input(errors));
        };
        let offered = self.consent_purposes();
        let pending = Pending {
            contact: contact.point(),
            language: input.language.code(),
            registration: Some(Registration {
                name: input.name,
                consents: input.consents.iter().filter(|c| offered.contains(c)).map(|c| c.code()).collect(),
            }),
        };
        self.begin_ticket(&contact, &pending, Check::Registration, network).await
    }
}
