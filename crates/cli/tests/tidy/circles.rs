//! No circle between the files of a crate.
//!
//! An arrow goes from a file to each file it names by a path. A facade (`lib.rs`, or a module that
//! passes its children's names on) is not an arrow: `pub use` offers a name, it does not need it. A
//! name taken *through* a facade counts as an arrow to the file in which it really lives, so a facade
//! hides no circle either. Tests inside files may look anywhere and are left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::{Named, named};
use crate::tree::{self, Source};

/// A module's place in its crate: `["values", "nik"]` for `src/values/nik.rs`.
type Place = Vec<String>;

struct File {
    path: String,
    named: Vec<Named>,
}

struct Room {
    files: BTreeMap<Place, File>,
}

impl Room {
    fn new<'a>(sources: impl Iterator<Item = &'a Source>) -> Self {
        let file = |source: &Source| File { path: source.path.clone(), named: named(&source.code) };
        Self { files: sources.map(|source| (place(&source.path), file(source))).collect() }
    }

    /// The path from the root of the crate, if it leads into the crate at all.
    fn absolute(&self, from: &Place, named: &Named) -> Option<Place> {
        let first = named.segments.first()?;
        if first == "crate" {
            return Some(named.segments[1..].to_vec());
        }
        let supers = named.segments.iter().take_while(|segment| *segment == "super").count();
        if supers > 0 {
            let up = supers.saturating_sub(named.inline);
            let base = from.get(..from.len().checked_sub(up)?)?;
            return Some(base.iter().chain(&named.segments[supers..]).cloned().collect());
        }
        let rest = if first == "self" { &named.segments[1..] } else { &named.segments[..] };
        let path: Place = from.iter().chain(rest).cloned().collect();
        let child: Place = from.iter().chain(rest.first()).cloned().collect();
        (first == "self" || self.files.contains_key(&child)).then_some(path)
    }

    /// The file that a path leads to, through at most `steps` facades.
    fn lives_in(&self, path: &Place, steps: usize) -> Option<Place> {
        let length = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let module = module.to_vec();
        let (Some(name), true) = (rest.first(), steps > 0) else { return Some(module) };
        let offers = |offer: &&Named| {
            let called = offer.alias.as_ref().or(offer.segments.last());
            offer.reexport && offer.inline == 0 && called == Some(name)
        };
        let offered = self.files[&module].named.iter().find(offers);
        let target = offered.and_then(|offer| self.absolute(&module, offer));
        target.and_then(|target| self.lives_in(&target, steps - 1)).or(Some(module))
    }

    /// From each file to the files it needs, with the line that says so.
    fn arrows(&self) -> BTreeMap<Place, BTreeMap<Place, usize>> {
        let mut arrows: BTreeMap<Place, BTreeMap<Place, usize>> = BTreeMap::new();
        for (from, file) in &self.files {
            for named in file.named.iter().filter(|named| !named.reexport) {
                let target = self.absolute(from, named).and_then(|path| self.lives_in(&path, 8));
                if let Some(to) = target.filter(|to| to != from) {
                    arrows.entry(from.clone()).or_default().entry(to).or_insert(named.line);
                }
            }
        }
        arrows
    }

    /// One circle for each group of files that reach each other: a shortest one.
    fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let mut told: BTreeSet<Place> = BTreeSet::new();
        let mut found = Vec::new();
        for start in arrows.keys() {
            if told.contains(start) {
                continue;
            }
            if let Some(circle) = shortest_circle(&arrows, start) {
                let step = |pair: &[Place]| {
                    let line = arrows[&pair[0]][&pair[1]];
                    format!("{}:{line} needs {}", self.files[&pair[0]].path, self.files[&pair[1]].path)
                };
                found.push(circle.windows(2).map(step).collect::<Vec<_>>().join("\n    "));
                told.extend(circle);
            }
        }
        found
    }
}

fn shortest_circle(arrows: &BTreeMap<Place, BTreeMap<Place, usize>>, start: &Place) -> Option<Vec<Place>> {
    let mut ways = vec![vec![start.clone()]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in arrows.get(way.last()?).into_iter().flat_map(BTreeMap::keys) {
                let mut way = way.clone();
                way.push(next.clone());
                if next == start {
                    return Some(way);
                }
                if seen.insert(next.clone()) {
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}

fn place(path: &str) -> Place {
    let inside = path.split("/src/").nth(1).unwrap_or_default().trim_end_matches(".rs");
    let mut place: Place = inside.split('/').map(str::to_owned).collect();
    if place.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        place.pop();
    }
    place
}

#[test]
fn files_of_a_crate_need_each_other_one_way_only() {
    let rooms: BTreeSet<&str> = tree::shipped().map(|source| source.room.as_str()).collect();
    let of = |room: &str| Room::new(tree::shipped().filter(|source| source.room == room)).circles();
    let found: Vec<String> = rooms.into_iter().flat_map(of).collect();
    tree::report(
        &found,
        "These files need each other in a circle. Move what both need into a file of its own below them.",
    );
}

#[test]
fn a_circle_is_found_and_a_facade_is_none() {
    let room = |files: &[(&str, &str)]| {
        let sources: Vec<Source> =
            files.iter().map(|(name, text)| Source::new(&format!("crates/x/src/{name}"), text)).collect();
        Room::new(sources.iter()).circles()
    };
    let facade = ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B;");
    assert_eq!(room(&[facade, ("a.rs", "use crate::B;"), ("b.rs", "pub struct B;")]), Vec::<String>::new());
    let found = room(&[facade, ("a.rs", "use crate::B;"), ("b.rs", "\nfn f() { crate::a::g(); }")]);
    assert_eq!(
        found,
        ["crates/x/src/a.rs:1 needs crates/x/src/b.rs\n    crates/x/src/b.rs:2 needs crates/x/src/a.rs"]
    );
    let parent =
        room(&[("lib.rs", "mod p;"), ("p.rs", "mod c; fn f() { c::g(); }"), ("p/c.rs", "use super::f;")]);
    assert_eq!(parent.len(), 1);
    let tests = room(&[("lib.rs", "mod a; use a::A;"), ("a.rs", "#[cfg(test)] mod tests { use crate::*; }")]);
    assert_eq!(tests, Vec::<String>::new());
}
