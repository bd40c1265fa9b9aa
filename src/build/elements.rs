//! What the begin and the end of an element change: the stack, its record in the arena, and whatever keeps watch of it.

use crate::tokenize::{Attr, StartTag, Tag};

use super::arena::{BlockId, Context, Element, ElementId, MAX_ELEMENTS, ROOT};
use super::classes::{Class, class};
use super::code_lines::{gap_around, holds_line_numbers};
use super::context::{integer, own_context};
use super::hint_table::Hints;
use super::image::is_amp_image;
use super::numbering::Numbering;
use super::open_block::Gap;
use super::open_elements::Open;
use super::{Builder, Capture};

impl Builder {
    /// Opens an element: what follows is inside, until its end tag or a tag that closes it.
    pub(super) fn open_element(&mut self, tag: &StartTag<'_>) {
        let outer = self.context();
        let gap = if outer.has(Context::PRE) { gap_around(tag) } else { Gap::None };
        self.separate(tag.tag, gap, outer);
        if !self.has_room() {
            self.open.pass_over(tag.tag, own_context(tag, outer));
            return;
        }
        if tag.tag == Tag::Div && self.open.top().is_some_and(|open| open.tag == Tag::Li) {
            self.read_task(tag);
        }
        let top = self.open.top();
        let parent = top.map_or(ROOT, |open| open.element);
        let heading = tag.tag.heading_level().or(top.map(|open| open.heading)).unwrap_or(0);
        let mut context = outer.without(Context::MATH).with(own_context(tag, outer));
        let element = self.arena.elements.len() as ElementId;
        if self.copies.is_second(tag, element, self.arena.text.len()) {
            context = context.with(Context::SKIPPED);
        }
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
        if outer.has(Context::PRE) && holds_line_numbers(tag) {
            self.held_back.open_numbers(element);
        }
        self.watch(tag, element, parent, heading);
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
        self.open_in_structure(tag, element, context);
        let name_hash = tag.name_hash;
        self.open.push(Open { element, name_hash, tag: tag.tag, heading, children, context, gap });
        self.block.enter(tag.tag, context);
        self.at_pre_start = matches!(tag.tag, Tag::Pre | Tag::Listing | Tag::Textarea);
    }

    /// Tells an element in `parent`, maybe in a heading of a level, to what keeps watch of those of its name, and of
    /// all.
    fn watch(&mut self, tag: &StartTag<'_>, element: ElementId, parent: ElementId, heading: u8) {
        let at = self.arena.text.len();
        match tag.tag {
            Tag::Cite if self.begins_quote(parent) => self.attribution = Some(element),
            Tag::A => {
                self.back_links.open(tag, element, at);
                if self.is_in_title(heading) {
                    self.held_back.open_link(tag, element);
                }
            }
            Tag::Ol => {
                let numbering = Numbering::of(tag).map(|numbering| (element, numbering));
                self.arena.numberings.extend(numbering);
            }
            _ => {}
        }
        if let Some(choices) = &mut self.choices {
            let around = self.arena.elements[parent as usize].tag;
            choices.open(tag, element, (parent, around), at);
        }
    }

    /// Whether another element may be told apart; notes which limit is reached.
    fn has_room(&mut self) -> bool {
        let has_too_many = self.arena.elements.len() >= MAX_ELEMENTS;
        let has_room = !has_too_many && !self.open.is_full();
        self.arena.is_joined |= has_too_many;
        self.too_deep |= !has_room && !has_too_many;
        has_room
    }

    /// Opens an element in [`Arena::structure`](super::Arena::structure), where that is kept.
    fn open_in_structure(&mut self, tag: &StartTag<'_>, element: ElementId, context: Context) {
        let Some(structure) = &mut self.arena.structure else {
            return;
        };
        let is_apart = self.block.gap() != Gap::None;
        structure.open(tag, element, self.arena.text.len(), is_apart);
        if structure.is_reading() {
            self.capture = Capture::Tex;
        }
        if is_amp_image(tag) && !context.has(Context::SKIPPED) {
            self.image(tag, element);
        }
    }

    /// Whether an inline element is not seen, or not where it stands, so that its words are none of those around it.
    fn is_unseen(&self, tag: Tag, hints: Hints, outer: Context, context: Context) -> bool {
        let is_hidden = context.has(Context::HIDDEN) && !outer.has(Context::HIDDEN);
        (is_hidden || hints.has(self.unseen))
            && !class(tag).has(Class::BLOCK)
            && !context.has(Context::SKIPPED)
    }

    /// Whether text directly in an element would be the first of a quote: forums say there who is quoted.
    fn begins_quote(&self, element: ElementId) -> bool {
        /// Boxes that forums have around it.
        const MAX_BOXES: usize = 2;
        let mut around = self.arena.ancestors(element).map(|(_, it)| it).take(MAX_BOXES + 1);
        let quote = around.find(|it| it.tag != Tag::Div);
        let is_first =
            |it: &Element| it.tag == Tag::Blockquote && it.first_block == self.next_block();
        quote.is_some_and(is_first) && !self.block.has_text(&self.arena)
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

    /// Ends the innermost open element.
    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        self.close_element(&open);
        Some(open)
    }

    /// Notes that an element, off the stack already, has ended.
    pub(super) fn close_element(&mut self, open: &Open) {
        let is_block = open.gap == Gap::None && class(open.tag).has(Class::BLOCK);
        let in_progress = !is_block && self.block.has_text(&self.arena);
        if in_progress {
            self.closed_in_block.push(open.element);
        }
        let end = self.next_block() + BlockId::from(in_progress);
        self.arena.elements[open.element as usize].end_block = end;
        if let Some(map) = &mut self.arena.source_map {
            map.close(open.element, self.tag_at);
        }
        if let Some(structure) = &mut self.arena.structure {
            structure.close(open.tag, open.element, self.arena.text.len());
        }
        self.marks.close(open.element, self.arena.text.len());
        if self.attribution == Some(open.element) {
            self.block.title();
        }
        if self.held_back.close(open.element) {
            self.block.space();
        }
        self.copies.close(open.element);
        self.back_links.close(open.element, &self.arena.text);
        if let Some(choices) = &mut self.choices {
            let inside = self.open.top().map_or(ROOT, |top| top.element);
            choices.close(open.element, inside, self.arena.text.len());
        }
        self.block.leave(open.tag, open.context);
    }

    /// Closes all from `index` of the stack on.
    pub(super) fn close_from(&mut self, index: usize) {
        while self.open.len() > index {
            if let Some(&Open { tag, gap, context, .. }) = self.open.top() {
                self.separate(tag, gap, context);
            }
            self.pop();
        }
    }
}
