//! Proof that this browser has opened a report with its secret: a signed cookie for two hours,
//! kept nowhere else.

use super::super::draft::{cookie, with_cookie};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::hex::hex;
use crate::reader::Reader;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use domain::event::Fact;
use domain::{Filing, Report, ReportId};
use store::files::{self, Attachment};
use store::keys::Purpose;
use store::reports::{self, Recorded};
use subtle::ConstantTimeEq;

const COOKIE: &str = "lacak";
/// Long enough to read, fetch a document and answer; short enough for a shared telephone.
const SECONDS: i64 = 2 * 60 * 60;

fn mac(app: &App, id: ReportId, until: i64) -> String {
    hex(&app.store().keys().hash(Purpose::Access, &format!("{id}|{until}")))
}

/// The answer with the proof for this report.
pub(super) fn grant(app: &App, id: ReportId, response: Response) -> Response {
    let until = app.store().now().as_second() + SECONDS;
    let value = format!("{id}.{until}.{}", mac(app, id, until));
    with_cookie(response, &cookie(app, COOKIE, value, SECONDS))
}

/// The report this browser has opened, if the proof is sound and not over.
pub(crate) fn opened_id(app: &App, headers: &HeaderMap) -> Option<ReportId> {
    let jar = CookieJar::from_headers(headers);
    let mut parts = jar.get(COOKIE)?.value().splitn(3, '.');
    let id = ReportId(parts.next()?.parse().ok()?);
    let until: i64 = parts.next()?.parse().ok()?;
    let told = parts.next()?;
    let sound: bool = told.as_bytes().ct_eq(mac(app, id, until).as_bytes()).into();
    (sound && app.store().now().as_second() <= until).then_some(id)
}

/// A report opened by the one who filed it.
pub(crate) struct Opened {
    pub(crate) report: Report,
    pub(crate) history: Vec<Recorded>,
    pub(crate) files: Vec<Attachment>,
}

impl Opened {
    /// What was handed in.
    pub(crate) fn filing(&self) -> Option<&Filing> {
        filing(&self.history)
    }

    /// Path of its page.
    pub(crate) fn path(&self) -> String {
        format!("/lacak/{}", self.report.tracking.compact())
    }
}

/// What was handed in with the first event.
pub(crate) fn filing(history: &[Recorded]) -> Option<&Filing> {
    match &history.first()?.event.fact {
        Fact::Filed { filing, .. } => Some(filing),
        _ => None,
    }
}

/// Whoever has no proof for this number is asked for it; whether the number exists is not told.
impl FromRequestParts<App> for Opened {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let reader = Reader::of(parts);
        let names =
            Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, app).await;
        let number =
            names.ok().and_then(|Path(names)| names.get("nomor").cloned()).unwrap_or_default();
        match find(app, &parts.headers, &number).await {
            Ok(Some(opened)) => Ok(opened),
            Ok(None) => {
                let digits: String = number.chars().filter(char::is_ascii_digit).take(10).collect();
                let to = reader.href(&format!("/lacak?nomor={digits}"));
                Err(Redirect::to(&to).into_response())
            }
            Err(failure) => Err(failure.into_response()),
        }
    }
}

async fn find(app: &App, headers: &HeaderMap, number: &str) -> Result<Option<Opened>, Failure> {
    let Some(id) = opened_id(app, headers) else { return Ok(None) };
    let Some((report, history)) = reports::load(app.store(), id).await? else { return Ok(None) };
    if report.tracking.compact() != number {
        return Ok(None);
    }
    let files = files::list(app.store(), id).await?;
    Ok(Some(Opened { report, history, files }))
}

/// Forgets the proof.
pub(super) async fn close(State(app): State<App>, reader: Reader) -> Answer {
    let gone = cookie(&app, COOKIE, String::new(), 0);
    Ok(with_cookie(Redirect::to(&reader.href("/lacak")).into_response(), &gone))
}
