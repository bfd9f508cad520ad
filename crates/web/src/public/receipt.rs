//! `/report/receipt`: a case for whoever holds its number and its code. Neither ever stands in an address; what
//! keeps the page open for a while is a signed cookie that opens this one case.

use amanah_actions::ActionError;
use amanah_actions::public::receipt::RECEIPT_MINUTES;
use amanah_actions::public::report::REPORT_CHARS_MAX;
use amanah_domain::Refused;
use amanah_pages::form::FieldError;
use amanah_pages::public::{FindReceipt, Receipt};
use amanah_pages::{FormView, Notice, TagKind};
use axum::extract::RawQuery;
use axum::http::{HeaderValue, StatusCode, header};

use crate::conversation::{lines, standing};
use crate::cookies;
use crate::failure::Reply;
use crate::form::Fields;
use crate::help::refill;
use crate::upload::Upload;
use crate::visitor::{Visitor, with_cookie};

/// Seconds of the cookie.
pub(crate) const PASS_SECONDS: i64 = RECEIPT_MINUTES * 60;

fn minutes() -> u32 {
    u32::try_from(RECEIPT_MINUTES).unwrap_or_default()
}

fn find<'v>(visitor: &'v Visitor, form: FormView<'v>) -> FindReceipt<'v> {
    FindReceipt { frame: visitor.frame(), form, minutes: minutes() }
}

/// The case of the cookie, or the question for number and code.
pub(crate) async fn page(visitor: Visitor, RawQuery(query): RawQuery) -> Reply {
    let sent = query.is_some_and(|query| query.split('&').any(|part| part == "sent"));
    show(&visitor, None, sent).await
}

async fn show(visitor: &Visitor, form: Option<FormView<'_>>, said: bool) -> Reply {
    let Some(pass) = visitor.cookie(cookies::RECEIPT).filter(|pass| !pass.is_empty()) else {
        return visitor.page(&find(visitor, visitor.frame().form()));
    };
    let office = &visitor.app.office;
    let case = match office.view_receipt(pass).await {
        Ok(case) => case,
        Err(ActionError::NotFound) => {
            let page = visitor.page(&find(visitor, visitor.frame().form()));
            return with_cookie(page, cookies::end(cookies::RECEIPT));
        }
        Err(other) => return Err(other.into()),
    };
    let mut frame = visitor.frame();
    if said {
        frame.said = Some(Notice::new(TagKind::Done, frame.t("receipt-sent")));
    }
    let wrong = form.is_some();
    let empty = visitor.frame().form();
    let page = Receipt {
        frame,
        standing: standing(&case),
        // Files are shown to nobody here: number and code are on paper and in messages.
        lines: lines(&case, |_| None)?,
        form: case.is_open().then(|| form.unwrap_or(empty)),
        key: office.message_key(),
        chars_max: REPORT_CHARS_MAX,
        minutes: minutes(),
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn open(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let office = &visitor.app.office;
    let again = |errors: &[amanah_actions::FieldError]| refill(visitor.frame().form(), &fields, errors);
    match office.open_receipt(fields.get("number"), fields.get("code"), visitor.network()).await {
        Ok(pass) => {
            with_cookie(visitor.to("/report/receipt"), cookies::set(cookies::RECEIPT, &pass, PASS_SECONDS))
        }
        Err(ActionError::Input(errors)) => visitor.again(&find(&visitor, again(&errors))),
        Err(ActionError::Limit { retry_seconds, .. }) => {
            let minutes = retry_seconds.div_ceil(60).max(1);
            let error = FieldError::refused("number", Refused::bound("receipt-limit", minutes));
            let page = find(&visitor, again(&[]).wrong(error));
            let mut response = visitor.page_with(StatusCode::TOO_MANY_REQUESTS, &page)?;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_seconds));
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn say(visitor: Visitor, upload: Upload) -> Reply {
    let Upload { fields, files, .. } = upload;
    visitor.check_csrf(fields.get("csrf"))?;
    let Some(pass) = visitor.cookie(cookies::RECEIPT).filter(|pass| !pass.is_empty()) else {
        return visitor.to("/report/receipt");
    };
    match visitor.app.office.say_by_receipt(pass, fields.get("said"), files, fields.get("key")).await {
        Ok(()) => visitor.to("/report/receipt?sent"),
        Err(ActionError::Input(errors)) => {
            let form = refill(visitor.frame().form(), &fields, &errors);
            show(&visitor, Some(form), false).await
        }
        Err(ActionError::NotFound) => visitor.to("/report/receipt"),
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn close(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    with_cookie(visitor.to("/report/receipt"), cookies::end(cookies::RECEIPT))
}
