//! The register of fields: every kind of personal value our own code can hold, its category and
//! sensitivity. The value type is the field; the trait is sealed, so no other crate adds one.

use crate::sets::{SmallSet, register};
use crate::values::{self, PersonalValue};

register! {
    /// The categories of clause 2.1. Values of one category lie in one row of a person under one key.
    Category {
        /// Name, gender, nationality.
        Identity = 0 "identity",
        /// Birth date.
        Birth = 1 "birth",
        /// E-mail and phone.
        Contact = 2 "contact",
        /// Where a person lives.
        Address = 3 "address",
        /// NIK and KK.
        Numbers = 4 "unique-numbers",
        /// Occupation and education.
        Livelihood = 5 "livelihood",
        /// Bank and e-money accounts.
        Account = 6 "accounts",
        /// Identity cards.
        Documents = 7 "identity-documents",
        /// Photographs.
        Photo = 8 "photo",
        /// Biometrics.
        Biometrics = 9 "biometrics",
        /// Profile: interests and behaviour.
        Profile = 10 "profile",
        /// Results of tests and surveys.
        Results = 11 "test-and-survey-results",
        /// Sign-in credentials and devices.
        Access = 12 "sign-in",
        /// Letters, cases, reasons: what was written about or to the person.
        Correspondence = 13 "correspondence",
        /// Relations that staff declare.
        Relations = 14 "declared-relations",
    }
}

register! {
    /// Article 4 of Law 27/2022.
    Sensitivity {
        /// General personal data, article 4(3).
        General = 0 "general",
        /// Specific personal data, article 4(2): finance, biometrics, children…
        Specific = 1 "specific",
    }
}

/// Fields of the register.
pub type FieldSet = SmallSet<FieldId>;

/// Categories of the register.
pub type CategorySet = SmallSet<Category>;

/// A kind of personal value: what it is called, where it lies.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a field of the register",
    label = "not a registered field",
    note = "the register of fields is crates/domain/src/fields.rs"
)]
pub trait Field: PersonalValue + sealed::Registered {
    /// Its id in records and sets.
    const ID: FieldId;
}

mod sealed {
    /// Only the register implements it.
    pub trait Registered {}
}

macro_rules! fields {
    ($($(#[$doc:meta])* $member:ident($value:ty) = $code:literal $name:literal, $category:ident, $sensitivity:ident;)*) => {
        register! {
            /// A field of the register.
            FieldId { $($(#[$doc])* $member = $code $name,)* }
        }

        impl FieldId {
            /// The category in whose row and under whose key it lies.
            pub const fn category(self) -> Category {
                match self { $(Self::$member => Category::$category,)* }
            }

            /// General or specific (article 4).
            pub const fn sensitivity(self) -> Sensitivity {
                match self { $(Self::$member => Sensitivity::$sensitivity,)* }
            }
        }

        $(
            // An error names the register, not the first eight of its members.
            #[diagnostic::do_not_recommend]
            impl sealed::Registered for $value {}
            #[diagnostic::do_not_recommend]
            impl Field for $value {
                const ID: FieldId = FieldId::$member;
            }
        )*
    };
}

fields! {
    /// Full name as on the identity card.
    Name(values::PersonName) = 0 "name", Identity, General;
    /// E-mail address.
    Email(values::Email) = 1 "email", Contact, General;
    /// Mobile number.
    Phone(values::Phone) = 2 "phone", Contact, General;
    /// National identity number.
    Nik(values::Nik) = 3 "nik", Numbers, General;
    /// Family card number.
    Kk(values::Kk) = 4 "kk", Numbers, General;
    /// Birth date.
    BirthDate(values::BirthDate) = 5 "birth-date", Birth, General;
    /// Home address.
    Address(values::Address) = 6 "address", Address, General;
    /// Occupation group.
    Occupation(values::Occupation) = 7 "occupation", Livelihood, General;
    /// Highest education, and whether still in formal education.
    Education(values::Education) = 8 "education", Livelihood, General;
    /// Bank or e-wallet account for incentives.
    PayoutAccount(values::PayoutAccount) = 9 "payout-account", Account, Specific;
    /// Passkeys.
    Passkeys(values::Passkeys) = 10 "passkeys", Access, General;
    /// Argon2id hash of a password that was added.
    PasswordHash(values::PasswordHash) = 11 "password-hash", Access, General;
    /// Browser and place of a session, as the person would recognise it.
    Device(values::Device) = 12 "device", Access, General;
    /// A letter or message to the person.
    Letter(values::Letter) = 13 "letter", Correspondence, General;
    /// What was said in a case, or the reason for a look.
    Statement(values::Statement) = 14 "statement", Correspondence, General;
    /// A contact change that waits for its delay to pass.
    PendingContact(values::PendingContact) = 15 "pending-contact", Contact, General;
    /// State of a ceremony between two requests (code, passkey challenge, half-filled form).
    Draft(values::Draft) = 16 "draft", Access, General;
    /// A relation that a member of staff declares.
    Relation(values::Relation) = 17 "relation", Relations, General;
    /// What the law and the programme call woman or man; follows from the NIK only as a question.
    Gender(values::Gender) = 18 "gender", Identity, General;
    /// A file that came with a message.
    Attachment(values::Attachment) = 19 "attachment", Correspondence, General;
    /// A file that shows that a value is right: an identity card, a family card, a letter of an office.
    Evidence(values::Evidence) = 20 "evidence", Documents, General;
}
