//! The doors of a person: registration, sign-in, and everything under `/me`.

mod address;
mod batches;
mod code;
mod consents;
mod contact_change;
mod copy;
mod correct;
mod data;
mod eligibility;
mod files;
mod home;
mod leave;
mod lost_access;
mod my_cases;
mod passkeys;
mod password;
mod profile;
mod register;
pub(crate) mod remove;
mod rights;
mod security;
mod sign_in;
mod standings;
mod trail;
pub(crate) mod way_back;

pub(crate) use trail::line as trail_line;

use axum::Router;
use axum::routing::{get, post};

use crate::state::App;

/// Routes by which files come in: a request may last longer there.
pub(crate) fn uploads() -> Router<App> {
    Router::new()
        .route("/me/correct/{field}", get(correct::form).post(correct::submit))
        .route("/me/cases/{id}/files", get(files::form).post(files::submit))
}

/// Routes for people.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/register", get(register::form).post(register::submit))
        .route("/code", get(code::form).post(code::submit))
        .route("/code/resend", post(code::resend))
        .route("/sign-in", get(sign_in::form).post(sign_in::submit))
        .route("/sign-in/password", get(sign_in::password_form).post(sign_in::password_submit))
        .route("/sign-in/passkey/start", post(passkeys::start_sign_in))
        .route("/sign-in/passkey/finish", post(passkeys::finish_sign_in))
        .route("/lost-access", get(lost_access::form).post(lost_access::submit))
        .route("/lost-access/code", get(lost_access::code_form).post(lost_access::code_submit))
        .route("/lost-access/code/resend", post(lost_access::resend))
        .route("/lost-access/sent", get(lost_access::sent))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/me", get(home::home))
        .route("/me/data", get(data::data))
        .route("/me/data/{field}", get(data::edit_form).post(data::edit_submit))
        .route("/me/correct", get(correct::list))
        .route("/me/cases/{id}/files/{file}", get(files::take_out))
        .route("/me/copy", get(copy::page))
        .route("/me/copy/pdf", get(copy::pdf))
        .route("/me/copy/archive", post(copy::prepare))
        .route("/me/copy/archive/{token}", get(copy::archive))
        .route("/me/copy/ready/{token}", get(copy::ready))
        .route("/me/copy/send", get(copy::send_form).post(copy::send))
        .route("/me/copy/sign-in", post(copy::sign_in_again))
        .route("/schemas/person-1.json", get(copy::schema))
        .route("/me/trail", get(trail::list))
        .route("/me/trail/{id}", get(trail::entry))
        .route("/me/trail/{id}/proof", get(trail::proof))
        .route("/me/trail/{id}/complain", post(trail::complain))
        .route("/me/consents", get(consents::list))
        .route("/me/consents/{id}/give", post(consents::give))
        .route("/me/consents/{id}/withdraw", post(consents::withdraw))
        .route("/me/security", get(security::page))
        .route("/me/security/sessions/end-others", post(security::end_others))
        .route("/me/security/sessions/{id}/end", post(security::end_session))
        .route("/me/security/passkeys/start", post(passkeys::start_add))
        .route("/me/security/passkeys/finish", post(passkeys::finish_add))
        .route("/me/security/passkeys/{id}/remove", post(passkeys::remove))
        .route("/me/security/password", get(password::form).post(password::submit))
        .route("/me/security/password/remove", post(password::remove))
        .route("/me/security/code", get(contact_change::code_form).post(contact_change::code_submit))
        .route("/me/security/code/resend", post(contact_change::resend))
        .route("/me/security/{channel}", get(contact_change::form).post(contact_change::submit))
        .route("/me/security/{channel}/cancel", post(contact_change::cancel))
        .route("/me/leave", get(leave::choose))
        .route("/me/leave/parts", get(leave::parts))
        .route("/me/leave/confirm", get(remove::confirm).post(remove::remove))
        .route("/me/leave/sign-in", post(way_back::sign_in_again))
        .merge(standings::routes())
        .merge(profile::routes())
        .merge(eligibility::routes())
        .merge(batches::routes())
        .merge(rights::routes())
        .merge(my_cases::routes())
}
