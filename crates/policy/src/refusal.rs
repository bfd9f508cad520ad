//! Why not, and which clause is missing or forbids it. Never whose data.

use core::fmt;

use amanah_domain::PurposeId;

use crate::Clause;
use crate::names::choices;

choices! {
    /// Why the policy says no. Each has words under `refusal-<name>`.
    RefusalReason = "refusal" {
        /// The policy does not name the purpose, or names no clause for it.
        NoClause "no-clause",
        /// The code wants more for it than the policy allows; it was closed when the program started.
        Closed "closed",
        /// The code's own register does not list the field for this use.
        FieldNotDeclared "field-not-declared",
        /// The purpose does not list the operation.
        OperationNotListed "operation-not-listed",
        /// The purpose does not list the role.
        RoleNotListed "role-not-listed",
        /// The purpose does not list the category of a field.
        CategoryNotListed "category-not-listed",
        /// A disclosure without a named recipient.
        RecipientMissing "recipient-missing",
        /// A recipient is named for something that discloses nothing.
        RecipientNotExpected "recipient-not-expected",
        /// The purpose does not list the class of recipients.
        RecipientNotListed "recipient-not-listed",
        /// Abroad under safeguards that are not in force.
        NoAgreement "no-agreement",
        /// Abroad without protection, and no consent to this purpose.
        NoConsentForCountry "no-consent-for-country",
        /// Staff without an identity.
        ActorUnknown "actor-unknown",
        /// Someone acts as the person and is somebody else.
        NotSelf "not-self",
        /// Staff and their own case.
        OwnCase "own-case",
        /// Staff and the case of a declared relation.
        RelatedCase "related-case",
        /// Processing has ended.
        Ended "ended",
        /// Processing is restricted.
        Restricted "restricted",
        /// The policy in force waits for an answer.
        PolicyNotAccepted "policy-not-accepted",
        /// A legal hold keeps the data.
        LegalHold "legal-hold",
        /// The person disputes the value.
        Disputed "disputed",
        /// Rests on consent, and there is none.
        NoConsent "no-consent",
        /// Rests on consent, and a child cannot give it alone.
        ChildConsent "child-consent",
        /// The person objects.
        Objected "objected",
        /// The person objects to machines deciding alone.
        ObjectedToMachine "objected-to-machine",
    }
}

impl RefusalReason {
    /// The clause or article that forbids it, where it is not the purpose's own clause that does not
    /// say enough.
    pub(crate) const fn forbidding(self) -> Option<Clause> {
        match self {
            Self::NoClause
            | Self::Closed
            | Self::FieldNotDeclared
            | Self::OperationNotListed
            | Self::RoleNotListed
            | Self::CategoryNotListed => None,
            Self::RecipientMissing | Self::RecipientNotExpected | Self::RecipientNotListed => {
                Some(Clause::of(6, 1))
            }
            Self::NoAgreement | Self::NoConsentForCountry => Some(Clause::Law(56)),
            Self::ActorUnknown => Some(Clause::of(5, 1)),
            Self::NotSelf => Some(Clause::of(7, 2)),
            Self::OwnCase | Self::RelatedCase => Some(Clause::Policy { section: 4, part: 1, letter: b'l' }),
            Self::Ended => Some(Clause::Law(42)),
            Self::Restricted => Some(Clause::Law(41)),
            Self::PolicyNotAccepted => Some(Clause::of(1, 3)),
            Self::LegalHold => Some(Clause::Policy { section: 4, part: 1, letter: b'm' }),
            Self::Disputed => Some(Clause::of(7, 1)),
            Self::NoConsent => Some(Clause::of(10, 0)),
            Self::ChildConsent => Some(Clause::Law(25)),
            Self::Objected | Self::ObjectedToMachine => Some(Clause::Law(10)),
        }
    }

    /// One plain English clause, for logs and operators; people read `refusal-<name>`.
    const fn plain(self) -> &'static str {
        match self {
            Self::NoClause => "no clause of the policy names this purpose",
            Self::Closed => "this use is closed: the code wants more than the policy allows",
            Self::FieldNotDeclared => "the code does not declare that this use touches the field",
            Self::OperationNotListed => "the policy does not list this operation for it",
            Self::RoleNotListed => "the policy does not list this role for it",
            Self::CategoryNotListed => "the policy does not list this category of data for it",
            Self::RecipientMissing => "a disclosure must name its recipient",
            Self::RecipientNotExpected => "nothing is disclosed, yet a recipient is named",
            Self::RecipientNotListed => "the policy does not list this recipient for it",
            Self::NoAgreement => "no agreement is in force with this recipient abroad",
            Self::NoConsentForCountry => "the recipient's country needs the person's consent",
            Self::ActorUnknown => "staff must be somebody",
            Self::NotSelf => "only the person concerned may do this",
            Self::OwnCase => "staff do not handle their own case",
            Self::RelatedCase => "staff do not handle the case of a declared relation",
            Self::Ended => "processing of this person's data has ended",
            Self::Restricted => "processing of this person's data is restricted",
            Self::PolicyNotAccepted => "the policy in force waits for this person's answer",
            Self::LegalHold => "a legal hold keeps these data",
            Self::Disputed => "the person disputes this value",
            Self::NoConsent => "the person has not consented",
            Self::ChildConsent => "a child's consent needs a parent or guardian",
            Self::Objected => "the person objects",
            Self::ObjectedToMachine => "the person objects to a decision by machine alone",
        }
    }
}

/// The policy says no.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Why.
    pub reason: RefusalReason,
    /// For what it was asked.
    pub purpose: PurposeId,
    /// The clause or article that forbids it or does not say enough; `None` where there is no clause.
    pub clause: Option<Clause>,
}

impl Refusal {
    /// The key of its words: `refusal-<name>`.
    pub fn word_key(&self) -> String {
        format!("refusal-{}", self.reason.name())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused for purpose {}: {}", self.purpose.name(), self.reason.plain())?;
        match self.clause {
            Some(Clause::Law(article)) => write!(f, " (Law 27/2022, article {article})"),
            Some(clause) => write!(f, " (clause {clause})"),
            None => f.write_str(" (no clause)"),
        }
    }
}

impl std::error::Error for Refusal {}
