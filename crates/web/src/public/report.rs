//! `/report`: the Report Form, with and without an account, and the work that stands before it.

use amanah_actions::ActionError;
use amanah_actions::FieldError as Refusal;
use amanah_actions::cases::attach::FileInput;
use amanah_actions::public::form_gate::{GATE, Passage, WAIT_SECONDS};
use amanah_actions::public::report::{
    Filed, KINDS_FOR_ANYBODY, KINDS_FOR_PEOPLE, REPORT_CHARS_MAX, ReportInput,
};
use amanah_domain::Refused;
use amanah_domain::cases::CaseKind;
use amanah_pages::FormView;
use amanah_pages::form::FieldError;
use amanah_pages::public::{Report, ReportFiled, ReportGate};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;

use crate::cookies;
use crate::failure::Reply;
use crate::form::Fields;
use crate::help::refill;
use crate::public::receipt::PASS_SECONDS;
use crate::upload::Upload;
use crate::visitor::{Visitor, with_cookie};

/// Hours until a question is answered, by the policy.
pub(crate) fn answer_hours(visitor: &Visitor) -> u32 {
    visitor.app.office.answer_hours(CaseKind::Question)
}

/// A ticket that is good still goes on with the form: the time that it waited counts.
fn page<'v>(visitor: &'v Visitor, form: FormView<'v>, ticket: Option<&str>) -> Report<'v> {
    let own = visitor.person().is_ok();
    let office = &visitor.app.office;
    let gate = || ReportGate {
        ticket: ticket.map_or_else(|| office.form_ticket(), str::to_owned),
        wait_seconds: u32::try_from(WAIT_SECONDS).unwrap_or_default(),
    };
    let kinds = if own { KINDS_FOR_PEOPLE.as_slice() } else { KINDS_FOR_ANYBODY.as_slice() };
    Report {
        frame: visitor.frame(),
        form,
        kinds: kinds.to_vec(),
        answer_hours: answer_hours(visitor),
        chars_max: REPORT_CHARS_MAX,
        key: if own { office.new_line_id() } else { String::new() },
        gate: (!own).then(gate),
    }
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    visitor.page(&page(&visitor, visitor.frame().form(), None))
}

/// The work, as JSON in the shape of the protocol.
pub(crate) async fn challenge(visitor: Visitor) -> Reply {
    Ok(Json(visitor.app.office.form_challenge(visitor.network())?).into_response())
}

pub(crate) async fn submit(visitor: Visitor, upload: Upload) -> Reply {
    let Upload { fields, files, .. } = upload;
    visitor.check_csrf(fields.get("csrf"))?;
    if visitor.person().is_ok() {
        submit_own(&visitor, &fields, files).await
    } else {
        submit_any(&visitor, &fields, files).await
    }
}

async fn submit_own(visitor: &Visitor, fields: &Fields, files: Vec<FileInput>) -> Reply {
    let office = &visitor.app.office;
    let (kind, said, key) = (fields.get("kind"), fields.get("said"), fields.get("key"));
    match office.file_own_report(visitor.person()?, kind, said, files, key).await {
        Ok(case) => visitor.to(&format!("/me/cases/{}", case.to_hex())),
        Err(ActionError::Input(errors)) => visitor.again(&Report {
            key: key.to_owned(),
            ..page(visitor, refill(visitor.frame().form(), fields, &errors), None)
        }),
        Err(other) => Err(other.into()),
    }
}

async fn submit_any(visitor: &Visitor, fields: &Fields, files: Vec<FileInput>) -> Reply {
    let office = &visitor.app.office;
    let input = ReportInput {
        kind: fields.get("kind").to_owned(),
        said: fields.get("said").to_owned(),
        name: fields.get("name").to_owned(),
        contact: fields.get("contact").to_owned(),
        language: visitor.letters(),
        files,
    };
    let passage = Passage { proof: fields.get("proof"), ticket: fields.get("ticket") };
    match office.file_report(&input, passage, visitor.network()).await {
        Ok(filed) => done(visitor, filed),
        Err(ActionError::Input(errors)) => {
            let used = |error: &Refusal| ["form-spent", "form-lapsed"].contains(&error.refused.key);
            let ticket = Some(fields.get("ticket")).filter(|_| !errors.iter().any(used));
            let form = refill(visitor.frame().form(), fields, &errors);
            visitor.again(&page(visitor, form, ticket.filter(|ticket| !ticket.is_empty())))
        }
        Err(ActionError::Limit { retry_seconds, .. }) => {
            let minutes = retry_seconds.div_ceil(60).max(1);
            let error = FieldError::refused(GATE, Refused::bound("form-limit", minutes));
            let form = refill(visitor.frame().form(), fields, &[]).wrong(error);
            let page = page(visitor, form, Some(fields.get("ticket")));
            let mut response = visitor.page_with(StatusCode::TOO_MANY_REQUESTS, &page)?;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_seconds));
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

/// The receipt is shown in the answer itself: its code stands in no address and is kept nowhere.
fn done(visitor: &Visitor, filed: Filed) -> Reply {
    let page = ReportFiled {
        frame: visitor.frame(),
        number: filed.receipt.number,
        code: filed.receipt.code,
        due_at: filed.due_at,
        told: filed.told,
    };
    with_cookie(visitor.page(&page), cookies::set(cookies::RECEIPT, &filed.pass, PASS_SECONDS))
}
