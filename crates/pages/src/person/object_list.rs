//! `/me/rights/object`: the purposes that can be objected to, and what is decided by machine.

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;

/// A purpose that can be objected to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObjectItem {
    /// Its id.
    pub id: String,
    /// In words.
    pub title: String,
    /// What is done for it.
    pub text: String,
    /// It stops as a whole; else machines decide no longer.
    pub stops_all: bool,
    /// The person objects to it. Posts to `/me/rights/object/<id>/end`.
    pub objected: bool,
}

/// The list.
#[derive(askama::Template)]
#[template(path = "person/object_list.html")]
pub struct ObjectList<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Purposes.
    pub items: Vec<ObjectItem>,
    /// Batches whose draw can be contested: number.
    pub batches: Vec<u32>,
}

impl ObjectList<'_> {
    fn tag(&self, item: &ObjectItem) -> Tag {
        match item.objected {
            true => Tag::waiting(self.frame.t("object-on")),
            false => Tag::plain(self.frame.t("object-off")),
        }
    }

    fn does(&self, item: &ObjectItem) -> String {
        self.frame.t(if item.stops_all { "object-stops" } else { "object-machines" })
    }
}

page!(ObjectList: |page| page.frame.t("object-title"));

#[cfg(test)]
impl crate::sample::Sampled for ObjectList<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let item = |id: &str, title: &str, objected| ObjectItem {
            id: id.to_owned(),
            title: title.to_owned(),
            text: "Data Anda dicocokkan dengan syarat program.".to_owned(),
            stops_all: id == "maintenance",
            objected,
        };
        let items = vec![
            item("due-diligence", "Memeriksa syarat", false),
            item("benefits", "Memberikan manfaat program", true),
            item("maintenance", "Merawat sistem", false),
        ];
        vec![
            ("some", Self { frame: frame.clone(), items, batches: vec![71, 70] }),
            ("none", Self { frame, items: Vec::new(), batches: Vec::new() }),
        ]
    }
}
