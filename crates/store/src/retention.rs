//! What times to keep are counted from: who ended, withdrew, was written to and when, found by index in
//! bounded pages; what is known of one person's life with the programme; rows whose own time is over; and
//! the counts that are left of those who went.

use amanah_domain::cases::CaseKind;
use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{Category, CategorySet, PersonId, PersonState, Timestamp};

use crate::accounts::{self, AccountKind, ConsentRow};
use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ACCOUNT = "select kind, created_at, state, ended_at, legal_hold, province, counted_at from account \
        where person_id = $1";
    CATEGORIES = "select category from sealed_row where person_id = $1 order by category";
    CASES = "select kind, count(case when decided_at is null then 1 end), max(decided_at) from case_file \
        where person_id = $1 group by kind order by kind";
    BATCHES = "select e.state, b.state, b.drawn_at, e.changed_at from batch_entry e \
        join batch b on b.batch_id = e.batch_id where e.person_id = $1";
    LETTERS = "select count(case when state < 2 then 1 end), max(case when state >= 2 then due_at end) from outbox \
        where person_id = $1";
    LAST_SESSION = "select max(ends_at) from session where person_id = $1";
    ROLES = "select count(*), max(coalesce(ended_at, ends_at)) from staff_role where person_id = $1";

    ENDED = "select ended_at, person_id from account where (ended_at, person_id) > ($1, $2) and ended_at <= $3 \
        order by ended_at, person_id limit $4";
    WITHDRAWN = "select withdrawn_at, person_id from consent where (withdrawn_at, person_id) > ($1, $2) \
        and withdrawn_at <= $3 order by withdrawn_at, person_id limit $4";
    DECIDED = "select decided_at, person_id from case_file where (decided_at, person_id) > ($1, $2) \
        and decided_at <= $3 order by decided_at, person_id limit $4";
    // `due_at` of a letter that was handed over (or given up) is the end of the lease under which that was
    // done: a little after `handed_at`, and there is an index on it.
    HANDED = "select due_at, person_id from outbox where state = 2 and (due_at, person_id) > ($1, $2) \
        and due_at <= $3 order by due_at, person_id limit $4";
    GIVEN_UP = "select due_at, person_id from outbox where state = 3 and (due_at, person_id) > ($1, $2) \
        and due_at <= $3 order by due_at, person_id limit $4";
    STAFF_LEFT = "select over_at, person_id from (select person_id, max(coalesce(ended_at, ends_at)) as over_at \
        from staff_role group by person_id) s where (over_at, person_id) > ($1, $2) and over_at <= $3 \
        order by over_at, person_id limit $4";
    HOLD_ENDED = "select lifted_at, person_id from legal_hold where (lifted_at, person_id) > ($1, $2) \
        and lifted_at <= $3 order by lifted_at, person_id limit $4";
    NEXT_BATCH = "select drawn_at, batch_id from batch where (drawn_at, batch_id) > ($1, $2) and drawn_at <= $3 \
        order by drawn_at, batch_id limit 1";
    ENTRANTS = "select state, person_id from batch_entry where batch_id = $1 and (state, person_id) > ($2, $3) \
        order by state, person_id limit $4";

    // Walked by time; who comes twice is told once by the caller.
    OLD_LETTERS = "select o.person_id from outbox o join account a on a.person_id = o.person_id \
        where o.state = 2 and o.due_at <= $1 and a.legal_hold = 0 order by o.due_at limit $2";
    OLD_UNSENT = "select o.person_id from outbox o join account a on a.person_id = o.person_id \
        where o.state = 3 and o.due_at <= $1 and a.legal_hold = 0 order by o.due_at limit $2";
    DROP_LETTERS = "delete from outbox where person_id = $1 and state >= 2 and due_at <= $2";
    OLD_CASES = "select c.person_id from case_file c join account a on a.person_id = c.person_id \
        where c.decided_at <= $1 and c.kind >= $2 and c.kind <= $3 and a.legal_hold = 0 order by c.decided_at limit $4";
    DROP_CASES = "delete from case_file where person_id = $1 and decided_at <= $2 and kind >= $3 and kind <= $4";
    // What belongs to a case goes with it.
    DROP_FILES = "delete from attachment where person_id = $1 and case_id not in \
        (select case_id from case_file where person_id = $2)";
    DROP_EVENTS = "delete from case_event where person_id = $1 and case_id not in \
        (select case_id from case_file where person_id = $2)";
    DROP_TIES = "delete from case_entry where person_id = $1 and case_id not in \
        (select case_id from case_file where person_id = $2)";
    DROP_THREADS = "delete from case_thread where person_id = $1 and case_id not in \
        (select case_id from case_file where person_id = $2)";
    OLD_REASONS = "select r.person_id from trail_reason r join account a on a.person_id = r.person_id \
        where r.created_at <= $1 and a.legal_hold = 0 order by r.created_at limit $2";
    DROP_REASONS = "delete from trail_reason where person_id = $1 and created_at <= $2";
    DROP_NOTICES = "delete from removal_notice where removal_id in \
        (select removal_id from removal where state = 2 and asked_at <= $1 and done_at <= $2 \
        and (person_id is null or not exists (select 1 from account where account.person_id = removal.person_id)))";
    DROP_LINES = "delete from removal_line where removal_id in \
        (select removal_id from removal where state = 2 and asked_at <= $1 and done_at <= $2 \
        and (person_id is null or not exists (select 1 from account where account.person_id = removal.person_id)))";
    DROP_REMOVALS = "delete from removal where state = 2 and asked_at <= $1 and done_at <= $2 \
        and (person_id is null or not exists (select 1 from account where account.person_id = removal.person_id))";

    COUNTED = "update account set counted_at = $1 where person_id = $2 and counted_at is null";
    RELEASE = "insert into anonymous_count (release_id, cell, people, released_at) values ($1, $2, $3, $4)";
    RELEASES = "select release_id, cell, people, released_at from anonymous_count \
        order by released_at desc, release_id, cell limit $1";
}

/// Something that happens to a person and starts a time to keep.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Source {
    /// The account was ended.
    Ended,
    /// A consent was withdrawn.
    Withdrawn,
    /// A case was decided.
    Decided,
    /// A letter was handed over.
    Handed,
    /// A letter was given up.
    GivenUp,
    /// The last role of a member of staff ended.
    StaffLeft,
    /// A legal hold was lifted, or lapsed.
    HoldEnded,
    /// A batch is over: everybody in it.
    BatchOver,
}

impl Source {
    /// Every one there is.
    pub const ALL: [Self; 8] = [
        Self::Ended,
        Self::Withdrawn,
        Self::Decided,
        Self::Handed,
        Self::GivenUp,
        Self::StaffLeft,
        Self::HoldEnded,
        Self::BatchOver,
    ];

    /// A stable name, for the setting that remembers how far it was worked through.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
            Self::Decided => "decided",
            Self::Handed => "handed",
            Self::GivenUp => "given-up",
            Self::StaffLeft => "staff-left",
            Self::HoldEnded => "hold-ended",
            Self::BatchOver => "batch-over",
        }
    }
}

/// How far a source was worked through.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cursor {
    at: Timestamp,
    id: [u8; 16],
    /// Within a batch: state and person of the last entrant.
    entrant: Option<(i64, [u8; 16])>,
}

impl Cursor {
    /// Before everything.
    pub const START: Self = Self { at: Timestamp::from_millis(i64::MIN), id: [0; 16], entrant: None };

    /// Time of the last event that was looked at.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// As a setting's value. Of a person's id half is kept: nobody is to be found by how far a job came,
    /// and whoever shares that half is looked at twice.
    pub fn to_bytes(self) -> Vec<u8> {
        let (id, (state, entrant)) = match self.entrant {
            Some((state, person)) => (self.id, (state, half(person))),
            None => (half(self.id), (i64::MIN, [0; 16])),
        };
        [&self.at.millis().to_be_bytes()[..], &id, &state.to_be_bytes(), &entrant].concat()
    }

    /// Reads [`Cursor::to_bytes`]; anything else is the beginning: looked at twice harms nobody.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let read = || {
            let (at, rest) = bytes.split_first_chunk::<8>()?;
            let (id, rest) = rest.split_first_chunk::<16>()?;
            let (state, rest) = rest.split_first_chunk::<8>()?;
            let (entrant, []) = rest.split_first_chunk::<16>()? else { return None };
            let state = i64::from_be_bytes(*state);
            let entrant = (state != i64::MIN).then_some((state, *entrant));
            Some(Self { at: Timestamp::from_millis(i64::from_be_bytes(*at)), id: *id, entrant })
        };
        read().unwrap_or(Self::START)
    }
}

/// Comes before every id that begins with the same eight bytes.
fn half(mut id: [u8; 16]) -> [u8; 16] {
    id.iter_mut().skip(8).for_each(|byte| *byte = 0);
    id
}

/// The people to whom it happened after `after` and not after `up_to`, oldest first, at most `count_max`;
/// and where to go on. Nobody: there are no more. One person may come several times.
pub fn page(
    db: &mut dyn Connection,
    source: Source,
    after: Cursor,
    up_to: Timestamp,
    count_max: u32,
) -> Result<(Vec<PersonId>, Cursor), StoreError> {
    let query = match source {
        Source::Ended => &ENDED,
        Source::Withdrawn => &WITHDRAWN,
        Source::Decided => &DECIDED,
        Source::Handed => &HANDED,
        Source::GivenUp => &GIVEN_UP,
        Source::StaffLeft => &STAFF_LEFT,
        Source::HoldEnded => &HOLD_ENDED,
        Source::BatchOver => return entrants(db, after, up_to, count_max),
    };
    let params = [after.at.into(), (&after.id).into(), up_to.into(), count_max.into()];
    let (mut people, mut next) = (Vec::new(), after);
    for row in db.query(query, &params)? {
        let person = row.person(1)?;
        next = Cursor { at: row.time(0)?, id: *person.as_bytes(), entrant: None };
        people.push(person);
    }
    Ok((people, next))
}

fn entrants(
    db: &mut dyn Connection,
    after: Cursor,
    up_to: Timestamp,
    count_max: u32,
) -> Result<(Vec<PersonId>, Cursor), StoreError> {
    let mut next = after;
    loop {
        if let Some((state, person)) = next.entrant {
            let params = [(&next.id).into(), state.into(), (&person).into(), count_max.into()];
            let mut people = Vec::new();
            for row in db.query(&ENTRANTS, &params)? {
                let person = row.person(1)?;
                next.entrant = Some((row.int(0)?, *person.as_bytes()));
                people.push(person);
            }
            if !people.is_empty() {
                return Ok((people, next));
            }
            next.entrant = None;
        }
        let params = [next.at.into(), (&next.id).into(), up_to.into()];
        let Some(row) = db.query_optional(&NEXT_BATCH, &params)? else { return Ok((Vec::new(), next)) };
        next = Cursor { at: row.time(0)?, id: row.bytes(1)?, entrant: Some((-1, [0; 16])) };
    }
}

/// Cases of one kind, of one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CasesOfKind {
    /// Which kind.
    pub kind: CaseKind,
    /// Whether one is open.
    pub open: bool,
    /// When the last was decided.
    pub decided_at: Option<Timestamp>,
}

/// What is known of one person's life with the programme.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Life {
    /// Stranger, participant, staff.
    pub kind: AccountKind,
    /// Since when there is an account.
    pub created_at: Timestamp,
    /// Goes on, or ended.
    pub state: PersonState,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// A legal hold is in force.
    pub legal_hold: bool,
    /// Province code (0: not given).
    pub province: i64,
    /// When they were counted in a release.
    pub counted_at: Option<Timestamp>,
    /// Categories of which there is a row.
    pub categories: CategorySet,
    /// Every consent there was.
    pub consents: Vec<ConsentRow>,
    /// Their cases, by kind.
    pub cases: Vec<CasesOfKind>,
    /// The batches that they joined and did not leave: whether it is over and when, whether they have a
    /// place.
    pub batches: Vec<(Option<Timestamp>, bool)>,
    /// Letters wait to be handed over.
    pub letters_wait: bool,
    /// When the last letter was handed over, or given up.
    pub letter_over_at: Option<Timestamp>,
    /// When the last session ends, or ended.
    pub session_ends_at: Option<Timestamp>,
    /// When the last role ends, or ended; `None` for whoever never had one.
    pub roles_end_at: Option<Timestamp>,
}

/// Reads it; `None` where there is no account.
pub fn life(db: &mut dyn Connection, person: &PersonId) -> Result<Option<Life>, StoreError> {
    let Some(account) = db.query_optional(&ACCOUNT, &[person.into()])? else { return Ok(None) };
    let mut categories = CategorySet::EMPTY;
    for row in db.query(&CATEGORIES, &[person.into()])? {
        categories = Category::from_code(row.small(0)?).map_or(categories, |one| categories.with(one));
    }
    let case = |row: &Row| {
        Ok::<_, StoreError>(CasesOfKind {
            kind: CaseKind::from_code(row.small(0)?).unwrap_or(CaseKind::Eligibility),
            open: row.int(1)? > 0,
            decided_at: row.time_opt(2)?,
        })
    };
    let cases = db.query(&CASES, &[person.into()])?.iter().map(case).collect::<Result<_, _>>()?;
    let mut batches = Vec::new();
    for row in db.query(&BATCHES, &[person.into()])? {
        let entry = EntryState::from_code(row.small(0)?).unwrap_or(EntryState::Joined);
        let batch = BatchState::from_code(row.small(1)?).unwrap_or(BatchState::Open);
        if entry != EntryState::Left {
            let place = entry == EntryState::Selected;
            let over_at = match batch {
                BatchState::Drawn | BatchState::Failed => row.time_opt(2)?,
                // Places are given one after another; the batch is drawn when all are.
                _ if place => Some(row.time(3)?),
                _ => None,
            };
            batches.push((over_at, place));
        }
    }
    let letters = db.query_one(&LETTERS, &[person.into()])?;
    let session = db.query_one(&LAST_SESSION, &[person.into()])?;
    let roles = db.query_one(&ROLES, &[person.into()])?;
    Ok(Some(Life {
        kind: AccountKind::from_code(account.int(0)?),
        created_at: account.time(1)?,
        state: PersonState::from_code(account.small(2)?).unwrap_or(PersonState::Ended),
        ended_at: account.time_opt(3)?,
        legal_hold: account.int(4)? != 0,
        province: account.int(5)?,
        counted_at: account.time_opt(6)?,
        categories,
        consents: accounts::list_consents(db, person)?,
        cases,
        batches,
        letters_wait: letters.int(0)? > 0,
        letter_over_at: letters.time_opt(1)?,
        session_ends_at: session.time_opt(0)?,
        roles_end_at: roles.time_opt(1)?,
    }))
}

/// Rows that lie beside the values and have a time of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OldRows {
    /// Letters that were handed over.
    Letters,
    /// Letters that were given up.
    Unsent,
    /// Decided cases whose kind lies between the two.
    Cases(CaseKind, CaseKind),
    /// Reasons for looks.
    Reasons,
}

/// People who have such rows from `up_to` or before and are under no hold, each once; of at most
/// `count_max` rows, the oldest.
pub fn people_with_old(
    db: &mut dyn Connection,
    rows: OldRows,
    up_to: Timestamp,
    count_max: u32,
) -> Result<Vec<PersonId>, StoreError> {
    let found = match rows {
        OldRows::Letters => db.query(&OLD_LETTERS, &[up_to.into(), count_max.into()]),
        OldRows::Unsent => db.query(&OLD_UNSENT, &[up_to.into(), count_max.into()]),
        OldRows::Reasons => db.query(&OLD_REASONS, &[up_to.into(), count_max.into()]),
        OldRows::Cases(first, last) => {
            let (first, last) = (i64::from(first.code()), i64::from(last.code()));
            db.query(&OLD_CASES, &[up_to.into(), first.into(), last.into(), count_max.into()])
        }
    };
    let mut people = found?.iter().map(|row| row.person(0)).collect::<Result<Vec<_>, _>>()?;
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Removes such rows of one person. How many.
pub fn drop_old(
    db: &mut dyn Connection,
    rows: OldRows,
    person: &PersonId,
    up_to: Timestamp,
) -> Result<u64, StoreError> {
    match rows {
        OldRows::Letters | OldRows::Unsent => db.execute(&DROP_LETTERS, &[person.into(), up_to.into()]),
        OldRows::Reasons => db.execute(&DROP_REASONS, &[person.into(), up_to.into()]),
        OldRows::Cases(first, last) => {
            let (first, last) = (i64::from(first.code()), i64::from(last.code()));
            let dropped =
                db.execute(&DROP_CASES, &[person.into(), up_to.into(), first.into(), last.into()])?;
            for query in [&DROP_FILES, &DROP_EVENTS, &DROP_TIES, &DROP_THREADS] {
                db.execute(query, &[person.into(), person.into()])?;
            }
            Ok(dropped)
        }
    }
}

/// Removes confirmed removals that were done at `up_to` or before, with their certificates. How many. Those
/// of people who still have an account stay: a restore sees by them what it must not do once more.
pub fn drop_removals(db: &mut dyn Connection, up_to: Timestamp) -> Result<u64, StoreError> {
    let params = [up_to.into(), up_to.into()];
    db.execute(&DROP_NOTICES, &params)?;
    db.execute(&DROP_LINES, &params)?;
    db.execute(&DROP_REMOVALS, &params)
}

/// A group that was counted, and how many are in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// Which release.
    pub release: [u8; 16],
    /// Which group.
    pub cell: String,
    /// How many people.
    pub people: u64,
    /// When it was released.
    pub released_at: Timestamp,
}

/// Notes that a person was counted; false where they were before. Nobody is counted twice.
pub fn count_person(db: &mut dyn Connection, person: &PersonId, now: Timestamp) -> Result<bool, StoreError> {
    Ok(db.execute(&COUNTED, &[now.into(), person.into()])? == 1)
}

/// Writes one group of a release.
pub fn release(db: &mut dyn Connection, group: &Counted) -> Result<(), StoreError> {
    let people = i64::try_from(group.people).unwrap_or(i64::MAX);
    let params = [(&group.release).into(), (&group.cell).into(), people.into(), group.released_at.into()];
    db.execute(&RELEASE, &params).map(drop)
}

/// What was released, newest first, at most `count_max` groups.
pub fn releases(db: &mut dyn Connection, count_max: u32) -> Result<Vec<Counted>, StoreError> {
    let group = |row: &Row| {
        Ok(Counted {
            release: row.bytes(0)?,
            cell: row.text(1)?.to_owned(),
            people: row.count(2)?,
            released_at: row.time(3)?,
        })
    };
    db.query(&RELEASES, &[count_max.into()])?.iter().map(group).collect()
}
