//! Who stands at the door: language, session, address. Every page's frame is made here.

use std::net::SocketAddr;

use amanah_actions::letters::Language;
use amanah_actions::{ActionError, Session};
use amanah_pages::layout::{Frame, Reader};
use amanah_pages::{Lang, Page, Zone};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::cookies;
use crate::failure::{Failure, Reply};
use crate::language::language;
use crate::state::App;

/// A request, as far as every handler wants to know it.
pub(crate) struct Visitor {
    pub(crate) app: App,
    pub(crate) lang: Lang,
    /// Set where the address asked for another language: the answer remembers it.
    asked: bool,
    path: String,
    session: Option<Session>,
    headers: HeaderMap,
    network: Vec<u8>,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let session = match cookies::read(&parts.headers, cookies::SESSION) {
            None => None,
            Some(token) => match app.office.session(token).await {
                Ok(session) => Some(session),
                Err(ActionError::SignInNeeded) => None,
                Err(e) => return Err(Failure::from(e)),
            },
        };
        let (lang, asked) = language(parts);
        let network = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| match info.0.ip() {
                std::net::IpAddr::V4(ip) => ip.octets().to_vec(),
                // One household has a /64.
                std::net::IpAddr::V6(ip) => ip.octets().into_iter().take(8).collect(),
            })
            .unwrap_or_default();
        Ok(Self {
            app: app.clone(),
            lang,
            asked,
            path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            session,
            headers: parts.headers.clone(),
            network,
        })
    }
}

/// A year: the language is remembered no longer without a visit.
const LANGUAGE_SECONDS: i64 = 365 * 24 * 3_600;

impl Visitor {
    /// The signed-in person or member of staff.
    pub(crate) fn session(&self) -> Result<&Session, Failure> {
        self.session.as_ref().ok_or(Failure::SignIn)
    }

    /// The session if there is one.
    pub(crate) fn maybe_session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The session as it is by now: a stream lasts longer than a request, and ends with it.
    pub(crate) async fn session_now(&self) -> Result<Option<Session>, Failure> {
        let Some(token) = self.cookie(cookies::SESSION) else { return Ok(None) };
        match self.app.office.session(token).await {
            Ok(session) => Ok(Some(session)),
            Err(ActionError::SignInNeeded) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// Whoever came in by a person's account.
    pub(crate) fn person(&self) -> Result<&Session, Failure> {
        self.session().and_then(|s| if s.staff { Err(Failure::SignIn) } else { Ok(s) })
    }

    /// Whoever came in by a staff account.
    pub(crate) fn staff(&self) -> Result<&Session, Failure> {
        self.session().and_then(|s| if s.staff { Ok(s) } else { Err(Failure::NotFound) })
    }

    /// Checks the token of a form against the session. Forms of nobody in particular carry none: for
    /// them `Sec-Fetch-Site` and `Origin` speak alone.
    pub(crate) fn check_csrf(&self, given: &str) -> Result<(), Failure> {
        match &self.session {
            Some(session) if session.csrf(&self.app.office) != given => Err(Failure::Forged),
            _ => Ok(()),
        }
    }

    /// What limits are counted by.
    pub(crate) fn network(&self) -> &[u8] {
        &self.network
    }

    /// A cookie of the request.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        cookies::read(&self.headers, name)
    }

    /// The language for letters.
    pub(crate) fn letters(&self) -> Language {
        match self.lang {
            Lang::Id => Language::Id,
            Lang::En => Language::En,
        }
    }

    /// The browser in words that a person recognises: kind and system, no version, nothing that
    /// identifies.
    pub(crate) fn device(&self) -> String {
        let agent = self.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let pick = |known: &[(&str, &'static str)]| {
            known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
        };
        let browser = pick(&[
            ("Edg/", "Edge"),
            ("OPR/", "Opera"),
            ("SamsungBrowser", "Samsung Internet"),
            ("UCBrowser", "UC Browser"),
            ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ]);
        let system = pick(&[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS", "macOS"),
            ("Linux", "Linux"),
        ]);
        match (browser, system) {
            (Some(browser), Some(system)) => format!("{browser}, {system}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => "?".to_owned(),
        }
    }

    /// What stands around a page for this visitor.
    pub(crate) fn frame(&self) -> Frame<'_> {
        let mut frame =
            Frame::new(self.app.words.lexicon(self.lang), self.path.as_str(), self.app.office.now());
        frame.demo = self.app.office.mode.demo;
        // Whoever is signed in reads the clock of their province.
        let house = self.app.office.programme.zone_hours;
        frame.zone = Zone::of_hours(self.session.as_ref().map_or(house, |session| session.zone_hours));
        if let Some(session) = &self.session {
            frame.acting = session.helper.is_some();
            frame.csrf = session.csrf(&self.app.office).into();
            frame.reader = if session.staff { Reader::Staff } else { Reader::Person };
        }
        frame
    }

    /// A page as the answer.
    pub(crate) fn page(&self, page: &impl Page) -> Reply {
        self.page_with(StatusCode::OK, page)
    }

    /// A form that could not be taken, with what was typed: 422.
    pub(crate) fn again(&self, page: &impl Page) -> Reply {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// A page with a status of its own.
    pub(crate) fn page_with(&self, status: StatusCode, page: &impl Page) -> Reply {
        let html = page.html().map_err(|e| {
            tracing::error!(error = %e, "a page was not rendered");
            Failure::Internal
        })?;
        let mut response = (status, Html(html)).into_response();
        if self.asked {
            response.headers_mut().append(
                header::SET_COOKIE,
                cookies::set(cookies::LANGUAGE, self.lang.code(), LANGUAGE_SECONDS),
            );
        }
        Ok(response)
    }

    /// Elsewhere, by GET.
    pub(crate) fn to(&self, path: &str) -> Reply {
        Ok(Redirect::to(path).into_response())
    }
}

/// An answer with a cookie.
pub(crate) fn with_cookie(reply: Reply, cookie: axum::http::HeaderValue) -> Reply {
    let mut response: Response = reply?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
