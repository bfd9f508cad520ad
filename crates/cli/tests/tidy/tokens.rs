//! A rough lexer for Rust: enough to tell code from comments and strings, and where tests begin.

/// What a token is. Comments and white space are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// Punctuation, one character each, but `::` and `=>` whole.
    Mark,
    /// The inside of a string literal, escapes as written.
    Text,
    Number,
    /// A character or a lifetime: nothing here asks for either.
    Quote,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Token {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text && matches!(self.kind, Kind::Word | Kind::Mark)
    }
}

pub(crate) fn lex(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: source, line: 1, tokens: Vec::new() };
    while lexer.step() {}
    lexer.tokens
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if first.is_whitespace() {
            self.take(first.len_utf8());
        } else if self.rest.starts_with("//") {
            self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.take(block_comment(self.rest));
        } else if let Some((whole, inside)) = string(self.rest) {
            let text = self.rest[inside.0..inside.1].to_owned();
            self.keep(Kind::Text, text, whole);
        } else if first == '\'' {
            let length = quote(self.rest);
            self.keep(Kind::Quote, self.rest[..length].to_owned(), length);
        } else if first.is_alphabetic() || first == '_' {
            // `r#type` is the word `type` written so that it may be a name.
            if self.rest.starts_with("r#") {
                self.take(2);
            }
            let length = word(self.rest);
            self.keep(Kind::Word, self.rest[..length].to_owned(), length);
        } else if first.is_ascii_digit() {
            let length = word(self.rest);
            self.keep(Kind::Number, self.rest[..length].to_owned(), length);
        } else {
            let length = if ["::", "=>"].iter().any(|mark| self.rest.starts_with(mark)) {
                2
            } else {
                first.len_utf8()
            };
            self.keep(Kind::Mark, self.rest[..length].to_owned(), length);
        }
        true
    }

    fn keep(&mut self, kind: Kind, text: String, length: usize) {
        self.tokens.push(Token { kind, text, line: self.line });
        self.take(length);
    }

    fn take(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
    }
}

fn word(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// A string literal of any kind at the start: its whole length, and where its inside lies.
fn string(text: &str) -> Option<(usize, (usize, usize))> {
    let prefix = text.find(|c: char| !matches!(c, 'b' | 'c' | 'r')).unwrap_or(0);
    if prefix > 2 {
        return None;
    }
    let raw = text[..prefix].contains('r');
    let hashes = text[prefix..].find(|c| c != '#').unwrap_or(0);
    let open = prefix + hashes;
    if !text[open..].starts_with('"') || (hashes > 0 && !raw) {
        return None;
    }
    if raw {
        let end = format!("\"{}", "#".repeat(hashes));
        let length = text[open + 1..].find(&end)?;
        return Some((open + 1 + length + end.len(), (open + 1, open + 1 + length)));
    }
    let mut escaped = false;
    for (at, c) in text[open + 1..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some((open + 2 + at, (open + 1, open + 1 + at))),
            _ => {}
        }
    }
    None
}

/// `'a'`, `'\n'`, `'\u{1F}'` or a lifetime.
fn quote(text: &str) -> usize {
    let inside = &text[1..];
    if let Some(escape) = inside.strip_prefix('\\') {
        let skipped = escape.chars().next().map_or(0, char::len_utf8);
        return escape[skipped..].find('\'').map_or(text.len(), |end| 2 + skipped + end + 1);
    }
    let first = inside.chars().next().map_or(0, char::len_utf8);
    if inside[first..].starts_with('\'') { 1 + first + 1 } else { 1 + word(inside).max(first) }
}

/// The tokens without every item that stands under `#[cfg(test)]`.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match attribute(tokens, at) {
            Some(end) if is_test_attribute(&tokens[at..end]) => at = item_end(tokens, end),
            _ => {
                kept.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    kept
}

/// Where the attribute that starts here ends, if one starts here.
pub(crate) fn attribute(tokens: &[Token], at: usize) -> Option<usize> {
    if !tokens.get(at)?.is("#") {
        return None;
    }
    let open = if tokens.get(at + 1)?.is("!") { at + 2 } else { at + 1 };
    if tokens.get(open)?.is("[") { closing(tokens, open).map(|end| end + 1) } else { None }
}

fn is_test_attribute(attribute: &[Token]) -> bool {
    let has = |word: &str| attribute.iter().any(|token| token.is(word));
    attribute.get(2).is_some_and(|token| token.is("cfg")) && has("test") && !has("not")
}

/// Where the item that starts here (after any further attributes) ends.
fn item_end(tokens: &[Token], mut at: usize) -> usize {
    while let Some(end) = attribute(tokens, at) {
        at = end;
    }
    while at < tokens.len() {
        if tokens[at].is(";") {
            return at + 1;
        }
        if ["(", "[", "{"].iter().any(|open| tokens[at].is(open)) {
            let brace = tokens[at].is("{");
            at = closing(tokens, at).unwrap_or(tokens.len() - 1);
            if brace {
                return at + 1;
            }
        }
        at += 1;
    }
    tokens.len()
}

/// The bracket that closes the one at `open`.
pub(crate) fn closing(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if ["(", "[", "{"].iter().any(|bracket| token.is(bracket)) {
            depth += 1;
        } else if [")", "]", "}"].iter().any(|bracket| token.is(bracket)) {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn texts(source: &str) -> Vec<String> {
    lex(source).into_iter().map(|token| token.text).collect()
}

#[test]
fn code_is_told_from_comments_strings_and_quotes() {
    assert_eq!(texts("a::b // c\n/* d /* e */ */ f"), ["a", "::", "b", "f"]);
    assert_eq!(texts(r##"x("y \" z", r#"p"q"#, b"w")"##), ["x", "(", "y \\\" z", ",", "p\"q", ",", "w", ")"]);
    assert_eq!(texts(r"'a' '\'' 'b '\u{1F}' bc r c"), ["'a'", r"'\''", "'b", r"'\u{1F}'", "bc", "r", "c"]);
    assert_eq!(texts("r#type == 1_0"), ["type", "=", "=", "1_0"]);
    assert_eq!(lex("a\n\nb")[1].line, 3);
}

#[test]
fn test_items_are_left_out() {
    let kept =
        |source: &str| without_tests(&lex(source)).into_iter().map(|t| t.text).collect::<Vec<_>>().join(" ");
    assert_eq!(
        kept("fn a() {} #[cfg(test)] #[path = \"x\"] mod tests { fn b() {} } fn c() {}"),
        "fn a ( ) { } fn c ( ) { }"
    );
    assert_eq!(kept("#[cfg(test)] mod tests; struct A;"), "struct A ;");
    assert!(kept("#[cfg(not(test))] fn a() {}").contains("fn a"));
}
