//! Who acts: roles, duties and the desks at which a report waits.

use crate::id::{AgencyId, OfficerId, UnitId};
use crate::region::RegionCode;
use crate::worded;

worded! {
    /// A role of domain table §3. A person may have several; one is taken up at a time.
    pub enum Role {
        /// Anybody who is not signed in.
        Visitor = "visitor",
        /// The person who reports.
        Reporter = "reporter",
        /// Files for another person (UU 25/2009 art. 42).
        Proxy = "proxy",
        /// Types in letters, calls and visits.
        IntakeOperator = "intake_operator",
        /// Admin Nasional.
        NationalAdmin = "national_admin",
        /// Head of the national unit: policy, categories, calendar, appeals.
        NationalSupervisor = "national_supervisor",
        /// Komite Kerja Nasional.
        WorkingCommittee = "working_committee",
        /// Kantor Staf Presiden.
        PresidentialStaff = "presidential_staff",
        /// Kemendagri.
        HomeAffairs = "home_affairs",
        /// Ombudsman RI and its regional offices.
        OmbudsmanOfficer = "ombudsman_officer",
        /// Pengelola simpul koordinasi.
        HubManager = "hub_manager",
        /// Pembina.
        AgencyHead = "agency_head",
        /// Penanggung jawab.
        ServiceOwner = "service_owner",
        /// Admin Instansi.
        AgencyAdmin = "agency_admin",
        /// Pejabat Penghubung.
        LiaisonOfficer = "liaison_officer",
        /// Analis pengaduan.
        ComplaintAnalyst = "complaint_analyst",
        /// Pengolah data.
        DataProcessor = "data_processor",
        /// Analis sistem.
        SystemAnalyst = "system_analyst",
        /// Kehumasan.
        PublicRelations = "public_relations",
        /// APIP, inspektorat.
        InspectorateOfficer = "inspectorate_officer",
        /// Integrates an agency's system.
        AgencyDeveloper = "agency_developer",
        /// Runs the national learning platform.
        LearningManagerNational = "learning_manager_national",
        /// Runs an agency's learning.
        LearningManagerAgency = "learning_manager_agency",
        /// Civil servant who learns.
        Learner = "learner",
        /// Learner who is no civil servant.
        GuestLearner = "guest_learner",
        /// Turns posts into reports.
        SocialMediaOperator = "social_media_operator",
        /// Evaluator or jury.
        Evaluator = "evaluator",
        /// Civil society or university partner.
        CivilSocietyPartner = "civil_society_partner",
        /// Reads open data.
        DataConsumer = "data_consumer",
        /// Pejabat pelindungan data pribadi (UU 27/2022 art. 53).
        DataProtectionOfficer = "data_protection_officer",
        /// Runs the machines; sees no content.
        SystemOperator = "system_operator",
    }
}

impl Role {
    /// True for roles that belong to one agency.
    #[must_use]
    pub fn is_of_agency(self) -> bool {
        matches!(
            self,
            Self::AgencyHead
                | Self::ServiceOwner
                | Self::AgencyAdmin
                | Self::LiaisonOfficer
                | Self::ComplaintAnalyst
                | Self::DataProcessor
                | Self::SystemAnalyst
                | Self::PublicRelations
                | Self::InspectorateOfficer
                | Self::AgencyDeveloper
                | Self::LearningManagerAgency
        )
    }

    /// True for roles that must name a unit.
    #[must_use]
    pub fn is_of_unit(self) -> bool {
        matches!(self, Self::LiaisonOfficer | Self::InspectorateOfficer)
    }
}

/// A role taken up by an officer, with where it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Who.
    pub officer: OfficerId,
    /// As what.
    pub role: Role,
    /// For which agency.
    pub agency: Option<AgencyId>,
    /// In which unit.
    pub unit: Option<UnitId>,
    /// For which hub.
    pub hub: Option<HubId>,
    /// For which province (regional Ombudsman office); `None` is the whole country.
    pub province: Option<RegionCode>,
}

/// A coordination hub (simpul koordinasi).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HubId(pub i64);

worded! {
    /// A part of LAPOR that acts by itself.
    pub enum Reconciler {
        /// Watches the clocks.
        Timekeeper = "timekeeper",
        /// Routes where the text leaves no doubt.
        Triage = "triage",
        /// Recounts due dates after a change of the calendar.
        Calendar = "calendar",
        /// Moves open reports when an agency ends.
        Directory = "directory",
        /// Fills a demonstration.
        Demonstrator = "demonstrator",
    }
}

/// Who gives a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The reporter, proved by the report's secret or by the account.
    Reporter,
    /// An officer in a duty.
    Officer(Duty),
    /// LAPOR itself.
    System(Reconciler),
}

impl Actor {
    /// The role in which it acts; the system has none.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Reporter => Some(Role::Reporter),
            Self::Officer(duty) => Some(duty.role),
            Self::System(_) => None,
        }
    }

    /// The officer, if it is one.
    #[must_use]
    pub fn officer(&self) -> Option<OfficerId> {
        match self {
            Self::Officer(duty) => Some(duty.officer),
            Self::Reporter | Self::System(_) => None,
        }
    }
}

/// Where a report waits for an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Desk {
    /// The national admins.
    National,
    /// The national supervisor, who judges what the national admins closed.
    Review,
    /// An agency's admins.
    Agency(AgencyId),
    /// A unit's liaison officers.
    Unit(AgencyId, UnitId),
    /// The Ombudsman.
    Ombudsman,
}

impl Desk {
    /// The agency it belongs to.
    #[must_use]
    pub fn agency(self) -> Option<AgencyId> {
        match self {
            Self::Agency(agency) | Self::Unit(agency, _) => Some(agency),
            Self::National | Self::Review | Self::Ombudsman => None,
        }
    }

    /// The unit it belongs to.
    #[must_use]
    pub fn unit(self) -> Option<UnitId> {
        match self {
            Self::Unit(_, unit) => Some(unit),
            Self::Agency(_) | Self::National | Self::Review | Self::Ombudsman => None,
        }
    }
}
