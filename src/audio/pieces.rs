//! The files of one take: a single one, unless it grows longer than a file can be.
//!
//! Every file is a take of its own, with the marks that lie in it, counted in its own frames, beside it; so each is
//! put in order after a crash like any other. The later ones say which take they go on with.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::event::SavedTake;
use super::kept::Kept;
use super::marks::MarksFile;
use crate::domain::split::{Mark, Pause};
use crate::domain::take::{Gap, Take};
use crate::domain::time::Frames;
use crate::store::fs::Fs;
use crate::store::intent::{self, Event};

/// A file that was full.
struct Full {
    take: Take,
    path: PathBuf,
    /// The frames of the whole recording that it holds.
    frames: Range<Frames>,
    marks: MarksFile,
}

/// All files of a recording and what is noted beside them.
pub(super) struct Pieces {
    fs: Arc<dyn Fs>,
    full: Vec<Full>,
    /// The take that the present file makes.
    take: Take,
    /// Where the present file begins, in frames of the whole recording.
    from: Frames,
    /// The microphone's frame at which it begins.
    since: Frames,
    beside: MarksFile,
    marks: Vec<Mark>,
}

impl Pieces {
    pub fn new(fs: Arc<dyn Fs>, take: Take) -> Self {
        let beside = marks_file(&fs, &take);
        Self {
            fs,
            full: Vec::new(),
            take,
            from: Frames::ZERO,
            since: Frames::ZERO,
            beside,
            marks: Vec::new(),
        }
    }

    /// Where the present file begins, in frames of the whole recording.
    pub const fn from(&self) -> Frames {
        self.from
    }

    /// The microphone's frame before which nothing can be changed, because it lies in a file that is finished.
    pub const fn since(&self) -> Frames {
        self.since
    }

    pub fn put_beside(&mut self, folder: &Path, name: &str) -> io::Result<()> {
        self.beside.put_beside(folder, name)
    }

    /// Notes what happened in the present file; its place is one in the whole recording.
    pub fn note(&mut self, event: Event) -> io::Result<()> {
        let here = |at: Frames| at.minus(self.from);
        self.beside.add(match event {
            Event::Pause(Pause { at, lasted }) => Event::Pause(Pause { at: here(at), lasted }),
            Event::Gap(Gap { at, lasted }) => Event::Gap(Gap { at: here(at), lasted }),
            Event::Mark(Mark { at, section }) => Event::Mark(Mark { at: here(at), section }),
            Event::Unmark => Event::Unmark,
        })
    }

    /// Brings the marks beside every file from those they hold to these.
    pub fn set_marks(&mut self, marks: &[Mark]) -> io::Result<()> {
        self.marks = marks.to_vec();
        let mut outcome = Ok(());
        for piece in &mut self.full {
            outcome = outcome.and(piece.marks.set(&marks_within(marks, &piece.frames)));
        }
        outcome.and(self.beside.set(&marks_within(marks, &(self.from..LAST))))
    }

    /// Does the same with the marks beside every file, whatever became of the others.
    pub fn each_marks_file(
        &mut self,
        mut act: impl FnMut(&mut MarksFile) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut outcome = Ok(());
        for piece in &mut self.full {
            outcome = outcome.and(act(&mut piece.marks));
        }
        outcome.and(act(&mut self.beside))
    }

    /// The present file is full and lies here; another begins at this frame of the recording, which is that one of
    /// the microphone's.
    pub fn go_on(&mut self, path: PathBuf, until: Frames, since: Frames) -> io::Result<()> {
        let first = self.full.first().map_or(&self.take, |full| &full.take);
        let part = u32::try_from(self.full.len()).unwrap_or(u32::MAX).saturating_add(2);
        let next = first.continued(part, until);
        let marks = std::mem::replace(&mut self.beside, marks_file(&self.fs, &next));
        let take = std::mem::replace(&mut self.take, next);
        self.full.push(Full { take, path, frames: self.from..until, marks });
        (self.from, self.since) = (until, since);
        self.beside.set(&marks_within(&self.marks, &(until..LAST)))
    }

    pub const fn has_full(&self) -> bool {
        !self.full.is_empty()
    }

    /// Nothing is left in the present file, and it goes.
    pub fn drop_last(&mut self) {
        let beside = marks_file(&self.fs, &self.take);
        std::mem::replace(&mut self.beside, beside).remove();
    }

    /// What there is to say once the last file is on the disk, if there is one: the first take, and those that go on
    /// with it.
    pub fn saved(&self, kept: &Kept, heard: Frames, path: Option<PathBuf>, home: &Path) -> Option<SavedTake> {
        let rate = self.take.recording.rate;
        let (pauses, gaps) = (kept.pauses(heard), kept.gaps(heard));
        let saved = |take: &Take, path: PathBuf, frames: &Range<Frames>, place: &Range<Frames>| SavedTake {
            id: take.id.clone(),
            frames: frames.end.minus(frames.start),
            gaps: gaps_within(&gaps, frames),
            pauses: pauses_within(&pauses, place),
            marks: marks_within(&self.marks, place)
                .into_iter()
                .map(|mark| Mark { at: mark.at.min(frames.end.minus(frames.start)), ..mark })
                .collect(),
            rate,
            elsewhere: path.parent() != Some(home),
            path,
            further: Vec::new(),
        };
        let full =
            self.full.iter().map(|full| saved(&full.take, full.path.clone(), &full.frames, &full.frames));
        let rest = self.from..kept.frames(heard).max(self.from);
        let last = path.map(|path| saved(&self.take, path, &rest, &(self.from..LAST)));
        let mut all = full.chain(last);
        let mut first = all.next()?;
        first.further = all.collect();
        Some(first)
    }
}

/// A mark at the very end belongs to the last file.
const LAST: Frames = Frames(u64::MAX);

fn marks_file(fs: &Arc<dyn Fs>, take: &Take) -> MarksFile {
    MarksFile::new(Arc::clone(fs), intent::begin(take).unwrap_or_default())
}

/// The marks that lie in a piece, in its own frames. It begins with the section that was going on.
fn marks_within(marks: &[Mark], piece: &Range<Frames>) -> Vec<Mark> {
    let going_on = marks.iter().rfind(|mark| mark.at < piece.start);
    let begins_anew = marks.iter().any(|mark| mark.at == piece.start);
    let carried = going_on.filter(|_| !begins_anew).map(|mark| Mark { at: Frames::ZERO, ..*mark });
    let inside = marks.iter().filter(|mark| piece.contains(&mark.at));
    carried.into_iter().chain(inside.map(|mark| Mark { at: mark.at.minus(piece.start), ..*mark })).collect()
}

fn pauses_within(pauses: &[Pause], piece: &Range<Frames>) -> Vec<Pause> {
    let inside = pauses.iter().filter(|pause| piece.contains(&pause.at));
    inside.map(|pause| Pause { at: pause.at.minus(piece.start), ..*pause }).collect()
}

fn gaps_within(gaps: &[Gap], piece: &Range<Frames>) -> Vec<Gap> {
    let inside = gaps.iter().filter_map(|gap| {
        let (from, until) = (gap.at.max(piece.start), gap.at.plus(gap.lasted).min(piece.end));
        (from < until).then(|| Gap { at: from.minus(piece.start), lasted: until.minus(from) })
    });
    inside.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_has_the_marks_and_gaps_that_lie_in_it() {
        let mark = |at, section| Mark { at: Frames(at), section };
        let marks = [mark(10, 0), mark(40, 1), mark(100, 2), mark(130, 3)];
        assert_eq!(marks_within(&marks, &(Frames(0)..Frames(100))), [mark(10, 0), mark(40, 1)]);
        assert_eq!(marks_within(&marks, &(Frames(100)..Frames(130))), [mark(0, 2)]);
        assert_eq!(marks_within(&marks, &(Frames(120)..LAST)), [mark(0, 2), mark(10, 3)]);
        assert_eq!(marks_within(&[], &(Frames(120)..LAST)), []);
        let gap = |at, lasted| Gap { at: Frames(at), lasted: Frames(lasted) };
        let gaps = [gap(5, 5), gap(90, 30)];
        assert_eq!(gaps_within(&gaps, &(Frames(0)..Frames(100))), [gap(5, 5), gap(90, 10)]);
        assert_eq!(gaps_within(&gaps, &(Frames(100)..Frames(300))), [gap(0, 20)]);
    }
}
