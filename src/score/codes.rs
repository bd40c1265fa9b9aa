//! Features as a model sees them: each value as the number of the model's borders below it.

use std::fmt::Display;

use crate::features::Columns;

use super::forest::{LANES, Lanes};
use super::model::Model;

/// The features of a page that a model reads, coded: a byte a block and feature.
pub(super) struct Codes<'a> {
    model: &'a Model,
    rows: usize,
    /// The column that comes next.
    next: usize,
    /// All features of the first [`LANES`] blocks, then of the next.
    lanes: Vec<Lanes>,
    /// The column at hand.
    values: Vec<f32>,
}

impl<'a> Codes<'a> {
    pub(super) fn new(model: &'a Model, rows: usize) -> Self {
        let count = rows.div_ceil(LANES) * model.features().len();
        Codes { model, rows, next: 0, lanes: vec![[0; LANES]; count], values: Vec::new() }
    }

    /// How many blocks there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The features of [`LANES`] blocks after the other; the last are padded.
    pub(super) fn chunks(&self) -> impl Iterator<Item = &[Lanes]> {
        self.lanes.chunks(self.model.features().len().max(1))
    }

    /// The model's feature of the next column, if it reads it.
    fn next_feature(&mut self) -> Option<usize> {
        self.next += 1;
        self.model.feature_of_column(self.next - 1)
    }
}

impl Columns for Codes<'_> {
    fn add(&mut self, _: impl Display, values: impl Iterator<Item = f32>) {
        let Some(feature) = self.next_feature() else {
            return;
        };
        // All values first: the loop over an iterator of unknown kind does not mix well with the
        // loop over lanes.
        self.values.clear();
        self.values.extend(values);
        let borders = self.model.borders(feature);
        let chunks = self.lanes.chunks_mut(self.model.features().len());
        for (chunk, values) in chunks.zip(self.values.chunks(LANES)) {
            let mut lane = [values[0]; LANES];
            lane[..values.len()].copy_from_slice(values);
            chunk[feature] = code_lane(&lane, borders);
        }
    }

    fn add_same(&mut self, _: impl Display, value: f32) {
        let Some(feature) = self.next_feature() else {
            return;
        };
        let code = self.model.borders(feature).iter().filter(|border| value > **border).count();
        for chunk in self.lanes.chunks_mut(self.model.features().len()) {
            chunk[feature] = [code as u8; LANES];
        }
    }
}

/// The codes of some values. Comparing with a border beats a search: it is done for 4 values at a
/// time. Blocks beside each other are alike, so that few borders part their values.
fn code_lane(values: &[f32; LANES], borders: &[f32]) -> Lanes {
    let (low, high) = bounds(values);
    let mut codes = [0; LANES];
    let mut below_all = 0;
    for border in borders.iter().take_while(|border| **border < high) {
        if *border < low {
            below_all += 1;
            continue;
        }
        for (code, value) in codes.iter_mut().zip(values) {
            *code += u8::from(*value > *border);
        }
    }
    codes.map(|code| code + below_all)
}

/// The smallest and the largest of some values.
fn bounds(values: &[f32; LANES]) -> (f32, f32) {
    /// Side by side, for the sake of vectors.
    const WIDTH: usize = 4;
    let (first, others) = values.split_at(WIDTH);
    let (mut low, mut high) = ([0.0; WIDTH], [0.0; WIDTH]);
    low.copy_from_slice(first);
    high.copy_from_slice(first);
    for values in others.as_chunks::<WIDTH>().0 {
        for ((low, high), value) in low.iter_mut().zip(&mut high).zip(values) {
            *low = if *value < *low { *value } else { *low };
            *high = if *value > *high { *value } else { *high };
        }
    }
    (low.into_iter().fold(low[0], f32::min), high.into_iter().fold(high[0], f32::max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_borders_below() {
        let mut values = [0.0; LANES];
        values[..5].copy_from_slice(&[-1.0, 0.5, 0.6, 7.0, 8.0]);
        assert_eq!(code_lane(&values, &[0.5, 7.0])[..6], [0, 0, 1, 1, 2, 0]);
    }
}
