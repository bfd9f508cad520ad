//! The test office: the real house over a real store, with a clock that is told, chance that repeats
//! itself, a stand-in registry over HTTP and letters that can be read. When a test ends it checks what
//! tests forget: the queue is empty, the ledger verifies, no clear value lies in the database.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test office that cannot be set up, or a house in disorder, must stop the test"
)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use amanah_actions::ledger_reader::LedgerReader;
use amanah_actions::letters::{Language, LetterKind};
use amanah_actions::operator::shelf::Shelves;
use amanah_actions::person::begin_registration::RegistrationInput;
use amanah_actions::person::save_identity::{IdentityInput, IdentitySaved};
use amanah_actions::person::save_livelihood::LivelihoodInput;
use amanah_actions::post::DemoLetter;
use amanah_actions::programme::Programme;
use amanah_actions::registry::HttpRegistry;
use amanah_actions::removal::recipients::{RecipientAddress, Recipients};
use amanah_actions::{Mode, Office, OfficeParts, Session, ledger_name};
use amanah_domain::regions::Regions;
use amanah_domain::{PersonalValue, Role, Timestamp};
use amanah_ledger::verify_log;
use amanah_policy::Policy;
use amanah_store::accounts::{self, AccountKind};
use amanah_store::staff::{self, RoleRow};
use amanah_store::{Engine, Faults, Store, StoreConfig, StoreError, jobs, ledger_rows};
use amanah_vault::{FileKeeper, Keyring, Protection};

use crate::clear_values;
use crate::clock_and_chance::{FixedClock, SeededChance};
use crate::population::SyntheticPerson;
use crate::postgres::{PgDatabase, PgServer};
use crate::registry::Registry;
use crate::test_post::{PlainWords, TestPost};

/// 22 November 2026, 10:00 in Jakarta: when every test office opens.
pub const OPENED_AT: Timestamp = Timestamp::from_millis(1_795_316_400_000);

/// Digits of a one-time code.
const CODE_DIGITS: usize = 6;

static MADE: AtomicU32 = AtomicU32::new(0);

/// A house of its own for one test.
pub struct TestOffice {
    /// The house.
    pub office: Arc<Office>,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    /// The civil registry it asks.
    pub registry: Arc<Registry>,
    /// Its post office.
    pub post: Arc<TestPost>,
    folder: PathBuf,
    database: Option<PgDatabase>,
    secrets: Mutex<Vec<String>>,
    served: tokio::task::JoinHandle<()>,
    may_leave_work: bool,
    finished: bool,
}

/// The model programme's folder.
pub fn programme_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/prakerja")
}

/// The model programme's regions.
pub fn regions() -> Regions {
    let read = |name: &str| std::fs::read_to_string(programme_folder().join("regions").join(name)).unwrap();
    Regions::parse(&read("provinces.csv"), &read("regencies.csv"), &read("districts.csv")).unwrap()
}

fn read(name: &str) -> String {
    std::fs::read_to_string(programme_folder().join(name)).unwrap()
}

fn keeper_in(folder: &Path) -> FileKeeper {
    FileKeeper::new(folder.join("keyring"), Protection::Plain)
}

impl TestOffice {
    /// Opens a house on an engine, empty.
    ///
    /// # Panics
    /// Where it cannot be set up: PostgreSQL's sentence says what to do.
    pub async fn on(engine: Engine) -> Self {
        Self::under(engine, "http://localhost:8080").await
    }

    /// The same where people reach it under another address: passkeys and links in letters name it.
    ///
    /// # Panics
    /// As [`TestOffice::on`].
    pub async fn under(engine: Engine, origin: &str) -> Self {
        Self::set_up(engine, origin, None).await
    }

    /// The same over a storage that fails on purpose.
    ///
    /// # Panics
    /// As [`TestOffice::on`].
    pub async fn with_faults(engine: Engine, faults: Arc<dyn Faults>) -> Self {
        Self::set_up(engine, "http://localhost:8080", Some(faults)).await
    }

    async fn set_up(engine: Engine, origin: &str, faults: Option<Arc<dyn Faults>>) -> Self {
        let made = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("amanah-test-{}-{made}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let clock = Arc::new(FixedClock::at(OPENED_AT));
        let chance = Arc::new(SeededChance::new(u64::from(made) + 1));
        let (config, database) = match engine {
            Engine::Sqlite => (StoreConfig::Sqlite { path: folder.join("amanah.db") }, None),
            Engine::Postgres => {
                let server = PgServer::from_env().unwrap_or_else(|e| panic!("{e}"));
                let database = server.fresh_database().unwrap_or_else(|e| panic!("{e}"));
                let url = database.url().to_owned();
                (StoreConfig::Postgres { url, pool_size: 4, tls_roots: None }, Some(database))
            }
        };
        let opened: Arc<dyn amanah_domain::Clock> = Arc::clone(&clock) as _;
        let opening = tokio::task::spawn_blocking(move || Store::open_with_faults(&config, opened, faults));
        let store = opening.await.unwrap().unwrap();
        store.migrate().await.unwrap();
        let registry = Registry::new();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = Arc::clone(&registry);
        let served = tokio::spawn(async move {
            // Ends with the test.
            let _ = serving.serve(listener).await;
        });
        let post = Arc::new(TestPost::default());
        let keeper = Box::new(keeper_in(&folder));
        let office = Office::open(OfficeParts {
            store,
            keyring: Keyring::create(keeper, &*chance).unwrap(),
            policy: Arc::new(Policy::parse(&read("policy.toml")).unwrap()),
            programme: Programme::parse(&read("programme.toml"), regions()).unwrap(),
            clock: Arc::clone(&clock) as _,
            chance,
            registry: Arc::new(HttpRegistry::new(&format!("http://{address}")).unwrap()),
            letter_words: Arc::new(PlainWords),
            post: Arc::clone(&post) as _,
            mode: Mode { demo: true, origin: origin.to_owned() },
            shelves: Shelves::in_folder(&folder),
        })
        .await
        .unwrap();
        let told = RecipientAddress::parse(&format!("government=http://{address},{}", registry.vkey()));
        office.removals.set_recipients(Recipients::new(vec![told.unwrap()]).unwrap());
        assert!(office.policy.closed().is_empty(), "{:?}", office.policy.closed());
        Self {
            office: Arc::new(office),
            clock,
            registry,
            post,
            folder,
            database,
            secrets: Mutex::default(),
            served,
            may_leave_work: false,
            finished: false,
        }
    }

    /// Another process of the same house, over the same database and keyring: on PostgreSQL alone, for a
    /// SQLite file has one process.
    ///
    /// # Panics
    /// As [`TestOffice::on`]; on SQLite.
    pub async fn other_process(&self) -> Arc<Office> {
        let url = self.database.as_ref().unwrap_or_else(|| panic!("SQLite has one process")).url().to_owned();
        let config = StoreConfig::Postgres { url, pool_size: 4, tls_roots: None };
        let clock: Arc<dyn amanah_domain::Clock> = Arc::clone(&self.clock) as _;
        let opening = tokio::task::spawn_blocking(move || Store::open_with_faults(&config, clock, None));
        let seed = u64::from(MADE.fetch_add(1, Ordering::Relaxed)) + 1;
        let office = Office::open(OfficeParts {
            store: opening.await.unwrap().unwrap(),
            keyring: Keyring::open(Box::new(keeper_in(&self.folder))).unwrap(),
            policy: Arc::clone(&self.office.policy),
            programme: Programme::parse(&read("programme.toml"), regions()).unwrap(),
            clock: Arc::clone(&self.clock) as _,
            chance: Arc::new(SeededChance::new(seed)),
            registry: Arc::clone(&self.office.registry),
            letter_words: Arc::new(PlainWords),
            post: Arc::clone(&self.post) as _,
            mode: self.office.mode.clone(),
            shelves: Shelves::in_folder(&self.folder),
        });
        Arc::new(office.await.unwrap())
    }

    /// A value that must not be found in the clear when the test ends.
    pub fn secret(&self, value: &str) {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).push(value.to_owned());
    }

    /// Where its keyring lies, and on SQLite its database.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The test leaves due work behind on purpose.
    pub fn may_leave_work(&mut self) {
        self.may_leave_work = true;
    }

    /// Moves the clock on by hours; nothing is done yet.
    pub fn advance_hours(&self, hours: i64) {
        self.clock.advance_hours(hours);
    }

    /// Moves the clock on by seconds; nothing is done yet.
    pub fn advance_seconds(&self, seconds: i64) {
        self.clock.advance_seconds(seconds);
    }

    /// Does what is due.
    pub async fn run_jobs(&self) -> u32 {
        self.office.run_jobs_once().await.unwrap()
    }

    /// Letters to an address, newest first.
    pub fn letters_to(&self, address: &str) -> Vec<DemoLetter> {
        let letters = self.post.letters();
        letters.into_iter().filter(|l| l.to.eq_ignore_ascii_case(address)).collect()
    }

    /// The kind of the newest letter to an address.
    pub async fn newest_letter(&self, address: &str) -> LetterKind {
        self.run_jobs().await;
        let letters = self.letters_to(address);
        serde_json::from_str(&letters.first().unwrap_or_else(|| panic!("no letter")).text).unwrap()
    }

    /// The code in the newest letter to an address, whoever wrote its words.
    pub async fn code_from_letter(&self, address: &str) -> String {
        self.run_jobs().await;
        let letters = self.letters_to(address);
        let text = &letters.first().unwrap_or_else(|| panic!("no letter")).text;
        let mut numbers = text.split(|c: char| !c.is_ascii_digit());
        let code = numbers.find(|number| number.len() == CODE_DIGITS);
        code.unwrap_or_else(|| panic!("the newest letter holds no code")).to_owned()
    }

    /// Registers somebody, with every step that a person takes. `contact` in its canonical form.
    pub async fn register(&self, name: &str, contact: &str) -> Session {
        self.secret(name);
        self.secret(contact);
        let input = RegistrationInput {
            name: name.to_owned(),
            contact: contact.to_owned(),
            consents: Vec::new(),
            accepted: true,
            attested: true,
            language: Language::Id,
        };
        let ticket = self.office.begin_registration(input, b"test").await.unwrap();
        let code = self.code_from_letter(contact).await;
        let confirmed = self.office.confirm_code(&ticket.0, &code, "Test").await.unwrap();
        self.office.session(&confirmed.token).await.unwrap()
    }

    /// Signs somebody in by code.
    pub async fn sign_in(&self, contact: &str) -> Session {
        let ticket = self.office.begin_sign_in(contact, Language::Id, b"test").await.unwrap();
        let code = self.code_from_letter(contact).await;
        let confirmed = self.office.confirm_code(&ticket.0, &code, "Test").await.unwrap();
        self.office.session(&confirmed.token).await.unwrap()
    }

    /// A member of staff with roles in force. Invitations and four eyes have tests of their own.
    pub async fn staff(&self, name: &str, email: &str, roles: &[Role]) -> Session {
        let person = self.register(name, email).await.person;
        let (now, roles) = (self.office.now(), roles.to_vec());
        self.office
            .store
            .write(move |db| {
                accounts::set_kind(db, &person, AccountKind::Staff, 1, now)?;
                for role in &roles {
                    let row = RoleRow {
                        person,
                        role: *role,
                        granted_by: person,
                        granted_at: now,
                        approved_by: Some(person),
                        approved_at: Some(now),
                        ends_at: now.plus_hours(24 * 180),
                        reviewed_at: None,
                        ended_at: None,
                    };
                    staff::add_role(db, &row)?;
                }
                Ok::<_, StoreError>(())
            })
            .await
            .unwrap();
        self.sign_in(email).await
    }

    /// What a synthetic person types into the first step of the profile.
    pub fn identity_of(&self, person: &SyntheticPerson) -> IdentityInput {
        let born = person.birth_date.date();
        IdentityInput {
            nik: person.nik.as_str().to_owned(),
            kk: person.kk.as_str().to_owned(),
            birth_day: born.day().to_string(),
            birth_month: born.month().to_string(),
            birth_year: format!("{:04}", born.year()),
            gender: person.gender.name().to_owned(),
            confirmed_birth_date: true,
        }
    }

    /// Registers a synthetic person, fills in their profile, and puts them on record in the registry.
    pub async fn enrol(&self, person: &SyntheticPerson) -> Session {
        self.registry.add(person);
        self.enrol_unknown(person).await
    }

    /// The same where the registry does not know the person.
    pub async fn enrol_unknown(&self, person: &SyntheticPerson) -> Session {
        for value in [person.nik.as_str(), person.kk.as_str(), &person.nik.show(), &person.birth_date.show()]
        {
            self.secret(value);
        }
        let session = self.register(person.name.as_str(), person.email.as_str()).await;
        let saved = self.office.save_identity(&session, &self.identity_of(person)).await.unwrap();
        assert!(matches!(saved, IdentitySaved::Claimed | IdentitySaved::Contested), "{saved:?}");
        let work = LivelihoodInput {
            occupation: person.occupation.name().to_owned(),
            education: person.education.level.name().to_owned(),
            enrolled: if person.education.in_formal_education { "yes" } else { "no" }.to_owned(),
        };
        self.office.save_livelihood(&session, &work).await.unwrap();
        session
    }

    /// Closes the house and looks whether it is in order.
    ///
    /// # Panics
    /// Where due work is left, the ledger does not verify, or a secret lies in the clear.
    pub async fn finish(mut self) {
        self.finished = true;
        if !self.may_leave_work {
            self.run_jobs().await;
            let dead = self.office.store.read(|db| jobs::list(db, jobs::State::Dead, None, 5)).await.unwrap();
            assert!(dead.is_empty(), "jobs were given up: {dead:?}");
        }
        let verifier = self.office.ledger.verifier.clone();
        let name = ledger_name(&self.office.programme.name);
        let findings = self.office.store.scan(move |db| {
            let mut all = Vec::new();
            for head in ledger_rows::heads(db)? {
                let origin = format!("{name}/log/{}", head.log.0);
                let mut reader = LedgerReader(db);
                let report = verify_log(&mut reader, head.log, &origin, &verifier, None, &mut |_, _| {})?;
                assert!(report.size > 0, "nothing was recorded");
                all.extend(report.findings.iter().map(ToString::to_string));
            }
            Ok::<_, StoreError>(all)
        });
        assert_eq!(findings.await.unwrap(), Vec::<String>::new(), "the ledger does not verify");
        let secrets = std::mem::take(&mut *self.secrets.lock().unwrap_or_else(PoisonError::into_inner));
        match &self.database {
            None => clear_values::look_in_folder(&secrets, &self.folder),
            Some(database) => {
                let url = database.url().to_owned();
                let looked =
                    tokio::task::spawn_blocking(move || clear_values::look_in_postgres(&secrets, &url));
                looked.await.unwrap();
            }
        }
    }
}

impl Drop for TestOffice {
    fn drop(&mut self) {
        self.served.abort();
        // What cannot be removed lies in the system's own temporary folder.
        let _ = std::fs::remove_dir_all(&self.folder);
        if !self.finished && !std::thread::panicking() {
            panic!("a test office must be finished: `office.finish().await`");
        }
    }
}
