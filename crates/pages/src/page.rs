//! What every page is.

use crate::layout::Frame;

/// A page that could not be rendered. Carries nothing of what it would have shown.
#[derive(Debug)]
pub struct RenderError(&'static str);

impl core::fmt::Display for RenderError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "page {} could not be rendered", self.0)
    }
}

impl core::error::Error for RenderError {}

/// A page: plain data and a template. Its template extends `base.html`, which asks it for its
/// [`frame`](Page::frame) and [`title`](Page::title).
pub trait Page: askama::Template {
    /// What stands around it.
    fn frame(&self) -> &Frame<'_>;

    /// What it is called: the `<title>`, before the programme's name.
    fn title(&self) -> String;

    /// The whole page as HTML.
    ///
    /// # Errors
    /// Only where memory or formatting fails.
    fn html(&self) -> Result<String, RenderError> {
        askama::Template::render(self).map_err(|_| RenderError(core::any::type_name::<Self>()))
    }
}

/// [`Page`] for a view with a field `frame`: `page!(Landing: |page| page.frame.t("programme-name"));`
macro_rules! page {
    ($view:ident: |$page:ident| $title:expr) => {
        impl $crate::page::Page for $view<'_> {
            fn frame(&self) -> &$crate::layout::Frame<'_> {
                &self.frame
            }

            fn title(&self) -> String {
                let $page = self;
                $title
            }
        }
    };
}
pub(crate) use page;
