//! Build: tokenizer events to blocks in an [`Arena`].
//!
//! [`Builder`] keeps the stack of open elements ([`open_elements`]) and the text of the block at
//! hand ([`open_block`]); at every block-level boundary that text becomes a [`Block`].

mod arena;
mod automaton;
mod back_links;
mod choices;
mod classes;
mod code_language;
mod code_lines;
mod content;
mod context;
mod elements;
mod formulas;
mod held_back;
mod hint_table;
mod hints;
mod image;
mod marks;
mod metadata;
mod numbering;
mod open_block;
mod open_elements;
mod source_map;
mod stretch;
mod structure;
mod tables;
mod tags;
mod tasks;
#[cfg(test)]
mod tests;
mod void_elements;

use crate::options::{Images, Links};
use crate::selector::Selector;
use crate::tokenize::Tag;

pub use arena::{
    Arena, Block, BlockId, BlockKind, Context, Element, ElementId, MAX_BLOCKS, MAX_ELEMENTS,
    Picture, ROOT,
};
use back_links::BackLinks;
use choices::ChoiceReader;
pub use choices::{Change, Choice};
use classes::{Class, class};
pub(crate) use content::has_content;
use formulas::Copies;
pub use formulas::Formula;
use held_back::HeldBack;
pub use hint_table::Hints;
use hints::HintReader;
pub use hints::hint;
pub(crate) use hints::{hint_names, hints_of_heading};
use marks::MarkReader;
pub use marks::{Mark, MarkKind};
pub use metadata::Metadata;
pub use numbering::Numbering;
use open_block::{Gap, OpenBlock};
use open_elements::OpenElements;
pub use source_map::{SourceMap, Words};
pub use structure::{Event, Happening, Image, Span, Structure};
pub(crate) use tables::{Blocks, Table, TableKind, blocks, tables};

/// What text inside the element at hand is collected for, if it is not the page's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Capture {
    Nothing,
    Title,
    JsonLd,
    Tex,
}

/// Builds the blocks of one document from its events.
///
/// ```
/// use dechaff::stages::{Builder, Lexer};
/// let (mut lexer, mut builder) = (Lexer::new(), Builder::new());
/// lexer.feed("<h1>One</h1><p>Two <b>three</b>", &mut builder);
/// lexer.finish(&mut builder);
/// let arena = builder.finish();
/// let texts: Vec<&str> = arena.blocks.iter().map(|block| arena.block_text(block)).collect();
/// assert_eq!(texts, ["One", "Two three"]);
/// ```
#[derive(Debug)]
pub struct Builder {
    arena: Arena,
    open: OpenElements,
    block: OpenBlock,
    hints: HintReader,
    marks: MarkReader,
    choices: Option<ChoiceReader>,
    held_back: HeldBack,
    copies: Copies,
    back_links: BackLinks,
    /// The last element that says who is quoted.
    attribution: Option<ElementId>,
    /// The hint of what is not seen, or not where it stands.
    unseen: Hints,
    capture: Capture,
    /// A form is open; the standard ignores a form inside (§ 13.2.6.4.7).
    form_open: bool,
    /// The next line feed directly follows `<pre>` and is not part of its text.
    at_pre_start: bool,
    too_deep: bool,
    /// Inline elements that were closed behind text of the block at hand.
    closed_in_block: Vec<ElementId>,
    /// Where the tag at hand begins: elements that it closes without being their end tag end there.
    tag_at: u64,
    /// Where `</body>` or `</html>` begins, if nothing came after it.
    body_end: Option<u64>,
}

impl Default for Builder {
    fn default() -> Self {
        Builder::new()
    }
}

impl Builder {
    /// A builder at the start of a document.
    #[must_use]
    pub fn new() -> Self {
        Builder {
            arena: Arena { elements: vec![Element::root(0)], ..Arena::default() },
            open: OpenElements::new(),
            block: OpenBlock::default(),
            hints: HintReader::default(),
            marks: MarkReader::default(),
            choices: None,
            held_back: HeldBack::default(),
            copies: Copies::default(),
            back_links: BackLinks::default(),
            attribution: None,
            unseen: hint("hidden"),
            capture: Capture::Nothing,
            form_open: false,
            at_pre_start: false,
            too_deep: false,
            closed_in_block: Vec::new(),
            tag_at: 0,
            body_end: None,
        }
    }

    /// A builder that keeps [`Arena::source_map`].
    #[must_use]
    pub fn with_source_map() -> Self {
        let mut builder = Builder::new();
        let mut map = SourceMap::default();
        map.open(0);
        builder.arena.source_map = Some(Box::new(map));
        builder
    }

    /// The same builder, which keeps [`Arena::structure`].
    #[must_use]
    pub fn with_structure(mut self, links: Links, images: Images) -> Self {
        self.arena.structure = Some(Box::new(Structure::new(links, images)));
        self
    }

    /// The builder, following a caller's selectors: it keeps [`Arena::choices`].
    #[must_use]
    pub fn with_choices(mut self, keep: &[Selector], drop: &[Selector]) -> Self {
        self.choices = ChoiceReader::new(keep, drop);
        self
    }

    /// Whether elements were nested deeper than the cap, and so read as if they were not.
    #[must_use]
    pub fn too_deep(&self) -> bool {
        self.too_deep
    }

    /// Ends the document.
    #[must_use]
    pub fn finish(mut self) -> Arena {
        self.flush();
        if self.arena.is_joined && self.block.has_text(&self.arena) {
            let (kind, context) = (BlockKind::Paragraph, Context::default());
            self.end_block(ROOT, kind, context);
        }
        self.tag_at = self.body_end.unwrap_or(u64::MAX);
        while self.pop().is_some() {}
        let end = self.next_block();
        self.arena.elements[ROOT as usize].end_block = end;
        self.arena.marks = self.marks.finish();
        self.arena.back_links = self.back_links.finish();
        self.arena.choices = self.choices.map(ChoiceReader::finish).unwrap_or_default();
        if let Some(structure) = &mut self.arena.structure {
            structure.finish();
        }
        self.arena
    }

    fn next_block(&self) -> BlockId {
        self.arena.blocks.len() as BlockId
    }

    fn context(&self) -> Context {
        self.open.context()
    }

    /// Notes that the tag at hand ends a block or a line.
    fn boundary(&mut self) {
        if let Some(map) = &mut self.arena.source_map {
            map.add_boundary(self.tag_at);
        }
    }

    /// Ends the block at hand.
    fn flush(&mut self) {
        if !self.block.has_text(&self.arena) {
            // Most boundaries stand next to another one.
            self.block.forget();
            if let Some(structure) = &mut self.arena.structure {
                structure.boundary(self.arena.text.len());
            }
            return;
        }
        if self.arena.blocks.len() >= MAX_BLOCKS {
            self.arena.is_joined = true;
            self.block.line_break();
            return;
        }
        let element = self.open.top().map_or(ROOT, |open| open.element);
        let (kind, context) = (self.block_kind(), self.context());
        self.end_block(element, kind, context);
        self.marks.settle(self.arena.text.len());
        self.back_links.settle(self.arena.text.len());
        if let Some(choices) = &mut self.choices {
            choices.settle(self.arena.text.len());
        }
    }

    /// Makes a block of the text at hand, if that has content; where not, the elements around it hold none.
    fn end_block(&mut self, element: ElementId, kind: BlockKind, context: Context) {
        self.block.flush(&mut self.arena, element, kind, context);
        let end = self.next_block();
        for closed in self.closed_in_block.drain(..) {
            let closed = &mut self.arena.elements[closed as usize];
            closed.end_block = closed.end_block.min(end);
        }
    }

    fn block_kind(&self) -> BlockKind {
        let Some(top) = self.open.top() else {
            return BlockKind::Paragraph;
        };
        if top.context.has(Context::PRE) {
            return BlockKind::Preformatted;
        }
        if top.heading > 0 && !self.is_behind_heading() {
            return BlockKind::Heading(top.heading);
        }
        match self.open.innermost_block().map(|open| open.tag) {
            Some(Tag::Li) => BlockKind::ListItem,
            Some(Tag::Td | Tag::Th) => BlockKind::Cell,
            Some(Tag::Dt) => BlockKind::Term,
            Some(Tag::Dd) => BlockKind::Definition,
            Some(Tag::Figcaption | Tag::Caption | Tag::Legend) => BlockKind::Caption,
            Some(Tag::Button | Tag::Select | Tag::Option | Tag::Optgroup | Tag::Textarea) => {
                BlockKind::Control
            }
            _ => BlockKind::Paragraph,
        }
    }

    /// Whether the block at hand is a button behind the text of a heading: to copy it, to set a number.
    fn is_behind_heading(&self) -> bool {
        let is_button = self.open.innermost_block().is_some_and(|open| open.tag == Tag::Button);
        let first = || self.open.heading().map(|open| self.arena.elements[open.element as usize]);
        is_button && first().is_some_and(|heading| heading.first_block < self.next_block())
    }

    /// Ends the block, the line (`gap` of code) or the word at hand where a tag does. Elements that are
    /// not shown separate nothing, such as a template between two words.
    fn separate(&mut self, tag: Tag, gap: Gap, context: Context) {
        if context.has(Context::SKIPPED) {
            return;
        }
        if gap == Gap::Line {
            self.boundary();
            self.block.line_break();
        } else if gap == Gap::None && class(tag).has(Class::BLOCK) {
            self.boundary();
            self.flush();
        } else if gap == Gap::Space {
            self.block.space();
        } else if gap == Gap::Label || class(tag).has(Class::SPACED) {
            self.block.label();
        }
    }
}
