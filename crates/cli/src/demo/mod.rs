//! `amanah demo`: the whole programme with synthetic people, nothing to set up.

mod fill;
mod staff;

use std::path::Path;
use std::sync::Arc;

use amanah_actions::post::DemoBox;
use amanah_actions::registry::HttpRegistry;
use amanah_actions::removal::recipients::{RecipientAddress, Recipients};
use amanah_actions::{Mode, Office, ledger_signer};
use amanah_store::{Store, StoreError, accounts, settings};
use amanah_testkit::population::Population;
use amanah_testkit::registry::Registry;
use amanah_vault::{Keyring, KeyringError};

use crate::args::Demo;
use crate::checkpoint;
use crate::ending::listen_for_the_end;
use crate::house::{
    Outside, check_path, checkpoint_path, make_keyring, open_office, open_store, prepare_folder, shelves,
    words,
};
use crate::machine::{SystemChance, SystemClock, TravelClock};
use crate::output::{note, say};
use crate::programme_files::ProgrammeFiles;
use crate::serve::{listen, run_house};
use crate::unseal::plain_keeper;
use amanah_domain::{Clock, Timestamp};

/// Synthetic people whom the stand-in of the civil registry knows beyond those who have an account: for
/// whoever tries the demo.
const SPARE_PEOPLE: u32 = 50;
/// People whom the stand-in knows by heart; a larger population is verified by its list.
const REGISTRY_PEOPLE_MAX: u32 = 200_000;

/// The setting that says how far a demonstration is filled.
const MARK: &str = "demonstration";
const FILLING: &str = "being filled";

/// Runs the command.
pub(crate) async fn run(args: Demo) -> Result<(), String> {
    // Whatever can be refused is refused before anything is made.
    check_path(&args.place.data)?;
    let files = ProgrammeFiles::load(args.place.programme.as_deref())?;
    files.policy()?;
    let (words, regions) = (words(&files)?, files.regions()?);
    let programme = files.programme()?.name;
    let shelves = shelves(&args.place)?;
    let listener = listen(&args.listen, "--listen").await?;
    let admin = listen(&args.admin_listen, "--admin-listen").await?;
    prepare_folder(&args.place.data)?;
    let found = match Keyring::open(plain_keeper(&args.place.data)) {
        Err(KeyringError::Missing(_)) => None,
        found => Some(found.map_err(|e| e.to_string())?),
    };
    let clock = Arc::new(TravelClock::default());
    let store = open_store(&args.place, Arc::<TravelClock>::clone(&clock))?;
    store.migrate().await.map_err(|e| e.to_string())?;
    let keyring = match found {
        Some(keyring) => keyring,
        None => tokio::task::block_in_place(|| {
            make_keyring(&args.place.data, plain_keeper(&args.place.data), &store)
        })?,
    };
    let signer = ledger_signer(&programme, keyring.ledger_seed())?;
    let kept = checkpoint_path(&args.place.data);
    tokio::task::block_in_place(|| checkpoint::compare(&store, &kept, signer.verifier()))?;
    let found = Made::find(&store).await?;
    let filled = found.is_some();
    // The people of a demonstration stay the same people, whatever is asked for later.
    let made = found.unwrap_or(Made { people: args.people, seed: args.seed, begun: SystemClock.now() });
    let people = made.people;
    let population = Population::new(made.seed, people + SPARE_PEOPLE, &regions, made.begun.date_at(7));
    let (registry, registry_key) = serve_registry(&population, people).await?;

    let address = listener.local_addr().map_err(|e| e.to_string())?;
    let origin = format!(
        "http://{}",
        if address.ip().is_loopback() {
            format!("localhost:{}", address.port())
        } else {
            args.listen.clone()
        }
    );
    let outside = Outside {
        registry: Arc::new(HttpRegistry::new(&registry)?),
        post: Arc::new(DemoBox::default()),
        mode: Mode { demo: true, origin },
        clock: Arc::<TravelClock>::clone(&clock),
        chance: Arc::new(SystemChance),
        shelves,
    };
    let office = Arc::new(open_office(store, keyring, &files, Arc::clone(&words), outside).await?);
    let told = RecipientAddress::parse(&format!("government={registry},{registry_key}"))?;
    office.removals.set_recipients(Recipients::new(vec![told])?);
    if filled {
        note("The demonstration is there already; `./run --fresh` starts over");
    } else {
        mark(&office.store, FILLING.to_owned()).await?;
        fill::fill(&office, &clock, &population, people).await?;
        clock.come_home();
        mark(&office.store, made.to_text()).await?;
    }
    if args.fill_only {
        let text = checkpoint::combined(&office).await?;
        return checkpoint::keep(&kept, &text);
    }
    let ending = listen_for_the_end();
    greet(&address.to_string(), &population, people, &args.place.data, &office);
    run_house(office, words, listener, admin, kept, ending).await
}

/// Of whom a demonstration consists.
struct Made {
    people: u32,
    seed: u64,
    begun: Timestamp,
}

impl Made {
    fn to_text(&self) -> String {
        format!("{} {} {}", self.people, self.seed, self.begun.millis())
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (people, seed, begun) = (words.next()?, words.next()?, words.next()?);
        Some(Self {
            people: people.parse().ok()?,
            seed: seed.parse().ok()?,
            begun: Timestamp::from_millis(begun.parse().ok()?),
        })
    }

    /// The demonstration that is there already, if one is.
    async fn find(store: &Store) -> Result<Option<Self>, String> {
        let (mark, staff) = store
            .read(|db| Ok::<_, StoreError>((settings::read(db, MARK)?, accounts::any_staff(db)?)))
            .await
            .map_err(|e| e.to_string())?;
        let made = mark.as_ref().and_then(|mark| Self::from_text(str::from_utf8(&mark.value).ok()?));
        match (made, mark, staff) {
            (Some(made), ..) => Ok(Some(made)),
            (None, Some(_), _) => {
                Err("the demonstration was interrupted while it was filled and is not whole: \
                start over with `./run --fresh`, or name an empty folder with --data"
                    .to_owned())
            }
            (None, None, true) => {
                Err("this database is no demonstration, and its people may be real: name an \
                empty folder with --data, or serve it with `amanah serve`"
                    .to_owned())
            }
            (None, None, false) => Ok(None),
        }
    }
}

async fn mark(store: &Store, how_far: String) -> Result<(), String> {
    let marked = store.write(move |db| settings::put(db, MARK, how_far.as_bytes()));
    marked.await.map(drop).map_err(|e| e.to_string())
}

/// Its address and the key of its acknowledgements.
async fn serve_registry(population: &Population, people: u32) -> Result<(String, String), String> {
    let registry = Registry::new();
    for index in 0..people.min(REGISTRY_PEOPLE_MAX) {
        registry.add(&population.person(index));
    }
    for index in people..people + SPARE_PEOPLE {
        registry.add(&population.person(index));
    }
    let listener = listen("127.0.0.1:0", "--listen").await?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    let key = registry.vkey();
    tokio::spawn(registry.serve(listener));
    Ok((format!("http://{address}"), key))
}

fn greet(address: &str, population: &Population, people: u32, data: &Path, office: &Office) {
    say(format!("\nThe demonstration runs. Every person in it is made up.\n\n  portal    http://{address}/"));
    say(format!("  letters   http://{address}/outbox   (every code and letter, only in the demonstration)"));
    say(format!("  staff     http://{address}/sign-in  with one of these, and the code from /outbox:"));
    for (role, email) in staff::STAFF {
        say(format!("              {email:<26} {role}"));
    }
    say(
        "\n  To try it as a person, register with any address and be one of these, whom the stand-in of\n  the civil registry knows:",
    );
    for index in people..people + 3 {
        let person = population.person(index);
        say(format!(
            "              {}, born {}, NIK {}, KK {}",
            person.name.as_str(),
            person.birth_date.date(),
            person.nik.as_str(),
            person.kk.as_str()
        ));
    }
    say(format!(
        "\n  data      {}   ledger key {}\n  End it with Ctrl-C.",
        data.display(),
        office.ledger.verifier.to_vkey()
    ));
}
