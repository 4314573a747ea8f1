//! Attachments: on a path of their own, to those who may see them, with headers that let nothing
//! in them run.

use crate::app::App;
use crate::desk;
use crate::failure::{Answer, Failure};
use crate::reporter::opened_id;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use domain::event::Fact;
use domain::filing::FileNo;
use domain::visibility::{Part, Sight, Viewer, may_see};
use domain::{Report, TrackingId};
use futures_util::StreamExt;
use store::files::{self, Origin};
use store::reports::queries::by_tracking;
use store::reports::{self, Recorded};

pub(crate) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path((number, no)): Path<(String, FileNo)>,
) -> Answer {
    let tracking = TrackingId::parse(&number).map_err(|_| Failure::NotFound)?;
    let row = by_tracking(app.store(), tracking).await?.ok_or(Failure::NotFound)?;
    let (report, history) = reports::load(app.store(), row.id).await?.ok_or(Failure::NotFound)?;
    let is_reporter = opened_id(&app, &headers) == Some(report.id);
    let kept = files::list(app.store(), report.id).await?;
    let file = kept.iter().find(|file| file.no == no).ok_or(Failure::NotFound)?;
    let seen = if is_reporter {
        is_for_reporter(&report, &history, file.origin, no)
    } else {
        is_for_public(&report, &history, file.origin, no)
    };
    if !seen && !is_for_officer(&app, &headers, &report, &history, no).await? {
        return Err(Failure::NotFound);
    }
    let opened = match files::read(app.store(), app.bucket(), report.id, no).await {
        Err(store::Error::File(_)) => return Err(Failure::NotFound),
        opened => opened?,
    };
    let body = Body::from_stream(opened.content.map(|part| part.map_err(std::io::Error::other)));
    Ok(with_headers(body.into_response(), &opened.headers))
}

/// The reporter sees what they sent and what came with words addressed to them.
fn is_for_reporter(report: &Report, history: &[Recorded], origin: Origin, no: FileNo) -> bool {
    let may = may_see(Viewer::Reporter, Part::Files, report.privacy, report.restricted);
    let told = history.iter().any(|recorded| {
        let fact = &recorded.event.fact;
        !matches!(fact, Fact::TaskFinished { .. } | Fact::NotePosted { .. })
            && crate::label::events::files(fact).contains(&no)
    });
    may == Sight::Full && (origin == Origin::Reporter || told)
}

/// Files of the reporter are for nobody else; those of a public answer are part of the answer.
fn is_for_public(report: &Report, history: &[Recorded], origin: Origin, no: FileNo) -> bool {
    let part = if origin == Origin::Reporter { Part::Files } else { Part::Content };
    let may = may_see(Viewer::Public, part, report.privacy, report.restricted);
    let answers = history.iter().any(|recorded| match &recorded.event.fact {
        Fact::AnswerPosted { files, .. } | Fact::ProgressPosted { files, .. } => {
            files.contains(&no)
        }
        _ => false,
    });
    may == Sight::Full && report.is_listed() && (origin == Origin::Reporter || answers)
}

/// Officers open what they see listed beside the report at their desk.
async fn is_for_officer(
    app: &App,
    headers: &HeaderMap,
    report: &Report,
    history: &[Recorded],
    no: FileNo,
) -> Result<bool, Failure> {
    let Some(officer) = desk::officer(app, headers).await? else { return Ok(false) };
    let (reference, now) = (app.store().reference(), app.store().now());
    let viewer = desk::reads(&officer.duty, report, &reference, now);
    let may = viewer
        .is_some_and(|v| may_see(v, Part::Files, report.privacy, report.restricted) == Sight::Full);
    Ok(may && history.iter().any(|recorded| recorded.event.fact.files().contains(&no)))
}

fn with_headers(mut response: Response, told: &[(&'static str, String)]) -> Response {
    let headers = response.headers_mut();
    for (name, value) in told {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
