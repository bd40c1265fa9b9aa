//! Tags that have no content: breaks, images, form fields and what the head says of a page.

use crate::tokenize::{Attr, StartTag, Tag};

use super::Builder;
use super::arena::{Context, ElementId, MAX_PICTURES, Picture, ROOT};
use super::context::own_context;
use super::open_block::Gap;

impl Builder {
    /// Reads a tag that opens nothing.
    pub(super) fn void_element(&mut self, tag: &StartTag<'_>) {
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
                    self.read_task(tag);
                    self.block.input();
                }
            }
            Tag::Meta | Tag::Link | Tag::Base => {
                self.arena.metadata.read_tag(tag);
                if tag.tag == Tag::Meta && tag.has(Attr::Itemprop) {
                    let parent = self.open.top().map_or(ROOT, |open| open.element);
                    self.marks.meta(tag, parent);
                }
            }
            Tag::Hr => {
                self.boundary();
                self.flush();
                self.thematic_break();
            }
            _ => {}
        }
    }

    /// Notes an image, if it is one that is shown.
    pub(super) fn image(&mut self, tag: &StartTag<'_>, element: ElementId) {
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

    /// Ends a line, or with another one the paragraph.
    pub(super) fn line_break(&mut self) {
        let context = self.context();
        if context.has(Context::SKIPPED) {
            return;
        }
        self.boundary();
        if context.has(Context::PRE) {
            self.block.append_line_end(&mut self.arena);
        } else if self.block.gap() == Gap::Line {
            // Two in a row are what old pages write for a paragraph.
            self.flush();
        } else {
            self.block.line_break();
        }
    }
}
