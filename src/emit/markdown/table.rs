//! Tables as GitHub writes them.

use super::super::content::{Content, Slot, Table};
use super::inline::{self, Frame};

/// Short rows are filled up while that costs no more empty cells than this many times the others: a
/// hostile table has one row of 60,000 cells and 60,000 rows of one.
const MAX_FILL: usize = 2;
const FREE_FILL: usize = 512;

/// The lines of a table. Its first row is the header if all its cells are header cells; else the header
/// is empty, as Markdown has no table without one.
pub(super) fn lines(content: &Content<'_>, table: &Table<'_>) -> Vec<String> {
    let grid = table.grid();
    let columns = grid.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let slots: usize = grid.iter().map(Vec::len).sum();
    let is_filled = columns * grid.len() <= slots * (1 + MAX_FILL) + FREE_FILL;
    let has_header = table.rows.first().is_some_and(|row| row.is_header);
    let mut lines = Vec::with_capacity(grid.len() + 2);
    if !has_header {
        lines.extend([row(content, &[], columns), delimiters(columns)]);
    }
    for slots in &grid {
        let is_header = lines.is_empty();
        let width = if is_header || is_filled { columns } else { slots.len() };
        lines.push(row(content, slots, width));
        if is_header {
            lines.push(delimiters(columns));
        }
    }
    lines
}

fn delimiters(columns: usize) -> String {
    format!("|{}", " --- |".repeat(columns))
}

fn row(content: &Content<'_>, slots: &[Slot<'_, '_>], width: usize) -> String {
    let mut line = String::from("|");
    for column in 0..width {
        let text = match slots.get(column) {
            Some(Slot::Own(cell) | Slot::Repeated(cell)) => {
                inline::lines(content, &cell.tokens, Frame::Cell).concat()
            }
            Some(Slot::Empty) | None => String::new(),
        };
        line.extend([" ", text.as_str(), " |"]);
    }
    line
}
