//! Promise 3 from outside: with a population in the database, a person who registers and staff who
//! look, no personal value lies open in any file, while the program runs and after it was killed.

use std::path::{Path, PathBuf};

use amanah_domain::Timestamp;
use amanah_domain::states::Channel;
use amanah_testkit::population::SyntheticPerson;

use crate::database::Database;
use crate::needles::Needles;
use crate::people::{REASON, contact, look_up, of_demonstration, registered, staff};
use crate::program::{Folder, Running, demo, start};

/// People of the demonstration.
const PEOPLE: u32 = 40;
/// The one of the spare people who registers: not one of the three whom the greeting names.
const NEWCOMER: usize = PEOPLE as usize + 7;

/// A demonstration with logs of every word, at work: somebody registers, a contact agent, a reviewer and
/// a data protection officer look.
fn at_work(folder: &Folder, data: &Path, database: &[&str]) -> (Running, Vec<SyntheticPerson>) {
    let mut command = demo(data, PEOPLE);
    command.args(database).env("AMANAH_LOG", "trace");
    let running = start(command, folder.path(), "demo");
    let people = of_demonstration(begun(data), PEOPLE);
    assert!(running.said().contains(people[PEOPLE as usize].nik.as_str()), "not the same people");

    let newcomer = &people[NEWCOMER];
    registered(running.address, newcomer);
    let mut agent = staff(running.address, "agent@amanah.example");
    // Whoever came in, somebody of the demonstration's past, and nobody.
    for person in [newcomer, &people[1]] {
        let kind = if person.channel == Channel::Email { "email" } else { "phone" };
        let page = look_up(&mut agent, ("contact-agent", "questions"), kind, contact(person));
        assert!(page.contains(person.name.as_str()), "{page}");
    }
    look_up(&mut agent, ("contact-agent", "questions"), "email", "nobody.at.all@mail.example");
    let mut reviewer = staff(running.address, "reviewer@amanah.example");
    look_up(&mut reviewer, ("reviewer", "due-diligence"), "nik", newcomer.nik.as_str());
    (running, people)
}

/// When the demonstration began: the moment its keyring was written.
pub(crate) fn begun(data: &Path) -> Timestamp {
    let written = std::fs::metadata(data.join("keyring")).unwrap().modified().unwrap();
    let since = written.duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

fn wanted(people: &[SyntheticPerson]) -> Needles {
    let in_the_house = people.iter().take(PEOPLE as usize).chain([&people[NEWCOMER]]);
    let mut needles = Needles::of(in_the_house);
    needles.add("reason", REASON);
    needles.add("e-mail", "nobody.at.all@mail.example");
    for name in ["Administrator Contoh", "Penilai Contoh", "Petugas Contoh", "Pejabat Pelindungan Contoh"] {
        needles.add("name", name);
    }
    for name in ["admin", "admin2", "reviewer", "agent", "dpo"] {
        needles.add("e-mail", &format!("{name}@amanah.example"));
    }
    assert!(needles.count > 5_000, "{}", needles.count);
    needles
}

/// The greeting on the terminal names the staff and three of the spare people, on purpose.
const GREETING: &str = "demo.out";

#[test]
fn nothing_personal_lies_open_on_sqlite() {
    let folder = Folder::new();
    let data = folder.join("data");
    let (running, people) = at_work(&folder, &data, &[]);
    let needles = wanted(&people);
    for file in ["amanah.db", "amanah.db-wal", "amanah.db-shm", "keyring"] {
        assert!(data.join(file).exists(), "{file}");
    }
    // Logs did say something, or an empty one would prove nothing.
    assert!(running.complained().contains("DEBUG") || running.complained().contains("INFO"));
    needles.must_not_lie_in(&[folder.path()], &[GREETING]);
    // What the spare people of the greeting are called is no secret; who came in is.
    assert!(Needles::of([&people[NEWCOMER]]).in_file(&folder.join(GREETING)).is_empty());

    running.kill();
    let files = needles.must_not_lie_in(&[folder.path()], &[GREETING]);
    assert!(files >= 5, "{files}");
    assert!(data.join("amanah.db-wal").exists(), "a killed server leaves its write-ahead log behind");

    // Recovery writes the log back into the database: still nothing.
    let running = start(demo(&data, PEOPLE), folder.path(), "again");
    needles.must_not_lie_in(&[folder.path()], &[GREETING, "again.out"]);
    running.stop();
    needles.must_not_lie_in(&[folder.path()], &[GREETING, "again.out"]);
}

#[test]
fn nothing_personal_lies_open_on_postgres() {
    let folder = Folder::new();
    let data = folder.join("data");
    let database = Database::postgres();
    let (running, people) = at_work(&folder, &data, &database.arguments());
    let needles = wanted(&people);
    // Into the files, from the server's memory.
    database.run("checkpoint");
    let cluster = PathBuf::from(database.text("select current_setting('data_directory')"));
    let oid = database.number("select oid::bigint from pg_database where datname = current_database()");
    running.kill();
    let logs = folder.path();
    // The cluster is another user's: root, as in CI, may read it, others see what is their own.
    if std::fs::read_dir(cluster.join("base")).is_err() {
        println!("PostgreSQL's files belong to another user, so only the folder and the logs were searched.");
        needles.must_not_lie_in(&[logs], &[GREETING]);
        return;
    }
    let (rows, ahead) = (cluster.join("base").join(oid.to_string()), cluster.join("pg_wal"));
    let files = needles.must_not_lie_in(&[logs, &rows, &ahead], &[GREETING]);
    assert!(files > 50, "{files}");
}
