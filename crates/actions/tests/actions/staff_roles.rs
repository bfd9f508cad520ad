//! Who works here (issue 2, way 8; clause 5.1): the first administrator, four eyes, terms, leaving.

use amanah_actions::staff::invite_staff::{Invitation, InvitationInput};
use amanah_actions::staff::list_staff::RoleStanding;
use amanah_actions::{ActionError, Session};
use amanah_domain::Role;
use amanah_domain::values::PersonName;

use amanah_testkit::TestOffice;

use crate::on_both;
use crate::staff_helpers::{refusal, staff, token, trail, wrong};

async fn accept(office: &TestOffice, invitation: &Invitation) -> (String, Session) {
    let confirmed = office.office.accept_invitation(token(&invitation.link), "Firefox, Linux").await.unwrap();
    assert!(confirmed.staff);
    let session = office.office.session(&confirmed.token).await.unwrap();
    (confirmed.token, session)
}

async fn first(office: &TestOffice) -> (String, Session) {
    let invitation = office.office.invite_first_administrator("Ratna Sari", "ratna@kantor.example").await;
    accept(office, &invitation.unwrap()).await
}

async fn invite(office: &TestOffice, by: &Session, name: &str, email: &str) -> (String, Session) {
    let input = InvitationInput { name: name.to_owned(), email: email.to_owned(), roles: Vec::new() };
    let invitation = office.office.invite_staff(by, input).await.unwrap();
    accept(office, &invitation).await
}

async fn the_first_administrator_comes_in_once(office: &TestOffice) {
    let invitation =
        office.office.invite_first_administrator("Ratna Sari", "ratna@kantor.example").await.unwrap();
    let again = office.office.invite_first_administrator("Ratna Sari", "ratna@kantor.example").await.unwrap();
    let view = office.office.view_invitation(token(&invitation.link)).await.unwrap();
    assert_eq!(view.looked.open::<PersonName>().unwrap().unwrap().expose().as_str(), "Ratna Sari");
    let (_, ratna) = accept(office, &invitation).await;
    assert_eq!(ratna.roles(), [Role::Administrator]);
    let twice = office.office.accept_invitation(token(&invitation.link), "Firefox").await;
    assert_eq!(wrong(twice), ("link", "link-spent"));
    let other = office.office.accept_invitation(token(&again.link), "Firefox").await;
    assert!(matches!(other, Err(ActionError::State("staff-admin-exists"))));
    let third = office.office.invite_first_administrator("Lain", "lain@kantor.example").await;
    assert!(matches!(third, Err(ActionError::State("staff-admin-exists"))));
    // Approved by construction, and the ledger says so.
    assert!(trail(office, &ratna).await.iter().any(|l| l.entry.note.contains("by construction")));
}

async fn an_invitation_ends_after_its_hours(office: &TestOffice) {
    let invitation =
        office.office.invite_first_administrator("Ratna Sari", "ratna@kantor.example").await.unwrap();
    office.advance_hours(73);
    let late = office.office.accept_invitation(token(&invitation.link), "Firefox").await;
    assert_eq!(wrong(late), ("link", "link-spent"));
    assert_eq!(wrong(office.office.view_invitation("not a token").await), ("link", "link-spent"));
}

async fn a_role_takes_four_eyes(office: &TestOffice) {
    let (_, ratna) = first(office).await;
    let (budi_token, budi) = invite(office, &ratna, "Budi Santoso", "budi@kantor.example").await;
    office.office.grant_role(&ratna, budi.person, Role::Administrator).await.unwrap();
    let held = office.office.grant_role(&ratna, budi.person, Role::Administrator).await;
    assert!(matches!(held, Err(ActionError::State("role-held"))));
    let own = office.office.approve_role(&ratna, budi.person, Role::Administrator).await;
    assert!(matches!(own, Err(ActionError::State("role-own-grant"))));
    assert!(office.office.session(&budi_token).await.unwrap().roles().is_empty());
    // With a single administrator the operator is the second pair of eyes, once.
    office.office.approve_second_administrator("budi@kantor.example").await.unwrap();
    let budi = office.office.session(&budi_token).await.unwrap();
    assert_eq!(budi.roles(), [Role::Administrator]);
    let again = office.office.approve_second_administrator("budi@kantor.example").await;
    assert!(matches!(again, Err(ActionError::State("staff-admins-approve"))));
    // From now on each approves what the other granted.
    let (citra_token, citra) = invite(office, &ratna, "Citra Lestari", "citra@kantor.example").await;
    office.office.grant_role(&ratna, citra.person, Role::Reviewer).await.unwrap();
    office.office.approve_role(&budi, citra.person, Role::Reviewer).await.unwrap();
    assert_eq!(office.office.session(&citra_token).await.unwrap().roles(), [Role::Reviewer]);
    let none = office.office.approve_role(&budi, citra.person, Role::Reviewer).await;
    assert!(matches!(none, Err(ActionError::State("role-not-waiting"))));
    let notes: Vec<_> = trail(office, &citra).await.into_iter().map(|l| l.entry.note).collect();
    assert!(notes.iter().any(|n| n == "role granted: reviewer"), "{notes:?}");
    assert!(notes.iter().any(|n| n == "role approved: reviewer"), "{notes:?}");
}

async fn nobody_runs_their_own_account(office: &TestOffice) {
    let (_, ratna) = first(office).await;
    let own = office.office.grant_role(&ratna, ratna.person, Role::Dpo).await;
    assert_eq!(refusal(own), "own-case");
    assert_eq!(
        refusal(office.office.review_role(&ratna, ratna.person, Role::Administrator).await),
        "own-case"
    );
    assert_eq!(
        wrong(office.office.staff_by_email(&ratna, "ratna@kantor.example").await),
        ("email", "own-role")
    );
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    let participant = office.office.grant_role(&ratna, sari.person, Role::Reviewer).await;
    assert!(matches!(participant, Err(ActionError::NotFound)));
    let input = InvitationInput {
        name: "Sari Dewi".to_owned(),
        email: "sari@surat.example".to_owned(),
        roles: Vec::new(),
    };
    assert_eq!(wrong(office.office.invite_staff(&ratna, input).await), ("email", "member-known"));
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let not_theirs = office.office.grant_role(&reviewer, ratna.person, Role::Dpo).await;
    assert!(matches!(not_theirs, Err(ActionError::SignInNeeded)));
}

async fn roles_lapse_and_are_reviewed(office: &TestOffice) {
    let (_, ratna) = first(office).await;
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let standing = |page: &amanah_actions::staff::list_staff::StaffPage<'_>| {
        page.members.iter().find(|m| m.person == reviewer.person).unwrap().roles[0].standing
    };
    let days = office.office.programme.role_days;
    assert_eq!(standing(&office.office.list_staff(&ratna, 0).await.unwrap()), RoleStanding::InForce);
    office.advance_hours((days - 5) * 24);
    assert_eq!(standing(&office.office.list_staff(&ratna, 0).await.unwrap()), RoleStanding::ToReview);
    office.office.review_role(&ratna, reviewer.person, Role::Reviewer).await.unwrap();
    assert_eq!(standing(&office.office.list_staff(&ratna, 0).await.unwrap()), RoleStanding::InForce);
    office.advance_hours((days + 1) * 24);
    assert_eq!(standing(&office.office.list_staff(&ratna, 0).await.unwrap()), RoleStanding::Lapsed);
}

async fn whoever_leaves_is_out_at_once(office: &TestOffice) {
    let (ratna_token, ratna) = first(office).await;
    let (budi_token, budi) = invite(office, &ratna, "Budi Santoso", "budi@kantor.example").await;
    office.office.grant_role(&ratna, budi.person, Role::Administrator).await.unwrap();
    office.office.approve_second_administrator("budi@kantor.example").await.unwrap();
    let ended = office.office.staff_leaves(&ratna, budi.person).await.unwrap();
    assert_eq!(ended, 1);
    assert!(matches!(office.office.session(&budi_token).await, Err(ActionError::SignInNeeded)));
    // Anybody may give up what is theirs.
    office.office.end_role(&ratna, ratna.person, Role::Administrator).await.unwrap();
    assert!(office.office.session(&ratna_token).await.unwrap().roles().is_empty());
    // And the house is not locked for good.
    office.office.invite_first_administrator("Ratna Sari", "ratna@kantor.example").await.unwrap();
}

async fn the_list_is_on_record_for_each(office: &TestOffice) {
    let (_, ratna) = first(office).await;
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let page = office.office.list_staff(&ratna, 0).await.unwrap();
    assert_eq!(page.count, 2);
    assert!(page.members.iter().any(|m| m.is_self && m.person == ratna.person));
    let notes: Vec<_> = trail(office, &reviewer).await.into_iter().map(|l| l.entry.note).collect();
    assert!(notes.iter().any(|n| n == "staff list"), "{notes:?}");
}

on_both! {
    the_first_administrator_comes_in_once
    an_invitation_ends_after_its_hours
    a_role_takes_four_eyes
    nobody_runs_their_own_account
    roles_lapse_and_are_reviewed
    whoever_leaves_is_out_at_once
    the_list_is_on_record_for_each
}
