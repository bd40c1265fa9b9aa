//! Build: tokenizer events to blocks in an [`Arena`].
//!
//! [`Builder`] keeps the stack of open elements ([`open_elements`]) and the text of the block at
//! hand ([`open_block`]); at every block-level boundary that text becomes a [`Block`].

mod arena;
mod automaton;
mod choices;
mod classes;
mod code_language;
mod code_lines;
mod content;
mod context;
mod formulas;
mod hint_table;
mod hints;
mod image;
mod marks;
mod metadata;
mod open_block;
mod open_elements;
mod permalink;
mod source_map;
mod stretch;
mod structure;
mod tables;
mod tags;
#[cfg(test)]
mod tests;

use crate::options::{Images, Links};
use crate::selector::Selector;
use crate::tokenize::{Attr, StartTag, Tag};

use arena::MAX_PICTURES;
pub use arena::{
    Arena, Block, BlockId, BlockKind, Context, Element, ElementId, MAX_BLOCKS, MAX_ELEMENTS,
    Picture, ROOT,
};
use choices::ChoiceReader;
pub use choices::{Change, Choice};
use classes::{Class, class};
use code_lines::gap_around;
pub(crate) use content::has_content;
use context::{integer, own_context};
use formulas::Copies;
pub use formulas::Formula;
pub use hint_table::Hints;
use hints::HintReader;
pub use hints::hint;
pub(crate) use hints::{hint_names, hints_of_heading};
use image::is_amp_image;
use marks::MarkReader;
pub use marks::{Mark, MarkKind};
pub use metadata::Metadata;
use open_block::{Gap, OpenBlock};
use open_elements::{Open, OpenElements};
use permalink::Permalink;
pub use source_map::{SourceMap, Words};
pub use structure::{Event, Happening, Image, Numbering, Span, Structure};
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
    permalink: Permalink,
    copies: Copies,
    /// The hint of what is not seen, or not where it stands.
    unseen: Hints,
    capture: Capture,
    /// A form is open; the standard ignores a form inside (§ 13.2.6.4.7).
    form_open: bool,
    /// The next line feed directly follows `<pre>` and is not part of its text.
    at_pre_start: bool,
    too_deep: bool,
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
            permalink: Permalink::default(),
            copies: Copies::default(),
            unseen: hint("hidden"),
            capture: Capture::Nothing,
            form_open: false,
            at_pre_start: false,
            too_deep: false,
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
            self.block.flush(&mut self.arena, ROOT, kind, context);
        }
        self.tag_at = self.body_end.unwrap_or(u64::MAX);
        while self.pop().is_some() {}
        let end = self.next_block();
        self.arena.elements[ROOT as usize].end_block = end;
        for element in &mut self.arena.elements {
            // Inline elements that were closed around text which then made no block.
            element.end_block = element.end_block.min(end);
        }
        self.arena.marks = self.marks.finish();
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
        self.block.flush(&mut self.arena, element, kind, context);
        self.marks.settle(self.arena.text.len());
        if let Some(choices) = &mut self.choices {
            choices.settle(self.arena.text.len());
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

    fn open_element(&mut self, tag: &StartTag<'_>) {
        let outer = self.context();
        let gap = if outer.has(Context::PRE) { gap_around(tag) } else { Gap::None };
        self.separate(tag.tag, gap, outer);
        let has_too_many = self.arena.elements.len() >= MAX_ELEMENTS;
        if has_too_many || self.open.is_full() {
            self.arena.is_joined |= has_too_many;
            self.too_deep |= !has_too_many;
            self.open.pass_over(tag.tag, own_context(tag, outer));
            return;
        }
        let top = self.open.top();
        let parent = top.map_or(ROOT, |open| open.element);
        let heading = tag.tag.heading_level().or(top.map(|open| open.heading)).unwrap_or(0);
        let mut context = outer.without(Context::MATH).with(own_context(tag, outer));
        if self.copies.is_second(tag, self.arena.text.len()) {
            context = context.with(Context::SKIPPED);
        }
        let element = self.arena.elements.len() as ElementId;
        let (ordinal, children) = self.ordinals(tag);
        let names = self.hints.read(tag);
        let is_unseen = gap == Gap::None && self.is_unseen(tag.tag, names.hints, outer, context);
        let gap = if is_unseen { Gap::Label } else { gap };
        if is_unseen {
            self.block.label();
        }
        if !context.has(Context::SKIPPED) {
            self.marks.open(tag, element, names.hints, self.arena.text.len());
        }
        if tag.tag == Tag::A && self.is_in_title(heading) {
            self.permalink.open(tag, element);
        }
        if let Some(choices) = &mut self.choices {
            let around = self.arena.elements[parent as usize].tag;
            choices.open(tag, (parent, around), self.arena.text.len());
        }
        self.arena.elements.push(Element {
            hints: names.hints,
            parent,
            first_block: self.next_block(),
            end_block: 0,
            class_hash: names.class_hash,
            id_hash: names.id_hash,
            ordinal,
            tag: tag.tag,
            is_hinted_by_id: names.is_hinted_by_id,
        });
        if let Some(map) = &mut self.arena.source_map {
            map.open(tag.at);
        }
        if let Some(structure) = &mut self.arena.structure {
            let is_apart = self.block.gap() != Gap::None;
            structure.open(tag, element, self.arena.text.len(), is_apart);
            if structure.is_reading() {
                self.capture = Capture::Tex;
            }
            if is_amp_image(tag) && !context.has(Context::SKIPPED) {
                self.image(tag, element);
            }
        }
        let name_hash = tag.name_hash;
        self.open.push(Open { element, name_hash, tag: tag.tag, heading, children, context, gap });
        self.block.enter(tag.tag, context);
        self.at_pre_start = matches!(tag.tag, Tag::Pre | Tag::Listing | Tag::Textarea);
    }

    /// Whether an inline element is not seen, or not where it stands, so that its words are none of those around it.
    fn is_unseen(&self, tag: Tag, hints: Hints, outer: Context, context: Context) -> bool {
        let is_hidden = context.has(Context::HIDDEN) && !outer.has(Context::HIDDEN);
        (is_hidden || hints.has(self.unseen))
            && !class(tag).has(Class::BLOCK)
            && !context.has(Context::SKIPPED)
    }

    /// Whether text at hand is what parts of a page are pointed to by.
    fn is_in_title(&self, heading: u8) -> bool {
        let around = || self.open.innermost_block().map(|open| open.tag);
        heading > 0 || matches!(around(), Some(Tag::Dt | Tag::Caption | Tag::Figcaption))
    }

    /// The number of `tag` among its siblings, and the number its own children begin after.
    fn ordinals(&mut self, tag: &StartTag<'_>) -> (u16, u16) {
        let containers: &[Tag] = match tag.tag {
            Tag::Ol => {
                return (0, integer(tag, Attr::Start).map_or(0, |start| start.wrapping_sub(1)));
            }
            Tag::Li => &[Tag::Ol, Tag::Ul, Tag::Menu, Tag::Dir],
            Tag::Tr => &[Tag::Table],
            Tag::Td | Tag::Th => &[Tag::Tr],
            _ => return (0, 0),
        };
        if !containers.iter().any(|container| self.open.is_open(*container)) {
            return (0, 0);
        }
        let value = if tag.tag == Tag::Li { integer(tag, Attr::Value) } else { None };
        let Some(container) = self.open.nearest_mut(containers) else {
            return (0, 0);
        };
        container.children = value.unwrap_or(container.children.wrapping_add(1));
        (container.children, 0)
    }

    fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        self.close_element(&open);
        Some(open)
    }

    fn close_element(&mut self, open: &Open) {
        let is_block = open.gap == Gap::None && class(open.tag).has(Class::BLOCK);
        let in_progress = !is_block && self.block.has_text(&self.arena);
        let end = self.next_block() + BlockId::from(in_progress);
        self.arena.elements[open.element as usize].end_block = end;
        if let Some(map) = &mut self.arena.source_map {
            map.close(open.element, self.tag_at);
        }
        if let Some(structure) = &mut self.arena.structure {
            structure.close(open.tag, open.element, self.arena.text.len());
        }
        self.marks.close(open.element, self.arena.text.len());
        self.permalink.close(open.element);
        if let Some(choices) = &mut self.choices {
            let inside = self.open.top().map_or(ROOT, |top| top.element);
            choices.close(open.element, inside, self.arena.text.len());
        }
        self.block.leave(open.tag, open.context);
    }

    /// Closes all from `index` of the stack on.
    fn close_from(&mut self, index: usize) {
        while self.open.len() > index {
            if let Some(&Open { tag, gap, context, .. }) = self.open.top() {
                self.separate(tag, gap, context);
            }
            self.pop();
        }
    }

    fn void_element(&mut self, tag: &StartTag<'_>) {
        if self.context().has(Context::SKIPPED) {
            return;
        }
        match tag.tag {
            Tag::Br => self.line_break(),
            Tag::Img | Tag::Image => {
                let element = self.open.top().map_or(ROOT, |open| open.element);
                self.image(tag, element);
                let picture = Picture { block: self.next_block(), element };
                let pictures = &mut self.arena.pictures;
                if pictures.len() < MAX_PICTURES && pictures.last() != Some(&picture) {
                    pictures.push(picture);
                }
                self.block.image();
            }
            Tag::Input => {
                let hidden = tag.get(Attr::Type).is_some_and(|t| t.eq_ignore_ascii_case("hidden"));
                if !hidden {
                    self.block.input();
                }
            }
            Tag::Meta | Tag::Link | Tag::Base => self.arena.metadata.read_tag(tag),
            Tag::Hr => {
                self.boundary();
                self.flush();
                self.thematic_break();
            }
            _ => {}
        }
    }

    fn image(&mut self, tag: &StartTag<'_>, element: ElementId) {
        let is_without_scripts = self.context().has(Context::NOSCRIPT);
        if let Some(structure) = &mut self.arena.structure
            && !own_context(tag, Context::default()).has(Context::HIDDEN)
        {
            structure.image(tag, element, self.arena.text.len(), is_without_scripts);
        }
    }

    fn thematic_break(&mut self) {
        if let Some(structure) = &mut self.arena.structure {
            let element = self.open.top().map_or(ROOT, |open| open.element);
            structure.thematic_break(element, self.arena.text.len());
        }
    }

    fn line_break(&mut self) {
        let context = self.context();
        if context.has(Context::SKIPPED) {
            return;
        }
        self.boundary();
        if context.has(Context::PRE) {
            self.block.append_raw(&mut self.arena, "\n");
        } else if self.block.gap() == Gap::Line {
            // Two in a row are what old pages write for a paragraph.
            self.flush();
        } else {
            self.block.line_break();
        }
    }
}
