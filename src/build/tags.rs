//! What tags open, close and leave alone (HTML § 13.2.6, as far as blocks depend on it).

use std::ops::Range;

use crate::tokenize::{DataScript, EndTag, EventSink, Namespace, StartTag, Tag, is_run};

use super::arena::Context;
use super::classes::{self, Class, class};
use super::open_block::Gap;
use super::open_elements::Closing;
use super::{Builder, Capture};

impl Builder {
    /// Whether a start tag is ignored as a whole.
    fn is_ignored(&self, tag: &StartTag<'_>) -> bool {
        match tag.tag {
            Tag::Html | Tag::Body => {
                // Each is taken only where nothing else is open yet.
                let html_open = tag.tag == Tag::Body && self.open.is_open(Tag::Html);
                self.open.len() > usize::from(html_open)
            }
            Tag::Head | Tag::Frameset => true,
            Tag::Form => self.form_open,
            // Beyond the caps nobody knows which tables are open, and their cells stand apart.
            part if class(part).has(Class::TABLE_PART) => {
                !self.open.is_open(Tag::Table) && !self.open.is_beyond_caps()
            }
            _ => false,
        }
    }

    /// Closes a select that another one is in, whose start tag counts as the end tag; whether there was one.
    fn close_nested_select(&mut self) -> bool {
        if !self.open.is_open(Tag::Select) {
            return false;
        }
        let closing = self.open.closed_by_name(Tag::Select, 0);
        let is_nested = closing != Closing::Nothing;
        self.apply(closing);
        is_nested
    }

    /// Closes what a start tag closes before it opens.
    fn close_before(&mut self, tag: Tag) {
        if matches!(tag, Tag::A | Tag::Nobr) && self.open.is_open(tag) {
            let closing = self.open.closed_by_name(tag, 0);
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
        if self.open.is_unshown() {
            // It closes nothing outside of what is not shown.
            if !tag.tag.is_void() && !self.is_ignored(tag) {
                self.open.pass_over(tag.tag, Context::default());
            }
            return;
        }
        self.leave_math();
        if tag.tag == Tag::Html && self.open.len() == 0 {
            self.arena.metadata.read_tag(tag);
        }
        if self.is_ignored(tag) || (tag.tag == Tag::Select && self.close_nested_select()) {
            return;
        }
        self.close_before(tag.tag);
        if tag.tag.is_void() {
            self.void_element(tag);
            return;
        }
        let is_skipped = self.context().has(Context::SKIPPED);
        self.open_element(tag);
        match tag.tag {
            Tag::Form => self.form_open = true,
            // What stands in a template says nothing of the page.
            _ if is_skipped => {}
            Tag::A => self.arena.metadata.read_tag(tag),
            Tag::Title if self.arena.metadata.title.is_empty() => self.capture = Capture::Title,
            Tag::Script if DataScript::of(tag) == Some(DataScript::JsonLd) => {
                self.arena.metadata.start_json_ld();
                self.capture = Capture::JsonLd;
            }
            Tag::Script if !self.arena.runs_scripts => self.arena.runs_scripts = is_run(tag),
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
            self.separate(tag.tag, Gap::None, self.context());
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
        if self.held_back.is_open() {
            if self.held_back.holds(text, &source) {
                return;
            }
            for (text, source) in self.held_back.release() {
                self.add_text(&text, source);
            }
        }
        self.add_text(text, source);
    }
}

impl Builder {
    /// Adds text that is shown.
    fn add_text(&mut self, text: &str, source: Range<u64>) {
        if self.body_end.is_some() && !text.trim().is_empty() {
            self.body_end = None;
        }
        // White space between the cells and rows of code is none of it.
        let is_in_cell = || self.open.top().is_none_or(|open| !is_frame(open.tag));
        if self.context().has(Context::PRE) && is_in_cell() {
            self.block.append_raw(&mut self.arena, text, &source);
        } else {
            self.block.append(&mut self.arena, text, source);
        }
    }
}

/// Whether an element holds cells, and no text of its own.
fn is_frame(tag: Tag) -> bool {
    matches!(tag, Tag::Table | Tag::Thead | Tag::Tbody | Tag::Tfoot | Tag::Tr)
}
