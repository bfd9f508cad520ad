//! `amanah staff invite|approve`: the first two administrators. Everyone after is invited in the portal,
//! with four eyes.

use std::sync::Arc;

use amanah_actions::post::DemoBox;
use amanah_actions::registry::HttpRegistry;
use amanah_actions::{ActionError, Mode, Office};
use amanah_pages::{FieldError, Lang, Words};

use crate::args::{Place, Staff, Unseal};
use crate::house::{Outside, open_existing_store, open_keyring, open_office, portal_address, shelves, words};
use crate::machine::SystemClock;
use crate::output::say;
use crate::programme_files::ProgrammeFiles;
use crate::unseal::keeper;

/// Runs the command.
pub(crate) async fn run(command: Staff) -> Result<(), String> {
    match command {
        Staff::Invite { place, unseal, origin, name, email } => {
            let (office, words) = open(&place, &unseal, portal_address(&origin)?).await?;
            let invitation =
                office.invite_first_administrator(&name, &email).await.map_err(|e| sentence(&e, &words))?;
            say("Hand this link to the administrator; it is good once, for 72 hours:");
            say(invitation.link);
        }
        Staff::Approve { place, unseal, email } => {
            let (office, words) = open(&place, &unseal, "http://localhost".to_owned()).await?;
            office.approve_second_administrator(&email).await.map_err(|e| sentence(&e, &words))?;
            say("Approved: there are two administrators now, and each approves what the other grants");
        }
    }
    Ok(())
}

async fn open(place: &Place, unseal: &Unseal, origin: String) -> Result<(Office, Arc<Words>), String> {
    let keyring = open_keyring(keeper(&place.data, unseal)?)?;
    let files = ProgrammeFiles::load(place.programme.as_deref())?;
    let store = open_existing_store(place, Arc::new(SystemClock))?;
    store.check_schema().await.map_err(|e| e.to_string())?;
    let words = words(&files)?;
    // Nothing is asked of the registry and nothing is posted here: the link is handed over by hand.
    let registry = Arc::new(HttpRegistry::new("http://localhost")?);
    let outside =
        Outside::new(registry, Arc::new(DemoBox::default()), Mode { demo: false, origin }, shelves(place)?);
    Ok((open_office(store, keyring, &files, Arc::clone(&words), outside).await?, words))
}

/// What the operator can do about it.
fn sentence(error: &ActionError, words: &Words) -> String {
    match error {
        ActionError::State("staff-admin-exists") => {
            "an administrator is in force already: they invite others in the portal".to_owned()
        }
        ActionError::State("staff-admins-approve") => {
            "this is for the second administrator alone, while exactly one is in force: in the portal one \
             administrator approves what the other granted"
                .to_owned()
        }
        ActionError::State("role-not-waiting") => "no grant of the role waits for approval".to_owned(),
        ActionError::NotFound => "no member of staff has this address".to_owned(),
        ActionError::Input(errors) => errors
            .first()
            .map(|e| {
                let said = FieldError::refused(e.field, e.refused).say(words.lexicon(Lang::En));
                format!("--{} cannot be used. {said}", e.field)
            })
            .unwrap_or_default(),
        other => other.to_string(),
    }
}
