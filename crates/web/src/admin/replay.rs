//! Before a category or a route is saved: the reports of the last thirty days read again under it.
//! Nothing is changed by looking.

use super::categories;
use super::form::{self, put_date};
use super::frame::{SURE, Sheet, post};
use super::machine::to_count;
use super::session::Admin;
use crate::desk::form::TOKEN;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::format::{count, long_date, short_date};
use crate::label;
use crate::ui::{Button, Column, Errors, Notice, Table, Text, notice};
use domain::category::{Category, CategoryCode};
use domain::kind::Level;
use domain::routing::{Route, RouteFault};
use domain::{Reference, ReportId, TrackingId};
use jiff::SignedDuration;
use jiff::civil::Date;
use maud::{Markup, Render as _, html};
use std::collections::HashMap;
use store::machine_routing;
use store::reference::change::{self, Refusal};
use store::reports::queries::{self, Summary};
use triage::replay::{self, Comparison, KeywordUse, Move, Pair, Place, Told};

/// How far back reports are read again.
const DAYS: i64 = 30;
/// Reports read again at most, the newest first: two readings of each take some seconds together.
pub(crate) const REPLAYED_MAX: u16 = 3_000;
/// Moves listed; the rest is summed up.
const MOVES_SHOWN: usize = 50;
/// Name of the field that says what the table was when the form was opened.
pub(super) const SEEN: &str = "versi";
/// Name of the button that leads back to the form.
pub(super) const BACK: &str = "kembali";

/// What is about to be saved.
#[derive(Clone)]
pub(super) enum Change {
    /// A category, new or changed.
    Category(Box<Category>),
    /// A route, new or changed.
    Route(Route),
    /// A route that ends.
    NoRoute(CategoryCode, Level),
}

impl Change {
    /// Something ends, so that its day is the last and not the first.
    fn ends(&self) -> bool {
        match self {
            Self::Category(category) => category.valid_to.is_some(),
            Self::Route(_) => false,
            Self::NoRoute(..) => true,
        }
    }

    /// The rules as they would be.
    fn under(&self, present: &Reference) -> Reference {
        let mut after = present.clone();
        match self {
            Self::Category(category) => {
                after.categories = after.categories.with((**category).clone());
            }
            Self::Route(route) => after.routing = after.routing.with(route.clone()),
            Self::NoRoute(code, level) => after.routing = after.routing.without(code, *level),
        }
        after
    }
}

/// What reading again brought to light.
pub(super) struct Replayed {
    compared: Comparison,
    /// Reports of the time, also those not read again.
    received: u64,
    keywords: Vec<KeywordUse>,
    /// How many reports the route decides; `None` when none is set.
    decided: Option<usize>,
    numbers: HashMap<ReportId, TrackingId>,
}

/// Reads again what this officer may read, away from the threads that answer requests.
pub(super) async fn run(admin: &Admin, change: &Change) -> Result<Replayed, Failure> {
    let _turn = admin.app.replaying().lock().await;
    let now = admin.store().now();
    let since = now.saturating_sub(SignedDuration::from_hours(DAYS * 24)).unwrap_or_default();
    let found = queries::received(admin.store(), since, REPLAYED_MAX).await?;
    let thresholds = machine_routing::allowed(admin.store()).await?.thresholds;
    let (before, change) = (admin.reference.clone(), change.clone());
    let is_read = |row: &Summary| row.is_read_by(admin.duty(), &before.directory, now);
    let rows: Vec<Summary> = found.newest.into_iter().filter(is_read).collect();
    let numbers = rows.iter().map(|row| (row.id, row.tracking)).collect();
    let (app, today) = (admin.app.clone(), admin.today);
    let reading = tokio::task::spawn_blocking(move || {
        // A copy, so that nobody waits for a suggestion meanwhile.
        let learned = app.suggester().read().clone();
        let told: Vec<Told> = rows.iter().map(told).collect();
        let after = change.under(&before);
        let reread = replay::reread(learned, &told, &before, &after, today);
        let (keywords, decided) = match &change {
            Change::Category(it) if it.valid_to.is_some() => (Vec::new(), None),
            Change::Category(it) => (replay::keyword_use(it, &after.categories, &told), None),
            Change::Route(it) => {
                (Vec::new(), Some(replay::decided_by(&reread, &it.category, it.level)))
            }
            Change::NoRoute(..) => (Vec::new(), None),
        };
        let compared = Comparison::of(&reread, &thresholds);
        Replayed { compared, received: found.count, keywords, decided, numbers }
    });
    reading.await.map_err(|why| Failure::Fault(format!("a replay: {why}")))
}

fn told(row: &Summary) -> Told {
    let text = format!("{}\n{}", row.title, row.body);
    Told { report: row.id, text, region: row.region, level: row.level }
}

/// The page between form and saving, at the address `path` of the form: what would move from `day`
/// on (or after it, where something ends). What was typed goes along.
pub(super) async fn show(
    admin: &Admin,
    sheet: &Sheet<'_>,
    change: &Change,
    (day, path): (Date, &str),
    fields: &Fields,
) -> Answer {
    let replayed = run(admin, change).await?;
    let w = admin.words();
    let mut form = post(admin, path).hidden(SURE, "ya");
    let kept = |name: &str| name != TOKEN && name != SURE && name != BACK;
    for (name, value) in fields.pairs().iter().filter(|(name, _)| kept(name)) {
        form = form.hidden(name, value.as_str());
    }
    let form = form
        .button(Button::primary(w.t("admin-save")))
        .button(Button::secondary(w.t("admin-replay-back")).value(BACK, "ya"));
    let effect = effect(admin, change, &replayed, day);
    Ok(sheet.show(&html! { div.flow { (effect) (form.around(&html! {})) } }))
}

/// What would move, what to check and what does nothing.
pub(super) fn effect(admin: &Admin, change: &Change, found: &Replayed, day: Date) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let moved = found.compared.moved();
    let told = [
        ("looked", count(lang, to_count(found.compared.reports)).into()),
        ("received", count(lang, i64::try_from(found.received).unwrap_or(i64::MAX)).into()),
        ("days", DAYS.into()),
    ];
    let title = match (found.compared.reports, moved) {
        (0, _) => w.t("admin-replay-nothing-read"),
        (_, 0) => w.t("admin-replay-nothing-moves"),
        _ => w.ta("admin-replay-moves", &[("n", count(lang, to_count(moved)).into())]),
    };
    let since = if change.ends() { "admin-replay-until" } else { "admin-replay-from" };
    html! {
        (notice(w, Notice::Info, title, &html! {
            p { (w.ta("admin-replay-looked", &told)) }
            p { (w.ta(since, &[("date", long_date(lang, day).into())])) }
        }))
        (list(&w.t("admin-replay-conflicts"), &conflicts(admin, change)))
        @if moved > 0 { (moves(admin, found)) }
        (figures(admin, &found.compared))
        (list(&w.t("admin-replay-dead"), &dead(admin, change, found)))
        p.hint { (w.t("admin-replay-same")) }
    }
}

fn list(title: &str, items: &[Markup]) -> Markup {
    html! {
        @if !items.is_empty() {
            h2 { (title) }
            ul { @for item in items { li { (item) } } }
        }
    }
}

fn moves(admin: &Admin, found: &Replayed) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let mut table = Table::new(
        w.t("admin-replay-moves-caption"),
        vec![
            Column::text(w.t("admin-replay-was")),
            Column::text(w.t("admin-replay-becomes")),
            Column::number(w.t("admin-replay-reports")),
            Column::text(w.t("admin-replay-examples")),
        ],
    );
    let (shown, rest) = found.compared.moves.split_at(MOVES_SHOWN.min(found.compared.moves.len()));
    for one in shown {
        let same = same_category(one);
        table.row(vec![
            place(admin, one.from.as_ref(), false),
            place(admin, one.to.as_ref(), same),
            html! { (count(lang, to_count(one.reports))) },
            html! { span { @for (at, number) in one.examples.iter().filter_map(|id| found.numbers.get(id)).enumerate() {
                @if at > 0 { ", " }
                a href=(admin.href(&format!("/meja/laporan/{}", number.compact()))) { (number) }
            } } },
        ]);
    }
    let rest: usize = rest.iter().map(|it| it.reports).sum();
    html! {
        (table.render())
        @if rest > 0 { p.muted { (w.ta("admin-replay-rest", &[("n", count(lang, to_count(rest)).into())])) } }
    }
}

fn same_category(one: &Move) -> bool {
    let category = |place: &Option<Place>| place.as_ref().map(|it| it.category.clone());
    category(&one.from) == category(&one.to)
}

/// The category above its office; only the office where the category stays.
fn place(admin: &Admin, place: Option<&Place>, only_office: bool) -> Markup {
    let w = admin.words();
    let Some(place) = place else { return html! { (w.t("admin-replay-no-category")) } };
    let office = place.office.map(|it| label::office(w, &admin.reference, it, admin.today));
    // One element: on a phone the label stands beside it.
    html! {
        div {
            @if !only_office { (categories::full_name(admin, &place.category)) br; }
            span.muted { @match office { Some(office) => (office), None => (w.t("admin-replay-no-office")) } }
        }
    }
}

fn figures(admin: &Admin, compared: &Comparison) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let mut table = Table::new(
        w.t("admin-replay-figures"),
        vec![
            Column::text(w.t("admin-replay-of-them")),
            Column::number(w.t("admin-replay-now")),
            Column::number(w.t("admin-replay-then")),
        ],
    );
    let mut row = |what: Text<'static>, Pair { before, after }: Pair| {
        let figure = |n| html! { (count(lang, to_count(n))) };
        table.row(vec![html! { (what) }, figure(before), figure(after)]);
    };
    row(w.t("admin-replay-doubtful"), compared.doubtful);
    row(w.t("admin-replay-sent"), compared.sent);
    table.render()
}

/// What overlaps, leads nowhere or says nothing.
fn conflicts(admin: &Admin, change: &Change) -> Vec<Markup> {
    let w = admin.words();
    match change {
        Change::Category(category) if category.valid_to.is_some() => Vec::new(),
        Change::Category(category) => {
            let claimed = admin.reference.categories.also_claimed(category);
            let told = |(word, code): (Box<str>, CategoryCode)| {
                html! { (w.ta("admin-replay-keyword-also", &[("word", word.to_string().into())])) " " (categories::link(admin, &code)) }
            };
            claimed.into_iter().map(told).collect()
        }
        Change::Route(route) => {
            let Reference { routing, categories, directory, .. } = &*admin.reference;
            let faults = routing.faults_of(route, categories, directory, admin.today);
            faults.iter().map(|fault| fault_text(admin, fault)).collect()
        }
        Change::NoRoute(code, level) => {
            let above = code.parent();
            let above = above.and_then(|above| admin.reference.routing.row(&above, *level));
            above.map(|row| html! { (w.t("admin-replay-then-above")) " " (categories::link(admin, &row.category)) }).into_iter().collect()
        }
    }
}

fn fault_text(admin: &Admin, fault: &RouteFault) -> Markup {
    let w = admin.words();
    let links = |by: &[CategoryCode]| {
        html! { @for (at, code) in by.iter().enumerate() { @if at > 0 { ", " } (categories::link(admin, code)) } }
    };
    match fault {
        RouteFault::SaysTheSame { above } => {
            html! { (w.t("admin-replay-route-same")) " " (categories::link(admin, above)) }
        }
        RouteFault::Narrowed { by } => {
            html! { (w.t("admin-replay-route-narrowed")) " " (links(by)) }
        }
        RouteFault::Hidden { by } => html! { (w.t("admin-replay-route-hidden")) " " (links(by)) },
        RouteFault::AgencyEnds { last_day, .. } => {
            html! { (w.ta("admin-replay-agency-ends", &[("date", short_date(admin.lang(), *last_day).into())])) }
        }
        RouteFault::UnitMissing { without, of } => {
            html! { (w.ta("admin-replay-unit-missing", &[("without", to_count(*without).into()), ("of", to_count(*of).into())])) }
        }
    }
}

/// Rules that nothing of the month met.
fn dead(admin: &Admin, change: &Change, found: &Replayed) -> Vec<Markup> {
    let w = admin.words();
    if found.compared.reports == 0 {
        return Vec::new();
    }
    let unmet: Vec<&str> =
        found.keywords.iter().filter(|it| it.met == 0).map(|it| &*it.word).collect();
    let mut dead = Vec::new();
    if !unmet.is_empty() {
        dead.push(html! { (w.t("admin-replay-keywords-unmet")) " " (unmet.join(", ")) });
    }
    for used in &found.keywords {
        if let Some((longer, code)) = &used.hidden_by {
            let told =
                [("word", used.word.to_string().into()), ("longer", longer.to_string().into())];
            dead.push(html! { (w.ta("admin-replay-keyword-hidden", &told)) " " (categories::link(admin, code)) });
        }
    }
    if found.decided == Some(0) {
        dead.push(html! { (w.t("admin-replay-route-unmet")) });
    }
    let changed = match change {
        Change::NoRoute(code, level) => Some((code, level)),
        Change::Category(_) | Change::Route(_) => None,
    };
    for (code, level) in
        found.compared.idle.iter().filter(|(code, level)| changed != Some((code, level)))
    {
        dead.push(html! { (w.t("admin-replay-route-idle")) " " (categories::link(admin, code)) ", " (label::level(w, *level)) });
    }
    dead
}

/// The field that carries what the table was when the form was opened.
pub(super) fn seen(fields: &Fields) -> i64 {
    fields.number(SEEN).unwrap_or(-1)
}

/// A form begins with the table as it is, and with tomorrow.
pub(super) fn begin(admin: &Admin, fields: &mut Fields, day: Date) {
    fields.set(SEEN, admin.reference.sorting.to_string());
    put_date(fields, "sejak", day);
}

/// Takes a refusal to its field. Who was overtaken goes on from the table as it is now.
pub(super) fn refused(
    admin: &Admin,
    failure: change::Failure,
    fields: &mut Fields,
    errors: &mut Errors<'static>,
    field: impl Fn(Refusal) -> &'static str,
) -> Result<(), Failure> {
    if failure == change::Failure::Refused(Refusal::Stale) {
        fields.set(SEEN, admin.store().reference().sorting.to_string());
    }
    form::refused(admin.words(), failure, errors, field)
}
