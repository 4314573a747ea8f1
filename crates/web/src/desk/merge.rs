//! Joining a report to another: both are shown side by side before it is done.

use super::act::Doing;
use super::fields::Fault;
use super::form::TOKEN;
use super::label;
use super::report::{self, Case};
use super::screen::{case, plain_page};
use crate::failure::{Answer, Failure};
use crate::format;
use crate::reader::Reader;
use crate::ui::{Button, Fact, Form, PublicStage, stage_badge, summary_list};
use domain::Reference;
use maud::{Markup, html};
use store::reports;

pub(crate) async fn take(doing: &Doing<'_>) -> Answer {
    let w = doing.reader.words;
    let field = format!("{}-isi", doing.act.slug);
    let typed = doing.fields.line(&field);
    let main = match case(doing.app, doing.officer, &typed).await {
        Ok(main) => main,
        // A report the officer may not see and one that is not there answer alike.
        Err(Failure::NotFound) => {
            return doing.again(Some(Fault::new(field, w.t("desk-fault-number")))).await;
        }
        Err(failure) => return Err(failure),
    };
    if doing.fields.get("yakin") != "ya" {
        return compare(doing, &main, &typed).await;
    }
    let (store, id, actor) = (doing.app.store(), doing.case.report.id, doing.officer.actor());
    match reports::merge(store, id, Some(doing.seen()), main.report.id, actor).await {
        Ok(after) => Ok(doing.done(&after)),
        Err(store::Error::Refused(refusal)) => doing.refused(&refusal).await,
        Err(error) => Err(error.into()),
    }
}

/// Both reports, and the question.
async fn compare(doing: &Doing<'_>, main: &Case, typed: &str) -> Answer {
    let (reader, w) = (doing.reader, doing.reader.words);
    let number = doing.case.report.tracking.compact();
    let reference = doing.app.store().reference();
    let back = doing.asked.address(reader, Some(doing.case.report.tracking));
    let form = Form::post(reader.href(&format!("/meja/laporan/{number}/{}", doing.act.slug)))
        .hidden(TOKEN, doing.officer.form_token.as_str())
        .hidden("versi", doing.seen().to_string())
        .hidden("antrean", doing.asked.name.word())
        .hidden("gabung-isi", typed)
        .hidden("yakin", "ya")
        .button(Button::danger(w.t("desk-merge-yes")))
        .button(Button::quiet(w.t("desk-merge-no")).href(back));
    let body = html! {
        p { (w.t("desk-merge-help")) }
        div.side-by-side {
            section { h2 { (w.t("desk-merge-this")) } (one(reader, &doing.case, &reference)) }
            section { h2 { (w.t("desk-merge-main")) } (one(reader, main, &reference)) }
        }
        (form.around(&html! {}))
    };
    plain_page(doing.app, reader, doing.officer, &w.t("desk-merge-title"), &body).await
}

fn one(reader: &Reader, case: &Case, reference: &Reference) -> Markup {
    let w = reader.words;
    let report = &case.report;
    let body = case.filing().map(|filing| filing.body.as_str()).unwrap_or_default();
    let zone = case.zone(reference);
    let region =
        report.region.map(|region| reference.regions.full_name(region)).unwrap_or_default();
    html! {
        p { strong { (report.title) } }
        p.pane-body { (body) }
        (summary_list(w, &[
            Fact::new(w.t("desk-fact-number"), html! { (report.tracking) }),
            Fact::new(w.t("desk-fact-stage"), stage_badge(w, PublicStage::from(report.stage.name()), super::list::OFFICER)),
            Fact::new(w.t("desk-fact-kind"), html! { (label::kind(w, report.kind)) }),
            Fact::new(w.t("desk-fact-category"), html! { (report::category(reader, report, reference)) }),
            Fact::new(w.t("desk-fact-place"), html! { (region) }),
            Fact::new(w.t("desk-fact-received"), html! { (format::date_time(w.lang(), report.milestones.received, zone)) }),
        ]))
    }
}
