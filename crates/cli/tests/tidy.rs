//! `tidy`: the house rules that neither compiler nor clippy can hold, read from manifests, sources
//! and documents as text.
//!
//! Each rule is one test whose message says what to do, and each has a second test which shows that
//! it fails on a bad sample. What is not here: judgement. A rule that needs an exception has a list
//! with a reason for each line, and a line that is no longer needed fails as well, so lists only
//! shrink or are argued for in review.

// `cfg(test)` on each, for clippy: a whole integration test is not "inside tests" to it otherwise.
#[cfg(test)]
#[path = "tidy/arrows.rs"]
mod arrows;
#[cfg(test)]
#[path = "tidy/circles.rs"]
mod circles;
#[cfg(test)]
#[path = "tidy/golden.rs"]
mod golden;
#[cfg(test)]
#[path = "tidy/licences.rs"]
mod licences;
#[cfg(test)]
#[path = "tidy/machine.rs"]
mod machine;
#[cfg(test)]
#[path = "tidy/metadata.rs"]
mod metadata;
#[cfg(test)]
#[path = "tidy/names.rs"]
mod names;
#[cfg(test)]
#[path = "tidy/paths.rs"]
mod paths;
#[cfg(test)]
#[path = "tidy/readme.rs"]
mod readme;
#[cfg(test)]
#[path = "tidy/sites.rs"]
mod sites;
#[cfg(test)]
#[path = "tidy/tokens.rs"]
mod tokens;
#[cfg(test)]
#[path = "tidy/traces.rs"]
mod traces;
#[cfg(test)]
#[path = "tidy/tree.rs"]
mod tree;
#[cfg(test)]
#[path = "tidy/walls.rs"]
mod walls;
