//! `/me/trail`: who used my data, and the proofs.

use amanah_actions::person::view_trail::{EntryId, Line, PAGE_LINES, TrailFilter};
use amanah_domain::cases::EntryTie;
use amanah_domain::values::Statement;
use amanah_domain::{PurposeId, Role};
use amanah_pages::person::{EntryCase, Trail, TrailEntry, TrailLine};
use amanah_pages::{Paging, Shown};
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::visitor::Visitor;

/// The filter, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    who: String,
    why: String,
    when: String,
    page: usize,
}

/// Pages of a trail, at most (`trail_pages_max`).
const PAGES_MAX: usize = 100;

impl Asked {
    fn address(&self, page: usize) -> String {
        format!(
            "/me/trail?who={}&why={}&when={}&page={page}",
            self.known_who(),
            self.known_why(),
            self.known_when()
        )
    }

    fn known_who(&self) -> &str {
        Role::from_name(&self.who).map_or("", Role::name)
    }

    fn known_why(&self) -> &str {
        PurposeId::from_name(&self.why).map_or("", PurposeId::name)
    }

    fn known_when(&self) -> &str {
        if ["week", "month", "year"].contains(&self.when.as_str()) { &self.when } else { "" }
    }
}

/// A line as the page shows it.
pub(crate) fn line(visitor: &Visitor, line: &Line) -> TrailLine {
    let entry = &line.entry;
    TrailLine {
        id: line.at.to_text(),
        at: line.time,
        role: entry.role,
        operation: entry.operation,
        purpose: entry.purpose,
        clause: visitor.app.office.clause_of(entry.purpose),
        fields: entry.fields,
        recipient: entry.recipient,
        outcome: entry.outcome,
    }
}

pub(crate) async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    let office = &visitor.app.office;
    let days = match asked.known_when() {
        "week" => Some(7),
        "month" => Some(31),
        "year" => Some(366),
        _ => None,
    };
    let here = asked.page.min(PAGES_MAX);
    let filter = TrailFilter {
        role: Role::from_name(&asked.who),
        purpose: PurposeId::from_name(&asked.why),
        since: days.map(|d| office.now().plus_hours(-24 * d)),
        skip: here * PAGE_LINES,
    };
    let found = office.view_trail(visitor.person()?, filter).await?;
    let frame = visitor.frame();
    let form = frame
        .form()
        .typed("who", asked.known_who())
        .typed("why", asked.known_why())
        .typed("when", asked.known_when());
    let pages = usize::try_from(found.count).unwrap_or(usize::MAX).div_ceil(PAGE_LINES).max(1);
    let paging = Paging {
        label: frame.t("trail-pages"),
        before: (here > 0).then(|| (asked.address(here - 1), frame.t("trail-newer"))),
        after: (here + 1 < pages).then(|| (asked.address(here + 1), frame.t("trail-older"))),
        here: frame.t2("paging-here", "page", here + 1, "pages", pages),
    };
    let page = Trail {
        filter: form,
        roles: found.roles,
        purposes: found.purposes,
        lines: found.lines.iter().map(|l| line(&visitor, l)).collect(),
        paging,
        count: found.count,
        frame,
    };
    visitor.page(&page)
}

fn place(id: &str) -> Result<EntryId, Failure> {
    EntryId::from_text(id).ok_or(Failure::NotFound)
}

pub(crate) async fn entry(visitor: Visitor, Path(id): Path<String>) -> Reply {
    let office = &visitor.app.office;
    let at = place(&id)?;
    let cases = office.cases_of_entry(visitor.person()?, at).await?;
    let cases = cases.iter().map(|case| EntryCase {
        id: case.case.to_hex(),
        is_answer: case.tie == EntryTie::Answer,
        state: case.state,
        answers: case.answers.iter().map(|answer| answer.to_text()).collect(),
    });
    let detail = office.view_trail_entry(visitor.person()?, at).await?;
    let reason = match &detail.reason {
        Some(body) => detail.looked.open_alone::<Statement>(body)?,
        None => None,
    };
    let entry = &detail.line.entry;
    let page = TrailEntry {
        frame: visitor.frame(),
        line: line(&visitor, &detail.line),
        reason: reason.as_ref().map(Shown::of),
        basis: office.basis_of(entry.purpose),
        policy_version: office.policy_version_of(&entry.policy).await?,
        policy_hash: hex::encode(entry.policy),
        actor: if entry.actor == amanah_domain::Entry::NOBODY { String::new() } else { entry.actor.to_hex() },
        // The head is signed with every batch, so every entry is covered from its first moment.
        proof_ready: true,
        cases: cases.collect(),
    };
    visitor.page(&page)
}

fn file(name: &str, text: String) -> Reply {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, text).into_response())
}

pub(crate) async fn proof(visitor: Visitor, Path(id): Path<String>) -> Reply {
    let at = place(&id)?;
    let proof = visitor.app.office.prove_entry(visitor.person()?, at).await?;
    file(&format!("amanah-{}.tlog-proof", at.to_text()), proof)
}

/// One tap files it; words may follow in the case.
pub(crate) async fn complain(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let case = visitor.app.office.complain_about(visitor.person()?, place(&id)?).await?;
    visitor.to(&format!("/me/cases/{}", case.to_hex()))
}
