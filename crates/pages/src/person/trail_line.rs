//! One use of somebody's data as a sentence.

use amanah_domain::{FieldSet, Operation, Outcome, PurposeId, RecipientClass, Role, Timestamp};

use crate::layout::Frame;

/// One line of the trail. Nothing personal in it.
#[derive(Clone, Debug)]
pub struct TrailLine {
    /// Its address under `/me/trail/`, and the number to give to staff.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub role: Role,
    /// What was done.
    pub operation: Operation,
    /// What for.
    pub purpose: PurposeId,
    /// The clause of the policy: `4.1 b`.
    pub clause: String,
    /// Which fields.
    pub fields: FieldSet,
    /// To whom, where it was a disclosure.
    pub recipient: Option<RecipientClass>,
    /// How it ended.
    pub outcome: Outcome,
}

impl TrailLine {
    /// *A reviewer looked at your NIK and birth date to check whether you may join (clause 4.1 b).*
    pub fn sentence(&self, frame: &Frame<'_>) -> String {
        let words = frame.words;
        let key = match (self.outcome, self.recipient) {
            (Outcome::Refused, _) => "trail-line-refused",
            (Outcome::NoMatch, _) => "trail-line-no-match",
            (Outcome::Allowed, Some(_)) => "trail-line-to",
            (Outcome::Allowed, None) => "trail-line",
        };
        frame.tf(
            key,
            &[
                ("who", words.role(self.role).into()),
                ("did", words.operation(self.operation).into()),
                ("fields", words.fields(self.fields).into()),
                ("whom", self.recipient.map(|r| words.recipient(r)).unwrap_or_default().into()),
                ("why", words.purpose(self.purpose).into()),
                ("clause", words.clause_in_words(&self.clause).into()),
            ],
        )
    }

    pub(crate) fn refused(&self) -> bool {
        self.outcome == Outcome::Refused
    }
}

#[cfg(test)]
pub(crate) fn sample(now: Timestamp) -> TrailLine {
    use amanah_domain::FieldId;

    TrailLine {
        id: "1-48213".to_owned(),
        at: now.plus_hours(-3),
        role: Role::Reviewer,
        operation: Operation::Display,
        purpose: PurposeId::DueDiligence,
        clause: "4.1 b".to_owned(),
        fields: FieldSet::of(&[FieldId::Nik, FieldId::BirthDate]),
        recipient: None,
        outcome: Outcome::Allowed,
    }
}

#[cfg(test)]
mod tests {
    use crate::layout::Reader;
    use crate::{Lang, sample};

    #[test]
    fn a_use_reads_as_a_sentence() {
        let line = super::sample(sample::NOW);
        let say = |lang| line.sentence(&sample::frame(lang, "/", Reader::Person));
        assert_eq!(
            say(Lang::En),
            "A reviewer looked at your NIK and birth date to check whether you may join (clause 4.1 b)."
        );
        assert_eq!(
            say(Lang::Id),
            "Petugas penilai melihat NIK dan tanggal lahir Anda untuk memeriksa apakah Anda boleh ikut (pasal 4.1 b)."
        );
    }
}
