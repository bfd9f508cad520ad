//! `amanah staff invite`: the first administrator. Everyone after is invited in the portal.

use std::sync::Arc;

use amanah_actions::Mode;
use amanah_actions::post::DemoBox;
use amanah_actions::registry::HttpRegistry;
use amanah_vault::Protection;

use crate::args::Staff;
use crate::house::{Outside, open_keyring, open_office, open_store, passphrase, words};
use crate::machine::SystemClock;
use crate::output::say;
use crate::programme_files::ProgrammeFiles;

/// Runs the command.
pub(crate) async fn run(command: Staff) -> Result<(), String> {
    let Staff::Invite { place, unseal, origin, name, email } = command;
    let protection = passphrase(&unseal)?.unwrap_or(Protection::Plain);
    let keyring = open_keyring(&place.data, &protection, false)?;
    let files = ProgrammeFiles::load(place.programme.as_deref())?;
    let store = open_store(&place, Arc::new(SystemClock))?;
    store.check_schema().await.map_err(|e| format!("{e}: run `amanah migrate` first"))?;
    let words = words(&files)?;
    // Nothing is asked of the registry and nothing is posted here: the link is handed over by hand.
    let registry = Arc::new(HttpRegistry::new("http://localhost")?);
    let outside = Outside::new(registry, Arc::new(DemoBox::default()), Mode { demo: false, origin });
    let office = open_office(store, keyring, &files, words, outside).await?;
    let invitation = office.invite_first_administrator(&name, &email).await.map_err(|e| e.to_string())?;
    say("Hand this link to the administrator; it is good once, for 72 hours:");
    say(invitation.link);
    Ok(())
}
