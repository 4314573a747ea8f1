//! The report as an officer reads it: what, where, when, by when and why, what stays secret.

use super::label;
use super::list::{OFFICER, light, zone};
use crate::app::App;
use crate::failure::Failure;
use crate::format::{self, Zone};
use crate::i18n::{Value, Words};
use crate::reader::Reader;
use crate::ui::{
    Attachment, Due, Fact as Line, Notice, PublicStage, attachment_list, due, heading, notice,
    stage_badge, summary_list, when,
};
use domain::deadline::Clock;
use domain::event::Fact;
use domain::report::StageName;
use domain::visibility::{Part, Sight, Viewer, may_see};
use domain::{Filing, Reference, Report};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use std::borrow::Cow;
use std::collections::BTreeSet;
use store::files;
use store::reports::Recorded;
use text::personal;

/// A report with its history, and how the officer stands to it.
pub(crate) struct Case {
    pub(crate) report: Report,
    pub(crate) events: Vec<Recorded>,
    pub(crate) viewer: Viewer,
    pub(crate) files: Vec<files::Attachment>,
}

impl Case {
    /// What was handed in.
    pub(crate) fn filing(&self) -> Option<&Filing> {
        self.events.iter().find_map(|recorded| match &recorded.event.fact {
            Fact::Filed { filing, .. } => Some(&**filing),
            _ => None,
        })
    }

    /// What of it the public reads: the report as handed in, and what offices wrote.
    pub(crate) fn public_texts(&self) -> impl Iterator<Item = &str> {
        let filed = self.filing().into_iter().flat_map(|filing| {
            [filing.body.as_str(), filing.wish.as_str(), filing.place.detail.as_str()]
        });
        let posts = self.events.iter().filter_map(|recorded| match &recorded.event.fact {
            Fact::ProgressPosted { text, .. }
            | Fact::AnswerPosted { text, .. }
            | Fact::Advised { text, .. } => Some(text.as_str()),
            _ => None,
        });
        std::iter::once(self.report.title.as_str()).chain(filed).chain(posts)
    }

    /// The passages in it that the public does not read, each once.
    pub(crate) fn covered(&self) -> BTreeSet<&str> {
        let of = |text| {
            let hidden = personal::hidden(text, &self.report.redactions).into_iter();
            hidden.map(move |(span, _)| span.of(text))
        };
        self.public_texts().flat_map(of).collect()
    }

    pub(crate) fn sees(&self, part: Part) -> Sight {
        may_see(self.viewer, part, self.report.privacy, self.report.restricted)
    }

    /// The zone its office counts in.
    pub(crate) fn zone(&self, reference: &Reference) -> Zone {
        zone(reference, self.report.lead)
    }
}

/// What officers call a stage.
pub(crate) fn stage_word<'a>(w: Words, stage: StageName) -> Cow<'a, str> {
    w.t(PublicStage::from(stage).key(OFFICER))
}

/// The middle pane.
pub(crate) fn pane(app: &App, reader: &Reader, case: &Case) -> Result<Markup, Failure> {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let report = &case.report;
    let filing =
        case.filing().ok_or_else(|| Failure::Fault("a report without a filing".to_owned()))?;
    let number =
        w.ta("desk-report-number", &[("number", Value::from(report.tracking.to_string()))]);
    Ok(html! {
        (heading(Some(number), report.title.as_str()))
        (privacy(w, report))
        (dues(reader, case, &reference, now))
        h2.sr { (w.t("desk-report-text")) }
        p.pane-body { (filing.body) }
        @if !filing.wish.is_empty() {
            h2 { (w.t("desk-report-wish")) }
            p.pane-body { (filing.wish) }
        }
        @if let Some((what, words)) = last_word(w, case) {
            h2 { (what) }
            p.pane-body { (words) }
        }
        @if !case.files.is_empty() && case.sees(Part::Files) == Sight::Full {
            h2 { (w.t("desk-report-files")) }
            (attachments(reader, case))
        }
        (facts(reader, case, filing, &reference))
    })
}

/// What the reporter said last after filing: an officer should not have to look for it.
fn last_word(w: Words, case: &Case) -> Option<(Cow<'static, str>, &str)> {
    case.events.iter().rev().find_map(|recorded| match &recorded.event.fact {
        fact @ (Fact::Contested { text, .. }
        | Fact::Completed { text, .. }
        | Fact::Appealed { text, .. }
        | Fact::MessageSent { from: None, text, .. }) => {
            Some((label::fact(w, fact), text.as_str()))
        }
        _ => None,
    })
}

/// What stays secret and from whom, in plain words.
fn privacy(w: Words, report: &Report) -> Markup {
    let told = [
        (report.restricted, "desk-secret-restricted", "desk-secret-restricted-help"),
        (report.privacy.confidential, "desk-secret-confidential", "desk-secret-confidential-help"),
        (report.privacy.anonymous, "desk-secret-anonymous", "desk-secret-anonymous-help"),
        (!report.accused.is_empty(), "desk-secret-accused", "desk-secret-accused-help"),
    ];
    let told: Vec<_> = told.into_iter().filter(|(is, ..)| *is).collect();
    html! {
        @if let [(_, title, help)] = told.as_slice() {
            (notice(w, Notice::Warning, w.t(title), &html! { p { (w.t(help)) } }))
        } @else if !told.is_empty() {
            (notice(w, Notice::Warning, w.t("desk-secret-several"), &html! {
                ul.secrets { @for (_, title, help) in &told { li { strong { (w.t(title)) ". " } (w.t(help)) } } }
            }))
        }
    }
}

fn dues(reader: &Reader, case: &Case, reference: &Reference, now: Timestamp) -> Markup {
    let report = &case.report;
    let shown =
        report.office_clock().into_iter().chain(report.settlement()).chain(report.reporter_clock());
    let mut clocks: Vec<&Clock> = Vec::new();
    for clock in shown {
        if clocks.iter().all(|known| known.kind != clock.kind) {
            clocks.push(clock);
        }
    }
    html! { @for clock in clocks { (one_due(reader, report, clock, reference, now)) } }
}

fn one_due(
    reader: &Reader,
    report: &Report,
    clock: &Clock,
    reference: &Reference,
    now: Timestamp,
) -> Markup {
    let w = reader.words;
    let date = clock.place.zone.date(clock.due);
    due(
        w,
        &Due {
            date,
            today: clock.place.zone.date(now),
            light: light(clock.light(now)),
            promise: label::deadline(w, clock.kind),
            reason: why(w, report, clock, reference).into(),
        },
    )
}

/// Rule, start, and the days that were not counted.
fn why(w: Words, report: &Report, clock: &Clock, reference: &Reference) -> String {
    use domain::calendar::LimitUnit as U;
    let limit = [("n", Value::from(clock.limit.amount))];
    let limit = match clock.limit.unit {
        U::WorkingDays => w.ta("desk-limit-working-days", &limit),
        U::CalendarDays => w.ta("desk-limit-calendar-days", &limit),
        U::WorkingHours => w.ta("desk-limit-working-hours", &limit),
    };
    let rules = reference.rules.get(report.rules).or_else(|| reference.rules.sets().first());
    let Some(rules) = rules else { return limit.into_owned() };
    let counted = clock.explain(&reference.calendar, rules);
    let days: Vec<String> = counted
        .holidays
        .iter()
        .filter_map(|day| reference.calendar.holiday(*day, clock.place))
        .map(|holiday| match w.lang() {
            crate::i18n::Lang::Id => holiday.name.0.to_string(),
            crate::i18n::Lang::En => holiday.name.1.to_string(),
        })
        .collect();
    let values = [
        ("limit", Value::from(limit.into_owned())),
        ("from", Value::from(format::long_date(w.lang(), counted.day_zero))),
        ("weekend", Value::from(counted.weekend_days)),
        ("holidays", Value::from(days.join(", "))),
        ("source", Value::from(rules.source.to_string())),
    ];
    let text = match (clock.limit.unit, days.is_empty()) {
        (U::CalendarDays, _) => w.ta("desk-why-calendar", &values),
        (_, true) => w.ta("desk-why", &values),
        (_, false) => w.ta("desk-why-holidays", &values),
    };
    text.into_owned()
}

fn attachments(reader: &Reader, case: &Case) -> Markup {
    let number = case.report.tracking.compact();
    let files: Vec<Attachment<'_>> = case
        .files
        .iter()
        .map(|file| {
            let href = reader.href(&format!("/berkas/{number}/{}", file.no));
            Attachment {
                name: file.name.as_str().into(),
                href: href.into(),
                size: file.bytes,
                thumbnail: None,
                description: None,
            }
        })
        .collect();
    attachment_list(reader.words, &files)
}

fn facts(reader: &Reader, case: &Case, filing: &Filing, reference: &Reference) -> Markup {
    let w = reader.words;
    let report = &case.report;
    let zone = case.zone(reference);
    let today: Date = zone.civil(report.milestones.received).date();
    let line = |term: &'static str, value: Markup| Line::new(w.t(term), value);
    let reporter = if report.reporter.reachable {
        "desk-reporter-reachable"
    } else {
        "desk-reporter-unreachable"
    };
    let mut lines = vec![
        line(
            "desk-fact-reporter",
            html! { (w.t(reporter)) @if report.reporter.proxy { " " (w.t("desk-reporter-proxy")) } },
        ),
        line("desk-fact-stage", stage_badge(w, PublicStage::from(report.stage.name()), OFFICER)),
        line("desk-fact-kind", html! { (label::kind(w, report.kind)) }),
        line("desk-fact-category", html! { (category(reader, report, reference)) }),
        line("desk-fact-urgency", html! { (label::urgency(w, report.urgency)) }),
        line("desk-fact-place", html! { (place(report, filing, reference)) }),
    ];
    if let Some(day) = filing.happened_on {
        lines.push(line("desk-fact-happened", html! { (format::long_date(w.lang(), day)) }));
    }
    let received = format::date_time(w.lang(), report.milestones.received, zone);
    lines.push(line(
        "desk-fact-received",
        html! {
            (when(report.milestones.received, received)) " · " (label::channel(w, report.channel))
        },
    ));
    if let Some(lead) = report.lead {
        lines.push(line(
            "desk-fact-lead",
            html! { (label::agency(&reference.directory, lead, today)) },
        ));
    }
    let offices = |offices: &[domain::Office]| {
        let names =
            offices.iter().map(|office| label::office(&reference.directory, *office, today));
        names.collect::<Vec<_>>().join("; ")
    };
    if !report.accused.is_empty() && case.sees(Part::Accused) == Sight::Full {
        lines.push(line("desk-fact-accused", html! { (offices(&report.accused)) }));
    }
    let tasks: Vec<domain::Office> = report.open_tasks().map(|task| task.office).collect();
    if !tasks.is_empty() {
        lines.push(line("desk-fact-tasks", html! { (offices(&tasks)) }));
    }
    if report.transfers > 0 {
        lines.push(line(
            "desk-fact-transfers",
            html! { (w.ta("desk-times", &[("n", Value::from(report.transfers))])) },
        ));
    }
    if !report.deficits.is_empty() {
        let named: Vec<_> =
            report.deficits.iter().map(|deficit| label::deficit(w, *deficit)).collect();
        lines.push(line("desk-fact-deficits", html! { (named.join(", ")) }));
    }
    let tags: Vec<&str> = report.tags.iter().map(|code| tag(reader, code, reference)).collect();
    if !tags.is_empty() {
        lines.push(line("desk-fact-tags", html! { (tags.join(", ")) }));
    }
    summary_list(w, &lines)
}

fn tag<'a>(reader: &Reader, code: &'a str, reference: &'a Reference) -> &'a str {
    reference.tag(code).map_or(code, |tag| match reader.lang() {
        crate::i18n::Lang::Id => &tag.name.0,
        crate::i18n::Lang::En => &tag.name.1,
    })
}

/// The leaf with what stands above it.
pub(crate) fn category(reader: &Reader, report: &Report, reference: &Reference) -> String {
    let Some(code) = &report.category else {
        return reader.words.t("desk-category-none").into_owned();
    };
    let up = std::iter::successors(Some(code.clone()), domain::category::CategoryCode::parent);
    let names = up.filter_map(|code| reference.categories.get(&code));
    names
        .map(|category| label::category_name(category, reader.lang()))
        .collect::<Vec<_>>()
        .join(" · ")
}

fn place(report: &Report, filing: &Filing, reference: &Reference) -> String {
    let region =
        report.region.map(|region| reference.regions.full_name(region)).unwrap_or_default();
    let parts = [filing.place.detail.as_str(), region.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
}
