//! What must not compile, with the words in which the compiler refuses it, each beside a twin that
//! compiles. `TRYBUILD=overwrite cargo test -p amanah-vault misuses` writes the words anew; read the
//! difference before committing it. The two cases of an undeclared field take purposes with many
//! fields: for those the compiler does not quote the lines of the register, which change more often.
//! `declares_purpose` and `declares_field` list the first eight of their register: a line put among
//! those changes the words, one put further down does not.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn path(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault").join(below)
}

fn stems(folder: &str, ending: &str) -> BTreeSet<String> {
    let names =
        fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect()
}

#[test]
fn misuses_do_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/vault/misuse/*.rs");
}

#[test]
fn each_misuse_has_its_words_and_a_twin_that_is_compiled() {
    let misuses = stems("misuse", ".rs");
    assert!(misuses.len() > 20, "{} misuses", misuses.len());
    assert_eq!(misuses, stems("misuse", ".stderr"));
    let compiled = include_str!("right/mod.rs").lines().filter_map(|line| line.strip_prefix("mod "));
    let compiled: BTreeSet<String> = compiled.map(|line| line.trim_end_matches(';').to_owned()).collect();
    assert_eq!(misuses, compiled);
    let mut twins = stems("right", ".rs");
    twins.remove("mod");
    assert_eq!(misuses, twins);
}

/// A programmer who meets these errors must learn which purpose, which field, and where the register is.
#[test]
fn a_wrong_purpose_is_told_with_purpose_field_and_register() {
    for (verb, purpose, field) in [("reads", "ViewOwn", "Passkeys"), ("writes", "EditOwn", "PasswordHash")] {
        let words = fs::read_to_string(path(&format!("misuse/{verb}_undeclared_field.stderr"))).unwrap();
        let first = words.lines().next().unwrap();
        assert!(first.contains(&format!("purpose `{purpose}` does not declare that it {verb}")), "{first}");
        assert!(first.ends_with(&format!("field `amanah_domain::values::{field}`")), "{first}");
        assert!(words.contains("crates/domain/src/purposes.rs"), "{words}");
    }
}
