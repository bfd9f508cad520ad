//! What the stories of removal share.

use amanah_actions::removal::certificate::Certificate;
use amanah_actions::removal::{RemovalRequest, Removed, What};
use amanah_actions::{BatchRow, Session};
use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{BatchId, Category, CategorySet, FieldId, FieldSet, PersonId};
use amanah_store::{batches, mentions, people};
use amanah_testkit::TestOffice;

/// Hours after which nothing that began before a removal is still under way.
pub(crate) const LATER_HOURS: i64 = 1;

pub(crate) fn fields(fields: &[FieldId]) -> RemovalRequest {
    RemovalRequest::erase(FieldSet::of(fields), CategorySet::EMPTY)
}

pub(crate) fn categories(categories: &[Category]) -> RemovalRequest {
    RemovalRequest::erase(FieldSet::EMPTY, CategorySet::of(categories))
}

/// Removes and lets everything that follows come to its end.
pub(crate) async fn remove(office: &TestOffice, session: &Session, request: RemovalRequest) -> Removed {
    let removed = office.office.remove_own(session, request).await.unwrap();
    office.run_jobs().await;
    removed
}

/// Every place of the database that names a person.
pub(crate) async fn places_of(office: &TestOffice, person: PersonId) -> Vec<(&'static str, &'static str)> {
    office.office.store.scan(move |db| mentions::find(db, person.as_bytes())).await.unwrap()
}

/// Gives a person a place in a batch that was drawn.
pub(crate) async fn give_place(office: &TestOffice, person: PersonId) {
    let batch = BatchId::from_bytes(office.office.chance.bytes16());
    let now = office.office.now();
    let given = office.office.store.write(move |db| {
        let row = BatchRow {
            batch,
            number: batches::next_number(db)?,
            quota: 1,
            state: BatchState::Planned,
            opens_at: now,
            closes_at: now,
            seed: Vec::new(),
            seed_commitment: [0; 32],
            public_source: "-".to_owned(),
            public_known_at: now,
            public_value: None,
            entrants: 0,
            entrants_commitment: None,
            closed_at: None,
            drawn_at: None,
        };
        batches::add(db, &row, now)?;
        batches::join(db, &person, &batch, now)?;
        batches::set_entry(db, &person, &batch, EntryState::Joined, EntryState::Selected, now)
    });
    assert!(given.await.unwrap());
}

/// Categories of a person that have a row.
pub(crate) async fn rows_of(office: &TestOffice, person: PersonId) -> Vec<Category> {
    let versions = office.office.store.read(move |db| people::sealed_versions(db, &person)).await.unwrap();
    versions.iter().map(|(code, _)| Category::from_code(u8::try_from(*code).unwrap()).unwrap()).collect()
}

/// What a certificate says of something that went.
pub(crate) fn gone(certificate: &Certificate, what: What) -> Option<u64> {
    certificate.gone.iter().find(|line| line.what == what).map(|line| line.number)
}
