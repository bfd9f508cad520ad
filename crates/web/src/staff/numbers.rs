//! `/staff/numbers`.

use amanah_actions::staff::numbers::Compared as Counted;
use amanah_pages::staff::{Compared, DayCount, Funnel, Numbers, ProvinceCount};

use crate::failure::Reply;
use crate::staff::desk::desk;
use crate::visitor::Visitor;

fn compared(counted: Counted) -> Compared {
    Compared { now: counted.now, before: counted.before }
}

pub(crate) async fn numbers(visitor: Visitor) -> Reply {
    let office = &visitor.app.office;
    let found = office.numbers(visitor.staff()?).await?;
    let zone_hours = office.programme.zone_hours;
    let name = |code: i64| {
        let code = format!("{code:02}");
        office.programme.regions.name(&code).map_or_else(|| code.clone(), ToOwned::to_owned)
    };
    let unknown = found.provinces.iter().find(|(code, _)| *code == 0).map_or(0, |(_, people)| people.now);
    let page = Numbers {
        frame: visitor.frame(),
        desk: desk(&visitor).await?,
        counted_at: office.now(),
        registered: compared(found.registered),
        joined: compared(found.joined),
        cases_open: compared(found.cases_open),
        looks: compared(found.looks),
        days: found
            .days
            .iter()
            .map(|day| DayCount {
                day: day.begins_at.date_at(zone_hours),
                registered: compared(day.registered),
            })
            .collect(),
        funnel: Funnel {
            registered: compared(found.funnel.registered),
            identity_given: compared(found.funnel.gave_nik),
            verified: compared(found.funnel.verified),
            eligible: compared(found.funnel.eligible),
            joined: compared(found.funnel.joined),
        },
        provinces: found
            .provinces
            .iter()
            .filter(|(code, _)| *code != 0)
            .map(|(code, people)| ProvinceCount { name: name(*code), people: compared(*people) })
            .collect(),
        province_unknown: unknown,
    };
    visitor.page(&page)
}
