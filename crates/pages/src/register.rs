//! Members of the registers, in words. By value or by reference: askama hands over references.

use core::borrow::Borrow;

use amanah_domain::{
    Category, FieldId, FieldSet, LawfulBasis, Operation, PurposeId, RecipientClass, Role, Source,
};

use crate::words::Lexicon;

impl Lexicon<'_> {
    /// A field inside a sentence: *birth date*.
    pub fn field(self, field: impl Borrow<FieldId>) -> String {
        self.t(&format!("said-field-{}", field.borrow().name()))
    }

    /// Fields inside a sentence: *NIK, KK and birth date*; *record* where there is none.
    pub fn fields(self, fields: FieldSet) -> String {
        let names: Vec<_> = fields.iter().map(|field| self.field(field)).collect();
        if names.is_empty() { self.t("fields-none") } else { self.list(&names) }
    }

    /// A category as a heading.
    pub fn category(self, category: impl Borrow<Category>) -> String {
        self.t(&format!("category-{}", category.borrow().name()))
    }

    /// Who, at the beginning of a sentence: *A reviewer*.
    pub fn role(self, role: impl Borrow<Role>) -> String {
        self.t(&format!("said-role-{}", role.borrow().name()))
    }

    /// For what, at the end of a sentence: *to check whether you may join*.
    pub fn purpose(self, purpose: impl Borrow<PurposeId>) -> String {
        self.t(&format!("for-{}", purpose.borrow().name()))
    }

    /// What was done, in the middle of a sentence: *looked at*.
    pub fn operation(self, operation: impl Borrow<Operation>) -> String {
        self.t(&format!("said-operation-{}", operation.borrow().name()))
    }

    /// A lawful basis: *a public task*.
    pub fn basis(self, basis: impl Borrow<LawfulBasis>) -> String {
        self.t(&format!("said-basis-{}", basis.borrow().name()))
    }

    /// To whom: *banks and e-wallets*.
    pub fn recipient(self, recipient: impl Borrow<RecipientClass>) -> String {
        self.t(&format!("said-recipient-{}", recipient.borrow().name()))
    }

    /// Whence: *you entered it on this site*.
    pub fn source(self, source: impl Borrow<Source>) -> String {
        self.t(&format!("said-source-{}", source.borrow().name()))
    }

    /// A value as its reader understands it: an enumerated value (`job-seeker`) in words, any other as
    /// it is.
    pub fn value(self, field: FieldId, text: &str) -> String {
        match field {
            FieldId::Gender => self.t(&format!("gender-{text}")),
            FieldId::Occupation => self.t(&format!("occupation-{text}")),
            FieldId::Education => match text.strip_suffix("+enrolled") {
                Some(level) => self.t1("education-enrolled", "level", self.t(&format!("education-{level}"))),
                None => self.t(&format!("education-{text}")),
            },
            FieldId::BirthDate => {
                text.parse::<jiff::civil::Date>().map_or_else(|_| text.to_owned(), |d| self.day(d))
            }
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, sample};

    #[test]
    fn enumerated_values_are_put_into_words() {
        let en = sample::words().lexicon(Lang::En);
        assert_eq!(
            en.value(FieldId::Education, "diploma+enrolled"),
            "Diploma, still in school or university"
        );
        assert_eq!(en.value(FieldId::BirthDate, "1998-02-01"), "1 February 1998");
        assert_eq!(en.value(FieldId::Name, "Sari"), "Sari");
        let two = FieldSet::of(&[FieldId::BirthDate, FieldId::Nik]);
        assert_eq!(en.fields(two), "NIK and birth date");
    }
}
