//! The officer's own account: duty, password, sessions.

use super::form::{DeskForm, TOKEN};
use super::label;
use super::session::{Officer, clear_cookie, set_cookie};
use super::shared::{Entry, Frame};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::Query;
use crate::format::{self, Zone};
use crate::reader::Reader;
use crate::refusal::account_refusal_text;
use crate::ui::{
    Button, Column, Errors, Field, Form, Notice, Table, button_row, error_summary, heading, notice,
    when,
};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use domain::Reference;
use maud::{Markup, html};
use store::duties::{self, DutyId};
use store::refusal::Denied;
use store::{sessions, sign_in};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/meja/akun", get(show))
        .route("/meja/akun/sandi", post(change_password))
        .route("/meja/akun/tugas", post(choose_duty))
        .route("/meja/akun/sesi", post(end_session))
}

async fn show(State(app): State<App>, reader: Reader, officer: Officer, query: Query) -> Answer {
    let w = reader.words;
    let done = match query.0.get("berhasil") {
        "sandi" => Some(w.t("desk-account-password-done")),
        "sesi" => Some(w.t("desk-account-session-done")),
        _ => None,
    };
    let page = page(&app, &reader, &officer, None, done.as_deref()).await?;
    Ok(page.into_response())
}

async fn page(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    fault: Option<(&'static str, String)>,
    done: Option<&str>,
) -> Result<Markup, Failure> {
    let w = reader.words;
    let mut errors = Errors::none();
    if let Some((field, message)) = fault {
        errors.add(field, message);
    }
    let body = html! {
        (error_summary(w, &errors))
        @if let Some(done) = done { (notice(w, Notice::Success, done, &html! {})) }
        (heading(Some(officer.session.username.as_str().into()), officer.session.name.as_str()))
        div.flow {
            section { h2 #tugas { (w.t("desk-account-duties")) } (duties_of(app, reader, officer).await?) }
            section { h2 { (w.t("desk-account-password")) } (password(reader, officer, &errors)) }
            section { h2 { (w.t("desk-account-sessions")) } (sessions_of(app, reader, officer).await?) }
            p { a href=(reader.href("/keluar")) { (w.t("desk-sign-out")) } }
        }
    };
    let title = w.t("desk-account");
    let frame = Frame { errors: !errors.is_empty(), ..Frame::new(&title, Entry::Account) };
    frame.around(app, reader, officer, &body).await
}

fn own_form<'a>(reader: &Reader, officer: &'a Officer, path: &str) -> Form<'a> {
    Form::post(reader.href(path)).hidden(TOKEN, officer.form_token.as_str())
}

async fn duties_of(app: &App, reader: &Reader, officer: &Officer) -> Result<Markup, Failure> {
    let w = reader.words;
    let today = Reference::today(app.store().now());
    let reference = app.store().reference();
    let held = duties::on(app.store(), officer.session.officer, today).await?;
    let mut table = Table::new(
        w.t("desk-account-duties-table"),
        vec![
            Column::text(w.t("desk-account-role")),
            Column::text(w.t("desk-account-place")),
            Column::text(w.t("desk-account-decree")),
            Column::text(w.t("desk-account-until")),
            Column::text(w.t("desk-account-choice")),
        ],
    );
    for held in &held {
        let until = held.valid_to.map_or_else(
            || w.t("desk-account-open").into_owned(),
            |day| format::short_date(w.lang(), day),
        );
        let choice = if held.id == officer.duty_id {
            html! { strong { (w.t("desk-account-now")) } }
        } else {
            own_form(reader, officer, "/meja/akun/tugas")
                .hidden("tugas", held.id.0.to_string())
                .around(&button_row(&[Button::secondary(w.t("desk-account-take-up"))]))
        };
        table.row(vec![
            html! { (label::role(w, held.duty.role)) },
            html! { (label::duty_place(&held.duty, &reference, w.lang(), today)) },
            html! { (held.decree) },
            html! { (until) },
            choice,
        ]);
    }
    Ok(html! { (table) })
}

fn password(reader: &Reader, officer: &Officer, errors: &Errors<'_>) -> Markup {
    let w = reader.words;
    let fields = html! {
        (Field::password(w, "sandi", w.t("desk-account-present")).autocomplete("current-password").error(errors.of("sandi")))
        (Field::password(w, "sandi-baru", w.t("sign-in-new-password")).autocomplete("new-password")
            .hint(w.t("sign-in-new-password-hint")).error(errors.of("sandi-baru")))
        (Field::password(w, "sandi-ulang", w.t("sign-in-repeat-password")).autocomplete("new-password"))
    };
    own_form(reader, officer, "/meja/akun/sandi")
        .button(Button::primary(w.t("desk-account-password")))
        .around(&fields)
}

async fn sessions_of(app: &App, reader: &Reader, officer: &Officer) -> Result<Markup, Failure> {
    let w = reader.words;
    let all = sessions::list(app.store(), officer.session.officer).await?;
    let columns = ["desk-account-began", "desk-account-seen", "desk-account-choice"]
        .map(|key| Column::text(w.t(key)));
    let mut table = Table::new(w.t("desk-account-sessions-table"), columns.into());
    for session in &all {
        let choice = if session.mark == officer.session.mark {
            html! { strong { (w.t("desk-account-this")) } }
        } else {
            own_form(reader, officer, "/meja/akun/sesi")
                .hidden("sesi", session.mark.as_str())
                .around(&button_row(&[Button::secondary(w.t("desk-account-end"))]))
        };
        let told =
            |at| html! { (when(at, format::short_date_time(w.lang(), at, Zone::WIB))) " WIB" };
        table.row(vec![told(session.created_at), told(session.seen_at), choice]);
    }
    Ok(html! { (table) })
}

async fn change_password(State(app): State<App>, reader: Reader, form: DeskForm) -> Answer {
    let (officer, w) = (&form.officer, reader.words);
    let (present, chosen) = (form.fields.get("sandi"), form.fields.get("sandi-baru"));
    let fault = if form.restored {
        None
    } else if chosen != form.fields.get("sandi-ulang") {
        Some(("sandi-baru", w.t("sign-in-differs").into_owned()))
    } else {
        match sign_in::change_password(
            app.store(),
            app.passwords()?,
            &officer.token,
            present,
            chosen,
        )
        .await
        {
            Ok(admitted) => {
                let mut response =
                    Redirect::to(&reader.href("/meja/akun?berhasil=sandi")).into_response();
                set_cookie(&app, &mut response, &admitted.token);
                return Ok(response);
            }
            Err(Denied::Store(error)) => return Err(error.into()),
            Err(Denied::Refused(refusal)) => {
                use store::refusal::Refusal as R;
                let field = if matches!(refusal, R::SignIn | R::Locked { .. }) {
                    "sandi"
                } else {
                    "sandi-baru"
                };
                Some((field, account_refusal_text(w, &refusal)))
            }
        }
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page(&app, &reader, officer, fault, None).await?).into_response())
}

async fn choose_duty(State(app): State<App>, reader: Reader, form: DeskForm) -> Answer {
    let duty = DutyId(form.fields.number("tugas").unwrap_or(0));
    match sessions::choose(app.store(), &form.officer.token, duty).await {
        Ok(()) => Ok(Redirect::to(&reader.href("/meja")).into_response()),
        Err(Denied::Store(error)) => Err(error.into()),
        Err(Denied::Refused(refusal)) => {
            let fault = Some(("tugas", account_refusal_text(reader.words, &refusal)));
            let page = page(&app, &reader, &form.officer, fault, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn end_session(State(app): State<App>, reader: Reader, form: DeskForm) -> Answer {
    let mark = form.fields.get("sesi");
    sessions::end_one(app.store(), form.officer.session.officer, mark).await?;
    if mark == form.officer.session.mark {
        let mut response = Redirect::to(&reader.href("/masuk")).into_response();
        clear_cookie(&app, &mut response);
        return Ok(response);
    }
    Ok(Redirect::to(&reader.href("/meja/akun?berhasil=sesi")).into_response())
}
