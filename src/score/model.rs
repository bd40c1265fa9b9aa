//! The model file: gradient-boosted symmetric trees as text.
//!
//! Lines that begin with `#` tell where the model comes from. `unit U` is what leaves count in,
//! `bias B` is added to every sum. `early N S F` is the filter: a row whose sum is below S after N
//! trees is left out by the others, and has F times that sum. `feature NAME BORDER ...` lines number the features from 0;
//! a value's code is the number of borders below it. Each `tree` line has up to six questions
//! `FEATURE>CODE`, a colon, and the leaves, four hexadecimal digits each in two's complement: the
//! answer to the first question is the lowest bit of the leaf's number. Leaves are most of the file,
//! which every run of the command reads, and such digits are the quickest to read. All sums are of
//! whole numbers, so that they are the same on every machine.

use std::collections::HashMap;
use std::fmt;

use crate::build::Arena;
use crate::features::{self, Stats};
use crate::pieces::{cut, lines, pieces};

use super::codes::Codes;
use super::filter::{Early, sums};
use super::forest::{LEAVES, MAX_DEPTH, Question, Tree};
use super::logistic::logistic;

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
        for (index, line) in lines(text).enumerate() {
            if !line.is_empty() && !line.starts_with('#') {
                model.read_line(line).map_err(|what| ModelError { line: index + 1, what })?;
            }
        }
        model.find_columns()?;
        Ok(model)
    }

    fn read_line(&mut self, line: &str) -> Result<(), &'static str> {
        let (key, rest) = cut(line, b' ').ok_or("no value")?;
        match key {
            "unit" => self.unit = rest.parse().map_err(|_| "the unit is no number")?,
            "bias" => self.bias = rest.parse().map_err(|_| "the bias is no whole number")?,
            "early" => self.early = parse_early(rest).ok_or("a filter that is none")?,
            "feature" => self.read_feature(rest)?,
            "tree" => self.trees.push(parse_tree(rest, &self.borders)?),
            _ => return Err("neither unit, bias, early, feature nor tree"),
        }
        Ok(())
    }

    fn read_feature(&mut self, line: &str) -> Result<(), &'static str> {
        let (name, borders) = cut(line, b' ').unwrap_or((line, ""));
        let borders = pieces(borders, b' ').filter(|border| !border.is_empty()).map(str::parse);
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
        let mut codes = Codes::new(self, arena.blocks.len());
        features::add_columns(&mut codes, arena, stats);
        let sums = sums(&codes, &self.trees, self.bias, self.early);
        sums.into_iter().map(|sum| logistic(sum * self.unit)).collect()
    }
}

fn parse_early(line: &str) -> Option<Early> {
    let mut numbers = pieces(line, b' ');
    let (trees, below, factor) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let factor: f64 = factor.parse().ok()?;
    let early = Early { trees: trees.parse().ok()?, below: below.parse().ok()?, factor };
    (numbers.next().is_none() && factor.is_finite()).then_some(early)
}

/// Every run of the command does this for each tree, so nothing is allocated.
fn parse_tree(line: &str, borders: &[Vec<f32>]) -> Result<Tree, &'static str> {
    let (asked, digits) = cut(line, b':').ok_or("a tree without leaves")?;
    let mut questions = [Question::NONE; MAX_DEPTH];
    let mut count = 0;
    for question in pieces(asked, b' ') {
        let question = parse_question(question, borders).ok_or("a question that is none")?;
        *questions.get_mut(count).ok_or("too many questions")? = question;
        count += 1;
    }
    if digits.len() != LEAF_LEN << count {
        return Err("leaves are missing, or too many");
    }
    let mut leaves = [0; LEAVES];
    for (leaf, digits) in leaves.iter_mut().zip(digits.as_bytes().chunks_exact(LEAF_LEN)) {
        *leaf = parse_leaf(digits).ok_or("a leaf that is no number")?;
    }
    Ok(Tree::new(&questions[..count], &leaves[..1 << count]))
}

/// A question `FEATURE>CODE` whose code the feature can have.
fn parse_question(text: &str, borders: &[Vec<f32>]) -> Option<Question> {
    let (feature, above) = cut(text, b'>')?;
    let (feature, above) = (feature.parse::<u16>().ok()?, above.parse::<u8>().ok()?);
    let is_code = usize::from(above) < borders.get(usize::from(feature))?.len();
    is_code.then_some(Question { feature, above })
}

/// Digits of a leaf.
const LEAF_LEN: usize = 4;
/// What each byte is as a hexadecimal digit; above 15, none.
static DIGITS: [u8; 256] = {
    let mut digits = [u8::MAX; 256];
    let mut digit = 0;
    while digit < 16 {
        digits[b"0123456789abcdef"[digit] as usize] = digit as u8;
        digit += 1;
    }
    digits
};

fn parse_leaf(digits: &[u8]) -> Option<i16> {
    let mut leaf = 0u16;
    let mut all = 0;
    for byte in digits {
        let digit = DIGITS[usize::from(*byte)];
        all |= digit;
        leaf = leaf << 4 | u16::from(digit & 15);
    }
    (all < 16).then_some(leaf as i16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_read() {
        let text = "# made by hand\nunit 0.5\nbias -3\nearly 1 -20 1.5\nfeature words 4.5 9\nfeature links\n\
                    tree 0>1 0>0:00010002fffd0004\n";
        let model = Model::parse(text).expect("it parses");
        assert_eq!(model.early, Early { trees: 1, below: -20, factor: 1.5 });
        assert_eq!(model.features(), ["words", "links"]);
        assert_eq!(model.borders(0), [4.5, 9.0]);
        let questions = [Question { feature: 0, above: 1 }, Question { feature: 0, above: 0 }];
        assert_eq!(model.trees, [Tree::new(&questions, &[1, 2, -3, 4])]);
    }

    #[test]
    fn broken_models_are_refused() {
        let broken = [
            "nonsense",
            "unit x",
            "bias 0.5",
            "early 1 2",
            "early 1 2 inf",
            "early 1 2 3 4",
            "feature words 2 1",
            "feature words x",
            "feature no_such_feature 1",
            "tree 0>0:00010002",
            "feature words 1\ntree 0>1:00010002",
            "feature words 1\ntree 0>0:0001",
            "feature words 1\ntree 0>0:000100020003",
            "feature words 1\ntree 0>0:0001000g",
            "feature words 1\ntree 0>0 0>0 0>0 0>0 0>0 0>0 0>0:00010002",
        ];
        for text in broken {
            assert!(Model::parse(text).is_err(), "{text}");
        }
    }
}
