//! The model card: how right LAPOR's proposals have been, for whom, and over time. Made from the
//! decisions themselves, for everybody to read (B40).

use super::cache::Key;
use crate::app::App;
use crate::failure::Answer;
use crate::format;
use crate::label;
use crate::reader::Reader;
use crate::ui::{Column, Course, Notice, PublicPage, Table, course_figure, heading, notice};
use axum::extract::State;
use axum::http::HeaderMap;
use domain::category::CategoryCode;
use domain::nik::Sex;
use domain::region::RegionCode;
use domain::{AgencyId, Reference};
use maud::{Markup, Render as _, html};
use triage::evaluation::Measures;
use triage::language::Language;
use triage::record::{Group, Record};

/// Decisions below which a group is not told apart: its figure would mean nothing.
const TOLD_MIN: usize = 20;
/// Groups listed of each kind.
const LISTED: usize = 40;

pub(crate) async fn show(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Answer {
    let reader = reader.without_query();
    let key = Key::new(&reader, "/model".to_owned());
    if let Some(kept) = app.pages().list(&key, &headers) {
        return Ok(kept);
    }
    let w = reader.words;
    let version = app.suggester().read().version();
    let body = html! {
        (heading(None, w.t("model-title")))
        p.lead { (w.t("model-lead")) }
        (card(&app, &reader, &app.suggester().record()))
        h2 { (w.t("model-how")) }
        p { (w.t("model-how-text")) }
        p { (w.t("model-never")) }
        p.hint { (w.ta("model-version", &[("version", version.into())])) }
    };
    let page = PublicPage::new(reader.view(), w.t("model-title")).wide().around(&body);
    Ok(app.pages().keep_list(key, page, &headers))
}

fn card(app: &App, reader: &Reader, record: &Record) -> Markup {
    let w = reader.words;
    let all = record.measures(i32::MIN);
    if all.texts < TOLD_MIN {
        return notice(
            w,
            Notice::Info,
            w.t("model-too-few"),
            &html! { p { (w.t("model-too-few-text")) } },
        );
    }
    let percent = |share: f32| percent(reader, share);
    html! {
        dl.totals {
            div { dt { (w.t("model-decisions")) } dd { (format::count(w.lang(), count(all.texts))) } }
            div { dt { (w.t("model-right")) } dd { (percent(all.accuracy)) } }
            div { dt { (w.t("model-top")) } dd { (percent(all.top_three)) } }
            div { dt { (w.t("model-f1")) } dd { (percent(all.macro_f1)) } }
            div { dt { (w.t("model-calibration")) } dd { (percent(all.calibration_error)) } }
        }
        @for (group, title) in [
            (Group::Month, "model-by-month"), (Group::Affair, "model-by-affair"), (Group::Category, "model-by-category"),
            (Group::Agency, "model-by-agency"), (Group::Province, "model-by-province"),
            (Group::Language, "model-by-language"), (Group::Sex, "model-by-sex"),
        ] {
            (groups(app, reader, record, group, title))
        }
    }
}

fn groups(app: &App, reader: &Reader, record: &Record, by: Group, title: &'static str) -> Markup {
    let w = reader.words;
    let mut found = record.groups(by, i32::MIN);
    found.retain(|(_, measures)| measures.texts >= TOLD_MIN);
    found.truncate(LISTED);
    if by == Group::Month {
        found.sort_by_key(|(key, _)| key.parse::<i64>().ok());
    }
    let found: Vec<(String, Measures)> = found
        .into_iter()
        .filter_map(|(key, measures)| Some((name(app, reader, by, &key)?, measures)))
        .collect();
    if found.is_empty() {
        return html! {};
    }
    let course = |label, share: fn(&Measures) -> f32| Course {
        label: w.t(label),
        shares: found.iter().map(|(_, measures)| share(measures)).collect(),
    };
    let drawn = match (by, found.as_slice()) {
        (Group::Month, [(first, _), .., (last, _)]) => {
            let courses = [
                course("model-right", |found| found.accuracy),
                course("model-top", |found| found.top_three),
            ];
            course_figure(w, "arah", w.t("model-course"), (first, last), &courses)
        }
        _ => html! {},
    };
    let mut table = Table::new(
        w.t(title),
        vec![
            Column::text(w.t("model-group")),
            Column::number(w.t("model-decisions")),
            Column::number(w.t("model-right")),
            Column::number(w.t("model-top")),
            Column::number(w.t("model-calibration")),
        ],
    );
    for (name, measures) in &found {
        table.row(vec![
            html! { (name) },
            html! { (format::count(w.lang(), count(measures.texts))) },
            html! { (percent(reader, measures.accuracy)) },
            html! { (percent(reader, measures.top_three)) },
            html! { (percent(reader, measures.calibration_error)) },
        ]);
    }
    html! { (drawn) (table.render()) }
}

/// What a group is called.
fn name(app: &App, reader: &Reader, by: Group, key: &str) -> Option<String> {
    let (w, reference) = (reader.words, app.store().reference());
    let today = Reference::today(app.store().now());
    Some(match by {
        Group::Affair | Group::Category => {
            label::category(w, reference.categories.get(&CategoryCode::parse(key)?)?).to_owned()
        }
        Group::Agency => label::agency(w, &reference, AgencyId(key.parse().ok()?), today),
        Group::Province => label::region(&reference, RegionCode::from_number(key.parse().ok()?)?),
        Group::Language => w.t(language(Language::from_word(key)?)).into_owned(),
        Group::Sex => label::sex(w, Sex::from_word(key)?).into_owned(),
        Group::Month => {
            let first = jiff::civil::date(1970, 1, 1);
            let days = key.parse::<i64>().ok()?.checked_mul(30)?;
            let day = first.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
            format::short_date(w.lang(), day)
        }
    })
}

fn language(of: Language) -> &'static str {
    match of {
        Language::Indonesian => "model-language-id",
        Language::Javanese => "model-language-jv",
        Language::Sundanese => "model-language-su",
        Language::Minangkabau => "model-language-min",
        Language::English => "model-language-en",
        Language::Unknown => "model-language-unknown",
    }
}

fn percent(reader: &Reader, share: f32) -> String {
    let tenth = (f64::from(share) * 1000.0).round() / 10.0;
    format!("{}%", format::number(reader.words.lang(), tenth))
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
