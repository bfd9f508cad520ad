//! The files of the workspace, read once.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::tokens::{Token, lex, without_tests};

/// Folders in which nothing of ours lies.
const NOT_OURS: [&str; 4] = ["target", ".git", "data", "node_modules"];

/// One Rust file.
pub(crate) struct Source {
    /// From the root of the workspace, with `/`.
    pub(crate) path: String,
    /// Without the prefix `amanah-`.
    pub(crate) room: String,
    /// In `src/` and no file of tests there.
    pub(crate) shipped: bool,
    pub(crate) text: String,
    /// All of it.
    pub(crate) tokens: Vec<Token>,
    /// What is compiled outside tests.
    pub(crate) code: Vec<Token>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let parts: Vec<&str> = path.split('/').collect();
        let room = parts.get(1).copied().unwrap_or_default().to_owned();
        let tests = parts.contains(&"tests") || parts.last() == Some(&"tests.rs");
        let shipped = parts.get(2) == Some(&"src") && !tests;
        let tokens = lex(text);
        let code = without_tests(&tokens);
        Self { path: path.to_owned(), room, shipped, text: text.to_owned(), tokens, code }
    }
}

pub(crate) fn root() -> PathBuf {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR"));
    cli.ancestors().nth(2).expect("crates/cli lies two folders below the root").to_path_buf()
}

pub(crate) fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(root().join(path)).ok()
}

/// Every Rust file of every crate, in order of path. Samples that must not compile are none of it.
pub(crate) fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let rust = |path: &String| path.ends_with(".rs");
        let load = |path: String| {
            let text = read(&path).unwrap_or_default();
            Source::new(&path, &text)
        };
        files("crates").into_iter().filter(rust).map(load).collect()
    })
}

pub(crate) fn shipped() -> impl Iterator<Item = &'static Source> {
    sources().iter().filter(|source| source.shipped)
}

/// All files below a folder of the workspace, in order.
pub(crate) fn files(below: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&root(), below, &mut found);
    found.sort();
    found
}

fn collect(root: &Path, folder: &str, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(root, &path, found),
            Ok(_) => found.push(path),
            Err(_) => {}
        }
    }
}

/// Fails with one line a finding and, above them, what to do about it.
#[track_caller]
pub(crate) fn report(findings: &[String], what_to_do: &str) {
    assert!(findings.is_empty(), "\n{what_to_do}\n\n  {}\n", findings.join("\n  "));
}
