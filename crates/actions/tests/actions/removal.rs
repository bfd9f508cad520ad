//! A person ends, erases, destroys.

use amanah_actions::letters::{Language, LetterKind};
use amanah_actions::person::view_data::OWN_FIELDS;
use amanah_actions::removal::{Kept, RemovalRequest, What};
use amanah_actions::rules::RuleOutcome;
use amanah_actions::{ActionError, draw};
use amanah_domain::states::{
    EligibilityState, EntryState, IdentityState, NoticeState, RemovalAct, RemovalState, Trace,
};
use amanah_domain::values::{Nik, PersonName};
use amanah_domain::{
    Category, Entry, FieldId, FieldSet, Operation, PersonState, RecipientClass, Role, Unreadable,
};
use amanah_ledger::Proof;
use amanah_store::{accounts, people, tags};
use amanah_testkit::TestOffice;
use amanah_vault::IndexId;

use crate::batches::{open_with, the_file};
use crate::identity::account;
use crate::on_both;
use crate::people::{administrator, eligible, refused, state_key};
use crate::removal_helpers::{LATER_HOURS, categories, fields, give_place, gone, places_of, remove, rows_of};
use crate::staff_helpers::{AGENT, look_up, refusal, staff};

/// Somebody who did much, destroys, and is nowhere any more; somebody else goes on as before.
async fn destroying_leaves_nothing(test: &mut TestOffice) {
    let [siti, budi] = &eligible(2)[..] else { panic!("two people") };
    let (session, other) = (test.enrol(siti).await, test.enrol(budi).await);
    let (house, person, email) = (&test.office, session.person, siti.email.as_str().to_owned());
    // A look with a reason, a relation, a consent, a second session, a ticket, a waiting letter.
    let agent = staff(test, &[Role::ContactAgent]).await;
    look_up(test, &agent, AGENT, ("email", &email)).await.unwrap();
    let relation = amanah_actions::staff::declare_relation::RelationInput {
        key: "email".to_owned(),
        value: email.clone(),
        relation: "Sepupu".to_owned(),
    };
    house.declare_relation(&agent, relation).await.unwrap();
    for purpose in house.consent_purposes().into_iter().take(2) {
        house.give_consent(&session, purpose).await.unwrap();
    }
    let session = test.sign_in(&email).await;
    house.begin_contact_change(&session, "phone", siti.phone.as_str()).await.unwrap();
    test.secret(siti.phone.as_str());
    let before = places_of(test, person).await;
    for table in [
        "account",
        "key_row",
        "sealed_row",
        "index_tag",
        "index_claim",
        "session",
        "ticket",
        "outbox",
        "job",
        "trail_reason",
        "consent",
        "staff_relation",
    ] {
        assert!(before.iter().any(|(found, _)| *found == table), "{table} holds nothing to be removed");
    }

    let plan = house.plan_removal(&session, RemovalRequest::DESTROY).await.unwrap();
    assert!(plan.stays.is_empty() && plan.blocked.is_none());
    assert!(plan.recipients.contains(&RecipientClass::Government), "{:?}", plan.recipients);
    assert!(plan.unreadable_at > house.now());
    let removed = house.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    assert!(removed.closed);
    // At once: no keys, no rows; what names the person still is the job that sweeps behind.
    assert_eq!(places_of(test, person).await, [("job", "person_id")]);
    let token = house.sign_out(&session).await;
    assert!(token.is_ok(), "a session that ended can be ended");
    assert!(matches!(house.view_own(&session, OWN_FIELDS).await, Err(ActionError::NotFound)));

    let LetterKind::Removed { act, code } = test.newest_letter(&email).await else { panic!("no farewell") };
    assert_eq!((act, &code), (RemovalAct::Destroy.code(), &removed.code));
    let certificate = house.view_certificate(&code.to_uppercase().replace('-', " ")).await.unwrap();
    assert_eq!((certificate.act, certificate.state), (RemovalAct::Destroy, RemovalState::Confirmed));
    assert_eq!((certificate.article, certificate.clause, certificate.asked_by), ("44", "7.4", Role::Person));
    assert!(certificate.kept.is_empty() && certificate.journal.is_some());
    assert_eq!(certificate.unreadable, Some(Unreadable::By(plan.unreadable_at)));
    assert_eq!(gone(&certificate, What::Category(Category::Numbers)), Some(2));
    for trace in [Trace::Keys, Trace::Account, Trace::Reasons, Trace::Relations, Trace::Tickets] {
        assert_eq!(gone(&certificate, What::Trace(trace)), Some(1), "{trace:?}");
    }
    assert_eq!(gone(&certificate, What::Trace(Trace::Consents)), Some(2));
    assert!(gone(&certificate, What::Trace(Trace::Sessions)) >= Some(2));
    let told = certificate.recipients.iter().find(|told| told.class == RecipientClass::Government).unwrap();
    assert_eq!(told.state, NoticeState::Acknowledged);
    assert!(told.answer.as_ref().unwrap().contains("state erased"));
    let other_reference = test.registry.references();
    assert_eq!(other_reference.len(), 1, "the registry forgot one of two");

    // The entry that proves it stands in the ledger and names the removal and no person.
    let file: serde_json::Value =
        serde_json::from_str(&house.certificate_file(&code).await.unwrap()).unwrap();
    let proof = Proof::parse(file["proofs"][0].as_str().unwrap()).unwrap();
    let entry = Entry::decode(&proof.entry[8..]).unwrap();
    assert_eq!(entry.operation, Operation::Destroy);
    assert_eq!(entry.note, format!("removal {}", removed.removal.to_hex()));
    assert_eq!(entry.role, Role::Person);

    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;
    assert_eq!(places_of(test, person).await, []);
    test.office.begin_sign_in(&email, Language::Id, b"test").await.unwrap();
    assert!(matches!(test.newest_letter(&email).await, LetterKind::NoAccount));
    assert!(matches!(test.office.view_certificate("xxxx-xxxx").await, Err(ActionError::NotFound)));
    // Everybody else is as before.
    let looked = test.office.view_own(&other, OWN_FIELDS).await.unwrap();
    assert_eq!(looked.open::<Nik>().unwrap().unwrap().expose().as_str(), budi.nik.as_str());
    assert_eq!(rows_of(test, other.person).await.len(), 5);
    // The farewell's stranger goes with the others of its day.
    test.advance_hours(30);
    test.office.sweep().await.unwrap();
    let strangers = test.office.store.read(people::key_counts).await.unwrap();
    assert_eq!(strangers.iter().map(|(_, count)| count).sum::<u64>(), 2, "an agent and one participant");
}

/// Where a benefit was given, what the policy names stays; and the benefit is not given twice.
async fn a_benefit_leaves_its_proof_and_is_given_once(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    let session = test.enrol(siti).await;
    let person = session.person;
    test.run_jobs().await;
    give_place(test, person).await;
    let erase = test.office.plan_removal(&session, categories(&[Category::Numbers])).await;
    assert_eq!(state_key(erase), "removal-all-kept");
    let erase =
        test.office.plan_removal(&session, categories(&[Category::Numbers, Category::Birth])).await.unwrap();
    assert_eq!(erase.stays.len(), 1);
    assert_eq!(
        erase.goes.iter().map(|line| line.what).collect::<Vec<_>>(),
        [What::Category(Category::Birth)]
    );

    let removed = remove(test, &session, RemovalRequest::DESTROY).await;
    let certificate = test.office.view_certificate(&removed.code).await.unwrap();
    let kept: Vec<Kept> = certificate.kept.iter().map(|line| line.kept).collect();
    assert_eq!(
        kept,
        [Kept::Category(Category::Identity), Kept::Category(Category::Numbers), Kept::OncePerPerson]
    );
    for line in &certificate.kept {
        assert_eq!(line.clause, "5.6");
        assert_eq!(line.article, "15(1)c");
        assert!(line.until.unwrap() > test.office.now().plus_hours(24 * 365 * 4));
    }
    assert_eq!(rows_of(test, person).await, [Category::Identity, Category::Numbers]);
    let left = account(test, person).await;
    assert_eq!((left.state, left.identity, left.province), (PersonState::Ended, IdentityState::Verified, 0));
    let places = places_of(test, person).await;
    let tables: Vec<&str> = places.iter().map(|(table, _)| *table).collect();
    for table in ["index_tag", "index_claim", "session", "ticket", "outbox", "consent", "trail_reason"] {
        assert!(!tables.contains(&table), "{table} still names the person");
    }
    // The keys of what went are gone: with the same row, nothing else opens.
    let row = test.office.store.read(move |db| people::read_key(db, &person)).await.unwrap().unwrap();
    let row = amanah_vault::KeyRow { epoch: u32::try_from(row.epoch).unwrap(), wrapped: row.wrapped };
    let keys = test.office.vault.unlock(person, &row).unwrap();
    for category in Category::ALL {
        let stays = matches!(category, Category::Identity | Category::Numbers | Category::Correspondence);
        // Of the letters nothing is left; whoever looks at what stays gives a reason under a new salt.
        assert_eq!(keys.has(*category), stays, "{category:?}");
    }
    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;

    // The same person registers again and meets the tag.
    let again = test.enrol(siti).await;
    test.run_jobs().await;
    assert_ne!(again.person, person);
    assert_eq!(account(test, again.person).await.eligibility, EligibilityState::NotEligible);
    let view = test.office.view_eligibility(&again).await.unwrap();
    let rule = view.rules.iter().find(|rule| rule.id == "once-per-person").unwrap();
    assert_eq!(rule.outcome, RuleOutcome::NotMet);
    assert_eq!(rule.why, [("had_benefit_before", "true".to_owned())]);
}

/// One value goes, the rest of its category stays; a category goes and can be filled again.
async fn values_and_categories_go_and_come_back(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    let session = test.enrol(siti).await;
    let (person, house) = (session.person, &test.office);
    test.run_jobs().await;
    let own_tags = move |db: &mut dyn amanah_store::Connection| tags::of_person(db, &person);
    assert_eq!(house.store.read(own_tags).await.unwrap().len(), 2);

    let removed = remove(test, &session, fields(&[FieldId::Kk])).await;
    assert!(!removed.closed);
    let certificate = house.view_certificate(&removed.code).await.unwrap();
    assert_eq!(gone(&certificate, What::Field(FieldId::Kk)), Some(1));
    assert_eq!(certificate.article, "43");
    let looked = house.view_own(&session, &[FieldId::Nik, FieldId::Kk]).await.unwrap();
    assert_eq!(looked.fields(), FieldSet::of(&[FieldId::Nik]));
    assert_eq!(looked.open::<Nik>().unwrap().unwrap().expose().as_str(), siti.nik.as_str());
    let origin = looked.origin(FieldId::Nik).unwrap().1;
    assert_eq!(origin, amanah_testkit::office::OPENED_AT, "the value is as old as before");
    drop(looked);
    let left = house.store.read(own_tags).await.unwrap();
    assert_eq!(left.iter().map(|tag| tag.index_id).collect::<Vec<_>>(), [IndexId::Nik.code()]);
    assert_eq!(account(test, person).await.identity, IdentityState::Verified);
    assert_eq!(account(test, person).await.eligibility, EligibilityState::Open, "a family card is missing");

    remove(test, &session, categories(&[Category::Numbers, Category::Birth])).await;
    assert_eq!(rows_of(test, person).await, [Category::Identity, Category::Contact, Category::Livelihood]);
    assert!(house.store.read(own_tags).await.unwrap().is_empty());
    let claims = house.store.read(move |db| tags::claims_of_person(db, &person)).await.unwrap();
    assert_eq!(claims.len(), 1, "the address alone");
    assert_eq!(account(test, person).await.identity, IdentityState::None);
    assert_eq!(
        state_key(house.remove_own(&session, categories(&[Category::Numbers])).await),
        "removal-nothing"
    );

    // The form can be filled in again: under another salt.
    house.save_identity(&session, &test.identity_of(siti)).await.unwrap();
    test.run_jobs().await;
    assert_eq!(account(test, person).await.identity, IdentityState::Verified);
    let looked = house.view_own(&session, &[FieldId::Kk]).await.unwrap();
    assert!(looked.has::<amanah_domain::values::Kk>());
    drop(looked);
    let own = house.list_own_removals(&session).await.unwrap();
    assert_eq!(own.len(), 2);
    assert!(own.iter().all(|line| line.state == RemovalState::Confirmed));
}

/// Without an address nobody could be answered: it goes with the account, or not at all.
async fn an_address_goes_with_the_account(test: &mut TestOffice) {
    let session = test.register("Siti Aminah", "siti@surat.example").await;
    let house = &test.office;
    for request in [
        categories(&[Category::Contact]),
        categories(&[Category::Access]),
        fields(&[FieldId::Email]),
        fields(&[FieldId::Email, FieldId::Name]),
    ] {
        assert_eq!(state_key(house.remove_own(&session, request).await), "removal-needs-contact");
        assert_eq!(state_key(house.plan_removal(&session, request).await), "removal-needs-contact");
    }
    assert_eq!(state_key(house.remove_own(&session, fields(&[FieldId::Letter])).await), "removal-whole-only");
    assert_eq!(state_key(house.remove_own(&session, fields(&[FieldId::Nik])).await), "removal-nothing");
    test.advance_hours(1);
    assert_eq!(state_key(house.remove_own(&session, RemovalRequest::DESTROY).await), "stale-sign-in");
    assert!(places_of(test, session.person).await.len() > 3);
    // With a second way the first can go.
    let session = test.sign_in("siti@surat.example").await;
    let ticket = test.office.begin_contact_change(&session, "phone", "+6281234567890").await.unwrap();
    let code = test.code_from_letter("+6281234567890").await;
    test.office.confirm_contact_change(&session, &ticket.0, &code).await.unwrap();
    test.run_jobs().await;
    remove(test, &session, fields(&[FieldId::Email])).await;
    let looked = test.office.view_own(&session, OWN_FIELDS).await.unwrap();
    assert_eq!(looked.fields(), FieldSet::of(&[FieldId::Name, FieldId::Phone]));
    drop(looked);
    test.office.begin_sign_in("siti@surat.example", Language::Id, b"test").await.unwrap();
    assert!(matches!(test.newest_letter("siti@surat.example").await, LetterKind::NoAccount));
    test.sign_in("+6281234567890").await;
}

/// Processing ends; the data stay sealed, and the person can still see them, and destroy them later.
async fn ending_keeps_and_stops(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    let session = test.enrol(siti).await;
    let (house, person) = (&test.office, session.person);
    let consent = house.consent_purposes()[0];
    house.give_consent(&session, consent).await.unwrap();
    let rows = rows_of(test, person).await;
    let ended = remove(test, &session, RemovalRequest::END).await;
    assert!(!ended.closed);
    assert_eq!(rows_of(test, person).await, rows);
    let left = account(test, person).await;
    assert_eq!((left.state, left.consents.is_empty()), (PersonState::Ended, true));
    let history = house.store.read(move |db| accounts::list_consents(db, &person)).await.unwrap();
    assert!(history.iter().all(|row| row.withdrawn_at.is_some()) && history.len() == 1);
    assert_eq!(account(test, person).await.identity, IdentityState::Claimed, "nobody asked the registry");
    assert_eq!(refusal(house.save_identity(&session, &test.identity_of(siti)).await), "ended");
    assert_eq!(state_key(house.remove_own(&session, RemovalRequest::END).await), "removal-ended");
    let certificate = house.view_certificate(&ended.code).await.unwrap();
    assert_eq!((certificate.article, certificate.unreadable), ("42", None));
    assert_eq!(certificate.kept[0].kept, Kept::Everything);
    assert!(certificate.recipients.is_empty());
    // Whoever ended it comes back and looks.
    let session = test.sign_in(siti.email.as_str()).await;
    let looked = house.view_own(&session, OWN_FIELDS).await.unwrap();
    assert_eq!(looked.open::<PersonName>().unwrap().unwrap().expose().as_str(), siti.name.as_str());
    drop(looked);
    remove(test, &session, RemovalRequest::DESTROY).await;
    test.advance_hours(LATER_HOURS);
    test.run_jobs().await;
    assert_eq!(places_of(test, person).await, []);
}

/// Whoever goes leaves an open batch, and gives the place in a closed one back: the committed entrants stay
/// what they are, and the draw goes on without them.
async fn a_place_that_is_not_drawn_is_given_back(test: &mut TestOffice) {
    let admin = administrator(test).await;
    let (number, people) = open_with(test, &admin, 2, 3).await;
    for (_, session) in &people {
        test.office.join_batch(session, number).await.unwrap();
    }
    let leaver = test.sign_in(people[0].0.email.as_str()).await;
    let ended = remove(test, &leaver, RemovalRequest::END).await;
    let certificate = test.office.view_certificate(&ended.code).await.unwrap();
    assert_eq!(gone(&certificate, What::Trace(Trace::Batches)), Some(1));
    test.office.close_batch(&admin, number).await.unwrap();
    test.advance_seconds(11);
    test.run_jobs().await;
    let (view, _) = test.office.staff_batch(&admin, number).await.unwrap();
    assert_eq!(view.entrants, Some(2));
    let goes = test.sign_in(people[1].0.email.as_str()).await;
    remove(test, &goes, RemovalRequest::DESTROY).await;
    test.advance_hours(37);
    let admin = test.sign_in("ratna@kantor.example").await;
    test.office.reveal_draw(&admin, number, "7321.45").await.unwrap();
    test.advance_seconds(11);
    test.run_jobs().await;
    let file = the_file(test, number).await;
    let verdict = draw::verify(&file, None);
    assert_eq!((verdict.faults, verdict.selected, file.lines.len()), (Vec::new(), 1, 2));
    let stays = test.sign_in(people[2].0.email.as_str()).await;
    assert_eq!(test.office.view_batch(&stays, number).await.unwrap().mine, Some(EntryState::Selected));
    assert_eq!(places_of(test, goes.person).await, []);
}

/// A form that comes too late is refused, and nothing of it stays.
async fn forms_are_refused_with_their_field(test: &mut TestOffice) {
    let siti = &eligible(1)[0];
    let session = test.enrol(siti).await;
    let mut input = test.identity_of(siti);
    input.nik = "1".to_owned();
    assert_eq!(refused(test.office.save_identity(&session, &input).await), [("nik", "nik-length")]);
    let person = session.person;
    test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    let late = test.office.save_identity(&session, &test.identity_of(siti)).await;
    assert!(matches!(late, Err(ActionError::NotFound)));
    test.run_jobs().await;
    assert_eq!(places_of(test, person).await, [("job", "person_id")]);
    let again = test.office.remove_own(&session, RemovalRequest::DESTROY).await;
    assert!(matches!(again, Err(ActionError::NotFound)));
}

on_both! {
    destroying_leaves_nothing
    a_benefit_leaves_its_proof_and_is_given_once
    values_and_categories_go_and_come_back
    an_address_goes_with_the_account
    ending_keeps_and_stops
    a_place_that_is_not_drawn_is_given_back
    forms_are_refused_with_their_field
}
