//! Limits on how often scarce or guessable things may be tried, per caller and in this process.

use crate::app::App;
use crate::failure::Failure;
use axum::extract::ConnectInfo;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::TrackingId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use moka::sync::Cache;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Where a request comes from. Never stored, never logged; it lives as a key of a limit until the
/// limit forgets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Caller(IpAddr);

impl FromRequestParts<App> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let forwarded = || {
            let header = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
            header.rsplit(',').next()?.trim().parse().ok()
        };
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let named = if app.settings().behind_proxy { forwarded() } else { None };
        Ok(Self(named.or(direct).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}

impl Caller {
    /// A network rather than an address for IPv6, of which everybody has plenty.
    fn key(self) -> u128 {
        match self.0 {
            IpAddr::V4(v4) => u128::from(u32::from(v4)),
            IpAddr::V6(v6) => u128::from(v6) >> 64 << 64,
        }
    }
}

type Limiter = DefaultKeyedRateLimiter<u128>;

/// Limits of the site; each constant is in ARCHITECTURE.md's table.
pub(crate) struct Limits {
    draft: Limiter,
    /// `None` while the measurement of this very machine has lifted it.
    filing: Option<Limiter>,
    support: Limiter,
    secret: Limiter,
    secret_of_report: Limiter,
    /// Callers and reports for which enough wrong secrets or passwords were tried, with the moment
    /// until which.
    shut: Cache<u128, Instant>,
    sign_in: Limiter,
    turns: Cache<u128, Arc<Mutex<()>>>,
}

/// Drafts one address may begin: twice what it may file, for those who start again.
const DRAFTS_PER_MINUTE: u32 = 60;
/// Reports one address may file unless the operator says otherwise: a village hall files many, a
/// flood files more.
pub const FILING_PER_MINUTE: u32 = 30;
/// Reports one address may support: a village hall helps many to do it.
const SUPPORTS_PER_MINUTE: u32 = 20;
/// Wrong secrets one address may try.
const SECRETS_PER_MINUTE: u32 = 10;
/// Wrong secrets all addresses together may try on one report.
const SECRETS_PER_REPORT_PER_HOUR: u32 = 30;
/// Callers and reports remembered as shut; a flood pushes out the oldest.
const SHUT_MAX: u64 = 100_000;
/// The longest anything stays shut.
const HOUR: Duration = Duration::from_secs(3_600);
/// Wrong passwords and codes one address may try.
const SIGN_INS_PER_MINUTE: u32 = 10;

fn quota(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN)
}

impl Limits {
    /// Limits with this many reports a minute from one address; 0 lifts that limit.
    pub(crate) fn new(filing_per_minute: u32) -> Self {
        let filing = NonZeroU32::new(filing_per_minute).map(Quota::per_minute);
        Self {
            draft: RateLimiter::keyed(Quota::per_minute(quota(DRAFTS_PER_MINUTE))),
            filing: filing.map(RateLimiter::keyed),
            support: RateLimiter::keyed(Quota::per_minute(quota(SUPPORTS_PER_MINUTE))),
            secret: RateLimiter::keyed(Quota::per_minute(quota(SECRETS_PER_MINUTE))),
            secret_of_report: RateLimiter::keyed(Quota::per_hour(quota(
                SECRETS_PER_REPORT_PER_HOUR,
            ))),
            shut: Cache::builder().max_capacity(SHUT_MAX).time_to_live(HOUR).build(),
            sign_in: RateLimiter::keyed(Quota::per_minute(quota(SIGN_INS_PER_MINUTE))),
            turns: Cache::builder().max_capacity(SHUT_MAX).time_to_idle(HOUR).build(),
        }
    }

    /// One draft begun.
    pub(crate) fn draft(&self, caller: Caller) -> Result<(), Failure> {
        check(&self.draft, caller.key())
    }

    /// One report filed.
    pub(crate) fn filing(&self, caller: Caller) -> Result<(), Failure> {
        self.filing.as_ref().map_or(Ok(()), |limiter| check(limiter, caller.key()))
    }

    /// One report supported.
    pub(crate) fn support(&self, caller: Caller) -> Result<(), Failure> {
        check(&self.support, caller.key())
    }

    /// Before a secret is tried on a report: whether too many wrong ones were. Right ones cost
    /// nothing, so that a village hall behind one address can follow all its reports.
    pub(crate) fn secret(&self, caller: Caller, tracking: TrackingId) -> Result<(), Failure> {
        self.open(caller.key())?;
        self.open(of_report(tracking))
    }

    /// A wrong secret was tried. Whoever is over the limit waits before the next.
    pub(crate) fn wrong_secret(&self, caller: Caller, tracking: TrackingId) -> Result<(), Failure> {
        self.wrong(&self.secret, caller.key())?;
        self.wrong(&self.secret_of_report, of_report(tracking))
    }

    /// Before a password or a code is tried. Right ones cost nothing: in the morning a whole
    /// office signs in from one address. The turn is kept until this one is judged, so that of a
    /// hundred guesses sent at once no more are looked at than of a hundred sent in a row.
    pub(crate) async fn sign_in(&self, caller: Caller) -> Result<OwnedMutexGuard<()>, Failure> {
        let key = of_desk(caller);
        let turn = self.turns.get_with(key, Arc::default).lock_owned().await;
        self.open(key)?;
        Ok(turn)
    }

    /// A wrong password or code was tried.
    pub(crate) fn wrong_sign_in(&self, caller: Caller) -> Result<(), Failure> {
        self.wrong(&self.sign_in, of_desk(caller))
    }

    fn open(&self, key: u128) -> Result<(), Failure> {
        match self.shut.get(&key) {
            Some(until) if until > Instant::now() => {
                let wait = until.saturating_duration_since(Instant::now());
                Err(Failure::TooMany(wait.as_secs().max(1)))
            }
            _ => Ok(()),
        }
    }

    fn wrong(&self, limiter: &Limiter, key: u128) -> Result<(), Failure> {
        let checked = check(limiter, key);
        if let Err(Failure::TooMany(seconds)) = &checked {
            self.shut.insert(key, Instant::now() + Duration::from_secs(*seconds));
        }
        checked
    }
}

/// A caller at the door of the desk, apart from the same caller with a secret.
fn of_desk(caller: Caller) -> u128 {
    1 << 62 | caller.key()
}

/// Apart from every address: those of IPv4 are below, networks of IPv6 end in zeros.
fn of_report(tracking: TrackingId) -> u128 {
    1 << 63 | u128::from(tracking.number().unsigned_abs())
}

fn check(limiter: &Limiter, key: u128) -> Result<(), Failure> {
    limiter.check_key(&key).map_err(|until| {
        Failure::TooMany(until.wait_time_from(DefaultClock::default().now()).as_secs().max(1))
    })
}
