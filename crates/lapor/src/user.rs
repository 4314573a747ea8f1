//! `lapor user`: accounts from the command line, above all the first one.

use crate::compose::{self, Failed};
use crate::config::Config;
use crate::say;
use clap::Subcommand;
use domain::role::{Duty, HubId, Role};
use domain::{AgencyId, OfficerId, Reference, UnitId};
use store::duties::{self, NewDuty};
use store::officers::{self, Profile};
use store::password::{Cost, Passwords};
use store::{Store, reference};

/// What to do with accounts.
#[derive(Subcommand)]
pub(crate) enum UserCommand {
    /// Make an account with one duty and print its one-time password.
    ///
    /// The first national supervisor:
    /// lapor user add sri --name "Sri Wahyuni" --role `national_supervisor` --decree "SK 12/2026"
    Add {
        /// Name to sign in with.
        username: String,
        /// Full name.
        #[arg(long)]
        name: String,
        /// Role, such as `national_admin`, `agency_admin`, `liaison_officer`.
        #[arg(long)]
        role: String,
        /// Short URL name of the agency, such as kota-bandung.
        #[arg(long)]
        agency: Option<String>,
        /// Code of the unit within the agency, such as `public_works`.
        #[arg(long)]
        unit: Option<String>,
        /// Code of the hub, for a hub manager.
        #[arg(long)]
        hub: Option<String>,
        /// E-mail address for notices.
        #[arg(long)]
        email: Option<String>,
        /// The decree that appoints.
        #[arg(long)]
        decree: String,
    },
    /// Give a new one-time password and forget the second factor; ends every session.
    Reset {
        /// Name to sign in with.
        username: String,
    },
    /// Suspend an account; ends every session at once.
    Suspend {
        /// Name to sign in with.
        username: String,
    },
}

/// Carries it out.
pub(crate) async fn run(config: &Config, command: UserCommand) -> Result<(), Failed> {
    let store = compose::open_for_work(config).await?;
    reference::load(&store).await?;
    match command {
        UserCommand::Add { username, name, role, agency, unit, hub, email, decree } => {
            let place =
                Place::find(&store, &role, agency.as_deref(), unit.as_deref(), hub.as_deref())?;
            let profile = Profile { name, email, phone: None, language: "id".to_owned() };
            let passwords = Passwords::new(Cost::STANDARD, store.chance())?;
            let (officer, one_time) =
                officers::invite(&store, &passwords, &username, &profile, None).await?;
            let today = Reference::today(store.now());
            let new =
                NewDuty { duty: place.duty(officer), valid_from: today, valid_to: None, decree };
            duties::add(&store, &new, None).await?;
            say::line(format!("account {username}, one-time password: {}", one_time.as_str()));
        }
        UserCommand::Reset { username } => {
            let officer = find(&store, &username).await?;
            let passwords = Passwords::new(Cost::STANDARD, store.chance())?;
            let one_time = officers::reset(&store, &passwords, officer, None).await?;
            say::line(format!("account {username}, one-time password: {}", one_time.as_str()));
        }
        UserCommand::Suspend { username } => {
            let officer = find(&store, &username).await?;
            officers::suspend(&store, officer, None).await?;
            say::line(format!("account {username} is suspended"));
        }
    }
    store.db().close().await?;
    Ok(())
}

async fn find(store: &Store, username: &str) -> Result<OfficerId, Failed> {
    let found = officers::find(store, username).await?;
    found.map(|officer| officer.id).ok_or_else(|| format!("there is no account {username}").into())
}

/// Where a duty reaches.
pub(crate) struct Place {
    role: Role,
    agency: Option<AgencyId>,
    unit: Option<UnitId>,
    hub: Option<HubId>,
}

impl Place {
    /// Looks up the codes of the reference data.
    pub(crate) fn find(
        store: &Store,
        role: &str,
        agency: Option<&str>,
        unit: Option<&str>,
        hub: Option<&str>,
    ) -> Result<Self, Failed> {
        let reference = store.reference();
        let directory = &reference.directory;
        let role = Role::from_word(role).ok_or_else(|| {
            let known: Vec<&str> = Role::ALL.iter().map(|r| r.word()).collect();
            format!("no role {role}; roles are {}", known.join(", "))
        })?;
        let agency = match agency {
            Some(slug) => {
                Some(directory.agency_by_slug(slug).ok_or_else(|| format!("no agency {slug}"))?.id)
            }
            None => None,
        };
        let unit = match (agency, unit) {
            (Some(agency), Some(code)) => {
                let found = directory.unit_by_code(agency, code);
                Some(found.ok_or_else(|| format!("no unit {code} in that agency"))?.id)
            }
            (None, Some(_)) => return Err("a unit needs its agency".into()),
            (_, None) => None,
        };
        let hub = match hub {
            Some(code) => {
                let found = directory.hubs().find(|h| &*h.code == code);
                Some(found.ok_or_else(|| format!("no hub {code}"))?.id)
            }
            None => None,
        };
        Ok(Self { role, agency, unit, hub })
    }

    /// The duty of an officer there.
    pub(crate) fn duty(&self, officer: OfficerId) -> Duty {
        Duty {
            officer,
            role: self.role,
            agency: self.agency,
            unit: self.unit,
            hub: self.hub,
            province: None,
        }
    }
}
