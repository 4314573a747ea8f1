//! When the next attempt is due.

use std::time::Duration;

use channels::retry::{EMAIL, RETRY_AFTER_MAX, SMS, Schedule};
use proptest::prelude::*;

fn seconds(schedule: Schedule, attempts: u32, jitter: u32) -> Option<u64> {
    schedule.wait_after(attempts, jitter, None).map(|wait| wait.as_secs())
}

fn longest_total(schedule: Schedule) -> Duration {
    (1..schedule.attempts_max).filter_map(|n| schedule.wait_after(n, u32::MAX, None)).sum()
}

#[test]
fn waits_double_to_the_longest_and_end() {
    let full: Vec<_> = (1..=4).map(|n| seconds(EMAIL, n, u32::MAX).unwrap()).collect();
    assert_eq!(full, [30, 60, 120, 240]);
    assert_eq!(seconds(EMAIL, 1, 0), Some(15));
    assert_eq!(seconds(EMAIL, 27, u32::MAX), Some(6 * 3600));
    assert_eq!(seconds(EMAIL, 28, u32::MAX), None);
    assert_eq!(seconds(SMS, 19, u32::MAX), Some(1800));
    assert_eq!(seconds(SMS, 20, u32::MAX), None);
    assert_eq!(seconds(SMS, u32::MAX, 0), None);
}

#[test]
fn a_mail_is_tried_for_days_and_a_short_message_for_hours() {
    assert!((96..=120).contains(&(longest_total(EMAIL).as_secs() / 3600)));
    assert!((5..=8).contains(&(longest_total(SMS).as_secs() / 3600)));
}

#[test]
fn the_other_side_can_lengthen_a_wait_and_not_shorten_it() {
    let asked = |seconds| SMS.wait_after(1, u32::MAX, Some(Duration::from_secs(seconds)));
    assert_eq!(asked(7), Some(Duration::from_secs(15)));
    assert_eq!(asked(90), Some(Duration::from_secs(90)));
    assert_eq!(asked(u64::MAX), Some(RETRY_AFTER_MAX));
    assert_eq!(SMS.wait_after(20, 0, Some(Duration::from_secs(1))), None);
}

proptest! {
    #[test]
    fn a_wait_lies_between_half_and_whole(attempts in 0u32..100, jitter: u32, first in 1u64..1000) {
        let schedule = Schedule {
            first: Duration::from_secs(first),
            longest: Duration::from_secs(5000),
            attempts_max: 90,
        };
        let wait = schedule.wait_after(attempts, jitter, None);
        prop_assert_eq!(wait.is_none(), attempts >= 90);
        if let Some(wait) = wait {
            let whole = schedule.wait_after(attempts, u32::MAX, None).unwrap();
            prop_assert!(wait * 2 >= whole && wait <= whole && whole <= schedule.longest);
        }
    }
}
