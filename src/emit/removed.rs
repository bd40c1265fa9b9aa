//! What was cut, by category.

use std::ops::Range;

use crate::category::Category;
use crate::document::{BlockView, Document, Verdict};

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
            for category in categories(block.verdict) {
                let at = removed.partition_point(|removed| removed.category < category);
                if removed.get(at).is_none_or(|removed| removed.category != category) {
                    removed.insert(at, Removed { category, blocks: Vec::new(), spans: Vec::new() });
                }
                let follows = removed[at].blocks.last().is_some_and(|last| last + 1 == number)
                    && self.verdicts[number - 1].parts.is_empty();
                removed[at].push(number, &block, follows);
            }
        }
        removed
    }
}

/// The kinds of chaff that go of a block: of one of which several kinds of sentences go, each.
fn categories(verdict: &Verdict) -> impl Iterator<Item = Category> {
    let is_mixed = is_mixed(verdict);
    let asked = |category: &Category| verdict.asked.iter().any(|(_, of)| of == category);
    let goes = move |category: &Category| {
        if is_mixed { asked(category) } else { verdict.dropped == Some(*category) }
    };
    Category::ALL.iter().copied().filter(goes)
}

/// Whether sentences of several kinds go of a block.
fn is_mixed(verdict: &Verdict) -> bool {
    let mut kinds = verdict.asked.iter().map(|(_, category)| category);
    let first = kinds.next();
    verdict.is_kept() && kinds.any(|kind| Some(kind) != first)
}

impl Removed {
    /// Adds a block; `follows` if all of the one before it goes, too.
    fn push(&mut self, number: usize, block: &BlockView<'_>, follows: bool) {
        self.blocks.push(number);
        let verdict = block.verdict;
        match self.spans.last_mut() {
            Some(span) if follows && verdict.parts.is_empty() => {
                span.1 = block.span.1.max(span.1);
            }
            _ if is_mixed(verdict) => {
                let asked = verdict.asked.iter().filter(|(_, of)| *of == self.category);
                self.spans.extend(places_of(block, asked.map(|(part, _)| part)));
            }
            _ => self.spans.extend(places(block)),
        }
    }
}

/// Where what goes of a block stands, as [`Removed::spans`] has it.
pub(super) fn places(block: &BlockView<'_>) -> Vec<(u32, u32)> {
    places_of(block, block.verdict.parts.iter())
}

/// The same of some of its parts; of none all of it.
fn places_of<'p>(
    block: &BlockView<'_>,
    parts: impl Iterator<Item = &'p Range<usize>>,
) -> Vec<(u32, u32)> {
    let (start, end) = block.span;
    let place = |part: &Range<usize>| (start + part.start as u32, start + part.end as u32);
    let places: Vec<(u32, u32)> = parts.map(place).collect();
    let is_as_it_stands = (end - start) as usize == block.text.len();
    if places.is_empty() || !is_as_it_stands { vec![block.span] } else { places }
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
    fn sentences_are_of_their_categories() {
        const NEWS: &str = "The bridge stays closed until the autumn, the county board said on Monday, because the divers found rust.";
        let text = format!(
            "{NEWS} Please donate to support our journalism. {NEWS} This site uses cookies, see our cookie policy to accept cookies. {NEWS}"
        );
        let removed = extract(text.as_bytes(), &Options::new()).removed();
        let words = |removed: &Removed| {
            let (start, end) = removed.spans[0];
            text[start as usize..end as usize].trim().to_owned()
        };
        let found: Vec<_> = removed.iter().map(|it| (it.category, words(it))).collect();
        assert_eq!(
            found[0],
            (Category::Donation, "Please donate to support our journalism.".into())
        );
        assert_eq!(found[1].0, Category::Cookie);
        assert!(found[1].1.starts_with("This site"), "{found:?}");
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
