//! The files that pages link to: a stylesheet, another for wide pages, an icon, two small scripts that
//! nobody needs. Their addresses carry a hash of their content, so they may be cached for ever.

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

static ASSETS: LazyLock<[Asset; 5]> = LazyLock::new(|| {
    let css = "text/css; charset=utf-8";
    let js = "text/javascript; charset=utf-8";
    [
        asset("style", "css", css, include_bytes!("../assets/style.css")),
        asset("amanah", "js", js, include_bytes!("../assets/amanah.js")),
        asset("passkey", "js", js, include_bytes!("../assets/passkey.js")),
        asset("desk", "css", css, include_bytes!("../assets/desk.css")),
        asset("icon", "svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
    ]
});

/// Every asset.
pub fn assets() -> &'static [Asset] {
    &*ASSETS
}

pub(crate) fn style_path() -> &'static str {
    let [style, ..] = &*ASSETS;
    &style.path
}

pub(crate) fn script_path() -> &'static str {
    let [_, script, ..] = &*ASSETS;
    &script.path
}

pub(crate) fn passkey_path() -> &'static str {
    let [_, _, passkey, ..] = &*ASSETS;
    &passkey.path
}

/// Of wide pages alone: the staff console, the policy's table.
pub(crate) fn desk_path() -> &'static str {
    let [_, _, _, desk, _] = &*ASSETS;
    &desk.path
}

pub(crate) fn icon_path() -> &'static str {
    let [.., icon] = &*ASSETS;
    &icon.path
}

fn asset(stem: &str, extension: &str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
    // FNV-1a: tells versions apart in a cache; nothing relies on it against anybody.
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    Asset { path: format!("/assets/{stem}.{hash:016x}.{extension}"), content_type, bytes }
}
