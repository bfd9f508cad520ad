//! The values that a page shows of a person, opened one by one under the page's permit.

use amanah_actions::staff::open_case::{CaseFile, OpenedCase};
use amanah_actions::staff::open_person::OpenedPerson;
use amanah_actions::{ActionError, Looked};
use amanah_domain::purposes::{AnswerQuestion, AssessRights, CheckPayout, InvestigateFraud, ReviewCase};
use amanah_domain::regions::Regions;
use amanah_domain::values::{
    Address, BirthDate, Education, Email, Gender, Kk, Nik, Occupation, PayoutAccount, PersonName, Phone,
};
use amanah_domain::{Field, FieldId, FieldSet, MayRead, Purpose};
use amanah_pages::Shown;
use amanah_pages::staff::OpenedField;

use crate::failure::Failure;

/// Opened values, and the fields that were asked for and are empty.
pub(crate) struct Values<'p> {
    pub(crate) opened: Vec<OpenedField<'p>>,
    pub(crate) empty: FieldSet,
}

/// A page asks for a few fields of one permit.
struct Opening<'p, P: Purpose> {
    looked: &'p Looked<'p, P>,
    wanted: FieldSet,
    values: Values<'p>,
}

impl<'p, P: Purpose> Opening<'p, P> {
    fn of(looked: &'p Looked<'p, P>, wanted: FieldSet) -> Self {
        // What was said in a case lies in a row of its own and has a place of its own on the page.
        let wanted = wanted.without(FieldSet::of(&[FieldId::Statement]));
        Self { looked, wanted, values: Values { opened: Vec::new(), empty: wanted } }
    }

    fn open<F: Field>(mut self) -> Result<Self, ActionError>
    where
        P: MayRead<F>,
    {
        if self.wanted.contains(F::ID) {
            let value = self.looked.open::<F>()?.map(|opened| Shown::of(&opened));
            self.push(F::ID, value);
        }
        Ok(self)
    }

    /// A place is shown by its name, as the person chose it.
    fn open_address(mut self, regions: &Regions) -> Result<Self, ActionError>
    where
        P: MayRead<Address>,
    {
        if self.wanted.contains(FieldId::Address) {
            let value = self.looked.open::<Address>()?.map(|opened| Shown::address(&opened, regions));
            self.push(FieldId::Address, value);
        }
        Ok(self)
    }

    fn push(&mut self, field: FieldId, value: Option<Shown<'p>>) {
        let (Some(value), Some((source, at))) = (value, self.looked.origin(field)) else { return };
        self.values.empty = self.values.empty.without(FieldSet::of(&[field]));
        let disputed = self.looked.account.disputed.contains(field);
        self.values.opened.push(OpenedField { field, value, source, at, disputed });
    }
}

fn question<'p>(looked: &'p Looked<'p, AnswerQuestion>, wanted: FieldSet) -> Result<Values<'p>, ActionError> {
    let opening = Opening::of(looked, wanted).open::<PersonName>()?.open::<Email>()?.open::<Phone>()?;
    Ok(opening.values)
}

fn rights<'p>(looked: &'p Looked<'p, AssessRights>, wanted: FieldSet) -> Result<Values<'p>, ActionError> {
    let opening = Opening::of(looked, wanted).open::<PersonName>()?.open::<Email>()?.open::<Phone>()?;
    Ok(opening.values)
}

fn review<'p>(
    looked: &'p Looked<'p, ReviewCase>,
    wanted: FieldSet,
    regions: &Regions,
) -> Result<Values<'p>, ActionError> {
    let opening = Opening::of(looked, wanted)
        .open::<PersonName>()?
        .open::<Nik>()?
        .open::<Kk>()?
        .open::<BirthDate>()?
        .open::<Gender>()?
        .open_address(regions)?
        .open::<Occupation>()?
        .open::<Education>()?;
    Ok(opening.values)
}

fn payout<'p>(looked: &'p Looked<'p, CheckPayout>, wanted: FieldSet) -> Result<Values<'p>, ActionError> {
    let opening = Opening::of(looked, wanted).open::<PersonName>()?.open::<Nik>()?.open::<PayoutAccount>()?;
    Ok(opening.values)
}

fn fraud<'p>(looked: &'p Looked<'p, InvestigateFraud>, wanted: FieldSet) -> Result<Values<'p>, ActionError> {
    let opening = Opening::of(looked, wanted)
        .open::<PersonName>()?
        .open::<Nik>()?
        .open::<Kk>()?
        .open::<BirthDate>()?
        .open::<PayoutAccount>()?;
    Ok(opening.values)
}

/// Opens what a person's page shows.
pub(crate) fn of_person<'p>(
    person: &'p OpenedPerson<'p>,
    wanted: FieldSet,
    regions: &Regions,
) -> Result<Values<'p>, Failure> {
    let values = match person {
        OpenedPerson::Question(looked) => question(looked, wanted),
        OpenedPerson::Review(looked) => review(looked, wanted, regions),
        OpenedPerson::Payout(looked) => payout(looked, wanted),
        OpenedPerson::Fraud(looked) => fraud(looked, wanted),
    };
    Ok(values?)
}

/// Opens what a case's page shows; nothing where the case stays closed to the reader.
pub(crate) fn of_case<'p>(
    case: &'p OpenedCase<'p>,
    wanted: FieldSet,
    regions: &Regions,
) -> Result<Values<'p>, Failure> {
    let values = match case {
        OpenedCase::Review(looked) => review(looked, wanted, regions),
        OpenedCase::Question(looked) => question(looked, wanted),
        OpenedCase::Rights(looked) => rights(looked, wanted),
        OpenedCase::Own | OpenedCase::Related | OpenedCase::NotForThis => {
            Ok(Values { opened: Vec::new(), empty: FieldSet::EMPTY })
        }
    };
    Ok(values?)
}

/// What is to stand instead, of a correction, where the reviewer's permit opens it.
pub(crate) fn wanted_of<'p>(file: &'p CaseFile<'p>, regions: &Regions) -> Result<Option<Shown<'p>>, Failure> {
    let (Some(body), OpenedCase::Review(looked)) = (&file.wanted, &file.opened) else { return Ok(None) };
    fn alone<'p, F: Field>(
        looked: &'p Looked<'p, ReviewCase>,
        body: &[u8],
    ) -> Result<Option<Shown<'p>>, ActionError>
    where
        ReviewCase: MayRead<F>,
    {
        Ok(looked.open_alone::<F>(body)?.map(|opened| Shown::of(&opened)))
    }
    let shown = match file.about.iter().next() {
        Some(FieldId::Name) => alone::<PersonName>(looked, body),
        Some(FieldId::Nik) => alone::<Nik>(looked, body),
        Some(FieldId::Kk) => alone::<Kk>(looked, body),
        Some(FieldId::BirthDate) => alone::<BirthDate>(looked, body),
        Some(FieldId::Gender) => alone::<Gender>(looked, body),
        Some(FieldId::Occupation) => alone::<Occupation>(looked, body),
        Some(FieldId::Education) => alone::<Education>(looked, body),
        Some(FieldId::Address) => looked
            .open_alone::<Address>(body)
            .map(|found| found.map(|opened| Shown::address(&opened, regions))),
        _ => Ok(None),
    };
    Ok(shown?)
}
