//! `/staff/calls`: one screen for one call. Everything that the agent typed travels with the form; nothing of
//! it stands in an address, and nothing is kept before the note is filed.

use amanah_actions::ActionError;
use amanah_actions::public::report::REPORT_CHARS_MAX;
use amanah_actions::staff::note_call::{CallNote, KINDS_BY_PHONE};
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_actions::staff::take_call::{Call, CallInput, Caller};
use amanah_domain::{Role, Timestamp};
use amanah_pages::FormView;
use amanah_pages::staff::{CallCase, CallNoted, CallerStanding, Calls};

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::staff::desk::{chosen, desk, refused};
use crate::visitor::Visitor;

/// Hours that a call may have begun before: what a form says of it is not believed beyond that.
const BEGAN_HOURS_MAX: i64 = 12;

fn is_open(visitor: &Visitor) -> Result<bool, Failure> {
    let chosen = chosen(visitor)?;
    Ok(chosen
        .is_some_and(|now| now.role == Role::ContactAgent && now.purpose() == StaffPurpose::AnswerQuestion))
}

fn standing(caller: Caller) -> CallerStanding {
    match caller {
        Caller::Unasked => CallerStanding::Unasked,
        Caller::None => CallerStanding::None,
        Caller::Found => CallerStanding::Found,
        Caller::NotVerified => CallerStanding::NotVerified,
        Caller::Verified => CallerStanding::Verified,
    }
}

/// When the call began, as its form says.
fn began(visitor: &Visitor, fields: Option<&Fields>) -> Timestamp {
    let now = visitor.app.office.now();
    let said = fields.and_then(|fields| fields.get("began").parse().ok()).map(Timestamp::from_millis);
    said.filter(|at| (0..=BEGAN_HOURS_MAX * 3_600_000).contains(&now.since(*at))).unwrap_or(now)
}

async fn page<'v>(
    visitor: &'v Visitor,
    fields: Option<&Fields>,
    form: FormView<'v>,
    call: Option<&Call>,
) -> Result<Calls<'v>, Failure> {
    let key = fields.map(|fields| fields.get("key")).filter(|key| !key.is_empty());
    let cases = call.map(|call| call.cases.as_slice()).unwrap_or_default();
    Ok(Calls {
        frame: visitor.frame(),
        desk: desk(visitor).await?,
        form,
        began: began(visitor, fields),
        key: key.map_or_else(|| visitor.app.office.message_key(), str::to_owned),
        verified: call.map(|call| call.verified.clone()).unwrap_or_default(),
        caller: call.map_or(CallerStanding::Unasked, |call| standing(call.caller)),
        cases: cases
            .iter()
            .map(|case| CallCase {
                id: case.case.to_hex(),
                number: case.number.clone(),
                kind: case.kind,
                state: case.state,
                due_at: case.due_at,
            })
            .collect(),
        kinds: KINDS_BY_PHONE.to_vec(),
        chars_max: REPORT_CHARS_MAX,
        open: is_open(visitor)?,
    })
}

pub(crate) async fn screen(visitor: Visitor) -> Reply {
    visitor.staff()?.as_staff(Role::ContactAgent)?;
    visitor.page(&page(&visitor, None, visitor.frame().form(), None).await?)
}

fn input(fields: &Fields) -> CallInput {
    let typed = |name: &str| fields.get(name).to_owned();
    CallInput {
        caller: typed("caller"),
        nik: typed("nik"),
        number: typed("number"),
        name: typed("name"),
        birth_day: typed("birth-date-day"),
        birth_month: typed("birth-date-month"),
        birth_year: typed("birth-date-year"),
        verified: typed("verified"),
    }
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let session = visitor.staff()?;
    session.as_staff(Role::ContactAgent)?;
    if !is_open(&visitor)? {
        return visitor.page(&page(&visitor, None, visitor.frame().form(), None).await?);
    }
    let office = &visitor.app.office;
    let form = |errors: &[amanah_actions::FieldError]| refill(visitor.frame().form(), &fields, errors);
    let notes = fields.get("step") == "note";
    let mut typed = input(&fields);
    if notes && typed.verified.is_empty() {
        // A note is written down as far as the check went; it checks nobody by the way.
        typed =
            CallInput { caller: typed.caller, nik: typed.nik, number: typed.number, ..CallInput::default() };
    }
    let call = match office.take_call(session, &typed).await {
        Ok(call) => call,
        Err(ActionError::Input(errors)) => {
            return visitor.again(&page(&visitor, Some(&fields), form(&errors), None).await?);
        }
        Err(error) => return refused(&visitor, desk(&visitor).await?, error),
    };
    if !notes {
        return visitor.page(&page(&visitor, Some(&fields), form(&[]), Some(&call)).await?);
    }
    let contact = Some(fields.get("contact")).filter(|typed| !typed.trim().is_empty());
    let note = CallNote {
        kind: fields.get("kind").to_owned(),
        said: fields.get("said").to_owned(),
        case: fields.get("case").to_owned(),
        contact: contact.unwrap_or(fields.get("caller")).to_owned(),
        name: fields.get("name").to_owned(),
        language: visitor.letters(),
        key: fields.get("key").to_owned(),
    };
    match office.note_call(session, &call, &note).await {
        Ok(noted) => {
            let page = CallNoted {
                frame: visitor.frame(),
                desk: desk(&visitor).await?,
                number: noted.number,
                code: noted.code,
                told: noted.told,
                added: noted.added,
            };
            visitor.page(&page)
        }
        Err(ActionError::Input(errors)) => {
            visitor.again(&page(&visitor, Some(&fields), form(&errors), Some(&call)).await?)
        }
        Err(error) => refused(&visitor, desk(&visitor).await?, error),
    }
}
