//! `/me/data/<field>`: one value corrected or completed, for the fields that have no page of their own
//! among the profile's steps.

use amanah_domain::FieldId;

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// Fields that this page edits.
pub const EDITABLE: &[FieldId] = &[FieldId::Name, FieldId::Gender];

/// One value. The input is called as the field.
#[derive(askama::Template)]
#[template(path = "person/edit_value.html")]
pub struct EditValue<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to the page itself. Holds the present value, or what was typed.
    pub form: FormView<'p>,
    /// One of [`EDITABLE`].
    pub field: FieldId,
    /// Whether there is a value now.
    pub held: bool,
}

impl EditValue<'_> {
    fn heading(&self) -> String {
        let key = if self.held { "edit-title" } else { "edit-add-title" };
        self.frame.t1(key, "field", self.frame.words.field(self.field))
    }

    fn is_checked(&self) -> bool {
        self.field == FieldId::Name
    }

    fn genders(&self) -> Vec<Choice> {
        use amanah_domain::values::Gender;
        let say = |g: &Gender| Choice::new(g.name(), self.frame.words.value(FieldId::Gender, g.name()));
        Gender::ALL.iter().map(say).collect()
    }
}

page!(EditValue: |page| if page.form.errors.is_empty() {
    page.heading()
} else {
    page.frame.t1("form-title-wrong", "title", page.heading())
});

#[cfg(test)]
impl crate::sample::Sampled for EditValue<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let page = |field, form: FormView<'static>, held| Self {
            form: form.help("name", crate::sample::help()),
            frame: frame.clone(),
            field,
            held,
        };
        let name = crate::sample::shown("Sari Dewi Lestari");
        let long = FieldError { bound: Some(100), ..FieldError::new("name", "name-long") };
        let wrong = frame.form().typed("name", "Sari ".repeat(30)).wrong(long);
        vec![
            ("name", page(FieldId::Name, frame.form().with("name", name), true)),
            ("gender", page(FieldId::Gender, frame.form(), false)),
            ("wrong", page(FieldId::Name, wrong, true)),
        ]
    }
}
