//! Somebody wants to sign in by code. The same steps and the same answer for every address.

use crate::contact::Contact;
use crate::correspond::Check;
use crate::error::{ActionError, Done};
use crate::letters::Language;
use crate::office::Office;
use crate::person::ticket::{Pending, TicketToken};

impl Office {
    /// Begins a sign-in by code.
    ///
    /// # Errors
    /// [`ActionError::Input`] where it is no address at all; [`ActionError::Limit`].
    pub async fn begin_sign_in(
        &self,
        contact: &str,
        language: Language,
        network: &[u8],
    ) -> Done<TicketToken> {
        let contact = Contact::parse("address", contact).map_err(|e| ActionError::Input(vec![e]))?;
        let pending = Pending { contact: contact.point(), language: language.code(), registration: None };
        self.begin_ticket(&contact, &pending, Check::SignIn, network).await
    }
}
