//! What a check says: how much it matters, what kind it is, what it is about.

use core::fmt;

use crate::Clause;
use crate::names::choices;

choices! {
    /// How much a finding matters, worst first.
    Severity = "severity" {
        /// The policy cannot be trusted to mean what it says.
        Error "error",
        /// Something is out of reach or unused.
        Warning "warning",
        /// Policy and Law 27/2022 disagree; the system follows the law.
        Law "law",
        /// Good to know.
        Info "info",
    }

    /// What was found. Each has words under `finding-<name>`, with `$about` and `$language`.
    FindingKind = "finding" {
        /// A purpose of the code's register is not in the policy.
        PurposeMissing "purpose-missing",
        /// A purpose rests on no clause.
        PurposeWithoutClause "purpose-without-clause",
        /// A purpose has no time to keep.
        PurposeWithoutRetention "purpose-without-retention",
        /// A clause is cited that the list of clauses does not have.
        ClauseUnknown "clause-unknown",
        /// A category of the code has no rule.
        CategoryMissing "category-missing",
        /// A category has no longest time to keep.
        CategoryWithoutRetention "category-without-retention",
        /// A field that the code holds is not in the policy.
        FieldMissing "field-missing",
        /// A source is not described.
        SourceMissing "source-missing",
        /// A class of recipients is not described.
        RecipientMissing "recipient-missing",
        /// A use of the code is closed.
        UseClosed "use-closed",
        /// Words are missing in a language.
        WordsMissing "words-missing",
        /// A field lies in another category or is more or less sensitive in the code.
        FieldDiffers "field-differs",
        /// A category is called less sensitive than one of its fields.
        CategoryTooMild "category-too-mild",
        /// The article is not that of the basis.
        ArticleDiffers "article-differs",
        /// Consent or legitimate interest, and no objection possible.
        ObjectionDenied "objection-denied",
        /// A purpose on consent that goes on after the end.
        ConsentAfterEnd "consent-after-end",
        /// Operations that disclose, and no recipient.
        DisclosureWithoutRecipient "disclosure-without-recipient",
        /// Recipients, and no operation that discloses.
        RecipientWithoutDisclosure "recipient-without-disclosure",
        /// A machine decides, and none may analyse.
        MachineWithoutAnalysis "machine-without-analysis",
        /// A time to keep counted from an event that cannot come.
        EventCannotHappen "event-cannot-happen",
        /// A purpose keeps longer than the category may be kept, without saying so.
        KeptLongerThanCap "kept-longer-than-cap",
        /// A purpose says that a category ends sooner, and it does not.
        SoonerWithoutNeed "sooner-without-need",
        /// Something stays in spite of a request and lacks a part of its ground.
        StayWithoutGround "stay-without-ground",
        /// Something on consent would stay in spite of a request.
        StayOnConsent "stay-on-consent",
        /// The tag for once per person lacks a part of its ground.
        OncePerPersonWithoutGround "once-per-person-without-ground",
        /// Something is to be made anonymous and no threshold, or no clause, is given.
        AnonymiseWithoutThreshold "anonymise-without-threshold",
        /// Groups so small that people can be told apart.
        AnonymousGroupTooSmall "anonymous-group-too-small",
        /// A kind of case has no clock.
        CaseWithoutClock "case-without-clock",
        /// The clock of a kind of case rests on no clause.
        CaseWithoutClause "case-without-clause",
        /// A clock is longer than the law allows.
        ClockLongerThanLaw "clock-longer-than-law",
        /// A purpose that no role can use.
        PurposeUnreachable "purpose-unreachable",
        /// A category that no purpose uses.
        CategoryUnused "category-unused",
        /// A class of recipients that nothing goes to.
        RecipientUnused "recipient-unused",
        /// A class of recipients abroad without an agreement in force.
        RecipientUnreachable "recipient-unreachable",
        /// A role that no purpose lists.
        RoleUnused "role-unused",
        /// Categories that no use of the code touches for the purpose.
        WiderThanCode "wider-than-code",
        /// No use of the code serves the purpose yet.
        PurposeWithoutUse "purpose-without-use",
        /// Consent by mere use.
        LawConsentByUse "law-consent-by-use",
        /// Told of a change only afterwards.
        LawChangeUntold "law-change-untold",
        /// Claims are waived.
        LawClaimsWaived "law-claims-waived",
        /// Withdrawal only by leave.
        LawWithdrawalByLeave "law-withdrawal-by-leave",
        /// Anonymised where the law says erase or destroy.
        LawAnonymised "law-anonymised",
        /// Visit data never and possibly combined.
        LawVisitData "law-visit-data",
        /// A machine decides, and an objection changes nothing.
        LawMachineWithoutObjection "law-machine-without-objection",
    }
}

/// One thing that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What kind it is.
    pub kind: FindingKind,
    /// The clause it is about.
    pub clause: Option<Clause>,
    /// What it is about, by stable name: a purpose, a category, a word key…
    pub about: String,
    /// The language, where words are missing.
    pub language: Option<String>,
    /// In plain English, for the terminal.
    pub text: String,
}

impl Finding {
    /// The key of its words.
    pub fn text_key(&self) -> String {
        format!("finding-{}", self.kind.name())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<7}  ", self.severity.name())?;
        match self.clause {
            Some(clause) => write!(f, "{:<6}  ", clause.to_string())?,
            None => write!(f, "{:<6}  ", "-")?,
        }
        f.write_str(&self.text)
    }
}

/// What is gathered while checking.
#[derive(Default)]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl Findings {
    pub(crate) fn add(
        &mut self,
        severity: Severity,
        kind: FindingKind,
        clause: Option<Clause>,
        about: &str,
        text: String,
    ) {
        let about = about.to_owned();
        self.0.push(Finding { severity, kind, clause, about, language: None, text });
    }
}
