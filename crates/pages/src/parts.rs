//! Small pieces that many pages share. Each renders itself and is safe to put into a template as
//! `{{ piece }}`.

use askama::Template;
use askama::filters::HtmlSafe;

/// What a status means. Each kind has a shape and a colour of its own; the words always stand beside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TagKind {
    /// Reached, met, done.
    Done,
    /// Waits for somebody or for a time.
    Waiting,
    /// Not met, refused, failed.
    No,
    /// Neither good nor bad.
    Plain,
}

/// A status: words in a tag with a shape.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/tag.html")]
pub struct Tag {
    /// What it means.
    pub kind: TagKind,
    /// What it says.
    pub text: String,
}

impl HtmlSafe for Tag {}

impl Tag {
    /// Reached.
    pub fn done(text: impl Into<String>) -> Self {
        Self { kind: TagKind::Done, text: text.into() }
    }

    /// Waiting.
    pub fn waiting(text: impl Into<String>) -> Self {
        Self { kind: TagKind::Waiting, text: text.into() }
    }

    /// Not met.
    pub fn no(text: impl Into<String>) -> Self {
        Self { kind: TagKind::No, text: text.into() }
    }

    /// Neither.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { kind: TagKind::Plain, text: text.into() }
    }
}

/// Something said on top of a page.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/notice.html")]
pub struct Notice {
    /// Done: something was saved. Waiting: something is to be done in time. No: something failed.
    pub kind: TagKind,
    /// What is said.
    pub text: String,
    /// Where it can be followed: address and words.
    pub link: Option<(String, String)>,
}

impl HtmlSafe for Notice {}

impl Notice {
    /// A notice without a link.
    pub fn new(kind: TagKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), link: None }
    }

    /// The same with a link.
    #[must_use]
    pub fn with_link(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.link = Some((href.into(), text.into()));
        self
    }
}

/// A form that is one button. Posts the token and nothing else, unless [`Self::with`] adds to it.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/post_button.html")]
pub struct PostButton {
    action: String,
    label: String,
    about: Option<String>,
    csrf: String,
    hidden: Vec<(String, String)>,
    class: &'static str,
}

impl HtmlSafe for PostButton {}

impl PostButton {
    pub(crate) fn new(action: &str, label: String, csrf: &str) -> Self {
        Self {
            action: action.to_owned(),
            label,
            about: None,
            csrf: csrf.to_owned(),
            hidden: Vec::new(),
            class: "quiet",
        }
    }

    /// The page's one main action.
    #[must_use]
    pub fn primary(mut self) -> Self {
        self.class = "primary";
        self
    }

    /// Something that takes away.
    #[must_use]
    pub fn grave(mut self) -> Self {
        self.class = "grave";
        self
    }

    /// Looks like a link.
    #[must_use]
    pub fn link(mut self) -> Self {
        self.class = "as-link";
        self
    }

    /// What it is about, read after the label by screen readers: tells ten *End* buttons apart.
    #[must_use]
    pub fn about(mut self, text: impl AsRef<str>) -> Self {
        self.about = Some(text.as_ref().to_owned());
        self
    }

    /// One more value to post.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.hidden.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// Links to the pages before and after. `None` where there is none.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/paging.html")]
pub struct Paging {
    /// What the links are called for screen readers: *pages of …*.
    pub label: String,
    /// Address and words of the page before (newer).
    pub before: Option<(String, String)>,
    /// Address and words of the page after (older).
    pub after: Option<(String, String)>,
    /// Where we are: *Page 2 of 7*; empty where the number of pages is not known.
    pub here: String,
}

impl HtmlSafe for Paging {}

/// One of the few icons, as inline SVG.
#[derive(Clone, Copy, Debug, Template)]
#[template(path = "parts/icon.html")]
pub struct Icon {
    path: &'static str,
}

impl HtmlSafe for Icon {}

impl Icon {
    pub(crate) fn named(name: &str) -> Self {
        // 16 × 16, one stroke each.
        let path = match name {
            "person" => "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 6c0-3 2.5-4.5 6-4.5s6 1.5 6 4.5",
            "phone" => "M3 2h3l1 4-2 1.5a9 9 0 0 0 4 4L10.5 9l3.5 1v3c-6 1.5-12.5-5-11-11Z",
            "eye" => "M1 8s2.5-5 7-5 7 5 7 5-2.5 5-7 5-7-5-7-5Zm7 2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
            "clock" => "M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14ZM8 4v4l3 2",
            "lock" => "M3 7h10v7H3ZM5 7V5a3 3 0 0 1 6 0v2",
            "out" => "M6 3H3v10h10v-3M9 2h5v5M14 2 7 9",
            _ => "M8 2v12M2 8h12",
        };
        Self { path }
    }
}
