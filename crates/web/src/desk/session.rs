//! Who works at the desk: the session behind the cookie, read once per request.

use crate::app::App;
use crate::failure::Failure;
use crate::reader::Reader;
use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Duty;
use domain::role::Actor;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::duties::DutyId;
use store::keys::Purpose;
use store::sessions::{self, Session, Token};
use subtle::ConstantTimeEq as _;

/// Name of the session's cookie; with https it is bound to this host.
fn cookie_name(app: &App) -> &'static str {
    if app.settings().secure_cookies { "__Host-meja" } else { "meja" }
}

/// The token a browser sent, whatever it is worth.
pub(crate) fn token_of(app: &App, headers: &HeaderMap) -> Option<Token> {
    let name = cookie_name(app);
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| Token::from_cookie(value))
}

/// Puts the token into the browser until it is closed; the server ends the session earlier.
pub(crate) fn set_cookie(app: &App, response: &mut Response, token: &Token) {
    put_cookie(app, response, token.expose(), "");
}

/// Takes the token out of the browser.
pub(crate) fn clear_cookie(app: &App, response: &mut Response) {
    put_cookie(app, response, "", "; Max-Age=0");
}

fn put_cookie(app: &App, response: &mut Response, value: &str, rest: &str) {
    let secure = if app.settings().secure_cookies { "; Secure" } else { "" };
    let cookie =
        format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{rest}", cookie_name(app));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// What a form of a session carries: other sites cannot know it, and it dies with the session.
pub(crate) fn form_token(app: &App, mark: &str) -> String {
    hex(&app.store().keys().hash(Purpose::Form, mark))
}

/// Whether a form carries the token of the session a browser holds, ended or not.
pub(crate) fn is_own_form(app: &App, token: &Token, sent: &str) -> bool {
    let mark = hex(&app.store().keys().hash(Purpose::Session, token.expose()));
    form_token(app, &mark).as_bytes().ct_eq(sent.as_bytes()).into()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The sign-in page that leads back to `back` afterwards.
pub(crate) fn sign_in_address(reader: &Reader, back: &str) -> String {
    let back = utf8_percent_encode(back, NON_ALPHANUMERIC);
    format!("{}?kembali={back}", reader.href("/masuk"))
}

/// An officer who has proved both factors and taken up a duty. Every page of the desk asks for it.
#[derive(Debug, Clone)]
pub struct Officer {
    /// The session.
    pub session: Session,
    /// The duty taken up.
    pub duty: Duty,
    /// Its name.
    pub duty_id: DutyId,
    /// What the browser holds.
    pub(crate) token: Token,
    /// What forms carry.
    pub form_token: String,
}

impl Officer {
    /// The officer as the one who gives commands.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Officer(self.duty.clone())
    }

    /// The officer of a session that is good for work.
    pub(crate) fn of(app: &App, token: Token, session: Session) -> Option<Self> {
        if !session.verified {
            return None;
        }
        let (duty_id, duty) = session.duty.clone()?;
        let form_token = form_token(app, &session.mark);
        Some(Self { session, duty, duty_id, token, form_token })
    }
}

impl FromRequestParts<App> for Officer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let reader = Reader::of(parts);
        let token = token_of(app, &parts.headers);
        let session = match &token {
            Some(token) => sessions::load(app.store(), token)
                .await
                .map_err(|error| Failure::from(error).into_response())?,
            None => None,
        };
        let back = if parts.method == Method::GET {
            reader.href(&reader.path)
        } else {
            reader.href("/meja")
        };
        match token.zip(session) {
            Some((token, session)) => {
                // Signed in halfway, or without a duty: the sign-in pages know what is missing.
                let officer = Self::of(app, token, session);
                officer
                    .ok_or_else(|| Redirect::to(&sign_in_address(&reader, &back)).into_response())
            }
            None => Err(Redirect::to(&sign_in_address(&reader, &back)).into_response()),
        }
    }
}

/// A session at whatever step, for the pages that lead through signing in.
pub(crate) struct Begun {
    pub(crate) token: Token,
    pub(crate) session: Session,
    pub(crate) form_token: String,
}

/// The session of a request, if there is one.
pub(crate) async fn begun(app: &App, headers: &HeaderMap) -> Result<Option<Begun>, Failure> {
    let Some(token) = token_of(app, headers) else { return Ok(None) };
    let session = sessions::load(app.store(), &token).await?;
    Ok(session.map(|session| {
        let form_token = form_token(app, &session.mark);
        Begun { token, session, form_token }
    }))
}

/// The officer of a request to a page that is not the desk's own; `None` for everybody else.
pub(crate) async fn officer(app: &App, headers: &HeaderMap) -> Result<Option<Officer>, Failure> {
    let begun = begun(app, headers).await?;
    Ok(begun.and_then(|begun| Officer::of(app, begun.token, begun.session)))
}
