//! Drawing the next question: at random, but never the same one again before the others had their turn.

use std::collections::BTreeSet;

use super::question::QuestionId;

/// A shuffled walk through whatever questions are on offer. The same seed draws in the same order.
#[derive(Clone, Debug)]
pub struct Draw {
    random: SplitMix,
    drawn: BTreeSet<QuestionId>,
    last: Option<QuestionId>,
}

impl Draw {
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { random: SplitMix(seed), drawn: BTreeSet::new(), last: None }
    }

    /// One of `offered` that has not been drawn in this round. Once all of them were, a new round begins,
    /// and it does not begin with the question that ended the old one.
    pub fn next(&mut self, offered: &[QuestionId]) -> Option<QuestionId> {
        let mut fresh: Vec<&QuestionId> = offered.iter().filter(|id| !self.drawn.contains(id)).collect();
        if fresh.is_empty() {
            for id in offered {
                self.drawn.remove(id);
            }
            fresh =
                offered.iter().filter(|id| offered.len() == 1 || Some(*id) != self.last.as_ref()).collect();
        }
        let drawn = (*fresh.get(self.random.below(fresh.len()))?).clone();
        self.drawn.insert(drawn.clone());
        self.last = Some(drawn.clone());
        Some(drawn)
    }
}

/// The `SplitMix64` generator: eight bytes of state, good enough to shuffle questions.
#[derive(Clone, Debug)]
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 for a bound of 0.
    fn below(&mut self, bound: usize) -> usize {
        let Ok(bound) = u64::try_from(bound.max(1)) else { return 0 };
        usize::try_from(self.next() % bound).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn offered(count: usize) -> Vec<QuestionId> {
        (0..count).map(|number| QuestionId(format!("q-{number}"))).collect()
    }

    #[test]
    fn the_same_seed_draws_in_the_same_order_and_another_does_not() {
        let order = |seed| {
            let mut draw = Draw::new(seed);
            (0..20).filter_map(|_| draw.next(&offered(20))).collect::<Vec<_>>()
        };
        assert_eq!(order(7), order(7));
        assert_ne!(order(7), order(8));
    }

    #[test]
    fn nothing_is_drawn_from_nothing_and_a_single_question_comes_back() {
        let mut draw = Draw::new(1);
        assert_eq!(draw.next(&[]), None);
        assert_eq!(draw.next(&offered(1)), draw.next(&offered(1)));
    }

    proptest! {
        #[test]
        fn a_round_shows_every_question_once_and_no_question_twice_in_a_row(
            seed in any::<u64>(),
            count in 2usize..30,
        ) {
            let all = offered(count);
            let mut draw = Draw::new(seed);
            let mut last = None;
            for _round in 0..3 {
                let mut seen = BTreeSet::new();
                for _ in 0..count {
                    let drawn = draw.next(&all).unwrap();
                    prop_assert_ne!(Some(&drawn), last.as_ref());
                    prop_assert!(seen.insert(drawn.clone()));
                    last = Some(drawn);
                }
            }
        }

        #[test]
        fn a_changed_filter_draws_only_what_it_offers(seed in any::<u64>(), first in 1usize..10, then in 1usize..10) {
            let mut draw = Draw::new(seed);
            for _ in 0..first {
                draw.next(&offered(first)).unwrap();
            }
            let narrowed = offered(then);
            prop_assert!(narrowed.contains(&draw.next(&narrowed).unwrap()));
        }
    }
}
