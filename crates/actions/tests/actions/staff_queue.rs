//! The staff queue, a case from taking to its end, four eyes, the lead's page, and a complaint about a look.

use amanah_actions::staff::case_queue::{CaseFilter, Holder, Whose};
use amanah_actions::staff::decide_case::{Decided, Decision};
use amanah_actions::staff::open_case::OpenedCase;
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_actions::{ActionError, Session};
use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState, EntryTie, Level};
use amanah_domain::rights::RefusalGround;
use amanah_domain::values::PersonName;
use amanah_domain::{CaseClock, CaseId, PersonId, PurposeId, Role};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Store, case_ties};
use amanah_testkit::TestOffice;

use crate::on_both;
use crate::staff_helpers::{AGENT, REVIEWER, first_case, look_up, refusal, staff, trail, wrong};

const DPO: (Role, StaffPurpose) = (Role::Dpo, StaffPurpose::AssessRights);

fn store(office: &TestOffice) -> &Store {
    &office.office.store
}

/// A case of somebody, as any channel opens it.
async fn open(office: &TestOffice, person: PersonId, kind: CaseKind, more: fn(&mut CaseRow)) -> CaseId {
    let now = office.office.now();
    let case = CaseId::random(&*office.office.chance);
    let mut row = CaseRow::new(person, case, kind, &case.to_hex(), now);
    row.clock = CaseClock::starting(now, 72);
    row.channel = CaseChannel::Portal;
    row.receipt = format!("{}-2222-3333", &case.to_hex()[..4].to_uppercase().replace(['0', '1'], "Z"));
    more(&mut row);
    let first = NewEvent::new(CaseEvent::Opened, Role::Person, None, now);
    let added =
        store(office).write(move |db| cases::add(db, &row, core::slice::from_ref(&first))).await.unwrap();
    assert!(added);
    case
}

async fn row(office: &TestOffice, case: CaseId) -> CaseRow {
    store(office).read(move |db| cases::read(db, &case)).await.unwrap().unwrap()
}

async fn listed(office: &TestOffice, session: &Session, filter: CaseFilter) -> Vec<CaseId> {
    let page = office.office.case_queue(session, filter).await.unwrap();
    page.lines.iter().map(|line| line.case).collect()
}

fn yes(reason: &str) -> Decision {
    Decision { granted: true, reason: reason.to_owned() }
}

fn no(reason: &str) -> Decision {
    Decision { granted: false, reason: reason.to_owned() }
}

async fn every_filter_narrows_the_queue(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await.person;
    let agent = staff(office, &[Role::ContactAgent]).await;
    let question = open(office, sari, CaseKind::Question, |row| row.channel = CaseChannel::Phone).await;
    let complaint = open(office, sari, CaseKind::Complaint, |row| {
        row.level = Level::Lead;
        row.clock = CaseClock::starting(row.opened_at.plus_hours(-80), 72);
    })
    .await;
    let deletion = open(office, sari, CaseKind::Deletion, |_| ()).await;
    let all = CaseFilter::default();
    assert_eq!(
        listed(office, &agent, all).await,
        [complaint, question],
        "the most urgent first, of the desk"
    );
    let one = |filter: CaseFilter| listed(office, &agent, filter);
    assert_eq!(one(CaseFilter { kind: Some(CaseKind::Question), ..all }).await, [question]);
    assert_eq!(one(CaseFilter { channel: Some(CaseChannel::Phone), ..all }).await, [question]);
    assert_eq!(one(CaseFilter { level: Some(Level::Lead), ..all }).await, [complaint]);
    assert_eq!(one(CaseFilter { late: true, ..all }).await, [complaint]);
    assert_eq!(one(CaseFilter { whose: Whose::Mine, ..all }).await, []);
    office.office.take_case(&agent, question).await.unwrap();
    assert_eq!(one(CaseFilter { whose: Whose::Mine, ..all }).await, [question]);
    assert_eq!(one(CaseFilter { whose: Whose::Nobody, ..all }).await, [complaint]);
    office.office.pause_case(&agent, question, "Which batch do you mean?").await.unwrap();
    assert_eq!(one(CaseFilter { state: Some(CaseState::Waiting), ..all }).await, [question]);
    let page = office.office.case_queue(&agent, all).await.unwrap();
    let line = page.lines.iter().find(|line| line.case == question).unwrap();
    assert_eq!((line.due_at, line.holder), (None, Holder::Me));
    assert!(line.left_ms.is_some_and(|left| left <= 72 * 3_600_000));
    // A receipt number leads to the case of one's own desk alone.
    let number = row(office, question).await.receipt;
    assert_eq!(office.office.find_case(&agent, &number.to_lowercase()).await.unwrap(), Some(question));
    let other = row(office, deletion).await.receipt;
    assert_eq!(office.office.find_case(&agent, &other).await.unwrap(), None);
    let kind = CaseFilter { kind: Some(CaseKind::Deletion), ..all };
    assert!(matches!(office.office.case_queue(&agent, kind).await, Err(ActionError::NotFound)));
}

async fn what_went_up_stands_on_the_officers_list(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await.person;
    let dpo = staff(office, &[Role::Dpo]).await;
    let raised = open(office, sari, CaseKind::Question, |row| row.level = Level::Dpo).await;
    open(office, sari, CaseKind::Complaint, |row| row.level = Level::Lead).await;
    let own = open(office, sari, CaseKind::Access, |_| ()).await;
    let page = office.office.case_queue(&dpo, CaseFilter::default()).await.unwrap();
    let seen: Vec<_> = page.lines.iter().map(|line| (line.case, line.other_desk)).collect();
    assert!(seen.contains(&(raised, true)) && seen.contains(&(own, false)) && seen.len() == 2, "{seen:?}");
    // It is seen, not opened.
    let file = office.office.open_case(&dpo, DPO.0, DPO.1, raised).await.unwrap();
    assert!(matches!(file.opened, OpenedCase::NotForThis) && file.events.is_empty());
}

async fn a_case_goes_from_hand_to_hand_to_its_end(office: &TestOffice) {
    let person = office.register("Sari Dewi", "sari@surat.example").await;
    let case = open(office, person.person, CaseKind::Question, |_| ()).await;
    let (first, second) =
        (staff(office, &[Role::ContactAgent]).await, staff(office, &[Role::ContactAgent]).await);
    office.office.take_case(&first, case).await.unwrap();
    assert!(matches!(office.office.take_case(&second, case).await, Err(ActionError::Conflict)));
    // Names are opened where somebody is picked, and each look is on record.
    let to = office.office.hand_over_to(&first, &[case]).await.unwrap();
    let named = to.colleagues.iter().find(|colleague| colleague.person == second.person).unwrap();
    assert_eq!(named.looked.open::<PersonName>().unwrap().unwrap().expose().as_str(), "Petugas Kantor");
    assert!(!to.colleagues.iter().any(|colleague| colleague.person == person.person));
    drop(to);
    office.office.hand_over_case(&first, case, Some(second.person)).await.unwrap();
    assert_eq!(row(office, case).await.holder, Some(second.person));
    office.office.note_case(&second, case, "Ask the operator").await.unwrap();
    office.office.reply_case(&second, case, "We are looking into it", "received").await.unwrap();
    let file = office.office.open_case(&second, AGENT.0, AGENT.1, case).await.unwrap();
    let words = |kind: CaseEvent| {
        let event = file.events.iter().find(|event| event.kind == kind).unwrap();
        let said = file.said_in(event).unwrap().map(|said| said.expose().as_str().to_owned());
        (said, event.shown, event.by_reader)
    };
    assert_eq!(words(CaseEvent::Note), (Some("Ask the operator".to_owned()), false, true));
    assert_eq!(words(CaseEvent::Replied), (Some("We are looking into it".to_owned()), true, true));
    assert_eq!(file.extension_left, 72);
    drop(file);
    office.office.extend_case(&second, case, 24, "The operator answers tomorrow").await.unwrap();
    office.office.answer_case(&second, case, "It was sent to your old number").await.unwrap();
    let ended = row(office, case).await;
    assert_eq!((ended.state, ended.decided_by), (CaseState::Answered, Some(second.person)));
    // The record of the answer is tied to the case, and stands in the person's trail.
    let whose = person.person;
    let ties = store(office).read(move |db| case_ties::entries(db, &whose, &case)).await.unwrap();
    let [((log, index), EntryTie::Answer)] = ties.as_slice() else { panic!("{ties:?}") };
    let lines = trail(office, &person).await;
    assert!(lines.iter().any(|line| (u64::from(line.at.log), line.at.index) == (*log, *index)));
    let late = office.office.answer_case(&first, case, "Another answer").await;
    assert!(matches!(late, Err(ActionError::Conflict)));
    office.office.run_jobs_once().await.unwrap();
}

async fn a_refusal_stands_on_a_ground_and_four_eyes(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await.person;
    let case = open(office, sari, CaseKind::Deletion, |_| ()).await;
    let (first, second) = (staff(office, &[Role::Dpo]).await, staff(office, &[Role::Dpo]).await);
    let bare = office.office.decide_case_on(&first, case, no("A court asked for it"), None).await;
    assert_eq!(wrong(bare), ("ground", "case-ground"));
    let other = Some(RefusalGround::NotShown);
    let bare = office.office.decide_case_on(&first, case, no("A court asked for it"), other).await;
    assert_eq!(wrong(bare), ("ground", "case-ground"), "not one of this right");
    let ground = Some(RefusalGround::LawEnforcement);
    let proposed = office.office.decide_case_on(&first, case, no("A court asked"), ground).await.unwrap();
    assert_eq!(proposed, Decided::Proposed);
    assert_eq!(row(office, case).await.state, CaseState::Proposed);
    let own = office.office.confirm_case(&first, case).await;
    assert!(matches!(own, Err(ActionError::State("case-own-proposal"))));
    // Sent back once, with a reason for the colleague alone.
    office.office.send_case_back(&second, case, "Name the court").await.unwrap();
    assert_eq!((row(office, case).await.state, row(office, case).await.ground), (CaseState::Open, None));
    let again = no("The district court asked for it");
    office.office.decide_case_on(&first, case, again, ground).await.unwrap();
    let file = office.office.open_case(&second, DPO.0, DPO.1, case).await.unwrap();
    assert_eq!((file.proposal, file.ground), (Some((false, false)), ground));
    assert!(file.events.iter().filter(|event| event.kind == CaseEvent::Proposed).all(|event| !event.shown));
    drop(file);
    let racing =
        tokio::join!(office.office.confirm_case(&second, case), office.office.confirm_case(&second, case));
    assert!(racing.0.is_ok() != racing.1.is_ok(), "one is told: {racing:?}");
    let ended = row(office, case).await;
    assert_eq!(
        (ended.state, ended.ground, ended.decided_by),
        (CaseState::Refused, ground, Some(second.person))
    );
    let file = office.office.open_case(&second, DPO.0, DPO.1, case).await.unwrap();
    assert_eq!(file.answer().unwrap().unwrap().expose().as_str(), "The district court asked for it");
    drop(file);

    // Neither of the two decides the appeal.
    let appeal = open(office, sari, CaseKind::Deletion, |_| ()).await;
    let tied = CaseRow {
        appeal_of: Some(case),
        case: CaseId::random(&*office.office.chance),
        ..row(office, appeal).await
    };
    let id = tied.case;
    store(office)
        .write(move |db| {
            let row = CaseRow { subject: tied.case.to_hex(), events: 0, ..tied.clone() };
            cases::add(db, &row, &[NewEvent::new(CaseEvent::Opened, Role::Person, None, row.opened_at)])
        })
        .await
        .unwrap();
    for officer in [&first, &second] {
        let done = office.office.decide_case_on(officer, id, no("Still so"), ground).await;
        assert!(matches!(done, Err(ActionError::State("case-appeal-first"))), "{done:?}");
        let file = office.office.open_case(officer, DPO.0, DPO.1, id).await.unwrap();
        assert!(file.decided_first);
    }
    let third = staff(office, &[Role::Dpo]).await;
    assert_eq!(office.office.decide_case_on(&third, id, yes("Done"), None).await.unwrap(), Decided::Proposed);
    office.office.run_jobs_once().await.unwrap();
}

async fn access_is_refused_on_a_ground_of_article_33_alone(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await.person;
    let case = open(office, sari, CaseKind::Access, |_| ()).await;
    let dpo = staff(office, &[Role::Dpo]).await;
    for ground in [None, Some(RefusalGround::LawEnforcement), Some(RefusalGround::NotShown)] {
        let bare = office.office.decide_case_on(&dpo, case, no("It names somebody else"), ground).await;
        assert_eq!(wrong(bare), ("ground", "case-ground"), "{ground:?}");
    }
    let ground = Some(RefusalGround::AnothersData);
    let refused = office.office.decide_case_on(&dpo, case, no("It names somebody else"), ground).await;
    if refused.unwrap() == Decided::Proposed {
        office.office.confirm_case(&staff(office, &[Role::Dpo]).await, case).await.unwrap();
    }
    let ended = row(office, case).await;
    assert_eq!((ended.state, ended.ground), (CaseState::Refused, ground));
    assert_eq!(ended.ground.map(RefusalGround::article), Some("33"));
    office.office.run_jobs_once().await.unwrap();
}

async fn a_case_is_sorted_to_the_desk_that_handles_it(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await.person;
    let case = open(office, sari, CaseKind::Question, |_| ()).await;
    let (agent, dpo) = (staff(office, &[Role::ContactAgent]).await, staff(office, &[Role::Dpo]).await);
    let not = office.office.sort_case(&agent, case, CaseKind::Identity).await;
    assert_eq!(wrong(not), ("kind", "case-sort"));
    office.office.take_case(&agent, case).await.unwrap();
    let before = row(office, case).await;
    office.office.sort_case(&agent, case, CaseKind::Access).await.unwrap();
    let after = row(office, case).await;
    assert_eq!((after.kind, after.holder, after.clock), (CaseKind::Access, None, before.clock));
    assert_eq!(listed(office, &dpo, CaseFilter::default()).await, [case]);
    assert!(listed(office, &agent, CaseFilter::default()).await.is_empty());
    let file = office.office.open_case(&dpo, DPO.0, DPO.1, case).await.unwrap();
    assert!(matches!(file.opened, OpenedCase::Rights(_)));
    assert!(file.events.iter().any(|event| event.kind == CaseEvent::Sorted && event.code == "access"));
}

async fn the_lead_counts_and_opens_nothing(office: &TestOffice) {
    let person = office.register("Sari Dewi", "sari@surat.example").await;
    let sari = person.person;
    let agent = staff(office, &[Role::ContactAgent]).await;
    let lead = staff(office, &[Role::Lead]).await;
    let question = open(office, sari, CaseKind::Question, |_| ()).await;
    let late = open(office, sari, CaseKind::Complaint, |row| {
        row.level = Level::Lead;
        row.clock = CaseClock::starting(row.opened_at.plus_hours(-80), 72);
    })
    .await;
    office.office.take_case(&agent, question).await.unwrap();
    let before = trail(office, &person).await.len();
    let page = office.office.lead_cases(&lead).await.unwrap();
    assert_eq!((page.open.now, page.ages[0], page.ages[4]), (2, 1, 1));
    assert_eq!((page.came.now, page.nobody.all, page.nobody.late), (2, 1, 1));
    assert_eq!(page.raised.iter().map(|line| line.case).collect::<Vec<_>>(), [late]);
    let [holder] = page.holders.as_slice() else { panic!("one has cases") };
    let name = holder.colleague.as_ref().unwrap().looked.open::<PersonName>().unwrap().unwrap();
    assert_eq!((name.expose().as_str(), holder.count.all), ("Petugas Kantor", 1));
    drop(name);
    drop(page);
    assert_eq!(trail(office, &person).await.len(), before, "nobody who asked was looked at");
    // A case may not be opened by whoever leads, but handed over.
    office.office.hand_over_case(&lead, late, Some(agent.person)).await.unwrap();
    assert_eq!(row(office, late).await.holder, Some(agent.person));
    let file = office.office.open_case(&lead, Role::Lead, StaffPurpose::LeadCases, late).await.unwrap();
    assert!(matches!(file.opened, OpenedCase::NotForThis));
    assert!(matches!(office.office.lead_cases(&agent).await, Err(ActionError::SignInNeeded)));
}

async fn the_officer_sees_the_use_that_is_complained_about(office: &TestOffice) {
    office.secret("3174015203980001");
    let person = office.register("Sari Dewi", "sari@surat.example").await;
    let agent = staff(office, &[Role::ContactAgent]).await;
    look_up(office, &agent, AGENT, ("email", "sari@surat.example")).await.unwrap();
    let look =
        trail(office, &person).await.into_iter().find(|line| line.entry.role == Role::ContactAgent).unwrap();
    let case = open(office, person.person, CaseKind::LookComplaint, |_| ()).await;
    let (whose, place) = (person.person, (u64::from(look.at.log), look.at.index));
    store(office)
        .write(move |db| case_ties::add_entry(db, &whose, &case, place, EntryTie::About))
        .await
        .unwrap();
    let dpo = staff(office, &[Role::Dpo]).await;
    let file = office.office.open_case(&dpo, DPO.0, DPO.1, case).await.unwrap();
    let bound = office.office.bound_entries(&dpo, &file).await.unwrap();
    let [entry] = bound.as_slice() else { panic!("one use") };
    assert_eq!(
        (entry.line.at, entry.tie, entry.line.entry.role),
        (look.at, EntryTie::About, Role::ContactAgent)
    );
    assert_eq!(entry.line.entry.purpose, PurposeId::Questions);
    let reason = entry.reason.as_ref().unwrap().open().unwrap().unwrap();
    assert_eq!(reason.expose().as_str(), "Asks why nothing happened");
    drop(reason);
    drop(bound);
    drop(file);
    office.office.decide_case(&dpo, case, yes("They answered your own question")).await.unwrap();
    let file = office.office.open_case(&dpo, DPO.0, DPO.1, case).await.unwrap();
    assert_eq!(file.line.state, CaseState::Answered);
    let bound = office.office.bound_entries(&dpo, &file).await.unwrap();
    assert_eq!(bound.iter().map(|entry| entry.tie).collect::<Vec<_>>(), [EntryTie::About, EntryTie::Answer]);
    office.office.run_jobs_once().await.unwrap();
}

async fn ones_own_case_is_a_colleagues_whatever_is_done(office: &TestOffice) {
    let agent = staff(office, &[Role::ContactAgent]).await;
    let case = open(office, agent.person, CaseKind::Question, |_| ()).await;
    assert_eq!(refusal(office.office.take_case(&agent, case).await), "own-case");
    assert_eq!(refusal(office.office.note_case(&agent, case, "Mine").await), "own-case");
    assert_eq!(refusal(office.office.answer_case(&agent, case, "Mine").await), "own-case");
    let none = office.office.hand_over_to(&agent, &[case]).await.unwrap();
    assert!(!none.colleagues.iter().any(|colleague| colleague.is_self), "nobody has their own case");
    drop(none);
    let reviewer = staff(office, &[Role::Reviewer]).await;
    assert!(matches!(office.office.take_case(&reviewer, case).await, Err(ActionError::SignInNeeded)));
    let page = office.office.case_queue(&reviewer, CaseFilter::default()).await.unwrap();
    assert!(page.lines.is_empty());
    let none = office.office.open_case(&reviewer, REVIEWER.0, REVIEWER.1, case).await;
    assert!(matches!(none.map(drop), Err(ActionError::NotFound)), "on no list of theirs");
    assert_eq!(first_case(office, &agent).await, case, "it is seen on the list, and closed");
}

on_both! {
    every_filter_narrows_the_queue
    what_went_up_stands_on_the_officers_list
    a_case_goes_from_hand_to_hand_to_its_end
    a_refusal_stands_on_a_ground_and_four_eyes
    access_is_refused_on_a_ground_of_article_33_alone
    a_case_is_sorted_to_the_desk_that_handles_it
    the_lead_counts_and_opens_nothing
    the_officer_sees_the_use_that_is_complained_about
    ones_own_case_is_a_colleagues_whatever_is_done
}
