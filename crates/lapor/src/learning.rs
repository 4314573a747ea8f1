//! Learning from officers' decisions: follows the events and keeps what was learned in a file.
//!
//! The file is a checkpoint, never the truth: whoever loses it learns again from the events and
//! comes to the same.

use crate::compose::{self, Failed};
use crate::config::Config;
use crate::say::{self, Progress};
use domain::Reference;
use jiff::civil::Date;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::lessons::{self, Lesson, Page};
use store::{Store, follow};
use tokio::sync::watch;
use triage::{Decision, Learned, Suggester};

/// Events read at once.
const PAGE: u16 = 200;
/// How long the learner rests when there is nothing new.
const REST: Duration = Duration::from_millis(500);
/// How long it rests after a failure.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(5);
/// How often what was learned is kept while there is more to learn.
const KEEP_EVERY: Duration = Duration::from_secs(60);

/// `lapor triage learn`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Learn everything again from the first event instead of going on.
    #[arg(long)]
    fresh: bool,
    /// Keep what was learned after every so many events, besides at the end.
    #[arg(long, default_value_t = 100_000)]
    keep_every: usize,
}

/// Reads the events and teaches.
pub(crate) struct Learner {
    store: Store,
    suggester: Arc<Suggester>,
    file: PathBuf,
    /// Revision and day of the reference data the tree was taken from: what was planned begins
    /// with a day, without a new revision.
    tree_of: (i64, Option<Date>),
}

impl Learner {
    /// Goes on from the file, or begins anew where it is missing, damaged or of another form.
    pub(crate) fn open(store: &Store, file: &Path) -> Self {
        let reference = store.reference();
        let kept = match fs::read(file) {
            Ok(bytes) => Learned::from_bytes(&reference.categories, &bytes).or_else(|| {
                tracing::warn!("what was learned cannot be read and is learned again");
                None
            }),
            Err(why) => {
                if why.kind() != io::ErrorKind::NotFound {
                    tracing::warn!(%why, "what was learned cannot be read and is learned again");
                }
                None
            }
        };
        let learned = kept.unwrap_or_else(|| Learned::new(&reference.categories));
        Self::of(store, learned, file)
    }

    /// Begins anew.
    pub(crate) fn fresh(store: &Store, file: &Path) -> Self {
        Self::of(store, Learned::new(&store.reference().categories), file)
    }

    fn of(store: &Store, learned: Learned, file: &Path) -> Self {
        Self {
            store: store.clone(),
            suggester: Arc::new(Suggester::new(learned)),
            file: file.to_owned(),
            tree_of: tree_of(&store.reference()),
        }
    }

    /// What answers while it learns.
    pub(crate) fn suggester(&self) -> Arc<Suggester> {
        Arc::clone(&self.suggester)
    }

    /// Learns one page of events; how many there were.
    pub(crate) async fn advance(&mut self) -> store::Result<usize> {
        let reference = self.store.reference();
        if tree_of(&reference) != self.tree_of {
            self.suggester.teach(|learned| learned.renew(&reference.categories));
            self.tree_of = tree_of(&reference);
        }
        let place = self.suggester.read().place();
        let Some(Page { lessons, events, place }) =
            lessons::after(&self.store, place, PAGE).await?
        else {
            // Another database, or an older copy of it was put in its place.
            tracing::warn!("what was learned is of other events and is learned again");
            self.suggester.teach(|learned| *learned = Learned::new(&reference.categories));
            return Box::pin(self.advance()).await;
        };
        let suggester = self.suggester();
        // Hours of history would hold up everybody else on this thread.
        let taught = tokio::task::spawn_blocking(move || {
            for lesson in &lessons {
                suggester.teach(|learned| teach(learned, lesson));
            }
            suggester.teach(|learned| learned.pass(place));
        });
        taught.await.map_err(|why| store::Error::Fault(format!("learning: {why}")))?;
        Ok(events)
    }

    /// Writes what was learned beside the file and puts it in its place: the file is whole at any
    /// moment, whenever the power fails.
    pub(crate) async fn keep(&self) -> io::Result<()> {
        let (suggester, file) = (self.suggester(), self.file.clone());
        // A slow disk holds up nobody else on this thread.
        tokio::task::spawn_blocking(move || write(&suggester, &file)).await?
    }

    /// Learns until `stopped` turns true, and keeps what it learned.
    pub(crate) async fn run(mut self, mut stopped: watch::Receiver<bool>) {
        let (mut kept, mut dirty, mut events) = (Instant::now(), false, 0_usize);
        let mut trusted = false;
        while !*stopped.borrow() {
            if !trusted {
                trusted = follow::check_origin(&self.store).await.is_ok();
            }
            let rest = match if trusted { self.advance().await } else { Ok(0) } {
                Ok(0) => Some(REST),
                Ok(read) => {
                    dirty = true;
                    events += read;
                    None
                }
                Err(why) => {
                    tracing::warn!(%why, "learning stopped for a moment");
                    Some(REST_AFTER_FAILURE)
                }
            };
            if dirty && kept.elapsed() >= KEEP_EVERY {
                self.keep_or_say().await;
                tracing::info!(events, version = self.suggester.read().version(), "learned");
                (kept, dirty) = (Instant::now(), false);
            }
            // A sender that is gone means shutdown too.
            if let Some(rest) = rest
                && matches!(tokio::time::timeout(rest, stopped.changed()).await, Ok(Err(_)))
            {
                break;
            }
        }
        if dirty {
            self.keep_or_say().await;
        }
    }

    async fn keep_or_say(&self) {
        if let Err(why) = self.keep().await {
            tracing::warn!(%why, "what was learned could not be kept");
        }
    }
}

fn write(suggester: &Suggester, file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // Of its own: serve and worker may keep at the same moment.
    let beside = file.with_extension(format!("{}.new", std::process::id()));
    let mut open = OpenOptions::new();
    let mut to = open.write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    suggester.read().write(&mut to)?;
    to.sync_all()?;
    fs::rename(&beside, file)?;
    File::open(folder)?.sync_all()
}

fn tree_of(reference: &Reference) -> (i64, Option<Date>) {
    (reference.revision, reference.as_of)
}

fn teach(learned: &mut Learned, lesson: &Lesson) {
    let office = lesson.confirmed.office;
    let Some(category) = lesson.confirmed.category.as_ref().or(lesson.category.as_ref()) else {
        return;
    };
    let decision = Decision {
        text: &lesson.text,
        category,
        lead: office.map(|office| office.agency),
        unit: office.and_then(|office| office.unit),
        region: lesson.region,
        sex: lesson.sex,
        day: lesson.day,
    };
    learned.learn_office(&decision);
    if lesson.confirmed.category.is_some() {
        learned.learn(&decision);
    }
}

/// Learns what there is to learn, shows how far it is, and tells what came out.
pub(crate) async fn learn(config: &Config, arguments: &Arguments) -> Result<(), Failed> {
    let store = compose::open_for_work(config).await?;
    follow::check_origin(&store).await?;
    let file = &config.triage.model;
    let mut learner =
        if arguments.fresh { Learner::fresh(&store, file) } else { Learner::open(&store, file) };
    let total = usize::try_from(lessons::count(&store).await?).unwrap_or(0);
    let mut shown = Progress::new("learn");
    let (mut done, mut unkept) = (0, 0);
    loop {
        let events = learner.advance().await?;
        if events == 0 {
            break;
        }
        done += events;
        unkept += events;
        shown.at("events", done, total.max(done + 1));
        if unkept >= arguments.keep_every {
            learner.keep().await?;
            unkept = 0;
        }
    }
    learner.keep().await?;
    let suggester = learner.suggester();
    let decisions = suggester.record().count(i32::MIN);
    let version = suggester.read().version();
    say::line(format!("{done} events read; model {version}, {decisions} decisions on record"));
    store.db().close().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::category::CategoryCode;
    use domain::{OfficerId, Zone};
    use jiff::civil::date;
    use store::chance::SeededChance;
    use store::clock::ManualClock;
    use store::keys::Keys;
    use store::reference::{self, DataSet, change};
    use triage::Asked;

    store::both_engines!(a_planned_category_is_taken_over_on_its_day, |db| async move {
        let at = |day: Date| Zone::Wib.instant(day.at(10, 0, 0, 0));
        let clock = Arc::new(ManualClock::new(at(date(2026, 11, 20))));
        let chance = Arc::new(SeededChance::new(1));
        let keys = Keys::generate(&*chance);
        let store = Store::new(db, keys, clock.clone(), chance, 1);
        let data = DataSet::embedded().unwrap();
        let data = data.with("regions/villages.csv", "code,name,lat,lon,postal\n");
        reference::seed(&store, data, |_| {}).await.unwrap();
        let mut learner = Learner::fresh(&store, Path::new("unused"));
        let waste = CategoryCode::parse("environment.waste.collection").unwrap();
        let mut planned = store.reference().categories.get(&waste).unwrap().clone();
        planned.examples.0.push("Lampu hias taman bermain mati atau rusak".into());
        let from = date(2026, 12, 1);
        let sorting = store.reference().sorting;
        change::change_category(&store, OfficerId(7), planned, from, sorting).await.unwrap();
        let first = |learner: &Learner| {
            let asked = Asked {
                text: "Lampu hias taman bermain mati atau rusak",
                region: None,
                level: None,
                reference: &store.reference(),
                today: Reference::today(store.now()),
            };
            learner.suggester().read().propose(&asked, 1).pop().unwrap().category
        };
        learner.advance().await.unwrap();
        assert_ne!(first(&learner), waste, "not yet");
        clock.set(at(from));
        assert!(reference::refresh_if_changed(&store).await.unwrap());
        learner.advance().await.unwrap();
        assert_eq!(first(&learner), waste);
    });
}
