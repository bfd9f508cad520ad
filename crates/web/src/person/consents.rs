//! `/me/consents`.

use amanah_actions::person::consent::OwnConsent;
use amanah_actions::removal::notices::NoticeStatus;
use amanah_domain::PurposeId;
use amanah_pages::person::{ConsentItem, ConsentState, ConsentTold, Consents};
use axum::extract::Path;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::visitor::Visitor;

fn told(notice: &NoticeStatus) -> ConsentTold {
    ConsentTold {
        recipient: notice.recipient,
        state: notice.state,
        due_at: notice.due_at,
        answered_at: notice.answered_at,
    }
}

pub(crate) async fn list(visitor: Visitor) -> Reply {
    let office = &visitor.app.office;
    let history = office.view_consents(visitor.person()?).await?;
    let frame = visitor.frame();
    let items = office
        .consent_purposes()
        .into_iter()
        .map(|purpose| {
            let last = history.iter().rev().find(|c| c.row.purpose == purpose);
            ConsentItem {
                id: purpose.name().to_owned(),
                title: frame.t(&format!("purpose-{}", purpose.name())),
                text: frame.t(&format!("purpose-{}-why", purpose.name())),
                state: match last {
                    None => ConsentState::Never,
                    Some(OwnConsent { row, .. }) => match row.withdrawn_at {
                        Some(at) => ConsentState::Withdrawn { at },
                        None => {
                            ConsentState::Given { at: row.given_at, version: row.policy_version.to_string() }
                        }
                    },
                },
                told: last.map_or_else(Vec::new, |last| last.told.iter().map(told).collect()),
            }
        })
        .collect();
    let accepted = office.accepted_policy(visitor.person()?).await?;
    let accepted = accepted.into_iter().map(|(version, at)| (version.to_string(), at)).collect();
    visitor.page(&Consents { frame, items, accepted })
}

fn purpose(id: &str) -> Result<PurposeId, Failure> {
    PurposeId::from_name(id).ok_or(Failure::NotFound)
}

pub(crate) async fn give(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.give_consent(visitor.person()?, purpose(&id)?).await?;
    visitor.to("/me/consents")
}

pub(crate) async fn withdraw(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.withdraw_consent(visitor.person()?, purpose(&id)?).await?;
    visitor.to("/me/consents")
}
