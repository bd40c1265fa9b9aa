//! Stage 5, score: features to the probability that a block is editorial.

mod codes;
mod filter;
mod forest;
mod logistic;
mod model;
mod model_file;

use std::sync::LazyLock;

use crate::build::Arena;
use crate::features::Stats;

pub use model::Model;
pub use model_file::ModelError;

/// The model that is built in.
static BUILT_IN: LazyLock<Model> = LazyLock::new(Model::built_in);

/// The probability that each block of a page is editorial.
pub(crate) fn probabilities(arena: &Arena, stats: &Stats) -> Vec<f32> {
    BUILT_IN.probabilities(arena, stats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_model_is_that_of_the_file() {
        let model = Model::parse(include_str!("../tables/model.txt")).expect("it parses");
        assert!(model.trees() > 0);
        assert_eq!(format!("{model:?}"), format!("{:?}", *BUILT_IN));
    }

    #[test]
    fn features_that_nothing_computes_are_refused() {
        assert!(Model::parse("feature words 1").is_ok());
        assert!(Model::parse("feature no_such_feature 1").is_err());
    }
}
