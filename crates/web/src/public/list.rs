//! Public reports: newest first, narrowed by words, place, agency, category and stage.

use super::cache::Key;
use crate::alike;
use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::format;
use crate::i18n::Value;
use crate::label;
use crate::reader::Reader;
use crate::ui::{
    self, Button, Choice, Field, Form, Icon, Place, PublicPage, PublicStage, count_line,
    empty_state, heading, light, pages, reveal, stage_badge,
};
use axum::extract::State;
use axum::http::HeaderMap;
use domain::category::CategoryCode;
use domain::directory::Agency;
use domain::region::{RegionCode, RegionLevel};
use domain::report::StageName;
use domain::{Light, Reference, ReportId, TrackingId};
use maud::{Markup, html};
use std::collections::HashMap;
use store::reference::list::{AgencyFilter, agencies};
use store::reports::queries::{PAGE, PublicFilter, Summary, by_tracking, public_list};
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
    let mut found = if asked.is_unclear() {
        Vec::new()
    } else {
        public_list(app.store(), asked.filter.clone()).await?
    };
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let ids: Vec<ReportId> = found.iter().map(|row| row.id).collect();
    let support = supporters::counts(app.store(), &ids).await?;
    let page = page(&app, &reader, &query, &asked, (&found, &support), more);
    Ok(app.pages().keep_list(key, page, &headers))
}

/// What the query asks for.
struct Asked {
    filter: PublicFilter,
    /// What was typed as the agency's name.
    agency_name: String,
    /// Agencies of that name when there is not exactly one.
    candidates: Vec<(String, String)>,
    /// A name that no agency has.
    unknown_agency: bool,
    paged: bool,
}

impl Asked {
    async fn read(app: &App, query: &Fields, reference: &Reference) -> Answer<Self> {
        let today = Reference::today(app.store().now());
        let agency_name = query.line("instansi");
        let by_slug = reference.directory.agency_by_slug(&agency_name);
        let hits: Vec<&Agency> = match by_slug {
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
        let region = [query.get("kabupaten"), query.get("provinsi")]
            .into_iter()
            .filter_map(RegionCode::parse)
            .find(|code| reference.regions.get(*code).is_some());
        // A regency of another province than the one chosen gives way to the province.
        let province = RegionCode::parse(query.get("provinsi"));
        let region = region.map(|code| match province {
            Some(province) if !code.lies_in(province) => province,
            _ => code,
        });
        let before = match TrackingId::parse(query.get("sebelum")) {
            Ok(number) => by_tracking(app.store(), number).await?.map(|row| row.id),
            Err(_) => None,
        };
        let filter = PublicFilter {
            words: query.line("kata").chars().take(100).collect(),
            region,
            agency: one.map(|agency| agency.id),
            category: CategoryCode::parse(query.get("kategori"))
                .filter(|code| reference.categories.get(code).is_some()),
            stage: StageName::from_word(query.get("keadaan")).filter(|s| STAGES.contains(s)),
            before,
        };
        Ok(Self {
            paged: filter.before.is_some(),
            filter,
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
    fn is_unclear(&self) -> bool {
        self.unknown_agency || !self.candidates.is_empty()
    }

    fn is_narrowed(&self) -> bool {
        let filter = &self.filter;
        !filter.words.is_empty()
            || filter.region.is_some()
            || filter.agency.is_some()
            || filter.category.is_some()
            || filter.stage.is_some()
    }
}

fn page(
    app: &App,
    reader: &Reader,
    query: &Fields,
    asked: &Asked,
    (found, support): (&[Summary], &Support),
    more: bool,
) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let title = match asked.filter.category.as_ref().and_then(|code| reference.categories.get(code))
    {
        Some(category) => {
            let name = Value::from(label::category(w, category));
            w.ta("list-title-about", &[("what", name)])
        }
        None if asked.filter.agency.is_some() => {
            w.ta("list-title-about", &[("what", Value::from(asked.agency_name.as_str()))])
        }
        None => w.t("list-title"),
    };
    let older = more
        .then(|| {
            found.last().map(|row| link(reader, query, &[("sebelum", row.tracking.compact())]))
        })
        .flatten();
    let newest = asked.paged.then(|| link(reader, query, &[("sebelum", String::new())]));
    let shown = [("n", Value::from(found.len()))];
    let body = html! {
        (heading(None, title.as_ref()))
        (filters(reader, query, asked, &reference))
        @if asked.unknown_agency {
            p role="status" { (w.ta("list-no-agency", &[("name", Value::from(asked.agency_name.as_str()))])) }
        } @else if !asked.candidates.is_empty() {
            h2 { (w.t("list-which-agency")) }
            ul.links {
                @for (slug, name) in &asked.candidates {
                    li { a href=(link(reader, query, &[("instansi", slug.clone())])) { (name) } }
                }
            }
        } @else if found.is_empty() {
            (empty(reader, asked))
        } @else {
            (count_line(w.ta("list-count", &shown), w.t("list-order")))
            (rows(app, reader, found, support, RowTitle::Second))
            (pages(w, newest.map(Into::into), older.map(Into::into)))
        }
    };
    PublicPage::new(reader.view(), title).place(Place::Browse).wide().around(&body)
}

fn empty(reader: &Reader, asked: &Asked) -> Markup {
    let w = reader.words;
    empty_state(
        Icon::Inbox,
        w.t("list-empty"),
        &html! {
            p { (w.t(if asked.is_narrowed() { "list-empty-narrowed" } else { "list-empty-text" })) }
            @if asked.is_narrowed() { p { a href=(reader.href("/laporan")) { (w.t("list-all")) } } }
            @else { p { a href=(reader.href("/lapor")) { (w.t("home-write")) } } }
        },
    )
}

/// The same list with some values changed; an empty value leaves the field out.
fn link(reader: &Reader, query: &Fields, changes: &[(&str, String)]) -> String {
    let mut address = form_urlencoded::Serializer::new(String::new());
    for name in ["kata", "provinsi", "kabupaten", "instansi", "kategori", "keadaan", "sebelum"] {
        let new = changes.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone());
        let kept = || if name == "sebelum" { String::new() } else { query.line(name) };
        let value = new.unwrap_or_else(kept);
        if !value.is_empty() {
            address.append_pair(name, &value);
        }
    }
    let address = address.finish();
    reader.href(&if address.is_empty() {
        "/laporan".to_owned()
    } else {
        format!("/laporan?{address}")
    })
}

fn filters(reader: &Reader, query: &Fields, asked: &Asked, reference: &Reference) -> Markup {
    let w = reader.words;
    let filter = &asked.filter;
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
        }
    };
    let others = filter.region.is_some()
        || !asked.agency_name.is_empty()
        || filter.category.is_some()
        || filter.stage.is_some();
    let form = Form::get(reader.href("/laporan"))
        .button(Button::secondary(w.t("list-search-go")).icon(Icon::Search));
    form.around(&html! {
        (Field::search(w, "kata", w.t("list-search")).hint(w.t("list-search-hint"))
            .value(query.line("kata")).unforced())
        @if others { (narrow) } @else { (reveal(w.t("list-narrow"), &narrow)) }
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
                @let link = html! { a href=(reader.href(&format!("/laporan/{}", row.tracking.compact()))) { (covered(&row.title)) } };
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
