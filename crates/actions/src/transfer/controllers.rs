//! Other controllers, as the operator configures them: a name that people read, an address, and the key
//! that signs their receipts. Nobody else is sent anything: whoever could type an address could have a
//! stranger's data sent to themselves.

use std::time::Duration;

use amanah_domain::values::plain_text;
use amanah_ledger::Verifier;

/// Characters of a controller's name, at most.
const NAME_CHARS_MAX: u32 = 60;
/// Seconds until a connection stands.
const CONNECT_SECONDS_MAX: u64 = 10;
/// Seconds in which nothing comes, at most.
const SILENT_SECONDS_MAX: u64 = 60;

/// Another controller.
#[derive(Clone, Debug)]
pub struct ControllerAddress {
    /// As people read it.
    pub name: String,
    /// The base of its service, such as `https://data.example`.
    pub url: String,
    /// Its published key.
    pub verifier: Verifier,
}

impl ControllerAddress {
    /// Reads `Balai Latihan=https://data.example,data.example+1a2b3c4d+AQ…`: name, address, and the key as
    /// signed notes publish it.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let form = || {
            format!(
                "`{text}` does not name a controller; write name=address,key, such as \
                 \"Balai Latihan\"=https://data.example,data.example+1a2b3c4d+AQ…"
            )
        };
        let (name, rest) = text.split_once('=').ok_or_else(form)?;
        let (url, vkey) = rest.split_once(',').ok_or_else(form)?;
        let name = plain_text(name, NAME_CHARS_MAX).map_err(|_| {
            format!("`{name}` is no name that people can read; give 1 to {NAME_CHARS_MAX} characters")
        })?;
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return Err(format!("`{url}` is not an address; it must begin with https:// or http://"));
        }
        let verifier = Verifier::from_vkey(vkey.trim()).map_err(|_| {
            format!("`{vkey}` is not a key; write it as the controller publishes it: name+id+key")
        })?;
        Ok(Self { name, url: url.trim_end_matches('/').to_owned(), verifier })
    }
}

/// Those to whom a copy may be sent.
#[derive(Default)]
pub struct Controllers {
    client: Option<reqwest::Client>,
    list: Vec<ControllerAddress>,
}

impl Controllers {
    /// Controllers by name.
    ///
    /// # Errors
    /// A sentence for the operator: two of one name, or no way to call anybody.
    pub fn new(list: Vec<ControllerAddress>) -> Result<Self, String> {
        for (at, one) in list.iter().enumerate() {
            if list.iter().skip(at + 1).any(|other| other.name == one.name) {
                return Err(format!("there are two controllers of the name `{}`; name them apart", one.name));
            }
        }
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(CONNECT_SECONDS_MAX))
            .read_timeout(Duration::from_secs(SILENT_SECONDS_MAX))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| format!("controllers cannot be called from here: {e}"))?;
        Ok(Self { client: Some(client), list })
    }

    /// The names, in the order of the configuration.
    pub fn names(&self) -> Vec<String> {
        self.list.iter().map(|one| one.name.clone()).collect()
    }

    /// The address of a name, and what calls it.
    pub(crate) fn find(&self, name: &str) -> Option<(&reqwest::Client, &ControllerAddress)> {
        self.client.as_ref().zip(self.list.iter().find(|one| one.name == name))
    }
}
