//! The text of the block at hand, with white space as a browser renders it.

use std::ops::Range;

use crate::tokenize::Tag;

use super::arena::{Arena, Block, BlockKind, Context, Element, ElementId};
use super::content::{counts_lines, has_content, is_numbers};
use super::stretch::{control_len, is_space, stretch_end};

/// White space that is due before the next word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    #[default]
    None,
    /// A space, but not between a word and punctuation.
    Label,
    Space,
    /// The end of a line, at which another one would not end the paragraph.
    Title,
    Line,
}

/// Inline styles whose text is counted.
#[derive(Clone, Copy)]
enum Style {
    Link,
    Bold,
    Italic,
    Code,
}

impl Style {
    fn of(tag: Tag) -> Option<Style> {
        match tag {
            Tag::A => Some(Style::Link),
            Tag::B | Tag::Strong => Some(Style::Bold),
            Tag::I | Tag::Em | Tag::Cite => Some(Style::Italic),
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt | Tag::Var => Some(Style::Code),
            _ => None,
        }
    }
}

/// What is counted of the block at hand.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    styles: [u32; 4],
    hidden: u32,
    links: u16,
    images: u16,
    inputs: u16,
}

/// The block at hand.
#[derive(Debug, Default)]
pub(super) struct OpenBlock {
    /// Where its text begins in the arena.
    start: usize,
    gap: Gap,
    source: Option<(u32, u32)>,
    counts: Counts,
    /// Open inline elements by [`Style`].
    open_styles: [u32; 4],
    /// Open hidden elements.
    open_hidden: u32,
}

impl OpenBlock {
    pub(super) fn gap(&self) -> Gap {
        self.gap
    }

    pub(super) fn has_text(&self, arena: &Arena) -> bool {
        arena.text.len() > self.start
    }

    pub(super) fn enter(&mut self, tag: Tag, context: Context) {
        if context.has(Context::SKIPPED) {
            return;
        }
        if let Some(style) = Style::of(tag) {
            self.open_styles[style as usize] += 1;
            self.counts.links = self.counts.links.saturating_add(u16::from(tag == Tag::A));
        }
        self.open_hidden += u32::from(context.has(Context::HIDDEN));
    }

    pub(super) fn leave(&mut self, tag: Tag, context: Context) {
        if context.has(Context::SKIPPED) {
            return;
        }
        if let Some(style) = Style::of(tag) {
            self.open_styles[style as usize] -= 1;
        }
        self.open_hidden -= u32::from(context.has(Context::HIDDEN));
    }

    pub(super) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// Parts a label or time from the words around it.
    pub(super) fn label(&mut self) {
        self.gap = self.gap.max(Gap::Label);
    }

    /// Ends a line that says of whom the next ones are.
    pub(super) fn title(&mut self) {
        self.gap = self.gap.max(Gap::Title);
    }

    pub(super) fn line_break(&mut self) {
        self.gap = Gap::Line;
    }

    pub(super) fn image(&mut self) {
        self.counts.images = self.counts.images.saturating_add(1);
        self.space();
    }

    pub(super) fn input(&mut self) {
        self.counts.inputs = self.counts.inputs.saturating_add(1);
        self.space();
    }

    fn extend_source(&mut self, place: &Range<u64>) {
        let [start, end] = [place.start, place.end].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        self.source = Some((self.source.map_or(start, |(first, _)| first), end));
    }

    /// Adds text whose white space collapses, from a place in the document: what is around its words there is none of
    /// the block.
    pub(super) fn append(&mut self, arena: &mut Arena, text: &str, place: Range<u64>) {
        let bytes = text.as_bytes();
        let (mut pos, mut words) = (0, None::<Range<usize>>);
        while pos < bytes.len() {
            if is_space(bytes[pos]) {
                self.gap = self.gap.max(Gap::Space);
                pos += bytes[pos..].iter().take_while(|b| is_space(**b)).count();
                continue;
            }
            if let Some(len) = control_len(&bytes[pos..]) {
                pos += len;
                continue;
            }
            let end = stretch_end(bytes, pos);
            self.push_words(arena, &text[pos..end]);
            if let Some(map) = &mut arena.source_map {
                let words = arena.text.len() - (end - pos)..arena.text.len();
                map.add_words(words, pos, text.len(), place.clone());
            }
            words = Some(words.map_or(pos, |it| it.start)..end);
            pos = end;
        }
        if let Some(words) = words {
            // With a character reference in it, the text is shorter than its source.
            let is_as_written = place.end - place.start == text.len() as u64;
            let at = |pos: usize| place.start + pos as u64;
            let words = if is_as_written { at(words.start)..at(words.end) } else { place };
            self.extend_source(&words);
        }
    }

    fn push_words(&mut self, arena: &mut Arena, words: &str) {
        let before = arena.text.len();
        if before > self.start {
            match self.gap {
                Gap::None => {}
                Gap::Label if is_punctuated(&arena.text, words) => {}
                Gap::Label | Gap::Space => arena.text.push(' '),
                Gap::Title | Gap::Line => arena.text.push('\n'),
            }
        }
        self.gap = Gap::None;
        arena.text.push_str(words);
        self.count(arena.text.len() - before);
    }

    /// Adds text from a place in the document as it is, but for control characters.
    pub(super) fn append_raw(&mut self, arena: &mut Arena, text: &str, place: &Range<u64>) {
        self.extend_source(place);
        self.push_stretches(arena, text, place);
    }

    /// Adds the line end that a tag stands for in text as it is.
    pub(super) fn append_line_end(&mut self, arena: &mut Arena) {
        self.push_stretches(arena, "\n", &(0..0));
    }

    fn push_stretches(&mut self, arena: &mut Arena, text: &str, place: &Range<u64>) {
        let before = arena.text.len();
        // What separates words elsewhere does so here, unless white space does already.
        if before > self.start {
            let is_there = |marks: &[char]| text.starts_with(marks) || arena.text.ends_with(marks);
            match self.gap {
                Gap::Title | Gap::Line if !is_there(&['\n']) => arena.text.push('\n'),
                Gap::Label | Gap::Space if !is_there(&['\n', ' ']) => arena.text.push(' '),
                _ => {}
            }
        }
        self.gap = Gap::None;
        let is_plain = |b: u8| matches!(b, b'\n' | b'\t' | b' '..=0x7E | 0x80.. if b != 0xC2);
        if text.bytes().all(is_plain) {
            self.push_raw(arena, text, text, (0, place));
        } else {
            self.push_uncontrolled(arena, text, place);
        }
        self.count(arena.text.len() - before);
    }

    /// Adds the stretches between control characters; form feeds and carriage returns are spaces.
    fn push_uncontrolled(&self, arena: &mut Arena, text: &str, place: &Range<u64>) {
        let is_dropped = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        let mut at = 0;
        for stretch in text.split_inclusive(is_dropped) {
            self.push_raw(arena, text, stretch.trim_end_matches(is_dropped), (at, place));
            if stretch.ends_with(['\x0C', '\r']) {
                arena.text.push(' ');
            }
            at += stretch.len();
        }
    }

    /// Adds a part of `text`, which begins at its byte `at`; all of it comes from a place in the document.
    fn push_raw(&self, arena: &mut Arena, text: &str, part: &str, at: (usize, &Range<u64>)) {
        let (at, place) = at;
        let start = arena.text.len();
        arena.text.push_str(part);
        if let Some(map) = &mut arena.source_map
            && !part.trim().is_empty()
        {
            map.add_words(start..arena.text.len(), at, text.len(), place.clone());
        }
    }

    fn count(&mut self, len: usize) {
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        for (count, open) in self.counts.styles.iter_mut().zip(self.open_styles) {
            if open > 0 {
                *count += len;
            }
        }
        if self.open_hidden > 0 {
            self.counts.hidden += len;
        }
    }

    /// Begins again where no text has come yet.
    pub(super) fn forget(&mut self) {
        self.gap = Gap::None;
        self.counts = Counts::default();
        self.source = None;
    }

    /// Ends the block, which has text, if that has content.
    pub(super) fn flush(
        &mut self,
        arena: &mut Arena,
        element: ElementId,
        kind: BlockKind,
        context: Context,
    ) {
        let (counts, source) = (self.counts, self.source);
        self.forget();
        let mut start = self.start;
        if kind == BlockKind::Preformatted {
            trim_preformatted(&mut arena.text, &mut start);
        }
        let has_content = has_content(kind, &arena.text[start..])
            && !(kind == BlockKind::Preformatted && is_gutter(arena, start, element))
            && !(context.has(Context::GUTTER) && is_numbers(&arena.text[start..]));
        if !has_content {
            arena.text.truncate(self.start);
        }
        if let Some(map) = &mut arena.source_map {
            map.truncate(arena.text.len());
        }
        if let Some(structure) = &mut arena.structure {
            structure.truncate(arena.text.len());
            if has_content {
                structure.end_block(arena.text.len());
            } else {
                structure.boundary(arena.text.len());
            }
        }
        if !has_content {
            return;
        }
        self.start = arena.text.len();
        let (source_start, source_end) = source.unwrap_or((0, 0));
        let mostly_hidden = counts.hidden as usize * 2 > self.start - start;
        let hidden = if mostly_hidden { Context::HIDDEN } else { Context::default() };
        arena.blocks.push(Block {
            start: start as u32,
            end: self.start as u32,
            source_start,
            source_end,
            element,
            context: context.with(hidden),
            kind,
            link_len: counts.styles[Style::Link as usize],
            bold_len: counts.styles[Style::Bold as usize],
            italic_len: counts.styles[Style::Italic as usize],
            code_len: counts.styles[Style::Code as usize],
            links: counts.links,
            images: counts.images,
            inputs: counts.inputs,
        });
    }
}

/// Whether preformatted text is the numbers of the lines of code beside it: in the first cell of a row. Elsewhere it
/// is what a program printed.
fn is_gutter(arena: &Arena, start: usize, element: ElementId) -> bool {
    let is_first = |element: &Element| element.tag == Tag::Td && element.ordinal == 1;
    counts_lines(&arena.text[start..])
        && arena.ancestors(element).any(|(_, element)| is_first(element))
}

/// Whether no space belongs between two texts, by the bracket or no-break space that ends the one or the mark that
/// begins the other.
fn is_punctuated(before: &str, after: &str) -> bool {
    before.ends_with(['(', '[', '“', '„', '«', '（', '\u{A0}'])
        || after.starts_with([
            ',', '.', ';', ':', '!', '?', ')', ']', '”', '»', '、', '。', '，', '）', '\u{A0}',
        ])
}

/// Drops empty lines at both ends of preformatted text.
fn trim_preformatted(text: &mut String, start: &mut usize) {
    // Not of all text: what stands before may end with blanks, too, and be long.
    text.truncate(*start + text[*start..].trim_end().len());
    let body = &text[*start..];
    let blank = body.len() - body.trim_start().len();
    // Up to the last line feed of the leading white space: the first line's indent stays.
    *start += body[..blank].rfind('\n').map_or(0, |at| at + 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_apart_but_from_punctuation() {
        assert!(is_punctuated("(", "3 May"));
        assert!(is_punctuated("3 May", ", and on"));
        assert!(!is_punctuated("on", "3 May"));
        assert!(!is_punctuated("3 May", "… and on"));
    }
}
