//! Accounts of the demonstration, one for each role, and the sheet on which they are kept.
//!
//! Passwords and second factors are drawn from the system, never from the seed: a demonstration
//! that somebody leaves running is not open to whoever reads this code.

use crate::compose::Failed;
use crate::say;
use domain::role::Duty;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use store::duties::{self, NewDuty};
use store::officers::{self, Profile};
use store::password::{Passwords, one_time};
use store::totp::{STEP_S, TotpSecret};
use store::{Store, sessions, sign_in};

/// The decree that made-up appointments rest on.
pub(crate) const DECREE: &str = "SK contoh 1/2020";

const ACCOUNTS: &str = include_str!("../../../../data/demo/accounts.toml");

#[derive(Deserialize)]
struct AccountFile {
    account: Vec<Wanted>,
}

#[derive(Deserialize)]
struct Wanted {
    username: String,
    name: String,
    role: String,
    agency: Option<String>,
    unit: Option<String>,
    hub: Option<String>,
    look: String,
}

/// What is printed of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Printed {
    pub(crate) role: String,
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) totp: String,
    pub(crate) look: String,
}

/// What is printed of a report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PrintedReport {
    pub(crate) stage: String,
    pub(crate) tracking: String,
    pub(crate) secret: String,
}

/// The sheet: what the demonstration prints.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Sheet {
    pub(crate) accounts: Vec<Printed>,
    pub(crate) reports: Vec<PrintedReport>,
}

/// The accounts with their duties.
#[derive(Default)]
pub(crate) struct Accounts {
    printed: Vec<Printed>,
    duties: Vec<Duty>,
}

impl Accounts {
    /// Makes the accounts that are not there yet; those that are keep password and second factor.
    /// `before` holds what an earlier run printed.
    pub(crate) async fn make(
        store: &Store,
        passwords: &Passwords,
        since: Date,
        before: &Sheet,
    ) -> Result<Self, Failed> {
        let file: AccountFile = toml::from_str(ACCOUNTS)?;
        let mut accounts = Self::default();
        let mut shown = say::Progress::new("demo");
        let total = file.account.len();
        for (nth, wanted) in file.account.into_iter().enumerate() {
            if let Some(known) = officers::find(store, &wanted.username).await? {
                let held =
                    duties::on(store, known.id, domain::Reference::today(store.now())).await?;
                accounts.duties.extend(held.into_iter().map(|held| held.duty));
                accounts.printed.extend(
                    before.accounts.iter().find(|it| it.username == wanted.username).cloned(),
                );
            } else {
                accounts.add(store, passwords, since, wanted).await?;
            }
            shown.at("accounts", nth + 1, total);
        }
        Ok(accounts)
    }

    async fn add(
        &mut self,
        store: &Store,
        passwords: &Passwords,
        since: Date,
        wanted: Wanted,
    ) -> Result<(), Failed> {
        let place = crate::user::Place::find(
            store,
            &wanted.role,
            wanted.agency.as_deref(),
            wanted.unit.as_deref(),
            wanted.hub.as_deref(),
        )?;
        let profile = Profile {
            name: wanted.name,
            email: Some(format!("{}@example.invalid", wanted.username)),
            phone: None,
            language: "id".to_owned(),
        };
        let password = one_time(store.chance());
        let officer =
            officers::create(store, passwords, &wanted.username, &profile, &password, None).await?;
        let duty = place.duty(officer);
        let new = NewDuty {
            duty: duty.clone(),
            valid_from: since,
            valid_to: None,
            decree: DECREE.to_owned(),
        };
        duties::add(store, &new, None).await?;
        let admitted = sign_in::password(store, passwords, &wanted.username, &password).await?;
        let totp = sign_in::enrolment(store, &admitted.token).await?.base32;
        let code = TotpSecret::from_base32(&totp)?.code(store.now());
        let verified = sign_in::enrol(store, &admitted.token, &code).await?;
        sessions::end(store, &verified.token).await?;
        self.duties.push(duty);
        self.printed.push(Printed {
            role: wanted.role,
            username: wanted.username,
            password: password.to_string(),
            totp: totp.to_string(),
            look: wanted.look,
        });
        Ok(())
    }

    /// The duties of the accounts.
    pub(crate) fn duties(&self) -> impl Iterator<Item = &Duty> {
        self.duties.iter()
    }

    /// What is printed of them.
    pub(crate) fn printed(&self) -> Vec<Printed> {
        self.printed.clone()
    }
}

impl Sheet {
    /// Reads the sheet of an earlier run; empty when there is none.
    pub(crate) fn read(path: &Path) -> Result<Self, Failed> {
        if !path.exists() {
            return Ok(Self::default());
        }
        Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
    }

    /// Writes the sheet, readable by its owner only.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Failed> {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        file.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
        Ok(file.sync_all()?)
    }

    /// Tells the person at the terminal.
    pub(crate) fn print(&self, base_url: &str) {
        say::line("\nReports to follow (page /lacak, number and secret):\n");
        for report in &self.reports {
            say::line(format!("  {:<18} {}   {}", report.stage, report.tracking, report.secret));
        }
        say::line(format!("\nAccounts to sign in with ({base_url}/masuk):\n"));
        say::line(format!(
            "  {:<21} {:<12} {:<24} what to look at",
            "role", "username", "password"
        ));
        for it in &self.accounts {
            say::line(format!(
                "  {:<21} {:<12} {:<24} {}",
                it.role, it.username, it.password, it.look
            ));
        }
        say::line("\nSecond factors, for an authenticator (or `lapor demo code <username>`):\n");
        for it in &self.accounts {
            if let Ok(secret) = TotpSecret::from_base32(&it.totp) {
                say::line(format!("  {:<12} {}", it.username, secret.uri(&it.username).as_str()));
            }
        }
    }

    /// The code of an account now, and for how many seconds more.
    pub(crate) fn code(&self, username: &str, now: Timestamp) -> Result<(String, i64), Failed> {
        let found = self.accounts.iter().find(|it| it.username == username);
        let found = found.ok_or_else(|| {
            let known: Vec<&str> = self.accounts.iter().map(|it| it.username.as_str()).collect();
            format!("the demonstration has no account {username}; it has {}", known.join(", "))
        })?;
        let step = i64::try_from(STEP_S)?;
        Ok((
            TotpSecret::from_base32(&found.totp)?.code(now),
            step - now.as_second().rem_euclid(step),
        ))
    }
}
