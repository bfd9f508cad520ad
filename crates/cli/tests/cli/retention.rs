//! `amanah retention` as an operator meets it: said beforehand and done, asked of the running server or done
//! alone, killed in the middle, refused with a reason. And a policy whose times to keep cannot be applied.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use amanah_testkit::office::programme_folder;
use serde_json::Value;

use crate::database::Database;
use crate::program::{Folder, amanah, copy_folder, refused, run, start, wait_for};

/// People of the demonstration.
const PEOPLE: u32 = 48;
/// Somebody among them whose account stays open.
const OPEN: &str = "(select person_id from account where kind = 1 order by person_id limit 1)";

fn retention(data: &Path, database: &Database, arguments: &[&str]) -> Command {
    let mut command = amanah(&[&["retention"], arguments].concat());
    command.arg("--data").arg(data).args(database.arguments());
    command
}

fn json(data: &Path, database: &Database, arguments: &[&str]) -> Value {
    let told = run(retention(data, database, &[arguments, &["--json"]].concat()));
    assert!(told.status.success(), "{}", told.err);
    serde_json::from_str(&told.out).unwrap()
}

/// A demonstration of which all but one ended long ago: the clock is turned behind the server's back.
fn long_over(data: &Path, database: &Database) -> i64 {
    let mut command = crate::program::demo(data, PEOPLE);
    command.arg("--fill-only").args(database.arguments());
    let told = run(command);
    assert!(told.status.success(), "{}", told.err);
    // 1 January 2010, long before anybody was here.
    let then = 1_262_304_000_000_i64;
    database.run(&format!(
        "update account set state = 1, ended_at = {then}, consents = 0 where kind = 1 and person_id <> {OPEN};
         update consent set withdrawn_at = {then} where withdrawn_at is null and person_id <> {OPEN};
         update outbox set due_at = {then} where state >= 2;
         delete from case_file;
         delete from outbox where state < 2;
         update batch set drawn_at = {then} where drawn_at is not null;"
    ));
    database.number("select count(*) from account where kind = 1") - 1
}

fn left(database: &Database) -> i64 {
    database.number("select count(*) from account where kind = 1")
}

fn of_rules(run: &Value, act: &str) -> u64 {
    let rules = run["rules"].as_array().unwrap().iter().filter(|rule| rule["act"] == act);
    rules.map(|rule| rule["people"].as_u64().unwrap()).sum()
}

/// Who and what is said beforehand, by the running server and alone alike; then it is done.
fn said_and_done(make: fn(&Path) -> Database) {
    let folder = Folder::new();
    let data = folder.join("data");
    let database = make(&data);
    let leaving = long_over(&data, &database);
    let before = json(&data, &database, &["dry-run", "--list"]);
    assert_eq!(of_rules(&before, "destroy"), leaving as u64, "{before}");
    let list = before["list"].as_array().unwrap();
    assert_eq!(list.len(), leaving as usize);
    assert!(
        list.iter().all(|line| line["person"].as_str().unwrap().len() == 32 && line["clause"].is_string())
    );
    assert_eq!(left(&database), leaving + 1, "nothing was changed");
    let told = run(retention(&data, &database, &["dry-run", "--on", "2009-12-31"]));
    assert!(told.out.contains("nobody has anything that has reached its end"), "{}{}", told.out, told.err);
    refused(retention(&data, &database, &["dry-run", "--on", "31-12-2009"]), "is not a day");

    let mut serving = crate::program::demo(&data, PEOPLE);
    serving.args(database.arguments());
    let running = start(serving, folder.path(), "demo");
    wait_for("the control socket", || {
        std::os::unix::net::UnixStream::connect(data.join("control")).ok().map(drop)
    });
    let asked = json(&data, &database, &["dry-run"]);
    assert_eq!(asked["rules"], before["rules"], "the same words whoever has the house open");
    let done = json(&data, &database, &["run"]);
    assert_eq!(done["rules"], before["rules"], "done as said: {done}");
    assert_eq!((&done["failed"], &done["clock_went_back"]), (&Value::from(0), &Value::from(false)));
    running.stop();
    assert_eq!(left(&database), 1, "whose account is open stays");
    for table in ["key_row", "sealed_row", "index_claim", "consent", "batch_entry"] {
        let gone =
            format!("select count(*) from {table} where person_id not in (select person_id from account)");
        assert_eq!(database.number(&gone), 0, "{table}");
    }
    assert!(database.number("select count(*) from run_report where kind = 'retention' and fine = 1") > 0);
    assert_eq!(of_rules(&json(&data, &database, &["run"]), "destroy"), 0, "once is enough");
    // Checked by the tool that knows nothing of removals.
    let mut verify = amanah(&["ledger", "verify"]);
    verify.arg("--data").arg(&data).args(database.arguments());
    let told = run(verify);
    assert!(told.status.success(), "{}{}", told.out, told.err);
}

#[test]
fn what_is_over_is_said_beforehand_and_goes_on_sqlite() {
    said_and_done(Database::sqlite);
}

#[test]
fn what_is_over_is_said_beforehand_and_goes_on_postgres() {
    said_and_done(|_| Database::postgres());
}

/// Killed in the middle again and again, it ends where one run would have: everybody gone once, nobody
/// counted twice, no group too small.
fn killed(make: fn(&Path) -> Database) {
    let folder = Folder::new();
    let data = folder.join("data");
    let database = make(&data);
    let leaving = long_over(&data, &database);
    let mut kills = 0;
    for round in 1..=40 {
        let mut child = retention(&data, &database, &["run"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Some people further than the last time.
        let goal = leaving + 1 - round * (leaving / 4).max(1);
        while child.try_wait().unwrap().is_none() && left(&database) > goal.max(1) {
            sleep(Duration::from_millis(2));
        }
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            kills += 1;
        }
        child.wait().unwrap();
        if left(&database) == 1 {
            break;
        }
    }
    assert!(kills >= 2, "it was over before it could be killed");
    json(&data, &database, &["run"]);
    assert_eq!(left(&database), 1);
    let removals = "select count(*) from removal where act = 2 and asked_by = 9";
    assert_eq!(database.number(removals), leaving, "each once");
    assert_eq!(
        database
            .number("select count(*) from key_row where person_id not in (select person_id from account)"),
        0
    );
    // A sum of whole numbers is one on SQLite alone.
    let counted = "select cast(coalesce(sum(people), 0) as bigint) from anonymous_count";
    let counted = database.number(counted);
    assert!(counted <= leaving, "{counted} of {leaving} were counted");
    assert_eq!(database.number("select count(*) from anonymous_count where people < 20"), 0);
}

#[test]
fn killed_in_the_middle_it_goes_on_where_it_was_on_sqlite() {
    killed(Database::sqlite);
}

#[test]
fn killed_in_the_middle_it_goes_on_where_it_was_on_postgres() {
    killed(|_| Database::postgres());
}

#[test]
fn a_policy_whose_times_to_keep_cannot_be_applied_is_refused() {
    let folder = Folder::new();
    let cap = "[category.address]\nclause = \"2.1\"\nsensitivity = \"general\"\nretention = { event = \"account-closed\", \
               duration = \"5 years\", then = \"erase\" }";
    let capless = cap.split("\nretention").next().unwrap();
    for (name, from, to, words) in [
        ("rule", cap, capless, "category address does not say how long it is kept at the longest"),
        (
            "event",
            cap,
            &cap.replace("account-closed", "staff-left"),
            "staff-left, which cannot happen for it",
        ),
        ("longer", "sooner = [\"sign-in\"]\n", "", "purpose enrolment keeps sign-in for 1 year"),
        ("small", "threshold = 20", "threshold = 3", "groups of 3 are counted"),
        ("stay", "article = \"15(1)b\"\n", "", "what stays for fraud lacks an article of the law"),
    ] {
        let copy = folder.join(name);
        copy_folder(&programme_folder(), &copy);
        let path = copy.join("policy.toml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        let mut check = amanah(&["policy", "check", "--programme"]);
        check.arg(&copy);
        let told = run(check);
        assert_eq!(told.status.code(), Some(1), "{name}: {}", told.out);
        assert!(told.out.contains(words), "{name}: {}", told.out);
        assert!(told.err.contains("amanah: the policy has 1 error\n"), "{name}: {}", told.err);
    }
}
