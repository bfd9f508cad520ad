//! `kill -9` at any moment: what was acknowledged is there afterwards, the ledger verifies, no job
//! changed the database twice, and no letter leaves the house more than twice, always under the same
//! Message-ID.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use amanah_domain::{Chance, PersonalValue};
use amanah_testkit::clock_and_chance::SeededChance;
use amanah_testkit::population::SyntheticPerson;
use amanah_testkit::registry::Registry;

use crate::database::Database;
use crate::http::Browser;
use crate::needles::Needles;
use crate::outside::{House, MailServer, open_registry};
use crate::people::{confirm, population, register, save_address, save_numbers, save_work};
use crate::program::{run, start, wait_for};

/// Visitors at a time.
const CLIENTS: usize = 4;
/// People in stock; nobody comes twice.
const PEOPLE: usize = 400;
/// Registrations of one life, at most: the house takes no more codes from one network address at once.
const PER_LIFE_MAX: usize = 55;

/// What a person was told.
struct Known {
    person: SyntheticPerson,
    browser: Browser,
    numbers: bool,
    address: bool,
    work: bool,
}

struct Town {
    mail: MailServer,
    registry: Arc<Registry>,
    people: Vec<SyntheticPerson>,
    next: AtomicUsize,
    known: Mutex<Vec<Known>>,
}

impl Town {
    fn founded(seed: u64) -> Self {
        let people = population(seed, PEOPLE);
        let registry = Registry::new();
        people.iter().for_each(|person| registry.add(person));
        Self {
            mail: MailServer::open(Duration::from_millis(15)),
            registry,
            people,
            next: AtomicUsize::new(0),
            known: Mutex::new(Vec::new()),
        }
    }

    /// One visitor after the other comes, until the house is gone.
    fn visitors(&self, address: std::net::SocketAddr, until: usize) {
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(person) = self.people.get(at).filter(|_| at < until) else { return };
            let mut browser = Browser::at(address);
            let came_in = register(&mut browser, person, person.email.as_str()).and_then(|()| {
                let code = self.code(person, &mut browser)?;
                confirm(&mut browser, &code)
            });
            if came_in.is_err() {
                return;
            }
            let mut known =
                Known { person: person.clone(), browser, numbers: false, address: false, work: false };
            let went = self.profile(&mut known);
            self.known.lock().unwrap().push(known);
            if went.is_err() {
                return;
            }
        }
    }

    /// The code, or an error as soon as the house is gone.
    fn code(&self, person: &SyntheticPerson, browser: &mut Browser) -> std::io::Result<String> {
        loop {
            if let Some(code) = self.mail.code_for(person.email.as_str()) {
                return Ok(code);
            }
            browser.get("/code")?;
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn profile(&self, known: &mut Known) -> std::io::Result<()> {
        save_numbers(&mut known.browser, &known.person)?;
        known.numbers = true;
        save_address(&mut known.browser, &known.person)?;
        known.address = true;
        save_work(&mut known.browser, &known.person)?;
        known.work = true;
        Ok(())
    }

    /// Everybody finds what they were told.
    fn everything_acknowledged_is_there(&self, address: std::net::SocketAddr) {
        for known in self.known.lock().unwrap().iter_mut() {
            known.browser.move_to(address);
            let name = known.person.name.as_str();
            assert_eq!(known.browser.get("/me").unwrap().status, 200, "{name} is signed out");
            let has = |page: String, value: &str| assert!(page.contains(value), "{name} misses {value}");
            if known.numbers {
                let page = known.browser.get("/me/profile/numbers").unwrap().page();
                has(page, &format!("value=\"{}\"", *known.person.nik.show()));
            }
            if known.address {
                let district = known.person.address.district_code();
                let page =
                    format!("/me/profile/address?province={}&regency={}", &district[..2], &district[..5]);
                let page = known.browser.get(&page).unwrap().page();
                has(page, &format!("value=\"{district}\" selected"));
            }
            if known.work {
                let page = known.browser.get("/me/profile/work").unwrap().page();
                has(page, &format!("value=\"{}\"", known.person.occupation.name()));
            }
        }
    }
}

/// Lets the five minutes pass after which a hand-over without an end counts as lost, and every pause.
fn time_passes(database: &Database) {
    database.run("update outbox set due_at = 0 where state <= 1; update job set due_at = 0 where state = 0");
}

fn lives_and_deaths(database: Option<Database>, seed: u64, lives: usize) {
    let chance = SeededChance::new(seed);
    let town = Town::founded(seed);
    let registry = open_registry(Arc::clone(&town.registry));
    let house = House::founded(&database.as_ref().map(Database::arguments).unwrap_or_default());
    let database = database.unwrap_or_else(|| Database::sqlite(&house.data()));
    let mut logs = BTreeSet::new();
    for life in 0..lives {
        let mut command = house.serve(&town.mail.url(), &registry);
        command.env("AMANAH_LOG", "debug");
        let running = start(command, house.folder.path(), &format!("life-{life}"));
        town.everything_acknowledged_is_there(running.address);
        let (address, until) = (running.address, town.next.load(Ordering::Relaxed) + PER_LIFE_MAX);
        // The end comes in the middle of work: after so many letters, and a moment more.
        let word = u16::from_le_bytes([chance.bytes16()[0], chance.bytes16()[1]]);
        let (letters, moment) = (town.mail.letters().len() + 3 + usize::from(word % 23), word / 23 % 60);
        thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| town.visitors(address, until));
            }
            wait_for("letters of this life", || (town.mail.letters().len() >= letters).then_some(()));
            thread::sleep(Duration::from_millis(u64::from(moment)));
            running.kill();
        });
        // In between, the write-ahead log is left for the house itself to recover.
        if life % 2 == 1 || life + 1 == lives {
            time_passes(&database);
        }
        logs.insert(format!("life-{life}.err"));
    }
    afterwards(&town, &house, &registry, &database);
    let told = run(house.command(&["ledger", "verify"]));
    assert!(told.status.success() && told.out.starts_with("RIGHT"), "{}{}", told.out, told.err);
    // The stand-in's letters are in memory; what lies in the folder is the house's own.
    let files = Needles::of(&town.people).must_not_lie_in(&[house.folder.path()], &[]);
    assert!(files > logs.len());
}

/// The last life is a quiet one: work that was interrupted is finished, once.
fn afterwards(town: &Town, house: &House, registry: &str, database: &Database) {
    let running = start(house.serve(&town.mail.url(), registry), house.folder.path(), "last");
    town.everything_acknowledged_is_there(running.address);
    wait_for("an empty queue", || {
        let page = Browser::at(running.address).get("/").is_ok();
        // What the house does by itself every night has its next time in the queue.
        let now = "state = 0 and kind not like '%-daily' and kind not like 'rehearse%'";
        let waiting = || database.number(&format!("select count(*) from job where {now}"));
        // SQLite's file is looked at while its server serves: read only, as any backup would.
        (page && waiting() == 0 && database.number("select count(*) from outbox where state <= 1") == 0)
            .then_some(())
    });
    running.stop();
    let lost = database.number("select count(*) from outbox where failure = 'outcome-unknown'");
    let without = told_once(town);
    assert!(without <= lost as usize, "{without} people miss a letter, {lost} letters were given up");

    let known = town.known.lock().unwrap();
    let accounts = database.number("select count(*) from account");
    assert!(accounts >= known.len() as i64, "{accounts} accounts, {} acknowledged", known.len());
    assert!(known.len() >= 6, "only {} people came in", known.len());
    // A job that ran twice would have assessed, verified or told twice.
    let twice = "select count(*) from (select person_id, index_id from index_claim group by person_id, index_id \
                 having count(*) > 1) as twice";
    assert_eq!(database.number(twice), 0);
    assert_eq!(database.number("select count(*) from outbox where repeats > 1"), 0);
    let given_up = "select count(*) from outbox where state = 3 and failure <> 'outcome-unknown'";
    assert_eq!(database.number(given_up), 0, "a letter was given up");
    assert_eq!(database.number("select count(*) from job where state = 2"), 0, "a job was given up");
    // The registry answers a repeated question from memory: the same id, once.
    let claims = database.number("select count(distinct person_id) from index_claim where index_id = 1");
    assert!(town.registry.answered() as i64 <= claims, "{} > {claims}", town.registry.answered());

    let arrivals = town.mail.arrivals();
    let most = arrivals.values().max().copied().unwrap_or_default();
    assert!(most <= 2, "a letter arrived {most} times under one Message-ID");
    let repeated = arrivals.values().filter(|count| **count == 2).count() as i64;
    let repeats = database.number("select count(*) from outbox where repeats = 1");
    assert!(repeated <= repeats, "{repeated} letters arrived twice, {repeats} were repeated");
    println!(
        "{} people, {} letters, {repeats} repeated, {repeated} arrived twice",
        known.len(),
        arrivals.len()
    );
}

/// Whoever was told that their numbers are saved has one letter about the registry's answer: one
/// Message-ID, however often it was handed over. The number of people who miss a letter.
fn told_once(town: &Town) -> usize {
    let letters = town.mail.letters();
    let known = town.known.lock().unwrap();
    let missing = known.iter().filter(|known| {
        let to = known.person.email.as_str();
        let theirs = letters.iter().filter(|mail| mail.to == to);
        let subjects: BTreeSet<&str> = theirs.map(|mail| mail.subject.as_str()).collect();
        for subject in &subjects {
            assert_eq!(town.mail.ids_about(subject, to).len(), 1, "{subject:?} to one person twice");
        }
        // The code, and the answer.
        subjects.len() < if known.numbers { 2 } else { 1 }
    });
    missing.count()
}

#[test]
fn killed_at_any_moment_on_sqlite() {
    lives_and_deaths(None, 1, 6);
}

#[test]
fn killed_at_any_moment_on_postgres() {
    lives_and_deaths(Some(Database::postgres()), 2, 3);
}

/// A house that is asked to end finishes what it has begun: nothing is left whose fate nobody knows.
#[test]
fn told_to_end_it_leaves_nothing_half_done() {
    let town = Town::founded(3);
    let registry = open_registry(Arc::clone(&town.registry));
    let house = House::founded(&[]);
    let database = Database::sqlite(&house.data());
    for life in 0..2 {
        let running =
            start(house.serve(&town.mail.url(), &registry), house.folder.path(), &format!("{life}"));
        let (address, until) = (running.address, town.next.load(Ordering::Relaxed) + PER_LIFE_MAX);
        let letters = town.mail.letters().len() + 9;
        thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| town.visitors(address, until));
            }
            // A visitor who never says what they want must not keep the house open.
            let mut silent = std::net::TcpStream::connect(address).unwrap();
            std::io::Write::write_all(&mut silent, b"GET / HTTP/1.1\r\nHost:").unwrap();
            wait_for("letters of this life", || (town.mail.letters().len() >= letters).then_some(()));
            running.stop();
        });
        assert_eq!(database.number("select count(*) from outbox where state = 1"), 0);
        assert!(town.mail.arrivals().values().all(|count| *count == 1));
    }
}
