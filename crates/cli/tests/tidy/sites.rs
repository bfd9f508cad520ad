//! Places that show in review because each has its line and reason in a golden list: where a bare
//! value leaves its wrapper, and where the facts of a decision are made.

use crate::golden::{self, Places};
use crate::tokens::{Kind, Token, closing};
use crate::tree::{self, Source};

/// `x.expose()`: a call, not the definition. The list counts them a file.
fn exposes(code: &[Token], at: usize) -> bool {
    at > 0
        && code[at].is("expose")
        && code[at - 1].is(".")
        && code.get(at + 1).is_some_and(|next| next.is("("))
}

/// `Facts { … }`, `Facts::new(…)`, the same for `Actor`: something is made. Left out is what only
/// names the type: its definition, `impl`, `use`, signatures, and patterns.
fn makes(code: &[Token], at: usize, name: &str) -> bool {
    if !code[at].is(name) {
        return false;
    }
    let before = (at > 0).then(|| &code[at - 1]);
    let named_only = ["struct", "enum", "impl", "for", "trait", "let", "mod", ">", "&", ":", "+", "type"];
    // `name: Facts {` in a literal is a making; `fn f(x: Facts)` has no brace after it.
    let only = before.is_some_and(|token| named_only.iter().any(|word| token.is(word) && *word != ":"));
    let next = |offset: usize| code.get(at + offset);
    let end = if next(1).is_some_and(|token| token.is("{")) && !only {
        closing(code, at + 1)
    } else if next(1).is_some_and(|token| token.is("::"))
        && next(2).is_some_and(|token| token.kind == Kind::Word)
    {
        match next(3) {
            Some(token) if token.is("(") || token.is("{") => closing(code, at + 3),
            Some(_) | None => Some(at + 2),
        }
    } else {
        None
    };
    let Some(end) = end else { return false };
    // A pattern is followed by `=>`, `|`, `=` or the `if` of a match arm.
    let after = code.get(end + 1);
    let comparison = code.get(end + 2).is_some_and(|token| token.is("="));
    !after.is_some_and(|token| {
        token.is("=>") || token.is("|") || token.is("if") || (token.is("=") && !comparison)
    })
}

fn count(places: &mut Places, source: &Source, what: &str, hit: impl Fn(&[Token], usize) -> bool) {
    let lines: Vec<usize> =
        (0..source.code.len()).filter(|at| hit(&source.code, *at)).map(|at| source.code[at].line).collect();
    if !lines.is_empty() {
        let what = if what.is_empty() { lines.len().to_string() } else { format!("{what} {}", lines.len()) };
        places.insert((source.path.clone(), what), lines);
    }
}

#[test]
fn every_bare_value_has_a_reason() {
    let mut places = Places::new();
    for source in tree::shipped() {
        count(&mut places, source, "", exposes);
    }
    golden::check(
        "expose.txt",
        &places,
        "`expose()` yields a bare value of a person. Could the caller take the wrapper?",
    );
}

#[test]
fn every_place_that_makes_facts_or_actors_has_a_reason() {
    let mut places = Places::new();
    for source in tree::shipped() {
        for name in ["Facts", "Actor"] {
            count(&mut places, source, name, |code, at| makes(code, at, name));
        }
    }
    golden::check(
        "facts.txt",
        &places,
        "Who acts, and what is so about a person, decides what the policy allows.",
    );
}

#[test]
fn calls_and_makings_are_counted_and_mentions_are_not() {
    let lines = |text: &str, hit: &dyn Fn(&[Token], usize) -> bool| {
        let mut places = Places::new();
        count(&mut places, &Source::new("crates/x/src/a.rs", text), "", hit);
        places.into_values().next().unwrap_or_default()
    };
    let exposed = "fn expose(&self) {}\nfn f() { a.expose();\n \"x.expose()\" }\n#[cfg(test)] mod t { fn g() { b.expose(); } }";
    assert_eq!(lines(exposed, &exposes), [2]);
    let facts = |code: &[Token], at: usize| makes(code, at, "Facts");
    assert_eq!(
        lines("struct Facts { a: u8 }\nimpl Facts {}\nfn f() -> Facts { g() }\nfn h(x: &Facts) {}", &facts),
        [0; 0]
    );
    assert_eq!(
        lines(
            "fn f() {\nlet a = Facts { b };\nlet c = Facts::none();\nlet Facts { b } = a;\n x == Facts { b } }",
            &facts
        ),
        [2, 3, 5]
    );
    let actor = |code: &[Token], at: usize| makes(code, at, "Actor");
    assert_eq!(
        lines(
            "match a {\nActor::Person(p) => Actor::System,\nActor::Staff { .. } | Actor::Job => b }",
            &actor
        ),
        [2]
    );
}
