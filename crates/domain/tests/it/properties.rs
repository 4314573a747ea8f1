//! Random lives: any command by anybody, in any order, at any time.

use crate::explore::{FILINGS, actors, commands};
use crate::story::tell;
use jiff::SignedDuration;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Every accepted command keeps every invariant, every refused one changes nothing, and none
    /// panics.
    #[test]
    fn no_sequence_of_commands_breaks_an_invariant(
        filing in 0..FILINGS.len(),
        steps in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0i64..400), 1..400),
    ) {
        let (commands, actors) = (commands(), actors());
        let mut story = tell(FILINGS[filing]);
        for (what, who, hours) in steps {
            if hours > 300 {
                story.now += SignedDuration::from_hours(hours);
            }
            let before = story.report().clone();
            story.give(what.get(&commands), who.get(&actors));
            if story.refused.take().is_some() {
                prop_assert_eq!(&before, story.report());
            }
        }
    }

    /// Lives that get somewhere: at each step one of the commands that is possible is taken.
    #[test]
    fn no_long_life_breaks_an_invariant(
        filing in 0..FILINGS.len(),
        steps in proptest::collection::vec((any::<prop::sample::Index>(), 0i64..400), 1..40),
    ) {
        let (commands, actors) = (commands(), actors());
        let mut story = tell(FILINGS[filing]);
        for (choice, hours) in steps {
            if hours > 320 {
                story.now += SignedDuration::from_hours(hours);
            }
            let context = domain::decide::Context { now: story.now, reference: &story.reference };
            let mut possible = Vec::new();
            for actor in &actors {
                for command in &commands {
                    if domain::decide::decide(story.report(), command, actor, &context).is_ok() {
                        possible.push((command, actor));
                    }
                }
            }
            let (command, actor) = *choice.get(&possible);
            story.give(command, actor);
            prop_assert_eq!(&story.refused, &None);
        }
    }
}
