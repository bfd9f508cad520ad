//! The house that a bench measures: a fresh database, filled with synthetic people.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use amanah_actions::admit::{ADMITTED_AT_ONCE_MAX, Admission, Profile};
use amanah_actions::post::DemoBox;
use amanah_actions::registry::HttpRegistry;
use amanah_actions::{Mode, Office};
use amanah_domain::states::IdentityState;
use amanah_domain::{Clock, PersonId};
use amanah_testkit::population::{Population, SyntheticPerson};
use tokio::task::JoinSet;

use crate::args::{BenchArgs, Place, Shelving};
use crate::house::{Outside, make_keyring, open_office, open_store, shelves, words};
use crate::machine::SystemClock;
use crate::output::Progress;
use crate::programme_files::ProgrammeFiles;
use crate::unseal::plain_keeper;

/// Groups of people that are admitted at the same time.
const FILLING: usize = 3;

/// A house of its own.
pub(crate) struct BenchHouse {
    pub(crate) office: Arc<Office>,
    pub(crate) place: Place,
    pub(crate) engine: &'static str,
    folder: Folder,
}

/// The bench's folder, removed when dropped.
pub(crate) struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // Only what this bench made.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl BenchHouse {
    /// Closes the house and leaves its database to whoever holds the folder.
    pub(crate) fn release(self) -> Result<Folder, String> {
        match Arc::try_unwrap(self.office) {
            Ok(office) => {
                drop(office);
                Ok(self.folder)
            }
            Err(_) => Err("the house is still in use".to_owned()),
        }
    }

    /// The database file.
    pub(crate) fn database(&self) -> PathBuf {
        self.place.data.join("amanah.db")
    }
}

/// Opens a fresh house.
pub(crate) async fn fresh(args: &BenchArgs) -> Result<BenchHouse, String> {
    fresh_with(args, |_| ()).await
}

/// The same with something of it set before it is shared.
pub(crate) async fn fresh_with(
    args: &BenchArgs,
    set: impl FnOnce(&mut Office),
) -> Result<BenchHouse, String> {
    let base = args.data.clone().unwrap_or_else(std::env::temp_dir);
    let folder = base.join(format!("amanah-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
    let place = Place {
        data: folder.clone(),
        postgres: args.postgres.clone(),
        programme: None,
        shelving: Shelving::default(),
    };
    let store = open_store(&place, Arc::new(SystemClock))?;
    store.migrate().await.map_err(|e| e.to_string())?;
    let keyring = tokio::task::block_in_place(|| {
        make_keyring(Path::new(&folder), plain_keeper(Path::new(&folder)), &store)
    })?;
    let files = ProgrammeFiles::load(None)?;
    let words = words(&files)?;
    let registry = Arc::new(HttpRegistry::new("http://localhost")?);
    let mode = Mode { demo: true, origin: "http://localhost:8080".to_owned() };
    let outside = Outside::new(registry, Arc::new(DemoBox::default()), mode, shelves(&place)?);
    let mut office = open_office(store, keyring, &files, words, outside).await?;
    set(&mut office);
    let office = Arc::new(office);
    let engine = if args.postgres.is_some() { "postgres" } else { "sqlite" };
    Ok(BenchHouse { office, place, engine, folder: Folder(folder) })
}

/// A synthetic person as an admission.
pub(crate) fn admission(person: SyntheticPerson, identity: IdentityState) -> Admission {
    Admission {
        name: person.name,
        email: person.email,
        phone: person.phone,
        profile: Some(Profile {
            nik: person.nik,
            kk: person.kk,
            birth_date: person.birth_date,
            gender: person.gender,
            address: person.address,
            occupation: person.occupation,
            education: person.education,
            account: person.account,
        }),
        identity,
    }
}

/// Fills the house; the ids of everybody in it.
pub(crate) async fn fill(house: &BenchHouse, count: u64) -> Result<Vec<PersonId>, String> {
    let size = u32::try_from(count).map_err(|_| "too many people")?;
    let regions = ProgrammeFiles::load(None)?.regions()?;
    let today = SystemClock.now().date_at(7);
    let population = Population::new(1, size, &regions, today);
    let mut progress = Progress::begin("making synthetic people", count);
    let mut ids = Vec::with_capacity(size as usize);
    let mut people = population.iter().map(|person| admission(person, IdentityState::Verified));
    let mut under_way = JoinSet::new();
    loop {
        while under_way.len() < FILLING {
            let chunk: Vec<_> = people.by_ref().take(ADMITTED_AT_ONCE_MAX).collect();
            if chunk.is_empty() {
                break;
            }
            let office = Arc::clone(&house.office);
            under_way.spawn(async move { office.admit(&chunk).await.map_err(|e| e.to_string()) });
        }
        let Some(admitted) = under_way.join_next().await else { break };
        ids.extend(admitted.map_err(|e| e.to_string())??);
        progress.at(ids.len() as u64);
    }
    progress.end();
    Ok(ids)
}
