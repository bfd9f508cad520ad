//! `/ledger`: the last signed checkpoint, the key that checks it, and how anybody does so.

use amanah_domain::Timestamp;

use crate::layout::Frame;
use crate::page::{Page, page};

/// One log: each server process appends to its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogLine {
    /// Its origin.
    pub origin: String,
    /// How many entries it has.
    pub entries: u64,
}

/// The last checkpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedCheckpoint {
    /// The signed note, as it stands.
    pub text: String,
    /// When it was signed.
    pub at: Timestamp,
    /// Every log that it covers.
    pub logs: Vec<LogLine>,
}

/// The page.
#[derive(askama::Template)]
#[template(path = "public/ledger.html")]
pub struct Ledger<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The last checkpoint; `None` before the first.
    pub checkpoint: Option<SignedCheckpoint>,
    /// The verifier key, as C2SP's signed notes write it.
    pub verifier: String,
}

page!(Ledger: |page| page.frame.t("ledger-title"));

#[cfg(test)]
impl crate::sample::Sampled for Ledger<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let verifier =
            "prakerja.contoh/ledger+1c8a9d32+AQ4xkU9GkTnXo5fYz2M1vXvYw3m9d0l2rYtq0H1tG3Jb".to_owned();
        let checkpoint = SignedCheckpoint {
            text: "prakerja.contoh/ledger\n48213\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n\n\
                   — prakerja.contoh/ledger HIqdMkWv0n3k0yVn9v8Yx2Z5m1uTtFq3L7mS1rj8Yc0mX3nB0fZ2QpV\n"
                .to_owned(),
            at: frame.now,
            logs: vec![LogLine { origin: "prakerja.contoh/ledger/1".to_owned(), entries: 48_213 }],
        };
        vec![
            (
                "signed",
                Self { frame: frame.clone(), checkpoint: Some(checkpoint), verifier: verifier.clone() },
            ),
            ("first", Self { frame, checkpoint: None, verifier }),
        ]
    }
}
