//! Stage 4, features: one row of named numbers a block.
//!
//! The features follow the experiments in boilerplate detection since Kohlschütter et al.
//! (WSDM 2010): a block's own text, its neighbours, the containers around it, repeated
//! structure, its place on the page, and what the page as a whole is like. Each file here fills
//! the columns of one of these. Training reads the same columns from this code, so there is no
//! second implementation.

mod ancestry;
mod containers;
mod groups;
mod neighbours;
mod own;
mod page;
mod position;
mod stats;
mod words;

use crate::build::Arena;

pub(crate) use stats::{BlockStats, Stats};

/// A column: its name, and how it is read off what was counted.
type Column<T> = (&'static str, fn(&T) -> f32);

/// Columns of numbers with names, one row a block.
#[derive(Debug, Default)]
pub struct FeatureTable {
    rows: usize,
    names: Vec<String>,
    values: Vec<f32>,
}

impl FeatureTable {
    fn new(rows: usize) -> Self {
        FeatureTable { rows, names: Vec::new(), values: Vec::new() }
    }

    /// How many blocks there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of the columns, in the order in which they are computed.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The column at an index of [`FeatureTable::names`].
    #[must_use]
    pub fn column(&self, index: usize) -> &[f32] {
        &self.values[index * self.rows..(index + 1) * self.rows]
    }

    /// Adds a column.
    fn add(&mut self, name: impl Into<String>, values: impl Iterator<Item = f32>) {
        let before = self.values.len();
        self.names.push(name.into());
        self.values.extend(values);
        debug_assert_eq!(self.values.len(), before + self.rows, "{:?}", self.names.last());
    }

    /// Adds a column that is the same for the whole page.
    fn add_constant(&mut self, name: impl Into<String>, value: f32) {
        self.names.push(name.into());
        self.values.resize(self.values.len() + self.rows, value);
    }
}

/// The features of every block of a page.
#[must_use]
pub fn features(arena: &Arena) -> FeatureTable {
    compute(arena).1
}

/// The features, and the numbers that they were computed from.
pub(crate) fn compute(arena: &Arena) -> (Stats, FeatureTable) {
    let stats = Stats::new(arena);
    let mut table = FeatureTable::new(arena.blocks.len());
    if !arena.blocks.is_empty() {
        own::add(&mut table, arena, &stats);
        ancestry::add(&mut table, arena);
        containers::add(&mut table, arena, &stats);
        groups::add(&mut table, arena, &stats);
        position::add(&mut table, arena, &stats);
        neighbours::add(&mut table, arena, &stats);
        page::add(&mut table, arena, &stats);
    }
    (stats, table)
}
