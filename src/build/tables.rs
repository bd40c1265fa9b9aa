//! Tables that hold data, and those that lay out a page.

use std::ops::Range;

use crate::tokenize::Tag;

use super::arena::{Arena, Block, BlockKind, Element, ElementId};

/// Fewer rows with as many cells each are chance.
const MIN_ROWS: usize = 3;

/// The blocks that an element holds.
pub(crate) type Blocks = Range<usize>;

pub(crate) fn blocks(element: &Element) -> Blocks {
    element.first_block as usize..(element.end_block as usize).max(element.first_block as usize)
}

/// A table, and what tells its kind.
pub(crate) struct Table {
    pub(crate) element: ElementId,
    pub(crate) blocks: Blocks,
    /// It has head cells or a caption.
    pub(crate) names_columns: bool,
    /// It holds headings or tables.
    lays_out: bool,
    rows: Rows,
}

/// What a table is for, as far as its elements tell. What an output shows as a table depends on what is kept of it,
/// too: `emit` tells that for lines of text (`Places`) and for markup (`DataTables`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// A frame for the page, even if it names columns.
    Frame,
    /// Data whose columns are named, or the whole.
    Named,
    /// Data in rows, of which there are some, with as many cells each.
    Grid,
    /// Its elements leave it open.
    Unknown,
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
    pub(crate) fn kind(&self) -> TableKind {
        match self {
            table if table.lays_out => TableKind::Frame,
            table if table.names_columns => TableKind::Named,
            table if table.rows.are_alike() => TableKind::Grid,
            _ => TableKind::Unknown,
        }
    }
}

/// The tables of a page, in document order. What stands in a table in a table is the inner one's.
pub(crate) fn tables(arena: &Arena) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (id, element) in arena.elements.iter().enumerate() {
        // Elements are numbered as they open, so one whose parent opened before the table is behind it.
        while open.pop_if(|table| element.parent < tables[*table].element).is_some() {}
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
                element: id as ElementId,
                blocks,
                names_columns: false,
                lays_out: false,
                rows: Rows::default(),
            });
        }
    }
    tables
}

impl Table {
    /// Whether it lays out code and holds no data: all in it is code, but for a head that names it, and a row has one
    /// piece of it. (Numbers of lines make no blocks.)
    pub(crate) fn is_listing(&self, arena: &Arena) -> bool {
        // What is in several tables, one in the other, must be looked at once.
        if self.lays_out {
            return false;
        }
        let blocks = &arena.blocks[self.blocks.clone()];
        let is_code = |block: &Block| block.kind == BlockKind::Preformatted;
        let has_head = blocks.first().is_some_and(|block| is_in_head(arena, block.element));
        let code = &blocks[usize::from(has_head)..];
        (1..=self.rows.count).contains(&code.len()) && code.iter().all(is_code)
    }
}

/// Whether an element is in a head cell or a caption of the innermost table.
fn is_in_head(arena: &Arena, element: ElementId) -> bool {
    let mut cells = arena.ancestors(element).map(|(_, element)| element.tag);
    let is_cell = |tag: &Tag| matches!(tag, Tag::Th | Tag::Td | Tag::Caption | Tag::Table);
    matches!(cells.find(is_cell), Some(Tag::Th | Tag::Caption))
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
        let found: Vec<_> =
            tables(&arena(page)).into_iter().map(|table| (table.kind(), table.blocks)).collect();
        let expected = [
            (TableKind::Frame, 0..3),
            (TableKind::Named, 0..2),
            (TableKind::Frame, 4..6),
            (TableKind::Named, 6..7),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn listings_hold_code_alone() {
        let is_listing = |rows: &str| {
            let arena = arena(&format!("<table>{rows}</table>"));
            tables(&arena)[0].is_listing(&arena)
        };
        let code = "<td><pre>let a;\nlet b;</pre>";
        assert!(is_listing(&format!("<tr><td class=lineno><pre>1</pre>{code}")));
        assert!(is_listing(&format!("<tr><th colspan=2>a.rs<tr><td><pre>1\n2</pre>{code}")));
        assert!(is_listing("<tr><td><pre>let a;</pre><tr><td><pre>let b;</pre>"));
        assert!(!is_listing(&format!("<tr>{code}{code}")));
        assert!(!is_listing(&format!("<tr><td>Rust{code}")));
        assert!(!is_listing("<tr><th>Command<tr><td>ls"));
    }

    #[test]
    fn a_grid_has_rows_alike() {
        let kind = |rows: &str| tables(&arena(&format!("<table>{rows}</table>")))[0].kind();
        let is_grid = |rows: &str| kind(rows) == TableKind::Grid;
        assert!(is_grid("<tr><td>a<td>b<tr><td>c<td>d<tr><td>sum"));
        assert!(!is_grid("<tr><td>a<td>b<tr><td>c<td>d"));
        assert!(!is_grid("<tr><td>a<tr><td>c<tr><td>d"));
        assert!(!is_grid("<tr><td>a<td>b<tr><td>c<tr><td>d<td>e"));
    }
}
