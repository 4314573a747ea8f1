//! Where officers send what, where they differ from the routing table.
//!
//! The table of law comes first. When officers have lately sent a category of a place elsewhere,
//! several times in a row, their office is suggested instead.

use crate::bytes::{Reader, Writer};
use crate::codes::Codes;
use domain::category::CategoryCode;
use domain::region::{RegionCode, RegionLevel};
use domain::{AgencyId, UnitId};
use std::collections::BTreeMap;

/// Decisions remembered of a category and place.
const LAST: usize = 5;
/// Of these, how many must agree.
const AGREE: usize = 3;
/// Categories and places remembered, 5 MB; when there are more, those heard of longest ago are
/// forgotten, a tenth at once.
const PLACES_MAX: usize = 30_000;

/// A category at a place, and the last offices it went to.
#[derive(Debug, Clone, Default, PartialEq)]
struct Last {
    heard: u64,
    agencies: Newest,
    units: Newest,
}

/// The newest numbers, oldest first, without a piece of memory of their own: there are thousands.
#[derive(Debug, Clone, Default, PartialEq)]
struct Newest {
    numbers: [i64; LAST],
    count: u8,
}

impl Newest {
    fn all(&self) -> &[i64] {
        self.numbers.get(..self.count.into()).unwrap_or_default()
    }

    fn remember(&mut self, number: i64) {
        if usize::from(self.count) >= LAST {
            self.numbers.rotate_left(1);
            self.count -= 1;
        }
        if let Some(free) = self.numbers.get_mut(usize::from(self.count)) {
            *free = number;
            self.count += 1;
        }
    }

    /// What most of them agree on.
    fn agreed(&self) -> Option<i64> {
        let list = self.all();
        list.iter().copied().find(|one| list.iter().filter(|other| *other == one).count() >= AGREE)
    }
}

/// What officers did, by category and regency.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Offices {
    codes: Codes,
    places: BTreeMap<(u16, i64), Last>,
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
        self.place(code, region).agencies.remember(agency.0);
    }

    /// An officer of its agency gave it to this unit.
    pub(crate) fn assigned(
        &mut self,
        code: &CategoryCode,
        region: Option<RegionCode>,
        unit: UnitId,
    ) {
        self.place(code, region).units.remember(unit.0);
    }

    /// The agency most of the last decisions agree on.
    pub(crate) fn agency(
        &self,
        code: &CategoryCode,
        region: Option<RegionCode>,
    ) -> Option<AgencyId> {
        self.known(code, region)?.agencies.agreed().map(AgencyId)
    }

    /// The unit most of the last decisions agree on, of whatever agency.
    pub(crate) fn unit(&self, code: &CategoryCode, region: Option<RegionCode>) -> Option<UnitId> {
        self.known(code, region)?.units.agreed().map(UnitId)
    }

    fn known(&self, code: &CategoryCode, region: Option<RegionCode>) -> Option<&Last> {
        self.places.get(&(self.codes.number(code)?, regency(region)))
    }

    fn place(&mut self, code: &CategoryCode, region: Option<RegionCode>) -> &mut Last {
        self.heard += 1;
        let heard = self.heard;
        let key = (self.codes.meet(code), regency(region));
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
        self.codes.write(to);
        let places: Vec<_> = self.places.iter().collect();
        to.list(&places, |to, ((code, region), last)| {
            to.half(*code);
            to.long(region.cast_unsigned());
            to.long(last.heard);
            for newest in [&last.agencies, &last.units] {
                to.list(newest.all(), |to, number| to.long(number.cast_unsigned()));
            }
        });
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let number = |from: &mut Reader<'_>| from.long().map(u64::cast_signed);
        let newest = |from: &mut Reader<'_>| {
            let mut newest = Newest::default();
            from.list(number)?.into_iter().for_each(|number| newest.remember(number));
            Some(newest)
        };
        let heard = from.long()?;
        let codes = Codes::read(from)?;
        let places = from.list(|from| {
            let key = (from.half()?, number(from)?);
            let heard = from.long()?;
            Some((key, Last { heard, agencies: newest(from)?, units: newest(from)? }))
        })?;
        Some(Self { codes, places: places.into_iter().collect(), heard })
    }
}

/// Places are told apart by regency; a province where no regency is known.
fn regency(region: Option<RegionCode>) -> i64 {
    let place = region.map(|region| region.at(RegionLevel::Regency).unwrap_or(region));
    place.map_or(0, RegionCode::number)
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
        (0..3).for_each(|_| offices.assigned(&code, here, UnitId(91)));
        assert_eq!(offices.unit(&code, here), Some(UnitId(91)));
        assert_eq!(offices.unit(&code, there), None);
        let mut bytes = Vec::new();
        let mut to = Writer::new(&mut bytes);
        offices.write(&mut to);
        to.end().unwrap();
        assert_eq!(Offices::read(&mut Reader::of(&bytes).unwrap()), Some(offices));
    }
}
