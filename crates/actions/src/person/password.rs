//! A password, for those who want one: added later, never asked for, hashed by Argon2id behind a
//! bounded queue. Staff sign in by code or passkey alone.

use std::sync::Arc;

use amanah_domain::purposes::SignIn;
use amanah_domain::values::PasswordHash;
use amanah_domain::{FieldId, FieldSet, Operation, Refused, Source};
use amanah_store::accounts::AccountKind;
use amanah_store::{sessions, tags};
use amanah_vault::{PasswordRefused, hash_password, password_matches};
use zeroize::Zeroizing;

use crate::access::{Want, Who};
use crate::contact::Contact;
use crate::error::{ActionError, Done, FieldError};
use crate::letters::LetterKind;
use crate::limits::PASSWORDS_PER_ADDRESS;
use crate::office::Office;
use crate::person::confirm_code::Confirmed;
use crate::session::{Session, device_value};

/// Characters of a password, at least (NIST SP 800-63B-4, single factor).
pub const PASSWORD_CHARS_MIN: u32 = 15;
/// Different characters of a password, at least: `aaaaaaaaaaaaaaa` is long and nothing else.
const DIFFERENT_CHARS_MIN: usize = 5;

/// The hash of a password that nobody has: compared where there is no account, so that it takes as long.
const NOBODYS: &str = "argon2id$19456$2$00000000000000000000000000000000$0000000000000000000000000000000000000000000000000000000000000000";

fn wrong() -> ActionError {
    ActionError::Input(vec![FieldError::new("password", Refused::because("sign-in-wrong"))])
}

impl Office {
    /// Adds or changes the password.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `password`; [`ActionError::State`] without a fresh sign-in.
    pub async fn set_password(&self, session: &Session, password: String) -> Done<()> {
        self.need_fresh(session)?;
        let person = session.in_person()?.id().ok_or(ActionError::SignInNeeded)?;
        let field = |refused| ActionError::Input(vec![FieldError::new("password", refused)]);
        let password = Zeroizing::new(password);
        let mut different: Vec<char> = password.chars().collect();
        different.sort_unstable();
        different.dedup();
        if password.chars().count() >= PASSWORD_CHARS_MIN as usize && different.len() < DIFFERENT_CHARS_MIN {
            return Err(field(Refused::because("password-known")));
        }
        let chance = Arc::clone(&self.chance);
        let hash =
            self.passwords.run(move || hash_password(&password, &*chance)).await?.map_err(|e| match e {
                PasswordRefused::TooShort => field(Refused::bound("password-short", PASSWORD_CHARS_MIN)),
                PasswordRefused::TooLong => field(Refused::bound("text-too-long", 128)),
                PasswordRefused::Failed => ActionError::Internal("a password could not be hashed"),
            })?;
        let hash =
            PasswordHash::new(hash).map_err(|_| ActionError::Internal("a password hash is too long"))?;
        let want = Want::of(Operation::Update, FieldSet::of(&[FieldId::PasswordHash]));
        let mut looked = self.look::<SignIn>(session.as_self(), person, want).await?;
        looked.put(&hash, Source::WebsiteInput)?;
        let (changes, now) = (looked.changes(), self.now());
        let notice = self.queue_letter_unless_ended(person, LetterKind::SignInChanged).await?;
        self.store
            .write(move |db| {
                changes.write(db)?;
                notice.as_ref().map_or(Ok(()), |notice| notice.write(db, now))
            })
            .await?;
        Ok(())
    }

    /// Removes the password; code and passkeys stay.
    ///
    /// # Errors
    /// [`ActionError::State`] without a fresh sign-in.
    pub async fn remove_password(&self, session: &Session) -> Done<()> {
        self.need_fresh(session)?;
        let want = Want::of(Operation::Delete, FieldSet::of(&[FieldId::PasswordHash]));
        let mut looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        looked.clear::<PasswordHash>();
        let changes = looked.changes();
        self.store.write(move |db| changes.write(db)).await?;
        Ok(())
    }

    /// Signs in by password. A wrong password, an unknown address and an account without a password are
    /// answered alike, in content and in time.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `password`; [`ActionError::Limit`].
    pub async fn sign_in_by_password(
        &self,
        address: &str,
        password: String,
        device: &str,
    ) -> Done<Confirmed> {
        let contact = Contact::parse("address", address).map_err(|e| ActionError::Input(vec![e]))?;
        let (index, tag) = (contact.index().code(), contact.tag(self).0);
        self.limits.take(PASSWORDS_PER_ADDRESS, &tag, self.now())?;
        let password = Zeroizing::new(password);
        let holder = self.store.read(move |db| tags::holder(db, index, &tag)).await?;
        let mut stored = NOBODYS.to_owned();
        let mut kind = AccountKind::Stranger;
        if let Some(person) = holder {
            let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::PasswordHash]));
            let looked = self.look::<SignIn>(Who::person(person), person, want).await?;
            kind = looked.account.kind;
            if let Some(hash) = looked.open::<PasswordHash>()? {
                stored = hash.expose().as_str().to_owned();
            }
        }
        let right = self.passwords.run(move || password_matches(&password, &stored)).await?;
        let (Some(person), true, AccountKind::Participant) = (holder, right, kind) else {
            return Err(wrong());
        };
        let session = self.new_session(person, kind, device).await?;
        let device = device_value(device).as_str().to_owned();
        let now = self.now();
        let kind = LetterKind::SignedIn { device, at_ms: now.millis() };
        let notice = self.queue_letter_unless_ended(person, kind).await?;
        let (tag, row) = (session.tag, session.row);
        self.store
            .write(move |db| {
                sessions::add(db, &tag, &row)?;
                notice.as_ref().map_or(Ok(()), |notice| notice.write(db, now))
            })
            .await?;
        metrics::counter!("amanah_sign_ins_total").increment(1);
        Ok(Confirmed { token: session.token, staff: false, new: false })
    }
}
