//! Limits on how often scarce or guessable things may be tried, per caller and in this process.

use crate::app::App;
use crate::failure::Failure;
use axum::extract::ConnectInfo;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;

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
    secret: Limiter,
    secret_of_report: Limiter,
    sign_in: Limiter,
}

/// Drafts one address may begin: twice what it may file, for those who start again.
const DRAFTS_PER_MINUTE: u32 = 60;
/// Reports one address may file unless the operator says otherwise: a village hall files many, a
/// flood files more.
pub const FILING_PER_MINUTE: u32 = 30;
/// Wrong secrets one address may try.
const SECRETS_PER_MINUTE: u32 = 10;
/// Wrong secrets all addresses together may try on one report.
const SECRETS_PER_REPORT_PER_HOUR: u32 = 30;
/// Passwords one address may try.
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
            secret: RateLimiter::keyed(Quota::per_minute(quota(SECRETS_PER_MINUTE))),
            secret_of_report: RateLimiter::keyed(Quota::per_hour(quota(
                SECRETS_PER_REPORT_PER_HOUR,
            ))),
            sign_in: RateLimiter::keyed(Quota::per_minute(quota(SIGN_INS_PER_MINUTE))),
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

    /// One secret tried on a report.
    pub(crate) fn secret(&self, caller: Caller, tracking: i64) -> Result<(), Failure> {
        check(&self.secret, caller.key())?;
        check(&self.secret_of_report, u128::from(tracking.unsigned_abs()))
    }

    /// One password tried.
    pub(crate) fn sign_in(&self, caller: Caller) -> Result<(), Failure> {
        check(&self.sign_in, caller.key())
    }
}

fn check(limiter: &Limiter, key: u128) -> Result<(), Failure> {
    limiter.check_key(&key).map_err(|until| {
        Failure::TooMany(until.wait_time_from(DefaultClock::default().now()).as_secs().max(1))
    })
}
