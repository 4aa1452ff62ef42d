//! Which frames of a recording are heard in which order: on to the end, round a loop, past the silences.

use std::ops::Range;

/// Frames that are heard one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub frames: Range<u64>,
    /// Where the sound would have gone on, where this run does not begin there.
    pub left_at: Option<u64>,
}

/// A way through a recording.
#[derive(Clone, Debug)]
pub(super) struct Route {
    end: u64,
    at: u64,
    /// Where the run before ended; `None` at the beginning.
    came_to: Option<u64>,
    looped: Option<Range<u64>>,
    /// What is left out, in order and apart.
    cuts: Vec<Range<u64>>,
}

impl Route {
    pub(super) fn new(end: u64, at: u64, looped: Option<Range<u64>>, cuts: Vec<Range<u64>>) -> Self {
        Self { end, at: at.min(end), came_to: None, looped, cuts }
    }

    pub(super) fn set_cuts(&mut self, cuts: Vec<Range<u64>>) {
        self.cuts = cuts;
    }

    /// The next run, of at most `most` frames; `None` at the end.
    pub(super) fn next(&mut self, most: u64) -> Option<Run> {
        let start = self.next_start()?;
        let mut end = start.saturating_add(most).min(self.end);
        if let Some(looped) = self.looped.as_ref().filter(|looped| start < looped.end) {
            end = end.min(looped.end);
        }
        if let Some(cut) = self.cuts.iter().find(|cut| cut.start > start) {
            end = end.min(cut.start);
        }
        let left_at = self.came_to.filter(|came_to| *came_to != start);
        self.at = end;
        self.came_to = Some(end);
        Some(Run { frames: start..end, left_at })
    }

    fn next_start(&self) -> Option<u64> {
        let after_jump = |at: u64| match &self.looped {
            Some(looped) if at == looped.end => looped.start,
            _ => at,
        };
        let at = after_jump(self.at);
        let Some(cut) = self.cuts.iter().find(|cut| cut.contains(&at)) else {
            return (at < self.end).then_some(at);
        };
        match &self.looped {
            // A loop round nothing but silence plays the silence.
            Some(looped) if cut.start <= looped.start && cut.end >= looped.end => Some(at),
            Some(looped) if at < looped.end && cut.end >= looped.end => {
                let start = looped.start;
                Some(self.cuts.iter().find(|cut| cut.contains(&start)).map_or(start, |cut| cut.end))
            }
            _ => (cut.end < self.end).then_some(cut.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn walk(mut route: Route, most: u64, runs: usize) -> Vec<(u64, u64)> {
        std::iter::from_fn(|| route.next(most))
            .take(runs)
            .map(|run| (run.frames.start, run.frames.end))
            .collect()
    }

    #[test]
    fn it_goes_to_the_end_in_steps() {
        assert_eq!(walk(Route::new(10, 3, None, Vec::new()), 4, 9), [(3, 7), (7, 10)]);
        assert_eq!(walk(Route::new(10, 10, None, Vec::new()), 4, 9), []);
        assert_eq!(walk(Route::new(10, 99, None, Vec::new()), 4, 9), []);
    }

    #[test]
    fn a_loop_goes_round_and_is_not_entered_from_behind() {
        let looped = Route::new(10, 1, Some(2..5), Vec::new());
        assert_eq!(walk(looped, 100, 4), [(1, 5), (2, 5), (2, 5), (2, 5)]);
        assert_eq!(walk(Route::new(10, 6, Some(2..5), Vec::new()), 100, 4), [(6, 10)]);
        let mut to_the_end = Route::new(10, 8, Some(2..10), Vec::new());
        assert_eq!(to_the_end.next(100).unwrap().left_at, None);
        assert_eq!(to_the_end.next(100).unwrap(), Run { frames: 2..10, left_at: Some(10) });
    }

    #[test]
    fn cuts_are_left_out() {
        let cuts = vec![0..2, 4..6, 8..10];
        assert_eq!(walk(Route::new(10, 0, None, cuts.clone()), 100, 9), [(2, 4), (6, 8)]);
        assert_eq!(walk(Route::new(10, 5, None, cuts.clone()), 100, 9), [(6, 8)]);
        assert_eq!(
            walk(Route::new(10, 0, Some(1..7), cuts.clone()), 100, 4),
            [(2, 4), (6, 7), (2, 4), (6, 7)]
        );
        assert_eq!(walk(Route::new(10, 0, Some(4..6), cuts), 100, 3), [(2, 4), (4, 6), (4, 6)]);
        assert_eq!(walk(Route::new(10, 0, Some(2..9), vec![0..1, 7..10]), 100, 3), [(1, 7), (2, 7), (2, 7)]);
    }

    proptest! {
        #[test]
        fn every_run_lies_inside_and_is_not_empty(
            at in 0u64..120,
            looped in prop::option::of((0u64..90, 5u64..30)),
            edges in prop::collection::btree_set(0u64..100, 0..8),
            most in 1u64..40,
        ) {
            let looped = looped.map(|(start, length)| start..(start + length).min(100));
            let edges: Vec<u64> = edges.into_iter().collect();
            let cuts = edges.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            let mut route = Route::new(100, at, looped, cuts);
            for _ in 0..200 {
                let Some(run) = route.next(most) else { break };
                prop_assert!(run.frames.start < run.frames.end && run.frames.end <= 100);
                prop_assert!(run.frames.end - run.frames.start <= most);
            }
        }
    }
}
