//! A house for one test: the model programme's policy, a log over memory, a clock and a chance that
//! obey. No permit is made here but through decision, record and receipt.

use std::convert::Infallible;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use amanah_domain::{
    Actor, AgeGroup, Chance, Clock, Entry, Facts, FieldId, FieldSet, MayWrite, Operation, PersonId,
    PersonState, Purpose, PurposeSet, Role, Source, Timestamp,
};
use amanah_ledger::{Batch, Draft, Durable, Entry as Line, Log, LogId, Receipt, Signer};
use amanah_policy::{Ask, Grant, Policy};
use amanah_vault::{
    KeyKeeper, KeyRow, KeySet, Keyring, KeyringError, Permit, PermitError, PersonKeys, Sealed, SealedRow,
    Use, Vault,
};

const PRAKERJA: &str = include_str!("../../../../programmes/prakerja/policy.toml");

/// A clock that shows what it was told.
pub(crate) struct Hand(AtomicI64);

impl Hand {
    pub(crate) fn move_by_millis(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// The same bytes on every run (SplitMix64).
pub(crate) struct Dice(AtomicU64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed << 32))
    }
}

impl Chance for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let mut word = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            part.copy_from_slice(&(word ^ (word >> 31)).to_le_bytes()[..part.len()]);
        }
    }
}

/// A log's storage that lasts as long as the test.
#[derive(Default)]
struct Memory {
    head: Option<String>,
    lines: Vec<Line>,
}

impl Durable for Memory {
    type Error = Infallible;

    fn persist(&mut self, batch: &Batch<'_>) -> Result<(), Infallible> {
        self.head = Some(batch.checkpoint.to_owned());
        self.lines.extend_from_slice(batch.entries);
        Ok(())
    }

    fn head(&mut self, _: LogId) -> Result<Option<String>, Infallible> {
        Ok(self.head.clone())
    }

    /// No test writes as many entries as a tile has.
    fn tile(&mut self, _: LogId, _: u8, _: u64) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(None)
    }

    fn entries(&mut self, _: LogId, from: u64, count_max: u32) -> Result<Vec<Line>, Infallible> {
        Ok(self.lines.iter().skip(from as usize).take(count_max as usize).cloned().collect())
    }
}

/// A log with its storage.
pub(crate) struct Book {
    log: Log,
    memory: Memory,
}

impl Book {
    pub(crate) fn new(receipt_key: [u8; 32]) -> Self {
        let mut memory = Memory::default();
        let signer = Signer::from_seed("amanah.test", &[5; 32]).unwrap();
        let log = Log::open(&mut memory, LogId(1), "amanah.test/1", signer, receipt_key).unwrap();
        Self { log, memory }
    }

    pub(crate) fn line(&self, index: u64) -> &Line {
        &self.memory.lines[index as usize]
    }

    pub(crate) fn record(&mut self, now: Timestamp, draft: Draft) -> Receipt {
        self.log.append(&mut self.memory, now.millis(), &[draft]).unwrap().remove(0)
    }
}

/// Keeps keys for as long as a test has it, wherever it is carried.
#[derive(Clone, Default)]
pub(crate) struct Pocket(Arc<Mutex<Option<KeySet>>>);

impl Pocket {
    pub(crate) fn boxed(&self) -> Box<dyn KeyKeeper> {
        Box::new(self.clone())
    }

    pub(crate) fn put(&self, keys: KeySet) {
        *self.0.lock().unwrap() = Some(keys);
    }
}

impl KeyKeeper for Pocket {
    fn describe(&self) -> String {
        "a pocket".to_owned()
    }

    fn is_sealed(&self) -> bool {
        false
    }

    fn exists(&self) -> Result<bool, KeyringError> {
        Ok(self.0.lock().unwrap().is_some())
    }

    fn load(&self) -> Result<KeySet, KeyringError> {
        self.0.lock().unwrap().clone().ok_or_else(|| KeyringError::Missing(self.describe()))
    }

    fn store(&self, keys: &KeySet, _: &dyn Chance) -> Result<(), KeyringError> {
        *self.0.lock().unwrap() = Some(keys.clone());
        Ok(())
    }
}

/// Who the person concerned is, and the row of their keys.
pub(crate) struct Somebody {
    pub(crate) id: PersonId,
    pub(crate) row: KeyRow,
}

/// The house.
pub(crate) struct House {
    pub(crate) vault: Vault,
    pub(crate) policy: Policy,
    pub(crate) clock: Arc<Hand>,
    pub(crate) chance: Arc<Dice>,
    pub(crate) book: Book,
}

/// 2026-01-01T00:00:00Z.
const START: i64 = 1_767_225_600_000;

impl House {
    pub(crate) fn new(seed: u64) -> Self {
        let keyring = Keyring::create(Pocket::default().boxed(), &Dice::new(seed)).unwrap();
        Self::with(keyring, seed)
    }

    pub(crate) fn with(keyring: Keyring, seed: u64) -> Self {
        let (clock, chance) = (Arc::new(Hand(AtomicI64::new(START))), Arc::new(Dice::new(seed + 1_000)));
        let book = Book::new([9; 32]);
        let vault = Vault::unseal(keyring, book.log.checker(), clock.clone(), chance.clone());
        Self { vault, policy: Policy::parse(PRAKERJA).unwrap(), clock, chance, book }
    }

    pub(crate) fn somebody(&self) -> Somebody {
        let id = PersonId::random(&*self.chance);
        let (_, row) = self.vault.new_person(id).unwrap();
        Somebody { id, row }
    }

    pub(crate) fn keys(&self, of: &Somebody) -> PersonKeys {
        self.vault.unlock(of.id, &of.row).unwrap()
    }

    /// The policy's answer to the first role that it lists for the purpose and that may be asked here.
    pub(crate) fn grant<P: Purpose>(&self, of: PersonId, operation: Operation, fields: FieldSet) -> Grant<P> {
        self.grant_at(of, operation, fields, self.clock.now())
    }

    pub(crate) fn grant_at<P: Purpose>(
        &self,
        of: PersonId,
        operation: Operation,
        fields: FieldSet,
        now: Timestamp,
    ) -> Grant<P> {
        let staff = PersonId::from_bytes([0xee; 16]);
        let ask = Ask { operation, fields, recipient: None };
        let actors = [(Role::Person, Some(of)), (Role::System, None), (Role::Administrator, Some(staff))];
        let mut asked = actors.into_iter().map(|(role, person)| {
            let facts = facts(role == Role::Person);
            self.policy.decide::<P>(&Actor { role, person }, Some(of), &ask, &facts, now)
        });
        asked
            .find_map(Result::ok)
            .expect("the policy grants it to the person, to a job or to an administrator")
    }

    pub(crate) fn use_of<P: Purpose>(&self, of: &Somebody, operation: Operation, fields: FieldSet) -> Use<P> {
        let seen = self.vault.seen(of.id);
        let grant = self.grant(of.id, operation, fields);
        Use::new(seen, grant, self.keys(of), Entry::NOBODY, [0; 32], "").unwrap()
    }

    pub(crate) fn record<P: Purpose>(&mut self, granted: &Use<P>) -> Receipt {
        self.book.record(self.clock.now(), granted.draft())
    }

    pub(crate) fn permit_of<P: Purpose>(&mut self, granted: Use<P>) -> Result<Permit<P>, PermitError> {
        let receipt = self.record(&granted);
        Permit::new(&self.vault, granted, receipt)
    }

    pub(crate) fn permit<P: Purpose>(
        &mut self,
        of: &Somebody,
        operation: Operation,
        field: FieldId,
    ) -> Permit<P> {
        let granted = self.use_of(of, operation, FieldSet::of(&[field]));
        self.permit_of(granted).unwrap()
    }

    /// Seals one value as somebody's own.
    pub(crate) fn sealed<P, F>(&mut self, of: &Somebody, value: &F) -> Sealed<F>
    where
        F: amanah_domain::Field,
        P: Purpose + MayWrite<F>,
    {
        let permit = self.permit::<P>(of, Operation::Update, F::ID);
        self.vault.seal(value, Source::WebsiteInput, &permit).unwrap()
    }

    /// The same, in a row as the store keeps it.
    pub(crate) fn stored<P, F>(&mut self, of: &Somebody, value: &F) -> Vec<u8>
    where
        F: amanah_domain::Field,
        P: Purpose + MayWrite<F>,
    {
        let sealed = self.sealed::<P, F>(of, value);
        let mut row = SealedRow::empty(of.id, F::ID.category());
        row.put(sealed).unwrap();
        row.encode()
    }
}

/// An adult who accepted the policy, consented to nothing and objects to nothing.
fn facts(is_self: bool) -> Facts {
    Facts {
        consents: PurposeSet::EMPTY,
        objections: PurposeSet::EMPTY,
        restricted: false,
        age: AgeGroup::Adult,
        disputed: FieldSet::EMPTY,
        legal_hold: false,
        policy_accepted: true,
        state: PersonState::Active,
        is_self,
        related: false,
    }
}
