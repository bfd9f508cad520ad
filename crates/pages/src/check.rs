//! One test renders every page in every language, checks what must hold of all of them, and leaves
//! the pages under `target/page-samples/<language>/` to be looked at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::Lang;
use crate::layout::Reader;
use crate::sample::{self, Sampled};

/// Raw bytes of a page, at most: about 12 KB compressed, beside 3 KB of stylesheet.
const PAGE_BYTES_MAX: usize = 60 * 1024;

/// Every page's samples, as HTML with a name.
pub(crate) fn rendered(lang: Lang) -> Vec<(String, String)> {
    let mut out = Vec::new();
    crate::person::samples(lang, &mut out);
    crate::public::samples(lang, &mut out);
    crate::staff::samples(lang, &mut out);
    out
}

/// Adds the samples of one page to the lot: for the `samples` function of each folder.
pub(crate) fn add<P: Sampled>(
    out: &mut Vec<(String, String)>,
    lang: Lang,
    name: &str,
    path: &'static str,
    reader: Reader,
) {
    for (state, page) in P::samples(sample::frame(lang, path, reader)) {
        let html = page.html().expect("a sample renders");
        assert!(!page.title().is_empty(), "{name}: title");
        out.push((format!("{name}--{state}"), html));
    }
}

#[test]
fn every_page_in_every_language() {
    let folder = folder();
    for lang in Lang::ALL {
        let pages = rendered(lang);
        assert!(!pages.is_empty());
        let dir = folder.join(lang.code());
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).expect("target can be written");
        let mut names = BTreeSet::new();
        let mut wrong = Vec::new();
        for (name, html) in &pages {
            assert!(names.insert(name.clone()), "two samples are called {name}");
            std::fs::write(dir.join(format!("{name}.html")), from_folder(html)).expect("written");
            for fault in faults(lang, html) {
                wrong.push(format!("{}/{name}: {fault}", lang.code()));
            }
        }
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    }
    for asset in crate::assets() {
        let path = folder.join(asset.path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("target can be written");
        std::fs::write(path, asset.bytes).expect("written");
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/page-samples")
}

/// So that a saved page finds its stylesheet without a server.
fn from_folder(html: &str) -> String {
    html.replace("=\"/assets/", "=\"../assets/")
}

fn faults(lang: Lang, html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, fault: &str| {
        if !holds {
            faults.push(fault.to_owned());
        }
    };
    must(!html.contains('⟦'), &missing_word(html));
    must(!html.contains("{ $"), "an argument is missing in a sentence");
    must(html.contains(&format!("<html lang=\"{}\"", lang.code())), "no language");
    must(count(html, "<h1") == 1, &format!("{} h1", count(html, "<h1")));
    must(count(html, "<title>") == 1, "no title");
    must(!html.contains("<style"), "inline style");
    must(!html.contains(" style=\""), "style attribute");
    must(!html.contains("javascript:"), "script address");
    must(!html.contains(" placeholder="), "a placeholder is no label");
    must(
        count(html, "class=\"primary\"") + count(html, "class=\"button primary\"") <= 1,
        "two primary buttons",
    );
    must(html.len() <= PAGE_BYTES_MAX, &format!("{} bytes", html.len()));
    for tag in tags(html) {
        let name = tag.split([' ', '>', '\n']).next().unwrap_or_default();
        must(!attributes(tag).iter().any(|(key, _)| key.starts_with("on")), &format!("handler: <{tag}>"));
        if name == "script" {
            must(attribute(tag, "src").is_some(), "inline script");
        }
        if matches!(name, "input" | "select" | "textarea") && attribute(tag, "type") != Some("hidden") {
            let labelled = attribute(tag, "aria-label").is_some()
                || attribute(tag, "id").is_some_and(|id| html.contains(&format!("<label for=\"{id}\"")));
            must(labelled, &format!("no label: <{tag}>"));
        }
        if name == "svg" {
            let said = attribute(tag, "aria-hidden") == Some("true") || attribute(tag, "role") == Some("img");
            must(said, &format!("a picture without words: <{tag}>"));
        }
        if name == "a" {
            must(
                attribute(tag, "href").is_some_and(|href| !href.is_empty()),
                &format!("no address: <{tag}>"),
            );
        }
        for (key, value) in attributes(tag) {
            if matches!(key, "aria-describedby" | "aria-labelledby") {
                for id in value.split(' ') {
                    must(html.contains(&format!(" id=\"{id}\"")), &format!("{key} leads nowhere: {id}"));
                }
            }
            if key == "href" && value.starts_with('#') {
                let id = value.trim_start_matches('#');
                must(html.contains(&format!(" id=\"{id}\"")), &format!("link leads nowhere: {value}"));
            }
        }
    }
    for form in html.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap_or_default();
        let posts = form.split('>').next().unwrap_or_default().contains("method=\"post\"");
        must(!posts || form.contains("name=\"csrf\" value=\"s4mpl3\""), "a form without its token");
    }
    let ids: Vec<_> = tags(html).filter_map(|tag| attribute(tag, "id")).collect();
    let unique: BTreeSet<_> = ids.iter().collect();
    must(unique.len() == ids.len(), &format!("an id stands twice: {ids:?}"));
    faults
}

fn missing_word(html: &str) -> String {
    let words: BTreeSet<_> = html.split('⟦').skip(1).filter_map(|rest| rest.split('⟧').next()).collect();
    format!("no such word: {words:?}")
}

fn count(html: &str, what: &str) -> usize {
    html.matches(what).count()
}

fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter(|tag| !tag.starts_with(['/', '!'])).filter_map(|tag| tag.split('>').next())
}

fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let Some((value, next)) = after.split_once('"') else { break };
        out.push((before.rsplit([' ', '\n']).next().unwrap_or_default(), value));
        rest = next;
    }
    out
}

fn attribute<'t>(tag: &'t str, key: &str) -> Option<&'t str> {
    attributes(tag).into_iter().find(|(found, _)| *found == key).map(|(_, value)| value)
}
