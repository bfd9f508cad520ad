//! The command line as a product: help that reads well, completions, the man page, JSON that parses,
//! draws that anybody recomputes, an invitation that is good once.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::http::{Browser, between};
use crate::outside::{House, MailServer, open_registry};
use crate::program::{AMANAH, Folder, amanah, clean, demo, refused, run, start};

fn told(arguments: &[&str]) -> String {
    let told = run(amanah(arguments));
    assert!(told.status.success(), "{arguments:?}: {}", told.err);
    told.out
}

fn json(arguments: &[&str]) -> Value {
    let text = told(arguments);
    assert_eq!(text.lines().count(), 1, "{arguments:?} printed more than one object");
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{arguments:?}: {e}: {text}"))
}

/// Every command below this one, itself included, as words.
fn commands(path: &[String]) -> Vec<Vec<String>> {
    let mut arguments: Vec<&str> = path.iter().map(String::as_str).collect();
    arguments.push("--help");
    let help = told(&arguments);
    let mut all = vec![path.to_vec()];
    for line in section(&help, "Commands:") {
        let name = line.split_whitespace().next().unwrap_or_default();
        // Deeper lines go on with the explanation of the one before.
        if line.starts_with("   ") || name == "help" {
            continue;
        }
        all.extend(commands(&[path, &[name.to_owned()]].concat()));
    }
    all
}

fn section<'h>(help: &'h str, title: &str) -> Vec<&'h str> {
    let lines = help.lines().skip_while(|line| *line != title).skip(1);
    lines.take_while(|line| line.starts_with("  ")).collect()
}

#[test]
fn every_command_has_help_that_says_what_it_is_for() {
    let all = commands(&[]);
    let names: Vec<String> = all.iter().map(|path| path.join(" ")).collect();
    for wanted in [
        "serve",
        "demo",
        "migrate",
        "policy check",
        "policy table",
        "policy show",
        "ledger checkpoint",
        "ledger prove",
        "ledger verify",
        "draw verify",
        "staff invite",
        "bench reading",
        "bench registration",
        "bench draw",
        "completions",
        "man",
    ] {
        assert!(names.iter().any(|name| name == wanted), "{wanted} is not in {names:?}");
    }
    for path in &all {
        let mut arguments: Vec<&str> = path.iter().map(String::as_str).collect();
        arguments.push("--help");
        let help = told(&arguments);
        let first = help.lines().next().unwrap_or_default();
        assert!(first.starts_with(|c: char| c.is_ascii_uppercase()), "{path:?}: {first:?}");
        assert!(help.contains("Usage: amanah"), "{path:?}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{path:?} is wider than 100 columns");
        for title in ["Commands:", "Options:", "Arguments:"] {
            let lines = section(&help, title);
            // Each has words: on its own line or on the next, deeper one.
            for (at, line) in lines.iter().enumerate() {
                let starts = !line.starts_with("        ");
                let words = line.trim().split("  ").filter(|part| !part.is_empty()).count() > 1;
                let next = lines.get(at + 1).is_some_and(|next| next.starts_with("        "));
                assert!(!starts || words || next, "{path:?} does not explain {line:?}");
            }
        }
    }
    // Values come from the environment, but never show up in help.
    let mut command = amanah(&["serve", "--help"]);
    command.env("AMANAH_SMTP_URL", "smtps://user:hunter2@mail.example");
    command.env("AMANAH_POSTGRES", "postgres://user:hunter2@rows.example/house");
    assert!(!run(command).out.contains("hunter2"));
}

#[test]
fn a_wrong_command_line_is_told_with_what_would_be_right() {
    for (arguments, words) in [
        (&["polcy"][..], "policy"),
        (&["demo", "--peple", "3"], "--people"),
        (&["demo", "--people", "3"], "10..=20000000"),
        (&["serve"], "--origin"),
        (&["draw", "verify"], "<FILE>"),
    ] {
        let told = run(amanah(arguments));
        assert_eq!(told.status.code(), Some(2), "{arguments:?}");
        assert!(told.err.starts_with("error: ") && told.err.contains(words), "{}", told.err);
    }
    let mut command = amanah(&["policy", "show"]);
    command.env("AMANAH_LOG", "not=a=filter");
    refused(command, "AMANAH_LOG");
    assert!(told(&["--version"]).starts_with("amanah "));
}

#[test]
fn completions_and_man_page_come_from_the_same_definition() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = told(&["completions", shell]);
        for word in ["serve", "checkpoint", "passphrase-file"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
    let folder = Folder::new();
    let script = folder.join("amanah.bash");
    std::fs::write(&script, told(&["completions", "bash"])).unwrap();
    let mut check = clean(Command::new("bash"), &["-n"]);
    check.arg(&script);
    let checked = run(check);
    assert!(checked.status.success(), "{}", checked.err);

    let man = told(&["man"]);
    assert!(man.starts_with(".ie") || man.starts_with(".TH"), "{}", &man[..80]);
    for word in
        ["amanah", "serve", "ledger", "DESCRIPTION", "\\-\\-passphrase\\-file", "AMANAH LEDGER VERIFY"]
    {
        assert!(man.contains(word), "the man page has no {word}");
    }
}

#[test]
fn what_the_policy_commands_print_can_be_read_by_machines() {
    let show = json(&["policy", "show", "--json"]);
    assert_eq!(show["version"], 1);
    assert_eq!(show["sha256"].as_str().unwrap().len(), 64);
    assert!(told(&["policy", "show"]).contains(show["sha256"].as_str().unwrap()));

    let table = json(&["policy", "table", "--json"]);
    let rows = table["rows"].as_array().unwrap();
    assert!(rows.len() >= 17, "{}", rows.len());
    let text = told(&["policy", "table"]);
    assert!(rows.iter().all(|row| text.contains(row["purpose"].as_str().unwrap())));

    let check = json(&["policy", "check", "--json"]);
    assert_eq!(check["errors"], 0);
    assert_eq!(check["programme_error"], Value::Null);
    let findings = check["findings"].as_array().unwrap();
    // Where the published policy and the law disagree, with the clause.
    assert!(findings.iter().any(|f| f["clause"].is_string() && f["severity"] != "error"));
    let text = told(&["policy", "check"]);
    assert!(text.contains("0 of them errors; programme.toml and its rules can be used"), "{text}");
    // A reader that goes away is no error.
    let mut piped = clean(Command::new("sh"), &["-c", "\"$AMANAH\" policy table | head -n 1"]);
    piped.env("AMANAH", AMANAH);
    let piped = run(piped);
    assert!(piped.status.success() && piped.err.is_empty(), "{}", piped.err);
}

fn verify(file: &Path, more: &[&str]) -> Command {
    let mut command = amanah(&["draw", "verify"]);
    command.arg(file).args(more);
    command
}

#[test]
fn a_published_draw_is_recomputed_by_anybody() {
    let folder = Folder::new();
    let running = start(demo(&folder.join("data"), 60), folder.path(), "demo");
    let text = Browser::at(running.address).get("/batches/1/draw.txt").unwrap().page();
    running.stop();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let right = file("right", &text);
    let told = run(verify(&right, &[]));
    assert!(told.status.success() && told.out.contains("\nRIGHT: "), "{}{}", told.out, told.err);
    let entrant = text.split_whitespace().rev().find(|word| is_pseudonym(word)).unwrap();
    let told = run(verify(&right, &["--own", entrant]));
    assert!(told.out.contains("Your line: rank "), "{}", told.out);
    let json: Value = serde_json::from_str(&run(verify(&right, &["--own", entrant, "--json"])).out).unwrap();
    assert_eq!(json["faults"], serde_json::json!([]));
    assert!(json["own"]["rank"].is_u64() && json["entrants"].as_u64().unwrap() > 5, "{json}");
    let told = run(verify(&right, &["--own", &"0".repeat(32)]));
    assert!(told.out.contains("Your line is not in this file"), "{}", told.out);
    refused(verify(&right, &["--own", "me"]), "32 hexadecimal digits");

    // Two lines exchanged, a seed of one's own, an entrant left out, another public value.
    let lines: Vec<&str> = text.lines().collect();
    let entrants: Vec<usize> =
        (0..lines.len()).filter(|at| lines[*at].split_whitespace().any(is_pseudonym)).collect();
    let (first, second) = (entrants[0], entrants[1]);
    let mut swapped = lines.clone();
    swapped.swap(first, second);
    let mut fewer = lines.clone();
    fewer.remove(second);
    let seed = lines.iter().position(|line| line.starts_with("seed: ")).unwrap();
    let other_seed = format!("seed: {}", "1".repeat(64));
    let mut seeded = lines.clone();
    seeded[seed] = &other_seed;
    for (name, lines) in [("swapped", swapped), ("fewer", fewer), ("seed", seeded)] {
        let told = run(verify(&file(name, &(lines.join("\n") + "\n")), &[]));
        assert_eq!(told.status.code(), Some(1), "{name}: {}", told.out);
        let found = told.out.contains("WRONG: ") || told.err.starts_with("amanah: ");
        assert!(found && !told.out.contains("RIGHT"), "{name}: {}{}", told.out, told.err);
    }
    refused(verify(&file("half", &text[..text.len() / 2]), &[]), "half");
    refused(verify(&folder.join("nowhere"), &[]), "there is no such file");
    refused(verify(Path::new(AMANAH), &[]), "this is no draw file");
    refused(verify(folder.path(), &[]), "this is a folder");
}

fn is_pseudonym(word: &str) -> bool {
    word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

#[test]
fn an_invitation_of_the_first_administrator_is_good_once() {
    let house = House::founded(&[]);
    let invite = |name: &str, email: &str| {
        house.command(&[
            "staff",
            "invite",
            "--origin",
            "https://house.example/",
            "--name",
            name,
            "--email",
            email,
        ])
    };
    refused(invite("Sari Dewi", "nowhere"), "--email cannot be used. Write the e-mail address with one @");
    refused(invite("\u{202e}Sari", "sari@house.example"), "--name cannot be used. Type the name again");
    refused(
        house.command(&["staff", "invite", "--origin", "house", "--name", "S", "--email", "s@h.example"]),
        "--origin",
    );
    let told = run(invite("Sari Dewi", "sari@house.example"));
    assert!(told.status.success(), "{}", told.err);
    let link = told.out.lines().last().unwrap();
    let path = link.strip_prefix("https://house.example").unwrap();
    assert!(path.starts_with("/invitation/"), "{link}");

    let mail = MailServer::open(std::time::Duration::ZERO);
    let registry = open_registry(amanah_testkit::Registry::new());
    let running = start(house.serve(&mail.url(), &registry), house.folder.path(), "serve");
    let mut browser = Browser::at(running.address);
    let page = browser.get(path).unwrap().page();
    assert!(page.contains("Sari Dewi"), "{page}");
    // Looking at it does not use it up.
    assert_eq!(browser.get(path).unwrap().page(), page);
    assert_eq!(browser.post(path, &[("agree", "yes")]).unwrap().leads_to(), "/staff");
    assert_eq!(browser.get("/staff").unwrap().status, 200);
    let mut other = Browser::at(running.address);
    let page = other.get(path).unwrap().page();
    assert!(!page.contains("Sari Dewi"), "{page}");
    assert_ne!(other.post(path, &[("agree", "yes")]).unwrap().status, 303);
    assert_eq!(other.get("/staff").unwrap().leads_to(), "/sign-in");
    // Outside a demonstration nobody reads letters in a browser.
    assert_eq!(other.get("/outbox").unwrap().status, 404);
    running.stop();
    refused(invite("Budi", "budi@house.example"), "an administrator is in force already");
    assert!(between(link, "https://", "/").is_some());
}
