//! Offices: officers who work through what comes, one thing after the other, while they are open.

use crate::draw::{Of, stream};
use domain::calendar::{Calendar, Place};
use domain::{Desk, OfficerId, Reference};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand::Rng;
use std::collections::HashMap;

/// Offices are open from eight to four.
const OPEN: Time = Time::constant(8, 0, 0, 0);
const DAY: u64 = 8 * 3_600;

/// Working time of one place: how long its offices have worked by an instant, and back.
#[derive(Debug)]
struct WorkTime {
    /// When each working day begins, in order.
    days: Vec<Timestamp>,
}

impl WorkTime {
    fn new(calendar: &Calendar, place: Place, from: Date, to: Date) -> Self {
        let working = from.series(1.day()).take_while(|day| *day <= to);
        let working = working.filter(|day| calendar.is_working_day(*day, place));
        Self { days: working.map(|day| place.zone.instant(day.to_datetime(OPEN))).collect() }
    }

    /// Seconds worked by then.
    fn worked(&self, at: Timestamp) -> u64 {
        let begun = self.days.partition_point(|open| *open <= at);
        let Some(today) = begun.checked_sub(1).and_then(|last| self.days.get(last)) else {
            return 0;
        };
        let today = at.duration_since(*today).as_secs().unsigned_abs().min(DAY);
        (begun as u64 - 1) * DAY + today
    }

    /// When so many seconds have been worked; the last day known for more.
    fn instant(&self, worked: u64) -> Timestamp {
        let day = usize::try_from(worked / DAY)
            .unwrap_or(usize::MAX)
            .min(self.days.len().saturating_sub(1));
        let open = self.days.get(day).copied().unwrap_or(Timestamp::MAX);
        open + SignedDuration::from_secs(i64::try_from(worked % DAY).unwrap_or(0))
    }
}

/// What a desk had to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Workload {
    /// Officers.
    pub officers: u64,
    /// Things done.
    pub done: u64,
    /// Seconds of work.
    pub busy: u64,
    /// Working seconds that things waited, all together.
    pub waited: u64,
    /// The longest of them.
    pub longest: u64,
}

#[derive(Debug)]
struct Staff {
    /// By when, in working seconds, each officer is done with what was given to them.
    free: Vec<u64>,
    place: usize,
    load: Workload,
}

/// Every desk.
pub(crate) struct Offices {
    seed: u64,
    from: Date,
    to: Date,
    places: Vec<(Place, WorkTime)>,
    desks: HashMap<Desk, Staff>,
    /// How many officers a desk has, where it is not one.
    officers: HashMap<Desk, u64>,
}

impl Offices {
    /// Between two days, with these many officers; desks that are not named have one.
    pub(crate) fn new(seed: u64, from: Date, to: Date, officers: HashMap<Desk, u64>) -> Self {
        Self { seed, from, to, places: Vec::new(), desks: HashMap::new(), officers }
    }

    /// So much working time after an instant.
    pub(crate) fn after(
        &mut self,
        reference: &Reference,
        desk: Desk,
        at: Timestamp,
        seconds: u64,
    ) -> Timestamp {
        let place = self.staff(reference, desk).place;
        self.places
            .get(place)
            .map_or(at, |(_, time)| time.instant(time.worked(at) + seconds).max(at))
    }

    /// Gives a desk something to do that takes so many seconds: when it is done, and by whom.
    pub(crate) fn take(
        &mut self,
        reference: &Reference,
        desk: Desk,
        at: Timestamp,
        seconds: u64,
    ) -> Timestamp {
        let place = self.staff(reference, desk).place;
        let Some((_, time)) = self.places.get(place) else { return at };
        let come = time.worked(at);
        let Some(staff) = self.desks.get_mut(&desk) else { return at };
        let first = staff.free.iter().enumerate().min_by_key(|(_, free)| **free);
        let (officer, free) = first.map_or((0, come), |(officer, free)| (officer, *free));
        let begins = free.max(come);
        let ends = begins + seconds;
        if let Some(free) = staff.free.get_mut(officer) {
            *free = ends;
        }
        let waited = begins - come;
        staff.load.done += 1;
        staff.load.busy += seconds;
        staff.load.waited += waited;
        staff.load.longest = staff.load.longest.max(waited);
        time.instant(ends).max(at)
    }

    fn staff(&mut self, reference: &Reference, desk: Desk) -> &Staff {
        let (seed, from, to) = (self.seed, self.from, self.to);
        let (places, officers) = (&mut self.places, &self.officers);
        self.desks.entry(desk).or_insert_with(|| {
            let place =
                desk.agency().map_or(Place::NATIONAL, |agency| reference.directory.place(agency));
            let known = places.iter().position(|(one, _)| *one == place);
            let place = known.unwrap_or_else(|| {
                places.push((place, WorkTime::new(&reference.calendar, place, from, to)));
                places.len() - 1
            });
            let count = officers.get(&desk).copied().unwrap_or(1).max(1);
            // Nobody begins with an empty desk at the same second.
            let mut rng = stream(seed, Of::Habit, desk_number(desk));
            let free = (0..count).map(|_| rng.random_range(0..3_600)).collect();
            Staff { free, place, load: Workload { officers: count, ..Workload::default() } }
        })
    }

    /// What every desk had to do, in no order.
    pub(crate) fn loads(&self) -> impl Iterator<Item = (Desk, Workload)> {
        self.desks.iter().map(|(desk, staff)| (*desk, staff.load))
    }
}

/// A number for each desk, apart from those of agencies.
fn desk_number(desk: Desk) -> u64 {
    let of = |number: i64, kind: u64| (kind << 48) | number.unsigned_abs();
    match desk {
        Desk::National => of(1, 1),
        Desk::Review => of(2, 1),
        Desk::Ombudsman => of(3, 1),
        Desk::Agency(agency) => of(agency.0, 2),
        Desk::Unit(_, unit) => of(unit.0, 3),
    }
}

/// The officer who sits at a desk. One each: who of several it was is nobody's business here.
pub(crate) fn officer(desk: Desk) -> OfficerId {
    OfficerId(match desk {
        Desk::National => 1,
        Desk::Review => 2,
        Desk::Ombudsman => 3,
        Desk::Agency(agency) => 1_000 + agency.0,
        Desk::Unit(_, unit) => 1_000_000 + unit.0,
    })
}
