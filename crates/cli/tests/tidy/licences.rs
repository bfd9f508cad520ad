//! The licences of everything that is built here. MPL-2.0 comes with webauthn-rs, CDLA-Permissive
//! with the root certificates.

use crate::metadata::packages;
use crate::tree;

const ALLOWED: [&str; 15] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "CC0-1.0",
    "Unlicense",
    "BSL-1.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "MPL-2.0",
    "CDLA-Permissive-2.0",
];

/// Allowed for one package alone.
const ALLOWED_FOR: [(&str, &str); 1] =
    // Part of its combined expression, as AWS-LC descends from OpenSSL's early code.
    [("aws-lc-sys", "OpenSSL")];

/// Whether an SPDX expression leaves a way that keeps within the list: one side of each `OR` (or the
/// older `/`), both of each `AND`. An exception (`WITH …`) only ever widens a licence.
fn fits(package: &str, expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let good = either(package, &mut rest);
    good && rest.is_empty()
}

fn either(package: &str, rest: &mut &[&str]) -> bool {
    let mut good = all(package, rest);
    while let ["OR", after @ ..] = rest {
        *rest = after;
        good |= all(package, rest);
    }
    good
}

fn all(package: &str, rest: &mut &[&str]) -> bool {
    let mut good = one(package, rest);
    while let ["AND", after @ ..] = rest {
        *rest = after;
        good &= one(package, rest);
    }
    good
}

fn one(package: &str, rest: &mut &[&str]) -> bool {
    match rest {
        ["(", after @ ..] => {
            *rest = after;
            let good = either(package, rest);
            let closed = rest.first() == Some(&")");
            *rest = rest.get(1..).unwrap_or_default();
            good && closed
        }
        [licence, "WITH", _, after @ ..] | [licence, after @ ..] => {
            let good = ALLOWED.contains(licence) || ALLOWED_FOR.contains(&(package, licence));
            *rest = after;
            good
        }
        [] => false,
    }
}

#[test]
fn licences_stay_within_the_list() {
    let found: Vec<String> = packages()
        .filter_map(|package| {
            let name = package["name"].as_str().unwrap_or_default();
            let licence = package["license"].as_str().unwrap_or("no licence expression");
            (!fits(name, licence))
                .then(|| format!("{name} {}: {licence}", package["version"].as_str().unwrap_or_default()))
        })
        .collect();
    tree::report(
        &found,
        "These dependencies are under licences outside the list. Take another crate, or decide in docs/decisions/.",
    );
}

#[test]
fn a_licence_outside_the_list_is_found() {
    for good in [
        "MIT",
        "MIT OR GPL-3.0",
        "Apache-2.0 WITH LLVM-exception",
        "MIT/Apache-2.0",
        "(MIT OR GPL-2.0) AND ISC",
    ] {
        assert!(fits("x", good), "{good}");
    }
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "ISC AND (OpenSSL OR GPL-2.0)", "", "(MIT", "MIT ISC"] {
        assert!(!fits("x", bad), "{bad}");
    }
    assert!(fits("aws-lc-sys", "ISC AND (Apache-2.0 OR ISC) AND OpenSSL"));
}
