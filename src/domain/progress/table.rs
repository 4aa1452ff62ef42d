//! Tables: what every chart says, in rows that can be read aloud, sorted and saved as CSV.

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};

use super::TakeIndex;
use crate::domain::csv_text::{self, Field, Separator};
use crate::domain::figures::Group;
use crate::domain::figures::{Measure, Unit};
use crate::domain::story::StoryId;
use crate::domain::take::TakeId;

/// One field of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// There is no value, which is not the same as zero.
    #[default]
    Empty,
    Text(String),
    Number(f64, Unit),
    Day(Date),
    Moment(DateTime),
}

impl Cell {
    /// A number where there is one.
    #[must_use]
    pub fn number(value: Option<f64>, unit: Unit) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Empty, |value| Self::Number(value, unit))
    }

    /// The field as the screen shows it; the unit stands in the column's head, unless the field says it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(value, unit) => unit.cell(*value),
            Self::Day(day) => day.to_string(),
            Self::Moment(moment) => moment.strftime("%Y-%m-%d %H:%M").to_string(),
        }
    }

    /// The field with every digit it has, for another program.
    fn exact(&self) -> String {
        match self {
            Self::Number(value, _) => value.to_string(),
            Self::Moment(moment) => moment.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            Self::Empty | Self::Text(_) | Self::Day(_) => self.text(),
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a, _), Self::Number(b, _)) => a.total_cmp(b),
            (Self::Day(a), Self::Day(b)) => a.cmp(b),
            (Self::Moment(a), Self::Moment(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Number(..) => 0,
            Self::Day(_) => 1,
            Self::Moment(_) => 2,
            Self::Text(_) => 3,
            Self::Empty => 4,
        }
    }
}

/// What a row, or the point that stands for it, is about and leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Link {
    #[default]
    None,
    Take(TakeIndex, TakeId),
    /// A story, or the takes that are not filed.
    Story(Option<StoryId>),
    /// One section of a story, or of the takes that are not filed, in the takes of one group.
    Section {
        story: Option<StoryId>,
        group: Arc<Group>,
        section: usize,
    },
    Day(Date),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub link: Link,
}

/// A column's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub unit: Option<Unit>,
    /// What its numbers are, for receipts; `None` where they are words.
    pub source: Option<Source>,
}

/// What the numbers of a column are, of whatever the row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A measure of the row's take.
    Take(Measure),
    /// How many takes there are.
    Takes,
    /// How long they are together.
    Minutes,
    /// How many takes of a story may be compared.
    Comparable,
    /// The median of a story's last three takes.
    Recent(Measure),
    /// By how much a section's median lies over its target.
    OverTarget,
}

impl Column {
    #[must_use]
    pub fn text(name: impl Into<String>) -> Self {
        Self { name: name.into(), unit: None, source: None }
    }

    #[must_use]
    pub fn number(name: impl Into<String>, unit: Unit) -> Self {
        Self { name: name.into(), unit: Some(unit), source: None }
    }

    /// The same column, whose numbers are these.
    #[must_use]
    pub fn of(self, source: Source) -> Self {
        Self { source: Some(source), ..self }
    }

    /// The unit as it stands in the head; none where the name or the fields say it already.
    #[must_use]
    pub fn unit_label(&self) -> Option<&'static str> {
        let unit = self.unit.filter(|unit| !unit.says_itself())?;
        Some(unit.label()).filter(|label| !label.eq_ignore_ascii_case(&self.name))
    }

    /// The head as it is shown: "Off target (points)".
    #[must_use]
    pub fn head(&self) -> String {
        self.unit_label().map_or_else(|| self.name.clone(), |unit| format!("{} ({unit})", self.name))
    }

    /// The head over plain numbers: "Length (s)".
    fn exact_head(&self) -> String {
        let unit = self.unit.map(Unit::label).filter(|label| !label.eq_ignore_ascii_case(&self.name));
        unit.map_or_else(|| self.name.clone(), |unit| format!("{} ({unit})", self.name))
    }
}

/// Rows under named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

impl Table {
    /// Sorts by a column. Empty fields come last either way, and equal rows keep their order.
    pub fn sort(&mut self, column: usize, descending: bool) {
        self.rows.sort_by(|a, b| order(a, b, column, descending));
    }

    /// The places of the rows as sorting would put them, or as they are.
    #[must_use]
    pub fn order(&self, by: Option<(usize, bool)>) -> Vec<usize> {
        let mut rows: Vec<(usize, &Row)> = self.rows.iter().enumerate().collect();
        if let Some((column, descending)) = by {
            rows.sort_by(|(_, a), (_, b)| order(a, b, column, descending));
        }
        rows.into_iter().map(|(place, _)| place).collect()
    }

    /// A row in words, for a screen reader or a hint: "Recorded 2026-03-01 09:12, Length 2:31".
    #[must_use]
    pub fn say(&self, row: usize) -> String {
        let Some(row) = self.rows.get(row) else { return String::new() };
        let fields = self.columns.iter().zip(&row.cells).filter(|(_, cell)| **cell != Cell::Empty);
        let said: Vec<String> = fields
            .map(|(column, cell)| match cell {
                Cell::Number(value, unit) => format!("{} {}", column.name, unit.say(*value)),
                _ => format!("{} {}", column.name, cell.text()),
            })
            .collect();
        said.join(", ")
    }

    /// The table as CSV with every digit. Where rows lead to takes or stories, the last column names them.
    ///
    /// # Errors
    /// Where the text could not be put together, in a sentence.
    pub fn csv(&self) -> Result<String, String> {
        let names_links = self.rows.iter().any(|row| has_id(&row.link));
        let heads = self.columns.iter().map(|column| Field::text(column.exact_head()));
        let heads: Vec<Field<'_>> = heads.chain(names_links.then(|| Field::text("Id"))).collect();
        let row = |row: &'_ Row| {
            let fields = row.cells.iter().map(|cell| match cell {
                Cell::Text(text) => Field::text(text.clone()),
                _ => Field::Exact(cell.exact()),
            });
            let id = names_links.then(|| Field::text(link_id(&row.link)));
            fields.chain(id).collect::<Vec<_>>()
        };
        csv_text::write(std::iter::once(heads).chain(self.rows.iter().map(row)), Separator::Comma)
    }
}

fn order(a: &Row, b: &Row, column: usize, descending: bool) -> Ordering {
    let (a, b) = (a.cells.get(column).unwrap_or(&Cell::Empty), b.cells.get(column).unwrap_or(&Cell::Empty));
    let order = a.order(b);
    if descending && *a != Cell::Empty && *b != Cell::Empty { order.reverse() } else { order }
}

/// Whether takes or stories have ids here; days and states name themselves.
const fn has_id(link: &Link) -> bool {
    matches!(link, Link::Take(..) | Link::Story(_) | Link::Section { .. })
}

fn link_id(link: &Link) -> String {
    match link {
        Link::Take(_, id) => id.to_string(),
        Link::Story(Some(id)) | Link::Section { story: Some(id), .. } => id.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(texts: &[&str]) -> Table {
        Table {
            title: "Stories".into(),
            columns: vec![Column::text("Title"), Column::number("Length", Unit::Seconds)],
            rows: texts
                .iter()
                .zip([Some(2.0), None, Some(1.0 / 3.0)])
                .map(|(text, value)| Row {
                    cells: vec![Cell::Text((*text).into()), Cell::number(value, Unit::Seconds)],
                    link: Link::None,
                })
                .collect(),
        }
    }

    #[test]
    fn csv_keeps_every_digit_and_no_formula() {
        let csv = table(&["=1+1", "a, \"b\"", "line\nbreak"]).csv().unwrap();
        assert_eq!(
            csv,
            "Title,Length (s)\r\n'=1+1,2\r\n\"a, \"\"b\"\"\",\r\n\"line\nbreak\",0.3333333333333333\r\n"
        );
    }

    #[test]
    fn empty_fields_come_last_either_way() {
        let mut table = table(&["a", "b", "c"]);
        let order = |table: &Table| table.rows.iter().map(|row| row.cells[0].text()).collect::<String>();
        table.sort(1, false);
        assert_eq!(order(&table), "cab");
        table.sort(1, true);
        assert_eq!(order(&table), "acb");
        assert_eq!(table.say(0), "Title a, Length 2 s");
    }
}
