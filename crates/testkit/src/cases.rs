//! Cases as any channel opens them, for tests that begin at the staff's desk.

#![expect(clippy::unwrap_used, reason = "a case that cannot be written must stop the test")]

use amanah_domain::cases::{CaseEvent, CaseKind, Level};
use amanah_domain::{CaseClock, CaseId, PersonId, Role};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};

use crate::TestOffice;

impl TestOffice {
    /// A case of somebody with a clock of three times 24 hours, of which so many have gone by.
    pub async fn open_case(&self, person: PersonId, kind: CaseKind, level: Level, hours_gone: i64) -> CaseId {
        let now = self.office.now();
        let case = CaseId::random(&*self.office.chance);
        let mut row = CaseRow::new(person, case, kind, &case.to_hex(), now);
        row.clock = CaseClock::starting(now.plus_hours(-hours_gone), 72);
        row.level = level;
        row.receipt = format!("7KQ2-{}-9DRT", &case.to_hex()[..4].to_uppercase().replace(['0', '1'], "Z"));
        let first = NewEvent::new(CaseEvent::Opened, Role::Person, None, now);
        let added = self
            .office
            .store
            .write(move |db| cases::add(db, &row, core::slice::from_ref(&first)))
            .await
            .unwrap();
        assert!(added, "one about the same is open");
        case
    }

    /// A case as it stands.
    pub async fn case_row(&self, case: CaseId) -> CaseRow {
        self.office.store.read(move |db| cases::read(db, &case)).await.unwrap().unwrap()
    }
}
