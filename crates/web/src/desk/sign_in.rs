//! Signing in: name and password, then the code or what the first time needs, then the duty.

mod pages;

use super::form::{KEPT, TOKEN};
use super::session::{Begun, begun, clear_cookie, form_token, set_cookie, token_of};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::rate::Caller;
use crate::reader::Reader;
use crate::refusal::account_refusal_text;
use crate::ui::{Button, Errors, Form, Notice, heading, notice};
use crate::urls;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::html;
use pages::{
    code_page, duty_page, enrolment_page, new_password_page, page, password_page, restored_page,
};
use store::duties::DutyId;
use store::refusal::{Denied, Refusal};
use store::sessions::{self, Missing};
use store::sign_in::{self, Admitted};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/masuk", get(ask_password).post(take_password))
        .route("/masuk/sandi", get(ask_step).post(take_new_password))
        .route("/masuk/kunci", get(ask_step).post(take_enrolment))
        .route("/masuk/kode", get(ask_step).post(take_code))
        .route("/masuk/tugas", get(ask_step).post(take_duty))
        .route("/keluar", get(ask_leave).post(leave))
}

/// What is carried through all steps.
struct Way {
    /// Where to go on afterwards.
    back: String,
    /// A sealed form whose session had ended.
    kept: String,
}

impl Way {
    fn of(reader: &Reader, fields: &Fields) -> Self {
        let back = urls::local(fields.get("kembali")).map(str::to_owned);
        Self {
            back: back.unwrap_or_else(|| reader.href("/meja")),
            kept: fields.get(KEPT).to_owned(),
        }
    }

    fn carry<'a>(&'a self, form: Form<'a>) -> Form<'a> {
        let form = form.hidden("kembali", self.back.as_str());
        if self.kept.is_empty() { form } else { form.hidden(KEPT, self.kept.as_str()) }
    }
}

/// What the officer has to do next.
enum Step {
    Password,
    NewPassword,
    Enrolment,
    Code,
    Duty,
    Done,
}

impl Step {
    fn of(begun: Option<&Begun>) -> Self {
        let Some(begun) = begun else { return Self::Password };
        match begun.session.missing {
            Some(Missing::NewPassword) => Self::NewPassword,
            Some(Missing::Enrolment) => Self::Enrolment,
            Some(Missing::Code) => Self::Code,
            None if begun.session.duty.is_none() => Self::Duty,
            None => Self::Done,
        }
    }

    fn path(&self) -> &'static str {
        match self {
            Self::Password | Self::Done => "/masuk",
            Self::NewPassword => "/masuk/sandi",
            Self::Enrolment => "/masuk/kunci",
            Self::Code => "/masuk/kode",
            Self::Duty => "/masuk/tugas",
        }
    }
}

async fn ask_password(
    State(app): State<App>,
    reader: Reader,
    query: Query,
    headers: HeaderMap,
) -> Answer {
    let begun = begun(&app, &headers).await?;
    let way = Way::of(&reader, &query.0);
    show(&app, &reader, begun.as_ref(), &way, None).await
}

/// A step asked for by its address: whatever is due now is shown.
async fn ask_step(
    State(app): State<App>,
    reader: Reader,
    query: Query,
    headers: HeaderMap,
) -> Answer {
    let begun = begun(&app, &headers).await?;
    let way = Way::of(&reader, &query.0);
    show(&app, &reader, begun.as_ref(), &way, None).await
}

async fn take_password(
    State(app): State<App>,
    reader: Reader,
    caller: Caller,
    fields: Fields,
) -> Answer {
    let _turn = app.limits().sign_in(caller).await?;
    let way = Way::of(&reader, &fields);
    let (username, password) = (fields.line("nama-pengguna"), fields.get("sandi"));
    match sign_in::password(app.store(), app.passwords()?, &username, password).await {
        Ok(admitted) => go_on(&app, &reader, &admitted, &way).await,
        Err(denied) => {
            let refusal = refused(denied)?;
            app.limits().wrong_sign_in(caller)?;
            let page = password_page(&reader, &way, &username, Some(&refusal), None);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn take_new_password(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let (begun, way) = started(&app, &reader, &headers, &fields).await?;
    let chosen = fields.get("sandi-baru");
    if chosen != fields.get("sandi-ulang") {
        return show(&app, &reader, Some(&begun), &way, Some(Fault::Differs)).await;
    }
    let done = sign_in::new_password(app.store(), app.passwords()?, &begun.token, chosen).await;
    outcome(&app, &reader, &begun, &way, done).await
}

async fn take_enrolment(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let (begun, way) = started(&app, &reader, &headers, &fields).await?;
    let done = sign_in::enrol(app.store(), &begun.token, fields.get("kode")).await;
    outcome(&app, &reader, &begun, &way, done).await
}

async fn take_code(
    State(app): State<App>,
    reader: Reader,
    caller: Caller,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let _turn = app.limits().sign_in(caller).await?;
    let (begun, way) = started(&app, &reader, &headers, &fields).await?;
    let done = sign_in::code(app.store(), &begun.token, fields.get("kode")).await;
    if let Err(Denied::Refused(_)) = &done {
        app.limits().wrong_sign_in(caller)?;
    }
    outcome(&app, &reader, &begun, &way, done).await
}

async fn take_duty(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let (begun, way) = started(&app, &reader, &headers, &fields).await?;
    let duty = DutyId(fields.number("tugas").unwrap_or(0));
    match sessions::choose(app.store(), &begun.token, duty).await {
        Ok(()) => {
            let admitted = Admitted { token: begun.token, missing: None };
            go_on(&app, &reader, &admitted, &way).await
        }
        Err(denied) => {
            let refusal = refused(denied)?;
            show(&app, &reader, Some(&begun), &way, Some(Fault::Refused(refusal))).await
        }
    }
}

/// The session and the way of a step that was posted; its form must be one of ours.
async fn started(
    app: &App,
    reader: &Reader,
    headers: &HeaderMap,
    fields: &Fields,
) -> Result<(Begun, Way), Failure> {
    let way = Way::of(reader, fields);
    let ended = || Failure::SessionEnded { back: way.back.clone() };
    let begun = begun(app, headers).await?.ok_or_else(ended)?;
    if begun.form_token != fields.get(TOKEN) {
        return Err(Failure::Forged);
    }
    Ok((begun, way))
}

fn refused(denied: Denied) -> Result<Refusal, Failure> {
    match denied {
        Denied::Refused(refusal) => Ok(refusal),
        Denied::Store(error) => Err(error.into()),
    }
}

async fn outcome(
    app: &App,
    reader: &Reader,
    begun: &Begun,
    way: &Way,
    done: Result<Admitted, Denied>,
) -> Answer {
    match done {
        Ok(admitted) => go_on(app, reader, &admitted, way).await,
        Err(denied) => {
            let refusal = refused(denied)?;
            if refusal == Refusal::SessionEnded {
                return Err(Failure::SessionEnded { back: way.back.clone() });
            }
            show(app, reader, Some(begun), way, Some(Fault::Refused(refusal))).await
        }
    }
}

/// The next step with the new token. A kept form is carried in the page itself: it is too long
/// for an address.
async fn go_on(app: &App, reader: &Reader, admitted: &Admitted, way: &Way) -> Answer {
    let session = sessions::load(app.store(), &admitted.token).await?;
    let session = session.ok_or_else(|| Failure::SessionEnded { back: way.back.clone() })?;
    let form_token = form_token(app, &session.mark);
    let begun = Begun { token: admitted.token.clone(), session, form_token };
    let step = Step::of(Some(&begun));
    let mut response = if !way.kept.is_empty() {
        show(app, reader, Some(&begun), way, None).await?
    } else if matches!(step, Step::Done) {
        Redirect::to(&way.back).into_response()
    } else {
        let back =
            percent_encoding::utf8_percent_encode(&way.back, percent_encoding::NON_ALPHANUMERIC);
        Redirect::to(&format!("{}?kembali={back}", reader.href(step.path()))).into_response()
    };
    set_cookie(app, &mut response, &admitted.token);
    Ok(response)
}

/// What is wrong with a step.
enum Fault {
    Refused(Refusal),
    Differs,
}

async fn show(
    app: &App,
    reader: &Reader,
    begun: Option<&Begun>,
    way: &Way,
    fault: Option<Fault>,
) -> Answer {
    let Some(begun) = begun else {
        return Ok(password_page(reader, way, "", None, None).into_response());
    };
    let step = Step::of(Some(begun));
    let w = reader.words;
    let message = fault.as_ref().map(|fault| match fault {
        Fault::Refused(refusal) => account_refusal_text(w, refusal),
        Fault::Differs => w.t("sign-in-differs").into_owned(),
    });
    let page = match step {
        Step::Password => password_page(reader, way, "", None, None),
        Step::NewPassword => new_password_page(reader, begun, way, message),
        Step::Enrolment => enrolment_page(app, reader, begun, way, message).await?,
        Step::Code => code_page(reader, begun, way, message),
        Step::Duty => duty_page(app, reader, begun, way, message).await?,
        Step::Done if way.kept.is_empty() => return Ok(Redirect::to(&way.back).into_response()),
        Step::Done => restored_page(app, reader, begun, way),
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page).into_response())
}

/// The page after a session ended while somebody was writing.
pub(super) fn ended_page(reader: &Reader, kept: &str) -> Response {
    let way = Way { back: reader.href("/meja"), kept: kept.to_owned() };
    let w = reader.words;
    let told = notice(
        w,
        Notice::Warning,
        w.t("sign-in-ended"),
        &html! { p { (w.t("sign-in-ended-kept")) } },
    );
    let page = password_page(reader, &way, "", None, Some(&told));
    (StatusCode::UNAUTHORIZED, page).into_response()
}

async fn ask_leave(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Answer {
    let w = reader.words;
    let Some(begun) = begun(&app, &headers).await? else {
        return Ok(Redirect::to(&reader.href("/masuk")).into_response());
    };
    let form = Form::post(reader.href("/keluar"))
        .hidden(TOKEN, begun.form_token.as_str())
        .button(Button::primary(w.t("desk-sign-out")))
        .button(Button::quiet(w.t("desk-to-queue")).href(reader.href("/meja")));
    let page = page(
        &reader,
        "sign-out-title",
        &Errors::none(),
        &html! {
            (heading(Some(begun.session.name.as_str().into()), w.t("sign-out-title")))
            p { (w.t("sign-out-help")) }
            (form.around(&html! {}))
        },
    );
    Ok(page.into_response())
}

async fn leave(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let Some(token) = token_of(&app, &headers) else {
        return Ok(Redirect::to(&reader.href("/masuk")).into_response());
    };
    if !super::session::is_own_form(&app, &token, fields.get(TOKEN)) {
        return Err(Failure::Forged);
    }
    sessions::end(app.store(), &token).await?;
    let mut response = Redirect::to(&reader.href("/masuk")).into_response();
    clear_cookie(&app, &mut response);
    Ok(response)
}
