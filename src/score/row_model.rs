//! A model of rows: what the notice stage asks of single paragraphs.

use crate::packed::Packed;

use super::model_file::{ModelError, ModelFile};
use super::tree::Tree;

/// Boosted symmetric trees over rows of numbers, asked one row at a time.
#[derive(Debug)]
pub(crate) struct RowModel {
    file: ModelFile,
    /// For each feature of the file its column in a row.
    columns: Vec<usize>,
}

impl RowModel {
    /// Reads what the build script packed. The rows have the columns of these names.
    ///
    /// # Errors
    /// A feature that is none of the columns.
    pub(crate) fn unpack(packed: &mut Packed, names: &[&str]) -> Result<RowModel, ModelError> {
        let file = ModelFile::unpack(packed);
        let column = |feature| names.iter().position(|name| *name == feature);
        let columns: Option<Vec<usize>> = file.features.iter().map(column).collect();
        let columns = columns.ok_or(ModelError { line: 0, what: "a feature that is no column" })?;
        Ok(RowModel { file, columns })
    }

    /// The log-odds of a row.
    pub(crate) fn log_odds(&self, row: &[f32]) -> f32 {
        let ModelFile { unit, bias, borders, trees, .. } = &self.file;
        let code = |(feature, column): (usize, &usize)| {
            let is_below = |border: &[u8; 4]| f32::from_le_bytes(*border) < row[*column];
            borders.get(feature).partition_point(is_below)
        };
        let codes: Vec<usize> = self.columns.iter().enumerate().map(code).collect();
        let leaves = trees.iter().map(|tree| {
            let tree = Tree::read(tree);
            let leaf = tree.questions.iter().enumerate().fold(0, |leaf, (bit, question)| {
                let code = codes[usize::from(question.feature)];
                leaf | usize::from(code > usize::from(question.above)) << bit
            });
            tree.leaf(leaf)
        });
        (f64::from(leaves.sum::<i32>() + bias) * unit) as f32
    }
}
