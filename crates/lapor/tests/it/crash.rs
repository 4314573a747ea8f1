//! The plug is pulled at random moments under load, again and again.

use crate::crowd::Crowd;
use crate::ledger::Ledger;
use crate::program::{Home, Server};
use crate::{seed, trial};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::sync::Arc;
use std::time::Duration;
use store::both_engines;
use store::db::Engine;
use store::testing::Place;
use tokio::time::Instant;

/// Kills of a run of the test suite; `LAPOR_KILLS` asks for more.
const KILLS: u32 = 8;

both_engines!(empty nothing_acknowledged_is_lost_when_the_program_is_killed, |place| async move {
    kill_again_and_again(place).await;
});

async fn kill_again_and_again(place: Place) {
    let kills: u32 = std::env::var("LAPOR_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let seed = seed();
    let mut chance = StdRng::seed_from_u64(seed);
    let home = Home::new(&place);
    home.succeed(&["migrate"]).await;
    let ledger = Arc::new(Ledger::begin(home.folder()));
    let began = Instant::now();
    let mut server = home.start().await;
    let mut crowd = Crowd::gather(&home, &ledger, seed);
    for _ in 0..kills {
        wait_for_a_moment(&mut crowd, &ledger, &mut chance).await;
        server.kill();
        server = restart(&home, &mut chance).await;
    }
    crowd.disperse().await;
    let trial = trial::hold(&home, server, &ledger).await;
    let verdict = &trial.verdict;
    let engine = match place.engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    println!(
        "kill-run\t{engine}\t{kills}\t{}\t{}\t{}\t{}\t{}\t{seed}",
        trial.acknowledged(),
        verdict.lost.len(),
        verdict.doubled.len() + verdict.unaccounted.len(),
        verdict.torn.len(),
        began.elapsed().as_secs(),
    );
    trial.acquit(&home).await;
}

/// Some acknowledgements after the last kill, and then anywhere between two of them.
async fn wait_for_a_moment(crowd: &mut Crowd, ledger: &Ledger, chance: &mut StdRng) {
    crowd.wait_for(chance.random_range(1..=12), ledger).await;
    tokio::time::sleep(Duration::from_micros(chance.random_range(0..40_000))).await;
}

/// Starts again; now and then the plug is pulled once more while it starts.
async fn restart(home: &Home, chance: &mut StdRng) -> Server {
    if chance.random_ratio(1, 8) {
        let server = home.launch();
        tokio::time::sleep(Duration::from_millis(chance.random_range(0..1_500))).await;
        server.kill();
    }
    home.start().await
}
