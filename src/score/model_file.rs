//! The model file: gradient-boosted symmetric trees as text.
//!
//! Lines that begin with `#` tell where the model comes from. `unit U` is what leaves count in, `bias B` is added to
//! every sum. `early N S F` is the filter: a row whose sum is below S after N trees is left out by the others, and
//! has F times that sum. `feature NAME BORDER ...` lines number the features from 0, in the order of the program's
//! columns; a value's code is the number of borders below it. Each `tree` line has up to six questions
//! `FEATURE>CODE`, a colon, and the leaves, four hexadecimal digits each in two's complement: the answer to the first
//! question is the lowest bit of the leaf's number. All sums are of whole numbers, so that they are the same on every
//! machine. The build script reads it and packs the numbers.

use std::borrow::Cow;
use std::fmt;

use super::tree::{LEAVES, MAX_DEPTH, Question, Tree, TreeBytes};
use crate::packed::{Packed, Packer, Rows, Texts};

/// Borders of a feature: codes are bytes.
const MAX_BORDERS: usize = 255;
/// Features of a model; the built-in one has 160.
const MAX_FEATURES: usize = 1 << 12;

/// What a model file says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct ModelFile {
    pub(super) unit: f64,
    pub(super) bias: i32,
    pub(super) early: Early,
    pub(super) features: Texts,
    /// The borders of each feature, as numbers of four bytes.
    pub(super) borders: Rows<4>,
    pub(super) trees: Cow<'static, [TreeBytes]>,
}

/// When the first trees are sure that a block is no editorial text: see `filter.rs`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Early {
    /// After so many trees.
    pub(super) trees: usize,
    /// If its sum is below this.
    pub(super) below: i32,
    /// What such sums grow by on average with all trees.
    pub(super) factor: f64,
}

/// Why a text is no model.
#[derive(Debug)]
pub struct ModelError {
    pub(super) line: usize,
    pub(super) what: &'static str,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for ModelError {}

impl ModelFile {
    /// Reads the text of a model.
    ///
    /// # Errors
    /// The first line that is not of the form above, and why.
    pub(crate) fn parse(text: &str) -> Result<ModelFile, ModelError> {
        let mut model = ModelFile::default();
        for (index, line) in text.lines().enumerate() {
            if !line.is_empty() && !line.starts_with('#') {
                model.read_line(line).map_err(|what| ModelError { line: index + 1, what })?;
            }
        }
        Ok(model)
    }

    /// The numbers as columns.
    #[allow(dead_code, reason = "for the build script")]
    pub(crate) fn pack(&self, packer: &mut Packer) {
        packer.f64s(&[self.unit, self.early.factor]);
        packer.i32s(&[self.bias, self.early.trees as i32, self.early.below]);
        self.features.pack(packer);
        self.borders.pack(packer);
        packer.column(&self.trees);
    }

    /// Reads what [`ModelFile::pack`] wrote.
    pub(crate) fn unpack(packed: &mut Packed) -> ModelFile {
        let (numbers, wholes) = (packed.f64s(), packed.i32s());
        ModelFile {
            unit: numbers[0],
            bias: wholes[0],
            early: Early { trees: wholes[1] as usize, below: wholes[2], factor: numbers[1] },
            features: packed.texts(),
            borders: packed.rows(),
            trees: packed.column().into(),
        }
    }

    fn read_line(&mut self, line: &str) -> Result<(), &'static str> {
        let (key, rest) = line.split_once(' ').ok_or("no value")?;
        match key {
            "unit" => self.unit = rest.parse().map_err(|_| "the unit is no number")?,
            "bias" => self.bias = rest.parse().map_err(|_| "the bias is no whole number")?,
            "early" => self.early = parse_early(rest).ok_or("a filter that is none")?,
            "feature" => self.read_feature(rest)?,
            "tree" => self.trees.to_mut().push(parse_tree(rest, &self.borders)?),
            _ => return Err("neither unit, bias, early, feature nor tree"),
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
        self.features.push(name);
        self.borders.push(&borders.iter().map(|border| border.to_le_bytes()).collect::<Vec<_>>());
        Ok(())
    }
}

fn parse_early(line: &str) -> Option<Early> {
    let mut numbers = line.split(' ');
    let (trees, below, factor) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let factor: f64 = factor.parse().ok()?;
    let early = Early { trees: trees.parse().ok()?, below: below.parse().ok()?, factor };
    (numbers.next().is_none() && factor.is_finite()).then_some(early)
}

fn parse_tree(line: &str, borders: &Rows<4>) -> Result<TreeBytes, &'static str> {
    let (asked, digits) = line.split_once(':').ok_or("a tree without leaves")?;
    let mut questions = [Question::NONE; MAX_DEPTH];
    let mut count = 0;
    for question in asked.split(' ') {
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
    Ok(Tree::bytes(&questions, &leaves))
}

/// A question `FEATURE>CODE` whose code the feature can have.
fn parse_question(text: &str, borders: &Rows<4>) -> Option<Question> {
    let (feature, above) = text.split_once('>')?;
    let (feature, above) = (feature.parse::<u16>().ok()?, above.parse::<u8>().ok()?);
    let is_code = usize::from(feature) < borders.len()
        && usize::from(above) < borders.get(feature.into()).len();
    is_code.then_some(Question { feature, above })
}

/// Digits of a leaf.
const LEAF_LEN: usize = 4;

fn parse_leaf(digits: &[u8]) -> Option<i16> {
    // A sign, which the library takes, is no digit.
    let digits = str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
    u16::from_str_radix(digits, 16).ok().map(|leaf| leaf as i16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_read() {
        let text = "# made by hand\nunit 0.5\nbias -3\nearly 1 -20 1.5\nfeature words 4.5 9\nfeature links\n\
                    tree 0>1 0>0:00010002fffd0004\n";
        let model = ModelFile::parse(text).expect("it parses");
        assert_eq!(model.early, Early { trees: 1, below: -20, factor: 1.5 });
        assert!(model.features.iter().eq(["words", "links"]));
        assert_eq!(model.borders.get(0), [4.5f32, 9.0].map(f32::to_le_bytes));
        assert!(model.borders.get(1).is_empty() && model.borders.len() == 2);
        let question = |above| Question { feature: 0, above };
        let tree = Tree::read(&model.trees[0]);
        assert_eq!(tree.questions[..3], [question(1), question(0), Question::NONE]);
        assert_eq!([0, 1, 2, 3, 4].map(|leaf| tree.leaf(leaf)), [1, 2, -3, 4, 0]);
        let mut packer = Packer::default();
        model.pack(&mut packer);
        assert_eq!(ModelFile::unpack(&mut Packed::new(packer.into_bytes().leak())), model);
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
            "tree 0>0:00010002",
            "feature words 1\ntree 0>1:00010002",
            "feature words 1\ntree 0>0:0001",
            "feature words 1\ntree 0>0:000100020003",
            "feature words 1\ntree 0>0:0001000g",
            "feature words 1\ntree 0>0:0001+001",
            "feature words 1\ntree 0>0 0>0 0>0 0>0 0>0 0>0 0>0:00010002",
        ];
        for text in broken {
            assert!(ModelFile::parse(text).is_err(), "{text}");
        }
    }
}
