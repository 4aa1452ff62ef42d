//! The preview laid out in lines, each with its height, so that only those in sight are drawn.

use crate::domain::import::batch::{Batch, Entry, same_list};
use crate::domain::import::{Confidence, Skipped, Twin, Warning};
use crate::ui::model::Model;
use crate::ui::words;

/// A line of the preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A question of the batch, by its place.
    Question(usize),
    /// A list of questions that may be some: the place of the first, and how many there are.
    List(usize, usize),
    /// The question that this one repeats.
    Twin(usize),
    /// The question's place, and which of its follow-ups.
    FollowUp(usize, usize),
    /// A file, and which of the lines left out of it.
    Skipped(usize, usize),
    /// A file, and which of its warnings.
    Warning(usize, usize),
}

impl Line {
    pub const fn height(self) -> f32 {
        match self {
            Self::Question(_) => 52.0,
            Self::Skipped(..) | Self::Warning(..) => 48.0,
            Self::List(..) => 36.0,
            Self::Twin(_) | Self::FollowUp(..) => 24.0,
        }
    }
}

/// Lines and where each of them ends.
#[derive(Debug, Default)]
pub struct Laid {
    pub lines: Vec<Line>,
    pub ends: Vec<f32>,
}

impl Laid {
    /// The questions that leave no doubt.
    pub fn questions(batch: &Batch) -> Self {
        let entries = batch.entries.iter().enumerate();
        Self::of(entries.filter(|(_, entry)| entry.found.confidence == Confidence::Sure).flat_map(line_up))
    }

    /// What may be questions, list by list.
    pub fn unsure(batch: &Batch) -> Self {
        let unsure = |entry: &Entry| entry.found.confidence == Confidence::Unsure;
        let entries: Vec<(usize, &Entry)> =
            batch.entries.iter().enumerate().filter(|(_, entry)| unsure(entry)).collect();
        let lists = entries.chunk_by(|(_, one), (_, other)| same_list(one, other));
        Self::of(lists.flat_map(|list| {
            let head =
                list.first().filter(|_| list.len() > 1).map(|(place, _)| Line::List(*place, list.len()));
            head.into_iter().chain(list.iter().copied().flat_map(line_up))
        }))
    }

    pub fn skipped(batch: &Batch) -> Self {
        let files = batch.files.iter().enumerate();
        Self::of(files.flat_map(|(file, one)| (0..one.skipped.len()).map(move |at| Line::Skipped(file, at))))
    }

    pub fn warnings(batch: &Batch) -> Self {
        let files = batch.files.iter().enumerate();
        Self::of(files.flat_map(|(file, one)| (0..one.warnings.len()).map(move |at| Line::Warning(file, at))))
    }

    fn of(lines: impl Iterator<Item = Line>) -> Self {
        let lines: Vec<Line> = lines.collect();
        let mut end = 0.0;
        let ends = lines.iter().map(|line| {
            end += line.height();
            end
        });
        Self { ends: ends.collect(), lines }
    }
}

/// A question and what belongs to it.
fn line_up((place, entry): (usize, &Entry)) -> impl Iterator<Item = Line> {
    let follow_ups = (0..entry.found.follow_ups.len()).map(move |which| Line::FollowUp(place, which));
    let twin = entry.found.duplicate_of.is_some().then_some(Line::Twin(place));
    std::iter::once(Line::Question(place)).chain(twin).chain(follow_ups)
}

/// Where a question comes from and what belongs to it.
pub fn about(batch: &Batch, entry: &Entry) -> String {
    let found = &entry.found;
    let mut parts = Vec::new();
    if !found.category.is_empty() {
        parts.push(found.category.to_string());
    }
    parts.push(place(batch, entry.file, Some(found.line)));
    if !found.follow_ups.is_empty() {
        parts.push(words::count(found.follow_ups.len(), "follow-up", "follow-ups"));
    }
    parts.join("  ·  ")
}

/// The question that this one repeats, in its own words.
pub fn twin(model: &Model, entry: &Entry) -> String {
    let batch = &model.import.batch;
    match &entry.found.duplicate_of {
        Some(Twin::Known(id)) => match model.catalogue.get(id) {
            Some(known) => format!("You have this: {}", known.text),
            None => "You have a question like this".to_owned(),
        },
        Some(Twin::Earlier(_)) => batch.earlier(entry).map_or_else(
            || "This is in the list twice".to_owned(),
            |earlier| {
                let place = place(batch, earlier.file, Some(earlier.found.line));
                format!("Like {place}: {}", earlier.found.text)
            },
        ),
        None => String::new(),
    }
}

pub fn skipped(batch: &Batch, file: usize, skipped: &Skipped) -> String {
    format!("{}  ·  {}", place(batch, file, Some(skipped.line)), skipped.why.sentence())
}

pub fn warned(batch: &Batch, file: usize, warning: &Warning) -> String {
    place(batch, file, warning.line)
}

/// A file's name without its folders, and a line of it.
fn place(batch: &Batch, file: usize, line: Option<usize>) -> String {
    let path = batch.files.get(file).map_or("", |file| file.name.as_str());
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match line {
        Some(line) => format!("{name}, line {line}"),
        None => name.to_owned(),
    }
}
