//! Routes by itself what leaves no doubt, where the national supervisor has allowed it (T1c).
//!
//! Nothing here decides whether a report may be routed at all: `domain` refuses what is for people.
//! A report is looked at once as long as the process lives; looking again does no harm.

use domain::command::Evidence;
use domain::kind::{ComplaintClass, Urgency};
use jiff::SignedDuration;
use std::sync::Arc;
use std::time::Duration;
use store::machine_routing::{self, Allowed, Arrivals, Place};
use store::reports::queries::Summary;
use store::{Result, Store};
use tokio::sync::watch;
use triage::reading::{self, Reading};
use triage::record::permille;
use triage::{Asked, Proposal, Suggester};

/// How long it rests when there is nothing new.
const REST: Duration = Duration::from_secs(1);
/// Reports looked at in one step.
const PAGE: u16 = 100;
/// Older ones are for people: somebody may be at work on them already.
const OLDEST: SignedDuration = SignedDuration::from_hours(24);

/// Looks at what comes in.
pub(crate) struct Router {
    store: Store,
    suggester: Arc<Suggester>,
    /// `None` before the first look.
    place: Option<Place>,
}

impl Router {
    pub(crate) fn new(store: &Store, suggester: Arc<Suggester>) -> Self {
        Self { store: store.clone(), suggester, place: None }
    }

    /// Looks at the next reports; whether there may be more at once.
    pub(crate) async fn advance(&mut self) -> Result<bool> {
        let place = match self.place {
            Some(place) => place,
            None => machine_routing::begin(&self.store).await?,
        };
        let since = self.store.now().checked_sub(OLDEST).unwrap_or(jiff::Timestamp::MIN);
        let Arrivals { reports, place, more } =
            machine_routing::arrived(&self.store, place, since, PAGE).await?;
        for row in &reports {
            // Asked again for each: whoever turns it off means the next one.
            let allowed = machine_routing::allowed(&self.store).await?;
            if let Some((proposal, evidence)) = self.sure(&allowed, row)
                && let Some(office) = proposal.office
            {
                let category = proposal.category;
                machine_routing::route(&self.store, row.id, category, office.agency, evidence)
                    .await?;
            }
        }
        self.place = Some(place);
        Ok(more)
    }

    /// The proposal that passes its category's threshold, and why.
    fn sure(&self, allowed: &Allowed, row: &Summary) -> Option<(Proposal, Evidence)> {
        if !allowed.on || allowed.thresholds.is_empty() {
            return None;
        }
        let text = format!("{}\n{}", row.title, row.body);
        if !is_plain(&reading::read(&text), row) {
            return None;
        }
        let reference = self.store.reference();
        let asked = Asked {
            text: &text,
            region: row.region,
            level: row.level,
            reference: &reference,
            today: domain::Reference::today(self.store.now()),
        };
        let learned = self.suggester.read();
        let proposal = learned.propose(&asked, 1).pop()?;
        let permille = permille(proposal.probability);
        let from = *allowed.thresholds.get(&proposal.category)?;
        // What the reporter chose is not overruled by a machine.
        let agrees = row.category.as_ref().is_none_or(|chosen| *chosen == proposal.category);
        let evidence =
            Evidence { model: learned.version(), permille, words: proposal.words.clone() };
        (permille >= from && agrees).then_some((proposal, evidence))
    }

    /// Looks until `stopped` turns true.
    pub(crate) async fn run(mut self, mut stopped: watch::Receiver<bool>) {
        while !*stopped.borrow() {
            match self.advance().await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(why) => tracing::warn!(%why, "routing stopped for a moment"),
            }
            // A sender that is gone means shutdown too.
            if matches!(tokio::time::timeout(REST, stopped.changed()).await, Ok(Err(_))) {
                return;
            }
        }
    }
}

/// Nothing in the text asks for a person's eye.
fn is_plain(read: &Reading, row: &Summary) -> bool {
    read.urgency.level < Urgency::High
        && read.class.0 == ComplaintClass::NonSupervisory
        && read.sensitivity.is_empty()
        && read.elsewhere.is_none()
        && (read.kind.1.is_empty() || read.kind.0 == row.kind)
}
