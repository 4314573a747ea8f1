//! What was given up: jobs that may begin again, and notices that never arrived.

use super::authority::{Act, Subject};
use super::frame::{Done, Place, Sheet, post};
use super::label;
use super::session::{Admin, AdminForm};
use crate::failure::{Answer, Failure};
use crate::fields::Query;
use crate::format::{Zone, short_date_time};
use crate::ui::{
    Button, Column, Icon, Tab, Table, button_row, count_line, empty_state, pages, tabs,
};
use axum::extract::Path;
use maud::{Markup, Render as _, html};
use store::jobs::{self, DeadJob};
use store::notices::{self, FailedNotice};

/// Rows on one page.
const PAGE: u16 = 50;
const HOME: &str = "/atur/pekerjaan";
const NOTICES: &str = "/atur/pekerjaan/kabar";

pub(crate) async fn index(admin: Admin, Query(asked): Query) -> Answer {
    admin.require(Act::ReviveWork, Subject::Nation)?;
    let w = admin.words();
    let mut dead = jobs::dead(admin.store(), asked.number("sebelum"), PAGE + 1).await?;
    let older = older(&admin, HOME, &mut dead, |job| job.id);
    let body = html! {
        (views(&admin, true))
        p { (w.t("admin-work-lead")) }
        (count_line(w.ta("admin-work-count", &[("n", dead.len().into())]), w.t("admin-work-order")))
        @if dead.is_empty() { (empty_state(Icon::CircleCheck, w.t("admin-work-none"), &html! { p { (w.t("admin-work-none-help")) } })) }
        @else { (job_table(&admin, &dead)) (pages(w, None, older.map(Into::into))) }
    };
    Ok(Sheet::new(&admin, Place::Work, w.t("admin-place-work"))
        .show(&html! { div.flow { (body) } }))
}

/// Cuts the row too many and gives the address of the next page.
fn older<T>(
    admin: &Admin,
    path: &str,
    rows: &mut Vec<T>,
    id: impl Fn(&T) -> i64,
) -> Option<String> {
    let more = rows.len() > usize::from(PAGE);
    rows.truncate(usize::from(PAGE));
    let last = rows.last().filter(|_| more)?;
    Some(super::query_path(admin, path, &[], &[("sebelum", id(last).to_string())]))
}

fn views(admin: &Admin, is_jobs: bool) -> Markup {
    let w = admin.words();
    let tab = |label, path: &str, current| Tab {
        label,
        href: admin.href(path).into(),
        count: None,
        current,
    };
    tabs(
        w.t("admin-work-views"),
        &[
            tab(w.t("admin-work-jobs"), HOME, is_jobs),
            tab(w.t("admin-work-notices"), NOTICES, !is_jobs),
        ],
    )
}

fn job_table(admin: &Admin, dead: &[DeadJob]) -> Markup {
    let w = admin.words();
    let mut table = Table::new(
        w.t("admin-work-jobs-caption"),
        vec![
            Column::text(w.t("admin-job-kind")),
            Column::text(w.t("admin-job-cause")),
            Column::text(w.t("admin-job-given-up")),
            Column::number(w.t("admin-job-attempts")),
            Column::text(w.t("admin-job-error")),
            Column::text(w.t("admin-duty-ways")),
        ],
    );
    let at = |at| short_date_time(admin.lang(), at, Zone::WIB);
    for job in dead {
        let form = post(admin, &format!("{HOME}/{}", job.id));
        table.row(vec![
            html! { (job.kind) " " span.muted { (job.queue) } br; code { (job.payload) } },
            html! { (at(job.created_at)) },
            html! { (at(job.ended_at)) },
            html! { (job.attempts) },
            html! { (job.error.as_deref().unwrap_or("–")) },
            form.around(&button_row(&[Button::secondary(w.t("admin-job-revive"))])),
        ]);
    }
    table.render()
}

pub(crate) async fn revive(Path(id): Path<i64>, form: AdminForm) -> Answer {
    let AdminForm { admin, restored, .. } = form;
    admin.require(Act::ReviveWork, Subject::Nation)?;
    if restored {
        return Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(
            &admin.href(HOME),
        )));
    }
    if jobs::revive(admin.store(), id, Some(admin.id())).await? {
        Ok(super::frame::done(&admin, HOME, Done::Revived))
    } else {
        Err(Failure::NotFound)
    }
}

pub(crate) async fn failed(admin: Admin, Query(asked): Query) -> Answer {
    admin.require(Act::ReviveWork, Subject::Nation)?;
    let w = admin.words();
    let mut failed = notices::failed(admin.store(), asked.number("sebelum"), PAGE + 1).await?;
    let older = older(&admin, NOTICES, &mut failed, |notice| notice.id);
    let body = html! {
        (views(&admin, false))
        p { (w.t("admin-notices-lead")) }
        (count_line(w.ta("admin-notices-count", &[("n", failed.len().into())]), w.t("admin-work-order")))
        @if failed.is_empty() { (empty_state(Icon::CircleCheck, w.t("admin-notices-none"), &html! { p { (w.t("admin-notices-none-help")) } })) }
        @else { (notice_table(&admin, &failed)) (pages(w, None, older.map(Into::into))) }
    };
    let sheet = Sheet::new(&admin, Place::Work, w.t("admin-work-notices"));
    Ok(sheet.show(&html! { div.flow { (body) } }))
}

fn notice_table(admin: &Admin, failed: &[FailedNotice]) -> Markup {
    let w = admin.words();
    let mut table = Table::new(
        w.t("admin-notices-caption"),
        vec![
            Column::text(w.t("admin-notice-key")),
            Column::text(w.t("admin-notice-to")),
            Column::text(w.t("admin-notice-way")),
            Column::text(w.t("admin-job-cause")),
            Column::number(w.t("admin-job-attempts")),
            Column::text(w.t("admin-job-error")),
        ],
    );
    for notice in failed {
        let to = match &*notice.recipient {
            "reporter" => w.t("admin-notice-reporter"),
            "officer" => w.t("admin-officer"),
            _ => w.t("admin-notice-desk"),
        };
        table.row(vec![
            html! { code { (notice.key.word()) } },
            html! { (to) },
            html! { (label::channel(w, notice.channel)) },
            html! { (short_date_time(admin.lang(), notice.created_at, Zone::WIB)) },
            html! { (notice.attempts) },
            html! { (notice.error.as_deref().unwrap_or("–")) },
        ]);
    }
    table.render()
}
