//! `/me/profile/address`: province, then regency, then district and street, each a page, so that no
//! phone loads seven thousand districts and nobody needs script.

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// How far the address is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AddressStep {
    /// Choosing a province. GET with `province`.
    Province,
    /// Choosing a regency or city. GET with `province` and `regency`.
    Regency {
        /// Code and name.
        province: (String, String),
    },
    /// Choosing a district and writing the rest. POST with `district`, `street`, `rt`, `rw`, `village`,
    /// `postcode`.
    District {
        /// Code and name.
        province: (String, String),
        /// Code and name.
        regency: (String, String),
    },
}

/// A step of the address.
#[derive(askama::Template)]
#[template(path = "person/profile_address.html")]
pub struct ProfileAddress<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What was chosen and typed.
    pub form: FormView<'p>,
    /// How far it is.
    pub step: AddressStep,
    /// Code and name of what can be chosen in this step.
    pub places: Vec<(String, String)>,
    /// Where the list of places comes from (its licence wants it said).
    pub places_source: String,
}

impl ProfileAddress<'_> {
    fn choices(&self) -> Vec<Choice> {
        self.places.iter().map(|(code, name)| Choice::new(code, name)).collect()
    }
}

page!(ProfileAddress: |page| page.form.title("address-title"));

#[cfg(test)]
impl crate::sample::Sampled for ProfileAddress<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let place = |code: &str, name: &str| (code.to_owned(), name.to_owned());
        let page = |step, places, form: FormView<'static>| Self {
            frame: frame.clone(),
            form: form.help("street", crate::sample::help()),
            step,
            places,
            places_source: "idn-area-data (ODbL)".to_owned(),
        };
        let province = place("31", "DKI Jakarta");
        let regency = place("31.74", "Kota Administrasi Jakarta Selatan");
        let wrong = crate::form::FieldError::new("street", "address-street-empty");
        vec![
            (
                "province",
                page(AddressStep::Province, vec![province.clone(), place("32", "Jawa Barat")], frame.form()),
            ),
            (
                "regency",
                page(
                    AddressStep::Regency { province: province.clone() },
                    vec![regency.clone()],
                    frame.form(),
                ),
            ),
            (
                "district",
                page(
                    AddressStep::District { province, regency },
                    vec![place("31.74.01", "Tebet")],
                    frame.form().typed("postcode", "12810").wrong(wrong),
                ),
            ),
        ]
    }
}
