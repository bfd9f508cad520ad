//! Pages for the person whose data these are. Which address shows which page, and what else it posts to
//! (`…` stands for the address itself):
//!
//! | address | page | also posts |
//! |---|---|---|
//! | `/` | [`Landing`] | |
//! | `/register` | [`Register`] | |
//! | `/code` | [`EnterCode`] | `…/resend` |
//! | `/sign-in`, `/sign-in/password` | [`SignIn`] | `/sign-in/passkey/start`, `/sign-in/passkey/finish` |
//! | `/lost-access` | [`LostAccess`] | |
//! | `/lost-access/code` | [`EnterCode`] | `…/resend` |
//! | `/lost-access/sent` | [`LostAccessSent`] | |
//! | `/contact?about=<entry>` | [`Contact`] | |
//! | `/me` | [`Home`] | `/sign-out` (every signed-in page) |
//! | `/me/profile/numbers` | [`ProfileNumbers`] | |
//! | `/me/profile/birth-date` | [`BirthQuestion`] | |
//! | `/me/profile/address?province=&regency=` | [`ProfileAddress`] | |
//! | `/me/profile/work` | [`ProfileWork`] | |
//! | `/me/profile/account` | [`ProfileAccount`] | |
//! | `/me/eligibility` | [`Eligibility`] | `…/review` |
//! | `/me/batches/<number>` | [`Batch`] | `…/join`, `…/leave` |
//! | `/me/data` | [`MyData`] | |
//! | `/me/data/<field>` | [`EditValue`] | |
//! | `/me/correct` | [`Correct`] | |
//! | `/me/correct/<field>` | [`CorrectValue`] | |
//! | `/me/cases/<id>/files` | [`AddFiles`] | |
//! | `/me/trail?who=&why=&when=&page=` | [`Trail`] | GET `…/export` |
//! | `/me/trail/<id>` | [`TrailEntry`] | GET `…/proof` |
//! | `/me/consents` | [`Consents`] | `…/<id>/give`, `…/<id>/withdraw` |
//! | `/me/security` | [`Security`] | `…/sessions/<id>/end`, `…/sessions/end-others`, `…/passkeys/start`, `…/passkeys/finish`, `…/passkeys/<id>/remove` |
//! | `/me/security/email`, `/me/security/phone` | [`ChangeContact`] | `…/cancel` |
//! | `/me/security/password` | [`SetPassword`] | `…/remove` |
//! | `/me/rights` | [`Rights`] | `…/restrict/lift`, `…/letters` |
//! | `/me/rights/object` | [`ObjectList`] | `…/<purpose>/end` |
//! | `/me/rights/restrict`, `/me/rights/object/<purpose>`, `/me/batches/<number>/contest`, `/me/cases/<id>/appeal` | [`AskRight`] | |
//! | `/me/rights/delete?what=` | [`AskDeletion`], [`AskDeletionPreview`] | |
//! | `/me/cases` | [`MyCases`] | |
//! | `/me/cases/<id>` | [`MyCase`] | `…/say`, `…/withdraw` |
//! | `/me/leave?way=` | [`Leave`] | |
//! | `/me/leave/parts` | [`RemoveParts`] | |
//! | `/me/leave/confirm?act=&field-…&category-…` | [`ConfirmRemoval`] | `/me/leave/sign-in` |

mod ask_deletion;
mod ask_right;
mod batch;
mod birth_question;
mod change_contact;
mod confirm_removal;
mod consents;
mod contact;
mod copy;
mod copy_facts;
mod correct;
mod edit_value;
mod eligibility;
mod enter_code;
mod home;
mod landing;
mod leave;
mod lost_access;
mod my_cases;
mod my_data;
mod object_list;
mod profile;
mod profile_address;
mod register;
mod remove;
mod rights;
mod security;
mod set_password;
mod sign_in;
mod standings;
mod trail;
mod trail_entry;
mod trail_line;

pub use ask_deletion::{AskDeletion, AskDeletionPreview};
pub use ask_right::{AskRight, AskedRight};
pub use batch::{Batch, Hindrance, MyDraw};
pub use birth_question::BirthQuestion;
pub use change_contact::ChangeContact;
pub use confirm_removal::{ConfirmRemoval, RemovalView};
pub use consents::{ConsentItem, ConsentState, ConsentTold, Consents};
pub use contact::Contact;
pub use copy::{Copy, CopyReady, SendCopy};
pub use copy_facts::{CopyCase, CopyFacts};
pub use correct::{AddFiles, Correct, CorrectItem, CorrectValue, CorrectionItem};
pub use edit_value::{EDITABLE, EditValue};
pub use eligibility::{Eligibility, Review, Rule, RuleState};
pub use enter_code::EnterCode;
pub use home::{Home, NextStep};
pub use landing::{Landing, OpenBatch};
pub use leave::Leave;
pub use lost_access::{LostAccess, LostAccessSent};
pub use my_cases::{MyCase, MyCaseLine, MyCases, Steps};
pub use my_data::{DataItem, Earlier, Held, MyData, REMOVABLE};
pub use object_list::{ObjectItem, ObjectList};
pub use profile::{ProfileAccount, ProfileNumbers, ProfileWork};
pub use profile_address::{AddressStep, ProfileAddress};
pub use register::{ConsentChoice, Register, ShortNotice};
pub use remove::RemoveParts;
pub use rights::{Clock, Rights};
pub use security::{PasskeyItem, PendingChange, Security, SessionItem};
pub use set_password::SetPassword;
pub use sign_in::{SignIn, Way};
pub use standings::{StandingItem, Standings};
pub use trail::{TRAIL_SPANS, Trail};
pub use trail_entry::{EntryCase, TrailEntry};
pub use trail_line::TrailLine;
#[cfg(test)]
pub(crate) use trail_line::sample as trail_line_sample;

/// Every page's samples, for the one test over all pages.
#[cfg(test)]
pub(crate) fn samples(lang: crate::Lang, out: &mut Vec<(String, String)>) {
    use crate::Reader::{Nobody, Person};
    use crate::check::add;

    add::<Landing<'_>>(out, lang, "landing", "/", Nobody);
    add::<Register<'_>>(out, lang, "register", "/register", Nobody);
    add::<EnterCode<'_>>(out, lang, "code", "/code", Nobody);
    add::<SignIn<'_>>(out, lang, "sign-in", "/sign-in", Nobody);
    add::<LostAccess<'_>>(out, lang, "lost-access", "/lost-access", Nobody);
    add::<LostAccessSent<'_>>(out, lang, "lost-access-sent", "/lost-access/sent", Nobody);
    add::<Contact<'_>>(out, lang, "contact", "/contact", Nobody);
    add::<Home<'_>>(out, lang, "home", "/me", Person);
    add::<ProfileNumbers<'_>>(out, lang, "profile-numbers", "/me/profile/numbers", Person);
    add::<BirthQuestion<'_>>(out, lang, "birth-question", "/me/profile/birth-date", Person);
    add::<ProfileAddress<'_>>(out, lang, "profile-address", "/me/profile/address", Person);
    add::<ProfileWork<'_>>(out, lang, "profile-work", "/me/profile/work", Person);
    add::<ProfileAccount<'_>>(out, lang, "profile-account", "/me/profile/account", Person);
    add::<Eligibility<'_>>(out, lang, "eligibility", "/me/eligibility", Person);
    add::<Batch<'_>>(out, lang, "batch", "/me/batches/71", Person);
    add::<MyData<'_>>(out, lang, "my-data", "/me/data", Person);
    add::<Correct<'_>>(out, lang, "correct", "/me/correct", Person);
    add::<CorrectValue<'_>>(out, lang, "correct-value", "/me/correct/nik", Person);
    add::<AddFiles<'_>>(out, lang, "add-files", "/me/cases/1/files", Person);
    add::<Copy<'_>>(out, lang, "copy", "/me/copy", Person);
    add::<CopyReady<'_>>(out, lang, "copy-ready", "/me/copy/ready/0a1b", Person);
    add::<SendCopy<'_>>(out, lang, "send-copy", "/me/copy/send", Person);
    add::<EditValue<'_>>(out, lang, "edit-value", "/me/data/name", Person);
    add::<Trail<'_>>(out, lang, "trail", "/me/trail", Person);
    add::<TrailEntry<'_>>(out, lang, "trail-entry", "/me/trail/1-48213", Person);
    add::<Consents<'_>>(out, lang, "consents", "/me/consents", Person);
    add::<Security<'_>>(out, lang, "security", "/me/security", Person);
    add::<ChangeContact<'_>>(out, lang, "change-contact", "/me/security/email", Person);
    add::<Rights<'_>>(out, lang, "rights", "/me/rights", Person);
    add::<ObjectList<'_>>(out, lang, "object", "/me/rights/object", Person);
    add::<AskRight<'_>>(out, lang, "ask-right", "/me/rights/restrict", Person);
    add::<AskDeletion<'_>>(out, lang, "ask-deletion", "/me/rights/delete", Person);
    add::<AskDeletionPreview<'_>>(out, lang, "ask-deletion-preview", "/me/rights/delete?what=all", Person);
    add::<MyCases<'_>>(out, lang, "my-cases", "/me/cases", Person);
    add::<MyCase<'_>>(out, lang, "my-case", "/me/cases/0a", Person);
    add::<Leave<'_>>(out, lang, "leave", "/me/leave", Person);
    add::<RemoveParts<'_>>(out, lang, "remove", "/me/leave/parts", Person);
    add::<ConfirmRemoval<'_>>(out, lang, "confirm-removal", "/me/leave/confirm?act=destroy", Person);
    add::<SetPassword<'_>>(out, lang, "set-password", "/me/security/password", Person);
}
