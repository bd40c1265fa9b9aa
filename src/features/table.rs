//! Columns of features, and what may take them in.

use std::fmt::Display;

/// Takes in the columns of features in their fixed order.
///
/// A name is only formatted by those who keep it: making 400 names costs more than most columns.
pub(crate) trait Columns {
    /// Adds a column: a number a block.
    fn add(&mut self, name: impl Display, values: impl Iterator<Item = f32>);

    /// Adds a column that is the same for all blocks of the page.
    fn add_same(&mut self, name: impl Display, value: f32);
}

/// All columns with their names, one row a block.
#[derive(Debug, Default)]
pub struct FeatureTable {
    rows: usize,
    names: Vec<String>,
    values: Vec<f32>,
}

impl FeatureTable {
    pub(super) fn new(rows: usize) -> Self {
        FeatureTable { rows, ..FeatureTable::default() }
    }

    /// How many blocks there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of the columns, in their order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The column at an index of [`FeatureTable::names`].
    #[must_use]
    pub fn column(&self, index: usize) -> &[f32] {
        &self.values[index * self.rows..(index + 1) * self.rows]
    }
}

impl Columns for FeatureTable {
    fn add(&mut self, name: impl Display, values: impl Iterator<Item = f32>) {
        let before = self.values.len();
        self.values.extend(values);
        debug_assert_eq!(self.values.len(), before + self.rows, "{name}");
        self.names.push(name.to_string());
    }

    fn add_same(&mut self, name: impl Display, value: f32) {
        self.names.push(name.to_string());
        self.values.resize(self.values.len() + self.rows, value);
    }
}
