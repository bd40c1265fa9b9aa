//! Features as a model sees them: each value as the number of the model's borders below it.

use std::fmt::Display;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, f32x16, u32x16};

use crate::features::Columns;

use super::forest::{LANES, Lanes};
use super::model::Model;

/// The features of a page that a model reads, coded: a byte a block and feature.
pub(super) struct Codes<'a> {
    model: &'a Model,
    /// The vectors that this processor has.
    level: Level,
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
        let count = rows.div_ceil(LANES) * model.features();
        let lanes = vec![[0; LANES]; count];
        Codes { model, level: Level::new(), rows, next: 0, lanes, values: Vec::new() }
    }

    /// How many blocks there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The vectors to compute with.
    pub(super) fn level(&self) -> Level {
        self.level
    }

    /// The features of [`LANES`] blocks after the other; the last are padded.
    pub(super) fn chunks(&self) -> impl Iterator<Item = &[Lanes]> {
        self.lanes.chunks(self.model.features().max(1))
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
        // What is no number, as the headings of each block of an element without any, is the least, as in training;
        // vectors of each machine would compare it in their own way.
        self.values.extend(values.map(|value| value.max(f32::NEG_INFINITY)));
        let last = self.values.last().copied().unwrap_or_default();
        self.values.resize(self.values.len().next_multiple_of(LANES), last);
        let borders = self.model.borders(feature);
        let chunks = self.lanes.chunks_mut(self.model.features());
        let to = chunks.map(|chunk| &mut chunk[feature]);
        dispatch!(self.level, simd => code_with(simd, &self.values, borders, to));
    }

    fn add_same(&mut self, _: impl Display, value: f32) {
        let Some(feature) = self.next_feature() else {
            return;
        };
        let borders = self.model.borders(feature).iter();
        let code = borders.filter(|border| value > f32::from_le_bytes(**border)).count();
        for chunk in self.lanes.chunks_mut(self.model.features()) {
            chunk[feature] = [code as u8; LANES];
        }
    }
}

/// Writes the codes of whole chunks of values.
#[inline(always)]
fn code_with<'a, S: Simd>(
    simd: S,
    values: &[f32],
    borders: &[[u8; 4]],
    to: impl Iterator<Item = &'a mut Lanes>,
) {
    for (values, to) in values.as_chunks::<LANES>().0.iter().zip(to) {
        code_lanes_with(simd, values, borders, to);
    }
}

/// Values in a vector.
const WIDTH: usize = 16;

/// Comparing with a border beats a search: it is done for a vector of values at a time. Blocks
/// beside each other are alike, so that few borders part their values.
#[inline(always)]
fn code_lanes_with<S: Simd>(simd: S, values: &[f32; LANES], borders: &[[u8; 4]], to: &mut Lanes) {
    let values: [f32x16<S>; LANES / WIDTH] =
        std::array::from_fn(|part| f32x16::from_slice(simd, &values[part * WIDTH..][..WIDTH]));
    let low = values[0].min(values[1]).min(values[2].min(values[3])).reduce_min();
    let high = values[0].max(values[1]).max(values[2].max(values[3])).reduce_max();
    let (none, one) = (u32x16::splat(simd, 0), u32x16::splat(simd, 1));
    let mut codes = [none; LANES / WIDTH];
    let mut below_all = 0;
    let borders = borders.iter().map(|border| f32::from_le_bytes(*border));
    for border in borders.take_while(|border| *border < high) {
        if border < low {
            below_all += 1;
            continue;
        }
        let border = f32x16::splat(simd, border);
        for (codes, values) in codes.iter_mut().zip(values) {
            *codes += values.simd_gt(border).select(one, none);
        }
    }
    for (to, codes) in to.as_chunks_mut::<WIDTH>().0.iter_mut().zip(codes) {
        for (to, code) in to.iter_mut().zip(*codes) {
            *to = code as u8 + below_all;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_borders_below() {
        let mut values = [0.0; LANES];
        values[..5].copy_from_slice(&[-1.0, 0.5, 0.6, 7.0, 8.0]);
        values[LANES - 1] = 9.0;
        for level in [Level::new(), Level::baseline()] {
            let mut codes = [0; LANES];
            // The lowest and the highest value stand on borders.
            let borders = [-3.0f32, -1.0, 0.5, 7.0, 9.0].map(f32::to_le_bytes);
            dispatch!(level, simd => code_lanes_with(simd, &values, &borders, &mut codes));
            assert_eq!(codes[..6], [1, 2, 3, 3, 4, 2], "{level:?}");
            assert_eq!(codes[LANES - 1], 4, "{level:?}");
        }
    }
}
