//! Stage 5, score: features to the probability that a block is editorial.

mod codes;
mod filter;
mod forest;
mod logistic;
mod model;

use std::sync::LazyLock;

use crate::build::Arena;
use crate::features::Stats;

pub use model::{Model, ModelError};

/// The model that is built in.
static BUILT_IN: LazyLock<Model> = LazyLock::new(|| {
    Model::parse(include_str!("../tables/model.txt"))
        .unwrap_or_else(|error| unreachable!("the built-in model: {error}"))
});

/// The probability that each block of a page is editorial.
pub(crate) fn probabilities(arena: &Arena, stats: &Stats) -> Vec<f32> {
    BUILT_IN.probabilities(arena, stats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_model_is_whole() {
        let model = Model::parse(include_str!("../tables/model.txt")).expect("it parses");
        assert!(model.trees() > 0);
    }
}
