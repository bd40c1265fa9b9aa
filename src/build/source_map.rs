//! Where elements and words stand in the document, for outputs that cut it: kept on request only, as
//! it doubles what an arena weighs.

use std::ops::Range;

use super::arena::ElementId;

/// Places in the document decoded to UTF-8, in bytes.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    elements: Vec<Range<u32>>,
    words: Vec<Words>,
    /// Where a tag ends a block or a line.
    boundaries: Vec<u32>,
}

/// A stretch of words of [`Arena::text`](super::Arena::text), and where it stands in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Its range in the arena's text.
    pub text: Range<u32>,
    /// Its range in the document: as long, unless it is a character reference or the like.
    pub source: Range<u32>,
}

impl SourceMap {
    /// The range of an element from `<` of its start tag to the end of its end tag; empty for those
    /// whose tags are no pair around all that is inside.
    pub(crate) fn element(&self, id: ElementId) -> Range<u32> {
        self.elements.get(id as usize).cloned().unwrap_or_default()
    }

    /// The words of the arena's blocks, in order.
    pub(crate) fn words(&self) -> &[Words] {
        &self.words
    }

    /// Whether a tag in a range of the document ends a block or a line.
    pub(crate) fn has_boundary(&self, range: Range<u32>) -> bool {
        let first = self.boundaries.partition_point(|at| *at < range.start);
        self.boundaries.get(first).is_some_and(|at| *at < range.end)
    }

    pub(super) fn add_boundary(&mut self, at: u64) {
        if self.boundaries.last() != Some(&offset(at)) {
            self.boundaries.push(offset(at));
        }
    }

    pub(super) fn open(&mut self, at: u64) {
        let at = offset(at);
        // The end is not known yet: the document's is no worse for what is never closed.
        self.elements.push(at..u32::MAX);
    }

    pub(super) fn close(&mut self, id: ElementId, end: u64) {
        if let Some(range) = self.elements.get_mut(id as usize)
            && range.end > range.start
        {
            range.end = offset(end);
        }
    }

    /// An end tag closed something across this element, which so is no pair of tags.
    pub(super) fn forget(&mut self, id: ElementId) {
        if let Some(range) = self.elements.get_mut(id as usize) {
            *range = 0..0;
        }
    }

    /// Notes words at a place of the arena's text; `at` is their place in a piece of text of
    /// `piece_len` bytes, which stands at `source`.
    pub(super) fn add_words(
        &mut self,
        text: Range<usize>,
        at: usize,
        piece_len: usize,
        source: Range<u64>,
    ) {
        let is_verbatim = source.end - source.start == piece_len as u64;
        let start = source.start + at as u64;
        let source = if is_verbatim { start..start + text.len() as u64 } else { source };
        let source = offset(source.start)..offset(source.end);
        self.words.push(Words { text: text.start as u32..text.end as u32, source });
    }

    /// Takes back what is not in the arena's text any more.
    pub(super) fn truncate(&mut self, text_len: usize) {
        while let Some(last) = self.words.last_mut()
            && last.text.end as usize > text_len
        {
            let cut = last.text.end - text_len as u32;
            if last.text.start as usize >= text_len {
                self.words.pop();
                continue;
            }
            if last.text.len() == last.source.len() {
                last.source.end -= cut;
            }
            last.text.end -= cut;
        }
    }
}

fn offset(at: u64) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_count_in_their_range() {
        let mut map = SourceMap::default();
        [5, 5, 9].into_iter().for_each(|at| map.add_boundary(at));
        let found = [0..5, 0..6, 5..6, 6..9, 9..10, 10..20].map(|range| map.has_boundary(range));
        assert_eq!(found, [false, true, true, false, true, false]);
    }
}
