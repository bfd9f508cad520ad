//! The keys of a page, as a list that `?` opens, with the switch that turns them off (WCAG 2.2, 2.1.4).

use askama::Template;
use askama::filters::HtmlSafe;

use crate::layout::Frame;

/// The list. The script that it describes is no condition of anything.
#[derive(Template)]
#[template(path = "staff/keys.html")]
pub(crate) struct Keys {
    title: String,
    switch: String,
    keys: Vec<(&'static str, String)>,
}

impl HtmlSafe for Keys {}

impl Keys {
    fn new(frame: &Frame<'_>, keys: &[(&'static str, &str)]) -> Self {
        Self {
            title: frame.t("keys-title"),
            switch: frame.t("keys-switch"),
            keys: keys.iter().map(|(key, does)| (*key, frame.t(does))).collect(),
        }
    }

    pub(crate) fn of_queue(frame: &Frame<'_>) -> Self {
        Self::new(
            frame,
            &[
                ("j", "keys-next"),
                ("k", "keys-before"),
                ("Enter, o", "keys-open"),
                ("a", "keys-take"),
                ("x", "keys-tick"),
                ("n", "keys-page"),
                ("/", "keys-filter"),
                ("#", "keys-number"),
                ("?", "keys-list"),
            ],
        )
    }

    pub(crate) fn of_case(frame: &Frame<'_>) -> Self {
        Self::new(
            frame,
            &[
                ("a", "keys-take"),
                ("r", "keys-reply"),
                ("i", "keys-note"),
                ("d", "keys-decide"),
                ("h", "keys-hand-over"),
                ("u", "keys-back"),
                ("?", "keys-list"),
            ],
        )
    }
}
