//! What the public reads of a report: one shape, filled from a draft before sending and from the
//! report afterwards, rendered by one function, so that the preview cannot promise anything else.

use crate::format;
use crate::i18n::Words;
use crate::label;
use crate::label::events::paragraphs;
use crate::ui::{Fact, summary_list};
use domain::category::CategoryCode;
use domain::kind::ReportKind;
use domain::region::RegionCode;
use domain::visibility::{Part, Sight, Viewer, may_see};
use domain::{AgencyId, Filing, Reference, Report};
use jiff::civil::Date;
use maud::{Markup, html};
use std::borrow::Cow;
use text::personal::{self, covered};

/// The text of a report as it is shown.
pub(crate) struct Shown<'a> {
    pub(crate) body: Cow<'a, str>,
    pub(crate) wish: Cow<'a, str>,
    pub(crate) kind: ReportKind,
    pub(crate) category: Option<&'a CategoryCode>,
    pub(crate) region: Option<RegionCode>,
    pub(crate) place: Cow<'a, str>,
    pub(crate) happened_on: Option<Date>,
    pub(crate) agency: Option<AgencyId>,
}

impl<'a> Shown<'a> {
    /// The report as it is now: corrected title and category, text as handed in, personal data in
    /// it covered (B2).
    pub(crate) fn of(report: &'a Report, filing: &'a Filing) -> Self {
        Self {
            body: covered(&filing.body, &report.redactions),
            wish: covered(&filing.wish, &report.redactions),
            kind: report.kind,
            category: report.category.as_ref(),
            region: report.region,
            place: covered(&filing.place.detail, &report.redactions),
            happened_on: filing.happened_on,
            agency: report.lead,
        }
    }

    /// Pieces of personal data the public will not read.
    pub(crate) fn covers(filing: &Filing) -> usize {
        [&filing.title, &filing.body, &filing.wish, &filing.place.detail]
            .iter()
            .map(|text| personal::find(text).len())
            .sum()
    }

    /// The text and its facts.
    pub(crate) fn text(&self, w: Words, reference: &Reference, today: Date) -> Markup {
        let mut facts =
            vec![Fact::new(w.t("shown-kind"), html! { (label::report_kind(w, self.kind)) })];
        if let Some(code) = self.category {
            let path = label::category_path(w, reference, code);
            facts.push(Fact::new(w.t("shown-category"), html! { (path) }));
        }
        if self.region.is_some() || !self.place.is_empty() {
            facts.push(Fact::new(w.t("shown-place"), self.place(reference)));
        }
        if let Some(date) = self.happened_on {
            let date = format::plain_date(w.lang(), date);
            facts.push(Fact::new(w.t("shown-date"), html! { (date) }));
        }
        if let Some(agency) = self.agency {
            let name = label::agency(w, reference, agency, today);
            facts.push(Fact::new(w.t("shown-agency"), html! { (name) }));
        }
        facts.push(Fact::new(w.t("shown-reporter"), html! { (w.t("shown-reporter-hidden")) }));
        html! {
            div.shown {
                div.shown-text.flow { (paragraphs(&self.body)) }
                @if !self.wish.is_empty() {
                    h3 { (w.t("shown-wish")) }
                    div.flow { (paragraphs(&self.wish)) }
                }
                (summary_list(w, &facts))
            }
        }
    }

    fn place(&self, reference: &Reference) -> Markup {
        html! {
            @if let Some(region) = self.region { (label::region(reference, region)) }
            @if self.region.is_some() && !self.place.is_empty() { br; }
            (self.place)
        }
    }
}

/// Whether the public may read this report's content at all, once an officer has looked at it.
pub(crate) fn is_public(report: &Report) -> bool {
    let sees =
        |part| may_see(Viewer::Public, part, report.privacy, report.restricted) == Sight::Full;
    sees(Part::Stage) && sees(Part::Content)
}
