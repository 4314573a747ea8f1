//! Background work: followers of the events, the timekeeper, the search, senders of notices,
//! cleaning.

use crate::compose::Failed;
use crate::config::Config;
use crate::learning::Learner;
use crate::routing::Router;
use channels::email::{AUTO_GENERATED, EmailSettings, Login, Mail, Mailer};
use channels::retry::{self, Schedule};
use channels::secret::Secret;
use channels::sms::{MobileNumber, ShortMessage, SmsGateway};
use channels::{Delivered, Error as NotDelivered};
use domain::notice::NoticeKey;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use store::files::{self, Bucket};
use store::jobs::{self, Claimed, Outcome};
use store::notices::{self, Addressed, Channel, ToSend};
use store::search::{rebuild, saved};
use store::{
    Store, drafts, followers, officers, people, reference, reports, sessions, supporters,
    timekeeper,
};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::format;
use web::i18n::{Lang, Words};
use web::notice_text::{self, NoticeFacts, NoticeReader};

/// How long a sender rests when there is nothing to send.
const REST: Duration = Duration::from_secs(2);
/// Notices one sender takes at a time.
const BATCH: u16 = 20;
/// A sender that has not said how it went within this time is taken for dead.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// How often old drafts, sessions, jobs and orphaned files are cleared away.
const CLEANING: Duration = Duration::from_secs(600);
/// How often another node's change of reference data is looked for.
const REFRESH: Duration = Duration::from_secs(5);

/// Starts all background work; each task ends after `stopped` turns true.
pub(crate) fn spawn(
    config: &Config,
    store: &Store,
    bucket: Bucket,
    stopped: &watch::Receiver<bool>,
) -> Result<Vec<JoinHandle<()>>, Failed> {
    let base_url: Arc<str> = config.server.base_url.as_str().into();
    let mut tasks = Vec::new();
    let (s, stop) = (store.clone(), stopped.clone());
    tasks.push(tokio::spawn(async move { followers::run(&s, stop).await }));
    let (s, stop) = (store.clone(), stopped.clone());
    tasks.push(tokio::spawn(async move { timekeeper::run(&s, stop).await }));
    let (s, stop) = (store.clone(), stopped.clone());
    tasks.push(tokio::spawn(async move { rebuild::run(&s, stop).await }));
    let (s, stop) = (store.clone(), stopped.clone());
    tasks.push(tokio::spawn(async move { saved::run(&s, stop).await }));
    if let Some(mailer) = mailer(config)? {
        let sender = Sender {
            store: store.clone(),
            way: Way::Email(mailer),
            base_url: Arc::clone(&base_url),
        };
        tasks.push(tokio::spawn(sender.run(stopped.clone())));
    }
    if let Some(settings) = config.sms.gateway.clone() {
        let gateway = SmsGateway::new(settings).map_err(|why| format!("sms.gateway: {why}"))?;
        let sender = Sender { store: store.clone(), way: Way::Sms(gateway), base_url };
        tasks.push(tokio::spawn(sender.run(stopped.clone())));
    }
    let (s, stop) = (store.clone(), stopped.clone());
    tasks.push(tokio::spawn(async move { clean(&s, &bucket, stop).await }));
    let (s, stop) = (store.clone(), stopped.clone());
    tasks.push(tokio::spawn(async move { refresh(&s, stop).await }));
    Ok(tasks)
}

/// `lapor worker`: the same without answering over HTTP.
pub(crate) async fn work(config: &Config) -> Result<(), Failed> {
    let store = crate::compose::open_for_work(config).await?;
    let bucket = crate::compose::bucket(config)?;
    let stopped = crate::stop::asked();
    let mut tasks = spawn(config, &store, bucket, &stopped)?;
    let learner = Learner::open(&store, &config.triage.model);
    let router = Router::new(&store, learner.suggester());
    tasks.push(tokio::spawn(router.run(stopped.clone())));
    tasks.push(tokio::spawn(learner.run(stopped.clone())));
    crate::say::line("the LAPOR worker runs");
    for task in tasks {
        task.await?;
    }
    store.db().close().await?;
    Ok(())
}

fn mailer(config: &Config) -> Result<Option<Mailer>, Failed> {
    let email = &config.email;
    if email.host.is_empty() {
        return Ok(None);
    }
    let login = (!email.user.is_empty())
        .then(|| Login { user: email.user.clone(), password: Secret::new(email.password.clone()) });
    let settings = EmailSettings {
        host: email.host.clone(),
        port: email.port,
        security: email.security,
        login,
        from: email.from.clone(),
        trusted_certificates_pem: None,
        connections_max: 4,
        timeout_seconds: 30,
    };
    Ok(Some(Mailer::new(&settings).map_err(|why| format!("email: {why}"))?))
}

/// One way words leave LAPOR.
enum Way {
    Email(Mailer),
    Sms(SmsGateway),
}

struct Sender {
    store: Store,
    way: Way,
    base_url: Arc<str>,
}

/// What became of one notice.
enum Sent {
    Yes(Delivered),
    /// No address, or sent before: nothing left to do.
    Needless,
    No(NotDelivered),
}

impl Sender {
    async fn run(self, mut stopped: watch::Receiver<bool>) {
        let queue = match self.way {
            Way::Email(_) => notices::EMAIL_QUEUE,
            Way::Sms(_) => notices::SMS_QUEUE,
        };
        while !*stopped.borrow() {
            let claimed =
                jobs::claim(&self.store, queue, BATCH, LEASE).await.unwrap_or_else(|why| {
                    tracing::warn!(queue, %why, "no notices could be claimed");
                    Vec::new()
                });
            let idle = claimed.is_empty();
            for job in claimed {
                if let Err(why) = self.deliver(&job).await {
                    tracing::warn!(queue, job = job.id, %why, "a notice could not be settled");
                }
            }
            if idle {
                tokio::select! {
                    () = tokio::time::sleep(REST) => {}
                    _ = stopped.wait_for(|stopped| *stopped) => {}
                }
            }
        }
    }

    async fn deliver(&self, job: &Claimed) -> store::Result<()> {
        let payload: serde_json::Value = serde_json::from_str(&job.payload).unwrap_or_default();
        let Some(id) = payload.get("notice").and_then(serde_json::Value::as_i64) else {
            return jobs::settle(
                &self.store,
                job,
                Outcome::Dead { why: "no notice named".to_owned() },
            )
            .await
            .map(drop);
        };
        let outcome = match notices::load_for_sending(&self.store, id).await? {
            None => Outcome::Done,
            Some(notice) => self.outcome(job, &notice).await?,
        };
        jobs::settle(&self.store, job, outcome).await.map(drop)
    }

    async fn outcome(&self, job: &Claimed, notice: &ToSend) -> store::Result<Outcome> {
        match self.send(notice).await? {
            Sent::Yes(delivered) => {
                notices::mark_sent(&self.store, notice.id, Some(&delivered.id)).await?;
                Ok(Outcome::Done)
            }
            Sent::Needless => {
                notices::mark_failed(&self.store, notice.id, "no address").await?;
                Ok(Outcome::Done)
            }
            Sent::No(NotDelivered::Permanent { why }) => {
                notices::mark_failed(&self.store, notice.id, &why.to_string()).await?;
                Ok(Outcome::Dead { why: why.to_string() })
            }
            Sent::No(NotDelivered::Transient { why, retry_after }) => {
                let jitter = u32::try_from(self.store.chance().draw() >> 32).unwrap_or(0);
                match self.schedule().wait_after(job.attempt, jitter, retry_after) {
                    Some(wait) => {
                        notices::mark_tried(&self.store, notice.id, &why.to_string()).await?;
                        let at = self.store.now().checked_add(wait).unwrap_or(Timestamp::MAX);
                        Ok(Outcome::Retry { at, why: why.to_string() })
                    }
                    None => {
                        notices::mark_failed(&self.store, notice.id, &why.to_string()).await?;
                        Ok(Outcome::Dead { why: why.to_string() })
                    }
                }
            }
        }
    }

    fn schedule(&self) -> Schedule {
        match self.way {
            Way::Email(_) => retry::EMAIL,
            Way::Sms(_) => retry::SMS,
        }
    }

    async fn send(&self, notice: &ToSend) -> store::Result<Sent> {
        let (contact, reader) = match notice.to {
            Addressed::Reporter(report) => {
                (people::contact(&self.store, report).await?, NoticeReader::Reporter)
            }
            Addressed::Officer(officer) => {
                (officers::contact(&self.store, officer).await?, NoticeReader::Officer)
            }
            Addressed::Supporter(supporter) => {
                (supporters::contact(&self.store, supporter).await?, NoticeReader::Supporter)
            }
        };
        let Some(contact) = contact else { return Ok(Sent::Needless) };
        let lang = if notice.language == "en" { Lang::En } else { Lang::Id };
        let facts = self.facts(notice, reader, lang).await?;
        let done = match (&self.way, notice.channel) {
            (Way::Email(mailer), Channel::Email) => {
                let Some(to) = contact.email else { return Ok(Sent::Needless) };
                let (subject, text) = notice_text::mail(lang, reader, notice.key, &facts);
                let mail = Mail {
                    to,
                    subject,
                    text,
                    html: None,
                    dedup_key: format!("notice-{}", notice.id),
                    written_at: notice.created_at,
                    reply_to: None,
                    headers: vec![(AUTO_GENERATED.0.to_owned(), AUTO_GENERATED.1.to_owned())],
                };
                mailer.send(&mail).await
            }
            (Way::Sms(gateway), Channel::Sms) => {
                let number = contact.phone.and_then(|phone| MobileNumber::parse(&phone).ok());
                let Some(to) = number else { return Ok(Sent::Needless) };
                let text = notice_text::sms(lang, reader, notice.key, &facts);
                gateway.send(&ShortMessage { to, text, id: format!("notice-{}", notice.id) }).await
            }
            _ => return Ok(Sent::Needless),
        };
        Ok(done.map_or_else(Sent::No, Sent::Yes))
    }

    /// What the text may name: number, agency, date; never what the report says.
    async fn facts(
        &self,
        notice: &ToSend,
        reader: NoticeReader,
        lang: Lang,
    ) -> store::Result<NoticeFacts> {
        let mut facts = NoticeFacts {
            url: format!("{}{}", self.base_url, web::urls::path(lang, "/meja")),
            ..NoticeFacts::default()
        };
        if let Some(detail) =
            notice.detail.as_deref().and_then(|d| serde_json::from_str::<serde_json::Value>(d).ok())
        {
            let count =
                |name: &str| detail.get(name).and_then(serde_json::Value::as_i64).unwrap_or(0);
            facts.counts = [
                count("red"),
                count("yellow"),
                count("red") + count("yellow") + count("green") + count("waiting"),
            ];
        }
        if notice.key == NoticeKey::Rising {
            let words = Words::of(lang);
            facts.rising(words, &self.store.reference(), notice.detail.as_deref());
            facts.url = format!("{}{}", self.base_url, web::urls::path(lang, "/meja/naik"));
        }
        if let Addressed::Supporter(supporter) = notice.to {
            let token = supporters::token(&self.store, supporter);
            let path = web::urls::path(lang, &format!("/dukungan/{token}"));
            facts.leave = format!("{}{path}", self.base_url);
        }
        let Some(id) = notice.report else { return Ok(facts) };
        let Some((report, _)) = reports::load(&self.store, id).await? else { return Ok(facts) };
        let reference = self.store.reference();
        let today = domain::Reference::today(self.store.now());
        let agency = report.lead.and_then(|lead| reference.directory.agency(lead));
        facts.number = report.tracking.to_string();
        facts.agency = agency
            .and_then(|a| a.name_on(today))
            .map(|n| n.short_name.to_string())
            .unwrap_or_default();
        let clock = match reader {
            NoticeReader::Reporter => report.reporter_clock().or(report.office_clock()),
            NoticeReader::Officer | NoticeReader::Supporter => report.office_clock(),
        };
        facts.date =
            clock.map(|c| format::long_date(lang, c.place.zone.date(c.due))).unwrap_or_default();
        let path = match reader {
            NoticeReader::Reporter => format!("/lacak?nomor={}", report.tracking.compact()),
            NoticeReader::Officer => format!("/meja/laporan/{}", report.tracking.compact()),
            NoticeReader::Supporter => format!("/laporan/{}", report.tracking.compact()),
        };
        facts.url = format!("{}{}", self.base_url, web::urls::path(lang, &path));
        Ok(facts)
    }
}

/// Clears away what has had its time.
async fn clean(store: &Store, bucket: &Bucket, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(CLEANING) => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
        let told = |what: &'static str, done: store::Result<u64>| {
            if let Err(why) = done {
                tracing::warn!(what, %why, "cleaning did not succeed");
            }
        };
        told("drafts", drafts::purge(store, 500).await.map(|n| u64::try_from(n).unwrap_or(0)));
        told("jobs", jobs::prune(store).await);
        told("sessions", sessions::sweep(store).await);
        told("files", files::sweep(store, bucket, 500).await.map(|_| 0));
    }
}

/// Takes over what another node changed in the reference data.
async fn refresh(store: &Store, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(REFRESH) => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
        if let Err(why) = reference::refresh_if_changed(store).await {
            tracing::warn!(%why, "reference data could not be looked at");
        }
    }
}
