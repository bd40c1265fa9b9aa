//! A symmetric tree as bytes, which the program reads where the build script put them.

use std::array;

/// Questions of a tree.
pub(super) const MAX_DEPTH: usize = 6;
/// Leaves of a tree: as many as a shuffle of 64 bytes can choose from.
pub(super) const LEAVES: usize = 1 << MAX_DEPTH;
/// The bytes of a tree: the low and the high bytes of its leaves, and what is asked of which features.
const TREE_LEN: usize = 2 * LEAVES + 3 * MAX_DEPTH;

/// A tree, as [`Tree::bytes`].
pub(super) type TreeBytes = [u8; TREE_LEN];

/// A tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tree<'t> {
    /// The low and the high bytes of the leaves' values in units of the model, above the lowest
    /// number there is, so that they are not signed.
    pub(super) low: &'t [u8; LEAVES],
    pub(super) high: &'t [u8; LEAVES],
    /// The answer to the first is the lowest bit of the leaf's number.
    pub(super) questions: [Question; MAX_DEPTH],
}

/// Whether the code of a feature is above a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Question {
    pub(super) feature: u16,
    pub(super) above: u8,
}

impl Question {
    /// No code is above this: the answer is no.
    pub(super) const NONE: Question = Question { feature: 0, above: u8::MAX };
}

impl Tree<'_> {
    /// The bytes of a tree of up to [`MAX_DEPTH`] questions and as many leaves as they have answers.
    pub(super) fn bytes(questions: &[Question], leaves: &[i16]) -> TreeBytes {
        let mut tree = [0; TREE_LEN];
        let (low, rest) = tree.split_at_mut(LEAVES);
        let (high, rest) = rest.split_at_mut(LEAVES);
        for ((low, high), leaf) in low.iter_mut().zip(high).zip(leaves) {
            [*low, *high] = leaf.abs_diff(i16::MIN).to_le_bytes();
        }
        let (features, aboves) = rest.split_at_mut(2 * MAX_DEPTH);
        for (at, above) in aboves.iter_mut().enumerate() {
            let question = questions.get(at).unwrap_or(&Question::NONE);
            features[2 * at..][..2].copy_from_slice(&question.feature.to_le_bytes());
            *above = question.above;
        }
        tree
    }

    /// The tree of these bytes.
    #[inline]
    pub(super) fn read(bytes: &TreeBytes) -> Tree<'_> {
        let (leaves, rest) = bytes.as_chunks::<LEAVES>();
        let (features, aboves) = rest.split_at(2 * MAX_DEPTH);
        let question = |at: usize| {
            let feature = u16::from_le_bytes([features[2 * at], features[2 * at + 1]]);
            Question { feature, above: aboves[at] }
        };
        Tree { low: &leaves[0], high: &leaves[1], questions: array::from_fn(question) }
    }

    /// What a leaf is worth, in units of the model.
    pub(super) fn leaf(&self, leaf: usize) -> i32 {
        i32::from(u16::from_le_bytes([self.low[leaf], self.high[leaf]])) + i32::from(i16::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_the_same_when_it_was_written() {
        let question = |feature, above| Question { feature, above };
        let bytes = Tree::bytes(&[question(700, 2), question(1, 0)], &[1, 2, -3, i16::MIN]);
        let tree = Tree::read(&bytes);
        assert_eq!(tree.questions[..3], [question(700, 2), question(1, 0), Question::NONE]);
        assert_eq!([0, 1, 2, 3].map(|leaf| tree.leaf(leaf)), [1, 2, -3, i32::from(i16::MIN)]);
    }
}
