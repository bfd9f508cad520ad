//! `/me/data`: every value we hold, its source, its time, what it may serve; and the way to correct it.

use amanah_domain::{Category, FieldId, PurposeId, Source, Timestamp};

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;
use crate::shown::Shown;

/// Values that can be deleted one by one. Not here: name and contacts, without which there is no account;
/// they go with it.
pub const REMOVABLE: &[FieldId] = &[
    FieldId::Gender,
    FieldId::BirthDate,
    FieldId::Address,
    FieldId::Nik,
    FieldId::Kk,
    FieldId::Occupation,
    FieldId::Education,
    FieldId::PayoutAccount,
];

/// A value that is there.
#[derive(Debug)]
pub struct Held<'p> {
    /// The value; enumerated ones by their name in files, birth dates as `YYYY-MM-DD`.
    pub value: Shown<'p>,
    /// Whence.
    pub source: Source,
    /// Since when.
    pub at: Timestamp,
    /// What it may serve, by the policy in force.
    pub purposes: Vec<PurposeId>,
    /// Verified, being checked, disputed: where there is something to say.
    pub tag: Option<Tag>,
}

/// One kind of value.
#[derive(Debug)]
pub struct DataItem<'p> {
    /// Which.
    pub field: FieldId,
    /// The value, where there is one.
    pub held: Option<Held<'p>>,
    /// It was confirmed: another is only believed with evidence.
    pub evidence: bool,
    /// What stood there before and is still kept, the last first.
    pub earlier: Vec<Earlier<'p>>,
}

/// A value that was replaced.
#[derive(Debug)]
pub struct Earlier<'p> {
    /// What it was.
    pub value: Shown<'p>,
    /// When it was replaced.
    pub replaced_at: Timestamp,
    /// Until when it is kept.
    pub until: Timestamp,
}

/// Where a value is changed at once; empty for what edits itself (letters, sessions).
pub(crate) const fn edit_address(field: FieldId) -> &'static str {
    match field {
        FieldId::Name => "/me/data/name",
        FieldId::Gender => "/me/data/gender",
        FieldId::Nik | FieldId::Kk | FieldId::BirthDate => "/me/profile/numbers",
        FieldId::Email => "/me/security/email",
        FieldId::Phone => "/me/security/phone",
        FieldId::Address => "/me/profile/address",
        FieldId::Occupation | FieldId::Education => "/me/profile/work",
        FieldId::PayoutAccount => "/me/profile/account",
        _ => "",
    }
}

/// Everything we hold.
#[derive(askama::Template)]
#[template(path = "person/my_data.html")]
pub struct MyData<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The values, in the order of their categories.
    pub items: Vec<DataItem<'p>>,
}

impl<'p> MyData<'p> {
    fn groups(&self) -> Vec<(Category, Vec<&DataItem<'p>>)> {
        let mut groups: Vec<(Category, Vec<&DataItem<'p>>)> = Vec::new();
        for item in &self.items {
            let category = item.field.category();
            match groups.iter_mut().find(|(of, _)| *of == category) {
                Some((_, items)) => items.push(item),
                None => groups.push((category, vec![item])),
            }
        }
        groups
    }

    fn name(&self, item: &DataItem<'_>) -> String {
        let name = self.frame.words.field(item.field);
        let mut letters = name.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }

    fn value(&self, item: &DataItem<'_>, held: &Held<'_>) -> String {
        self.frame.words.value(item.field, held.value.as_str())
    }

    fn source(&self, held: &Held<'_>) -> String {
        let source = self.frame.words.source(held.source);
        self.frame.t2("data-since", "source", source, "at", self.frame.date(&held.at))
    }

    fn serves(&self, held: &Held<'_>) -> Vec<String> {
        held.purposes.iter().map(|purpose| self.frame.words.purpose(purpose)).collect()
    }

    /// Where it is deleted by itself; empty for what the account cannot be without.
    fn remove(&self, item: &DataItem<'_>) -> String {
        if item.held.is_none() || !REMOVABLE.contains(&item.field) {
            return String::new();
        }
        format!("/me/leave/confirm?act=erase&field-{}=yes", item.field.name())
    }

    /// Where it is edited; empty for what edits itself (letters, sessions).
    fn edit(&self, item: &DataItem<'_>) -> String {
        match item.evidence {
            true => format!("/me/correct/{}", item.field.name()),
            false => edit_address(item.field).to_owned(),
        }
    }

    fn before(&self, item: &DataItem<'_>) -> Vec<String> {
        let frame = &self.frame;
        let line = |one: &Earlier<'_>| {
            let value = frame.words.value(item.field, one.value.as_str());
            let (at, until) = (frame.date(&one.replaced_at), frame.date(&one.until));
            frame.tf("data-earlier", &[("value", value.into()), ("at", at.into()), ("until", until.into())])
        };
        item.earlier.iter().map(line).collect()
    }
}

page!(MyData: |page| page.frame.t("data-title"));

#[cfg(test)]
impl crate::sample::Sampled for MyData<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::sample::shown;
        let now = frame.now;
        let held = |text, source, tag| {
            Some(Held {
                value: shown(text),
                source,
                at: now.plus_hours(-200),
                purposes: vec![PurposeId::Enrolment, PurposeId::DueDiligence, PurposeId::Rights],
                tag,
            })
        };
        let item = |field, held| DataItem { field, held, evidence: false, earlier: Vec::new() };
        let earlier = |text| Earlier {
            value: shown(text),
            replaced_at: now.plus_hours(-200),
            until: now.plus_hours(1_960),
        };
        let own = Source::WebsiteInput;
        let checked = Some(Tag::done(frame.t("identity-verified")));
        let items = vec![
            item(FieldId::Name, held("Sari Dewi <script>alert(1)</script>", Source::Registration, None)),
            item(FieldId::Gender, None),
            item(FieldId::Email, held("sari@contoh.id", Source::Registration, None)),
            item(FieldId::Phone, None),
            DataItem {
                evidence: true,
                earlier: vec![earlier("3174 0455 0398 0002"), earlier("3174 0455 0398 0003")],
                ..item(FieldId::Nik, held("3174 0455 0398 0001", own, checked))
            },
            item(FieldId::Kk, held("3174 0401 0120 0002", own, None)),
            item(FieldId::BirthDate, held("1998-03-15", own, None)),
            item(
                FieldId::Address,
                held("Jl. Melati 5, RT 004/RW 002, Menteng Dalam, Tebet 12870", own, None),
            ),
            item(FieldId::Occupation, held("laid-off", own, None)),
            item(FieldId::Education, held("senior-high", own, None)),
            item(FieldId::PayoutAccount, None),
            item(FieldId::Device, held("Chrome di Android", Source::UsageRecord, None)),
        ];
        vec![("full", Self { frame, items })]
    }
}
