//! Jobs: at least once, one at a time, never lost.

use crate::world::World;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use store::both_engines;
use store::jobs::{self, ATTEMPTS_MAX, Claimed, NewJob, Outcome};

const QUEUE: &str = "email";
const LEASE: SignedDuration = SignedDuration::from_mins(5);

async fn enqueue(world: &World, dedup: &str) -> i64 {
    let (id, now) = (world.store.next_id(), world.store.now());
    let (dedup, payload) = (dedup.to_owned(), format!("{{\"notice\":{id}}}"));
    let job =
        NewJob { id, queue: QUEUE, kind: "deliver", dedup, payload, run_at: now, created_at: now };
    world.store.db().write("enqueue", move |tx| jobs::enqueue(tx, &job)).await.unwrap();
    id
}

async fn claim(world: &World) -> Vec<Claimed> {
    jobs::claim(&world.store, QUEUE, 10, LEASE).await.unwrap()
}

fn retry(world: &World, after: SignedDuration) -> Outcome {
    Outcome::Retry {
        at: world.store.now().checked_add(after).unwrap(),
        why: "the relay is away".to_owned(),
    }
}

both_engines!(the_same_cause_makes_one_job, |db| async move {
    let world = World::new(&db);
    let id = enqueue(&world, "a").await;
    enqueue(&world, "a").await;
    let claimed = claim(&world).await;
    assert_eq!(claimed.iter().map(|job| (job.id, job.attempt)).collect::<Vec<_>>(), [(id, 1)]);
    assert_eq!(jobs::claim(&world.store, "sms", 10, LEASE).await.unwrap(), []);
    assert_eq!(claim(&world).await, []);
    assert_eq!(jobs::settle(&world.store, &claimed[0], Outcome::Done).await, Ok(true));
    // Still remembered, so that a repeated cause does nothing.
    enqueue(&world, "a").await;
    assert_eq!(claim(&world).await, []);
});

both_engines!(comes_again_when_its_schedule_says, |db| async move {
    let world = World::new(&db);
    enqueue(&world, "a").await;
    let first = claim(&world).await.remove(0);
    jobs::settle(&world.store, &first, retry(&world, SignedDuration::from_secs(30))).await.unwrap();
    assert_eq!(claim(&world).await, []);
    assert_eq!(jobs::backlog(&world.store, QUEUE).await.unwrap(), (0, None));
    world.clock.advance(SignedDuration::from_secs(30));
    assert_eq!(jobs::backlog(&world.store, QUEUE).await.unwrap(), (1, Some(world.store.now())));
    assert_eq!(claim(&world).await.remove(0).attempt, 2);
});

both_engines!(a_lost_lease_gives_the_job_to_another, |db| async move {
    let world = World::new(&db);
    enqueue(&world, "a").await;
    let slow = claim(&world).await.remove(0);
    world.clock.advance(LEASE);
    assert_eq!(claim(&world).await, []);
    world.clock.advance(SignedDuration::from_micros(1));
    let quick = claim(&world).await.remove(0);
    assert_eq!((quick.id, quick.attempt), (slow.id, 2));
    // The slow worker comes back: what it says no longer counts.
    assert_eq!(
        jobs::settle(&world.store, &slow, Outcome::Dead { why: "late".to_owned() }).await,
        Ok(false)
    );
    assert_eq!(jobs::settle(&world.store, &quick, Outcome::Done).await, Ok(true));
    assert_eq!(jobs::settle(&world.store, &quick, Outcome::Done).await, Ok(false));
});

both_engines!(a_dead_letter_waits_for_a_person, |db| async move {
    let world = World::new(&db);
    let id = enqueue(&world, "a").await;
    let job = claim(&world).await.remove(0);
    jobs::settle(&world.store, &job, Outcome::Dead { why: "no such mailbox".to_owned() })
        .await
        .unwrap();
    assert_eq!(claim(&world).await, []);
    let dead = jobs::dead(&world.store, None, 10).await.unwrap();
    assert_eq!(
        (dead[0].id, dead[0].attempts, dead[0].error.as_deref()),
        (id, 1, Some("no such mailbox"))
    );
    assert_eq!(jobs::dead(&world.store, Some(id), 10).await.unwrap(), []);
    assert_eq!(jobs::revive(&world.store, id, None).await, Ok(true));
    assert_eq!(jobs::revive(&world.store, id, None).await, Ok(false));
    assert_eq!(jobs::dead(&world.store, None, 10).await.unwrap(), []);
    assert_eq!(claim(&world).await.remove(0).attempt, 1);
});

both_engines!(a_job_that_kills_its_workers_ends, |db| async move {
    let world = World::new(&db);
    enqueue(&world, "a").await;
    for attempt in 1..=ATTEMPTS_MAX {
        assert_eq!(claim(&world).await.remove(0).attempt, attempt);
        world.clock.advance(LEASE * 2);
    }
    assert_eq!(claim(&world).await, []);
    assert_eq!(jobs::dead(&world.store, None, 10).await.unwrap().len(), 1);
});

both_engines!(jobs_done_are_removed_after_thirty_days, |db| async move {
    let world = World::new(&db);
    for dedup in ["done", "dead", "waiting"] {
        enqueue(&world, dedup).await;
    }
    let claimed = claim(&world).await;
    jobs::settle(&world.store, &claimed[0], Outcome::Done).await.unwrap();
    jobs::settle(&world.store, &claimed[1], Outcome::Dead { why: "x".to_owned() }).await.unwrap();
    jobs::settle(&world.store, &claimed[2], retry(&world, SignedDuration::ZERO)).await.unwrap();
    world.clock.advance(jobs::KEPT);
    assert_eq!(jobs::prune(&world.store).await, Ok(0));
    world.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(jobs::prune(&world.store).await, Ok(1));
    assert_eq!(
        (jobs::dead(&world.store, None, 10).await.unwrap().len(), claim(&world).await.len()),
        (1, 1)
    );
});

both_engines!(many_workers_share_a_queue, |db| async move {
    let world = World::new(&db);
    let mut wanted = BTreeSet::new();
    for nth in 0..200 {
        wanted.insert(enqueue(&world, &format!("job {nth}")).await);
    }
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let store = world.store.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let claimed = jobs::claim(&store, QUEUE, 3, LEASE).await.unwrap();
                    assert!(claimed.len() <= 3);
                    if claimed.is_empty() {
                        return mine;
                    }
                    for job in claimed {
                        assert_eq!(jobs::settle(&store, &job, Outcome::Done).await, Ok(true));
                        mine.push(job.id);
                    }
                }
            })
        })
        .collect();
    let mut done = Vec::new();
    for worker in workers {
        done.extend(worker.await.unwrap());
    }
    assert_eq!((done.len(), done.into_iter().collect::<BTreeSet<_>>()), (200, wanted));
});
