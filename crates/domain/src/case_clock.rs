//! The clock of a case: hours that run, stand and are given more, and what is due when. Pure: whoever keeps
//! it asks it again and again, and each thing comes once, however the clock on the wall jumps.

use crate::Timestamp;

const HOUR_MS: i64 = 3_600_000;
/// Hours before the end at which it warns for the second time.
const LAST_WARNING_HOURS: i64 = 12;

/// How the clock stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClockRun {
    /// There is none, or the case is at its end.
    Off,
    /// It runs out then.
    Running(Timestamp),
    /// It is stopped with so many milliseconds left, and goes on by itself at a time, where there is one.
    Standing {
        /// Milliseconds left.
        left_ms: i64,
        /// When it goes on by itself.
        until: Option<Timestamp>,
    },
}

/// What comes due by the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClockEvent {
    /// Half of the time is over.
    HalfTime,
    /// Twelve hours are left. Not said where all of the time is no more than twice that.
    TwelveHours,
    /// The time is over.
    Lapsed,
    /// Nobody answered for as long as was said: the clock goes on.
    WaitOver,
}

/// A clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaseClock {
    /// How it stands.
    pub run: ClockRun,
    /// All the time that was given, in milliseconds.
    pub total_ms: i64,
    /// How many of half time, twelve hours and lapse have come (0 to 3).
    pub stage: u8,
}

impl CaseClock {
    /// No clock.
    pub const OFF: Self = Self { run: ClockRun::Off, total_ms: 0, stage: 0 };

    /// A clock that begins to run now. With no hours there is none.
    pub fn starting(now: Timestamp, hours: u32) -> Self {
        Self::standing(hours, None).resumed(now)
    }

    /// A clock that has all its hours and has not begun.
    pub fn standing(hours: u32, until: Option<Timestamp>) -> Self {
        if hours == 0 {
            return Self::OFF;
        }
        let total_ms = i64::from(hours) * HOUR_MS;
        Self { run: ClockRun::Standing { left_ms: total_ms, until }, total_ms, stage: 0 }
    }

    /// Stopped now, until the person answers or, at the latest, `until`. One that has run out stays so.
    #[must_use]
    pub fn paused(self, now: Timestamp, until: Option<Timestamp>) -> Self {
        match self.run {
            ClockRun::Running(due) if self.stage < 3 => {
                // A clock on the wall that was set back gives nobody more than they had.
                let left_ms = due.since(now).clamp(0, self.total_ms);
                Self { run: ClockRun::Standing { left_ms, until }, ..self }
            }
            _ => self,
        }
    }

    /// Goes on now with what was left.
    #[must_use]
    pub fn resumed(self, now: Timestamp) -> Self {
        match self.run {
            ClockRun::Standing { left_ms, .. } => {
                let due = Timestamp::from_millis(now.millis().saturating_add(left_ms));
                Self { run: ClockRun::Running(due), ..self }
            }
            _ => self,
        }
    }

    /// Given more hours: what was warned of comes again where it lies ahead again.
    #[must_use]
    pub fn extended(self, hours: u32, now: Timestamp) -> Self {
        let more = i64::from(hours) * HOUR_MS;
        let total_ms = self.total_ms.saturating_add(more);
        let (run, left_ms) = match self.run {
            ClockRun::Off => return self,
            ClockRun::Running(due) => {
                let due = Timestamp::from_millis(due.millis().saturating_add(more));
                (ClockRun::Running(due), due.since(now))
            }
            ClockRun::Standing { left_ms, until } => {
                let left_ms = left_ms.saturating_add(more);
                (ClockRun::Standing { left_ms, until }, left_ms)
            }
        };
        let longer = Self { run, total_ms, stage: 0 };
        let passed = (0..3).take_while(|stage| longer.left_at(*stage) >= left_ms).count() as u8;
        Self { stage: passed.min(self.stage), ..longer }
    }

    /// Over: the case is at its end.
    #[must_use]
    pub const fn ended(self) -> Self {
        Self { run: ClockRun::Off, ..self }
    }

    /// Milliseconds that are left when a stage is reached.
    const fn left_at(self, stage: u8) -> i64 {
        match stage {
            0 => self.total_ms / 2,
            1 if self.total_ms > 2 * LAST_WARNING_HOURS * HOUR_MS => LAST_WARNING_HOURS * HOUR_MS,
            // Half time was warning enough.
            1 => self.total_ms / 2,
            _ => 0,
        }
    }

    /// When something comes due next.
    pub fn next_at(self) -> Option<Timestamp> {
        match self.run {
            ClockRun::Off => None,
            ClockRun::Running(_) if self.stage >= 3 => None,
            ClockRun::Running(due) => {
                Some(Timestamp::from_millis(due.millis().saturating_sub(self.left_at(self.stage))))
            }
            ClockRun::Standing { until, .. } => until,
        }
    }

    /// The next thing that is due by now, and the clock after it. Asked again until there is none.
    pub fn step(self, now: Timestamp) -> Option<(ClockEvent, Self)> {
        if self.next_at()? > now {
            return None;
        }
        if let ClockRun::Standing { .. } = self.run {
            return Some((ClockEvent::WaitOver, self.resumed(now)));
        }
        let after = Self { stage: self.stage + 1, ..self };
        match self.stage {
            0 => Some((ClockEvent::HalfTime, after)),
            1 if self.left_at(1) < self.left_at(0) => Some((ClockEvent::TwelveHours, after)),
            1 => after.step(now),
            _ => Some((ClockEvent::Lapsed, after)),
        }
    }

    /// When it runs out, where it runs.
    pub const fn due_at(self) -> Option<Timestamp> {
        match self.run {
            ClockRun::Running(due) => Some(due),
            _ => None,
        }
    }

    /// Whether it ran out.
    pub const fn has_lapsed(self) -> bool {
        self.stage >= 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn all(mut clock: CaseClock, now: Timestamp) -> (Vec<ClockEvent>, CaseClock) {
        let mut seen = Vec::new();
        while let Some((event, after)) = clock.step(now) {
            seen.push(event);
            clock = after;
        }
        (seen, clock)
    }

    #[test]
    fn three_times_24_hours_warn_twice_and_end_once() {
        let clock = CaseClock::starting(START, 72);
        assert_eq!(clock.due_at(), Some(START.plus_hours(72)));
        assert_eq!(clock.next_at(), Some(START.plus_hours(36)));
        assert_eq!(all(clock, START.plus_hours(35)).0, []);
        let (seen, clock) = all(clock, START.plus_hours(36));
        assert_eq!((seen, clock.next_at()), (vec![ClockEvent::HalfTime], Some(START.plus_hours(60))));
        // The house was away for a month: each comes once, in order.
        let (seen, clock) = all(clock, START.plus_hours(30 * 24));
        assert_eq!(seen, [ClockEvent::TwelveHours, ClockEvent::Lapsed]);
        assert_eq!((clock.next_at(), clock.has_lapsed()), (None, true));
        assert_eq!(all(clock, START.plus_hours(9_999)).0, []);
    }

    #[test]
    fn a_clock_on_the_wall_that_is_set_back_repeats_nothing() {
        let (_, clock) = all(CaseClock::starting(START, 72), START.plus_hours(40));
        assert_eq!(all(clock, START).0, []);
        let (seen, _) = all(clock, START.plus_hours(72));
        assert_eq!(seen, [ClockEvent::TwelveHours, ClockEvent::Lapsed]);
        let paused = CaseClock::starting(START, 72).paused(START.plus_hours(-500), None);
        assert_eq!(paused.resumed(START).due_at(), Some(START.plus_hours(72)));
    }

    #[test]
    fn what_stands_costs_nothing_and_goes_on_by_itself() {
        let clock = CaseClock::starting(START, 72).paused(START.plus_hours(10), Some(START.plus_hours(100)));
        assert_eq!((clock.next_at(), clock.due_at()), (Some(START.plus_hours(100)), None));
        let answered = clock.resumed(START.plus_hours(50));
        assert_eq!(answered.due_at(), Some(START.plus_hours(50 + 62)));
        let (event, forgotten) = clock.step(START.plus_hours(101)).unwrap();
        assert_eq!((event, forgotten.due_at()), (ClockEvent::WaitOver, Some(START.plus_hours(101 + 62))));
    }

    #[test]
    fn more_hours_warn_again_where_the_warning_lies_ahead_again() {
        let (_, clock) = all(CaseClock::starting(START, 72), START.plus_hours(61));
        assert_eq!(clock.stage, 2);
        let longer = clock.extended(72, START.plus_hours(61));
        assert_eq!((longer.stage, longer.due_at()), (0, Some(START.plus_hours(144))));
        let hardly = clock.extended(1, START.plus_hours(61));
        assert_eq!(hardly.stage, 2, "twelve hours are left: it was said");
        assert_eq!(clock.ended().next_at(), None);
    }

    #[test]
    fn a_short_clock_warns_once() {
        let (seen, _) = all(CaseClock::starting(START, 24), START.plus_hours(30));
        assert_eq!(seen, [ClockEvent::HalfTime, ClockEvent::Lapsed]);
        assert_eq!(CaseClock::starting(START, 0), CaseClock::OFF);
    }
}
