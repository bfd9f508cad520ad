//! The doors of staff: the console under `/staff`, and the page behind an invitation.

mod batches;
mod calls;
mod case_acts;
mod case_files;
mod case_queue;
mod chats;
mod chats_events;
mod desk;
mod hand_over;
mod holds;
mod home;
mod invitation;
mod lead;
mod look_up;
mod members;
mod numbers;
mod open_case;
mod open_person;
mod opened;
mod operation;
mod relations;
mod removals;

use axum::Router;
use axum::routing::{get, post};

use crate::person::way_back;
use crate::state::App;

/// Routes for staff.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/staff", get(home::home))
        .route("/staff/purpose", post(home::choose))
        .route("/staff/calls", get(calls::screen).post(calls::submit))
        .route("/staff/look-up", get(look_up::form).post(look_up::submit))
        .route("/staff/cases", get(case_queue::list))
        .route("/staff/cases/{id}", get(open_case::open))
        .route("/staff/lead", get(lead::lead))
        .route("/staff/cases/several", post(hand_over::several))
        .route("/staff/cases/hand-over", get(hand_over::form).post(hand_over::submit))
        .route("/staff/cases/{id}/take", post(case_acts::take))
        .route("/staff/cases/{id}/resume", post(case_acts::resume))
        .route("/staff/cases/{id}/reply", post(case_acts::reply))
        .route("/staff/cases/{id}/note", post(case_acts::note))
        .route("/staff/cases/{id}/ask", post(case_acts::ask))
        .route("/staff/cases/{id}/extend", post(case_acts::extend))
        .route("/staff/cases/{id}/sort", post(case_acts::sort))
        .route("/staff/cases/{id}/decide", post(case_acts::decide))
        .route("/staff/cases/{id}/confirm", post(case_acts::confirm))
        .route("/staff/cases/{id}/back", post(case_acts::back))
        .route("/staff/chats", get(chats::list))
        .route("/staff/chats/events", get(chats_events::events))
        .route("/staff/chats/{case}/take", post(chats::take))
        .route("/staff/chats/{case}/say", post(chats::say))
        .route("/staff/chats/{case}/hand-over", post(chats::hand_over))
        .route("/staff/chats/{case}/end", post(chats::end))
        .route("/staff/cases/{id}/files/{file}", get(case_files::take_out))
        .route("/staff/batches", get(batches::list))
        .route("/staff/batches/plan", get(batches::plan_form).post(batches::plan_submit))
        .route("/staff/batches/{number}", get(batches::manage))
        .route("/staff/batches/{number}/open", post(batches::open))
        .route("/staff/batches/{number}/close", post(batches::close))
        .route("/staff/batches/{number}/reveal", post(batches::reveal))
        .route("/staff/batches/{number}/fail", post(batches::fail))
        .route("/staff/numbers", get(numbers::numbers))
        .route("/staff/members", get(members::list))
        .route("/staff/members/grant", get(members::grant_form).post(members::grant_submit))
        .route("/staff/members/invite", get(members::invite_form).post(members::invite_submit))
        .route("/staff/members/{id}/approve", post(members::approve))
        .route("/staff/members/{id}/review", post(members::review))
        .route("/staff/members/{id}/end", post(members::end))
        .route("/staff/members/{id}/left", post(members::left))
        .route("/staff/removals", get(removals::list))
        .route("/staff/removals/sign-in", post(way_back::staff_again))
        .route("/staff/removals/for", get(removals::form).post(removals::submit))
        .route("/staff/removals/{id}", get(removals::open))
        .route("/staff/removals/{id}/answers/{notice}", post(removals::answer))
        .route("/staff/holds", get(holds::list).post(holds::submit))
        .route("/staff/holds/{id}/lift", post(holds::lift))
        .route("/staff/holds/{id}/reason", post(holds::reason))
        .route("/staff/operation", get(operation::operation))
        .route("/staff/relations", get(relations::list).post(relations::declare))
        .route("/invitation/{token}", get(invitation::form).post(invitation::accept))
}
