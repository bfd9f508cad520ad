//! What cargo itself says of the workspace: its manifests read, its dependencies resolved.

use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use crate::tree;

/// The answer of `cargo metadata`, from the lock file and without the network. Only for the machine
/// it runs on: crates for other systems are neither fetched nor shipped.
pub(crate) fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| {
        let version = run(&["-vV"]);
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
        let answer =
            run(&["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform", host]);
        serde_json::from_str(&answer).expect("cargo metadata prints JSON")
    })
}

fn run(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO")).args(arguments).current_dir(tree::root()).output().expect("cargo runs");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "\ncargo {} failed; is Cargo.lock committed and current?\n{words}",
        arguments.join(" ")
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// One line `[dependencies]` of one of our crates.
#[derive(Clone, Debug)]
pub(crate) struct Dependency {
    pub(crate) room: String,
    pub(crate) on: String,
    /// In `[dev-dependencies]`.
    pub(crate) dev: bool,
}

pub(crate) fn dependencies() -> Vec<Dependency> {
    let ours = packages().filter(|package| package["source"].is_null());
    ours.flat_map(|package| {
        let room = room(&package["name"]);
        let lines = package["dependencies"].as_array().into_iter().flatten();
        lines.map(move |line| Dependency {
            room: room.clone(),
            on: line["name"].as_str().unwrap_or_default().to_owned(),
            dev: line["kind"] == "dev",
        })
    })
    .collect()
}

/// All packages that end up in anything built here.
pub(crate) fn packages() -> impl Iterator<Item = &'static Value> {
    let used = || metadata()["resolve"]["nodes"].as_array().into_iter().flatten().map(|node| &node["id"]);
    let all = metadata()["packages"].as_array().into_iter().flatten();
    all.filter(move |package| used().any(|id| *id == package["id"]))
}

fn room(name: &Value) -> String {
    name.as_str().unwrap_or_default().trim_start_matches("amanah-").to_owned()
}
