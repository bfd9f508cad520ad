//! A case as its person follows it, for the receipt page and their own page of it.

use amanah_actions::cases::conversation::{Conversation, ConversationFile};
use amanah_domain::AttachmentId;
use amanah_domain::cases::AttachmentState;
use amanah_pages::Shown;
use amanah_pages::conversation::{CaseStanding, SaidFile, SaidLine};

use crate::failure::Failure;

/// Where it stands.
pub(crate) fn standing(case: &Conversation<'_>) -> CaseStanding {
    CaseStanding {
        kind: case.kind,
        state: case.state,
        number: case.number.clone(),
        opened_at: case.opened_at,
        due_at: case.due_at,
        waits_until: case.waits_until,
        decided_at: case.decided_at,
        cut: case.cut,
    }
}

/// What was said, opened line by line. `href` gives the address of a file that may be fetched.
pub(crate) fn lines<'p>(
    case: &'p Conversation<'p>,
    href: impl Fn(AttachmentId) -> Option<String>,
) -> Result<Vec<SaidLine<'p>>, Failure> {
    let file = |file: &ConversationFile| SaidFile {
        href: (file.state == AttachmentState::Kept).then(|| href(file.attachment)).flatten(),
        media: file.media,
        state: file.state,
        bytes: file.bytes,
    };
    case.lines
        .iter()
        .map(|line| {
            Ok(SaidLine {
                event: line.event,
                role: line.role,
                channel: line.channel,
                at: line.at,
                code: line.code.clone(),
                hours: line.hours,
                said: case.said(line)?.map(|said| Shown::of(&said)),
                files: line.files.iter().map(file).collect(),
            })
        })
        .collect()
}
