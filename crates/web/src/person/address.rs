//! `/me/profile/address`: province, regency, district and the rest, a page each.

use amanah_actions::ActionError;
use amanah_domain::FieldId;
use amanah_domain::regions::Regions;
use amanah_domain::values::{Address, AddressInput};
use amanah_pages::FormView;
use amanah_pages::person::{AddressStep, ProfileAddress};
use axum::extract::Query;
use serde::Deserialize;

use crate::failure::Reply;
use crate::form::Fields;
use crate::help::{refill, with_help};
use crate::visitor::Visitor;

/// How far it is, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    province: String,
    regency: String,
}

fn place(regions: &Regions, code: &str, digits: usize) -> Option<(String, String)> {
    let name = regions.name(code).filter(|_| code.len() == digits)?;
    Some((code.to_owned(), name.to_owned()))
}

impl Asked {
    /// The step that it leads to; what is no place leads back to the step before.
    fn step(&self, regions: &Regions) -> AddressStep {
        let Some(province) = place(regions, &self.province, 2) else { return AddressStep::Province };
        let within = self.regency.get(..2) == Some(province.0.as_str());
        match place(regions, &self.regency, 5).filter(|_| within) {
            Some(regency) => AddressStep::District { province, regency },
            None => AddressStep::Regency { province },
        }
    }
}

fn page<'p>(visitor: &'p Visitor, form: FormView<'p>, asked: &Asked) -> ProfileAddress<'p> {
    let regions = &visitor.app.office.programme.regions;
    let step = asked.step(regions);
    let named = |region: amanah_domain::regions::Region<'_>| (region.code(), region.name.to_owned());
    let mut places: Vec<(String, String)> = match &step {
        AddressStep::Province => regions.provinces().map(named).collect(),
        AddressStep::Regency { province } => regions.regencies(&province.0).map(named).collect(),
        AddressStep::District { regency, .. } => regions.districts(&regency.0).map(named).collect(),
    };
    places.sort_by(|(_, a), (_, b)| a.cmp(b));
    let frame = visitor.frame();
    ProfileAddress {
        places_source: frame.t("places-source"),
        form: with_help(visitor, form, &["street"]),
        frame,
        step,
        places,
    }
}

pub(crate) async fn form(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    let looked = visitor.app.office.view_profile(visitor.person()?, &[FieldId::Address]).await?;
    let mut form = visitor.frame().form();
    if let Some(address) = looked.open::<Address>()? {
        form = form.fill_address(&address);
    }
    visitor.page(&page(&visitor, form, &asked))
}

pub(crate) async fn submit(visitor: Visitor, Query(asked): Query<Asked>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let input = AddressInput {
        street: fields.get("street"),
        rt: fields.get("rt"),
        rw: fields.get("rw"),
        village: fields.get("village"),
        district: fields.get("district"),
        postcode: fields.get("postcode"),
    };
    match visitor.app.office.save_address(visitor.person()?, &input).await {
        Ok(()) => visitor.to("/me"),
        Err(ActionError::Input(errors)) => {
            let form = refill(visitor.frame().form(), &fields, &errors);
            visitor.again(&page(&visitor, form, &asked))
        }
        Err(other) => Err(other.into()),
    }
}
