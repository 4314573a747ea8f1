//! Photos and documents; this step may be passed over. What was uploaded before stays.

use super::draft::{Draft, Step};
use super::frame::{Frame, is_changing, missing_before};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::Query;
use crate::format;
use crate::i18n::{Value, Words};
use crate::reader::Reader;
use crate::refusal::file_refusal_text;
use crate::ui::{Button, Errors, Field, Form, Icon, heading, icon};
use crate::upload::{File, Upload};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ReportId;
use maud::{Markup, html};
use store::files::{self, Attachment, Origin};

/// What the file chooser offers; the content decides.
pub(crate) const ACCEPT: &str = "image/jpeg,image/png,image/webp,application/pdf,text/plain,video/mp4,video/quicktime,video/3gpp,video/webm,audio/*";

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Files) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    let kept = files::list(app.store(), draft.report_id).await?;
    Ok(page(&app, &reader, &draft, &kept, &Errors::none(), is_changing(&query)))
}

fn page(
    app: &App,
    reader: &Reader,
    draft: &Draft,
    kept: &[Attachment],
    errors: &Errors<'_>,
    changing: bool,
) -> Response {
    let w = reader.words;
    let title = w.t("files-title");
    let frame = Frame { app, reader, step: Step::Files, title: &title, errors, draft: Some(draft) };
    let mut form = Form::post(reader.href(Step::Files.path()))
        .with_files()
        .button(Button::primary(w.t("form-continue")).value("lanjut", "ya"))
        .button(Button::secondary(w.t("files-more")).value("tambah", "ya").icon(Icon::Upload));
    if changing {
        form = form.hidden("ubah", "ya");
    }
    let body = html! {
        (heading(None, title.as_ref()))
        p { (w.t("files-lead")) }
        @if !kept.is_empty() { (list(reader, kept, changing)) }
        (form.around(&html! { (field(w, errors)) }))
    };
    frame.page(&body)
}

/// The chooser, with what may be sent and what becomes of it.
pub(crate) fn field(w: Words, errors: &Errors<'_>) -> Markup {
    html! {
        (Field::files(w, "berkas", w.t("files-choose"), ACCEPT).hint(w.t("files-hint")).optional()
            .error(errors.of("berkas")))
        p.hint { (icon(Icon::ShieldCheck)) " " (w.t("files-cleaned")) }
    }
}

fn list(reader: &Reader, kept: &[Attachment], changing: bool) -> Markup {
    let w = reader.words;
    let n = [("n", Value::from(kept.len()))];
    html! {
        h2 { (w.ta("files-kept", &n)) }
        ul.files {
            @for file in kept {
                li.file {
                    span.file-picture { (icon(if file.kind.is_image() { Icon::Image } else { Icon::FileText })) }
                    div.file-text {
                        (file.name)
                        p.file-meta { (format::bytes(w.lang(), file.bytes)) }
                    }
                    (remove(reader, file, changing))
                }
            }
        }
    }
}

fn remove(reader: &Reader, file: &Attachment, changing: bool) -> Markup {
    let w = reader.words;
    let mut form = Form::post(reader.href(Step::Files.path())).hidden("hapus", file.no.to_string());
    if changing {
        form = form.hidden("ubah", "ya");
    }
    let button = html! {
        button.btn.btn-quiet type="submit" { (w.t("files-remove")) span.sr { " " (file.name) } }
    };
    form.around(&button)
}

/// Takes in files for what the reporter sends next; what is refused is said with its name.
pub(crate) async fn take(
    app: &App,
    w: Words,
    report: ReportId,
    chosen: Vec<File>,
    errors: &mut Errors<'_>,
) -> Answer<()> {
    for File { name, bytes } in chosen {
        match files::add(app.store(), app.bucket(), report, Origin::Reporter, &name, bytes).await {
            Ok(_) => {}
            Err(store::Error::File(refusal)) => {
                let name: String =
                    name.chars().filter(|c| !domain::filing::is_forbidden(*c)).take(60).collect();
                let why = file_refusal_text(w, refusal);
                errors.add("berkas", format!("{name}: {why}"));
            }
            Err(error) => return Err(Failure::from(error)),
        }
    }
    Ok(())
}

pub(crate) async fn save(
    State(app): State<App>,
    reader: Reader,
    mut draft: Draft,
    upload: Upload,
) -> Answer {
    let changing = is_changing(&upload.fields);
    if let Some(no) = upload.fields.number("hapus").and_then(|no| no.try_into().ok()) {
        files::remove(app.store(), draft.report_id, no).await?;
    }
    let mut errors = Errors::none();
    take(&app, reader.words, draft.report_id, upload.files, &mut errors).await?;
    let kept = files::list(app.store(), draft.report_id).await?;
    draft.said.files = kept.iter().map(|file| file.no).collect();
    if errors.is_empty() && upload.fields.has("lanjut") {
        return draft.proceed(&app, &reader, Step::Files, changing).await;
    }
    draft.save(&app).await?;
    Ok(page(&app, &reader, &draft, &kept, &errors, changing))
}
