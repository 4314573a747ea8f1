//! What is learned from officers survives a pulled plug and equals what a clean replay learns.

use crate::program::Home;
use crate::seed;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::fs;
use std::time::Duration;
use store::db::Engine;
use store::testing::Place;

/// Kills of a run of the test suite; `LAPOR_KILLS` asks for more.
const KILLS: u32 = 8;
/// Within this time of its start the learner is killed, in milliseconds.
const MOMENTS: u64 = 4_000;

/// The learner is the same on both engines (store: `lessons_follow_the_order_of_the_events`); the
/// file it keeps knows nothing of either.
#[test]
fn what_is_learned_between_kills_is_what_a_clean_replay_learns() {
    store::testing::run_empty(Engine::Sqlite, kill_the_learner);
}

async fn kill_the_learner(place: Place) {
    let kills: u32 = std::env::var("LAPOR_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let home = Home::new(&place);
    home.succeed(&["demo"]).await;
    let file = home.folder().join("var/lapor.model");
    let mut chance = StdRng::seed_from_u64(seed());
    let mut interrupted = 0;
    for kill in 0..kills {
        if kill % 4 == 0 && file.exists() {
            // The whole way again, so that every part of it meets a kill.
            fs::remove_file(&file).unwrap();
        }
        let learner = home.spawn(&["triage", "learn", "--keep-every", "1"]);
        tokio::time::sleep(Duration::from_millis(chance.random_range(0..MOMENTS))).await;
        interrupted += u32::from(learner.kill_while_running());
    }
    assert!(interrupted > 0, "no kill met the learner at work");
    home.succeed(&["triage", "learn"]).await;
    let grown = fs::read(&file).unwrap();
    home.succeed(&["triage", "learn", "--fresh"]).await;
    assert!(grown == fs::read(&file).unwrap(), "a clean replay learned something else");
    // A file that is damaged or of another kind is not believed.
    fs::write(&file, &grown[..grown.len() / 2]).unwrap();
    home.succeed(&["triage", "learn"]).await;
    assert!(grown == fs::read(&file).unwrap(), "a damaged file was believed");
    // Nor is a file beside another database: what it learned are not the decisions there.
    for ended in ["", "-wal", "-shm"] {
        let _gone = fs::remove_file(format!("{}{ended}", place.url));
    }
    home.succeed(&["migrate"]).await;
    home.succeed(&["triage", "learn"]).await;
    let of_nothing = fs::read(&file).unwrap();
    home.succeed(&["triage", "learn", "--fresh"]).await;
    assert!(of_nothing == fs::read(&file).unwrap(), "another database's file was believed");
    assert!(of_nothing.len() < grown.len());
    println!("learn-kills\t{kills}\t{interrupted} while at work");
}
