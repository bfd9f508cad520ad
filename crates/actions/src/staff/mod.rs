//! What members of staff do, each in a role that is in force and for a purpose of it. A file per thing.

pub mod accept_invitation;
pub mod approve_role;
pub mod case_queue;
pub mod close_batch;
pub mod decide_case;
pub mod declare_relation;
pub mod end_role;
pub mod fail_reveal;
pub mod grant_role;
pub mod invite_staff;
pub mod list_relations;
pub mod list_staff;
pub mod look_up;
pub mod lost_claim;
pub mod numbers;
pub mod open_batch;
pub mod open_case;
pub mod open_person;
pub mod oversee_trail;
pub mod plan_batch;
pub mod purposes_of_role;
pub mod reveal_draw;
pub mod review_role;
pub mod staff_leaves;
pub mod view_batches;
pub mod view_desk;
