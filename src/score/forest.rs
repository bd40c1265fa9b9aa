//! Trees of comparisons, evaluated one tree over all blocks at a time.
//!
//! A tree's nodes stay in the cache while the blocks go by, and each comparison reads a column
//! of the feature table.

/// An inner node: go left if the feature is at most the threshold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    pub(super) feature: u16,
    pub(super) threshold: f32,
    /// Index of a split, or of a leaf as `!index`.
    pub(super) left: i16,
    pub(super) right: i16,
}

/// A tree: the first split is its root; a tree without splits is its one leaf.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub(super) splits: Vec<Split>,
    pub(super) leaves: Vec<f32>,
}

impl Tree {
    /// Adds the tree's value for every row to `sums`. `columns[f]` is the column of feature `f`.
    pub(super) fn add_to(&self, columns: &[&[f32]], sums: &mut [f32]) {
        if self.splits.is_empty() {
            let value = self.leaves.first().copied().unwrap_or(0.0);
            sums.iter_mut().for_each(|sum| *sum += value);
            return;
        }
        for (row, sum) in sums.iter_mut().enumerate() {
            let mut node = 0i16;
            while node >= 0 {
                let split = &self.splits[node as usize];
                let value = columns[usize::from(split.feature)][row];
                node = if value <= split.threshold { split.left } else { split.right };
            }
            *sum += self.leaves[!node as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_decides_by_its_splits() {
        let splits = vec![
            Split { feature: 0, threshold: 1.5, left: !0, right: 1 },
            Split { feature: 1, threshold: 0.0, left: !1, right: !2 },
        ];
        let tree = Tree { splits, leaves: vec![10.0, 20.0, 30.0] };
        let columns: [&[f32]; 2] = [&[1.5, 2.0, 2.0], &[9.0, 0.0, 0.1]];
        let mut sums = [0.0, 0.0, 1.0];
        tree.add_to(&columns, &mut sums);
        assert_eq!(sums, [10.0, 20.0, 31.0]);
    }
}
