//! People who are about to exist: keys of their own, and the permit under which their first values are
//! sealed. Nothing is stored before the action writes [`NewPerson::write`] with the rest.

use std::sync::Arc;

use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_domain::{AgeGroup, Entry, FieldSet, PersonId, PersonState, Purpose, PurposeSet, Timestamp};
use amanah_store::accounts::{self, Account, AccountKind};
use amanah_store::{Connection, StoreError};
use amanah_vault::{KeyRow, Permit, Use, Vault};

use super::{Looked, Touched, Want, Who, refused};
use crate::epochs;
use crate::error::{ActionError, Done};
use crate::office::Office;

/// A person who is about to exist.
#[derive(Clone)]
pub(crate) struct NewPerson {
    pub(crate) person: PersonId,
    kind: AccountKind,
    keys: KeyRow,
    vault: Arc<Vault>,
    policy_version: i64,
}

impl NewPerson {
    pub(crate) fn write(
        &self,
        db: &mut dyn Connection,
        language: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        accounts::add(db, &self.person, self.kind, language, self.policy_version, now)?;
        epochs::add_key(db, &self.vault, &self.person, &self.keys)
    }
}

impl Office {
    /// One new person, who acts for themselves.
    pub(crate) async fn new_person<P: Purpose>(
        &self,
        kind: AccountKind,
        want: Want<'_>,
    ) -> Done<(NewPerson, Looked<'_, P>)> {
        let person = PersonId::random(&*self.chance);
        let (keys, row) = self.vault.new_person(person)?;
        let seen = self.vault.seen(person);
        let facts = Self::strangers_facts(true);
        let permit = self.permit::<P>(Who::person(person), seen, keys, Entry::NOBODY, &facts, want).await?;
        let policy_version = i64::from(self.policy.version());
        let account = self.fresh_account(kind);
        let new = NewPerson { person, kind, keys: row, vault: Arc::clone(&self.vault), policy_version };
        Ok((new, Looked { office: self, permit, account, rows: Vec::new(), touched: Touched::default() }))
    }

    /// Many new people, taken over by a job from a prepared list: one record call, an entry each.
    pub(crate) async fn new_people<P: Purpose>(
        &self,
        kind: AccountKind,
        count: usize,
        want: impl Fn(usize) -> Want<'static>,
    ) -> Done<Vec<(NewPerson, Looked<'_, P>)>> {
        let (who, now) = (Who::system(), self.now());
        let facts = Self::strangers_facts(false);
        let policy_version = i64::from(self.policy.version());
        let mut granted = Vec::with_capacity(count);
        for at in 0..count {
            let person = PersonId::random(&*self.chance);
            let (keys, row) = self.vault.new_person(person)?;
            let seen = self.vault.seen(person);
            let want = want(at);
            let grant =
                self.policy.decide::<P>(&who.0, Some(person), &want.ask(), &facts, now).map_err(refused)?;
            let used = Use::new(seen, grant, keys, Entry::NOBODY, [0; 32], want.note)?;
            let vault = Arc::clone(&self.vault);
            granted.push((NewPerson { person, kind, keys: row, vault, policy_version }, used));
        }
        let drafts = granted.iter().map(|(_, used)| used.draft()).collect();
        let receipts = self.store.record(drafts).await?;
        if receipts.len() != granted.len() {
            return Err(ActionError::Internal("the ledger gave no receipt"));
        }
        granted
            .into_iter()
            .zip(receipts)
            .map(|((new, used), receipt)| {
                let permit = Permit::new(&self.vault, used, receipt)?;
                let account = self.fresh_account(kind);
                Ok((
                    new,
                    Looked { office: self, permit, account, rows: Vec::new(), touched: Touched::default() },
                ))
            })
            .collect()
    }

    fn fresh_account(&self, kind: AccountKind) -> Account {
        let now = self.now();
        Account {
            kind,
            language: 0,
            created_at: now,
            changed_at: now,
            consents: PurposeSet::EMPTY,
            objections: PurposeSet::EMPTY,
            restricted: false,
            legal_hold: false,
            disputed: FieldSet::EMPTY,
            age: AgeGroup::Unknown,
            state: PersonState::Active,
            policy_version: i64::from(self.policy.version()),
            identity: IdentityState::None,
            eligibility: EligibilityState::Open,
            province: 0,
            removals: 0,
        }
    }
}
