//! Columns of text, aligned for whoever reads them on a terminal.

use crate::store::names;

/// Rows under a heading.
pub(super) struct Table<const COLUMNS: usize> {
    rows: Vec<[String; COLUMNS]>,
}

/// A cell is never wider than this; what is longer ends in "…".
const MAX_WIDTH: usize = 48;

impl<const COLUMNS: usize> Table<COLUMNS> {
    pub(super) fn new(heading: [&str; COLUMNS]) -> Self {
        Self { rows: vec![heading.map(str::to_owned)] }
    }

    /// Adds a row. Control characters, which a terminal would obey, are taken out.
    pub(super) fn push(&mut self, row: [String; COLUMNS]) {
        self.rows.push(row.map(|cell| shortened(&names::clean_line(&cell))));
    }

    pub(super) fn print(&self) -> String {
        let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        });
        let line = |row: &[String; COLUMNS]| {
            let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
        };
        self.rows.iter().map(line).collect()
    }
}

fn shortened(cell: &str) -> String {
    if cell.chars().count() <= MAX_WIDTH {
        return cell.to_owned();
    }
    let start: String = cell.chars().take(MAX_WIDTH - 1).collect();
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
}
