//! Forms that begin with what is known: opened values taken apart as the fields ask for them.

use amanah_domain::regions::Regions;
use amanah_domain::values::{Address, BirthDate, Education, PayoutAccount};
use amanah_vault::Opened;

use crate::form::FormView;
use crate::shown::Shown;

impl<'p> FormView<'p> {
    /// A birth date in `<name>-day`, `-month` and `-year`.
    #[must_use]
    pub fn fill_day(self, name: &str, opened: &Opened<'p, BirthDate>) -> Self {
        let date = opened.expose().date();
        let part = |part: i16| Shown::typed(part.to_string());
        self.with(format!("{name}-day"), part(date.day().into()))
            .with(format!("{name}-month"), part(date.month().into()))
            .with(format!("{name}-year"), part(date.year()))
    }

    /// An address in the fields of its three steps.
    #[must_use]
    pub fn fill_address(self, opened: &Opened<'p, Address>) -> Self {
        let address = opened.expose();
        let number = |n: Option<u16>| n.map(|n| n.to_string()).unwrap_or_default();
        self.with("province", Shown::typed(address.province_code()))
            .with("regency", Shown::typed(address.regency_code()))
            .with("district", Shown::typed(address.district_code()))
            .with("street", Shown::typed(address.street()))
            .with("rt", Shown::typed(number(address.rt())))
            .with("rw", Shown::typed(number(address.rw())))
            .with("village", Shown::typed(address.village().unwrap_or_default()))
            .with("postcode", Shown::typed(address.postcode().unwrap_or_default()))
    }

    /// Education in `education` and `enrolled`.
    #[must_use]
    pub fn fill_education(self, opened: &Opened<'p, Education>) -> Self {
        let education = opened.expose();
        let enrolled = if education.in_formal_education { "yes" } else { "no" };
        self.with("education", Shown::typed(education.level.name())).with("enrolled", Shown::typed(enrolled))
    }

    /// An account in `provider` and `number`.
    #[must_use]
    pub fn fill_account(self, opened: &Opened<'p, PayoutAccount>) -> Self {
        let account = opened.expose();
        self.with("provider", Shown::typed(account.provider())).with("number", Shown::typed(account.number()))
    }
}

impl<'p> Shown<'p> {
    /// An address on one line, with the names of its places instead of their code.
    pub fn address(opened: &Opened<'p, Address>, regions: &Regions) -> Self {
        let address = opened.expose();
        let code = address.district_code();
        Self::typed(address.line(&regions.line(code).unwrap_or_else(|| code.to_owned())).as_str())
    }
}
