//! What the stories of staff share.

use std::sync::atomic::{AtomicU32, Ordering};

use amanah_actions::person::save_identity::IdentityInput;
use amanah_actions::person::view_trail::{Line, TrailFilter};
use amanah_actions::staff::look_up::{Found, LookUpInput};
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_actions::{ActionError, Done, Session};
use amanah_domain::CaseId;
use amanah_domain::Role;
use amanah_domain::cases::CaseState;

use amanah_testkit::TestOffice;

pub(crate) const NIK: &str = "3174015203980001";
pub(crate) const KK: &str = "3174012201150004";

pub(crate) fn identity(nik: &str, birth: (&str, &str, &str)) -> IdentityInput {
    IdentityInput {
        nik: nik.to_owned(),
        kk: KK.to_owned(),
        birth_day: birth.0.to_owned(),
        birth_month: birth.1.to_owned(),
        birth_year: birth.2.to_owned(),
        gender: String::new(),
        confirmed_birth_date: true,
    }
}

/// A member of staff with an address of their own.
pub(crate) async fn staff(office: &TestOffice, roles: &[Role]) -> Session {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let made = MADE.fetch_add(1, Ordering::Relaxed);
    office.staff("Petugas Kantor", &format!("petugas{made}@kantor.example"), roles).await
}

/// Gives NIK and birth date, 12 March 1998, as the civil registry has them of somebody of this name.
pub(crate) async fn give_nik(office: &TestOffice, session: &Session, name: &str) {
    office.secret(NIK);
    office.registry.put(NIK, KK, name, "1998-03-12");
    office.office.save_identity(session, &identity(NIK, ("12", "3", "1998"))).await.unwrap();
}

pub(crate) async fn look_up<'o>(
    office: &'o TestOffice,
    session: &Session,
    as_whom: (Role, StaffPurpose),
    by: (&str, &str),
) -> Done<Found<'o>> {
    let input = LookUpInput {
        key: by.0.to_owned(),
        value: by.1.to_owned(),
        reason: "Asks why nothing happened".to_owned(),
    };
    office.office.look_up(session, as_whom.0, as_whom.1, input).await
}

pub(crate) const AGENT: (Role, StaffPurpose) = (Role::ContactAgent, StaffPurpose::AnswerQuestion);
pub(crate) const REVIEWER: (Role, StaffPurpose) = (Role::Reviewer, StaffPurpose::ReviewCase);

/// The lines of a person's trail that somebody else caused, newest first.
pub(crate) async fn trail(office: &TestOffice, session: &Session) -> Vec<Line> {
    office.office.view_trail(session, TrailFilter::default()).await.unwrap().lines
}

/// The reader's first open case.
pub(crate) async fn first_case(office: &TestOffice, session: &Session) -> CaseId {
    let filter =
        amanah_actions::staff::case_queue::CaseFilter { state: Some(CaseState::Open), ..Default::default() };
    let page = office.office.case_queue(session, filter).await.unwrap();
    page.lines.first().expect("a case waits").case
}

/// The name of the policy's reason, where it refused.
pub(crate) fn refusal<T>(done: Done<T>) -> &'static str {
    match done {
        Err(ActionError::Refused(refusal)) => refusal.reason.name(),
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("nothing was refused"),
    }
}

/// The key of the first refused field.
pub(crate) fn wrong<T>(done: Done<T>) -> (&'static str, &'static str) {
    match done {
        Err(ActionError::Input(errors)) => (errors[0].field, errors[0].refused.key),
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("nothing was wrong"),
    }
}

/// The token at the end of a link.
pub(crate) fn token(link: &str) -> &str {
    link.rsplit('/').next().unwrap()
}
