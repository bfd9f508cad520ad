//! What stands in a case about a lost phone or address: the new address, and what the house found out,
//! as match or no match.

use amanah_domain::states::IdentityState;
use amanah_domain::{FieldId, Timestamp};
use askama::Template;
use askama::filters::HtmlSafe;

use crate::layout::Frame;
use crate::parts::Tag;
use crate::shown::Shown;

/// The request that a case is about.
#[derive(Debug)]
pub struct LostClaim<'p> {
    /// The new address; a code from it came back.
    pub to: Shown<'p>,
    /// It belonged to an account already.
    pub taken: bool,
    /// Whether the name is the account's; `None` where that could not be compared.
    pub name: Option<bool>,
    /// Whether the birth date is.
    pub birth_date: Option<bool>,
    /// How far the account's NIK is believed. It is the one that was given: the account was found by it.
    pub identity: IdentityState,
    /// Since when the account exists: to be held against what is said.
    pub since: Option<Timestamp>,
}

/// The list, with its words.
#[derive(Template)]
#[template(path = "staff/lost_claim.html")]
pub(crate) struct Compared<'v> {
    lines: Vec<(String, Tag)>,
    label: String,
    to: &'v str,
    taken: Option<Tag>,
    since: Option<(String, String)>,
}

impl HtmlSafe for Compared<'_> {}

impl<'v> Compared<'v> {
    pub(crate) fn new(frame: &Frame<'_>, claim: &'v LostClaim<'_>) -> Self {
        let said = |same: Option<bool>| match same {
            Some(true) => Tag::done(frame.t("claim-same")),
            Some(false) => Tag::no(frame.t("claim-differs")),
            None => Tag::waiting(frame.t("claim-not")),
        };
        let identity = frame.t(&format!("staff-identity-{}", claim.identity.name()));
        let nik = match claim.identity {
            IdentityState::Verified => Tag::done(frame.t1("claim-nik", "identity", identity)),
            _ => Tag::waiting(frame.t1("claim-nik", "identity", identity)),
        };
        let line = |field, tag| (frame.words.field(field), tag);
        Self {
            lines: vec![
                line(FieldId::Nik, nik),
                line(FieldId::Name, said(claim.name)),
                line(FieldId::BirthDate, said(claim.birth_date)),
            ],
            label: frame.t("claim-to"),
            to: claim.to.as_str(),
            since: claim.since.map(|at| (frame.t("claim-since"), frame.date(&at))),
            taken: claim.taken.then(|| Tag::no(frame.t("claim-taken"))),
        }
    }
}
