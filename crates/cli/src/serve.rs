//! `amanah serve`: a programme for real. Refuses to start half-dressed.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use amanah_actions::post::RealPost;
use amanah_actions::registry::HttpRegistry;
use amanah_actions::{Mode, Office, ledger_signer};
use amanah_pages::Words;
use amanah_web::App;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::args::Serve;
use crate::checkpoint;
use crate::house::{
    Outside, checkpoint_path, open_existing_store, open_keyring, open_office, passphrase, portal_address,
    prepare_folder, web_address, words,
};
use crate::machine::SystemClock;
use crate::output::say;
use crate::programme_files::ProgrammeFiles;

/// Runs the command.
pub(crate) async fn run(args: Serve) -> Result<(), String> {
    if args.smtp_url.is_none() && args.text_url.is_none() {
        return Err(
            "no way out for letters: nobody could register or sign in. Give --smtp-url or --text-url, or \
                    try `amanah demo`"
                .to_owned(),
        );
    }
    let Some(protection) = passphrase(&args.unseal)? else {
        return Err("the keyring must be sealed: give --passphrase-file, or the systemd credential \
                    keyring-passphrase. `amanah migrate` makes a sealed keyring"
            .to_owned());
    };
    let origin = portal_address(&args.origin)?;
    let text_url = args.text_url.map(|url| web_address(&url, "--text-url")).transpose()?;
    let post = RealPost::new(args.smtp_url.as_deref(), &args.mail_from, text_url.as_deref())?;
    let registry = HttpRegistry::new(&web_address(&args.registry_url, "--registry-url")?)?;
    let files = ProgrammeFiles::load(args.place.programme.as_deref())?;
    files.policy()?;
    let words = words(&files)?;
    let programme = files.programme()?.name;
    let keyring = open_keyring(&args.place.data, &protection)?;
    let signer = ledger_signer(&programme, keyring.ledger_seed())?;
    let store = open_existing_store(&args.place, Arc::new(SystemClock))?;
    store.check_schema().await.map_err(|e| e.to_string())?;
    // The checkpoint is kept there.
    prepare_folder(&args.place.data)?;
    let listener = listen(&args.listen, "--listen").await?;
    let admin = listen(&args.admin_listen, "--admin-listen").await?;
    let kept = checkpoint_path(&args.place.data);
    tokio::task::block_in_place(|| checkpoint::compare(&store, &kept, signer.verifier()))?;
    let mode = Mode { demo: false, origin };
    let outside = Outside::new(Arc::new(registry), Arc::new(post), mode);
    let office = Arc::new(open_office(store, keyring, &files, Arc::clone(&words), outside).await?);
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    say(format!("Serving {} on {address}", office.programme.name));
    run_house(office, words, listener, admin, kept).await
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
) -> Result<(), String> {
    let recorder =
        PrometheusBuilder::new().install_recorder().map_err(|e| format!("metrics cannot be set up: {e}"))?;
    let app = App { office: Arc::clone(&office), words, metrics: Arc::new(move || recorder.render()) };
    let (end, ending) = watch::channel(false);
    let mut worker = tokio::spawn(Arc::clone(&office).run_jobs_until(ending.clone()));
    let keeper = tokio::spawn(checkpoint::keep_forever(Arc::clone(&office), kept.clone()));
    let admin_app = amanah_web::admin_router(app.clone());
    let admin_task = tokio::spawn(async move { axum::serve(admin, admin_app).await });
    let doors = amanah_web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move {
        told_to_end().await;
        // Nobody listens any more only where the house is closed already.
        let _ = end.send(true);
    });
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

async fn told(mut ending: watch::Receiver<bool>) {
    // An error says that whoever could tell is gone, which is the same.
    let _ = ending.wait_for(|told| *told).await;
}

async fn told_to_end() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
