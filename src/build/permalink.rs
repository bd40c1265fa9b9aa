//! Marks that link a heading to itself, as documentation has them: for the mouse, and no part of the heading.

use std::ops::Range;

use crate::tokenize::{Attr, StartTag};

use super::arena::ElementId;

/// Bytes of marks that are held back; a longer text is none.
const MAX_HELD_LEN: usize = 64;

/// The text of a link to its own heading, held back while it is nothing but marks.
#[derive(Debug, Default)]
pub(super) struct Permalink {
    /// The link that is open.
    link: Option<ElementId>,
    held: Vec<(String, Range<u64>)>,
}

impl Permalink {
    /// A link opens in a heading, a term or a caption.
    pub(super) fn open(&mut self, tag: &StartTag<'_>, element: ElementId) {
        if tag.get(Attr::Href).is_some_and(|href| href.starts_with('#')) {
            *self = Permalink { link: Some(element), held: Vec::new() };
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.link.is_some()
    }

    /// Holds a piece of text back if all of the link's is marks so far.
    pub(super) fn holds(&mut self, text: &str, source: &Range<u64>) -> bool {
        let held = self.held.iter().map(|(text, _)| text.len()).sum::<usize>();
        let is_held = held + text.len() <= MAX_HELD_LEN && text.chars().all(is_mark);
        if is_held {
            self.held.push((text.to_owned(), source.clone()));
        }
        is_held
    }

    /// What was held back, as the link is text after all.
    pub(super) fn release(&mut self) -> Vec<(String, Range<u64>)> {
        std::mem::take(self).held
    }

    /// An element closes; if it is the link, what was held back is dropped.
    pub(super) fn close(&mut self, element: ElementId) {
        if self.link == Some(element) {
            *self = Permalink::default();
        }
    }
}

/// Pilcrows and the like, characters that take no room, and those of icon fonts.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '#' | '¶' | '§' | '∞' | '⚓' | '🔗' | '\u{200B}' | '\u{FEFF}' | '\u{FE0F}')
        || matches!(c, '\u{E000}'..='\u{F8FF}')
}
