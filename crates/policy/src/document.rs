//! The policy file as typed data: what the pages show, what `check` reads, what the rules are made
//! from. Every struct refuses keys that it does not know. No words here: those are Fluent files.

use std::collections::BTreeMap;

use amanah_domain::cases::CaseKind;
use amanah_domain::{
    Category, CountryClass, LawfulBasis, Operation, PurposeId, RecipientClass, Role, Sensitivity, SmallSet,
    Source,
};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::Clause;
pub use crate::cases::{CaseRule, EarlierValues, OnLapse, StandingRule};
use crate::length::Length;
use crate::names::{self, choices};
pub use crate::statements::{
    Change, Claims, ContinuedUse, EndOfLife, Notice, Statements, Told, UseMeans, VisitData, Withdrawal,
    WithdrawalBy,
};
use crate::stays::{Anonymise, OncePerPerson, Stay};

choices! {
    /// From which event a time to keep is counted.
    RetentionEvent = "retention event" {
        /// The moment of collection.
        Collection "collection",
        /// The form was left without being sent.
        FormLeft "form-left",
        /// The account was closed, by whoever.
        AccountClosed "account-closed",
        /// The batch that the person joined is over.
        BatchOver "batch-over",
        /// The last benefit was paid or lapsed.
        BenefitsOver "benefits-over",
        /// The case was decided.
        CaseDecided "case-decided",
        /// The consent was withdrawn.
        ConsentWithdrawn "consent-withdrawn",
        /// The letter or message was handed over.
        LetterSent "letter-sent",
        /// The session was ended.
        SessionEnded "session-ended",
        /// The request of a court or authority was answered.
        RequestAnswered "request-answered",
        /// The key epoch is over.
        EpochOver "epoch-over",
        /// The member of staff left.
        StaffLeft "staff-left",
        /// The use that is overseen.
        Use "use",
    }

    /// What happens when the time is over. Law 27/2022 knows erasing (article 43) and destroying
    /// (article 44); anonymising is the policy's own word (clause 5.5).
    AtTheEnd = "end of keeping" {
        /// The values are removed.
        Erase "erase",
        /// Everything is made unreadable for good.
        Destroy "destroy",
        /// What is left points to nobody.
        Anonymise "anonymise",
    }

    /// What a person's objection stops (Law 27/2022, article 10).
    Objection = "extent of an objection" {
        /// Nothing: the purpose rests on a duty.
        NotPossible "not-possible",
        /// Deciding by machine alone; a human goes on.
        ToMachines "to-machines",
        /// The whole purpose.
        ToAll "to-all",
    }

    /// How far an agreement with a class of recipients is.
    Agreement = "agreement state" {
        /// Signed and in force.
        Signed "signed",
        /// Not needed: a law orders the disclosure.
        ByLaw "by-law",
        /// Being negotiated: not in force.
        Drafted "drafted",
        /// There is none.
        None "none",
    }
}

/// A whole policy file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The programme's key: the name of its folder.
    pub programme: String,
    /// Counts up with each published version.
    pub version: u32,
    /// The day from which it applies, at the seat of the controller.
    #[serde(deserialize_with = "day")]
    pub effective: Date,
    /// Every clause of the published text, in its order. Titles and texts are words.
    pub clauses: Vec<Clause>,
    /// Who answers for the data.
    pub controller: Controller,
    /// Under which regulations.
    #[serde(rename = "legal-ground")]
    pub legal_grounds: Vec<LegalGround>,
    /// The categories of 2.1.
    #[serde(rename = "category", deserialize_with = "names::map")]
    pub categories: BTreeMap<Category, CategoryRule>,
    /// The fields of 2.1, also those that our code does not hold yet.
    #[serde(rename = "field")]
    pub fields: BTreeMap<String, FieldRule>,
    /// The doors of 3.1 and the outside sources of 2.1.
    #[serde(rename = "source", deserialize_with = "names::map")]
    pub sources: BTreeMap<Source, SourceRule>,
    /// The recipients of 6.1.
    #[serde(rename = "recipient", deserialize_with = "names::map")]
    pub recipients: BTreeMap<RecipientClass, RecipientRule>,
    /// The purposes of 4.1, 4.2 and the internal ones.
    #[serde(rename = "purpose", deserialize_with = "names::map")]
    pub purposes: BTreeMap<PurposeId, PurposeRule>,
    /// What stays in spite of a request (clause 5.6).
    #[serde(default)]
    pub stays: Vec<Stay>,
    /// What people can ask, and the clock of each.
    #[serde(rename = "case", default, deserialize_with = "names::map")]
    pub cases: BTreeMap<CaseKind, CaseRule>,
    /// How long a value that was replaced is kept.
    #[serde(rename = "earlier-values", default)]
    pub earlier_values: Option<EarlierValues>,
    /// How somebody may stand in for another person.
    #[serde(rename = "standing", default)]
    pub standing: Option<StandingRule>,
    /// The tag that stays so that a benefit is given once.
    #[serde(rename = "once-per-person", default)]
    pub once_per_person: Option<OncePerPerson>,
    /// What may be counted of those who go.
    #[serde(default)]
    pub anonymise: Option<Anonymise>,
    /// What the policy says about itself.
    pub statements: Statements,
}

/// Clause 1.1.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controller {
    /// Its name, as it calls itself.
    pub name: String,
    /// Whether this is a model made from public documents and not the real controller's own file.
    pub model: bool,
    /// The body it belongs to.
    pub under: String,
    /// Lines of its address.
    pub address: Vec<String>,
    /// The clause that says so.
    pub clause: Clause,
}

/// A regulation that the programme rests on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalGround {
    /// Its citation.
    pub name: String,
    /// The clause that names it.
    pub clause: Clause,
}

/// How long data are kept: `duration` after `event`, then `then`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// From when it is counted.
    #[serde(deserialize_with = "names::one")]
    pub event: RetentionEvent,
    /// How long.
    pub duration: Length,
    /// And then.
    #[serde(deserialize_with = "names::one")]
    pub then: AtTheEnd,
}

/// A category of 2.1.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryRule {
    /// Where the policy names it.
    pub clause: Clause,
    /// The most sensitive of its fields.
    #[serde(deserialize_with = "names::one")]
    pub sensitivity: Sensitivity,
    /// The longest that anything of it is kept, whatever the purpose.
    pub retention: Option<Retention>,
}

/// A field of 2.1.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRule {
    /// The category in whose row it lies.
    #[serde(deserialize_with = "names::one")]
    pub category: Category,
    /// Article 4.
    #[serde(deserialize_with = "names::one")]
    pub sensitivity: Sensitivity,
    /// Whether a form asks the person for it.
    #[serde(default)]
    pub asked: bool,
    /// The purposes that cannot be served without it (clause 2.3); none: it is optional everywhere.
    #[serde(default, deserialize_with = "names::set")]
    pub needed: SmallSet<PurposeId>,
}

/// A way in which data come.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRule {
    /// 3.1 for the doors, 2.1 for the outside sources.
    pub clause: Clause,
    /// Whether somebody other than the person tells us.
    pub outside: bool,
}

/// A class of recipients of 6.1.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientRule {
    /// Where the policy names it.
    pub clause: Clause,
    /// Where recipients of this class sit.
    #[serde(deserialize_with = "names::one")]
    pub country: CountryClass,
    /// How far the agreement is.
    #[serde(deserialize_with = "names::one")]
    pub agreement: Agreement,
}

/// A purpose, and all that may be done for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurposeRule {
    /// What it rests on. A purpose without one is refused.
    pub clause: Option<Clause>,
    /// One of the six bases.
    #[serde(deserialize_with = "names::one")]
    pub basis: LawfulBasis,
    /// The article and letter of the basis, as the page cites it.
    pub article: String,
    /// Data that may serve it.
    #[serde(deserialize_with = "names::set")]
    pub categories: SmallSet<Category>,
    /// What may be done with them.
    #[serde(deserialize_with = "names::set")]
    pub operations: SmallSet<Operation>,
    /// By whom.
    #[serde(deserialize_with = "names::set")]
    pub roles: SmallSet<Role>,
    /// To whom they may go.
    #[serde(default, deserialize_with = "names::set")]
    pub recipients: SmallSet<RecipientClass>,
    /// How long they are kept for it.
    pub retention: Option<Retention>,
    /// Categories whose own rule ends sooner than this purpose would keep them: said here, so that
    /// nobody reads the longer time for them.
    #[serde(default, deserialize_with = "names::set")]
    pub sooner: SmallSet<Category>,
    /// Whether it goes on while the person's data are restricted (article 41).
    #[serde(default)]
    pub when_restricted: bool,
    /// Whether it goes on after processing has ended (article 42).
    #[serde(default)]
    pub when_ended: bool,
    /// Whether a machine alone may decide something that matters to the person (article 10).
    #[serde(default)]
    pub automated_decision: bool,
    /// What an objection stops.
    #[serde(deserialize_with = "names::one")]
    pub objection: Objection,
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    use serde::de::Error;
    let written = toml::value::Datetime::deserialize(deserializer)?;
    let (Some(date), None) = (written.date, written.time) else {
        return Err(D::Error::custom("a day is wanted, such as 2022-12-12"));
    };
    let read = || {
        let year = i16::try_from(date.year).ok()?;
        Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
    };
    read().ok_or_else(|| D::Error::custom(format_args!("{written} is not a day")))
}
