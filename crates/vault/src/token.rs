//! A token of a hardware security module, spoken to over PKCS#11: keys that never leave it are generated,
//! wrap, unwrap and are destroyed. Knows numbered keys and nothing of what they are for.
//!
//! The module is initialised for each conversation and finalised after it. That way a token that was pulled
//! out and put back is found again, no session is left behind that could have died meanwhile, and nobody is
//! logged in while nothing is asked. Conversations are rare: at start, and when an epoch begins or ends.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use amanah_domain::Chance;
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use zeroize::Zeroizing;

use crate::keyring_error::KeyringError;
use crate::suite::NONCE_BYTES;

/// Which token, and what opens it.
pub struct HsmConfig {
    /// The PKCS#11 library of the module.
    pub module: PathBuf,
    /// The token's label.
    pub token_label: String,
    /// The PIN of its user.
    pub pin: Zeroizing<String>,
    /// The keyring's file, with the wrapped keys.
    pub path: PathBuf,
}

/// Modules that were loaded. They stay: many do not survive being unloaded. A module is one per process, so
/// is the conversation with it.
static LOADED: Mutex<BTreeMap<PathBuf, Pkcs11>> = Mutex::new(BTreeMap::new());

/// Keys are told apart by the keyring they belong to and their number.
pub(crate) type Keys = BTreeMap<u32, Vec<ObjectHandle>>;

/// A conversation with a token. Ends when dropped.
pub(crate) struct Token<'c> {
    // In the order in which they end: the session, the module, the turn.
    session: Session,
    serial: String,
    config: &'c HsmConfig,
    _library: Initialised,
    _turn: MutexGuard<'static, BTreeMap<PathBuf, Pkcs11>>,
}

struct Initialised(Pkcs11);

impl Drop for Initialised {
    fn drop(&mut self) {
        // A module that cannot be finalised says so at the next conversation.
        let _ = self.0.clone().finalize();
    }
}

impl<'c> Token<'c> {
    /// Finds the token and logs in. A PIN that is refused is never tried twice: tokens lock themselves.
    pub(crate) fn open(config: &'c HsmConfig, writing: bool) -> Result<Self, KeyringError> {
        let mut turn = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        let library = load(&mut turn, &config.module)?;
        let arguments = CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK);
        library.initialize(arguments).map_err(|e| {
            KeyringError::Away(format!("the HSM's module {} does not start ({e})", config.module.display()))
        })?;
        let library = Initialised(library);
        let (slot, serial) = find(&library.0, &config.token_label)?;
        let opened = match writing {
            true => library.0.open_rw_session(slot),
            false => library.0.open_ro_session(slot),
        };
        let session = opened.map_err(|e| refused(config, "open a session", &e))?;
        let pin = AuthPin::from(config.pin.as_str());
        session.login(UserType::User, Some(&pin)).map_err(|e| login_refused(config, &e))?;
        Ok(Self { session, serial, config, _library: library, _turn: turn })
    }

    /// The token's serial number, to tell it from another of the same label.
    pub(crate) fn serial(&self) -> &str {
        &self.serial
    }

    /// The keys of one keyring.
    pub(crate) fn keys(&self, keyring: &[u8; 16]) -> Result<Keys, KeyringError> {
        let refused = |e: Error| refused(self.config, "list its keys", &e);
        let wanted = [Attribute::Class(ObjectClass::SECRET_KEY), Attribute::Token(true)];
        let mut keys = Keys::new();
        for handle in self.session.find_objects(&wanted).map_err(refused)? {
            let found = self.session.get_attributes(handle, &[AttributeType::Id]).map_err(refused)?;
            if let Some(Attribute::Id(id)) = found.first()
                && let Some((owner, number)) = id.split_first_chunk()
                && owner == keyring
                && let Some(number) = number.as_array()
            {
                keys.entry(u32::from_be_bytes(*number)).or_default().push(handle);
            }
        }
        Ok(keys)
    }

    /// Generates a key that cannot leave the token.
    pub(crate) fn generate(
        &self,
        keyring: &[u8; 16],
        number: u32,
        label: &str,
    ) -> Result<ObjectHandle, KeyringError> {
        let template = [
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::ValueLen(32.into()),
            Attribute::Id([keyring.as_slice(), &number.to_be_bytes()].concat()),
            Attribute::Label(label.as_bytes().to_vec()),
        ];
        let refused = |e: Error| refused(self.config, "generate a key", &e);
        let handle = self.session.generate_key(&Mechanism::AesKeyGen, &template).map_err(refused)?;
        let wanted = [AttributeType::Sensitive, AttributeType::Extractable];
        let found = self.session.get_attributes(handle, &wanted).map_err(refused)?;
        if found != [Attribute::Sensitive(true), Attribute::Extractable(false)] {
            self.destroy(handle)?;
            return Err(KeyringError::Hsm(format!(
                "the HSM token {} makes keys that can leave it: it is not fit to keep a keyring",
                self.config.token_label
            )));
        }
        Ok(handle)
    }

    /// nonce ‖ ciphertext ‖ tag.
    pub(crate) fn wrap(
        &self,
        key: ObjectHandle,
        aad: &[u8],
        clear: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, KeyringError> {
        let mut nonce = [0; NONCE_BYTES];
        chance.fill(&mut nonce);
        let refused = |e: Error| refused(self.config, "wrap a key", &e);
        let parameters = GcmParams::new(&mut nonce, aad, 128.into()).map_err(refused)?;
        let sealed = self.session.encrypt(&Mechanism::AesGcm(parameters), key, clear).map_err(refused)?;
        // Read afterwards: some modules choose the nonce themselves and write it there.
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What [`Self::wrap`] wrapped; `None` where these are not the bytes.
    pub(crate) fn unwrap(
        &self,
        key: ObjectHandle,
        aad: &[u8],
        wrapped: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError> {
        let Some((nonce, sealed)) = wrapped.split_first_chunk::<NONCE_BYTES>() else { return Ok(None) };
        let mut nonce = *nonce;
        let refused = |e: Error| refused(self.config, "unwrap a key", &e);
        let parameters = GcmParams::new(&mut nonce, aad, 128.into()).map_err(refused)?;
        match self.session.decrypt(&Mechanism::AesGcm(parameters), key, sealed) {
            Ok(clear) => Ok(Some(Zeroizing::new(clear))),
            Err(error) if is_away(&error) => Err(refused(error)),
            // Modules have many words for a tag that does not fit.
            Err(_) => Ok(None),
        }
    }

    /// Destroys a key for good.
    pub(crate) fn destroy(&self, key: ObjectHandle) -> Result<(), KeyringError> {
        self.session.destroy_object(key).map_err(|e| refused(self.config, "destroy a key", &e))
    }
}

fn load(loaded: &mut BTreeMap<PathBuf, Pkcs11>, module: &Path) -> Result<Pkcs11, KeyringError> {
    let name = module.display();
    // A full path: a bare name would be looked for all over the system.
    let path = fs::canonicalize(module).map_err(|e| {
        KeyringError::Hsm(format!(
            "there is no PKCS#11 module at {name} ({}): name the library of your HSM with --hsm-module",
            e.kind()
        ))
    })?;
    if let Some(library) = loaded.get(&path) {
        return Ok(library.clone());
    }
    let library = Pkcs11::new(&path).map_err(|_| {
        KeyringError::Hsm(format!(
            "{name} is no PKCS#11 module that this machine can load: name the library of your HSM with \
             --hsm-module"
        ))
    })?;
    loaded.insert(path, library.clone());
    Ok(library)
}

fn find(library: &Pkcs11, label: &str) -> Result<(Slot, String), KeyringError> {
    let slots = library
        .get_slots_with_initialized_token()
        .map_err(|e| KeyringError::Away(format!("the HSM does not answer ({e})")))?;
    let mut found = Vec::new();
    let mut others = Vec::new();
    for slot in slots {
        // One that was pulled out this moment is not there.
        let Ok(info) = library.get_token_info(slot) else { continue };
        if info.label() == label {
            found.push((slot, info.serial_number().to_owned()));
        } else {
            others.push(info.label().to_owned());
        }
    }
    if found.len() > 1 {
        return Err(KeyringError::Hsm(format!(
            "{} tokens of the HSM are called {label}: give this house's a name of its own",
            found.len()
        )));
    }
    found.pop().ok_or_else(|| {
        let others = if others.is_empty() { "none is there".to_owned() } else { others.join(", ") };
        KeyringError::Away(format!(
            "the HSM has no token called {label} at the moment (there: {others}). Plug it in, or choose another \
             with --hsm-token"
        ))
    })
}

fn login_refused(config: &HsmConfig, error: &Error) -> KeyringError {
    let token = &config.token_label;
    match error {
        Error::Pkcs11(RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange, _) => {
            KeyringError::Hsm(format!(
                "the PIN does not open the HSM token {token}: put the right one into the file of \
                 --hsm-pin-file. It was tried once only, since a token locks itself after a few wrong ones"
            ))
        }
        Error::Pkcs11(RvError::PinLocked, _) => KeyringError::Hsm(format!(
            "the HSM token {token} has locked itself after wrong PINs: its security officer can set a new one"
        )),
        Error::Pkcs11(RvError::PinExpired | RvError::UserPinNotInitialized, _) => KeyringError::Hsm(format!(
            "the HSM token {token} has no PIN that is in force: its security officer can set one"
        )),
        error => refused(config, "let us in", error),
    }
}

fn refused(config: &HsmConfig, what: &str, error: &Error) -> KeyringError {
    let sentence = format!("the HSM token {} did not {what} ({error})", config.token_label);
    if is_away(error) { KeyringError::Away(sentence) } else { KeyringError::Hsm(sentence) }
}

/// Whether the device went away, as against one that answers and refuses.
fn is_away(error: &Error) -> bool {
    let Error::Pkcs11(code, _) = error else { return false };
    matches!(
        code,
        RvError::DeviceError
            | RvError::DeviceMemory
            | RvError::DeviceRemoved
            | RvError::SessionClosed
            | RvError::SessionHandleInvalid
            | RvError::SlotIdInvalid
            | RvError::TokenNotPresent
            | RvError::TokenNotRecognized
    )
}
