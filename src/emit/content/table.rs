//! Data tables: which they are, and their rows.

use std::collections::HashMap;

use crate::build::{
    Arena, BlockKind, ElementId, ROOT, Span, Structure, TableKind, has_content, tables,
};
use crate::document::Verdict;
use crate::tokenize::Tag;

use super::super::places::{Place, Places};
use super::inline::{Inline, Token};
use super::{Body, TextKind};

/// A table with its kept text.
#[derive(Debug)]
pub(crate) struct Table<'d> {
    pub(crate) caption: Vec<Token<'d>>,
    pub(crate) rows: Vec<Row<'d>>,
}

/// A row.
#[derive(Debug)]
pub(crate) struct Row<'d> {
    /// All its cells name what stands below.
    pub(crate) is_header: bool,
    pub(crate) cells: Vec<Cell<'d>>,
}

/// A cell.
#[derive(Debug)]
pub(crate) struct Cell<'d> {
    pub(crate) is_header: bool,
    /// Columns and rows of this table that it takes.
    pub(crate) span: Span,
    /// Empty if nothing of it is kept. Blocks are lines.
    pub(crate) tokens: Vec<Token<'d>>,
}

/// What stands in a place of the grid of columns and rows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot<'t, 'd> {
    /// A cell.
    Own(&'t Cell<'d>),
    /// A cell that began further left or above.
    Repeated(&'t Cell<'d>),
    /// No cell.
    Empty,
}

/// Slots that are no cells may hold this many times what the cells do, and some more: spans are
/// numbers, and ten bytes of them claim a thousand columns and all rows.
const MAX_REPEATED: usize = 2;
const FREE_REPEATED: usize = 512;
/// Bytes that an image is taken to have: some addresses are long.
const IMAGE_WEIGHT: usize = 512;

impl<'d> Table<'d> {
    /// The rows with cells of several columns or rows repeated in each.
    pub(crate) fn grid(&self) -> Vec<Vec<Slot<'_, 'd>>> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let total: usize = cells.map(Cell::weight).sum();
        let mut grid = Grid {
            budget: total * MAX_REPEATED + FREE_REPEATED,
            open: Vec::new(),
            live: 0,
            slots: Vec::new(),
        };
        self.rows.iter().map(|row| grid.row(row)).collect()
    }
}

impl Cell<'_> {
    fn has_text(&self) -> bool {
        let is_text = |token: &Token<'_>| !matches!(token, Token::Image(_) | Token::Break);
        self.tokens.iter().any(is_text)
    }

    /// About what it costs to write it.
    fn weight(&self) -> usize {
        let len = |token: &Token<'_>| match token {
            Token::Text(text) => text.len(),
            Token::Image(_) => IMAGE_WEIGHT,
            _ => 4,
        };
        1 + self.tokens.iter().map(len).sum::<usize>()
    }
}

/// The grid of a table in the making.
struct Grid<'t, 'd> {
    budget: usize,
    /// The cell that goes on in each column, and for how many more rows.
    open: Vec<Option<(&'t Cell<'d>, u16)>>,
    /// How many of those there are.
    live: usize,
    /// The row at hand.
    slots: Vec<Slot<'t, 'd>>,
}

impl<'t, 'd> Grid<'t, 'd> {
    fn row(&mut self, row: &'t Row<'d>) -> Vec<Slot<'t, 'd>> {
        for cell in &row.cells {
            while self.repeat_from_above() {}
            let column = self.slots.len();
            self.slots.push(Slot::Own(cell));
            while self.slots.len() - column < usize::from(cell.span.columns)
                && self.pay(cell.weight())
            {
                self.slots.push(Slot::Repeated(cell));
            }
            if cell.span.rows > 1 {
                self.open.resize(self.open.len().max(self.slots.len()), None);
                for open in &mut self.open[column..self.slots.len()] {
                    self.live += usize::from(open.is_none());
                    *open = Some((cell, cell.span.rows));
                }
            }
        }
        while self.live > 0 && self.slots.len() < self.open.len() {
            if !self.repeat_from_above() && self.pay(1) {
                self.slots.push(Slot::Empty);
            }
        }
        self.end_row()
    }

    /// Goes on with the cell above, if it reaches here.
    fn repeat_from_above(&mut self) -> bool {
        let Some(Some((cell, _))) = self.open.get(self.slots.len()).copied() else {
            return false;
        };
        if !self.pay(cell.weight()) {
            return false;
        }
        self.slots.push(Slot::Repeated(cell));
        true
    }

    /// Takes from the budget. Once it is used up no cell goes on.
    fn pay(&mut self, price: usize) -> bool {
        match self.budget.checked_sub(price) {
            Some(left) => self.budget = left,
            None => {
                self.budget = 0;
                self.open.clear();
                self.live = 0;
                return false;
            }
        }
        true
    }

    fn end_row(&mut self) -> Vec<Slot<'t, 'd>> {
        if self.live > 0 {
            for open in &mut self.open {
                *open = open.and_then(|(cell, rows)| (rows > 1).then_some((cell, rows - 1)));
            }
            self.live = self.open.iter().filter(|open| open.is_some()).count();
        }
        while matches!(self.slots.last(), Some(Slot::Empty)) {
            self.slots.pop();
        }
        std::mem::take(&mut self.slots)
    }
}

/// The tables of a document that are data where it is shown as markup.
#[derive(Debug)]
pub(super) struct DataTables {
    is_data: Vec<bool>,
    /// The cells of each row, by both.
    cells: Vec<(ElementId, ElementId)>,
    /// The cell after which each row goes on.
    written: HashMap<ElementId, ElementId>,
}

impl DataTables {
    pub(super) fn new(arena: &Arena, verdicts: &[Verdict], places: &Places) -> DataTables {
        let len = arena.elements.len();
        let (mut is_seen, mut holds_table) = (vec![false; len], vec![false; len]);
        let mut holds_code = vec![false; len];
        let blocks = arena.blocks.iter().zip(verdicts);
        for (block, _) in blocks.filter(|(_, verdict)| verdict.is_kept()) {
            let place = places.element(block.element);
            // Marks alone are code, and no cell.
            holds_code[place.table as usize] |= block.kind == BlockKind::Preformatted
                && !has_content(BlockKind::Cell, arena.block_text(block));
            let mut table = place.table;
            while table != ROOT && !std::mem::replace(&mut is_seen[table as usize], true) {
                table = places.element(arena.elements[table as usize].parent).table;
                holds_table[table as usize] = true;
            }
        }
        let is_grid = grids(arena, places);
        let is_data = |table: usize| {
            let id = table as ElementId;
            // Tables that name their columns or rows hold data, whatever else is in their cells.
            let is_told = places.has_head(id) || !places.is_layout(id) || is_grid(table);
            let is_frame = holds_table[table] || holds_code[table];
            places.is_wide(id) && !is_frame && is_told
        };
        let is_data: Vec<bool> = (0..len).map(is_data).collect();
        let cell = |id: ElementId| {
            let place = places.element(id);
            let is_cell = place.cell == id && id != ROOT && is_data[place.table as usize];
            is_cell.then_some((place.row, id))
        };
        let mut cells: Vec<_> = (0..len as ElementId).filter_map(cell).collect();
        cells.sort_unstable();
        DataTables { is_data, cells, written: HashMap::new() }
    }

    pub(super) fn is_data(&self, table: ElementId) -> bool {
        self.is_data[table as usize]
    }

    /// The cells of a row from where it goes on up to `last`.
    fn take_cells(&mut self, row: ElementId, last: ElementId) -> &[(ElementId, ElementId)] {
        let written = self.written.insert(row, last).unwrap_or(0);
        let start = self.cells.partition_point(|cell| *cell <= (row, written));
        let end = self.cells.partition_point(|cell| *cell <= (row, last));
        &self.cells[start.min(end)..end]
    }
}

/// Tells the tables that hold data although their cells have parts: by their caption, or by rows alike, and if
/// the parts are short.
fn grids<'p>(arena: &Arena, places: &'p Places) -> impl Fn(usize) -> bool + use<'p> {
    let holds_data = |kind: TableKind| matches!(kind, TableKind::Named | TableKind::Grid);
    let tables = tables(arena).into_iter().filter(|table| holds_data(table.kind()));
    let grids: Vec<usize> = tables.map(|table| table.element as usize).collect();
    move |table| grids.binary_search(&table).is_ok() && !places.is_full(table as ElementId)
}

/// Collects the blocks of a table.
#[derive(Debug)]
pub(super) struct TableReader<'d> {
    id: ElementId,
    caption: Vec<Inline<'d>>,
    rows: Vec<(ElementId, Vec<KeptCell<'d>>)>,
}

/// The blocks of a cell.
#[derive(Debug)]
struct KeptCell<'d> {
    id: ElementId,
    blocks: Vec<Inline<'d>>,
    has_text: bool,
}

impl<'d> TableReader<'d> {
    pub(super) fn new(id: ElementId) -> Self {
        TableReader { id, caption: Vec::new(), rows: Vec::new() }
    }

    pub(super) fn id(&self) -> ElementId {
        self.id
    }

    pub(super) fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    pub(super) fn push_caption(&mut self, text: Inline<'d>) {
        self.caption.push(text);
    }

    /// Adds a part of a cell; images are no text.
    pub(super) fn push(&mut self, place: &Place, part: Inline<'d>, is_text: bool) {
        if self.rows.last().is_none_or(|(row, _)| *row != place.row) {
            self.rows.push((place.row, Vec::new()));
        }
        if let Some((_, cells)) = self.rows.last_mut() {
            match cells.last_mut() {
                Some(cell) if cell.id == place.cell => {
                    cell.blocks.push(part);
                    cell.has_text |= is_text;
                }
                _ => cells.push(KeptCell { id: place.cell, blocks: vec![part], has_text: is_text }),
            }
        }
    }

    /// The table; its texts alone, if what is left of it has one column.
    pub(super) fn finish(
        self,
        arena: &Arena,
        structure: Option<&Structure>,
        tables: &mut DataTables,
    ) -> Vec<Body<'d>> {
        let texts = |cells: &[KeptCell<'_>]| cells.iter().filter(|cell| cell.has_text).count();
        if self.rows.iter().all(|(_, cells)| texts(cells) < 2) {
            let cells = self.rows.into_iter().flat_map(|(_, cells)| cells);
            let blocks = self.caption.into_iter().chain(cells.flat_map(|cell| cell.blocks));
            let text =
                |text: Inline<'d>| Body::Text { kind: TextKind::Paragraph, tokens: text.finish() };
            return blocks.map(text).collect();
        }
        let caption = joined(self.caption);
        // Of 65,536 rows and more the numbers start again; what they then say does not matter.
        let ordinals: Vec<u16> =
            self.rows.iter().map(|(row, _)| arena.elements[*row as usize].ordinal).collect();
        let span = |number: usize, cell: ElementId| {
            let declared = structure.map_or(Span { columns: 1, rows: 1 }, |it| it.span(cell));
            let end = ordinals[number].saturating_add(declared.rows);
            let rows = ordinals[number..].partition_point(|ordinal| *ordinal < end).max(1);
            let rows = if declared.rows == 1 { 1 } else { rows.min(u16::MAX.into()) as u16 };
            Span { rows, ..declared }
        };
        let mut rows = Vec::with_capacity(self.rows.len());
        for (number, (row, kept)) in self.rows.into_iter().enumerate() {
            let last = kept.last().map_or(ROOT, |cell| cell.id);
            let mut kept = kept.into_iter().peekable();
            let mut cells = Vec::new();
            for (_, id) in tables.take_cells(row, last) {
                let own = kept.next_if(|cell| cell.id == *id);
                let is_header = arena.elements[*id as usize].tag == Tag::Th;
                let tokens = own.map_or(Vec::new(), |cell| joined(cell.blocks));
                cells.push(Cell { is_header, span: span(number, *id), tokens });
            }
            // None is left, unless a cell came twice in some way that nobody has thought of.
            for cell in kept {
                let span = Span { columns: 1, rows: 1 };
                cells.push(Cell { is_header: false, span, tokens: joined(cell.blocks) });
            }
            let parent = arena.elements[row as usize].parent;
            let is_header = arena.elements[parent as usize].tag == Tag::Thead
                || cells.iter().all(|cell| cell.is_header || !cell.has_text());
            rows.push(Row { is_header, cells });
        }
        vec![Body::Table(Table { caption, rows })]
    }
}

/// The tokens of several blocks, a line each.
fn joined<'d>(blocks: Vec<Inline<'d>>) -> Vec<Token<'d>> {
    let mut all = Inline::default();
    blocks.into_iter().for_each(|block| all.append(block));
    all.finish()
}
