//! Where officers send what, where they differ from the routing table.
//!
//! The table of law comes first. When officers have lately sent a category of a place elsewhere,
//! several times in a row, their office is suggested instead.

use crate::bytes::{Reader, Writer};
use domain::category::CategoryCode;
use domain::region::{RegionCode, RegionLevel};
use domain::{AgencyId, UnitId};
use std::collections::BTreeMap;

/// Decisions remembered of a category and place.
const LAST: usize = 5;
/// Of these, how many must agree.
const AGREE: usize = 3;
/// Categories and places remembered, 6 MB; when there are more, those heard of longest ago are
/// forgotten, a tenth at once.
const PLACES_MAX: usize = 30_000;

/// A category at a place, and the last offices it went to.
#[derive(Debug, Clone, Default, PartialEq)]
struct Last {
    heard: u64,
    agencies: Vec<i64>,
    units: Vec<(i64, i64)>,
}

/// What officers did, by category and regency.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Offices {
    places: BTreeMap<(String, i64), Last>,
    heard: u64,
}

impl Offices {
    /// An officer sent a report of this category and place to this agency.
    pub(crate) fn sent(
        &mut self,
        code: &CategoryCode,
        region: Option<RegionCode>,
        agency: AgencyId,
    ) {
        remember(&mut self.place(code, region).agencies, agency.0);
    }

    /// An officer of the agency gave it to this unit.
    pub(crate) fn assigned(
        &mut self,
        code: &CategoryCode,
        region: Option<RegionCode>,
        agency: AgencyId,
        unit: UnitId,
    ) {
        remember(&mut self.place(code, region).units, (agency.0, unit.0));
    }

    /// The agency most of the last decisions agree on.
    pub(crate) fn agency(
        &self,
        code: &CategoryCode,
        region: Option<RegionCode>,
    ) -> Option<AgencyId> {
        agreed(&self.places.get(&key(code, region))?.agencies).map(AgencyId)
    }

    /// The unit most of the last decisions agree on, when it is one of this agency.
    pub(crate) fn unit(
        &self,
        code: &CategoryCode,
        region: Option<RegionCode>,
        agency: AgencyId,
    ) -> Option<UnitId> {
        let (of, unit) = agreed(&self.places.get(&key(code, region))?.units)?;
        (of == agency.0).then_some(UnitId(unit))
    }

    fn place(&mut self, code: &CategoryCode, region: Option<RegionCode>) -> &mut Last {
        self.heard += 1;
        let heard = self.heard;
        let key = key(code, region);
        if self.places.len() >= PLACES_MAX && !self.places.contains_key(&key) {
            let mut heard: Vec<u64> = self.places.values().map(|last| last.heard).collect();
            let (_, until, _) = heard.select_nth_unstable(PLACES_MAX / 10);
            self.places.retain(|_, last| last.heard > *until);
        }
        let last = self.places.entry(key).or_default();
        last.heard = heard;
        last
    }

    pub(crate) fn write(&self, to: &mut Writer<'_>) {
        to.long(self.heard);
        let places: Vec<_> = self.places.iter().collect();
        to.list(&places, |to, ((code, region), last)| {
            to.word(code);
            to.long(region.cast_unsigned());
            to.long(last.heard);
            to.list(&last.agencies, |to, agency| to.long(agency.cast_unsigned()));
            to.list(&last.units, |to, (agency, unit)| {
                to.long(agency.cast_unsigned());
                to.long(unit.cast_unsigned());
            });
        });
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let number = |from: &mut Reader<'_>| from.long().map(u64::cast_signed);
        let heard = from.long()?;
        let places = from.list(|from| {
            let key = (from.word()?.to_owned(), number(from)?);
            let heard = from.long()?;
            let agencies = from.list(number)?;
            let units = from.list(|from| Some((number(from)?, number(from)?)))?;
            Some((key, Last { heard, agencies, units }))
        })?;
        Some(Self { places: places.into_iter().collect(), heard })
    }
}

fn key(code: &CategoryCode, region: Option<RegionCode>) -> (String, i64) {
    let place = region.map(|region| region.at(RegionLevel::Regency).unwrap_or(region));
    (code.as_str().to_owned(), place.map_or(0, RegionCode::number))
}

fn remember<T>(list: &mut Vec<T>, one: T) {
    if list.len() >= LAST {
        list.remove(0);
    }
    list.push(one);
}

fn agreed<T: Copy + PartialEq>(list: &[T]) -> Option<T> {
    list.iter().copied().find(|one| list.iter().filter(|other| *other == one).count() >= AGREE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn officers_who_agree_are_followed_until_they_change_their_mind() {
        let code = CategoryCode::parse("public_works.roads.potholes").unwrap();
        let here = RegionCode::parse("3273021001");
        let there = RegionCode::parse("3174");
        let mut offices = Offices::default();
        offices.sent(&code, here, AgencyId(7));
        offices.sent(&code, here, AgencyId(7));
        assert_eq!(offices.agency(&code, here), None);
        offices.sent(&code, here, AgencyId(7));
        assert_eq!(offices.agency(&code, here), Some(AgencyId(7)));
        assert_eq!(offices.agency(&code, RegionCode::parse("3273")), Some(AgencyId(7)));
        assert_eq!(offices.agency(&code, there), None);
        (0..3).for_each(|_| offices.sent(&code, here, AgencyId(9)));
        assert_eq!(offices.agency(&code, here), Some(AgencyId(9)));
        (0..3).for_each(|_| offices.assigned(&code, here, AgencyId(9), UnitId(91)));
        assert_eq!(offices.unit(&code, here, AgencyId(9)), Some(UnitId(91)));
        assert_eq!(offices.unit(&code, here, AgencyId(7)), None);
        let mut bytes = Vec::new();
        let mut to = Writer::new(&mut bytes);
        offices.write(&mut to);
        to.end().unwrap();
        assert_eq!(Offices::read(&mut Reader::of(&bytes).unwrap()), Some(offices));
    }
}
