//! How much of a page is kept, by its parts.

use crate::build::{Arena, Blocks};

/// How much of a page is kept, in bytes of text.
pub(super) struct Kept {
    /// Before each block and, last, of all.
    before: Vec<usize>,
}

impl Kept {
    pub(super) fn of(arena: &Arena, is_kept: impl Fn(usize) -> bool) -> Kept {
        let lens = arena.blocks.iter().enumerate().map(|(index, block)| {
            if is_kept(index) { (block.end - block.start) as usize } else { 0 }
        });
        let sums = lens.scan(0, |sum, len| {
            *sum += len;
            Some(*sum)
        });
        Kept { before: std::iter::once(0).chain(sums).collect() }
    }

    fn all(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }

    pub(super) fn inside(&self, blocks: &Blocks) -> usize {
        self.before[blocks.end] - self.before[blocks.start]
    }

    /// Whether more than half is inside of some blocks.
    pub(super) fn is_most(&self, blocks: &Blocks) -> bool {
        self.inside(blocks) * 2 > self.all()
    }

    /// Whether without so much hardly anything would be left.
    pub(super) fn leaves_nothing(&self, len: usize) -> bool {
        /// What has to be left, as one part in so many.
        const MIN_LEFT: usize = 20;
        let left = self.all() - len;
        left == 0 || left * MIN_LEFT < self.all()
    }

    /// What is inside of regions that are in document order and may hold each other.
    pub(super) fn inside_any(&self, regions: &[Blocks]) -> usize {
        let (mut sum, mut end) = (0, 0);
        for region in regions {
            let new = region.start.max(end)..region.end.max(end);
            sum += self.inside(&new);
            end = new.end;
        }
        sum
    }
}
