//! Which queues a duty has, and who may see what lies in them.

use crate::i18n::Words;
use domain::authority::{self, viewer};
use domain::deadline::Light;
use domain::directory::Directory;
use domain::report::StageName;
use domain::role::Desk;
use domain::visibility::Viewer;
use domain::{Duty, Reference, Report, ReportId, Role, UnitId};
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::HashSet;
use store::Store;
use store::reports::queries::{Queue, QueueFilter, Summary};
use store::reports::{self};

domain::worded! {
    /// A queue of the desk; its word is its name in addresses.
    pub enum QueueName {
        /// To verify.
        Verify = "verifikasi",
        /// Came back: not their authority.
        Returned = "dikembalikan",
        /// The transfers are used up.
        Forced = "putusan",
        /// Appeals to judge.
        Appeals = "keberatan",
        /// At the own unit.
        Mine = "saya",
        /// At units below the own one.
        Below = "sub-unit",
        /// At units of the own agency.
        AtUnits = "di-unit",
        /// Supervisory ones.
        Supervisory = "pengawasan",
        /// With the Ombudsman.
        Escalated = "ombudsman",
        /// Supporting tasks.
        Tasks = "tugas",
        /// Those the agency was told of.
        Copies = "tembusan",
        /// The answer was contested.
        Contested = "disanggah",
        /// A limit has passed.
        Overdue = "terlambat",
        /// The reporter's window is open.
        Answered = "dijawab",
        /// Everything open.
        All = "semua",
        /// Ended.
        Ended = "selesai",
    }
}

impl QueueName {
    /// What officers call it.
    #[must_use]
    pub(crate) fn label(self, w: Words) -> Cow<'static, str> {
        match self {
            Self::Verify => w.t("desk-queue-verify"),
            Self::Returned => w.t("desk-queue-returned"),
            Self::Forced => w.t("desk-queue-forced"),
            Self::Appeals => w.t("desk-queue-appeals"),
            Self::Mine => w.t("desk-queue-mine"),
            Self::Below => w.t("desk-queue-below"),
            Self::AtUnits => w.t("desk-queue-at-units"),
            Self::Supervisory => w.t("desk-queue-supervisory"),
            Self::Escalated => w.t("desk-queue-escalated"),
            Self::Tasks => w.t("desk-queue-tasks"),
            Self::Copies => w.t("desk-queue-copies"),
            Self::Contested => w.t("desk-queue-contested"),
            Self::Overdue => w.t("desk-queue-overdue"),
            Self::Answered => w.t("desk-queue-answered"),
            Self::All => w.t("desk-queue-all"),
            Self::Ended => w.t("desk-queue-ended"),
        }
    }

    /// What would be here when nothing is.
    #[must_use]
    pub(crate) fn empty(self, w: Words) -> Cow<'static, str> {
        match self {
            Self::Verify => w.t("desk-empty-verify"),
            Self::Returned => w.t("desk-empty-returned"),
            Self::Forced => w.t("desk-empty-forced"),
            Self::Appeals => w.t("desk-empty-appeals"),
            Self::Mine => w.t("desk-empty-mine"),
            Self::Below | Self::AtUnits => w.t("desk-empty-below"),
            Self::Supervisory => w.t("desk-empty-supervisory"),
            Self::Escalated => w.t("desk-empty-escalated"),
            Self::Tasks => w.t("desk-empty-tasks"),
            Self::Copies => w.t("desk-empty-copies"),
            Self::Contested => w.t("desk-empty-contested"),
            Self::Overdue => w.t("desk-empty-overdue"),
            Self::Answered => w.t("desk-empty-answered"),
            Self::All => w.t("desk-empty-all"),
            Self::Ended => w.t("desk-empty-ended"),
        }
    }
}

/// The queues of a role, the first being where it starts.
#[must_use]
pub fn queues_of(role: Role) -> &'static [QueueName] {
    use QueueName as Q;
    match role {
        Role::NationalAdmin => &[Q::Verify, Q::Returned, Q::Forced, Q::Escalated, Q::All],
        Role::NationalSupervisor => {
            &[Q::Appeals, Q::Verify, Q::Returned, Q::Forced, Q::Escalated, Q::All]
        }
        Role::AgencyAdmin => &[
            Q::Verify,
            Q::AtUnits,
            Q::Contested,
            Q::Overdue,
            Q::Tasks,
            Q::Copies,
            Q::Answered,
            Q::All,
            Q::Ended,
        ],
        Role::LiaisonOfficer => &[Q::Mine, Q::Below, Q::Tasks, Q::Overdue, Q::Ended],
        Role::InspectorateOfficer => &[Q::Supervisory, Q::Tasks, Q::Overdue, Q::Ended],
        Role::OmbudsmanOfficer => &[Q::Escalated],
        Role::HubManager => &[Q::Overdue, Q::All],
        Role::AgencyHead | Role::ServiceOwner | Role::ComplaintAnalyst => {
            &[Q::All, Q::Overdue, Q::Ended]
        }
        _ => &[],
    }
}

/// The queue where a duty searches by words and number.
#[must_use]
pub(crate) fn widest(role: Role) -> Option<QueueName> {
    let queues = queues_of(role);
    queues
        .iter()
        .copied()
        .find(|queue| *queue == QueueName::All)
        .or_else(|| queues.first().copied())
}

/// What the store is asked for a queue of a duty; `None` when the duty has no such queue.
#[must_use]
pub(crate) fn source(
    name: QueueName,
    duty: &Duty,
    reference: &Reference,
    now: Timestamp,
) -> Option<(Queue, QueueFilter)> {
    if !queues_of(duty.role).contains(&name) {
        return None;
    }
    let filter = QueueFilter::default();
    let overdue = QueueFilter { light: Some(Light::Red), ..QueueFilter::default() };
    let stage = |stage| QueueFilter { stage: Some(stage), ..QueueFilter::default() };
    let transfers = |min| QueueFilter { transfers_min: min, ..QueueFilter::default() };
    match duty.role {
        Role::NationalAdmin | Role::NationalSupervisor => Some(match name {
            QueueName::Returned => (Queue::Desk(Desk::National), transfers(1)),
            QueueName::Forced => {
                (Queue::Desk(Desk::National), transfers(transfers_max(reference, now)))
            }
            QueueName::Appeals => (Queue::Desk(Desk::Review), filter),
            QueueName::Escalated => (Queue::Escalated, filter),
            QueueName::All => (Queue::Nation, filter),
            _ => (Queue::Desk(Desk::National), filter),
        }),
        Role::OmbudsmanOfficer => Some((Queue::Escalated, filter)),
        Role::HubManager => {
            let hub = reference.directory.hub(duty.hub?)?;
            let members = reference.directory.agencies().map(|agency| agency.id);
            let members =
                members.filter(|agency| hub.has(*agency, Reference::today(now))).collect();
            Some((
                Queue::Agencies(members),
                if name == QueueName::Overdue { overdue } else { filter },
            ))
        }
        Role::LiaisonOfficer | Role::InspectorateOfficer => {
            let own = duty.unit?;
            let branch = branch(&reference.directory, duty.agency?, own);
            let below = branch.iter().copied().filter(|unit| *unit != own).collect();
            Some(match name {
                QueueName::Mine => (Queue::Units(vec![own]), filter),
                QueueName::Below => (Queue::Units(below), filter),
                QueueName::Tasks => (Queue::UnitTasks(branch), filter),
                QueueName::Overdue => (Queue::Units(branch), overdue),
                QueueName::Ended => (Queue::UnitsEnded(branch), filter),
                _ => (Queue::Units(branch), filter),
            })
        }
        _ => {
            let agency = duty.agency?;
            Some(match name {
                QueueName::Verify => (Queue::Desk(Desk::Agency(agency)), filter),
                QueueName::AtUnits => (Queue::Agency(agency), stage(StageName::AtUnit)),
                QueueName::Contested => (Queue::Agency(agency), stage(StageName::Contested)),
                QueueName::Answered => (Queue::Agency(agency), stage(StageName::Answered)),
                QueueName::Overdue => (Queue::Agency(agency), overdue),
                QueueName::Tasks => (Queue::Tasks(agency), filter),
                QueueName::Copies => (Queue::Copies(agency), filter),
                QueueName::Ended => (Queue::AgencyEnded(agency), filter),
                _ => (Queue::Agency(agency), filter),
            })
        }
    }
}

/// Transfers after which the national desk decides, by the rules of today.
fn transfers_max(reference: &Reference, now: Timestamp) -> u8 {
    reference.rules.on(Reference::today(now)).map_or(u8::MAX, |rules| rules.transfers_max)
}

/// A unit and all below it.
fn branch(directory: &Directory, agency: domain::AgencyId, own: UnitId) -> Vec<UnitId> {
    directory
        .units_of(agency)
        .map(|unit| unit.id)
        .filter(|unit| directory.is_within(*unit, own))
        .collect()
}

/// How a duty stands to a report when it may work with it at the desk: its content is open to the
/// duty, and not only as it is to everybody.
#[must_use]
pub fn reads(
    duty: &Duty,
    report: &Report,
    reference: &Reference,
    now: Timestamp,
) -> Option<Viewer> {
    authority::reads(duty, report, &reference.directory, now)
}

/// Those of the rows of a queue that the duty reads. What a row cannot tell, its events do.
pub(crate) async fn readable(
    store: &Store,
    name: QueueName,
    duty: &Duty,
    mut rows: Vec<Summary>,
) -> store::Result<Vec<Summary>> {
    let (reference, now) = (store.reference(), store.now());
    let told = |row: &Summary| lists_by_row(name, duty, row, &reference, now);
    let unclear: Vec<ReportId> = rows.iter().filter(|row| !told(row)).map(|row| row.id).collect();
    let mut hidden: HashSet<ReportId> = unclear.iter().copied().collect();
    for report in reports::load_many(store, &unclear).await? {
        if lists(name, duty, &report, &reference, now) {
            hidden.remove(&report.id);
        }
    }
    rows.retain(|row| !hidden.contains(&row.id));
    Ok(rows)
}

/// True when the row alone shows that [`lists`] holds for its report.
fn lists_by_row(
    name: QueueName,
    duty: &Duty,
    row: &Summary,
    reference: &Reference,
    now: Timestamp,
) -> bool {
    !matches!(name, QueueName::Tasks | QueueName::Copies)
        && row.is_read_by(duty, &reference.directory, now)
}

/// Whether a report is in a queue of a duty: the duty reads it and, for tasks and escalations, it
/// is the duty's own.
#[must_use]
pub(crate) fn lists(
    name: QueueName,
    duty: &Duty,
    report: &Report,
    reference: &Reference,
    now: Timestamp,
) -> bool {
    use domain::authority::{Scope, in_scope};
    let own = |scope| in_scope(duty, scope, report, &reference.directory, now);
    reads(duty, report, reference, now).is_some()
        && match name {
            QueueName::Tasks => own(Scope::Task),
            QueueName::Copies => duty.agency.is_some_and(|agency| {
                report.copies.contains(&agency) || report.watcher == Some(agency)
            }),
            QueueName::Escalated if duty.role == Role::OmbudsmanOfficer => own(Scope::Escalated),
            _ => true,
        }
}

/// The queue beside which a report that a duty reads opens by its number: that of its tasks or
/// its copies for those who only help, the widest one for those who have it.
#[must_use]
pub(crate) fn home(
    duty: &Duty,
    report: &Report,
    reference: &Reference,
    now: Timestamp,
) -> Option<QueueName> {
    let helps = viewer(duty, report, &reference.directory, now) == Viewer::Support;
    let has = |name: &QueueName| queues_of(duty.role).contains(name);
    [QueueName::Tasks, QueueName::Copies]
        .into_iter()
        .filter(|name| helps && has(name))
        .find(|name| lists(*name, duty, report, reference, now))
        .or_else(|| widest(duty.role))
}
