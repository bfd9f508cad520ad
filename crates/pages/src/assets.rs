//! The files that pages link to: a stylesheet, another for wide pages, an icon, small scripts that nobody
//! needs. Their addresses carry a hash of their content, so they may be cached for ever.

use std::sync::LazyLock;

/// A file to serve as it stands.
#[derive(Debug)]
pub struct Asset {
    /// Its address, from the root: `/assets/style.0123456789abcdef.css`.
    pub path: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let css = "text/css; charset=utf-8";
    let js = "text/javascript; charset=utf-8";
    vec![
        asset("style", "css", css, include_bytes!("../assets/style.css")),
        asset("amanah", "js", js, include_bytes!("../assets/amanah.js")),
        asset("passkey", "js", js, include_bytes!("../assets/passkey.js")),
        asset("desk", "css", css, include_bytes!("../assets/desk.css")),
        asset("icon", "svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
        asset("report", "js", js, include_bytes!("../assets/report.js")),
        asset("work", "js", js, include_bytes!("../assets/work.js")),
        asset("call", "js", js, include_bytes!("../assets/call.js")),
        asset("keys", "js", js, include_bytes!("../assets/keys.js")),
        asset("chat", "js", js, include_bytes!("../assets/chat.js")),
        asset("talk", "css", css, include_bytes!("../assets/chat.css")),
    ]
});

/// Every asset.
pub fn assets() -> &'static [Asset] {
    &ASSETS
}

/// The address of an asset by its stem; empty where there is none.
fn path_of(stem: &str) -> &'static str {
    let named = |asset: &&Asset| {
        let rest = asset.path.strip_prefix("/assets/").and_then(|name| name.strip_prefix(stem));
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    ASSETS.iter().find(named).map_or("", |asset| &asset.path)
}

pub(crate) fn style_path() -> &'static str {
    path_of("style")
}

pub(crate) fn script_path() -> &'static str {
    path_of("amanah")
}

pub(crate) fn passkey_path() -> &'static str {
    path_of("passkey")
}

/// Of wide pages alone: the staff console, the policy's table.
pub(crate) fn desk_path() -> &'static str {
    path_of("desk")
}

/// Of the pages of cases: the console by keyboard.
pub(crate) fn keys_path() -> &'static str {
    path_of("keys")
}

pub(crate) fn icon_path() -> &'static str {
    path_of("icon")
}

/// Of the Report Form: has the work done before it is sent.
pub(crate) fn report_path() -> &'static str {
    path_of("report")
}

/// The work itself, for a thread beside the page.
pub(crate) fn work_path() -> &'static str {
    path_of("work")
}

/// Of the screen of a call.
pub(crate) fn call_path() -> &'static str {
    path_of("call")
}

/// Of live chat: says lines without loading the page anew.
pub(crate) fn chat_script_path() -> &'static str {
    path_of("chat")
}

/// Of live chat alone.
pub(crate) fn chat_style_path() -> &'static str {
    path_of("talk")
}

fn asset(stem: &str, extension: &str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
    // FNV-1a: tells versions apart in a cache; nothing relies on it against anybody.
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    Asset { path: format!("/assets/{stem}.{hash:016x}.{extension}"), content_type, bytes }
}
