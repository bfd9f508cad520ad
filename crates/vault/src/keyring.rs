//! The keyring in use: the keys of the house in memory, and the keeper from which they came. Shared by
//! reference; epochs begin and end while others read.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use amanah_domain::Chance;

use crate::error::OpenError;
use crate::keeper::KeyKeeper;
use crate::key_set::{HouseKeys, KeySet};
use crate::keyring_error::KeyringError;
use crate::suite::Key;

/// Parts of the lock around the epochs. Every read of a person takes the part of that person, so that
/// readers on different cores seldom touch the same line of memory.
const SHARDS: usize = 16;

/// The epochs' keys, ready for use.
struct Epochs {
    keys: BTreeMap<u32, Key>,
    newest: u32,
}

impl Epochs {
    fn of(keys: &KeySet) -> Result<Self, KeyringError> {
        let ready = keys.epochs.iter().map(|(number, bytes)| Ok((*number, Key::new(bytes)?)));
        let ready = ready.collect::<Result<_, OpenError>>().map_err(|_| KeyringError::Cipher)?;
        Ok(Self { keys: ready, newest: keys.newest() })
    }
}

/// On a line of memory of its own.
#[repr(align(128))]
struct Shard(RwLock<Arc<Epochs>>);

/// The keys of the house, unsealed.
pub struct Keyring {
    keeper: Box<dyn KeyKeeper>,
    house: HouseKeys,
    shards: [Shard; SHARDS],
    /// Held by whoever changes something.
    changing: Mutex<()>,
}

impl core::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Keyring(epochs {:?})", self.epochs())
    }
}

impl Keyring {
    /// Makes a keyring with a first epoch, where there is none.
    ///
    /// # Errors
    /// [`KeyringError::Exists`], and what the keeper says.
    pub fn create(keeper: Box<dyn KeyKeeper>, chance: &dyn Chance) -> Result<Self, KeyringError> {
        let hold = keeper.hold()?;
        if keeper.exists()? {
            return Err(KeyringError::Exists(keeper.describe()));
        }
        let keys = KeySet::create(chance);
        keeper.store(&keys, chance)?;
        drop(hold);
        Self::with(keeper, keys)
    }

    /// Loads a keyring.
    ///
    /// # Errors
    /// [`KeyringError`]: every one says what to do.
    pub fn open(keeper: Box<dyn KeyKeeper>) -> Result<Self, KeyringError> {
        let keys = keeper.load()?;
        Self::with(keeper, keys)
    }

    fn with(keeper: Box<dyn KeyKeeper>, keys: KeySet) -> Result<Self, KeyringError> {
        let epochs = Arc::new(Epochs::of(&keys)?);
        let shards = core::array::from_fn(|_| Shard(RwLock::new(Arc::clone(&epochs))));
        Ok(Self { keeper, house: keys.house, shards, changing: Mutex::new(()) })
    }

    /// Copies a keyring from one keeper to another, where there is none yet, and sees that it opens there.
    /// What the old keeper holds stays.
    ///
    /// # Errors
    /// [`KeyringError`] of either; [`KeyringError::Exists`].
    pub fn copy(from: &dyn KeyKeeper, to: &dyn KeyKeeper, chance: &dyn Chance) -> Result<(), KeyringError> {
        let _hold = from.hold()?;
        let keys = from.load()?;
        if to.exists()? {
            return Err(KeyringError::Exists(to.describe()));
        }
        to.store(&keys, chance)?;
        let copied = to.load()?;
        if copied.house.is_same(&keys.house) && copied.epochs == keys.epochs {
            Ok(())
        } else {
            Err(KeyringError::Foreign(to.describe()))
        }
    }

    /// Where it lies, for the operator.
    pub fn describe(&self) -> String {
        self.keeper.describe()
    }

    /// Whether something stands between whoever has its file and the keys.
    pub fn is_sealed(&self) -> bool {
        self.keeper.is_sealed()
    }

    /// The seed of the ledger's Ed25519 key.
    pub fn ledger_seed(&self) -> &[u8; 32] {
        &self.house.ledger_seed
    }

    pub(crate) fn index_key(&self) -> &[u8; 32] {
        &self.house.index
    }

    pub(crate) fn backup_key(&self) -> &[u8; 32] {
        &self.house.backup
    }

    /// The epochs whose keys are there, ascending.
    pub fn epochs(&self) -> Vec<u32> {
        self.read(0, |epochs| epochs.keys.keys().copied().collect())
    }

    /// The epoch whose key wraps what is written now.
    pub fn newest(&self) -> u32 {
        self.read(0, |epochs| epochs.newest)
    }

    /// Adds an epoch, which is the newest from now on. Durable when it returns.
    ///
    /// # Errors
    /// What the keeper says; [`KeyringError::Foreign`] and [`KeyringError::Older`] where somebody put
    /// another keyring in this one's place meanwhile.
    pub fn begin_epoch(&self, chance: &dyn Chance) -> Result<u32, KeyringError> {
        self.change(chance, |keys| keys.begin_epoch(chance))
    }

    /// Destroys the key of an epoch; one that is destroyed already stays so, and what a crash left undone is
    /// done. Whoever calls it has made sure that nothing live is under it. Durable when it returns.
    ///
    /// # Errors
    /// [`KeyringError::NewestEpoch`], [`KeyringError::NoEpoch`] for one that is still to come; else as
    /// [`Self::begin_epoch`].
    pub fn destroy_epoch(&self, number: u32, chance: &dyn Chance) -> Result<(), KeyringError> {
        self.change(chance, |keys| {
            let newest = keys.newest();
            if number == newest {
                return Err(KeyringError::NewestEpoch(number));
            }
            if number == 0 || number > newest {
                return Err(KeyringError::NoEpoch(number));
            }
            keys.epochs.remove(&number);
            Ok(())
        })
    }

    /// Takes up what another process changed.
    ///
    /// # Errors
    /// As [`Self::begin_epoch`]; the keys in use stay.
    pub fn reload(&self) -> Result<(), KeyringError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = self.load()?;
        self.take(&keys)
    }

    /// What lies at the keeper is the truth, since other processes may have changed it: it is read, changed
    /// and kept while nobody else can.
    fn change<T>(
        &self,
        chance: &dyn Chance,
        edit: impl FnOnce(&mut KeySet) -> Result<T, KeyringError>,
    ) -> Result<T, KeyringError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let _hold = self.keeper.hold()?;
        let mut keys = self.load()?;
        let done = edit(&mut keys)?;
        self.keeper.store(&keys, chance)?;
        self.take(&keys)?;
        Ok(done)
    }

    fn load(&self) -> Result<KeySet, KeyringError> {
        let keys = self.keeper.load()?;
        if !keys.house.is_same(&self.house) {
            return Err(KeyringError::Foreign(self.keeper.describe()));
        }
        let (found, used) = (keys.newest(), self.newest());
        if found < used {
            return Err(KeyringError::Older { place: self.keeper.describe(), found, used });
        }
        Ok(keys)
    }

    fn take(&self, keys: &KeySet) -> Result<(), KeyringError> {
        let epochs = Arc::new(Epochs::of(keys)?);
        for shard in &self.shards {
            *shard.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&epochs);
        }
        Ok(())
    }

    fn read<T>(&self, near: u8, work: impl FnOnce(&Epochs) -> T) -> T {
        let [first, ..] = &self.shards;
        let shard = self.shards.get(usize::from(near) % SHARDS).unwrap_or(first);
        // Whoever panicked had swapped a whole pointer or none.
        work(&shard.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Works with the key of an epoch, on behalf of the person or thing of this id.
    pub(crate) fn with_epoch<T>(
        &self,
        id: &[u8; 16],
        number: u32,
        work: impl FnOnce(&Key) -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        let [near, ..] = *id;
        self.read(near, |epochs| work(epochs.keys.get(&number).ok_or(OpenError::NoEpoch { epoch: number })?))
    }

    /// Works with the key of the newest epoch.
    pub(crate) fn with_newest<T>(
        &self,
        id: &[u8; 16],
        work: impl FnOnce(u32, &Key) -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        let [near, ..] = *id;
        self.read(near, |epochs| {
            let number = epochs.newest;
            work(number, epochs.keys.get(&number).ok_or(OpenError::NoEpoch { epoch: number })?)
        })
    }
}
