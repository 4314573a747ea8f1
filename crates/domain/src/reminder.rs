//! When a running clock is told to whom: near its end, after it, and before a reporter's window
//! closes. Pure; the timekeeper asks again and again and tells each once.

use crate::calendar::Calendar;
use crate::deadline::{Clock, DeadlineKind};
use crate::id::TaskNo;
use crate::notice::{Notice, NoticeKey, Recipient};
use crate::reference::Reference;
use crate::report::Report;
use crate::role::Desk;
use jiff::Timestamp;
use jiff::civil::Time;

/// Working days before the end of a reporter's window on which the reporter is reminded.
pub const WINDOW_ENDING_DAYS: u8 = 2;

/// The local time from which a reporter is reminded: nobody's telephone rings at midnight.
const MORNING: Time = Time::constant(8, 0, 0, 0);

/// One reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// Told once this instant has passed.
    pub at: Timestamp,
    /// Which clock.
    pub deadline: DeadlineKind,
    /// When that clock is due.
    pub due: Timestamp,
    /// The supporting task whose clock it is.
    pub task: Option<TaskNo>,
    /// What is told to whom.
    pub notice: Notice,
}

/// All reminders of the clocks that run, past and future ones. What time has made pointless is
/// left out: that a limit is near when it has passed, that a window ends when it has ended.
#[must_use]
pub fn reminders(report: &Report, reference: &Reference, now: Timestamp) -> Vec<Reminder> {
    let mut found = Vec::new();
    for clock in &report.clocks {
        match clock.kind {
            // The escalation itself is told.
            DeadlineKind::OmbudsmanEscalation => {}
            _ if !report.stage.name().is_open() => {}
            kind if kind.waits_for_reporter() => {
                found.extend(window_ending(clock, &reference.calendar, now));
            }
            _ => office(report, reference, clock, now, &mut found),
        }
    }
    for task in report.open_tasks() {
        let desk = Recipient::Desk(task.office.desk());
        let waits_for_it = report.stage.desk().map(Recipient::Desk).filter(|other| *other != desk);
        let told = [Some(desk), waits_for_it];
        for to in told.into_iter().flatten() {
            found.extend(light(&task.clock, Some(task.no), to, now));
        }
    }
    found
}

/// The desk hears that a limit is near and that it has passed; of the latter also its agency's
/// desk and the agency's hubs, unless only the inspectorate may know of the report.
fn office(
    report: &Report,
    reference: &Reference,
    clock: &Clock,
    now: Timestamp,
    found: &mut Vec<Reminder>,
) {
    let Some(desk) = report.stage.desk() else { return };
    found.extend(light(clock, None, Recipient::Desk(desk), now));
    let Some(agency) = desk.agency().filter(|_| !report.restricted && now > clock.due) else {
        return;
    };
    let above = desk.unit().map(|_| Recipient::Desk(Desk::Agency(agency)));
    let hubs = reference.directory.hubs_of(agency, Reference::today(now));
    let mut hubs: Vec<_> = hubs.map(|hub| hub.id).collect();
    hubs.sort_unstable();
    let hubs = hubs.into_iter().map(Recipient::Hub);
    found.extend(above.into_iter().chain(hubs).map(|to| overdue(clock, None, to)));
}

/// Yellow, then red.
fn light(clock: &Clock, task: Option<TaskNo>, to: Recipient, now: Timestamp) -> Vec<Reminder> {
    let late = overdue(clock, task, to);
    if now > clock.due {
        return vec![late];
    }
    let notice = Notice { to, key: NoticeKey::DueSoon };
    vec![Reminder { at: clock.warn_at, notice, ..late }, late]
}

fn overdue(clock: &Clock, task: Option<TaskNo>, to: Recipient) -> Reminder {
    let notice = Notice { to, key: NoticeKey::Overdue };
    Reminder { at: clock.due, deadline: clock.kind, due: clock.due, task, notice }
}

/// Nothing for a window that is itself no longer than the warning.
fn window_ending(clock: &Clock, calendar: &Calendar, now: Timestamp) -> Option<Reminder> {
    let mut day = clock.place.zone.date(clock.due);
    let mut left = WINDOW_ENDING_DAYS;
    while left > 0 {
        day = day.yesterday().ok()?;
        left -= u8::from(calendar.is_working_day(day, clock.place));
    }
    let at = clock.place.zone.instant(day.to_datetime(MORNING));
    let notice = Notice { to: Recipient::Reporter, key: NoticeKey::WindowEnding };
    let reminder = Reminder { at, deadline: clock.kind, due: clock.due, task: None, notice };
    (at > clock.from && now <= clock.due).then_some(reminder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Holiday, HolidayKind, Limit, Place, Zone};
    use crate::rules::Rules;
    use jiff::civil::{Date, date};

    fn calendar(days: &[Date]) -> Calendar {
        let holiday = |date: &Date| Holiday {
            date: *date,
            kind: HolidayKind::National,
            region: None,
            name: ("Libur".into(), "Holiday".into()),
        };
        Calendar::new(1, days.iter().map(holiday))
    }

    fn at(date: Date, hour: i8) -> Timestamp {
        Zone::Wit.instant(date.at(hour, 0, 0, 0))
    }

    /// A window of so many working days from Monday, 2 November 2026, in Papua.
    fn ending(days: u16, holidays: &[Date], now: Timestamp) -> Option<Timestamp> {
        let calendar = calendar(holidays);
        let place = Place { zone: Zone::Wit, province: None };
        let from = at(date(2026, 11, 2), 9);
        let limit = Limit::working_days(days);
        let rules = Rules::seed();
        let clock =
            Clock::start(DeadlineKind::ReporterWindow, from, limit, place, &calendar, &rules);
        window_ending(&clock, &calendar, now).map(|reminder| reminder.at)
    }

    #[test]
    fn a_window_is_told_two_working_days_before_its_end() {
        let now = at(date(2026, 11, 2), 9);
        // Ends on Monday the 16th.
        assert_eq!(ending(10, &[], now), Some(at(date(2026, 11, 12), 8)));
        // Friday is a holiday: the window ends on Tuesday, two working days before is Thursday.
        assert_eq!(ending(10, &[date(2026, 11, 13)], now), Some(at(date(2026, 11, 12), 8)));
        assert_eq!(ending(3, &[], now), Some(at(date(2026, 11, 3), 8)));
    }

    #[test]
    fn a_window_too_short_or_over_is_not_told() {
        assert_eq!(ending(2, &[], at(date(2026, 11, 2), 9)), None);
        assert_eq!(ending(10, &[], at(date(2026, 11, 17), 0)), None);
    }

    #[test]
    fn what_is_late_is_no_longer_near() {
        let calendar = calendar(&[]);
        let from = at(date(2026, 11, 2), 9);
        let limit = Limit::working_days(14);
        let (place, kind) = (Place::NATIONAL, DeadlineKind::SettleComplaint);
        let clock = Clock::start(kind, from, limit, place, &calendar, &Rules::seed());
        let keys = |now| {
            let told = light(&clock, None, Recipient::Desk(Desk::National), now);
            told.into_iter().map(|told| (told.notice.key, told.at)).collect::<Vec<_>>()
        };
        let late = (NoticeKey::Overdue, clock.due);
        assert_eq!(keys(clock.due), [(NoticeKey::DueSoon, clock.warn_at), late]);
        assert_eq!(keys(clock.due + jiff::SignedDuration::from_micros(1)), [late]);
    }
}
