//! `/staff/lead`: what waits, for whoever leads the work. Nothing is opened but the names of colleagues.

use amanah_actions::staff::lead_cases::Weeks;
use amanah_domain::values::PersonName;
use amanah_pages::Shown;
use amanah_pages::staff::{Compared, HolderLine, KindLine, Lead};

use crate::failure::Reply;
use crate::staff::case_queue::line;
use crate::staff::desk::desk;
use crate::visitor::Visitor;

fn compared(weeks: Weeks) -> Compared {
    Compared { now: weeks.now, before: weeks.before }
}

pub(crate) async fn lead(visitor: Visitor) -> Reply {
    let found = visitor.app.office.lead_cases(visitor.staff()?).await?;
    let mut holders = Vec::new();
    for holder in &found.holders {
        let name = match &holder.colleague {
            Some(colleague) => colleague.looked.open::<PersonName>()?.as_ref().map(Shown::of),
            None => None,
        };
        holders.push(HolderLine { name, all: holder.count.all, late: holder.count.late });
    }
    let kinds = found.kinds.iter().map(|kind| KindLine {
        kind: kind.kind,
        open: compared(kind.open),
        late: kind.late,
    });
    let page = Lead {
        frame: visitor.frame(),
        desk: desk(&visitor).await?,
        counted_at: found.counted_at,
        open: compared(found.open),
        came: compared(found.came),
        ended: compared(found.ended),
        ended_late: compared(found.ended_late),
        ages: found.ages,
        kinds: kinds.collect(),
        channels: found.channels.iter().map(|(channel, count)| (*channel, count.all, count.late)).collect(),
        holders,
        nobody: (found.nobody.all, found.nobody.late),
        raised: found.raised.iter().map(|l| line(&visitor, l)).collect(),
    };
    visitor.page(&page)
}
