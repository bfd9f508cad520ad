//! `/staff/chats?case=…`: the desk of live chat. With script the page listens (`chats_events`); without it,
//! everything is a form and a link.

use amanah_actions::letters::Language;
use amanah_actions::staff::chats::{ChatDesk, ChatOutcome, DeskChat, TALKS};
use amanah_actions::{ActionError, Session};
use amanah_domain::PersonId;
use amanah_pages::staff::{ChatTab, ChatWaiting, Chats, OpenChat};
use amanah_pages::{FormView, Lang};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::public::chat::{case_id, lines, not_taken, standing};
use crate::staff::desk::{chosen, desk, refused};
use crate::visitor::Visitor;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) case: String,
    pub(crate) after: u32,
}

/// Whoever may talk: an agent for whom the purpose is in force. `None` without the purpose.
pub(crate) fn agent(visitor: &Visitor) -> Result<Option<&Session>, Failure> {
    let session = visitor.staff()?;
    if session.as_staff(TALKS.0).is_err() {
        return Err(Failure::NotFound);
    }
    let in_force = chosen(visitor)?.is_some_and(|chosen| (chosen.role, chosen.purpose()) == TALKS);
    Ok(in_force.then_some(session))
}

/// The same where there is nothing to do without it: the page says so.
fn talking(visitor: &Visitor) -> Result<&Session, Failure> {
    agent(visitor)?.ok_or(Failure::State("case-not-for-this"))
}

/// What colleagues call a desk: nobody's name.
fn desk_number(person: &PersonId) -> String {
    let [first, second, ..] = person.as_bytes();
    format!("{first:02X}{second:02X}")
}

/// The lists of the desk, for pages.
pub(crate) fn lists(desk: &ChatDesk) -> (Vec<ChatTab>, Vec<ChatWaiting>) {
    let own = desk.own.iter().map(|chat| ChatTab {
        id: chat.case.to_hex(),
        number: chat.number.clone(),
        unanswered: chat.unanswered,
    });
    let waiting = desk.waiting.iter().map(|chat| ChatWaiting {
        id: chat.case.to_hex(),
        number: chat.number.clone(),
        since: chat.since,
        shut: chat.not_yours,
    });
    (own.collect(), waiting.collect())
}

/// What an answer can begin with: its title for the reader, its text for whoever asks.
fn ready(visitor: &Visitor, chat: &DeskChat) -> Vec<(String, String)> {
    let (words, frame) = (&visitor.app.words, visitor.frame());
    let theirs = words.lexicon(match chat.language {
        Language::Id => Lang::Id,
        Language::En => Lang::En,
    });
    let text = |id: &String| theirs.t1(&format!("template-{id}"), "number", chat.number.clone());
    words.templates().iter().map(|id| (frame.t(&format!("template-{id}-title")), text(id))).collect()
}

async fn show(visitor: &Visitor, id: &str, form: FormView<'_>, wrong: bool) -> Reply {
    let office = &visitor.app.office;
    let frame = visitor.frame();
    let Some(session) = agent(visitor)? else {
        let page = Chats {
            form,
            desk: desk(visitor).await?,
            may_talk: false,
            own: Vec::new(),
            waiting: Vec::new(),
            open: None,
            colleagues: Vec::new(),
            desk_number: String::new(),
            templates: Vec::new(),
            frame,
        };
        return visitor.page(&page);
    };
    office.at_desk(session, true).await?;
    let opened = match id {
        "" => None,
        id => match office.open_chat(session, case_id(id)?, 0).await {
            Ok(opened) => Some(opened),
            // Somebody else has it by now.
            Err(ActionError::NotFound) => return visitor.to("/staff/chats"),
            Err(error) => return refused(visitor, desk(visitor).await?, error),
        },
    };
    let talk = office.chat_desk(session).await?;
    let (own, waiting) = lists(&talk);
    let open = match &opened {
        None => None,
        Some(DeskChat { number, phase, transcript, .. }) => Some(OpenChat {
            id: id.to_owned(),
            number: number.clone(),
            standing: standing(*phase),
            lines: lines(office, &frame, transcript, Some(session.person))?,
            last: transcript.last,
            line: office.new_line_id(),
        }),
    };
    let page = Chats {
        form,
        desk: desk(visitor).await?,
        may_talk: true,
        own,
        waiting,
        open,
        colleagues: talk.colleagues.iter().map(|other| (other.to_hex(), desk_number(other))).collect(),
        desk_number: desk_number(&session.person),
        templates: opened.as_ref().map_or_else(Vec::new, |opened| ready(visitor, opened)),
        frame,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    show(&visitor, &asked.case, visitor.frame().form(), false).await
}

async fn done(visitor: &Visitor, done: Result<(), ActionError>, to: &str) -> Reply {
    match done {
        Ok(()) => visitor.to(to),
        Err(error) => refused(visitor, desk(visitor).await?, error),
    }
}

pub(crate) async fn take(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let taken = visitor.app.office.take_chat(talking(&visitor)?, case_id(&id)?).await;
    done(&visitor, taken, &format!("/staff/chats?case={id}")).await
}

pub(crate) async fn say(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let (session, script) = (talking(&visitor)?, fields.ticked("script"));
    let (text, line) = (fields.get("text"), fields.get("line"));
    let office = &visitor.app.office;
    match office.reply_in_chat(session, case_id(&id)?, text, line, fields.ticked("note")).await {
        Ok(_) if script => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(_) => visitor.to(&format!("/staff/chats?case={id}#say")),
        Err(error) if script => not_taken(&visitor, error),
        Err(ActionError::Input(errors)) => {
            show(&visitor, &id, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(error) => refused(&visitor, desk(&visitor).await?, error),
    }
}

pub(crate) async fn hand_over(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let to = match fields.get("to") {
        "" => None,
        to => Some(PersonId::from_hex(to).ok_or(Failure::NotFound)?),
    };
    let handed = visitor.app.office.hand_over_chat(talking(&visitor)?, case_id(&id)?, to).await;
    done(&visitor, handed, "/staff/chats").await
}

pub(crate) async fn end(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let outcome = match fields.get("outcome") {
        "answered" => ChatOutcome::Answered,
        "open" => ChatOutcome::Open,
        _ => return Err(Failure::Bad("choice")),
    };
    let ended = visitor.app.office.end_chat(talking(&visitor)?, case_id(&id)?, outcome).await;
    done(&visitor, ended, &format!("/staff/chats?case={id}")).await
}
