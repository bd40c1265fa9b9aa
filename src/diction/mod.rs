//! Diction: which words a text chooses, weighed by how much more often notices choose them.
//!
//! Phrases find the notices that are worded as others are; what pleads in words of its own is still told
//! by them all together. A table has a weight for words and pairs of neighbours: a logistic regression over
//! texts that were written for it, appeals and look-alikes (`train/diction.py`; `train/EXPERIMENTS.md`
//! has what it finds). Languages without a table are read by phrases alone.

mod table;
mod words;

use crate::category::Category;

pub use words::each_word;

use table::{SLOT_LEN, UNIT, check_of, slot, weight_of};
use words::{hash, pair_hash};

// `TABLES: &[(&str, &[u8])]`, those of `tables/diction`, packed by the build script.
include!(concat!(env!("OUT_DIR"), "/diction.rs"));

/// Words of a text that are read: what has more is long, and no notice for that.
const MAX_WORDS: usize = 400;
/// A shorter text counts as one of so many words.
const MIN_WORDS: usize = 4;
/// The length of the bias in front of the slots: its column's length, itself, and the length of theirs.
const HEAD_LEN: usize = 4 + 2 + 4;

/// The words of a language, with what each says for a notice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Diction {
    bias: f32,
    slots: &'static [[u8; SLOT_LEN]],
}

/// What the words of a text say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The logarithm of the odds that it is a notice, among as many texts of each kind as the table was made
    /// of.
    pub(crate) log_odds: f32,
    /// What its words add to the log-odds of a text of which none is known.
    pub(crate) said: f32,
    /// How many words it has; at most [`MAX_WORDS`] are counted.
    pub(crate) words: usize,
    /// What it asks for, if it is one.
    pub(crate) category: Category,
}

impl Diction {
    /// The diction of notices in `language`, if there is a table of it.
    pub(crate) fn of(language: Option<&str>) -> Option<Diction> {
        let (_, packed) = TABLES.iter().find(|(name, _)| Some(*name) == language)?;
        let (head, slots) = packed.split_first_chunk::<HEAD_LEN>()?;
        let bias = i16::from_le_bytes([head[4], head[5]]);
        Some(Diction { bias: f32::from(bias) * UNIT, slots: slots.as_chunks().0 })
    }

    /// Reads a folded text.
    pub(crate) fn read(self, text: &str) -> Reading {
        let mut by_category = [0.0f32; Category::ALL.len()];
        let (mut sum, mut words, mut before) = (0i32, 0usize, None);
        let mut add = |hash: u64| {
            if let Some(slot) = self.find(hash) {
                let weight = weight_of(slot);
                sum += i32::from(weight);
                by_category[usize::from(slot[6])] += f32::from(weight.max(0));
            }
        };
        each_word(text, |word| {
            if words < MAX_WORDS {
                words += 1;
                let hash = hash(word);
                add(hash);
                if let Some(before) = before.replace(hash) {
                    add(pair_hash(before, hash));
                }
            }
        });
        let said = sum as f32 * UNIT / (words.max(MIN_WORDS) as f32).sqrt();
        Reading { log_odds: self.bias + said, said, words, category: heaviest(&by_category) }
    }

    fn find(self, hash: u64) -> Option<&'static [u8; SLOT_LEN]> {
        let mut at = slot(hash, self.slots.len());
        // Half of the slots and more are free.
        loop {
            let slot = &self.slots[at];
            if weight_of(slot) == 0 {
                return None;
            }
            if check_of(slot) == hash as u32 {
                return Some(slot);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}

/// The first of the categories with the most weight.
fn heaviest(weights: &[f32; Category::ALL.len()]) -> Category {
    let mut best = 0;
    for (index, weight) in weights.iter().enumerate() {
        if *weight > weights[best] {
            best = index;
        }
    }
    Category::ALL[best]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::folded;

    fn read(text: &str) -> Reading {
        Diction::of(Some("en")).expect("a table").read(&folded(text))
    }

    #[test]
    fn a_plea_in_words_of_its_own_is_told_from_news() {
        let plea = read(
            "We pay for the boat ourselves. If our stories are of use to you, a few pounds a month keeps it afloat.",
        );
        assert!(plea.log_odds > 1.0, "{plea:?}");
        assert_eq!(plea.category, Category::Donation);
        let news = read(
            "The ferry stays in dock until inspectors have seen both engines, the board said.",
        );
        assert!(news.log_odds < -3.0, "{news:?}");
    }

    #[test]
    fn nothing_is_read_beyond_the_cap() {
        let words = "word ".repeat(MAX_WORDS);
        assert_eq!(read(&words), read(&(words.clone() + "please support us today")));
    }

    #[test]
    fn a_language_without_a_table_has_no_diction() {
        assert!(Diction::of(Some("xx")).is_none() && Diction::of(None).is_none());
    }
}
