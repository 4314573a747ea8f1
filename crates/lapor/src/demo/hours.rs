//! When people act: offices in their hours, reporters by day, each agency at its own pace.

use super::journey::Act;
use domain::AgencyId;
use domain::calendar::{Calendar, Place, Zone};
use jiff::civil::{Time, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand::Rng;
use rand::rngs::StdRng;

/// How long a step takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Wait {
    /// So many hours in which the office is open.
    Office(f64, f64),
    /// So many hours of the reporter's.
    Reporter(f64, f64),
    /// Until the report has ended.
    Ended,
    /// Until the settlement limit has passed.
    Late,
}

/// How long before a step.
pub(crate) fn wait(act: Act) -> Wait {
    use Wait::{Ended, Late, Office, Reporter};
    match act {
        Act::Reveal | Act::OpenTask => Office(0.5, 5.0),
        Act::Note | Act::OfficeMessage | Act::DeclareConflict | Act::Supervise => Office(1.0, 9.0),
        Act::Forward | Act::ForwardWrong | Act::ForwardJointly | Act::Archive(_) => {
            Office(1.0, 14.0)
        }
        Act::Assign | Act::AssignWrong | Act::Reassign | Act::Decline | Act::Postpone => {
            Office(1.0, 12.0)
        }
        Act::TakeUp | Act::Merge | Act::Extend => Office(2.0, 14.0),
        Act::Progress => Office(5.0, 24.0),
        Act::Answer => Office(8.0, 44.0),
        Act::AnswerAgain | Act::FinishTasks | Act::ReleaseTask => Office(6.0, 28.0),
        Act::Close(_) | Act::RecordDispute | Act::Reopen(_) => Office(8.0, 26.0),
        Act::Advise | Act::ForwardByOmbudsman | Act::ForwardByHub => Office(6.0, 24.0),
        Act::Complete => Reporter(4.0, 90.0),
        Act::ReporterMessage => Reporter(2.0, 40.0),
        Act::Contest => Reporter(2.0, 70.0),
        Act::Accept => Reporter(1.0, 80.0),
        Act::Withdraw => Reporter(6.0, 60.0),
        Act::RateOnceClosed | Act::AppealOnceEnded => Ended,
        Act::Escalate => Late,
    }
}

/// Hours on the wall that a step usually takes at most, for planning.
pub(crate) fn usual_hours(act: Act, pace: f64) -> f64 {
    match wait(act) {
        // Eight of twenty-four hours, five of seven days.
        Wait::Office(_, most) => most * pace * 4.2,
        Wait::Reporter(_, most) => most,
        Wait::Ended | Wait::Late => 0.0,
    }
}

/// How slowly an agency works: 0.45 is quick, 2 is slow. The same for all its reports.
pub(crate) fn pace(agency: Option<AgencyId>) -> f64 {
    let number = agency.map_or(3, |agency| agency.0).rem_euclid(11);
    let paces = [0.45, 1.0, 0.6, 1.5, 0.8, 2.0, 0.5, 1.2, 0.9, 1.7, 0.7];
    usize::try_from(number).ok().and_then(|at| paces.get(at)).copied().unwrap_or(1.0)
}

/// The instant after so many hours in which offices of a place are open, from eight to four.
pub(crate) fn in_office(
    calendar: &Calendar,
    place: Place,
    after: Timestamp,
    hours: f64,
) -> Timestamp {
    let mut seconds = seconds(hours);
    let mut at = place.zone.local(after);
    for _ in 0..400 {
        let (open, close) = (at.date().at(8, 0, 0, 0), at.date().at(16, 0, 0, 0));
        if calendar.is_working_day(at.date(), place) && at < close {
            let from = at.max(open);
            let left = place.zone.instant(close).duration_since(place.zone.instant(from)).as_secs();
            if seconds < left {
                return place.zone.instant(from) + SignedDuration::from_secs(seconds);
            }
            seconds -= left;
        }
        let Ok(next) = at.date().checked_add(1.day()) else { break };
        at = next.to_datetime(Time::midnight());
    }
    place.zone.instant(at)
}

/// The instant after so many hours, moved into the day where it falls into the night.
pub(crate) fn by_day(zone: Zone, after: Timestamp, hours: f64) -> Timestamp {
    let at = after + SignedDuration::from_secs(seconds(hours));
    let local = zone.local(at);
    if (6..23).contains(&local.hour()) {
        return at;
    }
    at + SignedDuration::from_hours(if local.hour() < 6 { 7 } else { 9 })
}

/// When somebody files on a day so many days before `now`: mostly in the morning and in the
/// evening, less on Sundays.
pub(crate) fn filed(
    zone: Zone,
    now: Timestamp,
    days_ago: (u32, u32),
    rng: &mut StdRng,
) -> Timestamp {
    const HOURS: [u32; 24] =
        [2, 1, 1, 1, 2, 4, 7, 12, 18, 22, 20, 16, 12, 14, 15, 13, 11, 9, 10, 14, 16, 13, 8, 4];
    let (oldest, newest) = days_ago;
    for _ in 0..24 {
        let back = i64::from(rng.random_range(newest..=oldest.max(newest)));
        let day = zone.local(now - SignedDuration::from_hours(24 * back)).date();
        if day.weekday() == Weekday::Sunday && rng.random_bool(0.5) {
            continue;
        }
        let hours: Vec<(i8, u32)> = (0..24).zip(HOURS).collect();
        let hour =
            sim::draw::weighted(&hours, |(_, weight)| *weight, rng).map_or(9, |(hour, _)| *hour);
        let local = day.at(hour, rng.random_range(0..60), rng.random_range(0..60), 0);
        let at = zone.instant(local);
        let earliest = now - SignedDuration::from_hours(24 * i64::from(oldest) + 24);
        if at < now - SignedDuration::from_mins(20) && at > earliest {
            return at;
        }
    }
    now - SignedDuration::from_hours(24 * i64::from(newest)) - SignedDuration::from_mins(40)
}

fn seconds(hours: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "some thousand hours at most")]
    let whole = (hours * 3600.0).max(0.0).round() as i64;
    whole
}
