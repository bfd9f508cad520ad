//! `/me/profile/…`: the steps of the profile, a page each, filled with what is known.

use amanah_actions::ActionError;
use amanah_actions::person::save_identity::{IdentityInput, IdentitySaved};
use amanah_actions::person::save_livelihood::LivelihoodInput;
use amanah_domain::FieldId;
use amanah_domain::values::{BirthDate, Education, Kk, Nik, Occupation, PayoutAccount};
use amanah_pages::person::{BirthQuestion, ProfileAccount, ProfileNumbers, ProfileWork};
use amanah_pages::{FieldError, FormView, Shown};
use axum::Router;
use axum::routing::get;

use crate::failure::Reply;
use crate::form::Fields;
use crate::help::{refill, with_help};
use crate::person::address;
use crate::state::App;
use crate::visitor::Visitor;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/me/profile/numbers", get(numbers_form).post(numbers_submit))
        .route("/me/profile/birth-date", get(numbers_again).post(birth_submit))
        .route("/me/profile/address", get(address::form).post(address::submit))
        .route("/me/profile/work", get(work_form).post(work_submit))
        .route("/me/profile/account", get(account_form).post(account_submit))
}

fn numbers<'v>(visitor: &'v Visitor, form: FormView<'v>) -> ProfileNumbers<'v> {
    let form = with_help(visitor, form, &["nik", "kk", "birth-date"]);
    ProfileNumbers { frame: visitor.frame(), form }
}

async fn numbers_form(visitor: Visitor) -> Reply {
    let asked = [FieldId::Nik, FieldId::Kk, FieldId::BirthDate];
    let looked = visitor.app.office.view_profile(visitor.person()?, &asked).await?;
    let mut form = visitor.frame().form();
    if let Some(nik) = looked.open::<Nik>()? {
        form = form.with("nik", Shown::of(&nik));
    }
    if let Some(kk) = looked.open::<Kk>()? {
        form = form.with("kk", Shown::of(&kk));
    }
    if let Some(born) = looked.open::<BirthDate>()? {
        form = form.fill_day("birth-date", &born);
    }
    let form = with_help(&visitor, form, &["nik", "kk", "birth-date"]);
    visitor.page(&ProfileNumbers { frame: visitor.frame(), form })
}

/// The question has no address of its own to come back to: what was typed stands in its form alone.
async fn numbers_again(visitor: Visitor) -> Reply {
    visitor.person()?;
    visitor.to("/me/profile/numbers")
}

fn typed(fields: &Fields, confirmed: bool) -> IdentityInput {
    let get = |name| fields.get(name).to_owned();
    IdentityInput {
        nik: get("nik"),
        kk: get("kk"),
        birth_day: get("birth-date-day"),
        birth_month: get("birth-date-month"),
        birth_year: get("birth-date-year"),
        gender: String::new(),
        confirmed_birth_date: confirmed,
    }
}

async fn save(visitor: &Visitor, fields: &Fields, input: &IdentityInput) -> Reply {
    match visitor.app.office.save_identity(visitor.person()?, input).await {
        Ok(IdentitySaved::AskBirthDate) => visitor.page(&question(visitor, fields, visitor.frame().form())),
        Ok(IdentitySaved::Claimed | IdentitySaved::StillVerified | IdentitySaved::Contested) => {
            visitor.to("/me")
        }
        Err(ActionError::Input(errors)) => {
            visitor.again(&numbers(visitor, refill(visitor.frame().form(), fields, &errors)))
        }
        Err(other) => Err(other.into()),
    }
}

async fn numbers_submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    save(&visitor, &fields, &typed(&fields, false)).await
}

/// What the question keeps between the two requests.
const KEPT: [&str; 5] = ["nik", "kk", "birth-date-day", "birth-date-month", "birth-date-year"];

fn question<'v>(visitor: &'v Visitor, fields: &Fields, form: FormView<'v>) -> BirthQuestion<'v> {
    let frame = visitor.frame();
    let office = &visitor.app.office;
    let input = typed(fields, false);
    let day = |date: Option<_>| Shown::typed(date.map(|d| frame.words.day(d)).unwrap_or_default());
    BirthQuestion {
        kept: KEPT.iter().map(|name| (*name, Shown::typed(fields.get(name)))).collect(),
        typed: day(office.birth_date_typed(&input)),
        in_nik: day(office.birth_date_meant(&input)),
        frame,
        form,
    }
}

async fn birth_submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    match fields.get("answer") {
        "typed" => save(&visitor, &fields, &typed(&fields, true)).await,
        "nik" => {
            let input = visitor.app.office.with_birth_date_in_nik(typed(&fields, true));
            save(&visitor, &fields, &input).await
        }
        "retype" => {
            let kept = KEPT.iter().filter(|name| **name != "nik");
            let form = kept.fold(visitor.frame().form(), |form, name| form.typed(*name, fields.get(name)));
            visitor.page(&numbers(&visitor, form))
        }
        _ => {
            visitor.person()?;
            let form = visitor.frame().form().wrong(FieldError::new("answer", "choose"));
            visitor.again(&question(&visitor, &fields, form))
        }
    }
}

fn work<'v>(visitor: &'v Visitor, form: FormView<'v>) -> ProfileWork<'v> {
    ProfileWork { frame: visitor.frame(), form: with_help(visitor, form, &["occupation", "education"]) }
}

async fn work_form(visitor: Visitor) -> Reply {
    let asked = [FieldId::Occupation, FieldId::Education];
    let looked = visitor.app.office.view_profile(visitor.person()?, &asked).await?;
    let mut form = visitor.frame().form();
    if let Some(occupation) = looked.open::<Occupation>()? {
        form = form.with("occupation", Shown::of(&occupation));
    }
    if let Some(education) = looked.open::<Education>()? {
        form = form.fill_education(&education);
    }
    let form = with_help(&visitor, form, &["occupation", "education"]);
    visitor.page(&ProfileWork { frame: visitor.frame(), form })
}

async fn work_submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let get = |name| fields.get(name).to_owned();
    let input = LivelihoodInput {
        occupation: get("occupation"),
        education: get("education"),
        enrolled: get("enrolled"),
    };
    match visitor.app.office.save_livelihood(visitor.person()?, &input).await {
        Ok(()) => visitor.to("/me"),
        Err(ActionError::Input(errors)) => {
            visitor.again(&work(&visitor, refill(visitor.frame().form(), &fields, &errors)))
        }
        Err(other) => Err(other.into()),
    }
}

fn account<'v>(visitor: &'v Visitor, form: FormView<'v>) -> ProfileAccount<'v> {
    ProfileAccount { frame: visitor.frame(), form: with_help(visitor, form, &["number"]) }
}

async fn account_form(visitor: Visitor) -> Reply {
    let looked = visitor.app.office.view_profile(visitor.person()?, &[FieldId::PayoutAccount]).await?;
    let mut form = visitor.frame().form();
    if let Some(payout) = looked.open::<PayoutAccount>()? {
        form = form.fill_account(&payout);
    }
    let form = with_help(&visitor, form, &["number"]);
    visitor.page(&ProfileAccount { frame: visitor.frame(), form })
}

async fn account_submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let office = &visitor.app.office;
    match office.save_payout(visitor.person()?, fields.get("provider"), fields.get("number")).await {
        Ok(()) => visitor.to("/me"),
        Err(ActionError::Input(errors)) => {
            visitor.again(&account(&visitor, refill(visitor.frame().form(), &fields, &errors)))
        }
        Err(other) => Err(other.into()),
    }
}
