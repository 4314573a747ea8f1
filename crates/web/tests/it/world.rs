//! The application with its clock, chance and officers in hand.

use crate::nation::{self, CITY, HUB, INSPECTORATE, LEAF, LIGHTS, MINISTRY, ROADS, region};
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION};
use axum::http::{Request, StatusCode};
use domain::category::CategoryCode;
use domain::command::Command;
use domain::filing::{FileNo, ReporterFacts, Where};
use domain::kind::{Channel, ComplaintClass, Level, ReportKind};
use domain::role::Actor;
use domain::visibility::Privacy;
use domain::{AgencyId, Duty, Filing, Office, Report, ReportId, Role, UnitId};
use jiff::Timestamp;
use jiff::civil::date;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::clock::ManualClock;
use store::db::Db;
use store::duties::{self, NewDuty};
use store::files::{Bucket, FilesPlace, FilesSettings, Origin};
use store::officers::{self, Profile};
use store::password::{Cost, Passwords};
use store::people::Identity;
use store::reports::{self, Intake};
use store::sessions::Token;
use store::testing::with_reference;
use store::{Store, params, sessions};
use tower::ServiceExt as _;
use web::{App, Settings};

/// A test of the application on a fresh SQLite database; the store's own tests prove that the other
/// engine behaves the same.
#[macro_export]
macro_rules! app_test {
    ($name:ident, $test:expr) => {
        #[test]
        fn $name() {
            store::testing::run(store::db::Engine::Sqlite, $test);
        }
    };
}

pub(crate) const PASSWORD: &str = "rumah biru di ujung gang";

/// One officer of each duty that works at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    National,
    Supervisor,
    CityAdmin,
    MinistryAdmin,
    Liaison,
    SubLiaison,
    Inspector,
    Ombudsman,
    Hub,
    Head,
    Learner,
}

pub(crate) const EVERYBODY: [Who; 11] = [
    Who::National,
    Who::Supervisor,
    Who::CityAdmin,
    Who::MinistryAdmin,
    Who::Liaison,
    Who::SubLiaison,
    Who::Inspector,
    Who::Ombudsman,
    Who::Hub,
    Who::Head,
    Who::Learner,
];

impl Who {
    fn place(self) -> (Role, Option<AgencyId>, Option<UnitId>) {
        match self {
            Self::National => (Role::NationalAdmin, None, None),
            Self::Supervisor => (Role::NationalSupervisor, None, None),
            Self::CityAdmin => (Role::AgencyAdmin, Some(CITY), None),
            Self::MinistryAdmin => (Role::AgencyAdmin, Some(MINISTRY), None),
            Self::Liaison => (Role::LiaisonOfficer, Some(CITY), Some(ROADS)),
            Self::SubLiaison => (Role::LiaisonOfficer, Some(CITY), Some(LIGHTS)),
            Self::Inspector => (Role::InspectorateOfficer, Some(CITY), Some(INSPECTORATE)),
            Self::Ombudsman => (Role::OmbudsmanOfficer, None, None),
            Self::Hub => (Role::HubManager, None, None),
            Self::Head => (Role::AgencyHead, Some(CITY), None),
            Self::Learner => (Role::Learner, None, None),
        }
    }

    pub(crate) fn duty(self, officer: domain::OfficerId) -> Duty {
        let (role, agency, unit) = self.place();
        let hub = (self == Self::Hub).then_some(HUB);
        Duty { officer, role, agency, unit, hub, province: None }
    }

    fn username(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// A page as it came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) cookie: Option<String>,
    pub(crate) html: String,
}

impl Page {
    pub(crate) fn has(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    /// The value of the first hidden field of a name.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let from =
            self.html.find(&start).unwrap_or_else(|| panic!("no hidden {name} in {}", self.html))
                + start.len();
        self.html[from..].split('"').next().unwrap_or_default().to_owned()
    }
}

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) app: App,
    cookies: Mutex<Vec<(Who, String)>>,
}

impl World {
    pub(crate) async fn new(db: Db) -> Self {
        let world = Self::bare(db);
        places(&world.store).await;
        world
    }

    /// Without the rows that duties point to.
    pub(crate) fn bare(db: Db) -> Self {
        let clock = Arc::new(ManualClock::new("2026-12-01T03:00:00Z".parse().expect("an instant")));
        let store = with_reference(db, nation::reference(), Arc::<ManualClock>::clone(&clock));
        let folder = std::env::temp_dir().join(format!("lapor-web-test-{}", std::process::id()));
        let settings = FilesSettings { place: FilesPlace::Folder(folder), scanner: None };
        let bucket = Bucket::open(&settings).expect("a folder for files");
        let passwords = Passwords::new(Cost::TRIFLING, store.chance()).expect("a cost");
        let settings = Settings {
            base_url: "http://lapor.test".to_owned(),
            secure_cookies: false,
            exit_url: "https://www.bmkg.go.id/".to_owned(),
            behind_proxy: false,
            request_limit: Duration::from_secs(20),
            filing_per_minute: web::rate::FILING_PER_MINUTE,
        };
        let app = App::new(store.clone(), bucket, settings).with_passwords(passwords);
        Self { store, clock, app, cookies: Mutex::default() }
    }

    /// The same world served by a process begun later: nothing in memory is left.
    pub(crate) fn begun_again(self) -> Self {
        let (bucket, settings) = (self.app.bucket().clone(), self.app.settings().clone());
        Self { app: App::new(self.store.clone(), bucket, settings), ..self }
    }

    /// Makes the officer, if need be, and answers the cookie of their session.
    pub(crate) async fn sign_in(&self, who: Who) -> String {
        let known = self
            .cookies
            .lock()
            .expect("a lock")
            .iter()
            .find(|(of, _)| *of == who)
            .map(|(_, cookie)| cookie.clone());
        if let Some(cookie) = known {
            let token = Token::from_cookie(cookie.trim_start_matches("meja="));
            if sessions::load(&self.store, &token).await.expect("a look-up").is_some() {
                return cookie;
            }
        }
        let cookie = self.sign_in_again(who).await;
        let mut cookies = self.cookies.lock().expect("a lock");
        cookies.retain(|(of, _)| *of != who);
        cookies.push((who, cookie.clone()));
        cookie
    }

    /// Another session of the same officer.
    pub(crate) async fn sign_in_again(&self, who: Who) -> String {
        let officer = self.officer(who).await;
        let token = sessions::open_for(&self.store, officer).await.expect("a session");
        format!("meja={}", token.expose())
    }

    pub(crate) async fn officer(&self, who: Who) -> domain::OfficerId {
        if let Some(known) = officers::find(&self.store, &who.username()).await.expect("a look-up")
        {
            return known.id;
        }
        let profile = Profile {
            name: format!("Petugas {who:?}"),
            language: "id".to_owned(),
            ..Profile::default()
        };
        let passwords = Passwords::new(Cost::TRIFLING, self.store.chance()).expect("a cost");
        let made =
            officers::create(&self.store, &passwords, &who.username(), &profile, PASSWORD, None)
                .await;
        let id = made.expect("an account");
        let new = NewDuty {
            duty: who.duty(id),
            valid_from: date(2026, 1, 1),
            valid_to: None,
            decree: "SK 1/2026".to_owned(),
        };
        duties::add(&self.store, &new, None).await.expect("a duty");
        id
    }

    pub(crate) fn filing() -> Filing {
        Filing {
            kind: ReportKind::Complaint,
            class: ComplaintClass::NonSupervisory,
            title: "Lampu jalan padam di Jalan Merdeka".to_owned(),
            body: "Sejak tiga minggu lampu di depan sekolah padam. Anak-anak pulang dalam gelap."
                .to_owned(),
            wish: String::new(),
            category: CategoryCode::parse(LEAF),
            level: Some(Level::Regency),
            happened_on: None,
            place: Where {
                region: Some(region("327302")),
                detail: "Depan SD Negeri 3".to_owned(),
                point: None,
            },
            target: None,
            accused: Vec::new(),
            deficits: Vec::new(),
            privacy: Privacy::default(),
            channel: Channel::Website,
            files: Vec::new(),
            reporter: ReporterFacts { reachable: true, ..ReporterFacts::default() },
        }
    }

    /// Files a report by a person called Siti Rahma.
    pub(crate) async fn file(&self, filing: Filing) -> Report {
        let identity = Identity {
            name: Some("Siti Rahma".to_owned()),
            phone: Some("+628123456789".to_owned()),
            language: "id".to_owned(),
            ..Identity::default()
        };
        let key = format!("kunci {}", self.store.next_id());
        let intake = Intake {
            key,
            report_id: None,
            filing,
            identity: Some(identity),
            language: "id".to_owned(),
            draft: None,
        };
        let receipt = reports::file(&self.store, intake).await.expect("a receipt");
        self.load(receipt.id).await
    }

    /// Files a report by somebody who left neither telephone nor e-mail.
    pub(crate) async fn file_by_paper(&self, filing: Filing) -> Report {
        let key = format!("kunci {}", self.store.next_id());
        let intake = Intake {
            key,
            report_id: None,
            filing,
            identity: None,
            language: "id".to_owned(),
            draft: None,
        };
        let receipt = reports::file(&self.store, intake).await.expect("a receipt");
        self.load(receipt.id).await
    }

    pub(crate) async fn load(&self, id: ReportId) -> Report {
        reports::load(&self.store, id).await.expect("a read").expect("a report").0
    }

    pub(crate) async fn give(&self, id: ReportId, command: Command, actor: Actor) -> Report {
        reports::execute(&self.store, id, None, command, actor)
            .await
            .expect("a command carried out")
    }

    pub(crate) async fn give_as(&self, id: ReportId, command: Command, who: Who) -> Report {
        let officer = self.officer(who).await;
        self.give(id, command, Actor::Officer(who.duty(officer))).await
    }

    /// A report that lies at the city's desk.
    pub(crate) async fn at_city(&self) -> Report {
        let filed = self.file(Self::filing()).await;
        self.give_as(filed.id, forward(CITY), Who::National).await
    }

    /// A report that lies with the roads.
    pub(crate) async fn at_roads(&self) -> Report {
        let report = self.at_city().await;
        self.give_as(report.id, assign(ROADS), Who::CityAdmin).await
    }

    /// A report under examination by the inspectorate.
    pub(crate) async fn at_inspectorate(&self) -> Report {
        let report = self.at_city().await;
        self.give_as(report.id, Command::Supervise { agency: CITY }, Who::CityAdmin).await
    }

    /// Takes in a file of the reporter, for the next message.
    pub(crate) async fn attach(&self, id: ReportId, name: &str, content: Vec<u8>) -> FileNo {
        let (bucket, origin) = (self.app.bucket(), Origin::Reporter);
        let added = store::files::add(&self.store, bucket, id, origin, name, content.into()).await;
        added.expect("a file taken in").no
    }

    pub(crate) async fn get(&self, path: &str, cookie: &str) -> Page {
        let request = Request::get(path).header(HOST, "lapor.test").header(COOKIE, cookie);
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    pub(crate) async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.hand_in(path, cookie, "application/x-www-form-urlencoded", body).await
    }

    async fn hand_in(&self, path: &str, cookie: &str, kind: &str, body: impl Into<Body>) -> Page {
        let request = Request::post(path)
            .header(HOST, "lapor.test")
            .header("sec-fetch-site", "same-origin")
            .header(COOKIE, cookie)
            .header(CONTENT_TYPE, kind);
        self.send(request.body(body.into()).expect("a request")).await
    }

    /// Sends a form with files: the name of each field, of the file, and what is in it.
    pub(crate) async fn upload(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let head = "--GARIS\r\nContent-Disposition: form-data; name=";
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend(format!("{head}\"{field}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (field, name, content) in files {
            body.extend(format!("{head}\"{field}\"; filename=\"{name}\"\r\n").bytes());
            body.extend(b"Content-Type: application/octet-stream\r\n\r\n");
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        }
        body.extend(b"--GARIS--\r\n");
        self.hand_in(path, cookie, "multipart/form-data; boundary=GARIS", body).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        let response = web::router(self.app.clone()).oneshot(request).await.expect("an answer");
        let header = |name| {
            response.headers().get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok())
        };
        let location = header(LOCATION).unwrap_or_default().to_owned();
        let cookie = header(axum::http::header::SET_COOKIE)
            .map(|set| set.split(';').next().unwrap_or_default().to_owned());
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        Page { status, location, cookie, html: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Sends the form of an act from the page it is on.
    pub(crate) async fn act(
        &self,
        cookie: &str,
        queue: &str,
        report: &Report,
        slug: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let number = report.tracking.compact();
        let page = self.get(&format!("/meja/{queue}/{number}"), cookie).await;
        assert_eq!(page.status, StatusCode::OK, "the page of {slug}");
        let (token, version) = (page.hidden("token"), page.hidden("versi"));
        let mut all =
            vec![("token", token.as_str()), ("versi", version.as_str()), ("antrean", queue)];
        all.extend_from_slice(fields);
        self.post(&format!("/meja/laporan/{number}/{slug}"), cookie, &all).await
    }

    pub(crate) fn wait(&self, to: &str) {
        self.clock.set(to.parse::<Timestamp>().expect("an instant"));
    }
}

pub(crate) fn forward(lead: AgencyId) -> Command {
    Command::Forward {
        lead,
        supporting: Vec::new(),
        copies: Vec::new(),
        watcher: None,
        note: String::new(),
    }
}

pub(crate) fn assign(unit: UnitId) -> Command {
    Command::Assign { unit, supporting: Vec::new(), note: String::new() }
}

pub(crate) fn accused(unit: Option<UnitId>) -> Vec<Office> {
    vec![Office { agency: CITY, unit }]
}

/// The rows that duties point to.
async fn places(store: &Store) {
    const AGENCY: &str = "INSERT INTO agency (id, slug, kind, zone) VALUES ($1, $2, 'city', 'wib')";
    const UNIT: &str =
        "INSERT INTO unit (id, agency, code, kind, name) VALUES ($1, $2, $3, 'other', $3)";
    const HUB_ROW: &str = "INSERT INTO hub (id, code, kind, name_id, name_en) VALUES ($1, 'jawa-barat', 'province', 'x', 'x')";
    let write = move |tx: &mut store::db::Tx<'_>| {
        for id in [CITY, MINISTRY] {
            tx.exec(AGENCY, params![id.0, id.to_string()])?;
        }
        for unit in [ROADS, LIGHTS, INSPECTORATE, nation::HEALTH] {
            tx.exec(UNIT, params![unit.0, CITY.0, unit.to_string()])?;
        }
        tx.exec(HUB_ROW, params![HUB.0])
    };
    store.db().write("test-places", write).await.expect("places");
}
