//! Ten years of cases under a clock that jumps forward and back, with the house stopped for weeks, killed in
//! the middle of its work, and a storage that fails, fills up, and says that it failed where it did not: no
//! warning is missed, none comes twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use amanah_actions::Session;
use amanah_actions::letters::{CaseNews, LetterKind};
use amanah_domain::cases::{CaseEvent, CaseKind, CaseState, Level};
use amanah_domain::{CaseClock, CaseId, Chance, ClockEvent, FieldId, FieldSet, Role, Timestamp};
use amanah_store::case_events::{self, EventRow, NewEvent};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Commit, Engine, Faults};
use amanah_testkit::{SeededChance, TestOffice};

use crate::staff_helpers::staff;

const HOUR_MS: i64 = 3_600_000;
const YEARS_MS: i64 = 10 * 365 * 24 * HOUR_MS + 2 * 24 * HOUR_MS;
const CASES: usize = 240;
const PEOPLE: usize = 6;

/// How a storage fails: every so many commits, before or after they are made; or all of them.
#[derive(Default)]
struct Weather {
    /// 0: fair. One commit of so many fails.
    one_of: AtomicU64,
    commits: AtomicU64,
    failed: AtomicU64,
    persisted: AtomicU64,
}

impl Weather {
    fn strikes(&self, salt: u64) -> bool {
        let one_of = self.one_of.load(Ordering::SeqCst);
        let commit = self.commits.fetch_add(1, Ordering::SeqCst);
        one_of > 0
            && (commit.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33).wrapping_add(salt).is_multiple_of(one_of)
    }
}

impl Faults for Weather {
    fn before_commit(&self, _: Commit) -> bool {
        let strikes = self.strikes(0);
        self.failed.fetch_add(u64::from(strikes), Ordering::SeqCst);
        strikes
    }

    fn after_commit(&self, _: Commit) -> bool {
        // A full disk (one of one) keeps nothing.
        let strikes = self.one_of.load(Ordering::SeqCst) > 1 && self.strikes(1);
        self.persisted.fetch_add(u64::from(strikes), Ordering::SeqCst);
        strikes
    }
}

/// The ten years as they go.
struct Years {
    test: TestOffice,
    weather: Arc<Weather>,
    chance: SeededChance,
    officer: Session,
    people: Vec<Session>,
    /// The right time; the clock on the wall may show another.
    now: Timestamp,
    opened: Vec<CaseId>,
    /// Letters about a lapse, by receipt and by their id outside.
    told: BTreeMap<String, std::collections::BTreeSet<String>>,
    rounds: u32,
}

fn below(chance: &SeededChance, bound: i64) -> i64 {
    i64::try_from(chance.below(u64::try_from(bound.max(1)).unwrap())).unwrap()
}

impl Years {
    fn below(&self, bound: i64) -> i64 {
        below(&self.chance, bound)
    }

    fn one_in(&self, times: i64) -> bool {
        self.below(times) == 0
    }

    async fn begin(engine: Engine) -> Self {
        let weather = Arc::new(Weather::default());
        let test = TestOffice::with_faults(engine, Arc::clone(&weather) as Arc<dyn Faults>).await;
        let officer = staff(&test, &[Role::Reviewer, Role::ContactAgent, Role::Dpo]).await;
        let mut people = Vec::new();
        for number in 0..PEOPLE {
            people.push(test.register("Siti Aminah", &format!("siti{number}@surat.example")).await);
        }
        test.run_jobs().await;
        let now = test.office.now();
        Self {
            chance: SeededChance::new(2_027),
            now,
            opened: Vec::new(),
            told: BTreeMap::new(),
            rounds: 0,
            test,
            weather,
            officer,
            people,
        }
    }

    /// A case of any kind, whatever the weather: tried again until it is there.
    async fn open(&mut self) {
        // A lost address is answered in another way; those that can be made longer come more often.
        let longer = [CaseKind::Question, CaseKind::Complaint];
        let told = CaseKind::ALL.iter().filter(|kind| **kind != CaseKind::ContactChange);
        let kinds: Vec<CaseKind> = told.copied().chain(longer.repeat(3)).collect();
        let kind = kinds[self.chance.below(kinds.len() as u64) as usize];
        let person = self.people[self.chance.below(PEOPLE as u64) as usize].person;
        let now = self.test.office.now();
        let rule = self.test.office.policy.case(kind).unwrap();
        let case = CaseId::random(&self.chance);
        let row = CaseRow {
            channel: amanah_domain::cases::CaseChannel::Portal,
            receipt: case.to_hex(),
            clock: CaseClock::starting(now, rule.hours),
            fields: FieldSet::of(&[FieldId::Name]),
            ..CaseRow::new(person, case, kind, &case.to_hex(), now)
        };
        let opened = NewEvent::new(CaseEvent::Opened, Role::Person, None, now);
        for _ in 0..1_000 {
            let (row, opened) = (row.clone(), opened.clone());
            let write =
                self.test.office.store.write(move |db| cases::add(db, &row, core::slice::from_ref(&opened)));
            if write.await.is_ok() {
                self.opened.push(case);
                return;
            }
            self.weather.one_of.store(0, Ordering::SeqCst);
        }
        panic!("the case could not be opened");
    }

    /// Somebody does something in a case; in bad weather it may not happen, or happen and be said to have
    /// failed.
    async fn meddle(&self) {
        let recent = self.opened.len().min(4);
        if recent == 0 {
            return;
        }
        let case = self.opened[self.opened.len() - 1 - self.below(recent as i64) as usize];
        let office = &self.test.office;
        match self.below(4) {
            0 => drop(office.pause_case(&self.officer, case, "Kirim surat keterangan").await),
            1 => {
                let hours = 1 + self.below(40) as u32;
                drop(office.extend_case(&self.officer, case, hours, "Masih diperiksa").await);
            }
            2 => {
                for session in &self.people {
                    drop(office.say_in_case(session, case, "Ini keterangan saya").await);
                }
            }
            _ => drop(office.note_case(&self.officer, case, "Catatan").await),
        }
    }

    /// The house works for a moment; now and then it is killed in the middle of it.
    async fn works(&mut self) {
        if self.one_in(12) {
            let moment = Duration::from_micros(self.below(4_000) as u64);
            drop(tokio::time::timeout(moment, self.test.office.run_case_clocks()).await);
        } else {
            self.test.office.run_case_clocks().await.unwrap();
        }
        self.rounds += 1;
        if self.rounds.is_multiple_of(30) {
            // What the post does in bad weather is told elsewhere (`letters`).
            self.weather.one_of.store(0, Ordering::SeqCst);
            self.test.run_jobs().await;
            self.read_letters();
        }
    }

    fn read_letters(&mut self) {
        for letter in self.test.post.letters() {
            if let Ok(LetterKind::Case(case)) = serde_json::from_str(&letter.text)
                && matches!(case.news, CaseNews::Lapsed { .. })
            {
                self.told.entry(case.receipt).or_default().insert(letter.message_id);
            }
        }
    }

    /// When the next clock says something.
    async fn next_due(&self) -> Option<Timestamp> {
        let ever = Timestamp::from_millis(i64::MAX);
        let next = self.test.office.store.read(move |db| cases::due(db, ever, None, 1)).await.unwrap();
        next.first().and_then(|row| row.clock.next_at())
    }

    async fn live(&mut self) {
        let start = self.now;
        // Several within the same days, and weeks in which there are none.
        let mut births: Vec<i64> = Vec::new();
        while births.len() < CASES {
            let about = self.below(YEARS_MS - 100 * HOUR_MS);
            births.extend((0..4).map(|_| about + self.below(72 * HOUR_MS)));
        }
        births.sort_unstable();
        let mut births = births.into_iter().map(|at| Timestamp::from_millis(start.millis() + at)).peekable();
        loop {
            let due = self.next_due().await;
            let Some(next) = [due, births.peek().copied()].into_iter().flatten().min() else { break };
            // To what comes next and a little more, or on to somewhere before it; or the house was stopped.
            let wait = match self.below(20) {
                0 => 24 * HOUR_MS * (2 + self.below(20)),
                1..=5 => self.below(next.since(self.now).max(HOUR_MS)),
                _ => next.since(self.now).max(0) + self.below(3 * HOUR_MS),
            };
            self.now = Timestamp::from_millis(self.now.millis() + wait.max(60_000));
            self.weather.one_of.store([0, 0, 0, 9, 3, 1][self.below(6) as usize], Ordering::SeqCst);
            // Now and then the clock on the wall shows something else.
            let wrong = match self.below(25) {
                0 => self.below(60 * 24) - 20 * 24,
                1 => -1,
                _ => 0,
            };
            self.test.clock.set(self.now.plus_hours(wrong));
            while births.next_if(|at| *at <= self.now).is_some() {
                self.open().await;
            }
            if !self.one_in(3) {
                self.meddle().await;
            }
            self.works().await;
            self.test.clock.set(self.now);
        }
        // Fair weather at last: what is left is done.
        self.weather.one_of.store(0, Ordering::SeqCst);
        for _ in 0..3 {
            self.now = self.now.plus_hours(24 * 60);
            self.test.clock.set(self.now);
            self.test.run_jobs().await;
            self.read_letters();
        }
    }

    async fn history(&self, case: CaseId) -> (CaseRow, Vec<EventRow>) {
        let read = self.test.office.store.read(move |db| {
            let row = cases::read(db, &case)?.unwrap();
            let events = case_events::list(db, &row.person, &case, 0, 1_000)?;
            Ok::<_, amanah_store::StoreError>((row, events))
        });
        read.await.unwrap()
    }
}

/// Plays the written history again on a clock that nobody jumps with: whatever was written must be what was
/// due at that moment, and nothing may be due that was not written.
fn played_again(clock: CaseClock, wait_days: u32, events: &[EventRow]) -> CaseClock {
    events.iter().fold(clock, |clock, row| {
        let (event, at) = (&row.event, row.event.at);
        let due = |what: ClockEvent| match clock.step(at) {
            Some((now_due, after)) if now_due == what => after,
            other => panic!("event {}: {what:?} was written, {other:?} was due", row.number),
        };
        match event.kind {
            CaseEvent::HalfTime => due(ClockEvent::HalfTime),
            CaseEvent::TwelveHours => due(ClockEvent::TwelveHours),
            CaseEvent::Lapsed => due(ClockEvent::Lapsed),
            CaseEvent::Resumed if event.code == "nobody-answered" => due(ClockEvent::WaitOver),
            CaseEvent::Resumed => clock.resumed(at),
            CaseEvent::Paused => clock.paused(at, Some(at.plus_hours(24 * i64::from(wait_days)))),
            CaseEvent::Extended => clock.extended(event.hours, at),
            _ => clock,
        }
    })
}

async fn ten_years(engine: Engine) {
    let mut years = Years::begin(engine).await;
    years.live().await;
    let (mut extended, mut paused, mut over) = (0, 0, 0);
    assert_eq!(years.opened.len(), CASES);
    for case in &years.opened {
        let (row, events) = years.history(*case).await;
        let rule = years.test.office.policy.case(row.kind).unwrap();
        let end = played_again(CaseClock::starting(row.opened_at, rule.hours), rule.wait_days, &events);
        assert_eq!(end, row.clock, "the row says what its history says");
        assert_eq!(end.step(years.now), None, "something was missed");
        let count = |kind: CaseEvent| events.iter().filter(|row| row.event.kind == kind).count();
        let order: Vec<_> =
            events.iter().map(|row| row.event.kind).filter(|kind| is_of_clock(*kind)).collect();
        // Nobody decided it: in the end it lapsed, whatever came in between.
        assert_eq!((count(CaseEvent::Lapsed), count(CaseEvent::SafetyDone)), (1, 1));
        assert_eq!((row.level, row.clock.stage, row.state), (Level::Dpo, 3, CaseState::Open));
        if count(CaseEvent::Extended) == 0 {
            use CaseEvent::{HalfTime, Lapsed, SafetyDone, TwelveHours};
            assert_eq!(order, [HalfTime, TwelveHours, Lapsed, SafetyDone]);
        }
        extended += count(CaseEvent::Extended);
        paused += count(CaseEvent::Paused);
        over += events.iter().filter(|row| row.event.code == "nobody-answered").count();
        let given: u32 = events.iter().map(|row| row.event.hours).sum();
        assert!(given <= rule.extension_hours, "{given} hours were given");
        // Told once: a letter whose fate nobody knew is repeated under the same id.
        assert_eq!(years.told.get(&row.receipt).map_or(0, |ids| ids.len()), 1, "{}", row.kind.name());
    }
    let weather = &years.weather;
    let storms = [&weather.failed, &weather.persisted].map(|count| count.load(Ordering::SeqCst));
    assert!(
        extended > 5 && paused > 5 && over > 5 && storms.iter().all(|count| *count > 50),
        "{} rounds, {extended} extensions, {paused} pauses, {over} waits over, commits failed and said to: {storms:?}",
        years.rounds
    );
    years.test.finish().await;
}

fn is_of_clock(kind: CaseEvent) -> bool {
    matches!(kind, CaseEvent::HalfTime | CaseEvent::TwelveHours | CaseEvent::Lapsed | CaseEvent::SafetyDone)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_years_without_a_missed_clock_sqlite() {
    ten_years(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_years_without_a_missed_clock_postgres() {
    ten_years(Engine::Postgres).await;
}
