//! Today's numbers beside those of the period before, from clear columns alone: counts, nobody's data,
//! no look.

use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_domain::{PersonId, Pseudonym, Timestamp};
use amanah_store::{Connection, accounts, numbers, people, sessions, staff};

use crate::access::key_row;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

/// Days of the picture; the same number before them is what it is compared with.
pub const DAYS: i64 = 14;
/// Staff whose looks are counted.
const STAFF_MAX: usize = 500;

/// A count and the same count of the period before.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Compared {
    /// Now.
    pub now: u64,
    /// Before.
    pub before: u64,
}

/// Registrations of one day on the programme's clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayCount {
    /// When the day begins.
    pub begins_at: Timestamp,
    /// On it, and fourteen days earlier.
    pub registered: Compared,
}

/// How far those came who registered in a span.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Funnel {
    /// Registered.
    pub registered: Compared,
    /// Gave a NIK.
    pub gave_nik: Compared,
    /// The civil registry matched.
    pub verified: Compared,
    /// All rules are met.
    pub eligible: Compared,
    /// Stand in a batch.
    pub joined: Compared,
}

/// The page's numbers.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Numbers {
    /// Registered today, and yesterday until this time.
    pub registered: Compared,
    /// Joined a batch today, and yesterday until this time.
    pub joined: Compared,
    /// Cases that wait now, and that waited at this time yesterday.
    pub cases_open: Compared,
    /// Uses by staff today, and yesterday until this time.
    pub looks: Compared,
    /// The last days, oldest first; the last one is today so far.
    pub days: Vec<DayCount>,
    /// How far people came, of the last days and the days before.
    pub funnel: Funnel,
    /// Province code (0: not given) and people: now, and before the last days; most first.
    pub provinces: Vec<(i64, Compared)>,
    /// Sessions that are open.
    pub sessions: u64,
}

const DAY_MS: i64 = 86_400_000;

/// When the day of `now` began at a fixed offset from UTC.
fn day_begins(now: Timestamp, zone_hours: i8) -> Timestamp {
    let offset = i64::from(zone_hours) * 3_600_000;
    let local = now.millis().saturating_add(offset);
    Timestamp::from_millis(local.saturating_sub(local.rem_euclid(DAY_MS)).saturating_sub(offset))
}

/// Counts a span and the same span `hours` earlier.
fn compared(
    (from, to): (Timestamp, Timestamp),
    hours: i64,
    mut count: impl FnMut(Timestamp, Timestamp) -> Done<u64>,
) -> Done<Compared> {
    Ok(Compared { now: count(from, to)?, before: count(from.plus_hours(-hours), to.plus_hours(-hours))? })
}

impl Office {
    /// Counts; for any role in force.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] without a role.
    pub async fn numbers(&self, session: &Session) -> Done<Numbers> {
        if session.roles().is_empty() {
            return Err(ActionError::SignInNeeded);
        }
        let now = self.now();
        let today = day_begins(now, self.programme.zone_hours);
        let actors = self.staff_pseudonyms().await?;
        self.store
            .scan(move |db| {
                // Beyond the present, so that what happens at this moment counts.
                let so_far = (today, now.plus_seconds(1));
                let mut out = Numbers {
                    registered: compared(so_far, 24, |from, to| Ok(accounts::count_since(db, from, to)?))?,
                    joined: compared(so_far, 24, |from, to| Ok(numbers::joined_since(db, from, to)?))?,
                    cases_open: compared((now, now), 24, |at, _| Ok(numbers::cases_open_at(db, at)?))?,
                    looks: compared(so_far, 24, |from, to| looks(db, &actors, from, to))?,
                    funnel: funnel(db, today.plus_hours(-24 * (DAYS - 1)), so_far.1)?,
                    provinces: provinces(db, today.plus_hours(-24 * (DAYS - 1)))?,
                    sessions: sessions::count(db, now)?,
                    ..Numbers::default()
                };
                for back in (0..DAYS).rev() {
                    let begins_at = today.plus_hours(-24 * back);
                    let day = (begins_at, begins_at.plus_hours(24));
                    let registered =
                        compared(day, 24 * DAYS, |from, to| Ok(accounts::count_since(db, from, to)?))?;
                    out.days.push(DayCount { begins_at, registered });
                }
                Ok::<_, ActionError>(out)
            })
            .await
    }

    async fn staff_pseudonyms(&self) -> Done<Vec<Pseudonym>> {
        let rows = self
            .store
            .read(|db| {
                let mut holders: Vec<PersonId> = staff::all_roles(db)?.iter().map(|row| row.person).collect();
                holders.dedup();
                let mut rows = Vec::new();
                for person in holders.into_iter().take(STAFF_MAX) {
                    if let Some(keys) = people::read_key(db, &person)? {
                        rows.push((person, key_row(keys)?));
                    }
                }
                Ok::<_, ActionError>(rows)
            })
            .await?;
        let mut out = Vec::with_capacity(rows.len());
        for (person, keys) in &rows {
            out.push(self.unlock(*person, keys).await?.pseudonym());
        }
        Ok(out)
    }
}

fn looks(db: &mut dyn Connection, actors: &[Pseudonym], from: Timestamp, to: Timestamp) -> Done<u64> {
    actors.iter().try_fold(0, |sum, actor| Ok(sum + numbers::looks_of(db, actor, from, to)?))
}

fn funnel(db: &mut dyn Connection, from: Timestamp, to: Timestamp) -> Done<Funnel> {
    let mut out = Funnel::default();
    let begin = from.plus_hours(-24 * DAYS);
    for (identity, eligibility, count) in numbers::states_since(db, from, to)? {
        add(&mut out, identity, eligibility, |compared| compared.now += count);
    }
    for (identity, eligibility, count) in numbers::states_since(db, begin, from)? {
        add(&mut out, identity, eligibility, |compared| compared.before += count);
    }
    out.joined = Compared {
        now: numbers::joined_of_since(db, from, to)?,
        before: numbers::joined_of_since(db, begin, from)?,
    };
    Ok(out)
}

fn add(
    funnel: &mut Funnel,
    identity: IdentityState,
    eligibility: EligibilityState,
    count: impl Fn(&mut Compared),
) {
    count(&mut funnel.registered);
    if identity != IdentityState::None {
        count(&mut funnel.gave_nik);
    }
    if identity == IdentityState::Verified {
        count(&mut funnel.verified);
    }
    if eligibility == EligibilityState::Eligible {
        count(&mut funnel.eligible);
    }
}

fn provinces(db: &mut dyn Connection, before: Timestamp) -> Done<Vec<(i64, Compared)>> {
    let earlier = numbers::provinces_before(db, before)?;
    let earlier_of = |code: i64| earlier.iter().find(|(known, _)| *known == code).map_or(0, |(_, n)| *n);
    let mut out: Vec<_> = accounts::count_provinces(db)?
        .into_iter()
        .map(|(code, now)| (code, Compared { now, before: earlier_of(code) }))
        .collect();
    out.sort_by_key(|(code, people)| (std::cmp::Reverse(people.now), *code));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_on_the_programmes_clock() {
        // 2026-11-22T17:30Z is half past midnight of the 23rd in Jakarta.
        let now = Timestamp::from_millis(1_795_368_600_000);
        let begins = day_begins(now, 7);
        assert_eq!(now.since(begins), 30 * 60_000);
        assert_eq!(day_begins(begins, 7), begins);
    }
}
