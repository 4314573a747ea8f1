//! What the desk keeps for some seconds, and the frame of its pages.

use super::earlier::Memory;
use super::queues::{QueueName, queues_of, readable, source, widest};
use super::session::Officer;
use crate::app::App;
use crate::desk::label;
use crate::failure::Failure;
use crate::reader::Reader;
use crate::ui::DeskPage;
use domain::region::RegionCode;
use domain::role::HubId;
use domain::{AgencyId, Duty, OfficerId, Reference, Role, UnitId};
use maud::Markup;
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use store::officers;
use store::reports::queries::queue_up_to;

/// Reports of a queue are counted up to this many; more read "99+".
pub(crate) const COUNT_MAX: usize = 99;
/// How long counts stand: a screen that is a quarter of a minute old misleads nobody.
const COUNTS_FOR: Duration = Duration::from_secs(15);
/// Officers whose names are kept.
const NAMES_MAX: u64 = 10_000;

/// Where a duty works: two officers of one desk share its counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place(Role, Option<AgencyId>, Option<UnitId>, Option<HubId>, Option<RegionCode>);

impl Place {
    fn of(duty: &Duty) -> Self {
        Self(duty.role, duty.agency, duty.unit, duty.hub, duty.province)
    }
}

type Counts = Arc<[(QueueName, usize)]>;

/// Counts of queues, names of officers, earlier answers.
pub(crate) struct Shared {
    counts: Cache<Place, Counts>,
    /// What is new for one officer, who has an inbox of their own beside the desk's.
    unread: Cache<(Place, OfficerId), usize>,
    names: Cache<OfficerId, Arc<str>>,
    memory: Memory,
}

impl Shared {
    pub(crate) fn new() -> Self {
        Self {
            counts: Cache::builder().max_capacity(10_000).time_to_live(COUNTS_FOR).build(),
            unread: Cache::builder().max_capacity(10_000).time_to_live(COUNTS_FOR).build(),
            names: Cache::builder()
                .max_capacity(NAMES_MAX)
                .time_to_live(Duration::from_secs(300))
                .build(),
            memory: Memory::new(),
        }
    }

    /// What agencies answered and closed.
    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The desk has just changed something: its own screen shows it.
    pub(crate) fn forget(&self, duty: &Duty) {
        self.counts.invalidate(&Place::of(duty));
        self.unread.invalidate(&(Place::of(duty), duty.officer));
    }
}

/// How many reports each queue of a duty holds, up to one more than [`COUNT_MAX`].
pub(crate) async fn counts(app: &App, duty: &Duty) -> Result<Counts, Failure> {
    let place = Place::of(duty);
    if let Some(known) = app.desk().counts.get(&place) {
        return Ok(known);
    }
    let mut counted = Vec::new();
    for name in queues_of(duty.role) {
        counted.push((*name, count(app, duty, *name).await?));
    }
    let counted: Counts = counted.into();
    app.desk().counts.insert(place, Arc::clone(&counted));
    Ok(counted)
}

/// Unread news of a duty.
async fn unread(app: &App, duty: &Duty) -> Result<usize, Failure> {
    let place = (Place::of(duty), duty.officer);
    if let Some(known) = app.desk().unread.get(&place) {
        return Ok(known);
    }
    let counted = super::inbox::unread(app, duty).await?;
    app.desk().unread.insert(place, counted);
    Ok(counted)
}

async fn count(app: &App, duty: &Duty, name: QueueName) -> Result<usize, Failure> {
    let (store, reference, now) = (app.store(), app.store().reference(), app.store().now());
    let Some((queue, filter)) = source(name, duty, &reference, now) else { return Ok(0) };
    let rows = queue_up_to(store, queue, filter, COUNT_MAX + 1).await?;
    Ok(readable(store, name, duty, rows).await?.len())
}

/// The names of officers, as colleagues see them.
pub(crate) async fn names(
    app: &App,
    wanted: impl IntoIterator<Item = OfficerId>,
) -> Result<HashMap<OfficerId, Arc<str>>, Failure> {
    let mut found = HashMap::new();
    for id in wanted {
        if found.contains_key(&id) {
            continue;
        }
        if let Some(name) = app.desk().names.get(&id) {
            found.insert(id, name);
        } else if let Some(officer) = officers::get(app.store(), id).await? {
            let name: Arc<str> = officer.name.into();
            app.desk().names.insert(id, Arc::clone(&name));
            found.insert(id, name);
        }
    }
    Ok(found)
}

/// Which entry of the menu a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Queues and reports.
    Queue,
    /// News.
    Inbox,
    /// What rises.
    Rising,
    /// Letters to print.
    Letters,
    /// Frequent questions.
    Questions,
    /// The officer's own account.
    Account,
    /// The search over everything of the office.
    Search,
}

/// A page of the desk before its body.
pub(crate) struct Frame<'a> {
    pub(crate) title: &'a str,
    pub(crate) entry: Entry,
    /// Queue, report and actions side by side.
    pub(crate) full: bool,
    /// A form on it has errors.
    pub(crate) errors: bool,
    /// Words searched for.
    pub(crate) asked: &'a str,
}

impl<'a> Frame<'a> {
    pub(crate) fn new(title: &'a str, entry: Entry) -> Self {
        Self { title, entry, full: false, errors: false, asked: "" }
    }

    pub(crate) async fn around(
        &self,
        app: &App,
        reader: &Reader,
        officer: &Officer,
        body: &Markup,
    ) -> Result<Markup, Failure> {
        let w = reader.words;
        let today = Reference::today(app.store().now());
        let reference = app.store().reference();
        let role = label::role(w, officer.duty.role);
        let place = label::duty_place(&officer.duty, &reference, w.lang(), today);
        let unread = unread(app, &officer.duty).await?;
        let news = match unread {
            0 => w.t("desk-nav-inbox").into_owned(),
            1..=99 => format!("{} ({unread})", w.t("desk-nav-inbox")),
            _ => format!("{} ({})", w.t("desk-nav-inbox"), w.t("desk-queue-many")),
        };
        let mut page = DeskPage::new(
            reader.view(),
            self.title,
            officer.session.name.as_str(),
            format!("{role}, {place}"),
        )
        .nav(w.t("desk-queues"), reader.href("/meja"), self.entry == Entry::Queue)
        .nav(news, reader.href("/meja/kabar"), self.entry == Entry::Inbox)
        .errors(self.errors);
        if super::rising::watches(officer.duty.role) {
            let here = self.entry == Entry::Rising;
            page = page.nav(w.t("desk-nav-rising"), reader.href("/meja/naik"), here);
        }
        if super::letters::prints(officer.duty.role) {
            page = page.nav(
                w.t("desk-nav-letters"),
                reader.href("/meja/surat"),
                self.entry == Entry::Letters,
            );
        }
        if domain::faq::works_on(&officer.duty) {
            page = page.nav(
                w.t("ask-title"),
                reader.href("/meja/tanya"),
                self.entry == Entry::Questions,
            );
        }
        if crate::admin::administers(&officer.duty) {
            page = page.nav(w.t("admin-title"), reader.href("/atur"), false);
        }
        // The page of the search has the box itself.
        if widest(officer.duty.role).is_some() && self.entry != Entry::Search {
            page = page.search(reader.href(crate::search::DESK.path), self.asked);
        }
        if self.full {
            page = page.full();
        }
        Ok(page.around(body))
    }
}
