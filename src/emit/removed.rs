//! What was cut, by category.

use std::ops::Range;

use crate::category::Category;
use crate::document::Document;

/// The removed blocks of one category.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removed {
    /// Their category.
    pub category: Category,
    /// Their numbers in [`Document::blocks`].
    pub blocks: Vec<usize>,
    /// Where they stand, in bytes of the document decoded to UTF-8; neighbouring blocks are one
    /// span. Of a block of which parts go, those parts in plain text, and all of it in HTML.
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
            let parts = &block.verdict.parts;
            let (start, end) = block.source;
            // Plain text stands in the document as it does in the block.
            if !parts.is_empty() && (end - start) as usize == block.text.len() {
                let place =
                    |part: &Range<usize>| (start + part.start as u32, start + part.end as u32);
                removed[at].spans.extend(parts.iter().map(place));
                removed[at].blocks.push(number);
            } else {
                removed[at].push(number, block.source);
            }
        }
        removed
    }
}

impl Removed {
    fn push(&mut self, number: usize, (start, end): (u32, u32)) {
        let follows = self.blocks.last().is_some_and(|last| last + 1 == number);
        match self.spans.last_mut() {
            Some(span) if follows && span.1 <= start => span.1 = end.max(span.1),
            _ => self.spans.push((start, end)),
        }
        self.blocks.push(number);
    }
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
}
