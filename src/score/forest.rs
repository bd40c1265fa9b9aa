//! Symmetric trees over coded features.
//!
//! All nodes of one level of such a tree ask the same question, so the answers to its six
//! questions, as bits, are the number of its leaf (oblivious trees: Kohavi & Li, IJCAI 1995; as
//! boosted trees: Prokhorenkova et al., "CatBoost", NeurIPS 2018). There is no branch to predict,
//! and a processor's vectors answer for many blocks at once; what the leaves are worth is looked up
//! by shuffling bytes. `fearless_simd` chooses the widest vectors that the processor has, while
//! running. They compute the same whole numbers as the plain loops that older processors get.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, mask8x64, u8x64, u16x32};

use super::tree::{Tree, TreeBytes};

/// Blocks that are scored together: a column of them is one cache line.
pub(super) const LANES: usize = 64;

/// The codes of one feature for some blocks.
pub(super) type Lanes = [u8; LANES];

/// Adds the trees' values for each block to `sums`. `columns[f]` has the codes of feature `f`.
pub(super) fn add_all(
    level: Level,
    trees: &[TreeBytes],
    columns: &[Lanes],
    sums: &mut [i32; LANES],
) {
    dispatch!(level, simd => add_all_with(simd, trees, columns, sums));
}

/// Bytes whose sum fits 16 bits.
const MAX_BYTES: usize = u16::MAX as usize / u8::MAX as usize;

#[inline(always)]
fn add_all_with<S: Simd>(simd: S, trees: &[TreeBytes], columns: &[Lanes], sums: &mut [i32; LANES]) {
    for trees in trees.chunks(MAX_BYTES) {
        let mut low = [u16x32::splat(simd, 0); 2];
        let mut high = low;
        for tree in trees {
            let tree = Tree::read(tree);
            let leaf = leaves_with(simd, &tree, columns);
            add_bytes(&mut low, u8x64::from_slice(simd, tree.low).swizzle_dyn(leaf));
            add_bytes(&mut high, u8x64::from_slice(simd, tree.high).swizzle_dyn(leaf));
        }
        let offset = i32::from(i16::MIN) * trees.len() as i32;
        for (half, sums) in sums.as_chunks_mut::<{ LANES / 2 }>().0.iter_mut().enumerate() {
            for ((sum, low), high) in sums.iter_mut().zip(*low[half]).zip(*high[half]) {
                *sum += i32::from(low) + (i32::from(high) << 8) + offset;
            }
        }
    }
}

/// The number of each block's leaf.
#[inline(always)]
fn leaves_with<S: Simd>(simd: S, tree: &Tree<'_>, columns: &[Lanes]) -> u8x64<S> {
    let none = u8x64::splat(simd, 0);
    let mut leaf = none;
    for (bit, question) in tree.questions.iter().enumerate() {
        let codes = u8x64::from_slice(simd, &columns[usize::from(question.feature)]);
        let is_above: mask8x64<S> = codes.simd_gt(u8x64::splat(simd, question.above));
        leaf |= is_above.select(u8x64::splat(simd, 1 << bit), none);
    }
    leaf
}

#[inline(always)]
fn add_bytes<S: Simd>(sums: &mut [u16x32<S>; 2], bytes: u8x64<S>) {
    let (first, second) = bytes.widen();
    sums[0] += first;
    sums[1] += second;
}

#[cfg(test)]
mod tests {
    use super::super::tree::{LEAVES, MAX_DEPTH, Question};
    use super::*;

    /// What the trees come to, one block and one leaf at a time.
    fn one_by_one(trees: &[TreeBytes], columns: &[Lanes], lane: usize) -> i32 {
        let value = |tree: &TreeBytes| {
            let tree = Tree::read(tree);
            let answers = tree.questions.iter().enumerate().map(|(bit, question)| {
                usize::from(columns[usize::from(question.feature)][lane] > question.above) << bit
            });
            let leaf: usize = answers.sum();
            tree.leaf(leaf)
        };
        trees.iter().map(value).sum()
    }

    #[test]
    fn answers_are_the_number_of_the_leaf() {
        let question = |feature, above| Question { feature, above };
        let tree = Tree::bytes(&[question(0, 2), question(1, 0)], &[1, 2, -3, 4]);
        let mut columns = [[0u8; LANES]; 2];
        columns[0][..4].copy_from_slice(&[2, 3, 2, 3]);
        columns[1][..4].copy_from_slice(&[0, 0, 1, 1]);
        let mut sums = [10; LANES];
        add_all(Level::new(), &[tree], &columns, &mut sums);
        assert_eq!(sums[..5], [11, 12, 7, 14, 11]);
    }

    #[test]
    fn every_kind_of_vector_gives_the_same_sums() {
        let mut random = 1u32;
        let mut next = || {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) as u16
        };
        let columns: Vec<Lanes> = (0..9).map(|_| std::array::from_fn(|_| next() as u8)).collect();
        let tree = |_| {
            let questions: [Question; MAX_DEPTH] =
                std::array::from_fn(|_| Question { feature: next() % 9, above: next() as u8 });
            Tree::bytes(&questions, &std::array::from_fn::<i16, LEAVES, _>(|_| next() as i16))
        };
        let mut trees: Vec<TreeBytes> = (0..600).map(tree).collect();
        trees.push(Tree::bytes(&[], &[i16::MIN]));
        trees.push(Tree::bytes(&[], &[i16::MAX]));
        for level in [Level::new(), Level::baseline()] {
            let mut sums = [0; LANES];
            add_all(level, &trees, &columns, &mut sums);
            let expected: [i32; LANES] =
                std::array::from_fn(|lane| one_by_one(&trees, &columns, lane));
            assert_eq!(sums, expected, "{level:?}");
        }
    }
}
