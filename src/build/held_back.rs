//! Text that is held back until it is known to be none of its block: marks that link a heading to itself, and the
//! numbers of lines of code.

use std::ops::Range;

use crate::tokenize::{Attr, StartTag};

use super::arena::ElementId;

/// Bytes of marks that are held back; a longer text is none.
const MAX_MARKS_LEN: usize = 64;
/// Bytes of numbers that are held back; some elements hold those of a whole program.
const MAX_NUMBERS_LEN: usize = 16 << 10;

/// What the text of an element may be, if it is none of the block's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    /// Marks for the mouse, as documentation has them in headings.
    #[default]
    Permalink,
    LineNumbers,
}

/// The text of an element, held back while it is nothing but marks or numbers.
#[derive(Debug, Default)]
pub(super) struct HeldBack {
    /// The element that is open.
    element: Option<ElementId>,
    kind: Kind,
    held: Vec<(String, Range<u64>)>,
    held_len: usize,
}

impl HeldBack {
    /// A link opens in a heading, a term or a caption.
    pub(super) fn open_link(&mut self, tag: &StartTag<'_>, element: ElementId) {
        if !self.is_open() && tag.get(Attr::Href).is_some_and(|href| href.starts_with('#')) {
            self.open(Kind::Permalink, element);
        }
    }

    /// An element of code opens that holds numbers of lines, by its class.
    pub(super) fn open_numbers(&mut self, element: ElementId) {
        if !self.is_open() {
            self.open(Kind::LineNumbers, element);
        }
    }

    fn open(&mut self, kind: Kind, element: ElementId) {
        *self = HeldBack { element: Some(element), kind, ..HeldBack::default() };
    }

    pub(super) fn is_open(&self) -> bool {
        self.element.is_some()
    }

    /// Holds a piece of text back if all of the element's is marks or numbers so far.
    pub(super) fn holds(&mut self, text: &str, source: &Range<u64>) -> bool {
        self.held_len += text.len();
        let is_held = match self.kind {
            Kind::Permalink => self.held_len <= MAX_MARKS_LEN && text.chars().all(is_mark),
            Kind::LineNumbers => self.held_len <= MAX_NUMBERS_LEN && text.chars().all(is_number),
        };
        if is_held {
            self.held.push((text.to_owned(), source.clone()));
        }
        is_held
    }

    /// What was held back, as it is text after all.
    pub(super) fn release(&mut self) -> Vec<(String, Range<u64>)> {
        std::mem::take(self).held
    }

    /// An element closes; if it is the one at hand, what was held back is dropped. Whether white space stood in it,
    /// which parts the words on its sides.
    pub(super) fn close(&mut self, element: ElementId) -> bool {
        if self.element != Some(element) {
            return false;
        }
        let Self { kind, held, .. } = std::mem::take(self);
        // The numbers of lines stand beside lines.
        kind != Kind::LineNumbers && held.iter().any(|(text, _)| text.contains(char::is_whitespace))
    }
}

/// Pilcrows and the like, characters that take no room, and those of icon fonts.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '#' | '¶' | '§' | '∞' | '⚓' | '🔗' | '\u{200B}' | '\u{FEFF}' | '\u{FE0F}')
        || matches!(c, '\u{E000}'..='\u{F8FF}')
}

/// Digits, and what parts them from the code: Org writes `1: `.
fn is_number(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ':' | '|')
}
