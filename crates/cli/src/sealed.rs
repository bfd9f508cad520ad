//! The keyring is away: the HSM is not plugged in, or the disk with the file is not mounted. The house
//! answers sealed, says why on the admin port, and looks again until the keys are there. Only that is
//! waited for: a wrong passphrase or PIN, a damaged file or one that others can read end the program.

use std::os::fd::AsFd;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use amanah_pages::Words;
use amanah_vault::{Keyring, KeyringError};
use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::args::{Place, Unseal};
use crate::ending::{listen_for_the_end, told};
use crate::house::{in_use, open_existing_store};
use crate::machine::SystemClock;
use crate::output::say;
use crate::unseal::keeper;

/// Seconds between two looks at whether the keyring is there.
const LOOK_SECONDS: u64 = 3;
/// Seconds that a visitor of the sealed house is given to finish their request.
const ENDING_SECONDS_MAX: u64 = 2;

/// The doors of the house, on which something is to be said meanwhile.
pub(crate) struct Doors<'d> {
    pub(crate) public: &'d TcpListener,
    pub(crate) admin: &'d TcpListener,
}

/// Opens the keyring, or waits for it. `None` where the program was told to end while it waited; whoever
/// waited listens for the end from then on, and hands on how.
///
/// # Errors
/// One clear sentence for everything that waiting does not mend.
pub(crate) async fn open_or_wait(
    place: &Place,
    unseal: &Unseal,
    doors: Doors<'_>,
    words: &Arc<Words>,
    told_meanwhile: &mut Option<watch::Receiver<bool>>,
) -> Result<Option<Keyring>, String> {
    let first = match open(place, unseal).await? {
        Ok(keyring) => return Ok(Some(keyring)),
        Err(away) => away.to_string(),
    };
    let public = doors.public.local_addr().map_err(|e| e.to_string())?;
    let admin = doors.admin.local_addr().map_err(|e| e.to_string())?;
    let end_of_all = told_meanwhile.insert(listen_for_the_end()).clone();
    tracing::error!(why = %first, "sealed: the keyring is awaited");
    say(format!("Sealed: {first}"));
    say(format!("Answering 503 on {public} until then; http://{admin}/health says why"));
    let why = Arc::new(RwLock::new(first));
    let told_why = {
        let why = Arc::clone(&why);
        move || why.read().unwrap_or_else(PoisonError::into_inner).clone()
    };
    let (end, ending) = watch::channel(false);
    let serving = [
        answer(doors.public, amanah_web::sealed_router(Arc::clone(words), Arc::new(SystemClock)), &ending)?,
        answer(doors.admin, amanah_web::sealed_admin_router(Arc::new(told_why)), &ending)?,
    ];
    let opened = look(place, unseal, &why, end_of_all).await;
    // Nobody listens any more only where both doors are closed already.
    let _ = end.send(true);
    for mut door in serving {
        if tokio::time::timeout(Duration::from_secs(ENDING_SECONDS_MAX), &mut door).await.is_err() {
            door.abort();
        }
    }
    opened
}

async fn look(
    place: &Place,
    unseal: &Unseal,
    why: &RwLock<String>,
    ending: watch::Receiver<bool>,
) -> Result<Option<Keyring>, String> {
    loop {
        tokio::select! {
            () = told(ending.clone()) => return Ok(None),
            () = tokio::time::sleep(Duration::from_secs(LOOK_SECONDS)) => {}
        }
        match open(place, unseal).await? {
            Ok(keyring) => {
                tracing::warn!("no longer sealed: the keyring is there");
                return Ok(Some(keyring));
            }
            Err(away) => {
                let away = away.to_string();
                let mut why = why.write().unwrap_or_else(PoisonError::into_inner);
                if *why != away {
                    tracing::error!(why = %away, "still sealed");
                    *why = away;
                }
            }
        }
    }
}

/// The keyring, or why it is away.
async fn open(place: &Place, unseal: &Unseal) -> Result<Result<Keyring, KeyringError>, String> {
    let (place, unseal) = (place.clone(), unseal.clone());
    let work = move || {
        match Keyring::open(keeper(&place.data, &unseal)?) {
            // In a place that was never used nothing is away: it was never made.
            Err(e @ KeyringError::Missing(_)) if !is_in_use(&place) => Err(e.to_string()),
            Err(e) if e.is_away() => Ok(Err(e)),
            opened => opened.map(Ok).map_err(|e| e.to_string()),
        }
    };
    tokio::task::spawn_blocking(work).await.map_err(|e| format!("the keyring could not be opened: {e}"))?
}

fn is_in_use(place: &Place) -> bool {
    open_existing_store(place, Arc::new(SystemClock))
        .and_then(|store| in_use(&place.data, &store))
        .unwrap_or(false)
}

/// Answers on a door without taking it: the house that is opened later gets the door itself.
fn answer(
    door: &TcpListener,
    router: Router,
    ending: &watch::Receiver<bool>,
) -> Result<JoinHandle<std::io::Result<()>>, String> {
    let spare = door.as_fd().try_clone_to_owned().and_then(|fd| TcpListener::from_std(fd.into()));
    let spare = spare.map_err(|e| format!("the sealed house cannot answer: {e}"))?;
    let ending = ending.clone();
    Ok(tokio::spawn(async move { axum::serve(spare, router).with_graceful_shutdown(told(ending)).await }))
}
