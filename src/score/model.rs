//! A model and what it says of the blocks of a page.

use std::collections::HashMap;

use crate::build::Arena;
use crate::features::{self, Stats};
use crate::packed::Packed;

use super::codes::Codes;
use super::filter::sums;
use super::forest::Tree;
use super::logistic::logistic;
use super::model_file::{Early, ModelError, ModelFile};

/// A model of editorial text.
#[derive(Debug, Default)]
pub struct Model {
    unit: f64,
    bias: i32,
    early: Early,
    features: Vec<String>,
    borders: Vec<Vec<f32>>,
    trees: Vec<Tree>,
    /// For each column of the features, the number of the model's feature that it is.
    feature_of_column: Vec<Option<u16>>,
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// The first line that is not of the form that `model_file.rs` tells, or a feature that this
    /// program does not compute.
    pub fn parse(text: &str) -> Result<Model, ModelError> {
        Model::of(ModelFile::parse(text)?)
    }

    /// The model that the build script packed.
    pub(super) fn built_in() -> Model {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/model.bin"));
        Model::of(ModelFile::unpack(&mut Packed::new(bytes)))
            .unwrap_or_else(|error| unreachable!("the built-in model: {error}"))
    }

    fn of(file: ModelFile) -> Result<Model, ModelError> {
        let feature_of_column = find_columns(&file.features)?;
        let ModelFile { unit, bias, early, features, borders, trees } = file;
        let trees = trees.iter().map(|tree| Tree::new(&tree.questions, &tree.leaves)).collect();
        Ok(Model { unit, bias, early, features, borders, trees, feature_of_column })
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

    pub(super) fn borders(&self, feature: usize) -> &[f32] {
        &self.borders[feature]
    }

    pub(super) fn feature_of_column(&self, column: usize) -> Option<usize> {
        self.feature_of_column.get(column).copied().flatten().map(usize::from)
    }

    /// The probability that each block of a page is editorial.
    pub(crate) fn probabilities(&self, arena: &Arena, stats: &Stats) -> Vec<f32> {
        let mut codes = Codes::new(self, arena.blocks.len());
        features::add_columns(&mut codes, arena, stats);
        let sums = sums(&codes, &self.trees, self.bias, self.early);
        sums.into_iter().map(|sum| logistic(sum * self.unit)).collect()
    }
}

/// Finds the columns that are the model's features.
fn find_columns(features: &[String]) -> Result<Vec<Option<u16>>, ModelError> {
    let numbers: HashMap<&str, u16> =
        features.iter().zip(0..).map(|(name, number)| (name.as_str(), number)).collect();
    let columns = features::features(&Arena::default());
    let columns = columns.names().iter().map(|name| numbers.get(name.as_str()).copied());
    let columns: Vec<Option<u16>> = columns.collect();
    if columns.iter().flatten().count() < features.len() {
        return Err(ModelError { line: 0, what: "a feature that this program lacks" });
    }
    Ok(columns)
}
