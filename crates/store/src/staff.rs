//! Staff: roles with four eyes and a term, and declared relations.

use amanah_domain::{PersonId, Role, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD_ROLE = "insert into staff_role (person_id, role, granted_by, granted_at, approved_by, approved_at, ends_at, \
        reviewed_at, ended_at) values ($1, $2, $3, $4, $5, $6, $7, $8, null) \
        on conflict (person_id, role) do update set granted_by = excluded.granted_by, granted_at = excluded.granted_at, \
        approved_by = excluded.approved_by, approved_at = excluded.approved_at, ends_at = excluded.ends_at, \
        reviewed_at = excluded.reviewed_at, ended_at = null where staff_role.ended_at is not null or staff_role.ends_at <= excluded.granted_at";
    APPROVE_ROLE = "update staff_role set approved_by = $1, approved_at = $2, reviewed_at = $3 where person_id = $4 and role = $5 \
        and approved_at is null and ended_at is null and granted_by <> $6";
    REVIEW_ROLE = "update staff_role set reviewed_at = $1, ends_at = $2 where person_id = $3 and role = $4 and ended_at is null \
        and approved_at is not null";
    END_ROLE = "update staff_role set ended_at = $1 where person_id = $2 and role = $3 and ended_at is null";
    END_ROLES = "update staff_role set ended_at = $1 where person_id = $2 and ended_at is null";
    ROLES_OF = "select person_id, role, granted_by, granted_at, approved_by, approved_at, ends_at, reviewed_at, ended_at \
        from staff_role where person_id = $1 order by role";
    ALL_ROLES = "select person_id, role, granted_by, granted_at, approved_by, approved_at, ends_at, reviewed_at, ended_at \
        from staff_role where ended_at is null order by person_id, role";
    COUNT_ROLE = "select count(*) from staff_role where role = $1 and ended_at is null and approved_at is not null and ends_at > $2";
    ADD_RELATION = "insert into staff_relation (person_id, other_id, declared_at, detail) values ($1, $2, $3, $4) \
        on conflict (person_id, other_id) do nothing";
    IS_RELATED = "select count(*) from staff_relation where person_id = $1 and other_id = $2";
    FORGET_ROLES = "delete from staff_role where person_id = $1";
    FORGET_GRANTOR = "update staff_role set granted_by = $1 where granted_by = $2";
    FORGET_APPROVER = "update staff_role set approved_by = $1 where approved_by = $2";
    FORGET_RELATIONS = "delete from staff_relation where person_id = $1 or other_id = $2";
    RELATIONS_OF = "select other_id, declared_at, detail from staff_relation where person_id = $1 order by declared_at desc";
}

/// Stands for a member of staff who is no longer known: granted or decided by nobody who can be found.
pub const NOBODY: PersonId = PersonId::from_bytes([0; 16]);

/// One role of a member of staff.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleRow {
    /// Whose.
    pub person: PersonId,
    /// Which.
    pub role: Role,
    /// Who granted it.
    pub granted_by: PersonId,
    /// When.
    pub granted_at: Timestamp,
    /// Who agreed; never the one who granted, but for the invited first administrator.
    pub approved_by: Option<PersonId>,
    /// When.
    pub approved_at: Option<Timestamp>,
    /// Until when.
    pub ends_at: Timestamp,
    /// Last review.
    pub reviewed_at: Option<Timestamp>,
    /// When it was taken back.
    pub ended_at: Option<Timestamp>,
}

impl RoleRow {
    /// Whether it may be used.
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.approved_at.is_some() && self.ended_at.is_none() && self.ends_at > now
    }
}

fn parse(row: &Row) -> Result<Option<RoleRow>, StoreError> {
    let Some(role) = Role::from_code(row.small(1)?) else { return Ok(None) };
    Ok(Some(RoleRow {
        person: row.person(0)?,
        role,
        granted_by: row.person(2)?,
        granted_at: row.time(3)?,
        approved_by: row.bytes_opt(4)?.map(PersonId::from_bytes),
        approved_at: row.time_opt(5)?,
        ends_at: row.time(6)?,
        reviewed_at: row.time_opt(7)?,
        ended_at: row.time_opt(8)?,
    }))
}

/// Grants a role (not yet in force unless it carries its approval); false when the person holds it.
pub fn add_role(db: &mut dyn Connection, row: &RoleRow) -> Result<bool, StoreError> {
    let added = db.execute(
        &ADD_ROLE,
        &[
            (&row.person).into(),
            i64::from(row.role.code()).into(),
            (&row.granted_by).into(),
            row.granted_at.into(),
            row.approved_by.as_ref().into(),
            row.approved_at.into(),
            row.ends_at.into(),
            row.reviewed_at.into(),
        ],
    )?;
    Ok(added == 1)
}

/// The second pair of eyes; false when there is nothing to approve or it would be one's own grant.
pub fn approve_role(
    db: &mut dyn Connection,
    person: &PersonId,
    role: Role,
    by: &PersonId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = db.execute(
        &APPROVE_ROLE,
        &[by.into(), now.into(), now.into(), person.into(), i64::from(role.code()).into(), by.into()],
    )?;
    Ok(changed == 1)
}

/// Reviews a role: it goes on until `ends_at`.
pub fn review_role(
    db: &mut dyn Connection,
    person: &PersonId,
    role: Role,
    ends_at: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = db
        .execute(&REVIEW_ROLE, &[now.into(), ends_at.into(), person.into(), i64::from(role.code()).into()])?;
    Ok(changed == 1)
}

/// Takes a role back.
pub fn end_role(
    db: &mut dyn Connection,
    person: &PersonId,
    role: Role,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(db.execute(&END_ROLE, &[now.into(), person.into(), i64::from(role.code()).into()])? == 1)
}

/// Takes every role back: somebody leaves.
pub fn end_roles(db: &mut dyn Connection, person: &PersonId, now: Timestamp) -> Result<u64, StoreError> {
    db.execute(&END_ROLES, &[now.into(), person.into()])
}

/// The roles of a member of staff, in force or not.
pub fn roles_of(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<RoleRow>, StoreError> {
    db.query(&ROLES_OF, &[person.into()])?.iter().filter_map(|row| parse(row).transpose()).collect()
}

/// Every role that was not taken back.
pub fn all_roles(db: &mut dyn Connection) -> Result<Vec<RoleRow>, StoreError> {
    db.query(&ALL_ROLES, &[])?.iter().filter_map(|row| parse(row).transpose()).collect()
}

/// How many hold a role in force.
pub fn count_role(db: &mut dyn Connection, role: Role, now: Timestamp) -> Result<u64, StoreError> {
    db.query_one(&COUNT_ROLE, &[i64::from(role.code()).into(), now.into()])?.count(0)
}

/// Declares a relation; what it is lies sealed in `detail`.
pub fn add_relation(
    db: &mut dyn Connection,
    person: &PersonId,
    other: &PersonId,
    detail: &[u8],
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(db.execute(&ADD_RELATION, &[person.into(), other.into(), now.into(), detail.into()])? == 1)
}

/// Whether a member of staff has declared a relation to a person.
pub fn is_related(db: &mut dyn Connection, person: &PersonId, other: &PersonId) -> Result<bool, StoreError> {
    Ok(db.query_one(&IS_RELATED, &[person.into(), other.into()])?.int(0)? > 0)
}

/// The declared relations of a member of staff.
pub fn relations_of(
    db: &mut dyn Connection,
    person: &PersonId,
) -> Result<Vec<(PersonId, Timestamp, Vec<u8>)>, StoreError> {
    db.query(&RELATIONS_OF, &[person.into()])?
        .iter()
        .map(|row| Ok((row.person(0)?, row.time(1)?, row.blob(2)?.to_vec())))
        .collect()
}

/// Removes the roles of a member of staff, and their name in those that they granted or approved. How many
/// roles.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_GRANTOR, &[(&NOBODY).into(), person.into()])?;
    db.execute(&FORGET_APPROVER, &[(&NOBODY).into(), person.into()])?;
    db.execute(&FORGET_ROLES, &[person.into()])
}

/// Removes declared relations in both directions: those that the person declared, and those that others
/// declared to them. How many.
pub fn forget_relations(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_RELATIONS, &[person.into(), person.into()])
}
