//! `/chat/<case>/events`: what is said in a chat, as it is said. Goes on after the number that the reader had
//! last; ends with the session, with the chat, and with the house.

use std::time::Duration;

use amanah_actions::ActionError;
use amanah_actions::cases::chat::ChatAccess;
use amanah_actions::cases::live::Listening;
use amanah_pages::chat::{ChatPiece, StandingPiece};
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use serde::Deserialize;

use crate::events::{BEAT_SECONDS, Events, after, event};
use crate::failure::{Failure, Reply};
use crate::public::chat::{access, lines, standing};
use crate::visitor::Visitor;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    after: u32,
}

pub(crate) async fn events(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Reply {
    let access = access(&visitor, &id).await?;
    let holder = match visitor.maybe_session() {
        Some(session) if !access.visitor => session.session_id,
        _ => *access.case.as_bytes(),
    };
    let listening = visitor.app.office.live.listen(holder, &[access.case], false)?;
    let (events, response) = Events::begin();
    let after = after(&headers, asked.after);
    tokio::spawn(async move { run(&visitor, &id, access, listening, &events, after).await });
    Ok(response)
}

/// What one look brought: texts to hand on, and whether the stream goes on.
struct Look {
    text: String,
    goes_on: bool,
}

async fn look(
    visitor: &Visitor,
    access: &ChatAccess,
    after: &mut u32,
    said: &mut String,
) -> Result<Look, Failure> {
    let office = &visitor.app.office;
    let (phase, transcript) = office.read_chat(access, *after).await?;
    let frame = visitor.frame();
    let mut text = String::new();
    for line in &lines(office, &frame, &transcript, None)? {
        text.push_str(&event("line", Some(line.number), &ChatPiece::new(&frame, line).html()));
    }
    if transcript.last > *after {
        *after = transcript.last;
        text.push_str(&event("at", Some(*after), &after.to_string()));
    }
    let piece = StandingPiece::new(&frame, standing(phase), &access.number).html();
    if !phase.is_live() {
        text.push_str(&event("over", None, &piece));
    } else if *said != piece {
        text.push_str(&event("standing", None, &piece));
        *said = piece;
    }
    Ok(Look { text, goes_on: phase.is_live() })
}

async fn run(
    visitor: &Visitor,
    id: &str,
    access: ChatAccess,
    listening: Listening,
    events: &Events,
    mut after: u32,
) {
    let office = &visitor.app.office;
    let mut said = String::new();
    loop {
        match look(visitor, &access, &mut after, &mut said).await {
            Ok(look) => {
                if !events.send(look.text).await || !look.goes_on {
                    return;
                }
            }
            Err(failure) if events.again(&failure).await => continue,
            Err(_) => return,
        }
        tokio::select! {
            () = listening.changed() => {}
            () = tokio::time::sleep(Duration::from_secs(BEAT_SECONDS)) => {
                if !events.beat().await {
                    return;
                }
            }
            () = events.closed() => return,
        }
        if office.live.is_closed() {
            return;
        }
        if !still_theirs(visitor, id, &access).await {
            events.gone().await;
            return;
        }
    }
}

/// A stream of somebody who signed out ends, wherever they signed out.
async fn still_theirs(visitor: &Visitor, id: &str, access: &ChatAccess) -> bool {
    if access.visitor {
        return true;
    }
    let Ok(session) = visitor.session_now().await else { return true };
    let Some(case) = amanah_domain::CaseId::from_hex(id) else { return false };
    let found = visitor.app.office.chat_access(session.as_ref(), None, case).await;
    !matches!(found, Err(ActionError::NotFound))
}
