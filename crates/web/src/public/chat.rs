//! `/chat` and `/chat/<case>`: live chat for anybody. With script the page listens (`chat_events`); without
//! it, each line is a form and the page is loaded anew.

use amanah_actions::cases::chat::{BeginChat, ChatAccess, ChatEnd, ChatPhase};
use amanah_actions::cases::talk::Transcript;
use amanah_actions::{ActionError, Office};
use amanah_domain::cases::CaseEvent;
use amanah_domain::{CaseId, FieldId, PersonId};
use amanah_pages::chat::{ChatLine, ChatOver, ChatStanding, ChatVoice, over};
use amanah_pages::layout::Frame;
use amanah_pages::public::{Chat, ChatNotice, ChatRoom};
use amanah_pages::{FieldError, FormView, Shown};
use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use crate::cookies;
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::{field_help, refill};
use crate::visitor::{Visitor, with_cookie};

/// Seconds for which a visitor's browser keeps the way to their chat; the house ends it before.
const COOKIE_SECONDS: i64 = 48 * 3_600;

pub(crate) fn case_id(text: &str) -> Result<CaseId, Failure> {
    CaseId::from_hex(text).ok_or(Failure::NotFound)
}

fn why(end: ChatEnd) -> ChatOver {
    match end {
        ChatEnd::Hours => ChatOver::Hours,
        ChatEnd::Nobody => ChatOver::Nobody,
        ChatEnd::Person => ChatOver::Person,
        ChatEnd::Agent => ChatOver::Agent,
    }
}

pub(crate) fn standing(phase: ChatPhase) -> ChatStanding {
    match phase {
        ChatPhase::Waiting { until } => ChatStanding::Waiting(until),
        ChatPhase::Taken { here: true } => ChatStanding::Here,
        ChatPhase::Taken { here: false } => ChatStanding::Away,
        ChatPhase::Ended { end, open, .. } => ChatStanding::Over(why(end), open),
    }
}

/// The lines as one side sees them; `me` is the agent who reads, `None` for whoever asks.
pub(crate) fn lines<'t>(
    office: &Office,
    frame: &Frame<'_>,
    transcript: &'t Transcript,
    me: Option<PersonId>,
) -> Result<Vec<ChatLine<'t>>, Failure> {
    let mut out = Vec::with_capacity(transcript.lines.len());
    for line in &transcript.lines {
        let voice = match line.kind {
            CaseEvent::Said if me.is_none() => ChatVoice::You,
            CaseEvent::Said => ChatVoice::Person,
            CaseEvent::Replied if me.is_some() && line.author == me => ChatVoice::You,
            CaseEvent::Replied => ChatVoice::Agent,
            CaseEvent::Note => ChatVoice::Note,
            _ => ChatVoice::House,
        };
        let text = match (line.kind, transcript.said(office, line)?) {
            (_, Some(opened)) => Shown::of(&opened),
            (CaseEvent::Taken, None) => Shown::typed(frame.t("chat-said-taken")),
            (CaseEvent::ChatEnded, None) => Shown::typed(over(frame, why(ChatEnd::from_name(&line.code)))),
            (_, None) => continue,
        };
        out.push(ChatLine { number: line.number, voice, at: line.at, text });
    }
    Ok(out)
}

/// What a visitor's browser holds of this chat.
fn code<'v>(visitor: &'v Visitor, id: &str) -> Option<&'v str> {
    let held = visitor.cookie(cookies::CHAT).and_then(|value| value.split_once('.'));
    held.filter(|(case, _)| *case == id).map(|(_, code)| code)
}

/// The chat, for whoever it is of.
pub(crate) async fn access(visitor: &Visitor, id: &str) -> Result<ChatAccess, Failure> {
    let office = &visitor.app.office;
    Ok(office.chat_access(visitor.maybe_session(), code(visitor, id), case_id(id)?).await?)
}

fn notice(visitor: &Visitor) -> ChatNotice {
    let help = field_help(visitor, FieldId::Statement);
    ChatNotice { why: visitor.frame().t("purpose-questions-why"), who: help.who, how_long: help.how_long }
}

async fn start(visitor: &Visitor, form: FormView<'_>, wrong: bool) -> Reply {
    let not_now = visitor.app.office.chat_possible().await?.map(why);
    let line = visitor.app.office.new_line_id();
    let page = Chat { frame: visitor.frame(), form, line, notice: notice(visitor), not_now };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

/// The chat that goes on already, if there is one.
async fn going_on(visitor: &Visitor) -> Result<Option<CaseId>, Failure> {
    let office = &visitor.app.office;
    if let Ok(session) = visitor.person() {
        return Ok(office.own_live_chat(session).await?);
    }
    let Some((id, _)) = visitor.cookie(cookies::CHAT).and_then(|value| value.split_once('.')) else {
        return Ok(None);
    };
    match access(visitor, id).await {
        Ok(access) => {
            let (phase, _) = office.chat_phase(&access).await?;
            Ok(phase.is_live().then_some(access.case))
        }
        Err(Failure::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    match going_on(&visitor).await? {
        Some(case) => visitor.to(&format!("/chat/{}", case.to_hex())),
        None => start(&visitor, visitor.frame().form(), false).await,
    }
}

pub(crate) async fn begin(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    // Pressed twice, or in another window.
    if let Some(case) = going_on(&visitor).await? {
        return visitor.to(&format!("/chat/{}", case.to_hex()));
    }
    let input = BeginChat {
        name: fields.get("name").to_owned(),
        text: fields.get("text").to_owned(),
        line_id: fields.get("line").to_owned(),
        language: visitor.letters(),
    };
    let begun = visitor.app.office.begin_chat(visitor.maybe_session(), visitor.network(), &input).await;
    match begun {
        Ok(begun) => {
            let id = begun.case.to_hex();
            let to = visitor.to(&format!("/chat/{id}"));
            match begun.code {
                Some(code) => {
                    with_cookie(to, cookies::set(cookies::CHAT, &format!("{id}.{code}"), COOKIE_SECONDS))
                }
                None => to,
            }
        }
        Err(ActionError::Input(errors)) => {
            start(&visitor, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn show(visitor: &Visitor, id: &str, form: FormView<'_>, auto: bool, wrong: bool) -> Reply {
    let access = access(visitor, id).await?;
    let office = &visitor.app.office;
    let (phase, transcript) = office.read_chat(&access, 0).await?;
    let frame = visitor.frame();
    let page = ChatRoom {
        form,
        id: id.to_owned(),
        number: access.number.clone(),
        code: access.visitor.then(|| code(visitor, id).unwrap_or_default().to_owned()),
        standing: standing(phase),
        lines: lines(office, &frame, &transcript, None)?,
        last: transcript.last,
        line: office.new_line_id(),
        auto,
        frame,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn room(visitor: Visitor, Path(id): Path<String>, RawQuery(query): RawQuery) -> Reply {
    let auto = query.is_some_and(|query| query.split('&').any(|part| part == "auto=1"));
    show(&visitor, &id, visitor.frame().form(), auto, false).await
}

/// A short answer for the page's script, in place of a page.
pub(crate) fn short(status: StatusCode, text: String) -> Reply {
    Ok((status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// Why a line was not taken, for the page's script.
pub(crate) fn not_taken(visitor: &Visitor, error: ActionError) -> Reply {
    let frame = visitor.frame();
    match error {
        ActionError::Input(errors) => {
            let said = errors.first().map(|error| FieldError::refused(error.field, error.refused));
            short(StatusCode::UNPROCESSABLE_ENTITY, said.map(|e| e.say(frame.words)).unwrap_or_default())
        }
        ActionError::State(key) => short(StatusCode::CONFLICT, frame.t(&format!("state-{key}"))),
        other => Err(other.into()),
    }
}

pub(crate) async fn say(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let access = access(&visitor, &id).await?;
    let said = visitor.app.office.say_in_chat(&access, fields.get("text"), fields.get("line")).await;
    let script = fields.ticked("script");
    match said {
        Ok(_) if script => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(_) => visitor.to(&format!("/chat/{id}#say")),
        Err(error) if script => not_taken(&visitor, error),
        Err(ActionError::Input(errors)) => {
            show(&visitor, &id, refill(visitor.frame().form(), &fields, &errors), false, true).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn leave(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.leave_chat(&access(&visitor, &id).await?).await?;
    visitor.to(&format!("/chat/{id}"))
}
