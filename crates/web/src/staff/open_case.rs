//! `/staff/cases/<id>`: one case. What is done in it stands in `case_acts`.

use amanah_actions::letters::Language;
use amanah_actions::staff::look_complaint::BoundEntry;
use amanah_actions::staff::lost_claim::{Compared, LostClaim};
use amanah_actions::staff::open_case::{CaseFile, FileEvent, OpenedCase};
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_actions::staff::sort_case::sorts_to;
use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::states::IdentityState;
use amanah_domain::{CaseId, Pseudonym, Role};
use amanah_pages::staff::{
    BoundEntryView, CaseEventView, CaseFacts, CaseFileView, LostClaim as ShownClaim, OpenCase, ReplyTemplate,
    Standing,
};
use amanah_pages::{FormView, Lang, Shown};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::Deserialize;

use crate::failure::{Failure, Reply};
use crate::person::trail_line;
use crate::staff::case_queue::{holder, subject};
use crate::staff::desk::{chosen, desk, refused};
use crate::staff::opened::{of_case, wanted_of};
use crate::visitor::Visitor;

pub(crate) fn case_id(text: &str) -> Result<CaseId, Failure> {
    CaseId::from_hex(text).ok_or(Failure::NotFound)
}

/// The role and purpose in force. Without one nothing is opened: the page says so.
fn in_force(visitor: &Visitor) -> Result<(Role, StaffPurpose), Failure> {
    let chosen = chosen(visitor)?.map(|chosen| (chosen.role, chosen.purpose()));
    match (chosen, visitor.staff()?.roles().first()) {
        (Some(chosen), _) => Ok(chosen),
        // Running staff decides no case.
        (None, Some(role)) => Ok((*role, StaffPurpose::RunStaff)),
        (None, None) => Err(Failure::NotFound),
    }
}

/// Both are gone before the permit is: the claim was read under it and is shown on this one page.
fn shown_claim<'p>(opened: &OpenedCase<'p>, claim: &LostClaim) -> ShownClaim<'p> {
    let same = |compared: Compared| match compared {
        Compared::Same => Some(true),
        Compared::Differs => Some(false),
        Compared::Not => None,
    };
    let account = match opened {
        OpenedCase::Question(looked) => Some(&looked.account),
        _ => None,
    };
    ShownClaim {
        to: Shown::typed(&claim.to.address),
        taken: claim.taken,
        name: same(claim.name),
        birth_date: same(claim.birth_date),
        identity: account.map_or(IdentityState::None, |account| account.identity),
        since: account.map(|account| account.created_at),
    }
}

/// How the page is shown again after something was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// For the first time.
    No,
    /// A form could not be taken.
    Wrong,
    /// A colleague was first.
    Late,
}

fn facts(visitor: &Visitor, file: &CaseFile<'_>) -> CaseFacts {
    let line = &file.line;
    let shut = matches!(file.opened, OpenedCase::Own | OpenedCase::Related | OpenedCase::NotForThis);
    CaseFacts {
        id: line.case.to_hex(),
        number: line.receipt.clone(),
        kind: line.kind,
        subject: subject(visitor, line.kind, &line.subject),
        state: line.state,
        channel: line.channel,
        opened_at: line.opened_at,
        due_at: line.due_at.filter(|_| line.state.is_open()),
        left_ms: line.left_ms,
        waits_until: file.waits_until,
        holder: holder(line.holder),
        level: line.level,
        extension_left: file.extension_left,
        four_eyes: file.four_eyes,
        ground: file.ground.filter(|_| !shut),
        grounds: file.grounds.to_vec(),
        appeal_of: file.appeal_of.map(|case| case.to_hex()),
        about: file.about,
        about_purpose: file.about_purpose,
        sorts_to: sorts_to(line.kind, line.channel),
    }
}

fn event<'p>(file: &'p CaseFile<'p>, event: &FileEvent) -> Result<CaseEventView<'p>, Failure> {
    Ok(CaseEventView {
        kind: event.kind,
        at: event.at,
        role: event.role,
        by_reader: event.by_reader,
        channel: event.channel,
        shown: event.shown,
        code: event.code.clone(),
        hours: event.hours,
        fate: event.fate,
        said: file.said_in(event)?.as_ref().map(Shown::of),
    })
}

/// A pseudonym in groups that can be read out.
pub(crate) fn read_out(pseudonym: &Pseudonym) -> String {
    let hex: Vec<String> = pseudonym
        .as_bytes()
        .chunks(2)
        .map(|pair| pair.iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    hex.join(" ")
}

fn bound<'p>(visitor: &Visitor, entry: &'p BoundEntry<'p>) -> Result<BoundEntryView<'p>, Failure> {
    let reason = match &entry.reason {
        Some(reason) => reason.open()?.as_ref().map(Shown::of),
        None => None,
    };
    let actor = &entry.line.entry.actor;
    Ok(BoundEntryView {
        line: trail_line(visitor, &entry.line),
        tie: entry.tie,
        pseudonym: if actor.as_bytes() == &[0; 16] { String::new() } else { read_out(actor) },
        policy_in_force: entry.policy_in_force,
        reason,
        case: entry.case.as_ref().map(|c| (c.case.to_hex(), c.receipt.clone(), c.kind, c.state)),
    })
}

/// The language in which the person is written to.
fn their_language(file: &CaseFile<'_>) -> Option<Lang> {
    let account = match &file.opened {
        OpenedCase::Review(looked) => &looked.account,
        OpenedCase::Question(looked) => &looked.account,
        OpenedCase::Rights(looked) => &looked.account,
        OpenedCase::Own | OpenedCase::Related | OpenedCase::NotForThis => return None,
    };
    Some(match Language::from_code(account.language) {
        Language::Id => Lang::Id,
        Language::En => Lang::En,
    })
}

/// Shows a case. `template`: the text that an answer is to begin with.
pub(crate) async fn show(
    visitor: &Visitor,
    case: CaseId,
    mut form: FormView<'_>,
    template: &str,
    again: Again,
) -> Reply {
    let (role, purpose) = in_force(visitor)?;
    let office = &visitor.app.office;
    let file = match office.open_case(visitor.staff()?, role, purpose, case).await {
        Ok(file) => file,
        Err(error) => return refused(visitor, desk(visitor).await?, error),
    };
    let entries = office.bound_entries(visitor.staff()?, &file).await?;
    let (statement, answer) = (file.statement()?, file.answer()?);
    let claim = match (&statement, file.line.kind) {
        (Some(statement), CaseKind::ContactChange) => Some(LostClaim::read(statement)?),
        _ => None,
    };
    let values = of_case(&file.opened, file.fields, &office.programme.regions)?;
    let words = &visitor.app.words;
    if let Some(theirs) = their_language(&file).map(|lang| words.lexicon(lang))
        && words.templates().contains(&template.to_owned())
    {
        let number = file.line.receipt.clone();
        let text = theirs.t1(&format!("template-{template}"), "number", number);
        form = form.typed("reply", text).typed("template", template);
    }
    let standing = match (&file.opened, file.line.state, file.decided_at, file.proposal) {
        (OpenedCase::Own, ..) => Standing::Own,
        (OpenedCase::Related, ..) => Standing::Related,
        (OpenedCase::NotForThis, ..) => Standing::NotForThis,
        (_, state, Some(at), _) => Standing::Decided {
            state,
            at,
            reason: answer.as_ref().map_or_else(|| Shown::typed(""), Shown::of),
            by_reader: file.decided_by_reader,
        },
        _ if file.decided_first => Standing::DecidedFirst,
        (_, CaseState::Proposed, None, Some((granted, by_reader))) => {
            Standing::Proposed { granted, by_reader }
        }
        _ => Standing::MayDecide,
    };
    let listed = file.files.iter().map(|file| CaseFileView {
        id: file.attachment.to_hex(),
        media: file.media,
        state: file.state,
        kilobytes: file.bytes.div_ceil(1_024),
        evidence: file.evidence,
        at: file.added_at,
    });
    let title = |id: &String| ReplyTemplate {
        title: visitor.frame().t(&format!("template-{id}-title")),
        id: id.clone(),
    };
    let page = OpenCase {
        frame: visitor.frame(),
        desk: desk(visitor).await?,
        form,
        case: facts(visitor, &file),
        late: again == Again::Late,
        statement: match &claim {
            Some(claim) => Some(Shown::typed(&claim.said)),
            None => statement.as_ref().map(Shown::of),
        },
        claim: claim.as_ref().map(|claim| shown_claim(&file.opened, claim)),
        wanted: wanted_of(&file, &office.programme.regions)?,
        events: file.events.iter().map(|e| event(&file, e)).collect::<Result<_, _>>()?,
        cut: file.cut,
        files: listed.collect(),
        bound: entries.iter().map(|entry| bound(visitor, entry)).collect::<Result<_, _>>()?,
        templates: words.templates().iter().map(title).collect(),
        fields: values.opened,
        empty: values.empty,
        standing,
    };
    match again {
        Again::No => visitor.page(&page),
        Again::Wrong => visitor.again(&page),
        Again::Late => visitor.page_with(StatusCode::CONFLICT, &page),
    }
}

/// What the address asks for beside the case.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    template: String,
}

pub(crate) async fn open(visitor: Visitor, Path(id): Path<String>, Query(asked): Query<Asked>) -> Reply {
    show(&visitor, case_id(&id)?, visitor.frame().form(), &asked.template, Again::No).await
}
