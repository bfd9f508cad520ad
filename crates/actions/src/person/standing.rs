//! Somebody acts for another person: a parent or guardian for a child, a helper for a person with a
//! disability (articles 25 and 26). The other person agrees themselves, or a reviewer decides with evidence;
//! it holds for the rights and the time that the policy gives, either side ends it at once, and every use says
//! in the trail that it was a helper's.

use amanah_domain::cases::{CaseChannel, CaseKind, Standing, StandingState};
use amanah_domain::purposes::{AskUs, EditOwn, ViewOwn};
use amanah_domain::rights::Right;
use amanah_domain::values::{Nik, PersonName, Statement};
use amanah_domain::{
    CaseId, FieldId, FieldSet, Operation, PersonId, Refused, SmallSet, Source, StandingId, Timestamp,
};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::cases::CaseRow;
use amanah_store::standings::{self, StandingRow};
use amanah_store::{Connection, tags};
use amanah_vault::{IndexId, Opened};

use crate::access::{Looked, Want, Who};
use crate::cases::new::open_own;
use crate::contact::Contact;
use crate::error::{ActionError, Done, FieldError};
use crate::letters::LetterKind;
use crate::limits::STANDINGS_PER_PERSON;
use crate::office::Office;
use crate::person::ask_right::said;
use crate::session::Session;

/// Requests of one person that may be open at once.
const ASKED_MAX: usize = 5;

/// A standing as one of the two sees it.
pub struct StandingLine {
    /// Its id.
    pub standing: StandingId,
    /// As what.
    pub kind: Standing,
    /// How far it is.
    pub state: StandingState,
    /// For which rights.
    pub rights: SmallSet<Right>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it holds.
    pub ends_at: Option<Timestamp>,
    /// Whether it holds now.
    pub in_force: bool,
    /// The case of the request; of the one who asked.
    pub case: Option<CaseId>,
    asker: Vec<u8>,
}

/// Both lists of a person.
pub struct Standings<'o> {
    /// Who acts for them, or wants to.
    pub for_me: Vec<StandingLine>,
    /// For whom they act, or want to.
    pub by_me: Vec<StandingLine>,
    /// The kinds and rights that the policy gives; `None` where it knows none.
    pub offered: Option<SmallSet<Right>>,
    looked: Looked<'o, ViewOwn>,
}

impl Standings<'_> {
    /// Who asks, as they call themselves.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn asker(&self, line: &StandingLine) -> Done<Option<Opened<'_, Statement>>> {
        self.looked.open_alone(&line.asker)
    }
}

fn line(row: &StandingRow, now: Timestamp, own: bool) -> StandingLine {
    StandingLine {
        standing: row.standing,
        kind: row.kind,
        state: row.state,
        rights: row.rights,
        asked_at: row.asked_at,
        ends_at: row.ended_at.or(row.ends_at),
        in_force: row.in_force(now),
        case: own.then_some(row.case),
        // Sealed for the person who is stood in for, and for nobody else.
        asker: if own { Vec::new() } else { row.asker.clone() },
    }
}

impl Office {
    /// Who acts for the reader, and for whom the reader acts.
    ///
    /// # Errors
    /// [`ActionError::State`] `not-for-helpers`; those of access.
    pub async fn view_standings(&self, session: &Session) -> Done<Standings<'_>> {
        let who = session.in_person()?;
        let (person, now) = (session.person, self.now());
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Statement]));
        let looked = self.look::<ViewOwn>(who, person, want).await?;
        let (of_me, by_me) = self
            .store
            .read(move |db| {
                let of_me = standings::of_person(db, &person)?;
                Ok::<_, ActionError>((of_me, standings::of_helper(db, &person)?))
            })
            .await?;
        Ok(Standings {
            for_me: of_me.iter().map(|row| line(row, now, false)).collect(),
            by_me: by_me.iter().map(|row| line(row, now, true)).collect(),
            offered: self.policy.standing().map(|rule| rule.rights),
            looked,
        })
    }

    /// Asks to act for somebody, whom the reader names by NIK, e-mail address or telephone number. The answer is
    /// the same whether there is such an account or not. A reviewer decides as soon as there is evidence;
    /// the other person can agree at once.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `kind`, `other` or `statement`; [`ActionError::State`]
    /// `standing-not-offered`, `standing-too-many`.
    pub async fn ask_standing(
        &self,
        session: &Session,
        kind: impl Into<Option<Standing>>,
        other: &str,
        statement: &str,
    ) -> Done<CaseId> {
        let (who, person, now) = (session.in_person()?, session.person, self.now());
        let rights = self.policy.standing().ok_or(ActionError::State("standing-not-offered"))?.rights;
        let (found, words) = (self.account_named(other).await, said(statement));
        let mut errors = Vec::new();
        let kind = kind.into();
        if kind.is_none() {
            errors.push(FieldError::new("kind", Refused::because("choose")));
        }
        if let Err(ActionError::Input(wrong)) = &found {
            errors.extend(wrong);
        }
        if let Err(ActionError::Input(wrong)) = &words {
            errors.extend(wrong);
        }
        let (Some(kind), true) = (kind, errors.is_empty()) else { return Err(ActionError::Input(errors)) };
        let (found, words) = (found?, words?);
        if found == Some(person) {
            let own = FieldError::new("other", Refused::because("standing-own"));
            return Err(ActionError::Input(vec![own]));
        }
        self.limits.take(STANDINGS_PER_PERSON, person.as_bytes(), now)?;
        let mine = self.store.read(move |db| standings::of_helper(db, &person)).await?;
        if mine.iter().filter(|row| row.state == StandingState::Asked).count() >= ASKED_MAX {
            return Err(ActionError::State("standing-too-many"));
        }
        let want = Want {
            note: "standing asked",
            ..Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Statement]))
        };
        let looked = self.look::<EditOwn>(who, person, want).await?;
        let sealed = looked.seal_alone(&words, Source::WebsiteInput)?;
        let case = self.new_case(person, CaseKind::Representation, "", sealed);
        let case = self.waiting(CaseRow { channel: CaseChannel::Portal, ..case });
        let row = match found {
            Some(other) => Some(self.standing_row(session, other, kind, rights, case.case).await?),
            None => None,
        };
        let letter = match &row {
            Some(row) => self.queue_letter_unless_ended(row.person, LetterKind::StandingAsked).await?,
            None => None,
        };
        let (id, author) = (case.case, session.author());
        self.store
            .write(move |db| {
                open_own(db, &case, author)?;
                if let Some(row) = &row {
                    standings::add(db, row)?;
                }
                letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now)).map_err(ActionError::from)
            })
            .await?;
        Ok(id)
    }

    /// Whose account it is; `None` where there is none.
    async fn account_named(&self, other: &str) -> Done<Option<PersonId>> {
        let (index, tag) = match Nik::parse(other) {
            Ok(nik) => (IndexId::Nik, self.vault.tag(IndexId::Nik, nik.as_str().as_bytes())),
            Err(_) => {
                let contact =
                    Contact::parse("other", other).map_err(|error| ActionError::Input(vec![error]))?;
                (contact.index(), contact.tag(self))
            }
        };
        let found = self.store.read(move |db| {
            let Some(holder) = tags::holder(db, index.code(), &tag.0)? else { return Ok(None) };
            let account = accounts::read(db, &holder)?;
            Ok::<_, ActionError>(account.filter(|a| a.kind == AccountKind::Participant).map(|_| holder))
        });
        found.await
    }

    async fn standing_row(
        &self,
        session: &Session,
        other: PersonId,
        kind: Standing,
        rights: SmallSet<Right>,
        case: CaseId,
    ) -> Done<StandingRow> {
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Name]));
        let own = self.look::<ViewOwn>(session.in_person()?, session.person, want).await?;
        let name = own.open::<PersonName>()?.map(|name| name.expose().as_str().to_owned());
        let name = Statement::new(name.unwrap_or_default())
            .map_err(|_| ActionError::Internal("a name is longer than a statement"))?;
        let want = Want {
            note: "standing asked",
            ..Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Statement]))
        };
        let looked = self.look::<AskUs>(Who::system(), other, want).await?;
        Ok(StandingRow {
            person: other,
            standing: StandingId::random(&*self.chance),
            helper: session.person,
            case,
            kind,
            state: StandingState::Asked,
            rights,
            asked_at: self.now(),
            begins_at: None,
            ends_at: None,
            ended_at: None,
            asker: looked.seal_alone(&name, Source::Interaction)?,
        })
    }

    /// The person themselves agrees, or says no; nobody else has to look at it then.
    ///
    /// # Errors
    /// [`ActionError::NotFound`]; [`ActionError::Conflict`] where it was decided meanwhile.
    pub async fn answer_standing(&self, session: &Session, standing: StandingId, agree: bool) -> Done<()> {
        let (who, now) = (session.in_person()?, self.now());
        let row = self.own_standing(session.person, standing).await?;
        let note = if agree { "standing agreed" } else { "standing refused" };
        let want = Want { note, ..Want::of(Operation::Update, FieldSet::EMPTY) };
        self.look::<EditOwn>(who, session.person, want).await?;
        let after = if agree { self.begun(row, now)? } else { refused(row) };
        let letter = self.standing_letter(&after).await?;
        self.store
            .write(move |db| {
                if !standings::set(db, &after, StandingState::Asked)? {
                    return Err(ActionError::Conflict);
                }
                letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now)).map_err(ActionError::from)
            })
            .await
    }

    /// Either side ends it; it holds no longer from this moment.
    ///
    /// # Errors
    /// [`ActionError::NotFound`]; [`ActionError::Conflict`] where it is over already.
    pub async fn end_standing(&self, session: &Session, standing: StandingId) -> Done<()> {
        let (who, me, now) = (session.in_person()?, session.person, self.now());
        let rows = self
            .store
            .read(move |db| {
                let of_me = standings::of_person(db, &me)?;
                Ok::<_, ActionError>(
                    of_me.into_iter().chain(standings::of_helper(db, &me)?).collect::<Vec<_>>(),
                )
            })
            .await?;
        let row = rows.into_iter().find(|row| row.standing == standing).ok_or(ActionError::NotFound)?;
        let want = Want { note: "standing ended", ..Want::of(Operation::Update, FieldSet::EMPTY) };
        self.look::<EditOwn>(who, me, want).await?;
        let (from, person) = (row.state, row.person);
        let after = StandingRow { state: StandingState::Ended, ended_at: Some(now), ..row };
        // To the other of the two.
        let letter = if me == after.helper {
            self.queue_letter_unless_ended(after.person, LetterKind::StandingLeft).await?
        } else {
            self.standing_letter(&after).await?
        };
        self.store
            .write(move |db| {
                let open = matches!(from, StandingState::Asked | StandingState::Active);
                if !open || !standings::set(db, &after, from)? {
                    return Err(ActionError::Conflict);
                }
                letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now)).map_err(ActionError::from)
            })
            .await?;
        self.vault.facts_changed(person);
        Ok(())
    }

    /// This session opens the other person's pages from now on.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where the standing is not in force, or not the reader's.
    pub async fn begin_acting(&self, session: &Session, standing: StandingId) -> Done<()> {
        session.in_person()?;
        let (session, now) = (session.clone(), self.now());
        self.store
            .write(move |db| {
                let mine = standings::of_helper(db, &session.person)?;
                let row = mine.into_iter().find(|row| row.standing == standing && row.in_force(now));
                session.stand_for(db, Some(&row.ok_or(ActionError::NotFound)?.person))
            })
            .await
    }

    /// This session opens the reader's own pages again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn stop_acting(&self, session: &Session) -> Done<()> {
        let session = session.clone();
        self.store.write(move |db| session.stand_for(db, None)).await
    }

    async fn own_standing(&self, person: PersonId, standing: StandingId) -> Done<StandingRow> {
        let rows = self.store.read(move |db| standings::of_person(db, &person)).await?;
        rows.into_iter().find(|row| row.standing == standing).ok_or(ActionError::NotFound)
    }

    /// A standing that begins now, for as long as the policy says.
    pub(crate) fn begun(&self, row: StandingRow, now: Timestamp) -> Done<StandingRow> {
        let rule = self.policy.standing().ok_or(ActionError::State("standing-not-offered"))?;
        Ok(StandingRow {
            state: StandingState::Active,
            rights: row.rights.both(rule.rights),
            begins_at: Some(now),
            ends_at: Some(rule.term.after(now)),
            ..row
        })
    }

    /// To the other of the two: what became of it.
    async fn standing_letter(&self, row: &StandingRow) -> Done<Option<crate::correspond::QueuedLetter>> {
        let kind = match row.state {
            StandingState::Active => LetterKind::StandingBegan,
            _ => LetterKind::StandingOver,
        };
        self.queue_letter_unless_ended(row.helper, kind).await
    }
}

/// A standing that does not come to be.
pub(crate) fn refused(row: StandingRow) -> StandingRow {
    StandingRow { state: StandingState::Refused, ..row }
}

/// The standing that a case asked for; `None` where nobody was found by what was typed, or the other person
/// decided it themselves.
pub(crate) fn of_case(
    db: &mut dyn Connection,
    helper: &PersonId,
    case: &CaseId,
) -> Result<Option<StandingRow>, amanah_store::StoreError> {
    let rows = standings::of_helper(db, helper)?;
    Ok(rows.into_iter().find(|row| row.case == *case && row.state == StandingState::Asked))
}
