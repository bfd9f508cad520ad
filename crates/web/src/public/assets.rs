//! `/assets/<name>`: the stylesheets, scripts and the icon. A name carries the hash of its content, so
//! it may be kept for ever.

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;

use crate::failure::{Failure, Reply};

pub(crate) const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(crate) async fn asset(Path(name): Path<String>) -> Reply {
    let path = format!("/assets/{name}");
    let asset = amanah_pages::assets().iter().find(|a| a.path == path).ok_or(Failure::NotFound)?;
    let headers = [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, FOR_EVER)];
    Ok((headers, asset.bytes).into_response())
}
