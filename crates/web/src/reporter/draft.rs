//! The report being written: what was said so far, kept in the store under a token in a cookie.

use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::rate::Caller;
use crate::reader::Reader;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::category::{Category, CategoryCode};
use domain::filing::{ReporterFacts, Where};
use domain::kind::{Channel, ComplaintClass, Level, ReportKind};
use domain::nik::Sex;
use domain::region::RegionCode;
use domain::report::Office;
use domain::visibility::Privacy;
use domain::{AgencyId, Filing, Nik, Reference, ReportId, UnitId};
use serde::{Deserialize, Serialize};
use store::drafts;
use store::people::{Identity, Represented};

/// Name of the cookie that holds the token.
pub(crate) const COOKIE: &str = "draf";
/// Days the cookie lives; the draft itself lives as long.
const DAYS: i64 = 7;

/// What was said so far. Everything is optional until the last step; written as JSON into the
/// encrypted draft, so a field that was added later starts empty.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "boxes that are ticked or not")]
pub(crate) struct Said {
    pub(crate) kind: Option<String>,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) wish: String,
    pub(crate) happened_on: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) region: Option<i64>,
    pub(crate) place: String,
    pub(crate) agency: Option<i64>,
    pub(crate) level: Option<String>,
    pub(crate) accused: Vec<(i64, Option<i64>)>,
    pub(crate) files: Vec<u16>,
    pub(crate) anonymous: bool,
    pub(crate) confidential: bool,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) nik: String,
    pub(crate) address: String,
    pub(crate) sex: Option<String>,
    pub(crate) disability: Option<bool>,
    /// Filed for somebody else; the name and the relation may be left out.
    pub(crate) proxy: bool,
    pub(crate) represented: String,
    pub(crate) relation: String,
    /// The matter sounds like danger to life or limb.
    pub(crate) danger: bool,
    /// Frequent questions that were offered.
    pub(crate) offered: Vec<i64>,
    /// Steps that were answered, "I don't know" included.
    pub(crate) answered: Vec<Step>,
}

/// One page of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    Kind,
    Matter,
    Category,
    Place,
    Office,
    Accused,
    Files,
    Identity,
    Review,
}

impl Step {
    pub(crate) const ALL: [Self; 9] = [
        Self::Kind,
        Self::Matter,
        Self::Category,
        Self::Place,
        Self::Office,
        Self::Accused,
        Self::Files,
        Self::Identity,
        Self::Review,
    ];
    /// Steps as the reporter counts them: choosing the category belongs to the matter, naming the
    /// office complained about to the office.
    pub(crate) const COUNT: u8 = 7;

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Kind => "/lapor/jenis",
            Self::Matter => "/lapor/isi",
            Self::Category => "/lapor/kategori",
            Self::Place => "/lapor/tempat",
            Self::Office => "/lapor/tujuan",
            Self::Accused => "/lapor/terlapor",
            Self::Files => "/lapor/berkas",
            Self::Identity => "/lapor/pelapor",
            Self::Review => "/lapor/periksa",
        }
    }

    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Kind => 1,
            Self::Matter | Self::Category => 2,
            Self::Place => 3,
            Self::Office | Self::Accused => 4,
            Self::Files => 5,
            Self::Identity => 6,
            Self::Review => 7,
        }
    }

    fn beside(self, by: isize) -> Option<Self> {
        let at = Self::ALL.iter().position(|step| *step == self)?;
        at.checked_add_signed(by).and_then(|at| Self::ALL.get(at).copied())
    }

    pub(crate) fn before(self) -> Option<Self> {
        self.beside(-1)
    }

    pub(crate) fn after(self) -> Self {
        self.beside(1).unwrap_or(Self::Review)
    }
}

impl Said {
    pub(crate) fn kind(&self) -> Option<ReportKind> {
        self.kind.as_deref().and_then(ReportKind::from_word)
    }

    pub(crate) fn category_code(&self) -> Option<CategoryCode> {
        self.category.as_deref().and_then(CategoryCode::parse)
    }

    pub(crate) fn category<'r>(&self, reference: &'r Reference) -> Option<&'r Category> {
        self.category_code().and_then(|code| reference.categories.get(&code))
    }

    pub(crate) fn region(&self) -> Option<RegionCode> {
        self.region.and_then(RegionCode::from_number)
    }

    pub(crate) fn agency(&self) -> Option<AgencyId> {
        self.agency.map(AgencyId)
    }

    pub(crate) fn level(&self) -> Option<Level> {
        self.level.as_deref().and_then(Level::from_word)
    }

    pub(crate) fn accused(&self) -> impl Iterator<Item = Office> {
        self.accused
            .iter()
            .map(|(agency, unit)| Office { agency: AgencyId(*agency), unit: unit.map(UnitId) })
    }

    pub(crate) fn has_answered(&self, step: Step) -> bool {
        self.answered.contains(&step)
    }

    pub(crate) fn answer(&mut self, step: Step) {
        if !self.has_answered(step) {
            self.answered.push(step);
        }
    }

    /// The first step that still has to be answered; the preview when none is left.
    pub(crate) fn next_open(&self) -> Step {
        Step::ALL.into_iter().find(|step| !self.has_answered(*step)).unwrap_or(Step::Review)
    }

    /// What would be handed in if it were sent now.
    pub(crate) fn filing(&self) -> Option<Filing> {
        Some(Filing {
            kind: self.kind()?,
            class: ComplaintClass::NonSupervisory,
            title: self.title.clone(),
            body: self.body.clone(),
            wish: self.wish.clone(),
            category: self.category_code(),
            level: self.level(),
            happened_on: self.happened_on.as_deref().and_then(|day| day.parse().ok()),
            place: Where { region: self.region(), detail: self.place.clone(), point: None },
            target: self.agency(),
            accused: self.accused().collect(),
            deficits: Vec::new(),
            privacy: Privacy { anonymous: self.anonymous, confidential: self.confidential },
            channel: Channel::Website,
            files: self.files.clone(),
            reporter: ReporterFacts {
                sex: self.sex.as_deref().and_then(Sex::from_word),
                disability: self.disability,
                reachable: !self.phone.is_empty() || !self.email.is_empty(),
                proxy: self.proxy,
            },
        })
    }

    /// For whom it is filed, if somebody was named.
    pub(crate) fn represents(&self) -> Option<Represented> {
        let (name, relation) = (self.represented.clone(), self.relation.clone());
        (!name.is_empty()).then_some(Represented { name, relation })
    }

    /// Who files, if anything was said about that.
    pub(crate) fn identity(&self, language: &str) -> Option<Identity> {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        let identity = Identity {
            name: given(&self.name),
            phone: given(&self.phone),
            email: given(&self.email),
            nik: Nik::parse(&self.nik).ok(),
            address: given(&self.address),
            language: language.to_owned(),
        };
        let said = identity.name.is_some()
            || identity.phone.is_some()
            || identity.email.is_some()
            || identity.nik.is_some()
            || identity.address.is_some();
        said.then_some(identity)
    }
}

/// A draft in hand.
pub(crate) struct Draft {
    pub(crate) token: String,
    pub(crate) report_id: ReportId,
    pub(crate) said: Said,
    pub(crate) expires_at: jiff::Timestamp,
}

impl Draft {
    /// Keeps what was said.
    pub(crate) async fn save(&self, app: &App) -> Answer<()> {
        let body = serde_json::to_string(&self.said)
            .map_err(|_| Failure::Fault("a draft cannot be written as JSON".to_owned()))?;
        if drafts::save(app.store(), &self.token, &body).await? {
            Ok(())
        } else {
            Err(Failure::SessionEnded { back: "/lapor".to_owned() })
        }
    }

    /// Keeps what was said and asks the same step once more.
    pub(crate) async fn again(
        &mut self,
        app: &App,
        reader: &Reader,
        step: Step,
        changing: bool,
    ) -> Answer {
        self.said.answered.retain(|answered| *answered != step);
        self.save(app).await?;
        let change = if changing { "?ubah=ya" } else { "" };
        Ok(Redirect::to(&reader.href(&format!("{}{change}", step.path()))).into_response())
    }

    /// Keeps what was said and leads on: to the next step, or back to the preview when the step
    /// was opened from there.
    pub(crate) async fn proceed(
        &mut self,
        app: &App,
        reader: &Reader,
        step: Step,
        changing: bool,
    ) -> Answer {
        self.said.answer(step);
        self.save(app).await?;
        let to = if changing { self.said.next_open() } else { step.after() };
        Ok(Redirect::to(&reader.href(to.path())).into_response())
    }
}

/// The token in the cookie, if it looks like one.
pub(crate) fn token(headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let value = jar.get(COOKIE)?.value().to_owned();
    (value.len() == 32 && value.bytes().all(|b| b.is_ascii_hexdigit())).then_some(value)
}

/// True when the browser says it has a draft; whether it still lives is for the pages of the form.
pub(crate) fn has_draft(headers: &HeaderMap) -> bool {
    token(headers).is_some()
}

/// The draft of the cookie; `None` when there is none or it has gone.
pub(crate) async fn resume(app: &App, headers: &HeaderMap) -> Answer<Option<Draft>> {
    let Some(token) = token(headers) else { return Ok(None) };
    let Some(draft) = drafts::load(app.store(), &token).await? else { return Ok(None) };
    let said = if draft.body.is_empty() {
        Said::default()
    } else {
        serde_json::from_str(&draft.body)
            .map_err(|_| Failure::Fault("a draft cannot be read".to_owned()))?
    };
    Ok(Some(Draft { token, report_id: draft.report_id, said, expires_at: draft.expires_at }))
}

/// Begins a draft and gives the cookie that opens it.
pub(crate) async fn begin(app: &App, caller: Caller) -> Answer<(Draft, String)> {
    app.limits().draft(caller)?;
    let new = drafts::create(app.store()).await?;
    let expires_at = app.store().now();
    let cookie = cookie(app, COOKIE, new.token.clone(), DAYS * 24 * 60 * 60);
    let draft =
        Draft { token: new.token, report_id: new.report_id, said: Said::default(), expires_at };
    Ok((draft, cookie))
}

/// A cookie of ours as a header: not for scripts, not for other sites.
pub(crate) fn cookie(app: &App, name: &'static str, value: String, seconds: i64) -> String {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(app.settings().secure_cookies);
    format!("{cookie}; Max-Age={seconds}")
}

/// The answer with a cookie.
pub(crate) fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = cookie.parse() {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// The draft, for pages that make no sense without one; anybody else begins at the beginning.
impl FromRequestParts<App> for Draft {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match resume(app, &parts.headers).await {
            Ok(Some(draft)) => Ok(draft),
            Ok(None) => {
                let to = if has_draft(&parts.headers) { "/lapor?hilang=ya" } else { "/lapor" };
                Err(Redirect::to(&Reader::of(parts).href(to)).into_response())
            }
            Err(failure) => Err(failure.into_response()),
        }
    }
}
