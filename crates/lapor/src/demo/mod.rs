//! `lapor demo`: a believable month, told through the one door.

mod accounts;
mod act;
mod cast;
mod drawing;
mod hours;
mod journey;
mod say;
mod staff;
#[cfg(test)]
mod tests;
mod texts;
mod world;

use crate::compose::{self, Failed};
use crate::config::Config;
use crate::say as terminal;
use accounts::{Accounts, PrintedReport, Sheet};
use cast::{Case, Casting};
use clap::{Args, Subcommand};
use domain::calendar::{Calendar, HolidayKind};
use domain::report::StageName;
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sim::people::People;
use staff::Staff;
use std::path::PathBuf;
use std::sync::Arc;
use store::chance::{SeededChance, SystemChance};
use store::clock::{Clock, ManualClock, SystemClock};
use store::files::Bucket;
use store::keys::Keys;
use store::password::{Cost, Passwords};
use store::{Store, reference, reports};
use texts::Texts;
use world::World;

/// How long the story is.
const STORY: SignedDuration = SignedDuration::from_hours(46 * 24);
/// Names made by the story and by its accounts are told apart from those of any node in service.
const STORY_NODE: u16 = 1_022;
const ACCOUNTS_NODE: u16 = 1_023;
/// Reports that are printed with their secrets.
const PRINTED: [StageName; 5] = [
    StageName::InProgress,
    StageName::Answered,
    StageName::AwaitingReporter,
    StageName::Contested,
    StageName::Closed,
];

/// What to demonstrate.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct DemoArguments {
    /// The same number tells the same story.
    #[arg(long, default_value_t = 46)]
    seed: u64,
    /// About how many reports; every journey is told at least once.
    #[arg(long, default_value_t = 400)]
    reports: usize,
    /// Add to a database that already holds reports.
    #[arg(long)]
    add: bool,
    #[command(subcommand)]
    what: Option<DemoCommand>,
}

#[derive(Subcommand)]
enum DemoCommand {
    /// Print the present code of an account's second factor.
    Code {
        /// Name to sign in with.
        username: String,
    },
    /// Print accounts and reports of the demonstration again.
    Show,
}

/// Carries it out.
pub(crate) async fn run(config: &Config, arguments: DemoArguments) -> Result<(), Failed> {
    let path = sheet_path(config);
    match arguments.what {
        Some(DemoCommand::Code { username }) => {
            let (code, seconds) =
                Sheet::read(&path)?.code(&username, SystemClock::default().now())?;
            terminal::line(format!("{code} (for {seconds} s more)"));
            Ok(())
        }
        Some(DemoCommand::Show) => {
            let sheet = Sheet::read(&path)?;
            if sheet.accounts.is_empty() {
                return Err("there is no demonstration: run `lapor demo`".into());
            }
            sheet.print(&config.server.base_url);
            Ok(())
        }
        None => fill(config, arguments.seed, arguments.reports, arguments.add).await,
    }
}

/// Beside the keys: whoever can read those can read everything anyway.
fn sheet_path(config: &Config) -> PathBuf {
    config.keys.path.with_file_name("demo-accounts.json")
}

async fn fill(config: &Config, seed: u64, count: usize, add: bool) -> Result<(), Failed> {
    let store = compose::store(config).await?;
    compose::prepare(&store).await?;
    let holds = reports::queries::is_any(&store).await?;
    if holds && !add {
        return Err(
            "the database holds reports already; a demonstration is added with --add".into()
        );
    }
    let path = sheet_path(config);
    let now = store.now();
    // A second story with the first one's draws would meet its numbers.
    let seed = if holds { seed ^ now.as_microsecond().unsigned_abs() } else { seed };
    let setting = Setting { now, seed, count, cost: Cost::STANDARD };
    let keys = compose::keys(&config.keys.path, &SystemChance)?;
    let before = Sheet::read(&path)?;
    let told = tell(&store, keys, compose::bucket(config)?, &setting, &before).await?;
    told.sheet.write(&path)?;
    terminal::line(format!("{} reports of the last 45 days, seed {seed}", told.reports));
    told.sheet.print(&config.server.base_url);
    store.db().close().await?;
    Ok(())
}

/// What a story depends on.
pub(crate) struct Setting {
    now: Timestamp,
    seed: u64,
    count: usize,
    cost: Cost,
}

/// What came of it.
pub(crate) struct Told {
    sheet: Sheet,
    reports: usize,
    #[cfg_attr(not(test), expect(dead_code, reason = "looked at by tests"))]
    refused: Vec<(journey::Act, domain::Refusal)>,
}

/// Tells a story into the database of `store`, up to `setting.now`.
pub(crate) async fn tell(
    store: &Store,
    keys: Keys,
    bucket: Bucket,
    setting: &Setting,
    before: &Sheet,
) -> Result<Told, Failed> {
    let from = setting.now - STORY;
    let clock = Arc::new(ManualClock::new(from));
    let as_clock = || Arc::clone(&clock) as Arc<dyn Clock>;
    let since = domain::Reference::today(from).yesterday()?;
    let same_keys = Keys::from_text(&keys.to_text())?;
    let secret = Store::new(
        store.db().clone(),
        same_keys,
        as_clock(),
        Arc::new(SystemChance),
        ACCOUNTS_NODE,
    );
    reference::load(&secret).await?;
    let passwords = Passwords::new(setting.cost, secret.chance())?;
    let accounts = Accounts::make(&secret, &passwords, since, before).await?;
    let chance = Arc::new(SeededChance::new(setting.seed));
    let story = Store::new(store.db().clone(), keys, as_clock(), chance, STORY_NODE);
    reference::load(&story).await?;
    let staff = Staff::new(secret, &accounts, since, setting.seed)?;
    let mut rng = StdRng::seed_from_u64(setting.seed);
    let (people, texts) = (People::read()?, Texts::read()?);
    let today = domain::Reference::today(setting.now);
    let cases =
        Casting::new(&story.reference(), &people, &texts, today).cast(setting.count, &mut rng)?;
    foresee_no_decree(&story, setting.now);
    let mut world = World {
        store: story,
        clock,
        bucket,
        people,
        texts,
        staff,
        rng,
        cases,
        until: setting.now,
        decreed: false,
        refused: Vec::new(),
    };
    world.tell(from).await?;
    let printed = printed(&world).await?;
    let sheet = Sheet { accounts: accounts.printed(), reports: printed };
    Ok(Told { sheet, reports: world.cases.len(), refused: world.refused })
}

/// Until the decree comes, the year-end's days off are not known: so that the story has a change
/// of the calendar in it, after which the calendar is the real one.
fn foresee_no_decree(story: &Store, now: Timestamp) {
    let mut reference = (*story.reference()).clone();
    let (from, to) = (
        domain::Reference::today(now),
        domain::Reference::today(now + SignedDuration::from_hours(90 * 24)),
    );
    let known = reference.calendar.holidays().filter(|holiday| {
        holiday.kind == HolidayKind::Regional || holiday.date <= from || holiday.date > to
    });
    reference.calendar =
        Calendar::new(reference.calendar.revision() - 1, known.cloned().collect::<Vec<_>>());
    store::reference::assume(story, reference);
}

/// Reports to follow, at different stages, hidden from nobody.
async fn printed(world: &World) -> Result<Vec<PrintedReport>, Failed> {
    let mut found = Vec::new();
    for stage in PRINTED {
        for receipt in world.cases.iter().filter_map(|case: &Case| case.receipt.as_ref()) {
            let Some(row) = reports::queries::by_id(&world.store, receipt.id).await? else {
                continue;
            };
            if row.stage == stage && row.listed {
                found.push(PrintedReport {
                    stage: stage.word().to_owned(),
                    tracking: receipt.tracking.to_string(),
                    secret: grouped(receipt.secret.expose()),
                });
                break;
            }
        }
    }
    Ok(found)
}

/// Digits in groups of four.
fn grouped(digits: &str) -> String {
    let all: Vec<char> = digits.chars().collect();
    all.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
