//! Rows into the snapshot that every decision reads.

use super::{day, list_of};
use crate::db::{Row, Tx};
use crate::{Error, Result, Store, params};
use domain::calendar::{Calendar, Holiday, HolidayKind, Limit, LimitUnit, OfficeHours, Zone};
use domain::category::{Categories, Category, CategoryCode};
use domain::directory::{Agency, AgencyName, Directory, Hub, Unit};
use domain::kind::Level;
use domain::reference::{Hidden, OmbudsmanOffice, Tag};
use domain::region::{RegionCode, Regions};
use domain::role::HubId;
use domain::routing::{Route, Routing};
use domain::rules::RuleBook;
use domain::{AgencyId, DeadlineKind, Reference, Rules, RulesId, UnitId};
use jiff::civil::{Date, Time};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

const REVISION: &str = "SELECT revision, calendar, sorting FROM reference_revision WHERE id = 1";
const REGION_COUNT: &str = "SELECT COUNT(*) FROM region";
const REGIONS: &str = "SELECT code, name, zone, latitude, longitude FROM region";
const AGENCIES: &str = "SELECT id, slug, kind, parent, region, zone, valid_from, valid_to, \
                        settlement_amount, settlement_unit FROM agency ORDER BY id";
const NAMES: &str = "SELECT agency, valid_from, valid_to, name, short_name FROM agency_name \
                     ORDER BY agency, valid_from";
const SUCCESSORS: &str =
    "SELECT agency, successor FROM agency_successor ORDER BY agency, successor";
const UNITS: &str = "SELECT id, agency, parent, code, kind, name, valid_to FROM unit";
const HUBS: &str = "SELECT id, code, kind, name_id, name_en, province, coordinator, valid_from, \
                    valid_to FROM hub";
const MEMBERS: &str = "SELECT hub, agency, valid_from, valid_to FROM hub_member \
                       ORDER BY hub, agency, valid_from";
/// Of several rows the last that has begun; `$1` is today.
const CATEGORIES: &str = "SELECT code, name_id, name_en, about_id, about_en, examples_id, \
     examples_en, keywords, kind, class, settlement_amount, settlement_unit, sensitive, levels, \
     catch_all, valid_to FROM category c WHERE valid_from = (SELECT MAX(valid_from) FROM category \
     WHERE code = c.code AND valid_from <= $1) ORDER BY position, catch_all, code";
const HIDDEN: &str = "SELECT agency, category FROM agency_category_hidden";
/// Of several rows the last that has begun, until its last day; `$1` is today.
const ROUTES: &str = "SELECT category, level, agency, unit FROM route r WHERE valid_from = ( \
     SELECT MAX(valid_from) FROM route WHERE category = r.category AND level = r.level \
     AND valid_from <= $1) AND (valid_to IS NULL OR valid_to >= $1)";
const TAGS: &str = "SELECT code, name_id, name_en, kind FROM tag ORDER BY code";
const OMBUDSMAN: &str = "SELECT province, code, name, city, own FROM ombudsman_office";
const RULES: &str = "SELECT id, source, valid_from, valid_to, office_open, office_close, \
                     yellow_permille, transfers_max, contests_before_close FROM rule_set";
const LIMITS: &str = "SELECT rules, deadline, amount, unit FROM rule_limit";
const HOLIDAYS: &str = "SELECT date, kind, region, name_id, name_en FROM holiday \
                        ORDER BY date, region, kind, name_id";

/// Reads everything as of now and puts it into the store.
pub async fn load(store: &Store) -> Result<()> {
    read(store, Regions::default()).await
}

/// Reads again when another node has changed something, or when a day has begun since. Costs
/// one row when there is nothing new. Returns whether there was.
pub async fn refresh_if_changed(store: &Store) -> Result<bool> {
    let present = store.reference();
    let revisions = store.db().select("reference-look", REVISION, params![], |row| row.get(0));
    let same = revisions.await?.first() == Some(&present.revision);
    if same && present.as_of == Some(Reference::today(store.now())) {
        return Ok(false);
    }
    read(store, present.regions.clone()).await?;
    Ok(true)
}

/// Regions never change one by one: those given are kept when their number is that of the rows.
pub(super) async fn read(store: &Store, regions: Regions) -> Result<()> {
    let today = Reference::today(store.now());
    let reference =
        store.db().read("reference-load", move |tx| snapshot(tx, today, &regions)).await?;
    store.set_reference(reference);
    Ok(())
}

pub(super) fn snapshot(tx: &mut Tx<'_>, today: Date, regions: &Regions) -> Result<Reference> {
    let (revision, calendar, sorting): (i64, i64, i64) =
        tx.one(REVISION, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let count: i64 = tx.one(REGION_COUNT, params![], |row| row.get(0))?;
    let unchanged = usize::try_from(count) == Ok(regions.len());
    Ok(Reference {
        revision,
        sorting,
        rules: RuleBook::new(rule_sets(tx)?),
        calendar: Calendar::new(calendar, tx.all(HOLIDAYS, params![], holiday)?),
        directory: directory(tx)?,
        categories: Categories::new(tx.all(CATEGORIES, params![today.to_string()], category)?),
        regions: if unchanged { regions.clone() } else { all_regions(tx)? },
        routing: Routing::new(tx.all(ROUTES, params![today.to_string()], route)?),
        tags: tx.all(TAGS, params![], tag)?,
        hidden: Hidden::new(tx.all(HIDDEN, params![], |row| {
            Ok((AgencyId(row.get(0)?), code(&row.get::<String>(1)?)?))
        })?),
        ombudsman: tx.all(OMBUDSMAN, params![], ombudsman)?.into_iter().collect(),
        as_of: Some(today),
    })
}

fn all_regions(tx: &mut Tx<'_>) -> Result<Regions> {
    let mut zones = HashMap::new();
    let regions = tx.all(REGIONS, params![], |row| {
        let code = region(row.get(0)?)?;
        if let Some(zone) = row.get::<Option<String>>(2)? {
            zones.insert(code, word(&zone, Zone::from_word)?);
        }
        let point = (row.get::<Option<f64>>(3)?, row.get::<Option<f64>>(4)?);
        let point = match point {
            (Some(north), Some(east)) => Some((single(north), single(east))),
            _ => None,
        };
        Ok((code, row.get::<String>(1)?, point))
    })?;
    Ok(Regions::new(regions, zones))
}

#[expect(clippy::cast_possible_truncation, reason = "four decimals of a degree are 11 metres")]
fn single(degrees: f64) -> f32 {
    degrees as f32
}

fn directory(tx: &mut Tx<'_>) -> Result<Directory> {
    let mut names: HashMap<AgencyId, Vec<AgencyName>> = HashMap::new();
    for (agency, name) in tx.all(NAMES, params![], agency_name)? {
        names.entry(agency).or_default().push(name);
    }
    let mut successors: HashMap<AgencyId, Vec<AgencyId>> = HashMap::new();
    for (agency, successor) in
        tx.all(SUCCESSORS, params![], |row| Ok((AgencyId(row.get(0)?), AgencyId(row.get(1)?))))?
    {
        successors.entry(agency).or_default().push(successor);
    }
    let mut agencies = tx.all(AGENCIES, params![], agency)?;
    for agency in &mut agencies {
        agency.names = names.remove(&agency.id).unwrap_or_default();
        agency.successors = successors.remove(&agency.id).unwrap_or_default();
    }
    let mut members: HashMap<HubId, Vec<_>> = HashMap::new();
    for (hub, member) in tx.all(MEMBERS, params![], member)? {
        members.entry(hub).or_default().push(member);
    }
    let mut hubs = tx.all(HUBS, params![], hub)?;
    for hub in &mut hubs {
        hub.members = members.remove(&hub.id).unwrap_or_default();
    }
    let mut words = HashSet::new();
    let units = tx.all(UNITS, params![], |row| unit(row, &mut words))?;
    Ok(Directory::new(agencies, units, hubs))
}

fn agency(row: &Row<'_>) -> Result<Agency> {
    Ok(Agency {
        id: AgencyId(row.get(0)?),
        slug: boxed(row, 1)?,
        kind: word(&row.get::<String>(2)?, domain::directory::AgencyKind::from_word)?,
        parent: row.get::<Option<i64>>(3)?.map(AgencyId),
        region: row.get::<Option<i64>>(4)?.map(region).transpose()?,
        zone: word(&row.get::<String>(5)?, Zone::from_word)?,
        valid_from: date(row, 6)?,
        valid_to: date(row, 7)?,
        successors: Vec::new(),
        settlement: limit(row, 8)?,
        names: Vec::new(),
    })
}

fn agency_name(row: &Row<'_>) -> Result<(AgencyId, AgencyName)> {
    let name = AgencyName {
        valid_from: date(row, 1)?,
        valid_to: date(row, 2)?,
        name: boxed(row, 3)?,
        short_name: boxed(row, 4)?,
    };
    Ok((AgencyId(row.get(0)?), name))
}

fn unit(row: &Row<'_>, words: &mut HashSet<Arc<str>>) -> Result<Unit> {
    let mut shared = |column| -> Result<Arc<str>> {
        let word: String = row.get(column)?;
        Ok(words.get(word.as_str()).cloned().unwrap_or_else(|| {
            let word = Arc::from(word);
            words.insert(Arc::clone(&word));
            word
        }))
    };
    Ok(Unit {
        id: UnitId(row.get(0)?),
        agency: AgencyId(row.get(1)?),
        parent: row.get::<Option<i64>>(2)?.map(UnitId),
        code: shared(3)?,
        kind: word(&row.get::<String>(4)?, domain::directory::UnitKind::from_word)?,
        name: shared(5)?,
        valid_to: date(row, 6)?,
    })
}

fn hub(row: &Row<'_>) -> Result<Hub> {
    Ok(Hub {
        id: HubId(row.get(0)?),
        code: boxed(row, 1)?,
        kind: word(&row.get::<String>(2)?, domain::directory::HubKind::from_word)?,
        name: (boxed(row, 3)?, boxed(row, 4)?),
        province: row.get::<Option<i64>>(5)?.map(region).transpose()?,
        coordinator: row.get::<Option<i64>>(6)?.map(AgencyId),
        valid_from: date(row, 7)?,
        valid_to: date(row, 8)?,
        members: Vec::new(),
    })
}

type Member = (AgencyId, Option<Date>, Option<Date>);

fn member(row: &Row<'_>) -> Result<(HubId, Member)> {
    Ok((HubId(row.get(0)?), (AgencyId(row.get(1)?), date(row, 2)?, date(row, 3)?)))
}

pub(super) fn category(row: &Row<'_>) -> Result<Category> {
    let words = |index: usize| row.get::<String>(index);
    Ok(Category {
        code: code(&words(0)?)?,
        name: (boxed(row, 1)?, boxed(row, 2)?),
        about: (boxed(row, 3)?, boxed(row, 4)?),
        examples: (list_of(&words(5)?)?, list_of(&words(6)?)?),
        keywords: list_of(&words(7)?)?,
        kind: match row.get::<Option<String>>(8)? {
            Some(text) => Some(word(&text, domain::kind::ReportKind::from_word)?),
            None => None,
        },
        class: word(&words(9)?, domain::kind::ComplaintClass::from_word)?,
        settlement: limit(row, 10)?,
        sensitive: words_of(&words(12)?, domain::kind::Sensitivity::from_word)?,
        levels: words_of(&words(13)?, Level::from_word)?,
        catch_all: row.get(14)?,
        valid_to: date(row, 15)?,
    })
}

pub(super) fn route(row: &Row<'_>) -> Result<Route> {
    Ok(Route {
        category: code(&row.get::<String>(0)?)?,
        level: word(&row.get::<String>(1)?, Level::from_word)?,
        agency: row.get::<Option<i64>>(2)?.map(AgencyId),
        unit: boxed(row, 3)?,
    })
}

fn tag(row: &Row<'_>) -> Result<Tag> {
    Ok(Tag { code: boxed(row, 0)?, name: (boxed(row, 1)?, boxed(row, 2)?), kind: boxed(row, 3)? })
}

fn ombudsman(row: &Row<'_>) -> Result<(RegionCode, OmbudsmanOffice)> {
    let office = OmbudsmanOffice {
        code: boxed(row, 1)?,
        name: boxed(row, 2)?,
        city: boxed(row, 3)?,
        own: row.get(4)?,
    };
    Ok((region(row.get(0)?)?, office))
}

pub(super) fn rule_sets(tx: &mut Tx<'_>) -> Result<Vec<Rules>> {
    let mut limits: HashMap<RulesId, BTreeMap<DeadlineKind, Limit>> = HashMap::new();
    for (rules, kind, limit) in tx.all(LIMITS, params![], |row| {
        let kind = word(&row.get::<String>(1)?, DeadlineKind::from_word)?;
        Ok((RulesId(row.get(0)?), kind, Limit { amount: row.get(2)?, unit: limit_unit(row, 3)? }))
    })? {
        limits.entry(rules).or_default().insert(kind, limit);
    }
    let mut sets = tx.all(RULES, params![], |row| {
        let valid_from =
            date(row, 2)?.ok_or_else(|| Error::Decode("rules without a day".into()))?;
        Ok(Rules {
            id: RulesId(row.get(0)?),
            source: boxed(row, 1)?,
            valid_from,
            valid_to: date(row, 3)?,
            limits: BTreeMap::new(),
            office_hours: OfficeHours { open: time(row, 4)?, close: time(row, 5)? },
            yellow_permille: row.get(6)?,
            transfers_max: row.get(7)?,
            contests_before_close: row.get(8)?,
        })
    })?;
    for rules in &mut sets {
        rules.limits = limits.remove(&rules.id).unwrap_or_default();
    }
    Ok(sets)
}

pub(super) fn holiday(row: &Row<'_>) -> Result<Holiday> {
    let region_number: i64 = row.get(2)?;
    Ok(Holiday {
        date: date(row, 0)?.ok_or_else(|| Error::Decode("a holiday without a day".into()))?,
        kind: word(&row.get::<String>(1)?, HolidayKind::from_word)?,
        region: if region_number == 0 { None } else { Some(region(region_number)?) },
        name: (boxed(row, 3)?, boxed(row, 4)?),
    })
}

/// Minutes since midnight.
fn time(row: &Row<'_>, index: usize) -> Result<Time> {
    let minute: i16 = row.get(index)?;
    let part = |number: i16| i8::try_from(number).unwrap_or(i8::MAX);
    let fault = |_| Error::Decode(format!("column {index} is no minute of a day"));
    Time::new(part(minute / 60), part(minute % 60), 0, 0).map_err(fault)
}

fn limit(row: &Row<'_>, index: usize) -> Result<Option<Limit>> {
    match row.get::<Option<u16>>(index)? {
        Some(amount) => Ok(Some(Limit { amount, unit: limit_unit(row, index + 1)? })),
        None => Ok(None),
    }
}

fn limit_unit(row: &Row<'_>, index: usize) -> Result<LimitUnit> {
    word(&row.get::<String>(index)?, LimitUnit::from_word)
}

fn boxed(row: &Row<'_>, index: usize) -> Result<Box<str>> {
    row.get::<String>(index).map(String::into_boxed_str)
}

fn date(row: &Row<'_>, index: usize) -> Result<Option<Date>> {
    day(row.get::<Option<String>>(index)?.as_deref())
}

fn region(number: i64) -> Result<RegionCode> {
    RegionCode::from_number(number).ok_or_else(|| Error::Decode(format!("no region {number}")))
}

fn code(text: &str) -> Result<CategoryCode> {
    CategoryCode::parse(text).ok_or_else(|| Error::Decode("no code of a category".to_owned()))
}

fn word<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<T> {
    read(text).ok_or_else(|| Error::Decode(format!("an unknown word, {text}")))
}

fn words_of<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>> {
    text.split(',').filter(|part| !part.is_empty()).map(|part| word(part, &read)).collect()
}
