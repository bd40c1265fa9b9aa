//! The distinct ranges of blocks that elements hold.
//!
//! Many elements hold the same blocks: a `div` in a `div` in a `section`. Of those in a chain only
//! the outermost counts, so that a step outwards reaches more of the page. But for elements whose end tags are out of
//! order: one around a block can hold other blocks or none.

use crate::build::{Arena, ElementId, ROOT};

/// A range of blocks that some element holds.
pub(super) type Range = (u32, u32);

/// For each element, the outermost one around it with the same range.
#[derive(Debug)]
pub(super) struct Ranges<'a> {
    arena: &'a Arena,
    outermost: Vec<ElementId>,
}

impl<'a> Ranges<'a> {
    pub(super) fn new(arena: &'a Arena) -> Self {
        let mut outermost: Vec<ElementId> = Vec::with_capacity(arena.elements.len());
        for (id, element) in arena.elements.iter().enumerate() {
            let parent = &arena.elements[element.parent as usize];
            let is_same = id != ROOT as usize
                && (parent.first_block, parent.end_block)
                    == (element.first_block, element.end_block);
            let own = id as ElementId;
            outermost.push(if is_same { outermost[element.parent as usize] } else { own });
        }
        Ranges { arena, outermost }
    }

    /// The range of an element.
    pub(super) fn range(&self, element: ElementId) -> Range {
        let element = &self.arena.elements[element as usize];
        (element.first_block, element.end_block)
    }

    /// The outermost elements of each distinct range around a block, innermost first, without the
    /// range of the block alone. The last is [`ROOT`], unless the page has one block only.
    pub(super) fn around(&self, block: usize) -> impl Iterator<Item = ElementId> {
        let mut next = self.innermost(block);
        std::iter::from_fn(move || {
            let element = next?;
            next = self.outer(element);
            Some(element)
        })
    }

    /// The first of [`Ranges::around`].
    pub(super) fn innermost(&self, block: usize) -> Option<ElementId> {
        let first = self.outermost[self.arena.blocks[block].element as usize];
        let is_alone = self.range(first) == (block as u32, block as u32 + 1);
        if is_alone { self.outer(first) } else { Some(first) }
    }

    /// The next larger range around an element of [`Ranges::around`].
    pub(super) fn outer(&self, element: ElementId) -> Option<ElementId> {
        let parent = self.arena.elements[element as usize].parent;
        (element != ROOT).then(|| self.outermost[parent as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::options::{Options, SourceFormat};

    #[test]
    fn ranges_grow_outwards() {
        let page = "<main><div><div><p>a</p></div><p>b</p></div></main><footer><p>c</p></footer>";
        let arena = read_arena(page.as_bytes(), &Options::new().format(SourceFormat::Html));
        let ranges = Ranges::new(&arena);
        let around = |block| -> Vec<Range> {
            ranges.around(block).map(|element| ranges.range(element)).collect()
        };
        assert_eq!(around(0), [(0, 2), (0, 3)]);
        assert_eq!(around(2), [(0, 3)]);
    }
}
