//! The house's account at WhatsApp, and what proves that WhatsApp speaks.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use crate::post::WhatsAppApi;

/// Characters of a secret, at least: what nobody guesses.
const SECRET_CHARS_MIN: usize = 16;
/// What stands before the signature.
const SIGNATURE_PREFIX: &str = "sha256=";

/// The house's account at WhatsApp.
pub struct WhatsApp {
    pub(super) api: WhatsAppApi,
    app_secret: hmac::Key,
    verify_token: Zeroizing<String>,
}

impl WhatsApp {
    /// `app_secret` signs what comes in; `verify_token` is a word of our own that WhatsApp repeats when the
    /// address of the webhook is set there.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn new(api: WhatsAppApi, app_secret: &str, verify_token: Zeroizing<String>) -> Result<Self, String> {
        if app_secret.len() < SECRET_CHARS_MIN || verify_token.len() < SECRET_CHARS_MIN {
            return Err(format!(
                "the WhatsApp app secret and the verify token have {SECRET_CHARS_MIN} characters at least"
            ));
        }
        let app_secret = hmac::Key::new(hmac::HMAC_SHA256, app_secret.as_bytes());
        Ok(Self { api, app_secret, verify_token })
    }

    /// Whether WhatsApp signed exactly these bytes. Takes the same time however wrong it is.
    pub(super) fn signed(&self, signature: &str, body: &[u8]) -> bool {
        let tag = signature.strip_prefix(SIGNATURE_PREFIX).and_then(|text| hex::decode(text).ok());
        tag.is_some_and(|tag| hmac::verify(&self.app_secret, body, &tag).is_ok())
    }

    pub(super) fn knows(&self, token: &str) -> bool {
        verify_slices_are_equal(self.verify_token.as_bytes(), token.as_bytes()).is_ok()
    }
}
