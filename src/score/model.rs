//! The model file: gradient-boosted trees as text.
//!
//! Lines that begin with `#` tell where the model comes from. `feature NAME` lines number the
//! features from 0; each `tree` line is a tree in preorder, a split as `FEATURE<=THRESHOLD`
//! followed by its two branches, a leaf as its value alone.

use std::fmt;

use crate::features::FeatureTable;

use super::forest::{Split, Tree};

/// A model of editorial text.
#[derive(Debug)]
pub struct Model {
    features: Vec<String>,
    trees: Vec<Tree>,
}

/// Why a text is no model.
#[derive(Debug)]
pub struct ModelError {
    line: usize,
    what: &'static str,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for ModelError {}

/// Nodes of one tree: they are numbered with 16 bits.
const MAX_NODES: usize = 1 << 14;
/// Branches on the way to a leaf: the parser keeps those it has yet to fill.
const MAX_DEPTH: usize = 1 << 10;

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// The first line that is not of the form above, and why.
    pub fn parse(text: &str) -> Result<Model, ModelError> {
        let mut model = Model { features: Vec::new(), trees: Vec::new() };
        for (index, line) in text.lines().enumerate() {
            let error = |what| ModelError { line: index + 1, what };
            match line.split_once(' ') {
                _ if line.is_empty() || line.starts_with('#') => {}
                Some(("feature", name)) => model.features.push(name.to_owned()),
                Some(("tree", nodes)) => {
                    model.trees.push(parse_tree(nodes, model.features.len()).map_err(error)?);
                }
                _ => return Err(error("neither a feature nor a tree")),
            }
        }
        Ok(model)
    }

    /// How many trees there are.
    #[must_use]
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// The names of the features it reads.
    #[must_use]
    pub fn features(&self) -> &[String] {
        &self.features
    }

    /// The probability of each row of `table`; features that the table lacks count as 0.
    #[must_use]
    pub fn probabilities(&self, table: &FeatureTable) -> Vec<f32> {
        let zeros = vec![0.0; table.rows()];
        let columns: Vec<&[f32]> = self
            .features
            .iter()
            .map(|name| {
                let index = table.names().iter().position(|n| n == name);
                index.map_or(zeros.as_slice(), |index| table.column(index))
            })
            .collect();
        let mut sums = vec![0.0; table.rows()];
        for tree in &self.trees {
            tree.add_to(&columns, &mut sums);
        }
        sums.iter().map(|sum| logistic(*sum)).collect()
    }
}

fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// A branch that waits for its node: the split it belongs to, and its side.
enum Branch {
    Root,
    Left(usize),
    Right(usize),
}

fn parse_tree(nodes: &str, features: usize) -> Result<Tree, &'static str> {
    let mut tree = Tree::default();
    let mut open = vec![Branch::Root];
    for node in nodes.split(' ') {
        let branch = open.pop().ok_or("more nodes than branches")?;
        let id = if let Some((feature, threshold)) = node.split_once("<=") {
            let feature: u16 = feature.parse().map_err(|_| "a feature is no number")?;
            let threshold = threshold.parse().map_err(|_| "a threshold is no number")?;
            if usize::from(feature) >= features {
                return Err("a feature that is not listed");
            }
            let index = tree.splits.len();
            tree.splits.push(Split { feature, threshold, left: 0, right: 0 });
            open.extend([Branch::Right(index), Branch::Left(index)]);
            index as i16
        } else {
            tree.leaves.push(node.parse().map_err(|_| "a leaf is no number")?);
            !(tree.leaves.len() as i16 - 1)
        };
        match branch {
            Branch::Root => {}
            Branch::Left(parent) => tree.splits[parent].left = id,
            Branch::Right(parent) => tree.splits[parent].right = id,
        }
        if tree.leaves.len() > MAX_NODES || tree.splits.len() > MAX_NODES || open.len() > MAX_DEPTH
        {
            return Err("a tree is too large");
        }
    }
    if open.is_empty() { Ok(tree) } else { Err("a tree is cut") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_read() {
        let text =
            "# made by hand\nfeature words\nfeature links\ntree 0<=5 -1 1<=0.5 2 1\ntree 0.5\n";
        let model = Model::parse(text).expect("it parses");
        assert_eq!(model.features(), ["words", "links"]);
        let columns: [&[f32]; 2] = [&[3.0, 9.0, 9.0], &[0.0, 0.0, 1.0]];
        let mut sums = [0.0; 3];
        model.trees.iter().for_each(|tree| tree.add_to(&columns, &mut sums));
        assert_eq!(sums, [-0.5, 2.5, 1.5]);
    }

    #[test]
    fn broken_models_are_refused() {
        let broken = ["tree 0<=1 1 2", "feature a\ntree 0<=1 1", "tree 1 2", "nonsense", "tree x"];
        for text in broken {
            assert!(Model::parse(text).is_err(), "{text}");
        }
    }
}
