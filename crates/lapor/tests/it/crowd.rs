//! Many people at once, each filing one report after the other until told to stop.

use crate::browser::Browser;
use crate::journey::{At, Journey, Numbers, Story, open};
use crate::ledger::{Ledger, Told};
use crate::program::Home;
use crate::{LOOK, looks, until};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// How many there are.
pub(crate) const PEOPLE: u64 = 16;
/// Somebody who cannot take a step for this long has found a fault.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) struct Crowd {
    people: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Crowd {
    /// Sends [`PEOPLE`] to the service.
    pub(crate) fn gather(home: &Home, ledger: &Arc<Ledger>, seed: u64) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut people = JoinSet::new();
        for person in 0..PEOPLE {
            let (home, ledger, stopped) = (home.clone(), Arc::clone(ledger), stopped.clone());
            let chance = StdRng::seed_from_u64(seed.wrapping_mul(PEOPLE).wrapping_add(person));
            people.spawn(async move { file(&home, &ledger, &stopped, person, chance).await });
        }
        Self { people, stop }
    }

    /// Panics when somebody found a fault.
    fn look(&mut self) {
        while let Some(ended) = self.people.try_join_next() {
            ended.unwrap();
        }
    }

    /// Waits for this many more acknowledgements.
    pub(crate) async fn wait_for(&mut self, more: usize, ledger: &Ledger) {
        let enough = ledger.sent() + more;
        until("people are answered", PATIENCE, async || {
            self.look();
            (ledger.sent() >= enough).then_some(())
        })
        .await;
    }

    /// Everybody ends what was begun and goes home.
    pub(crate) async fn disperse(mut self) {
        self.stop.send(true).unwrap();
        while let Some(ended) = self.people.join_next().await {
            ended.unwrap();
        }
    }
}

async fn file(
    home: &Home,
    ledger: &Arc<Ledger>,
    stopped: &watch::Receiver<bool>,
    person: u64,
    mut chance: StdRng,
) {
    let mut number = 0;
    while !*stopped.borrow() {
        number += 1;
        let story = story(person, number, &mut chance);
        let mut journey = Journey::new(home.browser(), story, Arc::clone(ledger));
        finish(&mut journey).await;
        if chance.random_ratio(1, 5) {
            // Long after the answer somebody presses the button again.
            journey.at = At::Send;
            finish(&mut journey).await;
        }
    }
}

fn story(person: u64, number: u64, chance: &mut StdRng) -> Story {
    let mut story = Story::anonymous(format!("Jalan rusak nomor {person}-{number}"));
    if chance.random_ratio(1, 4) {
        let lines = chance.random_range(1..400);
        let text = format!("Catatan {person}-{number}: lampu jalan padam.\n").repeat(lines);
        story.file = Some((format!("catatan-{person}-{number}.txt"), text));
    }
    if chance.random_ratio(1, 4) {
        story.message = Some(format!("Tambahan keterangan nomor {person}-{number} selesai."));
    }
    if chance.random_ratio(1, 3) {
        story.name = format!("Warga {person}-{number}");
        story.phone = format!("0812{:08}", person * 1_000_000 + number);
    }
    story.impatient = chance.random_ratio(1, 5);
    story
}

/// Goes on until the journey is done, sending again what had no answer.
pub(crate) async fn finish(journey: &mut Journey) {
    reach(journey, At::Done).await;
}

/// Goes on until the journey stands at `goal`.
pub(crate) async fn reach(journey: &mut Journey, goal: At) {
    let mut setbacks = 0;
    while journey.at != goal {
        match journey.step().await {
            Ok(()) => setbacks = 0,
            Err(setback) => {
                setbacks += 1;
                let at = journey.at;
                let enough = setbacks >= looks(PATIENCE);
                assert!(!enough, "{at:?} was never taken: {setback:?}");
                tokio::time::sleep(LOOK).await;
            }
        }
    }
}

/// Opens every report of the ledger with its secret and reads what was told.
pub(crate) async fn open_all(home: &Home, told: &BTreeMap<String, Told>) {
    let seats = Arc::new(Semaphore::new(usize::try_from(PEOPLE).unwrap()));
    let mut readers = JoinSet::new();
    for (title, told) in told.clone() {
        for (number, secret) in told.receipts.clone() {
            let (browser, told, title) = (home.browser(), told.clone(), title.clone());
            let seats = Arc::clone(&seats);
            readers.spawn(async move {
                let _seat = seats.acquire_owned().await.unwrap();
                read(browser, Numbers { number, secret }, &title, &told).await;
            });
        }
    }
    while let Some(read) = readers.join_next().await {
        read.unwrap();
    }
}

async fn read(mut browser: Browser, numbers: Numbers, title: &str, told: &Told) {
    let opened = open(&mut browser, &numbers).await.unwrap();
    assert_eq!(opened.status, 303, "{title} does not open with its secret");
    let page = browser.get(&opened.location).await.unwrap();
    assert!(page.status == 200 && page.body.contains(title), "{title} is not on its page");
    for words in &told.said {
        assert_eq!(page.body.matches(words.as_str()).count(), 1, "{words}");
    }
}
