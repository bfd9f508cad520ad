//! Which ways in are open.

use std::sync::OnceLock;

use super::mail::place::MailIn;
use super::whatsapp::account::WhatsApp;

/// Which of them are open. Set once, by whoever sets the house up.
#[derive(Default)]
pub struct Channels {
    whatsapp: OnceLock<WhatsApp>,
    mail: OnceLock<MailIn>,
}

impl Channels {
    /// Opens WhatsApp; the first time counts.
    pub fn open_whatsapp(&self, whatsapp: WhatsApp) {
        // A second setting is a mistake of the caller's that harms nobody.
        drop(self.whatsapp.set(whatsapp));
    }

    /// Opens the way in for mail; the first time counts.
    pub fn open_mail(&self, mail: MailIn) {
        drop(self.mail.set(mail));
    }

    pub(crate) fn whatsapp(&self) -> Option<&WhatsApp> {
        self.whatsapp.get()
    }

    pub(crate) fn mail(&self) -> Option<&MailIn> {
        self.mail.get()
    }
}
