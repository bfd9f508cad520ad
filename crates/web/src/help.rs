//! What stands beside a field, and the short notice: made from the policy in force, never typed into a
//! template.

use amanah_actions::FieldError as Refusal;
use amanah_domain::{FieldId, FieldSet};
use amanah_pages::person::ShortNotice;
use amanah_pages::{FieldError, FieldHelp, FormView};

use crate::form::Fields;
use crate::visitor::Visitor;

/// A form again, with what was typed and what was wrong.
pub(crate) fn refill<'p>(mut form: FormView<'p>, fields: &Fields, errors: &[Refusal]) -> FormView<'p> {
    for (name, value) in fields.all() {
        // A password is typed again.
        if name != "password" {
            form = form.typed(name, value);
        }
    }
    errors.iter().fold(form, |form, error| form.wrong(FieldError::refused(error.field, error.refused)))
}

/// What stands behind one input.
pub(crate) fn field_help(visitor: &Visitor, field: FieldId) -> FieldHelp {
    let frame = visitor.frame();
    let facts = visitor.app.office.field_facts(field);
    let needed: Vec<String> =
        facts.needed.iter().map(|p| frame.t(&format!("purpose-{}", p.name()))).collect();
    let roles: Vec<String> = facts.roles.iter().map(|r| frame.t(&format!("role-{}", r.name()))).collect();
    let recipients: Vec<String> = facts.recipients.iter().map(|r| frame.words.recipient(*r)).collect();
    let mut who = match roles.as_slice() {
        [] => frame.t("help-who-own"),
        _ => frame.t1("help-who-staff", "roles", frame.words.list(&roles)),
    };
    if !recipients.is_empty() {
        who = frame.t2("help-who-with", "who", who, "recipients", frame.words.list(&recipients));
    }
    let why = frame.t(&format!("field-{}-why", field.name()));
    FieldHelp {
        why: match needed.as_slice() {
            [] => why,
            _ => frame.t2("help-why-needed", "why", why, "purposes", frame.words.list(&needed)),
        },
        empty: frame.t(&format!("field-{}-empty", field.name())),
        who,
        how_long: retention(visitor, &facts.retention),
    }
}

/// Retention rules in words, the longest told.
pub(crate) fn retention(visitor: &Visitor, rules: &[amanah_actions::public::RetentionFact]) -> String {
    let frame = visitor.frame();
    rules
        .iter()
        .max_by_key(|rule| rule.days)
        .map(|rule| {
            let then = frame.t(&format!("retention-then-{}", rule.then));
            let event = frame.t(&format!("retention-event-{}", rule.event));
            let rule = if rule.count == 0 {
                frame.t2("retention-at-once", "event", event, "then", then)
            } else {
                let length = frame.t1(&format!("length-{}", rule.unit), "count", rule.count);
                frame.tf(
                    "retention-rule",
                    &[("length", length.into()), ("event", event.into()), ("then", then.into())],
                )
            };
            frame.t1("help-how-long-at-most", "rule", rule)
        })
        .unwrap_or_default()
}

/// Inputs of forms and the fields of the register behind them.
const INPUTS: &[(&str, FieldId)] = &[
    ("name", FieldId::Name),
    ("address", FieldId::Email),
    ("email", FieldId::Email),
    ("phone", FieldId::Phone),
    ("nik", FieldId::Nik),
    ("kk", FieldId::Kk),
    ("birth-date", FieldId::BirthDate),
    ("gender", FieldId::Gender),
    ("street", FieldId::Address),
    ("occupation", FieldId::Occupation),
    ("education", FieldId::Education),
    ("number", FieldId::PayoutAccount),
];

/// A form with what stands behind the named inputs.
pub(crate) fn with_help<'p>(visitor: &Visitor, form: FormView<'p>, inputs: &[&str]) -> FormView<'p> {
    inputs.iter().fold(form, |form, input| match INPUTS.iter().find(|(name, _)| name == input) {
        Some((_, field)) => form.help(*input, field_help(visitor, *field)),
        None => form,
    })
}

/// The short notice of the registration (article 21), a sentence each.
pub(crate) fn short_notice(visitor: &Visitor) -> ShortNotice {
    let frame = visitor.frame();
    let office = &visitor.app.office;
    let now = FieldSet::of(&[FieldId::Name, FieldId::Email, FieldId::Phone]);
    let later = FieldSet::of(&[
        FieldId::Nik,
        FieldId::Kk,
        FieldId::BirthDate,
        FieldId::Address,
        FieldId::Occupation,
        FieldId::Education,
        FieldId::PayoutAccount,
    ]);
    let facts = office.field_facts(FieldId::Nik);
    let recipients: Vec<String> = facts.recipients.iter().map(|r| frame.words.recipient(*r)).collect();
    ShortNotice {
        what: frame.t2(
            "notice-says-what",
            "now",
            frame.words.fields(now),
            "later",
            frame.words.fields(later),
        ),
        why: frame.t("notice-says-why"),
        how_long: retention(visitor, &facts.retention),
        with_whom: match recipients.as_slice() {
            [] => frame.t("notice-says-nobody"),
            _ => frame.t1("notice-says-with-whom", "recipients", frame.words.list(&recipients)),
        },
    }
}
