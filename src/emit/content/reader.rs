//! Blocks and events to parts, in one pass over both.

use std::borrow::Cow;
use std::ops::Range;

use crate::build::{
    Arena, Block, BlockKind, ElementId, Event, Formula, Happening, ROOT, Structure,
};
use crate::document::{Document, DocumentKind, Verdict};
use crate::plain::{LINE_ENDS, line_ends};
use crate::tokenize::Tag;

use super::super::places::{Place, Places};
use super::address::Addresses;
use super::inline::Inline;
use super::nodes::{NodeId, NodeKind, Nodes};
use super::styles::{InlineMark, OpenStyles, Style};
use super::table::{DataTables, TableReader};
use super::{Body, Part, TextKind};

/// Elements looked at around a block for the language of its code: Rouge has nine, its table in a `pre` in two `div`.
const MAX_LANGUAGE_STEPS: usize = 9;
/// Blocks looked at on each side of an image: captions say nothing about what it belongs to.
const MAX_CAPTIONS: usize = 4;

/// The nodes and parts of a document.
pub(super) fn read<'d>(document: &'d Document, addresses: &Addresses) -> (Nodes, Vec<Part<'d>>) {
    let (arena, verdicts) = (&document.arena, &document.verdicts[..]);
    let places = Places::with_headed_lists(arena, verdicts);
    let nodes = Nodes::new(arena, &places);
    let mut reader = Reader {
        document,
        arena,
        verdicts,
        structure: arena.structure.as_deref(),
        tables: DataTables::new(arena, verdicts, &places),
        places,
        nodes,
        addresses,
        styles: OpenStyles::new(arena, addresses),
        event: 0,
        table: None,
        thematic_break: None,
        parts: Vec::new(),
    };
    match document.kind {
        DocumentKind::Html => reader.read_blocks(),
        DocumentKind::Text => reader.read_lines(),
    }
    (reader.nodes, reader.parts)
}

struct Reader<'d, 'a> {
    document: &'d Document,
    arena: &'d Arena,
    verdicts: &'d [Verdict],
    structure: Option<&'d Structure>,
    places: Places,
    tables: DataTables,
    nodes: Nodes,
    addresses: &'a Addresses,
    styles: OpenStyles<'a>,
    /// The next event.
    event: usize,
    table: Option<TableReader<'d>>,
    /// Where a change of the topic stands before the next part.
    thematic_break: Option<NodeId>,
    parts: Vec<Part<'d>>,
}

impl<'d> Reader<'d, '_> {
    fn read_blocks(&mut self) {
        for number in 0..self.arena.blocks.len() {
            let events = self.events_of_block(number);
            if self.verdicts[number].is_kept() {
                self.block(number, events);
            } else {
                events.iter().for_each(|event| self.styles.take(event));
            }
        }
        self.end_table();
    }

    /// The events of the next block; what stands before it becomes parts of its own.
    fn events_of_block(&mut self, number: usize) -> &'d [Event] {
        let Some(structure) = self.structure else {
            return &[];
        };
        let mut start = self.event;
        for (at, event) in structure.events.iter().enumerate().skip(self.event) {
            match event.what {
                Happening::EndBlock => {
                    self.event = at + 1;
                    return &structure.events[start..at];
                }
                Happening::Boundary => {
                    self.between_blocks(&structure.events[start..at], number);
                    start = at + 1;
                }
                _ => {}
            }
        }
        self.event = structure.events.len();
        &[]
    }

    /// Images and formulas without text around them, and changes of the topic, stay if they stand between
    /// kept blocks.
    fn between_blocks(&mut self, events: &'d [Event], next: usize) {
        let is_caption = |at: &usize| self.arena.blocks[*at].kind == BlockKind::Caption;
        let is_kept = |at: usize| self.verdicts[at].is_kept();
        let mut following = (next..self.arena.blocks.len()).take(MAX_CAPTIONS);
        let mut preceding = (0..next).rev().take(MAX_CAPTIONS);
        let after = following.find(|at| !is_caption(at)).is_some_and(is_kept);
        let before = preceding.find(|at| !is_caption(at)).is_some_and(is_kept);
        for event in events {
            self.styles.take(event);
            if let Happening::ThematicBreak(element) = event.what {
                if before && after {
                    self.thematic_break(element);
                }
                continue;
            }
            let style = self.styles.style();
            let mut inline = Inline::default();
            let element = match event.what {
                Happening::Image(image) if self.addresses.image(image).is_some() => {
                    inline.image(image, style);
                    self.structure.map(|it| it.images[image as usize].element)
                }
                Happening::OpenFormula(id) if self.formula(id).is_some() => {
                    inline.formula(id, style);
                    self.formula(id).map(|it| it.element)
                }
                _ => None,
            };
            if let Some(element) = element.filter(|_| before && after) {
                let place = self.places.element(element);
                if place.cell != ROOT && self.tables.is_data(place.table) {
                    let is_text = matches!(event.what, Happening::OpenFormula(_));
                    self.table_at(&place).push(&place, inline, is_text);
                } else {
                    self.end_table();
                    self.push_text(self.nodes.of(element), TextKind::Paragraph, inline);
                }
                self.styles.count_uses();
            }
        }
    }

    /// A change of the topic: not in tables and lists, where it is a line for the eye.
    fn thematic_break(&mut self, element: ElementId) {
        let place = self.places.element(element);
        let node = self.nodes.of(element);
        let is_in_table = place.table != ROOT && self.tables.is_data(place.table);
        let is_flow = matches!(self.nodes.node(node).kind, NodeKind::Top | NodeKind::Quote);
        if is_flow && !is_in_table {
            self.end_table();
            self.thematic_break = Some(node).filter(|_| !self.parts.is_empty());
        }
    }

    fn formula(&self, id: u32) -> Option<&'d Formula> {
        self.structure?.formulas.get(id as usize).filter(|formula| !formula.tex.is_empty())
    }

    fn block(&mut self, number: usize, events: &'d [Event]) {
        let (block, verdict) = (&self.arena.blocks[number], &self.verdicts[number]);
        let place = self.places.element(block.element);
        let is_in_table = place.table != ROOT && self.tables.is_data(place.table);
        if block.kind == BlockKind::Preformatted && !(is_in_table && place.cell != ROOT) {
            events.iter().for_each(|event| self.styles.take(event));
            self.end_table();
            return self.code(block, self.document.block(number).kept_text());
        }
        let mut inline = self.inline(block, verdict, events);
        self.styles.count_uses();
        if let BlockKind::Heading(_) = block.kind {
            inline.forget(InlineMark::Strong);
            // Documentation makes of headings links to themselves, for the mouse.
            if let Some(mark @ InlineMark::Link(link)) = inline.sole_link()
                && self.addresses.is_of_page(link)
            {
                inline.forget(mark);
            }
        }
        if inline.is_empty() {
            return;
        }
        if !is_in_table {
            self.end_table();
            return self.push_text(self.nodes.of(block.element), self.kind(block), inline);
        }
        if place.cell == ROOT {
            if block.kind != BlockKind::Caption || self.table_at(&place).has_rows() {
                self.end_table();
                return self.push_text(self.nodes.of(block.element), self.kind(block), inline);
            }
            return self.table_at(&place).push_caption(inline);
        }
        self.table_at(&place).push(&place, inline, true);
    }

    /// The table of a place; another one ends.
    fn table_at(&mut self, place: &Place) -> &mut TableReader<'d> {
        if self.table.as_ref().is_some_and(|table| table.id() != place.table) {
            self.end_table();
        }
        self.table.get_or_insert_with(|| TableReader::new(place.table))
    }

    fn end_table(&mut self) {
        let Some(table) = self.table.take() else {
            return;
        };
        let node = self.nodes.of(table.id());
        let bodies = table.finish(self.arena, self.structure, &mut self.tables);
        bodies.into_iter().for_each(|body| self.push(node, body));
    }

    fn push_text(&mut self, node: NodeId, kind: TextKind, inline: Inline<'d>) {
        let tokens = inline.finish();
        if !tokens.is_empty() {
            self.push(node, Body::Text { kind, tokens });
        }
    }

    fn push(&mut self, node: NodeId, body: Body<'d>) {
        if let Some(node) = self.thematic_break.take() {
            self.parts.push(Part { node, body: Body::ThematicBreak });
        }
        self.parts.push(Part { node, body });
    }

    fn kind(&self, block: &Block) -> TextKind {
        let around = self.nodes.node(self.nodes.of(block.element)).kind;
        match block.kind {
            BlockKind::Heading(level) => TextKind::Heading(level),
            BlockKind::Caption if around == NodeKind::Figure => TextKind::Caption,
            BlockKind::Term if around == NodeKind::Terms => TextKind::Term,
            BlockKind::Definition if around == NodeKind::Terms => TextKind::Definition,
            _ => TextKind::Paragraph,
        }
    }

    fn code(&mut self, block: &Block, text: Cow<'d, str>) {
        if !text.trim().is_empty() {
            let body = Body::Code { language: self.language(block.element), text };
            self.push(self.nodes.of(block.element), body);
        }
    }

    /// The language of code directly in an element: `code` in `pre`, `pre` or what is around it.
    fn language(&self, element: ElementId) -> Option<&'d str> {
        let structure = self.structure?;
        let around = || self.arena.ancestors(element).take(MAX_LANGUAGE_STEPS).map(|(id, _)| id);
        let named = around().find_map(|id| structure.language(id));
        named.or_else(|| {
            let pre = around().find(|id| self.arena.elements[*id as usize].tag == Tag::Pre)?;
            // Buttons may stand before it.
            let (code, language) = structure.language_behind(pre)?;
            (self.arena.elements[code as usize].parent == pre).then_some(language)
        })
    }

    /// The styled text of a block.
    fn inline(&mut self, block: &Block, verdict: &Verdict, events: &'d [Event]) -> Inline<'d> {
        let offset = |range: Range<usize>| {
            block.start as usize + range.start..block.start as usize + range.end
        };
        let kept: Vec<_> =
            verdict.kept_ranges((block.end - block.start) as usize).map(offset).collect();
        let formulas = events.iter().filter_map(|event| match event.what {
            Happening::OpenFormula(id) => Some((id, self.formula(id)?)),
            _ => None,
        });
        let mut cutter = Cutter {
            text: &self.arena.text,
            formulas: formulas.filter(|(_, it)| is_kept(&kept, &it.text)).collect(),
            kept,
            at: block.start as usize,
            inline: Inline::default(),
        };
        cutter.formulas.reverse();
        for event in events {
            cutter.go_to((event.at as usize).min(block.end as usize), self.styles.style());
            self.styles.take(event);
            if let Happening::Image(image) = event.what
                && self.addresses.image(image).is_some()
                && is_kept(&cutter.kept, &(event.at..event.at))
            {
                cutter.inline.image(image, self.styles.style());
            }
        }
        cutter.go_to(block.end as usize, self.styles.style());
        cutter.end(self.styles.style());
        cutter.inline
    }

    /// The parts of a plain text: its lines, and its paragraphs where blank lines stand between.
    fn read_lines(&mut self) {
        let (mut end, mut inline) = (0, Inline::default());
        for (block, verdict) in self.arena.blocks.iter().zip(self.verdicts) {
            let gap = self.arena.text.get(end..block.start as usize).unwrap_or("");
            end = block.end as usize;
            if !verdict.is_kept() || line_ends(gap) > 1 {
                self.push_text(super::TOP, TextKind::Paragraph, std::mem::take(&mut inline));
            }
            if verdict.is_kept() {
                inline.line_break();
                let text = self.arena.block_text(block);
                for range in verdict.kept_ranges(text.len()) {
                    // Lines that are one block were wrapped.
                    for line in text[range].split_inclusive(LINE_ENDS) {
                        let words = line.trim_end();
                        inline.text(words, Style::default());
                        if words.len() < line.len() {
                            inline.text(" ", Style::default());
                        }
                    }
                }
            }
        }
        self.push_text(super::TOP, TextKind::Paragraph, inline);
    }
}

/// Whether a range lies in one of the kept ranges, which are in order.
fn is_kept(kept: &[Range<usize>], range: &Range<u32>) -> bool {
    let (start, end) = (range.start as usize, range.end as usize);
    let first = kept.partition_point(|kept| kept.end < end);
    kept.get(first).is_some_and(|kept| kept.start <= start)
}

/// Cuts the text of a block into pieces.
struct Cutter<'d> {
    text: &'d str,
    kept: Vec<Range<usize>>,
    /// Those that are not written yet, the last first.
    formulas: Vec<(u32, &'d Formula)>,
    at: usize,
    inline: Inline<'d>,
}

impl Cutter<'_> {
    /// Takes all text up to a place.
    fn go_to(&mut self, end: usize, style: Style) {
        while let Some((id, formula)) = self.formulas.last().copied()
            && (formula.text.start as usize) < end
        {
            self.formula(id, formula, style);
        }
        self.take(end, style);
    }

    /// Takes what stands at the end.
    fn end(&mut self, style: Style) {
        while let Some((id, formula)) = self.formulas.last().copied() {
            self.formula(id, formula, style);
        }
    }

    fn formula(&mut self, id: u32, formula: &Formula, style: Style) {
        self.formulas.pop();
        // One inside of another says the same.
        if formula.text.start as usize >= self.at {
            self.take(formula.text.start as usize, style);
            if formula.is_apart {
                self.inline.text(" ", style);
            }
            self.inline.formula(id, style);
            self.at = self.at.max(formula.text.end as usize);
        }
    }

    fn take(&mut self, end: usize, style: Style) {
        let first = self.kept.partition_point(|kept| kept.end <= self.at);
        for kept in &self.kept[first..] {
            let range = kept.start.max(self.at)..kept.end.min(end);
            if range.is_empty() {
                break;
            }
            self.inline.text(&self.text[range], style);
        }
        self.at = self.at.max(end);
    }
}
