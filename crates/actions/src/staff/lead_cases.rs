//! The lead's page: how many cases wait and for how long, by kind, by channel and by who has them, against the
//! week before; and what went up to their list. Clear columns alone: no value of anybody who asked is opened.

use amanah_domain::cases::{CaseChannel, CaseKind, Desk, Level};
use amanah_domain::{Role, Timestamp};
use amanah_store::case_numbers::{self, AGES, Late};
use amanah_store::case_queue::{self, QueueFilter};

use crate::error::Done;
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::{CaseLine, kept_from};
use crate::staff::colleagues::{COLLEAGUES_MAX, Colleague};

/// Hours that are left at the end of each bucket of age; what is late comes before, what stands after.
pub const AGE_HOURS: [i64; AGES - 1] = [0, 12, 24, 48, 1_000_000];
/// Cases that are listed.
const LISTED: u32 = 25;
const WEEK_HOURS: i64 = 7 * 24;

/// A count, and the same a week before.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Weeks {
    /// Now, or in the last seven days.
    pub now: u64,
    /// A week ago, or in the seven days before.
    pub before: u64,
}

/// What there is of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KindCount {
    /// Which.
    pub kind: CaseKind,
    /// Open.
    pub open: Weeks,
    /// Open and late.
    pub late: u64,
}

/// Somebody with cases.
pub struct HolderCount<'o> {
    /// Who; `None` where they hold no account any more.
    pub colleague: Option<Colleague<'o>>,
    /// How many.
    pub count: Late,
}

/// The page.
pub struct LeadCases<'o> {
    /// When it was counted.
    pub counted_at: Timestamp,
    /// Open.
    pub open: Weeks,
    /// Came in.
    pub came: Weeks,
    /// Came to their end.
    pub ended: Weeks,
    /// Of those, too late.
    pub ended_late: Weeks,
    /// Late and still open.
    pub late: u64,
    /// Open by hours left: late, within each of [`AGE_HOURS`], and those whose clock stands.
    pub ages: [u64; AGES],
    /// By kind, every kind that there is.
    pub kinds: Vec<KindCount>,
    /// By the way they came.
    pub channels: Vec<(CaseChannel, Late)>,
    /// Who has how many, most first.
    pub holders: Vec<HolderCount<'o>>,
    /// What nobody has.
    pub nobody: Late,
    /// What went up, the most urgent first.
    pub raised: Vec<CaseLine>,
}

/// What one scan brings.
struct Counted {
    ages: Vec<(CaseKind, [u64; AGES])>,
    channels: Vec<(CaseChannel, Late)>,
    holders: Vec<(Option<amanah_domain::PersonId>, Late)>,
    opened: [Vec<(CaseKind, u64)>; 2],
    ended: [Vec<(CaseKind, Late)>; 2],
    raised: Vec<CaseLine>,
}

fn of<T: Copy + Default>(counts: &[(CaseKind, T)], kind: CaseKind) -> T {
    counts.iter().find(|(of, _)| *of == kind).map(|(_, count)| *count).unwrap_or_default()
}

fn all(counts: &[(CaseKind, Late)]) -> Late {
    counts.iter().fold(Late::default(), |sum, (_, count)| Late {
        all: sum.all + count.all,
        late: sum.late + count.late,
    })
}

impl Office {
    /// Counts, and what went up.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] without the role of a lead.
    pub async fn lead_cases(&self, session: &Session) -> Done<LeadCases<'_>> {
        session.as_staff(Role::Lead)?;
        let (now, me) = (self.now(), session.person);
        let counted = self.store.scan(move |db| count(db, now, me)).await?;
        let [opened, opened_before] = &counted.opened;
        let [ended, ended_before] = &counted.ended;
        let kinds = CaseKind::ALL.iter().copied().map(|kind| {
            let ages = of(&counted.ages, kind);
            let open: u64 = ages.iter().sum();
            let ended = of(ended, kind).all;
            let before = (open + ended).saturating_sub(of(opened, kind));
            KindCount { kind, open: Weeks { now: open, before }, late: ages.first().copied().unwrap_or(0) }
        });
        let kinds: Vec<KindCount> = kinds.filter(|kind| kind.open != Weeks::default()).collect();
        let mut ages = [0; AGES];
        for (_, counts) in &counted.ages {
            ages.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let sum = |counts: &[(CaseKind, u64)]| counts.iter().map(|(_, count)| count).sum();
        let (ends, ends_before) = (all(ended), all(ended_before));
        let mut holders = counted.holders;
        holders.sort_by_key(|(_, count)| core::cmp::Reverse(count.all));
        let nobody = holders.iter().find(|(who, _)| who.is_none()).map(|(_, count)| *count);
        let people: Vec<_> = holders.iter().filter_map(|(who, _)| *who).take(COLLEAGUES_MAX).collect();
        let mut named = self.named(&people, me).await?;
        let holders = holders.into_iter().filter_map(|(who, count)| {
            let who = who?;
            let at = named.iter().position(|colleague| colleague.person == who);
            Some(HolderCount { colleague: at.map(|at| named.swap_remove(at)), count })
        });
        Ok(LeadCases {
            counted_at: now,
            open: Weeks {
                now: kinds.iter().map(|kind| kind.open.now).sum(),
                before: kinds.iter().map(|kind| kind.open.before).sum(),
            },
            came: Weeks { now: sum(opened), before: sum(opened_before) },
            ended: Weeks { now: ends.all, before: ends_before.all },
            ended_late: Weeks { now: ends.late, before: ends_before.late },
            late: ages.first().copied().unwrap_or(0),
            ages,
            kinds,
            channels: counted.channels,
            holders: holders.collect(),
            nobody: nobody.unwrap_or_default(),
            raised: counted.raised,
        })
    }
}

fn count(
    db: &mut dyn amanah_store::Connection,
    now: Timestamp,
    me: amanah_domain::PersonId,
) -> Done<Counted> {
    let weeks = [now, now.plus_hours(-WEEK_HOURS), now.plus_hours(-2 * WEEK_HOURS)];
    let [_, week, fortnight] = weeks;
    let mut channels: Vec<(CaseChannel, Late)> = Vec::new();
    let mut ended = [Vec::new(), Vec::new()];
    for desk in Desk::ALL.iter().copied() {
        for (channel, count) in case_numbers::by_channel(db, desk, now)? {
            match channels.iter_mut().find(|(known, _)| *known == channel) {
                Some((_, sum)) => *sum = Late { all: sum.all + count.all, late: sum.late + count.late },
                None => channels.push((channel, count)),
            }
        }
        let [late, before] = &mut ended;
        late.extend(case_numbers::ended(db, desk, week, now)?);
        before.extend(case_numbers::ended(db, desk, fortnight, week)?);
    }
    channels.sort_by_key(|(_, count)| core::cmp::Reverse(count.all));
    let kept = kept_from(db, me)?;
    let raised: Vec<QueueFilter> =
        Desk::ALL.iter().map(|desk| QueueFilter { level: Level::Lead, ..QueueFilter::of(*desk) }).collect();
    let page = case_queue::page(db, &raised, None, LISTED)?;
    Ok(Counted {
        ages: case_numbers::ages_by_kind(db, AGE_HOURS.map(|hours| now.plus_hours(hours)))?,
        channels,
        holders: case_numbers::by_holder(db, now)?,
        opened: [case_numbers::opened(db, week, now)?, case_numbers::opened(db, fortnight, week)?],
        ended,
        raised: page.rows.into_iter().map(|row| CaseLine::queued(row, me, &kept, &[])).collect(),
    })
}
