//! `/me/correct`: every value with its source and time and what is needed to change it; the corrections that
//! were asked for. `/me/correct/<field>`: one that is only believed with evidence. `/me/cases/<id>/files`:
//! evidence that comes later.

use amanah_domain::cases::CaseState;
use amanah_domain::{FieldId, RecipientClass, Source, Timestamp};

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;
use crate::person::my_data::edit_address;
use crate::shown::Shown;

/// One value, and how it is changed.
#[derive(Debug)]
pub struct CorrectItem<'p> {
    /// Which.
    pub field: FieldId,
    /// The value with its source and time, where there is one.
    pub value: Option<(Shown<'p>, Source, Timestamp)>,
    /// It was confirmed: another is only believed with evidence.
    pub evidence: bool,
    /// It is disputed: a correction is open.
    pub disputed: bool,
}

/// A correction that was asked for.
#[derive(Clone, Debug)]
pub struct CorrectionItem {
    /// The case's id, as in its address.
    pub case: String,
    /// The number that is quoted.
    pub number: String,
    /// Which value.
    pub field: FieldId,
    /// Where it stands.
    pub state: CaseState,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when it is decided.
    pub due_at: Option<Timestamp>,
    /// Until when evidence is awaited.
    pub waits_until: Option<Timestamp>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// How many files are there.
    pub files: u32,
    /// Who had received the wrong value, and whether they have acknowledged that it was.
    pub told: Vec<(RecipientClass, bool)>,
}

/// What can be corrected, and what is under way.
#[derive(askama::Template)]
#[template(path = "person/correct.html")]
pub struct Correct<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The values.
    pub items: Vec<CorrectItem<'p>>,
    /// Newest first.
    pub corrections: Vec<CorrectionItem>,
}

/// A word as the beginning of a line.
fn first_large(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl Correct<'_> {
    fn name(&self, field: &FieldId) -> String {
        first_large(&self.frame.words.field(*field))
    }

    fn shown(&self, item: &CorrectItem<'_>) -> String {
        match &item.value {
            Some((value, ..)) => self.frame.words.value(item.field, value.as_str()),
            None => self.frame.t("data-none"),
        }
    }

    fn since(&self, item: &CorrectItem<'_>) -> String {
        match &item.value {
            Some((_, source, at)) => {
                let source = self.frame.words.source(*source);
                self.frame.t2("data-since", "source", source, "at", self.frame.date(at))
            }
            None => String::new(),
        }
    }

    fn address(&self, item: &CorrectItem<'_>) -> String {
        match item.evidence {
            true => format!("/me/correct/{}", item.field.name()),
            false => edit_address(item.field).to_owned(),
        }
    }

    fn way(&self, item: &CorrectItem<'_>) -> String {
        self.frame.t(match (item.evidence, item.value.is_some()) {
            (true, _) => "correct-with-evidence",
            (false, true) => "data-edit",
            (false, false) => "data-add",
        })
    }

    fn tag(&self, one: &CorrectionItem) -> Tag {
        match one.state {
            CaseState::Waiting => Tag::waiting(self.frame.t("correct-waiting")),
            CaseState::Open | CaseState::Proposed => Tag::waiting(self.frame.t("correct-open")),
            CaseState::Granted | CaseState::Answered => Tag::done(self.frame.t("correct-granted")),
            CaseState::Refused => Tag::no(self.frame.t("correct-refused")),
            CaseState::Withdrawn => Tag::plain(self.frame.t("correct-withdrawn")),
        }
    }

    fn when(&self, one: &CorrectionItem) -> String {
        let frame = &self.frame;
        match (one.decided_at, one.due_at, one.waits_until) {
            (Some(at), ..) => frame.t1("correct-decided-at", "at", frame.moment(&at)),
            (None, Some(due), _) => frame.t1("correct-due", "at", frame.moment(&due)),
            (None, None, Some(until)) => frame.t1("correct-waits", "at", frame.moment(&until)),
            (None, None, None) => frame.t1("correct-since", "at", frame.moment(&one.opened_at)),
        }
    }

    fn told(&self, one: &CorrectionItem) -> Vec<String> {
        let line = |(class, answered): &(RecipientClass, bool)| {
            let key = if *answered { "correct-told-answered" } else { "correct-told" };
            self.frame.t1(key, "recipient", self.frame.words.recipient(*class))
        };
        one.told.iter().map(line).collect()
    }
}

page!(Correct: |page| page.frame.t("correct-title"));

/// One value that is only believed with evidence.
#[derive(askama::Template)]
#[template(path = "person/correct_value.html")]
pub struct CorrectValue<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to the page itself, with files. The input is called as the field; `said`, `files`.
    pub form: FormView<'p>,
    /// Name, NIK or birth date.
    pub field: FieldId,
    /// The value as it is.
    pub value: Shown<'p>,
}

impl CorrectValue<'_> {
    fn heading(&self) -> String {
        self.frame.t1("correct-value-title", "field", self.frame.words.field(self.field))
    }

    fn now(&self) -> String {
        self.frame.words.value(self.field, self.value.as_str())
    }

    fn proof(&self) -> String {
        self.frame.t(match self.field {
            FieldId::Name => "correct-proof-name",
            FieldId::Nik => "correct-proof-nik",
            _ => "correct-proof-birth-date",
        })
    }
}

page!(CorrectValue: |page| if page.form.errors.is_empty() {
    page.heading()
} else {
    page.frame.t1("form-title-wrong", "title", page.heading())
});

/// Files for a case that is open.
#[derive(askama::Template)]
#[template(path = "person/add_files.html")]
pub struct AddFiles<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to the page itself: `files`.
    pub form: FormView<'p>,
    /// The case's id.
    pub case: String,
    /// The number that is quoted.
    pub number: String,
    /// Whether the case waits for them.
    pub waits: bool,
}

page!(AddFiles: |page| page.form.title("files-title"));

#[cfg(test)]
impl crate::sample::Sampled for Correct<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::sample::shown;
        let now = frame.now;
        let value = |text| Some((shown(text), Source::WebsiteInput, now.plus_hours(-200)));
        let item = |field, value, evidence, disputed| CorrectItem { field, value, evidence, disputed };
        let items = || {
            vec![
                item(FieldId::Name, value("Sari Dewi"), true, false),
                item(FieldId::Nik, value("3174 0455 0398 0001"), true, true),
                item(FieldId::Address, value("Jl. Melati 5, Menteng Dalam, Tebet 12870"), false, false),
                item(FieldId::PayoutAccount, None, false, false),
            ]
        };
        let one = |state, due_at, waits_until, decided_at, told| CorrectionItem {
            case: "6a65".repeat(8),
            number: "7KQ2-M4XP-9DRT".to_owned(),
            field: FieldId::Nik,
            state,
            opened_at: now.plus_hours(-5),
            due_at,
            waits_until,
            decided_at,
            files: 1,
            told,
        };
        let soon = Some(now.plus_hours(67));
        let told = vec![(RecipientClass::Government, true), (RecipientClass::MessagingHouses, false)];
        let corrections = vec![
            one(CaseState::Waiting, None, Some(now.plus_hours(700)), None, Vec::new()),
            one(CaseState::Open, soon, None, None, Vec::new()),
            one(CaseState::Granted, None, None, Some(now), told),
            one(CaseState::Refused, None, None, Some(now), Vec::new()),
            one(CaseState::Withdrawn, None, None, Some(now), Vec::new()),
        ];
        vec![
            ("none", Self { frame: frame.clone(), items: items(), corrections: Vec::new() }),
            ("some", Self { frame, items: items(), corrections }),
        ]
    }
}

#[cfg(test)]
impl crate::sample::Sampled for CorrectValue<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let page = |field, value, form: FormView<'static>| Self {
            form: form.help(FieldId::name(field), crate::sample::help()),
            frame: frame.clone(),
            field,
            value: crate::sample::shown(value),
        };
        let wrong = frame
            .form()
            .typed("nik", "317404550398000")
            .wrong(FieldError { bound: Some(16), ..FieldError::new("nik", "nik-length") })
            .wrong(FieldError::new("files", "file-active"));
        vec![
            ("name", page(FieldId::Name, "Sari Dewi", frame.form())),
            ("nik", page(FieldId::Nik, "3174 0455 0398 0001", frame.form())),
            ("birth-date", page(FieldId::BirthDate, "1998-03-15", frame.form())),
            ("wrong", page(FieldId::Nik, "3174 0455 0398 0001", wrong)),
        ]
    }
}

#[cfg(test)]
impl crate::sample::Sampled for AddFiles<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let page = |form, waits| Self {
            frame: frame.clone(),
            form,
            case: "6a65".repeat(8),
            number: "7KQ2-M4XP-9DRT".to_owned(),
            waits,
        };
        let wrong =
            frame.form().wrong(FieldError { bound: Some(3), ..FieldError::new("files", "file-many") });
        vec![
            ("waits", page(frame.form(), true)),
            ("more", page(frame.form(), false)),
            ("wrong", page(wrong, true)),
        ]
    }
}
