//! Frequent questions at the desk: the own agency's entries, what could become one, and how often
//! each helped.

mod form;
mod propose;

use super::form::{DeskForm, TOKEN};
use super::session::Officer;
use super::shared::{Entry, Frame, names};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::format::{self, Zone};
use crate::i18n::{Value, Words};
use crate::label;
use crate::questions::{self, language};
use crate::reader::Reader;
use crate::refusal::refusal_text;
use crate::ui::{
    Button, Column, Fact, Form, Icon, Notice, Table, Text, button_row, count_line, empty_state,
    heading, notice, reveal, summary_list, when,
};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::faq::{Faq, FaqAct, FaqState, may, works_on};
use domain::{FaqId, Reference, Refusal};
use maud::{Markup, Render as _, html};
use store::faq::{self, FaqUse};
use store::reports::queries::by_id;

const HOME: &str = "/meja/tanya";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route(HOME, get(index))
        .route("/meja/tanya/usulan", get(propose::show))
        .route("/meja/tanya/baru", get(form::ask_new).post(form::take_new))
        .route("/meja/tanya/{id}", get(show))
        .route("/meja/tanya/{id}/ubah", get(form::ask_edit).post(form::take_edit))
        .route("/meja/tanya/{id}/{act}", post(take))
}

/// What every page of the questions needs.
pub(crate) struct Asked<'a> {
    app: &'a App,
    reader: &'a Reader,
    officer: &'a Officer,
}

impl<'a> Asked<'a> {
    /// For those who write entries; nobody else finds the pages.
    fn of(app: &'a App, reader: &'a Reader, officer: &'a Officer) -> Result<Self, Failure> {
        if works_on(&officer.duty) {
            Ok(Self { app, reader, officer })
        } else {
            Err(Failure::Forbidden)
        }
    }

    fn w(&self) -> Words {
        self.reader.words
    }

    fn href(&self, id: FaqId) -> String {
        self.reader.href(&format!("{HOME}/{id}"))
    }

    /// An entry of the officer's agency, or of the nation for its admins.
    async fn entry(&self, id: &str) -> Result<Faq, Failure> {
        let id = id.parse().map(FaqId).map_err(|_| Failure::NotFound)?;
        let entry = faq::get(self.app.store(), id).await?;
        entry.filter(|entry| entry.agency == self.officer.duty.agency).ok_or(Failure::NotFound)
    }

    fn may(&self, act: FaqAct, entry: &Faq) -> bool {
        may(&self.officer.duty, act, entry.agency, entry.state)
    }

    async fn page(&self, title: &str, errors: bool, body: &Markup) -> Result<Markup, Failure> {
        let body = html! { (heading(None, title)) div.flow { (body) } };
        let frame = Frame { errors, ..Frame::new(title, Entry::Questions) };
        frame.around(self.app, self.reader, self.officer, &body).await
    }

    /// Back to an entry, with what was done; the public sees it here at once.
    fn done(&self, id: FaqId, act: FaqAct) -> Response {
        self.app.questions().forget();
        Redirect::to(&format!("{}?berhasil={act}", self.href(id))).into_response()
    }
}

fn state_label(w: Words, state: FaqState) -> Text<'static> {
    match state {
        FaqState::Proposed => w.t("desk-faq-proposed"),
        FaqState::Published => w.t("desk-faq-published"),
        FaqState::Retired => w.t("desk-faq-retired"),
    }
}

fn act_label(w: Words, act: FaqAct) -> Text<'static> {
    match act {
        FaqAct::Propose => w.t("desk-faq-did-propose"),
        FaqAct::Edit => w.t("desk-faq-did-edit"),
        FaqAct::Publish => w.t("desk-faq-did-publish"),
        FaqAct::Retire => w.t("desk-faq-did-retire"),
    }
}

/// Share of those offered that helped, as people read it.
fn helped(w: Words, used: FaqUse) -> String {
    let share = used.confirmed.checked_mul(100).and_then(|n| n.checked_div(used.shown));
    let n = |n| format::count(w.lang(), n);
    match share {
        Some(share) => format!("{} / {} ({share}%)", n(used.confirmed), n(used.shown)),
        None => "–".to_owned(),
    }
}

async fn index(State(app): State<App>, reader: Reader, officer: Officer) -> Answer {
    let asked = Asked::of(&app, &reader, &officer)?;
    let w = asked.w();
    let entries = faq::of(app.store(), officer.duty.agency).await?;
    let ids: Vec<FaqId> = entries.iter().map(|entry| entry.id).collect();
    let uses = faq::uses(app.store(), &ids).await?;
    let forms = faq::forms(app.store()).await?;
    let mut table = Table::new(
        w.t("desk-faq-table"),
        vec![
            Column::text(w.t("desk-faq-question")),
            Column::text(w.t("desk-faq-state")),
            Column::number(w.t("desk-faq-helped")),
        ],
    );
    for entry in &entries {
        let used = uses.get(&entry.id).copied().unwrap_or_default();
        table.row(vec![
            html! { a href=(asked.href(entry.id)) lang=(language(entry.language).code()) { (entry.words.question) } },
            html! { (state_label(w, entry.state)) },
            html! { (helped(w, used)) },
        ]);
    }
    let mut ways = vec![Button::primary(w.t("desk-faq-new")).href(reader.href("/meja/tanya/baru"))];
    if officer.duty.agency.is_some() {
        ways.push(
            Button::secondary(w.t("desk-faq-propose")).href(reader.href("/meja/tanya/usulan")),
        );
    }
    let body = html! {
        p { (w.t("desk-faq-lead")) " " a href=(reader.href("/tanya")) { (w.t("desk-faq-public")) } }
        (button_row(&ways))
        @if entries.is_empty() {
            (empty_state(Icon::CircleHelp, w.t("desk-faq-empty"), &html! { p { (w.t("desk-faq-empty-help")) } }))
        } @else {
            (count_line(w.ta("desk-faq-count", &[("n", entries.len().into())]), w.t("desk-faq-order")))
            (table.render())
            p.muted { (w.t("desk-faq-helped-help")) }
        }
        @if officer.duty.agency.is_none() {
            p { (w.ta("desk-faq-forms", &[("share", helped(w, forms).into())])) }
        }
    };
    Ok(asked.page(&w.t("desk-faq-title"), false, &body).await?.into_response())
}

async fn show(
    State(app): State<App>,
    reader: Reader,
    officer: Officer,
    Path(id): Path<String>,
    Query(query): Query,
) -> Answer {
    let asked = Asked::of(&app, &reader, &officer)?;
    let entry = asked.entry(&id).await?;
    shown(&asked, &entry, &query, None).await
}

async fn shown(asked: &Asked<'_>, entry: &Faq, query: &Fields, refused: Option<String>) -> Answer {
    let w = asked.w();
    let reference = asked.app.store().reference();
    let today = Reference::today(asked.app.store().now());
    let used = faq::uses(asked.app.store(), &[entry.id]).await?;
    let used = used.get(&entry.id).copied().unwrap_or_default();
    let done = FaqAct::from_word(query.get("berhasil")).map(|act| act_label(w, act));
    let category = entry.category.as_ref();
    let category = category.map(|code| label::category_path(w, &reference, code));
    let facts = [
        Fact::new(w.t("desk-faq-state"), html! { (state_label(w, entry.state)) }),
        Fact::new(
            w.t("shown-category"),
            html! { @match category { Some(name) => (name), None => (w.t("ask-other")) } },
        ),
        Fact::new(w.t("desk-faq-language"), html! { (language(entry.language).name()) }),
        Fact::new(w.t("desk-faq-helped"), html! { (helped(w, used)) }),
        Fact::new(w.t("desk-faq-sources"), sources(asked, entry).await?),
    ];
    let body = html! {
        @if let Some(done) = done { (notice(w, Notice::Success, done, &html! {})) }
        @if let Some(refused) = &refused { (notice(w, Notice::Problem, refused.as_str(), &html! {})) }
        (questions::answer(w, &reference, today, entry))
        (summary_list(w, &facts))
        (acts(asked, entry))
        (history(asked, entry).await?)
        p { a href=(asked.reader.href(HOME)) { (w.t("desk-faq-all")) } }
    };
    Ok(asked.page(&entry.words.question, refused.is_some(), &body).await?.into_response())
}

/// The settled reports an entry was drawn from, those that everybody still reads.
async fn sources(asked: &Asked<'_>, entry: &Faq) -> Result<Markup, Failure> {
    let mut numbers = Vec::new();
    for id in &entry.sources {
        let row = by_id(asked.app.store(), *id).await?;
        numbers.extend(row.filter(|row| row.listed).map(|row| row.tracking));
    }
    Ok(html! {
        @if numbers.is_empty() { "–" }
        @for (at, number) in numbers.iter().enumerate() {
            @if at > 0 { ", " }
            a href=(asked.reader.href(&format!("/laporan/{}", number.compact()))) { (number) }
        }
    })
}

fn acts(asked: &Asked<'_>, entry: &Faq) -> Markup {
    let w = asked.w();
    let form = |slug: &str, button: Button<'static>| {
        Form::post(format!("{}/{slug}", asked.href(entry.id)))
            .hidden(TOKEN, asked.officer.form_token.as_str())
            .hidden("revisi", entry.revision.to_string())
            .button(button)
            .around(&html! {})
    };
    html! {
        @if asked.may(FaqAct::Publish, entry) {
            (form("terbitkan", Button::primary(w.t("desk-faq-publish"))))
        }
        @if asked.may(FaqAct::Edit, entry) {
            (button_row(&[Button::secondary(w.t("desk-faq-edit")).href(format!("{}/ubah", asked.href(entry.id)))]))
        }
        @if asked.may(FaqAct::Retire, entry) {
            (form("tarik", Button::quiet(w.t("desk-faq-retire"))))
        }
    }
}

async fn history(asked: &Asked<'_>, entry: &Faq) -> Result<Markup, Failure> {
    let w = asked.w();
    let edits = faq::edits(asked.app.store(), entry.id).await?;
    let officers: Vec<_> = edits.iter().map(|edit| edit.officer).collect();
    let names = names(asked.app, officers).await?;
    let body = html! {
        ol.news { @for edit in &edits { li {
            p {
                strong { (act_label(w, edit.act)) } " · "
                (names.get(&edit.officer).map_or("", |name| name)) " · "
                (when(edit.at, format::short_date_time(w.lang(), edit.at, Zone::WIB)))
            }
            p { (edit.words.question) }
            p.moment-words { (edit.words.answer) }
        } } }
    };
    let n = [("n", Value::from(edits.len()))];
    Ok(reveal(w.ta("desk-faq-history", &n), &body))
}

async fn take(
    State(app): State<App>,
    reader: Reader,
    Path((id, act)): Path<(String, String)>,
    form: DeskForm,
) -> Answer {
    let asked = Asked::of(&app, &reader, &form.officer)?;
    let entry = asked.entry(&id).await?;
    let act = match act.as_str() {
        "terbitkan" => FaqAct::Publish,
        "tarik" => FaqAct::Retire,
        _ => return Err(Failure::NotFound),
    };
    if form.restored {
        return shown(&asked, &entry, &Fields::default(), None).await;
    }
    let seen = Faq { revision: seen(&form.fields), ..entry.clone() };
    match faq::change(app.store(), &form.officer.duty, &seen, act, None).await {
        Ok(()) => Ok(asked.done(entry.id, act)),
        Err(store::Error::Refused(refusal)) => {
            shown(&asked, &entry, &Fields::default(), Some(refused(asked.w(), &refusal))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The revision the officer saw; a form without one has seen nothing.
fn seen(fields: &Fields) -> u32 {
    fields.number("revisi").and_then(|revision| u32::try_from(revision).ok()).unwrap_or(0)
}

fn refused(w: Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Stale => w.t("desk-faq-stale").into_owned(),
        Refusal::Unknown => w.t("desk-faq-not-yours").into_owned(),
        other => refusal_text(w, other).into_owned(),
    }
}
