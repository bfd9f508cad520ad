//! How the program learns that it is to end.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Listens from now on to the terminal and to whoever manages services. Until this is called they end the
/// program at once, which is right while nothing has begun.
pub(crate) fn listen_for_the_end() -> watch::Receiver<bool> {
    let (end, ending) = watch::channel(false);
    let (terminate, interrupt) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
    tokio::spawn(async move {
        tokio::select! {
            () = received(terminate) => {}
            () = received(interrupt) => {}
        }
        // Nobody listens any more only where the house is closed already.
        let _ = end.send(true);
    });
    ending
}

async fn received(signal: std::io::Result<Signal>) {
    match signal {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

/// Ends when somebody sent the word through the channel.
pub(crate) async fn told(mut ending: watch::Receiver<bool>) {
    // An error says that whoever could tell is gone, which is the same.
    let _ = ending.wait_for(|told| *told).await;
}
