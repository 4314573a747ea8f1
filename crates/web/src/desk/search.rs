//! The desk's search: one box over everything of the office, answers included, and the searches an
//! officer keeps.

use super::form::{DeskForm, TOKEN};
use super::list::row_of;
use super::queues::queues_of;
use super::screen::{home_of, to_report};
use super::session::Officer;
use super::shared::{Entry, Frame};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::i18n::{Value, Words};
use crate::reader::Reader;
use crate::search::shown::{Around, light_word};
use crate::search::suggest::{REPORTS_MAX, Suggesting, TYPED_MIN};
use crate::search::{DESK, Wanted};
use crate::ui::{
    self, Button, Choice, Errors, Facet, Field, Finder, Form, Icon, Notice, Text, button_row,
    empty_state, error_summary, heading, notice, pages, queue as queue_list, reveal,
};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use domain::deadline::Light;
use domain::kind::{Channel, ReportKind};
use domain::report::StageName;
use domain::{Reference, TrackingId};
use maud::{Markup, html};
use store::reports::queries::{PAGE, Summary};
use store::search::saved::{self, NAME_MAX, NewSaved, SAVED_MAX, Saved, Tell};
use store::search::{Ask, Found, Scope, find_for, rebuild};

/// Seconds for which the officer's own browser may keep suggestions.
const CACHE_POLICY: &str = "private, max-age=30";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/meja/cari", get(show))
        .route("/meja/cari/saran", get(suggest))
        .route("/meja/cari/simpan", post(save))
        .route("/meja/cari/simpanan", post(change))
}

/// Where an officer's search looks.
fn scope(app: &App, officer: &Officer) -> Result<Scope, Failure> {
    if queues_of(officer.duty.role).is_empty() {
        return Err(Failure::Forbidden);
    }
    let store = app.store();
    Ok(Scope::of_duty(&officer.duty, &store.reference().directory, store.now()))
}

async fn show(State(app): State<App>, reader: Reader, officer: Officer, query: Query) -> Answer {
    let wanted = Wanted::read(&query.0, DESK, &app.store().reference());
    if TrackingId::parse(&wanted.typed).is_ok()
        && let Some(queue) = home_of(&app, &officer, &wanted.typed).await?
    {
        return Ok(to_report(&reader, queue, &wanted.typed)?.into_response());
    }
    let done = match query.0.get("berhasil") {
        "simpan" => Some(reader.words.t("search-saved-done")),
        "ubah" => Some(reader.words.t("search-changed-done")),
        "hapus" => Some(reader.words.t("search-forgotten-done")),
        _ => None,
    };
    let shown = Shown { done: done.as_deref(), ..Shown::default() };
    Ok(page(&app, &reader, &officer, &wanted, shown).await?.into_response())
}

/// What a page says beside what was found.
#[derive(Default)]
struct Shown<'a> {
    done: Option<&'a str>,
    /// What is wrong with a search to be kept, and what was typed.
    fault: Option<String>,
    typed: Option<&'a Fields>,
}

async fn page(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    wanted: &Wanted,
    shown: Shown<'_>,
) -> Result<Markup, Failure> {
    let w = reader.words;
    let (store, reference) = (app.store(), app.store().reference());
    let scope = scope(app, officer)?;
    let found = if wanted.is_empty() {
        Found { rows: Vec::new(), bounded: false, instead: None }
    } else {
        find_for(store, &officer.duty, wanted.ask(scope)).await?
    };
    let around = Around {
        reader,
        place: DESK,
        wanted,
        reference: &reference,
        today: Reference::today(store.now()),
        to: ui::Reader::Officer,
    };
    let kept = saved::of_officer(store, officer.session.officer).await?;
    let mut errors = Errors::none();
    if let Some(fault) = &shown.fault {
        errors.add("nama", fault.as_str());
    }
    let body = html! {
        div.flow {
            (error_summary(w, &errors))
            @if let Some(done) = shown.done { (notice(w, Notice::Success, done, &html! {})) }
            (heading(None, w.t("desk-search-title")))
            (finder(reader, wanted, &reference))
            (around.progress(rebuild::progress(store).await?))
            (around.chosen())
            (around.offers())
            (around.instead(found.instead.as_ref()))
            @if wanted.is_idle() { p { (w.t("search-idle")) } }
            @else if wanted.is_empty() { p.hint { (w.t("desk-search-help")) } }
            @else { (results(app, reader, &around, &found)) (keep(reader, officer, wanted, &reference, &errors, shown.typed)) }
            (keeping(reader, officer, &kept, &reference))
        }
    };
    let title = w.t("desk-search-title");
    let frame = Frame {
        errors: !errors.is_empty(),
        asked: &wanted.typed,
        ..Frame::new(&title, Entry::Search)
    };
    frame.around(app, reader, officer, &body).await
}

fn results(app: &App, reader: &Reader, around: &Around<'_>, found: &Found) -> Markup {
    let w = reader.words;
    let wanted = around.wanted;
    let (reference, now) = (around.reference, app.store().now());
    let from = wanted.page * PAGE;
    let rows: Vec<_> = found
        .rows
        .iter()
        .skip(from)
        .take(PAGE)
        .map(|row| row_of(reader, row, reference, now, address(reader, row)))
        .collect();
    let to =
        |page: usize| Text::from(Wanted { page, ..wanted.clone() }.href(reader, DESK, reference));
    let older = (found.rows.len() > from + PAGE).then(|| to(wanted.page + 1));
    let newer = wanted.page.checked_sub(1).map(to);
    html! {
        @if rows.is_empty() {
            (empty_state(Icon::Search, w.t("desk-queue-none-title"), &html! {
                p { (w.t("desk-queue-none")) }
                (Button::secondary(w.t("filter-clear")).href(reader.href(DESK.path)))
            }))
        } @else {
            p role="status" { strong { (around.count(found)) } }
            (around.order())
            (around.facets(found))
            (queue_list(w, &rows))
            (pages(w, newer, older))
        }
    }
}

fn address(reader: &Reader, row: &Summary) -> String {
    reader.href(&format!("/meja/laporan/{}", row.tracking.compact()))
}

/// Words and the filters that have no count of their own.
fn finder(reader: &Reader, wanted: &Wanted, reference: &Reference) -> Markup {
    let w = reader.words;
    let any = || (Text::Borrowed(""), w.t("desk-filter-any"));
    let narrow = &wanted.narrow;
    let facet = |name,
                 label,
                 chosen: Option<&'static str>,
                 choices: Vec<(Text<'static>, Text<'static>)>| {
        Facet {
            name,
            label,
            chosen: chosen.unwrap_or_default().into(),
            choices: std::iter::once(any()).chain(choices).collect(),
        }
    };
    let stages = StageName::ALL.iter().map(|s| (s.word().into(), super::report::stage_word(w, *s)));
    let lights = Light::ALL.iter().map(|l| (l.word().into(), light_word(w, *l)));
    let kinds = ReportKind::ALL.iter().map(|k| (k.word().into(), super::label::kind(w, *k)));
    let channels = Channel::ALL.iter().map(|c| (c.word().into(), super::label::channel(w, *c)));
    let clear = (!wanted.is_empty()).then(|| reader.href(DESK.path));
    let mut finder = Finder::new(reader.href(DESK.path), w.t("desk-search"), wanted.typed.as_str())
        .suggest(reader.href("/meja/cari/saran"))
        .facet(facet(
            "keadaan",
            w.t("desk-filter-stage"),
            narrow.stage.map(StageName::word),
            stages.collect(),
        ))
        .facet(facet(
            "batas",
            w.t("desk-filter-light"),
            narrow.light.map(Light::word),
            lights.collect(),
        ))
        .facet(facet(
            "jenis",
            w.t("shown-kind"),
            narrow.kind.map(ReportKind::word),
            kinds.collect(),
        ))
        .facet(facet(
            "kanal",
            w.t("search-channel"),
            narrow.channel.map(Channel::word),
            channels.collect(),
        ))
        .day("dari", w.t("search-from"), narrow.from.map(|day| day.to_string()))
        .day("sampai", w.t("search-to"), narrow.to.map(|day| day.to_string()))
        .clear(clear);
    // What is chosen below stays when the words change.
    let below = ["provinsi", "kabupaten", "instansi", "kategori", "urut"];
    let query = wanted.query(DESK, reference);
    for (name, value) in Fields::parse(query.as_bytes()).into_pairs() {
        if let Some(name) = below.into_iter().find(|below| *below == name) {
            finder = finder.keep(name, value);
        }
    }
    finder.bar(w)
}

fn own_form<'a>(reader: &Reader, officer: &'a Officer, path: &str) -> Form<'a> {
    Form::post(reader.href(path)).hidden(TOKEN, officer.form_token.as_str())
}

fn tell_word(w: Words, tell: Tell) -> Text<'static> {
    match tell {
        Tell::Never => w.t("search-tell-never"),
        Tell::Soon => w.t("search-tell-soon"),
        Tell::Daily => w.t("search-tell-daily"),
    }
}

fn tells(w: Words) -> Vec<Choice<'static>> {
    Tell::ALL.iter().map(|tell| Choice::new(tell.word(), tell_word(w, *tell))).collect()
}

/// The form that keeps this search.
fn keep(
    reader: &Reader,
    officer: &Officer,
    wanted: &Wanted,
    reference: &Reference,
    errors: &Errors<'_>,
    typed: Option<&Fields>,
) -> Markup {
    let w = reader.words;
    let name = typed.map_or_else(|| short(&wanted.typed), |typed| typed.line("nama"));
    let tell = typed.map_or(Tell::Never.word(), |typed| typed.get("kabari")).to_owned();
    let form = own_form(reader, officer, "/meja/cari/simpan")
        .hidden("cari", wanted.query(DESK, reference))
        .button(Button::secondary(w.t("search-save")).icon(Icon::Star));
    let body = form.around(&html! {
        (Field::text(w, "nama", w.t("search-name")).value(name).hint(w.t("search-name-hint")).error(errors.of("nama")))
        (Field::select(w, "kabari", w.t("search-tell"), tells(w)).value(tell))
    });
    if errors.is_empty() { reveal(w.t("search-save"), &body) } else { body }
}

fn short(text: &str) -> String {
    text.chars().take(NAME_MAX).collect()
}

/// The searches the officer keeps.
fn keeping(reader: &Reader, officer: &Officer, kept: &[Saved], reference: &Reference) -> Markup {
    let w = reader.words;
    html! {
        @if !kept.is_empty() {
            section.kept-searches aria-labelledby="simpanan" {
                h2 #simpanan { (w.t("search-kept")) }
                ul.plain {
                    @for saved in kept {
                        @let id = format!("kabari-{}", saved.id);
                        li {
                            a href=(wanted_of(saved).href(reader, DESK, reference)) { (saved.name) }
                            (own_form(reader, officer, "/meja/cari/simpanan").hidden("simpanan", saved.id.to_string()).around(&html! {
                                (Field::select(w, "kabari", w.t("search-tell"), tells(w)).id(&id).value(saved.tell.word()))
                                (button_row(&[
                                    Button::secondary(w.t("search-change")).value("tindakan", "ubah"),
                                    Button::quiet(w.t("search-forget")).value("tindakan", "hapus"),
                                ]))
                            }))
                        }
                    }
                }
            }
        }
    }
}

/// A kept search as its page asks it.
pub(super) fn wanted_of(saved: &Saved) -> Wanted {
    let empty = Wanted { narrow: saved.narrow.clone(), ..Wanted::default() };
    empty.with_words(&saved.query)
}

async fn save(State(app): State<App>, reader: Reader, form: DeskForm) -> Answer {
    let (w, reference) = (reader.words, app.store().reference());
    let (officer, fields) = (&form.officer, &form.fields);
    let query = Fields::parse(fields.get("cari").as_bytes());
    let wanted = Wanted { page: 0, ..Wanted::read(&query, DESK, &reference) };
    let (name, tell) = (fields.line("nama"), Tell::from_word(fields.get("kabari")));
    let fault = if name.is_empty() || name.chars().count() > NAME_MAX {
        Some(w.ta("search-name-fault", &[("n", Value::from(NAME_MAX))]))
    } else if wanted.is_empty() {
        Some(w.t("search-idle"))
    } else {
        None
    };
    let ready = if form.restored || fault.is_some() { None } else { tell };
    let Some(tell) = ready else {
        return refused(&app, &reader, officer, &wanted, fault, fields).await;
    };
    let ask = Ask { exactly: true, ..wanted.ask(scope(&app, officer)?) };
    let known = find_for(app.store(), &officer.duty, ask).await?.rows;
    let new = NewSaved {
        officer: officer.session.officer,
        duty: officer.duty_id,
        name,
        query: wanted.words.clone(),
        narrow: wanted.narrow.clone(),
        tell,
        known: known.into_iter().map(|row| row.id).collect(),
    };
    if saved::save(app.store(), new).await?.is_none() {
        let fault = Some(w.ta("search-too-many", &[("n", Value::from(SAVED_MAX))]));
        return refused(&app, &reader, officer, &wanted, fault, fields).await;
    }
    let query = wanted.query(DESK, &reference);
    Ok(Redirect::to(&reader.href(&format!("/meja/cari?{query}&berhasil=simpan"))).into_response())
}

async fn refused(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    wanted: &Wanted,
    fault: Option<Text<'_>>,
    typed: &Fields,
) -> Answer {
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = Shown { done: None, fault: fault.map(Text::into_owned), typed: Some(typed) };
    Ok((status, page(app, reader, officer, wanted, shown).await?).into_response())
}

async fn change(State(app): State<App>, reader: Reader, form: DeskForm) -> Answer {
    let (store, officer) = (app.store(), form.officer.session.officer);
    let id = form.fields.number("simpanan").unwrap_or(0);
    let forgets = form.fields.get("tindakan") == "hapus";
    let tell = Tell::from_word(form.fields.get("kabari"));
    let done = match tell {
        _ if form.restored => return Ok(Redirect::to(&reader.href(DESK.path)).into_response()),
        _ if forgets => saved::forget(store, officer, id).await?,
        Some(tell) => saved::tell(store, officer, id, tell).await?,
        None => false,
    };
    if !done {
        return Err(Failure::NotFound);
    }
    let said = if forgets { "hapus" } else { "ubah" };
    Ok(Redirect::to(&reader.href(&format!("{}?berhasil={said}", DESK.path))).into_response())
}

async fn suggest(State(app): State<App>, reader: Reader, officer: Officer, query: Query) -> Answer {
    let reference = app.store().reference();
    let wanted = Wanted::read(&query.0, DESK, &reference);
    let mut found = Vec::new();
    if wanted.typed.chars().count() >= TYPED_MIN && !wanted.words.is_empty() {
        let ask = Ask { unfinished: true, ..wanted.ask(scope(&app, &officer)?) };
        found = find_for(app.store(), &officer.duty, ask).await?.rows;
    }
    let suggesting = Suggesting {
        reader: &reader,
        place: DESK,
        wanted: &wanted,
        reference: &reference,
        today: Reference::today(app.store().now()),
        words: &app.store().words(),
        reports: found.iter().take(REPORTS_MAX).map(|row| (row, address(&reader, row))).collect(),
    };
    Ok(([(CACHE_CONTROL, CACHE_POLICY)], suggesting.list()).into_response())
}
