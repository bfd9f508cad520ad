//! Has a command of the operator done: by the server that runs over the place, or here.

use std::sync::Arc;

use amanah_actions::post::DemoBox;
use amanah_actions::registry::HttpRegistry;
use amanah_actions::{Mode, Office, ledger_signer};

use crate::args::{Place, Unseal};
use crate::house::{
    Outside, check_path, checkpoint_path, control_path, open_existing_store, open_keyring, open_office,
    shelves, words,
};
use crate::machine::SystemClock;
use crate::operator::{House, OperatorCommand, Told};
use crate::operator_run::run;
use crate::output::{Progress, note, say};
use crate::programme_files::ProgrammeFiles;
use crate::unseal::keeper;
use crate::{checkpoint, control};

/// Asks the server that runs over this place; where none does, opens the place and does it here.
/// `stopped` is said when somebody ends it in the middle.
///
/// # Errors
/// One clear sentence.
pub(crate) async fn ask_or_do(
    place: &Place,
    unseal: &Unseal,
    command: OperatorCommand,
    stopped: &str,
) -> Result<(), String> {
    let mut listener = Listener::default();
    tokio::select! {
        done = ask_or_do_for(place, unseal, command, &mut listener) => done,
        _ = tokio::signal::ctrl_c() => Err(stopped.to_owned()),
    }
}

async fn ask_or_do_for(
    place: &Place,
    unseal: &Unseal,
    command: OperatorCommand,
    listener: &mut Listener,
) -> Result<(), String> {
    check_path(&place.data)?;
    let mut tell = |told| listener.hear(told);
    if let Some(answer) = control::ask(&control_path(&place.data), &command, &mut tell).await? {
        return answer;
    }
    let office = open(place, unseal).await?;
    let done = run(&House { office: &office, alone: true }, command, &mut tell).await;
    // What was written down is held against the database at the next start.
    let kept = checkpoint::combined(&office).await?;
    checkpoint::keep(&checkpoint_path(&place.data), &kept)?;
    done
}

/// Opens the house of a place that nobody serves.
async fn open(place: &Place, unseal: &Unseal) -> Result<Arc<Office>, String> {
    let files = ProgrammeFiles::load(place.programme.as_deref())?;
    let keyring = open_keyring(keeper(&place.data, unseal)?)?;
    let signer = ledger_signer(&files.programme()?.name, keyring.ledger_seed())?;
    let store = open_existing_store(place, Arc::new(SystemClock))?;
    store.check_schema().await.map_err(|e| e.to_string())?;
    let kept = checkpoint_path(&place.data);
    tokio::task::block_in_place(|| checkpoint::compare(&store, &kept, signer.verifier()))?;
    let words = words(&files)?;
    // Nothing is asked of the registry here and no letter leaves: a server that runs later does both.
    let registry = Arc::new(HttpRegistry::new("http://localhost")?);
    let mode = Mode { demo: false, origin: "http://localhost".to_owned() };
    let outside = Outside::new(registry, Arc::new(DemoBox::default()), mode, shelves(place)?);
    open_office(store, keyring, &files, words, outside).await.map(Arc::new)
}

/// Shows what a command says.
#[derive(Default)]
struct Listener {
    progress: Option<Progress>,
}

impl Listener {
    fn hear(&mut self, told: Told) {
        match told {
            Told::Far { what, done, total } => {
                self.progress.get_or_insert_with(|| Progress::begin(what, total)).at(done);
                return;
            }
            Told::Say(_) | Told::Note(_) => {}
        }
        if let Some(progress) = self.progress.take() {
            progress.end();
        }
        match told {
            Told::Say(text) => say(text),
            Told::Note(text) => note(text),
            Told::Far { .. } => {}
        }
    }
}
