//! `/me/security`: ways to be reached, passkeys, password, sessions.

use amanah_domain::Timestamp;
use amanah_domain::states::Channel;

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::shown::Shown;

/// A place where the person is signed in. Ended by `/me/security/sessions/<id>/end`.
#[derive(Debug)]
pub struct SessionItem<'p> {
    /// Its id in addresses.
    pub id: String,
    /// Browser and system.
    pub device: Shown<'p>,
    /// Since when.
    pub since: Timestamp,
    /// Used last.
    pub last: Timestamp,
    /// Whether it is this one.
    pub here: bool,
}

/// A passkey. Removed by `/me/security/passkeys/<id>/remove`.
#[derive(Debug)]
pub struct PasskeyItem<'p> {
    /// Its id in addresses.
    pub id: String,
    /// What it is called.
    pub name: Shown<'p>,
    /// When it was added.
    pub added: Timestamp,
    /// When it was used last.
    pub used: Option<Timestamp>,
}

/// A contact change that waits. Cancelled by `/me/security/<channel>/cancel`.
#[derive(Debug)]
pub struct PendingChange<'p> {
    /// Which contact.
    pub channel: Channel,
    /// The new one.
    pub to: Shown<'p>,
    /// When it takes effect.
    pub at: Timestamp,
}

/// Sign-in and security.
#[derive(askama::Template)]
#[template(path = "person/security.html")]
pub struct Security<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// E-mail address, where there is one.
    pub email: Option<Shown<'p>>,
    /// Mobile number, where there is one.
    pub phone: Option<Shown<'p>>,
    /// Changes that wait.
    pub pending: Vec<PendingChange<'p>>,
    /// Passkeys. Added by the form `/me/security/passkeys/start`, `…/finish`.
    pub passkeys: Vec<PasskeyItem<'p>>,
    /// When a password was saved, where one was.
    pub password_since: Option<Timestamp>,
    /// Sessions, this one first. All others are ended by `/me/security/sessions/end-others`.
    pub sessions: Vec<SessionItem<'p>>,
}

impl Security<'_> {
    fn cancel(&self, pending: &PendingChange<'_>) -> &'static str {
        match pending.channel {
            Channel::Email => "/me/security/email/cancel",
            Channel::Text | Channel::WhatsApp => "/me/security/phone/cancel",
        }
    }

    fn used(&self, passkey: &PasskeyItem<'_>) -> String {
        let added = self.frame.date(&passkey.added);
        match passkey.used {
            Some(used) => {
                self.frame.t2("security-passkey-used", "added", added, "used", self.frame.date(&used))
            }
            None => self.frame.t1("security-passkey-added", "added", added),
        }
    }

    fn since(&self, session: &SessionItem<'_>) -> String {
        let (since, last) = (self.frame.moment_short(&session.since), self.frame.moment_short(&session.last));
        self.frame.t2("security-session-since", "since", since, "last", last)
    }
}

page!(Security: |page| page.frame.t("security-title"));

#[cfg(test)]
impl crate::sample::Sampled for Security<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::sample::shown;
        let now = frame.now;
        let session = |id: &str, device, here| SessionItem {
            id: id.to_owned(),
            device: shown(device),
            since: now.plus_hours(-30),
            last: now.plus_hours(-1),
            here,
        };
        let bare = Self {
            frame: frame.clone(),
            email: None,
            phone: Some(shown("+62 812-3456-7890")),
            pending: Vec::new(),
            passkeys: Vec::new(),
            password_since: None,
            sessions: vec![session("1", "Chrome di Android", true)],
        };
        let passkey = PasskeyItem { id: "7".to_owned(), name: shown("Android"), added: now, used: Some(now) };
        let pending =
            PendingChange { channel: Channel::Email, to: shown("baru@contoh.id"), at: now.plus_hours(72) };
        let full = Self {
            email: Some(shown("sari.dewi.lestari.yang.panjang@contoh-perusahaan.co.id")),
            phone: Some(shown("+62 812-3456-7890")),
            pending: vec![pending],
            passkeys: vec![passkey],
            password_since: Some(now),
            sessions: vec![
                session("1", "Chrome di Android", true),
                session("2", "Firefox di Windows", false),
            ],
            frame,
        };
        vec![("bare", bare), ("full", full)]
    }
}
