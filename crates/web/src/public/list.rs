//! Public reports: newest first, narrowed by words, place, agency, category and stage.

use super::cache::Key;
use crate::alike;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::format;
use crate::i18n::Value;
use crate::label;
use crate::reader::Reader;
use crate::search::shown::Around;
use crate::search::suggest::{REPORTS_MAX, Suggesting, TYPED_MIN};
use crate::search::{PUBLIC, Wanted};
use crate::ui::{
    self, Button, Choice, Field, Form, Icon, Place, PublicPage, PublicStage, count_line,
    empty_state, heading, icon, light, pages, reveal, stage_badge,
};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use domain::category::CategoryCode;
use domain::directory::Agency;
use domain::kind::ReportKind;
use domain::region::{RegionCode, RegionLevel};
use domain::report::StageName;
use domain::{Light, Reference, ReportId, TrackingId};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::HashMap;
use store::reference::list::{AgencyFilter, agencies};
use store::reports::queries::{PAGE, Summary, by_tracking, public_list};
use store::search::rebuild::{self, Progress};
use store::search::{Ask, Found, Narrow, Order, Scope, find};
use store::supporters;
use text::personal::covered;

/// Stages the public may ask for, in the order of a report's life.
const STAGES: [StageName; 9] = [
    StageName::AtNational,
    StageName::AtAgency,
    StageName::AtUnit,
    StageName::AwaitingReporter,
    StageName::InProgress,
    StageName::Answered,
    StageName::Contested,
    StageName::Closed,
    StageName::Archived,
];
/// Agencies offered when a name is not enough.
const AGENCIES_MAX: usize = 8;

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Query(query): Query,
) -> Answer {
    let key = Key::new(&reader, reader.path.clone());
    if let Some(kept) = app.pages().list(&key, &headers) {
        return Ok(kept);
    }
    let reference = app.store().reference();
    let asked = Asked::read(&app, &query, &reference).await?;
    // A number leads to its report; one that is not public is like one that does not exist.
    if let Ok(number) = TrackingId::parse(&asked.wanted.typed)
        && by_tracking(app.store(), number).await?.is_some_and(|row| row.listed)
    {
        let to = reader.href(&format!("/laporan/{}", number.compact()));
        return Ok(Redirect::to(&to).into_response());
    }
    let listed = asked.list(&app).await?;
    let ids: Vec<ReportId> = listed.rows().map(|row| row.id).collect();
    let support = supporters::counts(app.store(), &ids).await?;
    let page = page(&app, &reader, &query, &asked, &listed, &support);
    Ok(app.pages().keep_list(key, page, &headers))
}

/// What is offered while somebody types.
pub(crate) async fn suggest(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Query(query): Query,
) -> Answer {
    let key = Key::new(&reader, reader.path.clone());
    if let Some(kept) = app.pages().list(&key, &headers) {
        return Ok(kept);
    }
    let reference = app.store().reference();
    let wanted = Wanted::read(&query, PUBLIC, &reference);
    let mut found = Vec::new();
    if wanted.typed.chars().count() >= TYPED_MIN && !wanted.words.is_empty() {
        let ask = Ask { unfinished: true, ..wanted.ask(Scope::public()) };
        found = find(app.store(), ask).await?.rows;
    } else if let Ok(number) = TrackingId::parse(&wanted.typed) {
        found.extend(by_tracking(app.store(), number).await?.filter(|row| row.listed));
    }
    let address = |row: &Summary| reader.href(&format!("/laporan/{}", row.tracking.compact()));
    let suggesting = Suggesting {
        reader: &reader,
        place: PUBLIC,
        wanted: &wanted,
        reference: &reference,
        today: Reference::today(app.store().now()),
        words: &app.store().words(),
        reports: found.iter().take(REPORTS_MAX).map(|row| (row, address(row))).collect(),
    };
    Ok(app.pages().keep_list(key, suggesting.list(), &headers))
}

/// What the query asks for.
pub(super) struct Asked {
    pub(super) wanted: Wanted,
    /// What was typed as the agency's name.
    agency_name: String,
    /// Agencies of that name when there is not exactly one.
    candidates: Vec<(String, String)>,
    /// A name that no agency has.
    unknown_agency: bool,
    before: Option<ReportId>,
}

/// A page of what was found.
struct Listed {
    found: Found,
    /// The rows of this page.
    from: usize,
    more: bool,
    progress: Option<Progress>,
}

impl Listed {
    fn rows(&self) -> impl Iterator<Item = &Summary> {
        self.found.rows.iter().skip(self.from).take(PAGE)
    }
}

impl Asked {
    pub(super) async fn read(
        app: &App,
        query: &Fields,
        reference: &Reference,
    ) -> Result<Self, Failure> {
        let today = Reference::today(app.store().now());
        let mut wanted = Wanted::read(query, PUBLIC, reference);
        wanted.narrow.stage = wanted.narrow.stage.filter(|stage| STAGES.contains(stage));
        wanted.narrow.light = None;
        let agency_name = query.line("instansi");
        let hits: Vec<&Agency> = match reference.directory.agency_by_slug(&agency_name) {
            Some(agency) => vec![agency],
            None if agency_name.is_empty() => Vec::new(),
            None => {
                let filter = AgencyFilter { text: agency_name.clone(), ..AgencyFilter::default() };
                agencies(&reference.directory, &filter, today, None, AGENCIES_MAX).agencies
            }
        };
        let name =
            |agency: &Agency| agency.name_on(today).map_or(String::new(), |n| n.name.to_string());
        let one = if let [only] = hits.as_slice() { Some(*only) } else { None };
        wanted.narrow.agency = one.map(|agency| agency.id);
        let before = match TrackingId::parse(query.get("sebelum")) {
            Ok(number) => by_tracking(app.store(), number).await?.map(|row| row.id),
            Err(_) => None,
        };
        Ok(Self {
            wanted,
            before,
            unknown_agency: !agency_name.is_empty() && hits.is_empty(),
            agency_name: one.map_or(agency_name, name),
            candidates: if one.is_some() {
                Vec::new()
            } else {
                hits.iter().map(|agency| (agency.slug.to_string(), name(agency))).collect()
            },
        })
    }

    /// Nothing can be listed before the agency is clear.
    pub(super) fn is_unclear(&self) -> bool {
        self.unknown_agency || !self.candidates.is_empty()
    }

    async fn list(&self, app: &App) -> Result<Listed, Failure> {
        let store = app.store();
        if self.is_unclear() || self.wanted.is_idle() {
            let found = Found { rows: Vec::new(), bounded: false, instead: None };
            return Ok(Listed { found, from: 0, more: false, progress: None });
        }
        if self.wanted.is_empty() {
            let mut rows = public_list(store, Narrow::default(), self.before).await?;
            let more = rows.len() > PAGE;
            rows.truncate(PAGE);
            let found = Found { rows, bounded: false, instead: None };
            return Ok(Listed { found, from: 0, more, progress: None });
        }
        let mut ask = self.wanted.ask(Scope::public());
        if self.before.is_some() {
            (ask.before, ask.order) = (self.before, Order::Newest);
        }
        let found = find(store, ask).await?;
        let from = if self.before.is_some() { 0 } else { self.wanted.page * PAGE };
        let more = found.rows.len() > from + PAGE;
        Ok(Listed { more, from, progress: rebuild::progress(store).await?, found })
    }
}

fn page(
    app: &App,
    reader: &Reader,
    query: &Fields,
    asked: &Asked,
    listed: &Listed,
    support: &Support,
) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let wanted = &asked.wanted;
    let around = Around {
        reader,
        place: PUBLIC,
        wanted,
        reference: &reference,
        today: Reference::today(app.store().now()),
        to: ui::Reader::Public,
    };
    let category = wanted.narrow.category.as_ref();
    let title = match category.and_then(|code| reference.categories.get(code)) {
        Some(category) => {
            let name = Value::from(label::category(w, category));
            w.ta("list-title-about", &[("what", name)])
        }
        None if wanted.narrow.agency.is_some() => {
            w.ta("list-title-about", &[("what", Value::from(asked.agency_name.as_str()))])
        }
        None => w.t("list-title"),
    };
    let rows: Vec<Summary> = listed.rows().cloned().collect();
    let whole = wanted.is_empty();
    let body = html! {
        (heading(None, title.as_ref()))
        (filters(reader, asked, &reference))
        (around.progress(listed.progress))
        @if asked.unknown_agency {
            p role="status" { (w.ta("list-no-agency", &[("name", Value::from(asked.agency_name.as_str()))])) }
        } @else if !asked.candidates.is_empty() {
            h2 { (w.t("list-which-agency")) }
            ul.links {
                @for (slug, name) in &asked.candidates {
                    li { a href=(with_agency(reader, query, slug)) { (name) } }
                }
            }
        } @else {
            (around.chosen())
            @if asked.before.is_none() { (around.offers()) (around.instead(listed.found.instead.as_ref())) }
            @if rows.is_empty() {
                (empty(reader, asked))
            } @else if whole || asked.before.is_some() {
                (count_line(w.ta("list-count", &[("n", Value::from(rows.len()))]), w.t("list-order")))
            } @else {
                p.count-line role="status" { strong { (around.count(&listed.found)) } }
                (around.order())
                (around.facets(&listed.found))
            }
            @if !rows.is_empty() {
                (self::rows(app, reader, &rows, support, RowTitle::Second))
                (turn(reader, asked, listed, &rows, &reference))
            }
            @if !whole { (follow(reader, asked, &reference)) }
        }
    };
    let page = PublicPage::new(reader.view(), title).place(Place::Browse).wide();
    page.unlisted_if(!wanted.words.is_empty()).around(&body)
}

/// The way to the pages before and after: by the last report of this one, or by number where the
/// best match comes first.
fn turn(
    reader: &Reader,
    asked: &Asked,
    listed: &Listed,
    rows: &[Summary],
    reference: &Reference,
) -> Markup {
    let wanted = &asked.wanted;
    let to = |page: usize| Wanted { page, ..wanted.clone() }.href(reader, PUBLIC, reference);
    let behind = || {
        let last = rows.last()?;
        let first = Wanted { page: 0, newest: !wanted.words.is_empty(), ..wanted.clone() };
        let query = first.query(PUBLIC, reference);
        let and = if query.is_empty() { "" } else { "&" };
        Some(reader.href(&format!("/laporan?{query}{and}sebelum={}", last.tracking.compact())))
    };
    let by_page = asked.before.is_none() && wanted.order() == Order::Best;
    let older = match (by_page, listed.more) {
        (true, true) => Some(to(wanted.page + 1)),
        (false, true) => behind(),
        // Past the matches that were looked at, the older ones come in order of time.
        (false, false) if listed.found.bounded => behind(),
        _ => None,
    };
    let newer = match wanted.page.checked_sub(1) {
        Some(page) if by_page => Some(to(page)),
        _ => asked.before.map(|_| to(0)),
    };
    pages(reader.words, newer.map(Into::into), older.map(Into::into))
}

/// The same list with another agency.
fn with_agency(reader: &Reader, query: &Fields, slug: &str) -> String {
    let mut address = form_urlencoded::Serializer::new(String::new());
    let kept = query.clone().into_pairs().filter(|(name, value)| {
        !["instansi", "sebelum", "halaman"].contains(&name.as_str()) && !value.is_empty()
    });
    address.extend_pairs(kept);
    address.append_pair("instansi", slug);
    reader.href(&format!("/laporan?{}", address.finish()))
}

/// How to hear of what this search will find later.
fn follow(reader: &Reader, asked: &Asked, reference: &Reference) -> Markup {
    let w = reader.words;
    let query = Wanted { page: 0, ..asked.wanted.clone() }.query(PUBLIC, reference);
    html! {
        p.follow {
            a href=(reader.href(&format!("/laporan.atom?{query}"))) type="application/atom+xml" rel="alternate" {
                (icon(Icon::Inbox)) " " (w.t("search-follow"))
            }
            " " span.hint { (w.t("search-follow-help")) }
        }
    }
}

fn empty(reader: &Reader, asked: &Asked) -> Markup {
    let w = reader.words;
    let narrowed = !asked.wanted.is_empty() || asked.wanted.is_idle();
    empty_state(
        Icon::Inbox,
        w.t("list-empty"),
        &html! {
            p { (w.t(if asked.wanted.is_idle() { "search-idle" } else if narrowed { "list-empty-narrowed" } else { "list-empty-text" })) }
            @if narrowed { p { a href=(reader.href("/laporan")) { (w.t("list-all")) } } }
            @else { p { a href=(reader.href("/lapor")) { (w.t("home-write")) } } }
        },
    )
}

fn filters(reader: &Reader, asked: &Asked, reference: &Reference) -> Markup {
    let w = reader.words;
    let filter = &asked.wanted.narrow;
    let any = || Choice::new("", w.t("list-any"));
    let province = filter.region.map(RegionCode::province);
    let regency = filter.region.and_then(|region| region.at(RegionLevel::Regency));
    let below = |parent| {
        let regions = reference.regions.below(parent);
        std::iter::once(any())
            .chain(regions.map(|r| Choice::new(r.code.to_string(), r.name.to_string())))
            .collect::<Vec<_>>()
    };
    let parent = filter.category.as_ref();
    let affairs: Vec<Choice<'_>> = std::iter::once(any())
        .chain(
            reference
                .categories
                .below(None)
                .map(|c| Choice::new(c.code.as_str(), label::category(w, c))),
        )
        .chain(
            parent
                .filter(|code| code.depth() > 1)
                .map(|code| Choice::new(code.as_str(), label::category_path(w, reference, code))),
        )
        .collect();
    let stages = std::iter::once(any())
        .chain(STAGES.map(|stage| Choice::new(stage.word(), stage_word(reader, stage))))
        .collect();
    let kinds = std::iter::once(any())
        .chain(
            ReportKind::ALL
                .iter()
                .map(|kind| Choice::new(kind.word(), label::report_kind(w, *kind))),
        )
        .collect();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let chosen = |code: Option<RegionCode>| code.map(|code| code.to_string()).unwrap_or_default();
    let narrow = html! {
        div.filter-grid {
            (Field::select(w, "provinsi", label::region_level(w, RegionLevel::Province), below(None))
                .value(chosen(province)).unforced())
            @if let Some(province) = province {
                (Field::select(w, "kabupaten", label::region_level(w, RegionLevel::Regency), below(Some(province)))
                    .value(chosen(regency)).unforced())
            }
            (Field::text(w, "instansi", w.t("shown-agency")).value(asked.agency_name.as_str()).unforced())
            (Field::select(w, "kategori", w.t("shown-category"), affairs)
                .value(parent.map_or("", CategoryCode::as_str)).unforced())
            (Field::select(w, "keadaan", w.t("list-stage"), stages)
                .value(filter.stage.map_or("", StageName::word)).unforced())
            (Field::select(w, "jenis", w.t("shown-kind"), kinds)
                .value(filter.kind.map_or("", ReportKind::word)).unforced())
            (Field::day(w, "dari", w.t("search-from")).value(day(filter.from)).unforced())
            (Field::day(w, "sampai", w.t("search-to")).value(day(filter.to)).unforced())
        }
    };
    let form = Form::get(reader.href("/laporan"))
        .button(Button::secondary(w.t("list-search-go")).icon(Icon::Search));
    form.around(&html! {
        div.finder data-suggest=(reader.href("/laporan/saran")) {
            (Field::search(w, "kata", w.t("list-search")).hint(w.t("list-search-hint"))
                .value(asked.wanted.typed.as_str()).unforced())
        }
        @if asked.wanted.newest { input type="hidden" name="urut" value="baru"; }
        // What is chosen stands above the results; only a name that is not clear asks for the field.
        @if asked.is_unclear() { (narrow) } @else { (reveal(w.t("list-narrow"), &narrow)) }
    })
}

fn stage_word(reader: &Reader, stage: StageName) -> label::Label {
    let w = reader.words;
    match stage {
        StageName::AtUnit => w.t("list-stage-unit"),
        stage => w.t(PublicStage::from(stage).key(ui::Reader::Public)),
    }
}

/// How many support each report.
pub(super) type Support = HashMap<ReportId, u64>;

/// The rank of the headings of rows: one below the heading that stands above the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowTitle {
    /// Under the title of the page.
    Second,
    /// Under the heading of a section.
    Third,
}

/// Reports one under another: title, where it stands, who has it, where, since when.
pub(super) fn rows(
    app: &App,
    reader: &Reader,
    found: &[Summary],
    support: &Support,
    title: RowTitle,
) -> Markup {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let today = Reference::today(now);
    html! {
        ol.reports {
            @for row in found {
                @let link = html! { a href=(reader.href(&format!("/laporan/{}", row.tracking.compact()))) { (covered(&row.title, &row.redactions)) } };
                li {
                    @match title {
                        RowTitle::Second => h2 { (link) },
                        RowTitle::Third => h3 { (link) },
                    }
                    p.report-line {
                        (stage_badge(w, PublicStage::from(row.stage), ui::Reader::Public))
                        @if row.light(now) == Some(Light::Red) && row.stage.is_open() { " " (light(w, ui::Light::Late)) }
                    }
                    p.hint {
                        @if let Some(agency) = row.lead { (label::agency(w, &reference, agency, today)) " · " }
                        @if let Some(region) = row.region.map(|r| r.at(RegionLevel::Regency).unwrap_or(r)) {
                            (label::region(&reference, region)) " · "
                        }
                        (ui::when(row.received_at, format::plain_date(w.lang(), domain::Zone::Wib.date(row.received_at))))
                        @if let Some(n) = alike::supporters(w, support.get(&row.id).copied().unwrap_or(0)) { " · " (n) }
                    }
                }
            }
        }
    }
}
