//! The removal itself: decided, prepared, and then three things at once: the record in the ledger, the
//! transaction, the line in the journal outside the database. Whoever loses against a save or another
//! removal of the same moment reads again and decides anew.

use std::sync::Arc;

use amanah_domain::cases::NoticeKind;
use amanah_domain::purposes::{RemoveOwn, RunDraw};
use amanah_domain::states::{NoticeState, RemovalAct, RemovalGround, RemovalState};
use amanah_domain::values::Statement;
use amanah_domain::{
    BatchId, Category, FieldSet, NoticeId, Operation, Outcome, PersonId, Pseudonym, Purpose, RemovalId, Role,
    Timestamp,
};
use amanah_ledger::Receipt;
use amanah_store::StoreError;
use amanah_store::notices::NoticeRow;
use amanah_store::removals::{self, RemovalRow};
use amanah_vault::PersonKeys;

use crate::access::{Read, Want, Who};
use crate::eligibility::once_tag;
use crate::error::{ActionError, Done};
use crate::jobs::{finish_removal, take_back, tell_recipient};
use crate::office::Office;
use crate::operator::journal::JournalRecord;
use crate::removal::desk::Confirmation;
use crate::removal::farewell::Farewell;
use crate::removal::reach::{Reach, recipients_of, told_of};
use crate::removal::record::{newest_of, record_of};
use crate::removal::scope::Scope;
use crate::removal::write::RemovalWrite;
use crate::removal::{RemovalRequest, Removed, note_of};

/// Times that a removal is decided anew because something of the person changed meanwhile.
const TRIES_MAX: u32 = 6;

/// Why, and for whom.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) who: Who,
    pub(crate) ground: RemovalGround,
    /// The rule, where a rule removes.
    pub(crate) rule: &'a str,
    /// The DPO's reason.
    pub(crate) reason: Option<&'a Statement>,
}

/// One removal over all its tries.
struct Attempt {
    removal: RemovalId,
    asked_at: Timestamp,
    farewell: Option<Farewell>,
    /// What the journal says of it, and where.
    journal: Option<(JournalRecord, u64)>,
    /// It may say something of it: an answer that did not come proves nothing.
    in_journal: bool,
}

/// What became of a try.
enum Tried {
    Done(Removed),
    /// Somebody else changed the same person.
    Again,
}

impl Office {
    /// Removes for purpose `P`.
    pub(crate) async fn remove<P: Purpose>(
        &self,
        asked: Asked<'_>,
        person: PersonId,
        request: RemovalRequest,
    ) -> Done<Removed> {
        let mut reach = self.reach_of(asked.who, person).await?;
        // Nothing is prepared for what cannot be.
        Scope::of(&self.policy, &request, &reach, self.now())?;
        let mut attempt = Attempt {
            removal: RemovalId::from_bytes(self.chance.bytes16()),
            asked_at: self.now(),
            farewell: None,
            journal: None,
            in_journal: false,
        };
        for _ in 0..TRIES_MAX {
            match self.try_removal::<P>(asked, &reach, request, &mut attempt).await {
                Ok(Tried::Done(removed)) => return Ok(removed),
                // Also where a permit ended because somebody else changed the same person.
                Ok(Tried::Again) | Err(ActionError::Conflict) => {
                    reach = self.reach_of(asked.who, person).await?
                }
                Err(error) => {
                    self.take_back(&attempt).await;
                    return Err(error);
                }
            }
        }
        self.take_back(&attempt).await;
        Err(ActionError::Conflict)
    }

    async fn try_removal<P: Purpose>(
        &self,
        asked: Asked<'_>,
        reach: &Reach,
        request: RemovalRequest,
        attempt: &mut Attempt,
    ) -> Done<Tried> {
        let (person, who) = (reach.person, asked.who);
        let scope = Scope::of(&self.policy, &request, reach, self.now())?;
        if reach.lifted_by_asker {
            // Nobody lifts what protects somebody and then uses that: two people decide.
            let want = Want {
                note: "removal: lifted the hold",
                reason: asked.reason,
                ..Want::of(scope.operation(), scope.fields())
            };
            self.note::<P>(who, want, Outcome::Refused).await?;
            return Err(ActionError::State("removal-lifted-by-you"));
        }
        let farewell = match attempt.farewell.take() {
            Some(farewell) => farewell,
            None => self.take_farewell(who, reach, request.act).await?,
        };
        attempt.farewell = Some(farewell.clone());
        let seen = self.vault.seen(person);
        let keys = self.unlock(person, &reach.keys).await?;
        let pseudonym = keys.pseudonym();
        let notices = self.notices(&keys, &scope, attempt.removal, &pseudonym).await?;
        let (kept_keys, resealed) = self.kept_keys(who, reach, &scope).await?;
        let lines = self.given_back(who, reach, &scope).await?;
        let note = note_of(attempt.removal);
        let want = Want {
            note: &note,
            reason: asked.reason,
            ..Want::of(
                scope.operation(),
                if scope.act == RemovalAct::End { FieldSet::EMPTY } else { scope.fields() },
            )
        };
        let read = Read {
            person,
            account: &reach.account,
            related: reach.related,
            actor_keys: reach.actor_keys.as_ref(),
        };
        let granted = self.grant_removal::<P>(who, seen, keys, read, want).await?;
        if scope.act == RemovalAct::Destroy && reach.roles_in_force {
            return Err(ActionError::State("removal-staff-in-force"));
        }
        // Another process may have rotated: a line is sealed for the epoch of every backup before it.
        self.keep_up_with_epochs().await?;
        let (now, once_tag) = (self.now(), self.once_tag(reach, &scope));
        // A clock that went back does not make what goes younger than its removal.
        let at = newest_of(reach, &scope).map_or(now, |newest| newest.max(now));
        let tag = self.certificate_tag(&farewell.code);
        let row = self.removal_row(asked, reach, &scope, attempt, at);
        let record = record_of(reach, &scope, &row, tag, once_tag, &notices, at);
        let body = RemovalWrite {
            vault: Arc::clone(&self.vault),
            policy: Arc::clone(&self.policy),
            keys: match kept_keys {
                Some(keys) => Some(self.vault.wrap(&keys)?),
                None => None,
            },
            resealed,
            lines,
            once_tag,
            tag,
            row,
            follows: self.follows(reach, &scope, attempt.removal, &notices),
            notices,
            farewell: farewell.clone(),
            reach: reach.clone(),
            scope: scope.clone(),
            now,
        };
        let before = attempt.journal.as_ref().filter(|(before, _)| *before == record);
        let before = before.map(|(_, number)| *number);
        attempt.in_journal = true;
        let appended = record.clone();
        let journal = async {
            match before {
                Some(number) => Ok(number),
                None => self.journal.append(appended).await,
            }
        };
        let draft = granted.draft();
        let (recorded, written, journalled) = tokio::join!(
            self.store.record(vec![draft]),
            self.store.write(move |db| body.write(db)),
            journal,
        );
        attempt.journal = journalled.as_ref().ok().map(|number| (record.clone(), *number));
        // From here on nothing of what was granted before opens anything.
        self.vault.facts_changed(person);
        match written {
            Ok(()) => {}
            Err(StoreError::Stale { .. } | StoreError::EpochClosed { .. } | StoreError::Collision { .. }) => {
                return Ok(Tried::Again);
            }
            // It may have happened: then it has.
            Err(error) => {
                let removal = attempt.removal;
                let there = self.store.read(move |db| removals::read(db, &removal)).await?;
                if there.is_none() {
                    return Err(error.into());
                }
            }
        }
        self.confirmed(attempt, recorded, journalled).await?;
        metrics::counter!("amanah_removals_total", "act" => scope.act.name()).increment(1);
        Ok(Tried::Done(Removed {
            removal: attempt.removal,
            code: farewell.code,
            closed: scope.act == RemovalAct::Destroy,
        }))
    }

    /// On record and in the journal; where one of them failed, it is made up for at once. If that fails as
    /// well, `jobs::finish_removal` goes on, and nobody is told that it is done.
    async fn confirmed(
        &self,
        attempt: &Attempt,
        recorded: Result<Vec<Receipt>, StoreError>,
        journalled: Done<u64>,
    ) -> Done<()> {
        let receipt = recorded.ok().and_then(|mut receipts| receipts.pop());
        if let (Some(receipt), Ok(journal)) = (receipt, journalled) {
            let entry = (receipt.log().0, receipt.index());
            self.removals.confirm_later(Confirmation { removal: attempt.removal, journal, entry });
            return Ok(());
        }
        self.finish_removal(attempt.removal, None).await.map_err(|error| {
            tracing::error!(%error, "a removal is done and not confirmed yet; it is tried again");
            ActionError::State("removal-unconfirmed")
        })
    }

    /// The journal may hold a line for a removal that did not happen, also where it answered with an error.
    /// The last line about a removal counts, so one that removes nothing takes it back: at once, and where
    /// that fails, by a job that is tried until it succeeds.
    async fn take_back(&self, attempt: &Attempt) {
        let removal = attempt.removal;
        if !attempt.in_journal || self.take_back_now(removal).await.is_ok() {
            return;
        }
        let (job, now) = (take_back::job(removal, self.now()), self.now());
        if let Err(error) = self.store.write(move |db| job.write(db, now)).await {
            tracing::error!(%error, "a removal that did not happen stands in the journal");
        }
    }

    /// The keys without what goes, and what stays of categories that are sealed anew. `None`: nothing
    /// changes, or nothing stays.
    async fn kept_keys(
        &self,
        who: Who,
        reach: &Reach,
        scope: &Scope,
    ) -> Done<(Option<PersonKeys>, Vec<(i64, i64, Vec<u8>)>)> {
        if scope.act == RemovalAct::End || scope.nothing_stays {
            return Ok((None, Vec::new()));
        }
        let mut keys = self.unlock(reach.person, &reach.keys).await?;
        for category in scope.whole.iter() {
            if !keys.has(category) {
                continue;
            }
            match scope.act {
                // The account goes on: the category can be filled again, under another salt.
                RemovalAct::Erase => {
                    keys.resalt(category, &*self.chance)?;
                }
                // Whoever looks at what stays gives a reason, and it must lie somewhere.
                _ if category == Category::Correspondence => {
                    keys.resalt(category, &*self.chance)?;
                }
                RemovalAct::End | RemovalAct::Destroy => keys.drop_category(category),
            }
        }
        let parts = scope.resealed(reach);
        if parts.is_empty() {
            return Ok((Some(keys), Vec::new()));
        }
        if who.role() != Role::Person {
            // Nobody but the person opens what stays.
            return Err(ActionError::State("removal-whole-only"));
        }
        let keep = parts.iter().fold(FieldSet::EMPTY, |set, (_, fields)| set.either(*fields));
        let want = Want { note: "sealed anew", ..Want::of(Operation::Update, keep) };
        let looked = self.look::<RemoveOwn>(who, reach.person, want).await?;
        let mut resealed = Vec::new();
        for (category, fields) in parts {
            keys.resalt(category, &*self.chance)?;
            let found = reach.rows.iter().find(|(row, _)| row.category() == category);
            if let Some((row, version)) = found {
                let anew = looked.reseal(row, fields, &keys)?;
                resealed.push((i64::from(category.code()), *version, anew.encode()));
            }
        }
        Ok((Some(keys), resealed))
    }

    /// Lines of closed draws in which the person gives the place back. The line is found under the same
    /// purpose as when they withdraw themselves; one who may not be entered any more has lost it anyway.
    async fn given_back(&self, who: Who, reach: &Reach, scope: &Scope) -> Done<Vec<(BatchId, Pseudonym)>> {
        let mut out = Vec::new();
        if scope.act == RemovalAct::Erase {
            return Ok(out);
        }
        let who = if who.role() == Role::Person { who } else { Who::system() };
        for (batch, number) in &reach.entered {
            let note = format!("batch {number} withdraw");
            let want = Want { note: &note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
            match self.look::<RunDraw>(who, reach.person, want).await {
                Ok(looked) => out.push((*batch, looked.draw_pseudonym(batch)?)),
                Err(ActionError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(out)
    }

    /// What each recipient is told, by the reference that it knows.
    async fn notices(
        &self,
        keys: &PersonKeys,
        scope: &Scope,
        removal: RemovalId,
        pseudonym: &Pseudonym,
    ) -> Done<Vec<NoticeRow>> {
        if scope.act == RemovalAct::End {
            return Ok(Vec::new());
        }
        let (pseudonym, now) = (*pseudonym, self.now());
        let classes = self.store.read(move |db| recipients_of(db, &pseudonym)).await?;
        let notice = |recipient| {
            Ok(NoticeRow {
                notice: NoticeId::from_bytes(self.chance.bytes16()),
                kind: NoticeKind::Removal,
                removal,
                fields: FieldSet::EMPTY,
                purpose: None,
                recipient,
                reference: self.vault.recipient_reference(keys, recipient)?,
                state: NoticeState::Waiting,
                attempts: 0,
                created_at: now,
                due_at: None,
                told_at: None,
                answered_at: None,
                answer: None,
                by_hand: None,
            })
        };
        told_of(classes).iter().map(notice).collect()
    }

    /// The tag of the NIK that stays, where one does.
    fn once_tag(&self, reach: &Reach, scope: &Scope) -> Option<[u8; 32]> {
        scope.once?;
        reach.nik_tag().map(|tag| once_tag(&self.vault, tag))
    }

    fn removal_row(
        &self,
        asked: Asked<'_>,
        reach: &Reach,
        scope: &Scope,
        attempt: &Attempt,
        now: Timestamp,
    ) -> RemovalRow {
        RemovalRow {
            removal: attempt.removal,
            person: (!scope.nothing_stays).then_some(reach.person),
            act: scope.act,
            asked_by: asked.who.role(),
            ground: format!("{} {}", asked.ground.name(), asked.rule).trim_end().to_owned(),
            categories: scope.whole,
            fields: scope.single,
            state: RemovalState::Gone,
            journal: None,
            asked_at: attempt.asked_at,
            done_at: Some(now),
            unreadable_at: (scope.act != RemovalAct::End).then_some(reach.told.by),
            last_epoch: (scope.act != RemovalAct::End).then_some(reach.told.last_epoch),
        }
    }

    /// Work that follows, in the same transaction: the removal is finished whatever happens, recipients
    /// are told, and who comes later in the household moves up.
    fn follows(
        &self,
        reach: &Reach,
        scope: &Scope,
        removal: RemovalId,
        notices: &[NoticeRow],
    ) -> Vec<crate::jobs::task::QueuedJob> {
        let now = self.now();
        let mut out = vec![finish_removal::job(removal, now)];
        if scope.act == RemovalAct::Destroy {
            out.push(finish_removal::sweep_job(removal, reach.person, scope.nothing_stays, now));
        }
        let desk = self.removals.recipients();
        if notices.iter().any(|notice| desk.reaches(notice.recipient)) {
            out.push(tell_recipient::job(removal, now));
        }
        let household = scope.act == RemovalAct::Destroy || scope.takes_field(amanah_domain::FieldId::Kk);
        if household && scope.act != RemovalAct::End && !reach.household.is_empty() {
            let seed = self.chance.bytes16();
            let assess = self.assess_later(reach.person);
            out.extend(reach.household.iter().map(|other| assess.of_another(*other, &seed)));
        }
        if scope.act == RemovalAct::Erase {
            out.push(self.assess_later(reach.person));
        }
        out
    }
}
