//! The bank or e-wallet account for incentives: specific data (article 4), optional until there is
//! something to pay. Two people may state one account; who looks into that is `InvestigateFraud`.

use amanah_domain::values::{BANKS, PayoutAccount, WALLETS};
use amanah_domain::{Category, FieldId, FieldSet, PersonId, Refused, Source};
use amanah_store::tags::{self, TagRow};
use amanah_store::{Connection, StoreError};
use amanah_vault::IndexId;

use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Stores the account.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `provider` or `number`.
    pub async fn save_payout(&self, session: &Session, provider: &str, number: &str) -> Done<()> {
        let account = PayoutAccount::parse(provider, number).map_err(|r| {
            let chosen =
                BANKS.iter().any(|b| b.code == provider) || WALLETS.iter().any(|w| w.key == provider);
            let missing = FieldError::new("provider", Refused::because("account-provider"));
            let number = (r.key != "account-provider").then(|| FieldError::new("number", r));
            ActionError::Input((!chosen).then_some(missing).into_iter().chain(number).collect())
        })?;
        let fields = FieldSet::of(&[FieldId::PayoutAccount]);
        // Where money goes is the person's own word.
        session.in_person()?;
        let mut looked = self.profile_step(session, Category::Account, fields).await?;
        looked.put(&account, Source::WebsiteInput)?;
        let tag = TagRow {
            index_id: IndexId::Account.code(),
            tag: self.vault.tag(IndexId::Account, account.index_form().as_bytes()).0.to_vec(),
            person: session.person,
            state: 0,
            created_at: self.now(),
        };
        let (changes, person) = (looked.changes(), session.person);
        self.store
            .write(move |db| {
                changes.write(db)?;
                drop_tags(db, &person, Some(&tag.tag))?;
                tags::put(db, &mut [tag.clone()]).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)
    }

    /// Takes the account out again.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn clear_payout(&self, session: &Session) -> Done<()> {
        session.in_person()?;
        let mut looked = self.profile_clear(session, FieldSet::of(&[FieldId::PayoutAccount])).await?;
        looked.clear::<PayoutAccount>();
        let (changes, person) = (looked.changes(), session.person);
        self.store
            .write(move |db| {
                changes.write(db)?;
                drop_tags(db, &person, None).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)
    }
}

fn drop_tags(db: &mut dyn Connection, person: &PersonId, keep: Option<&[u8]>) -> Result<(), StoreError> {
    for old in tags::of_person(db, person)? {
        if old.index_id == IndexId::Account.code() && keep != Some(old.tag.as_slice()) {
            tags::remove(db, old.index_id, &old.tag, person)?;
        }
    }
    Ok(())
}
