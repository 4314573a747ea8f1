//! Notices: what is told to whom, by which way, and whether it arrived.
//!
//! A follower of the events plans them ([`domain::notice`] says what is told to whom), the binary
//! writes and sends them. A notice holds names of rows only; words and addresses are found at the
//! moment of sending, so that nothing here has to be erased with a person.

mod inbox;
mod recipients;
mod sending;

pub use inbox::{
    Delivery, InboxItem, Letter, UNREAD_MAX, inbox, letters_to_print, mark_printed, mark_read,
    mark_report_read, of_report, unread_count,
};
pub use recipients::inboxes_of;
pub use sending::{
    Addressed, FailedNotice, ToSend, failed, load_for_sending, mark_failed, mark_sent, mark_tried,
};

use crate::clock::micros;
use crate::db::Tx;
use crate::follow::{self, Change};
use crate::jobs::{self, NewJob};
use crate::supporters::{self, News};
use crate::{Result, Store, params};
use domain::notice::{Notice, NoticeKey, Recipient};
use domain::{OfficerId, Reference, Report, ReportId, worded};
use jiff::{SignedDuration, Timestamp};
use recipients::{Addressee, Inbox, Reach};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Name of the follower.
pub const FOLLOWER: &str = "notices";
/// Queue of the jobs that send mail.
pub const EMAIL_QUEUE: &str = "email";
/// Queue of the jobs that send short messages.
pub const SMS_QUEUE: &str = "sms";
/// Kind of both: the payload is `{"notice": id}`.
pub const DELIVER: &str = "deliver_notice";

/// Events in one transaction.
const BATCH: u16 = 200;
/// News of something older than this would surprise more than inform: history that was brought in
/// from elsewhere, a restored backup.
const FRESH: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Language of inbox rows, which are put into words for whoever reads them.
const ANY_LANGUAGE: &str = "id";

const PUT: &str = "INSERT INTO notice (id, report_id, cause, version, notice_key, recipient, desk, officer, channel, \
                   language, detail, state, attempts, dedup, created_at, supporter) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15) \
                   ON CONFLICT (dedup) DO NOTHING";

worded! {
    /// By which way a notice goes.
    pub enum Channel {
        /// E-mail.
        Email = "email",
        /// Short message.
        Sms = "sms",
        /// A letter that an officer prints.
        Letter = "letter",
        /// The list of news on a desk.
        Inbox = "inbox",
    }
}

worded! {
    /// How far a notice is.
    pub enum State {
        /// To be sent.
        Waiting = "waiting",
        /// The relay or gateway has it.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
        /// In an inbox, not seen.
        Unread = "unread",
        /// In an inbox, seen.
        Read = "read",
        /// A letter to be printed.
        ToPrint = "to_print",
        /// A letter that was printed.
        Printed = "printed",
    }
}

impl Channel {
    fn first_state(self) -> State {
        match self {
            Self::Email | Self::Sms => State::Waiting,
            Self::Letter => State::ToPrint,
            Self::Inbox => State::Unread,
        }
    }

    fn queue(self) -> Option<&'static str> {
        match self {
            Self::Email => Some(EMAIL_QUEUE),
            Self::Sms => Some(SMS_QUEUE),
            Self::Letter | Self::Inbox => None,
        }
    }
}

/// Worth both ways to the reporter: what a reporter must not miss.
fn is_important(key: NoticeKey) -> bool {
    use NoticeKey as K;
    matches!(key, K::Received | K::Postponed | K::Answered | K::Archived | K::Closed | K::Escalated)
}

/// Worth an e-mail to officers at once; the rest is in the morning's digest.
fn is_urgent(key: NoticeKey) -> bool {
    use NoticeKey as K;
    matches!(
        key,
        K::Contested
            | K::Appealed
            | K::Escalated
            | K::TaskOpened
            | K::Declined
            | K::Digest
            | K::Rising
    )
}

/// The ways to a reporter. Without telephone and address, who came with paper gets a letter;
/// except for the end of a window, which a letter would miss.
fn ways(key: NoticeKey, reach: &Reach) -> Vec<Channel> {
    match (reach.email, reach.phone) {
        (true, true) if is_important(key) => vec![Channel::Email, Channel::Sms],
        (true, _) => vec![Channel::Email],
        (false, true) => vec![Channel::Sms],
        (false, false) if reach.paper && key != NoticeKey::WindowEnding => vec![Channel::Letter],
        (false, false) => Vec::new(),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Reporter,
    Supporter(i64),
    Inbox(Inbox),
    Officer(Inbox, OfficerId),
}

/// What a notice is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct About<'a> {
    /// The report whose event or clock it is; `None` for a digest.
    pub(crate) report: Option<&'a Report>,
    /// The event.
    pub(crate) version: Option<u32>,
    /// The same for every repeat of the same cause.
    pub(crate) dedup: String,
    /// Facts that no event holds, as JSON.
    pub(crate) detail: Option<String>,
}

/// A notice to be written.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    report: Option<ReportId>,
    cause: Option<ReportId>,
    version: Option<u32>,
    key: NoticeKey,
    to: To,
    channel: Channel,
    language: String,
    detail: Option<String>,
    dedup: String,
}

/// Finds out who is reached how, and remembers it for the transaction.
pub(crate) struct Planner {
    today: String,
    reach: HashMap<ReportId, Reach>,
    officers: HashMap<(String, Option<i64>), Vec<Addressee>>,
    supported: HashSet<ReportId>,
    pub(crate) drafts: Vec<Draft>,
    news: Vec<News>,
}

impl Planner {
    /// A planner for notices about these reports.
    pub(crate) fn new<'r>(
        tx: &mut Tx<'_>,
        reports: impl IntoIterator<Item = &'r Report>,
        now: Timestamp,
    ) -> Result<Self> {
        let mut ids = BTreeSet::new();
        for report in reports {
            ids.insert(report.id);
            ids.extend(&report.followers);
        }
        let (reach, supported) = if ids.is_empty() {
            (HashMap::new(), HashSet::new())
        } else {
            (recipients::reach(tx, ids.iter().copied())?, recipients::supported(tx, ids)?)
        };
        let today = Reference::today(now).to_string();
        let (officers, drafts, news) = (HashMap::new(), Vec::new(), Vec::new());
        Ok(Self { today, reach, officers, supported, drafts, news })
    }

    /// Plans a notice by every way it goes.
    pub(crate) fn tell(
        &mut self,
        tx: &mut Tx<'_>,
        about: &About<'_>,
        notice: Notice,
    ) -> Result<()> {
        match (notice.to, about.report) {
            (Recipient::Reporter, Some(report)) => self.tell_reporter(about, notice.key, report.id),
            (Recipient::Followers, Some(report)) => {
                for joined in &report.followers {
                    self.tell_reporter(about, notice.key, *joined);
                }
            }
            (Recipient::Supporters, Some(report)) => {
                if let Some(version) = about.version {
                    self.tell_supporters(report, version, notice.key);
                }
            }
            (Recipient::Reporter | Recipient::Followers | Recipient::Supporters, None) => {}
            (to @ (Recipient::Desk(_) | Recipient::Hub(_) | Recipient::Officer(_)), _) => {
                if let Some(inbox) = Inbox::of(to) {
                    self.tell_officers(tx, about, notice.key, inbox)?;
                }
            }
        }
        Ok(())
    }

    fn tell_reporter(&mut self, about: &About<'_>, key: NoticeKey, of: ReportId) {
        let Some(reach) = self.reach.get(&of).cloned() else { return };
        let joined = about.report.is_some_and(|report| report.id != of);
        let who = if joined { format!("joined:{of}") } else { "reporter".to_owned() };
        for channel in ways(key, &reach) {
            self.put(about, key, To::Reporter, channel, &reach.language, &who);
            if let Some(draft) = self.drafts.last_mut() {
                draft.report = Some(of);
            }
        }
    }

    /// They may be thousands: only that they are to be told is planned here.
    fn tell_supporters(&mut self, of: &Report, version: u32, key: NoticeKey) {
        for report in std::iter::once(&of.id).chain(&of.followers) {
            if self.supported.contains(report) {
                self.news.push(News { report: *report, cause: of.id, version, key });
            }
        }
    }

    fn tell_officers(
        &mut self,
        tx: &mut Tx<'_>,
        about: &About<'_>,
        key: NoticeKey,
        inbox: Inbox,
    ) -> Result<()> {
        let word = inbox.word();
        self.put(about, key, To::Inbox(inbox), Channel::Inbox, ANY_LANGUAGE, &word);
        if !is_urgent(key) {
            return Ok(());
        }
        let region = about.report.and_then(|report| report.region);
        let province = region.map(|region| region.province().number());
        let cached = self.officers.get(&(word.clone(), province)).cloned();
        let officers = match cached {
            Some(officers) => officers,
            None => recipients::officers(tx, inbox, province, &self.today)?,
        };
        for (officer, language) in &officers {
            let who = format!("officer:{officer}");
            self.put(about, key, To::Officer(inbox, *officer), Channel::Email, language, &who);
        }
        self.officers.insert((word, province), officers);
        Ok(())
    }

    fn put(
        &mut self,
        about: &About<'_>,
        key: NoticeKey,
        to: To,
        channel: Channel,
        language: &str,
        who: &str,
    ) {
        let report = about.report.map(|report| report.id);
        self.drafts.push(Draft {
            report,
            cause: report,
            version: about.version,
            key,
            to,
            channel,
            language: language.to_owned(),
            detail: about.detail.clone(),
            dedup: format!("{}:{key}:{who}:{channel}", about.dedup),
        });
    }
}

/// Writes notices with the jobs that deliver them; those that are there already are left alone.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    store: &Store,
    drafts: &[Draft],
    now: Timestamp,
) -> Result<()> {
    for draft in drafts {
        let id = store.next_id();
        let (recipient, inbox, officer, supporter) = match draft.to {
            To::Reporter => ("reporter", None, None, None),
            // A citizen too, as far as the schema tells recipients apart.
            To::Supporter(supporter) => ("reporter", None, None, Some(supporter)),
            To::Inbox(inbox) => ("desk", Some(inbox), None, None),
            To::Officer(inbox, officer) => ("officer", Some(inbox), Some(officer.0), None),
        };
        tx.queue(
            PUT,
            params![
                id,
                draft.report.map(|report| report.0),
                draft.cause.map(|report| report.0),
                draft.version,
                draft.key.word(),
                recipient,
                inbox.map(Inbox::word),
                officer,
                draft.channel.word(),
                &draft.language,
                draft.detail.as_ref(),
                draft.channel.first_state().word(),
                &draft.dedup,
                micros(now),
                supporter,
            ],
        )?;
        if let Some(queue) = draft.channel.queue() {
            // The dedup keys of notice and job go together, so a repeat finds both.
            let dedup = format!("notice:{}", draft.dedup);
            let payload = serde_json::json!({ "notice": id }).to_string();
            let job = NewJob {
                id: store.next_id(),
                queue,
                kind: DELIVER,
                dedup,
                payload,
                run_at: now,
                created_at: now,
            };
            jobs::enqueue(tx, &job)?;
        }
    }
    Ok(())
}

/// Writes what a supporter is told, with the job that delivers it. It stands under the report it
/// happened to alone, where no list of a report's own notices looks.
pub(crate) fn write_to_supporter(
    tx: &mut Tx<'_>,
    store: &Store,
    news: &News,
    (supporter, language): (i64, &str),
    channel: Channel,
    now: Timestamp,
) -> Result<()> {
    let News { report, cause, version, key } = *news;
    let draft = Draft {
        report: None,
        cause: Some(cause),
        version: Some(version),
        key,
        to: To::Supporter(supporter),
        channel,
        language: language.to_owned(),
        detail: None,
        dedup: format!("{cause}:{version}:{key}:supporter:{report}:{supporter}:{channel}"),
    };
    write(tx, store, &[draft], now)
}

/// Takes the follower past one batch; how many events it took.
pub async fn advance(store: &Store) -> Result<usize> {
    let now = store.now();
    let writer = store.clone();
    let look = move |tx: &mut Tx<'_>, changes: &[Change]| plan(tx, changes, now);
    let apply = move |tx: &mut Tx<'_>, (drafts, news): &(Vec<Draft>, Vec<News>)| {
        write(tx, &writer, drafts, now)?;
        supporters::put_news(tx, news, now)
    };
    follow::advance(store, FOLLOWER, BATCH, look, apply).await
}

fn plan(tx: &mut Tx<'_>, changes: &[Change], now: Timestamp) -> Result<(Vec<Draft>, Vec<News>)> {
    let fresh = |change: &&Change| now.duration_since(change.recorded.at) < FRESH;
    let mut planner =
        Planner::new(tx, changes.iter().filter(fresh).map(|change| &change.after), now)?;
    for change in changes.iter().filter(fresh) {
        let version = change.recorded.version;
        let about = About {
            report: Some(&change.after),
            version: Some(version),
            dedup: format!("{}:{version}", change.report),
            detail: None,
        };
        for notice in domain::notice::notices(&change.recorded.event, &change.after) {
            planner.tell(tx, &about, notice)?;
        }
    }
    Ok((planner.drafts, planner.news))
}
