//! **The register of purposes**: what our own code may read and write, for what. A purpose that is
//! not here does not exist for the code; what stands here must also stand in the published policy
//! (`programmes/<name>/policy.toml`), or it is closed when the program starts.
//!
//! One line per use: `Type: PolicyPurpose, reads [fields], writes [fields]`.

use crate::sets::{SmallSet, register};
use crate::values::{
    Address, Attachment, BirthDate, Device, Draft, Education, Email, Evidence, Gender, Kk, Letter, Nik,
    Occupation, Passkeys, PasswordHash, PayoutAccount, PendingContact, PersonName, Phone, Relation,
    Statement,
};
use crate::{Field, FieldSet};

register! {
    /// A purpose of the published policy, by clause. 4.1 lead-in and a to p, then the internal ones.
    PurposeId {
        /// 4.1 lead-in: account registration and enrolment.
        Enrolment = 0 "enrolment",
        /// 4.1 a: provide the benefits.
        Benefits = 1 "benefits",
        /// 4.1 b: due diligence and background checks.
        DueDiligence = 2 "due-diligence",
        /// 4.1 c: carry out and enforce the terms.
        Terms = 3 "terms",
        /// 4.1 d: provide requested services.
        Services = 4 "services",
        /// 4.1 e: outreach and marketing.
        Outreach = 5 "outreach",
        /// 4.1 f: events.
        Events = 6 "events",
        /// 4.1 g: verify that funds reach each beneficiary.
        PaymentVerification = 7 "payment-verification",
        /// 4.1 h: research, surveys, analysis, profiling.
        Research = 8 "research",
        /// 4.1 i: questions and complaints.
        Questions = 9 "questions",
        /// 4.1 j: monitor use to improve the service.
        Improvement = 10 "improvement",
        /// 4.1 k: cookies.
        Cookies = 11 "cookies",
        /// 4.1 l: prevent and investigate fraud.
        Fraud = 12 "fraud",
        /// 4.1 m: comply with law.
        LegalDuty = 13 "legal-duty",
        /// 4.1 n: courts and authorities.
        Authorities = 14 "authorities",
        /// 4.1 o: backups and recovery.
        Backup = 15 "backup",
        /// 4.1 p: maintain, test and improve systems.
        Maintenance = 16 "maintenance",
        /// 4.2: correspondence.
        Correspondence = 17 "correspondence",
        /// 7: the person's own view and rights.
        Rights = 18 "rights",
        /// 5.5: retention.
        Retention = 19 "retention",
        /// 5.1: key rotation.
        Rotation = 20 "rotation",
        /// 5.1 to 5.4: security, sign-in among it.
        Security = 21 "security",
        /// 4.1 c and 5.1: staff accounts, roles and declared relations.
        StaffAccounts = 22 "staff-accounts",
        /// Law 27/2022, articles 31 and 47: oversight of the uses themselves.
        Oversight = 23 "oversight",
        /// 4.1 e, offers of third parties: apart from our own.
        OutreachOthers = 24 "outreach-others",
    }
}

/// Purposes of the register.
pub type PurposeSet = SmallSet<PurposeId>;

/// A purpose that our own code names. Sealed: only this file declares one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a purpose of the register",
    label = "not a registered purpose",
    note = "the register of purposes is crates/domain/src/purposes.rs"
)]
pub trait Purpose: sealed::Registered + Send + Sync + 'static {
    /// The purpose of the policy that it serves.
    const ID: PurposeId;
    /// Its own name, narrower than the policy's.
    const NAME: &'static str;
    /// The fields it may read, as a set.
    fn reads() -> FieldSet;
    /// The fields it may write, as a set.
    fn writes() -> FieldSet;
}

/// The purpose declares that it reads `F`.
#[diagnostic::on_unimplemented(
    message = "purpose `{Self}` does not declare that it reads field `{F}`",
    label = "`{Self}` may not read `{F}`",
    note = "what each purpose may read is declared in the register, crates/domain/src/purposes.rs"
)]
pub trait MayRead<F: Field>: Purpose {}

/// The purpose declares that it writes `F`.
#[diagnostic::on_unimplemented(
    message = "purpose `{Self}` does not declare that it writes field `{F}`",
    label = "`{Self}` may not write `{F}`",
    note = "what each purpose may write is declared in the register, crates/domain/src/purposes.rs"
)]
pub trait MayWrite<F: Field>: Purpose {}

mod sealed {
    /// Only the register implements it.
    pub trait Registered {}
}

/// One use of the register, for `policy check` and the policy page.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// The purpose of the policy.
    pub purpose: PurposeId,
    /// The narrower name in the code.
    pub name: &'static str,
    /// What it reads.
    pub reads: FieldSet,
    /// What it writes.
    pub writes: FieldSet,
}

macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident: $id:ident, reads [$($read:ident),*], writes [$($write:ident),*];)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $name;
            // An error names the register, not the first eight of its members.
            #[diagnostic::do_not_recommend]
            impl sealed::Registered for $name {}
            #[diagnostic::do_not_recommend]
            impl Purpose for $name {
                const ID: PurposeId = PurposeId::$id;
                const NAME: &'static str = stringify!($name);
                fn reads() -> FieldSet {
                    FieldSet::of(&[$(<$read as Field>::ID),*])
                }
                fn writes() -> FieldSet {
                    FieldSet::of(&[$(<$write as Field>::ID),*])
                }
            }
            $(impl MayRead<$read> for $name {})*
            $(impl MayWrite<$write> for $name {})*
        )*

        /// Every use that the code declares.
        pub fn register() -> Vec<Use> {
            vec![$(Use {
                purpose: PurposeId::$id,
                name: stringify!($name),
                reads: <$name as Purpose>::reads(),
                writes: <$name as Purpose>::writes(),
            },)*]
        }
    };
}

purposes! {
    /// A registrant's first values, and the half-filled form between two requests.
    Enrol: Enrolment, reads [PersonName, Email, Phone, Draft], writes [PersonName, Email, Phone, Draft, Device, Letter];
    /// The profile that a participant fills in after registration.
    CompleteProfile: Enrolment,
        reads [Nik, Kk, BirthDate, Gender, Address, Occupation, Education, PayoutAccount],
        writes [Nik, Kk, BirthDate, Gender, Address, Occupation, Education, PayoutAccount];
    /// People taken over from a prepared list: rehearsals, the demo, the bench.
    Admit: Enrolment, reads [],
        writes [PersonName, Email, Phone, Nik, Kk, BirthDate, Gender, Address, Occupation, Education, PayoutAccount];
    /// Age alone, for the rules that need no more.
    AssessAge: DueDiligence, reads [BirthDate], writes [];
    /// The eligibility rules of the programme.
    AssessEligibility: DueDiligence,
        reads [Nik, Kk, BirthDate, Occupation, Education, Address], writes [];
    /// The civil registry's answer, match or no match, field by field.
    VerifyIdentity: DueDiligence, reads [Nik, Kk, PersonName, BirthDate], writes [];
    /// A reviewer decides an eligibility or identity question.
    ReviewCase: DueDiligence,
        reads [PersonName, Nik, Kk, BirthDate, Gender, Address, Occupation, Education, Statement, Attachment,
               Evidence],
        writes [Statement];
    /// Somebody writes to us, with or without an account, by whichever channel.
    AskUs: Questions, reads [Statement, Attachment], writes [PersonName, Email, Phone, Statement, Attachment, Letter];
    /// A contact agent helps somebody who asks.
    AnswerQuestion: Questions, reads [PersonName, Email, Phone, Statement, Attachment], writes [Statement];
    /// Whoever calls is asked something: match or no match, and no value is shown.
    VerifyCaller: Questions, reads [PersonName, BirthDate], writes [];
    /// The lead sees clocks, counts and who has what; no value is opened.
    LeadCases: Questions, reads [], writes [];
    /// A payment officer checks that an account belongs to the beneficiary.
    CheckPayout: PaymentVerification, reads [PersonName, Nik, PayoutAccount], writes [Statement];
    /// Duplicate and anomaly signals looked into.
    InvestigateFraud: Fraud, reads [PersonName, Nik, Kk, BirthDate, PayoutAccount, Device, Statement], writes [Statement];
    /// Batches and draws: joining, leaving, committing, drawing. No value is opened; a pseudonym that
    /// leads nowhere else stands for the person.
    RunDraw: Benefits, reads [], writes [];
    /// A letter or message written and handed over.
    SendLetter: Correspondence, reads [PersonName, Email, Phone, Letter], writes [Letter];
    /// The person sees everything about themselves.
    ViewOwn: Rights,
        reads [PersonName, Email, Phone, Nik, Kk, BirthDate, Gender, Address, Occupation, Education,
               PayoutAccount, Device, Letter, Statement, PendingContact, Attachment, Evidence],
        writes [];
    /// The person completes and corrects.
    EditOwn: Rights,
        reads [PersonName, Email, Phone, Nik, Kk, BirthDate, Gender, Address, Occupation, Education, PayoutAccount],
        writes [PersonName, Email, Phone, Nik, Kk, BirthDate, Gender, Address, Occupation, Education,
                PayoutAccount, Statement, PendingContact, Attachment, Evidence];
    /// The data protection officer assesses what a person asks under their rights.
    AssessRights: Rights, reads [PersonName, Email, Phone, Statement, Attachment, Evidence], writes [Statement];
    /// A correction that was granted takes effect; what was there before is kept sealed for a while.
    ApplyCorrection: Rights, reads [PersonName, Nik, Kk, BirthDate, Gender], writes [PersonName, Nik, Kk, BirthDate, Gender];
    /// Codes, passkeys, passwords, sessions, and a changed way to be reached.
    SignIn: Security,
        reads [PersonName, Email, Phone, Passkeys, PasswordHash, Device, Draft, PendingContact],
        writes [Email, Phone, Passkeys, PasswordHash, Device, Draft, PendingContact, Letter];
    /// Somebody who can no longer receive codes: what they say is held against the account, match or no
    /// match, and kept for whoever decides.
    RecoverAccess: Security, reads [PersonName, BirthDate, Statement, Draft], writes [Statement, Draft, Letter];
    /// The invited first administrator, roles and their review.
    RunStaff: StaffAccounts, reads [PersonName, Email, Phone, Statement, Relation], writes [PersonName, Email, Phone, Statement, Relation];
    /// The DPO and the auditor read why somebody looked.
    OverseeUse: Oversight, reads [PersonName, Statement], writes [Statement];
    /// Keys are wrapped anew; no value is opened.
    RotateKeys: Rotation, reads [], writes [];
    /// Values whose time is over are removed; no value is opened.
    ApplyRetention: Retention, reads [],
        writes [PersonName, Email, Phone, PendingContact, Nik, Kk, BirthDate, Gender, Address, Occupation, Education,
                PayoutAccount, Passkeys, PasswordHash, Device, Draft, Letter, Statement, Relation, Attachment, Evidence];
    /// The person ends, erases or destroys (clause 7.4). What stays of a category is sealed anew, so the
    /// rest of it is opened for that.
    RemoveOwn: Rights, reads [PersonName, Email, Phone, PendingContact, Nik, Kk, BirthDate, Gender, Address, Occupation, Education,
               PayoutAccount, Passkeys, PasswordHash, Device, Draft, Letter, Statement, Relation, Attachment, Evidence],
        writes [PersonName, Email, Phone, PendingContact, Nik, Kk, BirthDate, Gender, Address, Occupation, Education,
                PayoutAccount, Passkeys, PasswordHash, Device, Draft, Letter, Statement, Relation, Attachment, Evidence];
    /// The DPO does the same for somebody who asked by another way.
    RemoveForPerson: Retention, reads [], writes [PersonName, Email, Phone, PendingContact, Nik, Kk, BirthDate, Gender, Address, Occupation, Education,
                PayoutAccount, Passkeys, PasswordHash, Device, Draft, Letter, Statement, Relation, Attachment, Evidence];
    /// A recipient is told that what it received is to go, by a reference that it knows.
    TellRecipient: Retention, reads [], writes [];
    /// A backup is made, checked, put back. Ciphertext only.
    MakeBackup: Backup, reads [], writes [];
}
