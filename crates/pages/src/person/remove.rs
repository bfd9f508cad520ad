//! `/me/leave/parts`: which data are to go. By GET to the page that says what that would do, so that the
//! choice stands in its address and nothing is lost by going back.

use amanah_domain::{Category, FieldId};

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::public::What;

/// The choice of parts.
#[derive(askama::Template)]
#[template(path = "person/remove.html")]
pub struct RemoveParts<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What is ticked.
    pub form: FormView<'p>,
    /// Values that we hold and that can go by themselves, each a box `field-<name>`.
    pub fields: Vec<FieldId>,
    /// Categories that go whole or not at all, each a box `category-<name>`.
    pub categories: Vec<Category>,
}

impl RemoveParts<'_> {
    /// Name of the box, words, and whether it is ticked.
    fn boxes(&self) -> Vec<(String, String, bool)> {
        let words = self.frame.words;
        let fields = self.fields.iter().map(|f| (format!("field-{}", f.name()), What::Field(*f)));
        let whole = self.categories.iter().map(|c| (format!("category-{}", c.name()), What::Category(*c)));
        let ticked = |name: &str| self.form.value_of(name) == "yes";
        fields.chain(whole).map(|(name, what)| (name.clone(), what.say(words), ticked(&name))).collect()
    }
}

page!(RemoveParts: |page| page.form.title("remove-title"));

#[cfg(test)]
impl crate::sample::Sampled for RemoveParts<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let fields = vec![
            FieldId::Gender,
            FieldId::Phone,
            FieldId::Address,
            FieldId::Nik,
            FieldId::Kk,
            FieldId::PayoutAccount,
        ];
        let page = |form, fields, categories| Self { frame: frame.clone(), form, fields, categories };
        let whole = || vec![Category::Correspondence];
        let wrong = frame.form().wrong(FieldError::new("field-gender", "remove-nothing"));
        vec![
            ("chosen", page(frame.form().typed("field-address", "yes"), fields.clone(), whole())),
            ("wrong", page(wrong, fields, whole())),
            ("nothing", page(frame.form(), Vec::new(), Vec::new())),
        ]
    }
}
