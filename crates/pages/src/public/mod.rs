//! Pages that anybody may read. Which address shows which page:
//!
//! | address | page |
//! |---|---|
//! | `/privacy`, `/privacy/versions/<n>` | [`Privacy`]; the file itself at `/privacy/versions/<n>/policy.toml` |
//! | `/privacy/table?who` | [`PolicyTable`] |
//! | `/terms` | [`Terms`] |
//! | `/batches` | [`BatchList`] |
//! | `/batches/<number>` | [`BatchResult`]; the draw file at `/batches/<number>/draw.txt` |
//! | `/certificate` | [`FindCertificate`] |
//! | `/certificate/<code>` | [`Certificate`]; its files at `…/certificate.pdf` and `…/certificate.json` |
//! | `/report` | [`Report`], then once [`ReportFiled`] |
//! | `/report/receipt` | [`FindReceipt`], [`Receipt`] |
//! | `/chat` | [`Chat`] |
//! | `/chat/<case>` | [`ChatRoom`]; its events at `…/events` |
//! | `/ledger` | [`Ledger`]; the checkpoint itself at `/ledger/checkpoint` |
//! | `/outbox`, `/outbox/<n>` | [`Outbox`], [`OutboxLetter`], in the demonstration alone |
//! | in place of any page | [`ErrorPage`] |

mod batch_list;
mod batch_result;
pub(crate) mod certificate;
pub(crate) mod certificate_facts;
mod certificate_pdf;
mod chat;
mod error_page;
mod ledger;
mod outbox;
mod policy_table;
mod policy_text;
mod privacy;
mod receipt;
mod report;
mod terms;

pub(crate) use batch_list::state_tag as batch_tag;
pub use batch_list::{BatchList, PublicBatch};
pub use batch_result::{BatchResult, Draw, OwnLine};
pub use certificate::{Certificate, FindCertificate};
pub use certificate_facts::{CertificateFacts, HoldNote, Kept, KeptLine, NoticeLine, What};
pub use chat::{Chat, ChatNotice, ChatRoom};
pub use error_page::{ErrorPage, Fault};
pub use ledger::{Ledger, LogLine, SignedCheckpoint};
pub use outbox::{Outbox, OutboxLetter, OutboxLine};
pub use policy_table::PolicyTable;
pub use policy_text::{PurposeText, SectionText};
pub use privacy::{Controller, PolicyVersion, Privacy};
pub use receipt::{FindReceipt, Receipt};
pub use report::{Report, ReportFiled, ReportGate};
pub use terms::Terms;

/// Every page's samples, for the one test over all pages.
#[cfg(test)]
pub(crate) fn samples(lang: crate::Lang, out: &mut Vec<(String, String)>) {
    use crate::Reader::{Nobody, Person};
    use crate::check::add;

    add::<Privacy<'_>>(out, lang, "privacy", "/privacy", Nobody);
    add::<PolicyTable<'_>>(out, lang, "policy-table", "/privacy/table", Nobody);
    add::<Terms<'_>>(out, lang, "terms", "/terms", Nobody);
    add::<BatchList<'_>>(out, lang, "batches", "/batches", Nobody);
    add::<BatchResult<'_>>(out, lang, "batch-result", "/batches/69", Person);
    add::<Outbox<'_>>(out, lang, "outbox", "/outbox", Nobody);
    add::<OutboxLetter<'_>>(out, lang, "outbox-letter", "/outbox/14", Nobody);
    add::<ErrorPage<'_>>(out, lang, "error", "/me/profile", Person);
    add::<FindCertificate<'_>>(out, lang, "find-certificate", "/certificate", Nobody);
    add::<Certificate<'_>>(out, lang, "certificate", "/certificate/7k3m-q2xh-tp4w-9drc-5nvb-8yfg", Nobody);
    add::<Chat<'_>>(out, lang, "chat", "/chat", Nobody);
    add::<ChatRoom<'_>>(out, lang, "chat-room", "/chat/0a", Nobody);
    add::<Ledger<'_>>(out, lang, "ledger", "/ledger", Nobody);
    add::<Report<'_>>(out, lang, "report", "/report", Nobody);
    add::<ReportFiled<'_>>(out, lang, "report-filed", "/report", Nobody);
    add::<FindReceipt<'_>>(out, lang, "find-receipt", "/report/receipt", Nobody);
    add::<Receipt<'_>>(out, lang, "receipt", "/report/receipt", Nobody);
}
