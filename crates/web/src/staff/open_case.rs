//! `/staff/cases/<id>`: one case and its decision.

use amanah_actions::ActionError;
use amanah_actions::staff::decide_case::Decision;
use amanah_actions::staff::lost_claim::{Compared, LostClaim};
use amanah_actions::staff::open_case::OpenedCase;
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::states::IdentityState;
use amanah_domain::{CaseId, Refused, Role};
use amanah_pages::staff::{LostClaim as ShownClaim, OpenCase, Standing};
use amanah_pages::{FormView, Shown};
use axum::extract::Path;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::staff::case_queue::subject;
use crate::staff::desk::{chosen, desk, refused};
use crate::staff::opened::of_case;
use crate::visitor::Visitor;

fn case_id(text: &str) -> Result<CaseId, Failure> {
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

async fn show(visitor: &Visitor, case: CaseId, form: FormView<'_>, wrong: bool) -> Reply {
    let (role, purpose) = in_force(visitor)?;
    let file = match visitor.app.office.open_case(visitor.staff()?, role, purpose, case).await {
        Ok(file) => file,
        Err(error) => return refused(visitor, desk(visitor).await?, error),
    };
    let (statement, answer) = (file.statement()?, file.answer()?);
    let claim = match (&statement, file.line.kind) {
        (Some(statement), CaseKind::ContactChange) => Some(LostClaim::read(statement)?),
        _ => None,
    };
    let values = of_case(&file.opened, file.fields, &visitor.app.office.programme.regions)?;
    let standing = match (&file.opened, file.line.state, file.decided_at) {
        (OpenedCase::Own, ..) => Standing::Own,
        (OpenedCase::Related, ..) => Standing::Related,
        (OpenedCase::NotForThis, ..) => Standing::NotForThis,
        (_, CaseState::Granted | CaseState::Refused, Some(at)) => Standing::Decided {
            granted: file.line.state == CaseState::Granted,
            at,
            reason: answer.as_ref().map_or_else(|| Shown::typed(""), Shown::of),
            by_reader: file.decided_by_reader,
        },
        _ => Standing::MayDecide,
    };
    let page = OpenCase {
        frame: visitor.frame(),
        desk: desk(visitor).await?,
        form,
        id: case.to_hex(),
        kind: file.line.kind,
        subject: subject(visitor, file.line.kind, &file.line.subject),
        opened_at: file.line.opened_at,
        due_at: file.line.due_at.filter(|_| file.line.state.is_open()),
        statement: match &claim {
            Some(claim) => Some(Shown::typed(&claim.said)),
            None => statement.as_ref().map(Shown::of),
        },
        claim: claim.as_ref().map(|claim| shown_claim(&file.opened, claim)),
        fields: values.opened,
        empty: values.empty,
        standing,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn open(visitor: Visitor, Path(id): Path<String>) -> Reply {
    show(&visitor, case_id(&id)?, visitor.frame().form(), false).await
}

pub(crate) async fn decide(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let case = case_id(&id)?;
    let again = |errors: &[amanah_actions::FieldError]| refill(visitor.frame().form(), &fields, errors);
    let granted = match fields.get("decision") {
        "grant" => true,
        "refuse" => false,
        _ => {
            let missing = amanah_actions::FieldError::new("decision", Refused::because("choose"));
            return show(&visitor, case, again(&[missing]), true).await;
        }
    };
    let decision = Decision { granted, reason: fields.get("reason").to_owned() };
    match visitor.app.office.decide_case(visitor.staff()?, case, decision).await {
        Ok(()) => visitor.to(&format!("/staff/cases/{}", case.to_hex())),
        Err(ActionError::Input(errors)) => show(&visitor, case, again(&errors), true).await,
        Err(error) => refused(&visitor, desk(&visitor).await?, error),
    }
}
