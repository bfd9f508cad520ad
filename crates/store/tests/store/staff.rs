//! Staff: a role needs two people, ends by itself, and can be taken back; relations are declared once.

use amanah_domain::{Role, Timestamp};
use amanah_store::staff::{self, RoleRow};

use crate::bench::{Bench, person, read, write};

stories!(
    a_role_needs_a_second_pair_of_eyes,
    two_approve_at_once_and_one_counts,
    a_role_ends_and_can_be_given_again,
    leaving_ends_every_role,
    relations_are_declared_once,
);

const ALICE: u32 = 1;
const BOB: u32 = 2;
const CAROL: u32 = 3;
const TERM_SECONDS: i64 = 1_000;

fn grant(whose: u32, role: Role, by: u32, now: Timestamp) -> RoleRow {
    RoleRow {
        person: person(whose),
        role,
        granted_by: person(by),
        granted_at: now,
        approved_by: None,
        approved_at: None,
        ends_at: now.plus_seconds(TERM_SECONDS),
        reviewed_at: None,
        ended_at: None,
    }
}

fn a_role_needs_a_second_pair_of_eyes(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let count = move |db: &mut dyn amanah_store::Connection| staff::count_role(db, Role::Reviewer, now);
    assert_eq!(
        write(&store, move |db| staff::add_role(db, &grant(CAROL, Role::Reviewer, ALICE, now))),
        Ok(true)
    );
    assert_eq!(
        write(&store, move |db| staff::add_role(db, &grant(CAROL, Role::Reviewer, BOB, now))),
        Ok(false),
        "it waits for approval already"
    );
    let role = read(&store, |db| staff::roles_of(db, &person(CAROL))).remove(0);
    assert!(!role.in_force(now));
    assert_eq!(read(&store, count), 0);

    let approve = |by: u32, role: Role| {
        write(&store, move |db| staff::approve_role(db, &person(CAROL), role, &person(by), now))
    };
    assert_eq!(approve(ALICE, Role::Reviewer), Ok(false), "she granted it herself");
    assert_eq!(approve(BOB, Role::Dpo), Ok(false), "nobody granted that one");
    // What nobody approved cannot be reviewed into force.
    let ends = now.plus_seconds(9_999);
    let review = move |db: &mut dyn amanah_store::Connection| {
        staff::review_role(db, &person(CAROL), Role::Reviewer, ends, now)
    };
    assert_eq!(write(&store, review), Ok(false));
    assert_eq!(approve(BOB, Role::Reviewer), Ok(true));
    let role = read(&store, |db| staff::roles_of(db, &person(CAROL))).remove(0);
    assert!(role.in_force(now));
    assert_eq!((role.granted_by, role.approved_by), (person(ALICE), Some(person(BOB))));
    assert_eq!(read(&store, count), 1);
    assert_eq!(write(&store, review), Ok(true));
    let role = read(&store, |db| staff::roles_of(db, &person(CAROL))).remove(0);
    assert_eq!((role.ends_at, role.reviewed_at), (ends, Some(now)));
}

fn two_approve_at_once_and_one_counts(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| staff::add_role(db, &grant(9, Role::Dpo, ALICE, now))).unwrap();
    let counted = std::thread::scope(|scope| {
        let approvers = [ALICE, BOB, CAROL].map(|by| {
            let store = &store;
            scope.spawn(move || {
                write(store, move |db| staff::approve_role(db, &person(9), Role::Dpo, &person(by), now))
                    .unwrap()
            })
        });
        approvers.map(|approver| approver.join().unwrap())
    });
    assert!(!counted[0]);
    assert!(counted[1] != counted[2]);
}

fn a_role_ends_and_can_be_given_again(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    // The invited first administrator carries the approval.
    let first = RoleRow {
        approved_by: Some(person(ALICE)),
        approved_at: Some(now),
        ..grant(ALICE, Role::Administrator, ALICE, now)
    };
    write(&store, move |db| staff::add_role(db, &first)).unwrap();
    let end = now.plus_seconds(TERM_SECONDS);
    let held = move |at: Timestamp| {
        move |db: &mut dyn amanah_store::Connection| staff::count_role(db, Role::Administrator, at)
    };
    assert_eq!((read(&store, held(now)), read(&store, held(end))), (1, 0));
    assert!(!read(&store, |db| staff::roles_of(db, &person(ALICE))).remove(0).in_force(end));
    // A lapsed role is granted anew, and again it needs approval.
    let again = move |db: &mut dyn amanah_store::Connection| {
        staff::add_role(db, &grant(ALICE, Role::Administrator, BOB, end))
    };
    assert_eq!(write(&store, again), Ok(true));
    assert_eq!(read(&store, held(end)), 0);
    assert_eq!(
        write(&store, move |db| staff::approve_role(
            db,
            &person(ALICE),
            Role::Administrator,
            &person(CAROL),
            end
        )),
        Ok(true)
    );
    assert_eq!(write(&store, again), Ok(false), "she holds it");
    assert_eq!(
        write(&store, move |db| staff::end_role(db, &person(ALICE), Role::Administrator, end)),
        Ok(true)
    );
    assert_eq!(
        write(&store, move |db| staff::end_role(db, &person(ALICE), Role::Administrator, end)),
        Ok(false)
    );
    assert_eq!(read(&store, held(end)), 0);
    assert_eq!(read(&store, staff::all_roles), []);
    assert_eq!(write(&store, again), Ok(true));
}

fn leaving_ends_every_role(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for (whose, role) in [(BOB, Role::Reviewer), (BOB, Role::Dpo), (CAROL, Role::Reviewer)] {
            staff::add_role(db, &grant(whose, role, ALICE, now))?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(read(&store, staff::all_roles).len(), 3);
    assert_eq!(write(&store, move |db| staff::end_roles(db, &person(BOB), now)), Ok(2));
    assert_eq!(write(&store, move |db| staff::end_roles(db, &person(BOB), now)), Ok(0));
    let left = read(&store, staff::all_roles);
    assert_eq!(left.iter().map(|row| row.person).collect::<Vec<_>>(), [person(CAROL)]);
    // The history stays.
    let ended = read(&store, |db| staff::roles_of(db, &person(BOB)));
    assert_eq!(ended.iter().map(|row| row.ended_at).collect::<Vec<_>>(), [Some(now), Some(now)]);
}

fn relations_are_declared_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let declare = move |detail: &'static [u8]| {
        move |db: &mut dyn amanah_store::Connection| {
            staff::add_relation(db, &person(ALICE), &person(7), detail, now)
        }
    };
    assert_eq!(write(&store, declare(b"sealed")), Ok(true));
    assert_eq!(write(&store, declare(b"another")), Ok(false));
    assert!(read(&store, |db| staff::is_related(db, &person(ALICE), &person(7))));
    // Declared by her alone, and not by him.
    assert!(!read(&store, |db| staff::is_related(db, &person(7), &person(ALICE))));
    assert!(!read(&store, |db| staff::is_related(db, &person(BOB), &person(7))));
    assert_eq!(
        read(&store, |db| staff::relations_of(db, &person(ALICE))),
        [(person(7), now, b"sealed".to_vec())]
    );
}
