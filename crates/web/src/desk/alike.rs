//! Beside a report: others that likely tell of the same, to be joined with one step; and who
//! supports it, with what they added.

use super::form::TOKEN;
use super::label;
use super::list::{Asked, OFFICER};
use super::queues::{QueueName, readable};
use super::report::Case;
use super::session::Officer;
use crate::alike::{self, Alike, SHOWN_MAX};
use crate::app::App;
use crate::failure::Failure;
use crate::format::{self, Zone};
use crate::i18n::Value;
use crate::reader::Reader;
use crate::ui::{Button, Form, PublicStage, reveal, stage_badge, when};
use domain::authority::Action;
use domain::visibility::{Part, Sight};
use maud::{Markup, html};
use std::collections::HashSet;
use store::reports::queries::by_id;
use store::supporters::{self, Note};

/// Notes of supporters shown.
const NOTES_MAX: u16 = 20;

/// The part of the middle pane; empty when there is nothing to say.
pub(super) async fn section(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    asked: &Asked,
    case: &Case,
    offered: &[Action],
) -> Result<Markup, Failure> {
    let likely = likely(app, officer, case).await?;
    let joins = offered.contains(&Action::Merge);
    Ok(html! {
        (supported(app, reader, case).await?)
        @if !likely.is_empty() { (list(app, reader, officer, asked, case, &likely, joins)) }
    })
}

/// Those that the duty may read, the likeliest first.
async fn likely(app: &App, officer: &Officer, case: &Case) -> Result<Vec<Alike>, Failure> {
    if case.report.restricted || !case.report.stage.name().is_open() {
        return Ok(Vec::new());
    }
    let Some(row) = by_id(app.store(), case.report.id).await? else { return Ok(Vec::new()) };
    let mut found = alike::alike(app.store(), alike::said(&row), Some(row.id), false).await?;
    let rows = found.iter().map(|one| one.row.clone()).collect();
    let open = readable(app.store(), QueueName::All, &officer.duty, rows).await?;
    let open: HashSet<_> = open.into_iter().map(|row| row.id).collect();
    found.retain(|one| open.contains(&one.row.id));
    found.truncate(SHOWN_MAX);
    Ok(found)
}

fn list(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    asked: &Asked,
    case: &Case,
    likely: &[Alike],
    joins: bool,
) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let n = [("n", Value::from(likely.len()))];
    let own = case.report.tracking.compact();
    let earlier = |one: &Alike| one.row.stage.is_open() && one.row.id < case.report.id;
    let key = likely.iter().position(earlier);
    html! {
        section aria-labelledby="serupa" {
            h2 #serupa { (w.ta("desk-alike-title", &n)) }
            ol.alike {
                @for (nth, one) in likely.iter().enumerate() {
                    @let number = one.row.tracking.compact();
                    li {
                        p { a href=(reader.href(&format!("/meja/laporan/{number}"))) { (one.row.tracking) " · " (one.row.title) } }
                        p.report-line {
                            (stage_badge(w, PublicStage::from(one.row.stage), OFFICER)) " "
                            (w.ta("desk-alike-score", &[("n", percent(one.likeness.score).into())]))
                        }
                        p.hint { (alike::reasons(w, &reference, &one.likeness, usize::MAX)) }
                        // The later one goes into the earlier one, whose dates are promised.
                        @if joins && earlier(one) {
                            (join(reader, officer, asked, case, (&own, &number), key == Some(nth)))
                        }
                    }
                }
            }
        }
    }
}

fn percent(score: f32) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
    let percent = (score * 100.0).round() as i64;
    percent
}

/// Leads to both reports side by side and the question whether to join them.
fn join(
    reader: &Reader,
    officer: &Officer,
    asked: &Asked,
    case: &Case,
    (own, main): (&str, &str),
    first: bool,
) -> Markup {
    let w = reader.words;
    let slug = label::act(Action::Merge).map_or("gabung", |act| act.slug);
    let form = Form::post(reader.href(&format!("/meja/laporan/{own}/{slug}")))
        .hidden(TOKEN, officer.form_token.as_str())
        .hidden("versi", case.report.version.to_string())
        .hidden("antrean", asked.name.word())
        .hidden("gabung-isi", main.to_owned());
    if first {
        // The likeliest has a key of its own.
        let button = html! {
            button.btn.btn-secondary type="submit" data-key="=" { (w.t("desk-alike-join")) " " kbd aria-hidden="true" { "=" } }
        };
        return form.around(&button);
    }
    form.button(Button::secondary(w.t("desk-alike-join"))).around(&html! {})
}

/// How many support it, and what they added for the office: for those who read the reporter's own
/// files.
async fn supported(app: &App, reader: &Reader, case: &Case) -> Result<Markup, Failure> {
    let w = reader.words;
    let support = supporters::count(app.store(), case.report.id).await?;
    let Some(n) = alike::supporters(w, support) else { return Ok(html! {}) };
    let notes = if case.sees(Part::Files) == Sight::Full {
        supporters::notes(app.store(), case.report.id, NOTES_MAX).await?
    } else {
        Vec::new()
    };
    let one = |note: &Note| {
        let at = format::short_date_time(w.lang(), note.at, Zone::WIB);
        html! { li { p.pane-body { (note.text) } p.moment-meta { (when(note.at, at)) } } }
    };
    let said = html! { ol.notes { @for note in &notes { (one(note)) } } };
    Ok(html! {
        p { strong { (n) } }
        @if !notes.is_empty() {
            (reveal(w.ta("desk-support-notes", &[("n", Value::from(notes.len()))]), &said))
        }
    })
}
