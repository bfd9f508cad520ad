//! Failures: a status and a reason that a page puts into words. Handlers return them bare; [`dress`]
//! makes the page, in the language of the request. What the operator needs goes to the log, without
//! anything personal.

use amanah_actions::ActionError;
use amanah_pages::layout::Frame;
use amanah_pages::public::{ErrorPage, Fault};
use amanah_pages::refusal::Refused;
use amanah_pages::{Lang, Page};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::language::language;
use crate::state::{App, BODY_BYTES_MAX, UPLOAD_BYTES_MAX};

/// What a handler returns.
pub(crate) type Reply = Result<Response, Failure>;

/// Why there is no page.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// Not signed in.
    SignIn,
    /// No such thing, or not theirs.
    NotFound,
    /// The request cannot be read: the rule it broke.
    Bad(&'static str),
    /// A form breaks a bound: its name and what is allowed.
    Bound(&'static str, usize),
    /// The body is longer than `body_bytes_max`.
    TooLarge,
    /// A form with files is longer than `upload_bytes_max`.
    UploadTooLarge,
    /// Something at this address, for another method.
    Method,
    /// A form that is not from our own page.
    Forged,
    /// Another media type than a form.
    MediaType,
    /// The policy refused: name of the reason, clause.
    Refused(String, Option<String>),
    /// The state of things does not allow it.
    State(&'static str),
    /// Come back later.
    Limit(&'static str, u32),
    /// Somebody else changed it meanwhile.
    Conflict,
    /// Too busy.
    Busy,
    /// Our fault.
    Internal,
    /// A form's input that the handler did not take up.
    Input,
}

impl From<ActionError> for Failure {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::SignInNeeded => Self::SignIn,
            ActionError::NotFound => Self::NotFound,
            ActionError::Refused(refusal) => {
                tracing::info!(reason = %refusal, "the policy refused");
                Self::Refused(refusal.reason.name().to_owned(), refusal.clause.map(|c| c.to_string()))
            }
            ActionError::State(key) => Self::State(key),
            ActionError::Limit { name, retry_seconds } => Self::Limit(name, retry_seconds),
            ActionError::Conflict => Self::Conflict,
            ActionError::Input(_) => Self::Input,
            ActionError::Store(e) if e.is_temporary() => {
                tracing::warn!(error = %e, "the store is busy");
                Self::Busy
            }
            other => {
                tracing::error!(error = %other, "an action failed");
                Self::Internal
            }
        }
    }
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::SEE_OTHER,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Bad(_) | Self::Bound(..) => StatusCode::BAD_REQUEST,
            Self::TooLarge | Self::UploadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forged | Self::Refused(..) => StatusCode::FORBIDDEN,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::State(_) | Self::Conflict => StatusCode::CONFLICT,
            Self::Limit(..) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Input => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn fault(&self) -> Fault {
        match self {
            Self::SignIn | Self::NotFound => Fault::NotFound,
            Self::Bad(rule) => Fault::Malformed { rule: (*rule).to_owned() },
            Self::Bound(name, max) => Fault::BadRequest { bound: Some(((*name).to_owned(), *max as u64)) },
            Self::TooLarge => too_large(),
            Self::UploadTooLarge => {
                Fault::TooLarge { bound: "upload_bytes_max".to_owned(), bytes_max: UPLOAD_BYTES_MAX as u64 }
            }
            Self::Method => Fault::MethodNotAllowed,
            Self::Forged => Fault::Forged,
            Self::MediaType => Fault::MediaType,
            Self::Refused(reason, clause) => {
                Fault::Refused(Refused { reason: reason.clone(), clause: clause.clone() })
            }
            Self::State(key) => Fault::State { key: (*key).to_owned() },
            Self::Limit(name, seconds) => {
                Fault::TooMany { bound: (*name).to_owned(), wait_seconds: u64::from(*seconds) }
            }
            Self::Conflict => Fault::Conflict,
            Self::Busy => Fault::Unavailable { wait_seconds: BUSY_SECONDS },
            Self::Internal => Fault::Internal,
            // A form whose page does not show this input: something else than our page sent it.
            Self::Input => Fault::BadRequest { bound: None },
        }
    }
}

/// Seconds after which a busy house is asked again.
const BUSY_SECONDS: u64 = 10;

fn too_large() -> Fault {
    Fault::TooLarge { bound: "body_bytes_max".to_owned(), bytes_max: BODY_BYTES_MAX as u64 }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if matches!(self, Self::SignIn) {
            return Redirect::to("/sign-in").into_response();
        }
        let mut response = self.status().into_response();
        if let Self::Limit(_, seconds) = &self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Nothing at this address.
pub(crate) async fn not_found() -> Failure {
    Failure::NotFound
}

/// Something at this address, for another method.
pub(crate) async fn wrong_method() -> Failure {
    Failure::Method
}

/// Puts failures into words, also those that a library made without a body of ours.
pub(crate) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let (lang, path) = (language(&parts).0, parts.uri.path().to_owned());
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    let fault = match response.extensions().get::<Failure>() {
        Some(failure) => failure.fault(),
        // A page of its own, such as the console's about a refusal.
        None if is_page(&response) => return response,
        None if status == StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        None if status == StatusCode::FORBIDDEN => Fault::Forged,
        None if status == StatusCode::BAD_REQUEST => Fault::BadRequest { bound: None },
        None if status == StatusCode::SERVICE_UNAVAILABLE => {
            Fault::Unavailable { wait_seconds: BUSY_SECONDS }
        }
        None => return response,
    };
    let html = error_page(&app, lang, &path, fault);
    let (mut head, _) = response.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.remove(header::CONTENT_TYPE);
    let mut dressed = (status, Html(html)).into_response();
    dressed.headers_mut().extend(head.headers);
    dressed
}

fn is_page(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn error_page(app: &App, lang: Lang, path: &str, fault: Fault) -> String {
    let mut frame = Frame::new(app.words.lexicon(lang), path, app.office.now());
    frame.demo = app.office.mode.demo;
    ErrorPage { frame, fault, reference: String::new() }.html().unwrap_or_default()
}
