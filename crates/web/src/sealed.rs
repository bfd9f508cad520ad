//! What the house answers while its keyring is away: nothing can be opened, so nothing is looked up. Knows
//! no office, since there is none yet.

use std::sync::Arc;

use amanah_domain::Clock;
use amanah_pages::layout::Frame;
use amanah_pages::public::{ErrorPage, Fault};
use amanah_pages::{Page, Words};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::guard;
use crate::language::language;
use crate::public::assets;

/// Seconds after which to try again.
const AGAIN_SECONDS: u64 = 60;

#[derive(Clone)]
struct Sealed {
    words: Arc<Words>,
    clock: Arc<dyn Clock>,
}

/// The public router of a sealed house: one page, in the reader's language, and the files it is dressed in.
pub fn sealed_router(words: Arc<Words>, clock: Arc<dyn Clock>) -> Router {
    Router::new()
        .route("/assets/{name}", get(assets::asset))
        .fallback(page)
        .with_state(Sealed { words, clock })
        .layer(axum::middleware::map_response(dressed))
}

/// The admin router of a sealed house: `/health` and everything else say that it is sealed, and why.
pub fn sealed_admin_router(why: Arc<dyn Fn() -> String + Send + Sync>) -> Router {
    Router::new().fallback(move || async move {
        (StatusCode::SERVICE_UNAVAILABLE, format!("sealed: {}\n", why())).into_response()
    })
}

async fn page(State(sealed): State<Sealed>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let lexicon = sealed.words.lexicon(language(&parts).0);
    let frame = Frame::new(lexicon, parts.uri.path(), sealed.clock.now());
    let fault = Fault::Sealed { wait_seconds: AGAIN_SECONDS };
    let html = ErrorPage { frame, fault, reference: String::new() }.html().unwrap_or_default();
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, Html(html)).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(AGAIN_SECONDS));
    response
}

async fn dressed(mut response: Response) -> Response {
    guard::put(response.headers_mut());
    response
}
