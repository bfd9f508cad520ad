//! `/certificate` and `/certificate/<code>`: a certificate for whoever has its code, as a page and as
//! two files. Each try counts against a limit, whether there is such a code or not.

use amanah_actions::ActionError;
use amanah_actions::limits::CERTIFICATES_PER_NETWORK;
use amanah_actions::removal::certificate::Certificate as Found;
use amanah_actions::removal::{Kept, StayLine, What};
use amanah_pages::FormView;
use amanah_pages::form::FieldError;
use amanah_pages::public::{Certificate, CertificateFacts, FindCertificate};
use amanah_pages::public::{Kept as Stays, KeptLine, NoticeLine, What as Gone};
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::visitor::Visitor;

/// Letters of a code between two hyphens.
const GROUP: usize = 4;
/// Letters that are looked at.
const LETTERS_MAX: usize = 64;
/// A certificate is its owner's to show: no search engine lists it.
const UNLISTED: &str = "noindex, nofollow, noarchive";

/// The code as it is written: small letters in groups of four.
fn written(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric).take(LETTERS_MAX);
    let mut out = String::new();
    for (at, letter) in letters.enumerate() {
        if at > 0 && at % GROUP == 0 {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// Where a certificate is found again.
pub(crate) fn address(visitor: &Visitor, code: &str) -> String {
    format!("{}/certificate/{}", visitor.app.office.mode.origin, written(code))
}

pub(crate) fn gone(what: What) -> Gone {
    match what {
        What::Field(field) => Gone::Field(field),
        What::Category(category) => Gone::Category(category),
        What::Trace(trace) => Gone::Trace(trace),
    }
}

pub(crate) fn kept(line: &StayLine) -> KeptLine {
    KeptLine {
        kept: match line.kept {
            Kept::Category(category) => Stays::Category(category),
            Kept::OncePerPerson => Stays::OncePerPerson,
            Kept::Everything => Stays::Everything,
        },
        purpose: line.purpose,
        article: line.article.clone(),
        clause: line.clause.clone(),
        until: line.until,
    }
}

/// What a certificate says, for pages.
pub(crate) fn facts(found: &Found) -> CertificateFacts {
    CertificateFacts {
        act: found.act,
        asked_by: found.asked_by,
        ground: found.ground,
        clause: found.clause.to_owned(),
        article: found.article.to_owned(),
        done_at: found.done_at,
        journal: found.journal,
        gone: found.gone.iter().map(|line| (gone(line.what), line.number)).collect(),
        kept: found.kept.iter().map(kept).collect(),
        notices: found
            .recipients
            .iter()
            .map(|told| NoticeLine {
                recipient: told.class,
                state: told.state,
                told_at: told.told_at,
                answered_at: told.answered_at,
                by_hand: told.by_hand.map(|word| (word.way, word.word_at)),
            })
            .collect(),
        unreadable: found.unreadable,
        proofs: found.proofs.iter().map(|at| at.to_text()).collect(),
    }
}

fn unlisted(reply: Reply) -> Reply {
    let mut response = reply?;
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static(UNLISTED));
    Ok(response)
}

fn take(visitor: &Visitor) -> Result<(), Failure> {
    let office = &visitor.app.office;
    Ok(office.limits.take(CERTIFICATES_PER_NETWORK, visitor.network(), office.now())?)
}

fn find(visitor: &Visitor, form: FormView<'_>, status: StatusCode) -> Reply {
    unlisted(visitor.page_with(status, &FindCertificate { frame: visitor.frame(), form }))
}

fn no_such(visitor: &Visitor, typed: &str, status: StatusCode) -> Reply {
    let form = visitor.frame().form().typed("code", typed).wrong(FieldError::new("code", "certificate"));
    find(visitor, form, status)
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    find(&visitor, visitor.frame().form(), StatusCode::OK)
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    take(&visitor)?;
    let typed = fields.get("code");
    // Whoever pastes the whole address means its code.
    let code = written(typed.rsplit('/').next().unwrap_or_default());
    match visitor.app.office.view_certificate(&code).await {
        Ok(_) => visitor.to(&format!("/certificate/{code}")),
        Err(ActionError::NotFound) => no_such(&visitor, typed, StatusCode::UNPROCESSABLE_ENTITY),
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn page(visitor: Visitor, Path(code): Path<String>, RawQuery(query): RawQuery) -> Reply {
    take(&visitor)?;
    let fresh = query.is_some_and(|query| query.split('&').any(|part| part == "new"));
    match visitor.app.office.view_certificate(&code).await {
        Ok(found) => unlisted(visitor.page(&certificate(&visitor, &code, &found, fresh))),
        Err(ActionError::NotFound) => no_such(&visitor, "", StatusCode::NOT_FOUND),
        Err(other) => Err(other.into()),
    }
}

fn certificate<'v>(visitor: &'v Visitor, code: &str, found: &Found, fresh: bool) -> Certificate<'v> {
    Certificate {
        frame: visitor.frame(),
        code: written(code),
        address: address(visitor, code),
        facts: facts(found),
        fresh,
        back: visitor.person().is_ok(),
    }
}

fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Reply {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    unlisted(Ok((headers, bytes).into_response()))
}

pub(crate) async fn pdf(visitor: Visitor, Path(code): Path<String>) -> Reply {
    take(&visitor)?;
    let found = visitor.app.office.view_certificate(&code).await?;
    file("application/pdf", "certificate.pdf", certificate(&visitor, &code, &found, false).pdf())
}

pub(crate) async fn json(visitor: Visitor, Path(code): Path<String>) -> Reply {
    take(&visitor)?;
    let text = visitor.app.office.certificate_file(&code).await?;
    file("application/json", "certificate.json", text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        assert_eq!(written("7K3M q2xh tp4w"), "7k3m-q2xh-tp4w");
        assert_eq!(written("7k3mq2xhtp4w"), "7k3m-q2xh-tp4w");
        assert_eq!(written(&"x".repeat(500)).replace('-', "").len(), 64);
        assert_eq!(written("../?\n"), "");
    }
}
