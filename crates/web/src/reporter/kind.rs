//! The first page, what kind of report it is, and how to throw a draft away.

use super::draft::{self, COOKIE, Draft, Said, Step, begin, cookie, with_cookie};
use super::frame::{Frame, is_changing};
use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::label;
use crate::rate::Caller;
use crate::reader::Reader;
use crate::ui::{
    Button, Choice, Errors, Form, Notice, Place, PublicPage, Radios, button_row, confirm, heading,
    notice,
};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::kind::ReportKind;
use maud::html;
use store::drafts;

/// What one needs to know before one begins, and a draft to go on with.
pub(crate) async fn start(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Query(query): Query,
) -> Answer {
    let w = reader.words;
    let kept = draft::resume(&app, &headers).await?;
    let began = kept.as_ref().is_some_and(|draft| !draft.said.answered.is_empty());
    let next = kept.map_or(Step::Kind, |draft| draft.said.next_open());
    let buttons = if began {
        vec![
            Button::primary(w.t("draft-resume")).href(reader.href(next.path())),
            Button::quiet(w.t("draft-discard")).href(reader.href("/lapor/buang")),
        ]
    } else {
        vec![Button::primary(w.t("start-begin")).href(reader.href(Step::Kind.path()))]
    };
    let body = html! {
        (heading(None, w.t("start-title")))
        @if query.get("hilang") == "ya" {
            (notice(w, Notice::Info, w.t("draft-gone"), &html! { p { (w.t("draft-gone-text")) } }))
        }
        p.lead { (w.t("start-lead")) }
        ul.ticks {
            li { (w.t("start-free")) }
            li { (w.t("start-time")) }
            li { (w.t("start-secret")) }
            li { (w.t("start-anyone")) }
        }
        (button_row(&buttons))
        h2 { (w.t("start-well-title")) }
        ul.ticks {
            li { (w.t("start-well-what")) }
            li { (w.t("start-well-where")) }
            li { (w.t("start-well-proof")) }
            li { (w.t("start-well-calm")) }
        }
        p { a href=(reader.href("/bantuan")) { (w.t("start-more-help")) } }
    };
    let page = PublicPage::new(reader.view(), w.t("start-title"))
        .place(Place::Submit)
        .exit_to(app.settings().exit_url.as_str())
        .around(&body);
    Ok(page.into_response())
}

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Query(query): Query,
) -> Answer {
    let draft = draft::resume(&app, &headers).await?;
    Ok(page(&app, &reader, draft.as_ref(), &Errors::none(), is_changing(&query)))
}

fn page(
    app: &App,
    reader: &Reader,
    draft: Option<&Draft>,
    errors: &Errors<'_>,
    changing: bool,
) -> Response {
    let w = reader.words;
    let title = w.t("kind-question");
    let choice = |kind: ReportKind, hint| {
        Choice::new(kind.word(), label::report_kind(w, kind)).hint(w.t(hint))
    };
    let choices = vec![
        choice(ReportKind::Complaint, "kind-complaint-hint"),
        choice(ReportKind::Aspiration, "kind-aspiration-hint"),
        choice(ReportKind::InformationRequest, "kind-information-hint"),
        choice(ReportKind::Whistleblowing, "kind-whistleblowing-hint"),
    ];
    let chosen = draft.and_then(|draft| draft.said.kind.clone()).unwrap_or_default();
    let radios = Radios::new(w, "jenis", title.clone(), choices)
        .chosen(chosen)
        .as_page_heading()
        .error(errors.of("jenis"));
    let frame = Frame { app, reader, step: Step::Kind, title: &title, errors, draft };
    frame.page(&frame.form(&html! { (radios) }, changing))
}

pub(crate) async fn save(
    State(app): State<App>,
    caller: Caller,
    reader: Reader,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let found = draft::resume(&app, &headers).await?;
    let changing = is_changing(&fields);
    let Some(kind) = ReportKind::from_word(fields.get("jenis")) else {
        let mut errors = Errors::none();
        errors.add("jenis", reader.words.t("kind-missing"));
        return Ok(page(&app, &reader, found.as_ref(), &errors, changing));
    };
    let (mut draft, cookie) = if let Some(draft) = found {
        (draft, None)
    } else {
        let (draft, cookie) = begin(&app, caller).await?;
        (draft, Some(cookie))
    };
    draft.said.kind = Some(kind.word().to_owned());
    if kind == ReportKind::Whistleblowing {
        // Whoever reports wrongdoing starts from the safest choice.
        draft.said.anonymous = true;
        draft.said.confidential = true;
    }
    let answer = draft.proceed(&app, &reader, Step::Kind, changing).await?;
    Ok(match cookie {
        Some(cookie) => with_cookie(answer, &cookie),
        None => answer,
    })
}

/// Asks before a draft is thrown away.
pub(crate) async fn ask_discard(
    State(app): State<App>,
    reader: Reader,
    Draft { said: Said { title, .. }, .. }: Draft,
) -> Answer {
    let w = reader.words;
    let consequence = html! {
        p { (w.t("discard-consequence")) }
        @if !title.is_empty() { p { strong { (title) } } }
    };
    let no = Button::quiet(w.t("discard-no")).href(reader.href("/lapor"));
    let form = Form::post(reader.href("/lapor/buang"));
    let body = confirm(w.t("discard-question"), &consequence, form, w.t("discard-yes"), no);
    let page = PublicPage::new(reader.view(), w.t("discard-question"))
        .place(Place::Submit)
        .exit_to(app.settings().exit_url.as_str())
        .unlisted()
        .around(&body);
    Ok(page.into_response())
}

/// Throws the draft away, its files too, and the cookie with it.
pub(crate) async fn discard(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Answer {
    if let Some(token) = draft::token(&headers) {
        drafts::discard(app.store(), &token).await?;
    }
    let gone = cookie(&app, COOKIE, String::new(), 0);
    Ok(with_cookie(Redirect::to(&reader.href("/")).into_response(), &gone))
}
