//! Recipients that were told of a correction, a withdrawal or a restriction and have not acknowledged it in time.

use amanah_domain::cases::NoticeKind;
use amanah_domain::{FieldSet, RecipientClass, Timestamp};

use crate::layout::Frame;

/// One of them.
#[derive(Clone, Copy, Debug)]
pub struct OverdueItem {
    /// Who.
    pub recipient: RecipientClass,
    /// Of what.
    pub kind: NoticeKind,
    /// Which values; empty: whatever was received.
    pub fields: FieldSet,
    /// When the acknowledgement was to be here.
    pub due_at: Option<Timestamp>,
}

impl OverdueItem {
    #[cfg(test)]
    pub(crate) fn samples(now: Timestamp) -> Vec<Self> {
        let nik = FieldSet::of(&[amanah_domain::FieldId::Nik]);
        let kinds =
            [NoticeKind::Removal, NoticeKind::Correction, NoticeKind::Withdrawal, NoticeKind::Restriction];
        let one = |kind| Self { recipient: RecipientClass::Government, kind, fields: nik, due_at: Some(now) };
        kinds.map(one).to_vec()
    }

    pub(crate) fn say(&self, frame: &Frame<'_>) -> String {
        let recipient = frame.words.recipient(self.recipient);
        let what = match self.kind {
            NoticeKind::Removal => frame.t("overdue-removal"),
            NoticeKind::Correction => {
                frame.t1("overdue-correction", "fields", frame.words.fields(self.fields))
            }
            NoticeKind::Withdrawal => frame.t("overdue-withdrawal"),
            NoticeKind::Restriction => frame.t("overdue-restriction"),
        };
        let at = self.due_at.map(|due| frame.moment_short(&due)).unwrap_or_default();
        frame.tf("overdue-line", &[("recipient", recipient.into()), ("what", what.into()), ("at", at.into())])
    }
}
