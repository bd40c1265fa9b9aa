//! Where each block stands in lists and tables: what decides its line and its indent.
//!
//! One pass over the elements, parents first, so that depth costs nothing; a page of a million
//! nested lists is hostile, one of a thousand is a real menu.

use crate::build::{Arena, Block, BlockKind, ElementId, ROOT};
use crate::document::Verdict;
use crate::tokenize::Tag;

use super::headed_lists::{arranging, is_list};

/// The list of items whose list was never opened; no element has this number.
const ORPHANS: ElementId = ElementId::MAX;

/// Where an element, and text directly in it, stands. [`ROOT`] stands for "in none".
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// The outermost list.
    pub(super) list: ElementId,
    /// The innermost list item.
    pub(super) item: ElementId,
    /// The innermost table.
    pub(super) table: ElementId,
    /// The row in it.
    pub(super) row: ElementId,
    /// The cell in it.
    pub(super) cell: ElementId,
    /// How many lists are around it.
    pub(super) depth: u16,
    /// The depth outside the cell.
    depth_of_cell: u16,
    /// Of a table: the first column in which anything is kept.
    pub(super) first_column: u16,
    /// Whether the innermost list is numbered.
    pub(super) numbered: bool,
}

/// What was found out about an element, as bits.
#[derive(Clone, Copy, Default)]
struct Marks(u8);

impl Marks {
    /// A kept heading is inside: lists with headings in their items are page layout.
    const HEADING: Marks = Marks(1);
    /// Of a list item: its marker is written.
    const WRITTEN: Marks = Marks(1 << 1);
    /// Of a cell or a table: something in it is kept.
    const FILLED: Marks = Marks(1 << 2);
    /// Of a table: it only arranges the page, unless it names its columns.
    const LAYOUT: Marks = Marks(1 << 3);
    /// Of a table: some row has more than one kept cell.
    const WIDE: Marks = Marks(1 << 4);
    /// Of a row: a cell of it is kept. The row of cells outside any may be the table itself.
    const BEGUN: Marks = Marks(1 << 5);
    /// Of a table: a head cell of it is kept.
    const HEAD: Marks = Marks(1 << 6);
    /// Of a table: it holds what no line has room for.
    const FULL: Marks = Marks(1 << 7);

    fn has(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }
}

/// The bytes of a list item or a further paragraph that a line of a table has room for.
const MAX_PART_LEN: u32 = 200;

/// The places of all elements of a document.
pub(super) struct Places {
    places: Vec<Place>,
    marks: Vec<Marks>,
}

impl Places {
    /// Where a line is of one kind: a list with a heading in it is none.
    pub(super) fn new(arena: &Arena, verdicts: &[Verdict]) -> Self {
        Places::with_headings(arena, verdicts).settled(arena, verdicts)
    }

    /// Where items may hold headings, if they are a list's and not the page's.
    pub(super) fn with_headed_lists(arena: &Arena, verdicts: &[Verdict]) -> Self {
        let mut places = Places::with_headings(arena, verdicts);
        if places.marks.iter().any(|marks| marks.has(Marks::HEADING)) {
            let arranges = arranging(arena, kept(arena, verdicts));
            for (id, element) in arena.elements.iter().enumerate() {
                if is_list(element.tag) && !arranges[id] {
                    places.marks[id].0 &= !Marks::HEADING.0;
                }
            }
        }
        places.settled(arena, verdicts)
    }

    fn with_headings(arena: &Arena, verdicts: &[Verdict]) -> Self {
        let mut places =
            Places { places: Vec::new(), marks: vec![Marks::default(); arena.elements.len()] };
        let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Heading(_));
        for block in kept(arena, verdicts).filter(is_heading) {
            places.mark_heading(arena, block.element);
        }
        places
    }

    fn settled(mut self, arena: &Arena, verdicts: &[Verdict]) -> Self {
        self.place_elements(arena);
        for block in kept(arena, verdicts) {
            self.survey_tables(arena, block);
        }
        self
    }

    /// The place of a block, with the table left out if it only arranges the page.
    pub(super) fn of(&self, block: &Block) -> Place {
        let place = self.places[block.element as usize];
        if place.cell != ROOT && self.has_text_rows(place.table) {
            return self.places[place.cell as usize];
        }
        Place { table: ROOT, row: ROOT, cell: ROOT, ..place }
    }

    /// Whether the rows of a table are lines of text: those of data are, with all that is in a cell side by side.
    /// Less fits into a line than into a cell of markup, for which `DataTables` tells the same.
    fn has_text_rows(&self, table: ElementId) -> bool {
        let marks = self.marks[table as usize];
        let is_data = marks.has(Marks::HEAD) && !marks.has(Marks::FULL);
        marks.has(Marks::WIDE) && (is_data || !marks.has(Marks::LAYOUT))
    }

    /// The place of an element, layout or not.
    pub(super) fn element(&self, id: ElementId) -> Place {
        self.places[id as usize]
    }

    /// Whether a list begins with an element, and not just an arrangement of the page.
    pub(super) fn begins_list(&self, arena: &Arena, id: ElementId) -> bool {
        let parent = arena.elements[id as usize].parent;
        self.places[id as usize].depth > self.places[parent as usize].depth
    }

    /// Whether an element is a list item, and not just a part of the page.
    pub(super) fn begins_item(&self, id: ElementId) -> bool {
        id != ROOT && self.places[id as usize].item == id
    }

    /// Whether some row of a table has more than one kept cell.
    pub(super) fn is_wide(&self, table: ElementId) -> bool {
        self.marks[table as usize].has(Marks::WIDE)
    }

    /// Whether a table only arranges the page, as far as its cells tell.
    pub(super) fn is_layout(&self, table: ElementId) -> bool {
        self.marks[table as usize].has(Marks::LAYOUT)
    }

    /// Whether a head cell of a table is kept.
    pub(super) fn has_head(&self, table: ElementId) -> bool {
        self.marks[table as usize].has(Marks::HEAD)
    }

    /// Whether a table holds what no line has room for.
    pub(super) fn is_full(&self, table: ElementId) -> bool {
        self.marks[table as usize].has(Marks::FULL)
    }

    /// The first column of a table in which anything is kept.
    pub(super) fn first_column(&self, table: ElementId) -> u16 {
        self.places[table as usize].first_column
    }

    /// Whether the marker of an item is due: true once an item.
    pub(super) fn take_marker(&mut self, item: ElementId) -> bool {
        item != ROOT && self.mark(item, Marks::WRITTEN)
    }

    /// Sets a mark; whether it is new.
    fn mark(&mut self, element: ElementId, mark: Marks) -> bool {
        let marks = &mut self.marks[element as usize];
        let is_new = !marks.has(mark);
        marks.0 |= mark.0;
        is_new
    }

    /// Each element is marked once, so all walks together are linear.
    fn mark_heading(&mut self, arena: &Arena, element: ElementId) {
        for (id, _) in arena.ancestors(element) {
            if !self.mark(id, Marks::HEADING) {
                return;
            }
        }
    }

    fn place_elements(&mut self, arena: &Arena) {
        self.places.reserve_exact(arena.elements.len());
        for (id, element) in arena.elements.iter().enumerate() {
            let around = self.places.get(element.parent as usize).copied().unwrap_or_default();
            let has_heading = self.marks[id].has(Marks::HEADING);
            let id = id as ElementId;
            self.places.push(match element.tag {
                tag if is_list(tag) && !has_heading => in_list(around, id, element.tag == Tag::Ol),
                Tag::Li if around.list != ROOT => Place { item: id, ..around },
                Tag::Li if !has_heading && !self.is_layout_item(arena, element.parent) => {
                    let orphans = if element.parent == ROOT { ORPHANS } else { element.parent };
                    Place { item: id, ..in_list(around, orphans, false) }
                }
                Tag::Table => {
                    Place { table: id, row: ROOT, cell: ROOT, first_column: u16::MAX, ..around }
                }
                Tag::Tr => Place { row: id, cell: ROOT, ..around },
                // A cell without a row is in one that the parser would have made.
                Tag::Td | Tag::Th if around.row == ROOT => {
                    Place { row: element.parent, cell: id, depth_of_cell: around.depth, ..around }
                }
                Tag::Td | Tag::Th => Place { cell: id, depth_of_cell: around.depth, ..around },
                _ => around,
            });
        }
    }

    /// Whether items directly in `parent` belong to a list that only arranges the page.
    fn is_layout_item(&self, arena: &Arena, parent: ElementId) -> bool {
        is_list(arena.elements[parent as usize].tag)
            && self.marks[parent as usize].has(Marks::HEADING)
    }

    /// Notes what a kept block says about the tables around it.
    fn survey_tables(&mut self, arena: &Arena, block: &Block) {
        let place = self.places[block.element as usize];
        if place.table == ROOT {
            return;
        }
        if self.mark(place.table, Marks::FILLED) {
            self.mark_outer_tables(arena, place.table);
        }
        if place.cell == ROOT {
            return;
        }
        let has_lines =
            block.kind == BlockKind::Preformatted && arena.block_text(block).contains('\n');
        let in_list = place.depth > place.depth_of_cell;
        let is_further = !self.mark(place.cell, Marks::FILLED);
        if !is_further && !self.mark(place.row, Marks::BEGUN) {
            self.mark(place.table, Marks::WIDE);
        }
        if is_further || has_lines || in_list {
            self.mark(place.table, Marks::LAYOUT);
        }
        // Under a head, a few lines of code are what a cell holds; elsewhere tables lay code out.
        let is_headless = !self.marks[place.table as usize].has(Marks::HEAD);
        let has_parts = is_further || in_list || has_lines;
        if (has_lines && is_headless) || (has_parts && block.end - block.start > MAX_PART_LEN) {
            self.mark(place.table, Marks::FULL);
        }
        if arena.elements[place.cell as usize].tag == Tag::Th {
            self.mark(place.table, Marks::HEAD);
        }
        let column = arena.elements[place.cell as usize].ordinal;
        let first = &mut self.places[place.table as usize].first_column;
        *first = column.min(*first);
    }

    /// A table with a table inside arranges the page. Stops where that is known.
    fn mark_outer_tables(&mut self, arena: &Arena, table: ElementId) {
        let mut inner = table;
        loop {
            let outer = self.places[arena.elements[inner as usize].parent as usize].table;
            if outer == ROOT || !self.mark(outer, Marks::FULL) {
                return;
            }
            self.mark(outer, Marks::LAYOUT);
            inner = outer;
        }
    }
}

/// The place inside a list.
fn in_list(around: Place, list: ElementId, numbered: bool) -> Place {
    let outermost = if around.list == ROOT { list } else { around.list };
    Place { list: outermost, item: ROOT, depth: around.depth + 1, numbered, ..around }
}

/// The blocks that are kept.
fn kept<'a>(arena: &'a Arena, verdicts: &'a [Verdict]) -> impl Iterator<Item = &'a Block> {
    let blocks = arena.blocks.iter().zip(verdicts);
    blocks.filter(|(_, verdict)| verdict.is_kept()).map(|(block, _)| block)
}
