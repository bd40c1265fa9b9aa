//! Tables that hold data, and those that lay out a page.

use std::ops::Range;

use crate::build::{Arena, Element};
use crate::reason::Reason;
use crate::tokenize::Tag;

use super::extent::Decision;

/// A table that names its columns stays as a whole if one block in so many is kept, another grid if one in so
/// many is.
const MIN_KEPT: usize = 3;
const MIN_KEPT_OF_GRID: usize = 2;
/// Fewer rows with as many cells each are chance.
const MIN_ROWS: usize = 3;

/// The blocks that an element holds.
pub(super) type Blocks = Range<usize>;

pub(super) fn blocks(element: &Element) -> Blocks {
    element.first_block as usize..(element.end_block as usize).max(element.first_block as usize)
}

/// A table, and what tells its kind.
pub(crate) struct Table {
    /// The number of its element.
    element: usize,
    pub(crate) blocks: Blocks,
    /// It has head cells or a caption.
    pub(super) names_columns: bool,
    /// It holds headings or tables.
    pub(super) lays_out: bool,
    rows: Rows,
}

/// The rows of a table, and how many cells they have: the least and the most, the last row left out, which may
/// be a sum.
#[derive(Default)]
struct Rows {
    count: usize,
    /// Cells of the row at hand.
    cells: usize,
    least: usize,
    most: usize,
}

impl Rows {
    fn read(&mut self, tag: Tag) {
        match tag {
            Tag::Tr => {
                if self.count > 0 {
                    self.least =
                        if self.count == 1 { self.cells } else { self.least.min(self.cells) };
                    self.most = self.most.max(self.cells);
                }
                (self.count, self.cells) = (self.count + 1, 0);
            }
            Tag::Td | Tag::Th => self.cells += 1,
            _ => {}
        }
    }

    fn are_alike(&self) -> bool {
        self.count >= MIN_ROWS && self.most >= 2 && self.least == self.most
    }
}

impl Table {
    /// It names what it holds, and is no frame for the page.
    pub(crate) fn holds_data(&self) -> bool {
        self.names_columns && !self.lays_out
    }

    /// As a whole it stays if one block in so many is kept; never if it is a frame for the page.
    fn min_kept(&self) -> Option<usize> {
        let min_kept = self.names_columns.then_some(MIN_KEPT);
        let of_grid = || self.rows.are_alike().then_some(MIN_KEPT_OF_GRID);
        min_kept.or_else(of_grid).filter(|_| !self.lays_out)
    }
}

/// The tables of a page, in document order. What stands in a table in a table is the inner one's.
pub(crate) fn tables(arena: &Arena) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (id, element) in arena.elements.iter().enumerate() {
        // Elements are numbered as they open, so one whose parent opened before the table is behind it.
        while open.pop_if(|table| (element.parent as usize) < tables[*table].element).is_some() {}
        if let Some(table) = open.last() {
            let table = &mut tables[*table];
            table.rows.read(element.tag);
            table.names_columns |= matches!(element.tag, Tag::Th | Tag::Caption);
            table.lays_out |= element.tag == Tag::Table || element.tag.heading_level().is_some();
        }
        if element.tag == Tag::Table {
            open.push(tables.len());
            let blocks = blocks(element);
            tables.push(Table {
                element: id,
                blocks,
                names_columns: false,
                lays_out: false,
                rows: Rows::default(),
            });
        }
    }
    tables
}

/// A table of data of which much is kept stays as a whole: rows without their head say nothing, nor does half a
/// row. (Keeping from a third or from half of it on changes word F1 on no set by .0002.)
pub(super) fn keep_whole(arena: &Arena, decisions: &mut [Decision]) {
    for table in &tables(arena) {
        let Some(min_kept) = table.min_kept() else {
            continue;
        };
        let cells = &mut decisions[table.blocks.clone()];
        let kept = cells.iter().filter(|decision| decision.keep).count();
        if kept * min_kept < cells.len() {
            continue;
        }
        for decision in cells.iter_mut().filter(|decision| !decision.keep) {
            *decision = Decision { keep: true, reason: Reason::WholeTable };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::{Options, SourceFormat};

    fn arena(html: &str) -> Arena {
        read_arena(html.as_bytes(), &Options::new().format(SourceFormat::Html))
    }

    #[test]
    fn what_stands_in_a_table_is_the_innermost_ones() {
        let page = "<table><tr><td><table><caption>a</caption><tr><td>b</table><td>c</table>\
                    <h2>d</h2><table><tr><td>e<tr><td><h3>f</h3></table><table><tr><th>g</table>";
        let found: Vec<_> = tables(&arena(page))
            .into_iter()
            .map(|table| (table.blocks, table.names_columns, table.lays_out))
            .collect();
        let expected =
            [(0..3, false, true), (0..2, true, false), (4..6, false, true), (6..7, true, false)];
        assert_eq!(found, expected);
    }

    #[test]
    fn tables_of_which_enough_is_kept_stay_whole() {
        let head = "<table><tr><th>Day<th>High<tr><td>Mon<td>3 m<tr><td>Tue<td>4 m</table>";
        let grid = head.replace("<th>", "<td>");
        let layout = grid.replace("<td>3 m", "");
        let cases = [(head, 2, 6), (head, 1, 1), (&grid, 2, 2), (&grid, 3, 6), (&layout, 4, 4)];
        for (page, first, expected) in cases {
            let arena = arena(page);
            let decision = |index| Decision { keep: index < first, reason: Reason::Score };
            let mut decisions: Vec<Decision> = (0..arena.blocks.len()).map(decision).collect();
            keep_whole(&arena, &mut decisions);
            assert_eq!(decisions.iter().filter(|d| d.keep).count(), expected, "{page}, {first}");
        }
    }
}
