//! A pretended passkey device, by WebDriver's extension of the Web Authentication specification
//! (section 11, "User Agent Automation").

use axum::http::Method;
use fantoccini::Client;
use serde_json::json;

use super::error::BrowserError;
use super::session::command;

/// A device plugged into one browser; it stays until that browser ends or it is removed.
#[derive(Debug)]
pub struct PasskeyDevice {
    client: Client,
    path: String,
}

pub(super) async fn add(client: &Client) -> Result<PasskeyDevice, BrowserError> {
    let device = json!({
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": true,
        "hasUserVerification": true,
        "isUserConsenting": true,
        "isUserVerified": true,
    });
    let id = command(client, Method::POST, "webauthn/authenticator", device).await?;
    match id.as_str() {
        Some(id) => {
            Ok(PasskeyDevice { client: client.clone(), path: format!("webauthn/authenticator/{id}") })
        }
        None => Err(BrowserError::new(format!("The passkey device has no id: {id}"))),
    }
}

impl PasskeyDevice {
    /// How many passkeys it holds.
    pub async fn passkeys(&self) -> Result<usize, BrowserError> {
        let path = format!("{}/credentials", self.path);
        let held = command(&self.client, Method::GET, &path, json!({})).await?;
        Ok(held.as_array().map_or(0, Vec::len))
    }

    /// From now on the device fails to recognise its owner, as with a wrong finger.
    pub async fn refuse_owner(&self) -> Result<(), BrowserError> {
        let path = format!("{}/uv", self.path);
        command(&self.client, Method::POST, &path, json!({ "isUserVerified": false })).await?;
        Ok(())
    }

    /// Unplugs it, and its passkeys are gone: a lost phone.
    pub async fn remove(self) -> Result<(), BrowserError> {
        command(&self.client, Method::DELETE, &self.path, json!({})).await?;
        Ok(())
    }
}
