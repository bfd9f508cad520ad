//! Promise 5 from outside, as one story: two people register, a backup is made, one of them is destroyed,
//! the keys are rotated and the old epoch destroyed, and the old backup is restored with every key that
//! still exists. Of the one nothing can be had any more, by any means the program has and in no byte of
//! any file; of the other everything. With `kill -9` at each step, on both engines, and with an HSM.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use amanah_actions::operator::backup_archive::vault_alone;
use amanah_domain::{Chance, PersonalValue, Timestamp};
use amanah_testkit::clock_and_chance::{FixedClock, SeededChance};
use amanah_testkit::population::SyntheticPerson;
use amanah_testkit::registry::Registry;
use amanah_vault::{FileKeeper, IndexId, Keyring, Protection, Vault};

use crate::database::Database;
use crate::http::Browser;
use crate::needles::{Needles, hex};
use crate::outside::{Mail, MailServer, PASSPHRASE, on, open_registry, serving};
use crate::people::{code_in, confirm, population, register, save_address, save_numbers, save_work};
use crate::program::{Folder, Running, amanah, copy_folder, refused, run, set_mode, start, wait_for};
use crate::soft_hsm::SoftHsm;

/// Deaths of each step, at most: then it is left to finish.
const DEATHS: u32 = 3;
/// People whose numbers are tried against the index, beside the two of the story.
const CANDIDATES: usize = 300;

/// What opens the keyring.
enum Lock {
    Passphrase(PathBuf),
    Token(SoftHsm),
}

struct Story {
    folder: Folder,
    lock: Lock,
    database: Database,
    mail: MailServer,
    registry: String,
    people: Vec<SyntheticPerson>,
    chance: SeededChance,
    deaths: u32,
    lives: u32,
}

impl Story {
    fn begun(database: impl Fn(&Path) -> Database, token: bool, deaths: u32, seed: u64) -> Self {
        let folder = Folder::new();
        let lock = if token {
            Lock::Token(SoftHsm::new(&folder))
        } else {
            Lock::Passphrase(folder.secret("passphrase", &format!("{PASSPHRASE}\n")))
        };
        let people = population(seed, CANDIDATES + 2);
        let registry = Registry::new();
        people.iter().take(2).for_each(|person| registry.add(person));
        let story = Self {
            database: database(&folder.join("data")),
            folder,
            lock,
            mail: MailServer::open(Duration::from_millis(1)),
            registry: open_registry(registry),
            people,
            chance: SeededChance::new(seed),
            deaths,
            lives: 0,
        };
        story.well(&["migrate"]);
        story
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn leaver(&self) -> &SyntheticPerson {
        &self.people[0]
    }

    fn stayer(&self) -> &SyntheticPerson {
        &self.people[1]
    }

    /// A command of the program on a place.
    fn at(&self, place: &Path, database: &Database, arguments: &[&str]) -> Command {
        let named: Vec<String> = database.arguments().iter().map(|&part| part.to_owned()).collect();
        match &self.lock {
            Lock::Passphrase(file) => on(arguments, place, file, &named),
            Lock::Token(hsm) => {
                let mut command = hsm.command(arguments, place);
                command.args(named);
                command
            }
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        self.at(&self.data(), &self.database, arguments)
    }

    fn well(&self, arguments: &[&str]) -> String {
        let told = run(self.command(arguments));
        assert!(told.status.success(), "{arguments:?}\n{}\n{}", told.out, told.err);
        told.out
    }

    /// Milliseconds until somebody dies.
    fn moment(&self, within: u64) -> Duration {
        let [high, low, ..] = self.chance.bytes16();
        Duration::from_millis(u64::from(u16::from_be_bytes([high, low])) % within)
    }

    /// Runs a command that dies at some moment, some times over, and in the end runs it whole.
    fn killed_and_done(&self, make: impl Fn() -> Command, done_already: &str) {
        for _ in 0..self.deaths {
            let mut child = make().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            sleep(self.moment(1_500));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let told = run(make());
        let well = told.status.success() || (self.deaths > 0 && told.err.contains(done_already));
        assert!(well, "{}\n{}", told.out, told.err);
    }

    fn serve_at(&mut self, place: &Path, database: &Database, more: &[String]) -> Running {
        self.lives += 1;
        let mut command = self.at(place, database, &serving(&self.mail.url(), &self.registry));
        command.args(more).env("AMANAH_LOG", "debug");
        start(command, self.folder.path(), &format!("life-{}", self.lives))
    }

    fn serve(&mut self) -> Running {
        let (data, database) = (self.data(), self.database_again());
        self.serve_at(&data, &database, &[])
    }

    /// The same database once more, for a call that borrows the story.
    fn database_again(&self) -> Database {
        match &self.database {
            Database::Sqlite(path) => Database::Sqlite(path.clone()),
            Database::Postgres(database) => Database::Named(database.url().to_owned()),
            Database::Named(url) => Database::Named(url.clone()),
        }
    }

    fn code(&self, address: &str, before: usize) -> Option<String> {
        wait_for("a letter", || {
            let letters = self.mail.letters();
            // Other letters come as well: notices of sign-ins, and after a restore what waited in its outbox.
            let asked = |mail: &&Mail| {
                mail.to == address
                    && (mail.subject.starts_with("Code for")
                        || mail.subject.starts_with("Request to sign in"))
            };
            let newer = letters.iter().skip(before).rev().find(asked)?;
            Some(code_in(&newer.text))
        })
    }

    /// Somebody registers and fills in everything.
    fn comes(&self, address: std::net::SocketAddr, person: &SyntheticPerson) -> Browser {
        let mut browser = Browser::at(address);
        let before = self.mail.letters().len();
        register(&mut browser, person, person.email.as_str()).unwrap();
        let code = self.code(person.email.as_str(), before).expect("a code");
        assert_eq!(confirm(&mut browser, &code).unwrap(), "/me");
        save_numbers(&mut browser, person).unwrap();
        save_address(&mut browser, person).unwrap();
        save_work(&mut browser, person).unwrap();
        browser
    }

    /// Signs somebody in; `None` where the house knows no such address.
    fn signs_in(&self, address: std::net::SocketAddr, person: &SyntheticPerson) -> Option<Browser> {
        let mut browser = Browser::at(address);
        let before = self.mail.letters().len();
        let email = person.email.as_str();
        assert_eq!(browser.post("/sign-in", &[("address", email)]).unwrap().leads_to(), "/code");
        let code = self.code(email, before)?;
        assert_eq!(confirm(&mut browser, &code).unwrap(), "/me");
        Some(browser)
    }

    /// How many removals are confirmed, once nothing is half done.
    fn confirmed(&self) -> i64 {
        wait_for("every removal to be confirmed", || {
            self.database.run("update job set due_at = 0 where state = 0 and kind = 'finish-removal'");
            let open = "select count(*) from removal where state < 2";
            (self.database.number(open) == 0).then_some(())
        });
        self.database.number("select count(*) from removal where state = 2")
    }

    /// The leaver destroys everything, whatever dies meanwhile. The path of the certificate, where the
    /// answer came before a death.
    fn leaves(&mut self) -> Option<String> {
        for death in 0..=self.deaths {
            let running = self.serve();
            if self.confirmed() > 0 {
                running.stop();
                return None;
            }
            let person = self.leaver().clone();
            let mut browser = self.signs_in(running.address, &person).expect("nothing is gone yet");
            let page = "/me/leave/confirm?act=destroy";
            if death == self.deaths {
                let answer = browser.fill(page, "/me/leave/confirm", &[("act", "destroy")]).unwrap();
                let path = answer.leads_to().to_owned();
                assert_eq!(self.confirmed(), 1);
                let certificate = Browser::at(running.address).get(&path).unwrap().page();
                assert!(certificate.contains("44"), "the article is named: {certificate}");
                let file = format!("{}/certificate.json", path.split('?').next().unwrap());
                let file = Browser::at(running.address).get(&file).unwrap();
                fs::write(self.folder.join("certificate.json"), file.body).unwrap();
                running.stop();
                return Some(path);
            }
            let until = self.moment(60);
            std::thread::scope(|scope| {
                scope.spawn(|| browser.fill(page, "/me/leave/confirm", &[("act", "destroy")]));
                sleep(until);
                running.kill();
            });
        }
        None
    }

    /// The file that the leaver keeps is right, and found out where a value in it is another one.
    fn the_certificate_proves(&self) {
        let file = self.folder.join("certificate.json");
        let verify = |file: &Path| {
            let mut verify = amanah(&["ledger", "verify", "--certificate"]);
            verify.arg(file).args(["--key", &self.ledger_key()]);
            run(verify)
        };
        let told = verify(&file);
        assert!(told.status.success() && told.out.starts_with("RIGHT  destroy "), "{}{}", told.out, told.err);
        let (text, other) = (fs::read_to_string(&file).unwrap(), self.folder.join("falsified.json"));
        for (from, to) in [("\"number\": 1", "\"number\": 2"), ("\"state\": \"", "\"state\": \"un")] {
            fs::write(&other, text.replacen(from, to, 1)).unwrap();
            let told = verify(&other);
            assert!(
                !told.status.success() && told.out.contains("WRONG  it is not what was signed"),
                "{}",
                told.out
            );
        }
    }

    /// As the certificate states it; what the portal publishes.
    fn ledger_key(&self) -> String {
        let said = self.well(&["ledger", "checkpoint", "--json"]);
        let said: serde_json::Value = serde_json::from_str(said.trim()).unwrap();
        said["key"].as_str().unwrap().to_owned()
    }

    /// The vault that whoever has passphrase and file can open. (The token's PKCS#11 library is told of
    /// its folder by the environment of a process, so it is not opened from here.)
    fn vault(&self, place: &Path) -> Option<Arc<Vault>> {
        let Lock::Passphrase(_) = &self.lock else { return None };
        let protection = Protection::Passphrase(PASSPHRASE.to_owned().into());
        let keyring = Keyring::open(Box::new(FileKeeper::new(place.join("keyring"), protection))).unwrap();
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(0)));
        Some(vault_alone(keyring, clock, Arc::new(SeededChance::new(7))).unwrap())
    }

    /// Every index tag of every number and address that anybody could have, looked up in a database.
    fn tags_found(&self, place: &Path, database: &Database) -> Option<(i64, i64)> {
        let vault = self.vault(place)?;
        let found = |person: &SyntheticPerson| {
            let values = [
                (IndexId::Nik, person.nik.index_form()),
                (IndexId::Kk, person.kk.index_form()),
                (IndexId::Email, person.email.index_form()),
                (IndexId::Phone, person.phone.index_form()),
            ];
            values
                .iter()
                .map(|(index, value)| {
                    let tag = hex(&vault.tag(*index, value.as_bytes()).0);
                    let bytes = match database {
                        Database::Sqlite(_) => format!("x'{tag}'"),
                        _ => format!("decode('{tag}', 'hex')"),
                    };
                    database.number(&format!(
                        "select (select count(*) from index_tag where tag = {bytes}) \
                     + (select count(*) from index_claim where tag = {bytes})"
                    ))
                })
                .sum::<i64>()
        };
        // A family card has several people on it.
        let (one, other) = (self.leaver().kk.as_str(), self.stayer().kk.as_str());
        let strangers = self.people.iter().skip(2).filter(|p| ![one, other].contains(&p.kk.as_str()));
        assert_eq!(strangers.map(found).sum::<i64>(), 0, "people who never came are found");
        Some((found(self.leaver()), found(self.stayer())))
    }

    /// The tags themselves, as bytes, in files: of the leaver none, of the stayer some.
    fn tags_lie_in(&self, place: &Path, file: &Path) -> Option<(bool, bool)> {
        let (vault, bytes) = (self.vault(place)?, fs::read(file).unwrap());
        let lies = |person: &SyntheticPerson| {
            let forms =
                [(IndexId::Nik, person.nik.index_form()), (IndexId::Email, person.email.index_form())];
            forms.iter().any(|(index, value)| {
                let tag = vault.tag(*index, value.as_bytes()).0;
                bytes.windows(tag.len()).any(|window| window == tag)
            })
        };
        Some((lies(self.leaver()), lies(self.stayer())))
    }

    fn needles(&self) -> Needles {
        Needles::of(self.people.iter().take(2))
    }
}

/// An empty place with the present keyring, and the options that name what outlived the lost one.
fn elsewhere(story: &Story, name: &str, keyring: &Path) -> (PathBuf, Vec<String>) {
    let place = story.folder.join(name);
    fs::create_dir_all(&place).unwrap();
    fs::copy(keyring, place.join("keyring")).unwrap();
    set_mode(&place.join("keyring"), 0o600);
    let path = |name: &str| story.data().join(name).display().to_string();
    let backups = path("backups");
    (place, ["--backup-to", &backups, "--journal", &path("journal")].map(str::to_owned).to_vec())
}

fn names(story: &Story) -> Vec<String> {
    let list: serde_json::Value = serde_json::from_str(&story.well(&["backup", "list", "--json"])).unwrap();
    let backups = list["backups"].as_array().unwrap();
    let mut names: Vec<String> =
        backups.iter().map(|backup| backup["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// Everything of the stayer is there; the leaver is a stranger.
fn one_is_there_and_one_is_not(story: &mut Story, place: &Path, database: &Database, options: &[String]) {
    let running = story.serve_at(place, database, options);
    let stayer = story.stayer().clone();
    let mut browser = story.signs_in(running.address, &stayer).expect("the stayer signs in");
    let page = browser.get("/me/profile/numbers").unwrap().page();
    assert!(page.contains(&format!("value=\"{}\"", *stayer.nik.show())), "{page}");
    let work = browser.get("/me/profile/work").unwrap().page();
    assert!(work.contains(&format!("value=\"{}\"", stayer.occupation.name())));
    let leaver = story.leaver().clone();
    assert!(story.signs_in(running.address, &leaver).is_none(), "the leaver is still known");
    running.stop();
    let told = run(story.at(place, database, &["ledger", "verify"]));
    assert!(told.status.success() && told.out.starts_with("RIGHT"), "{}{}", told.out, told.err);
    if let Some((leaver, stayer)) = story.tags_found(place, database) {
        assert_eq!(leaver, 0, "an index still knows the leaver");
        assert!(stayer >= 3, "{stayer} tags of the stayer");
    }
}

fn gone_means_gone(database: impl Fn(&Path) -> Database, token: bool, deaths: u32, seed: u64) {
    let mut story = Story::begun(&database, token, deaths, seed);

    // Register, use.
    let running = story.serve();
    let (leaver, stayer) = (story.leaver().clone(), story.stayer().clone());
    story.comes(running.address, &leaver);
    story.comes(running.address, &stayer);
    wait_for("verified identities", || {
        let verified = "select count(*) from account where identity = 2";
        (story.database.number(verified) == 2).then_some(())
    });
    running.stop();

    // Back up.
    story.killed_and_done(|| story.command(&["backup", "create"]), "-");
    let old = names(&story).pop().unwrap();
    let lost_keyring = story.folder.join("escrow");
    fs::copy(story.data().join("keyring"), &lost_keyring).unwrap();
    let before = story.tags_found(&story.data(), &story.database);
    assert!(before.is_none_or(|(leaver, stayer)| leaver >= 3 && stayer >= 3), "{before:?}");

    // Erase.
    let certificate = story.leaves();
    assert!(deaths > 0 || certificate.is_some());
    if certificate.is_some() {
        story.the_certificate_proves();
    }

    // Rotate, and destroy the old epochs: ten minutes pass by the table's clock.
    story.killed_and_done(|| story.command(&["keys", "rotate"]), "-");
    story.database.run("update key_epoch set closed_at = closed_at - 600000 where closed_at is not null");
    let newest = story.database.number("select max(epoch) from key_epoch");
    assert!(newest >= 2);
    for epoch in 1..newest {
        let epoch = epoch.to_string();
        story.killed_and_done(|| story.command(&["keys", "destroy", &epoch, "--yes"]), "destroyed already");
    }
    assert_eq!(story.database.number("select count(*) from key_epoch where state <> 2"), 1);
    if certificate.is_some() {
        story.the_certificate_proves();
    }
    story.killed_and_done(|| story.command(&["backup", "create"]), "-");
    let new = names(&story).pop().unwrap();
    assert_ne!(old, new);

    // The present place: nothing of the leaver, in its tables and in the bytes of its files.
    let (data, live) = (story.data(), story.database_again());
    one_is_there_and_one_is_not(&mut story, &data, &live, &[]);
    if let Database::Sqlite(file) = &live
        && let Some((leaver, stayer)) = story.tags_lie_in(&data, file)
    {
        assert!(!leaver, "a tag of the leaver lies in a free page");
        assert!(stayer, "the search would find a tag");
    }

    // The old backup with its own key part: no key opens it.
    let present = data.join("keyring");
    let (place, options) = elsewhere(&story, "with-old-keys", &present);
    let found = database(&place);
    let mut restore = story.at(&place, &found, &["backup", "restore", &old, "--keys", &old]);
    restore.args(&options);
    let said = refused(restore, "");
    // Whoever died while rotating has begun epochs enough for it to be cleared away.
    let pruned = said.contains("only those of the last epochs are kept");
    assert!(pruned || said.contains("the key of epoch 1, under which this part was sealed"), "{said}");
    // Also with the copy of the keyring from that time, where the old key lay in a token.
    if token {
        let (place, options) = elsewhere(&story, "with-old-keyring", &lost_keyring);
        let found = database(&place);
        let mut restore = story.at(&place, &found, &["backup", "restore", &old, "--keys", &old]);
        restore.args(&options);
        refused(restore, "");
    }

    // The old backup with the keys that still exist.
    let (place, options) = elsewhere(&story, "restored", &present);
    let found = database(&place);
    let restore = || {
        let mut command = story.at(&place, &found, &["backup", "restore", &old, "--keys", &new]);
        command.args(&options);
        command
    };
    story.killed_and_done(restore, "a restore overwrites nothing");
    assert_eq!(found.number("select count(*) from account"), 1, "only the stayer came back");
    assert_eq!(found.number("select count(distinct person_id) from sealed_row"), 1);
    one_is_there_and_one_is_not(&mut story, &place, &found, &options);

    // And in no byte of anything: databases, write-ahead logs, backups, journal, keyrings, logs, token.
    let files = story.needles().must_not_lie_in(&[story.folder.path()], &[]);
    assert!(files > 12, "{files}");
    for database in [&live, &found] {
        let (Database::Postgres(_) | Database::Named(_)) = database else { continue };
        database.run("checkpoint");
        let cluster = PathBuf::from(database.text("select current_setting('data_directory')"));
        if fs::read_dir(cluster.join("base")).is_ok() {
            let oid =
                database.number("select oid::bigint from pg_database where datname = current_database()");
            let (rows, ahead) = (cluster.join("base").join(oid.to_string()), cluster.join("pg_wal"));
            assert!(story.needles().must_not_lie_in(&[&rows, &ahead], &[]) > 50);
        }
    }

    // An older keyring in the present place opens nothing of the leaver either: it is not taken.
    let spare = story.folder.join("spare");
    copy_folder(&data, &spare);
    if let Database::Sqlite(_) = &live {
        fs::copy(&lost_keyring, spare.join("keyring")).unwrap();
        set_mode(&spare.join("keyring"), 0o600);
        refused(story.at(&spare, &Database::sqlite(&spare), &["keys", "status"]), "");
    }
}

#[test]
fn gone_means_gone_on_sqlite() {
    gone_means_gone(Database::sqlite, false, 0, 71);
}

#[test]
fn gone_means_gone_on_sqlite_whatever_dies() {
    gone_means_gone(Database::sqlite, false, DEATHS, 72);
}

#[test]
fn gone_means_gone_on_postgres_whatever_dies() {
    gone_means_gone(|_| Database::postgres(), false, DEATHS, 73);
}

#[test]
fn gone_means_gone_with_a_token_whatever_dies() {
    gone_means_gone(Database::sqlite, true, DEATHS, 74);
}

#[test]
fn gone_means_gone_with_a_token_on_postgres() {
    gone_means_gone(|_| Database::postgres(), true, 0, 75);
}
