//! `amanah serve`: a programme for real. Refuses to start half-dressed.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use amanah_actions::post::RealPost;
use amanah_actions::registry::HttpRegistry;
use amanah_actions::removal::recipients::{RecipientAddress, Recipients};
use amanah_actions::transfer::{ControllerAddress, Controllers};
use amanah_actions::{Mode, Office, ledger_signer};
use amanah_pages::Words;
use amanah_web::App;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::args::Serve;
use crate::ending::{listen_for_the_end, told};
use crate::house::{
    Outside, checkpoint_path, open_existing_store, open_office, portal_address, prepare_folder, shelves,
    web_address, words,
};
use crate::machine::SystemClock;
use crate::output::say;
use crate::programme_files::ProgrammeFiles;
use crate::sealed::{Doors, open_or_wait};
use crate::unseal::keeper;
use crate::{channels, checkpoint, control};

/// Runs the command.
pub(crate) async fn run(args: Serve) -> Result<(), String> {
    if args.smtp_url.is_none() && args.text_url.is_none() {
        return Err(
            "no way out for letters: nobody could register or sign in. Give --smtp-url or --text-url, or \
                    try `amanah demo`"
                .to_owned(),
        );
    }
    if !keeper(&args.place.data, &args.unseal)?.is_sealed() {
        return Err("the keyring must be sealed: give --passphrase-file, or the systemd credential \
                    keyring-passphrase, or an HSM with --hsm-module. `amanah migrate` makes a sealed keyring"
            .to_owned());
    }
    let origin = portal_address(&args.origin)?;
    let text_url = args.text_url.map(|url| web_address(&url, "--text-url")).transpose()?;
    let ways = channels::ways(&args.channels, &args.mail_from)?;
    let api = ways.whatsapp.as_ref().map(|(api, _)| api.clone());
    let post = RealPost::new(args.smtp_url.as_deref(), &args.mail_from, text_url.as_deref(), api)?;
    let registry = HttpRegistry::new(&web_address(&args.registry_url, "--registry-url")?)?;
    let recipients = args.recipients.iter().map(|text| RecipientAddress::parse(text));
    let recipients =
        Recipients::new(recipients.collect::<Result<Vec<_>, _>>().map_err(|e| format!("--recipient: {e}"))?)?;
    let controllers = args.controllers.iter().map(|text| ControllerAddress::parse(text));
    let controllers = controllers.collect::<Result<Vec<_>, _>>().and_then(Controllers::new);
    let controllers = controllers.map_err(|e| format!("--controller: {e}"))?;
    let shelves = shelves(&args.place)?;
    let files = ProgrammeFiles::load(args.place.programme.as_deref())?;
    files.policy()?;
    let words = words(&files)?;
    let programme = files.programme()?.name;
    let listener = listen(&args.listen, "--listen").await?;
    let admin = listen(&args.admin_listen, "--admin-listen").await?;
    let doors = Doors { public: &listener, admin: &admin };
    let mut ending = None;
    let opened = open_or_wait(&args.place, &args.unseal, doors, &words, &mut ending).await?;
    let Some(keyring) = opened else { return Ok(()) };
    let signer = ledger_signer(&programme, keyring.ledger_seed())?;
    let store = open_existing_store(&args.place, Arc::new(SystemClock))?;
    store.check_schema().await.map_err(|e| e.to_string())?;
    // The checkpoint is kept there.
    prepare_folder(&args.place.data)?;
    let kept = checkpoint_path(&args.place.data);
    tokio::task::block_in_place(|| checkpoint::compare(&store, &kept, signer.verifier()))?;
    let mode = Mode { demo: false, origin };
    let outside = Outside::new(Arc::new(registry), Arc::new(post), mode, shelves);
    let office = Arc::new(open_office(store, keyring, &files, Arc::clone(&words), outside).await?);
    office.removals.set_recipients(recipients);
    office.transfers.set_controllers(controllers);
    if let Some((_, whatsapp)) = ways.whatsapp {
        office.channels.open_whatsapp(whatsapp);
    }
    if let Some(mail) = ways.mail {
        office.channels.open_mail(mail);
    }
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    let ending = ending.unwrap_or_else(listen_for_the_end);
    say(format!("Serving {} on {address}", office.programme.name));
    run_house(office, words, listener, admin, kept, ending).await
}

/// Takes an address.
///
/// # Errors
/// One clear sentence for a taken or impossible address.
pub(crate) async fn listen(address: &str, option: &str) -> Result<TcpListener, String> {
    use std::io::ErrorKind::*;
    TcpListener::bind(address).await.map_err(|e| match e.kind() {
        AddrInUse => {
            format!("{address} is taken by another program: end it, or choose another with {option}")
        }
        AddrNotAvailable => format!("{address} is no address of this machine: choose another with {option}"),
        PermissionDenied => {
            format!("this user may not listen on {address}: choose a port above 1023 with {option}")
        }
        InvalidInput => {
            format!("{address} is no address to listen on: write it as in {option} 127.0.0.1:8080")
        }
        _ => format!("{address} cannot be listened on: {e}. Look at {option}"),
    })
}

/// Runs the doors, the jobs and the keeping of the checkpoint until the program is told to end.
///
/// # Errors
/// One clear sentence.
pub(crate) async fn run_house(
    office: Arc<Office>,
    words: Arc<Words>,
    listener: TcpListener,
    admin: TcpListener,
    kept: PathBuf,
    ending: watch::Receiver<bool>,
) -> Result<(), String> {
    let recorder =
        PrometheusBuilder::new().install_recorder().map_err(|e| format!("metrics cannot be set up: {e}"))?;
    let app = App { office: Arc::clone(&office), words, metrics: Arc::new(move || recorder.render()) };
    let mut worker = tokio::spawn(Arc::clone(&office).run_jobs_until(ending.clone()));
    // Commands find the running house there; it goes away with this function.
    let _control = control::listen(&kept.with_file_name("control"), Arc::clone(&office)).await;
    let keeper = tokio::spawn(checkpoint::keep_forever(Arc::clone(&office), kept.clone()));
    let admin_app = amanah_web::admin_router(app.clone());
    let admin_task = tokio::spawn(async move { axum::serve(admin, admin_app).await });
    let doors = amanah_web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, doors).with_graceful_shutdown(told(ending.clone()));
    let served = tokio::select! {
        served = serving => served,
        // A visitor who never finishes their request does not keep the house open.
        () = async { told(ending.clone()).await; patience().await } => Ok(()),
    };
    // A letter that is being handed over is finished, or it would have to be repeated.
    tokio::select! {
        _ = &mut worker => {}
        () = patience() => worker.abort(),
    }
    keeper.abort();
    admin_task.abort();
    let text = checkpoint::combined(&office).await?;
    checkpoint::keep(&kept, &text)?;
    served.map_err(|e| format!("the door closed by itself: {e}"))
}

/// Seconds that visitors, and then jobs, are given to finish (`ending_seconds_max`).
const ENDING_SECONDS_MAX: u64 = 10;

async fn patience() {
    tokio::time::sleep(Duration::from_secs(ENDING_SECONDS_MAX)).await;
}
