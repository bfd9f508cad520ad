//! Passkeys (WebAuthn). Each is discoverable: signing in needs no address, so nothing tells who has an
//! account. The state between challenge and answer lies sealed in a ticket, not in this process.

use amanah_domain::purposes::{Enrol, SignIn};
use amanah_domain::values::{Draft, Passkeys};
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, Refused, Source};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::sessions;
use amanah_store::tickets::{self, TicketRow};
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid,
};

use crate::access::{Looked, Want, Who};
use crate::error::{ActionError, Done, FieldError};
use crate::letters::LetterKind;
use crate::limits::CODES_PER_NETWORK;
use crate::office::Office;
use crate::person::confirm_code::Confirmed;
use crate::person::ticket::{TicketToken, draft_of};
use crate::session::Session;

const KIND_ADD: i64 = 2;
const KIND_SIGN_IN: i64 = 3;
/// Seconds between challenge and answer.
const CEREMONY_SECONDS: i64 = 300;
/// Passkeys of one person, at most (`passkeys_max`).
const PASSKEYS_MAX: usize = 10;

/// A passkey as it is kept.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredPasskey {
    /// Its id on the security page.
    pub id: String,
    /// What the person calls it: the browser and system it was made on.
    pub name: String,
    /// Milliseconds: when it was added.
    pub added_ms: i64,
    /// Milliseconds: when it was used last.
    pub used_ms: Option<i64>,
    key: Passkey,
}

/// Reads the list of a person's passkeys.
///
/// # Errors
/// [`ActionError::Internal`] where the stored document is not of our form.
pub fn passkeys_of(looked: &Looked<'_, SignIn>) -> Done<Vec<StoredPasskey>> {
    match looked.open::<Passkeys>()? {
        None => Ok(Vec::new()),
        Some(list) => serde_json::from_str(list.expose().as_str())
            .map_err(|_| ActionError::Internal("stored passkeys are not of our form")),
    }
}

fn refused() -> ActionError {
    ActionError::Input(vec![FieldError::new("passkey", Refused::because("sign-in-wrong"))])
}

impl Office {
    /// Begins to add a passkey: options for the browser, and a ticket.
    ///
    /// # Errors
    /// [`ActionError::State`] without a fresh sign-in; `passkeys_max` when there are ten.
    pub async fn begin_passkey(&self, session: &Session) -> Done<(serde_json::Value, TicketToken)> {
        self.need_fresh(session)?;
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Passkeys]));
        let looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        let held = passkeys_of(&looked)?;
        if held.len() >= PASSKEYS_MAX {
            return Err(ActionError::State("passkeys-max"));
        }
        let known = held.iter().map(|p| p.key.cred_id().clone()).collect();
        // The authenticator is told the programme's name, not the person's.
        let name = self.programme.name.clone();
        let (options, state) = self
            .webauthn
            .start_passkey_registration(
                Uuid::from_bytes(*session.person.as_bytes()),
                &name,
                &name,
                Some(known),
            )
            .map_err(|_| ActionError::Internal("a passkey challenge could not be made"))?;
        let mut options = serde_json::to_value(options)
            .map_err(|_| ActionError::Internal("a passkey challenge has no JSON form"))?;
        // Discoverable, so that it signs in without an address.
        if let Some(selection) =
            options.pointer_mut("/publicKey/authenticatorSelection").and_then(|v| v.as_object_mut())
        {
            selection.insert("residentKey".to_owned(), "required".into());
            selection.insert("requireResidentKey".to_owned(), true.into());
        }
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::Draft]));
        let looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        let draft = looked.seal_alone(&draft_of(&state)?, Source::ServiceUse)?;
        let token = self.ceremony(session.person, KIND_ADD, draft).await?;
        Ok((options, token))
    }

    async fn ceremony(&self, person: PersonId, kind: i64, draft: Vec<u8>) -> Done<TicketToken> {
        let (raw, row) = self.ceremony_row(person, kind, draft);
        let tag = self.vault.token_tag("ticket", &raw).0;
        self.store.write(move |db| tickets::add(db, &tag, &row)).await?;
        Ok(TicketToken(hex::encode(raw)))
    }

    fn ceremony_row(&self, person: PersonId, kind: i64, draft: Vec<u8>) -> ([u8; 32], TicketRow) {
        let now = self.now();
        let ends_at = now.plus_seconds(CEREMONY_SECONDS);
        let row = TicketRow { person, kind, code: Vec::new(), tries: 0, created_at: now, ends_at, draft };
        (self.chance.bytes32(), row)
    }

    /// Takes a ceremony's ticket: it can be answered once.
    async fn take_ceremony(&self, ticket: &str, kind: i64) -> Done<TicketRow> {
        let raw = <[u8; 32]>::try_from(hex::decode(ticket).unwrap_or_default()).map_err(|_| refused())?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let now = self.now();
        let found = self
            .store
            .write(move |db| {
                let row = tickets::read(db, &tag)?;
                let ended = tickets::end(db, &tag)?;
                Ok::<_, ActionError>(row.filter(|row| ended == 1 && row.ends_at > now))
            })
            .await?;
        found.filter(|row| row.kind == kind).ok_or_else(refused)
    }

    /// Ends adding a passkey with the browser's answer.
    ///
    /// # Errors
    /// [`ActionError::Input`] where the answer does not fit the challenge.
    pub async fn finish_passkey(
        &self,
        session: &Session,
        ticket: &str,
        answer: &str,
        device: &str,
    ) -> Done<()> {
        let row = self.take_ceremony(ticket, KIND_ADD).await?;
        if row.person != session.person {
            return Err(refused());
        }
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| refused())?;
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Draft, FieldId::Passkeys]));
        let looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        let state: PasskeyRegistration = read_draft(&looked, &row.draft)?;
        let key = self.webauthn.finish_passkey_registration(&answer, &state).map_err(|_| refused())?;
        let mut held = passkeys_of(&looked)?;
        held.push(StoredPasskey {
            id: hex::encode(self.chance.bytes16()),
            name: device.to_owned(),
            added_ms: self.now().millis(),
            used_ms: None,
            key,
        });
        self.save_passkeys(session.as_self(), session.person, &held, true).await
    }

    async fn save_passkeys(
        &self,
        who: Who,
        person: PersonId,
        held: &[StoredPasskey],
        tell: bool,
    ) -> Done<()> {
        let text =
            serde_json::to_string(held).map_err(|_| ActionError::Internal("passkeys have no JSON form"))?;
        let list = Passkeys::new(text).map_err(|_| ActionError::State("passkeys-max"))?;
        let want = Want::of(Operation::Update, FieldSet::of(&[FieldId::Passkeys]));
        let mut looked = self.look::<SignIn>(who, person, want).await?;
        looked.put(&list, Source::ServiceUse)?;
        let (changes, now) = (looked.changes(), self.now());
        let notice = if tell {
            self.queue_letter_unless_ended(person, LetterKind::SignInChanged).await?
        } else {
            None
        };
        self.store
            .write(move |db| {
                changes.write(db)?;
                notice.as_ref().map_or(Ok(()), |letter| letter.write(db, now))
            })
            .await?;
        Ok(())
    }

    /// Removes a passkey.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where there is none of that id.
    pub async fn remove_passkey(&self, session: &Session, id: &str) -> Done<()> {
        self.need_fresh(session)?;
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Passkeys]));
        let looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        let mut held = passkeys_of(&looked)?;
        let before = held.len();
        held.retain(|p| p.id != id);
        if held.len() == before {
            return Err(ActionError::NotFound);
        }
        self.save_passkeys(session.as_self(), session.person, &held, true).await
    }

    /// Begins a sign-in by passkey, for whoever it will turn out to be.
    ///
    /// # Errors
    /// [`ActionError::Limit`].
    pub async fn begin_passkey_sign_in(&self, network: &[u8]) -> Done<(serde_json::Value, TicketToken)> {
        let now = self.now();
        self.limits.take(CODES_PER_NETWORK, network, now)?;
        let (options, state) = self
            .webauthn
            .start_discoverable_authentication()
            .map_err(|_| ActionError::Internal("a passkey challenge could not be made"))?;
        let mut options = serde_json::to_value(options)
            .map_err(|_| ActionError::Internal("a passkey challenge has no JSON form"))?;
        // The page has a button for it: the browser asks at once instead of waiting for a field.
        if let Some(all) = options.as_object_mut() {
            all.remove("mediation");
        }
        let want = Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Draft]));
        let (new, looked) = self.new_person::<Enrol>(AccountKind::Stranger, want).await?;
        let draft = looked.seal_alone(&draft_of(&state)?, Source::ServiceUse)?;
        let (raw, row) = self.ceremony_row(new.person, KIND_SIGN_IN, draft);
        let tag = self.vault.token_tag("ticket", &raw).0;
        self.store
            .write(move |db| {
                new.write(db, 0, now)?;
                tickets::add(db, &tag, &row)
            })
            .await?;
        Ok((options, TicketToken(hex::encode(raw))))
    }

    /// Ends a sign-in by passkey.
    ///
    /// # Errors
    /// [`ActionError::Input`] for anything that does not prove who it is.
    pub async fn finish_passkey_sign_in(&self, ticket: &str, answer: &str, device: &str) -> Done<Confirmed> {
        let row = self.take_ceremony(ticket, KIND_SIGN_IN).await?;
        let stranger = row.person;
        let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(|_| refused())?;
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Draft]));
        let looked = self.look::<SignIn>(Who::person(stranger), stranger, want).await?;
        let state: DiscoverableAuthentication = read_draft(&looked, &row.draft)?;
        let (user, credential) =
            self.webauthn.identify_discoverable_authentication(&answer).map_err(|_| refused())?;
        let person = PersonId::from_bytes(*user.as_bytes());
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Passkeys]));
        let looked = match self.look::<SignIn>(Who::person(person), person, want).await {
            Err(ActionError::NotFound) => return Err(refused()),
            other => other?,
        };
        let mut held = passkeys_of(&looked)?;
        let used = held.iter().find(|p| p.key.cred_id().as_slice() == credential).ok_or_else(refused)?;
        let result = self
            .webauthn
            .finish_discoverable_authentication_v2(&answer, state, DiscoverableKey::from(&used.key))
            .map_err(|_| refused())?;
        for passkey in &mut held {
            if passkey.key.cred_id() == result.cred_id() {
                passkey.used_ms = Some(self.now().millis());
                passkey.key.update_credential(&result);
            }
        }
        let kind = looked.account.kind;
        self.save_passkeys(Who::person(person), person, &held, false).await?;
        let session = self.new_session(person, kind, device).await?;
        let (tag, row) = (session.tag, session.row);
        self.store
            .write(move |db| {
                accounts::remove_stranger(db, &stranger)?;
                sessions::add(db, &tag, &row)
            })
            .await?;
        metrics::counter!("amanah_sign_ins_total").increment(1);
        Ok(Confirmed { token: session.token, staff: kind == AccountKind::Staff, new: false })
    }
}

fn read_draft<T: serde::de::DeserializeOwned>(looked: &Looked<'_, SignIn>, body: &[u8]) -> Done<T> {
    let draft = looked.open_alone::<Draft>(body)?.ok_or_else(refused)?;
    serde_json::from_str(draft.expose().as_str()).map_err(|_| refused())
}
