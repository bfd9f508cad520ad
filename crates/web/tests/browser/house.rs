//! A whole house behind its router on a port of its own, with the words of the model programme on its
//! pages and in its letters.

use std::net::SocketAddr;
use std::sync::Arc;

use amanah_pages::{Lang, Words};
use amanah_testkit::office::programme_folder;
use amanah_testkit::{Engine, TestOffice};
use amanah_web::{App, PortalLetters, router};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) struct House {
    pub(crate) test: TestOffice,
    /// Under the name that passkeys need.
    pub(crate) origin: String,
    served: JoinHandle<()>,
}

fn words() -> Arc<Words> {
    let mut files = Vec::new();
    for lang in Lang::ALL {
        for file in ["policy.ftl", "programme.ftl", "templates.ftl"] {
            let path = programme_folder().join("words").join(lang.code()).join(file);
            files.push((lang, std::fs::read_to_string(path).unwrap()));
        }
    }
    Arc::new(Words::load(&files).unwrap())
}

impl House {
    pub(crate) async fn open(engine: Engine) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let mut test = TestOffice::under(engine, &origin).await;
        let words = words();
        let letters = PortalLetters { words: Arc::clone(&words), origin: origin.clone() };
        Arc::get_mut(&mut test.office).unwrap().letter_words = Arc::new(letters);
        let policy = std::fs::read_to_string(programme_folder().join("policy.toml")).unwrap();
        test.office.remember_policy(&policy).await.unwrap();
        let app = App { office: Arc::clone(&test.office), words, metrics: Arc::new(String::new) };
        let doors = router(app).into_make_service_with_connect_info::<SocketAddr>();
        let served = tokio::spawn(async move { axum::serve(listener, doors).await.unwrap() });
        Self { test, origin, served }
    }

    /// Closes the doors, then looks whether the house is in order.
    pub(crate) async fn finish(self) {
        self.served.abort();
        // Ended on purpose: that is no failure.
        let _ = self.served.await;
        self.test.finish().await;
    }
}
