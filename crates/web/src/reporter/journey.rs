//! What comes next on a report, as the last entries of its timeline.

use crate::app::App;
use crate::format::Zone;
use crate::i18n::Value;
use crate::label::{self, promise};
use crate::reader::Reader;
use crate::ui::Moment;
use domain::{Desk, Reference, Report};

/// Where the reporter's clock hangs, as far as the place is known.
pub(crate) fn zone(reference: &Reference, report: &Report) -> Zone {
    reference.zone(report.region).into()
}

/// Promises of offices and the reporter's own turn; empty once it is over.
pub(crate) fn to_come(app: &App, reader: &Reader, report: &Report) -> Vec<Moment<'static>> {
    let w = reader.words;
    let reference = app.store().reference();
    let Some(rules) = reference.rules.get(report.rules) else { return Vec::new() };
    let today = Reference::today(app.store().now());
    let desk = report.stage.desk().unwrap_or(Desk::National);
    let mut clocks: Vec<_> = report.office_clock().into_iter().chain(report.settlement()).collect();
    clocks.dedup_by_key(|clock| clock.kind);
    clocks.extend(report.reporter_clock());
    let mut moments: Vec<Moment<'static>> = clocks
        .iter()
        .map(|clock| Moment {
            at: None,
            when: {
                let day = promise::last_day(w, &reference, rules, clock);
                w.ta("next-by", &[("day", Value::from(day))])
            },
            who: if clock.kind.waits_for_reporter() {
                w.t("who-you")
            } else {
                label::desk(w, &reference, desk, today).into()
            },
            what: promise::what_next(w, clock.kind),
            detail: None,
        })
        .collect();
    if report.settlement().is_some() {
        moments.push(Moment {
            at: None,
            when: w.t("next-then"),
            who: w.t("who-you"),
            what: w.t("next-you-judge"),
            detail: None,
        });
    }
    moments
}
