//! The paths a file names: `a::b::c` in code, and every leaf of a `use` tree.

use crate::tokens::{Kind, Token, closing, lex};

#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) segments: Vec<String>,
    /// The name under which a `use` brings it in, if that differs.
    pub(crate) alias: Option<String>,
    pub(crate) line: usize,
    /// Named by `pub use` or `pub(…) use`.
    pub(crate) reexport: bool,
    /// How many modules written out in this file stand around it.
    pub(crate) inline: usize,
}

impl Named {
    pub(crate) fn text(&self) -> String {
        self.segments.join("::")
    }

    pub(crate) fn starts_with(&self, path: &[&str]) -> bool {
        self.segments.len() >= path.len() && self.segments.iter().zip(path).all(|(a, b)| a == b)
    }
}

pub(crate) fn named(tokens: &[Token]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let leaf = |segments, alias, reexport| Named {
            segments,
            alias,
            line: tokens[at].line,
            reexport,
            inline: inline_modules(tokens, at),
        };
        if is_use(tokens, at) {
            let reexport = is_reexport(tokens, at);
            let mut leaves = Vec::new();
            at = tree(tokens, at + 1, &[], &mut leaves);
            let start = tokens[..at].iter().rposition(|token| token.is("use")).unwrap_or(0);
            let (line, inline) = (tokens[start].line, inline_modules(tokens, start));
            found.extend(leaves.into_iter().map(|(segments, alias)| Named {
                segments,
                alias,
                line,
                reexport,
                inline,
            }));
        } else if starts_path(tokens, at) {
            let mut segments = vec![tokens[at].text.clone()];
            let mut end = at + 1;
            while is_mark(tokens, end, "::") && tokens.get(end + 1).is_some_and(|t| t.kind == Kind::Word) {
                segments.push(tokens[end + 1].text.clone());
                end += 2;
            }
            found.push(leaf(segments, None, false));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

fn is_mark(tokens: &[Token], at: usize, mark: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.is(mark))
}

/// `use` as a statement, not the `use<…>` of a return type.
fn is_use(tokens: &[Token], at: usize) -> bool {
    is_mark(tokens, at, "use") && !is_mark(tokens, at + 1, "<")
}

fn is_reexport(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else { return false };
    if before.is(")") {
        let open = tokens[..at].iter().rposition(|token| token.is("("));
        return open.is_some_and(|open| open > 0 && tokens[open - 1].is("pub"));
    }
    before.is("pub")
}

fn starts_path(tokens: &[Token], at: usize) -> bool {
    tokens[at].kind == Kind::Word && is_mark(tokens, at + 1, "::") && (at == 0 || !tokens[at - 1].is("::"))
}

type Leaf = (Vec<String>, Option<String>);

/// Reads one branch of a `use` tree and returns where it ends.
fn tree(tokens: &[Token], mut at: usize, before: &[String], leaves: &mut Vec<Leaf>) -> usize {
    let mut segments = before.to_vec();
    while let Some(token) = tokens.get(at) {
        if token.is("{") {
            let end = closing(tokens, at).unwrap_or(tokens.len() - 1);
            at += 1;
            while at < end {
                at = tree(&tokens[..end], at, &segments, leaves);
                if is_mark(tokens, at, ",") {
                    at += 1;
                }
            }
            return end + 1;
        }
        if token.kind == Kind::Word || token.is("*") {
            segments.push(token.text.clone());
            at += 1;
        }
        if is_mark(tokens, at, "::") {
            at += 1;
            continue;
        }
        let mut alias = None;
        if is_mark(tokens, at, "as") {
            alias = tokens.get(at + 1).map(|token| token.text.clone());
            at += 2;
        }
        leaves.push((segments, alias));
        return at.max(1);
    }
    at
}

/// Counts the open `mod name {` around a place.
fn inline_modules(tokens: &[Token], at: usize) -> usize {
    let opens = |(place, token): (usize, &Token)| {
        token.is("{")
            && place >= 2
            && tokens[place - 1].kind == Kind::Word
            && tokens[place - 2].is("mod")
            && closing(tokens, place).is_none_or(|end| end > at)
    };
    tokens[..at].iter().enumerate().filter(|found| opens(*found)).count()
}

#[test]
fn every_leaf_of_a_use_tree_is_named() {
    let source =
        "pub(crate) use crate::{a::{b, c as d}, e::*}; use x; fn f() { g::h::i(); } mod m { use super::n; }";
    let all: Vec<String> = named(&lex(source))
        .iter()
        .map(|n| format!("{}{}{}", n.text(), if n.reexport { " pub" } else { "" }, "+".repeat(n.inline)))
        .collect();
    assert_eq!(all, ["crate::a::b pub", "crate::a::c pub", "crate::e::* pub", "x", "g::h::i", "super::n+"]);
    assert_eq!(named(&lex(source))[1].alias.as_deref(), Some("d"));
}
