//! A queue: its rows with lights and dates, its filters, and the way to older ones.

use super::label;
use super::queues::{QueueName, readable, source};
use super::session::Officer;
use super::shared::{COUNT_MAX, counts};
use crate::app::App;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::format::{self, Zone};
use crate::i18n::{Value, Words};
use crate::reader::Reader;
use crate::ui::{
    Button, Facet, FilterBar, Icon, Light, PublicStage, QueueRow, Reader as ReaderOf, Tab, Text,
    count_line, empty_state, pages, queue as queue_list, reveal, tabs,
};
use domain::deadline::Light as Due;
use domain::report::StageName;
use domain::{AgencyId, Reference, ReportId, TrackingId};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use std::collections::HashSet;
use store::reports::queries::{PAGE, Summary, queue, twins};
use triage::likeness::WINDOW_DAYS;

/// What is asked of a queue; it is carried through the links of its rows.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) name: QueueName,
    pub(crate) words: String,
    stage: Option<StageName>,
    light: Option<Due>,
    after: Option<(i64, i64)>,
}

impl Asked {
    pub(crate) fn of(name: QueueName, query: &Fields) -> Self {
        let after = query.get("setelah").split_once('.');
        Self {
            name,
            words: query.line("q"),
            stage: StageName::from_word(query.get("tahap")),
            light: Due::from_word(query.get("batas")),
            after: after.and_then(|(key, id)| Some((key.parse().ok()?, id.parse().ok()?))),
        }
    }

    /// The address of the queue or of one of its reports with the same filters.
    pub(crate) fn address(&self, reader: &Reader, report: Option<TrackingId>) -> String {
        let path = match report {
            Some(tracking) => format!("/meja/{}/{}", self.name, tracking.compact()),
            None => format!("/meja/{}", self.name),
        };
        format!("{}{}", reader.href(&path), self.query(self.after))
    }

    fn query(&self, after: Option<(i64, i64)>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.words.is_empty() {
            query.append_pair("q", &self.words);
        }
        if let Some(stage) = self.stage {
            query.append_pair("tahap", stage.word());
        }
        if let Some(light) = self.light {
            query.append_pair("batas", light.word());
        }
        if let Some((key, id)) = after {
            query.append_pair("setelah", &format!("{key}.{id}"));
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    fn is_narrowed(&self) -> bool {
        !self.words.is_empty() || self.stage.is_some() || self.light.is_some()
    }
}

/// A page of a queue as far as the duty may see it.
pub(crate) struct Listed {
    pub(crate) rows: Vec<Summary>,
    next: Option<(i64, i64)>,
    /// Beside these another open one names the same place.
    twins: HashSet<ReportId>,
}

/// Reads a page of a queue. Reports the duty may not read are not in it.
pub(crate) async fn load(app: &App, officer: &Officer, asked: &Asked) -> Result<Listed, Failure> {
    let (store, reference, now) = (app.store(), app.store().reference(), app.store().now());
    let duty = &officer.duty;
    let Some((from, mut filter)) = source(asked.name, duty, &reference, now) else {
        return Err(Failure::NotFound);
    };
    filter.words.clone_from(&asked.words);
    filter.stage = asked.stage.or(filter.stage);
    filter.light = asked.light.or(filter.light);
    filter.after = asked.after;
    let mut rows = queue(store, from, filter).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next =
        rows.last().filter(|_| more && asked.words.is_empty()).map(|row| (row.sort_key, row.id.0));
    let rows = readable(store, asked.name, duty, rows).await?;
    let open: Vec<ReportId> = rows
        .iter()
        .filter(|row| row.stage.is_open() && !row.restricted)
        .map(|row| row.id)
        .collect();
    let since = now.checked_sub(SignedDuration::from_hours(24 * WINDOW_DAYS));
    let twins = twins(store, &open, since.unwrap_or(Timestamp::MIN)).await?;
    Ok(Listed { rows, next, twins })
}

/// The pane of a queue; `current` is the report shown beside it.
pub(crate) async fn pane(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    asked: &Asked,
    listed: &Listed,
    current: Option<ReportId>,
) -> Result<Markup, Failure> {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let counts = counts(app, &officer.duty).await?;
    let all: Vec<Tab<'_>> = counts
        .iter()
        .map(|(name, n)| Tab {
            label: name.label(w),
            href: reader.href(&format!("/meja/{name}")).into(),
            count: (*n > 0).then(|| count_word(w, *n).into()),
            current: *name == asked.name,
        })
        .collect();
    let rows: Vec<QueueRow<'_>> = listed
        .rows
        .iter()
        .map(|row| {
            let twin = listed.twins.contains(&row.id).then(|| w.t("desk-queue-twin"));
            QueueRow { mark: twin, ..line(reader, asked, row, &reference, now, current) }
        })
        .collect();
    let order = match asked.name {
        _ if !asked.words.is_empty() => w.t("desk-queue-order-found"),
        QueueName::Ended => w.t("desk-queue-order-ended"),
        _ => w.t("desk-queue-order"),
    };
    Ok(html! {
        div.pane-head {
            (tabs(w.t("desk-queues"), &all))
            (reveal(w.t("desk-filter"), &filters(reader, asked)))
            @if !rows.is_empty() { (count_line(how_many(w, asked, listed), order)) }
        }
        @if rows.is_empty() { (nothing(reader, asked)) } @else { (queue_list(w, &rows)) }
        div.pane-pages {
            (pages(w, newer(reader, asked), listed.next.map(|next| older(reader, asked, next))))
        }
    })
}

fn newer<'a>(reader: &Reader, asked: &Asked) -> Option<Text<'a>> {
    let first = Asked { after: None, ..asked.clone() };
    asked.after.is_some().then(|| first.address(reader, None).into())
}

fn older<'a>(reader: &Reader, asked: &Asked, next: (i64, i64)) -> Text<'a> {
    let then = Asked { after: Some(next), ..asked.clone() };
    then.address(reader, None).into()
}

fn count_word(w: Words, n: usize) -> String {
    if n > COUNT_MAX { w.t("desk-queue-many").into_owned() } else { n.to_string() }
}

fn how_many(w: Words, asked: &Asked, listed: &Listed) -> String {
    let n = [("n", Value::from(listed.rows.len()))];
    let text = if !asked.words.is_empty() {
        w.ta("desk-queue-found", &n)
    } else if listed.next.is_some() || asked.after.is_some() {
        w.ta("desk-queue-count-more", &n)
    } else {
        w.ta("desk-queue-count", &n)
    };
    text.into_owned()
}

fn nothing(reader: &Reader, asked: &Asked) -> Markup {
    let w = reader.words;
    if asked.is_narrowed() {
        let all = reader.href(&format!("/meja/{}", asked.name));
        empty_state(
            Icon::Search,
            w.t("desk-queue-none-title"),
            &html! {
                p { (w.t("desk-queue-none")) }
                (Button::secondary(w.t("filter-clear")).href(all))
            },
        )
    } else {
        empty_state(
            Icon::Inbox,
            w.t("desk-queue-empty-title"),
            &html! { p { (asked.name.empty(w)) } },
        )
    }
}

fn filters(reader: &Reader, asked: &Asked) -> Markup {
    let w = reader.words;
    let any = || (Text::Borrowed(""), w.t("desk-filter-any"));
    let open =
        StageName::ALL.iter().filter(|stage| stage.is_open() != (asked.name == QueueName::Ended));
    let stages =
        open.map(|stage| (Text::Borrowed(stage.word()), super::report::stage_word(w, *stage)));
    let lights = Due::ALL.iter().map(|due| (Text::Borrowed(due.word()), light_word(w, *due)));
    let facet = |name, label, chosen: &str, choices| Facet {
        name,
        label,
        choices,
        chosen: chosen.to_owned().into(),
    };
    let bar = vec![
        facet(
            "tahap",
            w.t("desk-filter-stage"),
            asked.stage.map_or("", StageName::word),
            std::iter::once(any()).chain(stages).collect(),
        ),
        facet(
            "batas",
            w.t("desk-filter-light"),
            asked.light.map_or("", Due::word),
            std::iter::once(any()).chain(lights).collect(),
        ),
    ];
    let action = reader.href(&format!("/meja/{}", asked.name));
    let clear = asked.is_narrowed().then(|| action.clone());
    FilterBar::new(action, bar).clear(clear).bar(w)
}

fn light_word<'a>(w: Words, due: Due) -> Text<'a> {
    match due {
        Due::Green => w.t("light-on-time"),
        Due::Yellow => w.t("light-near"),
        Due::Red => w.t("light-late"),
    }
}

/// The light of the pages for the light of the rules.
pub(crate) fn light(of: Due) -> Light {
    match of {
        Due::Green => Light::OnTime,
        Due::Yellow => Light::Near,
        Due::Red => Light::Late,
    }
}

/// The time zone of an agency, or Jakarta's.
pub(crate) fn zone(reference: &Reference, agency: Option<AgencyId>) -> Zone {
    let zone = agency.and_then(|id| reference.directory.agency(id)).map(|agency| agency.zone);
    match zone.unwrap_or(domain::Zone::Wib) {
        domain::Zone::Wib => Zone::WIB,
        domain::Zone::Wita => Zone::WITA,
        domain::Zone::Wit => Zone::WIT,
    }
}

fn line<'a>(
    reader: &Reader,
    asked: &Asked,
    row: &'a Summary,
    reference: &Reference,
    now: Timestamp,
    current: Option<ReportId>,
) -> QueueRow<'a> {
    let href = asked.address(reader, Some(row.tracking));
    QueueRow { current: current == Some(row.id), ..row_of(reader, row, reference, now, href) }
}

/// A report as lists of the desk show it.
pub(super) fn row_of<'a>(
    reader: &Reader,
    row: &'a Summary,
    reference: &Reference,
    now: Timestamp,
    href: String,
) -> QueueRow<'a> {
    let w = reader.words;
    let zone = zone(reference, row.lead);
    let today = zone.civil(now).date();
    let due = match row.due_at {
        Some(due) => format::relative_day(w, today, zone.civil(due).date()),
        None if row.stage.is_open() => w.t("desk-waits-reporter").into_owned(),
        None => format::short_date(w.lang(), zone.civil(row.stage_since).date()),
    };
    QueueRow {
        href: href.into(),
        number: row.tracking.to_string().into(),
        title: row.title.as_str().into(),
        stage: PublicStage::from(row.stage),
        light: row.light(now).filter(|_| row.stage.is_open()).map(light),
        due: due.into(),
        note: note(reader, row, reference).into(),
        reader: None,
        unread: false,
        mark: None,
        current: false,
    }
}

/// Where it is, or what it is about.
fn note(reader: &Reader, row: &Summary, reference: &Reference) -> String {
    let region = row
        .region
        .and_then(|region| reference.regions.get(region))
        .map(|region| region.name.to_string());
    let category = || row.category.as_ref().and_then(|code| reference.categories.get(code));
    let category =
        || category().map(|category| label::category_name(category, reader.lang()).to_owned());
    region.or_else(category).unwrap_or_else(|| label::kind(reader.words, row.kind).into_owned())
}

/// Shows stages to officers.
pub(crate) const OFFICER: ReaderOf = ReaderOf::Officer;
