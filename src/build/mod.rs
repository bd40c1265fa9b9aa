//! Stage 3, build: tokenizer events to blocks in an [`Arena`].
//!
//! [`Builder`] keeps the stack of open elements ([`open_elements`]) and the text of the block at
//! hand ([`run`]); at every block-level boundary that text becomes a [`Block`].

mod arena;
mod automaton;
mod classes;
mod hints;
mod marks;
mod metadata;
mod open_elements;
mod run;
mod source_map;
mod structure;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::options::{Images, Links};
use crate::tokenize::{Attr, EndTag, EventSink, Namespace, StartTag, Tag};

pub use arena::{
    Arena, Block, BlockId, BlockKind, Context, Element, ElementId, MAX_BLOCKS, MAX_ELEMENTS, ROOT,
};
use classes::{Class, class};
use hints::HintReader;
pub(crate) use hints::hint_names;
pub use hints::{Hints, hint};
use marks::MarkReader;
pub use marks::{Mark, MarkKind};
pub use metadata::Metadata;
use open_elements::{Closing, Open, OpenElements};
use run::{Gap, Run};
pub use source_map::{SourceMap, Words};
pub use structure::{Event, Formula, Happening, Image, Span, Structure};

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
    run: Run,
    hints: HintReader,
    marks: MarkReader,
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
            run: Run::default(),
            hints: HintReader::default(),
            marks: MarkReader::default(),
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

    /// Whether elements were nested deeper than the cap, and so read as if they were not.
    #[must_use]
    pub fn too_deep(&self) -> bool {
        self.too_deep
    }

    /// Ends the document.
    #[must_use]
    pub fn finish(mut self) -> Arena {
        self.flush();
        if self.arena.is_joined && self.run.has_text(&self.arena) {
            let (kind, context) = (BlockKind::Paragraph, Context::default());
            self.run.flush(&mut self.arena, ROOT, kind, context);
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
        if let Some(structure) = &mut self.arena.structure {
            structure.finish();
        }
        self.arena
    }

    fn next_block(&self) -> BlockId {
        self.arena.blocks.len() as BlockId
    }

    fn context(&self) -> Context {
        self.open.top().map_or(Context::default(), |open| open.context)
    }

    /// Notes that the tag at hand ends a block or a line.
    fn boundary(&mut self) {
        if let Some(map) = &mut self.arena.source_map {
            map.add_boundary(self.tag_at);
        }
    }

    /// Ends the block at hand.
    fn flush(&mut self) {
        if !self.run.has_text(&self.arena) {
            // Most boundaries stand next to another one.
            self.run.forget();
            if let Some(structure) = &mut self.arena.structure {
                structure.boundary(self.arena.text.len());
            }
            return;
        }
        if self.arena.blocks.len() >= MAX_BLOCKS {
            self.arena.is_joined = true;
            self.run.line_break();
            return;
        }
        let element = self.open.top().map_or(ROOT, |open| open.element);
        let (kind, context) = (self.block_kind(), self.context());
        self.run.flush(&mut self.arena, element, kind, context);
        self.marks.settle(self.arena.text.len());
    }

    fn block_kind(&self) -> BlockKind {
        let Some(top) = self.open.top() else {
            return BlockKind::Paragraph;
        };
        if top.context.has(Context::PRE) {
            return BlockKind::Preformatted;
        }
        if top.heading > 0 {
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

    /// Ends the block or the word at hand where a tag of this kind does. Elements that are not
    /// shown separate nothing, such as a template between two words.
    fn separate(&mut self, kind: Class, context: Context) {
        if context.has(Context::SKIPPED) {
            return;
        }
        if kind.has(Class::BLOCK) {
            self.boundary();
            self.flush();
        } else if kind.has(Class::SPACED) {
            self.run.space();
        }
    }

    fn open_element(&mut self, tag: &StartTag<'_>) {
        let outer = self.context();
        self.separate(class(tag.tag), outer);
        if self.arena.elements.len() >= MAX_ELEMENTS {
            self.arena.is_joined = true;
            self.open.pass_over();
            return;
        }
        if self.open.is_full() {
            self.too_deep = true;
            self.open.pass_over();
            return;
        }
        let top = self.open.top();
        let parent = top.map_or(ROOT, |open| open.element);
        let heading = tag.tag.heading_level().or(top.map(|open| open.heading)).unwrap_or(0);
        let context = outer.without(Context::MATH).with(own_context(tag));
        let element = self.arena.elements.len() as ElementId;
        let (ordinal, children) = self.ordinals(tag);
        let (hints, class_hash) = self.hints.read(tag);
        if !context.has(Context::SKIPPED) {
            self.marks.open(tag, element, hints, self.arena.text.len());
        }
        self.arena.elements.push(Element {
            hints,
            parent,
            first_block: self.next_block(),
            end_block: 0,
            class_hash,
            ordinal,
            tag: tag.tag,
        });
        if let Some(map) = &mut self.arena.source_map {
            map.open(tag.at);
        }
        if let Some(structure) = &mut self.arena.structure {
            let is_apart = self.run.gap() != Gap::None;
            structure.open(tag, element, self.arena.text.len(), is_apart);
            if structure.is_reading() {
                self.capture = Capture::Tex;
            }
        }
        let name_hash = tag.name_hash;
        self.open.push(Open { element, name_hash, tag: tag.tag, heading, children, context });
        self.run.enter(tag.tag, context);
        self.at_pre_start = matches!(tag.tag, Tag::Pre | Tag::Listing | Tag::Textarea);
    }

    /// The number of `tag` among its siblings, and the number its own children begin after.
    fn ordinals(&mut self, tag: &StartTag<'_>) -> (u16, u16) {
        let containers: &[Tag] = match tag.tag {
            Tag::Ol => {
                return (0, number(tag, Attr::Start).map_or(0, |start| start.wrapping_sub(1)));
            }
            Tag::Li => &[Tag::Ol, Tag::Ul, Tag::Menu, Tag::Dir],
            Tag::Tr => &[Tag::Table],
            Tag::Td | Tag::Th => &[Tag::Tr],
            _ => return (0, 0),
        };
        if !containers.iter().any(|container| self.open.is_open(*container)) {
            return (0, 0);
        }
        let value = if tag.tag == Tag::Li { number(tag, Attr::Value) } else { None };
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
        let in_progress = !class(open.tag).has(Class::BLOCK) && self.run.has_text(&self.arena);
        let end = self.next_block() + BlockId::from(in_progress);
        self.arena.elements[open.element as usize].end_block = end;
        if let Some(map) = &mut self.arena.source_map {
            map.close(open.element, self.tag_at);
        }
        if let Some(structure) = &mut self.arena.structure {
            structure.close(open.tag, open.element, self.arena.text.len());
        }
        self.marks.close(open.element, self.arena.text.len());
        self.run.leave(open.tag, open.context);
    }

    /// Closes all from `index` of the stack on.
    fn close_from(&mut self, index: usize) {
        while self.open.len() > index {
            if let Some(&Open { tag, context, .. }) = self.open.top() {
                self.separate(class(tag), context);
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
                if let Some(structure) = &mut self.arena.structure {
                    structure.image(tag, element, self.arena.text.len());
                }
                self.run.image();
            }
            Tag::Input => {
                let hidden = tag.get(Attr::Type).is_some_and(|t| t.eq_ignore_ascii_case("hidden"));
                if !hidden {
                    self.run.input();
                }
            }
            Tag::Meta | Tag::Link | Tag::Base => self.arena.metadata.read_tag(tag),
            Tag::Hr => {
                self.boundary();
                self.flush();
            }
            _ => {}
        }
    }

    fn line_break(&mut self) {
        let context = self.context();
        if context.has(Context::SKIPPED) {
            return;
        }
        self.boundary();
        if context.has(Context::PRE) {
            self.run.append_raw(&mut self.arena, "\n");
        } else if self.run.gap() == Gap::Line {
            // Two in a row are what old pages write for a paragraph.
            self.flush();
        } else {
            self.run.line_break();
        }
    }

    /// Whether a start tag is ignored as a whole.
    fn is_ignored(&mut self, tag: &StartTag<'_>) -> bool {
        match tag.tag {
            Tag::Html | Tag::Body => {
                if tag.tag == Tag::Html && self.open.len() == 0 {
                    self.arena.metadata.read_tag(tag);
                }
                // Each is taken only where nothing else is open yet.
                let html_open = tag.tag == Tag::Body && self.open.is_open(Tag::Html);
                self.open.len() > usize::from(html_open)
            }
            Tag::Head | Tag::Frameset => true,
            Tag::Form => self.form_open,
            // Inside a select it is an end tag.
            Tag::Select if self.open.is_open(Tag::Select) => {
                let closing = self.open.closed_by_end(Tag::Select, 0);
                let is_nested = closing != Closing::Nothing;
                self.apply(closing);
                is_nested
            }
            part if class(part).has(Class::TABLE_PART) => !self.open.is_open(Tag::Table),
            _ => false,
        }
    }

    /// Closes what a start tag closes before it opens.
    fn close_before(&mut self, tag: Tag) {
        if matches!(tag, Tag::A | Tag::Nobr) && self.open.is_open(tag) {
            let closing = self.open.closed_by_end(tag, 0);
            self.apply(closing);
        }
        if let Some(index) = self.open.closed_by_start(tag) {
            self.close_from(index);
        }
        if class(tag).has(Class::CLOSES_P)
            && let Some(index) = self.open.open_p()
        {
            self.close_from(index);
        }
        let in_heading = self.open.top().is_some_and(|open| open.tag.heading_level().is_some());
        if in_heading && tag.heading_level().is_some() {
            self.close_from(self.open.len() - 1);
        }
    }

    /// Closes MathML that an HTML start tag ended (the tokenizer's content model knows when).
    fn leave_math(&mut self) {
        while let Some(top) = self.open.top()
            && top.context.has(Context::MATH)
            && !classes::holds_html(top.tag)
        {
            self.close_from(self.open.len() - 1);
        }
    }

    fn html_start_tag(&mut self, tag: &StartTag<'_>) {
        self.leave_math();
        if self.is_ignored(tag) {
            return;
        }
        self.close_before(tag.tag);
        if tag.tag.is_void() {
            self.void_element(tag);
            return;
        }
        self.open_element(tag);
        match tag.tag {
            Tag::Form => self.form_open = true,
            Tag::Title if self.arena.metadata.title.is_empty() => self.capture = Capture::Title,
            Tag::Script if tag.get(Attr::Type).is_some_and(|t| t.trim().starts_with("app")) => {
                self.arena.metadata.start_json_ld();
                self.capture = Capture::JsonLd;
            }
            _ => {}
        }
    }

    fn apply(&mut self, closing: Closing) {
        match closing {
            Closing::Nothing | Closing::Overflow => {}
            Closing::From(index) => self.close_from(index),
            Closing::Only(index) => {
                if let Some(map) = &mut self.arena.source_map {
                    self.open.elements_from(index).for_each(|element| map.forget(element));
                }
                let open = self.open.remove(index);
                self.close_element(&open);
            }
        }
    }
}

impl EventSink for Builder {
    fn start_tag(&mut self, tag: &StartTag<'_>) {
        (self.tag_at, self.body_end) = (tag.at, None);
        match tag.namespace {
            Namespace::Svg => {}
            // HTML's rules about names do not hold in MathML.
            Namespace::Math if tag.self_closing => {}
            Namespace::Math => self.open_element(tag),
            Namespace::Html => self.html_start_tag(tag),
        }
    }

    fn end_tag(&mut self, tag: &EndTag<'_>) {
        if tag.namespace == Namespace::Svg {
            return;
        }
        let ends_body = matches!(tag.tag, Tag::Body | Tag::Html);
        self.body_end = ends_body.then_some(self.body_end.unwrap_or(tag.at));
        self.tag_at = tag.at;
        self.capture = Capture::Nothing;
        self.at_pre_start = false;
        if tag.tag == Tag::Br {
            self.line_break();
            return;
        }
        if tag.tag == Tag::Form {
            self.form_open = false;
        }
        let closing = self.open.closed_by_end(tag.tag, tag.name_hash);
        let separates = match closing {
            // Each element that is closed separates by itself.
            Closing::From(_) => false,
            // An end tag without its start tag is ignored, but for `</p>`: it makes an empty one.
            Closing::Nothing => tag.tag == Tag::P,
            Closing::Only(_) | Closing::Overflow => true,
        };
        if separates {
            self.separate(class(tag.tag), self.context());
        }
        let own = match closing {
            Closing::From(index) => self.open.elements_from(index).next(),
            _ => None,
        };
        self.apply(closing);
        if let Some((map, element)) = self.arena.source_map.as_mut().zip(own) {
            map.close(element, tag.end);
        }
    }

    fn text(&mut self, text: &str, source: Range<u64>) {
        match self.capture {
            Capture::Title => return self.arena.metadata.push_title(text),
            Capture::JsonLd => return self.arena.metadata.push_json_ld(text),
            Capture::Tex => {
                if let Some(structure) = &mut self.arena.structure {
                    structure.push_tex(text);
                }
                return;
            }
            Capture::Nothing => {}
        }
        let context = self.context();
        if context.has(Context::SKIPPED) {
            return;
        }
        let (mut text, mut source) = (text, source);
        if std::mem::take(&mut self.at_pre_start)
            && let Some(rest) = text.strip_prefix('\n')
        {
            if rest.is_empty() {
                return;
            }
            (text, source.start) = (rest, source.start + 1);
        }
        self.run.source(source);
        if self.body_end.is_some() && !text.trim().is_empty() {
            self.body_end = None;
        }
        if context.has(Context::PRE) {
            self.run.append_raw(&mut self.arena, text);
        } else {
            self.run.append(&mut self.arena, text);
        }
    }
}

fn number(tag: &StartTag<'_>, attr: Attr) -> Option<u16> {
    tag.get(attr)?.trim().parse().ok()
}

/// What a start tag itself says about what is inside it.
fn own_context(tag: &StartTag<'_>) -> Context {
    let mut context = classes::context_of(tag.tag);
    if tag.tag == Tag::Template && tag.has(Attr::Shadowrootmode) {
        // Declarative shadow DOM: the browser shows it in place.
        context = Context::default();
    }
    if tag.namespace == Namespace::Math {
        context = context.with(Context::MATH);
    }
    if tag.tag == Tag::Dialog && !tag.has(Attr::Open) {
        context = context.with(Context::HIDDEN);
    }
    if tag.has(Attr::Hidden) || tag.get(Attr::Style).is_some_and(hides) {
        context = context.with(Context::HIDDEN);
    }
    if tag.get(Attr::AriaHidden) == Some("true") {
        context = context.with(Context::ARIA_HIDDEN);
    }
    if tag.get(Attr::AriaModal) == Some("true") {
        context = context.with(Context::DIALOG);
    }
    match tag.get(Attr::Role) {
        Some(role) => context.with(classes::context_of_role(&role.trim().to_ascii_lowercase())),
        None => context,
    }
}

/// Whether an inline style takes an element off the page.
fn hides(style: &str) -> bool {
    style.split(';').any(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else {
            return false;
        };
        let value = value.trim().trim_end_matches("!important").trim_end();
        let is = |p: &str, v: &str| {
            property.trim().eq_ignore_ascii_case(p) && value.eq_ignore_ascii_case(v)
        };
        is("display", "none") || is("visibility", "hidden")
    })
}
