//! A programme that cannot be used is refused by every command, with the file, the place and what is
//! expected, before anything is made.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use amanah_testkit::office::programme_folder;
use serde_json::Value;

use crate::program::{Folder, amanah, copy_folder, refused, run};

/// A copy of the model in which one text of one file is replaced.
fn changed(folder: &Folder, name: &str, file: &str, from: &str, to: &str) -> PathBuf {
    let copy = folder.join(name);
    copy_folder(&programme_folder(), &copy);
    let path = copy.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
    copy
}

/// Commands on a programme's folder.
fn commands(programme: &Path, data: &Path) -> [Command; 2] {
    let mut check = amanah(&["policy", "check", "--programme"]);
    check.arg(programme);
    let mut demo = amanah(&["demo", "--listen", "127.0.0.1:0", "--programme"]);
    demo.arg(programme).arg("--data").arg(data);
    [check, demo]
}

#[test]
fn a_programme_that_cannot_be_used_is_refused_with_its_place() {
    let folder = Folder::new();
    let data = folder.join("data");
    let cases: [(&str, &str, &str, &str, &[&str]); 7] = [
        (
            "key",
            "policy.toml",
            "version = 1",
            "version = 1\ncolour = \"red\"",
            &["policy.toml", "line ", "colour"],
        ),
        ("broken", "policy.toml", "version = 1", "version = ", &["policy.toml", "line "]),
        ("variable", "programme.toml", "age >= 18", "height >= 18", &["programme.toml", "age", "height"]),
        ("syntax", "programme.toml", "age >= 18 &&", "age >= 18 &&&", &["programme.toml", "age"]),
        (
            "limit",
            "programme.toml",
            "kk_people_max = 2",
            "kk_persons_max = 2",
            &["programme.toml", "line 23", "kk_persons_max"],
        ),
        ("field", "programme.toml", "fields = [\"birth-date\"]", "fields = [\"shoe-size\"]", &["shoe-size"]),
        ("undeclared", "programme.toml", "fields = [\"birth-date\"]", "fields = [\"kk\"]", &["birth-date"]),
    ];
    for (name, file, from, to, words) in cases {
        let programme = changed(&folder, name, file, from, to);
        for command in commands(&programme, &data) {
            let sentence = refused(command, words[0]);
            assert!(words.iter().all(|word| sentence.contains(word)), "{name}: {sentence}");
            assert!(sentence.lines().count() == 1 && sentence.len() < 500, "{name}: {sentence}");
        }
    }
    assert!(!data.exists());
}

#[test]
fn a_missing_folder_or_file_is_named() {
    let folder = Folder::new();
    let data = folder.join("data");
    for command in commands(&folder.join("nowhere"), &data) {
        refused(command, "there is no programme folder");
    }
    let copy = changed(&folder, "copy", "policy.toml", "version", "version");
    fs::remove_file(copy.join("words/en/policy.ftl")).unwrap();
    for command in commands(&copy, &data) {
        refused(command, "words/en/policy.ftl cannot be read: there is no such file");
    }
    fs::write(copy.join("words/en/policy.ftl"), b"\xff\xfe").unwrap();
    for command in commands(&copy, &data) {
        refused(command, "not text in UTF-8");
    }
    fs::write(copy.join("words/en/policy.ftl"), "purpose-questions = { $broken\n").unwrap();
    refused(commands(&copy, &data)[1..].iter().map(again).next().unwrap(), "words");
    assert!(!data.exists());
}

/// A command can be run once; this is the same once more.
fn again(command: &Command) -> Command {
    let mut other = Command::new(command.get_program());
    other.args(command.get_args()).env_clear();
    other
}

#[test]
fn findings_of_the_check_are_printed_and_counted() {
    let folder = Folder::new();
    // A word that the policy needs and no file has.
    let copy = changed(&folder, "words", "words/en/policy.ftl", "purpose-questions =", "purpose-question =");
    let [check, _] = commands(&copy, &folder.join("data"));
    let told = run(again(&check));
    assert_eq!(told.status.code(), Some(1), "{}{}", told.out, told.err);
    assert!(told.out.contains("purpose-questions"), "{}", told.out);
    assert!(told.err.contains("amanah: the policy has 1 error\n"), "{}", told.err);
    let mut json = again(&check);
    json.arg("--json");
    let told = run(json);
    let json: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["errors"], 1);
    assert!(!told.status.success());

    // What programme.toml lacks stands in the JSON as well.
    let copy = changed(&folder, "rules", "programme.toml", "age >= 18", "height >= 18");
    let mut command = again(&commands(&copy, &folder.join("data"))[0]);
    command.arg("--json");
    let told = run(command);
    let json: Value = serde_json::from_str(&told.out).unwrap();
    assert!(json["programme_error"].as_str().unwrap().contains("height"), "{json}");
    assert!(!told.status.success());
}
