//! Officers of every desk that the story comes to, made when it first does.

use super::accounts::{Accounts, DECREE};
use crate::compose::Failed;
use domain::nik::Sex;
use domain::region::RegionCode;
use domain::role::{Desk, Duty, HubId, Role};
use domain::{OfficerId, Reference};
use jiff::civil::Date;
use rand::Rng;
use rand::SeedableRng;
use rand::rngs::StdRng;
use sim::people::People;
use std::collections::BTreeMap;
use store::Store;
use store::duties::{self, NewDuty};
use store::officers::{self, Profile};
use store::password::{Cost, Passwords, one_time};

/// Who acts where.
pub(crate) struct Staff {
    store: Store,
    duties: BTreeMap<String, Duty>,
    passwords: Passwords,
    since: Date,
    rng: StdRng,
}

impl Staff {
    /// The accounts that the demonstration prints act in it, too. The store is one that draws from
    /// the system: passwords are not the seed's to tell.
    pub(crate) fn new(
        store: Store,
        accounts: &Accounts,
        since: Date,
        seed: u64,
    ) -> Result<Self, Failed> {
        let duties = accounts.duties().map(|duty| (place_of(duty), duty.clone())).collect();
        // Nobody signs in with these passwords: each has 100 random bits and is thrown away, so
        // the cost of guessing one is beyond reach whatever a hash costs.
        let passwords = Passwords::new(Cost::TRIFLING, store.chance())?;
        Ok(Self { store, duties, passwords, since, rng: StdRng::seed_from_u64(seed ^ 0x57af) })
    }

    /// Who acts for a desk.
    pub(crate) async fn at(&mut self, people: &People, desk: Desk) -> Result<Duty, Failed> {
        let reference = self.store.reference();
        let (role, agency, unit) = match desk {
            Desk::National => (Role::NationalAdmin, None, None),
            Desk::Review => (Role::NationalSupervisor, None, None),
            Desk::Ombudsman => (Role::OmbudsmanOfficer, None, None),
            Desk::Agency(agency) => (Role::AgencyAdmin, Some(agency), None),
            Desk::Unit(agency, unit) if reference.directory.is_inspectorate(unit) => {
                (Role::InspectorateOfficer, Some(agency), Some(unit))
            }
            Desk::Unit(agency, unit) => (Role::LiaisonOfficer, Some(agency), Some(unit)),
        };
        let duty = Duty { officer: OfficerId(0), role, agency, unit, hub: None, province: None };
        self.holder(people, duty).await
    }

    /// The manager of a hub.
    pub(crate) async fn hub(&mut self, people: &People, hub: HubId) -> Result<Duty, Failed> {
        let duty = Duty {
            officer: OfficerId(0),
            role: Role::HubManager,
            agency: None,
            unit: None,
            hub: Some(hub),
            province: None,
        };
        self.holder(people, duty).await
    }

    async fn holder(&mut self, people: &People, mut duty: Duty) -> Result<Duty, Failed> {
        let store = &self.store;
        let place = place_of(&duty);
        if let Some(known) = self.duties.get(&place) {
            return Ok(known.clone());
        }
        let username = format!("petugas.{place}");
        if let Some(officer) = officers::find(store, &username).await? {
            duty.officer = officer.id;
        } else {
            let sex = if self.rng.random_bool(0.5) { Sex::Female } else { Sex::Male };
            let name = people.name(home(&duty, &store.reference()), sex, &mut self.rng);
            let profile = Profile { name, email: None, phone: None, language: "id".to_owned() };
            let password = one_time(store.chance());
            duty.officer =
                officers::create(store, &self.passwords, &username, &profile, &password, None)
                    .await?;
            let new = NewDuty {
                duty: duty.clone(),
                valid_from: self.since,
                valid_to: None,
                decree: DECREE.to_owned(),
            };
            duties::add(store, &new, None).await?;
        }
        self.duties.insert(place, duty.clone());
        Ok(duty)
    }
}

/// Where a duty is held, as one word.
fn place_of(duty: &Duty) -> String {
    match (duty.role, duty.agency, duty.unit, duty.hub) {
        (Role::LiaisonOfficer | Role::InspectorateOfficer, _, Some(unit), _) => format!("u{unit}"),
        (Role::AgencyAdmin, Some(agency), ..) => format!("a{agency}"),
        (Role::HubManager, _, _, Some(hub)) => format!("h{}", hub.0),
        (role, Some(agency), ..) => format!("{}-{agency}", role.word()),
        (role, ..) => role.word().to_owned(),
    }
}

/// The region whose names an officer is likely to bear: the agency's own, or the capital's.
fn home(duty: &Duty, reference: &Reference) -> Option<RegionCode> {
    let agency = duty.agency.and_then(|id| reference.directory.agency(id));
    agency.and_then(|agency| agency.region).or_else(|| RegionCode::from_number(31))
}
