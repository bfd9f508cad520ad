//! `/staff/chats/events?case=…`: one stream for all chats of an agent. It carries the lines of the one that is
//! open; of the others, how many lines wait for an answer. As long as it lasts, the agent is at the desk.

use std::time::Duration;

use amanah_actions::cases::live::Listening;
use amanah_actions::{ActionError, Session};
use amanah_domain::CaseId;
use amanah_pages::chat::{ChatPiece, StandingPiece};
use amanah_pages::staff::ChatLists;
use axum::extract::Query;
use axum::http::HeaderMap;

use crate::events::{BEAT_SECONDS, Events, after, event};
use crate::failure::{Failure, Reply};
use crate::public::chat::{case_id, lines as lines_of, standing};
use crate::staff::chats::{Asked, agent, lists};
use crate::visitor::Visitor;

/// Seconds after which somebody whose last stream ended has left: a page that is loaded anew is no leaving.
const LEFT_SECONDS: u64 = 5;

pub(crate) async fn events(visitor: Visitor, Query(asked): Query<Asked>, headers: HeaderMap) -> Reply {
    let session = agent(&visitor)?.ok_or(Failure::NotFound)?.clone();
    let open = if asked.case.is_empty() { None } else { Some(case_id(&asked.case)?) };
    let office = &visitor.app.office;
    let listening = office.live.listen(session.session_id, &[], true)?;
    office.at_desk(&session, true).await?;
    let (events, response) = Events::begin();
    let after = after(&headers, asked.after);
    tokio::spawn(async move {
        let mut stream = Stream { visitor: &visitor, open, after, lists: String::new(), over: false };
        stream.run(session.clone(), listening, &events).await;
        drop(events);
        tokio::time::sleep(Duration::from_secs(LEFT_SECONDS)).await;
        let office = &visitor.app.office;
        if !office.live.is_listening(&session.session_id)
            && let Err(error) = office.at_desk(&session, false).await
        {
            tracing::info!(%error, "an agent left and it could not be written down");
        }
    });
    Ok(response)
}

struct Stream<'v> {
    visitor: &'v Visitor,
    open: Option<CaseId>,
    after: u32,
    lists: String,
    over: bool,
}

impl Stream<'_> {
    async fn look(&mut self, session: &Session, listening: &mut Listening) -> Result<String, Failure> {
        let office = &self.visitor.app.office;
        let frame = self.visitor.frame();
        let desk = office.chat_desk(session).await?;
        let mut follow: Vec<CaseId> = desk.own.iter().map(|chat| chat.case).collect();
        follow.extend(self.open.filter(|case| !follow.contains(case)));
        listening.follow(&follow);
        let mut text = String::new();
        if let Some(case) = self.open.filter(|_| !self.over) {
            match office.open_chat(session, case, self.after).await {
                Ok(chat) => {
                    for line in &lines_of(office, &frame, &chat.transcript, Some(session.person))? {
                        text.push_str(&event(
                            "line",
                            Some(line.number),
                            &ChatPiece::new(&frame, line).html(),
                        ));
                    }
                    if chat.transcript.last > self.after {
                        self.after = chat.transcript.last;
                        text.push_str(&event("at", Some(self.after), &self.after.to_string()));
                    }
                    if !chat.phase.is_live() {
                        self.over = true;
                        let piece = StandingPiece::new(&frame, standing(chat.phase), &chat.number);
                        text.push_str(&event("over", None, &piece.html()));
                    }
                }
                // Handed over, or erased: nothing of it is shown any more.
                Err(ActionError::NotFound | ActionError::Refused(_)) => {
                    self.over = true;
                    text.push_str(&event("over", None, ""));
                }
                Err(other) => return Err(other.into()),
            }
        }
        let (own, waiting) = lists(&desk);
        let here = self.open.map(|case| case.to_hex());
        let html = ChatLists { frame: &frame, own: &own, waiting: &waiting, here: here.as_deref() }.html();
        if html != self.lists {
            text.push_str(&event("lists", None, &html));
            self.lists = html;
        }
        Ok(text)
    }

    async fn run(&mut self, mut session: Session, mut listening: Listening, events: &Events) {
        let office = &self.visitor.app.office;
        loop {
            match self.look(&session, &mut listening).await {
                Ok(text) => {
                    if !events.send(text).await {
                        return;
                    }
                }
                Err(failure) if events.again(&failure).await => continue,
                Err(_) => return,
            }
            tokio::select! {
                () = listening.changed() => {}
                () = tokio::time::sleep(Duration::from_secs(BEAT_SECONDS)) => {
                    if !events.beat().await || office.at_desk(&session, true).await.is_err() {
                        return;
                    }
                }
                () = events.closed() => return,
            }
            if office.live.is_closed() {
                return;
            }
            // The session, and the role with it, as they are by now: nothing is shown to whoever lost them.
            match self.visitor.session_now().await {
                Ok(Some(now)) => session = now,
                Ok(None) => {
                    events.gone().await;
                    return;
                }
                Err(_) => {}
            }
        }
    }
}
