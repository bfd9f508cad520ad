//! A copy goes to another controller at the person's order: recorded before, signed for after, sent once
//! however often it is tried, and told to the person either way.

use std::sync::Arc;

use amanah_actions::archive::check::check_archive;
use amanah_actions::letters::LetterKind;
use amanah_actions::person::view_trail::TrailFilter;
use amanah_actions::removal::RemovalRequest;
use amanah_actions::transfer::{ControllerAddress, Controllers};
use amanah_domain::states::TransferState;
use amanah_domain::{FieldId, FieldSet, Operation, RecipientClass, Role};
use amanah_store::{StoreError, notices};
use amanah_testkit::TestOffice;
use amanah_testkit::controller::{Manner, OtherController};
use serde_json::Value;

use crate::archive_helpers::{files, json};
use crate::on_both;
use crate::people::state_key;

on_both! {
    a_copy_is_signed_for_and_on_record_before_it_leaves
    a_lost_receipt_is_asked_for_and_nothing_is_sent_twice
    what_does_not_arrive_is_tried_again_and_then_told
    a_refusal_is_told_at_once_and_a_false_receipt_counts_for_nothing
    values_in_dispute_stay_here
    whoever_is_erased_meanwhile_is_sent_to_nobody
    whoever_got_a_copy_at_the_persons_order_is_told_nothing_later
}

const EMAIL: &str = "dewi@contoh.example";
const NAME: &str = "Balai Latihan";

/// The stand-in of another controller, configured under its name.
async fn open(test: &TestOffice) -> Arc<OtherController> {
    let other = OtherController::trusting(test.office.ledger.verifier.clone()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // Ends with the test.
    tokio::spawn(Arc::clone(&other).serve(listener));
    let configured = ControllerAddress::parse(&format!("{NAME}=http://{address},{}", other.vkey())).unwrap();
    test.office.transfers.set_controllers(Controllers::new(vec![configured]).unwrap());
    other
}

async fn only(test: &TestOffice, session: &amanah_actions::Session) -> amanah_store::transfers::TransferRow {
    test.office.list_transfers(session).await.unwrap().remove(0)
}

async fn a_copy_is_signed_for_and_on_record_before_it_leaves(test: &mut TestOffice) {
    let other = open(test).await;
    let session = test.register("Dewi Lestari", EMAIL).await;
    assert_eq!(test.office.other_controllers(), [NAME]);
    assert!(test.office.send_copy(&session, "Somebody else").await.is_err());
    let id = test.office.send_copy(&session, NAME).await.unwrap();
    assert_eq!(state_key(test.office.send_copy(&session, NAME).await), "copy-under-way");
    test.run_jobs().await;
    let row = only(test, &session).await;
    assert_eq!((row.transfer, row.state), (id, TransferState::Received));
    let received = other.received();
    let (reference, archive) = &received[0];
    assert_eq!((received.len(), row.bytes), (1, Some(archive.len() as i64)));
    // The same archive as for the person, with the reference in place of an id.
    let checked = check_archive(std::io::Cursor::new(archive), &test.office.ledger.verifier).unwrap();
    assert_eq!(checked.wrong, Vec::<String>::new());
    assert_eq!(checked.manifest.reference.as_ref(), Some(reference));
    assert!(row.receipt.unwrap().contains(&hex::encode(row.digest.unwrap())));
    let person = json(&files(archive), "person.json");
    assert_eq!(person["values"][0]["value"], "Dewi Lestari");
    // The order and each release stand in the trail, as transfers to another controller.
    let filter = |role| TrailFilter { role: Some(role), ..TrailFilter::default() };
    let of = |role| {
        let page = test.office.view_trail(&session, filter(role));
        async { page.await.unwrap().lines }
    };
    let note = format!("transfer {}", id.to_hex());
    for role in [Role::Person, Role::System] {
        let lines = of(role).await;
        let told = lines.iter().filter(|line| line.entry.note == note).collect::<Vec<_>>();
        assert!(!told.is_empty(), "{role:?}");
        for line in told {
            assert_eq!(line.entry.operation, Operation::Transfer);
            assert_eq!(line.entry.recipient, Some(RecipientClass::OtherController));
        }
    }
    let told = test.newest_letter(EMAIL).await;
    assert!(matches!(told, LetterKind::CopySent { controller, .. } if controller == NAME));
}

async fn a_lost_receipt_is_asked_for_and_nothing_is_sent_twice(test: &mut TestOffice) {
    let other = open(test).await;
    other.set_manner(Manner::LosesFirstReceipt);
    let session = test.register("Dewi Lestari", EMAIL).await;
    test.office.send_copy(&session, NAME).await.unwrap();
    test.run_jobs().await;
    let waiting = only(test, &session).await;
    assert_eq!((waiting.state, waiting.receipt), (TransferState::Waiting, None));
    test.advance_seconds(60);
    test.run_jobs().await;
    let row = only(test, &session).await;
    assert_eq!((row.state, row.digest), (TransferState::Received, waiting.digest));
    assert_eq!((other.uploads(), other.received().len()), (1, 1));
}

async fn what_does_not_arrive_is_tried_again_and_then_told(test: &mut TestOffice) {
    let other = open(test).await;
    other.set_manner(Manner::Down);
    let session = test.register("Dewi Lestari", EMAIL).await;
    test.office.send_copy(&session, NAME).await.unwrap();
    for _ in 0..40 {
        test.run_jobs().await;
        test.advance_hours(7);
    }
    let row = only(test, &session).await;
    assert_eq!((row.state, row.failure.as_str()), (TransferState::Failed, "copy-not-taken"));
    assert!(other.received().is_empty());
    let told = test.newest_letter(EMAIL).await;
    assert!(matches!(told, LetterKind::CopyNotSent { controller } if controller == NAME));
    // Another order may be given, and nothing keeps it.
    other.set_manner(Manner::Up);
    let session = test.sign_in(EMAIL).await;
    test.office.send_copy(&session, NAME).await.unwrap();
    test.run_jobs().await;
    assert_eq!(only(test, &session).await.state, TransferState::Received);
}

async fn a_refusal_is_told_at_once_and_a_false_receipt_counts_for_nothing(test: &mut TestOffice) {
    let other = open(test).await;
    other.set_manner(Manner::Refuses);
    let session = test.register("Dewi Lestari", EMAIL).await;
    test.office.send_copy(&session, NAME).await.unwrap();
    test.run_jobs().await;
    assert_eq!(only(test, &session).await.failure, "copy-refused");
    other.set_manner(Manner::SignsForAnother);
    let id = test.office.send_copy(&session, NAME).await.unwrap();
    test.run_jobs().await;
    let rows = test.office.list_transfers(&session).await.unwrap();
    let row = rows.iter().find(|row| row.transfer == id).unwrap();
    assert_eq!((row.state, row.receipt.as_ref()), (TransferState::Waiting, None));
    // A controller that is no longer configured: nobody to send it to.
    test.office.transfers.set_controllers(Controllers::default());
    test.advance_seconds(60);
    test.run_jobs().await;
    let rows = test.office.list_transfers(&session).await.unwrap();
    let row = rows.iter().find(|row| row.transfer == id).unwrap();
    assert_eq!(row.failure, "copy-no-controller");
}

async fn values_in_dispute_stay_here(test: &mut TestOffice) {
    let other = open(test).await;
    let session = test.register("Dewi Lestari", EMAIL).await;
    let (person, now) = (session.person, test.office.now());
    test.office
        .store
        .write(move |db| {
            amanah_store::account_rights::dispute(db, &person, FieldSet::of(&[FieldId::Name]), now)?;
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    test.office.vault.facts_changed(person);
    test.office.send_copy(&session, NAME).await.unwrap();
    test.run_jobs().await;
    let received = other.received();
    let files = files(&received[0].1);
    let person = json(&files, "person.json");
    let fields: Vec<&Value> =
        person["values"].as_array().unwrap().iter().map(|value| &value["field"]).collect();
    assert_eq!(fields, ["email"]);
    let left = json(&files, "manifest.json")["left_out"].to_string();
    assert!(left.contains("disputed"), "{left}");
}

async fn whoever_is_erased_meanwhile_is_sent_to_nobody(test: &mut TestOffice) {
    let other = open(test).await;
    let session = test.register("Dewi Lestari", EMAIL).await;
    test.office.send_copy(&session, NAME).await.unwrap();
    test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    test.run_jobs().await;
    assert_eq!((other.uploads(), other.received().len()), (0, 0));
}

async fn whoever_got_a_copy_at_the_persons_order_is_told_nothing_later(test: &mut TestOffice) {
    let other = open(test).await;
    let session = test.register("Dewi Lestari", EMAIL).await;
    test.office.send_copy(&session, NAME).await.unwrap();
    test.run_jobs().await;
    assert_eq!(other.received().len(), 1);
    // The copy of their data says who has it; no removal promises to tell them, or does.
    let plan = test.office.plan_removal(&session, RemovalRequest::DESTROY).await.unwrap();
    assert_eq!(plan.recipients, [RecipientClass::MessagingHouses], "who carried the letters");
    let removed = test.office.remove_own(&session, RemovalRequest::DESTROY).await.unwrap();
    let told = test.office.store.read(move |db| notices::of(db, &removed.removal)).await.unwrap();
    let told: Vec<_> = told.iter().map(|notice| notice.recipient).collect();
    assert_eq!(told, [RecipientClass::MessagingHouses]);
    test.run_jobs().await;
}
