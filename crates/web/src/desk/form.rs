//! Forms of the desk: they come from a page of this session, or they are not read. What was
//! typed into a form whose session has ended in the meantime is kept, sealed, until the officer
//! has signed in again.

use super::session::{Officer, hex, is_own_form, sign_in_address, token_of};
use super::sign_in;
use crate::app::App;
use crate::failure::Failure;
use crate::fields::{FORM_BYTES_MAX, Fields};
use crate::reader::Reader;
use axum::extract::{FromRequest, FromRequestParts as _, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use store::keys::Place;

/// Name of the field that proves where a form comes from.
pub(crate) const TOKEN: &str = "token";
/// Name of the field that asks for a form to be shown again, not carried out.
pub(crate) const RESTORE: &str = "pulihkan";
/// Name of the field that carries a sealed form through signing in.
pub(crate) const KEPT: &str = "simpanan";
/// How long a sealed form can be opened: as long as somebody looks for a phone with the codes.
const KEPT_FOR: SignedDuration = SignedDuration::from_mins(30);

/// A form of the desk with the officer who sent it.
pub struct DeskForm {
    /// Who sent it.
    pub officer: Officer,
    /// What was typed.
    pub fields: Fields,
    /// What was attached.
    pub(crate) uploads: Vec<Upload>,
    /// It comes back from signing in: it is to be shown again, not carried out.
    pub restored: bool,
}

/// A file as it came.
pub(crate) struct Upload {
    /// The field it was put into.
    pub(crate) field: String,
    /// Its name on the officer's machine.
    pub(crate) name: String,
    /// Its content.
    pub(crate) bytes: Bytes,
}

/// Fields and files, whichever way the form was sent.
async fn read(request: Request, app: &App) -> Result<(Fields, Vec<Upload>), Failure> {
    let with_files = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !with_files.is_some_and(|value| value.starts_with("multipart/form-data")) {
        return Ok((Fields::from_request(request, app).await?, Vec::new()));
    }
    let mut parts = Multipart::from_request(request, app).await.map_err(|_| Failure::BadForm)?;
    let (mut fields, mut uploads, mut typed) = (Vec::new(), Vec::new(), 0);
    while let Some(part) = parts.next_field().await.map_err(|_| Failure::TooLarge)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| Failure::TooLarge)?;
        match file {
            // A file field left alone sends an empty file without a name.
            Some(file) if !file.is_empty() => {
                uploads.push(Upload { field: name, name: file, bytes });
            }
            Some(_) => {}
            None => {
                typed += bytes.len();
                if typed > FORM_BYTES_MAX {
                    return Err(Failure::TooLarge);
                }
                fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    Ok((Fields::new(fields), uploads))
}

impl FromRequest<App> for DeskForm {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let read = read(Request::from_parts(parts.clone(), body), app).await;
        let (fields, uploads) = read.map_err(IntoResponse::into_response)?;
        let reader = Reader::of(&parts);
        let Some(token) = token_of(app, &parts.headers) else {
            return Err(
                Redirect::to(&sign_in_address(&reader, &reader.href("/meja"))).into_response()
            );
        };
        if !is_own_form(app, &token, fields.get(TOKEN)) {
            return Err(Failure::Forged.into_response());
        }
        match Officer::from_request_parts(&mut parts, app).await {
            Ok(officer) => {
                let restored = fields.has(RESTORE);
                Ok(Self { officer, fields, uploads, restored })
            }
            Err(rejection) if !rejection.status().is_redirection() => Err(rejection),
            Err(_) => Err(ended(app, &reader, fields)),
        }
    }
}

/// The sign-in page that carries what was typed.
fn ended(app: &App, reader: &Reader, fields: Fields) -> Response {
    let action = reader.href(&reader.path);
    match seal(app, &action, fields) {
        Ok(kept) => sign_in::ended_page(reader, &kept),
        Err(failure) => failure.into_response(),
    }
}

const SEALED: Place<'static> = Place { field: "desk.form", row: 0 };

/// A form that waits for its officer: where it goes and what was typed.
pub(crate) struct Kept {
    pub(crate) action: String,
    pub(crate) fields: Fields,
}

fn seal(app: &App, action: &str, fields: Fields) -> Result<String, Failure> {
    let until = app.store().now().checked_add(KEPT_FOR).unwrap_or(Timestamp::MAX);
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.append_pair("sampai", &until.as_second().to_string()).append_pair("tujuan", action);
    for (name, value) in fields.into_pairs().filter(|(name, _)| name != TOKEN && name != RESTORE) {
        text.append_pair(&name, &value);
    }
    let store = app.store();
    let sealed = store.keys().seal(SEALED, &text.finish(), store.chance())?;
    Ok(hex(&sealed))
}

/// Opens what [`seal`] closed; `None` when it is too old or not ours.
pub(crate) fn open(app: &App, kept: &str) -> Option<Kept> {
    let bytes = |at| kept.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let sealed: Option<Vec<u8>> = (0..kept.len()).step_by(2).map(bytes).collect();
    let text = app.store().keys().open(SEALED, &sealed?).ok()?;
    let fields = Fields::parse(text.as_bytes());
    let until = Timestamp::from_second(fields.number("sampai")?).ok()?;
    let action = crate::urls::local(fields.get("tujuan"))?.to_owned();
    let typed =
        fields.into_pairs().filter(|(name, _)| name != "sampai" && name != "tujuan").collect();
    (app.store().now() <= until).then(|| Kept { action, fields: Fields::new(typed) })
}
