//! Administration: who is let in, and each change once with success and once refused.

mod accounts;
mod places;
mod replay;
mod rules;
mod strangers;

use crate::world::{Page, World};
use axum::http::StatusCode;
use domain::{AgencyId, Duty, OfficerId, Role};
use jiff::civil::date;
use store::audit::{self, Trail};
use store::db::Db;
use store::duties::{self, NewDuty};
use store::officers::{self, Profile};
use store::password::{Cost, Passwords};
use store::reference::{self, DataSet};
use store::sessions;

pub(crate) const CITY: &str = "/atur/instansi/kota-bandung";

/// The application over the nation's reference data, with somebody of each kind signed in.
pub(crate) struct Office {
    pub(crate) world: World,
}

impl Office {
    /// 1 December 2026, 10:00 in Jakarta.
    pub(crate) async fn new(db: Db) -> Self {
        let world = World::bare(db);
        let villages = "code,name,lat,lon,postal\n";
        let data = DataSet::embedded().unwrap().with("regions/villages.csv", villages);
        reference::seed(&world.store, data, |_| {}).await.unwrap();
        reference::load(&world.store).await.unwrap();
        Self { world }
    }

    pub(crate) fn agency(&self, slug: &str) -> AgencyId {
        self.world.store.reference().directory.agency_by_slug(slug).expect(slug).id
    }

    pub(crate) async fn officer(
        &self,
        username: &str,
        role: Role,
        agency: Option<&str>,
    ) -> OfficerId {
        if let Some(known) = officers::find(&self.world.store, username).await.unwrap() {
            return known.id;
        }
        let store = &self.world.store;
        let profile = Profile {
            name: format!("Petugas {username}"),
            language: "id".to_owned(),
            ..Profile::default()
        };
        let passwords = Passwords::new(Cost::TRIFLING, store.chance()).unwrap();
        let made =
            officers::create(store, &passwords, username, &profile, crate::world::PASSWORD, None)
                .await;
        let officer = made.unwrap();
        let agency = agency.map(|slug| self.agency(slug));
        let reference = store.reference();
        let unit = agency
            .and_then(|agency| reference.directory.inspectorate_of(agency))
            .map(|unit| unit.id);
        let unit = unit.filter(|_| role.is_of_unit());
        let duty = Duty { officer, role, agency, unit, hub: None, province: None };
        let new = NewDuty {
            duty,
            valid_from: date(2026, 1, 5),
            valid_to: None,
            decree: "SK 1/2026".to_owned(),
        };
        duties::add(store, &new, None).await.unwrap();
        officer
    }

    /// The cookie of a session of an officer with this role.
    pub(crate) async fn sign_in(&self, username: &str, role: Role, agency: Option<&str>) -> String {
        let officer = self.officer(username, role, agency).await;
        format!("meja={}", sessions::open_for(&self.world.store, officer).await.unwrap().expose())
    }

    pub(crate) async fn supervisor(&self) -> String {
        self.sign_in("pengawas", Role::NationalSupervisor, None).await
    }

    pub(crate) async fn national(&self) -> String {
        self.sign_in("nasional", Role::NationalAdmin, None).await
    }

    pub(crate) async fn city(&self) -> String {
        self.sign_in("bandung", Role::AgencyAdmin, Some("kota-bandung")).await
    }

    pub(crate) async fn liaison(&self) -> String {
        self.sign_in("penghubung", Role::LiaisonOfficer, Some("kota-bandung")).await
    }

    pub(crate) async fn get(&self, path: &str, cookie: &str) -> Page {
        self.world.get(path, cookie).await
    }

    /// Sends a form with the token of this session.
    pub(crate) async fn send(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Page {
        // Every page of an admin with a form carries the same token.
        let token = self.world.get("/keluar", cookie).await.hidden("token");
        let mut all = vec![("token", token.as_str())];
        all.extend_from_slice(fields);
        self.world.post(path, cookie, &all).await
    }

    /// A change that has to succeed: it leads on to a page that says so.
    pub(crate) async fn change(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.send(path, cookie, fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", told(&page));
        assert!(page.location.contains("hasil="), "{path} leads to {}", page.location);
        let next = self.get(&page.location, cookie).await;
        assert_eq!(next.status, StatusCode::OK, "{}", page.location);
        assert!(next.has("notice-success"), "{} does not say what was done", page.location);
        next
    }

    /// A change that is asked for once more, then succeeds.
    pub(crate) async fn change_surely(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let asked = self.send(path, cookie, fields).await;
        assert_eq!(asked.status, StatusCode::OK, "{path}: {}", told(&asked));
        assert!(asked.has("confirm-consequence"), "{path} does not ask");
        assert_eq!(asked.hidden("pasti"), "ya");
        let mut sure = vec![("pasti", "ya")];
        sure.extend_from_slice(fields);
        self.change(path, cookie, &sure).await
    }

    /// A rule whose effect is looked at first and then saved: the page of the effect, and the page
    /// after saving.
    pub(crate) async fn change_looked(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
    ) -> (Page, Page) {
        let seen = self.get(path, cookie).await.hidden("versi");
        let mut all = vec![("versi", seen.as_str())];
        all.extend_from_slice(fields);
        let looked = self.send(path, cookie, &all).await;
        assert_eq!(looked.status, StatusCode::OK, "{path}: {}", told(&looked));
        assert!(looked.has("Belum disimpan"), "{path} does not show the effect");
        assert_eq!(looked.hidden("versi"), seen);
        all.push(("pasti", "ya"));
        let done = self.change(path, cookie, &all).await;
        (looked, done)
    }

    /// A change that is refused with this text, everything typed kept.
    pub(crate) async fn refuse(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        why: &str,
    ) {
        let page = self.send(path, cookie, fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", told(&page));
        assert!(
            page.has("error-summary") && page.has(why),
            "{path} does not say {why}: {}",
            told(&page)
        );
        for (name, value) in
            fields.iter().filter(|(name, value)| !value.is_empty() && *name != "pasti")
        {
            let escaped = value.replace('&', "&amp;").replace('"', "&quot;");
            assert!(page.has(&escaped), "{path} loses {name}={value}");
        }
    }

    pub(crate) async fn audited(&self, subject: &str) -> Vec<String> {
        let trail = Trail::Subject(subject.to_owned());
        let acts = audit::page(&self.world.store, &trail, None, 50).await.unwrap();
        acts.into_iter().map(|act| act.act).collect()
    }
}

/// What a page says of errors, or its title.
fn told(page: &Page) -> String {
    let from = page.html.find("error-summary").or_else(|| page.html.find("<main")).unwrap_or(0);
    page.html[from..].chars().take(900).collect()
}

/// The three fields of a date.
pub(crate) fn day(name: &str, iso: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = iso.split('-').collect();
    let plain = |text: &str| text.trim_start_matches('0').to_owned();
    [("year", 0), ("month", 1), ("day", 2)]
        .map(|(part, at)| (format!("{name}-{part}"), plain(parts[at])))
        .to_vec()
}

/// Fields with a date among them.
pub(crate) fn with_day<'a>(
    fields: &[(&'a str, &'a str)],
    day: &'a [(String, String)],
) -> Vec<(&'a str, &'a str)> {
    fields
        .iter()
        .copied()
        .chain(day.iter().map(|(name, value)| (name.as_str(), value.as_str())))
        .collect()
}
