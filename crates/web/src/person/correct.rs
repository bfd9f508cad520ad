//! `/me/correct`: what can be corrected and how; `/me/correct/<field>`: a correction with evidence.

use amanah_actions::person::correct::{CONFIRMED, Correction, CorrectionInput, needs_evidence};
use amanah_actions::person::view_data::OWN_FIELDS;
use amanah_actions::{ActionError, Looked};
use amanah_domain::purposes::ViewOwn;
use amanah_domain::states::NoticeState;
use amanah_domain::values::{
    Address, BirthDate, Education, Email, Gender, Kk, Nik, Occupation, PayoutAccount, PersonName, Phone,
};
use amanah_domain::{Field, FieldId, MayRead};
use amanah_pages::person::{Correct, CorrectItem, CorrectValue, CorrectionItem};
use amanah_pages::{FormView, Shown};
use axum::extract::Path;

use crate::failure::{Failure, Reply};
use crate::help::{refill, with_help};
use crate::upload::Upload;
use crate::visitor::Visitor;

fn line<'l>(looked: &'l Looked<'_, ViewOwn>, field: FieldId, value: Option<Shown<'l>>) -> CorrectItem<'l> {
    let held = value.zip(looked.origin(field)).map(|(value, (source, at))| (value, source, at));
    CorrectItem {
        field,
        evidence: held.is_some() && needs_evidence(field, looked.account.identity),
        disputed: looked.account.disputed.contains(field),
        value: held,
    }
}

fn item<'l, F: Field>(looked: &'l Looked<'_, ViewOwn>) -> Result<CorrectItem<'l>, Failure>
where
    ViewOwn: MayRead<F>,
{
    Ok(line(looked, F::ID, looked.open::<F>()?.map(|opened| Shown::of(&opened))))
}

fn correction(one: &Correction) -> CorrectionItem {
    let told = one.told.iter().map(|told| {
        (told.recipient, matches!(told.state, NoticeState::Acknowledged | NoticeState::Recorded))
    });
    CorrectionItem {
        case: one.case.to_hex(),
        number: one.number.clone(),
        field: one.field,
        state: one.state,
        opened_at: one.opened_at,
        due_at: one.due_at,
        waits_until: one.waits_until,
        decided_at: one.decided_at,
        files: one.files,
        told: told.collect(),
    }
}

pub(crate) async fn list(visitor: Visitor) -> Reply {
    let (office, session) = (&visitor.app.office, visitor.person()?);
    let corrections = office.list_corrections(session).await?;
    let looked = office.view_own(session, OWN_FIELDS).await?;
    let regions = &office.programme.regions;
    let address = looked.open::<Address>()?.map(|opened| Shown::address(&opened, regions));
    let items = vec![
        item::<PersonName>(&looked)?,
        item::<Gender>(&looked)?,
        item::<BirthDate>(&looked)?,
        item::<Email>(&looked)?,
        item::<Phone>(&looked)?,
        line(&looked, FieldId::Address, address),
        item::<Nik>(&looked)?,
        item::<Kk>(&looked)?,
        item::<Occupation>(&looked)?,
        item::<Education>(&looked)?,
        item::<PayoutAccount>(&looked)?,
    ];
    let corrections = corrections.iter().map(correction).collect();
    visitor.page(&Correct { frame: visitor.frame(), items, corrections })
}

fn confirmed(name: &str) -> Result<FieldId, Failure> {
    FieldId::from_name(name).filter(|field| CONFIRMED.contains(field)).ok_or(Failure::NotFound)
}

async fn show(visitor: &Visitor, field: FieldId, form: FormView<'_>) -> Reply {
    let looked = visitor.app.office.view_own(visitor.person()?, &[field]).await?;
    if !needs_evidence(field, looked.account.identity) {
        // Changed at once, on the page of the value.
        return visitor.to(if field == FieldId::Name { "/me/data/name" } else { "/me/profile/numbers" });
    }
    if looked.account.disputed.contains(field) {
        return visitor.to("/me/correct");
    }
    let value = match field {
        FieldId::Name => looked.open::<PersonName>()?.map(|opened| Shown::of(&opened)),
        FieldId::Nik => looked.open::<Nik>()?.map(|opened| Shown::of(&opened)),
        _ => looked.open::<BirthDate>()?.map(|opened| Shown::of(&opened)),
    };
    let wrong = !form.errors.is_empty();
    let form = with_help(visitor, form, &[field.name()]);
    let value = value.ok_or(Failure::NotFound)?;
    let page = CorrectValue { frame: visitor.frame(), form, field, value };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn form(visitor: Visitor, Path(name): Path<String>) -> Reply {
    show(&visitor, confirmed(&name)?, visitor.frame().form()).await
}

pub(crate) async fn submit(visitor: Visitor, Path(name): Path<String>, upload: Upload) -> Reply {
    let Upload { fields, files, .. } = upload;
    visitor.check_csrf(fields.get("csrf"))?;
    let field = confirmed(&name)?;
    let get = |name: &str| fields.get(name).to_owned();
    let input = CorrectionInput {
        name: get("name"),
        nik: get("nik"),
        birth: (get("birth-date-day"), get("birth-date-month"), get("birth-date-year")),
        said: get("said"),
    };
    match visitor.app.office.ask_correction(visitor.person()?, field, &input, files).await {
        Ok(_) => visitor.to("/me/correct"),
        Err(ActionError::Input(errors)) => {
            show(&visitor, field, refill(visitor.frame().form(), &fields, &errors)).await
        }
        Err(other) => Err(other.into()),
    }
}
