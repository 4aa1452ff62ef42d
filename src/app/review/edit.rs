//! What the commands about marks, points, counts and notes do to the open take.

use eframe::egui::Context;

use crate::domain::figures::clock;
use crate::domain::listening;
use crate::domain::marks::{self, Nudge};
use crate::domain::rating::Points;
use crate::domain::take::{Take, TakeId};
use crate::domain::time::Frames;
use crate::ui::command::{Command, CountCommand, MarkCommand, RateCommand};
use crate::ui::screens::takes::Focus;

use super::super::run::TYPING_PAUSE_SECS;
use super::super::{App, seconds};

/// The edit before, so that what belongs together is undone together.
pub(super) struct Last {
    take: TakeId,
    kind: Kind,
    at_secs: f64,
}

/// Edits that go on for a while and are one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Typing,
    Nudging(usize),
    Other,
}

impl App {
    /// Takes over what is being typed, as one edit until there is a pause.
    pub(super) fn write_take(&mut self, ctx: &Context, take: Take) {
        self.edit_take(ctx, take, Kind::Typing);
    }

    fn edit_take(&mut self, ctx: &Context, take: Take, kind: Kind) {
        let now_secs = seconds(ctx);
        let goes_on = kind != Kind::Other
            && self.review.last_edit.as_ref().is_some_and(|last| {
                last.take == take.id && last.kind == kind && now_secs - last.at_secs < TYPING_PAUSE_SECS
            });
        self.review.last_edit = Some(Last { take: take.id.clone(), kind, at_secs: now_secs });
        self.change_take(ctx, take, goes_on);
    }

    /// Changes the open take, given itself and where playing stands in it.
    pub(super) fn change_open_take(&mut self, ctx: &Context, change: impl FnOnce(&Take, Frames) -> Take) {
        let at = self.place_in_open_take();
        if let Some(changed) = self.open_take().map(|take| change(take, at)) {
            self.edit_take(ctx, changed, Kind::Other);
        }
    }

    pub(super) fn mark(&mut self, ctx: &Context, command: MarkCommand) {
        self.edit_marks(ctx, command);
        self.follow_loop();
    }

    fn edit_marks(&mut self, ctx: &Context, command: MarkCommand) {
        let at = self.place_in_open_take();
        let Some(take) = self.open_take() else { return };
        let (chosen, count) = (self.view.takes.page.chosen, take.marks().0.len());
        let chosen = chosen.filter(|index| *index < count);
        match command {
            MarkCommand::ChooseNext | MarkCommand::ChoosePrevious => {
                let next = command == MarkCommand::ChooseNext;
                self.view.takes.page.chosen = beside(take, chosen, at, next);
            }
            MarkCommand::Choose(index) => self.view.takes.page.chosen = Some(index),
            MarkCommand::Nudge(millis) => {
                // Without a choice the mark nearest before the playhead is meant.
                let Some(index) = chosen.or_else(|| beside(take, None, at, false)) else { return };
                let Some(mark) = marks::sorted(take.marks().0).get(index).copied() else { return };
                let by = take.recording.rate.frames_in_millis(u64::from(millis.unsigned_abs()));
                let nudge = if millis < 0 { Nudge::Earlier(by) } else { Nudge::Later(by) };
                let moved = listening::mark_moved(take, index, nudge.from(mark.at));
                self.view.takes.page.chosen = Some(index);
                let (at, rate) = (nudge.from(mark.at), moved.recording.rate);
                self.edit_take(ctx, moved, Kind::Nudging(index));
                self.hear_round(at, rate);
            }
            MarkCommand::Drag { index, to, on } => {
                let moved = listening::mark_moved(take, index, to);
                self.view.takes.page.chosen = Some(index);
                self.review.last_edit = None;
                self.change_take(ctx, moved, on);
            }
            MarkCommand::Next => {
                self.mark_next_section(ctx, at);
            }
            MarkCommand::TakeBack => {
                let Some(taken_back) = listening::last_mark_taken_back(take, at) else { return };
                self.view.takes.page.chosen = None;
                self.edit_take(ctx, taken_back, Kind::Other);
            }
            MarkCommand::RemoveChosen => {
                let Some(index) = chosen else { return };
                let removed = listening::mark_removed(take, index);
                self.view.takes.page.chosen = None;
                self.edit_take(ctx, removed, Kind::Other);
            }
            MarkCommand::Revert => {
                self.view.takes.page.chosen = None;
                self.change_open_take(ctx, |take, _| listening::back_to_live_marks(take));
            }
        }
    }

    /// Begins the next section here; where all are marked already, nothing is moved by a key that is pressed often.
    fn mark_next_section(&mut self, ctx: &Context, at: Frames) {
        let Some(take) = self.open_take() else { return };
        let sections = &take.plan.sections;
        let is_marked = |section: usize| take.marks().0.iter().any(|mark| mark.section == section);
        let count = sections.len();
        if count > 0 && (0..count).all(is_marked) {
            let what = format!(
                "All {count} sections are marked. Drag a mark to move it, or choose one with [ and ]."
            );
            self.mention(ctx, what, None);
            return;
        }
        let Some(marked) = listening::mark_next(take, at) else { return };
        let sorted = marks::sorted(marked.marks().0);
        let chosen = sorted.iter().position(|mark| mark.at == at);
        let name = chosen.and_then(|index| sorted.get(index)).and_then(|mark| sections.get(mark.section));
        let said = name
            .map(|section| format!("{} begins at {}", section.name, clock(marked.recording.rate.secs(at))));
        self.view.takes.page.chosen = chosen;
        self.edit_take(ctx, marked, Kind::Other);
        if let Some(said) = said {
            self.mention(ctx, said, Some(("Undo".to_owned(), Command::Undo)));
        }
    }

    /// The section that is played over and over keeps to its marks where those are moved.
    fn follow_loop(&mut self) {
        let Some(looped) = self.review.sounder.looped.clone() else { return };
        let middle = Frames(u64::midpoint(looped.start.0, looped.end.0));
        let stretch = self.open_take().and_then(|take| listening::stretch_at(take, middle));
        let part = stretch.map(|stretch| stretch.start..stretch.end);
        if part.as_ref() != Some(&looped) && !self.model.review.hears_other {
            self.review.sounder.set_loop(part);
        }
    }

    pub(super) fn rate(&mut self, ctx: &Context, command: RateCommand) {
        let now = self.model.now;
        let last = self.model.library.settings.rubric.rows.len().saturating_sub(1);
        let page = &mut self.view.takes.page;
        match command {
            RateCommand::NextRow => page.row = (page.row + 1).min(last),
            RateCommand::PreviousRow => page.row = page.row.saturating_sub(1),
            RateCommand::Row(row) => page.row = row.min(last),
            RateCommand::Points(points) => {
                let (row, sitting) = (page.row, page.sitting());
                let id = self.model.library.settings.rubric.rows.get(row).map(|row| row.id.clone());
                let (Some(id), Some(points)) = (id, Points::new(points)) else { return };
                self.change_open_take(ctx, |take, _| listening::rated(take, sitting, &id, points, now));
                // The next row is rated next; after the last one comes what to change.
                self.view.takes.page.row = (row + 1).min(last);
                let rated = self.open_take().and_then(|take| take.ratings.get(sitting));
                if row == last && sitting == 0 && rated.is_some_and(|rating| rating.points.len() > last) {
                    self.view.takes.focus = Some(Focus::Change);
                }
            }
            RateCommand::Again => {
                let sitting = self.open_take().map(|take| take.ratings.len());
                let page = &mut self.view.takes.page;
                page.blind_rating = sitting;
                page.row = 0;
            }
            RateCommand::Done => page.blind_rating = None,
        }
    }

    pub(super) fn count(&mut self, ctx: &Context, command: CountCommand) {
        let now = self.model.now;
        match command {
            CountCommand::One(kind) => {
                self.change_open_take(ctx, |take, at| listening::counted(take, kind, at, now));
            }
            CountCommand::Again => {
                self.change_open_take(ctx, |take, _| listening::new_pass(take, now));
                self.view.takes.page.recounting = true;
                self.review.sounder.seek(Frames::ZERO);
            }
            CountCommand::Done => self.view.takes.page.recounting = false,
        }
    }

    pub(super) fn pin_note(&mut self, ctx: &Context) {
        let at = self.place_in_open_take();
        let Some((pinned, place)) = self.open_take().map(|take| listening::pinned(take, at)) else { return };
        if self.model.is_writable() {
            self.edit_take(ctx, pinned, Kind::Other);
            self.view.takes.focus = Some(Focus::Note(place));
        }
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
