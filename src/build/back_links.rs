//! Links from notes back to where they are called, as far as they are marks for the mouse.

use std::ops::Range;

use crate::tokenize::{Attr, StartTag};

use super::arena::ElementId;

/// How the fragments begin that name the place from which a note is called: of Markdown's programs, GitHub, Word,
/// MediaWiki, WordPress.
const CALLS: [&str; 6] =
    ["fnref", "user-content-fnref", "_ftnref", "cite_ref", "footnote-ref", "footnoteref"];
/// Bytes of marks; a longer text is none.
const MAX_MARKS_LEN: usize = 64;

/// Notes where such links stand in the text.
#[derive(Debug, Default)]
pub(super) struct BackLinks {
    open: Option<OpenLink>,
    found: Vec<Range<u32>>,
}

/// A link to a part of a page.
#[derive(Debug)]
struct OpenLink {
    element: ElementId,
    /// Where its text begins.
    start: usize,
    /// It says by its address or role that it leads back; others may by an arrow.
    is_told: bool,
}

impl BackLinks {
    /// A link opens at a length of the arena's text.
    pub(super) fn open(&mut self, tag: &StartTag<'_>, element: ElementId, start: usize) {
        let href = tag.get(Attr::Href).unwrap_or("");
        if let Some(at) = href.rfind('#') {
            let fragment = &href[at + 1..];
            let is_told = CALLS.iter().any(|call| fragment.starts_with(call))
                || tag.get(Attr::Role) == Some("doc-backlink");
            self.open = Some(OpenLink { element, start, is_told });
        }
    }

    /// An element closes behind the arena's text.
    pub(super) fn close(&mut self, element: ElementId, text: &str) {
        let Some(link) = self.open.take_if(|open| open.element == element) else {
            return;
        };
        let marks = text.get(link.start..).unwrap_or("");
        let is_mark = |c: char| if link.is_told { !c.is_alphanumeric() } else { is_return(c) };
        let is_short = !marks.trim().is_empty() && marks.len() <= MAX_MARKS_LEN;
        if is_short && marks.trim().chars().all(is_mark) {
            self.found.push(link.start as u32..text.len() as u32);
        }
    }

    /// The arena's text was cut to a length, or not.
    pub(super) fn settle(&mut self, len: usize) {
        while self.found.last().is_some_and(|range| range.end as usize > len) {
            self.found.pop();
        }
    }

    pub(super) fn finish(self) -> Vec<Range<u32>> {
        self.found
    }
}

/// Arrows that turn back, as text or as emoji.
fn is_return(c: char) -> bool {
    matches!(c, '↩' | '⤴' | '\u{FE0E}' | '\u{FE0F}')
}
