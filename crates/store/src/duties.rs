//! Duties: which officer acts in which role, where, since when, until when, by which decree.

use crate::audit::{self, Act, Entry};
use crate::db::{Row, Tx};
use crate::refusal::{Denied, Refusal, flatten};
use crate::{Error, Result, Store, params};
use domain::region::RegionCode;
use domain::role::HubId;
use domain::{AgencyId, Duty, OfficerId, Role, UnitId};
use jiff::civil::Date;
use serde_json::json;

/// Longest name of a decree, in characters.
pub const DECREE_MAX: usize = 200;
/// Officers that one list holds at most.
pub const LIST_MAX: i64 = 1_000;

/// Internal name of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DutyId(pub i64);

/// A duty with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its name.
    pub id: DutyId,
    /// Who acts as what, and where.
    pub duty: Duty,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Option<Date>,
    /// The decree it rests on.
    pub decree: String,
}

impl Held {
    /// True on a day from the first to the last.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// A duty to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDuty {
    /// Who, as what, where.
    pub duty: Duty,
    /// First day.
    pub valid_from: Date,
    /// Last day, when it is known.
    pub valid_to: Option<Date>,
    /// The decree (surat keputusan).
    pub decree: String,
}

impl NewDuty {
    fn check(&self) -> Result<(), Refusal> {
        let duty = &self.duty;
        let fits = (duty.agency.is_some() || !duty.role.is_of_agency() && duty.unit.is_none())
            && (duty.unit.is_some() || !duty.role.is_of_unit())
            && duty.hub.is_some() == (duty.role == Role::HubManager)
            && (duty.province.is_none() || duty.role == Role::OmbudsmanOfficer);
        if !fits {
            return Err(Refusal::DutyPlace);
        }
        if self.valid_to.is_some_and(|last| last < self.valid_from) {
            return Err(Refusal::DutyDates);
        }
        if !(1..=DECREE_MAX).contains(&self.decree.trim().chars().count()) {
            return Err(Refusal::DutyDecree);
        }
        Ok(())
    }
}

const AGENCY: &str = "SELECT id FROM agency WHERE id = $1";
const UNIT: &str = "SELECT id FROM unit WHERE id = $1 AND agency = $2";
const HUB: &str = "SELECT id FROM hub WHERE id = $1";
const OFFICER: &str = "SELECT id FROM officer WHERE id = $1";
const INSERT: &str = "INSERT INTO duty \
     (id, officer, role, agency, unit, hub, province, valid_from, valid_to, decree) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Gives an officer a duty. Whether `by` may do so is decided by the caller.
pub async fn add(store: &Store, new: &NewDuty, by: Option<OfficerId>) -> Result<DutyId, Denied> {
    new.check()?;
    let id = DutyId(store.next_id());
    let officer = new.duty.officer;
    let entry =
        Entry::new(store, by, Act::DutyAdded, audit::subject("officer", officer)).after(json!({
            "duty": id.0,
            "role": new.duty.role.word(),
            "agency": new.duty.agency.map(|it| it.0),
            "unit": new.duty.unit.map(|it| it.0),
            "hub": new.duty.hub.map(|it| it.0),
            "province": new.duty.province.map(RegionCode::number),
            "from": new.valid_from.to_string(),
            "to": new.valid_to.map(|day| day.to_string()),
            "decree": new.decree.trim(),
        }));
    let new = new.clone();
    let work = move |tx: &mut Tx<'_>| {
        if tx.first(OFFICER, params![officer.0], |row| row.get::<i64>(0))?.is_none() {
            return Ok(Err(Refusal::AccountState));
        }
        if !is_known(tx, &new.duty)? {
            return Ok(Err(Refusal::DutyPlaceUnknown));
        }
        tx.queue(INSERT, insert_params(id, &new))?;
        audit::append(tx, &entry)?;
        Ok(Ok(id))
    };
    flatten(store.db().write("duty-add", work).await)
}

fn insert_params(id: DutyId, new: &NewDuty) -> Vec<crate::db::Value> {
    let duty = &new.duty;
    params![
        id.0,
        duty.officer.0,
        duty.role.word(),
        duty.agency.map(|it| it.0),
        duty.unit.map(|it| it.0),
        duty.hub.map(|it| it.0),
        duty.province.map(RegionCode::number),
        new.valid_from.to_string(),
        new.valid_to.map(|day| day.to_string()),
        new.decree.trim(),
    ]
}

fn is_known(tx: &mut Tx<'_>, duty: &Duty) -> Result<bool> {
    let places = [
        duty.agency.map(|agency| (AGENCY, params![agency.0])),
        duty.unit.map(|unit| (UNIT, params![unit.0, duty.agency.map(|it| it.0)])),
        duty.hub.map(|hub| (HUB, params![hub.0])),
    ];
    for (sql, wanted) in places.into_iter().flatten() {
        if tx.first(sql, wanted, |row| row.get::<i64>(0))?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

const END: &str =
    "UPDATE duty SET valid_to = $2 WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2)";
const OFFICER_OF: &str = "SELECT officer, valid_to FROM duty WHERE id = $1 {{LOCK ROW}}";

/// Sets the last day of a duty, earlier than it was. Yesterday ends it at once, in open sessions
/// too; a day before its first undoes it.
pub async fn end(
    store: &Store,
    duty: DutyId,
    last_day: Date,
    by: Option<OfficerId>,
) -> Result<(), Denied> {
    let entry = Entry::new(store, by, Act::DutyEnded, String::new());
    let last_day = last_day.to_string();
    let work = move |tx: &mut Tx<'_>| {
        let read = |row: &Row<'_>| Ok((row.get::<i64>(0)?, row.get::<Option<String>>(1)?));
        let Some((officer, before)) = tx.first(OFFICER_OF, params![duty.0], read)? else {
            return Ok(Err(Refusal::DutyNotInForce));
        };
        if tx.exec(END, params![duty.0, &last_day])? == 0 {
            return Ok(Err(Refusal::DutyNotInForce));
        }
        let entry = entry
            .clone()
            .about(audit::subject("officer", officer))
            .before(json!({ "duty": duty.0, "to": before }))
            .after(json!({ "duty": duty.0, "to": last_day }));
        audit::append(tx, &entry)?;
        Ok(Ok(()))
    };
    flatten(store.db().write("duty-end", work).await)
}

pub(crate) const OF_OFFICER: &str = "SELECT id, officer, role, agency, unit, hub, province, valid_from, valid_to, \
     decree FROM duty WHERE officer = $1 ORDER BY valid_from DESC, id DESC";
const IN_FORCE: &str = "SELECT id, officer, role, agency, unit, hub, province, valid_from, valid_to, \
     decree FROM duty WHERE officer = $1 AND valid_from <= $2 \
     AND (valid_to IS NULL OR valid_to >= $2) ORDER BY valid_from, id";

/// Every duty an officer has or had, the latest first.
pub async fn of(store: &Store, officer: OfficerId) -> Result<Vec<Held>> {
    store.db().select("duty-all", OF_OFFICER, params![officer.0], read_held).await
}

/// The duties of an officer in force on a day.
pub async fn on(store: &Store, officer: OfficerId, day: Date) -> Result<Vec<Held>> {
    let wanted = params![officer.0, day.to_string()];
    store.db().select("duty-in-force", IN_FORCE, wanted, read_held).await
}

pub(crate) fn in_force(tx: &mut Tx<'_>, officer: OfficerId, day: Date) -> Result<Vec<Held>> {
    tx.all(IN_FORCE, params![officer.0, day.to_string()], read_held)
}

pub(crate) fn read_held(row: &Row<'_>) -> Result<Held> {
    let day = |text: String| {
        text.parse::<Date>().map_err(|_| Error::Decode("a duty has no date".to_owned()))
    };
    Ok(Held {
        id: DutyId(row.get(0)?),
        duty: read_duty(row, OfficerId(row.get(1)?), 2)?,
        valid_from: day(row.get(7)?)?,
        valid_to: row.get::<Option<String>>(8)?.map(day).transpose()?,
        decree: row.get(9)?,
    })
}

/// The duty in five columns from `at`: role, agency, unit, hub, province.
pub(crate) fn read_duty(row: &Row<'_>, officer: OfficerId, at: usize) -> Result<Duty> {
    let decode = |what: &str| Error::Decode(format!("a duty has an unknown {what}"));
    let role = Role::from_word(&row.get::<String>(at)?).ok_or_else(|| decode("role"))?;
    let province = match row.get::<Option<i64>>(at + 4)? {
        Some(code) => Some(RegionCode::from_number(code).ok_or_else(|| decode("province"))?),
        None => None,
    };
    Ok(Duty {
        officer,
        role,
        agency: row.get::<Option<i64>>(at + 1)?.map(AgencyId),
        unit: row.get::<Option<i64>>(at + 2)?.map(UnitId),
        hub: row.get::<Option<i64>>(at + 3)?.map(HubId),
        province,
    })
}

/// Whose duties a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// Everybody in an agency and its units.
    Agency(AgencyId),
    /// Everybody in one unit.
    Unit(UnitId),
    /// Everybody with a role, wherever.
    Role(Role),
}

/// An officer in a list of an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The duty.
    pub held: Held,
    /// The officer's name.
    pub name: String,
    /// The name to sign in with.
    pub username: String,
}

const OF_AGENCY: &str = "SELECT d.id, d.officer, d.role, d.agency, d.unit, d.hub, d.province, d.valid_from, \
     d.valid_to, d.decree, o.name, o.username FROM duty d JOIN officer o ON o.id = d.officer \
     WHERE d.agency = $1 AND d.valid_from <= $2 AND (d.valid_to IS NULL OR d.valid_to >= $2) \
     AND o.state <> 'suspended' ORDER BY o.name, d.id LIMIT $3";
const OF_UNIT: &str = "SELECT d.id, d.officer, d.role, d.agency, d.unit, d.hub, d.province, d.valid_from, \
     d.valid_to, d.decree, o.name, o.username FROM duty d JOIN officer o ON o.id = d.officer \
     WHERE d.unit = $1 AND d.valid_from <= $2 AND (d.valid_to IS NULL OR d.valid_to >= $2) \
     AND o.state <> 'suspended' ORDER BY o.name, d.id LIMIT $3";
const OF_ROLE: &str = "SELECT d.id, d.officer, d.role, d.agency, d.unit, d.hub, d.province, d.valid_from, \
     d.valid_to, d.decree, o.name, o.username FROM duty d JOIN officer o ON o.id = d.officer \
     WHERE d.role = $1 AND d.valid_from <= $2 AND (d.valid_to IS NULL OR d.valid_to >= $2) \
     AND o.state <> 'suspended' ORDER BY o.name, d.id LIMIT $3";

/// Who has a duty in an office on a day, by name, at most [`LIST_MAX`]; closed accounts are left
/// out.
pub async fn members(store: &Store, office: Office, day: Date) -> Result<Vec<Member>> {
    let day = day.to_string();
    let (sql, wanted) = match office {
        Office::Agency(agency) => (OF_AGENCY, params![agency.0, day, LIST_MAX]),
        Office::Unit(unit) => (OF_UNIT, params![unit.0, day, LIST_MAX]),
        Office::Role(role) => (OF_ROLE, params![role.word(), day, LIST_MAX]),
    };
    let read = |row: &Row<'_>| {
        Ok(Member { held: read_held(row)?, name: row.get(10)?, username: row.get(11)? })
    };
    store.db().select("duty-members", sql, wanted, read).await
}

const BY_ID: &str = "SELECT id, officer, role, agency, unit, hub, province, valid_from, valid_to, \
     decree FROM duty WHERE id = $1";

/// One duty.
pub async fn get(store: &Store, duty: DutyId) -> Result<Option<Held>> {
    let rows = store.db().select("duty-get", BY_ID, params![duty.0], read_held).await?;
    Ok(rows.into_iter().next())
}
