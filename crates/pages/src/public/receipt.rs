//! `/report/receipt`: a case for whoever holds its number and its code.

use crate::conversation::{CaseStanding, ConversationView, SaidLine, StandingView, conversation};
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// Asks for number and code. Posts to itself; inputs `number`, `code`.
#[derive(askama::Template)]
#[template(path = "public/find_receipt.html")]
pub struct FindReceipt<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What was typed.
    pub form: FormView<'p>,
    /// Minutes for which the page stays open.
    pub minutes: u32,
}

page!(FindReceipt: |page| page.form.title("receipt-title"));

/// The case. Posts to `/report/receipt/say` (`said`, `key`) and `/report/receipt/close`.
#[derive(askama::Template)]
#[template(path = "public/receipt.html")]
pub struct Receipt<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Where it stands.
    pub standing: CaseStanding,
    /// What was said.
    pub lines: Vec<SaidLine<'p>>,
    /// To say more; `None` where it came to its end.
    pub form: Option<FormView<'p>>,
    /// Goes with one message, so that it is said once.
    pub key: String,
    /// Characters of one message, at most.
    pub chars_max: u32,
    /// Minutes for which the page stays open.
    pub minutes: u32,
}

impl Receipt<'_> {
    fn standing_view(&self) -> StandingView {
        self.standing.view(&self.frame)
    }

    fn said(&self) -> ConversationView<'_> {
        conversation(&self.frame, "receipt-said", &self.lines)
    }
}

page!(Receipt: |page| match &page.form {
    Some(form) => form.title("receipt-title"),
    None => page.frame.t("receipt-title"),
});

#[cfg(test)]
mod tests {
    use amanah_domain::cases::CaseState;

    use super::*;
    use crate::conversation::samples;
    use crate::form::FieldError;
    use crate::sample::Sampled;

    impl Sampled for FindReceipt<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let page = |form| Self { frame: frame.clone(), form, minutes: 30 };
            let wrong = frame.form().typed("number", "7KQ2").wrong(FieldError::new("code", "receipt-wrong"));
            vec![("empty", page(frame.form())), ("wrong", page(wrong))]
        }
    }

    impl Sampled for Receipt<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let page = |standing, form: Option<FormView<'static>>| Self {
                standing,
                lines: samples::lines(frame.now),
                form,
                key: "4f".repeat(16),
                chars_max: 4_000,
                minutes: 30,
                frame: frame.clone(),
            };
            let standing = || samples::standing(frame.now);
            let late = CaseStanding { due_at: Some(frame.now.plus_hours(-2)), ..standing() };
            let waits = CaseStanding {
                state: CaseState::Waiting,
                due_at: None,
                waits_until: Some(frame.now.plus_hours(300)),
                ..standing()
            };
            let ended = CaseStanding {
                state: CaseState::Answered,
                due_at: None,
                decided_at: Some(frame.now),
                ..standing()
            };
            let wrong = frame.form().wrong(FieldError::new("said", "text-empty"));
            vec![
                ("open", page(standing(), Some(frame.form()))),
                ("late", page(late, Some(wrong))),
                ("waits", page(waits, Some(frame.form()))),
                ("ended", page(ended, None)),
            ]
        }
    }
}
