//! Looks for jobs that go over many people: one read, one record, and a permit each. Every person's
//! trail has its line all the same.

use amanah_domain::{Entry, Outcome, PersonId, Purpose};
use amanah_store::StoreError;
use amanah_vault::{Permit, Use, draft_of};

use super::{Looked, Stored, Tie, Touched, Want, Who, categories, load, refused};
use crate::error::{ActionError, Done};
use crate::office::Office;

/// People of one call, at most: they are decided and recorded together, and their permits live half a
/// minute.
const PEOPLE_AT_ONCE_MAX: usize = 512;

impl Office {
    /// [`Office::look`] for many people, in order. `Err` inside is the refusal (recorded), or
    /// [`ActionError::NotFound`], of that one person.
    pub(crate) async fn look_many<P: Purpose>(
        &self,
        people: &[PersonId],
        want: Want<'_>,
    ) -> Done<Vec<(PersonId, Done<Looked<'_, P>>)>> {
        if people.len() > PEOPLE_AT_ONCE_MAX {
            return Err(ActionError::Internal("too many people in one look"));
        }
        let who = Who::system();
        let (wanted, now) = (categories(want.fields), self.now());
        let seen: Vec<_> = people.iter().map(|person| self.vault.seen(*person)).collect();
        let asked = people.to_vec();
        let stored = self
            .store
            .read(move |db| {
                asked
                    .iter()
                    .map(|p| Ok((*p, load(db, who, *p, &wanted, now)?)))
                    .collect::<Result<Vec<_>, ActionError>>()
            })
            .await?;
        let mut drafts = Vec::with_capacity(stored.len());
        let mut decided = Vec::with_capacity(stored.len());
        for ((person, stored), seen) in stored.into_iter().zip(seen) {
            let Some(Stored { account, keys, rows, .. }) = stored else {
                decided.push((person, Err(ActionError::NotFound)));
                continue;
            };
            let keys = self.unlock(person, &keys).await?;
            let facts = self.facts(who, person, &account, Tie::default(), &want);
            match self.policy.decide::<P>(&who.0, Some(person), &want.ask(), &facts, self.now()) {
                Ok(grant) => {
                    let commitment = want.commitment.unwrap_or_default();
                    let granted = Use::new(seen, grant, keys, Entry::NOBODY, commitment, want.note)?;
                    drafts.push(granted.draft());
                    decided.push((person, Ok((granted, account, rows))));
                }
                Err(refusal) => {
                    let entry = self.entry::<P>(
                        who,
                        Entry::NOBODY,
                        keys.pseudonym(),
                        &want,
                        want.commitment.unwrap_or_default(),
                        Outcome::Refused,
                    );
                    drafts.push(draft_of(&entry));
                    decided.push((person, Err(refused(refusal))));
                }
            }
        }
        let mut receipts = self.store.record(drafts).await?.into_iter();
        decided
            .into_iter()
            .map(|(person, one)| match one {
                Err(ActionError::NotFound) => Ok((person, Err(ActionError::NotFound))),
                Err(refusal) => {
                    receipts.next();
                    Ok((person, Err(refusal)))
                }
                Ok((granted, account, rows)) => {
                    let receipt = receipts.next().ok_or(StoreError::NoLog)?;
                    let permit = Permit::new(&self.vault, granted, receipt)?;
                    Ok((
                        person,
                        Ok(Looked { office: self, permit, account, rows, touched: Touched::default() }),
                    ))
                }
            })
            .collect()
    }
}
