//! A draft from the agency's own closed cases: the nearest ones with their answers and where each
//! comes from. Taking one over fills the field; an officer writes and sends the answer.

use super::act::Doing;
use super::earlier;
use super::screen::Beside;
use crate::failure::{Answer, Failure};
use crate::i18n::Value;
use crate::ui::{Button, Notice, notice};
use domain::answer::is_example;
use domain::event::Fact;
use domain::{AgencyId, Report, ReportId, TrackingId};
use maud::{Markup, html};
use store::reports::queries::by_tracking;
use store::reports::{self, Recorded};
use text::personal::covered;
use triage::answer::similar_cases;

/// The button that asks for a draft.
pub(crate) const ASK: &str = "draf";
/// The button that takes one over; its value is the number of the report.
pub(crate) const TAKE: &str = "pakai";
/// Cases shown.
const SHOWN: usize = 3;
/// Nearest cases looked at, as some may no longer be examples.
const LOOKED_AT: usize = 12;

/// A closed case with its answer, personal data masked.
struct Example {
    report: Report,
    answer: String,
    words: Vec<String>,
}

/// Shows the nearest cases, or takes one over.
pub(crate) async fn show(doing: &Doing<'_>) -> Answer {
    let taken = doing.fields.get(TAKE);
    if !taken.is_empty() {
        return take(doing, taken).await;
    }
    let near = near(doing).await?;
    let beside = Beside { below: list(doing, &near), ..Beside::default() };
    doing.show(doing.action, doing.fields, None, beside).await
}

async fn near(doing: &Doing<'_>) -> Result<Vec<Example>, Failure> {
    let Some(agency) = doing.officer.duty.agency else { return Ok(Vec::new()) };
    let own = doing.case.report.id;
    let body = doing.case.filing().map(|filing| filing.body.as_str()).unwrap_or_default();
    let text = format!("{}\n{body}", doing.case.report.title);
    let similar = similar_cases(&text, &earlier::of(doing.app, agency).await?.cases, LOOKED_AT);
    let mut near = Vec::new();
    for case in similar.into_iter().filter(|case| case.id != own && case.is_close()) {
        if near.len() == SHOWN {
            break;
        }
        near.extend(example(doing, agency, case.id, case.words).await?);
    }
    Ok(near)
}

/// The case if it may be offered: what the public reads, answered last by this agency.
async fn example(
    doing: &Doing<'_>,
    agency: AgencyId,
    id: ReportId,
    words: Vec<String>,
) -> Result<Option<Example>, Failure> {
    let Some((report, history)) = reports::load(doing.app.store(), id).await? else {
        return Ok(None);
    };
    if report.lead != Some(agency) || !is_example(&report) {
        return Ok(None);
    }
    Ok(last_answer(&history, agency).map(|answer| {
        let answer = covered(answer, &report.redactions).into_owned();
        Example { report, answer, words }
    }))
}

/// The last words with which an agency answered.
pub(crate) fn last_answer(history: &[Recorded], agency: AgencyId) -> Option<&str> {
    history.iter().rev().find_map(|recorded| match &recorded.event.fact {
        Fact::AnswerPosted { office, text, .. } if office.agency == agency => Some(text.as_str()),
        _ => None,
    })
}

fn list(doing: &Doing<'_>, near: &[Example]) -> Markup {
    let (reader, w) = (doing.reader, doing.reader.words);
    if near.is_empty() {
        return notice(w, Notice::Info, w.t("desk-draft-none"), &html! {});
    }
    html! {
        section.drafts aria-labelledby="draf-judul" {
            h3 #draf-judul { (w.t("desk-draft-title")) }
            p { (w.t("desk-draft-help")) }
            @for example in near {
                @let number = example.report.tracking.compact();
                article {
                    p { strong { (covered(&example.report.title, &example.report.redactions)) } " "
                        a href=(reader.href(&format!("/laporan/{number}"))) { (example.report.tracking) } }
                    @if !example.words.is_empty() {
                        p.muted { (w.ta("desk-draft-words", &[("words", Value::from(example.words.join(", ")))])) }
                    }
                    blockquote { (example.answer) }
                    (Button::secondary(w.t("desk-draft-take")).value(TAKE, &number))
                }
            }
        }
    }
}

/// Puts the answer of a case behind what is typed already.
async fn take(doing: &Doing<'_>, number: &str) -> Answer {
    let w = doing.reader.words;
    let field = format!("{}-isi", doing.act.slug);
    let found = match (TrackingId::parse(number), doing.officer.duty.agency) {
        (Ok(tracking), Some(agency)) => match by_tracking(doing.app.store(), tracking).await? {
            Some(row) => example(doing, agency, row.id, Vec::new()).await?,
            None => None,
        },
        _ => None,
    };
    let Some(found) = found else {
        let above = notice(w, Notice::Info, w.t("desk-draft-gone"), &html! {});
        let beside = Beside { above, ..Beside::default() };
        return doing.show(doing.action, doing.fields, None, beside).await;
    };
    let typed = doing.fields.text(&field);
    let mut fields = doing.fields.clone();
    let apart = if typed.is_empty() { "" } else { "\n\n" };
    fields.set(&field, format!("{typed}{apart}{}", found.answer));
    let number = [("number", Value::from(found.report.tracking.to_string()))];
    let help = html! { p { (w.t("desk-draft-taken-help")) } };
    let above = notice(w, Notice::Info, w.ta("desk-draft-taken", &number), &help);
    doing.show(doing.action, &fields, None, Beside { above, ..Beside::default() }).await
}
