//! What a person asks under their rights and somebody here has to answer: a case of its own kind, with the
//! clock that the policy gives it (articles 8, 10, 11). Asked twice, it is one case, and what was said is added.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState, EntryTie};
use amanah_domain::purposes::EditOwn;
use amanah_domain::rights::Right;
use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::values::Statement;
use amanah_domain::{
    CaseId, Category, CategorySet, FieldId, FieldSet, Operation, PersonId, PersonState, PurposeId, Role,
    Source, Timestamp,
};
use amanah_store::case_events::NewEvent;
use amanah_store::case_ties::{self, EntryPlace};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError, account_rights, accounts};

use crate::access::Want;
use crate::cases::new::{opened, say_more};
use crate::error::{ActionError, Done, FieldError};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::person::ask_review::STATEMENT_CHARS_MAX;
use crate::removal::scope::{categories_of, fields_in};
use crate::removal::{Kept, RemovalPlan, RemovalRequest, StayLine};
use crate::session::Session;

/// Subject of a deletion of everything.
pub(crate) const ALL_SUBJECT: &str = "all";
/// Subject of a deletion of some categories; which stands in the fields of the case.
pub(crate) const PARTS_SUBJECT: &str = "parts";
/// Subject of a restriction: there is no part of it.
const WHOLE_SUBJECT: &str = "whole";

/// What is asked for.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) kind: CaseKind,
    pub(crate) subject: String,
    pub(crate) purpose: Option<PurposeId>,
    pub(crate) fields: FieldSet,
    /// The entry of the ledger that it is about.
    pub(crate) about: Option<EntryPlace>,
    /// The case whose decision it appeals against.
    pub(crate) appeal_of: Option<CaseRow>,
}

impl Asked {
    pub(crate) fn of(kind: CaseKind, subject: &str) -> Self {
        Self {
            kind,
            subject: subject.to_owned(),
            purpose: None,
            fields: FieldSet::EMPTY,
            about: None,
            appeal_of: None,
        }
    }
}

/// A case that its person took back, and the event that says so.
pub(crate) fn withdrawn(
    row: &CaseRow,
    (role, helper): (Role, Option<PersonId>),
    now: Timestamp,
) -> (CaseRow, NewEvent) {
    let after = CaseRow {
        state: CaseState::Withdrawn,
        decided_at: Some(now),
        clock: row.clock.ended(),
        proposal: None,
        changed_at: now,
        ..row.clone()
    };
    let event =
        NewEvent { channel: CaseChannel::Portal, ..NewEvent::new(CaseEvent::Withdrawn, role, helper, now) };
    (after, event)
}

/// What was typed; nothing where that may be.
pub(crate) fn said_or_not(statement: &str) -> Done<Option<Statement>> {
    if statement.trim().is_empty() { Ok(None) } else { said(statement).map(Some) }
}

/// What was typed.
pub(crate) fn said(statement: &str) -> Done<Statement> {
    Statement::parse(statement, STATEMENT_CHARS_MAX)
        .map_err(|r| ActionError::Input(vec![FieldError::new("statement", r)]))
}

impl Office {
    /// Opens the case, or adds to the open one about the same; `also` goes into the same transaction.
    pub(crate) async fn ask_for(
        &self,
        session: &Session,
        asked: Asked,
        said: Option<Statement>,
        also: impl Fn(&mut dyn Connection) -> Result<(), StoreError> + Send + Sync + 'static,
    ) -> Done<CaseId> {
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        if let Some(right) = asked.kind.right() {
            session.may(right)?;
        }
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let note = format!("asked {}", asked.kind.name());
        let want = Want { note: &note, ..Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Statement])) };
        let looked = self.look::<EditOwn>(who, person, want).await?;
        let statement = match &said {
            Some(said) => looked.seal_alone(said, Source::WebsiteInput)?,
            None => Vec::new(),
        };
        let (removals, role, helper) = (looked.account.removals, who.role(), session.helper);
        let mut row = self.new_case(person, asked.kind, &asked.subject, statement);
        row.channel = CaseChannel::Portal;
        row.purpose = asked.purpose;
        row.fields = asked.fields;
        if let Some(before) = &asked.appeal_of {
            row.appeal_of = Some(before.case);
            row.wanted.clone_from(&before.wanted);
        }
        let asked = self
            .store
            .write(move |db| {
                accounts::hold_keys(db, &person, removals)?;
                also(db)?;
                if let Some(open) = cases::find_open(db, &person, row.kind, &row.subject)? {
                    if !row.statement.is_empty() {
                        let said = row.statement.clone();
                        say_more(db, &open, CaseChannel::Portal, said, (role, helper), now)?;
                    }
                    return Ok(open.case);
                }
                if !cases::add(db, &row, &[opened(&row, role, helper)])? {
                    return Err(ActionError::Conflict);
                }
                // An appeal about a value: it is disputed again, and automatic decisions wait again.
                if row.kind == CaseKind::Correction && !row.fields.is_empty() {
                    account_rights::dispute(db, &person, row.fields, now)?;
                }
                if let Some(place) = asked.about {
                    case_ties::add_entry(db, &person, &row.case, place, EntryTie::About)?;
                }
                Ok(row.case)
            })
            .await
            .map_err(ActionError::of_write);
        self.vault.facts_changed(person);
        asked
    }

    /// Asks that the processing of their data be restricted (article 41).
    ///
    /// # Errors
    /// [`ActionError::Input`] on `statement`; [`ActionError::State`] `restricted-already`.
    pub async fn ask_restriction(&self, session: &Session, statement: &str) -> Done<CaseId> {
        let said = said_or_not(statement)?;
        session.as_person()?;
        let person = session.person;
        let account = self.store.read(move |db| accounts::read(db, &person)).await?;
        if account.ok_or(ActionError::NotFound)?.restricted {
            return Err(ActionError::State("restricted-already"));
        }
        self.ask_for(session, Asked::of(CaseKind::Restriction, WHOLE_SUBJECT), said, |_| Ok(())).await
    }

    /// Lifts the restriction of their own data, whoever set it: it protects them and nobody else. The case
    /// that it came from says so; one that is still open goes on and may restrict again.
    ///
    /// # Errors
    /// [`ActionError::State`] `restricted-not`.
    pub async fn lift_restriction(&self, session: &Session) -> Done<()> {
        session.may(Right::Restrict)?;
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let want = Want { note: "restriction lifted", ..Want::of(Operation::Update, FieldSet::EMPTY) };
        self.look::<EditOwn>(who, person, want).await?;
        let (assess, author) = (self.assess_later(person), session.author());
        let lifted = self.store.write(move |db| {
            if !account_rights::restrict(db, &person, false, now)? {
                return Err(ActionError::State("restricted-not"));
            }
            let own = |row: &CaseRow| row.kind == CaseKind::Restriction && row.state == CaseState::Granted;
            // What was granted is taken back: no case holds it any more.
            if let Some(granted) = cases::of_person(db, &person)?.into_iter().find(own) {
                let (after, event) = withdrawn(&granted, author, now);
                cases::change(db, &CaseRow { decided_at: granted.decided_at, ..after }, &[event])?;
            }
            // What could not be decided meanwhile is.
            Ok(assess.write(db, now)?)
        });
        lifted.await.map_err(ActionError::of_write)?;
        self.vault.facts_changed(person);
        Ok(())
    }

    /// Contests the result of a draw (article 10): a human looks at how this person came to it.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a batch in which they never stood; [`ActionError::State`]
    /// `contest-too-early`; [`ActionError::Input`] on `statement`.
    pub async fn contest_draw(&self, session: &Session, number: i64, statement: &str) -> Done<CaseId> {
        let said = said(statement)?;
        self.may_contest(session, number).await?;
        self.ask_for(session, Asked::of(CaseKind::DrawReview, &number.to_string()), Some(said), |_| Ok(()))
            .await
    }

    /// Whether a person can contest a batch.
    ///
    /// # Errors
    /// As [`Office::contest_draw`].
    pub async fn may_contest(&self, session: &Session, number: i64) -> Done<()> {
        let own = self.view_batches(session).await?.into_iter().find(|own| own.batch.number == number);
        let own = own.filter(|own| !matches!(own.mine, None | Some(EntryState::Left)));
        let own = own.ok_or(ActionError::NotFound)?;
        match own.batch.state {
            BatchState::Closed | BatchState::Drawn | BatchState::Failed => Ok(()),
            BatchState::Planned | BatchState::Open => Err(ActionError::State("contest-too-early")),
        }
    }

    /// The categories whose deletion can be asked for by themselves: those with values, but for what an
    /// account cannot be without; and what was written to us.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn deletable(&self, session: &Session) -> Done<Vec<Category>> {
        let who = session.as_person()?;
        let reach = self.reach_of(who, session.person).await?;
        let goes_on = reach.account.state == PersonState::Active;
        let needed = |category: &Category| matches!(category, Category::Contact | Category::Access);
        let mut out: Vec<Category> =
            reach.categories().iter().filter(|category| !(goes_on && needed(category))).collect();
        if !reach.cases.is_empty() && !out.contains(&Category::Correspondence) {
            out.push(Category::Correspondence);
        }
        Ok(out)
    }

    /// What would be deleted and what would stay, on which ground, if this were granted now. Where all of it
    /// stays, that is said with its grounds: whether it must is the very question.
    ///
    /// # Errors
    /// [`ActionError::State`] as [`Office::plan_removal`], but for `removal-all-kept`.
    pub async fn plan_deletion(&self, session: &Session, parts: Option<CategorySet>) -> Done<RemovalPlan> {
        session.may(Right::Erase)?;
        let request = deletion(parts);
        match (self.plan_removal(session, request).await, parts) {
            (Err(ActionError::State("removal-all-kept")), Some(parts)) => {
                let reach = self.reach_of(session.as_person()?, session.person).await?;
                let whole = self.plan_for(&reach, RemovalRequest::DESTROY).await?;
                let of_it = |line: &StayLine| match line.kept {
                    Kept::Category(category) => parts.contains(category),
                    Kept::OncePerPerson | Kept::Everything => false,
                };
                let stays = whole.stays.into_iter().filter(of_it).collect();
                Ok(RemovalPlan { request, goes: Vec::new(), recipients: Vec::new(), stays, ..whole })
            }
            (planned, _) => planned,
        }
    }

    /// Asks that everything (`None`) or these categories be deleted.
    ///
    /// # Errors
    /// [`ActionError::State`] as [`Office::plan_removal`]; [`ActionError::Input`] on `statement`.
    pub async fn ask_deletion(
        &self,
        session: &Session,
        parts: Option<CategorySet>,
        statement: &str,
    ) -> Done<CaseId> {
        let said = said_or_not(statement)?;
        // What cannot be asked for is said at once: nothing of it is there, or it must be another way.
        self.plan_deletion(session, parts).await?;
        let mut asked =
            Asked::of(CaseKind::Deletion, if parts.is_some() { PARTS_SUBJECT } else { ALL_SUBJECT });
        asked.fields = parts.map_or(FieldSet::EMPTY, fields_in);
        self.ask_for(session, asked, said, |_| Ok(())).await
    }
}

/// The categories whose deletion a case asks for; `None` for everything. Only the person's own page names
/// parts: what came by a form, by telephone or was sorted is about all of it.
pub(crate) fn parts_of(row: &CaseRow) -> Option<CategorySet> {
    (row.subject == PARTS_SUBJECT).then(|| categories_of(row.fields))
}

/// The request behind a choice.
pub(crate) fn deletion(parts: Option<CategorySet>) -> RemovalRequest {
    match parts {
        None => RemovalRequest::DESTROY,
        Some(parts) => RemovalRequest::erase(FieldSet::EMPTY, parts),
    }
}
