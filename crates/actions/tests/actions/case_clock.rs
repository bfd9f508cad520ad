//! The clocks of cases (issue 4): each warns twice and ends once, and when nobody was in time what the policy
//! says happens by itself, is on record, and is told.

use std::sync::{Arc, Mutex};

use amanah_actions::Session;
use amanah_actions::letters::{CaseLetter, CaseNews, Language, LetterKind, LetterText, LetterWords};
use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState, Level};
use amanah_domain::states::EligibilityState;
use amanah_domain::{CaseClock, CaseId, FieldId, FieldSet, PersonId, PurposeId, PurposeSet, Role, Timestamp};
use amanah_policy::cases::OnLapse;
use amanah_store::accounts::{self, Account};
use amanah_store::case_events::{self, NewEvent};
use amanah_store::cases::{self, CaseRow};
use amanah_testkit::TestOffice;

use crate::on_both;
use crate::people::eligible;

/// A case of a kind as a channel would open it, with the clock of the policy.
pub(crate) async fn open_case(
    test: &TestOffice,
    person: PersonId,
    kind: CaseKind,
    make: impl FnOnce(CaseRow) -> CaseRow,
) -> CaseId {
    let now = test.office.now();
    let case = CaseId::random(&*test.office.chance);
    let rule = test.office.policy.case(kind).unwrap();
    let row = make(CaseRow {
        channel: CaseChannel::Portal,
        receipt: "7KQ2-M4XP-9DRT".to_owned(),
        clock: CaseClock::starting(now, rule.hours),
        ..CaseRow::new(person, case, kind, &case.to_hex(), now)
    });
    let opened = NewEvent::new(CaseEvent::Opened, Role::Person, None, now);
    let added = test.office.store.write(move |db| cases::add(db, &row, std::slice::from_ref(&opened)));
    assert!(added.await.unwrap());
    case
}

pub(crate) async fn row(test: &TestOffice, case: CaseId) -> CaseRow {
    test.office.store.read(move |db| cases::read(db, &case)).await.unwrap().unwrap()
}

/// What happened in a case, with the code that says what.
pub(crate) async fn events(test: &TestOffice, case: CaseId) -> Vec<(CaseEvent, String)> {
    let person = row(test, case).await.person;
    let events = test.office.store.read(move |db| case_events::list(db, &person, &case, 0, 1_000)).await;
    events.unwrap().into_iter().map(|row| (row.event.kind, row.event.code)).collect()
}

pub(crate) async fn account(test: &TestOffice, session: &Session) -> Account {
    let person = session.person;
    test.office.store.read(move |db| accounts::read(db, &person)).await.unwrap().unwrap()
}

/// Letters about cases that arrived at an address, oldest first.
pub(crate) fn case_letters(test: &TestOffice, address: &str) -> Vec<CaseLetter> {
    let letters = test.letters_to(address).into_iter().rev();
    letters
        .filter_map(|letter| match serde_json::from_str(&letter.text).unwrap() {
            LetterKind::Case(case) => Some(case),
            _ => None,
        })
        .collect()
}

async fn to(test: &TestOffice, at: Timestamp) {
    test.clock.set(at);
    test.run_jobs().await;
}

/// Every kind of the policy, from its first hour to its end.
async fn each_kind_does_what_the_policy_says_when_its_time_is_over(test: &mut TestOffice) {
    for kind in CaseKind::ALL.iter().copied() {
        let rule = test.office.policy.case(kind).unwrap().clone();
        let email = format!("{}@surat.example", kind.name());
        let session = test.register("Siti Aminah", &email).await;
        let before = account(test, &session).await;
        let start = test.office.now();
        let case = open_case(test, session.person, kind, |row| CaseRow {
            fields: FieldSet::of(&[FieldId::BirthDate]),
            purpose: Some(PurposeId::DueDiligence),
            ..row
        })
        .await;
        let hours = i64::from(rule.hours);
        let happened = async |at: i64| {
            to(test, start.plus_hours(at)).await;
            let row = row(test, case).await;
            let seen: Vec<_> = events(test, case).await.into_iter().map(|(kind, _)| kind).skip(1).collect();
            (seen, row.level, row.clock.stage)
        };
        use CaseEvent::{HalfTime, Lapsed, SafetyDone, TwelveHours};
        assert_eq!(happened(hours / 2 - 1).await, (vec![], Level::Officer, 0), "{}", kind.name());
        assert_eq!(happened(hours / 2).await, (vec![HalfTime], Level::Officer, 1));
        assert_eq!(happened(hours - 12).await, (vec![HalfTime, TwelveHours], Level::Lead, 2));
        assert_eq!(case_letters(test, &email).len(), 0, "{}: nothing has happened yet", kind.name());
        let all = vec![HalfTime, TwelveHours, Lapsed, SafetyDone];
        assert_eq!(happened(hours).await, (all.clone(), Level::Dpo, 3));
        assert_eq!(happened(hours + 9_000).await, (all, Level::Dpo, 3), "{}: once", kind.name());
        assert_eq!(events(test, case).await.pop().unwrap().1, rule.on_lapse.name());
        let after = account(test, &session).await;
        let changed = match rule.on_lapse {
            OnLapse::Escalate => before,
            OnLapse::RestrictValue => Account { disputed: FieldSet::of(&[FieldId::BirthDate]), ..before },
            OnLapse::StopPurpose => {
                Account { objections: PurposeSet::of(&[PurposeId::DueDiligence]), ..before }
            }
            OnLapse::Restrict => Account { restricted: true, ..before },
        };
        assert_eq!(after, Account { changed_at: after.changed_at, ..changed }, "{}", kind.name());
        // A lost address is answered in its own way; everybody else reads it, and nothing but the number.
        let letters = case_letters(test, &email);
        if kind == CaseKind::ContactChange {
            assert!(letters.is_empty());
        } else {
            let [letter] = &letters[..] else { panic!("{}: {} letters", kind.name(), letters.len()) };
            assert_eq!((letter.receipt.as_str(), letter.kind), ("7KQ2-M4XP-9DRT", kind.code()));
            assert_eq!(letter.clause, rule.clause.unwrap().to_string());
            let CaseNews::Lapsed { safety } = &letter.news else { panic!("another letter") };
            assert_eq!(safety, rule.on_lapse.name());
        }
        // And on record, in the person's own trail.
        let trail = test.sign_in(&email).await;
        let lines = test.office.view_trail(&trail, Default::default()).await.unwrap().lines;
        let note = format!("case {}", case.to_hex());
        let mine = lines.iter().filter(|line| line.entry.role == Role::System && line.entry.note == note);
        assert_eq!(mine.count(), 1, "{}", kind.name());
    }
}

/// What a lapse stopped is stopped for the machine as well: nothing is decided on it until a human has.
async fn automatic_decisions_wait_until_a_human_decided(test: &mut TestOffice) {
    use EligibilityState::{Eligible, Open, Review};
    let kinds = [
        // A human would have to decide on a value in dispute, and on an objection to machines.
        (CaseKind::Correction, Review),
        (CaseKind::Objection, Review),
        (CaseKind::Restriction, Open),
    ];
    for (index, (kind, waits)) in kinds.into_iter().enumerate() {
        let session = test.enrol(&eligible(kinds.len())[index]).await;
        test.run_jobs().await;
        assert_eq!(test.office.assess_person(session.person).await.unwrap(), Eligible, "{}", kind.name());
        let case = open_case(test, session.person, kind, |row| CaseRow {
            fields: FieldSet::of(&[FieldId::BirthDate]),
            purpose: (kind == CaseKind::Objection).then_some(PurposeId::DueDiligence),
            ..row
        })
        .await;
        test.advance_hours(71);
        test.run_jobs().await;
        assert_eq!(test.office.assess_person(session.person).await.unwrap(), Eligible);
        test.advance_hours(1);
        test.run_jobs().await;
        assert_eq!(test.office.assess_person(session.person).await.unwrap(), waits, "{}", kind.name());
        // The person takes it back: what waited for it goes on by itself.
        let email = eligible(kinds.len())[index].email.as_str().to_owned();
        let session = test.sign_in(&email).await;
        test.office.withdraw_case(&session, case).await.unwrap();
        let facts = account(test, &session).await;
        assert_eq!((facts.restricted, facts.disputed, facts.objections), Default::default());
        test.run_jobs().await;
        assert_eq!(account(test, &session).await.eligibility, Eligible, "{}", kind.name());
        assert_eq!(row(test, case).await.state, CaseState::Withdrawn);
    }
}

/// Two cases that lapsed want the same: the end of one does not free what the other holds.
async fn what_two_lapses_stopped_is_free_when_the_last_of_them_ends(test: &mut TestOffice) {
    let session = test.register("Siti Aminah", "siti@surat.example").await;
    let mut both = Vec::new();
    for kind in [CaseKind::Restriction, CaseKind::LookComplaint] {
        both.push(open_case(test, session.person, kind, |row| row).await);
        test.advance_hours(1);
    }
    test.advance_hours(72);
    test.run_jobs().await;
    let codes = [events(test, both[0]).await, events(test, both[1]).await].map(|mut e| e.pop().unwrap().1);
    assert_eq!(codes, ["restrict", "restrict"]);
    test.office.withdraw_case(&session, both[0]).await.unwrap();
    assert!(account(test, &session).await.restricted);
    test.office.withdraw_case(&session, both[1]).await.unwrap();
    assert!(!account(test, &session).await.restricted);

    // What was restricted for another reason stays so.
    let person = session.person;
    let now = test.office.now();
    test.office
        .store
        .write(move |db| amanah_store::account_rights::restrict(db, &person, true, now).map(drop))
        .await
        .unwrap();
    let third = open_case(test, session.person, CaseKind::LookComplaint, |row| row).await;
    test.advance_hours(72);
    test.run_jobs().await;
    assert_eq!(events(test, third).await.pop().unwrap().1, "already");
    test.office.withdraw_case(&session, third).await.unwrap();
    assert!(account(test, &session).await.restricted);
}

/// Records in which zone times are told, and what a preview would show.
#[derive(Default)]
struct Reader(Mutex<Vec<(i8, LetterKind)>>);

impl LetterWords for Reader {
    fn write(&self, _: Language, zone_hours: i8, kind: &LetterKind) -> LetterText {
        self.0.lock().unwrap().push((zone_hours, kind.clone()));
        let text = "…".to_owned();
        LetterText { subject: text.clone(), text: text.clone(), html: text.clone(), short: text }
    }
}

/// Jakarta, Makassar, Jayapura: the clock of the person's province, or of the house where it is not known.
async fn times_are_told_at_the_clock_of_the_persons_province(test: &mut TestOffice) {
    let mut opened = Vec::new();
    for (province, hours) in [(31, 7), (73, 8), (91, 9), (0, 7)] {
        let email = format!("p{province}@surat.example");
        let session = test.register("Siti Aminah", &email).await;
        let person = session.person;
        test.office.store.write(move |db| accounts::set_province(db, &person, province)).await.unwrap();
        assert_eq!(test.sign_in(&email).await.zone_hours, hours, "pages");
        open_case(test, person, CaseKind::Question, |row| row).await;
        opened.push(hours);
    }
    let reader = Arc::new(Reader::default());
    Arc::get_mut(&mut test.office).unwrap().letter_words = Arc::clone(&reader) as _;
    test.advance_hours(72);
    test.run_jobs().await;
    let about_cases =
        |(hours, kind): &(i8, LetterKind)| matches!(kind, LetterKind::Case(_)).then_some(*hours);
    let mut told: Vec<i8> = reader.0.lock().unwrap().iter().filter_map(about_cases).collect();
    told.sort_unstable();
    opened.sort_unstable();
    assert_eq!(told, opened, "letters");
}

/// By the way they came, else by what they left; the letter leads to the page of their receipt.
async fn a_writer_without_an_account_is_told_where_they_wrote_from(test: &mut TestOffice) {
    let session = test.register("Siti Aminah", "+628111222333").await;
    let person = session.person;
    let now = test.office.now();
    let kind = accounts::AccountKind::Writer;
    test.office.store.write(move |db| accounts::set_kind(db, &person, kind, 0, now)).await.unwrap();
    open_case(test, person, CaseKind::Question, |row| CaseRow { channel: CaseChannel::WhatsApp, ..row })
        .await;
    open_case(test, person, CaseKind::Complaint, |row| CaseRow { channel: CaseChannel::Form, ..row }).await;
    test.advance_hours(72);
    test.run_jobs().await;
    let mut ways: Vec<_> = test.letters_to("+628111222333").iter().map(|letter| letter.channel).collect();
    ways.truncate(2);
    ways.sort_by_key(|way| way.code());
    use amanah_domain::states::Channel;
    assert_eq!(ways, [Channel::Text, Channel::WhatsApp]);
    assert!(case_letters(test, "+628111222333").iter().all(|letter| !letter.account));
}

on_both!(
    each_kind_does_what_the_policy_says_when_its_time_is_over
    automatic_decisions_wait_until_a_human_decided
    what_two_lapses_stopped_is_free_when_the_last_of_them_ends
    times_are_told_at_the_clock_of_the_persons_province
    a_writer_without_an_account_is_told_where_they_wrote_from
);
