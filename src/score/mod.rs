//! Score: features to the probability that a block is editorial.

mod codes;
mod filter;
mod forest;
mod logistic;
mod model;
mod model_file;
mod row_model;
mod tree;

use std::sync::LazyLock;

use crate::build::Arena;
use crate::features::Stats;

pub use model::Model;
pub use model_file::ModelError;
pub(crate) use row_model::RowModel;

/// The model that is built in.
static BUILT_IN: LazyLock<Model> = LazyLock::new(Model::built_in);

/// The probability that each block of a page is editorial.
pub(crate) fn probabilities(arena: &Arena, stats: &Stats) -> Vec<f32> {
    BUILT_IN.probabilities(arena, stats)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::read_arena;
    use crate::{Options, SourceFormat};

    #[test]
    fn the_built_in_model_is_that_of_the_file() {
        let model = Model::parse(include_str!("../tables/model.txt")).expect("it parses");
        assert!(model.trees() > 0);
        assert!(model == *BUILT_IN);
    }

    /// Every other block stays, so that two chunks fill one exactly, and every third, so that they do not.
    #[test]
    fn blocks_that_the_filter_leaves_are_asked_on() {
        const BLOCKS: usize = 200;
        // The first tree gives 10 to long blocks, the second 2: 12. Short ones are out, with twice their 1.
        let text = "unit 0.1\nbias 1\nearly 1 5 2\nfeature words 3\ntree 0>0:0000000a\ntree 0>0:00010002\n";
        let model = Model::parse(text).expect("it parses");
        for step in [2, 3, 64] {
            let is_long = |block: usize| block.is_multiple_of(step);
            let text = |block| if is_long(block) { "one two three four five" } else { "one" };
            let page: String = (0..BLOCKS).map(|block| format!("<p>{}</p>", text(block))).collect();
            let arena = read_arena(page.as_bytes(), &Options::new().format(SourceFormat::Html));
            let found = model.probabilities(&arena, &Stats::new(&arena));
            assert_eq!(found.len(), BLOCKS);
            for (block, probability) in found.iter().enumerate() {
                let sum = if is_long(block) { 1.3 } else { 0.2 };
                assert!((probability - logistic::logistic(sum)).abs() < 1e-6, "{step}, {block}");
            }
        }
    }

    #[test]
    fn features_that_nothing_computes_are_refused() {
        assert!(Model::parse("feature words 1").is_ok());
        assert!(Model::parse("feature no_such_feature 1").is_err());
        // They are looked for in the order of the columns.
        assert!(Model::parse("feature words 1\nfeature chars 1").is_ok());
        assert!(Model::parse("feature chars 1\nfeature words 1").is_err());
    }
}
