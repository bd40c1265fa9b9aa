//! The model file: gradient-boosted symmetric trees as text.
//!
//! Lines that begin with `#` tell where the model comes from. `unit U` is what leaves count in,
//! `bias B` is added to every sum. `feature NAME BORDER ...` lines number the features from 0;
//! a value's code is the number of borders below it. Each `tree` line has up to six questions
//! `FEATURE>CODE`, a colon, and the leaves: the answer to the first question is the lowest bit of
//! the leaf's number. All sums are of whole numbers, so that they are the same on every machine.

use std::collections::HashMap;
use std::fmt;

use crate::build::Arena;
use crate::features::{self, Stats};

use super::codes::Codes;
use super::forest::{LANES, MAX_DEPTH, Question, Tree};
use super::logistic::logistic;

/// A model of editorial text.
#[derive(Debug, Default)]
pub struct Model {
    unit: f64,
    bias: i32,
    features: Vec<String>,
    borders: Vec<Vec<f32>>,
    trees: Vec<Tree>,
    /// For each column of the features, the number of the model's feature that it is.
    feature_of_column: Vec<Option<u16>>,
}

/// Why a text is no model.
#[derive(Debug)]
pub struct ModelError {
    line: usize,
    what: &'static str,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for ModelError {}

/// Borders of a feature: codes are bytes.
const MAX_BORDERS: usize = 255;
/// Features of a model; the built-in one has some 300.
const MAX_FEATURES: usize = 1 << 12;

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// The first line that is not of the form above, or names a feature that this program does
    /// not compute, and why.
    pub fn parse(text: &str) -> Result<Model, ModelError> {
        let mut model = Model::default();
        for (index, line) in text.lines().enumerate() {
            if !line.is_empty() && !line.starts_with('#') {
                model.read_line(line).map_err(|what| ModelError { line: index + 1, what })?;
            }
        }
        model.find_columns()?;
        Ok(model)
    }

    fn read_line(&mut self, line: &str) -> Result<(), &'static str> {
        let (key, rest) = line.split_once(' ').ok_or("no value")?;
        match key {
            "unit" => self.unit = rest.parse().map_err(|_| "the unit is no number")?,
            "bias" => self.bias = rest.parse().map_err(|_| "the bias is no whole number")?,
            "feature" => self.read_feature(rest)?,
            "tree" => self.trees.push(parse_tree(rest, &self.borders)?),
            _ => return Err("neither unit, bias, feature nor tree"),
        }
        Ok(())
    }

    fn read_feature(&mut self, line: &str) -> Result<(), &'static str> {
        let (name, borders) = line.split_once(' ').unwrap_or((line, ""));
        let borders = borders.split(' ').filter(|border| !border.is_empty()).map(str::parse);
        let borders: Vec<f32> = borders.collect::<Result<_, _>>().map_err(|_| "no number")?;
        if !borders.is_sorted() || borders.len() > MAX_BORDERS {
            return Err("borders that are not sorted or too many");
        }
        if self.features.len() == MAX_FEATURES {
            return Err("too many features");
        }
        self.features.push(name.to_owned());
        self.borders.push(borders);
        Ok(())
    }

    /// Finds the columns that are the model's features.
    fn find_columns(&mut self) -> Result<(), ModelError> {
        let numbers: HashMap<&str, u16> =
            self.features.iter().zip(0..).map(|(name, number)| (name.as_str(), number)).collect();
        let columns = features::features(&Arena::default());
        let columns = columns.names().iter().map(|name| numbers.get(name.as_str()).copied());
        self.feature_of_column = columns.collect();
        let found = self.feature_of_column.iter().flatten().count();
        if found < self.features.len() {
            return Err(ModelError { line: 0, what: "a feature that this program lacks" });
        }
        Ok(())
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
        let rows = arena.blocks.len();
        let mut codes = Codes::new(self, rows);
        features::add_columns(&mut codes, arena, stats);
        let mut probabilities = Vec::with_capacity(rows);
        for chunk in codes.chunks() {
            let mut sums = [self.bias; LANES];
            for tree in &self.trees {
                tree.add_to(chunk, &mut sums);
            }
            let left = rows - probabilities.len();
            let sums = sums.iter().take(left);
            probabilities.extend(sums.map(|sum| logistic(f64::from(*sum) * self.unit)));
        }
        probabilities
    }
}

fn parse_tree(line: &str, borders: &[Vec<f32>]) -> Result<Tree, &'static str> {
    let mut tree = Tree { questions: Vec::with_capacity(MAX_DEPTH), leaves: [0; 1 << MAX_DEPTH] };
    let mut numbers = Numbers(line.bytes());
    while let Some((feature, b'>')) = numbers.next() {
        let (above, end) = numbers.next().ok_or("a question without a code")?;
        let count = borders.get(feature as usize).map_or(0, Vec::len);
        if !(0..count as i32).contains(&above) || tree.questions.len() == MAX_DEPTH {
            return Err("a question that is none, or too many");
        }
        tree.questions.push(Question { feature: feature as u16, above: above as u8 });
        if end == b':' {
            break;
        }
    }
    let mut count = 0;
    while let Some((leaf, b' ')) = numbers.next() {
        let slot = tree.leaves.get_mut(count).ok_or("too many leaves")?;
        *slot = i16::try_from(leaf).map_err(|_| "a leaf is too large")?;
        count += 1;
    }
    if numbers.0.len() == 0 && count == 1 << tree.questions.len() {
        Ok(tree)
    } else {
        Err("leaves are missing, or no whole numbers")
    }
}

/// Whole numbers and the byte after each; a space stands for the end of the line. Trees are most
/// of the file, which every run of the command reads: cutting it into strings would take most of
/// the run's time on a small page.
struct Numbers<'a>(std::str::Bytes<'a>);

impl Numbers<'_> {
    /// The next number of up to five digits; none at the end and where something else stands.
    fn next(&mut self) -> Option<(i32, u8)> {
        let (mut value, mut is_negative, mut digits) = (0i32, false, 0);
        loop {
            match self.0.next() {
                Some(digit @ b'0'..=b'9') if digits < 5 => {
                    value = value * 10 + i32::from(digit - b'0');
                    digits += 1;
                }
                Some(b'-') if digits == 0 && !is_negative => is_negative = true,
                end if digits > 0 => {
                    return Some((if is_negative { -value } else { value }, end.unwrap_or(b' ')));
                }
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_read() {
        let text = "# made by hand\nunit 0.5\nbias -3\nfeature words 4.5 9\nfeature links\n\
                    tree 0>1 0>0:1 2 3 4\n";
        let model = Model::parse(text).expect("it parses");
        assert_eq!(model.features(), ["words", "links"]);
        assert_eq!(model.borders(0), [4.5, 9.0]);
        let questions = [Question { feature: 0, above: 1 }, Question { feature: 0, above: 0 }];
        assert_eq!(model.trees[0].questions, questions);
        assert_eq!(model.trees[0].leaves[..5], [1, 2, 3, 4, 0]);
    }

    #[test]
    fn broken_models_are_refused() {
        let broken = [
            "nonsense",
            "unit x",
            "bias 0.5",
            "feature words 2 1",
            "feature words x",
            "feature no_such_feature 1",
            "tree 0>0:1 2",
            "feature words 1\ntree 0>1:1 2",
            "feature words 1\ntree 0>0:1",
            "feature words 1\ntree 0>0:1 2 3",
            "feature words 1\ntree 0>0:1 99999",
            "feature words 1\ntree 0>0 0>0 0>0 0>0 0>0 0>0 0>0:1 2",
        ];
        for text in broken {
            assert!(Model::parse(text).is_err(), "{text}");
        }
    }
}
