//! Whether the timing improves: figures of every take, lined up with those they may be compared with.
//!
//! [`Progress`] holds the figures of all takes and follows the library take by take. Everything shown is drawn
//! from it: [`Series`] are lines of comparable takes, [`chart`] turns them into pictures with a table twin,
//! [`words`] says what changed, and each number opens a [`Receipt`]. Nothing is smoothed or filled in, and a
//! value is never anything but a finite number.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

pub mod chart;
mod filter;
mod receipt;
mod receipts;
pub mod report;
pub mod rows;
mod series;
pub mod sheet;
pub mod stories;
pub mod svg;
pub mod table;
pub mod words;

pub use filter::{Filter, Period, WarmUps};
pub use receipt::Receipt;
pub use series::{Direction, Figure, Point, Series};

use super::figures::{Group, Kind, Measure, SoundFigures, TakeFigures};
use super::library::Library;
use super::rating::RowId;
use super::settings::Settings;
use super::stats;
use super::story::StoryId;
use super::take::{Take, TakeId};

/// The place of a take among all takes, good until the next change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TakeIndex(pub usize);

/// The figures of all takes, the oldest first.
#[derive(Clone, Debug)]
pub struct Progress {
    zone: TimeZone,
    takes: Vec<TakeFigures>,
    /// Every group that some take is or was in.
    groups: Vec<Arc<Group>>,
    /// Every rubric row that some take is or was rated on.
    rows: Vec<Arc<str>>,
}

impl Progress {
    /// The figures of these takes, with days as they are reckoned in `zone`.
    #[must_use]
    pub fn new<'a>(takes: impl IntoIterator<Item = &'a Take>, zone: TimeZone) -> Self {
        let mut progress = Self { zone, takes: Vec::new(), groups: Vec::new(), rows: Vec::new() };
        let mut takes: Vec<&Take> = takes.into_iter().collect();
        takes.sort_by_key(|take| (take.recorded_at, &take.id));
        for take in takes {
            let facts = progress.work_out(take);
            progress.takes.push(facts);
        }
        progress.find_cold_takes();
        progress
    }

    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The takes, the oldest first.
    #[must_use]
    pub fn takes(&self) -> &[TakeFigures] {
        &self.takes
    }

    #[must_use]
    pub fn take(&self, index: TakeIndex) -> Option<&TakeFigures> {
        self.takes.get(index.0)
    }

    #[must_use]
    pub fn find(&self, id: &TakeId) -> Option<TakeIndex> {
        self.takes.iter().position(|take| take.id == *id).map(TakeIndex)
    }

    /// Rubric rows that some take was rated on: those of the rubric in its order, then others by name.
    #[must_use]
    pub fn rows(&self, settings: &Settings) -> Vec<Arc<str>> {
        let mut rows = self.rows.clone();
        let place = |row: &Arc<str>| settings.rubric.rows.iter().position(|known| *known.id == **row);
        rows.sort_by_key(|row| (place(row).unwrap_or(usize::MAX), Arc::clone(row)));
        rows
    }

    /// Takes a take in, new or changed. What was measured of its sound is kept.
    pub fn put(&mut self, take: &Take) {
        let sound = self.remove_one(&take.id).map(|before| before.sound);
        let mut facts = self.work_out(take);
        facts.sound = sound.unwrap_or_default();
        let place = self.takes.partition_point(|other| other.place() < facts.place());
        self.takes.insert(place, facts);
        self.find_cold_takes();
    }

    pub fn remove(&mut self, id: &TakeId) {
        if self.remove_one(id).is_some() {
            self.find_cold_takes();
        }
    }

    /// Lines up what was heard in a take's samples; says whether there is such a take.
    pub fn put_sound(&mut self, id: &TakeId, speech: SoundFigures) -> bool {
        let take = self.takes.iter_mut().find(|take| take.id == *id);
        take.map(|take| take.sound = speech).is_some()
    }

    /// Takes in what differs between two states of a library. So many changes at once that reading the whole of
    /// it is quicker are taken in by doing so.
    pub fn follow(&mut self, before: &Library, after: &Library) {
        const MANY: usize = 64;
        let (gone, changed) = differences(before, after);
        if gone.len() + changed.len() <= MANY {
            for id in gone {
                self.remove(id);
            }
            for take in changed {
                self.put(take);
            }
            return;
        }
        let heard: BTreeMap<TakeId, SoundFigures> =
            self.takes.drain(..).map(|take| (take.id, take.sound)).collect();
        *self = Self::new(after.takes(), self.zone.clone());
        for take in &mut self.takes {
            take.sound = heard.get(&take.id).cloned().unwrap_or_default();
        }
    }

    fn remove_one(&mut self, id: &TakeId) -> Option<TakeFigures> {
        let index = self.find(id)?;
        Some(self.takes.remove(index.0))
    }

    fn work_out(&mut self, take: &Take) -> TakeFigures {
        let group = self.group_of(take);
        let rows = &mut self.rows;
        TakeFigures::in_group(take, &self.zone, group, |id: &str| {
            rows.iter().find(|row| ***row == *id).cloned().unwrap_or_else(|| {
                let row: Arc<str> = RowId::from(id).into();
                rows.push(Arc::clone(&row));
                row
            })
        })
    }

    fn group_of(&mut self, take: &Take) -> (usize, Arc<Group>) {
        let known = self.groups.iter().enumerate().find(|(_, group)| group.holds(take));
        if let Some((index, group)) = known {
            return (index, Arc::clone(group));
        }
        let group = Arc::new(Group::of(take));
        self.groups.push(Arc::clone(&group));
        (self.groups.len() - 1, group)
    }

    /// A take is cold when no other take of its day came before it, whatever its story and kind.
    fn find_cold_takes(&mut self) {
        let mut latest = None;
        for take in &mut self.takes {
            let day = Some(take.day());
            take.first_of_day = day > latest;
            latest = latest.max(day);
        }
    }

    /// The takes that pass the filter, by group, the largest group first.
    #[must_use]
    pub fn select(&self, filter: &Filter, library: &Library) -> Selection<'_> {
        let filter = filter.prepare(library);
        let mut by_group: Vec<Vec<TakeIndex>> = vec![Vec::new(); self.groups.len()];
        for (index, take) in self.takes.iter().enumerate().filter(|(_, take)| filter.holds(take)) {
            if let Some(members) = by_group.get_mut(take.group_index) {
                members.push(TakeIndex(index));
            }
        }
        let mut groups: Vec<(Arc<Group>, Vec<TakeIndex>)> =
            self.groups.iter().cloned().zip(by_group).filter(|(_, members)| !members.is_empty()).collect();
        groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
        Selection { progress: self, groups }
    }

    /// Where a take's value comes from.
    #[must_use]
    pub fn receipt(&self, measure: &Measure, index: TakeIndex, settings: &Settings) -> Option<Receipt> {
        let take = self.take(index)?;
        Some(Receipt {
            what: measure.name(&take.group, &settings.rubric),
            unit: measure.unit(),
            formula: measure.formula(take)?,
            takes: vec![take.id.clone()],
            marks: Some(take.marks).filter(|_| measure.rests_on_marks()),
        })
    }
}

/// The takes that one library has and the other has not, and those that are new or other than before.
fn differences<'a>(before: &'a Library, after: &'a Library) -> (Vec<&'a TakeId>, Vec<&'a Take>) {
    let (mut gone, mut changed) = (Vec::new(), Vec::new());
    let (mut old, mut new) = (before.shared_takes().peekable(), after.shared_takes().peekable());
    loop {
        match (old.peek().copied(), new.peek().copied()) {
            (Some((id, take)), Some((other, now))) if id == other => {
                if !Arc::ptr_eq(take, now) && take != now {
                    changed.push(now.as_ref());
                }
                old.next();
                new.next();
            }
            (Some((id, _)), other) if other.is_none_or(|(other, _)| id < other) => {
                gone.push(id);
                old.next();
            }
            (_, Some((_, now))) => {
                changed.push(now.as_ref());
                new.next();
            }
            (_, None) => return (gone, changed),
        }
    }
}

/// Some of the takes, sorted into groups that may be compared.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    progress: &'a Progress,
    groups: Vec<(Arc<Group>, Vec<TakeIndex>)>,
}

impl<'a> Selection<'a> {
    #[must_use]
    pub fn progress(&self) -> &'a Progress {
        self.progress
    }

    /// The groups with their takes, the largest first.
    #[must_use]
    pub fn groups(&self) -> &[(Arc<Group>, Vec<TakeIndex>)] {
        &self.groups
    }

    /// All takes, the oldest first.
    #[must_use]
    pub fn takes(&self) -> Vec<(TakeIndex, &'a TakeFigures)> {
        let mut all: Vec<TakeIndex> = self.groups.iter().flat_map(|(_, members)| members).copied().collect();
        all.sort_unstable();
        all.into_iter().filter_map(|index| Some((index, self.progress.take(index)?))).collect()
    }

    /// The group that most of the last ten takes belong to; of several, the one recorded last.
    #[must_use]
    pub fn current_group(&self) -> Option<Arc<Group>> {
        Self::current(&self.takes())
    }

    /// The same among the takes that tell a whole answer.
    #[must_use]
    pub fn current_full_group(&self) -> Option<Arc<Group>> {
        let mut takes = self.takes();
        takes.retain(|(_, take)| take.group.kind == Kind::Full);
        Self::current(&takes)
    }

    fn current(takes: &[(TakeIndex, &TakeFigures)]) -> Option<Arc<Group>> {
        let recent = stats::last(takes, stats::RECENT);
        let count =
            |group: &Arc<Group>| recent.iter().filter(|(_, take)| Arc::ptr_eq(&take.group, group)).count();
        recent.iter().map(|(_, take)| &take.group).max_by_key(|group| count(group)).cloned()
    }

    /// The line of one group.
    #[must_use]
    pub fn series_of(&self, measure: &Measure, group: &Arc<Group>, settings: &Settings) -> Series {
        let takes = self.members(group);
        let points = takes.filter_map(|(index, take)| Point::of(measure, index, take)).collect();
        Series::of(measure.clone(), Arc::clone(group), points, settings)
    }

    /// The takes of one group.
    pub(crate) fn members(&self, group: &Arc<Group>) -> impl Iterator<Item = (TakeIndex, &'a TakeFigures)> {
        let members = self.groups.iter().find(|(known, _)| Arc::ptr_eq(known, group));
        let indices = members.into_iter().flat_map(|(_, members)| members);
        indices.filter_map(|&index| Some((index, self.progress.take(index)?)))
    }

    /// The takes of each story; `None` holds those that are not filed.
    #[must_use]
    pub fn by_story(&self) -> BTreeMap<Option<&'a StoryId>, Selection<'a>> {
        let mut stories: BTreeMap<Option<&StoryId>, Selection<'a>> = BTreeMap::new();
        for (group, members) in &self.groups {
            for &index in members {
                let Some(take) = self.progress.take(index) else { continue };
                let story = stories
                    .entry(take.story.as_ref())
                    .or_insert_with(|| Selection { progress: self.progress, groups: Vec::new() });
                match story.groups.last_mut().filter(|(known, _)| Arc::ptr_eq(known, group)) {
                    Some((_, takes)) => takes.push(index),
                    None => story.groups.push((Arc::clone(group), vec![index])),
                }
            }
        }
        for story in stories.values_mut() {
            story.groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
        }
        stories
    }
}

/// The title of a story that takes are filed under, also where it is gone.
fn title_of(id: Option<&StoryId>, library: &Library) -> String {
    match id {
        None => "Takes without a story".to_owned(),
        Some(id) => {
            library.story(id).map_or_else(|| format!("Deleted story {id}"), |story| story.title.clone())
        }
    }
}

/// The value that all have in common, if there is one.
fn same<T: PartialEq>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut values = values.into_iter();
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}
