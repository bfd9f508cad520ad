//! `/me/data`: everything we hold, and the pages that correct one value of it.

use amanah_actions::person::correct::needs_evidence;
use amanah_actions::person::view_data::{EarlierValue, OWN_FIELDS};
use amanah_actions::{ActionError, FieldError, Looked};
use amanah_domain::purposes::{EditOwn, ViewOwn};
use amanah_domain::states::IdentityState;
use amanah_domain::values::{
    Address, BirthDate, Education, Email, Gender, Kk, Nik, Occupation, PayoutAccount, PersonName, Phone,
};
use amanah_domain::{Field, FieldId, MayRead};
use amanah_pages::person::{DataItem, EDITABLE, Earlier, EditValue, Held, MyData};
use amanah_pages::{FormView, Shown, Tag};
use axum::extract::Path;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::{refill, with_help};
use crate::visitor::Visitor;

/// What is to be said of a value: disputed, or how far the registry is with it.
fn tag(visitor: &Visitor, looked: &Looked<'_, ViewOwn>, field: FieldId) -> Option<Tag> {
    let frame = visitor.frame();
    if looked.account.disputed.contains(field) {
        return Some(Tag::no(frame.t("data-disputed")));
    }
    let checked = matches!(field, FieldId::Name | FieldId::Nik | FieldId::Kk | FieldId::BirthDate);
    match looked.account.identity {
        _ if !checked => None,
        IdentityState::None => None,
        IdentityState::Claimed => Some(Tag::waiting(frame.t("data-being-checked"))),
        IdentityState::Verified => Some(Tag::done(frame.t("data-checked"))),
        IdentityState::Mismatch => Some(Tag::no(frame.t("data-no-match"))),
        IdentityState::Contested => Some(Tag::waiting(frame.t("data-contested"))),
    }
}

fn held<'l>(
    visitor: &Visitor,
    looked: &'l Looked<'_, ViewOwn>,
    field: FieldId,
    value: Shown<'l>,
) -> Option<Held<'l>> {
    let (source, at) = looked.origin(field)?;
    let purposes = visitor.app.office.field_facts(field).purposes;
    Some(Held { value, source, at, purposes, tag: tag(visitor, looked, field) })
}

fn item<'l, F: Field>(
    visitor: &Visitor,
    looked: &'l Looked<'_, ViewOwn>,
    earlier: &[EarlierValue],
) -> Result<DataItem<'l>, Failure>
where
    ViewOwn: MayRead<F>,
{
    let value = looked.open::<F>()?.map(|opened| Shown::of(&opened));
    let held = value.and_then(|value| held(visitor, looked, F::ID, value));
    let mut replaced = Vec::new();
    for row in earlier.iter().filter(|row| row.field() == F::ID) {
        if let Some(opened) = row.open::<F>(looked)? {
            replaced.push(Earlier {
                value: Shown::of(&opened),
                replaced_at: row.replaced_at,
                until: row.until,
            });
        }
    }
    Ok(line(looked, F::ID, held, replaced))
}

fn line<'l>(
    looked: &'l Looked<'_, ViewOwn>,
    field: FieldId,
    held: Option<Held<'l>>,
    earlier: Vec<Earlier<'l>>,
) -> DataItem<'l> {
    let evidence = held.is_some() && needs_evidence(field, looked.account.identity);
    DataItem { field, held, evidence, earlier }
}

fn address<'l>(
    visitor: &Visitor,
    looked: &'l Looked<'_, ViewOwn>,
    earlier: &[EarlierValue],
) -> Result<DataItem<'l>, Failure> {
    let regions = &visitor.app.office.programme.regions;
    let value = looked.open::<Address>()?.map(|opened| Shown::address(&opened, regions));
    let held = value.and_then(|value| held(visitor, looked, FieldId::Address, value));
    let mut replaced = Vec::new();
    for row in earlier.iter().filter(|row| row.field() == FieldId::Address) {
        if let Some(opened) = row.open::<Address>(looked)? {
            let value = Shown::address(&opened, regions);
            replaced.push(Earlier { value, replaced_at: row.replaced_at, until: row.until });
        }
    }
    Ok(line(looked, FieldId::Address, held, replaced))
}

/// Every value with what stood there before.
pub(crate) fn items<'l>(
    visitor: &Visitor,
    looked: &'l Looked<'_, ViewOwn>,
    earlier: &[EarlierValue],
) -> Result<Vec<DataItem<'l>>, Failure> {
    Ok(vec![
        item::<PersonName>(visitor, looked, earlier)?,
        item::<Gender>(visitor, looked, earlier)?,
        item::<BirthDate>(visitor, looked, earlier)?,
        item::<Email>(visitor, looked, earlier)?,
        item::<Phone>(visitor, looked, earlier)?,
        address(visitor, looked, earlier)?,
        item::<Nik>(visitor, looked, earlier)?,
        item::<Kk>(visitor, looked, earlier)?,
        item::<Occupation>(visitor, looked, earlier)?,
        item::<Education>(visitor, looked, earlier)?,
        item::<PayoutAccount>(visitor, looked, earlier)?,
    ])
}

pub(crate) async fn data(visitor: Visitor) -> Reply {
    let earlier = visitor.app.office.earlier_values(visitor.person()?).await?;
    let looked = visitor.app.office.view_own(visitor.person()?, OWN_FIELDS).await?;
    let items = items(&visitor, &looked, &earlier)?;
    visitor.page(&MyData { frame: visitor.frame(), items })
}

fn editable(name: &str) -> Result<FieldId, Failure> {
    FieldId::from_name(name).filter(|field| EDITABLE.contains(field)).ok_or(Failure::NotFound)
}

/// The form with the present value.
fn filled<'l>(
    form: FormView<'l>,
    looked: &'l Looked<'_, EditOwn>,
    field: FieldId,
) -> Result<FormView<'l>, Failure> {
    fn put<'l, F: Field>(form: FormView<'l>, looked: &'l Looked<'_, EditOwn>) -> Result<FormView<'l>, Failure>
    where
        EditOwn: MayRead<F>,
    {
        Ok(match looked.open::<F>()? {
            Some(opened) => form.with(F::ID.name(), Shown::of(&opened)),
            None => form,
        })
    }
    match field {
        FieldId::Name => put::<PersonName>(form, looked),
        FieldId::Gender => put::<Gender>(form, looked),
        _ => Err(Failure::NotFound),
    }
}

pub(crate) async fn edit_form(visitor: Visitor, Path(name): Path<String>) -> Reply {
    let field = editable(&name)?;
    let looked = visitor.app.office.view_for_edit(visitor.person()?, field).await?;
    let form = filled(visitor.frame().form(), &looked, field)?;
    let form = with_help(&visitor, form, &[field.name()]);
    visitor.page(&EditValue { frame: visitor.frame(), form, field, held: looked.fields().contains(field) })
}

async fn again(visitor: &Visitor, field: FieldId, fields: &Fields, errors: &[FieldError]) -> Reply {
    let looked = visitor.app.office.view_for_edit(visitor.person()?, field).await?;
    let form = with_help(visitor, refill(visitor.frame().form(), fields, errors), &[field.name()]);
    visitor.again(&EditValue { frame: visitor.frame(), form, field, held: looked.fields().contains(field) })
}

pub(crate) async fn edit_submit(visitor: Visitor, Path(name): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let (office, session, field) = (&visitor.app.office, visitor.person()?, editable(&name)?);
    let saved = match field {
        FieldId::Name => office.save_name(session, fields.get("name")).await,
        FieldId::Gender => office.save_gender(session, fields.get("gender")).await,
        _ => return Err(Failure::NotFound),
    };
    match saved {
        Ok(()) => visitor.to("/me/data"),
        Err(ActionError::Input(errors)) => again(&visitor, field, &fields, &errors).await,
        Err(other) => Err(other.into()),
    }
}
