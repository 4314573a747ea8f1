//! Who may administer what: a table one can read.
//!
//! It speaks of administration only; acts on reports are in `domain::authority`. Nobody changes an
//! account or a duty of their own, and what concerns a national supervisor is left to another one:
//! a supervisor judges what national admins closed, so no national admin may make or unmake one.

use domain::{AgencyId, Duty, OfficerId, Role, worded};
use std::fmt::Write as _;

worded! {
    /// An act of administration.
    pub enum Act {
        /// Reads agencies, units, hubs, offices of the Ombudsman, categories, limits and calendar.
        ReadDirectory = "read_directory",
        /// Enters, renames, ends, merges and splits agencies.
        ChangeAgencies = "change_agencies",
        /// Sets an agency's own settlement limit.
        SetAgencyLimit = "set_agency_limit",
        /// Chooses which categories an agency uses.
        HideCategories = "hide_categories",
        /// Enters, renames, moves and ends units of an agency.
        ChangeUnits = "change_units",
        /// Reads who works where.
        ReadOfficers = "read_officers",
        /// Makes an account, or gives an officer a duty.
        GiveDuty = "give_duty",
        /// Ends a duty.
        EndDuty = "end_duty",
        /// Changes, closes, opens, unlocks or starts over an account.
        ChangeAccount = "change_account",
        /// Adds, changes and retires categories.
        ChangeCategories = "change_categories",
        /// Sets new limits.
        ChangeLimits = "change_limits",
        /// Adds, moves and removes holidays.
        ChangeCalendar = "change_calendar",
        /// Begins and ends memberships of hubs.
        ChangeHubs = "change_hubs",
        /// Reads what officers did.
        ReadJournal = "read_journal",
        /// Reads jobs and notices that were given up, and lets them begin again.
        ReviveWork = "revive_work",
    }
}

/// What an act of administration concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// What holds for the whole country.
    Nation,
    /// One agency with its units.
    Agency(AgencyId),
    /// A duty that is given or ended, of whichever officer.
    Duty(&'a Duty),
    /// An account, with the duties it has; with those it had when it has none.
    Account(OfficerId, &'a [Duty]),
}

/// What an agency's admin gives and ends in the own agency. The admins themselves, the head and
/// the owner of the service are appointed by the nation.
pub(crate) const OF_AGENCY_ADMIN: &[Role] = &[
    Role::LiaisonOfficer,
    Role::InspectorateOfficer,
    Role::IntakeOperator,
    Role::ComplaintAnalyst,
    Role::DataProcessor,
    Role::SystemAnalyst,
    Role::PublicRelations,
    Role::AgencyDeveloper,
    Role::LearningManagerAgency,
    Role::SocialMediaOperator,
];

/// Whether an officer in this duty may do this to that.
#[must_use]
pub fn may(duty: &Duty, act: Act, subject: Subject<'_>) -> bool {
    if concerns_oneself(duty, act, subject) {
        return false;
    }
    match reach(duty.role, act) {
        Reach::Nothing => false,
        Reach::Own => is_own(duty, act, subject),
        Reach::AllButSupervisors => !concerns_supervisor(subject),
        Reach::All => true,
    }
}

/// True when a duty may administer anything at all.
#[must_use]
pub fn administers(duty: &Duty) -> bool {
    Act::ALL.iter().any(|act| reach(duty.role, *act) != Reach::Nothing)
}

/// Whether an act may be done somewhere, so that its page is worth a link.
#[must_use]
pub(crate) fn reaches(duty: &Duty, act: Act) -> bool {
    reach(duty.role, act) != Reach::Nothing
}

/// True when an act may be done to the whole country and not only to the own agency.
#[must_use]
pub(crate) fn reaches_nation(duty: &Duty, act: Act) -> bool {
    matches!(reach(duty.role, act), Reach::All | Reach::AllButSupervisors)
}

/// How far a role reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Nothing,
    Own,
    AllButSupervisors,
    All,
}

fn reach(role: Role, act: Act) -> Reach {
    use Act as A;
    let is = |acts: &[Act]| acts.contains(&act);
    match role {
        Role::NationalAdmin if is(&[A::GiveDuty, A::EndDuty, A::ChangeAccount]) => {
            Reach::AllButSupervisors
        }
        Role::NationalAdmin | Role::NationalSupervisor => Reach::All,
        Role::AgencyAdmin => match act {
            A::ReadDirectory => Reach::All,
            A::SetAgencyLimit
            | A::HideCategories
            | A::ChangeUnits
            | A::ReadOfficers
            | A::GiveDuty
            | A::EndDuty
            | A::ChangeAccount
            | A::ReadJournal => Reach::Own,
            A::ChangeAgencies
            | A::ChangeCategories
            | A::ChangeLimits
            | A::ChangeCalendar
            | A::ChangeHubs
            | A::ReviveWork => Reach::Nothing,
        },
        Role::AgencyHead | Role::ServiceOwner => match act {
            A::ReadDirectory => Reach::All,
            A::ReadOfficers | A::ReadJournal => Reach::Own,
            _ => Reach::Nothing,
        },
        Role::HubManager | Role::WorkingCommittee if act == A::ReadDirectory => Reach::All,
        Role::DataProtectionOfficer if is(&[A::ReadDirectory, A::ReadOfficers, A::ReadJournal]) => {
            Reach::All
        }
        Role::SystemOperator if is(&[A::ReadDirectory, A::ReviveWork]) => Reach::All,
        _ => Reach::Nothing,
    }
}

fn is_own(duty: &Duty, act: Act, subject: Subject<'_>) -> bool {
    let Some(own) = duty.agency else { return false };
    let given = |other: &Duty| other.agency == Some(own) && OF_AGENCY_ADMIN.contains(&other.role);
    match subject {
        Subject::Nation => false,
        Subject::Agency(agency) => agency == own,
        Subject::Duty(other) if act == Act::ReadOfficers => other.agency == Some(own),
        Subject::Duty(other) => given(other),
        Subject::Account(_, duties) if act == Act::ReadOfficers || act == Act::ReadJournal => {
            duties.iter().any(|other| other.agency == Some(own))
        }
        Subject::Account(_, duties) => !duties.is_empty() && duties.iter().all(given),
    }
}

/// Nobody gives, ends or starts over what is their own: it takes a second person.
fn concerns_oneself(duty: &Duty, act: Act, subject: Subject<'_>) -> bool {
    let changes = matches!(act, Act::GiveDuty | Act::EndDuty | Act::ChangeAccount);
    changes
        && match subject {
            Subject::Nation | Subject::Agency(_) => false,
            Subject::Duty(other) => other.officer == duty.officer,
            Subject::Account(officer, _) => officer == duty.officer,
        }
}

fn concerns_supervisor(subject: Subject<'_>) -> bool {
    let is = |duty: &Duty| duty.role == Role::NationalSupervisor;
    match subject {
        Subject::Nation | Subject::Agency(_) => false,
        Subject::Duty(duty) => is(duty),
        Subject::Account(_, duties) => duties.iter().any(is),
    }
}

/// The table as text: acts down, roles across. `all`, `own` agency, `-` never; `all*` except what
/// concerns a national supervisor.
#[must_use]
pub fn table() -> String {
    let roles: Vec<Role> = Role::ALL
        .iter()
        .copied()
        .filter(|role| Act::ALL.iter().any(|act| reach(*role, *act) != Reach::Nothing))
        .collect();
    let width = |role: &Role| role.word().len().max(4);
    let mut text = format!("{:<18}", "act");
    // Writing to a String cannot fail.
    for role in &roles {
        let _ = write!(text, "  {:<w$}", role.word(), w = width(role));
    }
    for act in Act::ALL {
        text.truncate(text.trim_end().len());
        let _ = write!(text, "\n{:<18}", act.word());
        for role in &roles {
            let cell = match reach(*role, *act) {
                Reach::Nothing => "-",
                Reach::Own => "own",
                Reach::AllButSupervisors => "all*",
                Reach::All => "all",
            };
            let _ = write!(text, "  {cell:<w$}", w = width(role));
        }
    }
    text.truncate(text.trim_end().len());
    let given: Vec<&str> = OF_AGENCY_ADMIN.iter().map(|role| role.word()).collect();
    let _ = write!(
        text,
        "\n\nNobody gives or ends a duty of their own or changes their own account here.\n\
         all*: except what concerns a national supervisor, which only another supervisor changes.\n\
         An agency admin gives and ends: {}.\n\
         An agency admin changes accounts whose duties are all of these, in the own agency.\n",
        given.join(", ")
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duty(officer: i64, role: Role, agency: Option<i64>) -> Duty {
        let agency = agency.map(AgencyId);
        Duty { officer: OfficerId(officer), role, agency, unit: None, hub: None, province: None }
    }

    #[test]
    fn an_agency_admin_reaches_the_own_agency_and_no_further() {
        let admin = duty(1, Role::AgencyAdmin, Some(7));
        let (own, other) = (Subject::Agency(AgencyId(7)), Subject::Agency(AgencyId(8)));
        for act in [Act::SetAgencyLimit, Act::HideCategories, Act::ChangeUnits, Act::ReadOfficers] {
            assert!(may(&admin, act, own) && !may(&admin, act, other), "{act}");
        }
        for act in
            [Act::ChangeAgencies, Act::ChangeCategories, Act::ChangeLimits, Act::ChangeCalendar]
        {
            assert!(!may(&admin, act, own) && !may(&admin, act, Subject::Nation), "{act}");
        }
        let liaison = duty(2, Role::LiaisonOfficer, Some(7));
        assert!(may(&admin, Act::GiveDuty, Subject::Duty(&liaison)));
        for foreign in [
            duty(2, Role::LiaisonOfficer, Some(8)),
            duty(2, Role::AgencyAdmin, Some(7)),
            duty(2, Role::NationalAdmin, None),
        ] {
            assert!(!may(&admin, Act::GiveDuty, Subject::Duty(&foreign)), "{}", foreign.role);
            let both = [liaison.clone(), foreign];
            assert!(!may(&admin, Act::ChangeAccount, Subject::Account(OfficerId(2), &both)));
        }
        assert!(may(&admin, Act::ChangeAccount, Subject::Account(OfficerId(2), &[liaison])));
        assert!(!may(&admin, Act::ChangeAccount, Subject::Account(OfficerId(3), &[])));
    }

    #[test]
    fn nobody_administers_oneself_and_no_admin_a_supervisor() {
        let admin = duty(1, Role::NationalAdmin, None);
        let own = Subject::Account(OfficerId(1), std::slice::from_ref(&admin));
        assert!(!may(&admin, Act::ChangeAccount, own) && may(&admin, Act::ReadOfficers, own));
        let supervisor = duty(2, Role::NationalSupervisor, None);
        assert!(!may(&admin, Act::GiveDuty, Subject::Duty(&supervisor)));
        assert!(may(&supervisor, Act::EndDuty, Subject::Duty(&admin)));
        assert!(!may(&supervisor, Act::EndDuty, Subject::Duty(&supervisor)));
        let another = duty(3, Role::NationalSupervisor, None);
        assert!(may(&supervisor, Act::GiveDuty, Subject::Duty(&another)));
    }

    #[test]
    fn those_who_handle_reports_administer_nothing() {
        for role in [
            Role::LiaisonOfficer,
            Role::InspectorateOfficer,
            Role::OmbudsmanOfficer,
            Role::Reporter,
        ] {
            assert!(!administers(&duty(1, role, Some(7))), "{role}");
        }
    }
}
