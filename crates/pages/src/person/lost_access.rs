//! `/lost-access`: somebody can no longer receive codes. First what works at once, then a form; the
//! pages say the same whether the NIK has an account or not.

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// The request. Inputs: `nik`, `name`, `birth-date-day`, `-month`, `-year`, `address` (the new one),
/// `statement`, `attest`. Posts to the page itself.
#[derive(askama::Template)]
#[template(path = "person/lost_access.html")]
pub struct LostAccess<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What was typed.
    pub form: FormView<'p>,
    /// Characters of what is said, at most.
    pub chars_max: u32,
    /// Hours until an answer.
    pub answer_hours: u32,
    /// Hours until a confirmed new address takes effect.
    pub delay_hours: u32,
}

page!(LostAccess: |page| page.form.title("lost-title"));

/// `/lost-access/sent`: the new address is confirmed, and what happens now.
#[derive(askama::Template)]
#[template(path = "person/lost_access_sent.html")]
pub struct LostAccessSent<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Hours until an answer.
    pub answer_hours: u32,
    /// Hours until a confirmed new address takes effect.
    pub delay_hours: u32,
}

page!(LostAccessSent: |page| page.frame.t("lost-sent-title"));

#[cfg(test)]
mod samples {
    use super::*;
    use crate::form::FieldError;
    use crate::sample::{Sampled, help};

    impl Sampled for LostAccess<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let page = |form: FormView<'static>| Self {
                frame: frame.clone(),
                form: form.help("nik", help()).help("birth-date", help()).help("address", help()),
                chars_max: 1_000,
                answer_hours: 72,
                delay_hours: 72,
            };
            let wrong = frame
                .form()
                .typed("nik", "317404550398000")
                .typed("name", "Sari Dewi")
                .typed("birth-date-year", "98")
                .wrong(FieldError { bound: Some(16), ..FieldError::new("nik", "nik-length") })
                .wrong(FieldError { bound: Some(4), ..FieldError::new("birth-date", "birth-date-year") })
                .wrong(FieldError::new("statement", "text-empty"))
                .wrong(FieldError::new("attest", "attest"));
            vec![("empty", page(frame.form())), ("wrong", page(wrong))]
        }
    }

    impl Sampled for LostAccessSent<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            vec![("sent", Self { frame, answer_hours: 72, delay_hours: 72 })]
        }
    }
}
