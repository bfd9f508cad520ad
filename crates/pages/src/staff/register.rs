//! Members of the registers in words for staff: the portal's other words speak to the person concerned
//! (*you meet the rules*), these speak about somebody.

use amanah_domain::states::{EligibilityState, EntryState, IdentityState};
use amanah_domain::{PurposeId, Role, Source};

use crate::parts::Tag;
use crate::words::Lexicon;

impl Lexicon<'_> {
    /// A role as a title: *Reviewer*.
    pub fn staff_role(self, role: Role) -> String {
        self.t(&format!("staff-role-{}", role.name()))
    }

    /// A purpose as a task: *Check whether somebody may join*.
    pub fn task(self, purpose: PurposeId) -> String {
        self.t(&format!("task-{}", purpose.name()))
    }

    /// Whence a value came, told to staff: *entered at registration*.
    pub fn staff_source(self, source: Source) -> String {
        self.t(&format!("staff-source-{}", source.name()))
    }

    /// How far a NIK is believed.
    pub(crate) fn identity_tag(self, state: IdentityState) -> Tag {
        let text = self.t(&format!("staff-identity-{}", state.name()));
        match state {
            IdentityState::Verified => Tag::done(text),
            IdentityState::Claimed | IdentityState::Contested => Tag::waiting(text),
            IdentityState::Mismatch => Tag::no(text),
            IdentityState::None => Tag::plain(text),
        }
    }

    /// What the rules say of somebody.
    pub(crate) fn eligibility_tag(self, state: EligibilityState) -> Tag {
        let text = self.t(&format!("staff-eligibility-{}", state.name()));
        match state {
            EligibilityState::Eligible => Tag::done(text),
            EligibilityState::Review => Tag::waiting(text),
            EligibilityState::NotEligible => Tag::no(text),
            EligibilityState::Open => Tag::plain(text),
        }
    }

    /// Where somebody stands in a batch.
    pub(crate) fn entry_tag(self, state: EntryState) -> Tag {
        let text = self.t(&format!("staff-entry-{}", state.name()));
        match state {
            EntryState::Joined | EntryState::Entered | EntryState::Selected => Tag::done(text),
            EntryState::Waiting => Tag::waiting(text),
            EntryState::NotEntered => Tag::no(text),
            EntryState::Left | EntryState::Withdrawn => Tag::plain(text),
        }
    }
}
