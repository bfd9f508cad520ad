//! `/me/security`: for people and for staff alike.

use amanah_actions::person::change_contact::pending_of;
use amanah_actions::person::passkeys::passkeys_of;
use amanah_domain::values::{Device, Email, Phone};
use amanah_domain::{FieldId, Timestamp};
use amanah_pages::Shown;
use amanah_pages::person::{PasskeyItem, PendingChange, Security, SessionItem};
use axum::extract::Path;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::visitor::Visitor;

pub(crate) async fn page(visitor: Visitor) -> Reply {
    let session = visitor.session()?;
    let view = visitor.app.office.view_security(session).await?;
    let (email, phone) = (view.looked.open::<Email>()?, view.looked.open::<Phone>()?);
    let passkeys = passkeys_of(&view.looked)?;
    let pending = pending_of(&view.looked)?;
    let mut sessions = Vec::new();
    for row in &view.sessions {
        let device = view.looked.open_alone::<Device>(&row.device)?;
        sessions.push(SessionItem {
            id: hex::encode(row.session_id),
            device: device.as_ref().map_or_else(|| Shown::typed("?"), Shown::of),
            since: row.created_at,
            last: row.seen_at,
            here: row.session_id == session.session_id,
        });
    }
    sessions.sort_by_key(|s| !s.here);
    let page = Security {
        frame: visitor.frame(),
        email: email.as_ref().map(Shown::of),
        phone: phone.as_ref().map(Shown::of),
        pending: pending
            .into_iter()
            .map(|p| PendingChange {
                channel: p.to.channel(),
                to: Shown::typed(p.to.address),
                at: Timestamp::from_millis(p.at_ms),
            })
            .collect(),
        passkeys: passkeys
            .into_iter()
            .map(|p| PasskeyItem {
                id: p.id,
                name: Shown::typed(p.name),
                added: Timestamp::from_millis(p.added_ms),
                used: p.used_ms.map(Timestamp::from_millis),
            })
            .collect(),
        password_since: view.looked.origin(FieldId::PasswordHash).map(|(_, at)| at),
        sessions,
    };
    visitor.page(&page)
}

pub(crate) async fn end_session(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let id = <[u8; 16]>::try_from(hex::decode(&id).unwrap_or_default()).map_err(|_| Failure::NotFound)?;
    visitor.app.office.end_session(visitor.session()?, id).await?;
    visitor.to("/me/security")
}

pub(crate) async fn end_others(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.end_other_sessions(visitor.session()?).await?;
    visitor.to("/me/security")
}
