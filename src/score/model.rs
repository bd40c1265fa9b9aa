//! A model and what it says of the blocks of a page.

use std::fmt::{self, Display, Write};

use crate::build::Arena;
use crate::features::{self, Columns, Stats};
use crate::packed::{Texts, packed};

use super::codes::Codes;
use super::filter::sums;
use super::logistic::logistic;
use super::model_file::{ModelError, ModelFile};

/// A model of editorial text.
#[derive(Debug, Default, PartialEq)]
pub struct Model {
    file: ModelFile,
    /// For each column of the features, the number of the model's feature that it is.
    feature_of_column: Vec<Option<u16>>,
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// The first line that is not of the form that `model_file.rs` tells, or a feature that this
    /// program does not compute, or not behind the one before it.
    pub fn parse(text: &str) -> Result<Model, ModelError> {
        Model::of(ModelFile::parse(text)?)
    }

    /// The model that the build script packed.
    pub(super) fn built_in() -> Model {
        Model::of(ModelFile::unpack(&mut packed!("model.bin")))
            .unwrap_or_else(|error| unreachable!("the built-in model: {error}"))
    }

    fn of(file: ModelFile) -> Result<Model, ModelError> {
        let feature_of_column = find_columns(&file.features)?;
        Ok(Model { file, feature_of_column })
    }

    /// How many trees there are.
    #[must_use]
    pub fn trees(&self) -> usize {
        self.file.trees.len()
    }

    /// How many features it reads.
    #[must_use]
    pub fn features(&self) -> usize {
        self.file.features.len()
    }

    /// The borders of a feature, four bytes each.
    pub(super) fn borders(&self, feature: usize) -> &[[u8; 4]] {
        self.file.borders.get(feature)
    }

    pub(super) fn feature_of_column(&self, column: usize) -> Option<usize> {
        self.feature_of_column.get(column).copied().flatten().map(usize::from)
    }

    /// The probability that each block of a page is editorial.
    pub(crate) fn probabilities(&self, arena: &Arena, stats: &Stats) -> Vec<f32> {
        let mut codes = Codes::new(self, arena.blocks.len());
        features::add_columns(&mut codes, arena, stats);
        let ModelFile { unit, bias, early, trees, .. } = &self.file;
        let sums = sums(&codes, trees, *bias, *early);
        sums.into_iter().map(|sum| logistic(sum * unit)).collect()
    }
}

/// Finds the columns that are the model's features, which the file has in their order.
fn find_columns(features: &Texts) -> Result<Vec<Option<u16>>, ModelError> {
    let mut search = ColumnSearch { features, found: 0, columns: Vec::new() };
    let arena = Arena::default();
    features::add_columns(&mut search, &arena, &Stats::new(&arena));
    if search.found < features.len() {
        return Err(ModelError {
            line: 0,
            what: "a feature that this program lacks, or out of order",
        });
    }
    Ok(search.columns)
}

/// Compares names of columns with those of a model's features, in one pass over both.
struct ColumnSearch<'m> {
    features: &'m Texts,
    /// How many were found, which is the number of the next.
    found: usize,
    columns: Vec<Option<u16>>,
}

impl Columns for ColumnSearch<'_> {
    fn add(&mut self, name: impl Display, _: impl Iterator<Item = f32>) {
        let is_next = self.found < self.features.len() && is(&name, self.features.get(self.found));
        self.columns.push(is_next.then_some(self.found as u16));
        self.found += usize::from(is_next);
    }

    fn add_same(&mut self, name: impl Display, _: f32) {
        self.add(name, std::iter::empty());
    }
}

/// Whether something is displayed as a text. Writing all names down to compare them took a tenth of a run on a short
/// page.
fn is(name: &impl Display, text: &str) -> bool {
    /// What is still to come of the text.
    struct Rest<'t>(&'t str);

    impl Write for Rest<'_> {
        fn write_str(&mut self, part: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(part).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest(text);
    write!(rest, "{name}").is_ok() && rest.0.is_empty()
}
