//! A table of diction, as text and as slots of a hash table.

use crate::category::Category;
use crate::hash::GOLDEN;
use crate::packed::Packer;

use super::words::hash_of;

/// Weights in the table are whole numbers of this part of one.
pub(super) const UNIT: f32 = 0.01;
/// A slot: four bytes of the hash, two of the weight, one of the category, one free.
pub(super) type Slot = [u8; 8];
/// The line of the weight that every text has.
const BIAS: &str = "bias";

/// The words of a language with what each says for a notice.
#[derive(Debug, Default)]
pub(crate) struct DictionTable {
    bias: i16,
    /// Words and pairs of them, with their weights and the category that they stand in most.
    words: Vec<(String, i16, Category)>,
}

#[allow(dead_code, reason = "for the build script")]
impl DictionTable {
    /// Reads a table: a line a feature, its weight, its category and its words, with tabs between them; the
    /// first line is the bias.
    ///
    /// # Errors
    /// The number of the first line that is not of its form, from 1, and why.
    pub(crate) fn parse(table: &str) -> Result<DictionTable, (usize, String)> {
        let mut all = DictionTable::default();
        for (line, number) in table.lines().zip(1..).filter(|(line, _)| !line.starts_with('#')) {
            let wrong = |reason: &str| (number, reason.to_owned());
            let mut fields = line.split('\t');
            let (Some(weight), Some(name), words) = (fields.next(), fields.next(), fields.next())
            else {
                return Err(wrong("a line is weight, category and words"));
            };
            let weight: i16 = weight.parse().map_err(|_| wrong("the weight is no number"))?;
            match words {
                None if name == BIAS => all.bias = weight,
                None => return Err(wrong("the words are missing")),
                Some(_) if weight == 0 => return Err(wrong("a weight of 0 says nothing")),
                Some(words) => {
                    let category = name.parse().map_err(|_| wrong("no such category"))?;
                    all.words.push((words.to_owned(), weight, category));
                }
            }
        }
        Ok(all)
    }

    /// The table as slots: a feature is in the first free one from that of its hash on.
    pub(crate) fn pack(&self, packer: &mut Packer) {
        let count = (self.words.len() * 2).next_power_of_two();
        let mut slots = vec![Slot::default(); count];
        for (words, weight, category) in &self.words {
            let hash = hash_of(words);
            let mut at = slot(hash, count);
            while weight_of(&slots[at]) != 0 {
                at = (at + 1) % count;
            }
            let (check, weight) = ((hash as u32).to_le_bytes(), weight.to_le_bytes());
            slots[at][..4].copy_from_slice(&check);
            slots[at][4..6].copy_from_slice(&weight);
            slots[at][6] = *category as u8;
        }
        packer.column(&[self.bias.to_le_bytes()]);
        packer.column(&slots);
    }
}

/// The first slot of a hash. `count` is a power of two.
pub(super) fn slot(hash: u64, count: usize) -> usize {
    (hash.wrapping_mul(GOLDEN) >> 32) as usize & (count - 1)
}

/// The weight in a slot; 0: it is free.
pub(super) fn weight_of(slot: &Slot) -> i16 {
    i16::from_le_bytes([slot[4], slot[5]])
}

/// The half of a hash by which a slot knows it.
pub(super) fn check_of(slot: &Slot) -> u32 {
    u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::words::each_word;
    use super::super::{Diction, TABLES};
    use super::*;
    use crate::search::folded;

    fn text(language: &str) -> String {
        let path = Path::new("src/tables/diction").join(language).with_extension("txt");
        std::fs::read_to_string(path).expect("a table")
    }

    #[test]
    fn the_tables_are_sorted_and_in_form() {
        for (language, _) in TABLES {
            let table = DictionTable::parse(&text(language)).expect("it parses");
            assert!(table.bias < 0, "{language}: a text without known words is no notice");
            assert!(table.words.is_sorted_by(|one, other| one.0 < other.0), "{language}: order");
            for (words, ..) in &table.words {
                assert_eq!(folded(words), *words, "{language}: folded");
                let mut read = Vec::new();
                each_word(words, |word| read.push(word));
                assert_eq!(read.join(" "), *words, "{language}: words as texts have them");
                assert!(read.len() <= 2, "{language}: one word or two: {words}");
            }
        }
    }

    #[test]
    fn the_packed_tables_are_those_of_the_texts() {
        for (language, _) in TABLES {
            let table = DictionTable::parse(&text(language)).expect("it parses");
            let diction = Diction::of(Some(*language)).expect("a table");
            for (words, weight, category) in &table.words {
                let hash = hash_of(words);
                let slot = diction.find(hash, diction.firsts(&[hash])[0]);
                assert_eq!((weight_of(&slot), slot[6]), (*weight, *category as u8), "{words}");
            }
        }
    }

    #[test]
    fn a_wrong_line_is_named() {
        let reason = |table: &str| DictionTable::parse(table).expect_err("a wrong line");
        assert_eq!(reason("-300\tbias\nmany\tdonation\tgive").0, 2);
        assert_eq!(reason("-300").1, "a line is weight, category and words");
        assert_eq!(reason("10\tpleas\tgive").1, "no such category");
        assert_eq!(reason("0\tdonation\tgive").1, "a weight of 0 says nothing");
        assert_eq!(reason("10\tdonation").1, "the words are missing");
    }
}
