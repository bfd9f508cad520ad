//! `/me/copy`: everything about me on one page, and three ways to take it along: for printing, as an
//! archive, to another controller.

use amanah_domain::Timestamp;

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::PostButton;
use crate::pdf::Document;
use crate::person::copy_facts::{CopyFacts, CopySection};

/// The copy on screen.
#[derive(askama::Template)]
#[template(path = "person/copy.html")]
pub struct Copy<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Everything.
    pub facts: CopyFacts<'p>,
    /// Whether the sign-in is fresh enough for the archive.
    pub fresh: bool,
    /// Whether there is somebody to whom it can be sent.
    pub can_send: bool,
    /// It was just ordered to be sent.
    pub sent: bool,
}

impl Copy<'_> {
    fn sections(&self) -> Vec<CopySection> {
        self.facts.say(&self.frame, false)
    }

    fn make(&self) -> PostButton {
        self.frame.button("/me/copy/archive", "copy-archive-do").primary()
    }

    fn sign_in(&self) -> PostButton {
        self.frame.button("/me/copy/sign-in", "confirm-sign-in").primary()
    }

    fn uses(&self) -> String {
        self.frame.t1("copy-uses", "n", self.facts.uses)
    }

    /// The file for printing: the same words in the same order.
    pub fn pdf(&self) -> Vec<u8> {
        let frame = &self.frame;
        let made = frame.t1("copy-foot", "at", frame.moment(&frame.now));
        let mut document = Document::new(frame.lang(), frame.t("copy-title"), made);
        document.text(frame.t("programme-name"));
        document.text(frame.t("copy-lead"));
        for section in self.facts.say(frame, true) {
            document.heading(&section.title);
            for line in &section.lines {
                document.item(said(&line.name, &line.text, &line.note));
            }
            if !section.more.is_empty() {
                document.text(&section.more);
            }
        }
        document.heading(frame.t("copy-trail"));
        document.text(self.uses());
        document.text(frame.t("copy-trail-how"));
        document.heading(frame.t("copy-without"));
        document.text(frame.t("copy-without-what"));
        document.bytes()
    }
}

/// A line of the file: the name, what it says, and what is said of it.
fn said(name: &str, text: &str, note: &str) -> String {
    let mut out = name.to_owned();
    if !text.is_empty() {
        out.push_str(": ");
        out.push_str(text);
    }
    if !note.is_empty() {
        out.push_str(" (");
        out.push_str(note);
        out.push(')');
    }
    out
}

page!(Copy: |page| page.frame.t("copy-title"));

/// The link to the archive.
#[derive(askama::Template)]
#[template(path = "person/copy_ready.html")]
pub struct CopyReady<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The link; `None` when it is used or over.
    pub link: Option<(String, Timestamp)>,
}

page!(CopyReady: |page| page.frame.t(match page.link {
    Some(_) => "copy-ready-title",
    None => "copy-over-title",
}));

/// To whom it is to be sent.
#[derive(askama::Template)]
#[template(path = "person/send_copy.html")]
pub struct SendCopy<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Input: `to`.
    pub form: FormView<'p>,
    /// Those whom the operator has configured.
    pub controllers: Vec<String>,
    /// Whether the sign-in is fresh enough.
    pub fresh: bool,
}

impl SendCopy<'_> {
    fn choices(&self) -> Vec<Choice> {
        self.controllers.iter().map(|name| Choice::new(name.as_str(), name.as_str())).collect()
    }

    fn sign_in(&self) -> PostButton {
        self.frame.button("/me/copy/sign-in", "confirm-sign-in").with("to", "send").primary()
    }
}

page!(SendCopy: |page| page.form.title("copy-send-title"));

#[cfg(test)]
impl crate::sample::Sampled for Copy<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::person::copy_facts::sample;
        let page = |full, fresh, sent| Self {
            facts: sample(frame.now, full),
            fresh,
            can_send: full,
            sent,
            frame: frame.clone(),
        };
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/page-samples");
        std::fs::create_dir_all(&folder).unwrap();
        let pdf = page(true, true, false).pdf();
        std::fs::write(folder.join(format!("copy.{}.pdf", frame.lang().code())), pdf).unwrap();
        vec![
            ("full", page(true, true, false)),
            ("stale", page(false, false, false)),
            ("sent", page(true, true, true)),
        ]
    }
}

#[cfg(test)]
impl crate::sample::Sampled for CopyReady<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let link = ("/me/copy/archive/0a1b".to_owned(), frame.now.plus_hours(1));
        vec![("ready", Self { frame: frame.clone(), link: Some(link) }), ("over", Self { frame, link: None })]
    }
}

#[cfg(test)]
impl crate::sample::Sampled for SendCopy<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let some = vec!["Balai Latihan Kerja Bandung".to_owned(), "Bursa Kerja Nasional".to_owned()];
        let page = |form, controllers, fresh| Self { frame: frame.clone(), form, controllers, fresh };
        let wrong = frame.form().wrong(FieldError::new("to", "choose"));
        vec![
            ("some", page(frame.form(), some.clone(), true)),
            ("wrong", page(wrong, some.clone(), true)),
            ("stale", page(frame.form(), some, false)),
            ("none", page(frame.form(), Vec::new(), true)),
        ]
    }
}
