//! The routers.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::state::{App, BODY_BYTES_MAX};
use crate::{failure, guard, person, public, staff};

/// Seconds of a request, at most (`request_seconds_max`).
const REQUEST_SECONDS_MAX: u64 = 30;

/// Seconds of a request that brings files, at most (`upload_seconds_max`): three photographs over a slow
/// telephone.
const UPLOAD_SECONDS_MAX: u64 = 300;

/// The public router.
pub fn router(app: App) -> Router {
    let slow = Router::new().merge(person::uploads()).merge(public::uploads()).layer(
        TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(UPLOAD_SECONDS_MAX),
        ),
    );
    Router::new()
        .merge(public::routes())
        .merge(person::routes())
        .merge(staff::routes())
        .fallback(failure::not_found)
        .method_not_allowed_fallback(failure::wrong_method)
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(REQUEST_SECONDS_MAX),
        ))
        .merge(slow)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), failure::dress))
        // An archive is packed already.
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("application/zip"))),
        )
        .layer(middleware::from_fn_with_state(app.clone(), guard::headers))
        .with_state(app)
}

/// Health and metrics: a port of its own, never reachable by the public.
pub fn admin_router(app: App) -> Router {
    Router::new()
        .route("/health", get(public::health::health))
        .route("/metrics", get(public::health::metrics))
        .with_state(app)
}
