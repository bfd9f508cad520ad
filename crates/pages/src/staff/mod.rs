//! Pages for members of staff. On top of each stands the purpose in force (`desk`). Which address shows
//! which page, and what it posts:
//!
//! | address | page | posts |
//! |---|---|---|
//! | `/staff` | [`Home`] | `/staff/purpose` |
//! | `/staff/look-up` | [`LookUp`] | itself |
//! | `/staff/people/<look>` | [`OpenPerson`] | |
//! | `/staff/calls` | [`Calls`], then [`CallNoted`] | itself |
//! | `/staff/cases?state&kind&channel&who&list&after` | [`CaseQueue`] | `/staff/cases/several`, answered by [`SeveralDone`] |
//! | `/staff/cases/<id>` | [`OpenCase`] | `…/take`, `…/reply`, `…/decide` and more |
//! | `/staff/cases/hand-over?cases` | [`HandOverCases`] | itself |
//! | `/staff/lead` | [`Lead`] | `/staff/cases/several` |
//! | `/staff/chats?case` | [`Chats`]; its events at `…/events` | `…/<case>/take`, `…/say`, `…/hand-over`, `…/end` |
//! | `/staff/batches` | [`Batches`] | |
//! | `/staff/batches/plan` | [`PlanBatch`] | itself |
//! | `/staff/batches/<number>` | [`ManageBatch`] | `…/open`, `…/close`, `…/reveal`, `…/fail` |
//! | `/staff/numbers` | [`Numbers`] | |
//! | `/staff/removals?page` | [`Removals`] | |
//! | `/staff/removals/for` | [`RemoveFor`], then [`ConfirmRemoveFor`], then [`RemovedFor`] | itself |
//! | `/staff/removals/<id>` | [`OpenRemoval`] | each answer to `…/answers/<notice>` |
//! | `/staff/holds?page` | [`Holds`] | itself, `…/<id>/lift`, `…/<id>/reason` |
//! | `/staff/operation` | [`Operation`] | |
//! | `/staff/members` | [`Members`] | `…/<id>/approve`, `…/review`, `…/end`, `…/left` |
//! | `/staff/members/grant` | [`GrantRole`] | itself |
//! | `/staff/members/invite` | [`Invite`] | itself |
//! | `/staff/relations` | [`Relations`] | itself |
//! | `/invitation/<ticket>` | [`Invitation`] | itself |
//! | wherever the policy refuses | [`StaffRefused`] | |

mod batches;
mod bound_entry;
mod calls;
mod case_history;
mod case_queue;
#[cfg(test)]
mod case_samples;
mod chats;
mod desk;
mod grant_role;
mod hand_over;
mod holds;
mod home;
mod invitation;
mod invite;
mod keys;
mod lead;
mod look_up;
mod lost_claim;
mod manage_batch;
mod members;
mod numbers;
mod open_case;
mod open_person;
mod opened;
mod operation;
mod overdue;
mod plan_batch;
mod refused;
mod register;
mod relations;
mod removals;

pub use batches::Batches;
pub use bound_entry::BoundEntryView;
pub use calls::{CallCase, CallNoted, CallerStanding, Calls};
pub use case_history::{CaseEventView, CaseFileView};
pub use case_queue::{CaseFilters, CaseHolder, CaseQueue, QueuedCase};
pub use chats::{ChatLists, ChatTab, ChatWaiting, Chats, OpenChat};
pub use desk::{Bar, Desk, Door, InForce, OnDesk};
pub use grant_role::GrantRole;
pub use hand_over::{CaseDone, ColleagueView, HandOverCases, NamedCase, SeveralDone};
pub use holds::{HoldItem, Holds};
pub use home::{Home, Offer, Waiting};
pub use invitation::{Invitation, InvitationState};
pub use invite::Invite;
pub use lead::{HolderLine, KindLine, Lead};
pub use look_up::LookUp;
pub use lost_claim::LostClaim;
pub use manage_batch::{BatchStep, ManageBatch};
pub use members::{HeldRole, Member, Members, RoleState};
pub use numbers::{Compared, DayCount, Funnel, Numbers, ProvinceCount};
pub use open_case::{CaseFacts, OpenCase, ReplyTemplate, Standing};
pub use open_person::{OpenPerson, PersonBatch, PersonCase};
pub use opened::OpenedField;
pub use operation::{BackupLine, CopyLine, EpochLine, Operation, ReportLine};
pub use overdue::OverdueItem;
pub use plan_batch::PlanBatch;
pub use refused::StaffRefused;
pub use relations::{Declared, Relations};
pub use removals::{
    ConfirmRemoveFor, OpenRemoval, RemovalItem, Removals, RemoveFor, RemovedFor, UnsignedNotice,
};

/// What can be wrong with a form of the console beyond a value's own rules. Word keys without
/// `refused-`.
pub const STAFF_FORM_KEYS: &[&str] = &[
    "look-reason",
    "case-reason",
    "case-ground",
    "case-words",
    "case-extension-hours",
    "case-sort",
    "plan-order",
    "plan-past",
    "plan-known",
    "quota",
    "moment-opens",
    "moment-closes",
    "moment-known",
    "plan-source",
    "no-such-member",
    "own-role",
    "role-held",
    "member-known",
    "invitation-agree",
    "relation-self",
    "hold-days",
    "notice-day",
    "removal-reason",
    "call-find-first",
];

/// Every page's samples, for the one test over all pages.
#[cfg(test)]
pub(crate) fn samples(lang: crate::Lang, out: &mut Vec<(String, String)>) {
    use crate::Reader::{Nobody, Staff};
    use crate::check::add;

    add::<Home<'_>>(out, lang, "staff-home", "/staff", Staff);
    add::<LookUp<'_>>(out, lang, "staff-look-up", "/staff/look-up", Staff);
    add::<OpenPerson<'_>>(out, lang, "staff-person", "/staff/people/1", Staff);
    add::<CaseQueue<'_>>(out, lang, "staff-cases", "/staff/cases?state=open", Staff);
    add::<OpenCase<'_>>(out, lang, "staff-case", "/staff/cases/1", Staff);
    add::<HandOverCases<'_>>(out, lang, "staff-hand-over", "/staff/cases/hand-over?cases=1", Staff);
    add::<SeveralDone<'_>>(out, lang, "staff-several", "/staff/cases/several", Staff);
    add::<Lead<'_>>(out, lang, "staff-lead", "/staff/lead", Staff);
    add::<Calls<'_>>(out, lang, "staff-calls", "/staff/calls", Staff);
    add::<CallNoted<'_>>(out, lang, "staff-call-noted", "/staff/calls", Staff);
    add::<Chats<'_>>(out, lang, "staff-chats", "/staff/chats?case=0202", Staff);
    add::<Batches<'_>>(out, lang, "staff-batches", "/staff/batches", Staff);
    add::<PlanBatch<'_>>(out, lang, "staff-plan", "/staff/batches/plan", Staff);
    add::<ManageBatch<'_>>(out, lang, "staff-batch", "/staff/batches/71", Staff);
    add::<Numbers<'_>>(out, lang, "staff-numbers", "/staff/numbers", Staff);
    add::<Members<'_>>(out, lang, "staff-members", "/staff/members", Staff);
    add::<GrantRole<'_>>(out, lang, "staff-grant", "/staff/members/grant", Staff);
    add::<Invite<'_>>(out, lang, "staff-invite", "/staff/members/invite", Staff);
    add::<Relations<'_>>(out, lang, "staff-relations", "/staff/relations", Staff);
    add::<Removals<'_>>(out, lang, "staff-removals", "/staff/removals", Staff);
    add::<OpenRemoval<'_>>(out, lang, "staff-removal", "/staff/removals/1", Staff);
    add::<RemoveFor<'_>>(out, lang, "staff-remove-for", "/staff/removals/for", Staff);
    add::<ConfirmRemoveFor<'_>>(out, lang, "staff-remove-for-confirm", "/staff/removals/for", Staff);
    add::<RemovedFor<'_>>(out, lang, "staff-removed-for", "/staff/removals/for", Staff);
    add::<Holds<'_>>(out, lang, "staff-holds", "/staff/holds", Staff);
    add::<Operation<'_>>(out, lang, "staff-operation", "/staff/operation", Staff);
    add::<Invitation<'_>>(out, lang, "staff-invitation", "/invitation/1", Nobody);
    add::<StaffRefused<'_>>(out, lang, "staff-refused", "/staff/people/1", Staff);
}
