//! What staff and the person do in a case between its opening and its end (issue 4): each step is an event
//! with an author, a time and a ground, on record; of two at once one is told.

use amanah_actions::letters::CaseNews;
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_actions::{ActionError, Session};
use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState, Level};
use amanah_domain::{CaseId, ClockRun, PersonId, Role};
use amanah_store::case_events::{self, NewEvent};
use amanah_store::cases;
use amanah_testkit::TestOffice;

use crate::case_clock::{case_letters, events, open_case, row};
use crate::on_both;
use crate::people::state_key;
use crate::staff_helpers::{refusal, staff};

const SITI: &str = "siti@surat.example";

async fn question(test: &TestOffice) -> (Session, Session, CaseId) {
    let siti = test.register("Siti Aminah", SITI).await;
    let agent = staff(test, &[Role::ContactAgent]).await;
    let case = open_case(test, siti.person, CaseKind::Question, |row| row).await;
    (siti, agent, case)
}

fn kinds(events: &[(CaseEvent, String)]) -> Vec<CaseEvent> {
    events.iter().map(|(kind, _)| *kind).collect()
}

/// So many lines of the person more, as if each had been said.
pub(crate) async fn fill(test: &TestOffice, person: PersonId, case: CaseId, count: u32) {
    let event = NewEvent::new(CaseEvent::Said, Role::Person, None, test.office.now());
    let filled = test
        .office
        .store
        .write(move |db| (0..count).try_for_each(|_| cases::append(db, &person, &case, &event).map(drop)));
    filled.await.unwrap();
}

async fn a_case_has_an_end_and_its_newest_words_are_read(test: &mut TestOffice) {
    let (siti, agent, case) = question(test).await;
    let office = &test.office;
    fill(test, siti.person, case, 898).await;
    office.say_in_case(&siti, case, "Yang ke-900").await.unwrap();
    assert_eq!(state_key(office.say_in_case(&siti, case, "Satu lagi").await), "case-full");
    assert_eq!(row(test, case).await.events, 900);
    let seen = office.view_own_case(&siti, case).await.unwrap();
    assert!(!seen.cut && seen.lines.len() == 900);
    drop(seen);
    // Staff still answer, and both sides read the newest, beside what began it.
    fill(test, siti.person, case, 200).await;
    test.advance_seconds(1);
    office.reply_case(&agent, case, "Jawaban terakhir", "").await.unwrap();
    let seen = office.view_own_case(&siti, case).await.unwrap();
    let ends = (seen.lines[0].number, seen.lines[1].number, seen.lines.last().unwrap().number);
    assert_eq!((seen.cut, seen.lines.len(), ends), (true, 1_000, (1, 103, 1_101)));
    drop(seen);
    let file =
        office.open_case(&agent, Role::ContactAgent, StaffPurpose::AnswerQuestion, case).await.unwrap();
    assert_eq!((file.cut, file.events.len()), (true, 1_000));
    assert_eq!(file.events.last().unwrap().kind, CaseEvent::Replied);
}

async fn the_clock_stands_while_the_person_is_asked(test: &mut TestOffice) {
    let (siti, agent, case) = question(test).await;
    let office = &test.office;
    test.advance_hours(10);
    office.pause_case(&agent, case, "Kirim nomor pendaftaran").await.unwrap();
    let waiting = row(test, case).await;
    assert_eq!(waiting.state, CaseState::Waiting);
    let ClockRun::Standing { left_ms, until } = waiting.clock.run else { panic!("it runs") };
    assert_eq!(left_ms, 62 * 3_600_000);
    assert_eq!(until, Some(office.now().plus_hours(14 * 24)), "the policy's days to wait");
    assert_eq!(state_key(office.pause_case(&agent, case, "Lagi").await), "case-waiting");
    test.run_jobs().await;
    let letters = case_letters(test, SITI);
    let CaseNews::AskedFor { text, until_ms } = &letters[0].news else { panic!("another letter") };
    assert_eq!((text.as_str(), *until_ms), ("Kirim nomor pendaftaran", until.map(|at| at.millis())));
    // They answer after three days: sixty-two hours are left from then on.
    test.advance_hours(72);
    office.say_in_case(&siti, case, "Nomor saya 12").await.unwrap();
    let goes_on = row(test, case).await;
    assert_eq!(goes_on.clock.due_at(), Some(office.now().plus_hours(62)));
    assert_eq!(goes_on.said_at, Some(office.now()));
    use CaseEvent::{Opened, Paused, Resumed, Said};
    assert_eq!(kinds(&events(test, case).await), [Opened, Paused, Said, Resumed]);
    // Once more, and nobody answers: it goes on by itself, and the person reads that.
    office.pause_case(&agent, case, "Kirim tanggalnya").await.unwrap();
    test.advance_hours(14 * 24);
    test.run_jobs().await;
    let alone = row(test, case).await;
    assert_eq!((alone.state, alone.clock.due_at()), (CaseState::Open, Some(office.now().plus_hours(62))));
    assert_eq!(events(test, case).await.pop().unwrap(), (Resumed, "nobody-answered".to_owned()));
    let news: Vec<_> = case_letters(test, SITI).into_iter().map(|letter| letter.news).collect();
    assert!(matches!(
        news[..],
        [CaseNews::AskedFor { .. }, CaseNews::AskedFor { .. }, CaseNews::GoesOn { .. }]
    ));
}

async fn no_more_hours_than_the_policy_leaves(test: &mut TestOffice) {
    let (siti, agent, case) = question(test).await;
    let office = &test.office;
    assert!(matches!(office.extend_case(&agent, case, 73, "Lama").await, Err(ActionError::Input(_))));
    assert!(matches!(office.extend_case(&agent, case, 0, "Lama").await, Err(ActionError::Input(_))));
    assert!(matches!(office.extend_case(&agent, case, 5, " ").await, Err(ActionError::Input(_))));
    let start = office.now();
    office.extend_case(&agent, case, 50, "Menunggu jawaban mitra").await.unwrap();
    assert!(matches!(office.extend_case(&agent, case, 23, "Lama").await, Err(ActionError::Input(_))));
    office.extend_case(&agent, case, 22, "Menunggu lagi").await.unwrap();
    assert_eq!(row(test, case).await.clock.due_at(), Some(start.plus_hours(72 + 72)));
    assert_eq!(state_key(office.extend_case(&agent, case, 1, "Lama").await), "case-no-extension");
    // The law sets the clock of a correction.
    let reviewer = staff(test, &[Role::Reviewer]).await;
    let correction = open_case(test, siti.person, CaseKind::Correction, |row| row).await;
    assert_eq!(state_key(office.extend_case(&reviewer, correction, 1, "Lama").await), "case-no-extension");
    test.advance_hours(9_000);
    test.run_jobs().await;
    assert_eq!(state_key(office.extend_case(&agent, case, 1, "Lama").await), "case-lapsed");
    assert_eq!(state_key(office.pause_case(&agent, case, "Kirim").await), "case-lapsed");
}

async fn a_reply_is_read_by_the_person_and_a_note_is_not(test: &mut TestOffice) {
    let (siti, agent, case) = question(test).await;
    let office = &test.office;
    office.reply_case(&agent, case, "Kami periksa.", "checking").await.unwrap();
    office.note_case(&agent, case, "Pernah bertanya hal yang sama").await.unwrap();
    test.secret("Pernah bertanya hal yang sama");
    let person = siti.person;
    let written = office.store.read(move |db| case_events::list(db, &person, &case, 1, 10)).await.unwrap();
    let of = |at: usize| &written[at].event;
    assert_eq!((of(0).kind, of(0).shown, of(0).code.as_str()), (CaseEvent::Replied, true, "checking"));
    assert_eq!((of(1).kind, of(1).shown), (CaseEvent::Note, false));
    assert!(written.iter().all(|row| row.event.author == Some(agent.person)));
    assert!(written.iter().all(|row| row.event.role == Role::ContactAgent));
    test.run_jobs().await;
    let [letter] = &case_letters(test, SITI)[..] else { panic!("not one letter") };
    assert!(letter.news == CaseNews::Replied { text: "Kami periksa.".to_owned() });
    // A live chat is read where it goes on.
    let chat = open_case(test, siti.person, CaseKind::Question, |row| amanah_store::cases::CaseRow {
        channel: CaseChannel::Chat,
        ..row
    })
    .await;
    office.reply_case(&agent, chat, "Halo", "").await.unwrap();
    test.run_jobs().await;
    assert_eq!(case_letters(test, SITI).len(), 1);
    assert_eq!(row(test, chat).await.events, 2);
}

async fn of_two_at_once_one_is_told(test: &mut TestOffice) {
    let (_, agent, case) = question(test).await;
    let other = staff(test, &[Role::ContactAgent]).await;
    let office = &test.office;
    let both = tokio::join!(office.take_case(&agent, case), office.take_case(&other, case));
    let won = [both.0.is_ok(), both.1.is_ok()];
    assert!(won[0] != won[1], "{won:?}");
    for lost in [both.0, both.1].into_iter().filter_map(Result::err) {
        assert!(matches!(lost, ActionError::Conflict), "{lost}");
    }
    let (winner, loser) = if won[0] { (&agent, &other) } else { (&other, &agent) };
    assert_eq!(row(test, case).await.holder, Some(winner.person));
    office.take_case(winner, case).await.unwrap();
    assert!(matches!(office.take_case(loser, case).await, Err(ActionError::Conflict)));
    let both = tokio::join!(
        office.pause_case(winner, case, "Kirim surat"),
        office.extend_case(winner, case, 5, "Lama")
    );
    assert!(
        both.0.is_ok() != both.1.is_ok() || row(test, case).await.events == 4,
        "one after the other is right"
    );
    office.hand_over_case(winner, case, Some(loser.person)).await.unwrap();
    assert_eq!(row(test, case).await.holder, Some(loser.person));
}

async fn a_case_is_handed_to_those_of_its_desk_alone(test: &mut TestOffice) {
    let (siti, agent, case) = question(test).await;
    let (lead, dpo) = (staff(test, &[Role::Lead]).await, staff(test, &[Role::Dpo]).await);
    let reviewer = staff(test, &[Role::Reviewer]).await;
    let office = &test.office;
    let to = |person| office.hand_over_case(&lead, case, Some(person));
    assert_eq!(state_key(to(reviewer.person).await), "case-hand-over");
    assert_eq!(state_key(to(siti.person).await), "case-hand-over");
    to(agent.person).await.unwrap();
    // The data protection officer once it is on their list, and not before.
    assert!(matches!(office.hand_over_case(&dpo, case, None).await, Err(ActionError::SignInNeeded)));
    assert!(matches!(office.reply_case(&reviewer, case, "Halo", "").await, Err(ActionError::SignInNeeded)));
    test.advance_hours(72);
    test.run_jobs().await;
    assert_eq!(row(test, case).await.level, Level::Dpo);
    office.hand_over_case(&dpo, case, None).await.unwrap();
    assert_eq!(row(test, case).await.holder, None);
    assert!(events(test, case).await.iter().any(|(kind, _)| *kind == CaseEvent::HandedOver));
}

async fn nobody_works_on_their_own_case_or_a_relations(test: &mut TestOffice) {
    let agent = staff(test, &[Role::ContactAgent]).await;
    let office = &test.office;
    let own = open_case(test, agent.person, CaseKind::Question, |row| row).await;
    assert_eq!(refusal(office.take_case(&agent, own).await), "own-case");
    assert_eq!(refusal(office.reply_case(&agent, own, "Halo", "").await), "own-case");
    assert_eq!(refusal(office.note_case(&agent, own, "Halo").await), "own-case");
    assert_eq!(refusal(office.pause_case(&agent, own, "Halo").await), "own-case");
    let siti = test.register("Siti Aminah", SITI).await;
    let related = open_case(test, siti.person, CaseKind::Question, |row| row).await;
    let (me, her, now) = (agent.person, siti.person, office.now());
    office
        .store
        .write(move |db| amanah_store::staff::add_relation(db, &me, &her, b"sealed", now).map(drop))
        .await
        .unwrap();
    assert_eq!(refusal(office.take_case(&agent, related).await), "related-case");
    assert_eq!(refusal(office.extend_case(&agent, related, 5, "Lama").await), "related-case");
    assert_eq!(kinds(&events(test, related).await), [CaseEvent::Opened]);
}

async fn only_the_person_takes_their_case_back(test: &mut TestOffice) {
    let (siti, agent, case) = question(test).await;
    let budi = test.register("Budi Santoso", "budi@surat.example").await;
    let office = &test.office;
    assert!(matches!(office.withdraw_case(&budi, case).await, Err(ActionError::NotFound)));
    assert!(matches!(office.say_in_case(&budi, case, "Halo").await, Err(ActionError::NotFound)));
    assert!(matches!(office.withdraw_case(&agent, case).await, Err(ActionError::SignInNeeded)));
    let of_the_house = open_case(test, siti.person, CaseKind::Eligibility, |row| {
        amanah_store::cases::CaseRow { channel: CaseChannel::System, ..row }
    })
    .await;
    assert_eq!(state_key(office.withdraw_case(&siti, of_the_house).await), "case-of-the-house");
    office.withdraw_case(&siti, case).await.unwrap();
    let ended = row(test, case).await;
    assert_eq!((ended.state, ended.clock.next_at()), (CaseState::Withdrawn, None));
    assert_eq!(state_key(office.withdraw_case(&siti, case).await), "case-ended");
    assert_eq!(state_key(office.say_in_case(&siti, case, "Lagi").await), "case-ended");
    assert_eq!(state_key(office.reply_case(&agent, case, "Halo", "").await), "case-ended");
    test.run_jobs().await;
    assert!(case_letters(test, SITI).iter().any(|letter| letter.news == CaseNews::Withdrawn));
}

async fn what_a_person_says_is_taken_whoever_else_writes(test: &mut TestOffice) {
    let (siti, agent, case) = question(test).await;
    let office = &test.office;
    for round in 0..5 {
        let (words, note) = (format!("Kata ke-{round}"), format!("Note {round}"));
        let (said, _) =
            tokio::join!(office.say_in_case(&siti, case, &words), office.note_case(&agent, case, &note));
        // Of the two the member of staff may be told to look again; the person never.
        said.unwrap();
    }
    let said = events(test, case).await.iter().filter(|(kind, _)| *kind == CaseEvent::Said).count();
    assert_eq!(said, 5);
    test.run_jobs().await;
}

on_both!(
    a_case_has_an_end_and_its_newest_words_are_read
    the_clock_stands_while_the_person_is_asked
    no_more_hours_than_the_policy_leaves
    a_reply_is_read_by_the_person_and_a_note_is_not
    of_two_at_once_one_is_told
    a_case_is_handed_to_those_of_its_desk_alone
    nobody_works_on_their_own_case_or_a_relations
    only_the_person_takes_their_case_back
    what_a_person_says_is_taken_whoever_else_writes
);
