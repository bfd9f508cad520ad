//! Charts as SVG, made on the server: numbers in, a picture with words out. No script, no inline style;
//! colours come from the stylesheet's classes. Axes begin at zero. The page puts the table under it.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::words::Lexicon;

/// One bar: what it counts, now and in the period before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bar {
    /// What it counts, in words: *22 Nov*, *Jawa Barat*.
    pub label: String,
    /// How many.
    pub value: u64,
    /// How many in the period before; `None` where nothing is compared.
    pub before: Option<u64>,
}

impl Bar {
    /// A bar without comparison.
    pub fn new(label: impl Into<String>, value: u64) -> Self {
        Self { label: label.into(), value, before: None }
    }

    /// The same beside the period before.
    #[must_use]
    pub fn before(mut self, value: u64) -> Self {
        self.before = Some(value);
        self
    }
}

/// What a chart says to those who do not see it, and below it to those who do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caption {
    /// Its id in the page; letters and hyphens.
    pub id: &'static str,
    /// What it shows.
    pub title: String,
    /// What one sees in it: *Highest on 20 Nov with 1.240, last 980.*
    pub desc: String,
    /// What the mark of the period before means; empty where nothing is compared.
    pub legend: String,
}

// All lengths are in units of the view box, which is as wide as a small phone's column.
const WIDTH: u64 = 340;
const TOP: u64 = 20;
const PLOT_HEIGHT: u64 = 150;
const TICKS_MAX: u64 = 4;
const CHAR_WIDTH: u64 = 7;
const ROW_HEIGHT: u64 = 40;
const ROW_BAR_TOP: u64 = 20;
const ROW_BAR_HEIGHT: u64 = 12;

struct Tick {
    y: u64,
    label: String,
}

struct Upright {
    x: u64,
    y: u64,
    width: u64,
    height: u64,
    /// Height of the mark of the period before.
    before: Option<u64>,
    last: bool,
}

struct Mark {
    x: u64,
    anchor: &'static str,
    text: String,
}

/// Upright bars over time, oldest first; the last one is labelled with its value.
#[derive(Template)]
#[template(path = "parts/columns.html")]
pub struct Columns {
    caption: Caption,
    left: u64,
    bottom: u64,
    height: u64,
    ticks: Vec<Tick>,
    bars: Vec<Upright>,
    below: Vec<Mark>,
    last: Option<(Mark, u64)>,
}

impl HtmlSafe for Columns {}

impl Columns {
    /// A chart of `bars`.
    pub fn new(words: Lexicon<'_>, caption: Caption, bars: &[Bar]) -> Self {
        let highest = bars.iter().map(|bar| bar.value.max(bar.before.unwrap_or(0))).max().unwrap_or(0);
        let step = step(highest);
        let top = highest.div_ceil(step).max(1) * step;
        let bottom = TOP + PLOT_HEIGHT;
        let y = |value: u64| bottom - scale(value, top, PLOT_HEIGHT);
        let number = |value: u64| words.number(i64::try_from(value).unwrap_or(i64::MAX));
        let ticks: Vec<_> =
            (0..=top / step).map(|n| Tick { y: y(n * step), label: number(n * step) }).collect();
        let longest = ticks.iter().map(|tick| tick.label.chars().count() as u64).max().unwrap_or(1);
        let left = longest * CHAR_WIDTH + 8;
        let count = (bars.len() as u64).max(1);
        let slot = |at: u64| left + (WIDTH - left) * at / count;
        let width = ((WIDTH - left) / count).saturating_sub(4).max(2);
        let placed = |(at, bar): (usize, &Bar)| Upright {
            x: slot(at as u64) + 2,
            y: y(bar.value),
            width,
            height: scale(bar.value, top, PLOT_HEIGHT),
            before: bar.before.map(y),
            last: at + 1 == bars.len(),
        };
        let last = bars.last().map(|bar| {
            let mark = Mark { x: WIDTH, anchor: "end", text: number(bar.value) };
            (mark, y(bar.value.max(bar.before.unwrap_or(0))) - 6)
        });
        let mut below = Vec::new();
        if let [first, .., latest] = bars {
            below.push(Mark { x: left, anchor: "start", text: first.label.clone() });
            below.push(Mark { x: WIDTH, anchor: "end", text: latest.label.clone() });
        }
        Self {
            caption,
            left,
            bottom,
            height: bottom + 22,
            ticks,
            bars: bars.iter().enumerate().map(placed).collect(),
            below,
            last,
        }
    }
}

struct Lying {
    label: String,
    value: String,
    text_y: u64,
    bar_y: u64,
    width: u64,
    before: Option<u64>,
    mark_y: u64,
}

/// Lying bars, each with its name above it and its value at the end of the line.
#[derive(Template)]
#[template(path = "parts/bars.html")]
pub struct Bars {
    caption: Caption,
    height: u64,
    rows: Vec<Lying>,
}

impl HtmlSafe for Bars {}

impl Bars {
    /// A chart of `bars`, in their order.
    pub fn new(words: Lexicon<'_>, caption: Caption, bars: &[Bar]) -> Self {
        let most = bars.iter().map(|bar| bar.value.max(bar.before.unwrap_or(0))).max().unwrap_or(0);
        let row = |(at, bar): (usize, &Bar)| {
            let y = at as u64 * ROW_HEIGHT;
            Lying {
                label: bar.label.clone(),
                value: words.number(i64::try_from(bar.value).unwrap_or(i64::MAX)),
                text_y: y + 14,
                bar_y: y + ROW_BAR_TOP,
                width: scale(bar.value, most, WIDTH),
                before: bar.before.map(|before| scale(before, most, WIDTH - 2) + 1),
                mark_y: y + ROW_BAR_TOP - 3,
            }
        };
        Self {
            caption,
            height: (bars.len() as u64).max(1) * ROW_HEIGHT,
            rows: bars.iter().enumerate().map(row).collect(),
        }
    }

    fn mark_height(&self) -> u64 {
        ROW_BAR_HEIGHT + 6
    }

    fn bar_height(&self) -> u64 {
        ROW_BAR_HEIGHT
    }
}

/// `value` of `most` as a part of `length`. What is more than nothing is seen.
fn scale(value: u64, most: u64, length: u64) -> u64 {
    let part = u128::from(value) * u128::from(length) / u128::from(most.max(1));
    u64::try_from(part).unwrap_or(length).clamp(u64::from(value > 0), length)
}

/// A round step between lines: 1, 2 or 5 and zeros, so that there are at most [`TICKS_MAX`] of them.
fn step(highest: u64) -> u64 {
    let mut ten = 1_u64;
    loop {
        for round in [1, 2, 5] {
            let step = ten.saturating_mul(round);
            if highest.div_ceil(step) <= TICKS_MAX || step == u64::MAX {
                return step;
            }
        }
        ten = ten.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, sample};

    fn caption() -> Caption {
        Caption { id: "c", title: "<b>".to_owned(), desc: "d".to_owned(), legend: String::new() }
    }

    #[test]
    fn steps_are_round_and_few() {
        for (highest, wanted) in [(0, 1), (4, 1), (5, 2), (9, 5), (1_240, 500), (80_000, 20_000)] {
            assert_eq!(step(highest), wanted, "{highest}");
        }
        assert!(step(u64::MAX) > 0);
    }

    #[test]
    fn axes_begin_at_zero_and_something_is_seen() {
        assert_eq!(scale(0, 100, 150), 0);
        assert_eq!(scale(1, 1_000_000, 150), 1);
        assert_eq!(scale(100, 100, 150), 150);
        let words = sample::words().lexicon(Lang::Id);
        let bars = [Bar::new("1 Nov", 10), Bar::new("2 Nov", 1_240).before(700)];
        let svg = Columns::new(words, caption(), &bars).render().unwrap();
        assert!(svg.contains(">0</text>") && svg.contains(">1.240</text>"), "{svg}");
        assert!(svg.contains("role=\"img\"") && !svg.contains("style="), "{svg}");
    }

    #[test]
    fn names_are_escaped() {
        let words = sample::words().lexicon(Lang::Id);
        for svg in [
            Columns::new(words, caption(), &[]).render().unwrap(),
            Bars::new(words, caption(), &[Bar::new("<script>", 3)]).render().unwrap(),
        ] {
            assert!(!svg.contains("<script") && !svg.contains("<b>"), "{svg}");
        }
    }
}
