//! Two takes side by side: which one is heard, equally loud, and in an order that only chance knows.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use crate::domain::compare;
use crate::domain::listening;
use crate::domain::take::{Take, TakeId};
use crate::domain::time::Frames;
use crate::speech::loudness::matching_gains;
use crate::ui::command::{CompareCommand, Preferred};
use crate::ui::model::review::{Answer, Blind};

use super::deck::{Deck, Measured};
use super::{Review, open_take};
use crate::app::services::Services;

impl Review {
    pub(super) fn compare(&mut self, services: &mut Services, command: CompareCommand) {
        match command {
            CompareCommand::Toggle if services.view.takes.page.comparing => self.stop_comparing(services),
            CompareCommand::Toggle => {
                services.view.takes.page.comparing = true;
                if let Some(id) = open_take(services).and_then(|take| take_before(services, take)) {
                    self.compare_with(services, &id);
                }
            }
            CompareCommand::With(id) => self.compare_with(services, &id),
            CompareCommand::Switch if self.other.is_none() => {
                // The other take is heard as soon as it is there.
                if let Some(id) = open_take(services).and_then(|take| take_before(services, take)) {
                    services.view.takes.page.comparing = true;
                    self.compare_with(services, &id);
                    self.switches = true;
                }
            }
            CompareCommand::Switch => self.switch(services),
            CompareCommand::Blind => {
                // Every such state is seeded anew by the standard library, from the system's source of chance.
                let other_is_first = RandomState::new().build_hasher().finish() & 1 == 0;
                if self.other.is_some() {
                    services.model.review.answer = None;
                    services.model.review.blind = Some(Blind { other_is_first });
                    if services.model.review.hears_other != other_is_first {
                        self.switch(services);
                    }
                }
            }
            CompareCommand::Prefer(preferred) => self.prefer(services, preferred),
            CompareCommand::Reveal => services.model.review.blind = None,
            CompareCommand::ToggleAlign => {
                services.view.takes.aligned = !services.view.takes.aligned;
            }
        }
    }

    /// Counts what was preferred, and shows which is which.
    fn prefer(&mut self, services: &mut Services, preferred: Preferred) {
        let review = &mut services.model.review;
        let Some(blind) = review.blind.take() else { return };
        let answer = match preferred {
            Preferred::Neither => Answer::Neither,
            Preferred::A if blind.other_is_first => Answer::Other,
            Preferred::B if !blind.other_is_first => Answer::Other,
            Preferred::A | Preferred::B => Answer::This,
        };
        review.answer = Some(answer);
        let takes = [&self.deck, &self.other].map(|deck| {
            deck.as_ref()
                .and_then(|deck| services.model.library.take(&deck.take))
                .map(|take| take.recorded_at)
        });
        let is_newer = matches!(takes, [Some(this), Some(other)] if this >= other);
        let place = match answer {
            Answer::Neither => 2,
            Answer::This => usize::from(!is_newer),
            Answer::Other => usize::from(is_newer),
        };
        if let Some(count) = services.model.review.preferred.get_mut(place) {
            *count += 1;
        }
    }

    /// Goes to the other take once it can be heard, where that was asked for.
    pub(super) fn switch_when_there(&mut self, services: &mut Services) {
        let is_there = self.other.as_ref().is_some_and(|other| other.sound.can_play());
        if self.switches && is_there {
            self.switches = false;
            self.switch(services);
        }
    }

    fn compare_with(&mut self, services: &mut Services, id: &TakeId) {
        if services.model.review.hears_other {
            self.switch(services);
        }
        services.model.review.blind = None;
        services.model.review.answer = None;
        self.switches = false;
        self.matched = false;
        self.other = Some(Deck::new(id.clone()));
        services.locate(id);
    }

    fn stop_comparing(&mut self, services: &mut Services) {
        if services.model.review.hears_other {
            self.switch(services);
        }
        services.model.review.blind = None;
        self.other = None;
        self.sounder.set_gain(1.0);
        services.view.takes.page.comparing = false;
    }

    /// Goes to the same place of the same section in the take that is not heard.
    fn switch(&mut self, services: &mut Services) {
        let (Some(deck), Some(other)) = (&self.deck, &self.other) else { return };
        let hears_other = self.sounder.loaded.as_ref() == Some(&other.take);
        let (from, to) = if hears_other { (other, deck) } else { (deck, other) };
        let takes = services.model.library.take(&from.take).zip(services.model.library.take(&to.take));
        let (Some((before, after)), Some(path)) = (takes, to.path.clone()) else { return };
        let (was_playing, at) = (self.sounder.is_playing(), self.sounder.position());
        let place = same_place(before, at, after);
        let looped = self.sounder.looped.is_some();
        let part = listening::stretch_at(after, place).map(|stretch| stretch.start..stretch.end);
        let id = to.take.clone();
        self.open_sound(&id, path);
        let sounder = &mut self.sounder;
        sounder.seek(place);
        if looped {
            sounder.set_loop(part);
        }
        self.use_matching_gain();
        services.model.review.hears_other = !hears_other;
        if was_playing {
            self.sounder.play();
        }
    }

    /// Has the two takes measured that are compared, and plays them equally loud once that is known.
    pub(super) fn match_loudness(&mut self) {
        let (Some(deck), Some(other)) = (&mut self.deck, &mut self.other) else { return };
        deck.measure_loudness();
        other.measure_loudness();
        if !self.matched && deck.loudness.is_some() && other.loudness.is_some() {
            self.matched = true;
            self.use_matching_gain();
        }
    }

    fn use_matching_gain(&mut self) {
        let (Some(deck), Some(other)) = (&self.deck, &self.other) else { return };
        let (Some(Measured(one)), Some(Measured(two))) = (deck.loudness, other.loudness) else { return };
        let (gain, others) = matching_gains(one, two);
        let hears_other = self.sounder.loaded.as_ref() == Some(&other.take);
        self.sounder.set_gain(if hears_other { others } else { gain });
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

/// The last comparable take before this one, or the newest other one.
fn take_before(services: &Services, take: &Take) -> Option<TakeId> {
    let library = &services.model.library;
    let newest = || compare::candidates(library, take).first().copied();
    compare::last_before(library, take).or_else(newest).map(|other| other.id.clone())
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
