//! What stands around the reports that were found: how many, what was looked for instead, what was
//! named, and how to narrow it further.

use super::{Place, Wanted};
use crate::i18n::{Value, Words};
use crate::label;
use crate::reader::Reader;
use crate::ui::{self, Icon, PublicStage, icon, reveal};
use domain::category::CategoryCode;
use domain::deadline::Light;
use domain::kind::{Channel, ReportKind};
use domain::region::{RegionCode, RegionLevel};
use domain::report::StageName;
use domain::{AgencyId, Reference};
use jiff::civil::Date;
use maud::{Markup, html};
use std::borrow::Cow;
use store::search::named::{Named, named};
use store::search::rebuild::Progress;
use store::search::{Facets, Found, Narrow, Query};

/// Values of one group that are shown.
const SHOWN_MAX: usize = 6;

/// A page of a search.
pub(crate) struct Around<'a> {
    pub(crate) reader: &'a Reader,
    pub(crate) place: Place,
    pub(crate) wanted: &'a Wanted,
    pub(crate) reference: &'a Reference,
    pub(crate) today: Date,
    /// Whose words stages are told in.
    pub(crate) to: ui::Reader,
}

impl Around<'_> {
    fn w(&self) -> Words {
        self.reader.words
    }

    fn href(&self, wanted: &Wanted) -> String {
        wanted.href(self.reader, self.place, self.reference)
    }

    /// What was looked for instead, and the way to what was typed.
    pub(crate) fn instead(&self, instead: Option<&Query>) -> Markup {
        let w = self.w();
        let exactly = Wanted { exactly: true, page: 0, ..self.wanted.clone() };
        html! {
            @if let Some(instead) = instead {
                p.instead role="status" {
                    (w.t("search-instead")) " " strong { (instead) } ". "
                    a href=(self.href(&exactly)) {
                        (w.ta("search-exactly", &[("words", Value::from(self.wanted.typed.as_str()))]))
                    }
                }
            }
        }
    }

    /// Offices, places and subjects among the words, offered as filters.
    pub(crate) fn offers(&self) -> Markup {
        let w = self.w();
        let narrow = &self.wanted.narrow;
        let free = |named: &Named| match named {
            Named::Agency(_) => narrow.agency.is_none(),
            Named::Region(_) => narrow.region.is_none(),
            Named::Category(_) => narrow.category.is_none(),
        };
        let mut offers = named(self.reference, &self.wanted.words, self.today);
        offers.retain(|offer| free(&offer.named));
        html! {
            @if !offers.is_empty() {
                p.offers {
                    (w.t("search-named")) " "
                    @for offer in &offers {
                        a.chip href=(self.href(&self.wanted.with_words(&offer.rest).named(&offer.named))) {
                            (self.sentence(&offer.named)) "?"
                        } " "
                    }
                }
            }
        }
    }

    /// "di Kota Semarang", "untuk Kementerian Kesehatan", "tentang jalan".
    pub(crate) fn sentence(&self, of: &Named) -> Cow<'static, str> {
        let name = [("name", Value::from(self.name(of)))];
        self.w().ta(
            match of {
                Named::Agency(_) => "search-for-agency",
                Named::Region(_) => "search-in-region",
                Named::Category(_) => "search-about-category",
            },
            &name,
        )
    }

    pub(crate) fn name(&self, of: &Named) -> String {
        match of {
            Named::Agency(agency) => self.agency(*agency),
            Named::Region(region) => label::region(self.reference, *region),
            Named::Category(code) => label::category_path(self.w(), self.reference, code),
        }
    }

    fn agency(&self, agency: AgencyId) -> String {
        label::agency(self.w(), self.reference, agency, self.today)
    }

    fn stage(&self, stage: StageName) -> Cow<'static, str> {
        match stage {
            StageName::AtUnit => self.w().t("list-stage-unit"),
            stage => self.w().t(PublicStage::from(stage).key(self.to)),
        }
    }

    /// How many there are. Past the bound no number is claimed.
    pub(crate) fn count(&self, found: &Found) -> Cow<'static, str> {
        let n = [("n", Value::from(found.rows.len()))];
        self.w().ta(if found.bounded { "search-found-many" } else { "search-found" }, &n)
    }

    /// The order, and the way to the other one.
    pub(crate) fn order(&self) -> Markup {
        let w = self.w();
        let other = Wanted { newest: !self.wanted.newest, page: 0, ..self.wanted.clone() };
        html! {
            @if !self.wanted.words.is_empty() {
                p.order {
                    (w.t(if self.wanted.newest { "search-order-newest" } else { "search-order-best" })) " · "
                    a href=(self.href(&other)) {
                        (w.t(if self.wanted.newest { "search-to-best" } else { "search-to-newest" }))
                    }
                }
            }
        }
    }

    /// That the index is being filled.
    pub(crate) fn progress(&self, progress: Option<Progress>) -> Markup {
        let w = self.w();
        let percent = |at: Progress| at.done.saturating_mul(100) / at.total.max(1);
        html! {
            @if let Some(at) = progress.filter(|at| at.done < at.total) {
                p.hint role="status" {
                    (w.ta("search-rebuilding", &[("n", Value::from(percent(at).to_string()))]))
                }
            }
        }
    }

    /// The filters that are set, each with the way to be rid of it.
    pub(crate) fn chosen(&self) -> Markup {
        let w = self.w();
        let narrow = &self.wanted.narrow;
        let mut chips: Vec<(String, Wanted)> = Vec::new();
        if let Some(kind) = narrow.kind {
            let label = label::report_kind(w, kind).into_owned();
            chips.push((label, self.wanted.narrowed(|n| n.kind = None)));
        }
        if let Some(stage) = narrow.stage {
            let label = self.stage(stage).into_owned();
            chips.push((label, self.wanted.narrowed(|n| n.stage = None)));
        }
        if let Some(agency) = narrow.agency {
            chips.push((self.agency(agency), self.wanted.narrowed(|n| n.agency = None)));
        }
        if let Some(code) = &narrow.category {
            let label = label::category_path(w, self.reference, code);
            chips.push((label, self.wanted.narrowed(|n| n.category = None)));
        }
        if let Some(region) = narrow.region {
            let up = (region.level() > RegionLevel::Province).then(|| region.province());
            let label = label::region(self.reference, region);
            chips.push((label, self.wanted.narrowed(|n| n.region = up)));
        }
        if let Some(channel) = narrow.channel {
            let label = label::channel(w, channel).into_owned();
            chips.push((label, self.wanted.narrowed(|n| n.channel = None)));
        }
        if let Some(light) = narrow.light {
            chips.push((
                light_word(w, light).into_owned(),
                self.wanted.narrowed(|n| n.light = None),
            ));
        }
        for (day, key, without) in [
            (narrow.from, "search-since", self.wanted.narrowed(|n| n.from = None)),
            (narrow.to, "search-until", self.wanted.narrowed(|n| n.to = None)),
        ] {
            if let Some(day) = day {
                let day = crate::format::plain_date(w.lang(), day);
                chips.push((w.ta(key, &[("day", Value::from(day))]).into_owned(), without));
            }
        }
        html! {
            @if !chips.is_empty() {
                ul.chips aria-label=(w.t("search-chosen")) {
                    @for (label, without) in &chips {
                        li { a.chip href=(self.href(without)) {
                            span.sr { (w.t("search-remove")) " " } (label) " " (icon(Icon::X))
                        } }
                    }
                }
            }
        }
    }

    /// Counts by stage, agency, category, region and kind, each a link that narrows to it.
    pub(crate) fn facets(&self, found: &Found) -> Markup {
        let w = self.w();
        let mut groups = self.groups(&Facets::of(&found.rows, &self.wanted.narrow));
        // One value that all have narrows nothing.
        groups.retain(|group| group.values.len() > 1);
        let body = html! {
            @if found.bounded { p.hint { (w.t("search-counts-bounded")) } }
            div.facets {
                @for group in &groups {
                    section {
                        h3 { (group.title) }
                        ul { @for value in group.values.iter().take(SHOWN_MAX) {
                            li { a href=(value.href) { (value.label) } " " span.facet-count { "(" (value.n) ")" } }
                        } }
                    }
                }
            }
        };
        html! {
            @if !groups.is_empty() { div.narrowing { (reveal(w.t("search-narrow"), &body)) } }
        }
    }

    fn groups(&self, counts: &Facets) -> Vec<Group> {
        let (w, narrow, reference) = (self.w(), &self.wanted.narrow, self.reference);
        let mut groups = Vec::new();
        let mut add = |offered: bool, title: &'static str, values: Vec<Counted>| {
            if offered {
                groups.push(Group { title: w.t(title), values });
            }
        };
        let stages =
            self.values(&counts.stages, |s| self.stage(*s).into_owned(), |n, s| n.stage = Some(*s));
        add(narrow.stage.is_none(), "list-stage", stages);
        let agencies =
            self.values(&counts.agencies, |a| self.agency(*a), |n, a| n.agency = Some(*a));
        add(narrow.agency.is_none(), "shown-agency", agencies);
        let category = |code: &CategoryCode| {
            let category = reference.categories.get(code);
            category.map(|category| label::category(w, category).to_owned()).unwrap_or_default()
        };
        let categories =
            self.values(&counts.categories, category, |n, c| n.category = Some(c.clone()));
        let deeper = narrow.category.as_ref().is_none_or(|code| code.depth() < 3);
        add(deeper, "shown-category", categories);
        let region = |code: &RegionCode| {
            reference.regions.get(*code).map(|region| region.name.to_string()).unwrap_or_default()
        };
        let regions = self.values(&counts.regions, region, |n, r| n.region = Some(*r));
        let below = narrow.region.is_none_or(|region| region.level() == RegionLevel::Province);
        add(below, "shown-place", regions);
        let kind = |kind: &ReportKind| label::report_kind(w, *kind).into_owned();
        add(
            narrow.kind.is_none(),
            "shown-kind",
            self.values(&counts.kinds, kind, |n, k| n.kind = Some(*k)),
        );
        let channel = |channel: &Channel| label::channel(w, *channel).into_owned();
        let channels = self.values(&counts.channels, channel, |n, c| n.channel = Some(*c));
        add(narrow.channel.is_none() && self.place == super::DESK, "search-channel", channels);
        groups
    }

    /// What is counted, as links that set it.
    fn values<T>(
        &self,
        counts: &[(T, usize)],
        label: impl Fn(&T) -> String,
        set: impl Fn(&mut Narrow, &T),
    ) -> Vec<Counted> {
        let one = |(value, n): &(T, usize)| {
            let to = self.wanted.narrowed(|narrow| set(narrow, value));
            Counted { label: label(value), n: *n, href: self.href(&to) }
        };
        counts.iter().map(one).collect()
    }
}

/// Counts of one kind.
struct Group {
    title: Cow<'static, str>,
    values: Vec<Counted>,
}

struct Counted {
    label: String,
    n: usize,
    href: String,
}

pub(crate) fn light_word(w: Words, light: Light) -> Cow<'static, str> {
    match light {
        Light::Green => w.t("light-on-time"),
        Light::Yellow => w.t("light-near"),
        Light::Red => w.t("light-late"),
    }
}
