//! The model file: gradient-boosted symmetric trees as text.
//!
//! Lines that begin with `#` tell where the model comes from. `unit U` is what leaves count in,
//! `bias B` is added to every sum. `early N S F` is the filter: a row whose sum is below S after N
//! trees is left out by the others, and has F times that sum. `feature NAME BORDER ...` lines number the features from 0;
//! a value's code is the number of borders below it. Each `tree` line has up to six questions
//! `FEATURE>CODE`, a colon, and the leaves, four hexadecimal digits each in two's complement: the
//! answer to the first question is the lowest bit of the leaf's number. All sums are of whole numbers,
//! so that they are the same on every machine. The build script reads it and packs the numbers.

use std::fmt;

use crate::packed::{Packed, Packer};

/// Questions of a tree.
pub(super) const MAX_DEPTH: usize = 6;
/// Leaves of a tree: as many as a shuffle of 64 bytes can choose from.
pub(super) const LEAVES: usize = 1 << MAX_DEPTH;
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
    pub(super) features: Vec<String>,
    pub(super) borders: Vec<Vec<f32>>,
    pub(super) trees: Vec<FileTree>,
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

/// A tree of the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FileTree {
    /// The answer to the first is the lowest bit of the leaf's number.
    pub(super) questions: [Question; MAX_DEPTH],
    /// What each leaf is worth, in units of the model.
    pub(super) leaves: [i16; LEAVES],
}

/// Whether the code of a feature is above a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Question {
    pub(super) feature: u16,
    pub(super) above: u8,
}

impl Question {
    /// No code is above this: the answer is no.
    pub(super) const NONE: Question = Question { feature: 0, above: u8::MAX };
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
        let questions = || self.trees.iter().flat_map(|tree| tree.questions);
        packer.f64s(&[self.unit, self.early.factor]);
        packer.i32s(&[self.bias, self.early.trees as i32, self.early.below]);
        packer.texts(self.features.iter().map(String::as_str));
        packer.u8s(&self.borders.iter().map(|borders| borders.len() as u8).collect::<Vec<_>>());
        packer.f32s(&self.borders.concat());
        packer.u16s(&questions().map(|question| question.feature).collect::<Vec<_>>());
        packer.u8s(&questions().map(|question| question.above).collect::<Vec<_>>());
        packer.i16s(&self.trees.iter().flat_map(|tree| tree.leaves).collect::<Vec<_>>());
    }

    /// Reads what [`ModelFile::pack`] wrote.
    pub(crate) fn unpack(packed: &mut Packed) -> ModelFile {
        let (numbers, wholes) = (packed.f64s(), packed.i32s());
        let features = packed.texts().iter().map(str::to_owned).collect();
        let (lens, all) = (packed.u8s(), packed.f32s());
        let mut rest = all.as_slice();
        let borders = lens.iter().filter_map(|len| rest.split_off(..usize::from(*len)));
        let borders = borders.map(<[f32]>::to_vec).collect();
        let (features_asked, aboves, leaves) = (packed.u16s(), packed.u8s(), packed.i16s());
        let questions = features_asked.iter().zip(&aboves);
        let questions: Vec<Question> = questions
            .map(|(feature, above)| Question { feature: *feature, above: *above })
            .collect();
        let trees = questions.as_chunks().0.iter().zip(leaves.as_chunks().0);
        ModelFile {
            unit: numbers[0],
            bias: wholes[0],
            early: Early { trees: wholes[1] as usize, below: wholes[2], factor: numbers[1] },
            features,
            borders,
            trees: trees
                .map(|(questions, leaves)| FileTree { questions: *questions, leaves: *leaves })
                .collect(),
        }
    }

    fn read_line(&mut self, line: &str) -> Result<(), &'static str> {
        let (key, rest) = line.split_once(' ').ok_or("no value")?;
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
}

fn parse_early(line: &str) -> Option<Early> {
    let mut numbers = line.split(' ');
    let (trees, below, factor) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let factor: f64 = factor.parse().ok()?;
    let early = Early { trees: trees.parse().ok()?, below: below.parse().ok()?, factor };
    (numbers.next().is_none() && factor.is_finite()).then_some(early)
}

fn parse_tree(line: &str, borders: &[Vec<f32>]) -> Result<FileTree, &'static str> {
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
    Ok(FileTree { questions, leaves })
}

/// A question `FEATURE>CODE` whose code the feature can have.
fn parse_question(text: &str, borders: &[Vec<f32>]) -> Option<Question> {
    let (feature, above) = text.split_once('>')?;
    let (feature, above) = (feature.parse::<u16>().ok()?, above.parse::<u8>().ok()?);
    let is_code = usize::from(above) < borders.get(usize::from(feature))?.len();
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
        assert_eq!(model.features, ["words", "links"]);
        assert_eq!(model.borders, [vec![4.5, 9.0], vec![]]);
        let question = |above| Question { feature: 0, above };
        assert_eq!(model.trees[0].questions[..3], [question(1), question(0), Question::NONE]);
        assert_eq!(model.trees[0].leaves[..5], [1, 2, -3, 4, 0]);
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
