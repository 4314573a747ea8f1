//! Working days: weekends, national holidays, joint leave, regional holidays, three time zones.

use crate::region::RegionCode;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;

crate::worded! {
    /// The three legal times of Indonesia; there is no daylight saving.
    pub enum Zone {
        /// Waktu Indonesia Barat, UTC+7.
        Wib = "wib",
        /// Waktu Indonesia Tengah, UTC+8.
        Wita = "wita",
        /// Waktu Indonesia Timur, UTC+9.
        Wit = "wit",
    }
}

crate::worded! {
    /// What a limit is counted in.
    pub enum LimitUnit {
        /// Hari kerja.
        WorkingDays = "working_days",
        /// Hari kalender.
        CalendarDays = "calendar_days",
        /// Hours in which offices are open.
        WorkingHours = "working_hours",
    }
}

crate::worded! {
    /// Why a day is no working day.
    pub enum HolidayKind {
        /// Libur nasional.
        National = "national",
        /// Cuti bersama.
        JointLeave = "joint_leave",
        /// A province's own.
        Regional = "regional",
    }
}

impl Zone {
    /// Difference to UTC.
    #[must_use]
    pub fn offset(self) -> Offset {
        Offset::constant(match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        })
    }

    /// What a clock on the wall shows.
    #[must_use]
    pub fn local(self, at: Timestamp) -> DateTime {
        self.offset().to_datetime(at)
    }

    /// The date on the wall.
    #[must_use]
    pub fn date(self, at: Timestamp) -> Date {
        self.local(at).date()
    }

    /// The instant of a local date and time; clamped at the ends of representable time.
    #[must_use]
    pub fn instant(self, local: DateTime) -> Timestamp {
        local.to_zoned(TimeZone::fixed(self.offset())).map_or(Timestamp::MAX, |z| z.timestamp())
    }

    /// Last microsecond of a local date: a limit falls at the end of its day.
    #[must_use]
    pub fn end_of(self, date: Date) -> Timestamp {
        self.instant(date.to_datetime(Time::constant(23, 59, 59, 999_999_000)))
    }
}

/// How long something may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limit {
    /// How many.
    pub amount: u16,
    /// Of what.
    pub unit: LimitUnit,
}

impl Limit {
    /// So many working days.
    #[must_use]
    pub const fn working_days(amount: u16) -> Self {
        Self { amount, unit: LimitUnit::WorkingDays }
    }

    /// So many calendar days.
    #[must_use]
    pub const fn calendar_days(amount: u16) -> Self {
        Self { amount, unit: LimitUnit::CalendarDays }
    }

    /// The part of the limit that is used up at `permille` of it, rounded up, at least one.
    #[must_use]
    pub fn share(self, permille: u16) -> Self {
        let part = (u32::from(self.amount) * u32::from(permille)).div_ceil(1000).max(1);
        Self { amount: u16::try_from(part).unwrap_or(self.amount), ..self }
    }
}

/// A day off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// Which day.
    pub date: Date,
    /// Who decreed it.
    pub kind: HolidayKind,
    /// The province, for regional ones.
    pub region: Option<RegionCode>,
    /// What people call it, Indonesian and English.
    pub name: (Box<str>, Box<str>),
}

/// When offices are open, local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeHours {
    /// First minute.
    pub open: Time,
    /// A report received at this minute or later counts as received on the next working day.
    pub close: Time,
}

/// Where and how a limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The office's time zone.
    pub zone: Zone,
    /// The province whose own holidays count too.
    pub province: Option<RegionCode>,
}

impl Place {
    /// The national desk in Jakarta.
    pub const NATIONAL: Self = Self { zone: Zone::Wib, province: None };
}

/// A date with the whole way it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Day 0: the day the limit is counted from.
    pub day_zero: Date,
    /// True when receipt fell outside working time, so that day 0 is a later day.
    pub moved: bool,
    /// Last day.
    pub last_day: Date,
    /// The instant after which it is late.
    pub due: Timestamp,
    /// Saturdays and Sundays passed over.
    pub weekend_days: u16,
    /// Holidays on weekdays that were passed over.
    pub holidays: Vec<Date>,
}

/// All days off.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    revision: i64,
    days: BTreeMap<Date, Vec<Holiday>>,
}

impl Calendar {
    /// A calendar of these holidays; `revision` grows with every change.
    #[must_use]
    pub fn new(revision: i64, holidays: impl IntoIterator<Item = Holiday>) -> Self {
        let mut days: BTreeMap<Date, Vec<Holiday>> = BTreeMap::new();
        for holiday in holidays {
            days.entry(holiday.date).or_default().push(holiday);
        }
        Self { revision, days }
    }

    /// Number of the last change.
    #[must_use]
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// All holidays, by date.
    pub fn holidays(&self) -> impl Iterator<Item = &Holiday> {
        self.days.values().flatten()
    }

    /// The holiday that makes `date` a day off at `place`, weekends aside.
    #[must_use]
    pub fn holiday(&self, date: Date, place: Place) -> Option<&Holiday> {
        self.days.get(&date)?.iter().find(|h| h.region.is_none() || h.region == place.province)
    }

    /// True from Monday to Friday unless it is a holiday there.
    #[must_use]
    pub fn is_working_day(&self, date: Date, place: Place) -> bool {
        !is_weekend(date) && self.holiday(date, place).is_none()
    }

    /// The day from which a limit that starts at `from` is counted (day 0), and whether it moved.
    fn day_zero(&self, from: Timestamp, place: Place, hours: OfficeHours) -> (Date, bool) {
        let local = place.zone.local(from);
        let mut day = local.date();
        let too_late = local.time() >= hours.close;
        if self.is_working_day(day, place) && !too_late {
            return (day, false);
        }
        if too_late {
            day = next(day);
        }
        while !self.is_working_day(day, place) && day < Date::MAX {
            day = next(day);
        }
        (day, true)
    }

    /// Counts a limit. Day 0 is the day of receipt (or the next working day), the limit falls at
    /// the end of its last day; hours are counted inside office hours.
    #[must_use]
    pub fn count(
        &self,
        from: Timestamp,
        limit: Limit,
        place: Place,
        hours: OfficeHours,
    ) -> Counted {
        match limit.unit {
            LimitUnit::CalendarDays => {
                let day_zero = place.zone.date(from);
                let last_day =
                    day_zero.checked_add(i64::from(limit.amount).days()).unwrap_or(Date::MAX);
                Counted {
                    day_zero,
                    moved: false,
                    last_day,
                    due: place.zone.end_of(last_day),
                    weekend_days: 0,
                    holidays: Vec::new(),
                }
            }
            LimitUnit::WorkingDays => {
                let (day_zero, moved) = self.day_zero(from, place, hours);
                let mut counted = self.walk(day_zero, limit.amount, place);
                counted.moved = moved;
                counted
            }
            LimitUnit::WorkingHours => self.count_hours(from, limit.amount, place, hours),
        }
    }

    /// `days` working days after `day_zero`.
    fn walk(&self, day_zero: Date, days: u16, place: Place) -> Counted {
        let (mut day, mut left) = (day_zero, days);
        let (mut weekend_days, mut holidays) = (0, Vec::new());
        while left > 0 && day < Date::MAX {
            day = next(day);
            if is_weekend(day) {
                weekend_days += 1;
            } else if self.holiday(day, place).is_some() {
                holidays.push(day);
            } else {
                left -= 1;
            }
        }
        Counted {
            day_zero,
            moved: false,
            last_day: day,
            due: place.zone.end_of(day),
            weekend_days,
            holidays,
        }
    }

    fn count_hours(
        &self,
        from: Timestamp,
        amount: u16,
        place: Place,
        hours: OfficeHours,
    ) -> Counted {
        let (day_zero, moved) = self.day_zero(from, place, hours);
        let open = i64::from(minute_of(hours.open));
        let close = i64::from(minute_of(hours.close)).max(open + 1);
        let start = if moved {
            open
        } else {
            i64::from(minute_of(place.zone.local(from).time())).max(open)
        };
        let (mut minute, mut left) = (start, i64::from(amount) * 60);
        let mut counted = self.walk(day_zero, 0, place);
        while minute + left > close {
            left -= close - minute;
            minute = open;
            let step = self.walk(counted.last_day, 1, place);
            counted.weekend_days += step.weekend_days;
            counted.holidays.extend(step.holidays);
            counted.last_day = step.last_day;
        }
        let midnight = counted.last_day.to_datetime(Time::midnight());
        let end = midnight.checked_add((minute + left).minutes()).unwrap_or(midnight);
        Counted { moved, due: place.zone.instant(end), ..counted }
    }

    /// Working days after the day of `from` up to and including the day of `to`; 0 when not later.
    #[must_use]
    pub fn working_days_between(&self, from: Timestamp, to: Timestamp, place: Place) -> u32 {
        let (mut day, last) = (place.zone.date(from), place.zone.date(to));
        let mut count = 0;
        while day < last {
            day = next(day);
            count += u32::from(self.is_working_day(day, place));
        }
        count
    }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn minute_of(time: Time) -> i16 {
    i16::from(time.hour()) * 60 + i16::from(time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const HOURS: OfficeHours =
        OfficeHours { open: Time::constant(8, 0, 0, 0), close: Time::constant(16, 0, 0, 0) };

    fn day_off(date: Date, region: Option<&str>) -> Holiday {
        Holiday {
            date,
            kind: if region.is_some() { HolidayKind::Regional } else { HolidayKind::National },
            region: region.and_then(RegionCode::parse),
            name: ("Libur".into(), "Holiday".into()),
        }
    }

    fn at(zone: Zone, d: Date, h: i8, m: i8) -> Timestamp {
        zone.instant(d.at(h, m, 0, 0))
    }

    #[test]
    fn five_working_days_pass_over_weekend_and_holiday() {
        let calendar = Calendar::new(1, [day_off(date(2026, 12, 3), None)]);
        let from = at(Zone::Wib, date(2026, 11, 26), 10, 0);
        let counted = calendar.count(from, Limit::working_days(5), Place::NATIONAL, HOURS);
        assert_eq!(counted.last_day, date(2026, 12, 4));
        assert_eq!((counted.weekend_days, counted.holidays.len(), counted.moved), (2, 1, false));
        assert_eq!(
            counted.due,
            at(Zone::Wib, date(2026, 12, 4), 23, 59) + 59_999_999.microseconds()
        );
    }

    #[test]
    fn receipt_outside_working_time_counts_as_the_next_working_day() {
        let calendar = Calendar::default();
        let friday = date(2026, 11, 20);
        for (from, last) in [
            (at(Zone::Wib, friday, 15, 59), date(2026, 11, 25)),
            (at(Zone::Wib, friday, 16, 0), date(2026, 11, 26)),
            (at(Zone::Wib, date(2026, 11, 21), 9, 0), date(2026, 11, 26)),
            (at(Zone::Wib, date(2026, 11, 23), 0, 30), date(2026, 11, 26)),
        ] {
            assert_eq!(
                calendar.count(from, Limit::working_days(3), Place::NATIONAL, HOURS).last_day,
                last
            );
        }
    }

    #[test]
    fn the_same_instant_is_another_day_in_papua() {
        let calendar = Calendar::default();
        let papua = Place { zone: Zone::Wit, province: RegionCode::parse("91") };
        let from = at(Zone::Wib, date(2026, 11, 24), 15, 0);
        assert_eq!(
            calendar.count(from, Limit::working_days(1), Place::NATIONAL, HOURS).last_day,
            date(2026, 11, 25)
        );
        assert_eq!(
            calendar.count(from, Limit::working_days(1), papua, HOURS).last_day,
            date(2026, 11, 26)
        );
    }

    #[test]
    fn a_regional_holiday_counts_only_there() {
        let calendar = Calendar::new(1, [day_off(date(2026, 11, 25), Some("51"))]);
        let bali = Place { zone: Zone::Wita, province: RegionCode::parse("51") };
        let from = at(Zone::Wita, date(2026, 11, 24), 9, 0);
        assert_eq!(
            calendar.count(from, Limit::working_days(1), bali, HOURS).last_day,
            date(2026, 11, 26)
        );
        assert_eq!(
            calendar.count(from, Limit::working_days(1), Place::NATIONAL, HOURS).last_day,
            date(2026, 11, 25)
        );
    }

    #[test]
    fn three_working_hours_run_over_closing_time() {
        let limit = Limit { amount: 3, unit: LimitUnit::WorkingHours };
        let calendar = Calendar::default();
        let counted = calendar.count(
            at(Zone::Wib, date(2026, 11, 20), 14, 30),
            limit,
            Place::NATIONAL,
            HOURS,
        );
        assert_eq!(counted.due, at(Zone::Wib, date(2026, 11, 23), 9, 30));
        assert_eq!(counted.weekend_days, 2);
        let early =
            calendar.count(at(Zone::Wib, date(2026, 11, 20), 6, 0), limit, Place::NATIONAL, HOURS);
        assert_eq!(early.due, at(Zone::Wib, date(2026, 11, 20), 11, 0));
    }

    #[test]
    fn the_statutory_sixty_days_are_calendar_days() {
        let from = at(Zone::Wib, date(2026, 11, 20), 23, 0);
        let counted =
            Calendar::default().count(from, Limit::calendar_days(60), Place::NATIONAL, HOURS);
        assert_eq!(counted.last_day, date(2027, 1, 19));
    }

    proptest! {
        /// Against a model that lists every day instead of walking.
        #[test]
        fn agrees_with_a_table_of_days(start in 0i64..2500, n in 0u16..80, off in proptest::collection::btree_set(0i64..2700, 0..120), hour in 0i8..24) {
            let base = date(2019, 1, 1);
            let calendar = Calendar::new(1, off.iter().map(|d| day_off(base + d.days(), None)));
            let table: Vec<Date> = (0..2900).map(|d| base + d.days())
                .filter(|d| d.weekday().to_monday_one_offset() <= 5 && !off.contains(&i64::from((*d - base).get_days())))
                .collect();
            let received = base + start.days();
            let from = at(Zone::Wita, received, hour, 0);
            let place = Place { zone: Zone::Wita, province: None };
            let counts_from = if hour >= 16 { received.tomorrow().unwrap() } else { received };
            let zero = table.iter().position(|d| *d >= counts_from).unwrap();
            let counted = calendar.count(from, Limit::working_days(n), place, HOURS);
            prop_assert_eq!(counted.day_zero, table[zero]);
            prop_assert_eq!(counted.last_day, table[zero + usize::from(n)]);
            let passed = i64::from((counted.last_day - counted.day_zero).get_days());
            prop_assert_eq!(passed, i64::from(n) + i64::from(counted.weekend_days) + i64::try_from(counted.holidays.len()).unwrap());
        }

        /// A later start never ends earlier.
        #[test]
        fn due_dates_never_run_backwards(a in 0i64..200_000, b in 0i64..200_000, n in 1u16..60) {
            let origin = at(Zone::Wib, date(2026, 1, 1), 0, 0);
            let (first, second) = (a.min(b), a.max(b));
            let due = |minutes: i64| Calendar::default().count(origin + minutes.minutes(), Limit::working_days(n), Place::NATIONAL, HOURS).due;
            prop_assert!(due(first) <= due(second));
        }
    }
}
