//! Promised dates with their reasons: which day, and why this day and not another (B5).

use super::{in_language, limit};
use crate::format;
use crate::i18n::{Value, Words};
use crate::ui;
use domain::{Clock, DeadlineKind, Reference, Rules};
use jiff::Timestamp;
use maud::Markup;

/// The promise of a clock as a block: words, date, light, reason behind a summary.
#[must_use]
pub fn block(
    w: Words,
    reference: &Reference,
    rules: &Rules,
    clock: &Clock,
    now: Timestamp,
) -> Markup {
    let counted = clock.explain(&reference.calendar, rules);
    ui::due(
        w,
        &ui::Due {
            date: counted.last_day,
            today: clock.place.zone.date(now),
            light: clock.light(now).into(),
            promise: w.t(promise_key(clock.kind)),
            reason: reason(w, reference, rules, clock).into(),
        },
    )
}

/// The last day of a clock in words: "Jumat, 4 Desember 2026".
#[must_use]
pub fn last_day(w: Words, reference: &Reference, rules: &Rules, clock: &Clock) -> String {
    format::long_date(w.lang(), clock.explain(&reference.calendar, rules).last_day)
}

/// What is promised, before the date: "Dijawab paling lambat".
#[must_use]
pub fn promise(w: Words, kind: DeadlineKind) -> super::Label {
    w.t(promise_key(kind))
}

/// What has to be done by then, as the next entry of a timeline: "Memeriksa dan meneruskan".
#[must_use]
pub fn what_next(w: Words, kind: DeadlineKind) -> super::Label {
    use DeadlineKind as D;
    w.t(match kind {
        D::NationalVerification => "next-national-verification",
        D::AgencyVerification | D::CompletenessAnswer => "next-agency-verification",
        D::FirstResponse => "next-first-response",
        D::ForcedDecision => "next-forced-decision",
        D::Completion | D::StatutoryCompletion => "next-completion",
        D::ReporterWindow => "next-reporter-window",
        D::AppealWindow => "next-appeal-window",
        D::OmbudsmanEscalation => "next-ombudsman",
        D::SupportTask => "next-support-task",
        D::SettleInformation
        | D::SettleAspiration
        | D::SettleComplaint
        | D::SettleSupervisory
        | D::CategorySettlement
        | D::AgencySettlement
        | D::InformationExtension
        | D::StatutoryLimit
        | D::DecisionDelivery
        | D::FilingPeriod => "next-settlement",
    })
}

const fn promise_key(kind: DeadlineKind) -> &'static str {
    use DeadlineKind as D;
    match kind {
        D::NationalVerification => "promise-national-verification",
        D::AgencyVerification => "promise-agency-verification",
        D::FirstResponse => "promise-first-response",
        D::SettleInformation
        | D::SettleAspiration
        | D::SettleComplaint
        | D::SettleSupervisory
        | D::CategorySettlement
        | D::AgencySettlement
        | D::InformationExtension => "promise-settlement",
        D::Completion | D::StatutoryCompletion => "promise-completion",
        D::ReporterWindow => "promise-reporter-window",
        D::AppealWindow => "promise-appeal-window",
        D::OmbudsmanEscalation => "promise-ombudsman",
        D::StatutoryLimit => "promise-statutory-limit",
        D::CompletenessAnswer => "promise-completeness",
        D::DecisionDelivery => "promise-delivery",
        D::FilingPeriod => "promise-filing-period",
        D::ForcedDecision => "promise-forced-decision",
        D::SupportTask => "promise-support-task",
    }
}

/// How the date was found: limit and start, days passed over, where the limit comes from.
#[must_use]
pub fn reason(w: Words, reference: &Reference, rules: &Rules, clock: &Clock) -> String {
    let counted = clock.explain(&reference.calendar, rules);
    let lang = w.lang();
    let mut sentences = vec![w.ta(
        "due-counted",
        &[
            ("limit", Value::from(limit(w, clock.limit))),
            ("start", Value::from(format::long_date(lang, counted.day_zero))),
        ],
    )];
    if counted.moved {
        sentences.push(w.t("due-moved"));
    }
    if counted.weekend_days > 0 {
        sentences.push(w.ta("due-weekend", &[("n", Value::from(counted.weekend_days))]));
    }
    let named: Vec<String> = counted
        .holidays
        .iter()
        .map(|day| {
            let holiday = reference.calendar.holiday(*day, clock.place);
            let name = holiday.map_or("", |holiday| in_language(w, &holiday.name));
            format!("{name} ({})", format::plain_date(lang, *day))
        })
        .collect();
    if !named.is_empty() {
        sentences.push(w.ta("due-holidays", &[("holidays", Value::from(named.join(", ")))]));
    }
    sentences.push(match clock.kind {
        DeadlineKind::CategorySettlement => w.t("due-source-category"),
        DeadlineKind::AgencySettlement => w.t("due-source-agency"),
        _ => w.ta("due-source", &[("source", Value::from(rules.source.to_string()))]),
    });
    sentences.join(" ")
}
