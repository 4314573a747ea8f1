//! Who can be reached how: only whether a telephone number or address exists is looked at here.

use crate::db::{Row, Tx, Value};
use crate::reports::desk_word;
use crate::{Error, Result, dialect, params};
use domain::kind::Channel as Intake;
use domain::notice::Recipient;
use domain::role::{HubId, Role};
use domain::{Desk, Duty, OfficerId, ReportId};
use std::collections::{HashMap, HashSet};

const REACH: &str = "SELECT r.id, r.language, r.channel, p.phone IS NOT NULL, p.email IS NOT NULL FROM report r \
                     LEFT JOIN report_person rp ON rp.report_id = r.id LEFT JOIN person p ON p.id = rp.person_id \
                     WHERE r.id {{IN $1}}";

macro_rules! officers {
    ($which:literal) => {
        concat!(
            "SELECT DISTINCT o.id, o.language FROM duty d JOIN officer o ON o.id = d.officer WHERE ",
            $which,
            " AND d.valid_from <= $2 AND (d.valid_to IS NULL OR d.valid_to >= $2) \
             AND o.state = 'active' AND o.email IS NOT NULL ORDER BY o.id"
        )
    };
}

const OF_NATION: &str = officers!("d.agency IS NULL AND d.role = $1");
const OF_AGENCY: &str = officers!("d.agency = $1 AND d.unit IS NULL AND d.role = 'agency_admin'");
const OF_UNIT: &str =
    officers!("d.unit = $1 AND d.role IN ('liaison_officer', 'inspectorate_officer')");
const OF_HUB: &str = officers!("d.agency IS NULL AND d.role = 'hub_manager' AND d.hub = $1");
const OF_OMBUDSMAN: &str = officers!(
    "d.agency IS NULL AND d.role = 'ombudsman_officer' AND (d.province IS NULL OR d.province = $1)"
);

/// How a reporter can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) language: String,
    pub(super) phone: bool,
    pub(super) email: bool,
    /// It came on paper.
    pub(super) paper: bool,
}

/// How the reporters of these reports can be reached.
pub(super) fn reach(
    tx: &mut Tx<'_>,
    reports: impl IntoIterator<Item = ReportId>,
) -> Result<HashMap<ReportId, Reach>> {
    let ids = dialect::list(reports.into_iter().map(|report| report.0));
    let read = |row: &Row<'_>| {
        let channel = Intake::from_word(&row.get::<String>(2)?);
        let channel = channel.ok_or_else(|| Error::Decode("channel of a report".to_owned()))?;
        let (language, phone, email) = (row.get(1)?, row.get(3)?, row.get(4)?);
        Ok((ReportId(row.get(0)?), Reach { language, phone, email, paper: channel.is_paper() }))
    };
    Ok(tx.all(REACH, vec![ids], read)?.into_iter().collect())
}

const SUPPORTED: &str = "SELECT report_id FROM supported WHERE report_id {{IN $1}} AND n > 0";

/// Those of the reports that somebody supports.
pub(super) fn supported(
    tx: &mut Tx<'_>,
    reports: impl IntoIterator<Item = ReportId>,
) -> Result<HashSet<ReportId>> {
    let ids = dialect::list(reports.into_iter().map(|report| report.0));
    Ok(tx.all(SUPPORTED, vec![ids], |row| Ok(ReportId(row.get(0)?)))?.into_iter().collect())
}

/// Whose inbox it is: that of a desk, a hub or one officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Inbox {
    Desk(Desk),
    Hub(HubId),
    Officer(OfficerId),
}

impl Inbox {
    pub(super) fn of(recipient: Recipient) -> Option<Self> {
        match recipient {
            Recipient::Desk(desk) => Some(Self::Desk(desk)),
            Recipient::Hub(hub) => Some(Self::Hub(hub)),
            Recipient::Officer(officer) => Some(Self::Officer(officer)),
            Recipient::Reporter | Recipient::Followers | Recipient::Supporters => None,
        }
    }

    /// Its name in rows.
    pub(super) fn word(self) -> String {
        match self {
            Self::Desk(desk) => desk_word(desk),
            Self::Hub(hub) => format!("h{}", hub.0),
            Self::Officer(officer) => format!("o{officer}"),
        }
    }
}

/// The names of the inboxes that an officer reads in a duty.
#[must_use]
pub fn inboxes_of(duty: &Duty) -> Vec<String> {
    let inbox = match (duty.role, duty.agency, duty.unit, duty.hub) {
        (Role::NationalAdmin, ..) => Some(Inbox::Desk(Desk::National)),
        (Role::NationalSupervisor, ..) => Some(Inbox::Desk(Desk::Review)),
        (Role::OmbudsmanOfficer, ..) => Some(Inbox::Desk(Desk::Ombudsman)),
        (Role::HubManager, _, _, Some(hub)) => Some(Inbox::Hub(hub)),
        (Role::AgencyAdmin, Some(agency), None, _) => Some(Inbox::Desk(Desk::Agency(agency))),
        (Role::LiaisonOfficer | Role::InspectorateOfficer, Some(agency), Some(unit), _) => {
            Some(Inbox::Desk(Desk::Unit(agency, unit)))
        }
        _ => None,
    };
    inbox.into_iter().chain([Inbox::Officer(duty.officer)]).map(Inbox::word).collect()
}

/// An officer with an address, and the language to write in.
pub(super) type Addressee = (OfficerId, String);

/// The officers of a desk or hub who have an e-mail address. `province` is where the matter is:
/// a regional Ombudsman office hears of its own.
pub(super) fn officers(
    tx: &mut Tx<'_>,
    inbox: Inbox,
    province: Option<i64>,
    today: &str,
) -> Result<Vec<Addressee>> {
    let (sql, which): (&'static str, Value) = match inbox {
        Inbox::Desk(Desk::National) => (OF_NATION, Role::NationalAdmin.word().into()),
        Inbox::Desk(Desk::Review) => (OF_NATION, Role::NationalSupervisor.word().into()),
        Inbox::Desk(Desk::Ombudsman) => (OF_OMBUDSMAN, province.unwrap_or_default().into()),
        Inbox::Desk(Desk::Agency(agency)) => (OF_AGENCY, agency.0.into()),
        Inbox::Desk(Desk::Unit(_, unit)) => (OF_UNIT, unit.0.into()),
        Inbox::Hub(hub) => (OF_HUB, hub.0.into()),
        // What is told to one officer waits in the inbox.
        Inbox::Officer(_) => return Ok(Vec::new()),
    };
    let mut values = vec![which];
    values.extend(params![today]);
    tx.all(sql, values, |row| Ok((OfficerId(row.get(0)?), row.get(1)?)))
}
