//! Two takes side by side: which one is heard, equally loud, and in an order that only chance knows.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use crate::domain::compare;
use crate::domain::listening;
use crate::domain::take::{Take, TakeId};
use crate::domain::time::Frames;
use crate::speech::loudness::matching_gains;
use crate::ui::command::{CompareCommand, Preferred};
use crate::ui::model::review::{Answer, Blind};

use super::super::App;
use super::deck::{Deck, Measured};

impl App {
    pub(super) fn compare(&mut self, command: CompareCommand) {
        match command {
            CompareCommand::Toggle if self.view.takes.page.comparing => self.stop_comparing(),
            CompareCommand::Toggle => {
                self.view.takes.page.comparing = true;
                if let Some(id) = self.open_take().and_then(|take| self.take_before(take)) {
                    self.compare_with(&id);
                }
            }
            CompareCommand::With(id) => self.compare_with(&id),
            CompareCommand::Switch if self.review.other.is_none() => {
                // The other take is heard as soon as it is there.
                if let Some(id) = self.open_take().and_then(|take| self.take_before(take)) {
                    self.view.takes.page.comparing = true;
                    self.compare_with(&id);
                    self.review.switches = true;
                }
            }
            CompareCommand::Switch => self.switch(),
            CompareCommand::Blind => {
                // Every such state is seeded anew by the standard library, from the system's source of chance.
                let other_is_first = RandomState::new().build_hasher().finish() & 1 == 0;
                if self.review.other.is_some() {
                    self.model.review.answer = None;
                    self.model.review.blind = Some(Blind { other_is_first });
                    if self.model.review.hears_other != other_is_first {
                        self.switch();
                    }
                }
            }
            CompareCommand::Prefer(preferred) => self.prefer(preferred),
            CompareCommand::Reveal => self.model.review.blind = None,
            CompareCommand::ToggleAlign => {
                self.view.takes.aligned = !self.view.takes.aligned;
            }
        }
    }

    /// The last comparable take before this one, or the newest other one.
    fn take_before(&self, take: &Take) -> Option<TakeId> {
        let library = &self.model.library;
        let newest = || compare::candidates(library, take).first().copied();
        compare::last_before(library, take).or_else(newest).map(|other| other.id.clone())
    }

    /// Counts what was preferred, and shows which is which.
    fn prefer(&mut self, preferred: Preferred) {
        let review = &mut self.model.review;
        let Some(blind) = review.blind.take() else { return };
        let answer = match preferred {
            Preferred::Neither => Answer::Neither,
            Preferred::A if blind.other_is_first => Answer::Other,
            Preferred::B if !blind.other_is_first => Answer::Other,
            Preferred::A | Preferred::B => Answer::This,
        };
        review.answer = Some(answer);
        let takes = [&self.review.deck, &self.review.other].map(|deck| {
            deck.as_ref().and_then(|deck| self.model.library.take(&deck.take)).map(|take| take.recorded_at)
        });
        let is_newer = matches!(takes, [Some(this), Some(other)] if this >= other);
        let place = match answer {
            Answer::Neither => 2,
            Answer::This => usize::from(!is_newer),
            Answer::Other => usize::from(is_newer),
        };
        if let Some(count) = self.model.review.preferred.get_mut(place) {
            *count += 1;
        }
    }

    /// Goes to the other take once it can be heard, where that was asked for.
    pub(super) fn switch_when_there(&mut self) {
        let is_there = self.review.other.as_ref().is_some_and(|other| other.sound.can_play());
        if self.review.switches && is_there {
            self.review.switches = false;
            self.switch();
        }
    }

    fn compare_with(&mut self, id: &TakeId) {
        if self.model.review.hears_other {
            self.switch();
        }
        self.model.review.blind = None;
        self.model.review.answer = None;
        self.review.switches = false;
        self.review.matched = false;
        self.review.other = Some(Deck::new(id.clone()));
        self.locate(id);
    }

    fn stop_comparing(&mut self) {
        if self.model.review.hears_other {
            self.switch();
        }
        self.model.review.blind = None;
        self.review.other = None;
        self.review.sounder.set_gain(1.0);
        self.view.takes.page.comparing = false;
    }

    /// Goes to the same place of the same section in the take that is not heard.
    fn switch(&mut self) {
        let (Some(deck), Some(other)) = (&self.review.deck, &self.review.other) else { return };
        let hears_other = self.review.sounder.loaded.as_ref() == Some(&other.take);
        let (from, to) = if hears_other { (other, deck) } else { (deck, other) };
        let takes = self.model.library.take(&from.take).zip(self.model.library.take(&to.take));
        let (Some((before, after)), Some(path)) = (takes, to.path.clone()) else { return };
        let (was_playing, at) = (self.review.sounder.is_playing(), self.review.sounder.position());
        let place = same_place(before, at, after);
        let looped = self.review.sounder.looped.is_some();
        let part = listening::stretch_at(after, place).map(|stretch| stretch.start..stretch.end);
        let id = to.take.clone();
        self.open_sound(&id, path);
        let sounder = &mut self.review.sounder;
        sounder.seek(place);
        if looped {
            sounder.set_loop(part);
        }
        self.use_matching_gain();
        self.model.review.hears_other = !hears_other;
        if was_playing {
            self.review.sounder.play();
        }
    }

    /// Has the two takes measured that are compared, and plays them equally loud once that is known.
    pub(super) fn match_loudness(&mut self) {
        let (Some(deck), Some(other)) = (&mut self.review.deck, &mut self.review.other) else { return };
        deck.measure_loudness();
        other.measure_loudness();
        if !self.review.matched && deck.loudness.is_some() && other.loudness.is_some() {
            self.review.matched = true;
            self.use_matching_gain();
        }
    }

    fn use_matching_gain(&mut self) {
        let (Some(deck), Some(other)) = (&self.review.deck, &self.review.other) else { return };
        let (Some(Measured(one)), Some(Measured(two))) = (deck.loudness, other.loudness) else { return };
        let (gain, others) = matching_gains(one, two);
        let hears_other = self.review.sounder.loaded.as_ref() == Some(&other.take);
        self.review.sounder.set_gain(if hears_other { others } else { gain });
    }
}

/// The place in another take that is as far into the same section, or into the recording where it has no such
/// section.
fn same_place(before: &Take, at: Frames, after: &Take) -> Frames {
    let stretch = listening::stretch_at(before, at);
    let section = stretch.and_then(|stretch| stretch.section);
    let meant = section.and_then(|section| before.plan.sections.get(section));
    let there = meant.and_then(|meant| after.plan.sections.iter().position(|other| other.name == meant.name));
    let there = there.and_then(|section| listening::stretch_of(after, section));
    let (from, start, end) = match (stretch, there) {
        (Some(stretch), Some(there)) => (stretch.start, there.start, there.end),
        _ => (Frames::ZERO, Frames::ZERO, after.recording.frames),
    };
    let into = before.recording.rate.secs(at.minus(from));
    start.plus(after.recording.rate.frames(into)).min(end.minus(Frames(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::split::Mark;
    use crate::domain::time::SampleRate;

    fn told(rate: u32, marks: &[(f64, usize)]) -> Take {
        let mut take = samples::take(100.0);
        let rate = SampleRate::new(rate).unwrap();
        take.recording.rate = rate;
        take.recording.frames = rate.frames(100.0);
        take.live_marks =
            marks.iter().map(|&(secs, section)| Mark { at: rate.frames(secs), section }).collect();
        take
    }

    #[test]
    fn the_same_place_is_as_far_into_the_same_section() {
        let one = told(48_000, &[(0.0, 0), (20.0, 2), (80.0, 3)]);
        let other = told(44_100, &[(0.0, 0), (40.0, 2), (50.0, 3)]);
        let secs =
            |at: f64| other.recording.rate.secs(same_place(&one, one.recording.rate.frames(at), &other));
        assert!((secs(25.0) - 45.0).abs() < 1e-4);
        // Further than the other's section goes is its last frame.
        assert!((secs(70.0) - 50.0).abs() < 1e-4);
        assert!((secs(85.0) - 55.0).abs() < 1e-4);
        let unmarked = told(48_000, &[]);
        assert_eq!(same_place(&unmarked, Frames(4_800), &one), Frames(4_800));
    }
}
