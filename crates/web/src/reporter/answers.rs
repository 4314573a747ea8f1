//! Ready answers that may settle the matter, between writing it and choosing what it is about.
//!
//! They are offered once, never to somebody in danger or who reports wrongdoing, and never in the
//! way: the report goes on with one press. An answer counts as helpful when the reporter says so,
//! and then nothing is filed: the draft is forgotten.

use super::danger;
use super::draft::{COOKIE, Draft, Said, Step, cookie, with_cookie};
use super::frame::is_changing;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::questions::{answer, language, published};
use crate::reader::Reader;
use crate::ui::{Button, Form, Notice, Place, PublicPage, button_row, heading, notice, steps};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use domain::faq::Faq;
use domain::kind::ReportKind;
use domain::{FaqId, Reference};
use maud::{Markup, html};
use store::{drafts, faq};

/// Entries offered.
const OFFERED_MAX: usize = 3;
const PATH: &str = "/lapor/jawaban";
const SETTLED: &str = "/lapor/terjawab";

/// Looks for ready answers to what was just written. True when some are to be shown before the
/// form goes on; they are counted as shown here, once.
pub(crate) async fn found(app: &App, said: &mut Said) -> Result<bool, Failure> {
    let shielded = said.kind() == Some(ReportKind::Whistleblowing) || danger::is_near(said);
    if shielded || !said.offered.is_empty() {
        return Ok(false);
    }
    let text = format!("{}\n{}", said.title, said.body);
    let likely = published(app).await?.likely(&text, OFFERED_MAX);
    if likely.is_empty() {
        return Ok(false);
    }
    said.offered = likely.iter().map(|id| id.0).collect();
    faq::count_shown(app.store(), likely).await?;
    Ok(true)
}

/// The page of what was found.
pub(crate) fn path(changing: bool) -> String {
    if changing { format!("{PATH}?ubah=ya") } else { PATH.to_owned() }
}

/// Where the form goes on.
fn next(said: &Said, changing: bool) -> Step {
    if changing { said.next_open() } else { Step::Matter.after() }
}

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    let w = reader.words;
    let on = next(&draft.said, is_changing(&query));
    let published = published(&app).await?;
    let offered: Vec<&Faq> =
        draft.said.offered.iter().filter_map(|id| published.get(FaqId(*id))).collect();
    if offered.is_empty() {
        return Ok(Redirect::to(&reader.href(on.path())).into_response());
    }
    let title = w.t("ready-title");
    let body = html! {
        (steps(w, Step::Matter.number(), Step::COUNT))
        (heading(None, title.as_ref()))
        p.lead { (w.t("ready-lead")) }
        @for entry in &offered { (one(&app, &reader, entry)) }
        (button_row(&[Button::primary(w.t("ready-go-on")).href(reader.href(on.path()))]))
        p.hint { (w.t("ready-go-on-hint")) }
    };
    let page = PublicPage::new(reader.view(), title.as_ref())
        .place(Place::Submit)
        .back(reader.href(Step::Matter.path()))
        .exit_to(app.settings().exit_url.as_str())
        .unlisted()
        .around(&body);
    Ok(page.into_response())
}

fn one(app: &App, reader: &Reader, entry: &Faq) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let today = Reference::today(app.store().now());
    let id = entry.id.to_string();
    let settled = Button::secondary(w.t("ready-settled")).value("jawab", &id);
    html! {
        article.ready-one {
            h2 lang=(language(entry.language).code()) { (entry.words.question) }
            (answer(w, &reference, today, entry))
            (Form::post(reader.href(PATH)).button(settled).around(&html! {}))
        }
    }
}

/// The answer settles it: counted, and the draft is forgotten, as the button says.
pub(crate) async fn settle(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    fields: Fields,
) -> Answer {
    let chosen = fields.number("jawab").filter(|id| draft.said.offered.contains(id));
    let Some(id) = chosen.map(FaqId) else {
        return Ok(Redirect::to(&reader.href(PATH)).into_response());
    };
    // Of two clicks only the one that forgets the draft counts.
    if drafts::discard(app.store(), &draft.token).await? {
        faq::count_confirmed(app.store(), id).await?;
    }
    let gone = cookie(&app, COOKIE, String::new(), 0);
    let to = reader.href(&format!("{SETTLED}?tanya={id}"));
    Ok(with_cookie(Redirect::to(&to).into_response(), &gone))
}

/// A kind end: the answer to keep, and the way back if it does not help after all.
pub(crate) async fn settled(State(app): State<App>, reader: Reader, Query(query): Query) -> Answer {
    let w = reader.words;
    let published = published(&app).await?;
    let entry = query.number("tanya").and_then(|id| published.get(FaqId(id)));
    let reference = app.store().reference();
    let today = Reference::today(app.store().now());
    let body = html! {
        (heading(None, w.t("ready-end")))
        (notice(w, Notice::Success, w.t("ready-end-done"), &html! { p { (w.t("ready-end-text")) } }))
        @if let Some(entry) = entry {
            h2 lang=(language(entry.language).code()) { (entry.words.question) }
            (answer(w, &reference, today, entry))
        }
        (button_row(&[
            Button::secondary(w.t("ready-end-write")).href(reader.href("/lapor")),
            Button::quiet(w.t("ready-end-home")).href(reader.href("/")),
        ]))
    };
    let page = PublicPage::new(reader.view(), w.t("ready-end")).unlisted().around(&body);
    Ok(page.into_response())
}
