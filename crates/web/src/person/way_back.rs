//! The way back after a new sign-in that a removal asked for. A cookie keeps which removal: an act, and
//! fields and categories of the registers as two numbers. The address is made anew from what is understood
//! of it, so it never leads anywhere but to the page that asks once more.

use amanah_actions::removal::RemovalRequest;
use amanah_domain::states::RemovalAct;
use amanah_domain::{CategorySet, FieldSet};
use axum::http::HeaderValue;

use crate::cookies;
use crate::failure::Reply;
use crate::form::Fields;
use crate::person::remove::{address, request};
use crate::visitor::{Visitor, with_cookie};

/// Seconds for which the way back is kept: as long as a sign-in counts as fresh.
const SECONDS: i64 = 900;

/// The page of the copy, and the one on which it is sent, as they stand in the cookie.
const COPY: &str = "copy";
const SEND_COPY: &str = "copy-send";

/// The way back to the page of the copy.
pub(crate) fn to_copy(send: bool) -> HeaderValue {
    cookies::set(cookies::BACK, if send { SEND_COPY } else { COPY }, SECONDS)
}

/// As it stands in the cookie: `destroy.0.0`.
fn write(request: &RemovalRequest) -> String {
    format!("{}.{:x}.{:x}", request.act.name(), request.fields.bits(), request.categories.bits())
}

fn read(text: &str) -> Option<RemovalRequest> {
    let mut parts = text.split('.');
    let act = RemovalAct::from_name(parts.next()?)?;
    let mut bits = || u64::from_str_radix(parts.next()?, 16).ok();
    let (fields, categories) = (FieldSet::from_bits(bits()?), CategorySet::from_bits(bits()?));
    Some(match act {
        RemovalAct::End => RemovalRequest::END,
        RemovalAct::Destroy => RemovalRequest::DESTROY,
        RemovalAct::Erase => RemovalRequest::erase(fields, categories),
    })
}

/// Where somebody goes who has just signed in.
pub(crate) fn after_sign_in(visitor: &Visitor, staff: bool) -> String {
    let back = visitor.cookie(cookies::BACK).and_then(read);
    match back {
        _ if staff => staff_page(visitor.cookie(cookies::BACK)).to_owned(),
        None if visitor.cookie(cookies::BACK) == Some(COPY) => "/me/copy".to_owned(),
        None if visitor.cookie(cookies::BACK) == Some(SEND_COPY) => "/me/copy/send".to_owned(),
        Some(request) => address(&request),
        None => "/me".to_owned(),
    }
}

/// Where a member of staff goes: a removal or a hold asked for the new sign-in, or the desk. What was typed
/// is not kept.
fn staff_page(kept: Option<&str>) -> &'static str {
    match kept {
        Some("staff-holds") => "/staff/holds",
        Some("staff-for") => "/staff/removals/for",
        _ => "/staff",
    }
}

/// Signs a member of staff out, to sign in afresh and come back.
pub(crate) async fn staff_again(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.sign_out(visitor.staff()?).await?;
    let reply = with_cookie(visitor.to("/sign-in"), cookies::end(cookies::SESSION));
    let kept = if fields.get("to") == "holds" { "staff-holds" } else { "staff-for" };
    with_cookie(reply, cookies::set(cookies::BACK, kept, SECONDS))
}

/// Takes the way back away where there is one: it is gone once, and by nobody else.
pub(crate) fn forget(visitor: &Visitor, reply: Reply) -> Reply {
    match visitor.cookie(cookies::BACK) {
        Some(_) => with_cookie(reply, cookies::end(cookies::BACK)),
        None => reply,
    }
}

/// Signs out, to sign in afresh and come back.
pub(crate) async fn sign_in_again(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.sign_out(visitor.person()?).await?;
    let reply = with_cookie(visitor.to("/sign-in"), cookies::end(cookies::SESSION));
    match request(|name| fields.get(name)) {
        Ok(request) => with_cookie(reply, keep(&request)),
        // Nothing was chosen: the sign-in leads home.
        Err(_) => reply,
    }
}

fn keep(request: &RemovalRequest) -> HeaderValue {
    cookies::set(cookies::BACK, &write(request), SECONDS)
}

#[cfg(test)]
mod tests {
    use amanah_domain::{Category, FieldId};

    use super::*;

    #[test]
    fn the_way_back_leads_to_our_own_page_or_nowhere() {
        let some = RemovalRequest::erase(
            FieldSet::of(&[FieldId::Address, FieldId::Relation]),
            CategorySet::of(&[Category::Photo]),
        );
        for request in [RemovalRequest::END, RemovalRequest::DESTROY, some] {
            assert_eq!(read(&write(&request)), Some(request));
        }
        for wrong in ["", "destroy", "destroy.0", "https://evil.example.0.0", "//evil.0.0", "erase.x.0"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        let pages = [Some("staff-holds"), Some("staff-for"), Some("//evil.example"), None].map(staff_page);
        assert_eq!(pages, ["/staff/holds", "/staff/removals/for", "/staff", "/staff"]);
        // Members that no register has are left out.
        let all = address(&read("erase.ffffffffffffffff.ffffffffffffffff").unwrap());
        let parts = all.strip_prefix("/me/leave/confirm?act=erase&").unwrap().split('&');
        for part in parts {
            let name = part.strip_suffix("=yes").unwrap();
            let known = name.strip_prefix("field-").is_some_and(|name| FieldId::from_name(name).is_some())
                || name.strip_prefix("category-").is_some_and(|name| Category::from_name(name).is_some());
            assert!(known, "{name}");
        }
    }
}
