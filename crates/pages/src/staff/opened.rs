//! Values that were opened for one purpose, as a list with their source and time.

use std::borrow::Cow;

use amanah_domain::{FieldId, FieldSet, Source, Timestamp};
use askama::Template;
use askama::filters::HtmlSafe;

use crate::layout::Frame;
use crate::parts::{Icon, Tag};
use crate::shown::Shown;

/// One opened value.
#[derive(Debug)]
pub struct OpenedField<'p> {
    /// Which field.
    pub field: FieldId,
    /// Its value, as it is stored or already in words.
    pub value: Shown<'p>,
    /// Whence it came.
    pub source: Source,
    /// When it was given.
    pub at: Timestamp,
    /// The person says that it is wrong.
    pub disputed: bool,
}

struct Line<'v> {
    label: String,
    value: Cow<'v, str>,
    mono: bool,
    from: String,
    disputed: Option<Tag>,
}

/// The list. It borrows the values from the page.
#[derive(Template)]
#[template(path = "staff/opened.html")]
pub(crate) struct Opened<'v> {
    lines: Vec<Line<'v>>,
    empty: Vec<(String, String)>,
    closed: Vec<(String, String)>,
    lock: Icon,
}

impl HtmlSafe for Opened<'_> {}

impl<'v> Opened<'v> {
    /// `empty` are fields that the purpose opens and nobody filled in; `closed` those that it does not.
    pub(crate) fn new(
        frame: &Frame<'_>,
        fields: &'v [OpenedField<'_>],
        empty: FieldSet,
        closed: FieldSet,
    ) -> Self {
        let words = frame.words;
        let line = |opened: &'v OpenedField<'_>| Line {
            label: words.field(opened.field),
            value: match opened.field {
                FieldId::BirthDate | FieldId::Gender | FieldId::Occupation | FieldId::Education => {
                    Cow::Owned(words.value(opened.field, opened.value.as_str()))
                }
                _ => Cow::Borrowed(opened.value.as_str()),
            },
            mono: matches!(
                opened.field,
                FieldId::Nik | FieldId::Kk | FieldId::PayoutAccount | FieldId::Phone
            ),
            from: words.t2(
                "opened-from",
                "source",
                words.staff_source(opened.source),
                "at",
                frame.moment(&opened.at),
            ),
            disputed: opened.disputed.then(|| Tag::waiting(words.t("opened-disputed"))),
        };
        let named = |set: FieldSet, why: &str| {
            set.iter().map(|field| (words.field(field), words.t(why))).collect::<Vec<_>>()
        };
        Self {
            lines: fields.iter().map(line).collect(),
            empty: named(empty, "opened-empty"),
            closed: named(closed, "opened-closed"),
            lock: frame.icon("lock"),
        }
    }
}
