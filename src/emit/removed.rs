//! What was cut, by category.

use std::ops::Range;

use crate::category::Category;
use crate::document::{BlockView, Document};

/// The removed blocks of one category.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removed {
    /// Their category.
    pub category: Category,
    /// Their numbers in [`Document::blocks`].
    pub blocks: Vec<usize>,
    /// Where they stand, in bytes of the document decoded to UTF-8; neighbouring blocks are one
    /// span. Of a block of which parts go, those parts, if its text stands in the document as it is: in
    /// plain text, and in HTML without markup inside. Else all of it.
    pub spans: Vec<(u32, u32)>,
}

impl Document {
    /// What was removed, in order of [`Category`]; nothing for categories that were not met.
    ///
    /// ```
    /// use dechaff::{Options, extract};
    /// let document = extract(b"The harbour stays closed.", &Options::new());
    /// assert!(document.removed().is_empty());
    /// ```
    #[must_use]
    pub fn removed(&self) -> Vec<Removed> {
        let mut removed: Vec<Removed> = Vec::new();
        for (number, block) in self.blocks().enumerate() {
            let Some(category) = block.verdict.dropped else {
                continue;
            };
            let at = match removed.binary_search_by_key(&category, |removed| removed.category) {
                Ok(at) => at,
                Err(at) => {
                    removed.insert(at, Removed { category, blocks: Vec::new(), spans: Vec::new() });
                    at
                }
            };
            let follows = removed[at].blocks.last().is_some_and(|last| last + 1 == number)
                && self.verdicts[number - 1].parts.is_empty();
            removed[at].push(number, &block, follows);
        }
        removed
    }
}

impl Removed {
    /// Adds a block; `follows` if all of the one before it goes, too.
    fn push(&mut self, number: usize, block: &BlockView<'_>, follows: bool) {
        self.blocks.push(number);
        match self.spans.last_mut() {
            Some(span) if follows && block.verdict.parts.is_empty() => {
                span.1 = block.span.1.max(span.1);
            }
            _ => self.spans.extend(places(block)),
        }
    }
}

/// Where what goes of a block stands, as [`Removed::spans`] has it.
pub(super) fn places(block: &BlockView<'_>) -> Vec<(u32, u32)> {
    let (start, end) = block.span;
    let parts = &block.verdict.parts;
    if parts.is_empty() || (end - start) as usize != block.text.len() {
        return vec![block.span];
    }
    let place = |part: &Range<usize>| (start + part.start as u32, start + part.end as u32);
    parts.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, extract};

    #[test]
    fn neighbours_are_one_span() {
        let mut document = extract(b"one\ntwo\nthree\nfour\nfive\n", &Options::new());
        document.verdicts.iter_mut().for_each(|verdict| verdict.dropped = None);
        for at in [0, 1, 3] {
            document.verdicts[at].dropped = Some(Category::Share);
        }
        document.verdicts[4].dropped = Some(Category::Paywall);
        let [paywall, share] = &document.removed()[..] else {
            panic!("two categories");
        };
        assert_eq!((paywall.category, &paywall.spans[..]), (Category::Paywall, &[(19, 23)][..]));
        assert_eq!((share.category, &share.blocks[..]), (Category::Share, &[0, 1, 3][..]));
        assert_eq!(share.spans, [(0, 7), (14, 18)]);
    }

    #[test]
    fn parts_are_spans_of_their_own() {
        let mut document = extract(b"one two three\nfour\nfive\n", &Options::new());
        document.verdicts.iter_mut().for_each(|verdict| verdict.dropped = Some(Category::Share));
        document.verdicts[0].parts = vec![0..3, 8..13];
        let removed = document.removed();
        // "two" stays, and is in no span.
        assert_eq!(removed[0].spans, [(0, 3), (8, 13), (14, 23)]);
        assert_eq!(removed[0].blocks, [0, 1, 2]);
    }
}
