//! Columns of text, aligned for whoever reads them on a terminal.

use crate::store::names;

/// Rows under a heading.
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

/// A cell is never wider than this and ends in "…" where it is longer; the last one of a row is whole.
const MAX_WIDTH: usize = 48;

impl Table {
    pub(super) fn new<'a>(heading: impl IntoIterator<Item = &'a str>) -> Self {
        Self { rows: vec![heading.into_iter().map(str::to_owned).collect()] }
    }

    /// Adds a row. Control characters, which a terminal would obey, are taken out.
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = String>) {
        self.rows.push(row.into_iter().map(|cell| names::clean_line(&cell)).collect());
    }

    pub(super) fn print(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        };
        let limit = |column: usize| if column + 1 == columns { usize::MAX } else { MAX_WIDTH };
        let widths: Vec<usize> = (0..columns).map(|column| widest(column).min(limit(column))).collect();
        let line = |row: &Vec<String>| {
            let cells =
                row.iter().zip(&widths).map(|(cell, &width)| format!("{:width$}", shortened(cell, width)));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
        };
        self.rows.iter().map(line).collect()
    }
}

fn shortened(cell: &str, width: usize) -> String {
    if cell.chars().count() <= width {
        return cell.to_owned();
    }
    let start: String = cell.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_a_terminal_has_nothing_to_obey() {
        let mut table = Table::new(["Name", "Length"]);
        table.push(["Été\u{1b}[31m".to_owned(), "1:05".to_owned()]);
        table.push(["x".repeat(60), "0:07".to_owned()]);
        let lines: Vec<String> = table.print().lines().map(str::to_owned).collect();
        assert_eq!(lines[0], format!("Name{}  Length", " ".repeat(44)));
        assert_eq!(lines[1], format!("Été[31m{}  1:05", " ".repeat(41)));
        assert_eq!(lines[2], format!("{}…  0:07", "x".repeat(47)));
    }

    #[test]
    fn the_last_cell_is_whole() {
        let mut table = Table::new(["Id", "Question"]);
        table.push(["a1".to_owned(), "w".repeat(200)]);
        assert_eq!(table.print().lines().nth(1).unwrap().chars().count(), 204);
    }
}
