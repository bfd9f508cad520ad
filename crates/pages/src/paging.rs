//! Pages that are numbered.

use crate::layout::Frame;
use crate::parts::Paging;

/// Links from page `page` of `pages` to its neighbours. `base` is the address with its query up to and
/// without `page`; `label` is a word key.
pub(crate) fn numbered(frame: &Frame<'_>, label: &str, base: &str, page: u32, pages: u32) -> Paging {
    let mark = if base.contains('?') { '&' } else { '?' };
    let to = |page: u32, key: &str| (format!("{base}{mark}page={page}"), frame.t(key));
    Paging {
        label: frame.t(label),
        before: (page > 1).then(|| to(page.saturating_sub(1), "paging-before")),
        after: (page < pages).then(|| to(page.saturating_add(1), "paging-next")),
        here: if pages > 1 { frame.t2("paging-here", "page", page, "pages", pages) } else { String::new() },
    }
}
