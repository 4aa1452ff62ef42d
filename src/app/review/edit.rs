//! What the commands about marks, points, counts and notes do to the open take.

use crate::domain::figures::clock;
use crate::domain::listening;
use crate::domain::marks::{self, Nudge};
use crate::domain::rating::Points;
use crate::domain::take::Take;
use crate::domain::time::Frames;
use crate::ui::command::{CountCommand, MarkCommand, RateCommand};
use crate::ui::screens::takes::Focus;

use super::{Review, open_take};
use crate::app::history::Edit;
use crate::app::services::Services;

impl Review {
    /// Changes the open take, given itself and where playing stands in it.
    pub(super) fn change_open_take(
        &mut self,
        services: &mut Services,
        change: impl FnOnce(&Take, Frames) -> Take,
    ) {
        let at = self.place_in_open_take(services);
        if let Some(changed) = open_take(services).map(|take| change(take, at)) {
            services.change(changed, Edit::Once);
        }
    }

    pub(super) fn mark(&mut self, services: &mut Services, command: MarkCommand) {
        self.edit_marks(services, command);
        self.follow_loop(services);
    }

    fn edit_marks(&mut self, services: &mut Services, command: MarkCommand) {
        let at = self.place_in_open_take(services);
        let Some(take) = open_take(services) else { return };
        let (chosen, count) = (services.view.takes.page.chosen, take.marks().0.len());
        let chosen = chosen.filter(|index| *index < count);
        match command {
            MarkCommand::ChooseNext | MarkCommand::ChoosePrevious => {
                let next = command == MarkCommand::ChooseNext;
                services.view.takes.page.chosen = beside(take, chosen, at, next);
            }
            MarkCommand::Choose(index) => services.view.takes.page.chosen = Some(index),
            MarkCommand::Nudge(millis) => {
                // Without a choice the mark nearest before the playhead is meant.
                let Some(index) = chosen.or_else(|| beside(take, None, at, false)) else { return };
                let Some(mark) = marks::sorted(take.marks().0).get(index).copied() else { return };
                let by = take.recording.rate.frames_in_millis(u64::from(millis.unsigned_abs()));
                let nudge = if millis < 0 { Nudge::Earlier(by) } else { Nudge::Later(by) };
                let moved = listening::mark_moved(take, index, nudge.from(mark.at));
                services.view.takes.page.chosen = Some(index);
                let (at, rate) = (nudge.from(mark.at), moved.recording.rate);
                services.change(moved, Edit::Nudging(index));
                self.hear_round(services, at, rate);
            }
            MarkCommand::Drag { index, to, on } => {
                let moved = listening::mark_moved(take, index, to);
                services.view.takes.page.chosen = Some(index);
                if !on {
                    services.history.pause();
                }
                services.change(moved, Edit::Dragging);
            }
            MarkCommand::Next => {
                mark_next_section(services, at);
            }
            MarkCommand::TakeBack => {
                let Some(taken_back) = listening::last_mark_taken_back(take, at) else { return };
                services.view.takes.page.chosen = None;
                services.change(taken_back, Edit::Once);
            }
            MarkCommand::RemoveChosen => {
                let Some(index) = chosen else { return };
                let removed = listening::mark_removed(take, index);
                services.view.takes.page.chosen = None;
                services.change(removed, Edit::Once);
            }
            MarkCommand::Revert => {
                services.view.takes.page.chosen = None;
                self.change_open_take(services, |take, _| listening::back_to_live_marks(take));
            }
        }
    }

    /// The section that is played over and over keeps to its marks where those are moved.
    fn follow_loop(&mut self, services: &mut Services) {
        let Some(looped) = self.sounder.looped.clone() else { return };
        let middle = Frames(u64::midpoint(looped.start.0, looped.end.0));
        let stretch = open_take(services).and_then(|take| listening::stretch_at(take, middle));
        let part = stretch.map(|stretch| stretch.start..stretch.end);
        if part.as_ref() != Some(&looped) && !services.model.review.hears_other {
            self.sounder.set_loop(part);
        }
    }

    pub(super) fn rate(&mut self, services: &mut Services, command: RateCommand) {
        let now = services.model.now;
        let last = services.model.library.settings.rubric.rows.len().saturating_sub(1);
        let page = &mut services.view.takes.page;
        match command {
            RateCommand::NextRow => page.row = (page.row + 1).min(last),
            RateCommand::PreviousRow => page.row = page.row.saturating_sub(1),
            RateCommand::Row(row) => page.row = row.min(last),
            RateCommand::Points(points) => {
                let (row, sitting) = (page.row, page.sitting());
                let id = services.model.library.settings.rubric.rows.get(row).map(|row| row.id.clone());
                let (Some(id), Some(points)) = (id, Points::new(points)) else { return };
                self.change_open_take(services, |take, _| listening::rated(take, sitting, &id, points, now));
                // The next row is rated next; after the last one comes what to change.
                services.view.takes.page.row = (row + 1).min(last);
                let rated = open_take(services).and_then(|take| take.ratings.get(sitting));
                if row == last && sitting == 0 && rated.is_some_and(|rating| rating.points.len() > last) {
                    services.view.takes.focus = Some(Focus::Change);
                }
            }
            RateCommand::Again => {
                let sitting = open_take(services).map(|take| take.ratings.len());
                let page = &mut services.view.takes.page;
                page.blind_rating = sitting;
                page.row = 0;
            }
            RateCommand::Done => page.blind_rating = None,
        }
    }

    pub(super) fn count(&mut self, services: &mut Services, command: CountCommand) {
        let now = services.model.now;
        match command {
            CountCommand::One(kind) => {
                self.change_open_take(services, |take, at| listening::counted(take, kind, at, now));
            }
            CountCommand::Again => {
                self.change_open_take(services, |take, _| listening::new_pass(take, now));
                services.view.takes.page.recounting = true;
                self.sounder.seek(Frames::ZERO);
            }
            CountCommand::Done => services.view.takes.page.recounting = false,
        }
    }

    pub(super) fn pin_note(&mut self, services: &mut Services) {
        let at = self.place_in_open_take(services);
        let Some((pinned, place)) = open_take(services).map(|take| listening::pinned(take, at)) else {
            return;
        };
        if services.model.is_writable() {
            services.change(pinned, Edit::Once);
            services.view.takes.focus = Some(Focus::Note(place));
        }
    }
}

/// Begins the next section here; where all are marked already, nothing is moved by a key that is pressed often.
fn mark_next_section(services: &mut Services, at: Frames) {
    let Some(take) = open_take(services) else { return };
    let sections = &take.plan.sections;
    let is_marked = |section: usize| take.marks().0.iter().any(|mark| mark.section == section);
    let count = sections.len();
    if count > 0 && (0..count).all(is_marked) {
        let what =
            format!("All {count} sections are marked. Drag a mark to move it, or choose one with [ and ].");
        services.mention(what);
        return;
    }
    let Some(marked) = listening::mark_next(take, at) else { return };
    let sorted = marks::sorted(marked.marks().0);
    let chosen = sorted.iter().position(|mark| mark.at == at);
    let name = chosen.and_then(|index| sorted.get(index)).and_then(|mark| sections.get(mark.section));
    let said =
        name.map(|section| format!("{} begins at {}", section.name, clock(marked.recording.rate.secs(at))));
    services.view.takes.page.chosen = chosen;
    let step = services.change(marked, Edit::Once);
    if let Some((said, step)) = said.zip(step) {
        services.offer_undo(said, step);
    }
}

/// The mark before or after the chosen one, or before or after the playhead where none is chosen.
fn beside(take: &Take, chosen: Option<usize>, at: Frames, next: bool) -> Option<usize> {
    let sorted = marks::sorted(take.marks().0);
    let last = sorted.len().checked_sub(1)?;
    let before = sorted.partition_point(|mark| mark.at <= at);
    Some(match (chosen, next) {
        (Some(index), true) => (index + 1).min(last),
        (Some(index), false) => index.saturating_sub(1),
        (None, true) => before.min(last),
        (None, false) => before.saturating_sub(1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::split::Mark;

    #[test]
    fn marks_are_chosen_from_the_playhead_on() {
        let mut take = samples::take(100.0);
        let rate = take.recording.rate;
        assert_eq!(beside(&take, None, Frames(0), true), None);
        take.live_marks = [0.0, 30.0, 60.0].map(|secs| Mark { at: rate.frames(secs), section: 0 }).to_vec();
        let at = rate.frames(40.0);
        assert_eq!(beside(&take, None, at, true), Some(2));
        assert_eq!(beside(&take, None, at, false), Some(1));
        assert_eq!(beside(&take, Some(2), at, true), Some(2));
        assert_eq!(beside(&take, Some(2), at, false), Some(1));
    }
}
