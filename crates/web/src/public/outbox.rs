//! `/outbox`: the letters of the demonstration. There is no such page anywhere else.

use amanah_actions::post::DemoLetter;
use amanah_pages::Shown;
use amanah_pages::public::{Outbox, OutboxLetter, OutboxLine};
use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::failure::{Failure, Reply};
use crate::visitor::Visitor;

/// Letters of a page.
const PAGE_LETTERS: usize = 25;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    page: usize,
}

fn letters(visitor: &Visitor) -> Result<Vec<DemoLetter>, Failure> {
    let office = &visitor.app.office;
    let demo = office.post.demo_box().filter(|_| office.mode.demo);
    demo.map(|letters| letters.letters()).ok_or(Failure::NotFound)
}

fn line(letter: &DemoLetter) -> OutboxLine<'static> {
    OutboxLine {
        number: letter.number,
        channel: letter.channel,
        to: Shown::typed(letter.to.clone()),
        subject: Shown::typed(letter.subject.clone()),
        at: letter.at,
    }
}

pub(crate) async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    let letters = letters(&visitor)?;
    let pages = letters.len().div_ceil(PAGE_LETTERS).max(1);
    let here = asked.page.clamp(1, pages);
    let page = Outbox {
        frame: visitor.frame(),
        letters: letters.iter().skip((here - 1) * PAGE_LETTERS).take(PAGE_LETTERS).map(line).collect(),
        page: u32::try_from(here).unwrap_or(u32::MAX),
        pages: u32::try_from(pages).unwrap_or(u32::MAX),
    };
    visitor.page(&page)
}

pub(crate) async fn letter(visitor: Visitor, Path(number): Path<String>) -> Reply {
    let found = letters(&visitor)?.into_iter().find(|letter| letter.number.to_string() == number);
    let found = found.ok_or(Failure::NotFound)?;
    let page = OutboxLetter { frame: visitor.frame(), letter: line(&found), text: Shown::typed(found.text) };
    visitor.page(&page)
}
